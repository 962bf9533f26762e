"""Addresses as pages state them: whose a page is that an archive keeps, and the day that an address names."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from qabot.core.dates import MONTH_NAMES, MONTHS, PartialDate

_ARCHIVES = (
    "web.archive.org",
    "wayback.archive.org",
    "webarchive.nationalarchives.gov.uk",
    "webarchive.nrscotland.gov.uk",
    "webarchive.parliament.uk",
    "www.webarchive.org.uk",
    "webarchive.org.uk",
    "wayback.archive-it.org",
    "archive.ph",
    "archive.today",
    "archive.is",
    "archive.li",
    "archive.md",
    "archive.vn",
    "arquivo.pt",
    "webcache.googleusercontent.com",
)
"""Hosts under whose addresses those of other pages stand."""
_INNER = re.compile(r"(?:/|cache:(?:[\w-]+:)?)(https?:/{1,2}[^/\s]\S*|www\.[^/\s]+\.\S*)", re.IGNORECASE)
_SCHEME = re.compile(r"(https?):/{1,2}", re.IGNORECASE)
_LONGEST = 4_000
"""Characters of an address: its host is put into a form of Unicode, which may take quadratic time."""
_YEAR = r"(?P<y>(?:19[89]|20[0-4])\d)"
_NAMED = "|".join(name[:3] for name in MONTH_NAMES)
_DAYS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"/{_YEAR}/(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})(?=[/_-]|$)",
        rf"/{_YEAR}/(?P<n>{_NAMED})[a-z]*/(?P<d>\d{{1,2}})(?=[/_-]|$)",
        rf"[/_-]{_YEAR}[-_](?P<m>\d{{2}})[-_](?P<d>\d{{2}})(?=[/_.-]|$)",
        rf"[/_-]{_YEAR}(?P<m>[01]\d)(?P<d>[0-3]\d)(?=[/_.-]|$)",
        rf"[/_-](?P<d>\d{{1,2}})[-_](?P<n>{_NAMED})[a-z]*[-_]{_YEAR}(?=[/_.-]|$)",
        rf"/{_YEAR}/(?P<m>\d{{2}})(?=/|$)",
        rf"/{_YEAR}-(?P<m>\d{{2}})(?=/|$)",
    )
)


def own_address(url: str) -> str:
    """Return the address that a page had itself, where an archive's stands around it; any other as it is."""
    parts = _split(url)
    if parts is None or parts[0] not in _ARCHIVES:
        return url
    found = _INNER.search(parts[1]) or _INNER.search(unquote(parts[1]))
    if found is None:
        return url
    inner = found[1] if _SCHEME.match(found[1]) else f"http://{found[1]}"
    return _SCHEME.sub(lambda scheme: f"{scheme[1]}://", inner, count=1)


def own_host(url: str | None) -> str | None:
    """Return the host of the page itself, without `www.`; None where an archive's address names none."""
    parts = _split(own_address(url)) if url else None
    return parts[0].removeprefix("www.") or None if parts and parts[0] not in _ARCHIVES else None


def day_in_address(url: str | None) -> PartialDate | None:
    """Return the day that an address names, such as `/2021/11/22/`, else the month; None where it names none."""
    parts = _split(own_address(url)) if url else None
    if parts is None or parts[0] in _ARCHIVES:
        return None
    path = parts[1].partition("?")[0].partition("#")[0]
    for pattern in _DAYS:
        if (found := pattern.search(path)) and (day := _day(found.groupdict())):
            return day
    return None


def _day(parts: dict[str, str | None]) -> PartialDate | None:
    month = MONTHS[str(parts["n"])[:3].lower()] if parts.get("n") else int(parts["m"] or 0)
    try:
        return PartialDate(int(parts["y"] or 0), month, int(str(parts["d"])) if parts.get("d") else None)
    except ValueError:
        return None


def _split(url: str) -> tuple[str, str] | None:
    """The host of an address and all that stands behind it; None of what is no address, or longer than any."""
    if len(url) > _LONGEST:
        return None
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return None
    return (
        (host, url.partition("://")[2].partition("/")[1] + url.partition("://")[2].partition("/")[2]) if host else None
    )
