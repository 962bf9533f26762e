"""The names and words of a question with what each does in it: whose something is, behind which preposition. Pure.

    how much did HMRC pay for Aspire      HMRC does something; Aspire stands behind `for`
    what is Socitm's stance on GDS        Socitm owns; GDS stands behind `on`

No parts of speech are known here: the words around a name are what tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from qabot.core.questions import EntityMention
from qabot.question.pronouns import AUXILIARIES
from qabot.question.vocabulary import Word, words_of

OWNER, DOER = "owner", "doer"
_ARTICLES = frozenset("a an the its their his her our".split())
_BEHIND = {
    **{
        each: each
        for each in "against at before between by for from in into to under versus with within without".split()
    },
    **dict.fromkeys("about of on over regarding towards".split(), "about"),
}
"""Prepositions, with the one that says the same of what a question is about."""
_SPELT = re.compile(r"[^\W\d_][\w-]*(?:\d|\.[^\W\d_]).*")
"""What is a name in small letters too: `i6`, `care.data`."""


class Phrase(NamedTuple):
    """A word, or the words of one name."""

    words: tuple[Word, ...]
    is_body: bool = False
    """Whether it is a body that has other names."""
    role: str = ""
    """What it does where it was written: `OWNER`, `DOER`, a preposition that it stands behind; empty for all else."""
    row: str = ""
    """The first of the names that it stands in one row with, `Islington and Camden`; empty where it stands alone."""

    @property
    def text(self) -> str:
        """As it was written."""
        return " ".join(word.raw for word in self.words)

    @property
    def is_topical(self) -> bool:
        """Whether it says what a question is about."""
        return self.is_body or len(self.words) > 1 or not all(word.general for word in self.words)

    @property
    def is_name(self) -> bool:
        """Whether it names something, as far as its letters tell."""
        return self.is_body or (
            self.is_topical and (any(map(str.isupper, self.text)) or is_spelt_as_a_name(self.words[0]))
        )


def is_spelt_as_a_name(word: Word) -> bool:
    """Whether a word is a name even in small letters."""
    return _SPELT.fullmatch(word.raw) is not None


def phrases_of(words: Sequence[Word], mentions: Sequence[EntityMention]) -> list[Phrase]:
    """Return the words of a question one by one, but those that are one name together."""
    bodies = [[word.key for word in words_of(mention.written)] for mention in mentions]
    phrases: list[Phrase] = []
    i = 0
    while i < len(words):
        body = max((len(keys) for keys in bodies if keys == [word.key for word in words[i : i + len(keys)]]), default=0)
        size = max(body, _name_length(words[i:]), 1)
        phrases.append(Phrase(tuple(words[i : i + size]), body == size))
        i += size
    return phrases


def placed(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return the phrases of a question with what each does in it."""
    found: list[Phrase] = []
    for i, phrase in enumerate(phrases):
        before = [each.words[-1] for each in phrases[:i]]
        last = _last_of_row(found, phrase)
        role = OWNER if phrase.words[-1].owns and phrase.is_name else last.role if last else _role(before)
        row = (last.row or last.text) if last else ""
        if last and not last.row:
            found[found.index(last)] = last._replace(row=row)
        found.append(phrase._replace(role=role, row=row))
    return found


def _role(before: Sequence[Word]) -> str:
    """Return what the words before a phrase show it to do."""
    behind = [word.key for word in before]
    while behind and behind[-1] in _ARTICLES:
        behind.pop()
    if not behind or behind[-1] in AUXILIARIES:
        return DOER
    return _BEHIND.get(behind[-1], "")


def _last_of_row(found: Sequence[Phrase], phrase: Phrase) -> Phrase | None:
    """Return the name that a name stands in one row with: right behind `and`, or behind a comma."""
    if not phrase.is_name or not found:
        return None
    linked = len(found) > 1 and found[-1].text.casefold() in {"and", "or", "&"}
    other = found[-2] if linked else found[-1]
    return other if other.is_name and (linked or phrase.words[0].first) else None


def _name_length(words: Sequence[Word]) -> int:
    """Return how many words from the first on are one name, as far as their letters tell."""
    if words[0].key == "one" and len(words) > 1 and not words[1].general:
        return 2  # in any letters: One Login, One Barnet
    if words[0].stop or not words[0].raw[0].isupper() or (words[0].general and not words[0].named):
        return 0
    if words[0].owns:
        return 1
    length = 1
    for word in takewhile(lambda w: w.named and not w.first and not w.stop and w.raw[0].isupper(), words[1:]):
        length += 1
        if word.owns:
            break
    return length
