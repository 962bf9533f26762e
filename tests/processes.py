"""What runs below a process, as Linux tells it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def process_tree(root: int) -> dict[int, str]:
    """Return a process and all that it started, by their ids, with their names; of the first itself it is empty."""
    children: dict[int, list[tuple[int, str]]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            name, _, rest = path.read_text(errors="replace").partition("(")[2].rpartition(")")
            children.setdefault(int(rest.split()[1]), []).append((int(path.parent.name), name))
    found, waiting = {root: ""}, [root]
    while waiting:
        below = children.get(waiting.pop(), [])
        found.update(below)
        waiting += [process for process, _ in below]
    return found
