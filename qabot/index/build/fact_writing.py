"""Reading the facts of what a new generation holds, and writing them beside its segments.

A segment that is linked keeps its facts where they were read by the rules there are now; where the rules have changed,
all are read anew, and nothing is embedded for it. What is merged or moved is copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from qabot.core.articles import Article, ReadIssue
from qabot.core.errors import InternalError, StorageFailed, UsageError
from qabot.core.facts import ArticleFacts
from qabot.core.progress import OnProgress, Progress
from qabot.corpus.formats import reading_budget
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.index.article_writer import StoredArticle
from qabot.index.articles_db import ArticleStore
from qabot.index.fact_rows import FactWriter, encode_facts
from qabot.index.fact_rules import FactRules
from qabot.index.manifest import FACTS, SegmentRecord
from qabot.index.segmented_facts import SegmentedFacts
from qabot.index.segments import open_articles
from qabot.index.snapshot import Generation

_SHORT = 8_000
"""Characters of a text that is read without being watched: it could not take an article's budget of time."""
_NOTHING = encode_facts(ArticleFacts((), (), ()))
_UNREAD = "no figures, statements and dates are read for reports before a list is mended"
_PURPOSE = "to read for figures and statements, so that none are listed of it"


def readable_rules(home: Path) -> tuple[FactRules | None, list[ReadIssue]]:
    """Return what the facts of a home are read by, or None and what to say where one of its lists cannot be read."""
    try:
        return FactRules.load(home), []
    except (UsageError, StorageFailed) as error:
        cause = error.message.rstrip(".")
        return None, [ReadIssue(home.name, f"{_UNREAD}: {cause}", skipped=False)]


def write_facts(
    draft: Path,
    records: Sequence[SegmentRecord],
    base: Generation | None,
    rules: FactRules | None,
    on_progress: OnProgress,
) -> list[ReadIssue]:
    """Write the facts of every segment of a draft that lacks them.

    Args:
        draft: The generation that is being made.
        records: Its segments.
        base: The generation that it is built on, whose facts can be copied; None where there is none.
        rules: What facts are read by; None where they cannot be read, so that none are stored.
        on_progress: Told after every article.

    Returns:
        What took too long to read.
    """
    known = base if base and rules and base.facts.rules == rules.identity else None
    if known is None:
        for record in records:
            (draft / record.folder / FACTS).unlink(missing_ok=True)
    waiting = [each for each in records if not (draft / each.folder / FACTS).exists()] if rules else []
    total = sum(each.articles - each.dead_articles for each in waiting)
    writer = _FactReader(known.facts if known else None, rules, total, on_progress) if rules else None
    for record in waiting:
        if writer:
            writer.write(draft, record)
    return writer.problems if writer else []


class _FactReader:
    """Reads the facts of articles, or takes them from where they are held."""

    def __init__(self, known: SegmentedFacts | None, rules: FactRules, total: int, on_progress: OnProgress) -> None:
        self._known = known
        self._rules = rules
        self._total = total
        self._done = 0
        self._on_progress = on_progress
        self.problems: list[ReadIssue] = []

    def write(self, draft: Path, record: SegmentRecord) -> None:
        """Write the facts of a segment."""
        store = open_articles(draft, record)
        writer = FactWriter(draft / record.folder / FACTS)
        for each in store.stored():
            writer.add(each.id, each.content_hash, self._encoded(store, each))
            self._done += 1
            self._on_progress(Progress("facts", self._done, self._total))
        writer.close()
        store.close()

    def _encoded(self, store: ArticleStore, stored: StoredArticle) -> bytes:
        if self._known and (encoded := self._known.encoded(stored.id, stored.content_hash)) is not None:
            return encoded
        article = store.article(stored.id)
        if article is None:
            raise InternalError(f"The article {stored.id!r} cannot be read.", hint="Run `qabot index --rebuild`.")
        return self._read(article, stored.file)

    def _read(self, article: Article, file: str) -> bytes:
        if len(article.text) <= _SHORT:
            return encode_facts(self._rules.read(article))
        try:
            act = partial(self._rules.read, article)
            return encode_facts(reading_budget.within(act, purpose=_PURPOSE))
        except UnreadableDocument as error:
            self.problems.append(ReadIssue(file, f"the article {article.id!r} {error}", skipped=False))
            return _NOTHING
