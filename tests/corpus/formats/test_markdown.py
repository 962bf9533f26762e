"""Markdown with front matter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qabot.core.articles import Article, ReadIssue
from qabot.core.dates import PartialDate

Read = Callable[[str, bytes], list[Article | ReadIssue]]
ReadOne = Callable[[str, bytes], Article]
Refusal = Callable[[str, bytes], str]


def test_reads_every_field(read_one: ReadOne) -> None:
    article = read_one(
        "x.md",
        b"""---
title: "A title: with a colon"
published: 2015-11-25
outlet: UKAuthority
author: [Jo Bloggs, Sam Smith]
url: https://example.org/a?b=c
organisations: [Government Digital Service (GDS), Socitm, Socitm]
topics:
  - gds
  - spending-review
sources:
  - "Not read: https://example.org"
mood: hopeful
---

First paragraph.

## A heading

Second.
""",
    )
    assert article == Article(
        id="x",
        title="A title: with a colon",
        text="First paragraph.\n\n## A heading\n\nSecond.",
        outlet="UKAuthority",
        author="Jo Bloggs, Sam Smith",
        published=PartialDate(2015, 11, 25),
        url="https://example.org/a?b=c",
        organisations=("Government Digital Service (GDS)", "Socitm"),
        topics=("gds", "spending-review"),
    )


def test_knows_the_other_names_of_the_fields(read_one: ReadOne) -> None:
    header = "date: 2015-11\nsource: O\nlink: http://a.org/b\norganizations: A\ntags: [t]\npublished: ~"
    article = read_one("x.md", f"---\n{header}\n---\nText.".encode())
    assert (str(article.published), article.outlet, article.url) == ("2015-11", "O", "http://a.org/b")
    assert (article.organisations, article.topics) == (("A",), ("t",))
    assert read_one("x.md", b"---\npublisher: P\n---\nText.").outlet == "P"


@pytest.mark.parametrize("nothing", ["", "~", "null", "NULL", '""', "[]", "[~, null]"])
def test_null_is_nothing(read_one: ReadOne, nothing: str) -> None:
    keys = ("title", "published", "outlet", "author", "url", "organisations", "topics")
    header = "\n".join(f"{key}: {nothing}" for key in keys)
    article = read_one("a-story.md", f"---\n{header}\n---\nText.".encode())
    assert article == Article(id="a-story", title="a story", text="Text.")


@pytest.mark.parametrize("written", ["2015", "2015-11", "2015-11-25", "'2015'"])
def test_scalars_stay_as_they_are_written(read_one: ReadOne, written: str) -> None:
    article = read_one("x.md", f"---\ntitle: {written}\npublished: {written}\noutlet: yes\n---\nText.".encode())
    assert (article.title, str(article.published), article.outlet) == (written.strip("'"), written.strip("'"), "yes")


def test_a_timestamp_is_a_date(read_one: ReadOne) -> None:
    article = read_one("x.md", b"---\npublished: 2015-11-25T09:30:00+00:00\n---\nText.")
    assert article.published == PartialDate(2015, 11, 25)


@pytest.mark.parametrize("written", ["2015-02-30", "2015-13", "soon", "0000", "[2015, 2016]"])
def test_what_is_no_date_is_noted_and_left_out(read_bytes: Read, written: str) -> None:
    note, article = read_bytes("x.md", f"---\npublished: {written}\n---\nText.".encode())
    value = written.strip("[]")
    assert note == ReadIssue("x.md", f"published {value!r} is not a date; indexed without one", skipped=False)
    assert isinstance(article, Article)
    assert article.published is None


def test_windows_and_old_mac_line_ends(read_one: ReadOne) -> None:
    for end in ("\r\n", "\r"):
        article = read_one("x.md", end.join(["---", "title: T", "---", "", "One.", "", "Two."]).encode())
        assert (article.title, article.text) == ("T", "One.\n\nTwo.")


@pytest.mark.parametrize(
    ("data", "title", "text"),
    [
        ("# The title\n\nText.", "The title", "Text."),
        ("\n\n# The title\nText.", "The title", "Text."),
        ("---\noutlet: O\n---\n\n# The title\n\nText.", "The title", "Text."),
        ("---\ntitle: null\n---\n# The title\n\nText.", "The title", "Text."),
        ("---\ntitle: Mine\n---\n# Heading\n\nText.", "Mine", "# Heading\n\nText."),
        ("## Not a title\n\nText.", "a long story", "## Not a title\n\nText."),
        ("Text.\n\n# Later", "a long story", "Text.\n\n# Later"),
        ("---\n---\nText.", "a long story", "Text."),
        ("---\n# a comment\n---\nText.", "a long story", "Text."),
        (" ---\ntitle: T\n---\nText.", "a long story", "---\ntitle: T\n---\nText."),
    ],
)
def test_titles_without_front_matter(read_one: ReadOne, data: str, title: str, text: str) -> None:
    article = read_one("a-long-story.md", data.encode())
    assert (article.title, article.text) == (title, text)


@pytest.mark.parametrize(
    ("header", "cause"),
    [
        ("title: [", "is not valid YAML (line 3: did not find expected node content)"),
        ("outlet: O\ntitle: a: b", "is not valid YAML (line 3: mapping values are not allowed in this context)"),
        ("title: a\ufffeb", "is not valid YAML (it holds a character that YAML does not allow)"),
        ('title: "\\ud800"', "is not valid YAML (line 2: found invalid Unicode character escape code)"),
        ("? [a, b]\n: c", "is not valid YAML (line 2: found unhashable key)"),
        ("- a\n- b", "is not a mapping of keys to values"),
        ("just words", "is not a mapping of keys to values"),
        ("a: &a [x]\nb: c", "holds an anchor or alias, which is not allowed"),
        ("a: *a", "holds an anchor or alias, which is not allowed"),
        ("title: !!python/object/apply:os.system ['touch owned']", "holds a tag, which is not allowed"),
        ("title: !!python/name:os.system ''", "holds a tag, which is not allowed"),
        ("[" * 9000, "nests more than 8 deep"),
        ("title: " + "[" * 9 + "]" * 9, "nests more than 8 deep"),
        ("{a: " * 3000, "nests more than 8 deep"),
        ("title: " + "x" * 1024 * 1024, "is longer than 16 KiB"),
    ],
)
def test_front_matter_that_cannot_be_used(refusal: Refusal, header: str, cause: str) -> None:
    found = refusal("x.md", f"---\n{header}\n---\nText.".encode())
    assert found.startswith(f"front matter {cause}")


def test_a_yaml_bomb_is_refused_unbuilt(refusal: Refusal) -> None:
    rows = ["a0: &a0 [lol, lol]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))]
    assert "anchor" in refusal("x.md", "---\n{}\n---\nText.".format("\n".join(rows)).encode())


def test_no_tag_runs_anything(refusal: Refusal, tmp_path: Path) -> None:
    header = f"title: !!python/object/apply:os.mkdir ['{tmp_path}/owned']"
    assert "tag" in refusal("x.md", f"---\n{header}\n---\nText.".encode())
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize("tail", ["", "\n--- not a line of its own\n", "\n ---\n", "x" * 100_000])
def test_front_matter_that_is_never_closed(refusal: Refusal, tail: str) -> None:
    assert refusal("x.md", f"---\ntitle: T{tail}".encode()) == "front matter is never closed by a line ---"


def test_values_that_are_no_text_are_noted(read_bytes: Read) -> None:
    note, article = read_bytes("x.md", b"---\norganisations: [A, {b: c}, [d]]\n---\nText.")
    assert note == ReadIssue("x.md", "organisations holds what is not text; that was left out", skipped=False)
    assert isinstance(article, Article)
    assert article.organisations == ("A",)


def test_a_title_alone_is_no_article(refusal: Refusal) -> None:
    assert refusal("x.md", b"# Title\n") == "has no text"
