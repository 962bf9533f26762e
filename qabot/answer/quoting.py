"""Which quotes are shown, cut one after another: the first, and those behind it that bear on what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from msgspec import Struct, field
from msgspec.structs import replace

from qabot.answer.quotation import cut_evidence
from qabot.answer.quote_bearing import QuoteBearing
from qabot.answer.quote_doubts import ExaminedQuote, QuoteDoubts
from qabot.answer.sentence_scoring import QueryProfile, ScoredHit, numbered
from qabot.core.answers import Evidence, HeldBack
from qabot.core.articles import Article
from qabot.retrieval.ranking_parameters import QuotationParameters


class Quoting(Struct, frozen=True, eq=False):
    """Cuts the quotes of one question from its hits, each once."""

    profile: QueryProfile
    """What is asked."""
    copies: Mapping[str, Sequence[Article]]
    """The near-copies of each article that were found too, by its id."""
    doubts: QuoteDoubts
    """What may speak against a quote."""
    subjects: QuoteBearing
    """What a further quote must bear on."""
    parameters: QuotationParameters
    """What is quoted."""
    examined: dict[tuple[int, int], ExaminedQuote] = field(default_factory=dict[tuple[int, int], ExaminedQuote])
    """The quotes that were cut so far, by the passages and the ranks of their hits."""

    def first(self, hits: Sequence[ScoredHit], most: int) -> tuple[Evidence, ...]:
        """Return the quotes of the first hits, whatever they bear on."""
        return tuple(self._marked(each) for each in hits[:most])

    def bearing(self, hits: Sequence[ScoredHit], most: int) -> tuple[Evidence, ...]:
        """Return the quote of the first hit and those of others that bear on the question, numbered as they come."""
        return _numbered(islice(self._bearing(hits), most))

    def filled(self, first: Sequence[Evidence], hits: Sequence[ScoredHit], most: int) -> tuple[Evidence, ...]:
        """Return quotes, and behind them those of all other hits, whatever they bear on, up to so many in all."""
        shown = {(each.article.id, each.start) for each in first}
        others = (each for each in map(self._marked, hits) if (each.article.id, each.start) not in shown)
        return _numbered(islice(chain(first, others), most))

    def doubt(self, hits: Sequence[ScoredHit]) -> HeldBack | None:
        """Return what speaks against the first quote; None where nothing does, or there is none."""
        return next((self._examined(each).doubt for each in hits[:1]), None)

    def newer_first(self, hits: Sequence[ScoredHit]) -> Sequence[ScoredHit]:
        """Put before the first hit one of a newer article that corrects it or tells what it came to, if one does.

        Such a one must have nothing against it itself.
        """
        newer = self.doubts.telling_newer(self._examined(hits[0]).cut) if hits else None
        if newer is None:
            return hits
        place = next((n for n, each in enumerate(hits) if each.hit.passage_id == newer.passage_id), 0)
        if self._examined(hits[place]).doubt:
            return hits
        return numbered([hits[place], *hits[:place], *hits[place + 1 :]])

    def _bearing(self, hits: Sequence[ScoredHit]) -> Iterator[Evidence]:
        for place, each in enumerate(hits):
            quote = self._marked(each)
            if place == 0 or self.subjects.bears(quote):
                yield quote

    def _marked(self, scored: ScoredHit) -> Evidence:
        return self._examined(scored).marked

    def _examined(self, scored: ScoredHit) -> ExaminedQuote:
        key = scored.hit.passage_id, scored.hit.rank
        if key not in self.examined:
            cut = cut_evidence(scored, self.profile, self.copies[scored.article.id], self.parameters)
            self.examined[key] = ExaminedQuote(self.doubts, cut)
        return self.examined[key]


def _numbered(quotes: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(replace(each, hit=replace(each.hit, rank=rank)) for rank, each in enumerate(quotes, start=1))
