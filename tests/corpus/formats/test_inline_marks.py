"""What is struck out is not said, and what is raised is no digit of what stands before it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qabot.core.articles import Article, ReadIssue
from tests.corpus.ingest.helpers import take

REST = (
    "The five-year agreement replaces a system from 2009 that 2,300 members of staff use every working day, it said.",
    "A second phase depends on a business case that the cabinet is to see in the autumn, the chief executive said.",
)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("The deal is worth <del>£3.1m</del> <ins>£3.4m</ins> in all.", "The deal is worth £3.4m in all."),
        ("The deal is worth <s>£3.1m</s> £3.4m in all.", "The deal is worth £3.4m in all."),
        ("It cost £3.4m<sup><a href=#f1>1</a></sup>, twice as much.", "It cost £3.4m, twice as much."),
        ("It serves 2,300<sup id=r2><a href=#f2>[2]</a></sup> staff there.", "It serves 2,300 staff there."),
        ("It serves 2,300<sup>2</sup> staff in all there.", "It serves 2,300² staff in all there."),
        ("It makes 10<sup>6</sup> calls, or 10<sup>-3</sup> of all.", "It makes 10⁶ calls, or 10⁻³ of all."),
        ("It opens on the 17<sup>th</sup> of May there.", "It opens on the 17th of May there."),
        ("A room of 20 m<sup>2</sup> holds all of it there.", "A room of 20 m² holds all of it there."),
        ("It is the product (Acme<sup>TM</sup>) that it chose.", "It is the product (AcmeTM) that it chose."),
        ("Read on<sup> and on and on and on, it says</sup> there.", "Read on and on and on and on, it says there."),
    ],
)
def test_a_line_says_what_its_page_shows(
    line: str, text: str, read_bytes: Callable[[str, bytes], list[Article | ReadIssue]]
) -> None:
    paragraphs = "".join(f"<p>{each}</p>" for each in (line, *REST))
    page = f"<html lang=en><meta charset=utf-8><article><h1>Nairn picks Halden</h1>{paragraphs}</article></html>"
    assert take(page, "html").text == "\n\n".join((text, *REST))
    (article,) = read_bytes("x.html", page.encode())
    assert isinstance(article, Article)
    assert article.text == "\n\n".join((text, *REST))


def test_a_raised_link_around_its_number_leads_to_a_footnote() -> None:
    paragraphs = "".join(f"<p>{each}</p>" for each in ("It cost £3.4m<a href=#f><sup>1</sup></a>, it said.", *REST))
    assert take(f"<article><h1>Nairn picks Halden</h1>{paragraphs}</article>", "html").text.startswith(
        "It cost £3.4m, it said."
    )
