"""Filters: what shows them, what drops them, and what they do to an answer."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.chat.filter_chips import chips
from qabot.core.questions import Filters
from qabot.core.settings import Home
from qabot.question.analysis import combine_filters
from qabot.question.operators import parse_operators
from qabot.tui.widgets.chip_bar import ChipBar, FilterChip
from tests.tui.helpers import Driven, content, driven, make_app
from tests.tui.test_asking import SOLD

pytestmark = pytest.mark.anyio

names = st.lists(st.sampled_from(["UKAuthority", "The Register", "HMRC", "press release"]), unique=True, max_size=3)
filters = st.builds(
    Filters,
    after=st.none() | st.dates(date(2000, 1, 1), date(2014, 12, 31)),
    before=st.none() | st.dates(date(2015, 1, 1), date(2026, 12, 31)),
    outlets=names.map(tuple),
    organisations=names.map(tuple),
    exact=names.map(tuple),
    excluded=names.map(tuple),
    as_of=st.none() | st.dates(date(2000, 1, 1), date(2025, 12, 31)),
)


@given(filters)
def test_dropping_chips_one_by_one_ends_without_filters(limited: Filters) -> None:
    count = 0
    while left := chips(limited):
        limited, count = left[0].without, count + 1
    assert limited == Filters()
    assert count <= 15


@given(filters)
def test_what_a_chip_says_is_what_one_would_type(limited: Filters) -> None:
    read = Filters()
    for chip in chips(limited):
        read = combine_filters(read, parse_operators(chip.text, date(2026, 1, 1)).filters)
    assert read == limited


def shown(chat: Driven) -> list[str]:
    """Return what the chips say."""
    return [content(chip) for chip in chat.app.asking.query(FilterChip)]


async def test_a_filter_narrows_answers_until_it_is_dropped(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        bar = chat.app.asking.query_one(ChipBar)
        assert not bar.display
        await chat.command('/filter outlet:"The Register" after:2015')
        await chat.until(lambda: shown(chat) == ["after:2015-01-01 ✕", 'outlet:"The Register" ✕'], "the chips")
        assert bar.display
        await chat.ask(SOLD)
        assert {each.article.outlet for each in chat.newest.evidence} == {"The Register"}
        assert "only from The Register" in content(chat.newest)
        await chat.command("/filter")
        await chat.told('Searching only after:2015-01-01 outlet:"The Register".')
        await chat.pilot.click(list(chat.app.asking.query(FilterChip))[1])
        await chat.until(lambda: shown(chat) == ["after:2015-01-01 ✕"], "one chip")
        await chat.ask(SOLD)
        assert "UKAuthority" in {each.article.outlet for each in chat.newest.evidence}
        await chat.command("/filter before:2016 -fax org:hmrc")
        await chat.until(lambda: len(shown(chat)) == 4, "more chips")
        for key, left in (("enter", 3), ("delete", 2), ("backspace", 1), ("enter", 0)):
            await chat.focus(chat.app.asking.query(FilterChip).first())
            await chat.keys(key)
            await chat.until(lambda n=left: len(shown(chat)) == n, f"{left} chips")
        assert not bar.display
        assert chat.app.chat.filters == Filters()


async def test_clearing_filters(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        await chat.ask(SOLD)
        for clear in ("/filter clear", "/filter None", "/clear filters"):
            await chat.command("/filter outlet:computing")
            await chat.until(lambda: shown(chat), "a chip")
            await chat.command(clear)
            await chat.until(lambda: not shown(chat), clear)
        await chat.told("Everything is searched again.")
        assert len(chat.app.asking.transcript.turns) == 1, "the conversation goes on"
        await chat.command("/filter outlet:computing")
        await chat.command("/clear")
        await chat.until(lambda: not shown(chat) and not chat.app.asking.transcript.turns, "a new conversation")


async def test_what_is_no_filter_is_told(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        for typed, told in {
            "/filter [/]": "“[/]” is no filter. Try outlet:…, org:…",
            "/filter after:someday": "after:someday is not a date; give a day, a month or a year",
            "/filter org:": "org: has no value; write it right behind the colon",
            "/filter": "Nothing is limited. Try /filter after:2015.",
            "/filter soruce:computing": "Did you mean source:?",
            "/filter outlet:computing after:2019 before:2018": "No day is both after 2019-01-01 and before 2018-12-31",
        }.items():
            await chat.command(typed)
            await chat.told(told)
        assert shown(chat) == ["outlet:computing ✕"], "what could be read of the last"
