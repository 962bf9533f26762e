"""What to do about an error can be typed where the error is shown."""

from __future__ import annotations

import pytest

from qabot.chat.command_hints import hinted_in_chat
from qabot.core.errors import QabotError, SpeakerNotFound, UsageError


@pytest.mark.parametrize(
    ("error", "hint"),
    [
        (
            SpeakerNotFound("No.", hint="Try `qabot said 'Jane Roe'`.", nearest=("Jane Roe", "Roe")),
            "Try /said Jane Roe.",
        ),
        (SpeakerNotFound("No.", hint="`qabot ask` finds."), "A question finds articles by any of their words."),
        (UsageError("No.", hint="Give a draft: `qabot check DRAFT.md`."), "Give a draft: /check DRAFT.md."),
        (UsageError("No.", hint="Run `qabot index` to build it."), "Run `qabot index` to build it."),
        (UsageError("No.", hint="Run `qabot checks`."), "Run `qabot checks`."),
    ],
)
def test_a_hint_is_a_command_of_the_chat_where_it_has_that_one(error: QabotError, hint: str) -> None:
    told = hinted_in_chat(error)
    assert (type(told), told.message, told.hint) == (type(error), "No.", hint)
