"""Who holds an office: whom a text plainly has in it, and who is newer."""

from __future__ import annotations

import pytest

from qabot.answer.asked_offices import asked_office, has_its_words
from qabot.answer.told_holders import DatedHolder, holders_told, is_outdated
from qabot.core.dates import PartialDate
from qabot.question.analysis import analyse
from qabot.question.entities import EntityGazetteer

BODIES = EntityGazetteer.load()
LEFT = (
    "Four leaders followed him out of GDS: deputy director Tom Moose, design director Ben Trott, head of user research "
    "Lisa Reich and director of strategy Russ Davies."
)


def told(question: str, text: str, title: str = "Council news") -> list[str | None]:
    """Return whom a text has in the office that a question asks about."""
    office = asked_office(analyse(question, bodies=BODIES))
    assert office is not None
    found = list(holders_told(office, title, text))
    assert all(text[slice(*each.span)] == each.name for each in found if each)
    return [each and each.name for each in found]


@pytest.mark.parametrize(
    ("question", "text", "names"),
    [
        ("who is the head of GDS", "GDS head Ann Lee resigned.", ["Ann Lee"]),
        ("who is the head of GDS", "Ann Lee, head of the Government Digital Service, resigned.", ["Ann Lee"]),
        ("who is the head of GDS", "Ann Lee, who runs GDS, resigned.", ["Ann Lee"]),
        ("who runs GDS now", "Ann Lee was the chief executive of GDS.", ["Ann Lee"]),
        ("who heads GDS", "Ann Lee heads GDS.", ["Ann Lee"]),
        ("who chairs the PAC", "Dame Ann Lee, who chairs the Public Accounts Committee, spoke.", ["Dame Ann Lee"]),
        ("who chaired the committee", "Bo Ray chaired the committee.", ["Bo Ray"]),
        ("who is the prime minister", "It was so under Prime Minister Ann Lee.", ["Ann Lee"]),
        ("who is the health secretary", "Bo Ray, the health secretary, met Ann Lee.", ["Bo Ray"]),
        ("who is the minister for the Cabinet Office", "Bo Ray, Minister for the Cabinet Office, said so.", ["Bo Ray"]),
        ("who is the deputy director of GDS", LEFT, ["Tom Moose"]),
        ("who is director of digital at Socitm", "Bo Ray, director of digital at Socitm, spoke.", ["Bo Ray"]),
        ("who is the leader of Barnet council", "Barnet paid. Council leader Bo Ray spoke.", ["Bo Ray"]),
        ("who is the leader of Barnet council", "Barnet council leader Bo Ray spoke.", ["Bo Ray"]),
        ("who is the head of policy at Socitm", "Bo Ray, the head of policy at Socitm, spoke.", ["Bo Ray"]),
        ("who is the president of Socitm", "They met Socitm president Bo Ray in May.", ["Bo Ray"]),
    ],
)
def test_whoever_stands_with_the_office_holds_it(question: str, text: str, names: list[str]) -> None:
    assert told(question, text) == names


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("who is the head of GDS", LEFT),
        ("who is the director of GDS", LEFT),
        ("who is the commissioner", "Bo Ray, deputy commissioner, spoke."),
        ("who is the director of Socitm", "Bo Ray, director of policy at Socitm, spoke."),
        ("who is the chair of the LGA", "Bo Ray, deputy chair of the LGA's innovation board, spoke."),
        ("who is the chief executive of the ICO", "Bo Ray, Capita's chief executive, told the ICO so."),
        ("who chairs the PAC", "Bo Ray, who chairs the Home Affairs Committee, told the PAC so."),
        ("who is the deputy head of GDS", "Bo Ray, head of GDS, spoke."),
        ("who is the president of Socitm", "Bo Ray, a past-president of Socitm, spoke."),
        ("who is the health secretary", "Bo Ray, the former health secretary, spoke."),
        ("who is the home secretary", "Bo Ray, the permanent secretary, spoke."),
    ],
)
def test_another_office_or_one_of_another_body_is_not_it(question: str, text: str) -> None:
    assert told(question, text) == []


@pytest.mark.parametrize(
    ("question", "is_past"),
    [
        ("who runs GDS now", False),
        ("who is the health secretary today?", False),
        ("who is the minister for ferries now", False),
        ("who ran GDS", True),
        ("who led the review", True),
        ("who was prime minister in 2014", True),
        ("who was the health secretary", True),
        ("who is the former head of GDS", True),
    ],
)
def test_whether_somebody_who_held_it_once_would_do(question: str, *, is_past: bool) -> None:
    office = asked_office(analyse(question, bodies=BODIES))
    assert office is not None
    assert office.is_past is is_past


def test_a_newer_article_outdates_a_quote_that_does_not_name_its_holder() -> None:
    holder = DatedHolder("Ann Lee", PartialDate(2023, 11))
    assert is_outdated(holder, PartialDate(2013, 6), "Bo Ray, the chair, spoke.")
    assert is_outdated(holder, None, "Bo Ray, the chair, spoke.")
    assert not is_outdated(holder, PartialDate(2013, 6), "Ms Lee, the chair, spoke.")
    assert not is_outdated(holder, PartialDate(2023), "Bo Ray, the chair, spoke.")
    assert not is_outdated(holder, PartialDate(2024, 1), "Bo Ray, the chair, spoke.")
    assert not is_outdated(None, PartialDate(2013, 6), "Bo Ray, the chair, spoke.")


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (
            "who is the deputy chief technology officer",
            "Bo Ray, deputy government chief technology officer, met.",
            True,
        ),
        ("who is the chief executive of Socitm", "Socitm chief executive Bo Ray met.", True),
        ("who is the minister for the Cabinet Office", "the Cabinet Office's minister Bo Ray met.", True),
        ("who is the chief executive of Socitm", "The chief said that an executive of the firm met Socitm.", False),
        ("who is the chair of Socitm", "Bo Ray, deputy chair of Socitm, met.", False),
        ("who is the chief executive of Socitm", "Bo Ray, chief executive of Coventry, met.", False),
    ],
)
def test_whether_a_text_has_the_words_of_an_office_in_any_order(question: str, text: str, *, expected: bool) -> None:
    office = asked_office(analyse(question, bodies=BODIES))
    assert office is not None
    assert has_its_words(office, text) is expected
