"""Whether a statement is somebody's, by all that he, she or it is called. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qabot.core.articles import Article
from qabot.core.facts import Attribution
from qabot.core.name_keys import name_key, organisation_keys

_WORD = re.compile(r"[^\W_]+")
_AND = re.compile(r",? and |, ")


class SpeakerNames:
    """Tells whether an attribution is of the speaker who is looked for."""

    def __init__(self, names: Sequence[str]) -> None:
        """Take all that the speaker is called."""
        self._keys = frozenset(name_key(name) for name in names)
        self._words = [tuple(_words(name)) for name in names]
        self._initials = frozenset(name for name in names if name.isupper() and name.isalpha())

    def has(self, said: Attribution, article: Article) -> bool:
        """Whether it is: as the speaker, as one of several, or as the body that the speaker speaks for."""
        keys = self._keys | self._of_organisations(article)
        names = [said.speaker, said.body, *(_AND.split(said.speaker) if " and " in said.speaker else ())]
        if any(name and name_key(name) in keys for name in names):
            return True
        if self._initials & {_initials(said.body), _initials(said.speaker)}:
            return True
        speaker = tuple(_words(said.speaker))
        return any(len(words) <= len(speaker) and speaker[-len(words) :] == words for words in self._words if words)

    def _of_organisations(self, article: Article) -> frozenset[str]:
        """Return the keys of the article's own names for it: `Public Services Network (PSN)`."""
        each_keys = (organisation_keys(name) for name in article.organisations)
        return frozenset(key for keys in each_keys if self._keys.intersection(keys) for key in keys)


def _initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isupper()]
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def _words(text: str) -> Iterator[str]:
    return (word.casefold() for word in _WORD.findall(text))
