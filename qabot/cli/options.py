"""The options that many commands share, and the settings they lead to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from qabot.core.settings import Settings, load

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", metavar="DIR", help="The folder that holds corpus/ and index/.", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", metavar="MODEL", help="A sentence-transformers model: hub name, folder, or 'packaged'."),
]


def settings(home: Path | None, model: str | None = None) -> Settings:
    """Return the settings of a command that was given this home and this model."""
    return load(home, os.environ, Path.cwd(), model)
