"""A reader's examples as a question set: one article a passage, one question however many passages it is put to."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from qabot.evaluate.question_sets import read_questions
from qabot.evaluate.reading_set import main

TEXT = "In 2014 Barnet council paid Capita £12m for a payroll system."
ROWS: list[dict[str, Any]] = [
    {"q": "what did Barnet pay", "title": "Payroll", "text": TEXT, "spans": [[35, 39], [28, 39]]},
    {"q": "what did Barnet pay", "title": "Payroll", "text": "It was late.", "spans": []},
    {"q": "who owns the building", "title": "Payroll", "text": TEXT, "spans": []},
]


def test_each_passage_is_an_article_and_each_question_is_asked_once(tmp_path: Path) -> None:
    examples = tmp_path / "dev.jsonl.gz"
    examples.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in ROWS).encode()))
    assert main([str(examples), str(tmp_path / "set")]) == 0
    articles = [json.loads(line) for line in (tmp_path / "set/corpus.jsonl").read_text("utf-8").splitlines()]
    assert [(each["title"], each["text"]) for each in articles] == [("Payroll", TEXT), ("Payroll", "It was late.")]
    paid, owns = read_questions(tmp_path / "set").questions
    assert (paid.text, paid.answerable, paid.answers) == ("what did Barnet pay", True, ("£12m", "Capita £12m"))
    assert paid.relevant == {articles[0]["_id"]: 1}
    assert (owns.text, owns.answerable, owns.answers, owns.relevant) == ("who owns the building", False, (), {})
