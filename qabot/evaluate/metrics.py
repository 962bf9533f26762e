"""From what came of a question to figures: each measure for each question, so that two runs can be compared in pairs.

Rankings are measured by ir-measures, which hands nDCG, recall and success to trec_eval: gains are the grades
themselves, discounted by log2(rank + 1) (Järvelin and Kekäläinen, ACM TOIS 2002), and grades from 1 count as relevant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ir_measures
from ir_measures import RR, R, Success, nDCG
from sklearn import metrics as sklearn_metrics

from qabot.evaluate.runner import QUOTES, QueryResult, holds

_ir: Any = ir_measures  # its types, and those of scikit-learn, leave much unsaid
_sklearn: Any = sklearn_metrics
_MEASURES: Mapping[str, Any] = {
    "ndcg@10": nDCG @ 10,
    "ndcg@5": nDCG @ 5,
    "mrr@10": RR @ 10,
    "recall@1": R @ 1,
    "recall@5": R @ 5,
    "recall@10": R @ 10,
    "success@1": Success @ 1,
    "success@5": Success @ 5,
    "success@10": Success @ 10,
}
FIRST_QUOTE, ANY_QUOTE, FIRST_SHOWN = "quote@1", f"quote@{QUOTES}", "shown@1"
MARKED, MARKED_RIGHT, STRONG_RIGHT = "marked", "marked_right", "strong_right"
FALSE_STRONG, FALSE_NOT_FOUND = "false_strong", "false_not_found"
CARRIED, POLLUTED = "carried", "polluted"
_OF_QUOTES = (FIRST_QUOTE, ANY_QUOTE, FIRST_SHOWN, MARKED, MARKED_RIGHT, STRONG_RIGHT)
MEASURES = (*_MEASURES, *_OF_QUOTES, FALSE_STRONG, FALSE_NOT_FOUND, CARRIED, POLLUTED)
"""Every measure of a single question, in the order they are shown. All lie between 0 and 1.

- `ndcg@k`, `mrr@k`, `recall@k`: of the ranking of articles, for questions with a judged article.
- `success@k`: whether a right article is among the first k.
- `quote@k`: whether the answer stands in one of the first k quotes, for questions whose answer stands in a judged
  article word for word. An answer that was refused has no quote.
- `shown@1`: likewise of the first quote that is shown, which is the nearest passage's where the answer was refused.
- `marked`: whether words of the first quote are marked as the answer, for the same questions.
- `marked_right`: whether they and the answer hold one another, or share half of their words, where any are marked and
  it is known whether that is right: of a question that nothing answers, they never are.
- `strong_right`: whether the first quote of an answer called `strong` holds it, where that is known: of a question that
  nothing answers, none does.
- `false_strong`: whether an unanswerable question was answered as `strong`.
- `false_not_found`: whether an answerable question was refused.
- `carried`: whether a later question of a conversation that is complete in itself took anything over.
- `polluted`: whether it took something over and a wrong article stands first, where asked alone a right one did.
"""


def measured(outcomes: Sequence[QueryResult]) -> list[dict[str, float]]:
    """Return the measures of each question, those that it can be measured by."""
    figures = _rankings(outcomes)
    for outcome, figure in zip(outcomes, figures, strict=True):
        if outcome.verbatim:
            held = [any(holds(quote, wording) for wording in outcome.verbatim) for quote in outcome.quotes]
            figure[FIRST_QUOTE], figure[ANY_QUOTE] = float(any(held[:1])), float(any(held))
            shown = (*outcome.quotes, *outcome.nearest)[:1]
            figure[FIRST_SHOWN] = float(any(holds(each, wording) for each in shown for wording in outcome.verbatim))
            figure[MARKED] = float(outcome.marked is not None)
        if outcome.marked is not None and (outcome.verbatim or outcome.question.answerable is False):
            figure[MARKED_RIGHT] = float(any(_agree(outcome.marked, wording) for wording in outcome.verbatim))
        if outcome.verdict == "strong" and (outcome.verbatim or outcome.question.answerable is False):
            figure[STRONG_RIGHT] = figure.get(FIRST_QUOTE, 0.0)
        if outcome.question.answerable is False:
            figure[FALSE_STRONG] = float(outcome.verdict == "strong")
        elif outcome.question.answerable:
            figure[FALSE_NOT_FOUND] = float(outcome.verdict == "not_found")
        if outcome.ranked_alone is not None:
            spoilt = _is_right_first(outcome, outcome.ranked_alone) and not _is_right_first(outcome, outcome.ranked)
            figure[CARRIED], figure[POLLUTED] = float(outcome.carried), float(outcome.carried and spoilt)
    return figures


def _agree(marked: str, wording: str) -> bool:
    """Whether two wordings of an answer mean the same place: one holds the other, or they share half of their words."""
    one, other = set(marked.casefold().split()), set(wording.casefold().split())
    return holds(marked, wording) or holds(wording, marked) or 2 * len(one & other) >= max(len(one), len(other))


def _is_right_first(outcome: QueryResult, ranked: Sequence[str]) -> bool:
    return any(outcome.relevant.get(each, 0) > 0 for each in ranked[:1])


def _rankings(outcomes: Sequence[QueryResult]) -> list[dict[str, float]]:
    """Measure the ranking of every question that has a right article."""
    figures: list[dict[str, float]] = [{} for _ in outcomes]
    judged = [i for i, outcome in enumerate(outcomes) if any(grade > 0 for grade in outcome.relevant.values())]
    if not judged:
        return figures
    grades = {str(i): dict(outcomes[i].relevant) for i in judged}
    # Scores only say the order here, so the places themselves do, and no two articles are level.
    found = {str(i): {each: -float(rank) for rank, each in enumerate(outcomes[i].ranked)} for i in judged}
    names = {measure: name for name, measure in _MEASURES.items()}
    for each in _ir.iter_calc(list(_MEASURES.values()), grades, found):
        figures[int(each.query_id)][names[each.measure]] = float(each.value)
    return [{name: figure[name] for name in _MEASURES if name in figure} for figure in figures]


def separation(answerable: Sequence[float], unanswerable: Sequence[float]) -> float | None:
    """Return the area under the ROC curve: how often an answerable question has the higher figure; ties count half.

    Returns:
        0 to 1, .5 for chance; None where there are questions of one sort only.
    """
    if not answerable or not unanswerable:
        return None
    labels = [1] * len(answerable) + [0] * len(unanswerable)
    return float(_sklearn.roc_auc_score(labels, [*answerable, *unanswerable]))
