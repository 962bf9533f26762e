"""How right the facts of figures are, on sentences labelled by hand: half of them never looked at while tuning.

`tests/facts/labelled_figures.jsonl` holds a figure a line: of an article of the starter corpus, or in sentences of
their own in another style, with a headline where they are about one. Alternatives of a body or a period are all right.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.core.facts import FigureFact
from qabot.corpus.article_reader import read
from qabot.corpus.folder import walk
from qabot.facts.figure_reading import figure_facts
from qabot.question.acronyms import read_body_names
from qabot.question.entities import EntityGazetteer
from tests.benchmarks.measure import print_table

_ROOT = Path(__file__).resolve().parent.parent.parent
_LABELS = _ROOT / "tests" / "facts" / "labelled_figures.jsonl"
_PARTS = ("found", "value", "unit", "period", "about", "of")
_HALVES = (
    "tuned", "later", "wider", "fresh", "latest", "anew", "final", "december", "december held", "winter", "winter held",
    "spring", "spring held", "april", "april held", "june", "june held",
)  # fmt: skip
_NEAR = 0.01
"""How far a share may be from its label: two thirds are 66.67 %."""


def labelled_facts() -> None:
    """Print for each half the share of figures whose parts are right; `QABOT_WRONG=tuned` names what is wrong there."""
    labels = [json.loads(line) for line in _LABELS.read_text(encoding="utf-8").splitlines()]
    articles = _corpus()
    names = EntityGazetteer.of(read_body_names())
    rows: list[list[str]] = []
    for half in _HALVES:
        some = [label for label in labels if label["half"] == half]
        right = [_right(label, articles, names) for label in some]
        rows.append(
            [half, str(len(some)), *(f"{sum(part in each for each in right) / len(some):.3f}" for part in _PARTS)]
        )
        if os.environ.get("QABOT_WRONG") == half:
            _tell(some, right)
    print_table(["figures", "number", *_PARTS], rows)


def _right(label: Mapping[str, Any], articles: Mapping[str, Article], names: EntityGazetteer) -> set[str]:
    """Return which parts of a labelled figure are right."""
    article = articles[label["article"]] if "article" in label else _alone(label)
    facts = [each for each in figure_facts(article, names) if _is_it(label, article, each)]
    return {part for each in facts for part in _right_parts(label, article, each)}


def _is_it(label: Mapping[str, Any], article: Article, fact: FigureFact) -> bool:
    return article.text[slice(*fact.figure)] == label["figure"]


def _right_parts(label: Mapping[str, Any], article: Article, fact: FigureFact) -> Iterator[str]:
    yield "found"
    if abs(float(fact.value) - label["value"]) < _NEAR:
        yield "value"
    if fact.unit == label["unit"]:
        yield "unit"
    if fact.period in label["period"].split("|"):
        yield "period"
    if fact.about in label["about"]:
        yield "about"
    of = article.text[slice(*fact.of)].casefold() if fact.of else ""
    wanted = label["of"].casefold().split("|")
    if not label["of"] or any(each in of for each in wanted):
        yield "of"


def _alone(label: Mapping[str, Any]) -> Article:
    """Return an article of nothing but the labelled text."""
    published = PartialDate.parse(label["published"])
    return Article(
        "alone",
        label.get("title", "A story"),
        label["text"],
        published=published,
        organisations=tuple(label["organisations"]),
    )


def _corpus() -> dict[str, Article]:
    """Return the starter corpus."""
    found, _ = walk(_ROOT / "corpus")
    return {each.id: each for source in found for each in read(source) if isinstance(each, Article)}


def _tell(labels: Sequence[Mapping[str, Any]], right: Sequence[set[str]]) -> None:
    for label, parts in zip(labels, right, strict=True):
        wrong = [part for part in _PARTS if part not in parts]
        if wrong:
            print(f"  {label.get('article', label.get('text'))}: {label['figure']}: {', '.join(wrong)}")
