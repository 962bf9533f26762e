"""A quote that raises what is asked and leaves it open does not answer it."""

from __future__ import annotations

import pytest

from qabot.answer.left_open import leaves_open


def is_open(question: str, quote: str, words: str | None) -> bool:
    """Whether a quote leaves open what is asked, with words of it marked, if any."""
    start = quote.index(words) if words else 0
    return leaves_open(question, quote, (start, start + len(words)) if words else None)


SCRAPPED = "Will the Numbat card be scrapped?"
WHY = "Why was the Numbat contract cancelled?"


@pytest.mark.parametrize(
    ("question", "quote", "words"),
    [
        (SCRAPPED, "Will the Numbat card be scrapped? It is too early to say.", None),
        (SCRAPPED, "Will the Numbat card be scrapped? That depends on the Treasury.", None),
        (SCRAPPED, '"Will the Numbat card be scrapped?" asked Ann Lee. The minister did not reply.', None),
        (SCRAPPED, "Will the Numbat card be scrapped? We asked its makers.", "We asked its makers"),
        (SCRAPPED, "Will the Numbat card be scrapped? Views differ.", "differ"),
        (SCRAPPED, "Whether the Numbat card will be scrapped is not yet known.", None),
        ("Is Vorpal to be sold?", "Is Vorpal to be sold? Its owners declined to comment.", "Its owners"),
        (WHY, "MPs want to know why the Numbat contract was cancelled.", None),
        (WHY, "It is unclear why the Numbat contract was cancelled.", None),
        ("How much did Numbat cost?", "MPs asked how much Numbat cost and were told to wait.", "told to wait"),
        ("Who paid for the Numbat trip?", "Questions remain over who paid for the Numbat trip.", None),
    ],
)
def test_what_is_only_raised_is_left_open(question: str, quote: str, words: str | None) -> None:
    assert is_open(question, quote, words)


@pytest.mark.parametrize(
    ("question", "quote", "words"),
    [
        (SCRAPPED, "Will the Numbat card be scrapped? Yes, in May.", None),
        (SCRAPPED, "Will the Numbat card be scrapped? It will, in May.", None),
        (SCRAPPED, "Will the Numbat card be scrapped? The minister said the card would go on.", None),
        (SCRAPPED, "The Numbat card will be scrapped. Whether it will be missed is not yet known.", None),
        (WHY, "Why was the Numbat contract cancelled? The supplier was late.", "The supplier was late"),
        (WHY, "Asked why the Numbat contract was cancelled, Ann Lee said the supplier was late.", "was late"),
        (WHY, "The Numbat contract was cancelled because it was late. MPs want to know why nobody saw it.", None),
        ("Who paid for the Numbat trip?", "Asked who paid for the Numbat trip, she said Vorpal paid.", "Vorpal"),
        ("What is Numbat?", "What is Numbat? It is a list of contracts.", "a list of contracts"),
        ("", "", None),
    ],
)
def test_what_is_told_with_it_is_not(question: str, quote: str, words: str | None) -> None:
    assert not is_open(question, quote, words)
