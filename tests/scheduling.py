"""Which tests run in one process where several share the run."""

from __future__ import annotations

from xdist.scheduler.loadfile import LoadFileScheduling

READERS = (
    "tests/answer/test_answering.py",
    "tests/engine/test_figure_questions.py",
    "tests/engine/test_golden.py",
)
"""Files that ask the starter corpus hundreds of questions: what one has the encoder read, the next finds read."""


class SharedReading(LoadFileScheduling):
    """Gives each file to one process, and to the same one those that read the same sentences."""

    def _split_scope(self, nodeid: str) -> str:
        """Return what a test is given out with."""
        file = super()._split_scope(nodeid)
        return READERS[0] if file in READERS else file
