"""Whether a noun with its article can stand for somebody who was named: `the council` for Leeds City Council. Pure."""

from __future__ import annotations

import re

from qabot.facts.referents import Referent
from qabot.facts.speaker_words import SpeakerKind

_DEPARTMENTS = frozenset("department ministry office treasury hmrc dwp dcms defra mod agency".split())
_PUBLIC = frozenset(
    "council department office ministry authority committee agency parliament government nhs police commission".split()
)
_CALLED = {
    "authority": frozenset({"council"}),
    "force": frozenset({"police", "constabulary"}),
    "auditor": frozenset({"audit"}),
    "auditors": frozenset({"audit"}),
    "regulator": frozenset(
        "authority commission commissioner commissioner's ofcom ofgem ofwat ofsted regulator".split()
    ),
    "watchdog": frozenset("audit authority commission commissioner commissioner's ombudsman ofsted ofcom".split()),
}
"""What a body is called by other words than those of its name."""
_FIRMS = frozenset(
    "company firm supplier vendor contractor outsourcer manufacturer giant consultancy business startup".split()
)


def fits_description(referent: Referent, noun: str, kind: SpeakerKind) -> bool:  # noqa: PLR0911 - a rule each
    """Whether "the" and a noun can stand for somebody: `the council` for Leeds City Council."""
    words = {word.casefold() for word in re.findall(r"[^\W_]+", referent.name)} | referent.roles
    if kind == "person":
        return referent.kind in {"person", None} and noun in referent.roles
    if referent.kind == "person":
        return False
    if noun in words:
        return True
    if noun in {"department", "ministry"}:
        return bool(words & _DEPARTMENTS)
    if noun in _CALLED:
        return bool(words & _CALLED[noun])
    if noun in _FIRMS:
        return not words & _PUBLIC
    return False
