"""What `qabot eval` prints: tables by kind of question, what changed since an earlier run, a calibration."""

from __future__ import annotations

from collections.abc import Mapping

from qabot.answer.calibration import Calibration
from qabot.cli.page import Page
from qabot.evaluate.bootstrap import Difference
from qabot.evaluate.comparison import AUROC, Comparison
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
from qabot.evaluate.run_report import ALL, Report, Sort, Summary
from qabot.output.phrasing import counted

_NAMES: Mapping[str, str] = {
    "ndcg@10": "nDCG@10",
    "ndcg@5": "nDCG@5",
    "mrr@10": "MRR@10",
    "recall@1": "R@1",
    "recall@5": "R@5",
    "recall@10": "R@10",
    "success@1": "first",
    "success@5": "in 5",
    "success@10": "in 10",
    FIRST_QUOTE: "quote",
    ANY_QUOTE: "quote in 3",
    FIRST_SHOWN: "shown first",
    MARKED: "marked",
    MARKED_RIGHT: "marked rightly",
    STRONG_RIGHT: "strong rightly",
    FALSE_STRONG: "false strong",
    FALSE_NOT_FOUND: "false not found",
    CARRIED: "carried over",
    POLLUTED: "polluted",
    AUROC: "AUROC",
}
"""How measures are called on the screen."""
_COLUMNS = frozenset("ndcg@10 mrr@10 recall@1 recall@5 recall@10 success@1 success@5 success@10".split()) | {
    FIRST_QUOTE
}
_SHOWN = tuple(name for name in MEASURES if name in _COLUMNS)
"""The measures that have a column of their own."""
_KIND_WIDTH, _NAME_WIDTH, _WIDTH = 15, 20, 6
_JUDGED: tuple[Sort, ...] = ("answerable", "unanswerable")
"""The questions by which the verdict can be judged."""
_LISTED = 5
"""How many of the articles that a corpus lacks are named."""
_NONE = "–"


def write_report(page: Page, found: Report, comparison: Comparison | None) -> None:
    """Write how well a set was answered, by kind of question, and how that compares with an earlier run."""
    searched = found.run.searched
    page.line(
        f"{counted(found.overall.questions, 'question')} of {found.questions}, asked of "
        f"{counted(searched.articles, 'article')} with {searched.model}."
    )
    summaries = (*found.kinds, found.overall)
    page.line()
    page.line(f"{'kind':<{_KIND_WIDTH}}{'n':>6}" + "".join(_NAMES[name].rjust(_width(name)) for name in _SHOWN))
    for each in summaries:
        if "success@1" in each.means:
            page.line(_ranking_row(each))
    page.line()
    page.line(f"{'':<{_KIND_WIDTH}}{'answerable':>32}{'unanswerable':>32}")
    page.line(f"{'verdict':<{_KIND_WIDTH}}" + f"{'n':>8}{'strong':>8}{'possible':>9}{'none':>7}" * 2)
    for each in summaries:
        if any(each.verdicts[sort] for sort in _JUDGED):
            page.line(_verdict_row(each))
    page.line()
    for line in _notes(found):
        page.line(line)
    if comparison:
        _write_comparison(page, comparison)


def write_calibration(page: Page, fitted: Calibration) -> None:
    """Write a calibration: what it weighs, where verdicts begin, and how often it errs."""
    rates = fitted.rates
    page.line(f"Encoder   {fitted.model}, {fitted.encoder[:16]}")
    agreed = f"; from {fitted.corroborated:.3f} where quotes of two articles tell the same figure"
    page.line(
        f"Strong    from a probability of {fitted.strong:.3f}{agreed if fitted.corroborated < fitted.strong else ''}"
    )
    page.line(f"Possible  from a probability of {fitted.possible:.3f}")
    page.line(f"Measured  {fitted.measured}")
    page.line()
    page.line(f"{'signal':<24}{'mean':>10}{'scale':>10}{'weight':>10}")
    for each in fitted.signals:
        page.line(f"{each.name:<24}{each.mean:>10.3f}{each.scale:>10.3f}{each.weight:>10.3f}")
    page.line(f"{'intercept':<44}{fitted.intercept:>10.3f}")
    page.line()
    page.line(f"{'set':<32}{'answerable':>12}{'not':>7}{'AUROC':>8}{'false strong':>14}{'refused':>9}")
    for each in (*fitted.sets, None):
        row = each or rates
        name = each.name if each else "all, each set the same"
        figures = (_figure(row.auroc, 8), _figure(row.false_strong, 14), _figure(row.refused, 9))
        page.line(f"{name:<32}{row.answerable:>12,}{row.unanswerable:>7,}{''.join(figures)}")


def _width(name: str) -> int:
    return max(_WIDTH, len(_NAMES[name]) + 1)


def _ranking_row(summary: Summary) -> str:
    means = summary.means
    cells = (_figure(means[name].value if name in means else None, _width(name)) for name in _SHOWN)
    return f"{_cut(summary.kind, _KIND_WIDTH)}{means['success@1'].questions:>6,}{''.join(cells)}"


def _verdict_row(summary: Summary) -> str:
    cells = ""
    for sort in _JUDGED:
        counts = summary.verdicts[sort]
        found = [counts.get(verdict, 0) for verdict in ("strong", "possible", "not_found")]
        cells += f"{sum(found):>8,}{found[0]:>8,}{found[1]:>9,}{found[2]:>7,}"
    return f"{_cut(summary.kind, _KIND_WIDTH)}{cells}"


def _cut(name: str, width: int) -> str:
    """Fit a name into a column, with a space behind it."""
    return f"{name if len(name) < width else name[: width - 2] + '…':<{width}}"


def _figure(value: float | None, width: int) -> str:
    return f"{_NONE if value is None else f'{value:.3f}':>{width}}"


def _notes(found: Report) -> list[str]:
    """Say in sentences what the tables leave out: what columns mean, the verdict's errors, times, what is lacking."""
    means, lines = found.overall.means, ["first, in 5, in 10: a right article stands there. R@k: share of right ones."]
    if FIRST_QUOTE in means:
        lines.append(
            f"quote: the first quote holds the answer, {means[FIRST_QUOTE].value:.3f} "
            f"(one of the first three: {means[ANY_QUOTE].value:.3f}), over the {means[ANY_QUOTE].questions:,} "
            "questions whose answer stands in a right article word for word."
        )
        shown = f"{means[FIRST_SHOWN].value:.3f}"
        lines.append(f"shown: that quote, or the first of the nearest passages where an answer is refused, {shown}.")
    else:
        lines.append("quote: no question's answer stands in a right article word for word.")
    if MARKED_RIGHT in means:
        mean, share = means[MARKED_RIGHT], f"{means[MARKED].value:.3f} of those, and " if MARKED in means else ""
        lines.append(
            f"marked: the first quote has words marked as the answer for {share}{mean.questions:,} questions in all, "
            f"rightly for {mean.value:.3f} of them."
        )
    auroc = found.overall.auroc
    without = "; without a calibration that fits, there is no probability" if _lacks_probability(found) else ""
    lines.append(f"Verdict: AUROC {_figure(auroc, 0)}{without}.")
    if STRONG_RIGHT in means:
        mean = means[STRONG_RIGHT]
        lines.append(
            f"strong: the first quote holds the answer for {mean.value:.3f} of {counted(mean.questions, 'question')} "
            "that were answered so and of which it is known."
        )
    if FALSE_STRONG in means:
        lines.append(f"False strong: {means[FALSE_STRONG].value:.3f} of {_asked(means[FALSE_STRONG].questions, 'un')}.")
    if FALSE_NOT_FOUND in means:
        mean = means[FALSE_NOT_FOUND]
        lines.append(f"False not found: {mean.value:.3f} of {_asked(mean.questions, '')}.")
    if POLLUTED in means:
        mean = means[POLLUTED]
        lines.append(
            f"Later questions that are complete in themselves: {mean.questions:,}, of which {means[CARRIED].value:.3f} "
            f"took something over and {mean.value:.3f} lost the right first article by it."
        )
    if unknown := sum(found.overall.verdicts["unknown"].values()):
        are = "is" if unknown == 1 else "are"
        lines.append(f"{counted(unknown, 'question')} {are} labelled neither answerable nor unanswerable.")
    lines.append(f"Time for a question: median {found.median_ms:.0f} ms, 95 % within {found.p95_ms:.0f} ms.")
    if lacking := found.run.lacking:
        more = f" and {len(lacking) - _LISTED:,} more" if len(lacking) > _LISTED else ""
        lines.append(
            f"Note: the corpus lacks {counted(len(lacking), 'judged article')}, which count as not found: "
            f"{', '.join(lacking[:_LISTED])}{more}."
        )
    return lines


def _lacks_probability(found: Report) -> bool:
    return all(outcome.probability is None for outcome in found.run.outcomes)


def _asked(number: int, prefix: str) -> str:
    return counted(number, f"{prefix}answerable question")


def _write_comparison(page: Page, comparison: Comparison) -> None:
    page.line()
    page.line(f"Against {comparison.against}, over the {counted(comparison.common, 'question')} that both have:")
    page.line(f"{'':<{_NAME_WIDTH}}{'n':>6}{'then':>7}{'now':>7}{'difference':>11}  95 % interval")
    for name, each in comparison.differences[ALL].items():
        page.line(_difference_row(_NAMES[name], each))
    kinds = {kind: each["ndcg@10"] for kind, each in comparison.differences.items() if "ndcg@10" in each}
    for kind, each in kinds.items():
        if kind != ALL:
            page.line(_difference_row(f"nDCG@10, {kind}", each))


def _difference_row(name: str, each: Difference) -> str:
    mark = "  off zero" if each.is_off_zero else ""
    return (
        f"{_cut(name, _NAME_WIDTH)}{each.questions:>6,}{each.before:>7.3f}{each.after:>7.3f}"
        f"{each.after - each.before:>+11.3f}  [{each.low:+.3f}, {each.high:+.3f}]{mark}"
    )
