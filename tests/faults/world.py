"""A home to be harmed: articles, an index and an earlier one, feeds, removed articles, earlier versions, a history."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from qabot.core.settings import Home
from tests import forked
from tests.conftest import article, link_index, write_corpus
from tests.corpus.feeds.documents import rss, whole_items
from tests.faults.child import CODE, Request
from tests.faults.machine import NOTHING, Disturbance
from tests.sites import Answer, Site

_LIMIT_S = 180
_FIRST = {
    "a.md": article("Zorblax council", "Zorblax council bought a payroll system.", published="2015-11-25"),
    "b.md": article("Trams", "The quibbly tram runs to the harbour again.", published="2016-01-02"),
    "2017/c.md": article("Ferry", "The vorpal ferry sails on Sundays.", published="2017-03-04"),
}
_SECOND = {"d.md": article("Numbat", "Numbat hired an officer for its archive.", published="2018-05-06")}
_GIVEN = {
    "one.md": article("Wombat depot", "Wombat council sold its depot to a museum.", outlet="Desk", published="2019"),
    "two.md": article("Otter licences", "Otter licences cost four million.", outlet="Desk", published="2019-02"),
    "three.md": article("Heron survey", "A survey of herons found nine.", outlet="Desk", published="2019-03-01"),
}
_UPDATED = "Stoat council will {} its call centre to a trust, and the staff who work in it will stay where they are."
_PAGE = "https://news.example/stoat"
QUESTION = "What did Zorblax council buy?"
CONVERSATION = f"{QUESTION}\nWhere does the quibbly tram run?\n/quit\n"


class Ran(Struct, frozen=True):
    """How a run ended."""

    code: int
    """Its exit status; negative for a signal."""
    stdout: str
    """What it printed."""
    stderr: str
    """What it said."""
    things: int = 0
    """How many things it did with files."""
    processor_s: float = 0.0
    """Processor seconds it took."""
    clock_s: float = 0.0
    """Seconds on the clock."""


class World(Struct, frozen=True):
    """A folder in which everything lies that a command may write, always of the same name."""

    root: Path
    """The folder: `home`, `state`, `tmp` and `given` are in it."""
    encoder: Path
    """The encoder that an index is made with."""
    url: str
    """The address of the feeds, which somebody serves."""

    @property
    def home(self) -> Home:
        """The home in it."""
        return Home(self.root / "home")

    def run(
        self,
        arguments: Sequence[str],
        disturbance: Disturbance = NOTHING,
        *,
        stdin: str = "",
        until_articles: int = 0,
        then: Sequence[Sequence[str]] = (),
    ) -> Ran:
        """Run a command in a process of its own, and others after it where it ended well."""
        commands = tuple(map(self._written_out, (arguments, *then)))
        request = Request(commands, str(self.root), str(self.encoder), disturbance, until_articles)
        done = subprocess.run(
            forked.script(CODE, msgspec.json.encode(request).decode()),
            input=stdin.encode(),
            capture_output=True,
            env=self._environment(),
            timeout=_LIMIT_S,
            check=False,
        )
        *said, last = done.stderr.decode().splitlines() or [""]
        if not last.startswith("[") or done.returncode < 0:
            return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
        return Ran(done.returncode, done.stdout.decode(), "\n".join(said), *json.loads(last))

    def _written_out(self, arguments: Sequence[str]) -> tuple[str, ...]:
        filled = tuple(each.format(url=self.url, given=self.root / "given") for each in arguments)
        return filled if filled[0] == "trust" else (*filled, "--home", str(self.home.path))

    def put(self, base: Path) -> None:
        """Make this world a copy of another; what is only ever replaced is linked."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(base, self.root, copy_function=_copy)

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QABOT_", "LD_"))}
        return kept | {
            "XDG_STATE_HOME": str(self.root / "state"),
            "TMPDIR": str(self.root / "tmp"),
            "XDG_RUNTIME_DIR": str(self.root / "tmp"),
            "QABOT_PRIVATE_ADDRESSES": "true",
            "QABOT_READER": "off",
            "NO_COLOR": "1",
        }


def serve(site: Site) -> None:
    """Have a site serve the feeds of a world."""
    site.routes["/feed"] = Answer(rss(whole_items(4)), headers={"ETag": '"1"'})
    site.routes["/other"] = Answer(rss(whole_items(1, start=20), title="Other"), headers={"ETag": '"2"'})


def make(world: World, starter: Home) -> None:
    """Make a world by the commands that a user would give.

    Raises:
        AssertionError: One of them failed.
    """
    for name in ("state", "tmp", "given", "home"):
        (world.root / name).mkdir(parents=True)
    link_index(starter, world.home)
    write_corpus(world.home, _FIRST)
    _write(world.root / "given", _GIVEN)
    questions = [json.dumps({"q": QUESTION, "story_ids": ["a"]}), json.dumps({"q": "Who?", "story_ids": []})]
    (world.root / "given" / "questions.jsonl").write_text("\n".join(questions))
    _stated(world, "sell", "2019-04-01")
    for clone in ("clone", "earlier"):
        _write(world.root / "given" / clone, {"qabot.toml": '[network]\ncontact = "news@example.org"\n'})
    commands = (
        ("trust", "{given}/earlier"),
        ("add", "{given}/stoat"),
        ("corpus", "edit", "b", "--title", "Trams again"),
        ("corpus", "remove", "2017/c"),
        ("feeds", "add", "{url}/feed"),
        ("index",),
        ("ask", "Where does the quibbly tram run?"),
        ("chat", "--plain"),
    )
    write_corpus(world.home, _SECOND)
    ran = world.run(("index",), stdin=CONVERSATION, then=commands)
    assert ran.code == 0, ran
    _stated(world, "hand over", "2019-04-01")


def _stated(world: World, what: str, day: str) -> None:
    """Give a page to be added, which says something else each time."""
    folder = world.root / "given" / "stoat"
    text = f"{_UPDATED.format(what)} The vote was taken on Monday after a long debate about what it costs."
    _write(folder, {"stoat.md": article("Stoat call centre", text, outlet="Desk", published=day, url=_PAGE)})


def _write(folder: Path, files: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def _copy(source: str, target: str) -> None:
    is_linked = "/index/" in source and not source.endswith("/holdings.db")  # which SQLite writes into
    (os.link if is_linked else shutil.copy2)(source, target)
