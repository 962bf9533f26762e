"""The pictures in the README show the chat as it is."""

from __future__ import annotations

import re

import pytest

from qabot.core.settings import Home
from tests.screenshots.pictures import FOLDER, pictures

pytestmark = pytest.mark.anyio


async def test_the_pictures_are_what_the_chat_shows(starter_home: Home) -> None:
    drawn = await pictures(starter_home)
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.svg")}
    assert drawn.keys() == kept.keys()
    assert [name for name in drawn if drawn[name] != kept[name]] == [], "`python -m tests.screenshots` draws them anew"


def test_a_picture_fetches_nothing() -> None:
    for path in FOLDER.glob("*.svg"):
        svg = path.read_text(encoding="utf-8")
        assert "@font-face" not in svg
        assert re.findall(r"(?:href|src)\s*=|url\(\s*[^#]|@import", svg) == []
