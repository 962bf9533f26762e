"""Lines that say who wrote an article, in a text without markup."""

from __future__ import annotations

import re
from typing import NamedTuple

from qabot.corpus.formats.outlet_lines import paper_named
from qabot.corpus.outlet_domains import outlet_named

_CAPITAL = r"[^\W\d_a-z]"
_WORD = rf"{_CAPITAL}[\w'’.-]*"
_PARTICLE = r"(?:van|von|de|der|den|la|le|du|di|da|bin|al|ap|ten|ter)"
_PERSON = rf"{_WORD}(?: (?:{_PARTICLE} ){{0,2}}{_WORD}){{1,3}}"
_LONE_PERSON = re.compile(_PERSON)
_PARTING = r"(?: and | & |, (?:and )?|; ?| with )"
_PEOPLE = rf"{_WORD}(?: (?:{_PARTICLE} ){{0,2}}{_WORD}){{0,5}}(?:{_PARTING}{_PERSON}){{0,7}}"
_LABEL = re.compile(
    r"(?:(?:words|written|posted|reported|report|story|article|text|published|interview)(?: and [a-z]+)? )?by:? +"
    r"|(?:author|writer|reporter|words|byline)(?:s|\(s\))?(?: name)?:? +|from our (?:own )?correspondent,? +",
    re.IGNORECASE,
)
_NAMING = re.compile(r"(?:authors?|author\(s\)|writers?|written by):? +", re.IGNORECASE)
"""Labels behind which any name may stand, of a body too."""
_REPORTERS = "editor reporter correspondent journalist writer contributor columnist"
_ROLES = (
    f"{_REPORTERS} staff desk bureau team freelance chief director officer analyst consultant head leader manager "
    "minister professor lecturer president chairman chair partner founder researcher specialist executive "
    "adviser advisor secretary fellow cio cto ceo cdo technologist blogger"
)
_ROLE = re.compile(rf"(?:,| [-–|] | \()\s*(?:[\w'’&/-]+ ){{0,8}}?(?:{'|'.join(_ROLES.split())})s?\b.*", re.IGNORECASE)
_KINDS_OF_REPORTER = (
    "managing senior deputy chief political technology news digital feature features staff assistant associate "
    "contributing executive group online health business local government public sector policy it"
)
_POST = rf"(?:(?:{'|'.join(_KINDS_OF_REPORTER.split())}) )*(?:{'|'.join(_REPORTERS.split())}|staff)s?"
_POST_BEHIND = re.compile(rf"[, ] *{_POST}$", re.IGNORECASE)
"""A post that stands behind a name, with or without a comma."""
_POST_ALONE = re.compile(_POST, re.IGNORECASE)
_NOBODY = re.compile(
    rf"(?:(?:a|an|our|the)(?: own)? )?(?:{_POST}|(?:news|editorial|web|digital|press|media)?[ -]?"
    r"(?:desk|team|room|office)"
    r"|editorial|admin(?:istrator)?|webmaster)",
    re.IGNORECASE,
)
"""What stands behind `By` where nobody is named."""
_PLACE = re.compile(rf" in {_WORD}(?: {_WORD}){{0,2}}$")
_HANDLE = re.compile(r"\s*[(|,-]?\s*(?:@\w{1,30}|\S+@\S+\.\S+)\)?")
_EDGES = " -–—|·•:,/"
_LONGEST = 140
"""Characters of a byline."""
_MOST_WORDS = 12
"""Words of the name of a body that is an author."""
NOT_NAMES = frozenset(
    "agency and april association august authority background board borough care central centre city cloud college "
    "comment committee computing conclusion council county data december department digital east england "
    "february for framework friday government greater group health hospital house in institute introduction ireland "
    "january july june kingdom limited local london ltd march may media ministry monday national new news next nhs "
    "north november october of office on parliament phase plan plc police policy press programme project public "
    "question report review road saturday school scotland sector security september service services software "
    "solutions south staff step stories story strategy street summary sunday systems team technology the thursday "
    "to today trust tuesday united university update wales wednesday weekly west with".split()
)
"""Words that names of bodies, places, days and headings hold and those of people do not."""


class Byline(NamedTuple):
    """Who wrote an article."""

    author: str
    """The names, by commas where there are several; empty where it names nobody, as `By Staff Reporter`."""
    is_labelled: bool
    """Whether the line says so; otherwise it is a name and nothing else."""


def byline(line: str) -> Byline | None:
    """Read a line, without any date on it, as one that says who wrote the article; None where it is none."""
    if len(line) > _LONGEST:
        return None
    bare = _HANDLE.sub("", line).strip(_EDGES)
    label = _LABEL.match(bare)
    whole = bare[label.end() :] if label else bare
    named = _PLACE.sub("", _POST_BEHIND.sub("", _ROLE.sub("", whole))).strip(_EDGES)
    is_unnamed = is_nobody(whole)
    if is_unnamed or not named or named.endswith((".", "!", "?")):
        return Byline("", is_labelled=True) if is_unnamed and label else None
    if label and _NAMING.match(bare) and len(named.split()) <= _MOST_WORDS and named[0].isupper():
        return Byline(_several(named), is_labelled=True)
    if label and re.fullmatch(_PEOPLE, named):
        return Byline(_several(_cased(named)), is_labelled=True)
    if not label and is_person(named):
        return Byline(_cased(named), is_labelled=_POST_BEHIND.search(whole) is not None)
    return None


def is_nobody(name: str) -> bool:
    """Whether what stands where an author does is a post or a desk, such as `Staff Reporter`, and nobody's name."""
    return len(name) <= _LONGEST and _NOBODY.fullmatch(name.strip(_EDGES)) is not None


def is_post(line: str) -> bool:
    """Whether a line is what someone who writes is, such as `Senior reporter`, and nothing else."""
    return _POST_ALONE.fullmatch(line) is not None


def is_person(line: str) -> bool:
    """Whether a line is the name of a person and nothing else."""
    if len(line) > _LONGEST // 2 or outlet_named(line) or paper_named(line):
        return False
    words = line.lower().split()
    others = NOT_NAMES.intersection([*words, *(word.removesuffix("s") for word in words)])
    return _LONE_PERSON.fullmatch(line) is not None and not others


def _several(names: str) -> str:
    parts = [part for part in re.split(r" and | & |; ?| with ", names) if part]
    is_each_a_person = parts[1:] and all(is_person(each) for part in parts for each in part.split(", "))
    return ", ".join(part.strip(_EDGES) for part in parts) if is_each_a_person else names


def _cased(names: str) -> str:
    """Names as they are written elsewhere, where they stand in capitals."""
    return names.title() if names.isupper() and " " in names else names
