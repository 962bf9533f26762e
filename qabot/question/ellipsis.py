"""Whether a question stands alone, told by its words. Pure; no model.

A question that lacks something says so in a few ways: it points back (`it`, `the old one`, `there`), it is only a piece
of a question (`what about HMRC?`, `why?`), or it asks of nothing in particular (`how many services?`). Each rule below
looks for one of them and gives it a name; in doubt a question stands alone, for what is carried over wrongly misleads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import NamedTuple

from qabot.question.asked_holders import asks_who
from qabot.question.pronouns import AUXILIARIES, BE, PREPOSITIONS, points_back
from qabot.question.vocabulary import Word

LONGEST = 40
"""Words; whoever writes more has said what they mean."""
_BARE = 4
"""A question of more general words than this, none of them topical, stands alone; so does a heading of one less."""
_FEW = 2
"""Topical words that do not yet make a question stand alone that is elliptical in form."""
_SOME = 3
"""More topical words than this, and even a piece of a question says it all."""

LEADING = frozenset(
    "ah cool fine good great hello hey hi hmm interesting nice no nope now oh ok okay please right so sorry thank "
    "thanks well wow yeah yes".split()
)
"""Words that only lead up to a question, and say nothing by themselves."""
_LINKS = frozenset("and but or then also plus".split())
_OPENINGS = frozenset(
    {("what", "about"), ("how", "about"), ("what", "of"), ("same", "for"), ("i", "mean"), ("i", "meant")}
) | {(one, other) for one in ("anything", "something", "more") for other in ("about", "on")}
_OTHERS = frozenset("other others another else similar".split())
_KINDS = frozenset(
    "brand kind kinds model models option options sort sorts type types variety version versions".split()
)
_MUTUAL = frozenset("compare compares compared differ differs different similar related relate".split())
_REACTING = frozenset(
    "accept admit agree argue ask back claim comment complain conclude criticise decide demand deny disagree gain "
    "get insist know lose make object offer pay pledge promise propose react recommend refuse reject reply respond "
    "responded said say suggest think thought want warn welcome".split()
)
"""What is done about something that the question has yet to name."""
_PARTICLES = frozenset("back up down in out then about of all at the far first now again so".split())
_UNIQUE = frozenset(
    "army chancellor cloud commons economy environment internet king lords media navy parliament police press queen "
    "treasury web whitehall".split()
)
"""What there is only one of, so that `the` points to nothing said before."""


class _Asked(NamedTuple):
    """A question as the rules see it."""

    words: Sequence[Word]
    """Without the words that only lead up to it."""
    linked: bool
    """Whether it began with `and` or the like."""

    @property
    def topical(self) -> list[Word]:
        """Return the words that say what it is about."""
        return [word for word in self.words if not word.general]

    @property
    def named(self) -> bool:
        """Whether it names something."""
        return any(word.named and not word.general for word in self.words)

    @property
    def complemented(self) -> bool:
        """Whether something topical stands behind a preposition: `the cost of Verify`."""
        first = next((i for i, word in enumerate(self.words) if word.key in PREPOSITIONS), len(self.words))
        return any(not word.general for word in self.words[first:])

    def key(self, i: int) -> str:
        """Return a word in lower case, or nothing where there is none."""
        return self.words[i].key if 0 <= i < len(self.words) else ""


def lacking(words: Sequence[Word]) -> str:
    """Return the name of what shows that a question does not stand alone; empty where it does."""
    if len(words) > LONGEST:
        return ""
    start, linked = _begins(words)
    asked = _Asked(words[linked:], linked > start)
    return next((name for name, rule in _RULES.items() if rule(asked)), "") if asked.words else ""


def opening(words: Sequence[Word]) -> int:
    """Return how many words only open a piece of a question: `and what about`; 0 where it is none."""
    start, linked = _begins(words)
    asked = _Asked(words[linked:], linked > start)
    opens = (asked.key(0), asked.key(1)) in _OPENINGS
    return linked + 2 * opens if opens or linked > start else 0


def _begins(words: Sequence[Word]) -> tuple[int, int]:
    """Return where a question begins behind what only leads up to it, and where behind `and` or the like."""
    start = next((i for i, word in enumerate(words) if word.key not in LEADING or word.named), len(words))
    linked = start
    while linked < len(words) - 1 and words[linked].key in _LINKS:
        linked += 1
    return start, linked


def _is_fragment(asked: _Asked) -> bool:
    """`what about HMRC?`, `anything on costs?`, `I meant councils`."""
    return (asked.key(0), asked.key(1)) in _OPENINGS and len(asked.topical) <= _SOME


def _has_no_subject(asked: _Asked) -> bool:
    """`why?`, `how many services?`, `what did the minister say`."""
    said = [word for word in asked.words if not word.stop]
    is_few = len(said) <= _BARE - (len(said) == len(asked.words))
    return not asked.topical and is_few and not asks_who(asked.words)


def _points_back(asked: _Asked) -> bool:
    """`is it late?`, `who replaced him`, `what was their answer`, `how many bid for that one`."""
    return points_back(asked.words)


def _means_that_time(asked: _Asked) -> bool:
    """`what share went to SMEs then`."""
    *_, before, last = [""] + [word.key for word in asked.words]
    return last == "then" and before not in PREPOSITIONS


def _is_linked(asked: _Asked) -> bool:
    """`and Leicester?`, `but why Horizon`."""
    return asked.linked and len(asked.topical) <= _FEW


def _asks_if_any(asked: _Asked) -> bool:
    """`are there any health concerns?`."""
    there = asked.key(0) in BE and asked.key(1) == "there"
    return there and not asked.named and not asked.complemented and len(asked.topical) <= _FEW


def _asks_for_others(asked: _Asked) -> bool:
    """`what other sources are there`."""
    keys = {word.key for word in asked.words}
    return bool(keys & _OTHERS) and not asked.named and not asked.complemented and not keys & {"than", "besides"}


def _compares_with_nothing(asked: _Asked) -> bool:
    """`how does a container differ?`."""
    return asked.words[-1].key in _MUTUAL and len(asked.topical) <= _FEW and "and" not in {w.key for w in asked.words}


def _asks_which(asked: _Asked) -> bool:
    """`what type has thorns?`, `which is younger?`."""
    if asked.named or asked.complemented or asked.key(0) not in {"what", "which"}:
        return False
    if asked.key(1) in _KINDS:
        return True
    return asked.key(0) == "which" and asked.key(1) in AUXILIARIES and len(asked.topical) <= 1


def _leaves_out_of_what(asked: _Asked) -> bool:
    """`what did Willmott say?`, `did London pay back`: someone did something, and it is not said about what."""
    topical = [i for i, word in enumerate(asked.words) if not word.general]
    if not topical or topical[-1] - topical[0] >= _FEW or topical[-1] + 1 >= len(asked.words):
        return False
    before = asked.key(topical[0] - 1)
    asks = before in AUXILIARIES or (before == "the" and asked.key(topical[0] - 2) in AUXILIARIES)
    said = asked.words[topical[-1] + 1 :]
    verb = next((k for k, word in enumerate(said[:_FEW]) if word.key in _REACTING), None)
    return asks and verb is not None and all(not word.stop or word.key in _PARTICLES | _REACTING for word in said)


def _points_to_the_known(asked: _Asked) -> bool:
    """`How do you make the sauce?`, `what's the biggest ever caught?`: nothing else is said, and no name.

    Not in a question without any capital, where a name looks like any word.
    """
    if asked.named or len(asked.topical) > 1 or not any(word.raw[0].isupper() for word in asked.words):
        return False
    for i in (i for i, word in enumerate(asked.words) if word.key == "the"):
        phrase = list(takewhile(lambda each: not each.stop and not each.first, asked.words[i + 1 :]))
        is_topic = asked.topical in ([], phrase[:1], phrase[-1:])
        points = is_topic or not (asked.complemented or set(phrase) & set(asked.topical))
        if points and 0 < len(phrase) <= _FEW and not {each.key for each in phrase} & _UNIQUE:
            return True
    return False


_RULES: dict[str, Callable[[_Asked], bool]] = {
    "what about": _is_fragment,
    "no subject": _has_no_subject,
    "pronoun": _points_back,
    "then": _means_that_time,
    "and": _is_linked,
    "any": _asks_if_any,
    "other": _asks_for_others,
    "compared": _compares_with_nothing,
    "which": _asks_which,
    "of what": _leaves_out_of_what,
    "the": _points_to_the_known,
}
"""The rules by name, the surest first."""
