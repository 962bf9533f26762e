"""Passages that are found for a question and do not answer it, as examples to train the reader on.

    python -m qabot.evaluate.hard_negatives HOME EXAMPLES OUT [--each 2]

HOME is an index over the passages of the examples themselves. What it finds first for a question, beside the passage
that the question was written for, is what `ask` would show: a reader has to learn to refuse just that.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from qabot.core.articles import Article
from qabot.core.settings import Settings
from qabot.engine.engine import Engine
from qabot.evaluate.reading_set import Row, read_rows
from qabot.question.analysis import analyse
from qabot.retrieval.binding import bind
from qabot.retrieval.pipeline import search
from qabot.retrieval.ranking_parameters import RANKING

_LOOKED_AT = 12


def main(argv: Sequence[str]) -> int:
    """Run the program; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m qabot.evaluate.hard_negatives", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("home", type=Path, help="a home with an index over the passages of the examples")
    parser.add_argument("examples", type=Path, help="examples of the reader's training, one a line")
    parser.add_argument("out", type=Path, help="where the new examples go")
    parser.add_argument("--each", type=int, default=2, help="how many for each question (2)")
    given = parser.parse_args(argv)
    rows = read_rows(given.examples)
    with Engine.open(Settings.at(given.home)) as engine, given.out.open("w", encoding="utf-8") as out:
        for row in rows:
            for article in _negatives(engine, row, given.each):
                made = {"src": f"{row['src']}-found", "q": row["q"], "title": article.title, "text": article.text}
                out.write(json.dumps(made | {"spans": []}, ensure_ascii=False) + "\n")
    return 0


def _negatives(engine: Engine, row: Row, most: int) -> Iterator[Article]:
    """Yield the first articles found that are not the example's own and have none of its answers."""
    answers = [row["text"][a:b].casefold() for a, b in row["spans"]]
    left = most
    for article in _found(engine, row["q"]):
        text = article.text.casefold()
        if left and article.text.strip() != row["text"].strip() and not any(each in text for each in answers):
            left -= 1
            yield article


def _found(engine: Engine, text: str) -> Iterator[Article]:
    with engine.lease() as current:
        generation, models = current.generation, current.models
        question = analyse(text, None)
        vector = models.encoder.encode_query_tokens(question.whole).vector if models else None
        bound = bind(generation, question, RANKING.lexical)
        for name in dict.fromkeys(
            hit.passage.article_id for hit in search(generation, vector, bound, _LOOKED_AT, RANKING.fusion).hits
        ):
            yield generation.require_article(name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
