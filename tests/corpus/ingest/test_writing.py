"""What is written can be read back, and is there whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.core.text import clean
from qabot.corpus.formats import markdown
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.ingest.article_files import fits, path_for, put, render, slug_of
from qabot.corpus.ingest.same_page import address_key
from qabot.corpus.metadata import compose_article
from qabot.corpus.origin import Origin
from tests.corpus.ingest.helpers import TODAY

DATES = st.none() | st.dates().map(str) | st.sampled_from(["2015", "2015-11", "0001-01-01"])
LINES = st.text(max_size=80)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Draw any article that the readers of the corpus folder can make."""
    fields = {
        "title": draw(LINES),
        "outlet": draw(LINES),
        "author": draw(LINES),
        "published": draw(DATES),
        "url": draw(st.none() | LINES | LINES.map(lambda path: f"https://example.org/{path}")),
        "organisations": draw(st.lists(LINES, max_size=4)),
        "topics": draw(st.lists(LINES, max_size=4)),
    }
    text = draw(st.text(min_size=1).filter(clean))
    composed = compose_article(fields, text, Origin("a", "2015/a-name"))
    return next(each for each in composed if isinstance(each, Article))


class TestWriting:
    """What the file of an article holds and is called."""

    @given(articles(), st.text(max_size=600))
    def test_then_reading_gives_the_very_same_article(self, article: Article, origin: str) -> None:
        data = render(article, TODAY, origin)
        assert list(markdown.read(data, Origin("2015/a-name.md", article.id))) == [article]

    @given(st.text(), st.none() | st.dates())
    def test_names_only_by_known_characters(self, title: str, day: object) -> None:
        published = PartialDate.parse(str(day)) if day else None
        path = path_for(title, published, "0123abcd")
        folder, _, name = path.partition("/")
        assert folder == (f"{published.year}" if published else "undated")
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
        assert len(name) < 100
        assert not name.startswith((".", "-"))

    def test_says_so_where_front_matter_would_be_too_long(self) -> None:
        article = Article("a", "T", "Text.", organisations=tuple(f"{n} {'x' * 190}" for n in range(50)))
        assert fits(article)
        article = replace(article, topics=article.organisations)
        assert not fits(article)

    def test_takes_letters_of_other_alphabets_for_what_they_resemble(self) -> None:
        assert slug_of("Größe, “Tūpuna” & Søn’s £5m") == "grosse-tupuna-sons-5m"


class TestPutting:
    """How it comes to be there."""

    def test_leaves_nothing_half_written_behind(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise OSError("disk full")

        put(tmp_path, "2015/a.md", b"before")
        monkeypatch.setattr("os.fsync", fail)
        with pytest.raises(OSError, match="disk full"):
            put(tmp_path, "2015/a.md", b"after")
        assert [path.read_bytes() for path in (tmp_path / "2015").iterdir()] == [b"before"]

    @pytest.mark.parametrize("path", ["../a.md", "2015/../../a.md"])
    def test_stays_within_the_folder(self, tmp_path: Path, path: str) -> None:
        corpus = tmp_path / "corpus"
        corpus.mkdir()
        with pytest.raises(UnreadableDocument):
            put(corpus, path, b"x")
        assert list(tmp_path.iterdir()) == [corpus]


class TestAddresses:
    """When two addresses are of one page."""

    @pytest.mark.parametrize(
        "other",
        [
            "http://example.org/news/payroll",
            "https://www.example.org/news/payroll/",
            "https://EXAMPLE.org/news/payroll#comments",
            "https://example.org/news/payroll?utm_source=feed&utm_medium=rss",
        ],
    )
    def test_of_one_page_have_one_key(self, other: str) -> None:
        assert address_key(other) == address_key("https://example.org/news/payroll") is not None

    def test_of_different_pages_do_not(self) -> None:
        urls = [
            "https://example.org/?p=1",
            "https://example.org/?p=2",
            "https://example.org/a",
            "https://example.com/a",
        ]
        assert len({address_key(url) for url in urls}) == len(urls)

    @given(st.text(max_size=60))
    def test_that_are_none_raise_nothing(self, rest: str) -> None:
        address_key(f"https://{rest}")
