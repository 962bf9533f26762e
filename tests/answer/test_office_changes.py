"""Who leaves the office that is asked about, or is replaced in it, does not hold it now."""

from __future__ import annotations

import pytest

from qabot.answer.asked_offices import asked_office
from qabot.answer.told_holders import DatedHolder, holders_told, is_left
from qabot.core.answers import Evidence, Hit
from qabot.core.articles import Article, Passage
from qabot.core.dates import PartialDate
from qabot.question.analysis import analyse
from qabot.question.entities import EntityGazetteer

BODIES = EntityGazetteer.load()
NOW = "Who is the chief executive of Socitm?"
ONCE = "Who was the chief executive of Socitm?"


def left(question: str, text: str, holder: DatedHolder | None = None) -> bool:
    """Whether whoever a quote has in the office leaves it."""
    office = asked_office(analyse(question, bodies=BODIES))
    assert office is not None
    held = Article(id="a", title="Council news", text=text, published=PartialDate(2024))
    hit = Hit(1, Passage("a", 0, 0, len(text), text), 1, ())
    return is_left(office, holder, Evidence(held, 0, len(text), text, held.text_sha256, 1, hit))


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee, chief executive of Socitm, has resigned.",
        "Socitm chief executive Ann Lee is to step down in May.",
        "Ann Lee is leaving Socitm, where she has been chief executive since 2019.",
        "Socitm's chief executive, Ann Lee, has announced that she will retire next year.",
        "Socitm has sacked its chief executive, Ann Lee.",
        "Ann Lee is stepping down as chief executive of Socitm.",
        "Ann Lee, chief executive of Socitm, said on Monday that she would stand down.",
        "Ann Lee quit as chief executive of Socitm.",
        "Ann Lee, the chief executive of Socitm who resigned last night, spoke.",
        "Ann Lee, chief executive of Socitm, spoke. She will step down in May.",
        "Ann Lee, chief executive of Socitm, was ousted in a vote.",
        "The resignation of Ann Lee, chief executive of Socitm, came late.",
        "Socitm's chief executive Ann Lee left the organisation in March.",
        "She succeeds Bo Ray as chief executive of Socitm.",
        "Ann Lee, chief executive of Socitm, is moving to Mencap in July.",
        "Ann Lee, chief executive of Socitm, finishes at the end of the month.",
        "Socitm's chief executive Ann Lee will join Mencap next year.",
        "The outgoing chief executive of Socitm, Ann Lee, spoke.",
        "Ann Lee, chief executive of Socitm, is to be replaced in May.",
        "Socitm's chief executive Ann Lee will be replaced by Bo Ray in June.",
        "Ann Lee, chief executive of Socitm, ends her term in May.",
        "He will take over from Bo Ray, who was chief executive of Socitm.",
    ],
)
def test_who_goes_or_is_replaced_holds_the_office_no_more(text: str) -> None:
    assert left(NOW, text)
    assert not left(ONCE, text)


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee, chief executive of Socitm, refused to resign.",
        "Ann Lee, chief executive of Socitm, will not step down.",
        "Ann Lee, chief executive of Socitm, left HM Revenue and Customs in 2015.",
        "Ann Lee, chief executive of Socitm, said the chair, Bo Ray, had resigned.",
        "Ann Lee, chief executive of Socitm, has removed Bo Ray.",
        "Socitm chief executive Ann Lee succeeded Bo Ray in 2021.",
        "Ann Lee, chief executive of Socitm, resigned as a trustee of Mencap.",
        "Ann Lee, chief executive of Socitm, left the meeting early.",
        "Ann Lee, chief executive of Socitm, called for the resignation of Bo Ray.",
        "MPs called for Socitm chief executive Ann Lee's resignation.",
        "Ann Lee replaced Bo Ray as chief executive of Socitm.",
        "Bo Ray handed over to Ann Lee, who is now chief executive of Socitm.",
        "Ann Lee, chief executive of Socitm, has denied that she will resign.",
        "Ann Lee, chief executive of Socitm, left no doubt that it would go on.",
        "Ann Lee was appointed chief executive of Socitm after Bo Ray resigned.",
        "Ann Lee, chief executive of Socitm, is moving to the cloud with care.",
        "Ann Lee, chief executive of Socitm, joined Socitm in 2019.",
        "Ann Lee, chief executive of Socitm, finishes the work of others.",
        "She succeeds Bo Ray. Ann Lee is the chief executive of Socitm.",
    ],
)
def test_who_stays_or_comes_is_not_said_to_go(text: str) -> None:
    assert not left(NOW, text)


def test_a_newer_article_may_tell_that_the_holder_goes() -> None:
    text = "Ann Lee, chief executive of Socitm, spoke."
    assert left(NOW, text, DatedHolder("Ann Lee", PartialDate(2025), leaves=True))
    assert not left(NOW, text, DatedHolder("Ann Lee", PartialDate(2025)))


@pytest.mark.parametrize(
    ("newer", "expected"),
    [
        ("Ann Lee will leave Socitm in the autumn.", True),
        ("Ann Lee will leave Mencap in the autumn.", False),
        ("Ann Lee of Socitm opened the autumn meeting.", False),
    ],
)
def test_a_newer_text_that_does_not_name_the_office_may_tell_it_too(newer: str, expected: bool) -> None:
    office = asked_office(analyse(NOW, bodies=BODIES))
    assert office is not None
    text = "Ann Lee, chief executive of Socitm, spoke."
    held = Article(id="a", title="Council news", text=text, published=PartialDate(2024))
    hit = Hit(1, Passage("a", 0, 0, len(text), text), 1, ())
    evidence = Evidence(held, 0, len(text), text, held.text_sha256, 1, hit)
    assert is_left(office, None, evidence, [newer]) is expected


@pytest.mark.parametrize(
    ("question", "text", "name"),
    [
        ("who is the chair of Socitm", "Ann Lee has replaced Bo Ray as chair of Socitm.", "Ann Lee"),
        ("who is the mayor of Leeds", "Voters in Leeds have elected Ann Lee as mayor. She beat Bo Ray.", "Ann Lee"),
        ("who is the chair of Socitm", "Socitm has named Ann Lee its new chair.", "Ann Lee"),
        ("who is the head of Socitm", "Ann Lee takes over from Bo Ray as head of Socitm.", "Ann Lee"),
        ("who was the chair of Socitm", "Ann Lee has replaced Bo Ray as chair of Socitm.", "Bo Ray"),
    ],
)
def test_the_holder_is_whoever_comes(question: str, text: str, name: str) -> None:
    office = asked_office(analyse(question, bodies=BODIES))
    assert office is not None
    assert [each and each.name for each in holders_told(office, "News", text)] == [name]
