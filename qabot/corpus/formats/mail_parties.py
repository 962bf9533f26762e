"""Who sends a mail, and how it is signed: a newsletter's name is that of its outlet, and no author's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from qabot.corpus.formats.bylines import is_nobody, is_person
from qabot.corpus.formats.outlet_lines import outlet_of_line, paper_named, without_outlet
from qabot.corpus.formats.sentence_ends import SENTENCE_END
from qabot.corpus.outlet_domains import outlet_of_host

LONGEST_SIGNATURE = 12
"""Lines of a signature at the most."""

_ROOM = re.compile(
    r"[ ,|–—-]+(?:the )?(?:press|media|news|communications?|comms|pr|publicity)[ -]?"
    r"(?:office|room|team|desk|centre|relations|releases?)?s?$"
    r"|[ ,|–—-]+(?:newsletters?|newsroom|bulletins?|news alerts?|e-?news|daily|weekly|digest|alerts?|updates?)$",
    re.IGNORECASE,
)
"""What a body calls those who send out its news."""
_FORM = re.compile(
    r"(?:no[-_. ]?reply|do[-_. ]?not[-_. ]?reply|mail(?:er|ing)?|info|admin|notifications?)", re.IGNORECASE
)
_AT = re.compile(r" (?:at|from|of|via)$")
_SIGNED = 120
"""Characters of a line of a signature at the most."""
_SENTENCE_WORDS = 12
_DASHES = "--"


class Sender(NamedTuple):
    """Who sent a mail."""

    outlet: str | None
    """The outlet whose newsletter it is, or the body whose press office sent it."""
    author: str | None
    """The person, or whatever else it calls itself."""


def sender_named(name: str, address: str) -> Sender:
    """Tell a person who sent a mail from an outlet, by the name and the address it was sent from."""
    name = name.strip(" \"'")
    host = address.rpartition("@")[2]
    placed = outlet_of_host(host) if host else None
    if outlet := outlet_of_line(name) or paper_named(name):
        return Sender(outlet, None)
    outlet, rest = without_outlet(name)
    if outlet:
        person = _AT.sub("", rest.strip(" -–—|·•:,/()"))
        return Sender(outlet, person if is_person(person) else None)
    if not name or "@" in name or _FORM.fullmatch(name) or is_nobody(name):
        return Sender(placed, None)
    body = _ROOM.sub("", name).strip()
    if body != name and " " in body and not is_person(body):
        return Sender(placed or body, None)
    return Sender(None if is_person(name) else placed, name)


def signature_lines(lines: Sequence[str]) -> range:
    """Return the numbers of the lines that sign a mail: behind two dashes near its end, none of them a sentence."""
    last = max((number for number, line in enumerate(lines) if line), default=-1)
    for start in range(last, max(-1, last - 2 * LONGEST_SIGNATURE), -1):
        if lines[start].strip() != _DASHES:
            continue
        behind = [line for line in lines[start + 1 : last + 1] if line]
        is_signature = len(behind) <= LONGEST_SIGNATURE and not any(map(_is_sentence, behind)) and start > 0
        return range(start, last + 1) if is_signature else range(0)
    return range(0)


def _is_sentence(line: str) -> bool:
    return len(line) > _SIGNED or (len(line.split()) >= _SENTENCE_WORDS and SENTENCE_END.search(line) is not None)
