"""`qabot corpus diff`: what a publisher changed between two versions of an article, for a reader or a program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import convert, to_builtins

from qabot.cli.json_output import write_json
from qabot.cli.opened_corpus import opened_corpus
from qabot.cli.page import Page, standard_output
from qabot.core.settings import Settings
from qabot.core.text import clean_line
from qabot.corpus.ingest.article_versions import ArticleVersion, KeptVersions, kept_versions
from qabot.facts.article_changes import ArticleChanges, ParagraphChange, WordRun, compare_versions
from qabot.output.phrasing import counted
from qabot.output.schemas.corpus_schemas import Diff, DiffField, DiffParagraph, DiffVersion

CHANGED = 1
_CONTEXT = 12
"""Words that are shown on either side of a change."""
_MARKED = {"same": "{}", "dropped": "[-{}-]", "added": "{{+{}+}}"}
_SIGNS = {"changed": "~", "moved": ">", "dropped": "-", "added": "+"}


def diff(settings: Settings, article_id: str, earlier: str, later: str, *, exact: bool, as_json: bool) -> int:
    """Print what differs between two versions, and return the exit code: 1 where anything does.

    Raises:
        NotFound: There is no such article, or no such version of it.
    """
    with opened_corpus(settings, looking=True) as opened:
        kept = kept_versions(opened, article_id)
    newer = kept.chosen(later) if later else kept.versions[-1]
    older = kept.chosen(earlier) if earlier else kept.before(newer)
    changes = compare_versions((older or newer).article, newer.article, exact=exact)
    if as_json:
        write_json(_document(kept, older, newer, changes, exact=exact))
    else:
        _write(standard_output(), kept, older, newer, changes)
    return 0 if changes.is_none else CHANGED


def _document(
    kept: KeptVersions, older: ArticleVersion | None, newer: ArticleVersion, changes: ArticleChanges, *, exact: bool
) -> Diff:
    return Diff(
        id=kept.id,
        changed=not changes.is_none,
        exact=exact,
        held=len(kept.versions),
        unreadable=kept.unreadable,
        earlier=_version(older) if older else None,
        later=_version(newer),
        fields=convert(to_builtins(changes.fields), tuple[DiffField, ...]),
        paragraphs=convert(to_builtins(changes.paragraphs), tuple[DiffParagraph, ...]),
        typography=changes.typography,
    )


def _version(version: ArticleVersion) -> DiffVersion:
    return DiffVersion(
        number=version.number,
        until=version.until,
        text_sha256=version.article.text_sha256,
        not_taken=version.is_copy,
    )


def _write(
    page: Page, kept: KeptVersions, older: ArticleVersion | None, newer: ArticleVersion, changes: ArticleChanges
) -> None:
    if kept.unreadable:
        page.line(f"Note: {counted(kept.unreadable, 'more version')} cannot be read.")
    if older is None:
        only = "Only one version" if len(kept.versions) == 1 else f"No version before {newer.number}"
        page.line(f"{only} of {kept.id} is held.")
        return
    page.line(f"{clean_line(newer.article.title)} ({kept.id})")
    page.line(f"- {_told(older)}")
    page.line(f"+ {_told(newer)}")
    for each in changes.fields:
        page.line()
        page.line(f"- {each.field}: {clean_line(each.before or 'none')}")
        page.line(f"+ {each.field}: {clean_line(each.after or 'none')}")
    for change in changes.paragraphs:
        page.line()
        page.line(f"{_SIGNS[change.kind]} {_place(change)}")
        page.line(_words(change.words), "  ")
    if changes.is_none:
        page.line("Nothing was changed between them" + (" but typography." if changes.typography else "."))
    if changes.typography:
        page.line()
        page.line(
            f"Not shown: {counted(changes.typography, 'change')} of typography or white space; --exact shows them."
        )


def _told(version: ArticleVersion) -> str:
    held = "held now" if version.until is None else f"held until {version.until}"
    when = f"a copy of {version.until} that was not taken" if version.is_copy else held
    return f"version {version.number}, {when}, text SHA-256 {version.article.text_sha256}"


def _place(change: ParagraphChange) -> str:
    if change.earlier is None or change.later is None:
        return f"¶{change.later or change.earlier} {change.kind}"
    came = f"¶{change.earlier}" if change.earlier == change.later else f"¶{change.earlier} → ¶{change.later}"
    return f"{came} {change.kind}"


def _words(runs: Sequence[WordRun]) -> str:
    return clean_line("".join(_shown(runs)))


def _shown(runs: Sequence[WordRun]) -> Iterator[str]:
    """Yield what the reader sees of each run: marks around what changed, and of the rest what stands beside that."""
    for number, run in enumerate(runs):
        text = (
            _shortened(run.text, is_first=number == 0, is_last=number == len(runs) - 1)
            if run.kind == "same"
            else run.text
        )
        bare = text.rstrip()
        yield _MARKED[run.kind].format(bare) + text[len(bare) :] if bare else text


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    """Return what is the same in both without what stands further away from a change."""
    words = text.split(" ")
    if (is_first and is_last) or len(words) <= 2 * _CONTEXT:
        return text
    head, tail = ([] if is_first else words[:_CONTEXT]), ([] if is_last else words[-_CONTEXT:])
    return " ".join((*head, "…", *tail))
