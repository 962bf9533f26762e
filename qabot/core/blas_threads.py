"""Linear algebra on one thread, which is what all that qabot multiplies is small enough for.

NumPy's and FAISS's OpenBLAS start a thread a core when they are loaded, and let each of them spin for a while in wait
of a product that never comes: a fifth of what a question to a fresh process takes of the processor, and nothing by the
clock. Texts are shared among cores where that pays, by threads of our own.
"""

from __future__ import annotations

from collections.abc import MutableMapping

VARIABLE = "OPENBLAS_NUM_THREADS"
"""Read by OpenBLAS when it is loaded, and never again."""


def one_blas_thread(environ: MutableMapping[str, str]) -> None:
    """Ask for one wherever nothing else is said; whatever the user has set stands."""
    environ.setdefault(VARIABLE, "1")
