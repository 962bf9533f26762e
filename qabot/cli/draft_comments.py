"""`qabot check --comments`: a Word file checked, and copied with a comment on what is not fine."""

from __future__ import annotations

from pathlib import Path

from qabot.cli.draft_check import CheckFormat, checked_draft, write
from qabot.cli.streams import note
from qabot.core.settings import Settings
from qabot.output.phrasing import counted
from qabot.reports.check.commented_draft import require_commentable, write_commented


def check(settings: Settings, draft: str, copy: str, form: CheckFormat, *, quiet: bool) -> int:
    """Check a Word file, write the copy, print what was found, and return the exit code: 1 where something differs.

    Args:
        settings: Whose index to ask.
        draft: The file's path.
        copy: Where to write the copy.
        form: How to print what was found.
        quiet: Print, and comment on, only what differs.

    Raises:
        UsageError: The draft is no Word file, or the copy is there already or cannot be written.
    """
    require_commentable(Path(draft), Path(copy))
    checked = checked_draft(settings, draft, quiet=quiet)
    count = write_commented(checked, Path(draft), Path(copy), only_faults=quiet)
    note(f"Wrote {copy}, with {counted(count, 'comment')}.")
    return write(checked, form, quiet=quiet)
