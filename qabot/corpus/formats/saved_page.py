"""MHTML: a page as a browser saves it in one file, with its pictures beside it."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message

from msgspec.structs import replace

from qabot.corpus.drafts import AddOutcome, ArticleDraft, RawDocument
from qabot.corpus.formats.documents import article_drafts
from qabot.corpus.formats.mime_parts import header, leaves, marked_content, parsed
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.metadata import is_web_address

_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def read(document: RawDocument) -> Iterator[ArticleDraft | AddOutcome]:
    """Yield the article on a saved page; its frames are other pages, and left out.

    Raises:
        UnreadableDocument: There is no page in it.
    """
    message = parsed(document.data)
    page = _page(message)
    if page is None:
        raise UnreadableDocument("is MHTML without a page in it")
    addresses = (header(message, "Snapshot-Content-Location"), header(page, "Content-Location"))
    address = next((each for each in addresses if is_web_address(each)), None)
    yield from article_drafts(replace(document, data=marked_content(page), kind="html", url=document.url or address))


def _page(message: Message) -> Message | None:
    """The page itself: the part that the message says it starts with, else the first that is a page."""
    pages = [part for part in leaves(message) if part.get_content_type() in _PAGES]
    start = str(message.get_param("start") or "")
    return next((part for part in pages if start and part.get("Content-ID") == start), next(iter(pages), None))
