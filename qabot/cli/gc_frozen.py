"""Loading many libraries at once, soon."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def gc_frozen() -> Generator[None]:
    """Collect no garbage while inside, and never look again at what is there by then.

    Libraries make many objects that last as long as the process. Looking through them takes a tenth of the time that
    loading them does, and later, again and again, some hundredths of a second in which no key is taken.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
