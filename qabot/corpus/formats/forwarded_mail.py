"""Mail that somebody passed on: the article is the message within it, with its own sender, day and subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import parseaddr

from msgspec import Struct

from qabot.core.dates import PartialDate
from qabot.corpus.published_dates import days_within

_FIELDS = {
    "from": "from",
    "date": "date",
    "sent": "date",
    "subject": "subject",
    "to": "to",
    "cc": "to",
    "reply-to": "to",
}
"""What the lines above a message that was passed on say, by what programs of mail call it."""
_LINE = re.compile(rf"[*_>\s]{{0,8}}({'|'.join(_FIELDS)})[*_\s]{{0,4}}:[*_\s]{{0,4}}(.{{1,500}})", re.IGNORECASE)
_LEAST = frozenset({"from", "date", "subject"})
_MOST_LINES = 12
"""Lines of such a head: a long list of receivers takes several."""
_MOST_NOTED = 60
"""Lines above it, in which whoever passes a message on may say something."""
_MARKS = "*_ "


class ForwardedMail(Struct, frozen=True):
    """A message that was passed on."""

    start: int
    """The number of its first line behind its head."""
    name: str
    """Who sent it, as its head has that; empty where only an address does."""
    address: str
    """From which address, empty where that is not told."""
    subject: str
    """What it is called."""
    published: PartialDate | None
    """The day that its head gives."""


def forwarded_mail(lines: Sequence[str]) -> ForwardedMail | None:
    """Return the message that was passed on in a text, by the first head of one; None where there is none."""
    for start, line in enumerate(lines[:_MOST_NOTED]):
        if not _LINE.match(line):
            continue
        found, end = _head(lines, start)
        if found.keys() >= _LEAST:
            name, address = parseaddr(found["from"].replace("[mailto:", "<").replace("]", ">"))
            day = next(days_within(found["date"]), None)
            named = name.strip(_MARKS) or ("" if "@" in found["from"] else found["from"])
            return ForwardedMail(end, named, address if "@" in address else "", found["subject"], day and day.day)
    return None


def _head(lines: Sequence[str], start: int) -> tuple[dict[str, str], int]:
    """The fields of a head that begins at a line, and the number of the line behind it."""
    found: dict[str, str] = {}
    end = start
    for number, line in enumerate(lines[start : start + _MOST_LINES], start):
        told = _LINE.match(line)
        if told:
            found.setdefault(_FIELDS[told[1].lower()], told[2].strip(_MARKS))
        elif found.keys() >= _LEAST and ("to" not in found or not line.strip()):
            break  # only a list of receivers goes on without a label
        elif line.strip() and "to" not in found:
            break
        end = number + 1
    return found, end
