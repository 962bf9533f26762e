"""What a page says of itself: JSON-LD, OpenGraph and `<meta>` as trafilatura reads them, put right where it guesses.

Its date is that of JSON-LD or OpenGraph where they agree with themselves, else htmldate's, which looks in the text too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from trafilatura.settings import Document

from qabot.core.dates import PartialDate
from qabot.core.text import clean_line
from qabot.corpus.formats.html_tree import Element
from qabot.corpus.metadata import is_web_address

_BY = re.compile(r"(?:(?:written|posted|published|words) )?by:?\s+", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+")
_PARTING = re.compile(r"\s+[|·»–—-]\s+")
_DATED = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_NEW_YEAR = re.compile(r"\d{4}-01-01|\b0?1/0?1/\d{4}|\b0?1(?:st)? Jan|\bJan(?:uary)?\.? 0?1(?:st)?\b", re.IGNORECASE)
_TOPICS = 20


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says of itself; None where it says nothing that can be used."""

    title: str | None
    """Without the site's name behind it."""
    outlet: str | None
    """The site's name, else its host."""
    author: str | None
    """Names, by commas where there are several."""
    published: PartialDate | None
    """When it was first published."""
    url: str | None
    """The address that it wants to be known by."""
    topics: tuple[str, ...]
    """Its tags."""


def page_metadata(page: Document, tree: Element) -> PageMetadata:
    """Read the facts that trafilatura found in a page, whose tree is still whole."""
    url = page.url if page.url and is_web_address(page.url) else None
    tags = [clean_line(tag) for tag in page.tags or ()]
    outlet = clean_line(page.sitename or "") or _host(url)
    return PageMetadata(
        title=_title(clean_line(page.title or ""), outlet) or None,
        outlet=outlet or None,
        author=_author(clean_line(page.author or "")) or None,
        published=_stated_date(tree) or _found_date(page.date, tree),
        url=url,
        topics=tuple(dict.fromkeys(tag for tag in tags if tag))[:_TOPICS],
    )


def _host(url: str | None) -> str:
    return ((urlsplit(url).hostname if url else None) or "").removeprefix("www.")


def _title(title: str, outlet: str) -> str:
    """Take the site's name off a title, at either end."""
    parts = _PARTING.split(title)
    if not parts[1:] or not outlet:
        return title
    if parts[-1].casefold() == outlet.casefold():
        return title[: title.rindex(parts[-1])].rstrip(" |·»–—-")
    return title.removeprefix(parts[0]).lstrip(" |·»–—-") if parts[0].casefold() == outlet.casefold() else title


def _author(names: str) -> str:
    bare = _BY.sub("", _ADDRESS.sub("", names), count=1) if _BY.match(names) else _ADDRESS.sub("", names)
    return ", ".join(name.strip() for name in bare.split(";") if name.strip())


def _stated_date(tree: Element) -> PartialDate | None:
    """The one day that the page states for machines to read; None where it states none, or several."""
    scripts = " ".join(
        script.text or "" for script in tree.iter("script") if script.get("type") == "application/ld+json"
    )
    stated = _DATED.findall(scripts)
    stated += [
        meta.get("content", "") for meta in tree.iter("meta") if meta.get("property") == "article:published_time"
    ]
    dates = {date for text in stated if (date := _date(text))}
    return dates.pop() if len(dates) == 1 else None


def _found_date(text: str | None, tree: Element) -> PartialDate | None:
    """Read htmldate's date; where it found but a year, such as that of a copyright, it says the first of January."""
    found = _date(text)
    if found is None or (found.month, found.day) != (1, 1):
        return found
    said = (part for each in tree.iter() for part in (each.text or "", *each.attrib.values()))
    return found if any(_NEW_YEAR.search(part) for part in said) else None


def _date(text: str | None) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text else None
    except ValueError:
        return None
