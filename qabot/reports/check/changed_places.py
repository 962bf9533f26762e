"""Two values of a sentence that an article has the other way round, and one that it has of something else.

The same figure is no tick by itself: "saved £5m and cost £4m" has both figures of an article where it cost £5m.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Literal, NamedTuple

from qabot.reports.check.checked_draft import Difference, HeldQuote, Judgement
from qabot.reports.check.held_articles import HeldArticle
from qabot.reports.check.held_sentences import HeldCorpus
from qabot.reports.check.policy import Policy
from qabot.reports.check.sentence_comparison import ReadSentence, quote_at
from qabot.reports.check.told_statements import Told
from qabot.reports.check.value_roles import Value, are_opposed_kinds, kinds_of, role_of, values_of

_OUT_OF = re.compile(r"(?:\s[\w-]+){0,2}\s(?:out\s)?of\s(?:the\s|its\s|all\s|about\s|some\s|nearly\s|a\stotal\sof\s)*")
"""What stands between a part and its whole."""
_FROM = re.compile(r"\bfrom\s(?:about\s|around\s|some\s|nearly\s|almost\s|just\s|over\s|under\s)*$")
_TO = re.compile(r"\sto\s(?:about\s|around\s|some\s|nearly\s|almost\s|just\s|over\s|under\s|the\send\sof\s)*")
"""What stands before a value that another took the place of, and between the two."""
_EARLIER = re.compile(r"\b(?:forward|earlier|sooner|back\sto|backdated|ahead)\b")
_MOST = 16
"""Values of a sentence up to which it is asked what each is of; a table has more, and lists them under heads."""
_BOTH = "The article has both of these times."
_PLAINLY = 3
"""How many times as many words say that two values have changed places as that they have not, for that to be plain."""
_SHARED = 2
"""Words of a role by which another value of the article has it."""


_Found = Literal["right", "turned", "perhaps"]


class _Placed(NamedTuple):
    """A value of an article."""

    value: Value
    place: int
    """Where it stands in the article."""
    text: str
    """As it is written there."""
    role: frozenset[str]
    """What is said around it."""


class _Own(NamedTuple):
    """A statement of the draft about a value."""

    told: Told | None
    """None where nothing was found of it."""
    value: Value
    role: frozenset[str]


def in_their_places(told: Sequence[Told], read: ReadSentence, corpus: HeldCorpus, policy: Policy) -> list[Told]:
    """Return the statements of a sentence, those that pass by a value of an article that is of something else faulted.

    Args:
        told: The statements, with what was found of each.
        read: The sentence.
        corpus: What is held.
        policy: What is the same matter.
    """
    if read.run:
        return list(told)
    values = values_of(read.text, read.figures, read.numbers)
    if len(values) > _MOST:
        return list(told)
    best = [each for each in read.alike if each.goes_on or each.matter >= policy.same_matter][:1]
    nearest = [each.sentence.held.article.id for each in best]
    placed = {each.focus[0]: each for each in told if each.kind in {"figure", "date"} and each.judgement.evidence}
    own = [_Own(placed.get(each.start), each, role_of(each, read.text, values)) for each in values]
    found: dict[int, Judgement] = {}
    for one, other in combinations(own, 2):
        if one.value.may_be(other.value) and not one.value.agrees(other.value):
            found |= {each.value.start: judged for each, judged in _of_two(one, other, read.text, corpus, nearest)}
    for each in own:
        if each.value.start not in found and (
            judged := _of_the_opposite(each, corpus) or _of_one(each, values, corpus)
        ):
            found[each.value.start] = judged
    known = {each.focus[0] for each in told if each.kind in {"figure", "date"}}
    more = [
        Told((each.start, each.end), "figure", found[each.start])
        for each in values
        if each.start in found and each.start not in known and each.family != "date" and found[each.start].ok is False
    ]
    return [*(_with(each, found.get(each.focus[0])) for each in told), *more]


def _with(told: Told, judged: Judgement | None) -> Told:
    """Return a statement as it is judged by its place; another finding that faults it stands, but for dates cleared."""
    is_cleared = judged is not None and judged.note == _BOTH and told.judgement.outcome == "other_date"
    return told._replace(judgement=judged) if judged and (_is_open(told) or is_cleared) else told


def _is_open(told: Told) -> bool:
    return told.kind in {"figure", "date"} and told.judgement.ok is not False


def _of_two(
    one: _Own, other: _Own, text: str, corpus: HeldCorpus, nearest: Sequence[str]
) -> Iterator[tuple[_Own, Judgement]]:
    """Yield what is to be said of two values of which an article says what the draft says of the other."""
    for held in _articles(one, other, corpus, nearest):
        first, second = _all(held, one.value), _all(held, other.value)
        if not (first and second):
            continue
        found = _as_told_together(one, other, text, held)
        found = _by_their_words(one, other, first, second) if found is None else found
        if found == "turned":
            yield from _turned(one, other, first[0], second[0], held)
        elif found == "right" and _is_from_to(one.value, other.value, text):
            for each in (each for each in (one, other) if each.told and each.told.judgement.outcome == "other_date"):
                yield each, Judgement("unchecked", None, (quote_at(held, first[0].place),), _BOTH)
        elif found == "perhaps":
            yield one, _unsure(held, first[0])
            yield other, _unsure(held, second[0])
        return


def _as_told_together(one: _Own, other: _Own, text: str, held: HeldArticle) -> _Found | None:
    """Say of two values of which the draft says how they stand to each other whether it turns them; else None."""
    if pair := _part_and_whole(one.value, other.value, text):
        return "turned" if pair[0] > pair[1] else "right"
    if not _is_from_to(one.value, other.value, text):
        return None
    if _is_from_to_there(other.value, one.value, held):
        return "turned"
    return "perhaps" if _is_backwards(one.value, other.value, text) else "right"


def _by_their_words(one: _Own, other: _Own, first: Sequence[_Placed], second: Sequence[_Placed]) -> _Found:
    """Say of two values whether what the draft says around each is what an article says around the other."""
    straight, cross = _shared(one, other, first, second), _shared(one, other, second, first)
    count, crossing = sum(map(len, straight)), sum(map(len, cross))
    if all(straight):
        return "right"
    if all(cross):
        return "turned" if crossing >= _PLAINLY * count else "perhaps"
    is_called_so = any(len(each) >= _SHARED and kinds_of(each) for each in cross)
    return "perhaps" if not count and is_called_so else "right"


def _is_from_to(one: Value, other: Value, text: str) -> bool:
    """Whether a value is told as what was before, and another as what came then: "from 300 to around 250"."""
    is_led = _FROM.search(text, 0, one.start) is not None
    return is_led and _TO.fullmatch(text, one.end, other.start) is not None


def _is_from_to_there(one: Value, other: Value, held: HeldArticle) -> bool:
    """Whether an article has two values, one as what was before the other."""
    return any(
        first.agrees(one) and second.agrees(other) and _is_from_to(first, second, sentence.text)
        for sentence in held.all_sentences
        for first, second in pairwise(sentence.values)
    )


def _is_backwards(one: Value, other: Value, text: str) -> bool:
    """Whether a date is told to have been put back to an earlier one."""
    first, then = one.low, other.high
    return isinstance(first, date) and isinstance(then, date) and first > then and not _EARLIER.search(text)


def _articles(one: _Own, other: _Own, corpus: HeldCorpus, nearest: Sequence[str]) -> Iterator[HeldArticle]:
    told = [each.told for each in (one, other) if each.told]
    ids = dict.fromkeys(quote.article.id for one in told for quote in one.judgement.evidence[:1])
    yield from map(corpus.article, ids or nearest)


def _all(held: HeldArticle, value: Value) -> list[_Placed]:
    """Return where an article has a value, each with what is said around it."""
    found: list[_Placed] = []
    for sentence in held.all_sentences:
        for each in sentence.values:
            if each.agrees(value):
                role = role_of(each, sentence.text, sentence.values)
                found.append(_Placed(each, sentence.start + each.start, sentence.text[each.start : each.end], role))
    return found


def _shared(
    one: _Own, other: _Own, first: Sequence[_Placed], second: Sequence[_Placed]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that say what each of two values is of, and stand around one of the article's for it."""
    both = one.role & other.role
    theirs = [frozenset(word for each in some for word in each.role) for some in (first, second)]
    alike = theirs[0] & theirs[1]
    return (one.role - both) & (theirs[0] - alike), (other.role - both) & (theirs[1] - alike)


def _part_and_whole(one: Value, other: Value, text: str) -> tuple[Decimal, Decimal] | None:
    """Return a value that is told as a part of another, and that; None where neither is."""
    pair = sorted((one, other), key=lambda each: each.start)
    part, whole = pair[0].low, pair[1].low
    if not (_OUT_OF.fullmatch(text, pair[0].end, pair[1].start) and isinstance(part, Decimal)):
        return None
    return (part, whole) if isinstance(whole, Decimal) else None


def _turned(
    one: _Own, other: _Own, first: _Placed, second: _Placed, held: HeldArticle
) -> Iterator[tuple[_Own, Judgement]]:
    quotes = tuple(dict.fromkeys((quote_at(held, first.place), quote_at(held, second.place))))
    for each, own, there in ((one, first, second), (other, second, first)):
        outcome = "other_date" if each.value.family == "date" else "other_figure"
        note = f"The article has {there.text} here, and {own.text} of the other."
        yield each, Judgement(outcome, False, quotes, note, (Difference(own.text, there.text),))


def _unsure(held: HeldArticle, there: _Placed) -> Judgement:
    note = "The article has it, and perhaps of the other thing that the draft names here."
    return Judgement("unchecked", None, (quote_at(held, there.place),), note)


def _of_the_opposite(own: _Own, corpus: HeldCorpus) -> Judgement | None:
    """Judge a value that its article calls the opposite: a saving in the draft, and a cost there."""
    if own.told is None or not own.told.judgement.ok:
        return None
    quote, kinds = own.told.judgement.evidence[0], kinds_of(own.role)
    there = _all(corpus.article(quote.article.id), own.value) if kinds else []
    if not there or not all(are_opposed_kinds(kinds, kinds_of(each.role)) for each in there):
        return None
    outcome = "other_date" if own.value.family == "date" else "other_figure"
    return Judgement(outcome, False, (quote,), "The article says the opposite of it.")


def _of_another_noun(
    own: _Own, there: Sequence[_Placed], others: Sequence[_Placed], held: HeldArticle
) -> Judgement | None:
    """Judge a count of which an article counts something else, and has another count of the draft's."""
    noun = own.value.noun
    if noun in {"", "people"} or any(each.value.noun in {"", "people", noun} for each in there):
        return None  # who uses a thing, and who works there, is people as well
    same = [each for each in others if each.value.noun == noun]
    if len({each.value.low for each in same}) != 1:
        return None
    quotes = (quote_at(held, same[0].place), quote_at(held, there[0].place))
    note = f"The article has {same[0].text}, and {there[0].text}."
    return Judgement("other_figure", False, _once(quotes), note, (Difference(there[0].text, same[0].text),))


def _of_one(own: _Own, values: Sequence[Value], corpus: HeldCorpus) -> Judgement | None:
    """Judge a figure that its article has of something else, and another where the draft's words are."""
    is_telling = own.value.noun or kinds_of(own.role)
    if own.told is None or own.told.judgement.outcome != "same_figure" or not (own.told.judgement.ok and is_telling):
        return None
    quote = own.told.judgement.evidence[0]
    held = corpus.article(quote.article.id)
    there = _all(held, own.value)
    if not there or not own.role:
        return None
    if judged := _of_another_noun(own, there, list(_of_family(held, own.value)), held):
        return judged
    others = [each for each in _of_family(held, own.value) if not any(each.value.agrees(one) for one in values)]
    best = max(others, key=lambda each: _telling(own.role & each.role), default=None)
    shared = own.role & best.role if best else frozenset[str]()
    if best is None or len(shared) < _SHARED or not kinds_of(shared) or any(own.role & each.role for each in there):
        return None
    quotes = (quote_at(held, best.place), quote)
    theirs = frozenset(kind for each in there for kind in kinds_of(each.role))
    if (theirs and not theirs & kinds_of(own.role)) or own.role == shared:
        note = f"The article has {best.text}, and {there[0].text} of something else."
        return Judgement("other_figure", False, _once(quotes), note, (Difference(there[0].text, best.text),), False)
    note = f"The article has this figure, of something else perhaps; with the draft's words it has {best.text}."
    return Judgement("unchecked", None, _once(quotes), note)


def _telling(shared: frozenset[str]) -> tuple[bool, int]:
    """Return how much words say of what a value is: whether one of them calls it something, and how many they are."""
    return bool(kinds_of(shared)), len(shared)


def _once(quotes: Sequence[HeldQuote]) -> tuple[HeldQuote, ...]:
    return tuple(dict.fromkeys(quotes))


def _of_family(held: HeldArticle, value: Value) -> Iterator[_Placed]:
    for sentence in held.all_sentences:
        for each in sentence.values:
            if each.may_be(value):
                role = role_of(each, sentence.text, sentence.values)
                yield _Placed(each, sentence.start + each.start, sentence.text[each.start : each.end], role)
