"""Asks one question with a profiler that counts calls; prints the counts as JSON. Run as a file, by `walk`."""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from types import FrameType

HOME, QUESTION = sys.argv[1:3]
PACKAGE = "/qabot/"

functions: Counter[str] = Counter()
across: Counter[tuple[str, str]] = Counter()
"""Calls by the file of the caller and of what is called."""
files: set[str] = set()


def count(frame: FrameType, event: str, _: object) -> None:
    """Count a call of a function of the package, and whether it came from another file of it."""
    file = frame.f_code.co_filename
    if event != "call" or PACKAGE not in file:
        return
    functions[frame.f_code.co_qualname] += 1
    files.add(file)
    caller = frame.f_back.f_code.co_filename if frame.f_back else ""
    if caller != file and PACKAGE in caller:
        across[caller, file] += 1


def main() -> None:
    """Ask, and print what was counted."""
    from qabot.cli import main as qabot  # noqa: PLC0415 - counted among the modules

    out, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    qabot(["ask", QUESTION, "--json", "--home", HOME])  # once unseen: what is loaded the first time is no walk
    modules = sum(name.partition(".")[0] == "qabot" for name in sys.modules)
    sys.setprofile(count)
    qabot(["ask", QUESTION, "--json", "--home", HOME])
    sys.setprofile(None)
    sys.stdout = out
    print(
        json.dumps(
            {"functions": functions, "across": sum(across.values()), "files": len(files), "modules": modules},
        )
    )


main()
