"""What speaks against a quote, however likely it answers: it names another, or tells of another side, event or kind.

None of it changes what is found, or in which order. It keeps an answer from being called strong, and words from being
marked as those that answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from qabot.answer.agents_told import AgentAsked, agent_asked, lacks_agent
from qabot.answer.asked_offices import AskedOffice, asked_office, may_tell_holder, may_tell_who_runs
from qabot.answer.disowned_words import asks_yes_or_no, is_disowned, only_asks
from qabot.answer.former_values import FoundText, is_former, is_newer, newer_telling, sentence_before
from qabot.answer.left_open import leaves_open
from qabot.answer.marked_answers import is_of_other_kind, whole_answer
from qabot.answer.missing_parts import asked_names, named_instead
from qabot.answer.name_mentions import Named
from qabot.answer.other_event import is_too_old_for_still, tells_other_event
from qabot.answer.roles_asked import RolesAsked, is_filled_by_another, is_other_role, is_turned_round, roles_asked
from qabot.answer.stated_ends import tells_what_became
from qabot.answer.told_holders import DatedHolder, holders_told, is_left, is_outdated, newest_holder
from qabot.answer.told_plans import slipped_since, tells_only_a_plan
from qabot.core.answers import Evidence, HeldBack
from qabot.core.dates import PartialDate
from qabot.core.questions import AnalysedQuestion
from qabot.core.text import Span
from qabot.facts.figures import find_figures
from qabot.retrieval.protocols import Index

_MOST_FIGURES = 12
"""Figures of a quote that are looked at."""


class ExaminedQuote:
    """A quote with what is made of it, each found out once, and not before it is asked for."""

    def __init__(self, doubts: QuoteDoubts, evidence: Evidence) -> None:
        """Take what it is held against, and the quote as it was cut, with the words marked that a reader found."""
        self._doubts = doubts
        self.cut = evidence

    @cached_property
    def doubt(self) -> HeldBack | None:
        """What speaks against it; None where nothing does."""
        return self._doubts.of_its_names(self.cut) or self._doubts.about(self.cut)

    @cached_property
    def marked(self) -> Evidence:
        """The quote with the words marked that answer, where nothing speaks against them."""
        if self.cut.answer_span is None:
            return self.cut
        return replace(self.cut, answer_span=None if self.doubt else self._doubts.whole_answer(self.cut))


class QuoteDoubts(Struct, frozen=True):
    """What is asked, in the forms in which quotes are held against it."""

    question: AnalysedQuestion
    """The question, as understood."""
    roles: RolesAsked | None
    """Who does what to whom in it."""
    office: AskedOffice | None
    """The office whose holder it asks for."""
    holder: DatedHolder | None
    """Whom the newest article has in that, as far as was found."""
    agent: AgentAsked | None
    """What it asks the doer of."""
    newest: PartialDate | None
    """When the newest article was published."""
    names: tuple[Named, ...]
    """What its capitals show that it names."""
    found: Sequence[FoundText] = ()
    """What was found for it."""

    @classmethod
    def of(cls, index: Index, question: AnalysedQuestion, found: Sequence[FoundText] = ()) -> QuoteDoubts:
        """Read a question, and look up what must be known besides what was found."""
        office = asked_office(question)
        return cls(
            question=question,
            roles=roles_asked(question),
            office=office,
            holder=newest_holder(index, office, question.filters) if office else None,
            agent=None if office else agent_asked(question.text),
            newest=index.searched(None).last,
            names=asked_names(question),
            found=found,
        )

    def of_its_names(self, evidence: Evidence) -> HeldBack | None:
        """Return that a quote's article names another than is asked about in its place; None where it does not."""
        return "names" if any(named_instead(each, evidence) for each in self.names) else None

    def about(self, evidence: Evidence) -> HeldBack | None:
        """Return what speaks against a quote; None where nothing does."""
        text, title, article = evidence.text, evidence.article.title, evidence.article
        span = self._within(evidence)
        if self.roles and (
            is_turned_round(self.roles, text, title) or (span and is_other_role(self.roles, text, span))
        ):
            return "roles_turned"
        if doubt := self._of_office(evidence):
            return doubt
        if tells_other_event(self.question, title, text):
            return "event_sought"
        if doubt := self._of_its_state(article.published, text) or self._of_what_is_told(evidence, span):
            return doubt
        return "kind_sought" if span and is_of_other_kind(self.question, text[slice(*span)]) else None

    def _of_office(self, evidence: Evidence) -> HeldBack | None:
        """Return what speaks against a quote where it is asked who holds an office."""
        if self.office is None:
            return None
        shown = f"{evidence.article.title}\n{evidence.text}"
        if not (self._tells_holder(self.office, evidence) if self.office.is_called else may_tell_who_runs(shown)):
            return "office_sought"
        newer = [each for each in self.found if is_newer(each.article, evidence.article)]
        if is_left(self.office, self.holder, evidence, [f"{each.article.title}\n{each.text}" for each in newer]):
            return "office_left"
        return "office_newer" if is_outdated(self.holder, evidence.article.published, evidence.text) else None

    def _of_its_state(self, published: PartialDate | None, quote: str) -> HeldBack | None:
        """Return what speaks against a quote where it is asked whether something is still so."""
        if is_too_old_for_still(self.question, published, self.newest):
            return "too_old"
        is_untold = self.question.asks_if_still and not tells_what_became(self.question, quote)
        return "state_sought" if is_untold else None

    def _of_what_is_told(self, evidence: Evidence, span: Span | None) -> HeldBack | None:
        """Return what speaks against a quote that asks, denies, names no doer, or tells what is not so now."""
        question, quote = self.question, evidence.text
        if only_asks(quote, span) or leaves_open(question.text, quote, span):
            return "question_quoted"
        if not asks_yes_or_no(question.text) and self._is_disowned(quote, span):
            return "disowned"
        if self.agent and lacks_agent(self.agent, quote, span, question.text, evidence.article.title):
            return "agent_sought"
        is_former_there = span and is_former(question.text, sentence_before(quote, (0, len(quote)), span))
        if is_former_there or self.telling_newer(evidence):
            return "superseded"
        return "planned" if tells_only_a_plan(question, quote, span) else None

    def _is_disowned(self, quote: str, span: Span | None) -> bool:
        """Whether a quote disowns its words that are said to answer, or each figure where there are none."""
        question = self.question
        if span:
            return is_disowned(question.text, quote, (0, len(quote)), span)
        kinds = question.sought_figure.kinds if question.sought_figure else ()
        found = [(each.start, each.end) for each in find_figures(quote) if each.kind in kinds][:_MOST_FIGURES]
        return bool(found) and all(is_disowned(question.text, quote, (0, len(quote)), each) for each in found)

    def telling_newer(self, evidence: Evidence) -> FoundText | None:
        """Return what was found of a newer article that corrects, disputes or changes what a quote answers with."""
        span = self._within(evidence)
        if span is None and self.question.sought_figure is None:
            return None
        asked = self.question, evidence, span or (0, len(evidence.text)), self.found
        return newer_telling(*asked) or slipped_since(*asked)

    def whole_answer(self, evidence: Evidence) -> Span | None:
        """Return the words that answer in a quote that nothing speaks against: those marked, made whole; None for none.

        They are a range of the article.
        """
        article, quote, marked = evidence.article, (evidence.start, evidence.end), evidence.answer_span
        if marked is None:
            return None
        whole = whole_answer(self.question, article.text, quote, marked, article.organisations)
        if whole is None:
            return None
        span = whole[0] - evidence.start, whole[1] - evidence.start
        return whole if self._may_be_marked(evidence, span) else None

    def _may_be_marked(self, evidence: Evidence, span: Span) -> bool:
        """Whether words of a quote may be those that answer, as far as it tells what they are of."""
        quote, title = evidence.text, evidence.article.title
        if tells_other_event(self.question, title, quote, span):
            return False
        if is_disowned(self.question.text, quote, (0, len(quote)), span):
            return False
        if self.roles and is_filled_by_another(self.roles, quote, span):
            return False
        if self.office and self.office.is_called:
            told = filter(None, holders_told(self.office, title, quote))
            return any(each.span[0] < span[1] and span[0] < each.span[1] for each in told)
        return True

    def _within(self, evidence: Evidence) -> Span | None:
        """Return the words that are marked, counted from where the quote begins."""
        marked = evidence.answer_span
        return (marked[0] - evidence.start, marked[1] - evidence.start) if marked else None

    def _tells_holder(self, office: AskedOffice, evidence: Evidence) -> bool:
        title, quote = evidence.article.title, evidence.text
        sure = any(True for text in (quote, title) for _ in holders_told(office, title, text))
        return sure and may_tell_holder(office, title, quote)
