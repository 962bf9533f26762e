"""Which tests run in one process where several share the run: `tests.conftest` hands this to pytest-xdist."""

from __future__ import annotations

from xdist.scheduler.loadfile import LoadFileScheduling

TOGETHER = (
    (
        "tests/answer/test_answering.py",
        "tests/chat/test_example_questions.py",
        "tests/engine/test_answer_removed.py",
        "tests/engine/test_figure_questions.py",
        "tests/engine/test_golden.py",
        "tests/engine/test_missing.py",
        "tests/evaluate/test_commands.py::test_calibrating_writes_what_asking_reads",
        "tests/evaluate/test_commands.py::test_hiding_adds_questions_that_nothing_answers_any_more",
        "tests/evaluate/test_conversations.py",
        "tests/tui/test_quotes.py::test_every_quote_of_the_golden_questions",
    ),
    ("tests/models/", "tests/index/test_reranker.py"),
    ("tests/tui/",),
    ("tests/test_architecture.py", "tests/test_house.py"),
)
"""Beginnings of the names of tests that share something dear: the sentences of the starter corpus and the passages that
the golden questions lead to, which the models read once a process; what sentence-transformers itself makes of the texts
that models are compared by; what comes of trying the questions that a chat begins with; the syntax of every module.
The first that fits counts."""


class SharedProcesses(LoadFileScheduling):
    """Gives each file to one process, and all files that share something dear to the same one."""

    def _split_scope(self, nodeid: str) -> str:
        """Return what a test is given out with."""
        return next((shared[0] for shared in TOGETHER if nodeid.startswith(shared)), super()._split_scope(nodeid))
