"""The words that answer, on a terminal, in a pipe and line by line; and what no quote gives."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from qabot.cli.ask_result import AskResult
from qabot.cli.plain.line_io import LineIO
from qabot.cli.plain.line_renderer import tell_answer, tell_article
from qabot.cli.text_layout import write_answer
from qabot.core.answers import Evidence, MissingPart
from qabot.core.text import clean_line
from tests.output.helpers import DIGITAL, QUOTE, evidence_from, evidence_of, stored_articles, turn_of

SUM = "£450m"
START = DIGITAL.text.index(SUM)
FOUND = replace(evidence_of(DIGITAL, QUOTE), answer_span=(START, START + len(SUM)))
CLAIM = "No quoted sentence gives a number of users."
_STYLE = re.compile("\x1b\\[([0-9;]*)m")


def reversed_parts(written: str) -> Iterator[str]:
    """Yield what stands reversed on a terminal, style by style."""
    is_reversed, place = False, 0
    for found in (*_STYLE.finditer(written), None):
        text = written[place : found.start() if found else len(written)]
        if is_reversed and text:
            yield text
        if found:
            codes = found[1].split(";")
            is_reversed = "7" in codes or (is_reversed and codes not in (["0"], [""]))
            place = found.end()


def shown(evidence: Evidence, capsys: pytest.CaptureFixture[str], *, explain: bool = False) -> str:
    turn = turn_of(evidence)
    missing = (MissingPart("figure_sought", CLAIM, (0, 8)),)
    turn = replace(turn, answer=replace(turn.answer, missing=missing))
    write_answer(AskResult(turn, ()), full=False, explain=explain)
    return capsys.readouterr().out


def told(evidence: Evidence) -> list[str]:
    stream = io.StringIO()
    tell_answer(LineIO(stream), turn_of(evidence))
    return stream.getvalue().splitlines()


def test_in_a_pipe_they_are_a_line_of_their_own_and_the_quote_is_as_it_stands(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = shown(FOUND, capsys).splitlines()
    assert f"  ▌ {QUOTE}" in lines
    assert lines.index(f"    answer: {SUM}") == lines.index(f"  ▌ {QUOTE}") + 2
    assert lines[1] == f"  {CLAIM}"
    assert not any("answer:" in line for line in shown(evidence_of(DIGITAL, QUOTE), capsys).splitlines())


@pytest.mark.parametrize("answer", [SUM, "The service", "years.", QUOTE, "£450m over four"])
def test_on_a_terminal_exactly_they_are_reversed(
    answer: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")
    start = DIGITAL.text.index(answer)
    matched = tuple((DIGITAL.text.index(each), DIGITAL.text.index(each) + len(each)) for each in ("service", "£450m"))
    evidence = replace(FOUND, answer_span=(start, start + len(answer)), matched=matched)
    written = shown(evidence, capsys)
    assert "".join(reversed_parts(written)) == answer
    assert QUOTE in _STYLE.sub("", written)


def test_why_tells_them_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert f"The words that answer are, by the reader, “{SUM}”." in shown(FOUND, capsys, explain=True)


def test_line_by_line_they_are_said_behind_the_quote() -> None:
    lines = told(FOUND)
    assert lines[lines.index(f"  {QUOTE}") + 1] == f"Answer: {SUM}."
    assert not any(line.startswith("Answer: £") for line in told(evidence_of(DIGITAL, QUOTE)))
    stream = io.StringIO()
    tell_article(LineIO(stream), FOUND)
    assert f"Answer: {SUM}." in stream.getvalue().splitlines()


def test_line_by_line_what_is_missing_is_said_before_the_passages() -> None:
    turn = turn_of(FOUND)
    turn = replace(turn, answer=replace(turn.answer, missing=(MissingPart("figure_sought", CLAIM, (0, 8)),)))
    stream = io.StringIO()
    tell_answer(LineIO(stream), turn)
    lines = stream.getvalue().splitlines()
    assert lines.index(CLAIM) < lines.index("Passage 1 of 1:")


@given(evidence_from(stored_articles()), st.data())
def test_whatever_answers_the_quote_stays_whole(evidence: Evidence, data: st.DataObject) -> None:
    places = st.integers(evidence.start, evidence.end)
    start, end = sorted((data.draw(places), data.draw(places)))
    without = told(evidence)
    with_answer = told(replace(evidence, answer_span=(start, end)))
    said = clean_line(evidence.article.text[start:end])
    added = [line for line in with_answer if line not in without]
    assert [line for line in with_answer if line not in added] == without or not added
    assert len(with_answer) - len(without) == int(bool(said) and said != clean_line(evidence.text))
