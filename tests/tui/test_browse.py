"""Browsing the articles by key."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date

import pytest
from textual.widgets import Input, Tabs
from textual.widgets._footer import FooterKey

from qabot.chat.facets import Catalogue, Coverage
from qabot.core.articles import ArticleSummary
from qabot.core.dates import PartialDate
from qabot.core.questions import Filters
from qabot.core.settings import Home, Settings
from qabot.engine.session import Session
from qabot.tui.glyphs import ASCII, UNICODE, Glyphs
from qabot.tui.messages import FiltersChanged
from qabot.tui.screens.ask_screen import AskScreen
from qabot.tui.screens.browse_screen import BrowseScreen
from qabot.tui.screens.reader_screen import ReaderScreen
from qabot.tui.widgets.article_list import HeadlineLine
from qabot.tui.widgets.coverage_strip import strip
from tests.tui.helpers import NARROW, WIDE, Driven, content, driven, make_app

pytestmark = pytest.mark.anyio

ARTICLES = 213
"""In the starter corpus."""
HOSTILE = (
    "[/] [bold]closing[/bold] [@click=app.quit]here[/]",
    "\x1b[31mred\x1b]0;title\x07 \x9b2J",
    "\u202eevil\u2066 title",
    "two\nlines\tand a tab",
    "x" * 10_000,
    "👩‍👩‍👧 🇬🇧 flags",
    "英国政府数字服务局公布支出审查结果" * 8,
)
HEADLINES = tuple(
    ArticleSummary(f"hostile-{place}", title, HOSTILE[-place], PartialDate(2015, 11, 1 + place), (title,))
    for place, title in enumerate(HOSTILE)
)


class Browsing(Driven, frozen=True):
    """A reader who browses."""

    @property
    def screen(self) -> BrowseScreen:
        """The screen."""
        assert isinstance(self.app.screen, BrowseScreen)
        return self.app.screen

    @property
    def line(self) -> Input:
        """Where one types."""
        return self.screen.query_one(Input)

    @property
    def count(self) -> str:
        """What is said of how many articles are left."""
        return content(self.screen.query_one("#count"))

    @property
    def title(self) -> str:
        """The title at the cursor."""
        row = self.screen.headlines.row
        return row.headline.title if row and row.headline else ""

    @property
    def preview(self) -> str:
        """What stands beside the list."""
        return content(self.screen.query_one("#preview"))

    @property
    def offered(self) -> set[str]:
        """What the keys in the footer do."""
        return {each.description for each in self.screen.query(FooterKey)}

    async def narrow(self, text: str) -> None:
        """Put a text into the line."""
        self.line.value = text
        await self.pilot.pause()


@asynccontextmanager
async def browsing(
    home: Home,
    size: tuple[int, int] = NARROW,
    *,
    glyphs: Glyphs = UNICODE,
    open_session: Callable[[Settings], Session] = Session.open_lexical,
) -> AsyncGenerator[Browsing]:
    """Open the list of the articles of a home."""
    app = make_app(home, glyphs=glyphs, open_session=open_session)
    async with driven(app, size, ready=False) as chat:
        await chat.until(lambda: app.app_context.worker.is_open, "the index")
        await chat.command("/browse")
        await chat.until(lambda: isinstance(app.screen, BrowseScreen), "the screen")
        browse = Browsing(app, chat.pilot)
        await browse.until(lambda: browse.count[:1] in set("0123456789"), "the headlines")
        yield browse


def listing(headlines: Sequence[ArticleSummary]) -> Callable[[Settings], Session]:
    """Return what opens a session that lists other headlines than its index holds."""

    def opened(settings: Settings) -> Session:
        session = Session.open_lexical(settings)
        session.article_summaries = lambda: [*headlines]
        return session

    return opened


class TestNarrowing:
    """What is typed narrows."""

    async def test_what_is_typed_narrows_at_every_key(self, starter_home: Home) -> None:
        async with browsing(starter_home) as browse:
            assert browse.count == f"{ARTICLES} qabot briefs"
            await browse.type("osborne")
            assert browse.count == f"1 of {ARTICLES} qabot briefs"
            assert "Osborne" in browse.title
            await browse.pilot.press("backspace")
            assert browse.line.value == "osborn"

    async def test_arrows_move_the_list_while_the_line_keeps_the_focus_and_its_text(self, starter_home: Home) -> None:
        async with browsing(starter_home) as browse:
            await browse.type("gds")
            first = browse.title
            await browse.pilot.press("down")
            second = browse.title
            assert second != first
            await browse.pilot.press("up")
            assert browse.title == first
            await browse.pilot.press("pagedown", "pageup")
            assert browse.line.has_focus
            assert browse.line.value == "gds"

    async def test_a_click_in_the_list_leaves_the_line_what_is_typed(self, starter_home: Home) -> None:
        async with browsing(starter_home, WIDE) as browse:
            for place in ("#headlines", "#preview", "CoverageStrip"):
                await browse.pilot.click(place, offset=(2, 0))
                assert browse.line.has_focus, place
            await browse.type("gds")
            assert browse.line.value == "gds"

    async def test_a_filter_that_cannot_be_read_says_how_to_write_it(self, starter_home: Home) -> None:
        async with browsing(starter_home) as browse:
            await browse.narrow("after:20")
            assert "after:20 is not a date" in browse.text
            assert browse.count == f"{ARTICLES} qabot briefs"
            await browse.narrow("after:2015")
            assert "is not a date" not in browse.text

    async def test_where_nothing_matches_it_says_what_was_typed_and_how_to_widen(self, starter_home: Home) -> None:
        async with browsing(starter_home) as browse:
            await browse.narrow("osborne xyzzy")
            assert "No headline matches “osborne xyzzy”." in browse.text
            assert "without xyzzy · 1 article" in browse.text
            assert "without osborne" not in browse.text
            assert "esc shows everything again" in browse.text
            await browse.pilot.press("enter", "tab", "down")
            assert isinstance(browse.app.screen, BrowseScreen)

    async def test_a_name_that_no_headline_has_is_told_with_the_nearest(self, starter_home: Home) -> None:
        async with browsing(starter_home) as browse:
            await browse.narrow("outlet:Computng")
            assert "No outlet called “Computng”. Nearest: Computing." in browse.text
            await browse.narrow("org:HMRCC")
            assert "No organisation called “HMRCC”. Nearest: HM Revenue and Customs (HMRC)." in browse.text
            await browse.narrow("outlet:Comput xyzzy")
            assert "No outlet called" not in browse.text, "the beginning of a name is enough here"

    async def test_esc_shows_everything_again_and_then_goes_back(self, starter_home: Home) -> None:
        async with browsing(starter_home) as browse:
            await browse.type("gds")
            await browse.pilot.press("escape")
            assert browse.count == f"{ARTICLES} qabot briefs"
            await browse.pilot.press("escape")
            await browse.until(lambda: isinstance(browse.app.screen, AskScreen), "the conversation")


class TestArranging:
    """The list, its headings and the strip above it."""

    async def test_a_key_and_a_click_arrange_by_date_outlet_and_organisation(self, starter_home: Home) -> None:
        async with browsing(starter_home) as browse:
            assert "December 2025 · 1" in browse.text
            await browse.pilot.press("ctrl+t")
            await browse.until(lambda: "PublicTechnology · 33" in browse.text, "the outlets")
            await browse.pilot.press("shift+tab")
            await browse.until(lambda: "Government Digital Service (GDS) · 69" in browse.text, "the organisations")
            await browse.pilot.press("ctrl+t")
            await browse.until(lambda: "December 2025 · 1" in browse.text, "the months")
            await browse.pilot.click("#outlet")
            await browse.until(lambda: browse.screen.query_one(Tabs).active == "outlet", "the outlets")

    async def test_the_heading_of_the_first_article_stays_in_sight(self, starter_home: Home) -> None:
        async with browsing(starter_home) as browse:
            await browse.pilot.press("pagedown", "pagedown", "pageup", "pageup")
            await browse.until(lambda: "2026, no month given" in browse.text, "the heading")

    async def test_coverage_shows_of_which_times_there_are_articles(self, starter_home: Home) -> None:
        async with browsing(starter_home) as browse:
            bars = content(browse.screen.query_one("#coverage")).splitlines()
            assert bars[1].split()[:17] == [f"{year}" for year in range(10, 27)]
            await browse.narrow("on:2015-11")
            assert content(browse.screen.query_one("#coverage")).splitlines()[0].count("█") == 1

    async def test_tab_narrows_to_what_stands_under_the_same_heading(self, starter_home: Home) -> None:
        async with browsing(starter_home) as browse:
            await browse.pilot.press("ctrl+t")
            await browse.until(lambda: "PublicTechnology · 33" in browse.text, "the outlets")
            await browse.pilot.press("tab", "tab")
            assert browse.line.value == "outlet:PublicTechnology"
            assert browse.count == f"33 of {ARTICLES} qabot briefs"

    async def test_a_long_list_shows_some_of_each_group_and_says_how_many_more_there_are(
        self, starter_home: Home
    ) -> None:
        many = [ArticleSummary(f"{n}", f"Number {n}", f"Outlet {n % 3}", PartialDate(2015, 11)) for n in range(5_000)]
        async with browsing(starter_home, open_session=listing(many)) as browse:
            assert 600 <= browse.screen.headlines.option_count < 610
            await browse.pilot.press("ctrl+t")
            browse.screen.headlines.action_last()
            await browse.until(lambda: "1,466 more: type to narrow" in browse.text, "the rest")
            await browse.pilot.press("enter")
            assert browse.line.value == 'outlet:"Outlet 2"'
            assert browse.count == "1,666 of 5,000 articles"

    async def test_more_groups_than_there_is_room_for_are_counted(self, starter_home: Home) -> None:
        many = [ArticleSummary(f"{n}", f"Number {n}", f"Outlet {n}", None) for n in range(1_000)]
        async with browsing(starter_home, open_session=listing(many)) as browse:
            await browse.pilot.press("ctrl+t")
            browse.screen.headlines.action_last()
            await browse.until(lambda: "400 more outlets: type to narrow" in browse.text, "the rest")


class TestActing:
    """What keys do with the article at the cursor."""

    @pytest.mark.parametrize("size", [NARROW, WIDE])
    async def test_enter_reads_the_article_and_esc_comes_back_to_the_same_place(
        self, starter_home: Home, size: tuple[int, int]
    ) -> None:
        async with browsing(starter_home, size) as browse:
            await browse.type("osborne")
            title = browse.title
            await browse.pilot.press("enter")
            await browse.until(lambda: isinstance(browse.app.screen, ReaderScreen), "the article")
            await browse.until(lambda: title[:40] in browse.text, "its title")
            await browse.pilot.press("escape")
            await browse.until(lambda: isinstance(browse.app.screen, BrowseScreen), "the list")
            assert (browse.line.value, browse.title) == ("osborne", title)

    async def test_an_article_that_is_gone_is_told_plainly(self, starter_home: Home) -> None:
        async with browsing(starter_home, WIDE, open_session=listing(HEADLINES)) as browse:
            await browse.until(lambda: "in the index no more" in browse.preview, "the error beside the list")
            await browse.pilot.press("enter")
            await browse.told("in the index no more")

    async def test_a_key_limits_questions_besides_what_limits_them_already(self, starter_home: Home) -> None:
        async with browsing(starter_home) as browse:
            browse.app.post_message(FiltersChanged(Filters(after=date(2015, 1, 1))))
            await browse.pilot.press("ctrl+t", "ctrl+l")
            limited = Filters(after=date(2015, 1, 1), outlets=("PublicTechnology",))
            await browse.until(lambda: browse.app.chat.filters == limited, "the filters")
            await browse.told("Questions are limited to outlet:PublicTechnology")
            await browse.until(lambda: browse.app.screen is browse.app.asking, "the prompt")

    async def test_keys_that_come_fast_are_counted(self, starter_home: Home) -> None:
        async with browsing(starter_home) as browse:
            await browse.keys("ctrl+t", "ctrl+t")
            await browse.until(lambda: browse.app.screen.query_one(Tabs).active == "organisation", "the third order")

    async def test_a_group_that_no_filter_stands_for_says_so(self, starter_home: Home) -> None:
        async with browsing(starter_home, open_session=listing([ArticleSummary("a", "A", None, None)])) as browse:
            await browse.pilot.press("ctrl+l", "tab")
            await browse.told("No filter stands for “no date”.")
            assert not browse.app.chat.filters.active

    async def test_the_footer_offers_the_keys_that_act(self, starter_home: Home) -> None:
        async with browsing(starter_home, WIDE) as browse:
            wanted = {"read", "only these", "ask these", "order", "back"}
            await browse.until(lambda: wanted <= browse.offered, "the keys")

    async def test_beside_a_wide_list_stands_the_article_at_the_cursor(self, starter_home: Home) -> None:
        async with browsing(starter_home, WIDE) as browse:
            await browse.until(lambda: browse.title in browse.preview, "the first")
            await browse.pilot.press("down", "down", "down")
            await browse.until(lambda: browse.title in browse.preview, "another")
            await browse.pilot.resize_terminal(*NARROW)
            await browse.until(lambda: not browse.screen.query_one("#preview").display, "the narrow screen")
            await browse.pilot.press("down")
            assert browse.title in content(browse.screen.query_one("#detail"))
            await browse.pilot.resize_terminal(*WIDE)
            await browse.until(lambda: browse.title in browse.preview, "the wide screen")


class TestHostileText:
    """What articles say is text, whatever it holds."""

    @pytest.mark.parametrize("size", [NARROW, WIDE])
    async def test_titles_and_names_are_shown_as_text(self, starter_home: Home, size: tuple[int, int]) -> None:
        async with browsing(starter_home, size, open_session=listing(HEADLINES)) as browse:
            for _ in range(3):
                assert not {"\x1b", "\x9b", "\u202e", "\u2066"} & set(browse.text)
                await browse.pilot.press(*["down"] * len(HOSTILE), "ctrl+t")
            await browse.narrow("[bold]closing")
            assert "[/] [bold]closing" in browse.text
            for text in HOSTILE:
                await browse.narrow(text[:500])
                await browse.pilot.press("tab")
            await browse.narrow("")
            await browse.pilot.press("ctrl+l")
            await browse.until(lambda: browse.app.screen is browse.app.asking or browse.toasts, "what became of it")

    @pytest.mark.parametrize("title", HOSTILE)
    @pytest.mark.parametrize("width", [1, 20, 78, 200])
    def test_a_line_fills_its_width_whatever_it_says(self, title: str, width: int) -> None:
        line = HeadlineLine(ArticleSummary("a", title, title, PartialDate(2015, 11, 25)), "organisation").laid_out(
            width
        )
        assert "\n" not in line.plain
        assert line.cell_length == width or width < 20

    async def test_the_line_at_the_cursor_is_in_one_colour_in_every_theme(self, starter_home: Home) -> None:
        async with browsing(starter_home) as browse:
            browse.app.use_theme("contrast")
            await browse.pilot.press("down")
            row = browse.title
            await browse.until(lambda: row[:20] in browse.text, "the article")
            headlines = browse.screen.headlines
            line = next(
                each for each in map(headlines.render_line, range(headlines.size.height)) if row[:20] in each.text
            )
            drawn = [each.style for each in line if each.text.strip() and each.style]
            assert len({(style.color, style.bgcolor) for style in drawn}) == 1
            assert all(style.color != style.bgcolor for style in drawn)

    async def test_ascii_has_no_mark_beyond_it(self, starter_home: Home) -> None:
        async with browsing(starter_home, glyphs=ASCII) as browse:
            assert content(browse.screen.query_one("#coverage")).isascii()
            assert content(browse.screen.query_one("#leader")).isascii()


class TestStrip:
    """Coverage in two lines."""

    CATALOGUE = Catalogue(
        [
            *(ArticleSummary(f"{n}", "t", None, PartialDate(2010, 1 + n % 3)) for n in range(8)),
            ArticleSummary("one", "t", None, PartialDate(2011, 12)),
            ArticleSummary("year", "t", None, PartialDate(2011)),
            ArticleSummary("none", "t", None, None),
        ]
    )
    COVERAGE = Coverage.of(CATALOGUE.entries, CATALOGUE.years)

    def test_a_quarter_is_a_cell_and_gaps_are_seen(self) -> None:
        assert strip(self.COVERAGE, 40, "▁▂▃▄▅▆▇█", "·") == (
            "█······▁  +1        +1",
            "10  11    no month  no date",
        )

    def test_where_there_is_no_room_a_year_is_a_cell(self) -> None:
        assert strip(self.COVERAGE, 7, "123456789", ".") == ("93", "20")

    @pytest.mark.parametrize("width", range(1, 60))
    def test_neither_line_is_wider_than_the_room(self, width: int) -> None:
        assert all(len(line) <= width for line in strip(self.COVERAGE, width, "12", "."))
