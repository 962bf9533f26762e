"""A note for others to read, and the proof of its quotes, in JSON: `qabot brief` and `qabot check --proof`."""

from __future__ import annotations

from typing import Literal

from qabot.output.schemas.answer_schemas import Searched
from qabot.output.schemas.article_schemas import ArticleParticulars
from qabot.output.schemas.document import Document, Part

SectionKind = Literal["pins", "answer", "figures", "sayings", "timeline", "missing"]
"""What a section of a note holds."""
QuoteStanding = Literal["stands", "text_changed", "lost", "gone", "altered"]
"""How a quote stands to the article it was cut from.

It `stands` where it did; the article's `text_changed`, and the quote stands in it all the same; it is `lost`, since the
text has changed and holds it no more; the article is `gone`; or what was recorded of it is `altered`: its hash names
the very text that is held, which has other words in that place.
"""
NoteStanding = Literal["same", "changed", "not_given"]
"""Whether a note is the file that its proof was written with, byte for byte, or was not given."""


class BriefQuote(Part, frozen=True, kw_only=True):
    """A quote of a note, with its footnote."""

    number: int
    """Its footnote, counted from 1 through the whole note."""
    label: str
    """What is said above it, in words of qabot: a date, a figure, who says it; empty for nothing."""
    quote: str
    """The article's text from `start` to `end`."""
    start: int
    """Its first character in the article's text, from 0."""
    end: int
    """One past its last."""
    paragraph: int
    """The paragraph of the article it begins in, from 1."""
    article: ArticleParticulars
    """The article."""
    text_sha256: str
    """SHA-256 (hex) of the article's text."""
    also_in: tuple[ArticleParticulars, ...]
    """Others that say or state the same, without a quote."""
    footnote: str
    """What its footnote says before the address: who, when, headline, paragraph; of a brief also what it reports on."""
    address: str | None
    """Where the article, or what a brief reports on, can be read; null where that is no address on the web."""
    own_note: str
    """What the person who pinned it wrote beside it, in their own words; empty for nothing."""
    remark: str
    """What the reader should know of the quote, in words of qabot; empty for nothing."""


class BriefSection(Part, frozen=True, kw_only=True):
    """A part of a note."""

    kind: SectionKind
    """What it holds."""
    heading: str
    """What stands above it, in words of qabot."""
    quotes: tuple[BriefQuote, ...]
    """In order."""
    notes: tuple[str, ...]
    """What is said of it, in words of qabot, a sentence each."""


class LeftOut(Part, frozen=True, kw_only=True):
    """A pinned passage that is no quote any more, and so stands in no note."""

    words: str
    """The words as they were pinned."""
    attribution: str
    """Who said it and when, as it was known then."""
    title: str
    """The article's title, likewise."""
    own_note: str
    """What the person who pinned it wrote beside it."""
    standing: QuoteStanding
    """Why: `lost`, `gone` or `altered`."""


class Brief(Document, frozen=True, kw_only=True, tag="qabot.brief/1"):
    """A note with its quotes and their footnotes, from pins or about a topic: `qabot brief --format json`."""

    title: str
    """What it is called: the person's own words, or words of qabot."""
    topic: str
    """What it is about; empty for a note made of pins."""
    made: str
    """When it was made, in ISO 8601."""
    sections: tuple[BriefSection, ...]
    """In order."""
    left_out: tuple[LeftOut, ...]
    """Pinned passages that are no quotes any more."""
    searched: Searched
    """What it was made from."""
    promise: str
    """Whose words the quotes are."""


class ProvedQuote(Part, frozen=True, kw_only=True):
    """What proves a quote."""

    number: int
    """Its footnote in the note."""
    article: str
    """The article's id."""
    attribution: str
    """Who says it and when, in words."""
    title: str
    """The article's title."""
    text_sha256: str
    """SHA-256 (hex) of the article's text in UTF-8."""
    start: int
    """The quote's first character in that text, from 0."""
    end: int
    """One past its last."""
    quote: str
    """The quote."""


class ProvedNote(Part, frozen=True, kw_only=True):
    """The note that a proof is of."""

    name: str
    """Its file's name."""
    sha256: str
    """SHA-256 (hex) of its bytes."""


class Proof(Document, frozen=True, kw_only=True, tag="qabot.proof/1"):
    """The proof of a note's quotes, in `NOTE.proof.json` beside it: what `qabot check` compares."""

    made: str
    """When it was made, in ISO 8601."""
    generation: str
    """The name of the index's generation that the quotes were cut from."""
    note: ProvedNote
    """The note."""
    quotes: tuple[ProvedQuote, ...]
    """In the order of their footnotes."""


class CheckedQuote(Part, frozen=True, kw_only=True):
    """A proved quote, compared with the corpus and with the note."""

    number: int
    """Its footnote."""
    standing: QuoteStanding
    """How it stands to the article as it is held now."""
    ok: bool
    """Whether the article holds it."""
    article: str
    """The article's id."""
    attribution: str
    """Who says it and when, as the proof has it."""
    title: str
    """The article's title, likewise."""
    quote: str
    """The quote, as the proof has it."""
    start: int | None
    """Its first character in the text that is held now; null where it is not there."""
    end: int | None
    """One past its last, likewise."""
    in_note: bool | None
    """Whether the note has it word for word; null where no note was given."""


class CheckedNote(Part, frozen=True, kw_only=True):
    """The note, compared with its proof."""

    name: str
    """Its file's name; as the proof has it where none was given."""
    standing: NoteStanding
    """Whether it is the file that the proof was written with."""


class ProofCheck(Document, frozen=True, kw_only=True, tag="qabot.proof-check/1"):
    """Whether a note's quotes still stand in their articles: `qabot check NOTE --proof FILE --json`."""

    ok: bool
    """Whether every quote stands in its article, and in the note where one was given."""
    proof: str
    """The proof's file."""
    note: CheckedNote
    """The note."""
    quotes: tuple[CheckedQuote, ...]
    """In the order of their footnotes."""
    made: str
    """When the proof was made, as it says."""
    generation: str
    """The generation that the quotes were cut from, as the proof says."""
    compared_with: str
    """The generation that they were compared with."""
