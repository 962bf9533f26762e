"""Notes of a draft, dates that stand alone, and figures that have moved since: nothing untrue is said of them."""

from __future__ import annotations

from qabot.question.entities import EntityGazetteer
from qabot.reports.check import CheckedStatement, check_draft, read_draft
from qabot.reports.check.draft_sentences import split_draft
from tests.reports.check.held import FewTexts, checked

HELD = FewTexts(
    {
        "first": (
            "Quokka hospital counts the cost of an attack",
            "2023-11-12",
            """Quokka hospital had to cancel 212 operations in the attack. The hospital puts the cost so far at £4.3m,
of which £2.6m is lost income.""",
        ),
        "later": (
            "Quokka hospital attack dearer",
            "2024-02-06",
            """Quokka hospital was attacked in autumn. Doctors went without records for weeks, and the bill that it will
cost the county is £7.8m by now, up from £4.3m when it was first reckoned.""",
        ),
        "other": ("Numbat trams", "2024-03-01", "The trams of Numbat follow in 2027, and the depot will be shut."),
    }
)


def statements(draft: str) -> list[CheckedStatement]:
    """Return what is found in a draft."""
    return list(check_draft(read_draft("draft.md", draft.encode()), HELD, EntityGazetteer.of([])).statements)


def test_a_sentence_ends_where_a_note_is_referred_to_behind_it() -> None:
    text = "It cost £3m.[^1] “It is late,” said Bo Tarn.[2] The rest is to come.¹ Nobody knows.[^four]"
    found = [text[each.start : each.end] for each in split_draft(text).sentences]
    assert found == ["It cost £3m.", "“It is late,” said Bo Tarn.", "The rest is to come.", "Nobody knows."]


def test_a_mark_within_a_sentence_ends_none_and_a_note_is_read_without_its_own() -> None:
    text = "It cost £3m[^1] in 2014.\n\n[^1]: Numbat Systems was paid £300,000 of it."
    found = [text[each.start : each.end] for each in split_draft(text).sentences]
    assert found == ["It cost £3m[^1] in 2014.", "Numbat Systems was paid £300,000 of it."]


def test_a_quoted_sentence_with_a_note_is_present() -> None:
    found = checked("The system is used by 1,247 staff at three sites.[^1]").statements
    assert {each.judgement.ok for each in found} == {True}


def test_a_figure_that_an_article_says_has_moved_is_no_other_one() -> None:
    draft = "Quokka hospital had to cancel 212 operations. Cost so far | £{}m"
    moved = [each.judgement.ok for each in statements(draft.format("7.8")) if each.kind == "figure"]
    assert False not in moved
    other = [each.judgement.ok for each in statements(draft.format("3.4")) if each.kind == "figure"]
    assert other == [True, False]


def test_what_a_figure_is_of_is_not_who_puts_it_so() -> None:
    notes = [each.judgement.note for each in statements("Quokka hospital had an attack. Cost so far | £3.4m")]
    assert not any("puts" in note for note in notes)


def test_a_date_that_stands_alone_is_of_nothing() -> None:
    (date,) = (each for each in statements("Quokka Hospital, 29 October 2021.") if each.kind == "date")
    assert date.judgement.ok is None
    assert (date.judgement.evidence, date.judgement.note) == (
        (),
        "It stands by itself: nothing is said to be of then.",
    )
