"""Verbs that have a direction, with who does what to whom: who pays and who is paid, who replaces whom. Pure.

Verbs of one frame tell of the same two sides, by whichever of them each begins with: what one receives, another pays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from msgspec import Struct


class RoleVerb(Struct, frozen=True):
    """One direction of a verb."""

    frame: str
    """What kind of thing is told: verbs of one frame are compared with one another."""
    doer: str
    """The role of whoever does it."""
    done_to: str
    """The role of whoever it is done to, where that follows at once."""
    behind: Mapping[str, str]
    """The role of whoever stands behind a preposition."""


_TO_TAKER = {"to": "taker"}
_FRAMES: tuple[tuple[RoleVerb, str], ...] = (
    (
        RoleVerb("money", "giver", "taker", _TO_TAKER),
        """pay/paid/paid repay/repaid/repaid refund reimburse compensate award grant lend/lent/lent give/gave/given
        allot/allotted/allotted allocate owe donate offer""",
    ),
    (RoleVerb("money", "giver", "", {}), "spend/spent/spent"),
    (RoleVerb("money", "taker", "", {"from": "giver"}), "receive earn borrow collect pocket"),
    (RoleVerb("money", "taker", "giver", {}), "charge bill invoice"),
    (RoleVerb("fine", "fining", "fined", {}), "fine penalise penalize"),
    (RoleVerb("suit", "suing", "sued", {}), "sue prosecute"),
    (RoleVerb("trade", "buyer", "goods", {"from": "seller"}), "buy/bought/bought acquire purchase"),
    (RoleVerb("trade", "seller", "goods", {"to": "buyer"}), "sell/sold/sold"),
    (
        RoleVerb("view", "judging", "judged", {}),
        """criticise criticize condemn blame accuse slam/slammed/slammed blast rebuke fault denounce attack lambast
        reprimand""",
    ),
    (RoleVerb("view", "judging", "judged", {}), "praise commend hail welcome applaud thank back endorse"),
    (RoleVerb("change", "new", "old", {}), "replace succeed supersede supplant oust"),
    (RoleVerb("order", "ordering", "ordered", {}), "order instruct compel"),
    (RoleVerb("post", "appointing", "appointed", {}), "appoint hire recruit"),
    (RoleVerb("dismissal", "dismissing", "dismissed", {}), "sack dismiss fire suspend"),
    (RoleVerb("inquiry", "inquiring", "looked into", {}), "investigate audit inspect"),
    (RoleVerb("defeat", "winning", "losing", {}), "beat/beat/beaten defeat overrule"),
    (RoleVerb("warning", "warning", "warned", {}), "warn"),
)
_TAKE_OVER = RoleVerb("change", "new", "", {"from": "old"})
_HAND_OVER = RoleVerb("change", "old", "", {"to": "new"})
PHRASES: tuple[tuple[str, RoleVerb], ...] = (
    (r"t(?:ake|akes|ook|aken|aking) over", _TAKE_OVER),
    (r"hand(?:s|ed|ing)? over|g(?:ive|ives|ave|iven|iving) way", _HAND_OVER),
)
"""Verbs of two words, by a pattern of what they look like; the second side stands behind `from` or `to`."""
GET = RoleVerb("money", "taker", "", {"from": "giver"})
"""`how much did GDS get`: only a question has it so, for elsewhere it means much else."""


@cache
def role_verbs() -> dict[str, RoleVerb]:
    """Return the verbs of direction in every form, in small letters."""
    return {form: verb for verb, lemmas in _FRAMES for lemma in lemmas.split() for form in forms_of(lemma)}


@cache
def verbs_pattern(*more: str) -> str:
    """Return a pattern of all verbs of direction, those of two words among them, and of these further ones."""
    phrases = "|".join(pattern for pattern, _ in PHRASES)
    return rf"(?i)\b(?:(?:{phrases})(?=\s+(?:from|to)\b)|{'|'.join((*role_verbs(), *more))})\b"


def role_verb(word: str) -> RoleVerb:
    """Return the direction of a verb that `verbs_pattern` finds; that of "get" for any other word."""
    key = word.casefold()
    return role_verbs().get(key) or next((verb for pattern, verb in PHRASES if re.fullmatch(pattern, key)), GET)


@cache
def base_forms() -> frozenset[str]:
    """Return the forms that are nouns too, or a verb behind `to` and `did`: `fine`, `pay`, `award`."""
    return frozenset(lemma.split("/")[0] for _, lemmas in _FRAMES for lemma in lemmas.split())


@cache
def participles() -> frozenset[str]:
    """Return the forms that stand behind `was`: `fined`, `paid`."""
    return frozenset(list(forms_of(lemma))[-1] for _, lemmas in _FRAMES for lemma in lemmas.split())


def forms_of(lemma: str) -> Iterator[str]:
    """Yield the forms of a verb, its participle last; those of an irregular one stand in the lemma."""
    base, *irregular = lemma.split("/")
    stem = base.removesuffix("e")
    hissing = base.endswith(("s", "sh", "ch", "x"))
    yield base
    yield f"{base}es" if hissing else f"{base}s"
    yield f"{stem}ing"
    if irregular:
        yield from irregular
    elif base.endswith("y") and base[-2] not in "aeiou":
        yield f"{base[:-1]}ied"
    else:
        yield f"{stem}ed"
