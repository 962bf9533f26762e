"""`qabot check`: a draft read, checked against the index, and what was found printed."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Literal

from rich.text import Text

from qabot.cli.error_boundary import NOTHING_FOUND
from qabot.cli.json_output import write_json
from qabot.cli.page import standard_output
from qabot.cli.progress_display import progress
from qabot.cli.streams import utf8_output
from qabot.core.settings import Settings
from qabot.core.text import printable
from qabot.index.stores import open_generation
from qabot.question.entities import EntityGazetteer
from qabot.reports.check.check_document import check_document
from qabot.reports.check.check_pages import html_report, markdown_report
from qabot.reports.check.check_report import CheckLine, CheckLineRole, check_lines
from qabot.reports.check.checked_draft import CheckedDraft
from qabot.reports.check.draft_checker import check_draft
from qabot.reports.check.draft_file import MOST_BYTES, STANDARD_INPUT, read_draft, read_draft_file
from qabot.reports.check.draft_text import DraftText

CheckFormat = Literal["text", "json", "html", "markdown"]
_STYLES: dict[CheckLineRole, str] = {
    "title": "bold",
    "summary": "bold",
    "fault": "bold red",
    "fine": "green",
    "source": "dim",
}
_MARKS: dict[CheckLineRole, str] = {"fault": "✗ ", "open": "? ", "fine": "✓ "}
_PREFIXES: dict[CheckLineRole, str] = {
    **dict.fromkeys(("words", "difference", "note", "source"), "    "),
    "quote": "  ▌ ",
}  # fmt: skip


def check(settings: Settings, draft: str, form: CheckFormat, *, quiet: bool) -> int:
    """Check a draft, print what was found, and return the exit code: 1 where something differs.

    Args:
        settings: Whose index to ask.
        draft: A file's path, or `-` for standard input.
        form: How to print it.
        quiet: Print only what differs, and nothing where nothing does.
    """
    return write(checked_draft(settings, draft, quiet=quiet), form, quiet=quiet)


def checked_draft(settings: Settings, draft: str, *, quiet: bool) -> CheckedDraft:
    """Return what was found of a draft."""
    read = _standard_input() if draft == STANDARD_INPUT else read_draft_file(Path(draft))
    form = "auto" if len(read.text) > _TAKES_TIME and not quiet else "none"
    with closing(open_generation(settings)) as generation, progress(form) as on_progress:
        return check_draft(read, generation, EntityGazetteer.load(settings.home.path), on_progress=on_progress)


def write(checked: CheckedDraft, form: CheckFormat, *, quiet: bool) -> int:
    """Print what was found of a draft, and return the exit code."""
    if form == "json":
        write_json(check_document(checked))
    elif form == "html":
        utf8_output().write(html_report(checked, only_faults=quiet))
    elif form == "markdown":
        utf8_output().write(markdown_report(checked, only_faults=quiet))
    else:
        print_lines(check_lines(checked, only_faults=quiet))
    return NOTHING_FOUND if checked.differing else 0


def print_lines(lines: Iterable[CheckLine]) -> None:
    """Print the lines of a report."""
    page = standard_output()
    for line in lines:
        page.line(_text(line), _PREFIXES.get(line.role, ""))


_TAKES_TIME = 50_000
"""Characters of a draft from which it is shown how far the check has come."""


def _standard_input() -> DraftText:
    return read_draft(STANDARD_INPUT, sys.stdin.buffer.read(MOST_BYTES + 1))


def _text(line: CheckLine) -> Text:
    return Text(printable(f"{_MARKS.get(line.role, '')}{line.text}"), style=_STYLES.get(line.role, ""))
