"""What comes of checking a draft: its statements, what the corpus holds for each, and how far that reaches."""

from __future__ import annotations

from msgspec import Struct

from qabot.core.answers import SearchScope
from qabot.core.articles import Article, OutletHoldings
from qabot.core.text import Span
from qabot.facts.person_names import FIRST_NAMES
from qabot.output.schemas.check_schemas import Outcome, StatementKind
from qabot.reports.check.policy import Policy


class HeldQuote(Struct, frozen=True):
    """Words of an article that a statement was compared with."""

    article: Article
    """The article."""
    start: int
    """First character in its text."""
    end: int
    """One past the last."""

    @property
    def quote(self) -> str:
        """The words, cut from the article."""
        return self.article.text[self.start : self.end]


class Difference(Struct, frozen=True):
    """Where a statement and an article part; one of both may be empty."""

    draft: str
    """The draft's words."""
    held: str
    """The article's words."""


class Judgement(Struct, frozen=True):
    """What was found of a statement."""

    outcome: Outcome
    """What the corpus holds."""
    ok: bool | None
    """Whether it passes; None where nothing can be said."""
    evidence: tuple[HeldQuote, ...] = ()
    """What it was compared with, the nearest first."""
    note: str = ""
    """What else there is to say, as a sentence; empty for nothing."""
    differences: tuple[Difference, ...] = ()
    """Where it parts from the first of them."""
    is_same_thing: bool = True
    """Whether another figure or date is plainly of the same thing, body and scope; where not, it may be of another."""
    named: str = ""
    """Whom the draft names in another's place, where no difference says so."""

    @property
    def is_of_person(self) -> bool:
        """Whether it is a person whom the draft names in another's place."""
        name = self.differences[0].draft if self.differences else self.named
        return " " in name and name.split()[0] in FIRST_NAMES


class CheckedStatement(Struct, frozen=True):
    """A statement of a draft, and what was found of it."""

    start: int
    """First character in the draft's text, as it was read."""
    end: int
    """One past the last."""
    kind: StatementKind
    """What it is."""
    focus: Span
    """The characters that it is about: of a figure's sentence, the figure."""
    judgement: Judgement
    """What was found."""


class NotChecked(Struct, frozen=True):
    """A kind of matter that was passed over."""

    kind: str
    """What, in the singular: `question`."""
    count: int
    """How many."""
    why: str
    """Why, as a clause."""


class CheckedDraft(Struct, frozen=True):
    """A draft with what was found of it."""

    name: str
    """The file's name, or `-`."""
    sha256: str
    """SHA-256 (hex) of its bytes."""
    text: str
    """Its text, as it was read."""
    statements: tuple[CheckedStatement, ...]
    """In the order of the text."""
    not_checked: tuple[NotChecked, ...]
    """What was not checked."""
    policy: Policy
    """What passes."""
    held: SearchScope
    """What it was checked against."""
    outlets: tuple[OutletHoldings, ...]
    """Whose reporting that is, most first."""

    @property
    def differing(self) -> tuple[CheckedStatement, ...]:
        """The statements that do not pass."""
        return tuple(each for each in self.statements if each.judgement.ok is False)
