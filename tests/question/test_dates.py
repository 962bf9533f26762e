"""Dates in questions: what limits a question to days, what only hints at some, and what is no date at all."""

from __future__ import annotations

import calendar
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from qabot.core.questions import Period
from qabot.question.dates.date_range import DateReading, read_dates, read_period
from qabot.question.dates.periods import Unit, containing, day_after, hull, months, part, share, shift

HERE = Path(__file__).parent
PHRASES = [json.loads(line) for line in (HERE / "date_phrases.jsonl").read_text("utf-8").splitlines()]
UNDATED = (HERE / "undated.txt").read_text("utf-8").splitlines()
TODAY = date(2026, 11, 23)
"""A Monday."""

_WORDS = """in on at over of for around circa from between since after before until by up to prior than the an a this
last past previous next 2015 2016 2015/16 2015-16 fy 15 '15 q3 h1 march may nov . , - / 25 25th november week month year
years fortnight quarter decade half first second third early mid late end start of beginning two few couple ago
today yesterday monday sunday spring winter fall christmas 2010s 90s nineties or and now date spending review budget
election act windows 's so far earlier later w/c ending 9999 0001 1900 2099 31 29 february 29/2/2016 2016-02-29
31/04/2015 ( “ ½ ² ٣ 24 hours weekend night financial academic not other compared with will latest""".split()
UNITS: list[Unit] = ["day", "week", "fortnight", "month", "quarter", "year", "decade"]
LONG_UNITS: list[Unit] = ["month", "year", "decade"]
SHARES: list[tuple[Unit, int]] = [("half", 2), ("quarter", 4)]
days = st.dates()
phrases = st.lists(st.sampled_from(_WORDS), max_size=14).map(" ".join)
"""Texts rich in what dates are made of."""
anything = phrases | st.text(st.characters(exclude_categories=()), max_size=80)


def read(text: str, today: date = TODAY) -> tuple[str, date | None, date | None]:
    found = read_dates(text, today)
    period = found.period or Period()
    return found.reading, period.after, period.before


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class TestPhrases:
    """What people type."""

    def test_there_are_enough_to_tell(self) -> None:
        assert len(PHRASES) >= 80
        assert len(UNDATED) >= 100

    @pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase["text"])
    def test_a_phrase_is_read_as_people_mean_it(self, phrase: dict[str, str]) -> None:
        expected = phrase["reading"], day(phrase.get("after")), day(phrase.get("before"))
        assert read(phrase["text"], date.fromisoformat(phrase["today"])) == expected

    @pytest.mark.parametrize("text", UNDATED)
    def test_a_question_without_a_date_is_read_without_one(self, text: str) -> None:
        assert read_dates(text, TODAY) == DateReading()

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("What did Socitm say in 2015?", "in 2015"),
            ("stories of the last fortnight, please", "of the last fortnight"),
            ("who asked for money before the 2019 election", "before the 2019 election"),
            ("dates such as 25th November, 2015 count", "25th November, 2015"),
            ("what was in the 2015 Spending Review", "in the 2015"),
            ("the latest on Horizon", "latest"),
            ("since it was launched in 2015", "since it was launched in 2015"),
            ("in 2012 or perhaps in 2014", "in 2012 or perhaps in 2014"),
        ],
    )
    def test_the_words_that_say_so_are_shown(self, text: str, said: str) -> None:
        found = read_dates(text, TODAY)
        assert found.date_words == said
        assert text[found.start : found.end] == said

    @pytest.mark.parametrize(
        "text", ["latest news on Verify in 2018", "recent contracts since 2020", "2015: what’s new?"]
    )
    def test_a_question_may_ask_for_the_latest_of_a_time(self, text: str) -> None:
        found = read_dates(text, TODAY)
        assert found.reading in {"range", "hint"}
        assert found.wants_latest

    @pytest.mark.parametrize("text", ["until recently", "as recently as 2013", "by 2015 at the latest"])
    def test_what_sounds_recent_need_not_be(self, text: str) -> None:
        assert not read_dates(text, TODAY).wants_latest

    @pytest.mark.parametrize(
        "text",
        [
            "in 2030",
            "since 2030",
            "before 2030",
            "the 2030 strategy",
            "in December 2026",
            "on 24 November 2026",
            "tomorrow",
            "next month",
            "later this year",
            "after this year",
            "this Thursday",
            "will it be live in March",
        ],
    )
    def test_what_lies_ahead_is_nothing_to_ask_the_press_about(self, text: str) -> None:
        assert read_dates(text, TODAY).reading == "none"

    @pytest.mark.parametrize("text", ["before 2012 or after 2016", "since 2018 and until 2014"])
    def test_what_no_one_range_can_say_limits_nothing(self, text: str) -> None:
        assert read_dates(text, TODAY).reading == "none"

    def test_typographic_dashes_and_apostrophes_are_read_as_typed_ones(self) -> None:
        assert read("in 2015–16") == read("in 2015-16")
        assert read("last year’s plan") == read("last year's plan")
        assert read("Nov ’15") == read("Nov '15")

    @pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase["text"])
    def test_capitals_do_not_change_a_date(self, phrase: dict[str, str]) -> None:
        today = date.fromisoformat(phrase["today"])
        assert read(phrase["text"].upper(), today) == read(phrase["text"].lower(), today)


class TestAnyText:
    """What holds of every text on every day."""

    @settings(max_examples=500)
    @given(anything, days)
    @example("before 0001", date.min)
    @example("two decades ago", date.min)
    @example("the last 9999 years", date.min)
    @example("last year", date.min)
    @example("this week", date.max)
    @example("this decade", date.max)
    @example("this financial year", date.max)
    @example("last christmas", date.max)
    @example("after today", date.max)
    @example("around yesterday", date.max)
    @example("on 29 February", date(1904, 2, 28))
    def test_a_reading_is_whole(self, text: str, today: date) -> None:
        found = read_dates(text, today)
        assert text[found.start : found.end] == found.date_words
        assert bool(found.date_words) == (found.reading != "none")
        assert (found.period is not None) == (found.reading in {"range", "hint"})
        assert found.wants_latest or found.reading != "recent"
        if found.period:
            assert found.period != Period()
            assert (found.period.after or date.min) <= min(found.period.before or date.max, today)

    @pytest.mark.parametrize(
        "words", ["first half of ", "early ", "in march and ", "2015 to ", "'15 ", "after ", "the "]
    )
    def test_an_endless_question_is_read_to_its_end(self, words: str) -> None:
        assert read_dates(words * 3_000 + "cyber attacks in 2015", TODAY).date_words.endswith("2015")

    @given(phrases, days)
    def test_a_range_is_still_one_in_a_longer_question(self, text: str, today: date) -> None:
        assume("today" not in text)
        assert read(f"{text} ; what of it", today) == read(text, today)


class TestYears:
    """Laws of years, whichever they are."""

    @given(st.integers(1900, 2026), st.sampled_from(["in", "during", "throughout", "back in"]))
    def test_in_a_year_means_its_days(self, year: int, preposition: str) -> None:
        assert read(f"what failed {preposition} {year}?") == ("range", date(year, 1, 1), date(year, 12, 31))

    @given(st.integers(1900, 2025))
    def test_before_in_and_after_a_year_leave_no_day_out_and_share_none(self, year: int) -> None:
        (_, none, before), (_, first, last), (_, after, end) = (
            read(f"{when} {year}") for when in ("before", "in", "after")
        )
        assert (none, end) == (None, None)
        assert before
        assert first
        assert last
        assert (before + timedelta(1), last + timedelta(1)) == (first, after)
        assert read(f"since {year}") == ("range", first, None)
        assert read(f"until {year}") == ("range", None, last)

    @given(st.integers(1971, 2026).filter(lambda year: year % 100))
    def test_a_year_that_just_stands_there_is_a_hint(self, year: int) -> None:
        assert read(f"cyber attacks {year}")[0] == read(f"the {year} report")[0] == "hint"

    @given(st.integers(1900, 2025))
    def test_a_financial_year_runs_from_april_in_every_spelling(self, year: int) -> None:
        expected = "range", date(year, 4, 1), date(year + 1, 3, 31)
        short = f"{(year + 1) % 100:02d}"
        spellings = [f"{year}/{short}", f"{year}-{short}", f"{year}/{year + 1}", f"FY{year}-{short}"]
        for written in [*spellings, f"the financial year {year} to {year + 1}", f"the {year}-{year + 1} tax year"]:
            assert read(f"what was lost in {written}") == expected


class TestDays:
    """Laws of days and of what counts from today."""

    @given(st.dates(date(1900, 1, 1), TODAY))
    def test_a_day_is_read_in_every_spelling(self, day: date) -> None:
        name = calendar.month_name[day.month]
        for written in (
            f"{day.day} {name} {day.year}",
            f"{day.day}th of {name[:3]} {day.year}",
            f"{name} {day.day}, {day.year}",
            f"{calendar.day_name[day.weekday()]} {day.day} {name} {day.year}",
            f"{day.day:02d}/{day.month:02d}/{day.year}",
            f"{day.day}.{day.month}.{day.year}",
            day.isoformat(),
        ):
            assert read(f"what was said on {written}") == ("range", day, day)

    @given(days.filter(lambda today: today.year > 1), st.integers(1, 300))
    def test_so_many_days_ago_is_that_day(self, today: date, count: int) -> None:
        expected = today - timedelta(count)
        assert read(f"{count} days ago", today) == ("range", expected, expected)
        assert read(f"in the last {count} days", today) == ("range", expected, None)

    @given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.sampled_from(list(calendar.day_name)))
    def test_last_weekday_is_within_the_last_week_and_never_today(self, today: date, name: str) -> None:
        _, after, before = read(f"last {name}", today)
        assert after == before
        assert after
        assert 1 <= (today - after).days <= 7
        assert calendar.day_name[after.weekday()] == name

    @given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.sampled_from(list(calendar.month_name)[1:]))
    def test_a_month_without_a_year_is_the_last_that_has_begun(self, today: date, name: str) -> None:
        _, after, before = read(f"in {name}", today)
        assert after
        assert before
        assert after <= today < after.replace(year=after.year + 1)
        assert (calendar.month_name[after.month], after.month) == (name, before.month)

    @given(st.dates(date(1950, 1, 1), date(2150, 1, 1)))
    def test_this_week_is_the_last_seven_days_and_what_is_left_of_it(self, today: date) -> None:
        _, begin, end = read("what was said this week", today)
        assert begin == today - timedelta(6)
        assert end == today + timedelta(6 - today.weekday())

    @given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.sampled_from(["month", "quarter", "year"]))
    def test_last_and_this_adjoin(self, today: date, unit: str) -> None:
        (_, first, last), (_, begin, end) = read(f"last {unit}", today), read(f"this {unit}", today)
        assert first
        assert last
        assert begin
        assert end
        assert last + timedelta(1) == begin <= today <= end


class TestPeriod:
    """`read_period`: a text that is a date and nothing else."""

    @pytest.mark.parametrize(
        ("text", "after", "before"),
        [
            ("2015", "2015-01-01", "2015-12-31"),
            ("nov 2015", "2015-11-01", "2015-11-30"),
            ("last month", "2026-10-01", "2026-10-31"),
            ("the last fortnight", "2026-11-09", None),
            ("march", "2026-03-01", "2026-03-31"),
            ("summer 2019", "2019-06-01", "2019-08-31"),
            ("2014 to 2016", "2014-01-01", "2016-12-31"),
            ("yesterday", "2026-11-22", "2026-11-22"),
        ],
    )
    def test_a_date_alone_is_read(self, text: str, after: str, before: str | None) -> None:
        assert read_period(text, TODAY) == Period(day(after), day(before))

    @pytest.mark.parametrize("text", ["", "soon", "in 2015", "2015 budget", "the", "2,015", "31 April 2015", "£2015"])
    def test_anything_else_is_not(self, text: str) -> None:
        assert read_period(text, TODAY) is None

    @given(anything, days)
    def test_its_ends_are_in_order(self, text: str, today: date) -> None:
        found = read_period(text, today)
        assert found is None or (found.after or date.min) <= (found.before or date.max)


class TestReckoning:
    """`periods`: whole units, and parts of them, wherever they lie."""

    @given(days, st.sampled_from(UNITS))
    def test_a_unit_holds_its_day(self, day: date, unit: Unit) -> None:
        found = containing(unit, day)
        assert found.after
        assert found.before
        assert found.after <= day <= found.before

    @given(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 200))
    def test_months_are_whole_months(self, year: int, month: int, count: int) -> None:
        found = months(year, month, count)
        assert found.after == date(year, month, 1)
        assert found.before
        assert found.before == date.max or day_after(found.before).day == 1

    @given(days, st.integers(-400, 400))
    def test_a_shift_by_months_keeps_the_day_or_takes_the_last(self, day: date, count: int) -> None:
        found = shift(day, "month", count)
        assert found.day == day.day or found.day == calendar.monthrange(found.year, found.month)[1]

    @given(days, st.sampled_from(LONG_UNITS), st.sampled_from(["early", "mid", "late", "start", "end"]))
    def test_a_part_lies_within_its_whole(self, day: date, unit: Unit, name: str) -> None:
        whole = containing(unit, day)
        assert hull(whole, part(whole, name)) == whole

    @given(st.integers(1, 9998))
    def test_halves_and_quarters_make_up_a_year(self, year: int) -> None:
        whole = months(year)
        for unit, count in SHARES:
            parts = [share(whole, unit, nth) for nth in range(1, count + 1)]
            assert parts[-1] == share(whole, unit, -1)
            ends = [date.min, *(found.before for found in parts if found and found.before)]
            begins = [found.after for found in parts if found]
            assert begins[0] == whole.after
            assert [day_after(end) for end in ends[1:-1]] == begins[1:]
            assert share(whole, unit, count + 1) is None
