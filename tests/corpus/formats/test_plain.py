"""Flattened text."""

from __future__ import annotations

from collections.abc import Callable

from qabot.core.articles import Article

ReadOne = Callable[[str, bytes], Article]
Refusal = Callable[[str, bytes], str]


def test_the_first_line_with_anything_on_it_is_the_title(read_one: ReadOne) -> None:
    article = read_one("x.md.txt", b"\n \r\nThe   title\r\nOne.\r\n\r\nTwo,\r\nstill two.\r\n")
    assert article == Article(id="x.md", title="The title", text="One.\n\nTwo,\nstill two.")


def test_front_matter_means_nothing_here(read_one: ReadOne) -> None:
    assert read_one("x.txt", b"---\ntitle: T\n---\nText.").title == "title: T"


def test_a_title_alone_is_no_article(refusal: Refusal) -> None:
    assert refusal("x.txt", b"Only a title\n\n") == "has no text"


def test_a_first_line_too_long_for_a_title_is_text(read_one: ReadOne) -> None:
    prose = "word " * 200
    article = read_one("a-story.txt", f"{prose}\nMore.".encode())
    assert (article.title, article.text) == ("a story", f"{prose.strip()}\nMore.")
