"""Pages that are large by what is inlined in them."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest

from qabot.core.articles import Article
from qabot.corpus.article_reader import read
from qabot.corpus.folder import walk
from qabot.corpus.formats.inlined_data import dropped
from tests.corpus.ingest.helpers import refusal, take
from tests.corpus.ingest.test_local import warc
from tests.corpus.ingest.test_pages import ARTICLE, page, paragraphs

BULK = 5 * 1024 * 1024 + 1
BASE64 = "QUJD" * (BULK // 4 + 1)
ENCODED = "%3Csvg%20" * (BULK // 9 + 1)
DRAWING = "<svg xmlns='x'><path d='M0 0'/></svg> " * (BULK // 38 + 1)


def cut(text: str) -> str:
    """Return what is left of a text that stands before a picture too large for it."""
    picture = f'<img src="data:image/png;base64,{BASE64}">'
    limit = len(text.encode()) + 1_000
    data = dropped(io.BytesIO((text + picture).encode()), limit, limit + 2 * BULK)
    assert data is not None
    return data.decode().removesuffix('<img src="">')


def whole(extra: str, head: str = "") -> str:
    """Return a page whose article has this in its middle."""
    return page(f"<main><article><h1>Payroll</h1>{extra}{paragraphs(ARTICLE)}</article></main>", head, "Payroll")


LARGE = [
    whole(f'<img src="data:image/png;base64,{BASE64}">'),
    whole(f"<img src='data:image/jpeg;charset=utf-8;base64,{BASE64}' alt=''>"),
    whole(f"<img src=data:image/gif;base64,{BASE64}>"),
    whole(
        f'<img srcset="data:image/png;base64,{BASE64[: BULK // 2]} 1x, data:image/png;base64,{BASE64[: BULK // 2]} 2x">'
    ),
    whole(f"<div style='background:url(\"data:image/svg+xml,{ENCODED}\")'></div>"),
    whole(f'<img src="data:image/svg+xml;utf8,{DRAWING}">'),
    whole("", f"<style>@font-face {{ src: url(data:font/woff2;base64,{BASE64}) }}</style>"),
    whole("", f"<style>{'.a { color: red } ' * (BULK // 18 + 1)}</style>"),
    whole("", f"<script>var state = '{'x' * BULK}';</script>"),
    whole(f"<svg>{'<path/>' * (BULK // 7 + 1)}</svg>"),
    whole(f"<!-- {'x ' * (BULK // 2)} -->"),
    whole(f'<iframe srcdoc="{"&lt;p&gt;x " * (BULK // 11 + 1)}"></iframe>'),
    whole(f'<video src="data:video/mp4;base64,{BASE64}"></video>'),
]


@pytest.mark.parametrize("markup", LARGE, ids=range(len(LARGE)))
def test_a_page_that_is_large_by_that_alone_is_read(markup: str) -> None:
    found = take(markup, "html")
    assert (found.title, found.text) == ("Payroll", ARTICLE)


def test_in_the_corpus_folder_too(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(LARGE[0], encoding="utf-8")
    (source,) = walk(tmp_path)[0]
    (found,) = read(source)
    assert isinstance(found, Article)
    assert found.text.endswith(ARTICLE)


def test_in_a_crawl_too() -> None:
    found = take(warc([("https://example.org/x", "200 OK", "text/html; charset=utf-8", LARGE[0].encode())]), "warc")
    assert found.text == ARTICLE


def test_what_the_page_says_of_itself_stays() -> None:
    metadata = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2015-11-25"}</script>'
    assert metadata in cut(whole("", metadata))
    found = take(whole(f'<img src="data:image/png;base64,{BASE64}">', metadata), "html")
    assert str(found.published) == "2015-11-25"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            'He said: "data: the new oil, and the oil of old" twice.',
            'He said: "data: the new oil, and the oil of old" twice.',
        ),
        ("A <scripture>, <styled> and a <svgx>.", "A <scripture>, <styled> and a <svgx>."),
        ("data:image/png;base64,QUJD and then the text goes on.", " and then the text goes on."),
        ('<img src="data:image/svg+xml,<svg a=\'b\'></svg>" alt="x">', '<img src="" alt="x">'),
        (
            "<!-- saved from url=(0021)https://a.example/ -->A<!-- b -->C<!---->D",
            "<!-- saved from url=(0021)https://a.example/ -->ACD",
        ),
        ("<iframe srcdoc='<p>b\"c' id=d>E", "<iframe srcdoc='' id=d>E"),
        ("<style>x</style>A<SCRIPT a=b>y</Script >B<svg/>C", "</style>A</Script >B<svg/>C"),
    ],
)
def test_only_data_is_dropped(text: str, left: str) -> None:
    assert cut(text) == left


@pytest.mark.parametrize("size", [262_144 - 3_000, 262_144 - 1_000, 262_144 - 20, 262_144 - 1, 262_144])
@pytest.mark.parametrize("what", LARGE[:1] + LARGE[4:8])
def test_where_it_begins_does_not_matter(size: int, what: str) -> None:
    filled = what.replace("<h1>", f"<p>{'w ' * (size // 2 - what.index('<h1>') // 2)}</p><h1>")
    assert ARTICLE.split("\n\n")[0] in cut(filled)
    assert len(cut(filled)) < size + 20_000


def test_a_page_that_is_large_by_its_words_is_refused() -> None:
    assert refusal(whole(paragraphs("word " * (BULK // 5 + 1))), "html") == "is larger than 5 MiB"
    assert refusal(b"<" * (64 * 1024 * 1024 + 1), "html") == "is larger than 5 MiB"


@pytest.mark.parametrize(
    "piece",
    ["<script>", "<svg", '"data:image/png,', "'data:a/b", "data:image/png;base64,", "</style", "<!--", " srcdoc="],
)
def test_pages_made_to_hurt_take_time_in_proportion(piece: str) -> None:
    def seconds(size: int) -> float:
        data = (piece * (size // len(piece) + 1)).encode()
        start = time.perf_counter()
        dropped(io.BytesIO(data), size // 2, 2 * size)
        return time.perf_counter() - start

    seconds(10_000)
    small, large = seconds(300_000), seconds(3_000_000)
    assert large < 40 * small + 0.5
