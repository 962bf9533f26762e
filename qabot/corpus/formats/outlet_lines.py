"""Names of outlets on the lines around a headline, in a text without markup: alone, or beside a day or a byline."""

from __future__ import annotations

import re

from qabot.corpus.outlet_domains import outlet_named

LONGEST = 60
"""Characters of a line's part that may be an outlet's name."""

_PARTS = re.compile(r"\s*[|·•–—,;]\s*|\s+[-/]\s+|\.\s+|\s*\(\s*|\s*\)\s*|\0|\s+(?:in|for|at) (?=[A-Z])")
_LABEL = re.compile(
    r"(?:(?:source|outlet|publisher|publication|credit|published by|as seen in|via|from|in|for|by)\s*:?\s+)",
    re.IGNORECASE,
)
_PUBLISHED_IN = re.compile(
    r"(?:\b(?:first|originally) )?\b(?:published|posted|appeared|reported|printed) (?:in|by|on|at) "
    r"(?P<name>[^\d,|\0]{2,60}?)(?:(?: on| at)?[,\s]*(?=\0|$))",
    re.IGNORECASE,
)
_EDITION = re.compile(
    r" (?:news(?:letter|desk|room)?|news team|staff|reporters?|daily|weekly|bulletin|alerts?|updates?|editorial"
    r"|editorial team|press (?:office|team)|online|web ?site)$",
    re.IGNORECASE,
)
"""What may stand behind an outlet's name that is no part of it."""
_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)
_AMBIGUOUS = frozenset("herald independent mirror national observer register stack standard sun times wired".split())
"""Names that are words of every day without their `The`."""
_AGENCIES = frozenset({"PA Media", "Reuters", "Associated Press", "AFP"})
"""Whose reports stand in the pages of others, signed with their names: `By Press Association` names no outlet."""
_PAPERS = (
    "advertiser argus bugle chronicle courier echo examiner gazette guardian herald journal magazine mercury "
    "newsletter observer telegraph times tribune weekly"
)
_PAPER = re.compile(
    rf"(?!By )(?:The )?(?:[A-Z][\w'’&-]* (?:(?:and|of|for|in|&) )?){{1,4}}(?:{_PAPERS.title().replace(' ', '|')})"
)
"""What newspapers are called that nobody has listed; only beside a day is such a name one."""

_BODY = (
    r"(?:The )?(?:[A-Z][\w'’&-]* (?:(?:and|of|for|in|the|&) ){0,2}){0,5}"
    r"(?:Agency|Association|Authority|Constabulary|Council|Department|Government|Group|Office|Partnership|Police|Service"
    r"|Services|Trust|University)(?: of (?:[A-Z][\w'’&-]* ?){1,4})?"
)
_RELEASE = re.compile(
    rf"(?P<before>{_BODY})(?:,| [-–|])? (?i:(?:press|news|media) (?:release|office|statement|room)|newsroom)"
    rf"|(?i:(?:press|news|media) (?:release|statement))(?i: from| by|:| [-–|]|,) (?P<behind>{_BODY})"
)
"""How a line says that a body gave an article out."""


def outlet_of_line(line: str) -> str | None:
    """Return the outlet that is all a line holds, but for a label, such as `Source: The Register`; None for others."""
    bare = line.strip(" -–—|·•:,/.()[]")
    if not bare or len(bare) > LONGEST:
        return None
    label = _LABEL.match(bare)
    outlet = _named(bare[label.end() :] if label else bare)
    return None if label and outlet in _AGENCIES else outlet


def without_outlet(line: str) -> tuple[str | None, str]:
    """Return the outlet that a part of a short line names, and the line without it; None where no part does.

    A day that was taken out of the line stands in it as a NUL.
    """
    found = _PUBLISHED_IN.search(line)
    if found and (outlet := outlet_of_line(found["name"])):
        return outlet, f"{line[: found.start()]}{line[found.end() :]}"
    partings = [*_PARTS.finditer(line)]
    ends = [*(parting.start() for parting in partings), len(line)]
    begins = [0, *(parting.end() for parting in partings)]
    for number, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        if outlet := outlet_of_line(line[begin:end]):
            is_day_before = number == 0 or partings[number - 1][0] == "\0"
            return outlet, f"{line[: begin if is_day_before else ends[number - 1]]}{line[end:]}"
    return None, line


def paper_named(name: str) -> str | None:
    """Return a name that is formed as those of newspapers are, such as `Anyshire Gazette`; None for any other.

    A body that gives out news is one too, where the line says so: `Anyshire Council press release`.
    """
    bare = name.strip(" -–—|·•:,/.()[]\0")
    if len(bare) > LONGEST:
        return None
    given_out = _RELEASE.fullmatch(bare)
    body = (given_out["before"] or given_out["behind"]) if given_out else ""
    return bare if _PAPER.fullmatch(bare) else body if " " in body else None


def _named(name: str) -> str | None:
    """The outlet of the table that is called so, in its own case."""
    outlet = outlet_named(name) or (outlet_named(_EDITION.sub("", name)) if _EDITION.search(name) else None)
    if outlet is None or (name.islower() and len(name) < len("diginomica")):
        return None
    is_short = _ARTICLE.match(outlet) and not _ARTICLE.match(name)
    return None if is_short and name.casefold() in _AMBIGUOUS else outlet
