"""What `qabot ask --continue` goes on from: the last questions, kept beside the index they were put to."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from qabot.core.errors import UsageError

FILE = "last-questions.json"
MOST = 8
"""How many questions are kept: follow-ups look no further back."""


def keep(index: Path, questions: Sequence[str]) -> None:
    """Keep the questions of a conversation, oldest first, in place of those of any other."""
    aside = index / f".{FILE}.{os.getpid()}"
    text = json.dumps({"questions": questions[-MOST:]}, ensure_ascii=True)
    # A home that cannot be written to still answers; only going on from the answer is lost.
    try:
        aside.write_text(f"{text}\n", encoding="ascii")
        aside.replace(index / FILE)
    except OSError:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)


def recall(index: Path) -> list[str]:
    """Return the questions that were kept, oldest first.

    Raises:
        UsageError: There are none, or they cannot be read.
    """
    path, hint = index / FILE, "Ask one without --continue first."
    try:
        whole: object = json.loads(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        raise UsageError("There is no earlier question to go on from.", hint=hint) from None
    except (OSError, ValueError, RecursionError) as cause:
        raise UsageError(f"{path} cannot be read: {cause}.", hint=hint) from cause
    held = cast("dict[str, object]", whole).get("questions") if isinstance(whole, dict) else None
    questions = cast("list[object]", held)[-MOST:] if isinstance(held, list) else []
    texts = [each for each in questions if isinstance(each, str)]
    if not texts or len(texts) < len(questions):
        raise UsageError(f"{path} holds no questions.", hint=hint)
    return texts
