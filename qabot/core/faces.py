"""The face of a room: the names that its `__init__` lets others import, each loaded from its module when first used.

A room's `__init__` says them three times, to type checkers, to readers and to Python, and tests/test_faces.py sees that
they agree. Importing a room thereby loads none of its modules, and a name loads only its own.

    if TYPE_CHECKING:
        from qabot.engine.engine import Engine
    else:
        __getattr__, __dir__ = lazy_face(__name__, {"engine": ("Engine",)})
    __all__ = ["Engine"]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def lazy_face(
    room: str, exports: Mapping[str, tuple[str, ...]]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return the `__getattr__` and the `__dir__` of a room (PEP 562).

    Args:
        room: The room's whole name: its `__name__`.
        exports: The modules of the room, as seen from it, each with the names that it shows of it.
    """
    modules = {name: module for module, names in exports.items() for name in names}

    def load(name: str) -> object:
        if name not in modules:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        value: object = getattr(import_module(f"{room}.{modules[name]}"), name)
        setattr(sys.modules[room], name, value)  # the next time Python finds it by itself
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[room]), *modules})

    return load, names
