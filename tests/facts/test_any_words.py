"""No words of figures and times, however they are put together and whenever they were published, stop the reading."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.facts.article_facts import read_article_facts
from qabot.facts.figures import find_figures
from qabot.question.acronyms import read_body_names
from qabot.question.entities import EntityGazetteer
from tests.conftest import examples as tries

NAMES = EntityGazetteer.of(read_body_names())
NUMBERS = (
    "a|an|one|twenty-five|three hundred and ten|a hundred|half|half a|0|00|1|31|99|2015|1,000|.5|3.5|a dozen|several|"
    "12345678901234567890|98765432109876543210987654321098765|½|zero|every|first|third|quarter|99999999999"
)
SCALES = "|million|m|bn|thousand|hundred|dozen|per cent|%|p|pence|pounds|percentage points|trillion trillion|st"
UNITS = "day|days|week|weeks|month|months|year|years|quarter|quarters|decade|half-year|people|in five|out of 10"
BETWEEN = (
    "In May|in the|on|by|since|over the next|the last|for|from|between|and|to|–|up to|more than|each|per|of|"
    "in March 2020|31 February 2019|in 0000|in 9999|by December 9999|year to March|Q4 2020|the fourth quarter of|"
    "2099/00|ago|earlier|later|that followed|the following|next|previous|Monday|last Monday|today|tomorrow|yesterday|"
    "a total of|rose from|that year|by then|since then|over that period|in the same period of 2023|a year earlier|"
    "the year before|5,000 years ago|"
    "in the first half of the year and|It ran from May to July 9999.|.|,|’s|a third of|one in|nine out of"
)
WORDS = [each for words in (NUMBERS, SCALES, UNITS, BETWEEN, BETWEEN) for each in words.split("|")]
DAYS = [None, PartialDate(2015), PartialDate(2015, 11, 25), PartialDate(1, 1, 1), PartialDate(9999, 12, 31)]


def read(text: str, published: PartialDate | None) -> None:
    facts = read_article_facts(Article("a", "T", text, published=published), NAMES)
    assert all(0 <= each.figure[0] < each.figure[1] <= len(text) for each in facts.figures)
    find_figures(text)


@settings(max_examples=tries(150))
@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=14), st.sampled_from(DAYS))
def test_whatever_stands_together(words: list[str], published: PartialDate | None) -> None:
    read(" ".join(words) + ".", published)


@pytest.mark.parametrize("published", DAYS)
@pytest.mark.parametrize(
    "text",
    [
        "In May a dozen councils signed up to it.",
        "In May an hundred were left.",
        "It opens next Monday. It opened 5,000 years ago, and 99999999999 days ago.",
        "Over the next week it cost £12 a day. Tomorrow it ends, and the day after, and in the next quarter.",
        "It ran from May to July 9999. A year later it had cost £2m, and in the three years that followed £3m.",
        "It cost £12345678901234567890 trillion over 12345678901234567890123456789012345 years.",
        "In the year to March 0001 it was £3m, of which £2m in the three years to March 0001.",
    ],
)
def test_what_once_did_or_might(text: str, published: PartialDate | None) -> None:
    read(text, published)


@pytest.mark.parametrize(
    "told",
    [
        "£12345678901234567890123456789012345",
        "£12345678901234567890 trillion",
        "12345678901234567890123456789012345 councils",
        "£3m over 12345678901234567890123456789012345 years",
        "98765432109876543210987654321 out of 10",
    ],
)
def test_a_number_beyond_all_bounds_is_no_figure(told: str) -> None:
    assert find_figures(f"It came to {told}.") == ()
    (figure,) = find_figures(f"It came to {told}, and £2bn.")
    assert figure.low == 2_000_000_000


def test_a_dozen_behind_a_month_is_twelve() -> None:
    (figure,) = find_figures("In May a dozen councils signed up to it.")
    assert (figure.low, figure.high) == (12, 12)
