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
from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from qabot.core.dates import MONTH_NAMES
from qabot.core.questions import AnalysedQuestion, EntityMention, Period
from qabot.question.ellipsis import LEADING, lacking, opening
from qabot.question.entities import EntityGazetteer, NameKind
from qabot.question.phrases import DOER, Phrase, phrases_of, placed
from qabot.question.pronouns import PRONOUNS
from qabot.question.replaced_names import replaced_names
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
_OF_FORM = (LEADING - {"fine"}) | frozenset(
    "across against along already also although always among another around away beneath besides beyond despite either "
    "else enough especially even except inside instead maybe nearly neither never nor often onto otherwise outside "
    "overall per perhaps plus quite rather recently regarding several since soon still therefore though throughout "
    "together toward towards unless upon versus via whenever wherever whether whose within without yet".split()
)
"""Words that join others and are never taken over."""
_OF_A_SUBJECT = frozenset("it its he him his she her hers they them their theirs".split())
"""Pronouns that mean a subject, and not what was said of it: `is it good?`, but `who said that?`."""
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
    stands_for: str = ""
    """The question before it with its name in the place of the one there, where that is all it is; else empty."""


def rewrite_follow_up(
    text: str,
    earlier: Sequence[AnalysedQuestion],
    mentions: Sequence[EntityMention] = (),
    *,
    in_doubt: bool = False,
    bodies: EntityGazetteer | None = None,
) -> InheritedContext:
    """Work out what a question takes over.

    Args:
        text: The question, cleaned, without filter prefixes.
        earlier: The questions before it as they were understood, oldest first.
        mentions: The bodies that it names.
        in_doubt: Whether it takes something over even where nothing shows that it does not stand alone.
        bodies: What is known to be a body's name, and what a programme's.

    Returns:
        Terms that are words of earlier questions and share none with this one, and dates. Filters that someone set in
        an earlier turn are not taken over: a chat keeps its own.
    """
    recent = earlier[-_FAR:]
    words = words_of(text)
    why = lacking(words) or (_IN_DOUBT if in_doubt and words else "")
    if not why:
        return InheritedContext()
    own = _placed(words, mentions)
    if any(phrase.is_name for phrase in own) and _plain_keys(words) & PRONOUNS:
        subject, is_new = _last_named(recent)
        if is_new:
            return InheritedContext(
                tuple(_within_bounds(_not_yet_asked(subject, {word.stem for word in words}))), elliptical=True, why=why
            )
    remaining, replaced = _remaining(own, words, why, recent, bodies)
    terms = _within_bounds(_not_yet_asked(remaining, {word.stem for word in words}))
    dates = (None, None) if _moves_on(words) else _dates_in_force(recent)
    return InheritedContext(
        tuple(terms), *dates, elliptical=True, why=why, stands_for=_stands_for(own, replaced, recent)
    )


def _stands_for(own: Sequence[Phrase], replaced: Sequence[Phrase], recent: Sequence[AnalysedQuestion]) -> str:
    """Return the last question with a name in the place of the one that it replaces: `how much did Aspire cost?`."""
    names = [phrase for phrase in own if phrase.is_name]
    if len(names) != 1 or len(replaced) != 1 or _has_predicate(own) or not recent:
        return ""
    before = recent[-1].stands_for or recent[-1].text
    old = rf"(?<!\w){re.escape(replaced[0].text)}(?!\w)"
    return re.sub(old, lambda _: names[0].text, before, count=1) if re.search(old, before) else ""


def _remaining(
    own: Sequence[Phrase],
    words: Sequence[Word],
    why: str,
    recent: Sequence[AnalysedQuestion],
    bodies: EntityGazetteer | None,
) -> tuple[list[Phrase], list[Phrase]]:
    """Return what a question can take over, and the names that it replaces."""
    offered = _offered(recent)
    keys = _plain_keys(words)
    if keys & _OF_A_SUBJECT and not all(each.is_name or each.words[0].stop for each in own):
        offered = _subject(offered)
    replaced: list[Phrase] = []
    if why in _FRAGMENTS and not keys & PRONOUNS:
        texts = [" ".join(word.raw for word in words), *(turn.text for turn in recent)] if bodies else []
        kinds: dict[str, NameKind] = {}
        for each in texts:
            kinds |= bodies.kinds(each) if bodies else {}
        replaced = replaced_names(own, offered, kinds)
    dated = _names_a_date(words)
    left = [each for each in offered if each not in replaced and not (dated and _names_a_date(each.words))]
    if replaced and not left and not _has_predicate(own):
        # "and GDS?" behind "who runs CDDO?": what was asked is all that there is
        said = phrases_of(words_of(recent[-1].text), recent[-1].mentions)
        left = [each for each in said if not (each.is_name or each.words[0].key in _OF_FORM or each.words[0].stop)]
    return left, replaced


def _offered(recent: Sequence[AnalysedQuestion]) -> list[Phrase]:
    """Return what there is to take over from the last turns, in the order it was first asked.

    Turns before the one that began the thread do not count. Of what a turn took over itself, its subject goes on, and
    what was said of that only where the turn has said nothing else: `and HMRC?`, `why?`.
    """
    bodies = {mention.written for turn in recent for mention in turn.mentions}
    written = {each.text.casefold(): each for turn in recent for each in _placed(words_of(turn.text), turn.mentions)}
    offered: list[Phrase] = []
    for turn in reversed(recent):
        said = _placed(words_of(turn.text), turn.mentions)
        own = [phrase for phrase in said if not _is_colourless(phrase)]
        topical = [phrase for phrase in own if phrase.is_topical]
        inherited = [_as_written(term, bodies, written) for term in turn.inherited_terms]
        if _has_predicate(own):
            inherited = _subject(inherited)
        offered = [*inherited, *own, *offered]
        # What a turn took over holds what was before it, less what was replaced or dropped since.
        timeless = [phrase for phrase in topical if not _names_a_date(phrase.words)]
        if inherited or len(timeless) >= _ANCHORED or any(phrase.is_name for phrase in topical):
            break
    return [phrase for phrase in offered if phrase.words]


def _subject(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return what phrases are about, without what is said of it; all of them where no capitals tell which is which."""
    is_named = any(phrase.is_name and any(map(str.isupper, phrase.text)) for phrase in phrases)
    return [phrase for phrase in phrases if phrase.is_topical or not is_named]


def _as_written(term: str, bodies: set[str], written: Mapping[str, Phrase]) -> Phrase:
    """Return a term that was taken over with what it did where it was written first."""
    known = written.get(term.casefold())
    return Phrase(tuple(words_of(term)), term in bodies, known.role if known else "", known.row if known else "")


def _placed(words: Sequence[Word], mentions: Sequence[EntityMention]) -> list[Phrase]:
    """Return the phrases of a question with what each does in it; a piece of one, `what about X`, does not tell."""
    begins = opening(words)
    phrases = phrases_of(words[begins:], mentions)
    if not begins:
        return placed(phrases)
    return [each._replace(role="") if each.role == DOER else each for each in placed(phrases)]


def _is_colourless(phrase: Phrase) -> bool:
    """Whether it says nothing of a subject."""
    first = phrase.words[0]
    is_plain = first.key in _OF_FORM | _COLOURLESS and not first.named
    says_nothing = first.stop or first.stem == "it" or is_plain
    return len(phrase.words) == 1 and says_nothing


def _has_predicate(phrases: Sequence[Phrase]) -> bool:
    """Whether something is said besides names and dates."""
    return any(
        not (each.is_name or _is_colourless(each) or each.words[0].stop or _names_a_date(each.words))
        for each in phrases
    )


def _last_named(recent: Sequence[AnalysedQuestion]) -> tuple[list[Phrase], bool]:
    """Return the names in the last question that has any, and whether the thread had turned to them there.

    "How much did it pay for Aspire?" behind "What about HMRC?" is about HMRC, and no longer about who left whom before.
    """
    for turn in reversed(recent):
        names = [each for each in phrases_of(words_of(turn.text), turn.mentions) if each.is_name]
        if names:
            return names, bool(turn.inherited_terms)
    return [], False


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


def _plain_keys(words: Sequence[Word]) -> set[str]:
    """Return words in lower case that are no part of a name, as `One` is in `One Login`."""
    return {word.key for word in words if not word.named}


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
