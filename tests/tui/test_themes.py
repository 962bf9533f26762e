"""Colours that can be read, and a chat in ASCII."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from msgspec import structs
from textual.app import App
from textual.binding import BindingsMap
from textual.color import Color
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from qabot.chat.theme_names import THEME_NAMES, ThemeName
from qabot.core.settings import Home
from qabot.tui.glyphs import ASCII, UNICODE
from qabot.tui.themes import THEMES
from tests.tui.helpers import NARROW, WIDE, Driven, driven, make_app, strips
from tests.tui.test_asking import NOWHERE, SOLD

pytestmark = pytest.mark.anyio

READ = ("matched", "meant")
"""What words of a quote are set in besides the foreground."""
TOLD = ("quiet", "strong", "possible", "not-found", "footer-key-foreground")
"""What is said around it."""
DRAWN = re.compile("[\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2b00-\u2bff\ue000-\uf8ff\U0001f000-\U0001ffff]")
"""Arrows, boxes, blocks and signs."""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lights = sorted(0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in map(linear, (one, other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def linear(colour: str) -> tuple[float, float, float]:
    """Return the red, green and blue light of a colour, each from 0 to 1 (WCAG 2.2, "relative luminance")."""
    parts = Color.parse(colour).normalized
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def test_contrast_is_reckoned_as_the_standard_does() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("name", THEME_NAMES)
def test_contrast(name: ThemeName) -> None:
    theme = THEMES[name]
    variables = theme.variables
    grounds = {"background": theme.background, "surface": theme.surface, "quoted": variables["quoted"]}
    for ground, colour in grounds.items():
        assert colour is not None
        for read in (theme.foreground, *(variables[each] for each in READ)):
            assert read is not None
            assert contrast(read, colour) >= 7, f"{read} on {ground}"
    for ground in (theme.background, theme.surface, theme.panel):
        assert ground is not None
        for told in (*TOLD,):
            assert contrast(variables[told], ground) >= 4.5, f"{told} on {ground}"
    assert contrast(variables["block-cursor-foreground"], variables["block-cursor-background"]) >= 7
    assert contrast(variables["border"], theme.background or "") >= 3, "what shows where the focus is"


def unreadable(chat: Driven) -> list[str]:
    """Return what stands on the screen in the colour of its background."""
    return [
        segment.text
        for strip in strips(chat.app)
        for segment in strip
        if segment.text.strip()
        and segment.style is not None
        and segment.style.color is not None
        and segment.style.color == segment.style.bgcolor
        and not DRAWN.search(segment.text)
    ]


async def test_every_theme_can_be_read_without_colours(tram_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with driven(make_app(tram_home), WIDE) as chat:
        assert chat.app.no_color
        await chat.ask(SOLD)
        await chat.keys("tab")
        for name in THEME_NAMES:
            chat.app.use_theme(name)
            await chat.until(lambda n=name: chat.app.theme == f"qabot-{n}", name)
            assert "● STRONG" in chat.text
            assert unreadable(chat) == []
            colours = {
                colour.triplet
                for strip in strips(chat.app)
                for segment in strip
                if segment.style is not None
                for colour in (segment.style.color, segment.style.bgcolor)
                if colour is not None
            }
            assert all(t is None or max(t) - min(t) <= 3 for t in colours), "shades of grey alone"


def test_both_sets_of_glyphs_are_whole() -> None:
    for field in structs.fields(ASCII):
        mark, wide = getattr(ASCII, field.name), getattr(UNICODE, field.name)
        assert mark.isascii()
        assert mark.strip()
        assert wide.strip()
    verdicts = {ASCII.strong, ASCII.possible, ASCII.not_found}
    assert len(verdicts) == 3, "told apart without colours"


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_ascii_alone_is_drawn(tram_home: Home, size: tuple[int, int]) -> None:
    others = {getattr(UNICODE, field.name).strip() for field in structs.fields(UNICODE)}
    others -= {UNICODE.open_quote, UNICODE.close_quote}

    def drawn(chat: Driven) -> set[str]:
        return {*DRAWN.findall(chat.text), *(mark for mark in others if mark in chat.text)}

    async with driven(make_app(tram_home, glyphs=ASCII), size) as chat:
        assert drawn(chat) == set()
        for question in (SOLD, "What about the mayor in 2015?", NOWHERE):
            await chat.ask(question)
            assert drawn(chat) == set()
        await chat.keys("tab")
        await chat.keys("enter")
        assert drawn(chat) == set()
        for typed in ("/filter outlet:ukauthority", "/why", "/sources", "/copy 9", "/open 1"):
            await chat.command(typed)
            assert drawn(chat) == set(), typed
        await chat.keys("escape")
        await chat.until(lambda: chat.app.screen is chat.app.asking, "the conversation")
        await chat.focus(chat.app.asking.prompt)
        await chat.keys("/")
        await chat.until(lambda: "/clear" in chat.text, "completions")
        assert drawn(chat) == set()


def test_keys_are_shown_in_ascii() -> None:
    app = App[None]()
    shown = {
        app.get_key_display(binding)
        for kind in (*kinds_of(Widget), *kinds_of(Screen))
        for binding in BindingsMap(kind.__dict__.get("BINDINGS", [])).shown_keys
    }
    assert {"^y", "enter", "esc"} <= shown
    assert [each for each in shown if not each.isascii()] == []


def kinds_of(base: type[DOMNode]) -> Iterator[type[DOMNode]]:
    """Return the widgets and screens that are the chat's own."""
    for kind in base.__subclasses__():
        if kind.__module__.startswith("qabot.tui"):
            yield kind
        yield from kinds_of(kind)
