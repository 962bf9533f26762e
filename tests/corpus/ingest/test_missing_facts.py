"""What is not known of an article, with a case on either side."""

from __future__ import annotations

import pytest

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.corpus.ingest.missing_facts import has_stand_in, missing_facts

TEXT = "The council of Wick told its members that it would buy maps. It did."


def article(title: str, outlet: str | None = "Gazette", year: int | None = 2015) -> Article:
    return Article("a", title, TEXT, outlet, published=PartialDate(year) if year else None)


def test_what_lacks() -> None:
    assert missing_facts(article("Wick buys maps")) == ()
    assert missing_facts(article("Wick buys maps", None, None)) == ("date", "outlet")
    assert missing_facts(article("untitled", year=None)) == ("date", "title")


@pytest.mark.parametrize(
    ("title", "is_stand_in"),
    [
        ("Wick buys maps", False),
        ("The council of Wick told its members that…", True),
        ("The council of Wick told its", True),
        ("The council of Wick told", False),
        ("The council of Wick told us that…", False),
        ("pages#14", True),
        ("C#", False),
        ("untitled", True),
        ("scan-001.v2", True),
        ("Socitm", False),
    ],
)
def test_what_stands_in_for_a_title(title: str, is_stand_in: bool) -> None:
    assert has_stand_in(article(title)) is is_stand_in
