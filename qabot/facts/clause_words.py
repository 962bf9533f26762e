"""Words by which the clauses of a sentence are told apart, and where they begin and end. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from qabot.facts.spoken_units import Token

CLAUSE_MARKS = frozenset({",", ";", ":", "-", "?", "!"})


CONJUNCTIONS = frozenset("and but or nor so yet then".split())


LEADING = frozenset("but and yet so nor however".split())


PREPOSITIONS = frozenset(
    "in on at to during of after from for before with by under through via about following".split()
)


FINITE = frozenset(
    """is are was were be been has have had does do did will would can could shall should may might must isn't aren't
    wasn't weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't can't couldn't shouldn't cannot""".split()
)


SUBJECT_STARTS = frozenset(
    """the a an its his her their our it he she they we i you this that these those there some many most more few no
    all each every both what who one two three four five six nobody anyone everyone anything everything nothing
    something any such only if when""".split()
)


MANNER = frozenset(
    """also later then today yesterday again already still even just further earlier recently subsequently however
    both too now instead once ago therefore first afterwards meanwhile separately only""".split()
)


MOST_BETWEEN = 16
"""Tokens between a cue and its `that`, of what was said where and when."""


MOST_RECIPIENT = 5


MOST_BEFORE_FINITE = 14


def clause_start(tokens: Sequence[Token], end: int) -> int:
    """Return where the clause begins that a token ends: behind a mark or a quotation."""
    start = end
    while start > 0 and tokens[start - 1].kind != "quote" and tokens[start - 1].key not in CLAUSE_MARKS:
        start -= 1
    return start


def ends_here(tokens: Sequence[Token], number: int) -> bool:
    """Whether a clause ends before a token: at a mark, a quotation, or the end of its unit."""
    return number >= len(tokens) or tokens[number].key in CLAUSE_MARKS or tokens[number].kind == "quote"
