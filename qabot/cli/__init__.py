"""The command line: `app` reads it, `asking` and `indexing` do it, the rest shows it.

Only `app` imports inside functions: the work of a command is loaded when the command is given, so that `--help` and
completion answer at once, and `ask` loads nothing that only indexing needs.
"""

from __future__ import annotations

from qabot.cli.app import main

__all__ = ["main"]
