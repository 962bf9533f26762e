"""Near-copies of an article, named on its page, and articles that only look like one."""

from __future__ import annotations

from pathlib import Path

from qabot.core.settings import Home
from tests.conftest import article
from tests.homes import indexed_home
from tests.server.doors import opened
from tests.server.test_answer_pages import words

STORY = (
    "Zorblax council has bought a payroll system from Acme for its nine hundred staff, the leader told members on "
    "Tuesday. The contract runs for five years and replaces a system that the council has run since 1998. Members "
    "asked how the data would be moved, and were told that a team of six would spend the summer on it."
)


def test_only_copies_are_named(starter_home: Home, tmp_path: Path) -> None:
    other = STORY.replace("Zorblax", "Wombat").replace("nine hundred", "seven hundred").replace("1998", "2004")
    files = {
        "a.md": article("Zorblax buys payroll", STORY, outlet="Computing", published="2015-11-25"),
        "b.md": article("Payroll for Zorblax", STORY, outlet="UKAuthority", published="2015-11-26"),
        "c.md": article("Wombat buys payroll", other, outlet="Computing", published="2015-11-27"),
    }
    home = indexed_home(starter_home, tmp_path, files)
    with opened(home, tmp_path) as doors:
        shown = words(doors.reader.get("/article/a").text).partition("Near-copies")[2]
        assert "Payroll for Zorblax , UKAuthority, 26 November 2015" in shown
        assert "Wombat" not in shown
        assert "Near-copies" not in words(doors.reader.get("/article/c").text)
