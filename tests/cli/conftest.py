"""Runs of the command line inside this process, and a home with one article for each thing that can go wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qabot.cli import main
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings
from qabot.index.build.indexer import update
from tests.cli.helpers import Result, judge_by_nearness
from tests.conftest import article, link_index, write_corpus
from tests.output.documents import check_documents

Call = Callable[..., Result]
"""Runs the command line in this process; takes arguments, and `home`."""

HOSTILE = (
    "The quibbly tram payroll \x1b[31mcosts\x1b[0m \x1b]8;;https://evil.example\x1b\\£9 million\x1b]8;;\x1b\\ a year "
    "\x1b]52;c;c3VkbyBybQ==\x07\u202eelpoep\u202c \x9b2J\x1b[2J[bold]said[/] the [/] council [red."
)
MARKDOWN = {
    "badger": "- Badger licences for the payroll cost £4 million a year, said the council.",
    "heron": "1) Heron licences for the payroll cost £5 million a year, said the council.",
    "otter": "+ Otter licences for the payroll cost £6 million a year, said the council.",
    "stoat": "Stoat &lt;b&gt; &amp; &copy; licences cost £7 million a year, said the council.",
    "weasel": "Weasel licences for the payroll cost £8 million a year, said the council\n===",
    "marten": "# Costs\n\nMarten `licences` *cost* __£3 million__ [a](b) ![c](d) <i>year</i> \\| ~~said~~ the council.",
}
"""Text that is something else in Markdown, by the word to ask for."""


SALE = (
    "Wombat council will sell its quibbly tram depot to Zorblax for £3 million, the mayor said. The depot has stood "
    "empty since the last tram left it, and no other buyer came forward in a year of looking. Councillors vote on the "
    "sale in the spring, and the money is to pay for a new payroll system. Unions asked for more time to study the "
    "plans before the vote is taken."
)
"""A story that several outlets ran."""
TRAMS = {
    "first.md": article("Wombat council sells depot", SALE, outlet="UKAuthority", published="2015-11-25"),
    "again.md": article("Depot goes to Zorblax", SALE, outlet="'[bold]Wire\\_Co*'", published="2015-11-26"),
    "third.md": article("Depot sold", f"{SALE} More soon.", outlet="The Register", published="2015-12"),
    "ferry.md": article(
        "How the numbat ferry was paid for",
        "In 2014 Numbat council paid £7 million for the numbat ferry terminal, an inquiry found.",
        outlet="Diginomica",
        published="2019-03-01",
        organisations='["HM Revenue and Customs (HMRC)"]',
    ),
    "fax.md": article(
        "Fax machines", "Post offices bought fax machines and stamps.", outlet="Computing", published="2014-03-01"
    ),
}
"""Reprints of one story, an article on what happened years before, and one on something else."""


@pytest.fixture(autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of the test's own, for this process and those it starts: no test touches the user's."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    return folder / "qabot"


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run the command line in this process, its output caught as by a pipe."""
    for name in ("QABOT_HOME", "QABOT_MODEL", "QABOT_DEVICE", "QABOT_DOWNLOAD", "QABOT_DEBUG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def _call(*args: str, home: Home | None = None) -> Result:
        capsys.readouterr()
        code = main([*args, *(["--home", str(home.path)] if home else [])])
        caught = capsys.readouterr()
        check_documents(caught.out)
        check_documents(caught.err)
        return Result(code, caught.out, caught.err)

    return _call


@pytest.fixture(scope="session")
def judged_home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The starter corpus with a calibration under which what is near is strong. Not to be changed."""
    home = Home(tmp_path_factory.mktemp("judged"))
    link_index(starter_home, home)
    shutil.copytree(starter_home.corpus, home.corpus, copy_function=os.link, dirs_exist_ok=True)
    return judge_by_nearness(home)


@pytest.fixture(scope="session")
def tram_home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The articles of `TRAMS`, indexed; what is near is strong. Not to be changed."""
    home = Home(tmp_path_factory.mktemp("trams"))
    link_index(starter_home, home)
    write_corpus(home, TRAMS)
    update(home, ModelSettings(), ignore_progress)
    return judge_by_nearness(home)


@pytest.fixture
def own_home(judged_home: Home, tmp_path: Path) -> Home:
    """The starter corpus in a home of the test's own, where nothing has been asked."""
    home = Home(tmp_path / "own")
    shutil.copytree(judged_home.path, home.path, copy_function=os.link, ignore=shutil.ignore_patterns("*.lock"))
    return home


@pytest.fixture(scope="session")
def odd_home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A plain article, a bare one, a hostile one and some Markdown; all is possible. Not to be changed."""
    home = Home(tmp_path_factory.mktemp("odd"))
    link_index(starter_home, home)
    files = {
        "2015/zorblax.md": article(
            "Zorblax council moves its payroll",
            "The mayor welcomed visitors to the town hall.\n\nZorblax council will pay £2 million for the payroll "
            "move. Staff were told in June. Unions asked for more time.\n\nA second phase follows.",
            outlet="UKAuthority",
            published="2015-11-25",
            url="https://example.org/zorblax",
        ),
        "bare.md": "The vorpal ferry timetable went online at a cost of £1 million.\n",
        "hostile.md": article(
            '"Quibbly \\e[2J\\e]0;owned\\a[bold]tram[/] [/] \\u202Efarebox"',
            HOSTILE,
            outlet='"Out\\e[31mlet [blink]"',
            author='"[/]Au\\e[1mthor"',
            published="2015-11-25",
            organisations='["Tram [link=https://evil.example]Authority"]',
        ),
    }
    files |= {f"md/{word}.md": article(f"{word.title()} spending", text) for word, text in MARKDOWN.items()}
    write_corpus(home, files)
    update(home, ModelSettings(), ignore_progress)
    return judge_by_nearness(home, strong=2, possible=-2)
