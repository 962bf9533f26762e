"""Checking a draft against the corpus: is it there, does an article say so, is it only about the same thing?

    draft_file          a file's bytes to a draft's text, whatever they are made to do
    draft_sentences     that text cut into sentences with what they quote, and what is passed over
    held_sentences      what the corpus holds near a sentence
    …_comparison        a quotation, a figure, a date, a speaker, a sentence against that
    draft_checker       all of it, in order, to a `CheckedDraft`

What passes stands in `policy`, and is printed with every report. No model is asked: the same bytes give the same
report.
"""

from __future__ import annotations

from qabot.reports.check.checked_draft import (
    CheckedDraft,
    CheckedStatement,
    Difference,
    HeldQuote,
    Judgement,
    NotChecked,
)
from qabot.reports.check.draft_checker import check_draft
from qabot.reports.check.draft_file import STANDARD_INPUT, read_draft, read_draft_file
from qabot.reports.check.policy import POLICY, Policy, Rule

__all__ = [
    "POLICY",
    "STANDARD_INPUT",
    "CheckedDraft",
    "CheckedStatement",
    "Difference",
    "HeldQuote",
    "Judgement",
    "NotChecked",
    "Policy",
    "Rule",
    "check_draft",
    "read_draft",
    "read_draft_file",
]
