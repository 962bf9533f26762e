"""Flattened text: a page that was copied or saved without its markup, boilerplate and all.

Three rules may drop lines, because each is wrong about a real sentence hardly ever: K, a line that is known boilerplate
from end to end; R, the titles under a heading such as "Related content"; T, all from where the comment form begins. A
lone name behind the body is its author. Everything else stays, whatever it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from qabot.core.dates import PartialDate
from qabot.core.text import clean
from qabot.corpus.drafts import ArticleDraft, RawDocument, RemovedLine, Rule
from qabot.corpus.formats import registry
from qabot.corpus.formats.boilerplate import heads_related, is_known, opens_comments
from qabot.corpus.formats.bylines import is_person
from qabot.corpus.formats.decoding import decode, is_binary
from qabot.corpus.formats.plain_text import title_of_line
from qabot.corpus.formats.sentence_ends import NO_TITLE_END, SENTENCE_END
from qabot.corpus.formats.text_head import read_head
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.published_dates import CHANGED, day_alone

LEAST_BODY = 40
"""Words that stand before a comment form at the least: with fewer, the marker is no end of an article."""
MOST_RELATED = 12
"""Titles of one related block."""

_TITLE_WORDS = range(3, 19)
"""Words of a related story's title."""
_BULLET = re.compile(r"^(?:[-*•–▪]|\d{1,2}[.)])\s+")


class ExtractedText(Struct, frozen=True):
    """A flattened text, taken apart."""

    title: str
    """The headline; where there is none, the first words of the story, unless its first line is too long for that."""
    text: str
    """The body, cleaned; the first line where that is all there is."""
    raw: str
    """All of it, cleaned: the lines that `dropped` counts."""
    dropped: tuple[RemovedLine, ...]
    """What was left out, in order."""
    author: str | None
    """From a byline, or a lone name behind the body."""
    published: PartialDate | None
    """From a line of the head, or a labelled one at the foot, that is a date and nothing else."""
    is_change: bool = False
    """Whether that is the date of its last change."""
    url: str | None = None
    """From a line that is an address and nothing else."""
    outlet: str | None = None
    """From behind the headline, where that names one that is known."""


def read(document: RawDocument) -> Iterator[ArticleDraft]:
    """Yield the article in a flattened text.

    Raises:
        UnreadableDocument: It is binary, or holds no text.
    """
    if is_binary(document.data):
        raise UnreadableDocument("is binary")
    decoded = decode(document.data)
    found = extract_article(decoded.text)
    if not found.text:
        raise UnreadableDocument("has no text")
    yield ArticleDraft(
        title=document.title or found.title or registry.stem(document.name),
        text=found.text,
        raw=found.raw,
        source=document.name,
        outlet=document.outlet or found.outlet,
        author=document.author or found.author,
        published=document.published or found.published,
        url=document.url or found.url,
        dropped=found.dropped,
        flags=(*decoded.notes, *((CHANGED,) if found.is_change else ())),
    )


def extract_article(text: str) -> ExtractedText:
    """Part a flattened text into title, body, author and boilerplate."""
    raw = clean(text)
    lines = raw.split("\n")
    rules = furniture_rules(lines)
    kept = [number for number, line in enumerate(lines) if line and number not in rules]
    head = read_head(lines, kept)
    rules |= dict.fromkeys(head.furniture - head.moved, "K")
    body = [number for number in kept if number not in head.moved and number not in rules]
    author, author_at = (head.author, None) if head.author else _lone_author(lines, body, rules)
    used = {author_at} | head.moved | rules.keys()
    if head.opening:
        lines[head.opening[0]] = head.opening[1]
    text = clean("\n".join("" if number in used else line for number, line in enumerate(lines)))
    return ExtractedText(
        title=title_of_line(head.title) if head.title and not text else head.title,
        text=text or head.title,
        raw=raw,
        dropped=tuple(RemovedLine(lines[number], rule, number + 1) for number, rule in sorted(rules.items())),
        author=author,
        published=head.published,
        is_change=head.is_change,
        url=head.url,
        outlet=head.outlet,
    )


def furniture_rules(lines: Sequence[str]) -> dict[int, Rule]:
    """Decide which lines of a text go, by number from 0, and by which rule; blank lines belong to no one."""
    rules: dict[int, Rule] = {}
    words = 0
    for number, line in enumerate(lines):
        if not line or number in rules:
            continue
        if opens_comments(line):
            if words >= LEAST_BODY:
                rules.update((later, "T") for later in range(number, len(lines)) if lines[later])
                return rules
            rules[number] = "K"
        elif heads_related(line) and (titles := list(_related(lines, number + 1))):
            rules |= dict.fromkeys([number, *titles], "R")
        elif is_known(line):
            rules[number] = "K"
        else:
            words += line.count(" ") + 1
    return rules


def _related(lines: Sequence[str], start: int) -> Iterator[int]:
    """Number the titles that follow a heading: one block of lines, or lines that each stand alone."""
    number = start
    while number < len(lines) and not lines[number]:
        number += 1
    first = number
    while number < len(lines) and number - first < MOST_RELATED and _is_title(lines[number]):
        yield number
        number += 1
    if number - first != 1:
        return
    # One title and a blank line: they are set apart, up to whatever is none. The last may head what follows it.
    for at in range(number + 1, min(number + 2 * MOST_RELATED, len(lines)), 2):
        is_alone = not lines[at - 1] and _is_title(lines[at]) and at + 1 < len(lines) and not lines[at + 1]
        if not is_alone or at + 2 >= len(lines) or not (_is_title(lines[at + 2]) or _is_boilerplate(lines[at + 2])):
            return
        yield at


def _is_boilerplate(line: str) -> bool:
    return opens_comments(line) or heads_related(line) or is_known(line)


def _is_title(line: str) -> bool:
    """Whether a line can be another story's title, or the date under it: not a sentence, and no boilerplate."""
    bare = _BULLET.sub("", line)
    if not bare or line.startswith("#") or _is_boilerplate(line):
        return False
    return day_alone(bare) is not None or (len(bare.split()) in _TITLE_WORDS and not NO_TITLE_END.search(bare))


def _lone_author(lines: Sequence[str], body: Sequence[int], rules: dict[int, Rule]) -> tuple[str | None, int | None]:
    """Find a lone name that is the last line and stands apart."""
    if not body[1:]:
        return None, None
    last = body[-1]
    name = lines[last].removeprefix("By ")
    stands_apart = all(not lines[at] or at in rules for at in range(body[-2] + 1, last)) and last > body[-2] + 1
    ends_body = SENTENCE_END.search(lines[body[-2]]) or any(number > last for number in rules)
    if not (stands_apart and ends_body and is_person(name)):
        return None, None
    words = {word.lower() for word in name.split()}
    if any(words.intersection(lines[number].split()) for number in body[:-1]):
        return None, None  # what is written small elsewhere is no name
    return name, last
