"""Whether a speaker is said to do what an article says that they do: praise is no blame, and a denial no report."""

from __future__ import annotations

import pytest

from qabot.index.snapshot import Generation
from qabot.question.entities import EntityGazetteer
from qabot.reports.check import CheckedStatement, check_draft, read_draft
from tests.reports.check.held import FewTexts

HELD = FewTexts(
    {
        "tram": (
            "What was said of the Wombat tram",
            "2019-03-05",
            """Ada Quill, leader of Zorblax council, condemned the costly numbat tram as a waste of £7.3m. She said that
driverless trams would save lives on the coast road.

Bo Tarn, director of Numbat Systems, welcomed the quokka inquiry into brakes and signals. He admitted that the tram had
lost a wheel near the ferry in 2018.

Cy Dale, mayor of Quokka, denied that the harbour line had been closed early. He warned of a shortage of drivers.

Dee Frump, chair of the transport board, insisted that the lease was a good one for passengers. She promised that fares
for pensioners would fall in 2021.

Eve Marl, minister for railways, called for a merger of both ticket offices. She doubted that the timetable could be
kept through the winter.

Finn Oake, the auditor, found that the depot had paid £412,000 for spare wheels. He told councillors that the insurers
were content.""",
        )
    }
)


def told(text: str) -> list[CheckedStatement]:
    return [*check_draft(read_draft("draft.md", text.encode()), HELD, EntityGazetteer.of([])).statements]


def speaker(text: str) -> tuple[str, bool | None]:
    (statement,) = (each for each in told(text) if each.kind == "attribution")
    return statement.judgement.outcome, statement.judgement.ok


@pytest.mark.parametrize(
    "draft",
    [
        "Ada Quill praised the costly numbat tram.",
        "Ada Quill welcomed the numbat tram.",
        "Ada Quill denied that driverless trams would save lives on the coast road.",
        "Ada Quill doubted that driverless trams would save lives on the coast road.",
        "Bo Tarn criticised the quokka inquiry into brakes and signals.",
        "Bo Tarn attacked the quokka inquiry into brakes.",
        "Bo Tarn denied that the tram had lost a wheel near the ferry.",
        "Cy Dale admitted that the harbour line had been closed early.",
        "Cy Dale said that the harbour line had been closed early.",
        "Cy Dale welcomed a shortage of drivers.",
        "Dee Frump denied that fares for pensioners would fall.",
        "Eve Marl rejected a merger of both ticket offices.",
        "Eve Marl claimed that the timetable could be kept through the winter.",
        "Finn Oake disputed that the depot had paid for spare wheels.",
    ],
)
def test_the_opposite_act_of_the_same_speaker_is_a_fault(draft: str) -> None:
    assert speaker(draft) == ("altered", False)


@pytest.mark.parametrize(
    "draft",
    [
        "Dee Frump insisted that the lease was a bad one for passengers.",
        "Dee Frump insisted that the lease was a terrible one for passengers.",
        "Finn Oake told councillors that the insurers were unhappy and not content.",
    ],
)
def test_the_opposite_of_what_a_speaker_says_passes_in_no_statement(draft: str) -> None:
    assert all(each.judgement.outcome not in {"says_so", "verbatim"} for each in told(draft))


@pytest.mark.parametrize(
    "draft",
    [
        "Ada Quill condemned the numbat tram.",
        "Ada Quill criticised the costly tram as a waste.",
        "Ada Quill said that driverless trams would save lives on the coast road.",
        "Bo Tarn praised the quokka inquiry into brakes and signals.",
        "Bo Tarn said that the tram had lost a wheel near the ferry.",
        "Cy Dale denied that the harbour line had been closed early.",
        "Cy Dale disputed that the harbour line had been closed early.",
        "Dee Frump said that the lease was a good one for passengers.",
        "Eve Marl demanded a merger of both ticket offices.",
        "Eve Marl doubted that the timetable could be kept through the winter.",
        "Finn Oake reported that the depot had paid for spare wheels.",
    ],
)
def test_the_same_act_says_so(draft: str) -> None:
    assert speaker(draft) == ("says_so", True)


@pytest.mark.parametrize(
    "draft",
    [
        "Ada Quill warned that driverless trams would save lives on the coast road.",
        "Finn Oake claimed that the depot had paid for spare wheels.",
        "Dee Frump announced that the lease was a good one for passengers.",
    ],
)
def test_another_act_is_no_more_than_the_same_speaker(draft: str) -> None:
    (statement,) = (each for each in told(draft) if each.kind == "attribution")
    assert (statement.judgement.outcome, statement.judgement.ok) == ("same_speaker", True)
    assert draft[slice(*statement.focus)] == " ".join(draft.split()[:2])  # without the verb, which is not the article's


@pytest.mark.parametrize(
    "draft",
    [
        "Finn Oake welcomed the spare wheels of the depot.",
        "Ada Quill called for driverless trams on the coast road.",
        "Dee Frump criticised the fares for pensioners.",
        "Eve Marl promised a merger of both ticket offices.",
    ],
)
def test_an_act_that_takes_sides_does_not_pass_by_another(draft: str) -> None:
    assert speaker(draft) == ("unchecked", None)


def test_what_is_denied_is_not_ticked_by_itself() -> None:
    draft = "Finn Oake denied that the depot had paid £412,000 for spare wheels."
    assert [(each.kind, each.judgement.outcome, each.judgement.ok) for each in told(draft)] == [
        ("attribution", "altered", False),
        ("figure", "unchecked", None),
    ]
    right = "Finn Oake found that the depot had paid £412,000 for spare wheels."
    assert [each.judgement.ok for each in told(right)] == [True, True]


def test_a_sentence_is_faulted_once() -> None:
    draft = "Cy Dale admitted that the harbour line had been closed early."
    assert [each.judgement.ok for each in told(draft)] == [False]


@pytest.mark.parametrize(
    "draft",
    [
        "Finn Oake told councillors that the insurers were not content.",
        "Dee Frump insisted that the lease was not a good one for passengers.",
        "Ada Quill said that driverless trams would fail to save lives on the coast road.",
    ],
)
def test_a_denial_more_or_less_is_no_tick(draft: str) -> None:
    assert True not in [each.judgement.ok for each in told(draft) if each.kind == "attribution"]


def test_a_word_in_another_s_place_is_told(generation: Generation) -> None:
    draft = read_draft("draft.md", b"HMCTS met. Fujitsu meant to bid again for the Trader Support Service of HMRC.")
    notes = [each.judgement.note for each in check_draft(draft, generation, EntityGazetteer.load()).statements]
    assert "What comes nearest has nearly these words, with “intended” for “meant”; read it." in notes
