"""Drafts into the corpus folder: what becomes of each, and the files of those that are new.

What is there already is left alone; an update takes the place of what it said before, which is kept; a near-copy from
another outlet is added beside the first. An update is an article of the same page, or the same item of a feed, that is
like the earlier one and about the same: pages of other articles state one address too. What is kept is kept before a
file is touched, so that being killed at any moment loses no article.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from msgspec.structs import replace

from qabot.core.articles import Article
from qabot.core.errors import STILL_ANSWERED
from qabot.core.home_trust import make_part
from qabot.core.progress import OnProgress, ignore_progress
from qabot.core.storage_faults import storage_fault
from qabot.corpus.drafts import AddOutcome, ArticleDraft
from qabot.corpus.formats.markdown import FRONT_MATTER_LIMIT
from qabot.corpus.formats.registry import DOCUMENT_LIMIT
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.ingest.article_files import fits, path_for, put, render
from qabot.corpus.ingest.article_spool import ComparedTexts
from qabot.corpus.ingest.corpus_index import CorpusIndex, all_noted, open_corpus_index
from qabot.corpus.ingest.ingest_store import StoredEntry
from qabot.corpus.ingest.minhash_loops import MinHashSignature
from qabot.corpus.ingest.missing_facts import missing_facts
from qabot.corpus.metadata import compose_article, described
from qabot.corpus.origin import Origin
from qabot.facts.near_duplicates import ComparedText, are_copies, are_titled_apart, is_update
from qabot.facts.same_matter import Body

EARLIEST = 1990
"""An article from before this year was dated wrongly, more likely than not."""
REPEATED = 3
"""In how many articles of one outlet a line must stand to be pointed out."""
_BATCH = 200
_STOPPED = f"{STILL_ANSWERED} What was added before that stays."
_LEAST_LINE = 4
"""Words of a line that is worth pointing out."""


def add(
    corpus: Path,
    items: Iterable[ArticleDraft | AddOutcome],
    on_progress: OnProgress = ignore_progress,
    *,
    today: date | None = None,
    dry_run: bool = False,
) -> Iterator[AddOutcome]:
    """Add articles to a corpus folder, and yield what became of each, in order.

    Args:
        corpus: The folder, made where it is missing.
        items: Drafts; what is an outcome already is passed on.
        on_progress: Told while the folder is looked through.
        today: The day they are added on.
        dry_run: Only tell what would become of them.

    Raises:
        IndexLocked: Another process is changing the corpus.
        StorageFailed: The machine refuses to write an article; those that came before it stay.
    """
    with (
        _folder(corpus, dry_run=dry_run) as folder,
        open_corpus_index(folder, on_progress, keeping=not dry_run) as opened,
    ):
        adding = _Adding(opened, today or datetime.now(UTC).date(), dry_run=dry_run)
        waiting = iter(items)
        while batch := list(islice(waiting, _BATCH)):
            yield from adding.add(batch)


@contextmanager
def _folder(corpus: Path, *, dry_run: bool) -> Generator[Path]:
    """Make a corpus folder that is not there, or stand in for one that must not be made."""
    if corpus.is_dir() or not dry_run:
        yield make_part(corpus)
    else:
        with TemporaryDirectory() as folder:
            yield Path(folder)


class _New:
    """A draft on its way in."""

    def __init__(self, draft: ArticleDraft, article: Article, entry: StoredEntry, signature: MinHashSignature) -> None:
        self.draft = draft
        self.article = article
        self.body = Body(article.text)
        self.path = entry.path
        self.entry = entry
        self.signature = signature

    def named(self, article_id: str) -> _New:
        """Return it under another name."""
        entry = replace(self.entry, id=article_id, path=_path(article_id))
        return _New(self.draft, replace(self.article, id=article_id), entry, self.signature)

    def skipped(self, reason: str) -> AddOutcome:
        return AddOutcome("skipped", self.draft.source, None, reason)


class _Adding:
    """One run. Every batch is decided upon, then kept, and only then written."""

    def __init__(self, opened: CorpusIndex, today: date, *, dry_run: bool) -> None:
        self._index = opened
        self._store = opened.store
        self._today = today
        self._dry_run = dry_run
        self._compared = ComparedTexts()
        self._written: dict[str, tuple[_New, bytes]] = {}
        """By path, what the batch puts into the folder."""
        self._imagined: dict[str, tuple[_New, bytes]] = {}
        """By path, what earlier batches of a dry run would have put there."""

    def add(self, batch: list[ArticleDraft | AddOutcome]) -> list[AddOutcome]:
        """Add a batch, and tell what became of each."""
        ready = _ready(batch)
        new = [each for each in ready if isinstance(each, _New)]
        like = self._like(new)
        became: dict[str, str] = {}
        outcomes: list[AddOutcome] = []
        for each in ready:
            if isinstance(each, AddOutcome):
                outcomes.append(each)
                continue
            outcomes.append(self._decide(each, [became.get(other, other) for other in like[each.entry.words]]))
            became[each.article.id] = outcomes[-1].article_id or each.article.id
        return self._put(outcomes)

    def _like(self, new: list[_New]) -> dict[str, list[str]]:
        """Return the ids of what new texts may be like by the hash of their words: equal ones are compared once."""
        by_words: dict[str, _New] = {}
        for each in new:
            by_words.setdefault(each.entry.words, each)
        first = list(by_words.values())
        if not first:
            return {}
        found = self._index.like([each.signature for each in first])
        return {
            each.entry.words: [
                other if isinstance(other, str) else first[other].article.id for other in found.get(row, ())
            ]
            for row, each in enumerate(first)
        }

    def _decide(self, new: _New, like: list[str]) -> AddOutcome:
        outcome = self._decided(new, like)
        if new.draft.item and outcome.article_id:
            self._store.note_item(new.draft.item, outcome.article_id)
        return outcome

    def _decided(self, new: _New, like: list[str]) -> AddOutcome:
        entry, title = new.entry, new.article.title
        places = self._same_place(new, like)
        for there in places:
            if outcome := self._known(new, there):
                return outcome
        same = [each for each in self._store.by_words(entry) if not are_titled_apart(each.title, title, new.body)]
        if said := [each for each in same if _is_same_outlet(each, entry)]:
            return AddOutcome("duplicate", new.draft.source, said[0].id, "the same text is there already")
        copies = self._copies(new, same, like)
        for there in copies:
            if _is_same_outlet(there, entry) and _may_be_one(there, entry):
                self._store.keep_version(there.id, self._rendered(new), is_copy=True)
                return AddOutcome("duplicate", new.draft.source, there.id, "a near-copy of the same outlet is there")
        reason = (
            f"states the address of {places[0].id}, which is another article" if places and not new.draft.item else ""
        )
        outcome = self._take(self._named_anew(new), reason)
        return replace(outcome, copy_of=copies[0].id) if copies and outcome.kind == "added" else outcome

    def _same_place(self, new: _New, like: list[str]) -> list[StoredEntry]:
        """Return the articles that stand where a new one does: under its feed's name for it, then at its address."""
        item, address = new.draft.item, new.entry.address
        found = self._store.of_item(item) if item else []
        if address:
            alike = [entry for each in like if (entry := self._store.entry(each)) and entry.address == address]
            found += [*alike, *self._store.by_address(new.entry)]
        return list(dict.fromkeys(found))

    def _named_anew(self, new: _New) -> _New:
        """Give an article another name where its own is taken by a file that was changed since it was written."""
        digest = new.article.content_hash
        for digits in range(8, len(digest) + 1, 8):
            path = path_for(new.article.title, new.article.published, digest[:digits])
            if not self._pending(path) and not (self._index.corpus / path).exists():
                return new if path == new.path else new.named(path.removesuffix(".md"))
        return new

    def _known(self, new: _New, there: StoredEntry) -> AddOutcome | None:
        """What becomes of an article where another one stood: nothing, or a new version of it.

        None where it is neither that nor an update of it: nothing takes the place of what it is not like.
        """
        if there.words == new.entry.words:
            if are_titled_apart(there.title, new.article.title, new.body):
                return None
            return AddOutcome("duplicate", new.draft.source, there.id, "the same page is there already")
        earlier = self._article_of(there)
        if earlier is None or not self._brings_up_to_date(new, there, earlier):
            return None
        if not there.path.endswith(".md"):
            return self._take(self._named_anew(new), f"a newer version of {there.id}, which stands in {there.path}")
        before = self._text_of(there)
        updated = new.named(there.id)
        if before is None:
            return self._take(updated, "")
        self._store.keep_version(there.id, before)
        taken = self._take(updated, "")
        return replace(taken, kind="updated", article_id=there.id, reason="; ".join(new.draft.flags))

    def _brings_up_to_date(self, new: _New, there: StoredEntry, earlier: Article) -> bool:
        """Whether an article is the one that stands there, as it reads now.

        Of another item of the same feed, which has the link, only if it says the same of the same: feeds may give an
        item another name, and many items one link.
        """
        item = new.draft.item
        if item and self._store.is_of_another_item(there.id, item):
            return are_copies(new.article, earlier)
        return is_update(new.article, earlier)

    def _article_of(self, there: StoredEntry) -> Article | None:
        pending = self._pending(there.path)
        return pending[0].article if pending else self._index.articles([there.id]).get(there.id)

    def _pending(self, path: str) -> tuple[_New, bytes] | None:
        return self._written.get(path) or self._imagined.get(path)

    def _text_of(self, there: StoredEntry) -> bytes | None:
        """What an article's file holds, or is about to."""
        if pending := self._pending(there.path):
            return pending[1]
        try:
            return (self._index.corpus / there.path).read_bytes()
        except OSError:
            return None

    def _copies(self, new: _New, same: list[StoredEntry], like: list[str]) -> list[StoredEntry]:
        """Return the articles that a new one is a near-copy of, the earliest first.

        Args:
            new: Which.
            same: Those that hold its words.
            like: Those that may be others, of which the exact score decides.
        """
        entries = [entry for each in dict.fromkeys(like) if (entry := self._store.entry(each))]
        others = [entry for entry in entries if entry.words != new.entry.words]
        text = ComparedText(new.article)
        found = {entry.id: entry for entry in [*same, *(each for each in others if self._is_copy(text, each))]}
        return sorted(found.values(), key=lambda entry: (entry.published or "9999", entry.id))

    def _is_copy(self, text: ComparedText, there: StoredEntry) -> bool:
        known = self._compared.get(there.id)
        if known is None and (article := self._article_of(there)):
            known = self._compared.hold(there.id, ComparedText(article))
        return known is not None and text.is_copy(known)

    def _take(self, new: _New, reason: str) -> AddOutcome:
        """Take an article in: keep what is to be kept, and have its file written with the batch."""
        if not fits(new.article):
            return new.skipped("says more of itself than fits into front matter")
        self._compared.forget(new.article.id)
        draft = new.draft
        flags = [*draft.flags, *_odd_date(new.article, self._today), *self._recurring(new)]
        self._store.keep_received(new.article.id, draft.raw, draft.dropped, flags)
        self._store.forget_file(new.path)
        self._store.note_articles([(new.entry, new.signature)])
        self._written[new.path] = new, self._rendered(new)
        told = "; ".join([*([reason] if reason else []), *flags])
        article = new.article
        return AddOutcome(
            "added",
            draft.source,
            article.id,
            told,
            lacks=missing_facts(article),
            title=article.title,
            outlet=article.outlet,
            published=new.entry.published,
        )

    def _recurring(self, new: _New) -> list[str]:
        """Point out lines that an outlet's other articles have too: in a text without markup, boilerplate often."""
        outlet = new.article.outlet
        if outlet is None or new.draft.raw == new.draft.text or any(each.rule == "P" for each in new.draft.dropped):
            return []
        lines = {line for line in new.article.text.split("\n") if line.count(" ") + 1 >= _LEAST_LINE}
        self._store.note_lines(outlet, new.article.id, lines)
        repeated = sum(self._store.times_seen(outlet, line) >= REPEATED for line in lines)
        return [f"{repeated} of its lines stand in other articles of {outlet} too"] if repeated else []

    def _rendered(self, new: _New) -> bytes:
        return render(new.article, self._today, new.draft.source)

    def _put(self, outcomes: list[AddOutcome]) -> list[AddOutcome]:
        """Write the files of a batch, once all that belongs to them is kept."""
        failed: dict[str, str] = {}
        if not self._dry_run:
            self._store.commit()
        for path, (new, data) in self._written.items():
            try:
                if not self._dry_run:
                    self._index.note(new.entry, put(self._index.corpus, path, data))
            except UnreadableDocument as error:
                failed[new.article.id] = str(error)
            except OSError as error:
                self._stop_if_refused(error, path)
                failed[new.article.id] = f"cannot be written ({error.strerror})"
        if self._dry_run:
            self._imagined |= self._written
        else:
            self._store.commit()
        self._written.clear()
        return [
            AddOutcome("skipped", each.name, None, failed[each.article_id]) if each.article_id in failed else each
            for each in outcomes
        ]

    def _stop_if_refused(self, error: OSError, path: str) -> None:
        """Stop where the machine refuses to write: nothing that follows would fare better, and it can be added again.

        Raises:
            StorageFailed: It does. What was written before is noted.
        """
        if refused := storage_fault(error, self._index.corpus / path, still_works=_STOPPED):
            self._store.commit()
            raise refused from error


def _ready(batch: Sequence[ArticleDraft | AddOutcome]) -> list[_New | AddOutcome]:
    """Bring the drafts of a batch into the form in which they are decided upon; all their words are read at once."""
    prepared = [item if isinstance(item, AddOutcome) else _prepared(item) for item in batch]
    articles = [each for each in prepared if isinstance(each, Article)]
    noted = all_noted(articles, (_path(each.id) for each in articles))
    return [
        each if isinstance(each, AddOutcome) else _New(cast("ArticleDraft", draft), each, *next(noted))
        for draft, each in zip(batch, prepared, strict=True)
    ]


def _prepared(draft: ArticleDraft) -> Article | AddOutcome:
    """Bring a draft into the form that articles have when they are read, and name it."""
    composed = compose_article(described(draft), draft.text, Origin(draft.source, "untitled"))
    article = next((each for each in composed if isinstance(each, Article)), None)
    if article is None:
        return AddOutcome("skipped", draft.source, None, "has no text")
    if len(article.text.encode()) > DOCUMENT_LIMIT - FRONT_MATTER_LIMIT * 4:
        return AddOutcome("skipped", draft.source, None, f"is larger than {DOCUMENT_LIMIT // 1024**2} MiB")
    path = path_for(article.title, article.published, article.content_hash[:8])
    return replace(article, id=path.removesuffix(".md"))


def _path(article_id: str) -> str:
    return f"{article_id}.md"


def _is_same_outlet(one: StoredEntry, other: StoredEntry) -> bool:
    return "".join((one.outlet or "").casefold().split()) == "".join((other.outlet or "").casefold().split())


def _may_be_one(one: StoredEntry, other: StoredEntry) -> bool:
    """Whether neither addresses nor dates say that two near-copies of one outlet are different articles."""
    if one.address and other.address and one.address != other.address:
        return False
    dates = (one.published, other.published)
    return None in dates or dates[0] == dates[1] or _overlap(*dates)


def _overlap(one: str | None, other: str | None) -> bool:
    return bool(one and other) and (str(one).startswith(str(other)) or str(other).startswith(str(one)))


def _odd_date(article: Article, today: date) -> list[str]:
    if article.published is None:
        return []
    if article.published.first > today:
        return ["its date is in the future"]
    return [f"its date is before {EARLIEST}"] if article.published.last.year < EARLIEST else []
