"""A negation that the draft has and the article does not, or the other way round, where both say the same otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem
from qabot.reports.check.checked_draft import HeldQuote
from qabot.reports.check.held_sentences import Likeness
from qabot.reports.check.opposite_words import are_opposite, turned_pairs
from qabot.reports.check.policy import Policy
from qabot.reports.check.word_sequence import Word, WordSequence, read_words

_LIGHT = frozenset("yet been being have has had its their his her any a an the to be by as so much more longer".split())
_PARTIAL = frozenset(
    "all only just every everyone necessarily alone always least until less fewer more other enough".split()
)
"""What a negation before it denies in part: "not only"."""
_CLAUSE = 4
"""Words of content of what is denied that are looked for."""
_REACH = 4
"""Words behind a negation among which is what it denies."""
_CLAUSES = re.compile(r"[,;:]\s(?:and|but|while|though)\s|[;:]\s")
_NOT_BEFORE = re.compile(
    r"\b(?:not|never|n['’]t|nobody|nothing|no)\s[^.,;:]{0,60}?\s(?:before|until|till)\s(?!now\b)", re.IGNORECASE
)
_UNTIL = frozenset({"before", "until", "till"})
_DENIALS = re.compile(r"[.,;:!?”\"]\s|\s(?:and|but|nor|or)\s")
"""Where one clause that denies ends and another begins."""
_FEWEST, _NEARLY_ALL = 4, 0.8
"""Words of content of a clause that is compared by itself, and the share of them that the article's sentence has."""
_ALL = 0.95
"""Share of the words of a short sentence that must stand in one of the article at hand."""
_BY_ITSELF = 0.75
"""Share of a sentence without its names by which it is of an article that the draft has not been of before."""
_SEVERAL = 2
"""Negations of a sentence from which one may be left out and others kept."""
_NAMING = frozenset("without nothing nobody never no".split())
"""Negations that a title may have and deny nothing: "nothing left but the name"."""
_DENYING = frozenset(
    """fail failed fails failing lack lacked lacks lacking refuse refused refuses deny denied denies reject rejected
    rejects little few less un avoid avoided missing without stop stopped fear feared fears fearing warn warned
    warns worry worried absent absence unable drop dropped rather instead miss missed decline declined unclear yet
    but however although though except free""".split()
)
"""Words that deny as well."""


_UN = re.compile(r"(?:un(?!der|ti|i|l)|dis(?!c|t)|im(?=p))\w{3}")
"""How words begin that deny what they are made of."""


_LIMITING = frozenset("just only solely merely exclusively alone".split())
"""Words that deny of all others what they say of one."""


class TurnedClause(NamedTuple):
    """Where one of two sentences denies what the other says."""

    like: Likeness
    """The article's sentence."""
    draft: str
    """The draft's words, with its negation; empty where it has none."""
    held: str
    """The article's; empty where it has none."""


def turned_clause(own: WordSequence, alike: Sequence[Likeness], policy: Policy) -> TurnedClause | None:
    """Return where the draft turns what the article that is likest says; None where neither denies, or both do."""
    best = max(alike, key=lambda each: (each.own, each.nameless), default=None)
    if best is None or best.words < policy.same_matter or (not best.goes_on and _is_short(own)):
        return None
    if best.matter < policy.same_matter and not (best.at_hand and best.words >= _ALL):
        return None
    held = best.sentence.words
    drafted, theirs = _denied(own.words), _denied(held.words)
    if drafted and drafted[0].key in _NAMING and is_title(own.text):
        return None  # "Universal Credit without GDS" tells of a parting as well as of a lack
    is_limited = any(word.key in _LIMITING for word in held.words)  # "just to new ones" says "not to old ones"
    is_denied_behind = _denies_behind(own, best)
    if (
        drafted
        and not theirs
        and not is_limited
        and not _denies(held)
        and not is_denied_behind
        and _has_clause(held, own, drafted)
    ):
        return TurnedClause(best, _cut(own, drafted), "")
    if (
        theirs
        and not drafted
        and not _denies(own)
        and not denies_a_time(held, own)
        and _has_clause(own, held, theirs)
        and not _has_twice(held, theirs[-1])
    ):
        return TurnedClause(best, "", _cut(held, theirs))
    found = _one_of_several(own, best) or _first_of_several(own, best)
    return found or next(_turned_in_a_clause(own, alike, policy), None)


def denies_a_time(held: WordSequence, own: WordSequence) -> bool:
    """Whether an article denies only until when something is, and the draft says nothing of that: "not before May"."""
    return bool(_NOT_BEFORE.search(held.text)) and not _UNTIL.intersection(own.keys)


def _denies_behind(own: WordSequence, like: Likeness) -> bool:
    """Whether the next sentence of an article denies something that the draft names too: "… and have had none"."""
    behind = like.sentence.held.sentence_behind(like.sentence.end)
    if behind is None or not any(word.kind == "negation" for word in behind.words.words):
        return False
    content = {stem(word.key) for word in own.words if word.kind != "negation" and _is_content(word)}
    return not content.isdisjoint({stem(key) for key in behind.words.keys})


def _is_short(own: WordSequence) -> bool:
    """Whether a sentence has so few words of content that another may have them by chance."""
    return sum(map(_is_content, own.words)) < _FEWEST


def is_title(text: str) -> bool:
    """Whether a line has no full stop, and so may only name what follows."""
    return text.rstrip()[-1:] not in set(".!?…”\"’'")


def has_most_of(own: Sequence[Word], stems: frozenset[str], least: float) -> bool:
    """Whether so great a share of some words of content is among others: "the price of" says nothing of itself."""
    content = [stem(word.key) for word in own if word.kind != "negation" and _is_content(word)]
    return not content or sum(each in stems for each in content) >= least * len(content)


def denies_alone(own: Sequence[Word], stems: frozenset[str]) -> bool:
    """Whether words with a negation deny what others say nothing of: "hasn't forgotten", beside "had been"."""
    content = [stem(word.key) for word in own if word.kind != "negation" and _is_content(word)]
    return bool(content) and stems.isdisjoint(content)


def _is_content(word: Word) -> bool:
    return word.key not in STOP_WORDS and word.key not in _LIGHT


def _one_of_several(own: WordSequence, like: Likeness) -> TurnedClause | None:
    """Return the one of several negations of an article that the draft leaves out, saying all the rest."""
    held = like.sentence.words
    theirs, drafted = _all_denied(held), _all_denied(own)
    if like.own < _NEARLY_ALL or len(theirs) < _SEVERAL or len(drafted) != len(theirs) - 1:
        return None
    kept = {stem(word.key) for words in drafted for word in words}
    missing = [words for words in theirs if not kept & {stem(word.key) for word in words[1:]}]
    stems = {stem(key) for key in own.keys}
    if len(missing) != 1 or not any(stem(word.key) in stems for word in missing[0][1:]):
        return None
    return TurnedClause(like, "", _cut(held, missing[0]))


def _first_of_several(own: WordSequence, like: Likeness) -> TurnedClause | None:
    """Return what an article denies in one clause of several that deny, all of which a draft without negation says."""
    held = like.sentence.words
    if _denies(own) or sum(word.kind == "negation" for word in held.words) < _SEVERAL:
        return None
    stems = {stem(key) for key in own.keys}
    for clause in map(read_words, _DENIALS.split(held.text)):
        denied = _denied(clause)
        content = [stem(word.key) for word in clause if word.kind != "negation" and _is_content(word)]
        if denied and len(content) >= _SEVERAL and all(each in stems for each in content):
            return TurnedClause(like, "", " ".join(word.key for word in denied))
    return None


def _all_denied(sequence: WordSequence) -> list[list[Word]]:
    """Return each negation of a sentence with the words of content behind it, two at the most."""
    found: list[list[Word]] = []
    for number, word in enumerate(sequence.words):
        if word.kind == "negation":
            behind = sequence.words[number + 1 : number + 1 + _REACH + 1]
            content = [each for each in behind if each.key not in STOP_WORDS and each.key not in _LIGHT]
            found.append([word, *content[:2]])
    return found


def _turned_in_a_clause(own: WordSequence, alike: Sequence[Likeness], policy: Policy) -> Iterator[TurnedClause]:
    """Yield where a clause of the draft says nearly all of what an article denies, or denies what it says."""
    pieces = _CLAUSES.split(own.text)
    for clause in map(WordSequence, pieces if len(pieces) > 1 else ()):
        drafted = _denied(clause.words)
        content = [stem(key) for key in clause.keys if key not in STOP_WORDS and key not in _LIGHT]
        if len(content) < _FEWEST or (not drafted and _denies(clause)):
            continue
        for like in (each for each in alike if each.matter >= policy.same_matter and each.goes_on):
            held = like.sentence.words
            stems = {stem(key) for key in held.keys}
            if sum(word in stems for word in content) < _NEARLY_ALL * len(content):
                continue
            theirs = _denied(held.words)
            if theirs and not drafted and _has_clause(clause, held, theirs) and not _has_twice(held, theirs[-1]):
                yield TurnedClause(like, "", _cut(held, theirs))
            if drafted and not theirs and not _denies(held) and _has_clause(held, clause, drafted):
                yield TurnedClause(like, _cut(clause, drafted), "")


def opposite_word(own: WordSequence, near: Sequence[Likeness], policy: Policy) -> TurnedClause | None:
    """Return where a sentence of nearly the same words has the opposite of a word in its place."""
    for like in near:
        if like.near < policy.near_share:
            return None
        held = like.sentence.words.words
        for gap in like.gaps:
            if gap.end - gap.start == gap.other_end - gap.other_start == 1:
                one, other = own.words[gap.start], held[gap.other_start]
                if are_opposite(one.key, other.key):
                    return TurnedClause(like, one.key, other.key)
    return None


def turned_word(own: WordSequence, alike: Sequence[Likeness], policy: Policy) -> TurnedClause | None:
    """Return where the article that a draft is of says the opposite in one word: "pleased" for "disappointed"."""
    for like in alike:
        is_of_it = (like.at_hand and like.own >= policy.own_matter) or like.nameless >= _BY_ITSELF
        is_of_it = is_of_it and like.words >= policy.same_matter
        if not is_of_it or _negations(own) != _negations(like.sentence.words):
            continue
        pairs = list(turned_pairs(own.words, like.sentence.words.words))
        if len(pairs) == 1:
            return TurnedClause(like, pairs[0][0].key, pairs[0][1].key)
    return None


def _negations(sequence: WordSequence) -> list[str]:
    """Return the negations of a sentence: with one more, an opposite word says the same."""
    return sorted(word.key for word in sequence.words if word.kind == "negation")


def _denied(words: Sequence[Word]) -> list[Word]:
    """Return a sentence's only negation and the words behind it, up to the first of content."""
    places = [number for number, word in enumerate(words) if word.kind == "negation"]
    if len(places) != 1:
        return []
    if places[0] and words[places[0] - 1].key in {"and", "but"} and words[places[0]].key == "not":
        return []  # "a prospect and not yet a decision" only tells two things apart
    behind = list(words[places[0] : places[0] + 1 + _REACH])
    for number, word in enumerate(behind[1:], 1):
        if word.key in _PARTIAL:
            return []
        if word.key not in STOP_WORDS and word.key not in _LIGHT:
            return behind[: number + 1]
    return []


def _denies(sequence: WordSequence) -> bool:
    return any(word.kind == "negation" or word.key in _DENYING or _UN.match(word.key) for word in sequence.words)


def _has_clause(sequence: WordSequence, other: WordSequence, denied: Sequence[Word]) -> bool:
    """Whether a sentence has what another denies: the first word of content there, and half of the next."""
    behind = re.split(r"[.,;:]", other.text[denied[-1].start :])[0]
    clause = [word for word in read_words(behind) if word.key not in STOP_WORDS and word.key not in _LIGHT][:_CLAUSE]
    own = {stem(each.key) for each in sequence.words}
    had = [stem(word.key) in own for word in clause]
    return bool(had) and had[0] and sum(had) * 2 >= len(had)


def _has_twice(sequence: WordSequence, word: Word) -> bool:
    return sum(stem(each.key) == stem(word.key) for each in sequence.words) > 1


def _cut(sequence: WordSequence, words: Sequence[Word]) -> str:
    return sequence.text[words[0].start : words[-1].end]


_FAILING = frozenset(
    "fail failed fails failing refuse refused refuses decline declined declines unable unwilling".split()
)
"""Words that deny what is said behind them and "to"."""


DOUBTED = frozenset("doubt doubted doubts doubtful questioned disputed denied rejected refused".split())
"""Words in whose place a negation says the same: "was not convinced" for "doubted"."""
_DOUBTING = frozenset("unlikely impossible unproven untrue wrong false seldom rarely".split())
"""Words that deny what is said to be behind them."""


def negation_cut_off(quote: HeldQuote) -> str:
    """Return the negation that stands right before or behind words of an article, in the same sentence; or nothing."""
    text = quote.article.text
    start = max(0, quote.start - 40)
    before = WordSequence(re.split(r"[.!?\n“\"”:;]", text[start : quote.start])[-1], start)
    behind = WordSequence(re.split(r"[.!?\n“\"”:;,]", text[quote.end : quote.end + 20])[0])
    near = [*before.words[-1:], *behind.words[:1]]
    if len(before.words) > 1 and before.words[-1].key in {"of", "to"}:  # "None of the …", "failed to …"
        near.append(before.words[-2])
    return next((word.key for word in near if denies(word) and word.key != "without"), "")


def denied_behind(words: Sequence[Word]) -> Word | None:
    """Return the word at the end of some that denies what follows them: "unlikely", "failed to"."""
    last = [word for word in words if word.key not in _LIGHT or word.key in _DOUBTING][-1:]
    return last[0] if last and (last[0].key in _FAILING or last[0].key in _DOUBTING) else None


def denies(word: Word) -> bool:
    """Whether a word denies what follows it: "not", "failed"."""
    return word.kind == "negation" or word.key in _FAILING
