"""`qabot status`, `verify-index` and `rollback`: looking at an index, and stepping back."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from msgspec import convert

from qabot.cli.json_output import write_json
from qabot.cli.page import standard_output
from qabot.cli.progress_display import progress
from qabot.core.settings import Settings, StoreSettings
from qabot.core.text import clean_line
from qabot.engine.running_servers import running_server
from qabot.index.build.diff import Changes, changes_if_readable
from qabot.index.generation_reading import OpenGeneration
from qabot.index.log_verification import verify_log as log_proof
from qabot.index.store_changes import roll_back_store, store_faults
from qabot.index.stores import answering_name, open_generation
from qabot.output.attribution import outlets_words, text_count
from qabot.output.phrasing import counted
from qabot.output.schemas.index_schemas import IndexCheck, LogCheck, LogLine, Rollback
from qabot.reports.index_state import status_document

_SHOWN = 15


def status(settings: Settings, *, as_json: bool) -> None:
    """Say what the index holds and what is waiting."""
    with closing(open_generation(settings)) as generation:
        changes = changes_if_readable(settings.home.corpus, generation.articles)
        if as_json:
            write_json(status_document(settings.home, generation, changes))
        else:
            _write_status(settings, generation, changes)


def _write_status(settings: Settings, generation: OpenGeneration, changes: Changes | None) -> None:
    page, manifest = standard_output(), generation.manifest
    page.line(f"Home        {settings.home.path}")
    held = text_count(manifest.articles, manifest.briefs)
    page.line(f"Index       {held}, {counted(manifest.passages, 'passage')}")
    dates = [date.label for date in generation.articles.dates() if date]
    page.line(f"Dates       {' to '.join(dates) or 'none'}")
    outlets = generation.articles.outlets()
    more = f" and {len(outlets) - _SHOWN:,} more" if len(outlets) > _SHOWN else ""
    page.line(f"Outlets     {outlets_words(outlets[:_SHOWN], more) or 'none'}")
    page.line(f"Model       {manifest.model}, {manifest.dimension} dimensions")
    page.line(f"Generation  {manifest.name}, built {manifest.created}")
    page.line(f"Before it   {manifest.previous or 'none'}")
    if not settings.store.is_local:
        page.line(f"Store       Milvus at {settings.store.uri}{_database(settings.store.database)}")
    page.line(f"Waiting     {_waiting(changes, settings.home.corpus, settings.store)}")
    if server := running_server(settings.home):
        page.line(f"Server      {server.address or 'running'} (process {server.pid}), which `qabot ask` asks too")


def verify_index(settings: Settings, *, as_json: bool) -> int:
    """Check the index from top to bottom, say what is wrong, and return the exit code."""
    name = answering_name(settings)
    with progress() as on_progress:
        faults = list(store_faults(settings, name, on_progress))
    if as_json:
        write_json(IndexCheck(generation=name, sound=not faults, faults=tuple(faults)))
    elif faults:
        page = standard_output()
        for fault in faults:
            page.line(fault)
        page.line("Run `qabot rollback`, or `qabot index --rebuild` to build the index anew.")
    else:
        _write_sound(settings, name)
    return 1 if faults else 0


def _write_sound(settings: Settings, name: str) -> None:
    with closing(open_generation(settings)) as generation:
        manifest = generation.manifest
    held = f"{counted(manifest.articles, 'article')} and {counted(manifest.passages, 'passage')}"
    files = f"{len(manifest.files)} files, " if manifest.files else ""
    where = "" if settings.store.is_local else f" in Milvus at {settings.store.uri}"
    standard_output().line(f"Generation {name}{where} is sound: {files}{held} match their checksums.")


def verify_log(settings: Settings, witness: str, *, as_json: bool) -> int:
    """Check the log of generations, say what is wrong, and return the exit code."""
    proof = log_proof(settings.home.index, clean_line(witness))
    since = proof.entries[0].at if proof.entries else None
    if as_json:
        write_json(
            LogCheck(
                sound=not proof.faults,
                faults=proof.faults,
                since=since,
                head=proof.head,
                entries=convert(proof.entries, tuple[LogLine, ...], from_attributes=True),
            )
        )
    elif proof.faults:
        page = standard_output()
        for fault in proof.faults:
            page.line(fault)
    else:
        page = standard_output()
        page.line(
            f"The log is whole: {counted(len(proof.entries), 'entry', 'entries')} since {since}, none altered, dropped "
            "or out of its place."
        )
        page.line(f"Its head is {proof.head}; noted elsewhere, it proves later that nothing up to here was rewritten:")
        page.line(f"qabot verify-index --log --witness {proof.head}")
    return 1 if proof.faults else 0


def rollback(settings: Settings, *, as_json: bool) -> None:
    """Make the previous generation answer again."""
    manifest = roll_back_store(settings)
    if as_json:
        write_json(Rollback(generation=manifest.name, articles=manifest.articles))
    else:
        standard_output().line(f"Generation {manifest.name} answers again: {counted(manifest.articles, 'article')}.")


def _database(name: str) -> str:
    return f", database {name}" if name else ""


def _waiting(changes: Changes | None, corpus: Path, store: StoreSettings) -> str:
    if changes is None and not store.is_local:
        return "not known here, unless this machine built the index"
    if changes is None:
        return "the corpus folder cannot be read" if os.path.lexists(corpus) else "the corpus folder is missing"
    counts = (("new", changes.new), ("changed", changes.changed), ("gone", changes.gone))
    told = ", ".join(f"{len(paths):,} {kind}" for kind, paths in counts if paths)
    return f"{told}; run `qabot index`" if told else "nothing"
