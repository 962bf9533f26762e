"""What is made to hold qabot up, to make it fail, to steer a terminal or to reach outside of a home."""

from __future__ import annotations

import gzip
import json
import zipfile
import zlib
from collections.abc import Callable
from html import escape
from io import BytesIO

LENGTH = 100_000
"""Characters of a run."""
RUNS: dict[str, str] = {
    "dots": ".",
    "ellipses": "…",
    "exclamations": "!?",
    "quotes": '"',
    "single quotes": "’",
    "abbreviations": "St. ",
    "initials": "A. B. ",
    "latin": "e.g. A ",
    "numbered": "No. 5 ",
    "marks": "\u0301\u0316",
    "unclosed": "\x9d",
    "escapes": "\x1b[",
    "addresses": "@",
    "angles": "<",
    "tags": "<b>",
    "brackets": "[(",
    "digits": "1",
    "pounds": "£",
    "commas": "1,",
    "list": "a, ",
    "hyphens": "a-",
    "spaces": " ",
    "line feeds": "\n",
    "word": "a",
    "names": "Ab Cd, ",
    "script": "水",
    "bidi": "\u202e\u2066",
}
"""What is repeated."""
STEERING = "\x1b[31m\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x9b2J\u202e\u2066\u200f"
"""What steers a terminal."""
WORDS = "The council said that its servers cost £4m, and that they were bought in 2015. "


def run(unit: str, length: int = LENGTH) -> str:
    """Return a run of something, with a word behind it."""
    return f"{unit * (length // len(unit))}x"


def text(unit: str, length: int = LENGTH) -> str:
    """Return an article that is such a run."""
    return f"A title\n\n{WORDS}\n\n{run(unit, length)}\n"


def encoded(value: str) -> bytes:
    """Return it as UTF-8."""
    return value.encode("utf-8", "replace")


def page(body: str, head: str = "") -> bytes:
    """Return a page of HTML."""
    return encoded(f"<!doctype html><title>T</title>{head}<body><article><h1>T</h1><p>{WORDS * 9}</p>{body}</article>")


def pdf(content: str, pages: int = 1) -> bytes:
    """Return a PDF whose pages all show one packed stream."""
    packed = zlib.compress(content.encode("latin-1", "replace"), 9)
    kids = " ".join(f"{5 + number} 0 R" for number in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        *[
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>/Contents 4 0 R>>"
            for _ in range(pages)
        ],
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a ZIP file."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def files() -> dict[str, Callable[[], bytes]]:
    """Return what makes each file, by its name."""
    made: dict[str, Callable[[], bytes]] = {}
    for name, unit in RUNS.items():
        made[f"{name.replace(' ', '_')}.md"] = lambda unit=unit: encoded(text(unit))
    for name in ("dots", "spaces", "tags", "marks", "names"):
        made[f"{name}.html"] = lambda name=name: page(f"<p>{run(RUNS[name])}")
    for name in ("dots", "abbreviations", "quotes"):
        made[f"{name}.txt"] = lambda name=name: encoded(text(RUNS[name]))
    begins = "BT /F1 9 Tf 1 0 0 1 10 700 Tm ("
    article = '<script type="application/ld+json">{"@type":"Article","headline":"'
    return made | {
        "record.jsonl": lambda: json.dumps(
            {"title": f"{STEERING}T", "text": text("."), "author": run("@"), "url": f"http://{run('a-')}"}
        ).encode(),
        "paragraphs.jsonl": lambda: json.dumps({"title": "T", "text": ["a"] * 600_000}).encode(),
        "line.jsonl": lambda: b'{"text": "' + b"a" * 5_200_000 + b'"}\n{"title": "T", "text": "Read."}',
        "nested.jsonl": lambda: b"[" * 200_000,
        "bomb.jsonl.gz": lambda: gzip.compress(b"\n" * 100_000_000, 9),
        "aliases.md": lambda: (
            b"---\na: &a [x,x]\nb: &b [*a,*a]\nc: !!python/object/apply:os.system ['true']\n---\nWords."
        ),
        "dots.pdf": lambda: pdf(f"{begins}{') Tj ('.join(['.' * 25_000] * 4)}) Tj ET"),
        "operators.pdf": lambda: pdf("1 0 0 1 1 1 cm " * 100_000, 300),
        "shown.pdf": lambda: pdf(f"{begins}a) Tj 1 0 0 1 10 600 Tm (b) Tj ET " * 20_000, 300),
        "nested.html": lambda: page("<div>" * 140_000),
        "attributes.html": lambda: page(f"<p {' '.join(f'a{number}=1' for number in range(100_000))}>"),
        "breaks.html": lambda: page("<br>" * 600_000),
        "links.html": lambda: page("<a href=/x>y</a> " * 150_000),
        "authors.html": lambda: page("", f'<meta name=author content="{run("@")}">' * 50),
        "facts.html": lambda: page("", f"{article}{run(' ')}</script>"),
        "many.zip": lambda: zipped({f"{number}.md": b"a" for number in range(100_000)}),
        "climbing.zip": lambda: zipped(dict.fromkeys(("../../victim.md", "/victim.md", "C:\\victim.md"), b"Words.")),
        "bomb.zip": lambda: zipped({"a.md": b"a" * 70_000_000}),
        "mail.eml": lambda: encoded(f"From: {run('@')}\nMIME-Version: 1.0\nSubject: {run('=?')}\n\n{text('.')}"),
    }


def rss(item: str) -> bytes:
    """Return a feed with one item."""
    space = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return encoded(f'<rss version="2.0" {space}><channel><title>Feed</title><item>{item}</item></channel></rss>')


def feeds() -> dict[str, bytes]:
    """Return feeds by what is wrong with them."""
    body = f"<title>T</title><guid>g</guid><description>{escape(WORDS * 12)}</description>"
    attributes = " ".join(f"a{number}='1'" for number in range(100_000))
    entity = "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {chr(98 + level)} '{f'&{chr(97 + level)};' * 10}'>" for level in range(8)
    )
    return {
        "dots": rss(f"<title>T</title><description>{escape(WORDS * 12)}{run('.')}</description>"),
        "author": rss(f"{body}<author>{run('@')} x</author>"),
        "creator": rss(f"{body}<dc:creator>{run('@')} x</dc:creator>"),
        "nested tags": rss(f"{body}<content:encoded>{escape('<b>' * 140_000)}</content:encoded>"),
        "nested elements": rss(body + "<a>" * 140_000),
        "attributes": rss(f"{body}<x {attributes}/>"),
        "cdata": rss(f"{body}<content:encoded><![CDATA[{']' * LENGTH}]]></content:encoded>"),
        "comments": rss(body + "<!--" * 30_000),
        "entities": encoded(f"{entity}]>") + rss(f"{body}<author>&h;</author>"),
        "link": rss(f"{body}<link>http://{'a' * 3_000}</link>"),
        "steering": rss(f"<title>{STEERING.replace(chr(27), '&#27;')}T</title><description>{WORDS * 12}</description>"),
        "dates": rss(f"{body}<pubDate>{run('1 ')}</pubDate>"),
    }


def questions() -> dict[str, str]:
    """Return questions by what they are made of."""
    made = {name: run(unit, 20_000).replace("\0", "") for name, unit in RUNS.items()}
    return made | {
        "steering": f"who bought {STEERING} servers",
        "prefixes": 'outlet:"' * 2_000,
        "phrases": '"of the" ' * 300,
        "excluded": "-the " * 300 + "servers",
        "dates": "in 2015 between 1 May 2014 and the last " * 40,
        "format": "%s {0} ${HOME} `id` $(id) '; DROP TABLE articles; --",
    }
