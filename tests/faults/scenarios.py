"""Commands that write, what stands before each of them, and how each may end when it is given once more."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from msgspec import Struct

from tests.conftest import article, write_corpus
from tests.faults.world import CONVERSATION, QUESTION, World


def _nothing(_world: World) -> None:
    """Leave a world as it is."""


def _without_index(world: World) -> None:
    shutil.rmtree(world.home.index)


def _changed(world: World) -> None:
    write_corpus(
        world.home,
        {
            "a.md": article("Zorblax council", "Zorblax council sold a payroll system.", published="2015-11-25"),
            "e.md": article("Badger", "Badger licences cost four million.", published="2020-01-01"),
            "2021/f.md": article("Otter", "Otter parks open in May.", published="2021-01-01"),
        },
    )
    (world.home.corpus / "d.md").unlink()


class Scenario(Struct, frozen=True):
    """A command that writes."""

    name: str
    """What tables call it."""
    command: tuple[str, ...]
    """The command, without the home; `{given}` and `{url}` are filled in."""
    prepare: Callable[[World], None] = _nothing
    """What is changed before it."""
    stdin: str = ""
    """What it is given to read."""
    once_more: tuple[int, ...] = (0,)
    """How it may end when it is given again after it was killed: 1 too, where there may be nothing left to do."""
    until_articles: int = 0
    """For one that never ends: how many articles the index holds when its work is done."""
    goes_on: bool = False
    """Whether it goes on where it cannot keep something, and says so."""
    in_steps: bool = False
    """Whether it does more than one thing, so that the index may be anything on the way."""
    is_killed: bool = False
    """Whether being killed is tried."""
    is_refused: bool = True
    """Whether refusals are tried: what goes on whatever happens ends in no way that could be judged."""


SCENARIOS = (
    Scenario("first index", ("index",), _without_index, is_killed=True),
    Scenario("index", ("index",), _changed, is_killed=True),
    Scenario("add", ("add", "{given}/one.md", "{given}/two.md", "{given}/three.md", "{given}/stoat"), is_killed=True),
    Scenario("feeds pull", ("feeds", "pull"), is_killed=True),
    Scenario("rollback", ("rollback",), once_more=(0, 1), is_killed=True),
    Scenario("corpus remove", ("corpus", "remove", "a"), once_more=(0, 1), is_killed=True),
    Scenario("corpus restore", ("corpus", "restore", "2017/c"), once_more=(0, 1), is_killed=True),
    Scenario(
        "index --watch",
        ("index", "--watch"),
        _changed,
        until_articles=9,
        in_steps=True,
        is_killed=True,
        is_refused=False,
    ),
    Scenario("feeds add", ("feeds", "add", "{url}/other")),
    Scenario("corpus edit", ("corpus", "edit", "a", "--title", "Other"), is_killed=True),
    Scenario("history clear", ("history", "clear", "--yes"), is_killed=True),
    Scenario("trust", ("trust", "{given}/clone")),
    Scenario("ask", ("ask", QUESTION, "--json")),
    Scenario("chat --plain", ("chat", "--plain"), stdin=CONVERSATION, goes_on=True),
    Scenario("eval calibrate", ("eval", "calibrate", "{given}/questions.jsonl", "--out", "{given}/calibration.json")),
)
