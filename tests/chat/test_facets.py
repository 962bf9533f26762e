"""Narrowing, arranging and counting headlines."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.chat.facets import (
    ARRANGEMENTS,
    Arrangement,
    Catalogue,
    Coverage,
    FacetedArticle,
    Narrowing,
    arrange,
    fold,
    shares,
    typed,
    with_only,
)
from qabot.core.articles import ArticleSummary
from qabot.core.dates import PartialDate

TODAY = date(2026, 11, 25)
GDS, HMRC = "Government Digital Service (GDS)", "HM Revenue and Customs (HMRC)"
REVIEW = ArticleSummary("review", "GDS gets £450m", "UKAuthority", PartialDate(2015, 11, 25), (GDS, "HM Treasury"))
CAFE = ArticleSummary("cafe", "Café society: naïve AI aids", "Computer Weekly", PartialDate(2015, 11), (HMRC,))
YEARLY = ArticleSummary("yearly", "The year in G-Cloud", "The Register", PartialDate(2015), (GDS,))
OLD = ArticleSummary("old", "英国政府数字服务", "register", PartialDate(2014, 2, 3))
BARE = ArticleSummary("bare", "Digital by default", None, None)
ALL = (REVIEW, CAFE, YEARLY, OLD, BARE)
CATALOGUE = Catalogue(ALL)

names = st.sampled_from(["The Register", "register", "Socitm", "[/]", "\x1b[31m", "\u202eevil", "政府", "é" * 50, '"“'])
dates = st.builds(PartialDate, st.integers(1999, 2003), st.none() | st.integers(1, 12))
headlines = st.builds(
    ArticleSummary,
    st.uuids().map(str),
    st.text(max_size=30) | names,
    st.none() | names,
    st.none() | dates,
    st.lists(names, max_size=3, unique=True).map(tuple),
)


def narrowed(text: str) -> set[str]:
    """Return the ids of the articles that are left of `ALL`."""
    return {each.headline.id for each in CATALOGUE.narrow(Narrowing.read(text, TODAY))}


def labels(arrangement: Arrangement, entries: list[FacetedArticle] | None = None) -> list[str]:
    """Return the headings of a list."""
    return [group.bucket.label for group in arrange(entries or CATALOGUE.entries, arrangement, 100)]


class TestNarrowing:
    """What is typed leaves what it says."""

    @pytest.mark.parametrize(
        ("text", "left"),
        [
            ("", {"review", "cafe", "yearly", "old", "bare"}),
            ("gds", {"review", "yearly"}),
            ("GDS treasury", {"review"}),
            ("CAFE NAIVE", {"cafe"}),
            ("café", {"cafe"}),
            ("£450m", {"review"}),
            ("g-cl", {"yearly"}),
            ("computer", {"cafe"}),
            ("2015", {"review", "cafe", "yearly"}),
            ("2015-11", {"review", "cafe"}),
            ("25 november", {"review"}),
            ("数字", {"old"}),
            ("— …", {"review", "cafe", "yearly", "old", "bare"}),
            ("nothing-of-the-kind", set[str]()),
        ],
    )
    def test_every_word_must_be_written_in_the_headline_whatever_its_case_and_accents(
        self, text: str, left: set[str]
    ) -> None:
        assert narrowed(text) == left

    def test_a_word_is_found_where_it_begins_and_not_within_another(self) -> None:
        assert narrowed("ai") == {"cafe"}
        assert not narrowed("ids")

    def test_a_phrase_does_not_run_from_the_title_into_the_outlet(self) -> None:
        assert not narrowed('"450m ukauthority"')

    @pytest.mark.parametrize(
        ("text", "left"),
        [
            ("outlet:register", {"yearly", "old"}),
            ("outlet:comp", {"cafe"}),
            ('outlet:"computer wee', {"cafe"}),
            ("org:gds", {"review", "yearly"}),
            ("org:hmrc", {"cafe"}),
            ("after:2015-11", {"review", "cafe", "yearly"}),
            ("before:2014", {"old"}),
            ("on:2015-11-25", {"review", "cafe", "yearly"}),
            ("gds -treasury", {"yearly"}),
            ('"digital by def', {"bare"}),
            ("org:gds outlet:ukauthority 450m", {"review"}),
        ],
    )
    def test_filters_work_as_in_a_question_and_names_in_part(self, text: str, left: set[str]) -> None:
        assert narrowed(text) == left

    @pytest.mark.parametrize("text", ["after:", "after:20", "outlet:", 'outlet:"', "-org:gds", "ON:"])
    def test_a_filter_that_is_only_begun_narrows_nothing_and_is_noted(self, text: str) -> None:
        assert len(narrowed(text)) == len(ALL)
        assert Narrowing.read(text, TODAY).notes

    def test_each_part_can_be_left_out(self) -> None:
        read = Narrowing.read('xyzzy gds outlet:none -treasury "by default"', TODAY)
        wider = dict(read.widened())
        assert list(wider) == ["xyzzy", "gds", "outlet:none", '"by default"', "-treasury"]
        assert wider["xyzzy"].words == ("gds", "by", "default")
        assert not wider["outlet:none"].filters.outlets
        assert wider['"by default"'].words == ("xyzzy", "gds")

    @given(st.lists(headlines, max_size=12), st.text(max_size=40), st.text(max_size=10))
    def test_typing_a_word_more_never_widens(self, held: list[ArticleSummary], text: str, further: str) -> None:
        catalogue = Catalogue(held)
        words = " ".join(each for each in fold(text).split() if each.isalnum())
        more = f"{words} {fold(further).strip()}"
        kept = catalogue.narrow(Narrowing.read(more, TODAY))
        assert {each.headline.id for each in kept} <= {
            each.headline.id for each in catalogue.narrow(Narrowing.read(words, TODAY))
        }

    @given(headlines)
    def test_an_article_is_found_by_its_own_title(self, headline: ArticleSummary) -> None:
        title = " ".join(fold(headline.title).split())
        assert Catalogue([headline]).narrow(Narrowing(words=(title,) if title else ()))


class TestArranging:
    """Groups, and how much of each is shown."""

    def test_months_come_from_the_newest_and_what_has_none_last(self) -> None:
        assert labels("date") == ["November 2015", "2015, no month given", "February 2014", "no date"]

    def test_names_come_from_that_of_most_articles_and_spellings_of_one_name_stand_together(self) -> None:
        assert labels("outlet") == ["The Register", "Computer Weekly", "UKAuthority", "no outlet given"]

    def test_an_article_stands_with_each_body_it_is_about(self) -> None:
        assert labels("organisation") == [GDS, HMRC, "HM Treasury", "no organisation named"]

    @given(st.lists(headlines, max_size=60), st.sampled_from(ARRANGEMENTS), st.integers(1, 60))
    def test_no_article_is_lost_and_none_is_shown_twice_in_a_group(
        self, held: list[ArticleSummary], arrangement: Arrangement, most: int
    ) -> None:
        groups = arrange(Catalogue(held).entries, arrangement, most)
        if arrangement != "organisation":
            assert sum(group.size for group in groups) == len(held)
        for group in groups:
            assert len({id(each) for each in group.shown}) == len(group.shown) <= group.size
        assert bool(groups) == bool(held)
        assert not groups or groups[0].shown

    @given(st.lists(headlines, min_size=1, max_size=30), st.sampled_from(ARRANGEMENTS))
    def test_the_filter_of_a_group_finds_all_of_the_group(
        self, held: list[ArticleSummary], arrangement: Arrangement
    ) -> None:
        catalogue = Catalogue(held)
        for group in arrange(catalogue.entries, arrangement, 1_000):
            if group.bucket.typed:
                found = {each.headline.id for each in catalogue.narrow(Narrowing.read(group.bucket.typed, TODAY))}
                assert {each.id for each in group.shown} <= found

    @given(st.lists(st.integers(1, 500), max_size=200), st.integers(1, 400))
    def test_shares_fill_the_room_and_no_more(self, sizes: list[int], most: int) -> None:
        shown = shares(sizes, most)
        assert all(0 < share <= size for share, size in zip(shown, sizes, strict=False))
        assert sum(shown) <= max(most, 5)
        if sum(sizes) <= most and len(shown) == len(sizes):
            assert shown == sizes

    def test_small_groups_are_shown_whole_before_large_ones_take_more(self) -> None:
        assert shares([100, 2, 30], 50) == [24, 2, 24]

    @pytest.mark.parametrize(
        ("name", "filter_"),
        [
            ("Socitm", "org:Socitm"),
            (GDS, f'org:"{GDS}"'),
            ('The "Real" Body', 'org:"The Real Body"'),
            ("x" * 10_000, ""),
            ("[/]", ""),
        ],
    )
    def test_a_name_is_typed_as_a_filter_can_read_it_or_not_at_all(self, name: str, filter_: str) -> None:
        assert typed("org", name) == filter_

    @pytest.mark.parametrize(
        ("text", "filter_", "line"),
        [
            ("", "on:2015", "on:2015"),
            ("cloud", 'outlet:"The Register"', 'cloud outlet:"The Register"'),
            ('source:"A b",c cloud', "outlet:d", "cloud outlet:d"),
            ('org:A outlet:b org:"C d', "org:e", "outlet:b org:e"),
            ("on:2015-11 region:x", "on:2015", "region:x on:2015"),
        ],
    )
    def test_a_group_alone_takes_the_place_of_filters_of_its_kind(self, text: str, filter_: str, line: str) -> None:
        assert with_only(text, filter_) == line


class TestCoverage:
    """How many articles there are of which time."""

    def test_quarters_years_and_what_cannot_be_placed_are_counted_apart(self) -> None:
        coverage = Coverage.of(CATALOGUE.entries, CATALOGUE.years)
        assert coverage.years == range(2014, 2016)
        assert coverage.quarters == (1, 0, 0, 0, 0, 0, 0, 2)
        assert coverage.by_year == (1, 3)
        assert (coverage.coarse, coverage.undated) == (1, 1)

    @given(st.lists(headlines, max_size=40))
    def test_every_article_is_counted_once(self, held: list[ArticleSummary]) -> None:
        catalogue = Catalogue(held)
        coverage = Coverage.of(catalogue.entries, catalogue.years)
        assert sum(coverage.quarters) + coverage.coarse + coverage.undated == len(held)
        assert sum(coverage.by_year) + coverage.undated == len(held)
