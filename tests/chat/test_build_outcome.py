"""How a build ended that did all but what the machine refused to have read."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from qabot.chat import build_process
from qabot.chat.build_process import BuildOutcome, BuildProcess
from qabot.core.articles import ReadIssue
from qabot.core.settings import Home, Settings
from qabot.output.schemas.document import encode_line
from qabot.output.schemas.index_schemas import IndexReport

REFUSED = ReadIssue("a.md", "cannot be read (Input/output error)", refused=True)
REPORT = IndexReport(
    generation="20261201T000000Z-00000000",
    published=True,
    added=("b",),
    changed=(),
    removed=(),
    articles=1,
    passages=1,
    embedded=1,
    problems=(REFUSED,),
    resumed=0,
)


def ended(code: int, document: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> BuildOutcome:
    line = [sys.executable, "-c", "import sys; print(sys.argv[2]); sys.exit(int(sys.argv[1]))", f"{code}", document]

    def build_command(_settings: Settings, *, anew: bool) -> list[str]:
        assert not anew
        return line

    monkeypatch.setattr(build_process, "_build_command", build_command)

    async def run() -> BuildOutcome | None:
        building = BuildProcess(Settings(Home(home)))
        building.begin()
        while building.is_running:
            await asyncio.sleep(0.01)
        return building.outcome

    outcome = asyncio.run(run())
    assert outcome
    return outcome


def test_it_built_what_it_could_and_says_what_was_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = ended(74, encode_line(REPORT).strip(), tmp_path, monkeypatch)
    assert outcome.error is None
    assert outcome.built
    assert outcome.built.problems == (REFUSED,)


@pytest.mark.parametrize(("code", "document"), [(74, ""), (3, encode_line(REPORT).strip())])
def test_without_a_report_or_with_another_code_it_failed(
    code: int, document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = ended(code, document, tmp_path, monkeypatch)
    assert outcome.built is None
    assert outcome.error
