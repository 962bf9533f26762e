"""What files of office programs say of themselves: which titles are names of files, and which authors are accounts."""

from __future__ import annotations

import re

_FILE = re.compile(
    r"microsoft (?:office )?(?:word|powerpoint|excel|publisher)\b.*"
    r"|.*\.(?:docx?|dotx?|pdf|pptx?|xlsx?|rtf|odt|odp|indd|pub|tex|dvi|qxd|qxp|pages|txt|md|html?|ai|eps|tmp|wpd)"
    r"|.*[\\/].*\.\w{1,5}"
    r"|(?:untitled|document|doc|presentation|slide|layout|template|title|no title|title of (?:the )?(?:document|report)"
    r"|powerpoint presentation|word document|print|scan(?:ned)?(?: document)?|job|full page (?:photo|fax) print"
    r"|no job name|blank page|book|report|draft|final|new document)(?:[ _-]*\d*)?",
    re.IGNORECASE,
)
_VERSION = re.compile(r"\b(?:v(?:ersion)? ?\d+(?:[._]\d+)*|final|draft|copy)\b", re.IGNORECASE)
_JOINED = re.compile(r"\S*(?:_|\d[-.]|[-.]\d|%20)\S*")
_ACCOUNT = re.compile(
    r"(?:administrator|admin|user|owner|author|unknown|default|guest|microsoft|windows|office|root|me)"
    r"(?: (?:office )?user)?|.*[\d@_\\/].*",
    re.IGNORECASE,
)


def title_named(title: str) -> str:
    """Return a title, or nothing where it is the name of a file or of nothing."""
    if _FILE.fullmatch(title) or _JOINED.fullmatch(title):
        return ""
    return "" if len(_VERSION.findall(title)) > 1 else title


def person_named(name: str) -> str:
    """Return the name of an author, or nothing where it is an account of a computer."""
    return name if " " in name.strip() and not _ACCOUNT.fullmatch(name) else ""
