"""Reading questions: from what was typed to what is searched for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from qabot.core.questions import AnalysedQuestion, Filters, Period, SoughtSpeaker, whole_text
from qabot.core.text import clean_line
from qabot.facts.figure_spellings import printed
from qabot.facts.figures import the_amount
from qabot.question.answer_types import answer_types
from qabot.question.dates.date_range import DateReading, read_dates
from qabot.question.dates.periods import day_after
from qabot.question.dates.years import is_year
from qabot.question.entities import EntityGazetteer
from qabot.question.follow_ups import InheritedContext, rewrite_follow_up
from qabot.question.operators import ParsedOperators, parse_operators
from qabot.question.proper_names import proper_names
from qabot.question.salutation import without_salutation
from qabot.question.sought_figure import sought_figure
from qabot.question.speaker_asked import sought_speaker
from qabot.question.tokeniser import STOP_WORDS, content_words, tokenise

MOST_CHARACTERS = 2_000
"""A longer question is cut: no one asks that much, and the encoder would not take it."""


_CUT = f"The question is longer than {MOST_CHARACTERS:,} characters; it was read up to there."
_OF_ACCOUNT = re.compile(
    r"\b(?:[QH][1-4]|FY|quarters?|half|halves|(?:financial|fiscal|tax) year|\d{4}\s?[-/–]\s?\d{4}|\d\d/\d\d)\b|"
    r"\bFY\s?\d|\b[QH][1-4]\d",
    re.IGNORECASE,
)
"""Words of a date that show it to be a period of account."""
_DAY_IN_FIGURES = re.compile(r"\b\d{1,4}\s?([-‐‑–./⁄])\s?\d{1,2}\s?\1\s?\d{1,4}\b")
"""What is no two years, though a part of it may look so: `2022/04/28`, `28/04/2022`."""
_TWO_YEARS = re.compile(r"\b(\d{4})\s?[-/–]\s?(\d\d)\b")
_OF_PUBLICATION = re.compile(
    r"\b(?:articles?|coverage|covered|headlines?|news|press|published|reported|reports|stories|story|written|wrote)\b",
    re.IGNORECASE,
)
"""Words of a question that ask when something was published."""
_AS_OF = re.compile(r"(?:by|as of|as at)\b", re.IGNORECASE)
"""What makes a date the one on which things stood so: what is told of that day is published later."""
_STILL = r"(?:is|are|has|have|does|do|can)\b(?:[^.?!]|\.(?=\w))*\bstill\b(?! to be\b)"
_IS_OF_NOW = re.compile(rf"\b{_STILL}", re.IGNORECASE)
_ASKS_IF_STILL_SO = re.compile(rf"\W*(?:(?:and|but|so)\W+)?{_STILL}", re.IGNORECASE)
_REPORTED_WITHIN_DAYS = 183
"""Days in which what happened in a period is reported."""
_STILL_SO_DAYS = 92
"""Days before a date for which what is told of that date is mostly so."""
_OPENING = re.compile(r"\W*(?:(?:and|but|or|so)\W+)?(?:how|what) about\b", re.IGNORECASE)


def analyse(  # noqa: PLR0913 - what is known of a question besides its words
    text: str,
    filters: Filters | None = None,
    *,
    earlier: Sequence[AnalysedQuestion] = (),
    today: date | None = None,
    bodies: EntityGazetteer | None = None,
    infer: bool = True,
    in_doubt: bool = False,
) -> AnalysedQuestion:
    """Understand a question.

    Args:
        text: As typed; control characters go, and what exceeds `MOST_CHARACTERS` is cut, with a note.
        filters: What the caller limits the search to; prefixes in the text add to it.
        earlier: The questions before it as they were understood, oldest first; none where it is to stand alone.
        today: The day that "last week" counts from; the present day by default.
        bodies: What organisations are also called.
        infer: Whether dates in its words, or carried over, limit the search; else they only help ranking.
        in_doubt: Whether it takes something over even where nothing shows that it does not stand alone.
    """
    today = today or date.today()  # noqa: DTZ011 - the day as the reader's calendar has it
    cleaned, is_cut = _within_limit(text)
    parsed = parse_operators(cleaned, today)
    parsed = replace(parsed, text=without_salutation(parsed.text))
    limits = combine_filters(filters or Filters(), parsed.filters)
    if limits.as_of:
        today = min(today, limits.as_of)  # as of then, "last month" was the one before
    dates, is_a_time = _dates_of(parsed.text, today, follows=bool(earlier))
    named = bodies.named(parsed.text, _years(dates)) if bodies else ()
    inherited = (
        rewrite_follow_up(
            f"and {parsed.text}" if is_a_time else parsed.text, earlier, named, in_doubt=in_doubt, bodies=bodies
        )
        if earlier
        else InheritedContext()
    )
    period, soft_date = _when(dates, inherited, parsed.text)
    inferred = period if infer and not (limits.after or limits.before) else None
    if inherited.terms and bodies:
        named = bodies.named(whole_text(parsed.text, inherited.terms), _years(dates))
    return tokenised(
        AnalysedQuestion(
            text=parsed.text,
            filters=replace(limits, after=inferred.after, before=inferred.before) if inferred else limits,
            inferred=inferred,
            date_words=dates.date_words if inferred and inferred == dates.period else "",
            dates_limit=bool(inferred and inferred == dates.period and _asks_for_a_time(dates, parsed.text)),
            phrase_alone=_phrase_alone(parsed, filters or Filters()),
            soft_date=soft_date if inferred else soft_date or period,
            wants_latest=dates.wants_latest or asks_of_now(parsed.text),
            asks_if_still=_ASKS_IF_STILL_SO.match(parsed.text) is not None,
            mentions=named,
            inherited_terms=inherited.terms,
            stands_for=inherited.stands_for,
            typed=replace(parsed.filters, exact=()),
            sought_speaker=_speaker(parsed, inherited.stands_for),
            notes=(*parsed.notes, *_figures_read(parsed.filters), *([_CUT] if is_cut else [])),
        )
    )


def _speaker(parsed: ParsedOperators, stands_for: str) -> SoughtSpeaker | None:
    """Return whose words are asked for: by an operator, else in the question's own words, or those it stands for."""
    if not parsed.speaker:
        meant = sought_speaker(stands_for) if stands_for else None
        if meant and meant.name in parsed.text:
            return replace(meant, start=parsed.text.find(meant.name))
        return sought_speaker(parsed.text)
    return SoughtSpeaker(parsed.speaker, max(0, parsed.text.find(parsed.speaker)), is_typed=True)


def _within_limit(text: str) -> tuple[str, bool]:
    """Return a question on one line, and whether it had to be cut, which is done behind a word where there is one."""
    whole = clean_line(text[: 2 * MOST_CHARACTERS])
    if len(whole) <= MOST_CHARACTERS and not text[2 * MOST_CHARACTERS :].strip():
        return whole, False
    within = whole[:MOST_CHARACTERS]
    if whole[MOST_CHARACTERS : MOST_CHARACTERS + 1].strip() and " " in within:
        within = within.rpartition(" ")[0]
    return within.rstrip(), True


def carrying(
    question: AnalysedQuestion, terms: Sequence[str], bodies: EntityGazetteer | None = None
) -> AnalysedQuestion:
    """Return a question that takes over these terms, and nothing else."""
    carried = replace(question, inherited_terms=tuple(terms))
    return tokenised(replace(carried, mentions=bodies.named(carried.whole)) if bodies else carried)


def tokenised(question: AnalysedQuestion) -> AnalysedQuestion:
    """Return a question with its words told apart, and with what they show it to ask for and to name."""
    tokens = tokenise(question.whole)
    own_words = content_words([token for token in tokens if token.start < len(question.text)])
    form = question.stands_for or question.text
    types = answer_types(form)
    return replace(
        question,
        tokens=tokens,
        content_words=content_words(tokens),
        own_words=own_words,
        inherited_words=content_words([token for token in tokens if token.start >= len(question.text)]),
        proper_names=proper_names(question.text, own_words),
        answer_types=types,
        sought_figure=sought_figure(form, types),
    )


def _dates_of(text: str, today: date, *, follows: bool) -> tuple[DateReading, bool]:
    """Return what a question says of time, and whether it is that alone, behind another question."""
    # Behind another question, "what about 2021?" asks of a time; by itself, it may be about a number.
    opening = _OPENING.match(text) if follows else None
    start = opening.end() if opening else 0
    dates = read_dates(" " * start + text[start:], today)  # what is left stands where it stood
    if follows and _is_a_time_alone(dates, text):
        return replace(dates, reading="range"), True
    return dates, False


def _is_a_time_alone(dates: DateReading, text: str) -> bool:
    """Whether nothing is said but when: `and 2021?` asks the question before it of another time, and limits it."""
    rest = f"{text[: dates.start]} {text[dates.end :]}"
    return bool(dates.date_words) and all(word in STOP_WORDS for word in re.findall(r"\w+", rest.casefold()))


def _asks_for_a_time(dates: DateReading, text: str) -> bool:
    """Whether a question asks for what was published then, or for nothing else."""
    return _OF_PUBLICATION.search(text) is not None or _is_a_time_alone(dates, text)


def _when(dates: DateReading, inherited: InheritedContext, text: str) -> tuple[Period | None, Period | None]:
    """Return the range and the soft date in force: what the question says itself comes before what it takes over.

    A quarter, a half or a financial year is one of account: what happened in it is reported after it has ended, so that
    it limits nothing unless the question asks for what was published then.
    """
    if dates.reading == "range" and _is_of_account(dates.date_words) and not _OF_PUBLICATION.search(text):
        return None, _until_reported(dates.period)
    if dates.reading == "range" and _AS_OF.match(dates.date_words) and not _OF_PUBLICATION.search(text):
        return None, _about(dates.period)
    if dates.reading == "range":
        return dates.period, None
    if dates.reading == "hint":
        return inherited.period, dates.period
    return inherited.period, inherited.soft_date


def _is_of_account(date_words: str) -> bool:
    """Whether a date is a quarter, a half or a financial year: `2015/16`, but neither `2022/04/28` nor `2022/04`."""
    rest = _DAY_IN_FIGURES.sub(" ", date_words)
    pairs = ((int(found[1]), int(found[2])) for found in _TWO_YEARS.finditer(rest))
    return _OF_ACCOUNT.search(rest) is not None or any(is_year(one + (two - one) % 100) for one, two in pairs)


def _about(period: Period | None) -> Period | None:
    """Return the time in which the state of things at the end of a period is reported."""
    if period is None or period.before is None:
        return period
    return Period(day_after(period.before, -_STILL_SO_DAYS), day_after(period.before, _REPORTED_WITHIN_DAYS))


def _until_reported(period: Period | None) -> Period | None:
    """Return a period of account with the time in which it is reported."""
    if period is None or period.before is None:
        return period
    return replace(period, before=day_after(period.before, _REPORTED_WITHIN_DAYS))


def _years(dates: DateReading) -> tuple[int | None, int | None] | None:
    """Return the first and the last year that a question asks about, if it asks about any."""
    if dates.period is None:
        return None
    after, before = dates.period.after, dates.period.before
    return after.year if after else None, before.year if before else None


def combine_filters(given: Filters, typed: Filters) -> Filters:
    """Join filters: all limits on dates hold, and names add to one another."""
    after = max((day for day in (given.after, typed.after) if day), default=None)
    before = min((day for day in (given.before, typed.before) if day), default=None)
    return Filters(
        after=after,
        before=before,
        outlets=_joined(given.outlets, typed.outlets),
        organisations=_joined(given.organisations, typed.organisations),
        exact=_joined(given.exact, typed.exact),
        excluded=_joined(given.excluded, typed.excluded),
        as_of=min((day for day in (given.as_of, typed.as_of) if day), default=None),
    )


def asks_of_now(text: str) -> bool:
    """Whether a question asks, at its beginning or further on, if something is still so."""
    return _IS_OF_NOW.search(text) is not None


def held_on(typed: Filters, own: Filters, given: Filters, text: str) -> Filters:
    """Return what earlier questions were limited to that a follow-up is too: what it does not limit anew itself.

    Args:
        typed: What was typed into the question before, or held on there.
        own: What is typed into the follow-up.
        given: What limits every question; it is not said again.
        text: The follow-up's own words: what it speaks of is no longer left out.
    """
    said = text.casefold()
    left_out = (each for each in typed.excluded if each not in given.excluded and each.casefold() not in said)
    dated = own.after or own.before
    return Filters(
        after=None if dated or typed.after == given.after else typed.after,
        before=None if dated or typed.before == given.before else typed.before,
        outlets=() if own.outlets or typed.outlets == given.outlets else typed.outlets,
        organisations=() if own.organisations or typed.organisations == given.organisations else typed.organisations,
        excluded=() if own.excluded else tuple(left_out),
        as_of=None if own.as_of or typed.as_of == given.as_of else typed.as_of,
    )


def _phrase_alone(parsed: ParsedOperators, given: Filters) -> str:
    """Return the exact phrase that is all that was typed besides other filters: a question set in quotation marks."""
    if len(parsed.filters.exact) != 1:
        return ""
    (phrase,) = parsed.filters.exact
    is_all = re.findall(r"\w+", without_salutation(phrase)) == re.findall(r"\w+", parsed.text)
    return phrase if is_all and phrase not in given.exact else ""


def _figures_read(filters: Filters) -> Iterator[str]:
    """Say how exact words are read that are a figure."""
    for phrase in filters.exact:
        if figure := the_amount(phrase):
            yield f"“{phrase}” is read as {printed(figure)}, however an article writes it."


def _joined(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))
