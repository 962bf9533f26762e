"""What every line on a terminal goes through, whatever was cleaned before."""

from __future__ import annotations

import pytest

from qabot.cli.page import standard_output
from tests.cli.helpers import steering


def test_a_line_steers_no_terminal_and_holds_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    standard_output().line("[bold]Ti[/]tle \x1b]0;owned\x07\x1b[2J\x9b31m\u202ekcab\u2066 \x1b]8;;never closed")
    printed = capsys.readouterr().out
    assert printed.startswith("[bold]Ti[/]tle ")
    assert steering(printed) == set()
    assert "owned" not in printed
    assert "never closed" in printed
