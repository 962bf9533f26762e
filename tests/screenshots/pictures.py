"""Drawing what the chat shows of the starter corpus, the same every time."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

from qabot.chat.theme_names import ThemeName
from qabot.core.settings import Home
from qabot.index.snapshot import open_current
from tests.tui.helpers import WIDE, Driven, driven, make_app
from tests.tui.stills import still

FOLDER = Path(__file__).parent
"""Where the pictures lie."""
QUESTION = "How much did GDS get in the 2015 Spending Review?"
UNANSWERED = "who ate the gruffalo pie"
_AGE = timedelta(days=3)
"""How old the index is in every picture, whenever it was built."""
_ENDINGS: dict[ThemeName, str] = {"dark": "", "light": "-light"}
_FONTS = 'ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace'
"""Fonts that machines have; a picture fetches nothing."""
_FONT_FACE = re.compile(r"\s*@font-face \{.*?\}\n", re.DOTALL)
_ID = re.compile(r"\bterminal-\d+")


async def _ask(chat: Driven) -> None:
    await chat.ask(QUESTION)
    await chat.until(lambda: "passage verified" in chat.text, "the article")


async def _read(chat: Driven) -> None:
    await _ask(chat)
    await chat.pilot.press("2", "enter")
    await chat.until(lambda: "[2] of 3" in chat.text, "the second article")
    await chat.focus(chat.app.asking.reader.body)
    await chat.pilot.press("enter")


async def _ask_in_vain(chat: Driven) -> None:
    await chat.ask(UNANSWERED)
    await chat.command("/nearest")
    await chat.until(lambda: chat.app.asking.transcript.turns[0].evidence, "what came nearest")


SHOWN: dict[str, Callable[[Driven], Awaitable[None]]] = {"ask": _ask, "reader": _read, "not_found": _ask_in_vain}
"""What to do before a picture is taken, by the picture's name."""


async def pictures(home: Home) -> dict[str, str]:
    """Return every picture as SVG, by its file's name.

    Args:
        home: The starter corpus, indexed.
    """
    found: dict[str, str] = {}
    for name, show in SHOWN.items():
        async with driven(make_app(home, clock=lambda: _built(home) + _AGE), WIDE) as chat:
            await show(chat)
            for theme, ending in _ENDINGS.items():
                found[f"{name}{ending}.svg"] = _fetching_nothing(await still(chat, theme), f"{name}{ending}")
    return found


def _fetching_nothing(svg: str, name: str) -> str:
    """Return a picture that is set in fonts of the machine that shows it, its ids made of its name."""
    return _ID.sub(name, _FONT_FACE.sub("\n", svg).replace("Fira Code, monospace", _FONTS))


def _built(home: Home) -> datetime:
    generation = open_current(home.index)
    generation.close()
    return datetime.fromisoformat(generation.manifest.created)
