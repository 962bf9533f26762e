"""Answers, passages and articles in sentences: one thought a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from qabot import reports
from qabot.chat.command_results import CaughtUp, IndexReported, Limited, PastListed
from qabot.chat.commands import LEADER, commands_of
from qabot.chat.history import PastQuestion
from qabot.cli.plain.line_io import LineIO
from qabot.core.answers import Answer, Evidence, SearchScope, Turn
from qabot.core.articles import Article
from qabot.core.text import numbered_paragraphs
from qabot.output.answer_marks import answer_line, answer_within
from qabot.output.attribution import linked_address, source
from qabot.output.phrasing import (
    PROMISE,
    QueryInterpretation,
    counted,
    coverage,
    explanation,
    interpret_query,
    judged,
    limits,
    missing,
    moment,
    newer,
    not_found,
    origins_words,
    owners,
    reprints,
    verdict_words,
)
from qabot.output.why import plain_explanation, plain_ranking
from qabot.question.operator_names import OPERATORS

if TYPE_CHECKING:
    from qabot.reports.check.checked_draft import CheckedDraft
    from qabot.reports.report_lines import ReportLine

_TITLES = 3
"""How many titles of new articles are named."""


def tell_greeting(voice: LineIO, searched: SearchScope) -> None:
    """Say what there is to ask, and how to begin and end."""
    voice.say(f"This is qabot, line by line. It searches {coverage(searched)}.")
    voice.say(PROMISE)
    voice.say("Type a question and press Enter. /help says what else can be typed, and Ctrl-D leaves.")


def tell_answer(voice: LineIO, turn: Turn) -> None:
    """Say the verdict, what it stands on, every passage, and what else a reader should know."""
    answer = turn.answer
    voice.say(" ".join(sentence(each) for each in (f"Answer: {verdict_words(answer)}", origins_words(answer)) if each))
    voice.say(sentence(f"Searched: {coverage(answer.searched)}"))
    for each in interpret_query(turn):
        voice.say(_refusable(each))
    for limit in limits(turn):
        voice.say(sentence(limit))
    for line in missing(answer):
        voice.say(line)
    tell_passages(voice, answer.evidence)
    for line in not_found(answer):
        voice.say(sentence(line))
    if answer.nearest:
        voice.say("Type /nearest to read what came nearest, which is no answer.")
    for warning in answer.warnings:
        voice.say(sentence(f"Note: {warning}"))


def tell_passages(voice: LineIO, evidence: Sequence[Evidence], first: int = 1, kind: str = "Passage") -> None:
    """Read passages, each with its source, from one of them on, counted from 1."""
    for number, each in enumerate(evidence[first - 1 :], start=first):
        voice.say(f"{kind} {number} of {len(evidence)}:")
        voice.show(each.article.text[each.start : each.end])
        _tell_answer(voice, each)
        _tell_source(voice, "Source", each.article, f"paragraph {each.paragraph}")
        _, _, others = reprints(each).partition(": ")
        if others:
            voice.say(sentence(f"Also in: {others}"))


def tell_more(voice: LineIO, evidence: Sequence[Evidence], heard: int) -> None:
    """Read the passages behind those that were heard before."""
    tell_passages(voice, evidence, heard + 1)
    if len(evidence) <= heard:
        voice.say("There are no more passages.")


def tell_sources(voice: LineIO, articles: Sequence[Article]) -> None:
    """List articles."""
    for number, article in enumerate(articles, start=1):
        _tell_source(voice, f"Source {number} of {len(articles)}", article)
    if not articles:
        voice.say("No article has been quoted yet.")


def tell_article(voice: LineIO, evidence: Evidence) -> None:
    """Read an article paragraph by paragraph, and say which of them the quote is from."""
    article = evidence.article
    _tell_source(voice, "Article", article)
    if article.author:
        voice.say(sentence(f"Author: {article.author}"))
    if article.organisations:
        voice.say(sentence(f"About: {'; '.join(article.organisations)}"))
    for number, (start, end) in numbered_paragraphs(article.text):
        is_quoted = evidence.start < end and evidence.end > start
        place = f"paragraph {number}" if number else "heading"
        voice.say(sentence(f"Quoted: {place}" if is_quoted else place))
        voice.show(article.text[start:end])
        if answer_within(evidence, start, end):
            _tell_answer(voice, evidence)
    voice.say("End of the article.")


def tell_why(voice: LineIO, answer: Answer) -> None:
    """Say what the verdict was drawn from, and why each passage ranks where it does."""
    for line in plain_explanation(answer):
        voice.say(line)
    voice.say(sentence(f"Verdict: {judged(answer)}"))
    for line in owners(answer):
        voice.say(sentence(line))
    for number, each in enumerate(answer.evidence or answer.nearest, start=1):
        voice.say(f"Passage {number}: {plain_ranking(each)}")
        voice.say(sentence(explanation(each)))


def tell_draft(voice: LineIO, draft: CheckedDraft) -> None:
    """Say what was found of a draft, what others wrote behind the margin."""
    for role, text in reports.check_lines(draft):
        if role in {"quote", "words"}:
            voice.show(text)
        else:
            voice.say(sentence(text))


def tell_limits(voice: LineIO, limited: Limited) -> None:
    """Say what limits the search, and what could not be read of it."""
    for note in limited.notes:
        voice.say(f"Note: {note}")
    voice.say(limited.words)


def tell_news(voice: LineIO, caught_up: CaughtUp) -> None:
    """Say what a newer index brought, or why it cannot be used."""
    if caught_up.error:
        voice.say(f"Note: {caught_up.error}")
    if news := caught_up.news:
        voice.say(f"Note: {newer(news)}")
        for each in news.added[:_TITLES]:
            voice.say(sentence(f"New: {each.title}"))


def tell_index(voice: LineIO, reported: IndexReported) -> None:
    """Say what is indexed, what waits, and how that is brought in."""
    tell_news(voice, reported.caught_up)
    voice.say(f"The index holds {coverage(reported.opened.searched)}.")
    voice.say(f"It was built on {moment(reported.opened.built)}.")
    if reported.waiting:
        voice.say(f"{counted(reported.waiting, 'corpus file')} new, changed or gone since then.")
    voice.say("Run `qabot index` beside this to bring it up to date; the next question is asked of the new one.")


def tell_report(voice: LineIO, lines: Iterable[ReportLine]) -> None:
    """Say a report line by line; what is the article's is shown as it stands."""
    for line in lines:
        if line.kind == "quote":
            voice.show(line.words)
        elif line.kind == "address":  # without a full stop, so that it can be copied
            voice.say(line.words)
        else:
            voice.say(_stopped(line.words))


def tell_past(voice: LineIO, listed: PastListed) -> None:
    """List earlier questions."""
    for past in listed.questions:
        _tell_past(voice, past)
    if not listed.questions:
        wanted = listed.wanted
        voice.say(f"No earlier question holds “{wanted}”." if wanted else "No question has been kept.")


def tell_help(voice: LineIO) -> None:
    """Say what can be typed."""
    voice.say("Type a question, or the number of a passage to read its article. Commands:")
    for each in commands_of(has_screens=False):
        told = each.told(has_screens=False)
        voice.say(sentence(f"{LEADER}{each.name} {each.arguments}".rstrip() + f": {told}"))
    voice.say("Filters, in a question or behind /filter:")
    for name, meaning in OPERATORS.items():
        voice.say(f"{name}: {meaning}.")
    voice.say('A question that begins with a slash is asked with a space before it. "…" is an exact phrase.')


def _tell_past(voice: LineIO, past: PastQuestion) -> None:
    """Say what was asked earlier, when, and whether it was answered."""
    limited = sentence(f"Limited to {past.filters}") if past.filters else ""
    verdict = sentence(past.verdict.replace("_", " "))
    voice.say(f"{moment(past.when)}: {_stopped(past.text)} {limited} {verdict}")


def sentence(words: str) -> str:
    """Return words as a sentence: a capital at the start, a full stop at the end."""
    return _stopped(words[:1].upper() + words[1:])


def _stopped(words: str) -> str:
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _refusable(read: QueryInterpretation) -> str:
    """Say how a question was read, and how to refuse it where that can be refused."""
    said = sentence(read.words)
    if read.matter == "carried_over":
        return f"{said} Type /drop carried to ask without."
    return f"{said} Type /drop dates to ask without." if read.limits else said


def _tell_answer(voice: LineIO, evidence: Evidence) -> None:
    """Say which words of a quote answer, where a reader tells, and where it is not all of them."""
    if line := answer_line(evidence):
        voice.say(sentence(line))


def _tell_source(voice: LineIO, label: str, article: Article, place: str = "") -> None:
    """Say where something stands; the address is a line of its own, without a full stop, so that it can be copied."""
    where = ", ".join(part for part in (source(article), place) if part)
    voice.say(f"{label}: {where}. {_stopped(article.title)}")
    if address := linked_address(article):
        voice.say(f"{'Address' if article.url else 'Reports on'}: {address}")
