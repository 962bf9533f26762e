"""Messages of MIME, as mail and saved pages are: their headers and parts, read with care."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from typing import cast

from qabot.core.text import clean_line
from qabot.corpus.formats.decoding import encoding_of, marked
from qabot.corpus.formats.unreadable import PARSER_ERRORS, UnreadableDocument

MULTIPARTS = 50
"""Parts that hold parts: the parser compares every line with the boundaries of all that are open."""
PARTS = 5_000
"""Parts of one message that are looked at."""
HEADER_LIMIT = 2_000
"""Characters of a header that are read."""

_MULTIPART = re.compile(rb"^content-type:\s*multipart/", re.IGNORECASE | re.MULTILINE)
_FOLD = re.compile(r"\r?\n[ \t]")


def parsed(data: bytes) -> Message:
    """Parse a message.

    Raises:
        UnreadableDocument: It is made to hurt.
    """
    if len(_MULTIPART.findall(data)) > MULTIPARTS:
        raise UnreadableDocument(f"holds more than {MULTIPARTS} parts that hold parts")
    try:
        return BytesParser().parsebytes(data)
    except PARSER_ERRORS as error:
        raise UnreadableDocument(f"cannot be taken apart ({type(error).__name__})") from error


def leaves(message: Message) -> Iterator[Message]:
    """Yield the parts that hold no further ones, in order; messages that are attached are not entered."""
    pending = [message]  # the next last
    left = PARTS
    while pending and left:
        part = pending.pop()
        left -= 1
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            pending += reversed(cast("list[Message]", part.get_payload()))
        else:
            yield part


def header(part: Message, name: str) -> str:
    """Return a header on one line, with its encoded words decoded; empty where there is none."""
    raw = next((value for key, value in part.raw_items() if key.lower() == name.lower()), "")
    text = _FOLD.sub(" ", str(raw))[:HEADER_LIMIT].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        pieces = decode_header(text)
    except PARSER_ERRORS:
        pieces = [(text, None)]
    return clean_line("".join(_decoded(piece, charset) for piece, charset in pieces))


def content(part: Message) -> bytes:
    """Return the bytes of a part, out of its transfer encoding.

    Raises:
        UnreadableDocument: They cannot be had.
    """
    try:
        data = part.get_payload(decode=True)
    except PARSER_ERRORS as error:
        raise UnreadableDocument(f"cannot be decoded ({type(error).__name__})") from error
    return data if isinstance(data, bytes) else b""


def marked_content(part: Message) -> bytes:
    """Return the bytes of a part of text so that whoever reads them knows their charset, where the part names one."""
    data = content(part)
    try:
        charset = part.get_content_charset()
    except PARSER_ERRORS:
        charset = None
    return marked(data, charset)


def file_name(part: Message) -> str:
    """Return what an attachment is called, on one line; empty where it has no name."""
    try:
        return clean_line(part.get_filename() or "")[:100]
    except PARSER_ERRORS:
        return ""


def _decoded(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    return piece.decode((encoding_of(charset) if charset else None) or "utf-8", "replace")
