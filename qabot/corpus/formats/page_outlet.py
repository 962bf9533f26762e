"""Who publishes a page: the name it gives its site, else what stands beside the headline in its title, else its host.

What a library takes for the site's name is often the other end of the title, the headline itself; that is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.core.name_keys import name_key
from qabot.corpus.formats.boilerplate import is_section
from qabot.corpus.formats.title_parts import MARKS, PARTING
from qabot.corpus.outlet_domains import outlet_named, outlet_of_address
from qabot.corpus.page_addresses import own_host

_LONGEST = 60
"""Characters of an outlet's name."""
_MOST_WORDS = 6
_GUESSED_WORDS = 4
_SMALL = frozenset("and of for the in on at by to &".split())
_ROOM = re.compile(
    r" (?:newsroom|news room|press office|media (?:centre|office)|news ?centre|news and media)$", re.IGNORECASE
)
"""What a body calls the part of its site that holds its news."""
_LEAST_HEADLINE = 3
"""Words of a headline behind which the rest of a title is taken for the site's name, whoever that is."""


def page_outlet(name: str, address: str | None, titles: Sequence[str], *, is_stated: bool) -> str:
    """Return who publishes a page, empty where that cannot be told.

    Args:
        name: What a library takes for the site's name.
        address: The page's address, where it is known.
        titles: What the page is called: its headline, perhaps with the site's name beside it, its headings, and others.
        is_stated: Whether the page gives that name by itself; otherwise it is but a part of its title.
    """
    if name and (_is_headline(name, titles) if is_stated else not _is_end(name, titles)):
        name = ""
    host = own_host(address)
    is_host = "." in name and " " not in name and name == name.lower()
    if name and not is_host:
        return name
    beside = _known_beside(titles)
    if beside:
        return beside
    placed = outlet_of_address(address)
    if placed and placed != host:
        return placed
    return _beside(titles) or placed or ("" if host is None and address else name)


def without_outlet(title: str, outlet: str, titles: Sequence[str]) -> str:
    """Return a title without the outlet at either end; where it is nothing else, what stands beside that elsewhere."""
    key = name_key(outlet)
    if not key:
        return title
    for each in (title, *(titles if name_key(title) == key else ())):
        partings = list(PARTING.finditer(each))
        if partings and _is_named(each[partings[-1].end() :], key):
            return each[: partings[-1].start()].rstrip(MARKS)
        if partings and _is_named(each[: partings[0].start()], key):
            return each[partings[0].end() :].lstrip(MARKS)
    return title


def _is_named(part: str, key: str) -> bool:
    return name_key(part) == key or name_key(outlet_named(part) or "") == key


def _is_headline(name: str, titles: Sequence[str]) -> bool:
    """Whether what a page gives as its site's name is its own headline."""
    key = name_key(name)
    return outlet_named(name) is None and any(
        key == name_key(part) for title in titles[:1] for part in (title, *PARTING.split(title)[:1])
    )


def _is_end(name: str, titles: Sequence[str]) -> bool:
    """Whether what was taken from the title can be a site's name: a few words in capitals beside a longer headline."""
    words = name.split()
    if PARTING.search(name) or is_section(name) or not _is_name(name, _GUESSED_WORDS):
        return False
    for title in titles:
        parts = PARTING.split(title)
        rest = [part for part in parts if name_key(part) != name_key(name)]
        if len(rest) < len(parts) and sum(len(part.split()) for part in rest) > len(words):
            return not any(name_key(each) == name_key(name) for each in titles)
    return False


def _is_name(part: str, most: int) -> bool:
    """Whether a part of a title can be a name: at most so many words, all with capitals."""
    words = part.split()
    is_word = part[:1].isalnum() and 2 * sum(map(str.isalpha, part)) > len(part)
    return is_word and len(words) <= most and all(not word[0].islower() or word in _SMALL for word in words)


def _known_beside(titles: Sequence[str]) -> str | None:
    """The outlet that is known and stands at an end of a title: the last part first."""
    for number, title in enumerate(titles):
        parts = PARTING.split(title)
        if (parts[1:] or number) and (outlet := outlet_named(parts[-1]) or outlet_named(parts[0])):
            return outlet
    return None


def _beside(titles: Sequence[str]) -> str | None:
    """What stands at an end of a title beside the page's headline."""
    return next(filter(None, (_rest(title, headline) for title in titles for headline in titles[:1])), None)


def _rest(title: str, headline: str) -> str | None:
    """What stands behind a headline in a title, where a mark parts the two: a name that is known, else the last one."""
    if len(headline.split()) < _LEAST_HEADLINE or not title.casefold().startswith(headline.casefold()):
        return None
    behind = title[len(headline) :]
    if not PARTING.match(f"x{behind}", 1):
        return None
    named = [part.strip() for part in PARTING.split(behind.lstrip(MARKS))]
    if known := next(filter(None, map(outlet_named, named)), None):
        return known
    named = [_ROOM.sub("", part) for part in named if part and not is_section(part)]
    is_one = bool(named) and len(named[-1]) <= _LONGEST and _is_name(named[-1], _MOST_WORDS)
    return named[-1] if is_one else None
