"""On a terminal: marks and wrapping; without colours where NO_COLOR says so; readable either way."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from qabot.core.settings import Home
from tests.cli.helpers import GUTTER, is_colour, quotes, run_qabot, squeezed, steering, style_codes, without_styles
from tests.cli.test_ask_json import QUESTION


def test_styles_and_the_same_words_as_in_a_pipe(judged_home: Home) -> None:
    plain = run_qabot("ask", QUESTION, home=judged_home).stdout
    coloured = run_qabot("ask", QUESTION, home=judged_home, tty=True)
    assert coloured.code == 0
    codes = style_codes(coloured.stdout)
    assert any(is_colour(code) for code in codes)
    assert {1, 2, 4} <= codes, "bold quotes, dim citations, underlined words"
    sober = run_qabot("ask", QUESTION, home=judged_home, tty=True, env={"NO_COLOR": "1"})
    assert sober.code == 0
    codes = style_codes(sober.stdout)
    assert not any(is_colour(code) for code in codes)
    assert 1 in codes, "a quote stands out without colours"
    assert without_styles(sober.stdout) == without_styles(coloured.stdout)
    assert steering(without_styles(sober.stdout)) == set()
    assert squeezed(without_styles(sober.stdout)) == squeezed(plain)
    assert "● STRONG" in without_styles(sober.stdout)


@pytest.mark.parametrize("columns", [120, 64, 20])
def test_lines_fit_the_terminal(columns: int, judged_home: Home) -> None:
    ran = run_qabot("ask", QUESTION, "--full", "--explain", home=judged_home, tty=True, columns=columns)
    lines = without_styles(ran.stdout).splitlines()
    long = [line for line in lines if cell_len(line) > max(columns, 40)]
    assert [line for line in long if " " in line.removeprefix(GUTTER).strip()] == [], "only a long word may stick out"
    plain = run_qabot("ask", QUESTION, "--full", "--explain", home=judged_home).stdout
    assert squeezed("".join(quotes("\n".join(lines)))) == squeezed("".join(quotes(plain)))
    assert sum(line.startswith(GUTTER) for line in lines) > sum(line.startswith(GUTTER) for line in plain.splitlines())


def test_a_dumb_terminal_gets_no_escape_sequence(judged_home: Home) -> None:
    ran = run_qabot("ask", QUESTION, home=judged_home, tty=True, env={"TERM": "dumb"})
    assert ran.code == 0
    assert "\x1b" not in ran.stdout
    assert "● STRONG" in ran.stdout


def test_json_is_json_on_a_terminal_too(judged_home: Home) -> None:
    ran = run_qabot("ask", QUESTION, "--json", home=judged_home, tty=True)
    assert (ran.code, ran.document()["verdict"]) == (0, "strong")


def test_a_first_build_is_announced(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    ran = run_qabot("ask", "GDS", home=Home(tmp_path), tty=True, columns=400)
    assert ran.code == 3
    assert f"There is no index yet: building it from {tmp_path / 'corpus'}" in ran.stdout
    assert "Error: There is no article in" in ran.stdout
