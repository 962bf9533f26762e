"""What a publisher changed between two versions of an article: its words, its paragraphs, and what is said of it. Pure.

Typography and white space are no change unless they are asked for: curly or straight quotation marks, the kind and
length of a dash, how an ellipsis is set, and where lines and spaces fall.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

from qabot.core.articles import Article
from qabot.core.text import paragraphs
from qabot.facts.alignment import Gap, bare_gaps, gaps

WordKind: TypeAlias = Literal["same", "dropped", "added"]
ParagraphKind: TypeAlias = Literal["changed", "moved", "dropped", "added"]
FieldName: TypeAlias = Literal["title", "published", "outlet", "author", "url"]

_MARKS = re.compile(r"\w+|(?P<quote>['\"`´‘’‚‛“”„‟‹›«»]+)|(?P<dash>[-‐‑‒–—―−]+)|(?P<dots>…|\.{2,})|[^\w\s]")
_EXACT = re.compile(r"\w+|\s+|[^\w\s]")
_RUN = 3
"""Words by which two paragraphs are found that may be one."""
_COMMON = 8
"""A run in more paragraphs than this tells nothing."""
_ONE = 0.4
"""Share of their words that two paragraphs have in common that are one, rewritten."""


class WordRun(Struct, frozen=True):
    """Words that one version has, or both."""

    kind: WordKind
    """In both, in the earlier alone, or in the later alone."""
    text: str
    """As they stand there, with the space behind them; of what both have, in the later."""


class ParagraphChange(Struct, frozen=True):
    """A paragraph that is not in both versions alike, or not in the same place."""

    kind: ParagraphKind
    """What became of it. One that moved and was changed is `changed`."""
    earlier: int | None
    """Its place in the earlier version, from 1; None where it was added."""
    later: int | None
    """Its place in the later one; None where it was dropped."""
    words: tuple[WordRun, ...]
    """Its words in order; those of the later version are its text there, to the letter."""


class FieldChange(Struct, frozen=True):
    """Something said of the article that is another now."""

    field: FieldName
    """Which."""
    before: str | None
    """What it was; None for nothing."""
    after: str | None
    """What it is now."""


class ArticleChanges(Struct, frozen=True):
    """All that differs between two versions."""

    fields: tuple[FieldChange, ...]
    """Title, date, outlet, author and address."""
    paragraphs: tuple[ParagraphChange, ...]
    """In order of the later version; what was dropped stands where it was."""
    typography: int
    """Paragraphs and fields that differ in typography or white space alone, which was not asked for."""

    @property
    def is_none(self) -> bool:
        """Whether nothing was changed that was asked for."""
        return not self.fields and not self.paragraphs


class _Paragraph(NamedTuple):
    """A paragraph with its tokens."""

    text: str
    starts: tuple[int, ...]
    """Where each token begins."""
    keys: tuple[str, ...]
    """Each token as it is compared."""


def compare_versions(earlier: Article, later: Article, *, exact: bool = False) -> ArticleChanges:
    """Compare two versions of an article.

    Args:
        earlier: The one.
        later: The other.
        exact: Whether typography and white space count.
    """
    told = list(_fields(earlier, later))
    fields = [each for each in told if exact or not _is_alike(each.before, each.after)]
    one, other = _paragraphs(earlier.text, exact=exact), _paragraphs(later.text, exact=exact)
    pairs = _pairs(one, other)
    return ArticleChanges(
        tuple(fields),
        tuple(_changes(one, other, pairs)),
        len(told) - len(fields) + sum(one[i].text != other[j].text for i, j in pairs if one[i].keys == other[j].keys),
    )


def _fields(earlier: Article, later: Article) -> Iterator[FieldChange]:
    names: tuple[FieldName, ...] = ("title", "published", "outlet", "author", "url")
    for name in names:
        before, after = (getattr(each, name) for each in (earlier, later))
        if before != after:
            yield FieldChange(name, *(None if value is None else str(value) for value in (before, after)))


def _is_alike(before: str | None, after: str | None) -> bool:
    """Whether two values differ in typography alone."""
    return before is not None and after is not None and _tokens(before, _MARKS).keys == _tokens(after, _MARKS).keys


def _paragraphs(text: str, *, exact: bool) -> list[_Paragraph]:
    return [_tokens(text[slice(*span)], _EXACT if exact else _MARKS) for span in paragraphs(text)]


def _tokens(text: str, pattern: re.Pattern[str]) -> _Paragraph:
    found = list(pattern.finditer(text))
    keys = (f"\x00{each.lastgroup}" if each.lastgroup else each[0] for each in found)
    return _Paragraph(text, tuple(each.start() for each in found), tuple(keys))


def _pairs(one: Sequence[_Paragraph], other: Sequence[_Paragraph]) -> list[tuple[int, int]]:
    """Return which paragraphs of two versions are one: those in order, those that moved, and rewritten ones."""
    keys, others = [_joined(each) for each in one], [_joined(each) for each in other]
    open_gaps = list(bare_gaps(keys, others))
    pairs = list(_common(len(one), open_gaps))
    left = [i for gap in open_gaps for i in range(gap.start, gap.end)]
    there = [j for gap in open_gaps for j in range(gap.other_start, gap.other_end)]
    moved = _equal(left, there, keys, others)
    taken = {*moved.values()}
    rewritten = _rewritten([i for i in left if i not in moved], [j for j in there if j not in taken], one, other)
    return sorted([*pairs, *moved.items(), *rewritten.items()])


def _joined(paragraph: _Paragraph) -> str:
    return "\n".join(paragraph.keys)


def _common(length: int, open_gaps: Sequence[Gap]) -> Iterator[tuple[int, int]]:
    """Yield the places in both of what lies between gaps."""
    start, shift = 0, 0
    for gap in (*open_gaps, Gap(length, length, 0, 0)):
        yield from ((place, place + shift) for place in range(start, gap.start))
        start, shift = gap.end, gap.other_end - gap.end


def _equal(left: Sequence[int], there: Sequence[int], keys: Sequence[str], others: Sequence[str]) -> dict[int, int]:
    """Pair what is the same in both, but in another place."""
    places: dict[str, list[int]] = defaultdict(list)
    for j in reversed(there):
        places[others[j]].append(j)
    return {i: places[keys[i]].pop() for i in left if places.get(keys[i])}


def _rewritten(
    left: Sequence[int], there: Sequence[int], one: Sequence[_Paragraph], other: Sequence[_Paragraph]
) -> dict[int, int]:
    """Pair what shares most runs of words, each once."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j in there:
        for run in _runs(other[j].keys):
            places[run].append(j)
    shared: Counter[tuple[int, int]] = Counter()
    for i in left:
        for run in _runs(one[i].keys):
            found = places.get(run, ())
            shared.update((i, j) for j in found if len(found) <= _COMMON)
    likest = [pair for pair, _ in shared.most_common()]
    if len(left) == len(there):  # some may be so short that they share no run: those in the same place
        likest += zip(left, there, strict=True)
    pairs, taken = dict[int, int](), set[int]()
    for i, j in likest:
        if i not in pairs and j not in taken and _likeness(one[i], other[j]) >= _ONE:
            pairs[i] = j
            taken.add(j)
    return pairs


def _runs(keys: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(keys[place : place + _RUN]) for place in range(len(keys) - _RUN + 1)}


def _likeness(one: _Paragraph, other: _Paragraph) -> float:
    """Return the share of their words that two paragraphs have in common, 0 to 1."""
    both = (Counter(one.keys) & Counter(other.keys)).total()
    return 2 * both / max(1, len(one.keys) + len(other.keys))


def _changes(
    one: Sequence[_Paragraph], other: Sequence[_Paragraph], pairs: Sequence[tuple[int, int]]
) -> Iterator[ParagraphChange]:
    """Yield what changed, in order of the later version; what was dropped behind what stood before it."""
    later_of, earlier_of = dict(pairs), {j: i for i, j in pairs}
    kept = {i for i, _ in _in_order(pairs)}
    behind, last = defaultdict[int, list[int]](list), -1
    for i in range(len(one)):
        last = later_of[i] if i in kept else last
        if i not in later_of:
            behind[last].append(i)
    yield from (_gone(one[i], i) for i in behind[-1])
    for j, paragraph in enumerate(other):
        i = earlier_of.get(j)
        if i is None:
            yield ParagraphChange("added", None, j + 1, (WordRun("added", paragraph.text),))
        elif one[i].keys != paragraph.keys:
            yield ParagraphChange("changed", i + 1, j + 1, tuple(_word_runs(one[i], paragraph)))
        elif i not in kept:
            yield ParagraphChange("moved", i + 1, j + 1, (WordRun("same", paragraph.text),))
        yield from (_gone(one[i], i) for i in behind[j])


def _gone(paragraph: _Paragraph, place: int) -> ParagraphChange:
    return ParagraphChange("dropped", place + 1, None, (WordRun("dropped", paragraph.text),))


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return as many of these pairs as stand in the same order in both versions."""
    order = [j for _, j in pairs]
    differing = bare_gaps([*map(str, order)], [*map(str, sorted(order))])
    out_of_place = {place for gap in differing for place in range(gap.start, gap.end)}
    return [pair for place, pair in enumerate(pairs) if place not in out_of_place]


def _word_runs(one: _Paragraph, other: _Paragraph) -> Iterator[WordRun]:
    start = 0
    for gap in gaps(one.keys, other.keys):
        yield from _run("same", other, start, gap.other_start)
        yield from _run("dropped", one, gap.start, gap.end)
        yield from _run("added", other, gap.other_start, gap.other_end)
        start = gap.other_end
    yield from _run("same", other, start, len(other.keys))


def _run(kind: WordKind, paragraph: _Paragraph, start: int, end: int) -> Iterator[WordRun]:
    """Yield these words as they stand, with what lies before the first and behind the last word of the paragraph."""
    if start < end:
        starts = (*paragraph.starts, len(paragraph.text))
        yield WordRun(kind, paragraph.text[starts[start] if start else 0 : starts[end]])
