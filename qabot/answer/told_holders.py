"""Who holds an office, where a quote plainly tells: the name that stands with the office itself, and with no other.

"Design director Ben Terrett, head of user research Leisa Reichelt" names neither the director nor the head. And whom a
newer article has in the office, an older one cannot say to hold it now; nor does whoever is told to leave it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct

from qabot.answer.asked_offices import AskedOffice, is_of_it, places
from qabot.answer.office_changes import is_leaving, is_replaced, is_to_be_replaced
from qabot.core.answers import Evidence
from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.core.questions import Filters
from qabot.core.text import Span, sentences
from qabot.index.text_index import LexicalQuery
from qabot.question.tokeniser import STOP_WORDS
from qabot.retrieval.protocols import Index

_CAPITALS = r"[A-Z][^\W_]*(?:[’'-][^\W_]+)*"
_PERSON = rf"{_CAPITALS}(?:\s(?:(?:van|von|de|der|al|bin)\s)?{_CAPITALS}){{1,3}}"
_LIMITED = r"(?<![^\W_])(?P<word>[a-z][a-z’'-]*)[\s-]+$"
_OF_SOMETHING = r"\s+(?:of|for)\s+(?:(?:the|its|their)\s+)?(?P<what>(?!the\b)[a-z][\w’'-]*)\b"
_LIMITS_NOTHING = frozenset(
    """acting agency association authority became become becoming board body cabinet charity commission committee
    company council current department first force founding group inaugural incoming interim joint long-serving
    longstanding made ministry named new non-executive office organisation outgoing overall permanent present programme
    regulator secretary service society sole team then trust whose""".split()
)
"""Words before an office that leave it what it is: `acting head`, `council leader`."""
_QUALIFYING = r"shadow|deputy|vice|assistant|acting|interim|incoming|next"
_OTHER_OFFICE = (
    r"(?:head|boss|leader|chief|director|chair(?:man|woman|person)?|minister|officer|secretary|commissioner|president|"
    r"manager|adviser|advisor|mayor|mp|editor|spokes\w+)"
)
_SURE_OF_LED = (
    r"head(?:s|ed)?|boss|leader|chief exec(?:utive)?(?: officer)?|ceo|director[- ]general|"
    r"chief(?! \w+ (?:and \w+ )?(?:officer|director|adviser|scientist))|r[au]ns?|leads?|led|in charge|"
    r"(?:managing|executive) director"
)
_NEAR = 80
"""Characters between an office and the name of whoever holds it, at the most."""
_TO_HOLDER = r"[\s,–—:-]*|\s*(?:\([^)]*\)\s*)?(?:of|at|for|in|by|is|was)\b[^,;]*,?\s*"
"""What stands between an office and its holder behind it."""
_MOST_PLACES = 12
"""Places of an office in one sentence that are looked at."""
_PASSAGES = 24
"""Passages that are looked at for newer holders."""
_OFFICE_WORDS = "head chief executive director chair leader boss".split()


class Holder(Struct, frozen=True):
    """Somebody who is told to hold an office."""

    name: str
    """As the text has it."""
    span: Span
    """Where it stands there."""


class DatedHolder(Struct, frozen=True):
    """Somebody whom an article has in an office."""

    name: str
    """As it calls them."""
    published: PartialDate
    """When."""
    leaves: bool = False
    """Whether it tells that they leave it."""


def holders_told(office: AskedOffice, title: str, text: str) -> Iterator[Holder | None]:
    """Yield, for each place where a text plainly has an office, who is told to hold it; None where no name is near.

    Args:
        office: The office.
        title: The title of its article.
        text: The text.
    """
    for a, b in sentences(text):
        sentence = text[a:b]
        for place in islice(places(office, sentence, _surely_told(office)), _MOST_PLACES):
            is_it = _has_qualifier(office, sentence, place[0]) and not _is_limited(office, sentence, place)
            if is_it and is_of_it(office, title, text, sentence, place):
                found = _nearest(office, sentence, place)
                yield Holder(sentence[slice(*found)], (a + found[0], a + found[1])) if found else None


def newest_holder(index: Index, office: AskedOffice, filters: Filters) -> DatedHolder | None:
    """Return whom the newest article that was found has in an office, of those that plainly tell.

    Args:
        index: Where it is looked for.
        office: The office; of one that was held once, nothing is newer.
        filters: What the search is limited to.
    """
    if office.is_past:
        return None
    newest: DatedHolder | None = None
    articles: dict[str, Article | None] = {}
    found = [passage for passage, _ in index.best(LexicalQuery(_terms(index, office)), _PASSAGES, filters)]
    for passage in index.passages(found):
        if not any(places(office, passage.text, _surely_told(office))):
            continue
        if passage.article_id not in articles:
            articles[passage.article_id] = index.article(passage.article_id)
        article = articles[passage.article_id]
        if (
            article is None
            or article.published is None
            or (newest and article.published.first <= newest.published.last)
        ):
            continue
        if holder := next(filter(None, holders_told(office, article.title, passage.text)), None):
            leaves = is_leaving(office, holder.name, f"{article.title}\n{article.text}")
            newest = DatedHolder(holder.name, article.published, leaves)
    return newest


def is_outdated(holder: DatedHolder | None, published: PartialDate | None, quote: str) -> bool:
    """Whether a newer article than that of a quote has somebody in the office whom the quote does not name."""
    if holder is None:
        return False
    is_newer = published is None or published.last < holder.published.first
    return is_newer and re.search(rf"\b{re.escape(holder.name.split()[-1])}\b", quote) is None


def is_left(office: AskedOffice, holder: DatedHolder | None, evidence: Evidence, newer: Sequence[str] = ()) -> bool:
    """Whether those whom a quote has in an office that somebody holds now are told to leave it, or to be replaced.

    Args:
        office: The office; of one that was held once, nothing is said.
        holder: Whom the newest article has in it.
        evidence: The quote, with its article.
        newer: Texts of newer articles; those that name the body of the office may tell that somebody leaves it.
    """
    article, quote = evidence.article, evidence.text
    if office.is_past or office.qualified:
        return False
    if holder and holder.leaves and re.search(rf"\b{re.escape(holder.name.split()[-1])}\b", quote):
        return True
    if not (office.may_be_of(f"{article.title}\n{quote}") and places(office, quote)):
        return False
    named = [each.span() for each in re.finditer(_PERSON, quote) if not office.is_own_name(each[0])]
    if any(is_to_be_replaced(quote, each) for each in named):
        return True
    told = {each.name for each in holders_told(office, article.title, quote) if each}
    whole = f"{article.title}\n{article.text}"
    if told:
        texts = [whole, *(each for each in newer if office.may_be_of(each))]
        return all(any(is_leaving(office, each, text) for text in texts) for each in told)
    return bool(named) and all(
        is_replaced(quote, each) or is_leaving(office, quote[slice(*each)], whole) for each in named
    )


def _terms(index: Index, office: AskedOffice) -> tuple[str, ...]:
    words = (office.called, *(office.body.names if office.body else ()), *([] if office.is_called else _OFFICE_WORDS))
    return tuple(dict.fromkeys(term for each in words for term in index.terms(each) if term not in STOP_WORDS))


def _surely_told(office: AskedOffice) -> str:
    if office.is_called and "in charge" not in office.told:
        return office.told
    return rf"(?:{_SURE_OF_LED})\s+(?:of|for)\s+{re.escape(office.within)}" if office.within else _SURE_OF_LED


def _has_qualifier(office: AskedOffice, text: str, start: int) -> bool:
    """Whether the office stands there with what the question has before it: the deputy is asked for, or the head."""
    words = re.findall(_QUALIFYING, office.qualified.casefold())
    before = text[max(0, start - 40) : start].casefold()
    return all(re.search(rf"\b{word}\b(?:[\s-]+\w+){{0,2}}[\s-]+$", before) for word in words)


def _is_limited(office: AskedOffice, text: str, place: Span) -> bool:
    """Whether the word before makes another office of it, or what it is of: `design director`, `director of policy`."""
    asked = re.split(r"[^\w ]| of ", office.called.casefold())[0]
    if " " in asked.strip() or office.within:
        return False
    of = re.match(_OF_SOMETHING, text[place[1] :])
    if of and not office.may_be_of(of["what"]) and of["what"] not in _LIMITS_NOTHING:
        return True
    found = re.search(_LIMITED, text[: place[0]])
    if not found:
        return False
    word = found["word"]
    known = {*_LIMITS_NOTHING, *office.called.casefold().split(), *office.qualified.casefold().split()}
    return not (word.endswith(("ed", "ly")) or word in STOP_WORDS or word in known)


def _nearest(office: AskedOffice, text: str, place: Span) -> Span | None:
    """Return the name of a person that stands nearest to an office in its sentence, with no other office between."""
    found: list[tuple[int, Span]] = []
    for each in (*re.compile(_PERSON).finditer(text, place[1]), *re.finditer(_PERSON, text[: place[0]])):
        first, last = each.span()
        if office.is_own_name(each[0]) or (not office.is_past and is_replaced(text, (first, last))):
            continue
        is_behind = first >= place[1]
        between = text[place[1] : first] if is_behind else text[last : place[0]]
        if len(between) > _NEAR or re.search(rf"(?i)\b{_OTHER_OFFICE}\b", between):
            continue
        # A name behind the office, at once or behind its body, is the holder's before one that stands before it.
        apart = len(re.sub(r"\([^)]*\)", "", between))
        if not is_behind or not re.fullmatch(_TO_HOLDER, between):
            apart += _NEAR if is_behind else 1
        found.append((apart, (first, last)))
    return min(found)[1] if found else None
