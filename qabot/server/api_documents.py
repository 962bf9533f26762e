"""What a server answers programs, by whatever door they come: the documents of the command line."""

from __future__ import annotations

from msgspec.structs import replace
from starlette.datastructures import QueryParams

from qabot.core.articles import Article
from qabot.core.errors import UsageError
from qabot.core.text import Span, paragraph_number
from qabot.index.build.diff import MOST_READ, changes_if_readable
from qabot.output import json_documents
from qabot.output.schemas.answer_schemas import Ask
from qabot.output.schemas.article_schemas import Article as ArticleDocument
from qabot.output.schemas.check_schemas import Check
from qabot.output.schemas.fact_schemas import Facts
from qabot.output.schemas.index_schemas import Status
from qabot.output.schemas.search_schemas import PassageOfArticle, Passages, Search
from qabot.reports.article_facts_document import facts_document
from qabot.reports.check.check_document import check_document
from qabot.reports.index_state import status_document
from qabot.reports.search_results import search_document
from qabot.server.posted_drafts import check_posted
from qabot.server.question_address import QuestionAddress
from qabot.server.site import Site

_LONGEST_RANGE = 20


def ask(site: Site, asked: QuestionAddress) -> Ask:
    """Return `qabot.ask/1`.

    Raises:
        UsageError: There is no question.
    """
    turn = site.answer(_asked(asked))
    return json_documents.ask_document(turn, turn.answer.warnings)


def search(site: Site, asked: QuestionAddress) -> Search:
    """Return `qabot.search/1`.

    Raises:
        UsageError: There is no question.
    """
    turn = site.answer(_asked(asked))
    return search_document(site.engine.get(), turn, asked.limit)


def article(site: Site, article_id: str, marked: str) -> ArticleDocument:
    """Return `qabot.article/1`, with a range marked as `120-340`, if one is given.

    Raises:
        NotFound: There is no such article.
        UsageError: It has no such range.
    """
    found = site.engine.get().article(article_id)
    return json_documents.article_document(found, _range(found, marked) if marked else None)


def facts(site: Site, query: QueryParams) -> Facts:
    """Return `qabot.facts/1` of the article that is named.

    Raises:
        NotFound: There is no such article.
        UsageError: None is named, or a list of the home's is malformed.
    """
    engine = site.engine.get()
    found = engine.article(_article_id(query))
    stated, is_stored = engine.facts(found)
    return facts_document(found, stated, stored=is_stored)


def passages(site: Site, query: QueryParams) -> Passages:
    """Return `qabot.passages/1` of the article that is named.

    Raises:
        NotFound: There is no such article.
        UsageError: None is named.
    """
    engine = site.engine.get()
    found = engine.article(_article_id(query))
    return Passages(
        article=json_documents.particulars(found),
        text_sha256=found.text_sha256,
        passages=tuple(
            PassageOfArticle(
                ordinal=each.ordinal,
                paragraph=paragraph_number(found.text, each.start),
                start=each.start,
                end=each.end,
                text=each.text,
            )
            for each in engine.passages(found.id)
        ),
    )


def check(site: Site, name: str, data: bytes) -> Check:
    """Return `qabot.check/1` of a draft.

    Raises:
        UsageError: It holds nothing, or is no sound file of a kind that is read.
    """
    return check_document(check_posted(site, name, data))


def status(site: Site, *, for_owner: bool) -> Status:
    """Return `qabot.status/1`; others than the owner are not told where the home and its server are."""
    home = site.settings.home
    with site.engine.get().lease() as current:
        changes = changes_if_readable(home.corpus, current.generation.articles, MOST_READ)
        told = status_document(home, current.generation, changes)
    return told if for_owner else replace(told, home=None, server=None)


def _article_id(query: QueryParams) -> str:
    if not query.get("article"):
        raise UsageError("No article is named.", hint="Name one by its id: article=…")
    return query["article"]


def _asked(asked: QuestionAddress) -> QuestionAddress:
    if not asked.text and not asked.filters.active:
        raise UsageError("The question is empty.", hint="Give one as q=…")
    return asked


def _range(found: Article, marked: str) -> Span:
    first, _, last = marked.partition("-")
    is_range = (
        first.isascii() and last.isascii() and first.isdigit() and last.isdigit() and len(marked) <= _LONGEST_RANGE
    )
    start, end = (int(first), int(last)) if is_range else (0, 0)
    if not start < end <= len(found.text):
        raise UsageError(
            f"{marked[:30]!r} is no range of the {len(found.text):,} characters of {found.id}.",
            hint="Give one as mark=START-END.",
        )
    return start, end
