"""Bringing the index up to date: compare, read, write aside, publish."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.articles import ReadIssue
from qabot.core.errors import (
    STILL_ANSWERED,
    IndexCorrupt,
    IndexFromFuture,
    IndexUnusable,
    NoCorpus,
    QabotError,
    StorageFailed,
    UsageError,
)
from qabot.core.home_trust import TrustedHomes
from qabot.core.progress import OnProgress, Progress
from qabot.core.settings import PACKAGED, Device, Home, ModelSettings, PairModels, ReaderSettings
from qabot.core.storage_faults import storage_faults_told
from qabot.corpus.folder import unread_parts
from qabot.index.build.chunking import vector_fingerprint
from qabot.index.build.diff import compare
from qabot.index.build.embedding_journal import open_journal
from qabot.index.build.fact_writing import readable_rules, write_facts
from qabot.index.build.generation_writer import GenerationWriter, WriterSources, WrittenCounts
from qabot.index.build.passage_cutting import cut_long_articles
from qabot.index.build.plan import NoSpool, Plan, PlanSpool, ReadArticle, make_plan
from qabot.index.build.record_spool import RecordSpool
from qabot.index.generation_log import LogEntry, complete
from qabot.index.holdings import record_holdings
from qabot.index.line_digests import write_line_digests
from qabot.index.manifest import ENCODER, READER, RERANKER, Manifest, record_files
from qabot.index.publication import (
    DRAFT,
    begin,
    generation_name,
    link_model,
    publish,
    remove_journals,
    remove_leftovers,
    remove_old_generations,
    writer_lock,
)
from qabot.index.segmented_articles import SegmentedArticles
from qabot.index.segments import open_articles
from qabot.index.snapshot import Generation, open_current
from qabot.models.batch_embedding import add_reading, export_encoder, export_reranker
from qabot.models.embedders import Embedder, LocalEmbedder
from qabot.models.encoder import READING_RULE, EncoderSpec
from qabot.models.reader_export import export_reader, reader_identity

_NO_PAIR_MODELS = PairModels(reader=ReaderSettings(is_off=True))


class BuildReport(Struct, frozen=True):
    """What an update did, or would do."""

    generation: str | None
    """The generation that answers now; None when nothing was built yet (a dry run)."""
    published: bool
    """Whether it is a new one."""
    added: tuple[str, ...]
    """Ids of articles that came in."""
    changed: tuple[str, ...]
    """Ids of articles that say something else than before."""
    removed: tuple[str, ...]
    """Ids of articles that went."""
    articles: int
    """Articles held now."""
    passages: int | None
    """Passages held now; None where it was not worked out (a dry run)."""
    embedded: int
    """Passages that were embedded for it."""
    problems: tuple[ReadIssue, ...]
    """What could not be read, or not as it stands; what the machine refused to read stands first."""
    resumed: int = 0
    """Passages that a build which was stopped had embedded, and that were taken from there."""


def update(  # noqa: PLR0913 - what is wanted of a build
    home: Home,
    model: ModelSettings,
    on_progress: OnProgress,
    pair_models: PairModels = _NO_PAIR_MODELS,
    *,
    rebuild: bool = False,
    dry_run: bool = False,
    embedder: Embedder | None = None,
) -> BuildReport:
    """Bring the index of a home up to date with its corpus.

    Args:
        home: Whose.
        model: The encoder asked for; its name None keeps the one the index has.
        on_progress: Told how far it has come.
        pair_models: The reranker and the reader asked for; where none is, a new generation carries none.
        rebuild: Export the models and embed every passage anew, whatever is there.
        dry_run: Only tell what would change.
        embedder: Who embeds passages; by default this machine, where the settings say.

    Raises:
        NoCorpus: There is no article to index.
        IndexLocked: Another process is writing.
        UsageError: The index alone says where its model came from, and the model is to be read from there.
        ModelUnavailable: A model is not on this machine, altered, or of a kind that cannot be exported.
        StorageFailed: There is no room for the new index, or it may not be written, or nothing of the corpus could be
            read; the old one is as it was.
    """
    if dry_run:
        return _Update(home, model, on_progress, pair_models, embedder, rebuild=rebuild).preview()
    told = storage_faults_told(home.index, STILL_ANSWERED, of_library=True)
    with writer_lock(home.index), told:
        return _Update(home, model, on_progress, pair_models, embedder, rebuild=rebuild).run()


class _Update:
    """One run, under the writer's lock unless it is a preview."""

    def __init__(
        self,
        home: Home,
        model: ModelSettings,
        on_progress: OnProgress,
        pair_models: PairModels,
        embedder: Embedder | None,
        *,
        rebuild: bool,
    ) -> None:
        self._home = home
        self._model = model
        self._embedder = embedder
        self._rerank, self._reader = pair_models.rerank, pair_models.reader
        self._on_progress = on_progress
        self._rebuild = rebuild
        self._rules, self._problems = readable_rules(home.path)
        self._last = self._open_last()
        self._log: LogEntry | None = None

    def _open_last(self) -> Generation | None:
        """Open the generation to build on; one that cannot be read is replaced by a full build."""
        try:
            return open_current(self._home.index)
        except (IndexFromFuture, StorageFailed):
            if not self._rebuild:
                raise
            return None
        except IndexUnusable:
            return None

    def preview(self) -> BuildReport:
        """Tell what an update would do."""
        return self._report(self._plan(NoSpool()), self._last.manifest if self._last else None, None)

    def run(self) -> BuildReport:
        """Do it; where the last generation turns out to be damaged on the way, do without it."""
        try:
            return self._run()
        except IndexCorrupt:
            if self._last is None:
                raise
            self._last.close()
            self._last = None
            return self._run()

    def _run(self) -> BuildReport:
        remove_leftovers(self._home.index)
        self._log = complete(self._home.index)
        record_holdings(self._home.index, self._log, self._last)
        with RecordSpool(ReadArticle, self._home.index, DRAFT) as spool:
            return self._run_with(spool)

    def _run_with(self, spool: PlanSpool) -> BuildReport:
        """Do it, with what is read set aside in a spool."""
        plan = self._plan(spool)
        base = self._last if self._last and not self._rebuild and self._is_asked_for(self._last) else None
        if base:
            plan = cut_long_articles(plan, spool, base.folder / ENCODER, self._on_progress)
        if not plan.articles:
            raise self._nothing_to_index(plan)
        same = base if plan.is_same else None
        if same:
            files = {file.path: file for file in plan.files}
            is_up_to_date = self._has_pair_models(same) and self._has_facts(same) and _has_reading(same.folder)
            if same.articles.files() == files and is_up_to_date:
                remove_journals(self._home.index)
                return self._report(plan, same.manifest, None)
            # Only sizes, times, a model or the facts differ: the new generation takes the place of the
            # last, not of the one before, so that rolling back leads to other articles.
            return self._build(plan, spool, base, previous=same.manifest.previous)
        return self._build(plan, spool, base, previous=self._last.name if self._last else None)

    def _plan(self, spool: PlanSpool) -> Plan:
        self._on_progress(Progress("scan", 0))
        changes = compare(self._home.corpus, self._last.articles.files() if self._last else {})
        self._on_progress(Progress("scan", len(changes.files), len(changes.files)))
        return make_plan(changes, self._last, spool, self._on_progress, read_all=self._rebuild)

    def _is_asked_for(self, last: Generation) -> bool:
        """Whether a generation has the encoder asked for, and was cut into passages as they are cut now."""
        spec = EncoderSpec.read(last.folder / ENCODER)
        return (
            self._model.accepts(last.manifest.source)
            and vector_fingerprint(spec.fingerprint) == last.manifest.fingerprint
        )

    @property
    def _source(self) -> str:
        """Where the encoder comes from; empty for the packaged one."""
        return self._model.source(self._last.manifest.source if self._last else "")

    def _device(self, source: str, *, is_exported: bool) -> Device:
        """Return where passages are embedded, if the model may be read from where it came from.

        Raises:
            UsageError: That is named by the index alone, which may have come with a clone, and is to be read.
        """
        device = self._model.device
        if not source or self._model.name is not None:
            return device
        if not TrustedHomes.read().refused(self._home.path.resolve(), {"model.name": source}):
            return device
        if device != "cuda" and not is_exported:
            return "cpu"  # which takes the encoder that the index has
        raise UsageError(
            f"The index was built with the model {source}, which only the index itself names.",
            still_works=STILL_ANSWERED,
            hint=f"Run `qabot index --rebuild --model {quote(source)}` if you want that one, or "
            f"`qabot index --rebuild --model {PACKAGED}` for the packaged one.",
        )

    def _has_pair_models(self, last: Generation) -> bool:
        """Whether a generation has the reranker and the reader asked for, if any are."""
        has_reader = self._reader.is_off or last.manifest.reader == reader_identity(self._reader.folder)
        return has_reader and self._rerank.accepts(last.manifest.reranker)

    def _has_facts(self, last: Generation) -> bool:
        """Whether a generation has its facts read by the rules there are now, as far as these can be read."""
        return self._rules is None or last.facts.rules == self._rules.identity

    def _build(self, plan: Plan, spool: PlanSpool, base: Generation | None, previous: str | None) -> BuildReport:
        source = self._source
        embedder = self._embedder or LocalEmbedder(self._device(source, is_exported=base is None), source)
        with begin(self._home.index) as draft:
            if base:
                link_model(base.folder, draft, ENCODER)
                if not _has_reading(draft):
                    add_reading(draft / ENCODER)
            else:
                self._export(draft / ENCODER, source, export_encoder)
                plan = cut_long_articles(plan, spool, draft / ENCODER, self._on_progress)
                if not plan.articles:
                    raise self._nothing_to_index(plan)
            spec = EncoderSpec.read(draft / ENCODER)
            with open_journal(
                self._home.index, vector_fingerprint(spec.fingerprint), spec.dimension, anew=self._rebuild
            ) as journal:
                sources = WriterSources(spool, self._last, base, journal)
                return self._report(plan, *self._publish_new(plan, sources, previous, draft, embedder))

    def _publish_new(
        self, plan: Plan, sources: WriterSources, previous: str | None, draft: Path, embedder: Embedder
    ) -> tuple[Manifest, WrittenCounts]:
        """Write and publish what a plan holds, into a draft that has its encoder."""
        last, index = self._last, self._home.index
        if self._rerank.model:
            self._add_reranker(draft, self._rerank.model)
        reader = None if self._reader.is_off else self._add_reader(draft, self._reader.folder)
        written = GenerationWriter(draft, plan, sources, embedder, self._on_progress).write()
        write_line_digests(draft, plan.lines, last.folder if last else None, (file.path for file in plan.files))
        self._problems += write_facts(draft, written.segments, sources.passages, self._rules, self._on_progress)
        self._on_progress(Progress("publish", 0, 1))
        manifest = _manifest(index, draft, self._source, written, previous, sources.passages)
        facts = self._rules.identity if self._rules else None
        manifest = replace(manifest, reranker=self._rerank.model, reader=reader, facts=facts)
        if entry := self._log:
            manifest = replace(manifest, before=entry.manifest, log=entry.hash)
        manifest.write(draft)
        record_holdings(index, publish(index, draft, manifest.name), last)
        self._on_progress(Progress("publish", 1, 1))
        if last:
            last.close()
        remove_old_generations(index)
        return manifest, written

    def _export(self, folder: Path, source: str, export: Callable[..., None]) -> None:
        folder.mkdir()
        self._on_progress(Progress("model", 0, note=source or "the packaged model"))
        export(source or None, folder, allow_download=self._model.download)
        self._on_progress(Progress("model", 1, 1))

    def _add_reranker(self, draft: Path, source: str) -> None:
        """Give a new generation the reranker asked for: that of the last one, if it is the same."""
        if self._last and not self._rebuild and self._last.manifest.reranker == source:
            link_model(self._last.folder, draft, RERANKER)
        else:
            self._export(draft / RERANKER, source, export_reranker)

    def _add_reader(self, draft: Path, source: str | None) -> str:
        """Give a new generation the reader asked for, likewise, and return its identity."""
        identity = reader_identity(source)
        if self._last and not self._rebuild and self._last.manifest.reader == identity:
            link_model(self._last.folder, draft, READER)
        else:
            (draft / READER).mkdir()
            export_reader(source, draft / READER)
        return identity

    def _nothing_to_index(self, plan: Plan) -> QabotError:
        corpus = self._home.corpus
        if refused := unread_parts(self._home.path, plan.problems):
            return refused
        if faults := [each for each in plan.problems if each.skipped]:
            more = f", and {len(faults) - 1:,} more" if len(faults) > 1 else ""
            message = f"Of {corpus} nothing can be indexed: {faults[0].path}: {faults[0].cause}{more}."
            return NoCorpus(
                message, hint="Mend what is in the folder, or put other articles there; then `qabot index`."
            )
        if self._last:
            return NoCorpus(
                f"Every article is gone from {corpus}.",
                still_works="The index stays as it is and goes on answering.",
                hint=f"Put articles into {corpus} and run `qabot index`.",
            )
        hint = f"Put .md, .txt, .html or .jsonl files into {corpus}."
        return NoCorpus(f"There is no article in {corpus}.", hint=hint)

    def _report(self, plan: Plan, manifest: Manifest | None, written: WrittenCounts | None) -> BuildReport:
        return BuildReport(
            generation=manifest.name if manifest else None,
            published=written is not None,
            added=plan.added,
            changed=plan.changed,
            removed=plan.removed,
            articles=plan.articles,
            passages=manifest.passages if manifest and (written or plan.is_same) else None,
            embedded=written.embedded if written else 0,
            problems=tuple(sorted((*plan.problems, *self._problems), key=lambda each: not each.refused)),
            resumed=written.resumed if written else 0,
        )


def _has_reading(generation: Path) -> bool:
    """Whether its encoder was tried in 8 bits, by the rule there is now."""
    return EncoderSpec.read(generation / ENCODER).reading_rule == READING_RULE


def _manifest(
    index: Path, draft: Path, source: str, written: WrittenCounts, previous: str | None, base: Generation | None
) -> Manifest:
    spec = EncoderSpec.read(draft / ENCODER)
    fingerprint = vector_fingerprint(spec.fingerprint)
    held = SegmentedArticles([open_articles(draft, record) for record in written.segments])
    first, last = held.dates()
    briefs = held.briefs()
    held.close()
    known = base.manifest.files if base else {}
    return Manifest(
        name=generation_name(index, fingerprint),
        previous=previous,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        fingerprint=fingerprint,
        model=spec.model,
        source=source,
        dimension=written.dimension,
        articles=written.articles,
        passages=written.passages,
        first=str(first) if first else None,
        last=str(last) if last else None,
        segments=written.segments,
        numbered=written.numbered,
        dropped=written.dropped,
        files=record_files(draft, known, base.folder if base else None),
        briefs=briefs,
    )
