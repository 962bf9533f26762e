"""Whatever a sentence puts together of numbers, scales and times is read without an error: one would end a build."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.facts import particulars
from qabot.facts.article_facts import read_article_facts
from qabot.facts.figures import find_figures
from qabot.index.fact_rules import FactRules
from qabot.question.acronyms import read_body_names
from qabot.question.entities import EntityGazetteer
from tests.conftest import usual

NAMES = EntityGazetteer.of(read_body_names())
NUMBERS = (
    "a|an|A|one|two|twenty-five|three hundred and ten|a hundred|half|half a|0|00|1|31|32|99|2015|1,000|1,00|.5|0.5|3.5|"
    "a dozen|dozen|several|12345678901234567890|"
    "98765432109876543210987654321098765|１２|٣|½|½ a|zero|-5|+5|~5|c. 5|no|every|each|first|third|quarter|"
    "a million"
).split("|")
SCALES = (
    "|million|m|bn|k|thousand|hundred|dozen|per cent|%|p|pence|pounds|percentage points|million pounds|trillion|"
    "hundred million|mln|st|th|thirds|hundred hundred hundred hundred hundred hundred hundred hundred"
).split("|")
CURRENCIES = ("", "£", "$", "€", "US$", "EUR ")
COUNTED = (
    "day days week weeks month months year years quarter quarters decade half-year people servers times in of".split()
)
AROUND = (
    "In May|in the|on|by|since|over|over the next|the last|for|from|between|and|to|–|-|up to|"
    "more than|at least|each|per|a|"
    "of|in March 2020|on 3 May|31 February 2019|30 February|in 0000|in 9999|by December 9999|year to March|"
    "the year 1|"
    "Q4 2020|the fourth quarter of|financial year 2019/20|2099/00|ago|earlier|later|that followed|before|after|"
    "the following|next|previous|the end of|Monday|last Monday|today|tomorrow|yesterday|said|a total of|rose from|"
    "fell to|"
    "cost|councils|GDS|they|the first|another|two thirds of|one in|nine out of|(|)|,|;|.|’s|'s"
).split("|")
DATES = (
    None,
    PartialDate(2015),
    PartialDate(2015, 11),
    PartialDate(2016, 2, 29),
    PartialDate(1, 1, 1),
    PartialDate(9999, 12, 31),
)


def sentence(rng: random.Random) -> str:
    """Put some of all of these together."""
    words: list[str] = []
    for _ in range(rng.randrange(2, 14)):
        kind = rng.choices(("around", "number", "scale", "counted"), (10, 5, 2, 3))[0]
        if kind == "number":
            words.append(rng.choice(CURRENCIES) + rng.choice(NUMBERS))
        else:
            words.append(rng.choice({"around": AROUND, "scale": SCALES, "counted": COUNTED}[kind]))
    return f"{' '.join(words)}."


def test_none_raises(tmp_path: Path) -> None:
    rules, rng = FactRules.load(tmp_path), random.Random(11)  # noqa: S311 - the same every time
    for _ in range(4_000 if usual() else 200_000):
        text = sentence(rng)
        rules.read(Article(id="a", title="T", text=text, outlet="O", published=rng.choice(DATES)))
        particulars.read_words(text, 5000)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("In May a million people came.", ["1000000"]),
        ("In November a dozen councils signed.", ["12"]),
        ("In May 12 councils signed.", []),
        ("The bill was US$12345678901234567890 bn.", []),
        ("It has 12345678901234567890123456789012 servers.", []),
        ("Two thirds of people came.", ["66.67"]),
    ],
)
def test_a_month_before_a_and_numbers_of_many_digits(text: str, values: list[str]) -> None:
    assert [figure.low for figure in find_figures(text)] == [*map(Decimal, values)]


@pytest.mark.parametrize("published", [PartialDate(1, 1, 1), PartialDate(9999, 12, 31)])
@pytest.mark.parametrize("words", ["yesterday", "tomorrow", "next week", "last week", "three hundred days ago"])
def test_the_ends_of_the_calendar(published: PartialDate, words: str, tmp_path: Path) -> None:
    text = f"The council said {words} that it cost £5m."
    facts = FactRules.load(tmp_path).read(Article(id="a", title="T", text=text, outlet="O", published=published))
    assert len(facts.figures) == 1


@pytest.mark.parametrize("published", DATES)
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
    read_article_facts(Article("a", "T", text, published=published), NAMES)


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
