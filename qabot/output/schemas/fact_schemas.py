"""What one article states, in JSON: `qabot show ID --facts`."""

from __future__ import annotations

from qabot.core.facts import SpeechAct
from qabot.output.schemas.article_schemas import ArticleParticulars, Range
from qabot.output.schemas.document import Document, Part


class StatedFigure(Part, frozen=True, kw_only=True):
    """A figure that a sentence states."""

    value: int | float
    """In its unit, scales multiplied out; of a range the middle."""
    low: int | float | None
    """The least it may be; null where nothing bounds it below."""
    high: int | float | None
    """The most it may be, likewise."""
    unit: str
    """A currency sign, `%`, `points`, or what is counted."""
    bound: str
    """`exact`, `about`, `at most` or `at least`."""
    figure: Range
    """As the article writes it."""
    of: Range | None
    """The words for what it is of; null where the sentence gives none."""
    about: str
    """The body or programme it is about, by its canonical name; empty where none is named for it."""
    period: str
    """The time it holds for in ISO 8601, perhaps with ` per year` or ` over 5 years` behind it; empty where none is."""
    said_by: str
    """Who states it, where the article attributes it; empty otherwise."""
    paragraph: int
    """The paragraph, from 1; headings are not counted."""
    quote: Range
    """The sentence."""


class StatedAttribution(Part, frozen=True, kw_only=True):
    """What an article says that somebody said."""

    speaker: str
    """Who: the fullest name that the article gives, or a description where it gives none."""
    speaker_words: Range
    """The words that name the speaker here: a name, "he", "the society"."""
    body: str
    """The body that the speaker is or speaks for; empty where the article names none."""
    cue: Range
    """The words that report it."""
    act: SpeechAct
    """What they do, by the cue lexicon."""
    direct: bool
    """Whether the words stand between quotation marks."""
    contents: tuple[Range, ...]
    """What was said, part by part."""
    paragraph: int
    """The paragraph in which it begins, from 1; headings are not counted."""
    quote: Range
    """The sentences that report it."""


class StatedEvent(Part, frozen=True, kw_only=True):
    """What a sentence says happened, or will, at a time."""

    date: str
    """When, in ISO 8601, as precise as it is stated; a stretch as both its ends: `2020-04/2021-03`."""
    date_words: Range | None
    """The words that say so; null where it is the article's own date."""
    paragraph: int
    """The paragraph, from 1; headings are not counted."""
    quote: Range
    """The sentence."""


class Facts(Document, frozen=True, kw_only=True, tag="qabot.facts/1"):
    """The figures, statements and dates of one article: `qabot show ID --facts --json`."""

    article: ArticleParticulars
    """The article."""
    text_sha256: str
    """SHA-256 (hex) of its text: every range is one of it."""
    stored: bool
    """Whether they were read when the article was indexed, rather than just now."""
    figures: tuple[StatedFigure, ...]
    """The figures, in the order of the text."""
    attributions: tuple[StatedAttribution, ...]
    """What it says that somebody said, likewise."""
    events: tuple[StatedEvent, ...]
    """What it dates, likewise."""
