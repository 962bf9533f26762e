"""Whether two texts that have most of their words in common say the same of the same. Pure.

They do not where a name, a figure or a date of one stands in the place of another's, where a denial does, where their
titles name what the other does not know, or where they differ in more particulars than they share. What one of them
only has more of, how it is spelt, and what its page says of itself make no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property

from qabot.facts.alignment import Gap, gaps
from qabot.facts.misspellings import is_misread, is_misspelt
from qabot.facts.particulars import AGENCIES, Word, read_title, read_words
from qabot.facts.word_variants import (
    are_written_alike,
    has_lost_its_scale,
    is_garbled_word,
    is_short_for,
    is_word_misspelt,
    scale_between,
)

_MOST_WORDS = 5_000
"""How much of a text is compared."""
_REWRITTEN = 10
"""Words on both sides from which a gap is a stretch that was written anew, whose words stand in no other's place."""
_CUT = 2
"""Words that may be left of a sentence, or of a figure, where one text was cut off."""
_NEGATED = 4
"""Words of a gap in which a denial is one of what stands around it."""
_LEAST_TITLE = 1 / 3
"""How much of the shorter of two titles both have, for the rest to stand in each other's place."""
_NUMBERED = frozenset(
    "part lot phase volume vol chapter section week day month year issue edition episode stage round annex no number "
    "tier level zone ward area group batch wave tranche period".split()
)
"""What is one of several by the number behind it."""
_YEARS = 1900
"""A number from which on it may be a year."""
_ABOUT_SOMETHING = 3
"""Names, figures and dates from which a text says by itself what it is about."""
_LETTERS = 3
"""Letters from which a word of a title may be what an article is about."""
_STEM = 5
"""Letters at the start of two words that make them forms of one."""
_RECASTS = frozenset(
    """said says say saying told tells added adds stated states noted notes claimed claims argued argues explained the
    explains announced announces revealed reveals according which that this these those their there will would could
    should have been were with from into about""".split()
)
"""What editors put for one another throughout."""
_MISREAD = 2
"""Plain words that are misspelt in one of two texts from which on it was misread throughout."""
_SENTENCE_ENDS = (".", "!", "?", ":")
_CLOSING = " \n\t\"'”’)]"
"""What may stand behind the end of a text's last sentence."""
_CREDITS = frozenset("by told to via from for in with".split())
"""Behind these, outlets name each other."""
_REPORTS = frozenset("learned understands reports reported revealed asked contacted approached seen saw".split())
"""Before these, they name themselves."""


class Body:
    """A text as it is compared: read when it is needed, and once for all that hold it."""

    def __init__(self, text: str) -> None:
        """Take all of it."""
        self.text = text

    @cached_property
    def words(self) -> list[Word]:
        """Its words."""
        return read_words(self.text, _MOST_WORDS)

    @cached_property
    def breaks_off(self) -> bool:
        """Whether it ends in the middle of a sentence."""
        return not self.text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every different word of it."""
        return frozenset(word.key for word in self.words)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every different name in it."""
        return frozenset(word.key for word in self.words if word.kind == "name")

    @cached_property
    def particulars(self) -> frozenset[str]:
        """Every different name, figure and date in it."""
        return frozenset(word.key for word in self.words if word.is_particular)


class Telling:
    """A text with its title, as it is compared."""

    def __init__(self, title: str, body: Body, outlet: str = "") -> None:
        """Take a title and who published it, each empty where it is not known, and the text."""
        self.title = title
        self.body = body
        self.outlet = outlet

    @property
    def words(self) -> list[Word]:
        """The words of its text."""
        return self.body.words

    @property
    def keys(self) -> frozenset[str]:
        """Every different word of its text."""
        return self.body.keys

    @cached_property
    def titled(self) -> list[Word]:
        """The words of its title."""
        return read_title(self.title, _MOST_WORDS)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every different word of it, its title included."""
        return self.keys | {word.key for word in self.titled}

    @cached_property
    def begins_with_title(self) -> bool:
        """Whether its text has its title too, as a page does that was saved as text."""
        title, count = [word.key for word in self.titled], len(self.titled)
        head = [word.key for word in self.words[: count + _REWRITTEN]]
        return any(head[start : start + count] == title for start in range(len(head) - count + 1))

    @cached_property
    def carriers(self) -> frozenset[str]:
        """Words of the names of its outlet and of those who pass stories on."""
        return AGENCIES | {word.key for word in read_words(self.outlet, _MOST_WORDS)}


def same_matter(one: Telling, other: Telling) -> bool:
    """Whether two texts that are alike say the same of the same."""
    return not titled_apart(one, other) and _Comparison(one, other).is_same


def same_subject(one: Telling, other: Telling) -> bool:
    """Whether they are at the least about the same: their titles and the names in them agree, whatever the figures."""
    return not titled_apart(one, other) and not _Comparison(one, other).names_others


def titled_apart(one: Telling, other: Telling) -> bool:
    """Whether their titles say that they are about different things."""
    return are_of_one_form(one, other) or bool(_subjects(one, other) and _subjects(other, one))


def _subjects(one: Telling, other: Telling) -> list[str]:
    """Return the words of a title that its text says too and that the other knows nothing of."""
    own = {word.key for word in one.titled if len(word.key) >= _LETTERS or word.is_particular}
    said = Counter(word.key for word in one.words)
    least = 1 + one.begins_with_title
    names = one.body.names
    return [
        key
        for key in own - other.vocabulary
        if said[key] >= least
        and not any(is_misspelt(key, each) if key in names else _is_form(key, each) for each in other.vocabulary)
    ]


def _is_form(one: str, other: str) -> bool:
    """Whether two words are forms or misspellings of one."""
    if one == other:
        return True
    if any(letter.isdigit() for letter in one + other):
        return False
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= min(_STEM, len(one), len(other)) > 3 or is_misspelt(one, other)  # noqa: PLR2004


def are_of_one_form(one: Telling, other: Telling) -> bool:
    """Whether two titles have one form and name different things in it, of which the texts say no more.

    Names and dates always do. A mere number does where the texts are about nobody: of one story that ran twice, it is
    no part.
    """
    first, second = [word.key for word in one.titled], [word.key for word in other.titled]
    found = gaps(first, second)
    common = len(first) - sum(gap.end - gap.start for gap in found)
    if not common or common < _LEAST_TITLE * min(len(first), len(second)):
        return False
    for gap in found:
        here, there = _left(one.titled, other.titled, gap)
        if _proper(here, one, other) and _proper(there, other, one):
            return True
        figures, others = _figures(here), _figures(there)
        if figures and others and not (figures <= other.vocabulary and others <= one.vocabulary):
            before = one.titled[gap.start - 1].key if gap.start else ""
            is_mere = before not in _NUMBERED and all(key.isdigit() and int(key) < _YEARS for key in figures | others)
            if not is_mere or len(one.body.particulars & other.body.particulars) < _ABOUT_SOMETHING:
                return True
    return False


def _proper(words: Sequence[Word], own: Telling, other: Telling) -> list[str]:
    """Return the names among words of a title that the other text does not know.

    In a title that has capitals throughout only what is a name in its text is one.
    """
    names = own.body.names
    found = [word.key for word in words if word.kind in {"name", "weekday"} or word.key in names]
    return [key for key in found if key not in other.vocabulary and (key in names or key not in own.keys)]


class _Comparison:
    """Two texts side by side."""

    def __init__(self, one: Telling, other: Telling) -> None:
        self._one, self._other = one, other
        self._gaps = gaps([word.key for word in one.words], [word.key for word in other.words])
        self._swaps: Counter[tuple[object, object]] = Counter()
        self._foreign: tuple[set[str], set[str]] = set(), set()
        self.names_others = False
        """Whether a name of one stands in the place of another's."""
        self.states_others = False
        """Whether a figure, a date or a denial does."""
        self._is_misread = sum(map(self._is_slip, self._gaps)) >= _MISREAD
        for gap in self._gaps:
            if not self._is_broken_off(gap):
                self._look_at(gap)
        self.names_others = self.names_others or self._is_swapped or self._is_mostly_other

    @property
    def is_same(self) -> bool:
        return not (self.names_others or self.states_others)

    def _is_slip(self, gap: Gap) -> bool:
        """Whether a gap is one plain word, misspelt on one side: where many are, a machine misread the names too."""
        here, there = self._one.words[gap.start : gap.end], self._other.words[gap.other_start : gap.other_end]
        return (
            len(here) == len(there) == 1
            and here[0].kind == there[0].kind == "word"
            and is_garbled_word(here[0], there[0])
        )

    def _look_at(self, gap: Gap) -> None:
        if self._is_rewritten(gap):
            whole = self._one.words[gap.start : gap.end], self._other.words[gap.other_start : gap.other_end]
            self._foreign[0].update(_foreign(whole[0], self._other.vocabulary))
            self._foreign[1].update(_foreign(whole[1], self._one.vocabulary))
            return
        here, there = _left(self._one.words, self._other.words, gap, misread=self._is_misread)
        self._look_at_spelling(gap)
        if are_written_alike(here, there):
            return
        short = gap.longest <= _NEGATED
        if short and sum(word.kind == "negation" for word in here) != sum(word.kind == "negation" for word in there):
            self.states_others = True
        if _figures(here) and _figures(there):
            self.states_others = True
        if _of(here, "weekday") and _of(there, "weekday"):
            self.states_others = True
        mine, yours = _names(here, self._other.vocabulary), _names(there, self._one.vocabulary)
        if all(word.kind == "name" for word in (*here, *there)) and (mine or yours):
            mine, yours = [word.key for word in here], [word.key for word in there]  # one stands for another
        if mine and yours and not self._is_credit(gap, mine, yours) and not is_short_for(here, there):
            self.names_others = True
        if here and there and gap.longest <= _NEGATED:
            swap = _plain(here, self._other.keys), _plain(there, self._one.keys)
            if all(swap):
                self._swaps[swap] += 1

    def _look_at_spelling(self, gap: Gap) -> None:
        """Count a name that is nearly another: a slip once, and another name where it is so throughout."""
        pair = self._one.words[gap.start : gap.end], self._other.words[gap.other_start : gap.other_end]
        for word, other in zip(*pair, strict=False):
            is_pair = word.kind == other.kind == "name" and word.key != other.key
            if (
                is_pair
                and not self._is_misread
                and word.key not in self._other.keys
                and other.key not in self._one.keys
            ):
                self._swaps[word.key, other.key] += not is_misread(word.key, other.key)

    def _is_rewritten(self, gap: Gap) -> bool:
        """Whether a gap is whole sentences on both sides, at the end or so long that none stands for another."""
        one, other = self._one.words, self._other.words
        least = min(gap.end - gap.start, gap.other_end - gap.other_start)
        at_end = gap.end == len(one) and gap.other_end == len(other)
        is_cut = at_end and least <= _CUT and gap.longest >= _REWRITTEN
        is_whole = gap.longest > 0 and all(
            start < end and words[start].begins
            for words, start, end in ((one, gap.start, gap.end), (other, gap.other_start, gap.other_end))
        )
        return least >= _REWRITTEN or is_cut or (at_end and is_whole)

    def _is_broken_off(self, gap: Gap) -> bool:
        """Whether a gap is what one of two texts lacks that ends in the middle of a sentence, or of a figure."""
        one, other = self._one.words, self._other.words
        if gap.end != len(one) or gap.other_end != len(other):
            return False
        here, there = one[gap.start :], other[gap.other_start :]
        for body, short, long in ((self._one.body, here, there), (self._other.body, there, here)):
            is_figure_begun = len(short) == 1 and bool(long) and bool(scale_between(short[0], long[0]))
            if body.breaks_off and (not short or is_figure_begun):
                return True
        return False

    def _is_credit(self, gap: Gap, mine: Sequence[str], yours: Sequence[str]) -> bool:
        """Whether two names are of the outlets, or of the agencies, that each text came by."""
        carriers = self._one.carriers | self._other.carriers
        if not {*mine, *yours} <= carriers:
            return False
        before = {word.key for word in self._one.words[max(0, gap.start - 2) : gap.start + 1]}
        behind = {word.key for word in self._one.words[gap.end : gap.end + 2]}
        return bool(before & _CREDITS or behind & _REPORTS) or {*mine, *yours} <= AGENCIES

    @property
    def _is_swapped(self) -> bool:
        """Whether one word stands for another again and again: what the one is about is not what the other is about."""
        return any(times > 1 for times in self._swaps.values())

    @property
    def _is_mostly_other(self) -> bool:
        """Whether the stretches that were written anew name more than what both texts name."""
        shared = self._one.body.particulars & self._other.keys
        fewest = min(map(len, self._foreign))
        return fewest > 1 and fewest > len(shared)


def _left(
    one: Sequence[Word], other: Sequence[Word], gap: Gap, *, misread: bool = False
) -> tuple[list[Word], list[Word]]:
    """Return what each side of a gap has that the other has not, misspellings aside; more of them in a misread text."""
    here, there = list(one[gap.start : gap.end]), list(other[gap.other_start : gap.other_end])
    for word in list(here):
        match = next((each for each in there if each.key == word.key), None)
        match = match or next((each for each in there if is_word_misspelt(word, each)), None)
        if misread:
            match = match or next((each for each in there if is_garbled_word(word, each)), None)
            match = match or next((each for each in there if has_lost_its_scale(word, each, (*here, *there))), None)
        if match:
            here.remove(word)
            there.remove(match)
    return here, there


def _figures(words: Iterable[Word]) -> set[str]:
    return {word.key for word in words if word.kind in {"figure", "date"}}


def _of(words: Iterable[Word], kind: str) -> bool:
    return any(word.kind == kind for word in words)


def _names(words: Iterable[Word], vocabulary: AbstractSet[str]) -> list[str]:
    return [word.key for word in words if word.kind == "name" and word.key not in vocabulary]


def _foreign(words: Iterable[Word], vocabulary: AbstractSet[str]) -> set[str]:
    return {word.key for word in words if word.is_particular and word.key not in vocabulary}


def _plain(words: Sequence[Word], vocabulary: AbstractSet[str]) -> tuple[str, ...]:
    """Return plain words that the other text has nowhere, and that mean something."""
    found = (word.key for word in words if word.kind == "word" and word.key not in vocabulary)
    return tuple(key for key in found if len(key) > _LETTERS and key not in _RECASTS)
