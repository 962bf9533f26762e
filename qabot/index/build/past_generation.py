"""A generation as it was: what is held now without what came since, and with what was superseded or taken out since.

It is built beside the one that answers as an update is, so that it costs what differs and is read as any other: what
came since is marked dead, and what was held then is cut, embedded and indexed in a segment of its own. It is removed
when it is closed.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from qabot.core.errors import IndexUnusable
from qabot.core.progress import OnProgress
from qabot.core.storage_faults import storage_fault
from qabot.index.article_writer import StoredArticle
from qabot.index.build.embedding_journal import open_journal
from qabot.index.build.generation_writer import GenerationWriter, WriterSources
from qabot.index.build.plan import Plan, PlannedArticle, PlanSpool, ReadArticle, in_order
from qabot.index.build.record_spool import RecordSpool
from qabot.index.holdings import HeldThen, held_then
from qabot.index.manifest import ENCODER, READER, RERANKER, Manifest, record_files
from qabot.index.past_moment import PastMoment
from qabot.index.publication import DRAFT, begin, generation_name, link_model
from qabot.index.snapshot import Generation
from qabot.models.embedders import LocalEmbedder


@contextmanager
def past_generation(base: Generation, moment: datetime, on_progress: OnProgress) -> Generator[Generation]:
    """Give what an index held at a moment, as a generation.

    Args:
        base: The generation that answers.
        moment: When, with its time zone.
        on_progress: Told how far it has come.

    Raises:
        NotFound: Of that moment nothing was recorded.
        IndexUnusable: The record cannot be read, or the generation was pruned meanwhile.
        StorageFailed: The machine lets nothing be written.
    """
    index = base.folder.parent
    then = held_then(index, moment, base.name)
    with _workplace(index) as workplace, ExitStack() as opened:
        past = PastMoment(
            moment.astimezone(UTC).isoformat(timespec="seconds"),
            {each.id: each.until for each in then.superseded if each.article},
            sum(each.article is None for each in then.superseded),
        )
        manifest = _told_of_faults(base, then, workplace, on_progress)
        generation = Generation(workplace / manifest.name, past)
        opened.callback(generation.close)
        first, last = generation.articles.dates()
        generation.manifest = replace(
            manifest,
            name=base.name,
            first=str(first) if first else None,
            last=str(last) if last else None,
            briefs=generation.articles.briefs(),
        )
        yield generation


@contextmanager
def _workplace(index: Path) -> Generator[Path]:
    """Give a folder that is removed in the end: in the index, so that files can be linked, or else elsewhere."""
    with ExitStack() as held:
        try:
            place = held.enter_context(begin(index))
        except OSError:
            place = Path(held.enter_context(TemporaryDirectory(prefix="qabot-")))
        yield place


def _told_of_faults(base: Generation, then: HeldThen, workplace: Path, on_progress: OnProgress) -> Manifest:
    try:
        return _built(base, then, workplace, on_progress)
    except OSError as cause:
        if refused := storage_fault(cause, workplace):
            raise refused from cause
        message = f"What was held then cannot be made of {base.folder}: {cause.strerror}."
        raise IndexUnusable(
            message, hint="Run the command again: the index may have been built anew meanwhile."
        ) from cause


def _built(base: Generation, then: HeldThen, workplace: Path, on_progress: OnProgress) -> Manifest:
    name = generation_name(workplace, base.manifest.fingerprint)
    draft = workplace / name
    draft.mkdir()
    for model in filter(lambda each: (base.folder / each).is_dir(), (ENCODER, READER, RERANKER)):
        link_model(base.folder, draft, model)
    with RecordSpool(ReadArticle, workplace, DRAFT) as spool:
        plan, embedder = _plan(base, then, spool), LocalEmbedder("cpu", "")
        with open_journal(workplace, base.manifest.fingerprint, base.manifest.dimension) as journal:
            sources = WriterSources(spool, base, base, journal)
            written = GenerationWriter(draft, plan, sources, embedder, on_progress, lays_out_anew=False).write()
    manifest = replace(
        base.manifest,
        name=name,
        articles=written.articles,
        passages=written.passages,
        segments=written.segments,
        numbered=written.numbered,
        dropped=written.dropped,
        facts=None,  # of what was held then, they are read as they are wanted
        files=record_files(draft, base.manifest.files, base.folder),
    )
    manifest.write(draft)
    return manifest


def _plan(base: Generation, then: HeldThen, spool: PlanSpool) -> Plan:
    """Return what was held then: what is held now, without what came since, and what is held no more."""
    differing = dict.fromkeys((*then.since, *(each.id for each in then.superseded)))
    stored = {each.id: each for each in base.articles.stored_by_id(differing)}
    read = in_order({each.id: each for each in _superseded(then, stored, spool)}.values())
    held = {each.id for each in read}
    gone = tuple(each for each in stored.values() if each.id in then.since and each.id not in held)
    kept = base.manifest.articles - len(gone) - sum(each.stored is not None for each in read)
    return Plan(read, kept, tuple(base.articles.files().values()), (), gone)


def _superseded(then: HeldThen, stored: dict[str, StoredArticle], spool: PlanSpool) -> Iterator[PlannedArticle]:
    for each in then.superseded:
        if each.article:
            day = each.article.published.first.toordinal() if each.article.published else 0
            yield PlannedArticle(each.id, "", day, spool.add(ReadArticle(each.article)), stored.get(each.id))
