"""Filters typed into a question: what they limit, what stays of the text, and what is said of those that fail."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qabot.core.questions import Filters
from qabot.question.operator_names import OPERATORS
from qabot.question.operators import ParsedOperators, parse_operators

TODAY = date(2026, 11, 23)
_PIECES = """outlet: source: org: after: before: on: soruce: oultet: " “ ” ' ’ - -- , ( ) . ? hmt "Computer Weekly" 2015
2015-11 last month nov yesterday soon -verify -" 10:30 https:// HMRC £5 ½ 31/12/9999 0001""".split()
pieces = st.lists(st.tuples(st.sampled_from(_PIECES), st.sampled_from(["", " "])).map("".join), max_size=12).map(
    "".join
)
"""Texts rich in what filters are made of."""
anything = pieces | st.text(st.characters(exclude_categories=()), max_size=80)
prose = st.text(st.characters(exclude_categories=(), exclude_characters=':-"“”„'), max_size=80)


def read(text: str) -> ParsedOperators:
    return parse_operators(text, TODAY)


class TestNames:
    """`outlet:`, `source:` and `org:`."""

    @pytest.mark.parametrize(
        ("text", "left", "filters"),
        [
            ("who left GDS outlet:ukauthority", "who left GDS", Filters(outlets=("ukauthority",))),
            ("outlet:ukauthority who left GDS", "who left GDS", Filters(outlets=("ukauthority",))),
            ("who outlet:ukauthority left", "who left", Filters(outlets=("ukauthority",))),
            ('who left outlet:"Computer Weekly"', "who left", Filters(outlets=("Computer Weekly",))),
            ("who left outlet:“Computer Weekly”", "who left", Filters(outlets=("Computer Weekly",))),
            ("who left source:diginomica", "who left", Filters(outlets=("diginomica",))),
            ("Outlet:hmt ORG:HMRC tax", "tax", Filters(outlets=("hmt",), organisations=("HMRC",))),
            ("outlet:ukauthority,hmt digital", "digital", Filters(outlets=("ukauthority", "hmt"))),
            ('outlet:hmt,"Computer Weekly",csw it', "it", Filters(outlets=("hmt", "Computer Weekly", "csw"))),
            ("outlet:hmt outlet:csw outlet:hmt it", "it", Filters(outlets=("hmt", "csw"))),
            ('org:"Government Digital Service" pay', "pay", Filters(organisations=("Government Digital Service",))),
            ("org:care.data,GOV.UK pay", "pay", Filters(organisations=("care.data", "GOV.UK"))),
            ("who left (outlet:hmt) then", "who left then", Filters(outlets=("hmt",))),
        ],
    )
    def test_a_name_limits_and_leaves_the_text(self, text: str, left: str, filters: Filters) -> None:
        assert read(text) == ParsedOperators(left, filters)

    @pytest.mark.parametrize(
        ("text", "left"),
        [
            ("who left outlet:hmt?", "who left?"),
            ("outlet:hmt, who left", "who left"),
            ("who left org:GDS.", "who left."),
            ("who left org:GDS…", "who left"),
        ],
    )
    def test_the_marks_of_the_sentence_are_not_the_values(self, text: str, left: str) -> None:
        found = read(text)
        assert found.text == left
        assert {*found.filters.outlets, *found.filters.organisations} <= {"hmt", "GDS", "GDS…"}


class TestDates:
    """`after:`, `before:` and `on:`."""

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("as-of:2015-06", "2015-06-30"),
            ("as-of:2015", "2015-12-31"),
            ("AS-OF:25 November 2015", "2015-11-25"),
            ("as-of:yesterday", "2026-11-22"),
            ("as-of:2016 as-of:2015", "2015-12-31"),
        ],
    )
    def test_a_day_as_of_which_is_searched(self, text: str, day: str) -> None:
        expected = Filters(as_of=date.fromisoformat(day))
        assert read(f"cyber attacks {text}") == ParsedOperators("cyber attacks", expected)
        both = read(f"cyber attacks after:2014 {text}").filters
        assert (both.after, both.as_of) == (date(2014, 1, 1), expected.as_of)

    def test_what_only_looks_like_such_a_day(self) -> None:
        assert read("cyber attacks as-of:never").filters == Filters()
        assert "as-of:never is not a date" in read("cyber attacks as-of:never").notes[0]
        assert read("cyber attacks asof:2015").notes == ("asof: is not a filter. Did you mean as-of:?",)
        assert read("attacks as of 2015").filters == Filters()

    @pytest.mark.parametrize(
        ("text", "after", "before"),
        [
            ("after:2015-11", "2015-11-01", None),
            ("before:2015-11", None, "2015-11-30"),
            ("on:2015-11", "2015-11-01", "2015-11-30"),
            ("on:2015-11-25", "2015-11-25", "2015-11-25"),
            ("after:2015", "2015-01-01", None),
            ("before:25/11/2015", None, "2015-11-25"),
            ("on:2015/16", "2015-04-01", "2016-03-31"),
            ('after:"nov 2015"', "2015-11-01", None),
            ("after:nov 2015", "2015-11-01", None),
            ("on:25 November 2015", "2015-11-25", "2015-11-25"),
            ('on:"last month"', "2026-10-01", "2026-10-31"),
            ("on:last month", "2026-10-01", "2026-10-31"),
            ("before:yesterday", None, "2026-11-22"),
            ("after:march", "2026-03-01", None),
            ("before:last fortnight", None, "2026-11-23"),
            ("after:2015 before:2016", "2015-01-01", "2016-12-31"),
            ("on:2015 after:2015-06", "2015-06-01", "2015-12-31"),
            ("after:2014 after:2015", "2015-01-01", None),
            ("after:0800", "0800-01-01", None),
        ],
    )
    def test_a_date_limits(self, text: str, after: str | None, before: str | None) -> None:
        first, last = (date.fromisoformat(day) if day else None for day in (after, before))
        expected = Filters(first, last)
        assert read(f"cyber attacks {text}") == ParsedOperators("cyber attacks", expected)
        assert read(f"{text}, cyber attacks?") == ParsedOperators("cyber attacks?", expected)

    def test_a_date_takes_no_more_words_than_are_its_own(self) -> None:
        assert read("after:nov 2015 2,000 laptops").text == "2,000 laptops"
        assert read("after:2015 24 councils").text == "24 councils"
        assert read("on:last month budget").text == "budget"

    @pytest.mark.parametrize("value", ["soon", "2015-13", "31/02/2015", '"some day"', "nov 15", "15"])
    def test_what_is_no_date_stays_and_is_said(self, value: str) -> None:
        text = f"after:{value} who left"
        found = read(text)
        assert (found.text, found.filters) == (text, Filters())
        shown = f"after:{value.removesuffix(' 15')}"
        assert found.notes == (f"{shown} is not a date; give a day, a month or a year, such as after:2015-11.",)

    @pytest.mark.parametrize("text", ["after:2016 before:2015 tax", "on:2015 on:2016 tax"])
    def test_dates_that_leave_no_day_limit_nothing_and_are_said(self, text: str) -> None:
        assert read(text) == ParsedOperators(
            "tax",
            Filters(),
            ("No day is both after 2016-01-01 and before 2015-12-31, so neither limits the search.",),
        )


class TestPhrasesAndWords:
    """`"exact"` and `-word`."""

    @pytest.mark.parametrize(
        ("text", "left", "exact"),
        [
            ('what is "digital by default"', "what is digital by default", ("digital by default",)),
            ("what is “digital by default”?", "what is digital by default?", ("digital by default",)),
            ('"a b" and "c d"', "a b and c d", ("a b", "c d")),
            ('what ("one login") costs', "what (one login) costs", ("one login",)),
            ('"one  login" costs', "one login costs", ("one login",)),
        ],
    )
    def test_an_exact_phrase_keeps_its_words(self, text: str, left: str, exact: tuple[str, ...]) -> None:
        assert read(text) == ParsedOperators(left, Filters(exact=exact))

    @pytest.mark.parametrize(
        ("text", "left", "excluded"),
        [
            ("login -verify", "login", ("verify",)),
            ("-verify login", "login", ("verify",)),
            ('login -"press release" costs', "login costs", ("press release",)),
            ("login -“press release”", "login", ("press release",)),
            ("login -verify -gateway?", "login?", ("verify", "gateway")),
            ("nhs -care.data", "nhs", ("care.data",)),
            ("bids -one-off", "bids", ("one-off",)),
        ],
    )
    def test_a_word_with_a_minus_is_left_out(self, text: str, left: str, excluded: tuple[str, ...]) -> None:
        assert read(text) == ParsedOperators(left, Filters(excluded=excluded))

    def test_all_kinds_stand_together(self) -> None:
        found = read('who said "not fit for purpose" org:HMCTS after:2021 -union outlet:pcs before:2022-06?')
        assert found.text == "who said not fit for purpose?"
        assert found.filters == Filters(
            after=date(2021, 1, 1),
            before=date(2022, 6, 30),
            outlets=("pcs",),
            organisations=("HMCTS",),
            exact=("not fit for purpose",),
            excluded=("union",),
        )


class TestNotes:
    """What only looks like a filter."""

    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("soruce:ukauthority", "source"),
            ("oultet:ukauthority", "outlet"),
            ("oultet: ukauthority", "outlet"),
            ("outlets:ukauthority", "outlet"),
            ("orgs:GDS", "org"),
            ("befor:2015", "before"),
            ("atfer:2015", "after"),
            ("form:2015", "after"),
            ("from:2015", "after"),
            ("since:2015", "after"),
            ("until:2015", "before"),
            ("publisher:hmt", "outlet"),
            ("organisation:GDS", "org"),
        ],
    )
    def test_a_misspelt_prefix_is_put_right_in_a_note(self, text: str, meant: str) -> None:
        name = text.partition(":")[0]
        found = read(f"who left {text}")
        assert found == ParsedOperators(
            f"who left {text}", Filters(), (f"{name}: is not a filter. Did you mean {meant}:?",)
        )

    @pytest.mark.parametrize("name", OPERATORS)
    @pytest.mark.parametrize("behind", ["", " what then", '""', "...", " "])
    def test_a_prefix_without_a_value_is_said(self, name: str, behind: str) -> None:
        text = f"who left {name}:{behind}"
        found = read(text)
        assert (found.text, found.filters) == (text, Filters())
        assert len(found.notes) == 1
        assert found.notes[0].startswith(f"{name}: has no value; write it right behind the colon, such as {name}:")

    def test_every_example_of_a_note_is_a_filter(self) -> None:
        for name in OPERATORS:
            sample = read(f"{name}:").notes[0].rpartition(" ")[2].rstrip(".")
            assert read(sample).filters.active or read(sample).speaker

    def test_every_example_of_the_help_is_a_filter(self) -> None:
        examples = [text.partition(": ")[2] for text in OPERATORS.values()]
        for sample in ", ".join(filter(None, examples)).split(", "):
            found = read(sample)
            assert found.filters.active or found.speaker
            assert not found.notes
            assert not found.text or found.speaker

    def test_a_prefix_cannot_be_left_out(self) -> None:
        found = read("login -outlet:hmt")
        assert (found.text, found.filters) == ("login -outlet:hmt", Filters())
        assert found.notes == ("-outlet: is not a filter; only words and phrases can be left out, such as -verify.",)

    def test_a_note_is_given_once(self) -> None:
        assert len(read("after:soon or after:soon").notes) == 1


class TestProse:
    """What is no filter."""

    @pytest.mark.parametrize(
        "text",
        [
            "GDS: what next",
            "GDS:what next",
            "note: this",
            "resource: people",
            "application form: where",
            "at 10:30 or 14:45",
            "see https://example.org/after:2015",
            "thereafter: what",
            "what’s in Socitm's 'plan' and the councils’ view",
            "O’Neill and o'clock",
            'a 5" screen and a 6" one',
            'a "lone quotation mark',
            "a “lone quotation mark",
            'an empty "" pair',
            'a pair of "?!" marks',
            "-5% and -£3m",
            "self-service, one-off – and — more",
            "this - that -- those --no",
            "-",
            "",
            "  kept   as it is ",
        ],
    )
    def test_prose_is_left_alone(self, text: str) -> None:
        assert read(text) == ParsedOperators(text, Filters())

    @given(prose)
    def test_a_text_without_colons_dashes_and_quotes_comes_back_as_it_is(self, text: str) -> None:
        assert read(text) == ParsedOperators(text, Filters())


class TestAnyText:
    """What holds of every text on every day."""

    @settings(max_examples=500)
    @given(anything, st.dates())
    @example('outlet:"' * 50, TODAY)
    @example("“" * 100, TODAY)
    @example("-a" * 100, TODAY)
    @example("after:9999 before:0001", TODAY)
    @example("before:yesterday", date.min)
    @example("after:this year", date.max)
    def test_filters_are_sound(self, text: str, today: date) -> None:
        found = parse_operators(text, today)
        filters = found.filters
        assert (filters.after or date.min) <= (filters.before or date.max)
        for values in (filters.outlets, filters.organisations, filters.exact, filters.excluded):
            assert len(values) == len(set(values))
            assert all(any(map(str.isalnum, value)) for value in values)
            assert all(value == " ".join(value.split()) for value in values)
        assert len(found.text) <= len(text)
        assert filters.active or found.notes or found.text == text

    @given(st.lists(st.sampled_from(["outlet:hmt", "org:GDS", "after:2015", "-verify"]), unique=True, min_size=1))
    def test_filters_may_stand_anywhere_in_any_order(self, prefixes: list[str]) -> None:
        words = "who left the board".split()
        for place in range(len(words) + 1):
            found = read(" ".join([*words[:place], *prefixes, *words[place:]]))
            assert found.text == "who left the board"
            assert found.filters == read(" ".join(sorted(prefixes))).filters
