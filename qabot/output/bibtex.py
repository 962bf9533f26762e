"""References as BibTeX, with the fields that biblatex gives a newspaper article; UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qabot.output.reference import BRIEF_NOTE, BriefReference, Reference

_SPECIAL = str.maketrans(
    {character: f"\\{character}" for character in "$&#_%"}
    # BibTeX counts braces whether or not a backslash stands before them, so an escaped one would still end a field.
    | {"{": r"\textbraceleft{}", "}": r"\textbraceright{}", "\\": r"\textbackslash{}", "\n": r"\newline{}"}
    | {"^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}"}
    | {"|": r"\textbar{}"}
)
_LIGATURE = re.compile(r"(?<=[-`',?!])(?=[-`',])")
"""Where TeX would draw one character for two, such as a dash for `--`."""


def entries(references: Iterable[Reference]) -> str:
    """Return an entry for each reference, a blank line between them."""
    return "\n".join(_entry(reference) for reference in references)


def _entry(reference: Reference) -> str:
    kind = "misc" if reference.brief else "article" if reference.outlet else "online" if reference.url else "misc"
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(reference).items() if value)
    return f"@{kind}{{{reference.key},\n{fields}}}\n"


def _fields(reference: Reference) -> dict[str, str]:
    """Return the fields; inner braces keep a byline whole and the title's capitals as they are."""
    if reference.brief:
        return _fields_of_brief(reference, reference.brief)
    return {
        "author": f"{{{_escaped(reference.author)}}}" if reference.author else "",
        "title": f"{{{_escaped(reference.title)}}}",
        "journaltitle": _escaped(reference.outlet or ""),
        "entrysubtype": "newspaper" if reference.outlet else "",
        "date": str(reference.published or ""),
        "url": reference.url or "",  # biblatex reads it verbatim
        "urldate": reference.accessed.isoformat() if reference.url else "",
        "note": reference.place,
        "annotation": _escaped(reference.quote),
    }


def _fields_of_brief(reference: Reference, brief: BriefReference) -> dict[str, str]:
    """Return the fields of a brief: it bears no date or address of an outlet, for it is not that outlet's."""
    on = brief.words_and_address
    return {
        "author": f"{{{_escaped(reference.author)}}}" if reference.author else "",
        "title": f"{{{_escaped(reference.title)}}}",
        "howpublished": _escaped(reference.source),
        "url": reference.url or "",
        "urldate": reference.accessed.isoformat() if reference.url else "",
        "note": _escaped(f"{BRIEF_NOTE}{f' It reports on: {on};' if on else ''} {reference.place}"),
        "annotation": _escaped(reference.quote),
    }


def _escaped(text: str) -> str:
    return _LIGATURE.sub("{}", text.translate(_SPECIAL))
