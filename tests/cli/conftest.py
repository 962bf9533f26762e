"""Runs of the command line inside this process, and a home with one article for each thing that can go wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qabot.build.updating import update
from qabot.cli import main
from qabot.records import ignore_progress
from qabot.settings import Home, ModelSettings
from tests.cli.helpers import Result
from tests.conftest import article, link_index, write_corpus

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


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run the command line in this process, its output caught as by a pipe."""
    for name in ("QABOT_HOME", "QABOT_MODEL", "QABOT_DEVICE", "QABOT_DOWNLOAD", "QABOT_DEBUG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def _call(*args: str, home: Home | None = None) -> Result:
        capsys.readouterr()
        code = main([*args, *(["--home", str(home.path)] if home else [])])
        caught = capsys.readouterr()
        return Result(code, caught.out, caught.err)

    return _call


@pytest.fixture(scope="session")
def odd_home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A plain article, a bare one, a hostile one and some Markdown, indexed. Not to be changed."""
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
    return home
