"""Text made to take time: what is done with it grows with its length, whoever wrote it.

Every text function and every reader of a format is given the same runs at two lengths. What takes as little as one
walk through the text's characters passes at once; of anything else the longer may cost twenty times what the shorter
does, which is an eighth of it. A pattern that takes quadratic time needs sixty-four times.
"""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from io import BufferedReader, BytesIO
from time import thread_time
from typing import cast
from zipfile import ZipFile

import pytest

from qabot.answer import (
    answer_type_match,
    figure_fit,
    figure_match,
    kinds_told,
    name_coverage,
    name_mentions,
    quotation,
    times_told,
)
from qabot.core import name_keys
from qabot.core import text as hygiene
from qabot.core.articles import Article
from qabot.corpus import outlet_domains, page_addresses, published_dates
from qabot.corpus.drafts import RawDocument
from qabot.corpus.feeds import feed_parser
from qabot.corpus.formats import (
    boilerplate,
    bylines,
    documents,
    flattened_page,
    head_lines,
    line_ends,
    linked_data,
    markup_text,
    page_titles,
    registry,
    text_head,
)
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.metadata import is_web_address
from qabot.corpus.origin import Origin
from qabot.facts import figures, near_duplicates, particulars, quotation_marks
from qabot.facts.attributions import attributions
from qabot.index.build import chunking
from qabot.output import author_names, markdown_page

SHORT, LONG = 1_000, 8_000
MOST = 20
"""How many times what the short text costs the long one may, which is eight times as long."""
WALKS = 2
"""Walks through the characters of a text, with a call for each, of which that is not asked."""

RUNS = (
    *(
        ".",
        "?!",
        "…",
        "(",
        '"',
        "’",
        "1,",
        "1.",
        "1",
        "\x1b[",
        "\x9d",
        "\u0301\u0316",
        "a\u0301",
        " ",
        "\n",
        "\t",
        "a",
        "A",
    ),
    *("A. ", "St. ", "No. 5 ", "e.g. A ", "a.", "a-", "a'", "<b>", "<", "&", "@", "@@@@ x ", "http://a/", "Ab Cd, "),
    *("\ud83d", "# ", "- ", "£5m ", "1 million ", "12/", "1 May ", "[a](", "<!--", "<meta ", "水", "twenty-", "x \n"),
    *("previously ", "the ", "A & ", "\xa0", "a-\n", "By Ab Cd ", ";  ", "http://\u0301\u0316", "/2021/", "2015-"),
)
PAGES = (".", '"', "1,", "\u0301\u0316", " ", "a", "A. ", "<b>", "<", "&", "@", "@@@@ x ", "Ab Cd, ", "<!--", "<meta ")

Use = Callable[[str], object]


def article(text: str, title: str = "A title") -> Article:
    return Article(id="a", title=title, text=text, outlet="o", author=None, published=None, url=None)


def tokens(texts: list[str]) -> list[int]:
    return [2 + max(len(text.split()), len(text) // 4) for text in texts]


def named(text: str) -> bool:
    return name_mentions.Named("DWP", (0, 3), ("Department for Work",)).may_be_named_in(text)


def cut_up(text: str) -> object:
    return chunking.split(article(hygiene.clean(text) or "x"), cast("chunking.CountTokens", tokens), 256)


def linked(text: str) -> object:
    script = json.dumps({"@type": "NewsArticle", "headline": text, "datePublished": text, "url": f"http://{text}"})
    return linked_data.linked_nodes([script, f'{{"x": "{text}'])


def joined(text: str) -> object:
    return line_ends.LineJoiner(text.split("\n")).joined([*text.split("\n"), f"{text}-", "word"])


SOUGHT = figures.find_figures("£5m")
WHEN = times_told.times_in("2015")[0]
TEXTS: dict[str, Use] = {
    "clean": hygiene.clean,
    "printable": hygiene.printable,
    "sentences": hygiene.sentences,
    "sentences of cleaned text": lambda text: hygiene.sentences(hygiene.clean(text)),
    "paragraphs": hygiene.numbered_paragraphs,
    "says": lambda text: hygiene.says(text, "of the"),
    "name_key": name_keys.name_key,
    "find_figures": figures.find_figures,
    "attributions": lambda text: attributions(article(hygiene.clean(text))),
    "quotations": quotation_marks.quotations,
    "words": lambda text: particulars.read_words(text, 5000),
    "copies": lambda text: near_duplicates.are_copies(article(text), article(f"{text} y")),
    "passages": cut_up,
    "headline": lambda text: chunking.headline(text, cast("chunking.CountTokens", tokens), 256),
    "former figure": lambda text: [
        figure_fit.is_former(f"{text} £5m", each) for each in figures.find_figures(text)[:1]
    ],
    "clauses": lambda text: figure_match.clauses_saying(text, SOUGHT),
    "money": lambda text: answer_type_match.holds_answer_type(("money",), text, text),
    "name": lambda text: answer_type_match.holds_answer_type(("name",), text, text[:10]),
    "may_tell_money": kinds_told.may_tell_money,
    "may_tell_a_share": kinds_told.may_tell_a_share,
    "may_tell_a_number": kinds_told.may_tell_a_number,
    "may_tell_a_time": times_told.may_tell_a_time,
    "may_tell_a_duration": times_told.may_tell_a_duration,
    "may_speak_of": lambda text: times_told.may_speak_of(WHEN, text, article("x")),
    "may_name_another": lambda text: kinds_told.may_name_another(text, [text]),
    "named": named,
    "initials": lambda text: name_coverage._may_write_out(f"D{text}", "DWPA"),  # pyright: ignore[reportPrivateUsage]
    "needs_context": lambda text: quotation.needs_context(text, 8),
    "author_names": lambda text: author_names.author_names(text[:200]),
    "markdown": markdown_page.escaped,
    "byline": bylines.byline,
    "line": lambda text: head_lines.told_by_shape(0, hygiene.clean_line(text)),
    "head": text_head.parted,
    "flattened": flattened_page.extract_article,
    "tags": markup_text.without_tags,
    "days": lambda text: list(published_dates.days_within(text)),
    "stated": published_dates.stated,
    "host": lambda text: page_addresses.own_host(f"http://{text}"),
    "outlet": lambda text: outlet_domains.outlet_of_address(f"http://{text}"),
    "address": lambda text: is_web_address(f"http://{text}"),
    "title": lambda text: page_titles.whole_title(text, [f"{text}y"]),
    "boilerplate": lambda text: (boilerplate.heads_related(text), boilerplate.is_known(text)),
    "linked data": linked,
    "line ends": joined,
}


def used_up(of: Iterator[object]) -> None:
    for _ in of:
        pass


def folder(kind: str, made: Callable[[str], bytes]) -> Use:
    form = registry.by_name(kind)
    return lambda text: used_up(
        form.articles(BufferedReader(cast("BufferedReader", BytesIO(made(text)))), Origin("a", "a"))
    )


def added(kind: str, made: Callable[[str], bytes]) -> Use:
    return lambda text: used_up(documents.article_drafts(RawDocument("a", made(text), kind)))


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def page(text: str, head: str = "") -> bytes:
    words = "Words of the article itself stand here. " * 10
    return encoded(f"<!doctype html><title>T</title>{head}<body><h1>Title</h1><article><p>{words}{text}</p></article>")


def says_of_itself(text: str) -> bytes:
    value = escape(text)
    facts = ("og:title", "og:site_name", "og:url", "author", "keywords", "article:published_time", "description")
    metas = "".join(f'<meta property="{name}" content="{value}">' for name in facts)
    data = json.dumps({"@type": "NewsArticle", "headline": text, "author": {"name": text}, "datePublished": text})
    return page(
        "", f'{metas}<link rel=canonical href="http://{value}"><script type="application/ld+json">{data}</script>'
    )


def mail(text: str) -> bytes:
    line = " ".join(text.split())
    return encoded(
        f"From: {line}\nMIME-Version: 1.0\nSubject: {line}\nContent-Type: text/plain; charset=utf-8\n\n{text}"
    )


def mhtml(text: str) -> bytes:
    head = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="B"\n\n--B\nContent-Type: text/html\n\n'
    return head + page(text) + b"\n--B--\n"


def word_document(text: str) -> bytes:
    shown = escape(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", text))
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    lines = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in ("A title", shown))
    data = BytesIO()
    with ZipFile(data, "w") as file:
        file.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{lines}</w:body></w:document>')
    return data.getvalue()


def feed(text: str) -> object:
    value = escape(text)
    item = f"<title>{value}</title><guid>{value}</guid><link>http://{value}</link><author>{value}</author>"
    item += f"<dc:creator>{value}</dc:creator><pubDate>{value}</pubDate><description>{value}</description>"
    space = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    try:
        return feed_parser.read(
            encoded(f'<rss version="2.0" {space}><channel><title>t</title><item>{item}</item></channel></rss>'),
            "http://e.org",
        )
    except UnreadableDocument as error:
        return error


READERS: dict[str, Use] = {
    "markdown": folder("markdown", lambda text: encoded(f"---\ntitle: {' '.join(text.split())}\n---\n{text}")),
    "text": folder("text", encoded),
    "html": folder("html", page),
    "jsonl": folder("json", lambda text: encoded(json.dumps({"title": text, "author": text, "text": text}))),
    "text added": added("text", encoded),
    "html added": added("html", page),
    "html added for what it says of itself": added("html", says_of_itself),
    "mail": added("mail", mail),
    "mhtml": added("mhtml", mhtml),
    "docx": added("docx", word_document),
    "feed": feed,
}


def cost(act: Use, text: str, tries: int) -> float:
    """The least time of the processor that it took."""
    least = float("inf")
    for _ in range(tries):
        begun = thread_time()
        act(text)
        least = min(least, thread_time() - begun)
    return least


@cache
def little() -> float:
    """What is too little to grow."""
    return WALKS * cost(lambda text: re.sub("(.)", lambda found: found[0], text), "a" * LONG, 5)


def grown(act: Use, run: str) -> str:
    """Return by how much it grew where that was too much, else nothing."""
    long, short = (f"{run * (length // len(run))}x" for length in (LONG, SHORT))
    before, after = 0.0, cost(act, long, 1)
    for tries in (1, 5):
        if after <= max(MOST * before, little()):
            return ""
        before, after = cost(act, short, tries), min(after, cost(act, long, tries - 1))
    return f"{run!r}: {before * 1000:.1f} → {after * 1000:.1f} ms" if after > MOST * before else ""


@pytest.fixture(autouse=True)
def _uncollected() -> Iterator[None]:
    """Leave the garbage lie, whose collection would be put to whatever runs then."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("name", TEXTS)
def test_what_a_function_costs_grows_with_its_text(name: str) -> None:
    TEXTS[name]("A few words.")
    assert [found for run in RUNS if (found := grown(TEXTS[name], run))] == []


@pytest.mark.parametrize("name", READERS)
def test_what_a_reader_costs_grows_with_its_document(name: str) -> None:
    READERS[name]("A few words, of 1 May 2015.")
    assert [found for run in PAGES if (found := grown(READERS[name], run))] == []
