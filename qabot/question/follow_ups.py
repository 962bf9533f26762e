"""What an elliptical question takes over from the turns before it. Pure; no model.

    How much did GDS get in the Spending Review?      stands alone
    what about HMRC?                                  takes `get in the Spending Review`; HMRC replaces GDS
    why?                                              takes the same, and HMRC
    Who opened the National Cyber Security Centre?    stands alone: nothing is taken

Whether a question stands alone, `ellipsis` tells. What it takes are words of the turn before, and what that turn had
itself taken: a thread, which the last question that stood alone began.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from msgspec import Struct

from qabot.core.dates import MONTH_NAMES
from qabot.core.questions import AnalysedQuestion, EntityMention, Period
from qabot.question.ellipsis import LEADING, lacking
from qabot.question.pronouns import PRONOUNS
from qabot.question.vocabulary import TIMES, Word, words_of

MOST = 6
"""Words taken over at the most: those that say what the thread is about, the oldest and the latest of them."""
_FAR = 8
"""Turns that are looked back on at the most."""
_ANCHORED = 2
"""Topical words that make a turn the beginning of a thread; one will do where it is a name."""

_IN_DOUBT = "in doubt"
"""What stands in the place of a sign that a question lacks something, where it may do so without any."""
_FRAGMENTS = frozenset({"what about", "and"})
"""Signs of a piece of a question, whose names stand in the place of others."""
_COLOURLESS = (LEADING - {"fine"}) | frozenset(
    "actually became become began begin behind best big call called came come describe details different end ended "
    "ever exactly explain few find found go going good happen happened happening important information keep kept "
    "kind knew know known lack let long look looks made main make makes many mean means much name new people person "
    "put ran really run runs said say says see seen start started still take taken tell thing things think thinks "
    "thought time times told took tried try type types use used using want wanted way ways work worked works year "
    "years".split()
)
"""Words that say nothing of a subject: the next question has its own, or can do without."""
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_MONTHS = frozenset(MONTH_NAMES) - {"may"}
"""Without May, which is more often a verb."""
_NEARBY = frozenset("last next past previous this".split())
_MOVES_ON = frozenset(
    "after afterwards again ago before currently eventually ever has have lately later latest now nowadays recent "
    "recently since still today tonight until will yesterday yet".split()
)
"""Words of a question that looks beyond the dates of the one before."""


class InheritedContext(Struct, frozen=True):
    """What a question takes over; empty for one that stands alone."""

    terms: tuple[str, ...] = ()
    """Words and names of earlier questions as they were written, in the order they were first asked."""
    period: Period | None = None
    """Dates that an earlier question set and this one does not replace."""
    soft_date: Period | None = None
    """When the event took place that is still spoken of, likewise."""
    elliptical: bool = False
    """Whether the question lacks something, even if there is nothing that it could take over."""
    why: str = ""
    """What shows it: the name of a rule in `ellipsis`."""


class Phrase(NamedTuple):
    """A word, or the words of one name."""

    words: tuple[Word, ...]
    is_body: bool = False
    """Whether it is a body that has other names."""

    @property
    def text(self) -> str:
        """As it was written."""
        return " ".join(word.raw for word in self.words)

    @property
    def is_topical(self) -> bool:
        """Whether it says what a question is about."""
        return self.is_body or len(self.words) > 1 or not all(word.general for word in self.words)

    @property
    def is_colourless(self) -> bool:
        """Whether it says nothing of a subject."""
        first = self.words[0]
        says_nothing = first.stop or first.stem == "it" or (first.key in _COLOURLESS and not first.named)
        return len(self.words) == 1 and says_nothing

    @property
    def is_name(self) -> bool:
        """Whether it names something, as far as its letters tell."""
        return self.is_body or (self.is_topical and any(map(str.isupper, self.text)))


def rewrite_follow_up(
    text: str, earlier: Sequence[AnalysedQuestion], mentions: Sequence[EntityMention] = (), *, in_doubt: bool = False
) -> InheritedContext:
    """Work out what a question takes over.

    Args:
        text: The question, cleaned, without filter prefixes.
        earlier: The questions before it as they were understood, oldest first.
        mentions: The bodies that it names.
        in_doubt: Whether it takes something over even where nothing shows that it does not stand alone.

    Returns:
        Terms that are words of earlier questions and share none with this one, and dates. Filters that someone set in
        an earlier turn are not taken over: a chat keeps its own.
    """
    recent = earlier[-_FAR:]
    words = words_of(text)
    why = lacking(words) or (_IN_DOUBT if in_doubt and words else "")
    if not why:
        return InheritedContext()
    dated = _names_a_date(words)
    offered = _offered(recent)
    own = phrases_of(words, mentions)
    if any(phrase.is_name for phrase in own) and any(word.key in PRONOUNS for word in words):
        subject, is_new = _last_named(recent)
        if is_new:
            return InheritedContext(
                tuple(_within_bounds(_not_yet_asked(subject, {word.stem for word in words}))), elliptical=True, why=why
            )
    is_fragment = why in _FRAGMENTS and not any(word.key in PRONOUNS for word in words)
    replaced = _replaced(own, offered) if is_fragment else []
    remaining = [phrase for phrase in offered if phrase not in replaced and not (dated and _names_a_date(phrase.words))]
    terms = _within_bounds(_not_yet_asked(remaining, {word.stem for word in words}))
    if _moves_on(words):
        return InheritedContext(tuple(terms), elliptical=True, why=why)
    return InheritedContext(tuple(terms), *_dates_in_force(recent), elliptical=True, why=why)


def _offered(recent: Sequence[AnalysedQuestion]) -> list[Phrase]:
    """Return what there is to take over from the last turns, in the order it was first asked.

    Turns before the one that began the thread do not count.
    """
    bodies = {mention.written for turn in recent for mention in turn.mentions}
    offered: list[Phrase] = []
    for turn in reversed(recent):
        own = [phrase for phrase in phrases_of(words_of(turn.text), turn.mentions) if not phrase.is_colourless]
        topical = [phrase for phrase in own if phrase.is_topical]
        inherited = [Phrase(tuple(words_of(term)), term in bodies) for term in turn.inherited_terms]
        offered = [*inherited, *own, *offered]
        # What a turn took over holds what was before it, less what was replaced or dropped since.
        timeless = [phrase for phrase in topical if not _names_a_date(phrase.words)]
        if inherited or len(timeless) >= _ANCHORED or any(phrase.is_name for phrase in topical):
            break
    return [phrase for phrase in offered if phrase.words]


def _last_named(recent: Sequence[AnalysedQuestion]) -> tuple[list[Phrase], bool]:
    """Return the names in the last question that has any, and whether the thread had turned to them there.

    "How much did it pay for Aspire?" behind "What about HMRC?" is about HMRC, and no longer about who left whom before.
    """
    for turn in reversed(recent):
        names = [each for each in phrases_of(words_of(turn.text), turn.mentions) if each.is_name]
        if names:
            return names, bool(turn.inherited_terms)
    return [], False


def phrases_of(words: Sequence[Word], mentions: Sequence[EntityMention]) -> list[Phrase]:
    """Return the words of a question one by one, but those that are one name together."""
    bodies = [[word.key for word in words_of(mention.written)] for mention in mentions]
    phrases: list[Phrase] = []
    i = 0
    while i < len(words):
        body = max((len(keys) for keys in bodies if keys == [word.key for word in words[i : i + len(keys)]]), default=0)
        size = max(body, _name_length(words[i:]), 1)
        phrases.append(Phrase(tuple(words[i : i + size]), body == size))
        i += size
    return phrases


def _name_length(words: Sequence[Word]) -> int:
    """Return how many words from the first on are one name, as far as their letters tell."""
    if words[0].key == "one" and len(words) > 1 and not words[1].general:
        return 2  # in any letters: One Login, One Barnet
    if words[0].stop or not words[0].raw[0].isupper() or (words[0].general and not words[0].named):
        return 0
    others = takewhile(lambda w: w.named and not w.first and not w.stop and w.raw[0].isupper(), words[1:])
    return 1 + sum(1 for _ in others)


def _replaced(asked: Sequence[Phrase], offered: Sequence[Phrase]) -> list[Phrase]:
    """Return the names in whose place the names of this question stand: one each, of one word as it is or of several.

    A body that has other names rather replaces such a body, and another name another; the first of several is replaced.
    """
    replaced: list[Phrase] = []
    for name in asked:
        if not name.is_name or name.text in {each.text for each in offered}:
            continue
        alike = [each for each in offered if each.is_name and (len(each.words) > 1) == (len(name.words) > 1)]
        alike = [each for each in alike if each not in replaced]
        replaced += sorted(alike, key=lambda each: each.is_body != name.is_body)[:1]
    return replaced


def _not_yet_asked(phrases: Sequence[Phrase], stems: set[str]) -> list[str]:
    """Return phrases each once, as they were written, without the words of these stems."""
    terms: list[str] = []
    for phrase in phrases:
        words = [word for word in phrase.words if word.stem not in stems]
        if len(words) == len(phrase.words):
            terms.append(phrase.text)
        else:
            words = [word for word in words if not word.stop]
            terms += [word.raw for word in words]
        stems.update(word.stem for word in words)
    return terms


def _within_bounds(terms: Sequence[str]) -> list[str]:
    """Leave terms out until so many words are left: what any subject can be asked about with first, then the middle."""
    kept = [Phrase(tuple(words_of(term))) for term in terms]
    while sum(len(phrase.words) for phrase in kept) > MOST and len(kept) > 1:
        general = [i for i, phrase in enumerate(kept) if not phrase.is_topical]
        kept.pop(general[-1] if general else len(kept) // 2)
    return [phrase.text for phrase in kept]


def _names_a_date(words: Sequence[Word]) -> bool:
    """Whether a year, a month or a time like `last week` is named."""
    keys = [word.key for word in words]
    return any(_YEAR.match(key) or key in _MONTHS for key in keys) or any(
        one in _NEARBY and other in TIMES for one, other in pairwise(keys)
    )


def _moves_on(words: Sequence[Word]) -> bool:
    """Whether a question asks of another time than the one before it."""
    return _names_a_date(words) or any(word.key in _MOVES_ON for word in words)


def _dates_in_force(recent: Sequence[AnalysedQuestion]) -> tuple[Period | None, Period | None]:
    """Return the dates that were last set, and those of the event last spoken of, if the thread goes back so far."""
    for turn in reversed(recent):
        if turn.inferred or turn.soft_date:
            return turn.inferred, turn.soft_date
        if not turn.inherited_terms or _moves_on(words_of(turn.text)):
            break
    return None, None
