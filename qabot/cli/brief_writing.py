"""`qabot brief`: a note made of pins or about a topic, printed or written to a file with its proof."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from qabot.cli import ask
from qabot.cli.error_boundary import NOTHING_FOUND
from qabot.cli.streams import note, utf8_output
from qabot.core.errors import NotFound, UsageError
from qabot.core.settings import Settings
from qabot.core.text import clean_line
from qabot.engine.session import Session
from qabot.facts.speech_cues import read_cues
from qabot.index.snapshot import open_current
from qabot.output.brief_writers import brief_writer
from qabot.output.schemas.brief_schemas import Brief
from qabot.reports.brief.brief_file import save_brief
from qabot.reports.brief.brief_sections import quotes_of
from qabot.reports.brief.pin_store import PinStore, pins_path
from qabot.reports.brief.pinned_brief import pinned_brief
from qabot.reports.brief.topic_brief import MOST_ROWS, TopicFacts, topic_brief

GivenFilters = tuple[str | None, str | None, str | None, Sequence[str], Sequence[str]]
"""`--after`, `--before`, `--on`, `--outlet` and `--org`, as the command line has them."""


class Look(Struct, frozen=True):
    """What a note is to be like."""

    form: str | None
    """Its format; None for the one that the file's name says, or Markdown."""
    output: str | None
    """The file to write it to; None to print it."""
    title: str
    """What to call it; empty for a title of qabot's."""
    limit: int | None
    """Quotes of a section at the most; None for the usual number."""


def brief(settings: Settings, topic: str, given: GivenFilters, look: Look) -> int:
    """Print a note, or write it with its proof, and return the exit code.

    Raises:
        NotFound: Nothing is pinned; or nothing can be quoted, and a file was to be written.
        UsageError: A format or a file cannot be had, or filters are given without a topic.
    """
    writer = brief_writer(look.form, _suffix(look.output))
    if look.output is None and writer.name == "docx":
        raise UsageError("A .docx is no text that could be printed.", hint="Give a file: --output note.docx.")
    made = _about(settings, topic, given, look) if topic else _of_pins(settings, given, look)
    if look.output is not None:
        saved = save_brief(made, look.output, Path.cwd(), look.form)
        note(f"Wrote {saved.note}, and {saved.proof}, which proves its quotes: `qabot check {saved.proof.name}`.")
        return 0
    written = writer.write(made)
    utf8_output().write(written if isinstance(written, str) else written.decode())
    return 0 if quotes_of(made) else NOTHING_FOUND


def _suffix(output: str | None) -> str:
    return "" if output is None else Path(output).suffix or "(no ending)"


def _of_pins(settings: Settings, given: GivenFilters, look: Look) -> Brief:
    if any(given) or look.limit:
        raise UsageError("Only a note about a topic can be limited.", hint='Name one: `qabot brief "One Login"`.')
    pins = PinStore(pins_path()).pins(str(settings.home.path))
    if not pins:
        hint = 'Pin a passage in the chat (/pin 1), or name a topic: `qabot brief "One Login"`.'
        raise NotFound(f"Nothing is pinned for {settings.home.path}.", hint=hint)
    generation = open_current(settings.home.index)
    return pinned_brief(pins, generation, datetime.now().astimezone(), look.title)


def _about(settings: Settings, topic: str, given: GivenFilters, look: Look) -> Brief:
    filters = ask.filters(*given)
    with Session.open(settings) as session:
        search = session.search_topic(clean_line(topic), filters)
        turn = session.probe(clean_line(topic), filters)
        facts = TopicFacts(search, turn, session.body_names, read_cues(settings.home.path))
        return topic_brief(facts, datetime.now().astimezone(), look.title, look.limit or MOST_ROWS)
