"""A quotation against the whole corpus: word for word, in other typography, stitched, altered, or nowhere.

Its runs of words are looked for in every passage, by the text index; only what is nowhere is compared with the passages
that are likest, word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from qabot.core.text import Span, sentences
from qabot.facts.alignment import Gap, bare_gaps
from qabot.reports.check.checked_draft import Difference, HeldQuote, Judgement
from qabot.reports.check.held_articles import HeldArticle
from qabot.reports.check.held_sentences import HeldCorpus, Likeness
from qabot.reports.check.negation_comparison import denied_behind, negation_cut_off
from qabot.reports.check.policy import Policy
from qabot.reports.check.typography import other_typography
from qabot.reports.check.word_sequence import WordSequence

_SEAM = re.compile(r"[\[(]?(?:\.\s?){3,}[\])]?|[\[(]?…[\])]?|\[[A-Za-z]\]\w*|\[[^\[\]\n]{1,120}\]")
_SHINGLE = 10
"""Words by which the passages are found that may hold a fragment."""
_SHINGLES = 3
_MOST_PASSAGES = 200
_MOST_PLACES = 20
_LIKEST = 4
"""Articles with which a quotation is compared word by word."""
_SAID_BETWEEN = re.compile(r"[”\"'’»].{1,160}[“\"'‘«]|[”\"'’»]\s*[“\"'‘«]", re.DOTALL)
_STRAY, _FAR = 2, 6
"""Words in common that tell nothing where they stand so much further from the rest than in the draft."""
_SHOWN = 12
"""Differences that are told."""


class Fragment(NamedTuple):
    """A part of a quotation between seams, as it should stand in an article."""

    text: str
    """Its characters."""
    words: WordSequence
    """Its words."""
    is_behind_brackets: bool
    """Whether the seam before it holds words of the draft's own."""


class _Place(NamedTuple):
    """Where a run of words stands in an article."""

    held: HeldArticle
    first: int
    last: int

    @property
    def span(self) -> Span:
        return self.held.words.span(self.first, self.last)

    @property
    def quote(self) -> HeldQuote:
        return HeldQuote(self.held.article, *self.span)

    @property
    def text(self) -> str:
        return self.held.article.text[slice(*self.span)]


def judge_quotation(
    corpus: HeldCorpus, text: str, policy: Policy, alike: Sequence[Likeness], *, is_negated: bool = False
) -> Judgement:
    """Say what the corpus holds of a quotation.

    Args:
        corpus: The texts.
        text: What stands between the marks.
        policy: What passes.
        alike: The sentences that are likest.
        is_negated: Whether the draft negates it in front of its first mark.
    """
    parts = fragments(text)
    count = sum(len(part.words.words) for part in parts)
    if not count:
        return Judgement("unchecked", None, note="It holds no words.")
    if count > policy.longest_quotation:
        return Judgement("unchecked", None, note=f"It is longer than {policy.longest_quotation:,} words.")
    places = _all_places(corpus, parts)
    if len(parts) == 1 and places[0]:
        return _present(parts[0], places[0], is_negated=is_negated)
    if len(parts) > 1 and all(places):
        return stitched(parts, places, policy)
    words = WordSequence(text)
    told = _altered(words, policy, alike) if count >= policy.fewest_words else _turned(words, policy, alike)
    return told or _absent(corpus, parts, count, policy, alike)


def fragments(text: str) -> list[Fragment]:
    """Cut a quotation at its ellipses and brackets."""
    found: list[Fragment] = []
    place, is_behind_brackets = 0, False
    for seam in (*_SEAM.finditer(text), None):
        piece = text[place : seam.start() if seam else len(text)]
        words = WordSequence(piece)
        if words.words:
            found.append(Fragment(piece, words, is_behind_brackets))
            is_behind_brackets = False
        if seam:
            is_behind_brackets = is_behind_brackets or bool(re.search(r"\w", seam[0]))
            place = seam.end()
    return found


def find_run(corpus: HeldCorpus, text: str) -> list[HeldQuote]:
    """Return where the words of a text stand one after the other, the same characters first, then the earliest."""
    return [place.quote for place in _places(corpus, Fragment(text, WordSequence(text), False))]


def _all_places(corpus: HeldCorpus, parts: Sequence[Fragment]) -> list[list[_Place]]:
    """Return where each fragment stands: in the articles that have all of them, or else wherever it does.

    The longest is looked for first: "would" alone stands in hundreds of articles, which need not be read.
    """
    longest = max(parts, key=lambda part: len(part.words.words))
    found = _places(corpus, longest)
    if len(parts) == 1 or not found:
        return [found if part is longest else [] for part in parts]
    articles = list({place.held.article.id: place.held for place in found}.values())
    articles = [held for held in articles if all(_within(held, part) for part in parts)]
    articles.sort(key=lambda held: held.order)
    if articles:
        return [_places_in(articles, part) for part in parts]
    return [found if part is longest else _places(corpus, part) for part in parts]


def _places(corpus: HeldCorpus, part: Fragment) -> list[_Place]:
    for shingle in _shingles(part):
        ids = corpus.texts.holding(shingle)[:_MOST_PASSAGES]
        if found := _places_in(corpus.passages(ids), part):
            return found
    return []


def _places_in(articles: Iterable[HeldArticle], part: Fragment) -> list[_Place]:
    """Return where a fragment stands in some articles, the same characters first."""
    keys = part.words.keys
    found = [
        _Place(held, first, first + len(keys)) for held in articles for first in held.words.find_all(keys, _MOST_PLACES)
    ]
    return sorted(found, key=lambda place: place.text != part.text.strip())


def _shingles(part: Fragment) -> Iterator[str]:
    """Yield runs of a fragment's words that lie within one of its sentences, which no passage cuts through."""
    spans = [
        (words.words, piece) for a, b in sentences(part.text) if (words := WordSequence(piece := part.text[a:b])).words
    ]
    words, piece = max(spans, key=lambda each: len(each[0]), default=(part.words.words, part.text))
    starts = dict.fromkeys((0, max(0, len(words) - _SHINGLE), max(0, (len(words) - _SHINGLE) // 2)))
    for start in list(starts)[:_SHINGLES]:
        run = words[start : start + _SHINGLE]
        yield piece[run[0].start : run[-1].end]


def _present(part: Fragment, places: Sequence[_Place], *, is_negated: bool) -> Judgement:
    best = places[0]
    quotes = tuple({place.held.article.id: place.quote for place in places}.values())
    if not is_negated and (cut := negation_cut_off(best.quote)):
        note = f"“{cut}” stands right beside it in the article, and not in the draft."
        return Judgement("altered", False, quotes, note, (Difference("", cut),))
    differing = other_typography(part.text, best.text)
    if differing is None:
        return Judgement("altered", False, quotes, "A question mark makes it another sentence.")
    if not differing:
        return Judgement("verbatim", True, quotes)
    return Judgement("typography", True, quotes, f"The article has {differing}.")


def stitched(parts: Sequence[Fragment], places: Sequence[Sequence[_Place]], policy: Policy) -> Judgement:
    """Say how fragments that all stand somewhere stand to each other: order, distance, and what lies between."""
    best: Judgement | None = None
    for first in places[0]:
        if chain := _chain(first, parts):
            judged = _bridged(chain, parts, policy)
            if judged.ok:
                return judged
            best = best or judged
    if best:
        return best
    together = [first for first in places[0] if all(_within(first.held, part) for part in parts)]
    if together:
        quotes = [
            _Place(together[0].held, *found).quote for part in parts if (found := _within(together[0].held, part))
        ]
        return Judgement("stitched", False, tuple(quotes), "The article has the fragments in another order.")
    quotes = [each[0].quote for each in places]
    return Judgement("stitched", False, tuple(quotes), "No one article has all of the fragments.")


def stitched_across(corpus: HeldCorpus, parts: Sequence[Fragment], policy: Policy) -> Judgement | None:
    """Judge two quotations as the parts of one; None where one of them stands nowhere."""
    places = _all_places(corpus, parts)
    return stitched(parts, places, policy) if all(places) else None


def _within(held: HeldArticle, part: Fragment) -> tuple[int, int] | None:
    first = held.words.find(part.words.keys)
    return None if first is None else (first, first + len(part.words.keys))


def _chain(first: _Place, parts: Sequence[Fragment]) -> list[_Place]:
    """Return where fragments stand behind each other, each at its next place; empty where one does not."""
    chain = [first]
    for part in parts[1:]:
        place = first.held.words.find(part.words.keys, chain[-1].last)
        if place is None:
            return []
        chain.append(_Place(first.held, place, place + len(part.words.keys)))
    return chain


def _bridged(chain: Sequence[_Place], parts: Sequence[Fragment], policy: Policy) -> Judgement:
    quote = HeldQuote(chain[0].held.article, chain[0].span[0], chain[-1].span[1])
    left_out = [(one, other, chain[0].held.words.words[one.last : other.first]) for one, other in pairwise(chain)]
    text = chain[0].held.article.text
    differences: list[Difference] = []
    for (one, other, words), part in zip(left_out, parts[1:], strict=True):
        gap = text[one.span[1] : other.span[0]].strip()
        if gap or part.is_behind_brackets:  # an ellipsis may stand where nothing is left out
            differences.append(Difference("[…]" if part.is_behind_brackets else "…", gap))
        denied = next((word for word in words if word.kind == "negation"), None) or denied_behind(words)
        if denied:
            note = f"What was left out says “{denied.key}”."
            return Judgement("stitched", False, (quote,), note, tuple(differences))
        if len(words) > policy.longest_gap:
            note = f"The fragments stand {len(words):,} words apart."
            return Judgement("stitched", False, (chain[0].quote, other.quote), note)
    if cut := negation_cut_off(quote):
        note = f"“{cut}” stands right beside it in the article, and not in the draft."
        return Judgement("stitched", False, (quote,), note, tuple(differences))
    note = "Left out or replaced: what stands below." if differences else "Nothing is left out at its ellipsis."
    return Judgement("stitched", True, (quote,), note, tuple(differences))


class _Aligned(NamedTuple):
    """A quotation beside the stretch of an article that is likest."""

    score: float
    held: HeldArticle
    first: int
    last: int
    gaps: list[Gap]


def _turned(words: WordSequence, policy: Policy, alike: Sequence[Likeness]) -> Judgement | None:
    """Judge a short quotation whose words an article has with a negation between them: “were disclosed”."""
    for each in (each for each in alike if each.matter >= policy.same_matter):
        held = each.sentence.words
        places = [number for number, word in enumerate(held.words) if word.kind != "negation"]
        keys = [held.keys[number] for number in places]
        for first in range(len(keys) - len(words.keys) + 1):
            start, last = places[first], places[first + len(words.keys) - 1] + 1
            if keys[first : first + len(words.keys)] == words.keys and last - start > len(words.keys):
                quote = HeldQuote(each.sentence.held.article, *held.span(start, last))
                note = "The article has a negation between these words."
                return Judgement("altered", False, (quote,), note, (Difference(words.text, quote.quote),))
    return None


def _altered(words: WordSequence, policy: Policy, alike: Sequence[Likeness]) -> Judgement | None:
    seen: set[str] = set()
    aligned: list[_Aligned] = []
    for each in alike:
        article = each.sentence.held.article.id
        if article not in seen and len(seen) < _LIKEST:
            seen.add(article)
            if found := _align(words, each):
                aligned.append(found)
    best = max(aligned, key=lambda each: each.score, default=None)
    if best is None or best.score < policy.altered_share:
        return None
    quote = HeldQuote(best.held.article, *best.held.words.span(best.first, best.last))
    differences = tuple(_differences(words, best))
    if all(not each.draft and _SAID_BETWEEN.fullmatch(each.held) for each in differences):
        return Judgement("stitched", True, (quote,), "The article interrupts it to say who speaks.", differences)
    return Judgement("altered", False, (quote,), "", differences[:_SHOWN])


def _align(words: WordSequence, like: Likeness) -> _Aligned | None:
    """Compare a quotation with the words around a sentence; what these have before and behind it is no difference."""
    held, count = like.sentence.held, len(words.words)
    starts = [word.start for word in held.words.words]
    inside = [number for number, start in enumerate(starts) if like.sentence.start <= start < like.sentence.end]
    if not inside:
        return None
    offset = max(0, inside[0] - count)
    window = held.words.keys[offset : inside[-1] + 1 + count]
    blocks = _compact(_blocks(words.keys, window))
    if not blocks:
        return None
    first = max(0, blocks[0].other - blocks[0].start)
    last = min(len(window), blocks[-1].other + blocks[-1].size + count - blocks[-1].start - blocks[-1].size)
    edges = [_Block(0, first, 0), *blocks, _Block(count, last, 0)]
    parting = [
        Gap(one.start + one.size, other.start, offset + one.other + one.size, offset + other.other)
        for one, other in pairwise(edges)
    ]
    parting = [gap for gap in parting if gap.longest]
    asides = [gap for gap in parting if gap.start == gap.end and _SAID_BETWEEN.fullmatch(_held_between(held, gap))]
    span = last - first - sum(gap.other_end - gap.other_start for gap in asides)
    score = sum(block.size for block in blocks) / max(count, span)
    return _Aligned(score, held, offset + first, offset + last, parting)


class _Block(NamedTuple):
    """A run of words that two texts have in common."""

    start: int
    other: int
    size: int


def _blocks(one: Sequence[str], other: Sequence[str]) -> list[_Block]:
    found: list[_Block] = []
    place = there = 0
    for gap in (*bare_gaps(one, other), Gap(len(one), len(one), len(other), len(other))):
        if gap.start > place:
            found.append(_Block(place, there, gap.start - place))
        place, there = gap.end, gap.other_end
    return found


def _compact(blocks: list[_Block]) -> list[_Block]:
    """Leave out a word or two at either end that stand far from the rest: such as "the", they stand everywhere."""
    while len(blocks) > 1 and blocks[-1].size <= _STRAY and _apart(blocks[-2], blocks[-1]):
        blocks = blocks[:-1]
    while len(blocks) > 1 and blocks[0].size <= _STRAY and _apart(blocks[0], blocks[1]):
        blocks = blocks[1:]
    return blocks


def _apart(one: _Block, other: _Block) -> bool:
    return other.other - one.other - one.size > other.start - one.start - one.size + _FAR


def _held_between(held: HeldArticle, gap: Gap) -> str:
    """Return what an article has between two words, with the marks around, which tell where it interrupts itself."""
    words = held.words.words
    if not 0 < gap.other_start < gap.other_end < len(words):
        return ""
    return held.article.text[words[gap.other_start - 1].end : words[gap.other_end].start].strip(" ,.;")


def _differences(words: WordSequence, aligned: _Aligned) -> Iterator[Difference]:
    held = aligned.held
    for gap in aligned.gaps:
        draft = words.text[slice(*words.span(gap.start, gap.end))] if gap.end > gap.start else ""
        other = "" if draft else _held_between(held, gap)
        if not other and gap.other_end > gap.other_start:
            other = held.article.text[slice(*held.words.span(gap.other_start, gap.other_end))]
        yield Difference(draft, other)


def _absent(
    corpus: HeldCorpus, parts: Sequence[Fragment], count: int, policy: Policy, alike: Sequence[Likeness]
) -> Judgement:
    ok = None if count < policy.fewest_words else False
    if title := _headline(corpus, parts):
        return Judgement("verbatim", True, (), f"It stands in the headline of {title.article.id}.")
    near = next((each for each in alike if each.matter >= policy.same_matter), None)
    if near is None:
        return Judgement("not_held", ok, (), "No article has these words.")
    quote = HeldQuote(near.sentence.held.article, near.sentence.start, near.sentence.end)
    return Judgement(
        "not_held", ok, (quote,), "No article has these words; what comes nearest may be about the same thing."
    )


def _headline(corpus: HeldCorpus, parts: Sequence[Fragment]) -> HeldArticle | None:
    if len(parts) > 1:
        return None
    keys = parts[0].words.keys
    for shingle in _shingles(parts[0]):
        for held in corpus.passages(corpus.texts.holding(shingle)[:_MOST_PASSAGES]):
            if held.title_words.find(keys) is not None:
                return held
    return None
