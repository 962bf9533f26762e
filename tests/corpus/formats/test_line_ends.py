"""Marks at the end of lines and between the parts of titles are read alike by every reader."""

from __future__ import annotations

import pytest

from qabot.corpus.formats.page_titles import whole_title
from qabot.corpus.formats.sentence_ends import NO_TITLE_END, PRINTED_END, SENTENCE_END, TEXT_END
from qabot.corpus.formats.title_parts import PARTING, SITE_PARTING
from tests.corpus.formats.test_packages import docx, paragraph
from tests.corpus.formats.test_page_remains import FIRST, SECOND, THIRD, article, taken
from tests.corpus.ingest.helpers import take

TEXT = paragraph("The port paid £4m for its desks, which were delivered in May. They were of oak.")


@pytest.mark.parametrize(
    ("line", "sentence", "no_title", "text", "printed"),
    [
        ("Desks were late.", True, True, True, True),
        ("“Desks were late.”)", True, True, True, True),
        ("Were desks late?", True, False, True, True),
        ("Desks are late!", True, False, True, True),
        ("Desks were late…", True, True, True, False),
        ("Desks, chairs and:", False, True, True, True),
        ("Desks;", False, True, True, False),
        ("Desks were late", False, False, False, False),
    ],
)
def test_what_a_line_ends_with(line: str, *, sentence: bool, no_title: bool, text: bool, printed: bool) -> None:
    found = [bool(each.search(line)) for each in (SENTENCE_END, NO_TITLE_END, TEXT_END, PRINTED_END)]
    assert found == [sentence, no_title, text, printed]


@pytest.mark.parametrize(
    ("title", "site", "every"),
    [
        ("Desks late | Gazette", ["Desks late", "Gazette"], ["Desks late", "Gazette"]),
        ("Desks late • Gazette", ["Desks late", "Gazette"], ["Desks late", "Gazette"]),
        ("Desks late -- Gazette", ["Desks late", "Gazette"], ["Desks late", "Gazette"]),
        ("Review: Gazette", ["Review: Gazette"], ["Review", "Gazette"]),
        ("Review : Gazette", ["Review : Gazette"], ["Review", "Gazette"]),
        ("One-off at 10:30", ["One-off at 10:30"], ["One-off at 10:30"]),
    ],
)
def test_what_parts_a_title(title: str, site: list[str], every: list[str]) -> None:
    assert (SITE_PARTING.split(title), PARTING.split(title)) == (site, every)


@pytest.mark.parametrize("first", ["Were the desks late?", "The desks are late!"])
def test_a_first_line_that_asks_or_calls_is_the_title_of_a_document(first: str) -> None:
    assert take(docx(paragraph(first) + TEXT), "docx").title == first


def test_a_first_line_that_is_a_quoted_sentence_is_none() -> None:
    assert take(docx(paragraph("“The desks were late.”") + TEXT), "docx").text.startswith("“The desks were late.”")


@pytest.mark.parametrize("mark", ["|", "•", "›", "--"])
def test_a_site_behind_a_title_that_was_cut_off_is_no_part_of_it(mark: str) -> None:
    whole = "Council buys forty desks of oak"
    assert whole_title(f"Council buys forty… {mark} Gazette", [whole]) == whole


@pytest.mark.parametrize("mark", ["|", "•"])
def test_a_known_outlet_behind_a_headline_is_told_from_it_in_plain_text(mark: str) -> None:
    head = f"Council buys forty desks {mark} UKAuthority\n\n3 May 2012"
    found = take(f"{head}\n\nThe council bought forty desks of oak. It paid £4m.".encode(), "text")
    assert (found.title, found.outlet) == ("Council buys forty desks", "UKAuthority")


def test_the_title_of_a_related_story_may_ask() -> None:
    items = "<li>Will Marina trust drop its centre?</li><li>York drops its robot for good</li>"
    found = taken(article(FIRST, SECOND, THIRD, f"<h3>Related content</h3><ul>{items}</ul>"))
    assert found.text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
