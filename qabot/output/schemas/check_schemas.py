"""A checked draft in JSON."""

from __future__ import annotations

from typing import Literal

from qabot.output.schemas.answer_schemas import OutletCount
from qabot.output.schemas.article_schemas import ArticleParticulars, Range
from qabot.output.schemas.document import Document, Part

StatementKind = Literal["quote", "figure", "attribution", "date", "plain"]
"""What a statement is: words between quotation marks, a figure, who said something, when it was, or a sentence."""
Outcome = Literal[
    "verbatim",
    "typography",
    "altered",
    "stitched",
    "same_figure",
    "rounds",
    "within",
    "other_figure",
    "misattributed",
    "other_date",
    "other_body",
    "says_so",
    "same_speaker",
    "not_held",
    "unchecked",
]
"""What the corpus holds for it.

The words are present (`verbatim`, `typography`, `stitched`), an article says so (`says_so`, `same_figure`, `rounds`,
`within`), the same speaker is there with another verb or with more or less to say (`same_speaker`), or an article is
about the same thing and says something else (`altered`, `other_…`, `misattributed`).
"""


class CheckEvidence(Part, frozen=True, kw_only=True):
    """Words of an article that a statement was compared with."""

    article: ArticleParticulars
    """The article."""
    quote: str
    """The words, cut from its text."""
    start: int
    """Their first character there, from 0."""
    end: int
    """One past the last."""
    text_sha256: str
    """SHA-256 (hex) of the article's text."""


class CheckDifference(Part, frozen=True, kw_only=True):
    """Where a statement and an article part; one of both may be empty."""

    draft: str
    """The draft's words."""
    held: str
    """The article's words."""


class CheckedStatement(Part, frozen=True, kw_only=True):
    """A statement of a draft, and what the corpus holds for it."""

    text: str
    """Its characters: of a quotation what stands between the marks, else its sentence."""
    start: int
    """The first in the draft's text, from 0."""
    end: int
    """One past the last."""
    kind: StatementKind
    """What it is: a quotation, a figure, who says something, a date, or a sentence without any of them."""
    finding: Outcome
    """What the corpus holds: it is present (`verbatim`, `typography`, `stitched`), an article says so (`says_so`,
    `same_figure`, `rounds`, `within`), has the same speaker in other words (`same_speaker`), or is about the same thing
    and says something else (the others)."""
    ok: bool | None
    """Whether it passes; null where nothing can be said."""
    evidence: tuple[CheckEvidence, ...]
    """What it was compared with, the nearest first."""
    note: str
    """What else there is to say; empty for nothing."""
    focus: Range
    """The words that it is about, such as the figure, counted in the draft's text."""
    line: int
    """The line of the draft's text on which they begin, from 1."""
    differences: tuple[CheckDifference, ...]
    """Where it parts from the first of the evidence, as far as that is told."""


class CheckedDraftFile(Part, frozen=True, kw_only=True):
    """The draft."""

    name: str
    """The file's name as it was given; `-` for standard input."""
    sha256: str
    """SHA-256 (hex) of its bytes."""
    characters: int
    """Characters of its text, as it was read."""


class CheckPassedOver(Part, frozen=True, kw_only=True):
    """A kind of matter that was not checked."""

    kind: str
    """What."""
    count: int
    """How many."""
    why: str
    """Why, as a clause."""


class CheckRule(Part, frozen=True, kw_only=True):
    """A kind of difference."""

    name: str
    """What it is called."""
    passes: bool
    """Whether it is no fault."""
    words: str
    """What it is."""


class CheckPolicy(Part, frozen=True, kw_only=True):
    """What passes."""

    fingerprint: str
    """Twelve hexadecimal digits that change with any rule or measure."""
    rules: tuple[CheckRule, ...]
    """Every kind of difference."""


class CheckLimits(Part, frozen=True, kw_only=True):
    """How far the check reaches: what is not held here may be so all the same."""

    generation: str
    """The name of the index's generation."""
    articles: int
    """Articles held."""
    briefs: int
    """How many of them are briefs, in words of qabot."""
    first: str | None
    """The earliest publication date held, in ISO 8601."""
    last: str | None
    """The latest."""
    outlets: tuple[OutletCount, ...]
    """Whose reporting is held, most first."""
    words: tuple[str, ...]
    """What the check does not do, a sentence each."""


class Check(Document, frozen=True, kw_only=True, tag="qabot.check/1"):
    """What the corpus holds for a draft, statement by statement: `qabot check DRAFT --json`."""

    not_checked: tuple[CheckPassedOver, ...]
    """What was not checked, and why."""
    draft: CheckedDraftFile
    """The draft."""
    ok: bool
    """Whether nothing differs; what is not held does not count."""
    counts: dict[str, int]
    """How many statements have each finding."""
    statements: tuple[CheckedStatement, ...]
    """In the order of the draft."""
    policy: CheckPolicy
    """What passes."""
    limits: CheckLimits
    """How far the check reaches."""
