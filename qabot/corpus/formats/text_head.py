"""The head of a page that was saved as text: which of its first lines is the headline, who wrote it, and when.

Above a headline there stand menus, photo credits, reading times and notices, and between it and the story a byline and
a date. The headline is the first line of its shape; what the others are `head_lines` tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field

from qabot.core.dates import PartialDate
from qabot.core.text import clean, sentences
from qabot.corpus.formats.bylines import is_post
from qabot.corpus.formats.head_lines import FURNITURE, HeadLine, told_by_shapes
from qabot.corpus.formats.title_parts import SITE_PARTING
from qabot.corpus.metadata import TITLE_LIMIT, is_web_address
from qabot.corpus.outlet_domains import outlet_named
from qabot.corpus.published_dates import CHANGED, day_alone, days_within

_WINDOW = 25
"""Lines of a text that can belong to its head."""
_FOOT = 4
"""Lines at its end that can say when it was published, or where."""
_BEHIND = 4
"""Lines behind the beginning of a story among which a byline may stand: it often has a first sentence above it."""
_KICKER_WORDS = 3
"""Words of a heading in capitals, such as `Public Sector Weekly`, that gives way to a longer one behind it."""
_OPENING = 100
"""Characters of a story that begins at once which stand for its title."""
UNTITLED = "untitled"
"""What an article is called whose text has no word."""
_NO_BEGINNING = frozenset({"address", "byline", "changed", "credit", "date", "notice", "outlet"})
_GLANCE = 3000
"""Characters at either end of a text that are glanced at."""
_SHORT = 200
"""Characters of a line that may say who or when."""
_SAYS = re.compile(
    r"\b(?:19|20)\d\d\b|\d[/.-]\d{1,2}[/.-]\d\d|\b\d{1,2} [A-Z][a-z]{2,8} \d\d\b"
    r"|^\W*(?:by|authors?|words|written|posted)\b",
    re.IGNORECASE,
)
_SECTIONS = frozenset("Computing|Digital Health|Governing|Government Business|Metro|Public Finance".split("|"))
"""Outlets that are called as parts of other sites are: alone on a line, such a name must stand next to a date."""
_MARKED = re.compile(r"^#{1,6} ")


class Head(Struct):
    """What the head of a text tells, and in which of its lines."""

    title: str = ""
    """Empty where the text has none."""
    title_at: int | None = None
    """Its line; None where the text begins at once and its first words stand for the title."""
    author: str | None = None
    """Who wrote it, by a byline."""
    published: PartialDate | None = None
    """When, by a date in the head or a labelled one at the foot."""
    is_change: bool = False
    """Whether that is when it was changed."""
    url: str | None = None
    """Where, by a line that is an address."""
    outlet: str | None = None
    """Who published it, by a name that is known: behind the headline, beside the date, or on a line by itself."""
    moved: set[int] = field(default_factory=set[int])
    """Lines that say one of these and nothing else."""
    furniture: set[int] = field(default_factory=set[int])
    """Lines above the headline that belong to the page."""
    opening: tuple[int, str] | None = None
    """The line of the story that a date stands before, and what is left of it."""


def read_head(lines: Sequence[str], usable: Sequence[int]) -> Head:
    """Read the head of a text.

    Args:
        lines: All of its lines, cleaned.
        usable: Which of them are no known boilerplate and not empty, by number.
    """
    head = Head()
    window = told_by_shapes(lines, usable[:_WINDOW], _BEHIND - 1)
    body = next((at for at, each in enumerate(window) if each.kind == "prose"), len(window))
    foot = told_by_shapes(lines, usable[max(len(window), len(usable) - _FOOT) :], _FOOT)
    if len(usable) - len(window) < _FOOT:
        foot = [*window[max(body + 1, len(usable) - _FOOT) :], *foot]
    has_story = body < len(window)
    title = (_title(window[:body]) if has_story else None) or _instead(window[:body], with_titles=not has_story)
    _note_title(head, title, window)
    start = window.index(title) + 1 if title else 0
    behind = window[start : body + _BEHIND]
    note_author(head, behind, window[: max(0, start - 1)])
    note_date(head, [*_dates(behind), *_dates(window[: max(0, start - 1)][::-1])], foot)
    note_outlet(head, window[:body], title)
    _note_opening(head, window[body] if body < len(window) else None)
    _note_address(head, [*window[:body], *foot])
    head.furniture |= {each.number for each in window[start:body] if each.kind == "notice"} - head.moved
    return head


def may_say(text: str) -> bool:
    """Whether there is a short line at the head or the foot of a text that may say who wrote it, or when."""
    lines = [*text[:_GLANCE].split("\n")[:_WINDOW], *text[-_GLANCE:].split("\n")[-_FOOT:]]
    return any(len(line) <= _SHORT and _SAYS.search(line) for line in lines)


def parted(text: str) -> tuple[dict[str, object], str, tuple[str, ...]]:
    """Part a text without markup into what its head says, by the keys that metadata has, the story, and notes.

    Only lines that say one of these and nothing else leave the text.
    """
    lines = clean(text).split("\n")
    head = read_head(lines, [number for number, line in enumerate(lines) if line])
    if head.opening:
        lines[head.opening[0]] = head.opening[1]
    said = {"title": head.title, "author": head.author, "published": str(head.published or "")}
    fields = {key: value for key, value in {**said, "url": head.url, "outlet": head.outlet}.items() if value}
    story = "\n".join("" if number in head.moved else line for number, line in enumerate(lines))
    return {**fields}, story, (CHANGED,) if head.is_change else ()


def beginning(text: str) -> str:
    """Return what a text without a title is called: its first heading, else its first sentence, cut behind a word.

    Lines that say who, when or where are passed over where there are others.
    """
    lines = [_MARKED.sub("", line).lstrip("-*•– ") for line in clean(text[:_GLANCE]).split("\n")]
    said = [number for number, line in enumerate(lines) if any(map(str.isalnum, line))]
    told = told_by_shapes(lines, said[:_WINDOW], _WINDOW)
    line = next((each.text for each in told if each.kind not in _NO_BEGINNING), lines[said[0]] if said else "")
    if not line:
        return UNTITLED
    start, end = sentences(line)[0]
    return _cut(line[start:end].rstrip(".。 ") or line)


def _title(head: Sequence[HeadLine]) -> HeadLine | None:
    """The headline: the first line of its shape, unless that is but the name of a section above it."""
    shaped = [each for each in head if each.kind == "title"]
    if not shaped:
        return None
    first = shaped[0]
    words = first.text.split()
    is_kicker = len(words) <= _KICKER_WORDS and all(word[0].isupper() or not word[0].isalpha() for word in words)
    longer = [each for each in shaped[1:3] if 2 * len(each.text.split()) > 3 * len(words)]
    return longer[0] if is_kicker and longer else first


def _instead(head: Sequence[HeadLine], *, with_titles: bool) -> HeadLine | None:
    """What stands for a headline where no line has its shape: a heading of a word or two, else any first line."""
    wanted = {"label", "title"} if with_titles else {"label"}
    named = next((each for each in head if each.kind in wanted), None)
    return named or next((each for each in head[:1] if each.day is None and not each.url), None)


def _note_title(head: Head, title: HeadLine | None, window: Sequence[HeadLine]) -> None:
    if title is None:
        first = next((each for each in window if each.kind == "prose"), None)
        head.title = _opening(first.text) if first and len(first.text) <= TITLE_LIMIT else ""
        return
    head.title, head.outlet = _without_site(_MARKED.sub("", title.text))
    head.title_at = title.number
    head.moved.add(title.number)
    above = window[: window.index(title)]
    head.furniture |= {each.number for each in above if each.kind in {"credit", "label", "notice", "section", "outlet"}}
    for each in window[window.index(title) + 1 : window.index(title) + 4]:
        if each.kind == "title" and each.text.casefold() == head.title.casefold():
            head.furniture.add(each.number)  # the headline once more, as pages have it under their own name


def _without_site(title: str) -> tuple[str, str | None]:
    """A title without the name of an outlet that is known, and which that is."""
    parts = SITE_PARTING.split(title)
    if parts[1:] and (outlet := outlet_named(parts[-1])):
        return title[: title.rindex(parts[-1])].rstrip(FURNITURE + " "), outlet
    return title, None


def _opening(text: str) -> str:
    """The first words of a story, cut between two of them."""
    return text if len(text) <= _OPENING else text[: _OPENING - 1].rpartition(" ")[0].rstrip(" ,;:–-") + "…"


def _cut(text: str) -> str:
    """A sentence as a title: cut between two words, and inside the first where it is longer than any title."""
    if len(text) <= _OPENING:
        return text
    start = text[: _OPENING - 1]
    words = start.rpartition(" ")[0] if text[_OPENING - 1 : _OPENING].strip() else start
    return (words.rstrip(" ,;:–-") or start) + "…"


def note_author(head: Head, behind: Sequence[HeadLine], above: Sequence[HeadLine]) -> None:
    """Who wrote it: a byline, else a name that stands beside a date or a post."""
    for each in [*behind, *above]:
        if each.author and each.kind in {"byline", "date", "changed"}:
            head.author = each.author
            head.moved |= {each.number} if each.kind == "byline" else set()
            return
    told = [each for each in behind if each.kind != "notice"]
    for at, each in enumerate(told):
        beside = [*told[max(0, at - 1) : at], *told[at + 1 : at + 2]]
        is_sure = any(other.kind in {"date", "changed"} or is_post(other.text) for other in beside)
        if each.kind == "credit" and each.author and is_sure:
            head.author = each.author
            head.moved.add(each.number)
            head.furniture |= {other.number for other in beside if is_post(other.text)}
            return


def _dates(lines: Sequence[HeadLine]) -> list[HeadLine]:
    """The lines that say when: behind the story's beginning, only such as say more, or stand by a byline."""
    found: list[HeadLine] = []
    is_story = False
    for at, each in enumerate(lines):
        is_story = is_story or each.kind == "prose"
        beside = [*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]]
        if each.kind in {"date", "changed"}:
            is_sure = not is_story or day_alone(each.text) is None or any(other.author for other in beside)
            found += [each] if is_sure else []
    return found


def note_date(head: Head, near: Sequence[HeadLine], foot: Sequence[HeadLine]) -> None:
    """When: a date in the head, else one that is labelled at the foot; a day of change where there is no other."""
    labelled = [each for each in foot if each.kind in {"date", "changed"} and day_alone(each.text) is None]
    told = [*near, *(each for each in labelled if each not in near)]
    dated = [each for each in told if each.kind == "date"]
    changed = [each for each in told if each.kind == "changed"]
    for each in dated[:1] or changed[:1]:
        head.published, head.is_change = each.day, each.kind == "changed"
        head.outlet = head.outlet or each.outlet
        head.moved.add(each.number)
    head.furniture |= {each.number for each in changed} - head.moved
    head.furniture |= {each.number for each in near if each.kind == "notice"}


def note_outlet(
    head: Head, lines: Sequence[HeadLine], title: HeadLine | None = None, *, is_titled: bool = False
) -> None:
    """Who published it: a name beside the date or the byline, else one that stands alone, next to them or the headline.

    A name that is but formed as those of newspapers are must stand next to a date.

    Args:
        head: What is told of the text.
        lines: Those of its head.
        title: Which of them is the headline.
        is_titled: Whether the headline stands before the first of them.
    """
    told = [each for each in lines if each.kind not in {"notice", "credit"}]
    for at, each in enumerate(told):
        if not each.outlet or each is title:
            continue
        beside = [*told[max(0, at - 1) : at], *told[at + 1 : at + 2]]
        is_dated = each.day is not None or any(other.day for other in beside)
        is_sure = any(other.kind == "byline" or other is title for other in (each, *beside)) or (is_titled and not at)
        if is_dated or (is_sure and each.kind != "label" and not (each.kind == "outlet" and each.outlet in _SECTIONS)):
            head.outlet = head.outlet or each.outlet
            head.moved |= {each.number} if each.kind in {"outlet", "label", "byline"} else set[int]()
            head.furniture.discard(each.number)


def _note_opening(head: Head, first: HeadLine | None) -> None:
    """Take a date off the beginning of the story, as in `02 Aug 2023 After a year …`."""
    if first is None or head.published:
        return
    found = next(days_within(first.text), None)
    if found is None or found.start:
        return
    rest = first.text[found.end :].lstrip(" -–—|·•:,")
    if len(rest) < len(first.text) - found.end and rest[:1].isupper():
        head.published = found.day
        head.opening = first.number, rest


def _note_address(head: Head, lines: Sequence[HeadLine]) -> None:
    """Where: the one address that stands alone on a line."""
    stated = [each for each in lines if each.url and is_web_address(each.url)]
    if len({each.url for each in stated}) == 1:
        head.url = stated[0].url
        head.moved.add(stated[0].number)
