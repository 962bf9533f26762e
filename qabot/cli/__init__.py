"""The command line: `app` reads it, `subcommands` declares what can be typed, and a module beside them does each work.

The work of a command is imported when the command is given, so that `--help` and completion answer at once and no
command loads another's libraries. Likewise `page` and `progress_display` load Rich only where there is a terminal, and
`chat_launch` the index only once the chat is on the screen.
"""

from __future__ import annotations

from qabot.cli.app import main

__all__ = ["main"]
