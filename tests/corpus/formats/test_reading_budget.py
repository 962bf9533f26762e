"""What costs too much to read is left unread and told; the rest is read."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from functools import partial
from io import BufferedReader, BytesIO
from itertools import count
from threading import Thread
from typing import cast

import pytest

from qabot.core.articles import Article, ReadIssue
from qabot.corpus.drafts import AddOutcome, ArticleDraft, RawDocument
from qabot.corpus.feeds import feed_parser
from qabot.corpus.formats import reading_budget, registry
from qabot.corpus.formats.documents import article_drafts
from qabot.corpus.formats.reading_budget import each, within
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.origin import Origin

TOLD = "takes more than 60 seconds of the processor to read, and was left unread"


def calls(number: int) -> int:
    """Call a function so often."""
    return sum(len(str(each)) > 0 for each in range(number))


def seconds() -> partial[int]:
    """A clock that goes a second on at every look."""
    return partial(next, count())


def test_what_is_done_in_time_is_returned_and_leaves_no_hook() -> None:
    assert within(lambda: calls(1_000)) == 1_000
    assert sys.getprofile() is None


def test_what_takes_longer_is_given_up_in_the_middle() -> None:
    done: list[int] = []
    with pytest.raises(UnreadableDocument, match="more than 10 seconds of the processor"):
        within(lambda: [done.append(calls(1)) for _ in range(100_000)], 10, seconds())
    assert len(done) < 5_000
    assert sys.getprofile() is None


def test_it_is_given_up_in_a_thread_too() -> None:
    told: list[str] = []

    def work() -> None:
        try:
            within(lambda: calls(100_000), 10, seconds())
        except UnreadableDocument as error:
            told.append(str(error))

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert told == [TOLD.replace("60", "10")]


def test_who_catches_everything_does_not_get_more_time() -> None:
    def stubborn() -> str:
        try:
            calls(100_000)
        except BaseException:  # noqa: BLE001 - as libraries do
            return "partly read"
        return "read"

    with pytest.raises(UnreadableDocument):
        within(stubborn, 10, seconds())


def test_every_article_has_the_same_time() -> None:
    def articles() -> Iterator[int]:
        for number in range(5):
            yield calls(1_000) + number

    assert list(each(articles(), 40, seconds())) == [1000, 1001, 1002, 1003, 1004]
    with pytest.raises(UnreadableDocument):
        list(each(iter([calls]), 0.5, seconds()))


def test_somebody_else_who_measures_is_left_alone() -> None:
    seen: list[str] = []

    def profile(_frame: object, event: str, _argument: object) -> None:
        seen.append(event)

    sys.setprofile(profile)
    try:
        with pytest.raises(UnreadableDocument):
            within(lambda: calls(10), -1)
        assert sys.getprofile() is profile
    finally:
        sys.setprofile(None)
    assert seen


@pytest.fixture
def _no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is looked at takes too long."""

    def none_left(items: Iterator[object]) -> Iterator[object]:
        return each(items, 60, iter([0.0, 61.0]).__next__)

    monkeypatch.setattr(reading_budget, "each", none_left)


def page(words: int) -> bytes:
    return b"<title>A page</title><body><article><p>" + b"Words of it. " * words + b"</article>"


@pytest.mark.usefixtures("_no_time")
@pytest.mark.parametrize(("words", "told"), [(5_000, []), (5_100, [TOLD])])
def test_a_long_page_in_the_corpus_folder_that_takes_too_long_is_a_problem(words: int, told: list[str]) -> None:
    form, data = registry.by_name("html"), cast("BufferedReader", BytesIO(page(words)))
    found = list(form.articles(BufferedReader(data), Origin("a.html", "a")))
    assert [each.cause for each in found if isinstance(each, ReadIssue)] == told
    assert all(each.skipped for each in found if isinstance(each, ReadIssue))
    assert [isinstance(each, Article) for each in found] == [not told]


@pytest.mark.usefixtures("_no_time")
@pytest.mark.parametrize(("words", "told"), [(5_000, []), (5_100, [TOLD])])
def test_a_long_page_that_is_added_and_takes_too_long_is_skipped(words: int, told: list[str]) -> None:
    found = list(article_drafts(RawDocument("a.html", page(words), "html")))
    assert [each.reason for each in found if isinstance(each, AddOutcome)] == told
    assert [isinstance(each, ArticleDraft) for each in found] == [not told]


@pytest.mark.usefixtures("_no_time")
def test_a_long_record_that_takes_too_long_costs_itself_alone() -> None:
    lines = (json.dumps({"title": f"{length}", "text": "Words of it. " * length}) for length in (5_000, 5_100, 1))
    data = cast("BufferedReader", BytesIO("\n".join(lines).encode()))
    found = list(registry.by_name("json").articles(BufferedReader(data), Origin("a.jsonl", "a")))
    assert [each.title if isinstance(each, Article) else (each.line, each.cause) for each in found] == [
        "5000",
        (2, TOLD),
        "1",
    ]


@pytest.mark.usefixtures("_no_time")
def test_a_packed_document_is_looked_at_however_small_it_is() -> None:
    found = list(article_drafts(RawDocument("a.pdf", b"%PDF-1.4\n", "pdf")))
    assert [each.kind for each in found if isinstance(each, AddOutcome)] == ["skipped"]


def test_a_feed_that_takes_too_long_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_budget, "within", partial(within, seconds=-1))
    with pytest.raises(UnreadableDocument, match=re.escape("takes more than -1 seconds of the processor")):
        feed_parser.read(b"<rss version='2.0'><channel><title>t</title></channel></rss>", "http://e.org/feed")
