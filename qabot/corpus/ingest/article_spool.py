"""Articles set aside in a temporary file: each file of the corpus is read once, and any article in it at any time.

A dump of 100,000 articles is read to its end once, whatever order they are compared in, and few are held at a time.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import AbstractContextManager
from tempfile import TemporaryFile
from typing import Self

from qabot.core.articles import Article
from qabot.facts.near_duplicates import ComparedText

HELD = 100
"""Articles that are held ready to be compared."""
HELD_CHARACTERS = 400_000
"""How much text they have together at the most, but for two: what is made of a text is a hundred times as large."""

_COMPARED = 2
"""Texts that are compared with each other."""


class ComparedTexts:
    """Articles ready to be compared, the last that were asked for: what is like a text is often like the next one."""

    def __init__(self) -> None:
        """Begin with none."""
        self._held: OrderedDict[str, ComparedText] = OrderedDict()
        self._characters = 0

    def get(self, article_id: str) -> ComparedText | None:
        """Return an article that is held."""
        if article_id in self._held:
            self._held.move_to_end(article_id)
        return self._held.get(article_id)

    def hold(self, article_id: str, text: ComparedText) -> ComparedText:
        """Hold an article, for as long as no hundred others were asked for since, or not much text, and return it."""
        self.forget(article_id)
        self._held[article_id] = text
        self._characters += _size(text)
        while len(self._held) > HELD or (len(self._held) > _COMPARED and self._characters > HELD_CHARACTERS):
            self.forget(next(iter(self._held)))
        return text

    def forget(self, article_id: str) -> None:
        """Forget an article that was changed."""
        if text := self._held.pop(article_id, None):
            self._characters -= _size(text)


class ArticleSpool(AbstractContextManager["ArticleSpool"]):
    """Articles by their ids, as they are compared: their titles, texts and outlets."""

    def __init__(self, articles: Iterable[Article]) -> None:
        """Write the articles to a file that is gone when this is closed."""
        self._file = TemporaryFile()  # noqa: SIM115 - closed by `__exit__`
        self._offsets: dict[str, int] = {}
        self._held = ComparedTexts()
        for article in articles:
            self._offsets[article.id] = self._file.tell()
            fields = (article.id, article.title, article.text, article.outlet)
            self._file.write(json.dumps(fields).encode() + b"\n")

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the file go."""
        self._file.close()

    def get(self, article_id: str) -> ComparedText | None:
        """Return an article as it is compared; None where it was not written."""
        if article_id not in self._offsets:
            return None
        held = self._held.get(article_id)
        return held or self._held.hold(article_id, ComparedText(self._read(self._offsets[article_id])))

    def _read(self, offset: int) -> Article:
        self._file.seek(offset)
        article_id, title, text, outlet = json.loads(self._file.readline())
        return Article(article_id, title, text, outlet=outlet)


def _size(text: ComparedText) -> int:
    return len(text.telling.body.text)
