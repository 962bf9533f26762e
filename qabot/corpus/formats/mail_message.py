"""Mail: a message as an article, such as a press release that was sent. Attachments are told, not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.message import Message
from email.utils import parseaddr, parsedate_tz

from msgspec.structs import replace

from qabot.core.dates import PartialDate
from qabot.core.text import clean
from qabot.corpus.drafts import AddOutcome, ArticleDraft, RawDocument, RemovedLine
from qabot.corpus.formats.decoding import decode
from qabot.corpus.formats.document_head import Said, with_head
from qabot.corpus.formats.documents import article_drafts
from qabot.corpus.formats.flattened_page import furniture_rules
from qabot.corpus.formats.forwarded_mail import forwarded_mail
from qabot.corpus.formats.mail_parties import sender_named, signature_lines
from qabot.corpus.formats.mime_parts import content, file_name, header, leaves, marked_content, parsed
from qabot.corpus.formats.plain_text import title_of_text
from qabot.corpus.formats.registry import DOCUMENT_LIMIT, MIB
from qabot.corpus.formats.unreadable import PARSER_ERRORS, UnreadableDocument
from qabot.corpus.published_dates import CHANGED

_ENCRYPTED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_HTML = "text/html"
_PLAIN = "text/plain"
_ANSWER = re.compile(r"(?:(?:re|fwd?|aw|wg)\s*:\s*)+", re.IGNORECASE)
_PASSED_ON = re.compile(r"(?:fwd?|wg|tr)\s*:", re.IGNORECASE)
_FLOWED = re.compile(r"(?<=\S) \r?\n(?=[^\s>-])")
_NAMED = 5
_LEAST_PLAIN = 0.5
"""How many of the words of a message's HTML its plain text must have, to be more than "open this in a browser"."""


def read(document: RawDocument) -> Iterator[ArticleDraft | AddOutcome]:
    """Yield a message as an article.

    Raises:
        UnreadableDocument: It is encrypted, or holds no text.
    """
    message = parsed(document.data)
    if message.get_content_type() in _ENCRYPTED and "signed" not in str(message.get_param("smime-type")):
        raise UnreadableDocument("is encrypted")
    parts = list(leaves(message))
    if message.get_content_maintype() == "multipart" and parts == [message]:
        raise UnreadableDocument("is mail that cannot be taken apart")
    texts = [part for part in parts if _is_text(part)]
    plain = _joined_plain([part for part in texts if part.get_content_type() == _PLAIN])
    page = next((part for part in texts if part.get_content_type() == _HTML), None)
    others = [part for part in parts if not (_is_text(part) and part.get_content_type() in {_PLAIN, _HTML})]
    said = _said(document, message)
    flags = _attached(others)
    if len(plain.encode()) > DOCUMENT_LIMIT:
        raise UnreadableDocument(f"is larger than {DOCUMENT_LIMIT // MIB} MiB")
    drafts = [] if page is None else list(article_drafts(replace(said, data=marked_content(page), kind="html")))
    found = next((each for each in drafts if isinstance(each, ArticleDraft)), None)
    if found and len(plain.split()) < _LEAST_PLAIN * len(found.text.split()):
        yield replace(found, flags=(*found.flags, *flags))
    elif plain:
        yield _passed_on(document, said, plain, flags) if _is_passed_on(message) else _draft(said, plain, flags)
    elif drafts:
        yield from drafts
    else:
        raise UnreadableDocument("is mail without a text")


def _said(document: RawDocument, message: Message) -> RawDocument:
    """The document with what the message's headers say of it, where the carrier says nothing."""
    sender = sender_named(*parseaddr(header(message, "From")))
    is_passed_on = _is_passed_on(message)  # by somebody who did not write it
    return replace(
        document,
        title=document.title or _ANSWER.sub("", header(message, "Subject"), count=1) or None,
        outlet=document.outlet or sender.outlet,
        author=document.author or (None if is_passed_on else sender.author),
        published=document.published or _day(header(message, "Date")),
    )


def _is_passed_on(message: Message) -> bool:
    return _PASSED_ON.match(header(message, "Subject")) is not None


def _passed_on(document: RawDocument, said: RawDocument, text: str, flags: tuple[str, ...]) -> ArticleDraft:
    """The message that was passed on, where its head stands in the text: what is above that is no part of it."""
    lines = text.split("\n")
    inner = forwarded_mail(lines)
    if inner is None or not any(lines[inner.start :]):
        return _draft(said, text, flags)
    sender = sender_named(inner.name, inner.address)
    whole = replace(
        said,
        title=document.title or _ANSWER.sub("", inner.subject, count=1) or said.title,
        outlet=document.outlet or sender.outlet,
        author=document.author or sender.author,
        published=document.published or inner.published or said.published,
    )
    found = _draft(whole, clean("\n".join(lines[inner.start :])), flags)
    above = tuple(RemovedLine(line, "S", number + 1) for number, line in enumerate(lines[: inner.start]) if line)
    return replace(found, raw=text, dropped=(*above, *found.dropped))


def _draft(document: RawDocument, text: str, flags: tuple[str, ...]) -> ArticleDraft:
    """The message as an article, without its buttons and its signature."""
    lines = text.split("\n")
    rules = furniture_rules(lines)
    rules |= dict.fromkeys(signature_lines(lines), "S")
    kept = clean("\n".join("" if number in rules else line for number, line in enumerate(lines)))
    title = document.title or title_of_text((kept or text).partition("\n")[0])
    said = with_head(title, Said(kept or text, document.outlet, document.author, document.published))
    gone = rules if kept else {}
    return ArticleDraft(
        title=title,
        text=said.text,
        raw=text,
        source=document.name,
        outlet=said.outlet,
        author=said.author,
        published=said.published,
        url=document.url,
        dropped=tuple(RemovedLine(lines[number], rule, number + 1) for number, rule in sorted(gone.items())),
        flags=(*flags, *((CHANGED,) if said.is_change else ())),
    )


def _joined_plain(parts: Sequence[Message]) -> str:
    return clean("\n\n".join(_plain_text(part) for part in parts))


def _plain_text(part: Message) -> str:
    """The words of a part; lines that were broken for the post are one again where it says that they were."""
    text = decode(marked_content(part)).text
    return _FLOWED.sub(" ", text) if str(part.get_param("format")).lower() == "flowed" else text


def _attached(parts: Sequence[Message]) -> tuple[str, ...]:
    """Say what came with the message and was not read; pictures within its text are not meant."""
    names = [file_name(part) or part.get_content_type() for part in parts if not _is_decoration(part)]
    if not names:
        return ()
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return (f"attached and not read: {', '.join(names[:_NAMED])}{more}",)


def _is_text(part: Message) -> bool:
    return part.get_content_disposition() != "attachment"


def _is_decoration(part: Message) -> bool:
    is_inside = part.get_content_disposition() != "attachment" and bool(part.get("Content-ID"))
    return (part.get_content_maintype() == "image" and is_inside) or not content(part).strip()


def _day(text: str) -> PartialDate | None:
    """The day as the sender's calendar had it."""
    try:
        found = parsedate_tz(text)
        return PartialDate(*found[:3]) if found else None
    except PARSER_ERRORS:
        return None
