"""`qabot doctor`: make every check, and print what they found with what mends it."""

from __future__ import annotations

from pathlib import Path

from msgspec import convert

from qabot import __version__
from qabot.chat.doctor.examination import examine
from qabot.chat.doctor.examinee import Surroundings
from qabot.chat.doctor.findings import Finding
from qabot.cli.json_output import write_json
from qabot.cli.page import standard_output
from qabot.cli.progress_display import progress
from qabot.cli.streams import utf8_output
from qabot.core.text import printable
from qabot.output.phrasing import counted
from qabot.output.schemas.doctor_schemas import Doctor, DoctorFinding

_INDENT = " " * 8


def doctor(home: Path | None, *, deep: bool, as_json: bool) -> int:
    """Make every check, print what they found, and return the exit code: 1 where something is wrong."""
    with progress("auto" if deep else "none") as on_progress:
        findings = examine(Surroundings.read(home), on_progress, deep=deep)
    faults = [each for each in findings if each.state == "wrong"]
    if as_json:
        told = tuple(convert(each, DoctorFinding, from_attributes=True) for each in findings)
        write_json(Doctor(version=__version__, deep=deep, well=not faults, findings=told))
    else:
        _write(findings)
    return 1 if faults else 0


def _write(findings: list[Finding]) -> None:
    page = standard_output()
    for each in findings:
        page.line(f"{each.state:<7} {each.subject}: {each.words}")
        if each.command:
            # Whole, however long: wrapped, it could not be copied.
            utf8_output().write(f"{_INDENT}{printable(each.command)}\n")
    faults, notices = (sum(each.state == state for each in findings) for state in ("wrong", "notice"))
    known = f"; {counted(notices, 'notice')}" if notices else ""
    page.line()
    page.line(f"{counted(faults, 'thing')} wrong{known}." if faults else f"Nothing is wrong{known}.")
