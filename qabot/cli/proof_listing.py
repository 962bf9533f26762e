"""`qabot check --proof`: the proof of a note compared with the index, and what was found printed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from qabot.cli.draft_check import CheckFormat, print_lines
from qabot.cli.error_boundary import NOTHING_FOUND
from qabot.cli.json_output import write_json
from qabot.cli.streams import utf8_output
from qabot.core.settings import Settings
from qabot.core.text import clean_line
from qabot.index.stores import open_generation
from qabot.reports.brief.proof_check import check_proof, note_beside, read_note, read_proof
from qabot.reports.brief.proof_report import proof_lines
from qabot.reports.check.check_pages import html_lines, markdown_lines


def check(settings: Settings, given: str, proof: str | None, form: CheckFormat, *, quiet: bool) -> int:
    """Compare the proof of a note with the index, print what was found, and return the exit code.

    Args:
        settings: Whose index to ask.
        given: The note; or the proof alone, beside which the note may lie.
        proof: The proof; None where that is what was given.
        form: How to print it.
        quiet: Print only what does not stand.

    Raises:
        UsageError: A file cannot be read, or is no proof.
    """
    file = Path(given if proof is None else proof)
    note = note_beside(file) if proof is None else Path(given)
    read, beside = read_proof(file), read_note(note) if note else None
    with closing(open_generation(settings)) as generation:
        checked = check_proof(read, clean_line(str(file)), generation, beside)
    lines = [*proof_lines(checked, only_faults=quiet)]
    if form == "json":
        write_json(checked)
    elif form == "html":
        utf8_output().write(html_lines(lines, f"Checked: {checked.proof}"))
    elif form == "markdown":
        utf8_output().write(markdown_lines(lines))
    else:
        print_lines(lines)
    return 0 if checked.ok else NOTHING_FOUND
