"""Outcomes made by hand, and a set of questions over a small home."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qabot.core.answers import Verdict
from qabot.evaluate.question_sets import JudgedQuery
from qabot.evaluate.runner import QueryResult

ARTICLES = {
    "2015/zorblax.md": (
        "---\ntitle: Zorblax council moves its payroll\noutlet: UKAuthority\npublished: 2015-11-25\n---\n\n"
        "The mayor welcomed visitors. Zorblax council will pay £2 million for the payroll move.\n"
    ),
    "2016/wombat.md": (
        "---\ntitle: Wombat council sells its data centre\noutlet: Computing\npublished: 2016-02-03\n---\n\n"
        "Wombat council sold its data centre to Numbat Hosting for £900,000 in February.\n"
    ),
    "ferry.md": "---\ntitle: Vorpal ferry timetable\n---\n\nThe vorpal ferry timetable went online on 4 May 2018.\n",
}
"""A small corpus in which every question has one place to be answered."""
QUESTIONS: list[dict[str, Any]] = [
    {"q": "What will Zorblax council pay for the payroll move?", "story_ids": ["zorblax"], "answer": "£2 million"},
    {"q": "Who bought the data centre of Wombat council?", "story_ids": ["2016/wombat"], "answer": "Numbat Hosting"},
    {"q": "When did it go online?", "story_ids": ["ferry"], "previous": ["the vorpal ferry timetable"]},
    {"q": "How many parrots does the gruffalo keep?", "story_ids": [], "kind": "trap"},
]
"""Questions over them: two whose answer stands there word for word, a follow-up, and one that nothing answers."""


def outcome(  # noqa: PLR0913 - as many as an outcome has parts
    name: str = "q",
    *,
    relevant: Mapping[str, int] | None = None,
    ranked: Sequence[str] = (),
    answerable: bool | None = True,
    verdict: Verdict = "possible",
    probability: float | None = None,
    signals: Mapping[str, float] | None = None,
    quotes: Sequence[str] = (),
    nearest: Sequence[str] = (),
    marked: str | None = None,
    verbatim: Sequence[str] = (),
    kind: str = "fact",
    milliseconds: float = 10.0,
    carried: bool = False,
    ranked_alone: Sequence[str] | None = None,
) -> QueryResult:
    """Return what came of a question, as a test wants it."""
    return QueryResult(
        question=JudgedQuery(name, name, kind, relevant or {}, answerable),
        relevant=relevant or {},
        ranked=tuple(ranked),
        verdict=verdict,
        probability=probability,
        signals=signals or {},
        quotes=tuple(quotes),
        nearest=tuple(nearest),
        marked=marked,
        verbatim=tuple(verbatim),
        timing_ms={"total": milliseconds},
        carried=carried,
        ranked_alone=None if ranked_alone is None else tuple(ranked_alone),
    )


def write_lines(path: Path, records: Sequence[object]) -> Path:
    """Write a file of JSON lines, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records), encoding="utf-8")
    return path
