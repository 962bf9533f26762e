"""A checked Word file copied with a comment on each statement that is not fine; the draft itself is left alone."""

from __future__ import annotations

import hashlib
from pathlib import Path

from qabot.core.errors import UsageError
from qabot.core.home_files import read_up_to
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.output.new_file import write_new
from qabot.reports.check.check_report import comment_lines
from qabot.reports.check.checked_draft import CheckedDraft
from qabot.reports.check.draft_file import MOST_BYTES
from qabot.reports.check.word_comments import WordComment, with_comments

_WORD = frozenset({".docx", ".docm"})


def require_commentable(draft: Path, copy: Path) -> None:
    """Refuse what cannot become a commented copy, before anything is checked.

    Raises:
        UsageError: The draft is no Word file, the copy is to be of another kind, or is there already.
    """
    if draft.suffix.lower() not in _WORD:
        raise UsageError(f"{draft} can bear no comments.", hint="Give a .docx, or print the report: --format html.")
    if copy.suffix.lower() != draft.suffix.lower():
        raise UsageError(f"{copy} is not named as what {draft} is.", hint=f"End its name in {draft.suffix}.")
    if copy.exists() or copy.is_symlink():
        raise UsageError(f"{copy} is there already.", hint="Write to another name.")


def write_commented(checked: CheckedDraft, draft: Path, copy: Path, *, only_faults: bool = False) -> int:
    """Write the copy, and return how many comments it has.

    Args:
        checked: What was found of the draft.
        draft: Its file.
        copy: The copy to be.
        only_faults: Comment on nothing but what differs.

    Raises:
        UsageError: The draft was changed meanwhile, or the copy cannot be written.
    """
    try:
        data = read_up_to(draft, MOST_BYTES)
    except (OSError, ValueError):
        data = b""
    if hashlib.sha256(data).hexdigest() != checked.sha256:
        raise UsageError(f"{draft} was changed while it was checked.", hint="Check it again.")
    statements = checked.differing if only_faults else [each for each in checked.statements if not each.judgement.ok]
    comments = [WordComment(each.focus, comment_lines(checked, each)) for each in statements]
    try:
        written = with_comments(data, comments)
    except UnreadableDocument as cause:
        raise UsageError(f"{draft} can bear no comments: it {cause}.", hint="Save it anew as .docx.") from cause
    write_new(copy, written, "Write")
    return len(comments)
