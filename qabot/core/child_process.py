"""How processes of our own are started: from this very package, whatever folder they start in."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

_PACKAGE_ROOT = str(Path(__file__).resolve().parents[2])


def module_command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of this package, such as `qabot`, with this interpreter."""
    # -P: a file in the working directory must not be imported in the place of a library.
    return [sys.executable, "-P", "-m", module, *arguments]


def child_environment(inherited: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return an environment in which `module_command` finds this package, and the libraries that we found."""
    paths = [path for path in (inherited.get("PYTHONPATH"), _PACKAGE_ROOT) if path]
    return {**inherited, "PYTHONPATH": os.pathsep.join(paths)}
