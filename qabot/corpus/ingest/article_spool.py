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


class ComparedTexts:
    """Articles ready to be compared, the last that were asked for: what is like a text is often like the next one."""

    def __init__(self) -> None:
        """Begin with none."""
        self._held: OrderedDict[str, ComparedText] = OrderedDict()

    def get(self, article_id: str) -> ComparedText | None:
        """Return an article that is held."""
        if article_id in self._held:
            self._held.move_to_end(article_id)
        return self._held.get(article_id)

    def hold(self, article_id: str, text: ComparedText) -> ComparedText:
        """Hold an article, for as long as no hundred others were asked for since, and return it."""
        self._held[article_id] = text
        if len(self._held) > HELD:
            self._held.popitem(last=False)
        return text

    def forget(self, article_id: str) -> None:
        """Forget an article that was changed."""
        self._held.pop(article_id, None)


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
