"""How well qabot answers: question sets to measures, and the calibration of the verdict.

    QuestionSet ─ runner ─> QueryResult ─ metrics ─> Report ─ comparison ─> intervals against an earlier run
                                └─────── calibrator ─> `qabot.answer.calibration`

`question_sets` reads sets, `eval_home` lays out a home over the articles they are asked of, `runner` asks. `holdout`
takes the articles that answer out of the index for one question, which makes an unanswerable one of an answerable one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.evaluate.bootstrap import Difference
    from qabot.evaluate.calibrator import Sample, fit, samples
    from qabot.evaluate.comparison import AUROC, Comparison, compare, read_results
    from qabot.evaluate.eval_home import kept_folder, prepare
    from qabot.evaluate.metrics import (
        ANY_QUOTE,
        CARRIED,
        FALSE_NOT_FOUND,
        FALSE_STRONG,
        FIRST_QUOTE,
        FIRST_SHOWN,
        MARKED,
        MARKED_RIGHT,
        MEASURES,
        POLLUTED,
        STRONG_RIGHT,
    )
    from qabot.evaluate.question_sets import QuestionSet, read_questions
    from qabot.evaluate.report_documents import document
    from qabot.evaluate.run_report import ALL, Report, Sort, Summary, report
    from qabot.evaluate.runner import OnAsked, Run, run, run_hidden
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "bootstrap": ("Difference",),
            "calibrator": ("Sample", "fit", "samples"),
            "comparison": ("AUROC", "Comparison", "compare", "read_results"),
            "eval_home": ("kept_folder", "prepare"),
            "metrics": (
                "ANY_QUOTE",
                "CARRIED",
                "FALSE_NOT_FOUND",
                "FALSE_STRONG",
                "FIRST_QUOTE",
                "FIRST_SHOWN",
                "MARKED",
                "MARKED_RIGHT",
                "MEASURES",
                "POLLUTED",
                "STRONG_RIGHT",
            ),
            "question_sets": ("QuestionSet", "read_questions"),
            "report_documents": ("document",),
            "run_report": ("ALL", "Report", "Sort", "Summary", "report"),
            "runner": ("OnAsked", "Run", "run", "run_hidden"),
        },
    )

__all__ = [
    "ALL",
    "ANY_QUOTE",
    "AUROC",
    "CARRIED",
    "FALSE_NOT_FOUND",
    "FALSE_STRONG",
    "FIRST_QUOTE",
    "FIRST_SHOWN",
    "MARKED",
    "MARKED_RIGHT",
    "MEASURES",
    "POLLUTED",
    "STRONG_RIGHT",
    "Comparison",
    "Difference",
    "OnAsked",
    "QuestionSet",
    "Report",
    "Run",
    "Sample",
    "Sort",
    "Summary",
    "compare",
    "document",
    "fit",
    "kept_folder",
    "prepare",
    "read_questions",
    "read_results",
    "report",
    "run",
    "run_hidden",
    "samples",
]
