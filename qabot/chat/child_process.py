"""Another process of qabot: how it is started, and how what it says is read."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Literal, cast, get_args

from qabot.core.errors import QabotError
from qabot.core.progress import Progress, Stage
from qabot.core.settings import Settings
from qabot.core.text import clean_line


def command(settings: Settings, task: Literal["index", "status"], *options: str) -> list[str]:
    """Return the command line by which `qabot` does something with a home, and says as JSON what came of it."""
    # The user's own data folder is not named, for it is given the starter corpus only where it was not asked for.
    home = [] if settings.home.is_default else [f"--home={settings.home.path}"]
    # -P: a file in the working directory must not be imported in the place of a library.
    return [sys.executable, "-P", "-m", "qabot", task, "--json", *options, *home]


def environment() -> dict[str, str]:
    """Return what such a command is to find in its environment: this package, and one encoding."""
    package_root = str(Path(__file__).resolve().parents[2])
    paths = [path for path in (os.environ.get("PYTHONPATH"), package_root) if path]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}


def read_document(text: str, schema: str) -> dict[str, object]:
    """Return a JSON document of this schema; an empty one where the text is anything else."""
    try:
        read: object = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    document = cast("dict[str, object]", read) if isinstance(read, dict) else {}
    return document if document.get("schema") == schema else {}


def texts(value: object) -> tuple[str, ...]:
    """Return what is text in a list, and nothing of what is no list."""
    return (
        tuple(each for each in cast("list[object]", value) if isinstance(each, str)) if isinstance(value, list) else ()
    )


def read_progress(text: str) -> Progress | None:
    """Read a line of `qabot.progress/1`; None for any other."""
    match read_document(text, "qabot.progress/1"):
        case {"stage": str(stage), "done": int(done), "total": (int() | None) as total, "note": str(note)} if (
            stage in get_args(Stage)
        ):
            return Progress(cast("Stage", stage), done, total, clean_line(note))
        case _:
            return None


def read_error(text: str) -> QabotError | None:
    """Read a line of `qabot.error/1`; None for any other."""
    match read_document(text, "qabot.error/1"):
        case {"message": str(message), "hint": str(hint)}:
            return QabotError(clean_line(message), hint=clean_line(hint))
        case _:
            return None
