"""`qabot brief`: a note made of pins or about a topic, printed or written to a file with its proof."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from shlex import quote

from msgspec import Struct

from qabot.cli.error_boundary import NOTHING_FOUND
from qabot.cli.streams import note, utf8_output
from qabot.core.errors import NotFound, UsageError
from qabot.core.questions import Filters
from qabot.core.settings import Settings
from qabot.engine.session import Session
from qabot.index.stores import open_generation
from qabot.output.brief_writers import brief_writer
from qabot.output.schemas.brief_schemas import Brief
from qabot.reports.brief.brief_file import save_brief
from qabot.reports.brief.brief_sections import quotes_of
from qabot.reports.brief.pin_store import PinStore, pins_path
from qabot.reports.brief.pinned_brief import pinned_brief
from qabot.reports.brief.topic_brief import MOST_ROWS, TopicFacts, topic_brief


class Wanted(Struct, frozen=True):
    """Which note is wanted."""

    topic: str
    """What it is about; empty for a note of pins."""
    filters: Filters
    """What to limit the search to."""
    form: str | None
    """Its format; None for the one that the file's name says, or Markdown."""
    output: str | None
    """The file to write it to; None to print it."""
    title: str
    """What to call it; empty for a title of qabot's."""
    limit: int | None
    """Quotes of a section at the most; None for the usual number."""


def require_sound(wanted: Wanted) -> None:
    """Refuse what cannot be written, before anything is searched.

    Raises:
        UsageError: The format and the file's name do not go together, or filters are given without a topic.
    """
    writer = brief_writer(wanted.form, _suffix(wanted.output))
    if wanted.output is None and writer.name == "docx":
        raise UsageError("A .docx is no text that could be printed.", hint="Give a file: --output note.docx.")
    if not wanted.topic and (wanted.filters.active or wanted.limit):
        raise UsageError("Only a note about a topic can be limited.", hint='Name one: `qabot brief "One Login"`.')


def brief(settings: Settings, wanted: Wanted) -> int:
    """Print a note, or write it with its proof, and return the exit code.

    Raises:
        NotFound: Nothing is pinned; or nothing can be quoted, and a file was to be written.
        UsageError: The file is there already, or cannot be written.
    """
    made = _about(settings, wanted) if wanted.topic else _of_pins(settings, wanted)
    if wanted.output is not None:
        saved = save_brief(made, wanted.output, Path.cwd(), wanted.form)
        note(
            f"Wrote {saved.note}, and {saved.proof}, which proves its quotes: `qabot check {quote(saved.proof.name)}`."
        )
        return 0
    written = brief_writer(wanted.form).write(made)
    utf8_output().write(written if isinstance(written, str) else written.decode())
    return 0 if quotes_of(made) else NOTHING_FOUND


def _suffix(output: str | None) -> str:
    return "" if output is None else Path(output).suffix or "(no ending)"


def _of_pins(settings: Settings, wanted: Wanted) -> Brief:
    pins = PinStore(pins_path()).pins(str(settings.home.path))
    if not pins:
        hint = 'Pin a passage in the chat (/pin 1), or name a topic: `qabot brief "One Login"`.'
        raise NotFound(f"Nothing is pinned for {settings.home.path}.", hint=hint)
    with closing(open_generation(settings)) as generation:
        return pinned_brief(pins, generation, datetime.now().astimezone(), wanted.title)


def _about(settings: Settings, wanted: Wanted) -> Brief:
    with Session.open(settings) as session, session.engine.lease() as current:
        facts = current.facts()
        turn = session.probe(wanted.topic, wanted.filters)
        found = TopicFacts(facts.topic(wanted.topic, wanted.filters), turn, facts.rules.names, facts.rules.cues)
        return topic_brief(found, datetime.now().astimezone(), wanted.title, wanted.limit or MOST_ROWS)
