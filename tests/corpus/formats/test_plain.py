"""Flattened text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qabot.core.articles import Article

ReadOne = Callable[[str, bytes], Article]
Refusal = Callable[[str, bytes], str]


def test_the_first_line_with_anything_on_it_is_the_title(read_one: ReadOne) -> None:
    article = read_one("x.md.txt", b"\n \r\nThe   title\r\nOne.\r\n\r\nTwo,\r\nstill two.\r\n")
    assert article == Article(id="x.md", title="The title", text="One.\n\nTwo,\nstill two.")


def test_front_matter_means_nothing_here(read_one: ReadOne) -> None:
    assert read_one("x.txt", b"---\ntitle: T\n---\nText.").title == "title: T"


def test_a_line_alone_is_title_and_text(read_one: ReadOne) -> None:
    article = read_one("x.txt", b"The port paid \xc2\xa34m for cranes.\n\n")
    assert (article.title, article.text) == ("The port paid £4m for cranes.", "The port paid £4m for cranes.")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("x" * 100, "x" * 100),
        ("x" * 101, "x" * 100),
        ("ab " * 33 + "c", "ab " * 33 + "c"),
        ("ab " * 34, "ab " * 32 + "ab…"),
    ],
)
def test_a_long_line_alone_is_cut_for_its_title(read_one: ReadOne, line: str, title: str) -> None:
    assert read_one("x.txt", line.encode()).title == title


def test_nothing_is_no_article(refusal: Refusal) -> None:
    assert refusal("x.txt", b"\n \n") == "has no text"


def test_a_first_line_too_long_for_a_title_is_text(read_one: ReadOne) -> None:
    prose = "word " * 200
    article = read_one("a-story.txt", f"{prose}\nMore.".encode())
    assert (article.title, article.text) == ("a story", f"{prose.strip()}\nMore.")
