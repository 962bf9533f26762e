"""`qabot corpus`: articles of the corpus folder listed, shown, edited, removed and restored."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from msgspec import Struct, convert

from qabot.cli.error_boundary import NOTHING_FOUND
from qabot.cli.json_output import write_json
from qabot.cli.opened_corpus import near_copies, opened_corpus
from qabot.cli.page import Page, standard_output
from qabot.cli.streams import note
from qabot.core.dates import PartialDate
from qabot.core.errors import NotFound, UsageError
from qabot.core.name_keys import name_key
from qabot.core.settings import Settings
from qabot.core.text import clean, clean_line, says
from qabot.core.unknown_names import UnknownName, unknown_name
from qabot.corpus.ingest import curation
from qabot.corpus.ingest.corpus_index import CorpusIndex
from qabot.corpus.ingest.ingest_store import RemovedArticle, StoredEntry
from qabot.corpus.ingest.missing_facts import has_stand_in
from qabot.output.phrasing import counted
from qabot.output.schemas.corpus_schemas import (
    CorpusArticle,
    CorpusDropped,
    CorpusDuplicates,
    CorpusList,
    CorpusRemoved,
    CorpusRestored,
    EarlierVersion,
    ListedArticle,
)
from qabot.question.filter_fields import given_date

_RULES = {
    "K": "known furniture",
    "R": "related content",
    "T": "behind the article",
    "H": "head or foot",
    "P": "around the article",
    "S": "signature",
}


class Chosen(Struct, frozen=True):
    """Which articles are listed; a part that is None lets all through."""

    outlet: str | None
    """Of this outlet, or reporting on it, however it is written."""
    after: PartialDate | None
    """Published then or later."""
    before: PartialDate | None
    """Published then or earlier."""
    title: str | None
    """With these words in the title."""
    lacking: str | None = None
    """Of which this is not known: `date`, `outlet` or `title`."""

    def lets(self, entry: StoredEntry) -> bool:
        """Whether an article is listed."""
        if self.outlet and name_key(self.outlet) not in map(
            name_key, (entry.outlet or "", entry.reported_outlet or "")
        ):
            return False
        if self.title and not says(entry.title, self.title):
            return False
        if (self.lacking == "date" and entry.published) or (self.lacking == "outlet" and entry.outlet):
            return False
        published = PartialDate.parse(entry.published) if entry.published else None
        if self.after and not (published and published.last >= self.after.first):
            return False
        return not self.before or bool(published and published.first <= self.before.last)


def chosen(outlet: str | None, after: str | None, before: str | None, title: str | None, lacking: str | None) -> Chosen:
    """Read the options.

    Raises:
        UsageError: A date is none.
    """
    first, last = (
        given_date(name, text) if text else None for name, text in (("--after", after), ("--before", before))
    )
    return Chosen(outlet, first, last, title, lacking)


def list_articles(settings: Settings, chosen: Chosen, limit: int, *, removed: bool, as_json: bool) -> int:
    """Print the articles chosen, newest first, or those removed, and return the exit code.

    Raises:
        NotFound: They are to be of an outlet that no article has; those that come close are named.
        UsageError: Those removed are to be chosen among, of which neither outlet, date nor title is kept.
    """
    if removed and chosen != Chosen(None, None, None, None):
        raise UsageError("--removed goes with no filter.", hint="Try `qabot corpus list --removed`.")
    with opened_corpus(settings, looking=True) as opened:
        gone, entries = opened.store.removed(), [*filter(chosen.lets, opened.store.entries())]
        unknown = _unknown_outlet(opened, chosen) if not entries else None
        if chosen.lacking == "title":
            articles = opened.articles([entry.id for entry in entries])
            entries = [entry for entry in entries if entry.id in articles and has_stand_in(articles[entry.id])]
    entries = sorted(entries, key=lambda entry: entry.published or "", reverse=True)
    found: Sequence[StoredEntry | RemovedArticle] = gone if removed else entries
    if as_json:
        warnings = (unknown.words,) if unknown and not removed else ()
        write_json(CorpusList(count=len(found), articles=_listed(found[:limit]), warnings=warnings))
    elif unknown and not removed:
        raise NotFound(unknown.words, hint="Run `qabot corpus list` to see what is.")
    else:
        page = standard_output()
        for each in found[:limit]:
            page.line(_line(each))
        if len(found) > limit:
            page.line(f"and {len(found) - limit:,} more; -n {len(found)} lists them all")
        if not found:
            note("No article was removed." if removed else "There is no such article.")
    return 0 if found else NOTHING_FOUND


def show(settings: Settings, article_id: str, *, raw: bool, history: bool, as_json: bool) -> None:
    """Print what an article's file holds, or the text as it came, or what the file held earlier."""
    with opened_corpus(settings, looking=True) as opened:
        entry = curation.require(opened, article_id)
        text = opened.articles([entry.id])[entry.id].text
        received = opened.store.received(entry.id)
        versions = opened.store.versions(entry.id)
    if as_json:
        write_json(
            CorpusArticle(
                id=entry.id,
                path=entry.path,
                title=entry.title,
                outlet=entry.outlet,
                published=entry.published,
                url=entry.url,
                text=text,
                raw=received[0] if received else None,
                flags=tuple(received[2]) if received else (),
                kind=entry.kind,
                reported_outlet=entry.reported_outlet,
                versions=tuple(
                    EarlierVersion(until=each.until, file=each.data.decode(errors="replace")) for each in versions
                ),
            )
        )
        return
    page = standard_output()
    if history:
        for each in versions:
            page.line(f"Until {each.until}:")
            _write_text(page, each.data.decode(errors="replace"))
    elif raw:
        _write_text(page, received[0] if received else text)
    else:
        _write_facts(page, entry, received[2] if received else [], len(versions))
        _write_text(page, text)


def edit(settings: Settings, ids: Sequence[str], *, as_json: bool) -> None:
    """Let the user's editor change a copy of an article's file, and put it in place if it is an article still.

    Raises:
        UsageError: It is not about one article in words, no editor is named, it failed, or what it left is no article.
    """
    if len(ids) > 1 or as_json or list(ids) == ["-"]:
        several = "--json goes" if as_json else "Several articles go"
        raise UsageError(
            f"{several} with --outlet, --date, --title or --author.",
            hint="Give one id alone to open it in your editor.",
        )
    (article_id,) = ids
    with opened_corpus(settings) as opened:
        entry = curation.require(opened, article_id)
        before = curation.file_of(opened, entry).read_bytes()
    editor = _editor()
    copy = Path(mkdtemp(prefix="qabot-")) / Path(entry.path).name
    copy.write_bytes(before)
    _run(editor, copy)
    with opened_corpus(settings) as opened:
        try:
            changed = curation.edit(opened, curation.require(opened, entry.id), copy.read_bytes())
        except UsageError as error:
            raise UsageError(error.message, hint=f"Your text is in {copy}.") from error
    copy.unlink()
    copy.parent.rmdir()
    told = f"Changed {entry.id}; run `qabot index` to take that into the index." if changed else "Nothing was changed."
    standard_output().line(told)


def remove(settings: Settings, article_id: str, *, as_json: bool) -> None:
    """Take an article out of the corpus, and say so."""
    with opened_corpus(settings) as opened:
        entry = curation.require(opened, article_id)
        curation.remove(opened, entry)
    if as_json:
        write_json(CorpusRemoved(id=entry.id, path=entry.path))
    else:
        standard_output().line(f"Removed {entry.id}; `qabot corpus restore {shlex.quote(entry.id)}` brings it back.")


def restore(settings: Settings, article_id: str, *, as_json: bool) -> None:
    """Put an article that was removed back, and say so."""
    with opened_corpus(settings) as opened:
        path = curation.restore(opened, article_id)
    if as_json:
        write_json(CorpusRestored(id=clean_line(article_id), path=path))
    else:
        standard_output().line(f"Restored {path}; run `qabot index` to take it into the index.")


def duplicates(settings: Settings, *, as_json: bool) -> int:
    """Print the groups of near-copies, and return the exit code."""
    with near_copies(settings) as groups:
        if as_json:
            document = CorpusDuplicates(groups=tuple(_listed([*group]) for group in groups))
            write_json(document)
            return 0 if document.groups else NOTHING_FOUND
        page, is_any = standard_output(), False
        for group in groups:
            is_any = True
            for number, each in enumerate(group):
                page.line(f"  = {_line(each)}" if number else _line(each))
    if not is_any:
        note("No article is a near-copy of another.")
    return 0 if is_any else NOTHING_FOUND


def dropped(settings: Settings, article_id: str, *, as_json: bool) -> int:
    """Print what was dropped of an article's text as it came, and return the exit code."""
    with opened_corpus(settings, looking=True) as opened:
        entry = curation.require(opened, article_id)
        received = opened.store.received(entry.id)
    if received is None:
        raise NotFound(
            f"Nothing is kept of how {entry.id} came in.", hint=f"Try `qabot corpus show {shlex.quote(entry.id)}`."
        )
    lines = received[1]
    if as_json:
        write_json(convert({"id": entry.id, "dropped": lines}, CorpusDropped, from_attributes=True))
    else:
        page = standard_output()
        for each in lines:
            page.line(f"{each.number:>5}  {each.rule}  {_RULES[each.rule]:<18}  {clean_line(each.line)}")
        if not lines:
            page.line("Nothing was dropped.")
    return 0 if lines else NOTHING_FOUND


def _unknown_outlet(opened: CorpusIndex, chosen: Chosen) -> UnknownName | None:
    """Return the outlet that was asked for where no article has it, so that a typing error does not pass for "none"."""
    names = opened.store.outlets() if chosen.outlet else []
    if chosen.outlet is None or name_key(chosen.outlet) in map(name_key, names):
        return None
    return unknown_name("outlet", clean_line(chosen.outlet), names)


def _editor() -> str:
    """Return the user's editor, before a copy is made for it."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise UsageError("Neither VISUAL nor EDITOR names an editor.", hint="Set one, such as `export EDITOR=nano`.")
    return editor


def _run(editor: str, file: Path) -> None:
    try:
        done = subprocess.run([*shlex.split(editor), str(file)], check=False)  # noqa: S603 - it is the user's own
    except (OSError, ValueError) as error:
        raise UsageError(f"The editor {editor!r} cannot be run.", hint="Set EDITOR to one that can.") from error
    if done.returncode:
        raise UsageError(
            f"The editor ended with {done.returncode}; nothing was changed.", hint=f"Your text is in {file}."
        )


def _write_facts(page: Page, entry: StoredEntry, flags: Sequence[str], versions: int) -> None:
    page.line(clean_line(entry.title))
    outlet = f"{entry.outlet}, after {entry.reported_outlet}" if entry.reported_outlet else entry.outlet
    page.line(" · ".join(filter(None, [outlet, entry.published, entry.url, entry.path])))
    for flag in flags:
        page.line(f"Note: {clean_line(flag)}.")
    if versions:
        page.line(f"{counted(versions, 'earlier version')}; --history prints them.")
    page.line("")


def _write_text(page: Page, text: str) -> None:
    for line in clean(text).split("\n"):
        page.line(line)


def _listed(found: Sequence[StoredEntry | RemovedArticle]) -> tuple[ListedArticle, ...]:
    return convert(found, tuple[ListedArticle, ...], from_attributes=True)


def _line(each: StoredEntry | RemovedArticle) -> str:
    if isinstance(each, RemovedArticle):
        return f"{each.removed}  {each.id}"
    kind = "" if each.kind == "article" else f"  ({each.outlet}, after {each.reported_outlet})"
    return clean_line(f"{each.published or 'undated':<10}  {each.id}  {each.title}{kind}")
