"""Raw documents into drafts of articles. Nothing that arrives can raise: what is of no use becomes an `AddOutcome`."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from qabot.core.articles import Article, ReadIssue
from qabot.core.storage_faults import is_refusal
from qabot.corpus.drafts import AddOutcome, ArticleDraft, RawDocument
from qabot.corpus.formats import registry, walls
from qabot.corpus.formats.registry import Format
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.origin import Origin


def article_drafts(document: RawDocument, *, nested: bool = False) -> Iterator[ArticleDraft | AddOutcome]:
    """Yield the articles in a document, and what held none.

    Args:
        document: Which.
        nested: Whether it came out of an archive, in which no further one is opened.
    """
    try:
        yield from _drafts(document, registry.by_name(document.kind), nested=nested)
    except UnreadableDocument as error:
        yield AddOutcome("skipped", document.name, None, str(error))
    except OSError as error:
        yield unread(document.name, error)


def unread(name: str, error: OSError) -> AddOutcome:
    """Return what became of something that could not be read."""
    return AddOutcome("skipped", name, None, f"cannot be read ({error.strerror})", refused=is_refusal(error))


def _drafts(document: RawDocument, form: Format, *, nested: bool) -> Iterator[ArticleDraft | AddOutcome]:
    if nested and form.is_archive:
        raise UnreadableDocument("is an archive within an archive, which is not opened")
    if form.is_text and (other := registry.in_truth(form, _head(document))) is not form:
        yield from _drafts(replace(document, kind=other.name), other, nested=nested)
        return
    if form.draft_reader:
        document = _within_limit(document, form)
        for each in form.drafts(document):
            is_page = form.name == "html"
            yield walls.checked(each, document.data) if is_page and isinstance(each, ArticleDraft) else each
        return
    with document.opened() as stream:
        articles = form.articles(stream, Origin(document.name, registry.stem(document.name)))
        yield from _as_drafts(articles, document)


def _within_limit(document: RawDocument, form: Format) -> RawDocument:
    """Return a document with its bytes, unless it is read in a stream, or there are too many."""
    if form.limit is None:
        return document
    if document.path is None and len(document.data) <= form.limit:
        return document
    with document.opened() as stream:
        data = form.content(stream)
    if data is None:
        raise UnreadableDocument(form.too_large)
    return replace(document, data=data, path=None)


def _head(document: RawDocument) -> bytes:
    with document.opened() as stream:
        return stream.read(registry.HEAD)


def with_metadata(document: RawDocument, carrier: RawDocument) -> RawDocument:
    """Return a document that came inside another one, with what is said of that one.

    Of its outlet and its date, that goes before what it says itself, since somebody said it of all of them; of its
    author, only where it names none.
    """
    return replace(
        document,
        outlet=carrier.outlet or document.outlet,
        published=carrier.published or document.published,
        author=document.author or carrier.author,
    )


def _as_drafts(items: Iterator[Article | ReadIssue], document: RawDocument) -> Iterator[ArticleDraft | AddOutcome]:
    """Turn what a reader of the corpus folder yields into drafts, its notes into flags of the article behind them."""
    notes: list[str] = []
    for item in items:
        if isinstance(item, Article):
            yield replace(_as_draft(item, document), flags=tuple(notes))
            notes = []
        elif item.skipped:
            name = f"{item.path}, line {item.line}" if item.line else item.path
            yield AddOutcome("skipped", name, None, item.cause, refused=item.refused)
        else:
            notes.append(item.cause)


def _as_draft(article: Article, document: RawDocument) -> ArticleDraft:
    """Return an article that was read as it stands; what its carrier says goes before what it says of itself.

    A file that says it is a brief stays one, whoever its carrier says published it.
    """
    is_brief = article.kind == "brief"
    return ArticleDraft(
        title=document.title or article.title,
        text=article.text,
        raw=article.text,
        source=document.name,
        outlet=article.outlet if is_brief else document.outlet or article.outlet,
        author=document.author or article.author,
        published=document.published or article.published,
        url=document.url or article.url,
        organisations=article.organisations,
        topics=article.topics,
        kind=article.kind,
        reports_on=article.reports_on,
    )
