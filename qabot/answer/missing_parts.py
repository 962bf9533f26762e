"""Which part of a question no quote gives, as claims that can be checked, and that are true as they are worded. Pure.

Where it is not sure, nothing is claimed. The title of a quote's article counts as quoted, since it is shown with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from qabot.answer.asked_offices import AskedOffice, has_its_words, may_tell_holder
from qabot.answer.asked_slots import asked_slots
from qabot.answer.kinds_told import may_name_another, may_tell_a_reason
from qabot.answer.like_names import bodies_of_everyday_words, is_named, like_name
from qabot.answer.name_mentions import Named, names_in, says_word, topical_words
from qabot.answer.times_told import may_speak_of, times_in
from qabot.core.answers import Evidence, MissingPart
from qabot.core.articles import Article
from qabot.core.questions import AnalysedQuestion
from qabot.core.text import Span


class _Act(NamedTuple):
    """An act that a question may name, and whatever may tell of it."""

    called: str
    asked: str
    told: str


_NOT = (
    r"not\b|\w+n[’']t\b|no\b|never\b|nor\b|neither\b|untrue|false|wrong|insist|contradict|contest|disagree|"
    r"rebut|counter"
)
_ACTS = (
    _Act("a denial", r"den(?:y|ies|ied|ying)|denial", rf"den(?:y|ie|ia)|reject|refut|disput|dismiss|repudiat|{_NOT}"),
    _Act("an apology", r"apologi[sz]e[ds]?|apologi[sz]ing|apology|apologies", r"apolog|sorry|regret|forgive"),
    _Act(
        "a resignation",
        r"resign(?:s|ed|ing|ation)?",
        r"resign|quit|st[eo]+p(?:s|ped|ping)? (?:down|aside|back)|st(?:an|oo)d(?:s|ing)? (?:down|aside)|left|"
        r"leav|depart|went|gone|go(?:es|ing)?\b|exit|walk|retire|replace|former|ex\b|success|succeed|out\b|new\b|interim|acting",
    ),
    _Act("an appeal", r"appeal(?:s|ed|ing)?", r"appeal|challeng|overturn|judicial|review|tribunal|court|judge"),
    _Act("a fine", r"fined|fines?(?= for| of| over| by)", r"fine|penal|sanction|pay|paid|punish"),
)


class _Shown(NamedTuple):
    """A quote with the title that is shown with it."""

    text: str
    evidence: Evidence


def missing_parts(
    question: AnalysedQuestion,
    shown: Sequence[Evidence],
    *,
    answers: bool,
    office: AskedOffice | None,
    known: Sequence[str] = (),
    lower: Sequence[Span] = (),
) -> tuple[MissingPart, ...]:
    """Return what a question asks for or names, and what is shown gives nowhere.

    Args:
        question: The question, as understood.
        shown: The quotes, or what came nearest; nothing is said of nothing.
        answers: Whether they are shown as an answer, rather than as what came nearest.
        office: The office whose holder it asks for, as `asked_office` reads it.
        known: Words that are said to stand in no article, of which nothing more need be said.
        lower: Where words stand in the question that are names, though it writes them small.
    """
    if not shown:
        return ()
    quotes = [_Shown(f"{each.article.title}\n{each.text}", each) for each in shown]
    subjects = ClaimSubjects.of(answers=answers)
    said = {each.casefold() for each in known}
    names = asked_names(question, lower)
    found = (
        *_names(names, shown, subjects),
        *_times(question, quotes, subjects),
        *_acts(question, quotes, subjects),
        *_asked(question, names, office, quotes, subjects),
    )
    return tuple(each for each in found if question.text[slice(*each.what)].casefold() not in said)


def asked_names(question: AnalysedQuestion, lower: Sequence[Span] = ()) -> tuple[Named, ...]:
    """Return the names in a question, as `names_in`, and those of bodies whose every word is in many names."""
    found = names_in(question, lower)
    taken = [each.span for each in found]
    others = (
        each
        for each in bodies_of_everyday_words(question)
        if not any(a < each.span[1] and each.span[0] < b for a, b in taken)
    )
    return tuple(sorted((*found, *others), key=lambda each: each.span))


class ClaimSubjects(NamedTuple):
    """What claims are made of."""

    quote: str
    """What is shown."""
    quote_that: str
    """Such of it as has something."""
    article: str
    """The articles that it is of."""
    first: str
    """The first of these."""

    @classmethod
    def of(cls, *, answers: bool) -> ClaimSubjects:
        """Return what is claimed of: quotes that are shown as an answer, or what came nearest."""
        if answers:
            return cls("No quoted sentence", "No quote that", "No article quoted here", "The article quoted first")
        return cls(
            "None of the nearest quotes",
            "None of the nearest quotes that",
            "None of the nearest articles",
            "The nearest article",
        )


def _names(names: Sequence[Named], shown: Sequence[Evidence], subjects: ClaimSubjects) -> Iterator[MissingPart]:
    for name in names:
        others = [named_instead(name, each) for each in shown]
        if all(others):
            yield MissingPart("name", f"{subjects.article} names “{name.written}”, but “{others[0]}”.", name.span)
        elif not any(name.may_be_named_in(whole(each)) for each in shown):
            yield MissingPart("name", f"{subjects.article} names “{name.written}”.", name.span)
        elif others[0]:
            told = f"{subjects.first} names “{others[0]}”, and not “{name.written}”."
            yield MissingPart("name", told, name.span)
        elif not any(name.may_be_named_in("\n".join((*_about(each.article), each.text))) for each in shown):
            yield MissingPart("name", f"{subjects.quote} names “{name.written}”.", name.span)


def named_instead(name: Named, evidence: Evidence) -> str:
    """Return what a quote's article names in the place of a name that it does not have; empty where nothing."""
    text = whole(evidence)
    if is_named(name, text):
        return ""
    return like_name(name, evidence.article.title, evidence.text) or like_name(name, text)


def whole(evidence: Evidence) -> str:
    """Return all that a quote's article says, and who it is of."""
    article = evidence.article
    return "\n".join((*_about(article), article.text, *article.organisations))


def _about(article: Article) -> Iterator[str]:
    """Yield what is shown with a quote of its article: its title, and whose reporting it is."""
    yield article.title
    yield from filter(None, (article.outlet, article.reports_on and article.reports_on.outlet))


def _times(question: AnalysedQuestion, quotes: Sequence[_Shown], subjects: ClaimSubjects) -> Iterator[MissingPart]:
    for time in times_in(question.text):
        if not any(may_speak_of(time, each.text, each.evidence.article) for each in quotes):
            yield MissingPart("date_named", f"{subjects.quote} speaks of {time.words}.", time.span)


def _acts(question: AnalysedQuestion, quotes: Sequence[_Shown], subjects: ClaimSubjects) -> Iterator[MissingPart]:
    for act in _ACTS:
        found = re.search(rf"(?i)\b(?:{act.asked})\b", question.text)
        if found and not any(re.search(rf"(?i)\b(?:{act.told})", each.text) for each in quotes):
            yield MissingPart("act_named", f"{subjects.quote} speaks of {act.called}.", found.span())


def _asked(
    question: AnalysedQuestion,
    names: Sequence[Named],
    office: AskedOffice | None,
    quotes: Sequence[_Shown],
    subjects: ClaimSubjects,
) -> Iterator[MissingPart]:
    for slot in asked_slots(question):
        if slot.kind == "reason_sought":
            if not any(each.evidence.answer_span or may_tell_a_reason(each.text) for each in quotes):
                yield MissingPart(slot.kind, f"{subjects.quote} gives {slot.called}.", slot.span)
        elif slot.may_be_told is None:
            if office and office.is_called and not _names_holder(office, quotes):
                words = f"{subjects.quote} calls anybody {office.called}."
                yield MissingPart(slot.kind, words, slot.span)
            elif not _names_another(question, names, quotes):
                words = f"{subjects.quote} names {slot.called} that the question does not name itself."
                yield MissingPart(slot.kind, words, slot.span)
        elif not any(slot.may_be_told(each.text) for each in quotes):
            yield MissingPart(slot.kind, f"{subjects.quote} gives {slot.called}.", slot.span)
        elif about := next(_without_it(question, names, slot.may_be_told, quotes), None):
            yield MissingPart(slot.kind, f"{subjects.quote_that} {about} gives {slot.called}.", slot.span)


def _without_it(
    question: AnalysedQuestion, names: Sequence[Named], may_be_told: Callable[[str], bool], quotes: Sequence[_Shown]
) -> Iterator[str]:
    """Yield what the question is about, where some quotes tell of that and none of those gives what is asked for."""
    for name in names:
        told = [may_be_told(each.text) for each in quotes if name.may_be_named_in(each.text)]
        if any(told):
            return
        if told:
            yield f"names “{name.written}”"
    for words in _side_by_side(question):
        saying = [[says_word(each.text, word) for word in words] for each in quotes]
        told = [may_be_told(each.text) for each, said in zip(quotes, saying, strict=True) if any(said)]
        if told and not any(told):
            word = next(word for place, word in enumerate(words) if any(said[place] for said in saying))
            yield f"has the word “{word}”"


def _side_by_side(question: AnalysedQuestion) -> Iterator[list[str]]:
    """Yield the topical words of a question, those together that stand beside one another: `theo blackwell`."""
    words: list[str] = []
    end = -1
    for token in topical_words(question):
        if words and token.start != end + 1:
            yield words
            words = []
        words.append(token.text)
        end = token.end
    if words:
        yield words


def _names_holder(office: AskedOffice, quotes: Sequence[_Shown]) -> bool:
    """Whether a quote may name somebody who holds an office, or did; one with its words in another order may too."""
    ever = replace(office, is_past=True)
    return any(
        each.evidence.answer_span is not None
        or has_its_words(office, each.text)
        or may_tell_holder(ever, each.evidence.article.title, each.evidence.text)
        for each in quotes
    )


def _names_another(question: AnalysedQuestion, names: Sequence[Named], quotes: Sequence[_Shown]) -> bool:
    known = [question.text, *(name for each in names for name in each.names)]
    return any(may_name_another(each.text, known) for each in quotes)
