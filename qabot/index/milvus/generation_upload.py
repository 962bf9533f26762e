"""What of a generation that was built here Milvus has not: rows of articles that are new, numbers of those that died.

A passage's number is that of the local text index, which stays until all is laid out anew: so a number says the same in
every generation of a layout, and only what is new is sent. Vectors are copied as they are.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from qabot.core.articles import Article, Passage, reporting_outlet
from qabot.core.errors import InternalError
from qabot.core.name_keys import all_keys, name_key
from qabot.core.progress import OnProgress, Progress
from qabot.index.article_writer import StoredArticle
from qabot.index.build.chunking import headline, indexed_text
from qabot.index.milvus.row_schemas import (
    NOTHING,
    UNDATED,
    YEARS,
    Layout,
    articles_schema,
    fitting_keys,
    part_rows,
    parted,
    parts_schema,
    passages_schema,
    term_key,
    terms_schema,
)
from qabot.index.milvus.store_client import PAGE, Row, StoreClient
from qabot.index.milvus.store_limits import id_key, stems_field
from qabot.index.milvus.term_scores import passage_weights
from qabot.index.snapshot import Generation

_MOST_STEPS = 50
"""Steps of a layout: from each of them a term's count is read, so that more would slow every question down."""
_MOST_DEAD = 10_000
"""Dead articles that are named in every search, until all is laid out anew."""


class Difference(Struct, frozen=True):
    """How a generation differs from the one in Milvus."""

    is_anew: bool
    """Whether all of it is to be laid out anew."""
    new: tuple[StoredArticle, ...]
    """Articles to be sent, by the id of their first passage in this generation."""
    dying: tuple[StoredArticle, ...]
    """Articles that Milvus has and that no longer count, by that in the generation before."""


class WrittenRows(Struct, frozen=True):
    """What was sent."""

    terms: int
    """How many terms the passages that count have together."""
    average: float
    """Of the lengths that vectors of words were weighed with."""


class _SentArticle(Struct, frozen=True):
    """An article with all that is sent of it."""

    number: int
    article: Article
    stored: StoredArticle
    passages: list[Passage]
    terms: list[list[str]]
    digests: list[bytes]
    facts: bytes | None


def difference(new: Generation, last: Generation | None, steps: int, dead: int) -> Difference:
    """Return what of a generation is to be sent.

    Args:
        new: What is to answer.
        last: What answers in Milvus, where it is still here to compare with.
        steps: How many the layout has that it is in.
        dead: How many articles are dead there already.
    """
    if last is None or steps >= _MOST_STEPS or _kinds(last) != _kinds(new):
        return Difference(is_anew=True, new=tuple(new.articles.stored()), dying=())
    before = {each.id: each for each in last.articles.stored()}
    added: list[StoredArticle] = []
    for each in new.articles.stored():
        other = before.get(each.id)
        if other and _number(new, each) == _number(last, other) and _says(each) == _says(other):
            del before[each.id]
        else:
            added.append(each)
    dying = tuple(before.values())
    # Numbers that were given before are those of rows that others read; what has no passage has none to be named by.
    given_anew = any((_number(new, each) or 0) < last.manifest.numbered for each in added if each.passages)
    if given_anew or dead + len(dying) > _MOST_DEAD or not all(each.passages for each in dying):
        return Difference(is_anew=True, new=tuple(new.articles.stored()), dying=())
    return Difference(is_anew=False, new=tuple(added), dying=dying)


def make_layout(client: StoreClient, names: Layout, dimension: int) -> None:
    """Make the collections of a layout, in the place of what a writer that was killed left of them."""
    schemas = {
        names.passages: passages_schema(dimension),
        names.articles: articles_schema(),
        names.parts: parts_schema(),
        names.terms: terms_schema(),
    }
    for name, (schema, index) in schemas.items():
        if client.has(name):
            client.drop(name)
        is_parted = name in (names.passages, names.articles)
        client.create(name, schema, index, **({"num_partitions": YEARS} if is_parted else {}))


class RowSender:
    """Sends the rows of one step."""

    def __init__(
        self, client: StoreClient, names: Layout, step: int, generation: Generation, on_progress: OnProgress
    ) -> None:
        """Send of this generation, into the collections of a layout."""
        self._client, self._names, self._step = client, names, step
        self._generation, self._on_progress = generation, on_progress
        self._encoder = generation.encoder()

    def send(self, difference: Difference, last: Generation | None, base: WrittenRows | None) -> WrittenRows:
        """Send what is new, and return what is held then.

        Args:
            difference: What is new, and what no longer counts.
            last: The generation before, in which that can be read.
            base: What was held before; None where all is laid out anew.
        """
        added = self._lengths(self._generation, difference.new) if base is None else 0
        passages = self._generation.manifest.passages
        average = base.average if base else added / max(1, passages)
        counts = Counter[str]()
        total = base.terms if base else 0
        sent = 0
        for batch in _batches(difference.new):
            rows = [self._sent(self._generation, place, each) for place, each in batch]
            self._send_batch(rows, average)
            for terms in (terms for each in rows for terms in each.terms):
                counts.update(set(terms))
                total += len(terms)
            sent += len(rows)
            self._on_progress(Progress("store", sent, len(difference.new)))
        for batch in _batches(difference.dying):
            for each in (self._sent(last, place, stored) for place, stored in batch if last):
                for terms in each.terms:
                    counts.subtract(set(terms))
                    total -= len(terms)
        self._send_counts(counts)
        for name in self._names.all:
            self._client.flush(name)
        return WrittenRows(total, average)

    def _lengths(self, generation: Generation, stored: Iterable[StoredArticle]) -> int:
        """Return how many terms the passages of articles have together."""
        return sum(
            len(terms) for each in stored for terms in self._terms(generation, each, self._passages(generation, each))
        )

    def _passages(self, generation: Generation, each: StoredArticle) -> list[Passage]:
        return generation.passages(range(each.first_passage, each.first_passage + each.passages))

    def _terms(self, generation: Generation, each: StoredArticle, passages: Sequence[Passage]) -> list[list[str]]:
        if not passages:
            return []
        title = generation.articles.titles_of([each.first_passage])[each.first_passage]
        head = headline(title, self._encoder.count_tokens, self._encoder.spec.max_tokens)
        return [generation.terms(indexed_text(head, passage.text)) for passage in passages]

    def _sent(self, generation: Generation | None, place: int, each: StoredArticle) -> _SentArticle:
        article = generation.articles.article(each.id) if generation else None
        if generation is None or article is None:
            raise InternalError(f"The article {each.id!r} cannot be sent.", hint="Run `qabot index --rebuild`.")
        passages = self._passages(generation, each)
        number = generation.numbers.number(each.first_passage) if passages else -(self._step + place)
        digests = generation.articles.embedded(each.id) if passages else []
        facts = generation.facts.encoded(each.id, each.content_hash)
        return _SentArticle(number, article, each, passages, self._terms(generation, each, passages), digests, facts)

    def _send_batch(self, rows: Sequence[_SentArticle], average: float) -> None:
        articles, parts, passages = list[Row](), list[Row](), list[Row]()
        for each in rows:
            limits = self._limits(each.article)
            articles.append(self._article_row(each, limits, parts))
            passages += self._passage_rows(each, limits, average)
        for name, made in (
            (self._names.passages, passages),
            (self._names.parts, parts),
            (self._names.articles, articles),
        ):
            for start in range(0, len(made), PAGE):
                self._client.insert(name, made[start : start + PAGE])

    def _limits(self, article: Article) -> Row:
        """Return what filters look at."""
        day = article.published
        reporting = reporting_outlet(article)
        return {
            "step": self._step,
            "first_day": day.first.toordinal() if day else UNDATED,
            "last_day": day.last.toordinal() if day else UNDATED,
            "year": day.year if day else UNDATED,
            "outlet_key": name_key(article.outlet) if article.outlet else "",
            "reporting_key": name_key(reporting) if reporting else "",
            "organisation_keys": fitting_keys(all_keys(article.organisations)),
        }

    def _article_row(self, each: _SentArticle, limits: Row, parts: list[Row]) -> Row:
        """Return the row of an article, and add what does not fit into it to the parts."""
        article, number = each.article, each.number
        meta, *more_meta = parted(msgspec.json.encode(replace(article, text="")).decode())
        text, *more_text = parted(article.text)
        facts = parted(base64.b85encode(each.facts).decode()) if each.facts is not None else []
        for kind, rest in (("m", more_meta), ("t", more_text), ("f", facts)):
            parts += part_rows(kind, number, self._step, rest)
        return {
            **limits,
            "number": number,
            "passages": len(each.passages),
            "briefs": int(article.kind == "brief"),
            "meta_parts": len(more_meta),
            "text_parts": len(more_text),
            "facts_parts": len(facts),
            "id": article.id,
            "id_key": id_key(article.id),
            "meta": meta,
            "text": text,
            "text_sha256": article.text_sha256,
            "content_hash": article.content_hash,
            "file": each.stored.file,
            "reporting": reporting_outlet(article) or "",
            "nothing": NOTHING,
        }

    def _passage_rows(self, each: _SentArticle, limits: Row, average: float) -> Iterator[Row]:
        first = each.stored.first_passage
        vectors = self._generation.vectors(np.arange(first, first + len(each.passages)))
        for place, (passage, terms) in enumerate(zip(each.passages, each.terms, strict=True)):
            yield {
                **limits,
                "number": each.number + place,
                "dense": vectors[place],
                # Milvus takes no vector without a weight; of no terms this one is found by none.
                "words": passage_weights(terms, average) or {2**32 - 2: 1e-9},
                "article": each.number,
                "ordinal": passage.ordinal,
                "start": passage.start,
                "end": passage.end,
                "article_id": passage.article_id,
                "text": passage.text,
                "stems": stems_field(terms),
                "embedded": each.digests[place].hex(),
            }

    def _send_counts(self, counts: Mapping[str, int]) -> None:
        rows = [
            {"key": term_key(term, self._step), "step": self._step, "passages": count, "nothing": NOTHING}
            for term, count in counts.items()
            if count
        ]
        for start in range(0, len(rows), 5 * PAGE):
            self._client.insert(self._names.terms, rows[start : start + 5 * PAGE])


def dead_numbers(last: Generation, dying: Iterable[StoredArticle]) -> list[int]:
    """Return the numbers of articles that no longer count."""
    return [last.numbers.number(each.first_passage) for each in dying]


def _kinds(generation: Generation) -> tuple[str, str | None]:
    """Return what all rows of a layout have in common: the encoder of the vectors, and the rules of the facts."""
    return generation.manifest.fingerprint, generation.manifest.facts


def _says(each: StoredArticle) -> tuple[str, str, int]:
    return each.content_hash, each.file, each.passages


def _number(generation: Generation, each: StoredArticle) -> int | None:
    return generation.numbers.number(each.first_passage) if each.passages else None


def _batches(stored: Sequence[StoredArticle]) -> Iterator[list[tuple[int, StoredArticle]]]:
    """Yield articles with their place, as many at once as have some thousand passages together."""
    batch: list[tuple[int, StoredArticle]] = []
    passages = 0
    for place, each in enumerate(stored):
        batch.append((place, each))
        passages += each.passages + 1
        if passages >= PAGE:
            yield batch
            batch, passages = [], 0
    if batch:
        yield batch
