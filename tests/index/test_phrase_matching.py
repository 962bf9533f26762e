"""Phrases compared word for word: a batch at a time, and no longer than a question may take."""

from __future__ import annotations

import numpy as np
import pytest

from qabot.core.articles import Passage
from qabot.core.errors import UsageError
from qabot.core.questions import Filters
from qabot.index.filter_query import Ids
from qabot.index.phrase_matching import PhraseMatching

TEXTS = ("the cost of the", "The Cost rose", "costs", "£450 million", "it is £0.45bn", "nothing")


class Texts:
    """5,000 passages that repeat a few texts; the first of all is titled otherwise."""

    def __init__(self) -> None:
        """Begin without any having been read."""
        self.read: list[int] = []

    def passages_by_id(self, ids: Ids) -> list[Passage]:
        self.read.append(len(ids))
        return [Passage("a", each, 0, 0, TEXTS[each % len(TEXTS)]) for each in map(int, ids)]

    def titles_of(self, ids: Ids) -> dict[int, str]:
        return dict.fromkeys(ids.tolist(), "A title")


ALL = np.arange(5_000)


def test_passages_are_read_in_batches_and_all_of_them() -> None:
    texts = Texts()
    found = PhraseMatching(texts, lambda _: ALL.tolist()).exactly(ALL, "the cost")
    assert found.tolist() == [each for each in range(5_000) if each % 6 in {0, 1}]
    assert texts.read == [2_000, 2_000, 1_000]


def test_a_figure_is_found_however_it_is_written() -> None:
    found = PhraseMatching(Texts(), lambda _: ALL.tolist()).exactly(ALL[:12], "£450m")
    assert found.tolist() == [3, 4, 9, 10]


def test_a_title_counts_and_what_is_excluded_goes() -> None:
    matching = PhraseMatching(Texts(), lambda _: ALL.tolist())
    assert matching.word_for_word(ALL[:6], Filters(exact=("title",), excluded=("£450m",))) == {0, 1, 2, 5}


def test_nothing_is_found_among_none() -> None:
    assert PhraseMatching(Texts(), lambda _: []).exactly(ALL, "the cost").tolist() == []


@pytest.mark.parametrize(
    ("phrase", "is_said", "read"),
    [
        ("the cost", True, [32]),
        ("£450m", True, [32]),
        ("a title", True, [32]),
        ("dearly bought", False, [32, 64, 128, 256, 512, 1_024, 2_000, 984]),
        ("£451m", False, [32, 64, 128, 256, 512, 1_024, 2_000, 984]),
    ],
)
def test_whether_a_phrase_is_said_is_known_once_one_says_it(phrase: str, is_said: bool, read: list[int]) -> None:
    texts = Texts()
    assert PhraseMatching(texts, lambda _: ALL.tolist()).is_said(phrase) is is_said
    assert texts.read == read
    assert not PhraseMatching(texts, lambda _: []).is_said(phrase)


def test_whether_a_phrase_is_said_is_not_told_without_end() -> None:
    with pytest.raises(UsageError, match="too many to read"):
        PhraseMatching(Texts(), lambda _: ALL.tolist(), longest=0.0).is_said("dearly bought")


def test_what_takes_too_long_is_given_up_and_says_what_to_do() -> None:
    matching = PhraseMatching(Texts(), lambda _: ALL.tolist(), longest=0.0)
    with pytest.raises(UsageError, match="“of the” stand in 5,000 passages: too many to read within 0 seconds") as told:
        matching.saying(ALL, "of the")
    assert "Leave the quotation marks out" in told.value.hint
