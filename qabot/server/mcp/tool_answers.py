"""What each tool does: from its arguments to the document that it answers with. Nothing here writes anything."""

from __future__ import annotations

from datetime import UTC, datetime

from qabot.core.articles import Article, ArticleSummary
from qabot.core.conversation_context import NO_CONTEXT
from qabot.core.dates import PartialDate
from qabot.core.errors import IndexUnusable, NotFound, UsageError
from qabot.core.questions import Filters
from qabot.core.settings import Settings
from qabot.core.text import clean_line, numbered_paragraphs, paragraph_number
from qabot.engine.engine import Engine
from qabot.engine.generation_diff import diff_generations
from qabot.engine.question_answerer import QuestionAnswerer
from qabot.index.generation_reading import OpenGeneration
from qabot.index.manifest import Manifest, is_generation_name, moment_of
from qabot.index.stores import kept_generations, open_named
from qabot.output.attribution import source
from qabot.output.json_documents import ask_document, outlet_counts, particulars, search_scope, text_or_none
from qabot.output.schemas.answer_schemas import Ask
from qabot.output.schemas.check_schemas import Check
from qabot.output.schemas.report_schemas import Figures
from qabot.output.schemas.said_schemas import Said
from qabot.output.schemas.search_schemas import ChangedArticle, Changes, Coverage, PassageText, Search
from qabot.reports.check.check_document import check_document
from qabot.reports.check.draft_checker import check_draft
from qabot.reports.check.draft_text import DraftText
from qabot.reports.said_request import SaidRequest, speech_act
from qabot.reports.said_request import said as who_said
from qabot.reports.search_results import search_document
from qabot.reports.timeline import attention
from qabot.reports.topic_documents import attention_document, figures_document
from qabot.reports.topic_ledger import figure_ledger
from qabot.server.mcp.tool_arguments import (
    AskArguments,
    ChangesArguments,
    CheckArguments,
    CoverageArguments,
    FiguresArguments,
    PassageArguments,
    SaidArguments,
    SearchArguments,
)

_MOST_RETURNED = 20_000
"""Characters of a passage that are returned at once."""
_SEE_ARTICLE = "Call `get_passage` with the id alone to see how long the article is."


def ask(engine: Engine, given: AskArguments) -> Ask:
    """Answer a question."""
    turn = engine.answer(given.question, given.filters, given.quotes, NO_CONTEXT, None, infer=True)
    return ask_document(turn, turn.answer.warnings)


def search(engine: Engine, given: SearchArguments) -> Search:
    """Return the passages that come nearest, whatever the verdict on them is."""
    turn = engine.answer(given.query, given.filters, given.passages, NO_CONTEXT, None, infer=True)
    return search_document(engine, turn, given.passages)


def get_passage(engine: Engine, given: PassageArguments) -> PassageText:
    """Return a part of an article.

    Raises:
        NotFound: There is no such article, or it has no such part.
        UsageError: A paragraph and a range are asked for, or half a range.
    """
    with engine.lease() as current:
        article, generation = current.generation.require_article(given.article), current.generation.name
    start, end = _range(article, given)
    return PassageText(
        article=particulars(article),
        quote=article.text[start:end],
        start=start,
        end=end,
        paragraph=paragraph_number(article.text, start),
        paragraphs=len(_paragraphs(article)),
        text_sha256=article.text_sha256,
        generation=generation,
    )


def check_text(engine: Engine, given: CheckArguments) -> Check:
    """Compare a draft with what is held."""
    draft = DraftText.of("draft", given.text.encode(errors="replace"), given.text, is_markdown=given.is_markdown)
    return engine.with_texts(lambda generation, bodies: check_document(check_draft(draft, generation, bodies)))


def figures(engine: Engine, given: FiguresArguments) -> Figures:
    """List the figures of a topic."""

    def listed(current: QuestionAnswerer) -> Figures:
        facts = current.facts()
        found = facts.topic(given.topic, given.filters)
        return figures_document(figure_ledger(found, facts.rules.names, facts.rules.cues, given.sort, given.rows))

    return engine.with_answerer(listed)


def said(engine: Engine, given: SaidArguments) -> Said:
    """List what somebody said.

    Raises:
        NotFound: No article holds the name.
        UsageError: There is no such act.
    """
    request = SaidRequest(
        who=clean_line(given.who),
        about=clean_line(given.about),
        act=speech_act(given.act) if given.act else None,
        filters=given.filters,
        limit=given.rows,
    )

    def told(current: QuestionAnswerer) -> Said:
        facts = current.facts()
        found = facts.speaker(request.who, request.filters, request.about)
        return who_said(found, request, facts.rules.names, facts.rules.cues)

    return engine.with_answerer(told)


def coverage(engine: Engine, given: CoverageArguments) -> Coverage:
    """Tell what is held, of a topic or of everything, all of it by one generation."""
    return engine.with_answerer(lambda current: _coverage(current, given.filters, clean_line(given.topic)))


def _coverage(current: QuestionAnswerer, filters: Filters, topic: str) -> Coverage:
    generation = current.generation
    ids, left = generation.matching(filters)
    outlets = generation.articles.outlets(ids)
    if not topic:
        return Coverage(
            topic="", articles=left, outlets=outlet_counts(outlets), attention=(), warnings=(),
            searched=search_scope(generation.searched(left)),
        )  # fmt: skip
    found = current.facts().topic(topic, filters)
    return Coverage(
        topic=found.topic,
        articles=len(found.articles),
        outlets=outlet_counts(outlets),
        attention=attention_document(attention(found)),
        searched=search_scope(found.searched),
        warnings=found.warnings,
    )


def changes_since(engine: Engine, given: ChangesArguments) -> Changes:
    """Tell what came since an earlier generation, or since a date.

    Raises:
        NotFound: No generation of that time is kept.
        UsageError: It is neither a generation nor a date.
    """
    with engine.lease() as current:
        newest = current.generation
        earlier = _earlier(engine.settings, newest.name, given.since)
        outdated = newest if earlier == newest.name else _opened(engine.settings, earlier)
        try:
            news = diff_generations(outdated, newest)
            built = outdated.manifest.created
        finally:
            if outdated is not newest:
                outdated.close()
    return Changes(
        since=earlier,
        since_built=built,
        generation=news.generation,
        added=tuple(map(_changed, news.added)),
        changed=tuple(map(_changed, news.changed)),
        removed=news.removed,
    )


def _paragraphs(article: Article) -> list[tuple[int, int]]:
    return [span for number, span in numbered_paragraphs(article.text) if number is not None]


def _range(article: Article, given: PassageArguments) -> tuple[int, int]:
    """Return the characters that are asked for: a paragraph, a range, or as much from the beginning as is returned."""
    is_ranged = given.start is not None or given.end is not None
    if given.paragraph is not None:
        if is_ranged:
            raise UsageError("A paragraph and a range were asked for.", hint="Give one of them.")
        spans = _paragraphs(article)
        if given.paragraph > len(spans):
            raise NotFound(f"{article.id} has {len(spans)} paragraphs, no {given.paragraph}.", hint=_SEE_ARTICLE)
        return spans[given.paragraph - 1]
    start, end = given.start or 0, len(article.text) if given.end is None else given.end
    if not start < end <= len(article.text):
        raise NotFound(f"{article.id} has {len(article.text)} characters, not {start} to {end}.", hint=_SEE_ARTICLE)
    return start, min(end, start + _MOST_RETURNED)


def _earlier(settings: Settings, current: str, since: str) -> str:
    """Return the kept generation that is meant: by its name, or the newest that was built on a day or before."""
    kept = [name for name in kept_generations(settings) if name <= current]
    built = {name: _built(settings, name) for name in kept}
    if is_generation_name(since):
        found = since if since in kept else None
    else:
        end = _end_of(since)
        found = max((name for name, moment in built.items() if moment and moment <= end), default=None)
    if found is None:
        listed = (f"{name} ({f'built {at:%Y-%m-%d %H:%M} UTC' if at else 'undated'})" for name, at in built.items())
        raise NotFound(f"No generation of {since[:60]} is kept.", hint=f"Kept are {', '.join(listed)}.")
    return found


def _end_of(since: str) -> datetime:
    try:
        day = PartialDate.parse(since).last
    except ValueError as cause:
        raise UsageError(
            f"since: {cause}.",
            hint="Give a generation, as `searched.generation` names it, or a date such as 2026-11-01.",
        ) from None
    return datetime(day.year, day.month, day.day, 23, 59, 59, 999_999, tzinfo=UTC)


def _built(settings: Settings, name: str) -> datetime | None:
    """Return when a generation was built; None where that cannot be told."""
    if not settings.store.is_local:
        built = moment_of(name)
        return built.replace(tzinfo=UTC) if built else None
    try:
        return datetime.fromisoformat(Manifest.read(settings.home.index / name).created)
    except IndexUnusable:
        return None


def _opened(settings: Settings, name: str) -> OpenGeneration:
    try:
        return open_named(settings, name)
    except IndexUnusable as cause:
        raise NotFound(
            f"The generation {name} cannot be read any more: {cause.message}",
            still_works="The newest one answers.",
            hint="Name a later one.",
        ) from cause


def _changed(article: ArticleSummary) -> ChangedArticle:
    return ChangedArticle(
        id=article.id,
        title=article.title,
        outlet=article.outlet,
        published=text_or_none(article.published),
        attribution=source(article),
    )
