"""A figure of the draft against those of the corpus that are about the same thing: the same, rounded, or another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qabot.core.text import Span
from qabot.facts.figure_spellings import printed
from qabot.facts.figures import PER_CENT, POINTS, Figure
from qabot.reports.check.absent_names import bound_name
from qabot.reports.check.anchored_places import figures_in_place
from qabot.reports.check.checked_draft import Difference, HeldQuote, Judgement
from qabot.reports.check.compared_rates import at_another_rate
from qabot.reports.check.figure_agreement import Relation, relation
from qabot.reports.check.figure_matters import (
    has_all_names,
    has_one_noun,
    is_counted_beside,
    is_part,
    is_same_thing,
    may_be_of_it,
    named_in_its_clause,
    subject_of,
    told_of,
)
from qabot.reports.check.figure_slips import has_several_digits, is_rearranged, is_slip
from qabot.reports.check.held_sentences import HeldSentence, Likeness
from qabot.reports.check.named_bodies import Name, same_name
from qabot.reports.check.nearest_figures import (
    cut,
    has_moved,
    is_among,
    is_named_alike,
    is_one_end,
    is_with_others,
    nearness,
    with_the_others,
)
from qabot.reports.check.number_comparison import is_of_the_same
from qabot.reports.check.policy import Policy
from qabot.reports.check.sentence_comparison import ReadSentence, aligned_gap, held_quote, quote_at, substituted_name
from qabot.reports.check.word_sequence import word_keys

_MARGIN = 0.25
"""How much less of the matter a sentence with the same figure may have than the likest with another."""
_NEARER = 0.2
"""How much more of the matter itself a sentence with another figure has, to be what the draft's says."""
_AS_MUCH = 0.1
"""How much less of the matter a sentence may have that has the draft's figure, for that to be the one meant."""
_SAYING_NOTHING = frozenset({"sum", "total", "amount", "figure", "money"})
"""What a figure is always of."""


class _Pair(NamedTuple):
    """A figure of an article that may be the draft's."""

    like: Likeness
    figure: Figure
    relation: Relation


def judge_figure(figure: Figure, read: ReadSentence, policy: Policy) -> Judgement:
    """Say what the corpus holds of a figure.

    Args:
        figure: Its place is counted in the sentence.
        read: The sentence.
        policy: What passes.
    """
    if read.run:
        return Judgement("same_figure", True, read.run[:3])
    return (
        _aligned(figure, read, policy)
        or _crossed(figure, read, policy)
        or _in_the_same_words(figure, read, policy)
        or _compared(figure, read, policy)
    )


def _in_the_same_words(figure: Figure, read: ReadSentence, policy: Policy) -> Judgement | None:
    """Judge a figure by the only one that an article about the same thing has beside the very same words."""
    placed = [
        _Pair(like, other, relation(figure, other, read.text, policy))
        for like in read.alike
        if like.goes_on or like.matter >= policy.same_matter
        for other in figures_in_place(figure, read, like)
    ]
    articles = {each.like.sentence.held.article.id for each in placed}
    is_other = bool(placed) and all(each.relation == "other_figure" for each in placed)
    if not is_other or len(articles) > 1 or any(is_among(each.figure, read.figures) for each in placed):
        return None
    return _other(placed[0], figure, read)


def _compared(figure: Figure, read: ReadSentence, policy: Policy) -> Judgement:
    """Judge a figure by those of the sentences that are likest."""
    pairs = [
        _Pair(like, other, relation(figure, other, read.text, policy))
        for like in read.alike
        if _may_tell(like, policy)
        for other in like.sentence.figures
        if figure.same_unit(other)
    ]
    most = next((each.matter for each in read.alike if each.sentence.figures), 0.0)  # the likest come first
    same = [each for each in pairs if _may_be_same(each, figure, policy) and _matter(each.like) >= most - _MARGIN]
    same.sort(key=lambda each: (_ORDER.index(each.relation), each.figure.per != figure.per, -_matter(each.like)))
    subject = subject_of(figure, read)
    foreign = [each for each in same if subject and subject in foreign_names(read, each.like)]
    slipped = _slipped_in_its_article(figure, read, policy)
    if named := next((each for each in same if each not in foreign), None):
        if slipped and (named.relation == "within" or (named.relation == "rounds" and not named.like.goes_on)):
            return slipped
        if better := _in_its_place(figure, read, named, pairs):
            return _other(better, figure, read)
        turned = _at_another_rate(named, [each for each in same if each not in foreign], figure, read)
        return _of_another(named, figure, read) or turned or _passed(named, figure)
    if foreign and (told := _of_a_foreigner(foreign[0], figure, read, subject, policy)):
        return told
    # Where the draft goes on in an article that has this figure, another article's is of something else.
    is_had = any(each.goes_on and (_is_in(figure, each) or _is_counted(figure, each)) for each in read.alike)
    others = [each for each in pairs if (each.like.goes_on or not is_had) and _is_other(each, figure, read, policy)]
    others = [each for each in others if not _stands_beside(figure, each, read, policy)]
    if others and not same and not any(has_moved(figure, each.figure, read, each.like) for each in others):
        best = max(others, key=lambda each: nearness(figure, read, each.figure, each.like))
        return _other(best, figure, read)
    return slipped or _unheld(figure, read, policy)


def _of_a_foreigner(
    pair: _Pair, figure: Figure, read: ReadSentence, subject: Name | None, policy: Policy
) -> Judgement | None:
    """Judge a figure that an article has, of whom the draft says it and whom the article has nowhere near."""
    is_its = subject and (may_be_of_it(pair.like, subject) or is_with_others(figure, read, pair.like, subject))
    if pair.like.rest >= policy.same_matter and not is_its:
        return _other_body(pair, read, subject)
    return _of_another(pair, figure, read) if pair.like.goes_on else None


def _slipped_in_its_article(figure: Figure, read: ReadSentence, policy: Policy) -> Judgement | None:
    """Judge a figure that its article has nowhere, but with its digits turned or at another scale."""
    of_it = [each for each in read.alike if each.goes_on]
    of_it = of_it or [each for each in read.alike if each.matter >= policy.same_matter][:1]
    of_it = of_it or [each for each in read.alike if each.has_all_words and has_all_names(read, each)][:1]
    if figure.is_count or any(_is_in(figure, each) for each in of_it):
        return None
    of_it = with_the_others(figure, read, of_it)
    articles = {id(each.sentence.held): each.sentence.held for each in of_it}
    for held, other in ((one, each) for one in articles.values() for each in one.figures):
        is_alike = figure.same_unit(other) and not is_among(other, read.figures)
        if is_alike and is_rearranged(figure.low, other.low):
            difference = Difference(cut(read.text, figure), cut(held.article.text, other))
            note = f"The article has {_bounded(other)}."
            quotes = (quote_at(held, other.start),)
            return Judgement("other_figure", False, quotes, note, (difference,), is_same_thing=False)
    return None


def _may_tell(like: Likeness, policy: Policy) -> bool:
    """Whether a sentence has as much of the matter as any comparison of figures asks for; figures are slow to read."""
    return like.goes_on or _matter(like) >= policy.some_matter or like.own >= _NEARER


def _is_other(pair: _Pair, figure: Figure, read: ReadSentence, policy: Policy) -> bool:
    """Whether a figure of an article stands in the place of the draft's, which has another value and not this one."""
    like = pair.like
    if (
        is_among(pair.figure, read.figures)
        or is_counted_beside(figure, like)
        or any(each.value == figure.low for each in like.sentence.numbers)
    ):
        return False
    if not _same_thing(figure, pair.figure) and not (figure.is_count and like.goes_on and _is_beside(pair, read)):
        return False
    if not all(like.sentence.held.has_name(each) for each in foreign_names(read, like)):
        return False
    if is_of_the_same(like, policy) or _are_parts(pair, figure, read, policy):
        return True
    least = policy.some_matter if _shares_a_sum(pair, read) else policy.agreeing_matter
    is_of_it = (like.goes_on or like.matter >= least) and like.own > 0 and not _is_in(figure, like)
    if is_of_it and is_named_alike(figure, read, pair.figure, like):
        return True
    return is_of_it and (is_slip(figure.low, pair.figure.low) or _is_beside(pair, read) or _is_only_one(pair, policy))


def _shares_a_sum(pair: _Pair, read: ReadSentence) -> bool:
    """Whether both sentences have another figure of two digits or more, which few others have."""
    shared = (each for each in pair.like.sentence.figures if each is not pair.figure and is_among(each, read.figures))
    return any(has_several_digits(each.low) for each in shared)


def _are_parts(pair: _Pair, figure: Figure, read: ReadSentence, policy: Policy) -> bool:
    """Whether both figures are parts of what the draft goes on about."""
    is_of_it = pair.like.goes_on and pair.like.words >= policy.same_matter
    return is_of_it and is_part(figure, read.text) and is_part(pair.figure, pair.like.sentence.text)


def _is_only_one(pair: _Pair, policy: Policy) -> bool:
    """Whether a count is the only one of its noun in the article that the draft goes on in, with half of its words."""
    if not (pair.figure.is_count and pair.like.goes_on and pair.like.words >= policy.same_matter):
        return False
    return sum(each.is_count and _same_thing(pair.figure, each) for each in pair.like.sentence.held.figures) == 1


def _is_beside(pair: _Pair, read: ReadSentence) -> bool:
    """Whether a figure is the only one of its unit that both sentences do not have, beside a number that both do."""
    held = pair.like.sentence
    if not read.shared_numbers(pair.like) - {pair.figure.low}:
        return False
    left = [each for each in held.figures if each.same_unit(pair.figure) and not is_among(each, read.figures)]
    own = [each for each in read.figures if each.same_unit(pair.figure) and not is_among(each, held.figures)]
    return len(left) == len(own) == 1


def _is_in(figure: Figure, like: Likeness) -> bool:
    """Whether an article has a figure anywhere."""
    return any(each.same_value(figure) for each in like.sentence.held.figures)


def _stands_beside(figure: Figure, pair: _Pair, read: ReadSentence, policy: Policy) -> bool:
    """Whether another sentence of the same is nearly as like, and has the draft's figure."""
    least = pair.like.matter - _AS_MUCH
    for each in read.alike:
        is_of_it = each.goes_on or (each.own >= policy.same_matter and has_all_names(read, each))
        if not is_of_it or each is pair.like:
            continue
        is_had = any(one.same_value(figure) and one.bound == figure.bound for one in each.sentence.figures)
        if is_had and (each.matter >= least or not pair.like.goes_on):
            return True
        values = {(one.value, one.high) for one in each.sentence.numbers}
        is_telling = not pair.like.goes_on and has_several_digits(figure.low)
        is_near = is_telling or each.own >= pair.like.own - _AS_MUCH
        if is_near and figure.is_count and (figure.low, figure.high) in values:
            return True
    return False


def _is_counted(figure: Figure, like: Likeness) -> bool:
    """Whether an article has a count's number, without what it counts: "another 30 did not have one"."""
    return figure.is_count and any(
        (each.value, each.high) == (figure.low, figure.high) for each in like.sentence.held.numbers
    )


def _in_its_place(figure: Figure, read: ReadSentence, named: _Pair, pairs: Sequence[_Pair]) -> _Pair | None:
    """Return the figure of the sentence that says what the draft's does, where another only has the same figure."""
    if named.relation != "same_figure":
        return None
    nearer = [
        each
        for each in pairs
        if each.relation == "other_figure"
        and each.like.sentence.held is named.like.sentence.held
        and each.like.own >= named.like.own + _NEARER
        and is_slip(figure.low, each.figure.low)
        and not is_among(each.figure, read.figures)
    ]
    return max(nearer, key=lambda each: each.like.own, default=None)


def _of_another(pair: _Pair, figure: Figure, read: ReadSentence) -> Judgement | None:
    """Judge a figure that the draft and an article plainly say of two bodies; None where they do not."""
    held = pair.like.sentence
    drafted = bound_name(read.text, read.names, (figure.start, figure.end))
    other = bound_name(held.text, held.names, (pair.figure.start, pair.figure.end))
    if drafted and other is None and not held.has_name(drafted):
        other = named_in_its_clause(held, pair.figure)
    if drafted is None or other is None or same_name(drafted, other.keys, word_keys(other.text)):
        return None
    note = f"The article has this figure, and says it of {other.text}."
    return Judgement("other_body", False, (held_quote(pair.like),), note, (Difference(drafted.text, other.text),))


def _at_another_rate(pair: _Pair, same: Sequence[_Pair], figure: Figure, read: ReadSentence) -> Judgement | None:
    """Judge a figure that an article has for another length of time, or the other way: "£700m less" for "more"."""
    if pair.relation != "same_figure":
        return None
    over = [each for each in same if each.relation == "same_figure" and each.figure.years]
    if figure.years and over and all(each.figure.years != figure.years for each in over):
        pair = over[0]  # of several that have it, one says over how many years
    return at_another_rate(figure, read, pair.figure, pair.like)


_ORDER: Sequence[Relation] = ("same_figure", "rounds", "within", "other_figure")


def _crossed(figure: Figure, read: ReadSentence, policy: Policy) -> Judgement | None:
    """Judge a share that an article has as points, or points that it has as a share: 32% to 42% is no rise of 10%."""
    other = {PER_CENT: POINTS, POINTS: PER_CENT}.get(figure.unit)
    for like in read.alike if other else ():
        if (like.goes_on or is_of_the_same(like, policy)) and not _is_in(figure, like):
            for held in like.sentence.figures:
                if held.unit == other and held.low == figure.low:
                    return _other(_Pair(like, held, "other_figure"), figure, read)
    return None


def _may_be_same(pair: _Pair, figure: Figure, policy: Policy) -> bool:
    """Whether two figures that agree may be of the same thing; rounded ones, or of other things, must show more."""
    if pair.relation == "other_figure":
        return False
    is_plain = pair.relation == "same_figure" and _same_thing(figure, pair.figure)
    if is_plain and pair.like.goes_on and not figure.is_count and has_several_digits(figure.low):
        return True  # few other sums are the same by chance
    return _matter(pair.like) >= (policy.some_matter if is_plain else policy.agreeing_matter)


def _matter(like: Likeness) -> float:
    return max(like.matter, like.rest)


def _aligned(figure: Figure, read: ReadSentence, policy: Policy) -> Judgement | None:
    """Judge a figure by what stands in its very place in a sentence of nearly the same words."""
    for like in read.near:
        if like.near < policy.near_share:
            break
        held = aligned_gap(read, like, figure.start, figure.end)
        if held is None:
            if is_among(figure, like.sentence.figures):
                foreign = next((n for n in read.names if substituted_name(read, like, n)), None)
                had = next(each for each in like.sentence.figures if is_among(figure, [each]))
                pair = _Pair(like, had, "same_figure")
                told = _other_body(pair, read, foreign) if foreign else _at_another_rate(pair, [pair], figure, read)
                return told or _passed(pair, figure)
            continue
        others = [each for each in _within(like, held) if figure.same_unit(each)]
        if not others:
            continue
        related = [_Pair(like, each, relation(figure, each, read.text, policy)) for each in others]
        related.sort(key=lambda each: _ORDER.index(each.relation))
        best = related[0]
        is_other = best.relation == "other_figure" or is_one_end(figure, best.figure, held)
        return _other(best, figure, read, in_place=True) if is_other else _passed(best, figure)
    return None


def _within(like: Likeness, span: Span) -> list[Figure]:
    """Return the figures of an article's sentence that some of its characters are a part of, or the whole."""
    return [each for each in like.sentence.figures if each.start < span[1] and each.end > span[0]]


def _same_thing(figure: Figure, other: Figure) -> bool:
    """Whether two figures may be of the same thing: money of money, shares of shares, counts by their noun."""
    if not figure.is_count:
        return figure.per == other.per
    return other.unit == "ones" or has_one_noun(figure, other)


def foreign_names(read: ReadSentence, like: Likeness) -> list[Name]:
    """Return the bodies and persons of the draft's sentence that are named nowhere around an article's."""
    held = like.sentence
    return [name for name in read.names if not same_name(name, held.context_keys, held.context_words)]


def _passed(pair: _Pair, figure: Figure) -> Judgement:
    note = ""
    ok: bool | None = True
    if pair.relation == "rounds":
        note = f"The article has {printed(pair.figure)}."
    elif pair.relation == "within":
        note = f"The article has {_bounded(pair.figure)}."
    elif pair.figure.bound in {"at most", "at least"} and figure.bound == "exact":
        note, ok = f"The article has {_bounded(pair.figure)}.", None
    return Judgement(pair.relation, ok, (held_quote(pair.like),), note)


def _bounded(figure: Figure) -> str:
    return f"{'' if figure.bound == 'exact' else f'{figure.bound} '}{printed(figure)}"


def _other(pair: _Pair, figure: Figure, read: ReadSentence, *, in_place: bool = False) -> Judgement:
    """Judge a figure that parts from an article's; in its very place, it is of the same thing."""
    held = pair.like.sentence
    difference = Difference(cut(read.text, figure), cut(held.text, pair.figure))
    is_same = in_place or is_same_thing(figure, read, pair.figure, held)
    note = f"The article has {_bounded(pair.figure)}{'' if is_same else _of_what(pair.figure, held)}."
    return Judgement("other_figure", False, (held_quote(pair.like),), note, (difference,), is_same)


def _of_what(figure: Figure, held: HeldSentence) -> str:
    """Say in the article's words what a figure of it is of, where these are not told by its unit."""
    of = "" if figure.is_count else told_of(figure, held)
    return f", of “{of}”" if of and of.casefold() not in _SAYING_NOTHING else ""


def _other_body(pair: _Pair, read: ReadSentence, foreign: Name | None = None) -> Judgement:
    name = foreign or next(iter(foreign_names(read, pair.like)))
    held = substituted_name(read, pair.like, name)
    note = f"The article has this figure, and does not say it of {name.text}."
    differences = (Difference(name.text, held.text),) if held else ()
    return Judgement("other_body", False, (held_quote(pair.like),), note, differences, named=name.text)


def _unheld(figure: Figure, read: ReadSentence, policy: Policy) -> Judgement:
    near = next((each for each in read.alike if each.matter >= policy.same_matter), None)
    quotes: tuple[HeldQuote, ...] = (held_quote(near),) if near else ()
    note = "What comes nearest may be about the same thing, without such a figure."
    note = note if near else "No article was found for it."
    return Judgement("not_held", None, quotes, f"{note} The draft has {printed(figure)}.")
