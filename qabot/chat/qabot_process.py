"""Another process of qabot: how it is started, and how what it says is read."""

from __future__ import annotations

from typing import Literal

from qabot.core.child_process import child_environment, module_command
from qabot.core.errors import QabotError
from qabot.core.progress import Progress
from qabot.core.settings import Settings
from qabot.core.text import clean_line
from qabot.output.schemas.document import read
from qabot.output.schemas.event_schemas import ErrorLine
from qabot.output.schemas.index_schemas import ProgressLine


def command(settings: Settings, task: Literal["index", "status", "feeds pull"], *options: str) -> list[str]:
    """Return the command line by which `qabot` does something with a home, and says as JSON what came of it."""
    # The user's own data folder is not named, for it is given the starter corpus only where it was not asked for.
    home = [] if settings.home.is_default else [f"--home={settings.home.path}"]
    return module_command("qabot", *task.split(), "--json", *options, *home)


def environment() -> dict[str, str]:
    """Return what such a command is to find in its environment: this package, and one encoding."""
    return child_environment() | {"PYTHONIOENCODING": "utf-8"}


def read_progress(text: str) -> Progress | None:
    """Read a line of `qabot.progress/1`; None for any other."""
    told = read(text, ProgressLine)
    return Progress(told.stage, told.done, told.total, clean_line(told.note)) if told else None


def read_error(text: str) -> QabotError | None:
    """Read a line of `qabot.error/1`; None for any other."""
    told = read(text, ErrorLine)
    return QabotError(clean_line(told.message), hint=clean_line(told.hint)) if told else None
