"""Pictures of a chat that come out the same every time."""

from __future__ import annotations

from textual.widgets import Input, TextArea

from qabot.chat.theme_names import ThemeName
from tests.tui.helpers import Driven


async def still(chat: Driven, theme: ThemeName) -> str:
    """Return what the screen on top shows in these colours, as SVG, the cursor being where it is and not blinking."""
    chat.app.use_theme(theme)
    for field in (*chat.app.screen.query(TextArea), *chat.app.screen.query(Input)):
        field.cursor_blink = False
        field.notify_style_update()  # a line may be kept as it was drawn without the cursor
        field.refresh()
    await chat.pilot.pause()
    await chat.pilot.wait_for_scheduled_animations()
    await chat.pilot.pause()
    return chat.app.export_screenshot(simplify=True)
