"""Which generation of an index answers: what `CURRENT` names."""

from __future__ import annotations

from pathlib import Path

from qabot.core.errors import REPAIR, IndexCorrupt, NoIndex
from qabot.core.settings import CURRENT
from qabot.core.storage_faults import storage_fault
from qabot.index.manifest import is_generation_name


def current_name(index: Path) -> str:
    """Return the name of the generation that answers.

    Raises:
        NoIndex: None has been published.
        IndexCorrupt: `CURRENT` holds something else than a generation's name.
        StorageFailed: The machine refuses to read it.
    """
    try:
        name = (index / CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise NoIndex(f"There is no index in {index} yet.", hint="Run `qabot index` to build it.") from None
    except (OSError, UnicodeDecodeError) as cause:
        if refused := storage_fault(cause, index / CURRENT):
            raise refused from cause
        raise IndexCorrupt(f"{index / CURRENT} cannot be read: {cause}.", hint=REPAIR) from cause
    if not is_generation_name(name):
        raise IndexCorrupt(f"{index / CURRENT} does not name a generation.", hint=REPAIR)
    return name
