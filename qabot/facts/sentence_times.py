"""The times of an article's sentences, each read once: its figures and its events ask for them."""

from __future__ import annotations

from qabot.core.articles import Article
from qabot.core.text import Span
from qabot.facts.stated_times import TimeMention, find_times
from qabot.facts.times_before import headed_time, times_told


class SentenceTimes:
    """The times that the sentences of an article name."""

    def __init__(self, article: Article) -> None:
        """Read nothing yet."""
        self._article = article
        self._found: dict[Span, tuple[TimeMention, ...]] = {}

    def within(self, span: Span) -> tuple[TimeMention, ...]:
        """Return what a range of the article names, as `find_times` does; places are the range's."""
        if span not in self._found:
            self._found[span] = find_times(self._article.text[slice(*span)], self._article.published)
        return self._found[span]

    def told_in(self, span: Span, before: Span | None) -> tuple[TimeMention, ...]:
        """Return them with those that are counted from the sentence before, or from another of the same.

        Args:
            span: Where a sentence is.
            before: Where the one before it is; none where that is in another paragraph.
        """
        text = self._article.text
        is_first = span[0] == 0 and not self.within(span)
        if is_first and (headed := headed_time(self._article.title, text[slice(*span)], self._article.published)):
            return (headed,)
        named, told = (self.within(before), text[slice(*before)]) if before else ((), "")
        return times_told(text[slice(*span)], self.within(span), named, told, self._article.published)
