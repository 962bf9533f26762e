"""What to do about an error, as one types it in a chat: errors of the rooms below name commands of a command line."""

from __future__ import annotations

import re

from qabot.core.errors import QabotError, SpeakerNotFound

_ALIKE = re.compile(r"`qabot (check|brief|figures|timeline)\b([^`]{0,200})`")
"""Commands that a chat takes as well, in the same words behind a slash."""


def hinted_in_chat(error: QabotError) -> QabotError:
    """Return an error whose hint is a command of the chat, where it has that one too."""
    if isinstance(error, SpeakerNotFound):
        near = f"Try /said {error.nearest[0]}." if error.nearest else ""
        return error.with_hint(near or "A question finds articles by any of their words.")
    return error.with_hint(_ALIKE.sub(r"/\1\2", error.hint))
