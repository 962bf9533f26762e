"""`qabot status`, `verify-index`, `rollback` and `show`: looking at an index, and stepping back."""

from __future__ import annotations

import re

from msgspec import UNSET, structs

from qabot.cli.json_output import write_json
from qabot.cli.text_layout import standard_output, write_article
from qabot.core.articles import Article
from qabot.core.errors import NoCorpus, NotFound, UsageError
from qabot.core.settings import Settings
from qabot.core.text import Span, clean_line
from qabot.index.build.diff import Changes, compare
from qabot.index.manifest import Manifest
from qabot.index.publication import roll_back
from qabot.index.snapshot import Generation, current_name, open_current, verify
from qabot.output.json_documents import particulars, text_or_none
from qabot.output.phrasing import counted
from qabot.output.schemas.answer_schemas import OutletCount
from qabot.output.schemas.article_schemas import Article as ArticleDocument
from qabot.output.schemas.article_schemas import Range
from qabot.output.schemas.index_schemas import IndexCheck, Rollback, Status, Waiting

_SHOWN = 15


def status(settings: Settings, *, as_json: bool) -> None:
    """Say what the index holds and what is waiting."""
    generation = open_current(settings.home.index)
    changes = _changes(settings, generation)
    if as_json:
        write_json(_status_document(settings, generation, changes))
        return
    page, manifest = standard_output(), generation.manifest
    page.line(f"Home        {settings.home.path}")
    page.line(f"Index       {counted(manifest.articles, 'article')}, {counted(manifest.passages, 'passage')}")
    dates = [date.label for date in generation.articles.dates() if date]
    page.line(f"Dates       {' to '.join(dates) or 'none'}")
    outlets = generation.articles.outlets()
    named = ", ".join(f"{name} {count:,}" for name, count in outlets[:_SHOWN])
    more = f" and {len(outlets) - _SHOWN:,} more" if len(outlets) > _SHOWN else ""
    page.line(f"Outlets     {named or 'none'}{more}")
    page.line(f"Model       {manifest.model}, {manifest.dimension} dimensions")
    page.line(f"Generation  {manifest.name}, built {manifest.created}")
    page.line(f"Before it   {manifest.previous or 'none'}")
    page.line(f"Waiting     {_waiting(changes)}")


def verify_index(settings: Settings, *, as_json: bool) -> int:
    """Check the index from top to bottom, say what is wrong, and return the exit code."""
    name = current_name(settings.home.index)
    faults = list(verify(settings.home.index / name))
    if as_json:
        write_json(IndexCheck(generation=name, sound=not faults, faults=tuple(faults)))
    elif faults:
        page = standard_output()
        for fault in faults:
            page.line(fault)
        page.line("Run `qabot rollback`, or `qabot index --rebuild` to build the index anew.")
    else:
        manifest = Manifest.read(settings.home.index / name)
        standard_output().line(
            f"Generation {name} is sound: {len(manifest.files)} files, {counted(manifest.articles, 'article')} and "
            f"{counted(manifest.passages, 'passage')} match their checksums."
        )
    return 1 if faults else 0


def rollback(settings: Settings, *, as_json: bool) -> None:
    """Make the previous generation answer again."""
    manifest = roll_back(settings.home.index)
    if as_json:
        write_json(Rollback(generation=manifest.name, articles=manifest.articles))
    else:
        standard_output().line(f"Generation {manifest.name} answers again: {counted(manifest.articles, 'article')}.")


def show(settings: Settings, article_id: str, passage: int | None, quote: str | None, *, as_json: bool) -> None:
    """Print an article, with a passage or a quote marked."""
    generation = open_current(settings.home.index)
    article = generation.require_article(clean_line(article_id))
    marked = _marked(generation, article, passage, quote)
    if as_json:
        write_json(_article_document(article, marked))
    else:
        write_article(article, marked)


def _marked(generation: Generation, article: Article, passage: int | None, quote: str | None) -> Span | None:
    if passage is not None and quote is not None:
        raise UsageError("--passage and --quote do not go together.", hint="Give one of them.")
    if passage is not None:
        passages = generation.articles.passages_of(article.id)
        if passage >= len(passages):
            raise NotFound(
                f"{article.id} has {len(passages)} passages, counted from 0.",
                hint=f"Try `qabot show {article.id} --passage 0`.",
            )
        return passages[passage].start, passages[passage].end
    if quote is None:
        return None
    found = re.fullmatch(r"(\d{1,9}):(\d{1,9})", quote)
    if not found:
        raise UsageError(f"{quote!r} is not START:END.", hint="Give two character positions, such as --quote 0:120.")
    start, end = int(found[1]), int(found[2])
    if not start < end <= len(article.text):
        raise NotFound(
            f"{article.id} has {len(article.text)} characters; {quote} is not a range of them.",
            hint=f"Try `qabot show {article.id} --quote 0:{len(article.text)}`.",
        )
    return start, end


def _changes(settings: Settings, generation: Generation) -> Changes | None:
    try:
        return compare(settings.home.corpus, generation.articles.files())
    except NoCorpus:
        return None


def _waiting(changes: Changes | None) -> str:
    if changes is None:
        return "the corpus folder is missing"
    counts = (("new", changes.new), ("changed", changes.changed), ("gone", changes.gone))
    told = ", ".join(f"{len(paths):,} {kind}" for kind, paths in counts if paths)
    return f"{told}; run `qabot index`" if told else "nothing"


def _article_document(article: Article, marked: Span | None) -> ArticleDocument:
    within = Range(start=marked[0], end=marked[1], text=article.text[slice(*marked)]) if marked else UNSET
    told = structs.asdict(particulars(article))
    return ArticleDocument(**told, text=article.text, text_sha256=article.text_sha256, marked=within)


def _status_document(settings: Settings, generation: Generation, changes: Changes | None) -> Status:
    manifest = generation.manifest
    first, last = generation.articles.dates()
    waiting = Waiting(
        files=changes.waiting if changes else 0,
        new=tuple(changes.new) if changes else (),
        changed=tuple(changes.changed) if changes else (),
        gone=tuple(changes.gone) if changes else (),
    )
    return Status(
        home=str(settings.home.path),
        generation=manifest.name,
        previous=manifest.previous,
        created=manifest.created,
        articles=manifest.articles,
        passages=manifest.passages,
        first=text_or_none(first),
        last=text_or_none(last),
        outlets=tuple(OutletCount(name=name, articles=count) for name, count in generation.articles.outlets()),
        model=manifest.model,
        dimension=manifest.dimension,
        fingerprint=manifest.fingerprint,
        waiting=waiting,
    )
