"""The lines of a text without markup, each told by its own shape: a headline, a date, a byline, a credit, a notice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.dates import PartialDate
from qabot.corpus.formats.bylines import byline, is_nobody
from qabot.corpus.formats.outlet_lines import outlet_of_line, paper_named, without_outlet
from qabot.corpus.formats.sentence_ends import NO_TITLE_END, SENTENCE_END
from qabot.corpus.metadata import TITLE_LIMIT
from qabot.corpus.published_dates import FoundDay, days_within, is_either_way

FURNITURE = " -–—|·•:,/"
"""What stands between the parts of a line that is no sentence, and around them."""
_SHORT = 200
"""Characters of a line that can say when, or who took a photo."""
_SENTENCE_WORDS = 10
"""Words of a line that ends like a sentence, from which on it is one of the story."""
_PROSE_WORDS = 25
"""Words of any line from which on it is a paragraph of the story."""
_TITLE_WORDS = range(3, 31)
_CATEGORY_WORDS = 8
"""Words behind a date under which an article is filed."""
_OUTLET_WORDS = 4
"""Words in capitals behind a date that nobody's name stands before: an outlet's name, or a section's."""

_AMERICAN = frozenset("FedScoop|Governing|Government Technology|InformationWeek|Nextgov|StateScoop".split("|"))
"""Outlets that write the month first, so that `03/04/2026` beside their names is a day that nobody can tell."""
_BYLINE_WORDS = 14
"""Words of a line that says who wrote an article and for which outlet, at the most."""

_DIGIT = re.compile(r"\d")
_MINUTES = r"\d{1,3}[- ]?min(?:ute)?s?\b\.?"
_READ_TIME = re.compile(
    rf"[-–|·•,(]?\s*(?:(?:estimated |approx\.? )?(?:read(?:ing)? time|time to read):?\s*(?:{_MINUTES})"
    rf"|(?:{_MINUTES})(?: to)? read(?:ing time)?\b)\)?",
    re.IGNORECASE,
)
_PAGE = re.compile(r",? ?\b(?:pages?|pp?\.?) ?\d{1,4}(?: ?[-–] ?\d{1,4})?$", re.IGNORECASE)
"""Where a line says on which pages of a paper it stood."""
_AGO = re.compile(
    r"\(?\b\d{1,3} (?:year|month|week|day|hour|minute)s? ago\b\)?|\b(?:no|\d{1,4}) comments?\b", re.IGNORECASE
)
_NOTICE = re.compile(
    r"this (?:article|story|content|page|post) (?:is|may be) (?:more than|over|now|only|for|available)\b.{0,60}"
    r"|this (?:article|story|content|page|post) (?:was|has been) archived\b.{0,60}|sponsored (?:by|content)\b.{0,60}"
    r"|@\w{1,30}"
    r"|(?:back|return) to .{1,120}|skip to .{1,60}|listen to (?:this|the) .{1,60}"
    r"|(?:share|save|print|email|copy link|bookmark)(?: this)?(?: (?:article|story|page|post|link))?"
    r"|[\d,.]+k? (?:views?|shares?|comments?|likes?|reads?)|(?:sign|log) ?in(?: .{0,40})?"
    r"|subscribe(?: (?:now|to|for) .{0,60})?|cookies?|(?:member|subscriber|premium)s?(?: only| content)"
    r"|archived?(?: content| article)?|you are here:?.{0,120}"
    r"|(?:image|photo|picture|logo|icon|banner|avatar|thumbnail|video|audio|play|menu|search|close|open|loading)"
    r"|advert(?:isement)?",
    re.IGNORECASE,
)
_AGENCY = (
    r"(?:shutterstock|getty(?: images)?|i ?stock(?:photo)?|adobe ?stock|pixabay|unsplash|alamy(?: stock photo)?|flickr"
    r"|fotolia|dreamstime|123rf|pexels|wikimedia(?: commons)?|crown copyright|cc[- ]by(?:[- ][\w.]+){0,3}"
    r"|pa(?: images| media| wire)?|reuters|afp|epa)(?:\.com)?"
)
_CREDIT = re.compile(
    r"(?:photo(?:graph)?s?|images?|pictures?|pics?|credits?|illustrations?|graphics?|artwork|copyright|source)"
    r"(?: (?:credits?|courtesy(?: of)?|copyright|source))?(?: by|:| ©|/| -).{0,120}|©.{0,120}"
    r"|image (?:caption|source),? .{0,120}"
    rf"|(?:©?\s*[\w'’. -]{{1,50}}\s*[/|–(-]\s*)?(?:via )?{_AGENCY}(?:\s*[/|–(-].{{0,40}})?\)?",
    re.IGNORECASE,
)
_USER_NAME = re.compile(r"[a-z]+[a-z0-9_.-]*|[\w-]*\d[\w-]*")
_CRUMBS = re.compile(r"(?:[^>›»/|]{1,40}\s*[>›»]\s*)+[^>›»]{0,60}|(?:[\w&' ]{1,25} / )+[\w&' ]{1,25}")
_KINDS = re.compile(
    r"(?:news|press|media|latest|breaking)? ?(?:release|story|stories|news|headlines?|statement)|speech|case study"
    r"|guidance|policy paper|(?:independent|corporate|research|annual|special) report|transparency data"
    r"|(?:official|national) statistics|research and analysis|(?:open|closed) consultation|consultation outcome"
    r"|foi release|statutory guidance|blog(?: post)?|opinion|analysis|features?|interviews?|exclusive"
    r"|in[- ]depth|comment|news in brief|video|podcast|white ?paper|home",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:this (?:article|story|page|post) (?:was|is) )?"
    r"(?:(?:first |date |originally )?(?:published|posted|released|issued|added|created)|publication date"
    r"|published date|post date|dated?)(?: online)?(?: in [^\d,]{1,40})?(?: on| at|,)?\s*[:\-–|]?\s*(?:on )?$",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"(?:last |latest )?(?:updated?|modified|edited|reviewed|amended|revised)(?: on| at)?\s*[:\-–|,]?\s*$",
    re.IGNORECASE,
)
_ON = re.compile(r"(?:^|\s)(?:on|at)$", re.IGNORECASE)
_STOP_BESIDE_DAY = re.compile(r"(?<=\w\w)\. *(?=\0)|(?<=\0)\. +")
"""A full stop between who and when, as in `By Ann Lee. 2 May 2024`."""
_LABEL_ALONE = re.compile(
    r"(?:by|authors?|written by|words|(?:first |date )?published|date|publication date|posted|(?:last )?updated"
    r"|modified)\s*:?",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:author|writer)s?\b", re.IGNORECASE)
"""Labels behind which a body's name is that of an author."""
_ADDRESS = re.compile(
    r"(?:(?:source|url|link|original(?:ly)?(?: published)?|from|address|web ?page|permalink|retrieved from|available)"
    r"(?: article| url| at| on)?\s*[:\-–]?\s*)?<?(https?://[^\s<>]{4,2000})>?",
    re.IGNORECASE,
)

LineKind = Literal[
    "title", "prose", "date", "changed", "byline", "address", "credit", "label", "section", "notice", "outlet"
]


class HeadLine(Struct, frozen=True):
    """A line, and what it is."""

    number: int
    """Its place in the text, from 0."""
    text: str
    """All of it."""
    kind: LineKind
    """`section` is a kind of text, or a path of menus; `label` what is none of the others: a heading of one word."""
    day: PartialDate | None = None
    """The day on it, where that is all it holds but for a byline."""
    author: str | None = None
    """Who wrote the article, or took a photo, by it."""
    outlet: str | None = None
    """Who published it, by it."""
    url: str | None = None
    """The address on it, where that is all it holds."""


def told_by_shapes(lines: Sequence[str], numbers: Sequence[int], beyond: int) -> list[HeadLine]:
    """Tell what lines are, in order; a label that stands alone is read with the line that completes it.

    Args:
        lines: The text.
        numbers: Which of its lines.
        beyond: How many lines to go on behind the first of the story.
    """
    told: list[HeadLine] = []
    left = beyond
    for number in numbers:
        text = lines[number]
        if any(each.kind == "prose" for each in told[-1:]) or left < beyond:
            left -= 1
            if left < 0:
                break
        label = told[-1].text if told and _LABEL_ALONE.fullmatch(told[-1].text) else ""
        joined = f"{label.rstrip(': ')}: {text.lstrip('- •')}"
        whole = told_by_shape(number, joined) if label else None
        if whole and whole.kind in {"date", "changed", "byline"}:
            told[-1] = replace(told[-1], kind="notice")
            told.append(whole)
        else:
            told.append(told_by_shape(number, text))
    return told


def told_by_shape(number: int, text: str) -> HeadLine:
    """Tell what a line is."""
    if len(text) > TITLE_LIMIT:
        address = _ADDRESS.fullmatch(text[: 4 * TITLE_LIMIT])
        return HeadLine(number, text, "address" if address else "prose", url=address[1] if address else None)
    if found := _ADDRESS.fullmatch(text):
        return HeadLine(number, text, "address", url=found[1])
    if dated := _dated(number, text):
        return dated
    bare = _bare(text)
    if told := _of_names(number, text, bare):
        return told
    who = byline(bare)
    kind: LineKind = "notice" if not bare or _NOTICE.fullmatch(bare) else _of_words(text, bare, is_name=who is not None)
    return HeadLine(number, text, kind, author=who.author if who and kind == "credit" else None)


def _of_names(number: int, text: str, bare: str) -> HeadLine | None:
    """Read a line that says who wrote the article, or who published it, and nothing else."""
    if len(text) > _SHORT:
        return None
    if outlet := outlet_of_line(bare):
        return HeadLine(number, text, "outlet", outlet=outlet)
    if paper := paper_named(bare):
        return HeadLine(number, text, "label", outlet=paper)
    who = byline(bare)
    if who and who.is_labelled and (not who.author or not outlet_of_line(f"by {who.author}") or _NAMED.match(bare)):
        return HeadLine(number, text, "byline", author=who.author or None)
    if SENTENCE_END.search(text) or len(text.split()) > _BYLINE_WORDS:
        return None
    outlet, rest = without_outlet(bare)
    who = byline(rest.strip(FURNITURE)) if outlet else None
    return HeadLine(number, text, "byline", author=who.author or None, outlet=outlet) if who else None


def _of_words(text: str, bare: str, *, is_name: bool) -> LineKind:
    """What a line is that says neither who nor when."""
    is_credit = _CREDIT.fullmatch(bare) or _USER_NAME.fullmatch(bare) or is_name
    if is_credit and len(text) <= _SHORT:
        return "credit"
    words = text.count(" ") + 1
    is_sentence = words >= _SENTENCE_WORDS and SENTENCE_END.search(text) and not text.startswith("#")
    if words >= _PROSE_WORDS or is_sentence:
        return "title" if text.endswith("?") and words in _TITLE_WORDS else "prose"
    if text.startswith("# "):
        return "title"
    if _KINDS.fullmatch(bare) or _CRUMBS.fullmatch(bare):
        return "section"
    is_label = words not in _TITLE_WORDS or NO_TITLE_END.search(text) or not any(map(str.isalpha, text))
    return "label" if is_label else "title"


def _dated(number: int, text: str) -> HeadLine | None:
    """Read a line that says when, and perhaps who, and nothing else."""
    found = list(days_within(text)) if len(text) <= _SHORT else []
    if not found:
        return None
    day, is_changed = _published(text, found)
    rest = text
    for each in reversed(found):
        rest = f"{rest[: each.start]}\0{rest[each.end :]}"
    outlet, rest = without_outlet(_PAGE.sub("", _bare(_STOP_BESIDE_DAY.sub("", rest))))
    if outlet in _AMERICAN and is_either_way(text[day.start : day.end]):
        return None
    pieces = ["" if is_nobody(piece) else piece for piece in map(_unlabelled, rest.split("\0"))]
    left = " ".join(filter(None, pieces))
    if left and not outlet and (outlet := next(filter(None, map(paper_named, pieces)), None)):
        pieces = ["" if paper_named(piece) == outlet else piece for piece in pieces]
        left = " ".join(filter(None, pieces))
    who = byline(left) if left else None
    if left and not who and not _NOTICE.fullmatch(left) and not _KINDS.fullmatch(left):
        who = byline(pieces[0]) if pieces[0] else None
        filed = left.removeprefix(pieces[0]).split()
        is_name = all(word[0].isupper() or not word[0].isalpha() for word in filed) and len(filed) <= _OUTLET_WORDS
        if NO_TITLE_END.search(left) or len(filed) > _CATEGORY_WORDS or not (who or (is_name and not pieces[0])):
            return None  # more than who, when and under what
    author = who.author or None if who else None
    return HeadLine(number, text, "changed" if is_changed else "date", day.day, author, outlet=outlet)


def _published(text: str, found: list[FoundDay]) -> tuple[FoundDay, bool]:
    """The day of publication among those on a line, else the first, and whether that is one of a change."""
    end = 0
    first: tuple[FoundDay, bool] | None = None
    for each in found:
        label = text[end : each.start]
        end = each.end
        if _PUBLISHED.search(label):
            return each, False
        is_changed = bool(_CHANGED.search(label))
        if first is None or (first[1] and not is_changed):
            first = each, is_changed
    return first or (found[0], False)


def _unlabelled(piece: str) -> str:
    bare = _CHANGED.sub("", _PUBLISHED.sub("", piece.strip(f"{FURNITURE}()[]"))).strip(FURNITURE)
    return _ON.sub("", bare).strip(FURNITURE) if any(map(str.isalnum, bare)) else ""


def _bare(text: str) -> str:
    """A line without how long it takes to read, and how long ago that was written."""
    has_time = len(text) <= _SHORT and (_DIGIT.search(text) or "omment" in text)
    return (_AGO.sub("", _READ_TIME.sub("", text)) if has_time else text).strip(FURNITURE)
