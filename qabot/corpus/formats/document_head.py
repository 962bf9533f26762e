"""The lines between a headline that is known and the story, as in Word files, PDFs, mail and pages: when, who, where.

A line leaves the text where all that it says is said by the article's facts; one that says otherwise than the document
itself does stays where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from qabot.core.dates import PartialDate
from qabot.core.text import clean
from qabot.corpus.formats.head_lines import HeadLine, told_by_shape, told_by_shapes
from qabot.corpus.formats.sentence_ends import SENTENCE_END
from qabot.corpus.formats.text_head import Head, note_author, note_date, note_outlet

_NEAR = 8
"""Lines behind a headline that can belong to its head."""
_OTHERS = 2
"""Short lines among them, such as a summary, that say something else: the next one is of the story."""
_SAID = frozenset({"address", "byline", "changed", "date", "notice", "outlet"})


class Said(Struct, frozen=True):
    """What a document says of its article, and its text without the lines that say the same."""

    text: str
    """The text."""
    outlet: str | None = None
    """Who published it."""
    author: str | None = None
    """Who wrote it."""
    published: PartialDate | None = None
    """When."""
    is_change: bool = False
    """Whether the day was read in the head, and is when it was changed."""
    moved: tuple[str, ...] = ()
    """The lines that left the text."""


def is_no_title(line: str) -> bool:
    """Whether a line says when, who or where and nothing else, so that no article is called so."""
    return told_by_shape(0, line).kind in _SAID


def with_head(title: str, stated: Said, *, author_gives_way: bool = False, takes_dates: bool = True) -> Said:
    """Add what the first lines of a text say of it to what is stated elsewhere, and take those lines out.

    Args:
        title: Its headline, which is no part of the text.
        stated: The text, and what the document or its carrier says; that goes first.
        author_gives_way: Whether a byline goes before the author stated, who may be but the owner of a computer.
        takes_dates: Whether a day is taken from a line; otherwise such lines only leave where they say the day stated.
    """
    lines = clean(stated.text).split("\n")
    usable = [number for number, line in enumerate(lines) if line][:_NEAR]
    window = told_by_shapes(lines, usable, 0)
    end = next((at for at, each in enumerate(window) if _begins_story(each)), len(window))
    others = [at for at, each in enumerate(window[:end]) if each.kind not in _SAID]
    end = others[_OTHERS] if others[_OTHERS:] else end
    # A list of names and values has no sentence, and is no head of a story.
    has_story = any(each.kind == "prose" or SENTENCE_END.search(each.text) for each in window)
    head = _read(title, window[:end]) if has_story else Head()
    known_day = stated.published or (head.published if takes_dates else None)
    is_other_day = bool(head.published and not (known_day and _are_one(known_day, head.published)))
    author = head.author if author_gives_way and head.author else stated.author or head.author
    moved = {
        each.number
        for each in window[:end]
        if each.number in head.moved
        and not (each.day and is_other_day)
        and not (each.author and not _names(author, each.author))
        and not (each.outlet and stated.outlet and _other(stated.outlet, each.outlet))
    }
    kept = clean("\n".join("" if number in moved else line for number, line in enumerate(lines)))
    if not kept:
        return stated
    return Said(
        text=kept,
        outlet=stated.outlet or head.outlet,
        author=author,
        published=known_day,
        is_change=head.is_change and not stated.published and known_day is not None,
        moved=tuple(lines[number] for number in sorted(moved)),
    )


def _read(title: str, lines: Sequence[HeadLine]) -> Head:
    head = Head(title=title)
    note_author(head, lines, [])
    note_date(head, [each for each in lines if each.kind in {"date", "changed"}], [])
    note_outlet(head, lines, is_titled=True)
    return head


def _begins_story(line: HeadLine) -> bool:
    is_row = " | " in line.text and not line.day
    return line.kind == "prose" or line.text.startswith(("#", "- ")) or is_row


def _are_one(one: PartialDate, other: PartialDate) -> bool:
    return one.first <= other.last and other.first <= one.last


def _names(author: str | None, name: str) -> bool:
    """Whether an author is, or is among, those that a line names."""
    known = (author or "").casefold()
    return bool(known) and (name.casefold() in known or known in name.casefold())


def _other(one: str, outlet: str) -> bool:
    return "".join(one.casefold().split()) != "".join(outlet.casefold().split())
