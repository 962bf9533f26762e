"""Examples that a reader is scored on, as a question set with its own articles, so that all of qabot answers them.

    python -m qabot.evaluate.reading_set EXAMPLES FOLDER

Each passage becomes an article, and each question is asked of them all: the passages beside the right one are those of
the same text, which speak of the same and do not answer.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

Row = Mapping[str, Any]
"""An example as it is written: `src`, `q`, `title`, `text` and `spans`."""


def main(argv: Sequence[str]) -> int:
    """Run the program; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m qabot.evaluate.reading_set", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("examples", type=Path, help="examples of the reader's training, .jsonl or .jsonl.gz")
    parser.add_argument("folder", type=Path, help="where the set goes; `qabot eval FOLDER` asks it")
    given = parser.parse_args(argv)
    given.folder.mkdir(parents=True, exist_ok=True)
    write_set(read_rows(given.examples), given.folder)
    return 0


def read_rows(path: Path) -> list[Row]:
    """Read the examples in a file, plain or compressed: nothing loads `models.training`, which reads them too."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [cast("Row", json.loads(line)) for line in lines]


def write_set(rows: Sequence[Row], folder: Path) -> None:
    """Write `corpus.jsonl`, `queries.jsonl` and `qrels.tsv` into a folder, as `question_sets` reads them."""
    passages = list(dict.fromkeys((row["title"], row["text"]) for row in rows))
    names = {each: f"p{number:05}" for number, each in enumerate(passages)}
    by_question: dict[str, list[Row]] = {}
    for row in rows:
        by_question.setdefault(row["q"], []).append(row)
    queries: list[Mapping[str, object]] = []
    judged = ["query-id\tcorpus-id\tscore"]
    for number, (question, put) in enumerate(by_question.items()):
        right = [row for row in put if row["spans"]]
        answers = dict.fromkeys(row["text"][a:b] for row in right for a, b in row["spans"])
        label = "ANSWERABLE" if right else "UNANSWERABLE"
        queries.append({"_id": f"q{number:05}", "text": question, "answerability": label, "answers": list(answers)})
        held = dict.fromkeys(names[row["title"], row["text"]] for row in right)
        judged += [f"q{number:05}\t{name}\t1" for name in held]
    articles = [{"_id": name, "title": title, "text": text} for (title, text), name in names.items()]
    _write_lines(folder / "corpus.jsonl", articles)
    _write_lines(folder / "queries.jsonl", queries)
    (folder / "qrels.tsv").write_text("\n".join(judged) + "\n", encoding="utf-8")


def _write_lines(path: Path, records: Sequence[Mapping[str, object]]) -> None:
    lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records)
    path.write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
