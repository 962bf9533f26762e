"""Reading the facts of what a new generation holds, and writing them beside its segments.

A segment that is linked keeps its facts where they were read by the rules there are now; where the rules have changed,
all are read anew, and nothing is embedded for it. What is merged or moved is copied. Many are read on every core.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from qabot.core.articles import Article, ReadIssue
from qabot.core.errors import InternalError, StorageFailed, UsageError
from qabot.core.progress import OnProgress, Progress
from qabot.corpus.formats import reading_budget
from qabot.index.article_writer import StoredArticle
from qabot.index.articles_db import ArticleStore
from qabot.index.build.fact_processes import FactProcesses, fact_processes
from qabot.index.build.fact_worker import FactOrders, ReadFacts
from qabot.index.fact_rows import FactWriter
from qabot.index.fact_rules import FactRules
from qabot.index.manifest import FACTS, SegmentRecord
from qabot.index.segmented_facts import SegmentedFacts
from qabot.index.segments import open_articles
from qabot.index.snapshot import Generation
from qabot.models.onnx_session import core_count

_MANY = 1_000
"""Articles to be read from which processes of their own repay being begun: one takes half a second to be ready."""
_MOST_PROCESSES = 8
"""More would wait for this one, which reads articles from disk and writes facts; each takes some 60 MB of memory."""
BLOCK = 16
"""Articles that a process is given at a time."""
LONG_BLOCK = 100_000
"""Characters of articles beyond which a block takes no more of them."""
_UNREAD = "no figures, statements and dates are read for reports before a list is mended"


def readable_rules(home: Path) -> tuple[FactRules | None, list[ReadIssue]]:
    """Return what the facts of a home are read by, or None and what to say where one of its lists cannot be read."""
    try:
        return FactRules.load(home), []
    except (UsageError, StorageFailed) as error:
        cause = error.message.rstrip(".")
        refused = isinstance(error, StorageFailed)
        return None, [ReadIssue(home.name, f"{_UNREAD}: {cause}", skipped=False, refused=refused)]


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
    if not rules or not waiting:
        return []
    total = sum(each.articles - each.dead_articles for each in waiting)
    writer = _FactReader(draft, known.facts if known else None, total, on_progress)
    at_once = processes_for(writer.unread(waiting) if total >= _MANY else total, core_count())
    with fact_processes(FactOrders(rules, reading_budget.SECONDS), at_once) as processes:
        for record in waiting:
            writer.write(record, processes)
    return writer.problems


def processes_for(unread: int, cores: int) -> int:
    """Return how many processes read so many articles, on so many cores; 0 where this one does."""
    return min(cores, _MOST_PROCESSES) if unread >= _MANY and cores > 1 else 0


_Held = tuple[StoredArticle, bytes | None]
"""An article, and its facts where they are held."""


class _FactReader:
    """Reads the facts of articles, or takes them from where they are held."""

    def __init__(self, draft: Path, known: SegmentedFacts | None, total: int, on_progress: OnProgress) -> None:
        self._draft = draft
        self._known = known
        self._total = total
        self._done = 0
        self._on_progress = on_progress
        self.problems: list[ReadIssue] = []

    def unread(self, records: Iterable[SegmentRecord]) -> int:
        """Return of how many articles the facts are held nowhere."""
        if self._known is None:
            return self._total
        count = 0
        for record in records:
            with closing(open_articles(self._draft, record)) as store:
                count += sum(self._held(each) is None for each in store.stored())
        return count

    def write(self, record: SegmentRecord, processes: FactProcesses) -> None:
        """Write the facts of a segment, in the order of its articles."""
        with ExitStack() as ending:
            store = ending.enter_context(closing(open_articles(self._draft, record)))
            writer = FactWriter(self._draft / record.folder / FACTS)
            ending.callback(writer.let_go)
            for block, read in processes.read(self._blocks(store)):
                self._add(writer, block, iter(read))
            writer.close()

    def _add(self, writer: FactWriter, block: Sequence[_Held], read: Iterator[ReadFacts]) -> None:
        for stored, held in block:
            found = ReadFacts(held) if held is not None else next(read)
            if found.fault:
                self.problems.append(ReadIssue(stored.file, found.fault, skipped=False))
            writer.add(stored.id, stored.content_hash, found.encoded)
            self._done += 1
            self._on_progress(Progress("facts", self._done, self._total))

    def _blocks(self, store: ArticleStore) -> Iterator[tuple[list[_Held], list[Article]]]:
        """Yield the articles of a segment, some at a time, with those among them that are to be read."""
        block: list[_Held] = []
        articles: list[Article] = []
        for stored in store.stored():
            held = self._held(stored)
            block.append((stored, held))
            if held is None:
                articles.append(_article(store, stored))
            if len(block) == BLOCK or sum(len(each.text) for each in articles) > LONG_BLOCK:
                yield block, articles
                block, articles = [], []
        if block:
            yield block, articles

    def _held(self, stored: StoredArticle) -> bytes | None:
        return self._known.encoded(stored.id, stored.content_hash) if self._known else None


def _article(store: ArticleStore, stored: StoredArticle) -> Article:
    article = store.article(stored.id)
    if article is None:
        raise InternalError(f"The article {stored.id!r} cannot be read.", hint="Run `qabot index --rebuild`.")
    return article
