"""Pounds, quotes and dashes arrive as they were written, however a text is encoded and whatever it says of that."""

from __future__ import annotations

import gzip
import io
import json

import pytest

from qabot.corpus.drafts import ArticleDraft, RawDocument
from qabot.corpus.feeds import feed_parser
from qabot.corpus.formats.decoding import decode, marked
from qabot.corpus.formats.documents import article_drafts
from tests.corpus.ingest.helpers import prose, take

SAYING = "The Ludlow deal cost £4.7m, which the leader called “a bargain” – the council’s biggest"
GUESSED = "is not UTF-8 and declares no charset; it was read as Windows-1252"


def page(head: str = "", before: str = "<!doctype html>") -> str:
    body = "".join(f"<p>{each}</p>" for each in prose(7, 240).split("\n\n"))
    start = f"{before}<html><head>{head}<title>Ludlow</title></head><body><h1>Ludlow</h1><p>{SAYING}.</p>"
    return f"{start}{body}</body></html>"


@pytest.mark.parametrize(
    ("head", "before", "encoding", "flags"),
    [
        ("", "<!doctype html>", "utf-8", ()),
        ("", "<!doctype html>", "cp1252", (GUESSED,)),
        ("<meta charset=windows-1252>", "", "cp1252", ()),
        ("<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-1'>", "", "cp1252", ()),
        ("", "<?xml version='1.0' encoding='windows-1252'?>", "cp1252", ()),
        ("", '<?xml version="1.0" encoding="UTF-8"?>', "utf-8", ()),
        ("<meta charset=utf-8>", '<?xml version="1.0" encoding="windows-1252"?>', "utf-8", ()),
        ("<!-- <meta charset=windows-1252> --><meta charset=utf-8>", "", "utf-8", ()),
        ("<!-- <meta charset=utf-8> -->", "", "cp1252", (GUESSED,)),
        (f"<style>{'/* */' * 1500}</style><meta charset=windows-1252>", "", "cp1252", ()),
        ("<meta charset=macintosh>", "", "mac-roman", ()),
        ("<meta charset=windows-1252>", "", "utf-8-sig", ()),
        ("<meta charset=utf-16>", "", "utf-8", ()),
        ("<meta charset=no-such>", "", "cp1252", (GUESSED,)),
    ],
)
def test_a_page(head: str, before: str, encoding: str, flags: tuple[str, ...]) -> None:
    found = take(page(head, before).encode(encoding), "html")
    assert SAYING in found.text
    assert found.flags == flags


@pytest.mark.parametrize("kind", ["text", "markdown"])
def test_a_text(kind: str) -> None:
    found = take(f"# Ludlow\n\n{SAYING}.\n\n{prose(8)}".encode("cp1252"), kind, "a")
    assert SAYING in found.text
    assert found.flags == (GUESSED,)


def test_lines_of_json_are_each_read_by_themselves() -> None:
    lines = [json.dumps({"id": n, "text": SAYING}, ensure_ascii=False) for n in range(3)]
    data = b"\n".join([lines[0].encode("cp1252"), lines[1].encode(), lines[2].encode("cp1252")])
    found = list(article_drafts(RawDocument("a.jsonl", data, "json")))
    assert [(each.text, each.flags) for each in found if isinstance(each, ArticleDraft)] == [
        (SAYING, (GUESSED,)),
        (SAYING, ()),
        (SAYING, (GUESSED,)),
    ]


@pytest.mark.parametrize(
    ("declaration", "charset", "encoding"),
    [
        ("", None, "cp1252"),
        ("<?xml version='1.0'?>", None, "cp1252"),
        ("<?xml version='1.0' encoding='windows-1252'?>", None, "cp1252"),
        ("<?xml version='1.0' encoding='utf-8'?>", "windows-1252", "cp1252"),
        ("<?xml version='1.0' encoding='iso-8859-1'?>", "utf-8", "utf-8"),
        ("", None, "utf-8"),
        ("<?xml version='1.0' encoding='utf-8'?>", None, "utf-16"),
    ],
)
def test_a_feed(declaration: str, charset: str | None, encoding: str) -> None:
    item = f"<item><title>{SAYING}</title><link>https://w.example/1</link></item>"
    text = f"{declaration}<rss version='2.0'><channel><title>Wire</title>{item}</channel></rss>"
    feed = feed_parser.read(text.encode(encoding), "https://w.example/feed", charset)
    assert [each.title for each in feed.items] == [SAYING]


def crawl(*pages: tuple[str, bytes]) -> bytes:
    """Return a WARC file of pages, each behind what its server says it is."""
    out = io.BytesIO()
    for number, (kind, body) in enumerate(pages):
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
            f"WARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Target-URI: https://w.example/{number}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        out.write(gzip.compress(head.encode() + http + b"\r\n\r\n"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "head", "encoding", "flags"),
    [
        ("text/html; charset=windows-1252", "", "cp1252", ()),
        ("text/html; charset=utf-8", "<meta charset=iso-8859-1>", "utf-8", ()),
        ('text/html; Charset="ISO-8859-1"', "<meta charset=utf-8>", "cp1252", ()),
        ("application/xhtml+xml;charset=windows-1252", "", "cp1252", ()),
        ("text/html; charset=utf-16le", "", "utf-16-le", ()),
        ("text/html", "<meta charset=windows-1252>", "cp1252", ()),
        ("text/html", "", "cp1252", (GUESSED,)),
        ("text/html; charset=none", "", "utf-8", ()),
    ],
)
def test_a_crawled_page(kind: str, head: str, encoding: str, flags: tuple[str, ...]) -> None:
    data = crawl((kind, page(head).encode(encoding)))
    (found,) = article_drafts(RawDocument("a.warc.gz", data, "warc"))
    assert isinstance(found, ArticleDraft)
    assert SAYING in found.text
    assert found.flags == flags


def test_what_is_wrong_in_the_charset_of_the_server_is_counted() -> None:
    assert decode(marked(b"caf\xe9", "utf-8")).notes == ("1 byte is not UTF-8 and was replaced",)


@pytest.mark.parametrize(
    ("data", "text", "note"),
    [
        (
            "It cost €5 – not ".encode() + b"\xa35m.",
            "It cost €5 – not £5m.",
            "1 byte is not UTF-8 and was read as Windows-1252",
        ),
        ("“So”: ".encode() + b"\x93no\x94.", "“So”: “no”.", "2 bytes are not UTF-8 and were read as Windows-1252"),
        ("Zoë’s “caf".encode() + b"\xe9.", "Zoë’s “caf\ufffd.", "1 byte is not UTF-8 and was replaced"),
        ("“So” – cut ".encode() + b"\xe2\x80", "“So” – cut \ufffd\ufffd", "2 bytes are not UTF-8 and were replaced"),
        (b"It cost \xa35m\x81, they said.", "It cost £5m\x81, they said.", GUESSED),
    ],
)
def test_a_text_of_two_charsets(data: bytes, text: str, note: str) -> None:
    assert decode(data) == (text, (note,))


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "iso-8859-15", "us-ascii", "macintosh"])
def test_what_is_utf_8_is_read_as_that_whatever_it_declares(charset: str) -> None:
    found = take(page(f"<meta charset={charset}>").encode(), "html")
    assert SAYING in found.text
    data = crawl((f"text/html; charset={charset}", page().encode()))
    (crawled,) = article_drafts(RawDocument("a.warc.gz", data, "warc"))
    assert isinstance(crawled, ArticleDraft)
    assert SAYING in crawled.text
    mail = f"Subject: T\nMIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\n"
    head = f"{mail}Content-Transfer-Encoding: 8bit\n\n".encode()
    assert take(head + f"{SAYING}.\n".encode(), "mail").text == f"{SAYING}."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("CAFÉ’ is French, and costs 5.", "cp1252"),
        (SAYING, "cp1252"),
        ("Жалоба в суд подана.", "cp1251"),
        ("住民税のシステム", "shift_jis"),
        ("Plain words.", "cp1252"),
    ],
)
def test_what_is_as_declared_stays_so(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), encoding) == (text, ())


@pytest.mark.parametrize(
    ("data", "text", "note"),
    [
        ("Café gets £4m – “now”".encode("cp1252"), "Café gets £4m – “now”", "5 bytes are not UTF-8 and were read as "),
        ("“£4m” for".encode("cp1252"), "“£4m” for", "3 bytes are not UTF-8 and were read as "),
        ("£4m, a café".encode() + b" for \xa35m", "£4m, a café for £5m", "1 byte is not UTF-8 and was read as "),
        ("£4m, ".encode() + b"a \xc2 cut", "£4m, a � cut", "1 byte is not UTF-8 and was replaced"),
        (
            b"a quote that was cut \xe2\x80 off",
            "a quote that was cut �� off",
            "2 bytes are not UTF-8 and were replaced",
        ),
        (b"\x80\x9dand its end", "��and its end", "2 bytes are not UTF-8 and were replaced"),
    ],
)
def test_a_text_that_says_it_is_utf_8_and_is_not(data: bytes, text: str, note: str) -> None:
    found = decode(data, "utf-8")
    assert found.text == text
    assert found.notes[0].startswith(note)
