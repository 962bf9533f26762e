"""What is said of an answer in words, the same in every format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from qabot.core.answers import Answer, Evidence, SearchScope, Turn, Verdict
from qabot.core.articles import GenerationDiff
from qabot.core.dates import PartialDate
from qabot.core.questions import AnalysedQuestion, Filters, Period
from qabot.core.text import says
from qabot.output.attribution import (
    address_words,
    may_be_quoted,
    outlets_words,
    owners_words,
    source,
    source_name,
    source_parts,
    superseded_words,
    text_count,
)

PROMISE = (
    "Every passage is cut word for word, by character range, from the stored text that is named with it; none is "
    "generated. An article is in the words of its outlet. A qabot brief is a summary, in words of the qabot project, "
    "of what an outlet reported, and must not be quoted as that outlet."
)
CHECK = "qabot show ID --quote START:END"
"""The command that shows a quote in its stored article."""

_VERDICTS: dict[Verdict, tuple[str, str]] = {
    "strong": ("strong", ""),
    "possible": ("possible", "may not answer"),
    "not_found": ("not found", "nothing in this corpus answers"),
}
_SIGNALS = {
    "answered": "the reader, that one answers",
    "span": "the words it finds, over none",
    "sentence": "the best sentence, to the question",
    "least_said": "its words that are said least",
    "kind": "the kind of thing asked for",
    "dates": "within the dates asked for",
    "complete": "no part asked for is missing",
}
"""What is told that each signal of a verdict measures: the first two in log-odds, the others from 0 to 1."""
_FILTER_NAMES = {
    "dates": "the dates",
    "outlets": "the outlets",
    "organisations": "the organisations",
    "exact": "the exact phrases",
    "excluded": "the excluded words",
}


class QueryInterpretation(Struct, frozen=True):
    """One matter in which a question was read as more than its words."""

    matter: Literal["carried_over", "dates", "names"]
    """What was read: terms of earlier turns, a range of dates, or other names of a body."""
    words: str
    """What is said of it: `dates: 2015-01-01 to 2015-12-31, from “in 2015”`."""
    limits: bool = False
    """Whether it keeps articles out of the search, so that a reader must be able to refuse it; how, a surface adds."""


def counted(number: int, noun: str, several: str = "") -> str:
    """Return a number with its noun: `1 article`, `1,234 articles`; `several` where that takes more than an s."""
    return f"{number:,} {noun if number == 1 else several or f'{noun}s'}"


def coverage(searched: SearchScope) -> str:
    """Say in a few words what was searched: how many articles, from when to when, or how many of all there are."""
    said = text_count(searched.articles, searched.briefs)
    then = [f"published by {_day(searched.as_of)}"] if searched.as_of else []
    then += [f"held on {moment(datetime.fromisoformat(searched.held_on))}"] if searched.held_on else []
    said = (", " if "," in said else " ").join((said, " and ".join(then))) if then else said
    if searched.matched_filters != searched.articles:
        return f"{searched.matched_filters:,} of {said}"
    if searched.first and searched.last:
        one_day = searched.first == searched.last
        said += f", {searched.first.label}" + ("" if one_day else f" to {searched.last.label}")
    return said


def verdict_name(answer: Answer) -> str:
    """Return the verdict as one would say it: `strong`, `possible` or `not found`."""
    return _VERDICTS[answer.verdict][0]


def verdict_caveat(answer: Answer) -> str:
    """Say what to mind about the verdict: `may not answer`; empty where there is nothing."""
    return _VERDICTS[answer.verdict][1]


def verdict_words(answer: Answer) -> str:
    """Say the verdict in words: `strong`, or `possible, may not answer`."""
    return ", ".join(filter(None, (verdict_name(answer), verdict_caveat(answer))))


def origins_words(answer: Answer) -> str:
    """Say how much evidence there is: `3 passages from 2 independent articles`; empty where there is none.

    Of briefs, it is what they report on that may be independent: `3 passages from briefs after 2 independent articles`.
    """
    if not answer.evidence:
        return ""
    briefs = sum(not may_be_quoted(each.article) for each in answer.evidence)
    by = "" if not briefs else "briefs after " if briefs == len(answer.evidence) else "articles and briefs after "
    return f"{counted(len(answer.evidence), 'passage')} from {by}{counted(answer.origins, 'independent article')}"


def searched(answer: Answer) -> str:
    """Say which articles an answer was looked for in, and by which generation and model they can be had again."""
    within = answer.searched
    return f"Searched {coverage(within)} · generation {within.generation} · model {within.model}"


def asked(question: AnalysedQuestion) -> str:
    """Return the words of a question, or what to call one that has none."""
    return question.text or "Filters without a question"


def interpret_query(turn: Turn) -> list[QueryInterpretation]:
    """Say how a question was read, where that is more than its words."""
    question, answer = turn.question, turn.answer
    read: list[QueryInterpretation] = []
    if question.takes_over:
        carried = (*question.inherited_terms, *_limited(question.inherited_filters, answer.searched))
        read.append(QueryInterpretation("carried_over", f"carried over: {', '.join(carried)}"))
    shown = (*answer.evidence, *answer.nearest)
    if question.inferred:
        told = _dates(question, question.inferred, shown)
        read.append(QueryInterpretation("dates", told, limits=not question.date_filter_relaxed))
    elif question.wants_latest:
        read.append(QueryInterpretation("dates", "dates: the newest preferred, since it asks how things are of late"))
    if matched := [f"{written} = {name}" for written, name in _names_matched(question, shown)]:
        read.append(QueryInterpretation("names", f"matched: {'; '.join(matched)}"))
    return read


def limits(turn: Turn) -> list[str]:
    """Say what the search was limited to besides what `interpret_query` tells: one line a filter."""
    filters = turn.question.filters
    return [f"only {each}" for each in _limited(filters, turn.answer.searched, dated=not turn.question.inferred)]


def _limited(filters: Filters, searched: SearchScope, *, dated: bool = True) -> list[str]:
    """Say what filters leave, a few words for each: `from Computing`."""
    own_dates = dated and (filters.after or filters.before)
    said = {
        "published": _range(Period(filters.after, filters.before)) if own_dates else "",
        "published by": _day(filters.as_of) if filters.as_of else "",
        "from": _outlets(filters.outlets, searched),
        "about": " or ".join(filters.organisations),
        "with": _quoted(filters.exact),
        "without": _quoted(filters.excluded),
    }
    return [f"{how} {what}" for how, what in said.items() if what]


def explain_query(turn: Turn) -> list[str]:
    """Say all that bears on a verdict: what was understood, what limited the search, and what the corpus lacks."""
    read = (each.words for each in interpret_query(turn))
    return [*read, *limits(turn), *not_found(turn.answer)]


def newer(news: GenerationDiff) -> str:
    """Say what a newer index brought, in a sentence."""
    changes = ((len(news.added), "came in"), (len(news.changed), "changed"), (news.removed, "went"))
    told = ", ".join(f"{count:,} {verb}" for count, verb in changes if count) or "no article changed"
    return f"A newer index answers now: {told}."


def not_found(answer: Answer) -> list[str]:
    """Say what the corpus holds and lacks, where it does not answer: one line a matter."""
    held, lines = answer.coverage, list[str]()
    if held is None:
        return lines
    if held.missing:
        lines.append(f"no article mentions {_quoted(held.missing)}")
    if held.rare:
        lines.append("rare: " + ", ".join(f"“{word}” in {counted(count, 'passage')}" for word, count in held.rare))
    if held.outlets_searched:
        lines.append(f"outlets: {outlets_words(held.outlets_searched)}")
    if each := [
        f"{count:,} without {_FILTER_NAMES[name]}" for name, count in answer.counts_without_filter.items() if count
    ]:
        lines.append(f"articles that would match: {', '.join(each)}")
    return lines


def citation(evidence: Evidence) -> str:
    """Say where a quote stands: outlet, date, title, paragraph, address; of a brief, what it is after."""
    article = evidence.article
    parts = (*source_parts(article), article.title, f"¶{evidence.paragraph}", address_words(article))
    return " · ".join(part for part in parts if part)


def short_citation(evidence: Evidence) -> str:
    """Say where a quote stands in a few words: outlet, date, paragraph."""
    return " · ".join((*source_parts(evidence.article), f"¶{evidence.paragraph}"))


def proof(evidence: Evidence) -> str:
    """Say what a quote can be checked by: its range, its article's id and the SHA-256 of that article's text."""
    span = f"{evidence.start}:{evidence.end}"
    then = superseded_words(evidence.article)
    which = f"{evidence.article.id}, {then}" if then else evidence.article.id
    return f"characters {span} of {which} · SHA-256 of its text {evidence.text_sha256}"


def missing(answer: Answer) -> list[str]:
    """Say which parts of the question no quote gives: a sentence each."""
    return [each.words for each in answer.missing]


def reprints(evidence: Evidence) -> str:
    """Say where else the story ran: `+2: UKAuthority, 26 November 2015; …`; empty where it ran nowhere else."""
    return f"+{len(evidence.duplicates)}: {_others(evidence)}" if evidence.duplicates else ""


def also_in(evidence: Evidence) -> str:
    """Say the same in words: `Also in UKAuthority, 26 November 2015; …`."""
    return f"Also in {_others(evidence)}" if evidence.duplicates else ""


def explanation(evidence: Evidence) -> str:
    """Say why a passage ranks where it does: each retriever's rank, score and share of the fused score."""
    votes = (
        f"{vote.retriever} {f'#{vote.rank}' if vote.rank else 'unlisted'} {vote.score:.2f} → {vote.contribution:.3f}"
        for vote in evidence.hit.components
    )
    hit = evidence.hit
    return f"score {hit.score:.3f} = {' + '.join(votes)} · {evidence.article.id} {evidence.start}:{evidence.end}"


def judged(answer: Answer) -> str:
    """Say what the verdict was drawn from: each signal, and the probability where there is a calibration."""
    seen = ", ".join(f"{_SIGNALS.get(name, name)} {value:.2f}" for name, value in answer.signals.items())
    likely = "no calibration" if answer.probability is None else f"probability {answer.probability:.2f}"
    return f"{likely}, from how near each comes: {seen}" if seen else "nothing to judge"


def owners(answer: Answer) -> list[str]:
    """Say why articles count as independent or not: whose their outlets are, and of which that is not known."""
    return owners_words([each.publisher for each in answer.evidence])


def moment(made: datetime) -> str:
    """Say when something was made: `25 November 2026, 10:12 UTC`."""
    day = PartialDate(made.year, made.month, made.day).label
    return f"{day}, {made:%H:%M} {made.tzname() or ''}".rstrip()


def _outlets(names: Sequence[str], searched: SearchScope) -> str:
    """Name the outlets asked for; where there are briefs, those of what they reported are found too."""
    named = " or ".join(names)
    return f"{named}, or briefs after {'it' if len(names) == 1 else 'them'}" if named and searched.briefs else named


def _dates(question: AnalysedQuestion, period: Period, shown: Sequence[Evidence]) -> str:
    source = f", from “{question.date_words}”" if question.date_words else ", carried over"
    told = f"dates: {_range(period)}{source}"
    if question.date_filter_empty:
        return f"{told}: no limit, since no article that was searched was published then"
    if question.date_filter_relaxed:
        then = sum(period.holds(each.article.published) for each in shown)
        return f"{told}: preferred, and nothing left out{_from_then(then, len(shown))}"
    return told


def _from_then(then: int, shown: int) -> str:
    """Say how many of the passages shown are from a time."""
    if shown <= 1:
        return f"; the passage shown is {'' if then else 'not '}from then" if shown else ""
    return f"; {then} of {shown} passages shown {'is' if then == 1 else 'are'} from then"


def _day(day: date) -> str:
    return PartialDate(day.year, day.month, day.day).label


def _range(period: Period) -> str:
    """Return a range of days: `2015-01-01 to 2015-12-31`, `2015-01-01 or later` or `2015-12-31 or earlier`."""
    if period.after and period.before:
        return f"{period.after} to {period.before}"
    return f"{period.after} or later" if period.after else f"{period.before} or earlier"


def _names_matched(question: AnalysedQuestion, shown: Iterable[Evidence]) -> list[tuple[str, str]]:
    """Return the other names of what was asked about, and the words for what was said, that stand in what is shown."""
    texts = [f"{evidence.article.title}\n{evidence.hit.passage.text}" for evidence in shown]
    pairs = [(naming.written, name) for naming in question.mentions for name in naming.names]
    pairs += [(synonyms.written, word) for synonyms in question.synonyms for word in synonyms.words]
    return [(written, name) for written, name in pairs if any(says(text, name) for text in texts)]


def _others(evidence: Evidence) -> str:
    return "; ".join(
        source(article) if source_name(article) else f"{article.title}, {source(article)}"
        for article in evidence.duplicates
    )


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
