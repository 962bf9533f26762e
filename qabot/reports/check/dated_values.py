"""Whether a figure that passes is of the time that the draft names with it: 42% of 2012 is no share of 2011. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from qabot.reports.check.article_sentences import ArticleSentence
from qabot.reports.check.checked_draft import Difference, HeldQuote, Judgement
from qabot.reports.check.composed_text import ComposedText
from qabot.reports.check.held_articles import HeldArticle
from qabot.reports.check.held_sentences import HeldCorpus
from qabot.reports.check.sentence_comparison import ReadSentence, quote_at
from qabot.reports.check.told_statements import Told
from qabot.reports.check.value_roles import Value, values_of


def at_their_times(
    told: Iterable[Told], read: ReadSentence, corpus: HeldCorpus, composed: ComposedText
) -> Iterator[Told]:
    """Yield the statements of a sentence, a figure that its article has of another time than the one named faulted.

    In prose, a date may be of something else than the figure: only what a question or a table's head names is asked.

    Args:
        told: The statements, with what was found of each.
        read: The sentence.
        corpus: What is held.
        composed: Where its pieces stand in the draft.
    """
    values = values_of(read.text, read.figures, read.numbers)
    times = [each for each in values if each.family == "date" and composed.span((each.start, each.end)) is None]
    for each in told:
        value = next((one for one in values if (one.start, one.end) == each.focus), None)
        is_compared = each.kind == "figure" and each.judgement.outcome in {"same_figure", "other_figure"}
        if len(times) == 1 and value and is_compared:
            yield each._replace(judgement=_judged(each.judgement, value, times[0], corpus))
        else:
            yield each


def _judged(judged: Judgement, value: Value, time: Value, corpus: HeldCorpus) -> Judgement:
    quote = judged.evidence[0]
    held = corpus.article(quote.article.id)
    together = next((each for each in held.all_sentences if _has(each, time) and _has(each, value)), None)
    if judged.ok is False and together:
        return Judgement("same_figure", True, (quote_at(held, together.start),))
    if not judged.ok or together or _is_published(held, time):
        return judged
    then = [each for each in held.all_sentences if _has(each, time)]
    others = [(each, one) for each in then for one in each.values if one.may_be(value) and one.family != "date"]
    if len(others) != 1:
        return judged
    sentence, other = others[0]
    written = sentence.text[other.start : other.end]
    quotes = tuple(dict.fromkeys((quote_at(held, sentence.start), quote)))
    note = f"The article has {written} of the time named, and this of another."
    return Judgement("other_figure", False, quotes, note, (Difference(_drafted(quote, value, held), written),))


def _drafted(quote: HeldQuote, value: Value, held: HeldArticle) -> str:
    own = held.sentence_at(quote.start)
    return next((own.text[each.start : each.end] for each in own.values if each.agrees(value)), "")


def _has(sentence: ArticleSentence, value: Value) -> bool:
    return any(each.agrees(value) for each in sentence.values)


def _is_published(held: HeldArticle, time: Value) -> bool:
    low, high = time.low, time.high
    days = ((date.fromordinal(first), date.fromordinal(last)) for first, last in held.own_dates)
    return any(isinstance(low, date) and isinstance(high, date) and low <= b and a <= high for a, b in days)
