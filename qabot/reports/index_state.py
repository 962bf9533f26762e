"""What an index holds and what waits to be taken in, for programs: `qabot.status/1`."""

from __future__ import annotations

from msgspec import convert

from qabot.core.settings import Home
from qabot.engine.running_servers import running_server
from qabot.index.build.diff import Changes
from qabot.index.generation_reading import OpenGeneration
from qabot.output.json_documents import outlet_counts, text_or_none
from qabot.output.schemas.index_schemas import ServerProcess, Status, Waiting


def status_document(home: Home, generation: OpenGeneration, changes: Changes | None) -> Status:
    """Return `qabot.status/1`; `changes` is None where the corpus folder cannot be read."""
    manifest = generation.manifest
    first, last = generation.articles.dates()
    waiting = Waiting(
        files=changes.waiting if changes else 0,
        new=tuple(changes.new) if changes else (),
        changed=tuple(changes.changed) if changes else (),
        gone=tuple(changes.gone) if changes else (),
    )
    return Status(
        home=str(home.path),
        generation=manifest.name,
        previous=manifest.previous,
        created=manifest.created,
        articles=manifest.articles,
        passages=manifest.passages,
        first=text_or_none(first),
        last=text_or_none(last),
        outlets=outlet_counts(generation.articles.outlets()),
        model=manifest.model,
        dimension=manifest.dimension,
        fingerprint=manifest.fingerprint,
        waiting=waiting,
        briefs=manifest.briefs,
        server=convert(running_server(home), ServerProcess | None, from_attributes=True),
    )
