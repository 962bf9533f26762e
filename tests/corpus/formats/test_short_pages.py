"""Pages of a few sentences, and heads that are worded in other ways: nothing is welded, and no byline is a sentence."""

from __future__ import annotations

import pytest

from qabot.corpus.drafts import ArticleDraft
from tests.corpus.ingest.helpers import take

FIRST = "Nairn Council has ended its contract with Halden."
SECOND = "Officers said the £3.4m deal was ended by agreement."
TITLE = "Nairn ends its contract with Halden"


def taken(body: str, head: str = "") -> ArticleDraft:
    return take(f"<html lang=en><head><meta charset=utf-8>{head}</head><body>{body}</body></html>", "html")


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (
            f"<p>By Priya Nair</p><p><time>5 November 2024</time></p><p>{FIRST}</p><p>{SECOND}</p>",
            f"{FIRST}\n\n{SECOND}",
        ),
        (f"<p>{FIRST}</p><h2>What it cost</h2><p>{SECOND}</p>", f"{FIRST}\n\n## What it cost\n\n{SECOND}"),
        (
            f"<p>{FIRST}</p><ul><li>It cost £2m.</li><li>It ran for a year.</li></ul>",
            f"{FIRST}\n\n- It cost £2m.\n- It ran for a year.",
        ),
    ],
)
def test_the_paragraphs_of_a_short_page_are_not_welded(inside: str, expected: str) -> None:
    assert taken(f"<article><h1>{TITLE}</h1>{inside}</article>").text == expected


def test_one_paragraph_that_is_one_on_the_page_stays_one() -> None:
    assert taken(f"<article><h1>{TITLE}</h1><p>{FIRST} {SECOND}</p></article>").text == f"{FIRST} {SECOND}"


LONG = (
    "Nairn Council has ended its contract with Halden for a finance system, members were told on Tuesday night.",
    "The five-year agreement was to replace a system from 2009 that 2,300 members of staff use every working day.",
    "A second phase depends on a business case that the cabinet is to see in the autumn, the chief executive said.",
)


@pytest.mark.parametrize(
    "lines",
    [
        ("By Priya Nair", "5 November 2024"),
        ("By Priya Nair. 5 November 2024",),
        ("5 November 2024. By Priya Nair",),
    ],
)
def test_the_head_leaves_under_a_headline_that_is_worded_otherwise(lines: tuple[str, ...]) -> None:
    paragraphs = "".join(f"<p>{each}</p>" for each in (*lines, *LONG))
    stated = "<meta property=og:title content='Nairn ends £3.4m Halden deal'><meta name=author content='Priya Nair'>"
    day = "<meta property=article:published_time content=2024-11-05>"
    found = taken(f"<article><h1>{TITLE}</h1>{paragraphs}</article>", stated + day)
    assert found.title == "Nairn ends £3.4m Halden deal"
    assert found.text == "\n\n".join([f"# {TITLE}", *LONG]), "the headline that it shows is said nowhere else"
    assert found.author == "Priya Nair"


@pytest.mark.parametrize("view", ["Print", "Printer friendly", "Print version", "Mobile view", "AMP"])
def test_what_a_page_calls_a_view_of_itself_is_no_outlet(view: str) -> None:
    paragraphs = "".join(f"<p>{each}</p>" for each in LONG)
    found = taken(f"<article><h1>{TITLE}</h1>{paragraphs}</article>", f"<title>{TITLE} - {view}</title>")
    assert (found.title, found.outlet) == (TITLE, None)
