"""A sentence of the draft against the likest of the corpus: the same words, or where the two part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from qabot.core.text import Span
from qabot.facts.alignment import Gap
from qabot.facts.figures import Figure, find_figures
from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem
from qabot.reports.check.absent_names import Replaced, absent_subject, replaced_name
from qabot.reports.check.affiliations import other_person_of
from qabot.reports.check.article_at_hand import other_at_hand
from qabot.reports.check.checked_draft import Difference, HeldQuote, Judgement
from qabot.reports.check.held_articles import HeldArticle
from qabot.reports.check.held_sentences import HeldCorpus, Likeness
from qabot.reports.check.loose_numbers import LooseNumber, loose_numbers
from qabot.reports.check.name_places import name_in_another_place
from qabot.reports.check.named_bodies import Name, is_person, keys_of, same_name
from qabot.reports.check.namesakes import other_namesake
from qabot.reports.check.nearly_said import nearly_said
from qabot.reports.check.negation_comparison import (
    DOUBTED,
    denies_a_time,
    denies_alone,
    has_most_of,
    negation_cut_off,
    opposite_word,
    turned_clause,
    turned_word,
)
from qabot.reports.check.office_holders import is_of_any_body, other_holder
from qabot.reports.check.opposite_places import opposite_beside
from qabot.reports.check.policy import Policy
from qabot.reports.check.quotation_comparison import find_run
from qabot.reports.check.subject_comparison import other_subject
from qabot.reports.check.typography import other_typography
from qabot.reports.check.unnamed_at_hand import other_doer, unnamed_at_hand
from qabot.reports.check.word_sequence import Word, WordSequence, word_keys

_SHORT_GAP = 5
"""Words between two places where sentences agree, up to which what stands there is taken for each other's."""
_ANCHOR = 2
"""Words on each side of a gap that say what it is in the place of."""
_LONG_SUBJECT = 20
"""Words that a sentence may begin with before it says what somebody did: a name, an office, and whose."""
_COMPARED, _NAMELESS = 6, 4
"""Sentences that are compared word by word: those with the most of the matter, and of the matter without names."""
_AS_MUCH, _FOLLOWED = 0.15, 2
"""How much less of the matter an article may have for the draft to go on in it, and how many it goes on in."""
_NEXT_CLAUSE = re.compile(r",\s(?:and|but|while)\s|;\s")
_JOINT = re.compile(r"\A(?:,\s(?:and|but|while)\s|;\s)")
_ONE_MORE = re.compile(r"\b(?:such an?|another such|the same kind of)\s", re.IGNORECASE)
"""What tells of something like what an article tells of, and not of that."""
_JOINING = frozenset("but and although though yet while".split())
_FEWEST = 4
"""Words from which a sentence that stands in an article word for word says what it says."""


class ReadSentence(Struct, frozen=True, dict=True):
    """A sentence of the draft with what was read of it."""

    text: str
    """Its characters."""
    words: WordSequence
    """Its words."""
    names: list[Name]
    """Whom it names, places counted in itself."""
    alike: list[Likeness]
    """The sentences of the corpus that are likest."""
    run: tuple[HeldQuote, ...]
    """Where all of its words stand one after the other."""
    least_near: float
    """Share of its words in order that a sentence must have to be compared word by word."""

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Its figures, places counted in itself."""
        return find_figures(self.text)

    @cached_property
    def numbers(self) -> list[LooseNumber]:
        """Its numbers, figures or not, places counted in itself."""
        return loose_numbers(self.text)

    @property
    def is_one_more(self) -> bool:
        """Whether it tells of something like what an article tells of, and not of that: "such a notice"."""
        return _ONE_MORE.search(self.text) is not None

    def shared_numbers(self, like: Likeness) -> set[Decimal]:
        """Return the values of those that a sentence of the corpus has too."""
        return {each.value for each in self.numbers} & {each.value for each in like.sentence.numbers}

    @cached_property
    def near(self) -> list[Likeness]:
        """Those with most of its words in order, the most first; none with too few to be compared."""
        nameless = sorted(self.alike, key=lambda each: -each.rest)[:_NAMELESS]
        compared = {id(each): each for each in (*self.alike[:_COMPARED], *nameless)}
        near = [each for each in compared.values() if each.may_be_near(self.least_near)]
        return sorted(near, key=lambda each: -each.near)


def read_sentence(corpus: HeldCorpus, text: str, policy: Policy) -> ReadSentence | None:
    """Read a sentence and what is like it; None where it is longer than is compared, or holds no words."""
    words = WordSequence(text)
    if not 0 < len(words.words) <= policy.longest_sentence:
        return None
    names = corpus.reader.names(text)
    run = tuple(find_run(corpus, text)) if len(words.words) >= _FEWEST else ()
    held = tuple(each for each in run if not negation_cut_off(each) and other_typography(text, each.quote) is not None)
    alike = [] if held else corpus.alike(text, words, names)
    if held:
        corpus.follow(held[0].article, held[0].start, held[0].end)
    read = ReadSentence(text, words, names, alike, held, min(policy.some_near, policy.near_share))
    for each in reversed(_followed(read, policy)):
        corpus.follow(each.sentence.held.article, each.sentence.start, each.sentence.end)
    return read


def read_clause(corpus: HeldCorpus, read: ReadSentence, place: int, policy: Policy) -> ReadSentence | None:
    """Read a clause of a sentence by itself, against what is like it in the article that the sentence is of.

    Args:
        corpus: What is held.
        read: The sentence.
        place: A character of the clause.
        policy: What is the same matter.

    Returns:
        None where it has but one clause, or is of no article.
    """
    bounds = [0, *(found.start() for found in _NEXT_CLAUSE.finditer(read.text)), len(read.text)]
    start, end = next((a, b) for a, b in pairwise(bounds) if a <= place < b)
    text = _JOINT.sub("", read.text[start:end])
    words = WordSequence(text)
    if end - start == len(read.text) or len(words.words) < _FEWEST or not read.alike:
        return None
    best = read.alike[0]
    if not (best.goes_on or best.matter >= policy.same_matter):
        return None
    names = corpus.reader.names(text)
    alike = [each for each in corpus.alike(text, words, names) if each.sentence.held is best.sentence.held]
    return ReadSentence(text, words, names, alike, (), read.least_near)


def _followed(read: ReadSentence, policy: Policy) -> list[Likeness]:
    """Return the likest sentences of the articles that the draft may go on in: those with its numbers first."""
    best = read.alike[0].matter if read.alike else 0.0
    is_new = not any(each.goes_on for each in read.alike)
    if best < (policy.same_matter if is_new else policy.near_share):
        return []
    near = [each for each in read.alike if each.matter >= max(policy.same_matter, best - _AS_MUCH)]
    near.sort(key=lambda each: (-len(read.shared_numbers(each)), -each.matter))
    found: dict[str, Likeness] = {}
    for each in near:
        found.setdefault(each.sentence.held.article.id, each)
    return list(found.values())[:_FOLLOWED]


def judge_sentence(read: ReadSentence, policy: Policy) -> Judgement:
    """Say what the corpus holds of a sentence without marks."""
    if read.run:
        is_same = other_typography(read.text, read.run[0].quote) == ""
        return Judgement("verbatim" if is_same else "typography", True, read.run[:3])
    return _negated(read, policy) or _of_another(read, policy) or _clause(read, policy) or _held_so(read, policy)


def _negated(read: ReadSentence, policy: Policy) -> Judgement | None:
    for each in read.near:
        is_of_it = each.near >= policy.near_share and has_most_of(
            read.words.words, _stems(each.sentence.words.words), policy.near_share
        )
        if is_of_it and not denies_a_time(each.sentence.words, read.words) and (found := _turned(read, each)):
            note = "Nearly the same words, with a negation more or less."
            return Judgement("altered", False, (held_quote(each),), note, found)
    return None


def _of_another(read: ReadSentence, policy: Policy) -> Judgement | None:
    """Judge whom a sentence names: in the place of another, or where the article has nobody of the name."""
    if read.is_one_more:
        return None
    is_anybodys = is_of_any_body(read.text, read.names)
    for each in read.near:
        # Of another matter, "HMRC welcomed the …" is no other body's doing, however many welcomed something.
        is_of_it = each.near >= policy.some_near and each.rest >= policy.some_matter
        is_of_it = is_of_it and (each.rest >= policy.same_matter or _has_numbers(read, each))
        is_of_it = is_of_it and (each.goes_on or not is_anybodys)
        replaced = [*_substituted(read, each), *_other_first(read, each, policy)] if is_of_it else []
        found = [(one, other) for one, other in replaced if not _is_in_title(one, each)]
        if found and not _is_said_elsewhere(found, each, read, policy):
            pairs = tuple(Difference(one.text, other.text) for one, other in found)
            note = f"The article has {found[0][1].text} in the place of {found[0][0].text}."
            return Judgement("other_body", False, (held_quote(each),), note, pairs)
    other = replaced_name(read.text, read.names, read.alike, policy)
    other = other or other_subject(read.text, read.names, read.alike, policy)
    other = other or other_holder(read.text, read.names, read.alike, policy)
    other = other or name_in_another_place(read.text, read.names, read.alike)
    other = other or other_person_of(read.text, read.names, read.alike, policy)
    other = other or other_namesake(read.names, read.alike, policy)
    other = other or other_at_hand(read.text, read.names, read.alike) or other_doer(read.text, read.names, read.alike)
    return _replaced(other) if other else unnamed_at_hand(read.text, read.names, read.alike)


def _is_said_elsewhere(found: Sequence[tuple[Name, Name]], like: Likeness, read: ReadSentence, policy: Policy) -> bool:
    """Whether another article says as much of it, of whom the draft says it: of another time, or of somebody else."""
    others = (each for each in read.near if each.sentence.held is not like.sentence.held and each.rest >= like.rest)
    return any(
        each.near >= policy.some_near and all(each.sentence.has_name(one) for one, _ in found) for each in others
    )


def _is_in_title(name: Name, like: Likeness) -> bool:
    """Whether an article is about a body as a whole, which its sentence may call by another word: "the service"."""
    return not is_person(name) and same_name(name, frozenset(), frozenset(like.sentence.held.title_words.keys))


def _clause(read: ReadSentence, policy: Policy) -> Judgement | None:
    turned = turned_clause(read.words, read.alike, policy) or opposite_word(read.words, read.near, policy)
    turned = turned or turned_word(read.words, read.alike, policy) or opposite_beside(read.words, read.alike, policy)
    if turned is None:
        return None
    note = f"The article has “{turned.held}”." if turned.held else "The article does not deny it."
    return Judgement("altered", False, (held_quote(turned.like),), note, (Difference(turned.draft, turned.held),))


def _held_so(read: ReadSentence, policy: Policy) -> Judgement:
    if (best := next(iter(read.near), None)) and best.near >= policy.near_share and best.matter >= policy.near_share:
        if absent := absent_subject(read.text, read.names, best):
            note = f"The article says so in nearly these words, and does not name {absent.text}."
            return Judgement("other_body", False, (held_quote(best),), note, named=absent.text)
        return nearly_said(read.words, read.names, best)
    like = next((each for each in read.alike if each.matter >= policy.same_matter), None)
    if like is None:
        return Judgement("not_held", None, (), "No article was found that says so.")
    return Judgement("not_held", None, (held_quote(like),), "What comes nearest may be about the same thing; read it.")


def _replaced(found: Replaced) -> Judgement:
    name, held = found.name.text, found.held.text
    is_there = found.like.sentence.held.has_name(found.name)
    note = f"The article says it of {held}." if is_there else f"The article names {held}, and not {name}."
    return Judgement("other_body", False, (held_quote(found.like),), note, (Difference(name, held),))


def _has_numbers(read: ReadSentence, like: Likeness) -> bool:
    """Whether an article's sentence has all numbers of the draft's; with another, it tells of something else."""
    return {word.key for word in read.words.words if word.kind == "number"} <= set(like.sentence.words.keys)


def _turned(read: ReadSentence, like: Likeness) -> tuple[Difference, ...]:
    """Return the short gaps in which one of two sentences has a negation more than the other."""
    return tuple(
        _difference(read.words, like.sentence.words, gap)
        for gap in like.gaps
        if gap.longest <= _SHORT_GAP and _is_turned(read, like, gap) and not _goes_on(like, gap)
        if not _is_of_another_clause(read, like, gap)
    )


def _is_of_another_clause(read: ReadSentence, like: Likeness, gap: Gap) -> bool:
    """Whether a negation before or behind all that is shared denies something of its own: "It hasn't forgotten …"."""
    own, held = read.words.words, like.sentence.words.words
    one, other = own[gap.start : gap.end], held[gap.other_start : gap.other_end]
    is_outermost = gap.start == 0 or gap.end == len(own)
    denied, rest = (one, held) if _negations(one, other) else (other, own)
    is_replaced = any(word.key not in STOP_WORDS for word in (other if denied is one else one))
    return is_outermost and is_replaced and denies_alone(denied, _stems(rest))


def _stems(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(stem(word.key) for word in words)


def _goes_on(like: Likeness, gap: Gap) -> bool:
    """Whether the article only says more at its end: "…, but did not fine it"."""
    words = like.sentence.words.words
    return gap.start == gap.end and gap.other_end == len(words) and words[gap.other_start].key in _JOINING


def _is_turned(read: ReadSentence, like: Likeness, gap: Gap) -> bool:
    one, other = read.words.words[gap.start : gap.end], like.sentence.words.words[gap.other_start : gap.other_end]
    if _negations(one, other) == _negations(other, one):
        return False
    denied, said = (one, other) if _negations(one, other) else (other, one)
    return not any(word.key in DOUBTED for word in said) or any(word.key in DOUBTED for word in denied)


def _negations(words: Sequence[Word], others: Sequence[Word]) -> int:
    """Count negations; "without" is one in the place of "with" or of nothing: "if it were lost" says the same."""
    is_in_place = not others or any(word.key == "with" for word in others)
    return sum(word.kind == "negation" and (is_in_place or word.key != "without") for word in words)


def substituted_name(read: ReadSentence, like: Likeness, name: Name) -> Name | None:
    """Return whom an article's sentence names in the place where the draft's, otherwise alike, names another."""
    return next((other for one, other in _substituted(read, like) if one == name), None)


def _substituted(read: ReadSentence, like: Likeness) -> Iterator[tuple[Name, Name]]:
    held = like.sentence
    keys, own = keys_of(held.names), keys_of(read.names)
    words, own_words = frozenset(held.words.keys), frozenset(read.words.keys)
    for gap in _anchored(read, like):
        one = _named_at(read.names, read.words, gap.start, gap.end)
        other = _named_at(held.names, held.words, gap.other_start, gap.other_end, held.start)
        if one is None or other is None or one.text in (*held.held.outlets, held.held.signature):
            continue  # an outlet is told what others say: "Health Weekly: people learned …"
        if not same_name(one, keys, words) and not same_name(other, own, own_words):
            yield one, other


def _other_first(read: ReadSentence, like: Likeness, policy: Policy) -> Iterator[tuple[Name, Name]]:
    """Yield whom a sentence begins with, and another whom nearly the same words have there, who may stand in it too."""
    gap = next(_anchored(read, like), None)
    if gap is None or not _is_of_subjects(gap) or like.near < policy.near_share:
        return
    held = like.sentence
    one = _named_at(list(filter(is_person, read.names)), read.words, gap.start, gap.end)
    other = _named_at(list(filter(is_person, held.names)), held.words, gap.other_start, gap.other_end, held.start)
    if one and other:
        first = word_keys(held.text[: other.end])
        if not same_name(one, other.keys, first) and not same_name(other, one.keys, word_keys(one.text)):
            yield one, other


def _anchored(read: ReadSentence, like: Likeness) -> Iterator[Gap]:
    """Yield short gaps with words in both, on each side of which the two agree for some words, or begin or end."""
    count = len(read.words.words)
    for number, gap in enumerate(like.gaps):
        before = gap.start - (like.gaps[number - 1].end if number else 0)
        behind = (like.gaps[number + 1].start if number + 1 < len(like.gaps) else count) - gap.end
        is_held = (before >= _ANCHOR or not number) and (behind >= _ANCHOR or number + 1 == len(like.gaps))
        is_short = gap.longest <= _SHORT_GAP + 3 or _is_of_subjects(gap)
        is_short = is_short and gap.start < gap.end and gap.other_start < gap.other_end
        if is_held and is_short and before + behind >= _ANCHOR:
            yield gap


def _is_of_subjects(gap: Gap) -> bool:
    """Whether it parts what two sentences begin with, "the" apart: who does something, and who that is."""
    return gap.start == gap.other_start <= 1 and gap.end <= _SHORT_GAP and gap.other_end <= _LONG_SUBJECT


def _named_at(names: Sequence[Name], words: WordSequence, first: int, last: int, offset: int = 0) -> Name | None:
    start, end = (place - offset for place in words.span(first, last))
    return next((name for name in names if name.start < end and name.end > start), None)


def aligned_gap(read: ReadSentence, like: Likeness, start: int, end: int) -> Span | None:
    """Return what an article's sentence has in the place of some characters of the draft's.

    Returns:
        Characters of that sentence, none where it has nothing there; None where the two agree, or too little to tell.
    """
    for gap in like.gaps:
        if gap.longest <= _SHORT_GAP + 3 and gap.end > gap.start:
            first, last = read.words.span(gap.start, gap.end)
            if first < end and last > start:
                return _held_span(like, gap)
        elif gap.other_start < gap.other_end and gap.start < gap.end:
            first, last = read.words.span(gap.start, gap.start + 1)
            if first < end and last > start and like.sentence.words.words[gap.other_start].kind == "number":
                return _held_span(like, gap._replace(other_end=gap.other_start + 1))
    return None


def _held_span(like: Likeness, gap: Gap) -> Span:
    if gap.other_start == gap.other_end:
        return 0, 0
    first, last = like.sentence.words.span(gap.other_start, gap.other_end)
    return first - like.sentence.start, last - like.sentence.start


def _difference(draft: WordSequence, held: WordSequence, gap: Gap) -> Difference:
    return Difference(_cut(draft, gap.start, gap.end), _cut(held, gap.other_start, gap.other_end))


def _cut(words: WordSequence, first: int, last: int) -> str:
    start, end = words.span(first, last) if first < last else (words.first, words.first)
    return words.text[start - words.first : end - words.first]


def held_quote(like: Likeness) -> HeldQuote:
    """Return the article's sentence as evidence."""
    return HeldQuote(like.sentence.held.article, like.sentence.start, like.sentence.end)


def quote_at(held: HeldArticle, place: int) -> HeldQuote:
    """Return the sentence of an article that holds a character as evidence."""
    own = held.sentence_at(place)
    return HeldQuote(held.article, own.start, own.end)
