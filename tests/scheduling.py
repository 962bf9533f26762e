"""Which tests run in one process where several share the run: `tests.conftest` hands this to pytest-xdist."""

from __future__ import annotations

from xdist.scheduler.loadfile import LoadFileScheduling

TOGETHER = (
    (
        "tests/answer/test_answering.py",
        "tests/engine/test_answer_removed.py",
        "tests/engine/test_figure_questions.py",
        "tests/engine/test_golden.py",
    ),
    ("tests/models/",),
    ("tests/tui/",),
)
"""Beginnings of the names of tests that share something dear: the sentences of the starter corpus, which the encoder
reads once a process; what sentence-transformers itself makes of the texts that models are compared by; what comes of
trying the questions that a chat begins with."""


class SharedProcesses(LoadFileScheduling):
    """Gives each file to one process, and all files that share something dear to the same one."""

    def _split_scope(self, nodeid: str) -> str:
        """Return what a test is given out with."""
        return next((shared[0] for shared in TOGETHER if nodeid.startswith(shared)), super()._split_scope(nodeid))
