"""What a question may see of a generation: all of it, or what was published by a day."""

from __future__ import annotations

from collections.abc import Iterator

from qabot.core.questions import Filters
from qabot.index.generation_reading import OpenGeneration


def seen(generation: OpenGeneration, filters: Filters) -> OpenGeneration:
    """Return what a search under these filters reads, ranks and counts in place of a generation."""
    return generation.as_of(filters.as_of) if filters.as_of else generation


def lost(generation: OpenGeneration) -> Iterator[str]:
    """Yield what a reader should know of articles that were held then and cannot be searched."""
    if generation.past and (count := generation.past.lost):
        articles, is_kept = ("article", "is") if count == 1 else ("articles", "are")
        yield f"{count:,} {articles} held then {is_kept} not kept any more, and not searched."


def left_out(generation: OpenGeneration, filters: Filters) -> Iterator[str]:
    """Yield what a reader should know of articles that filters on dates leave out since they bear none.

    Args:
        generation: The whole of it.
        filters: What limits the search.
    """
    is_dated = filters.after or filters.before or filters.as_of
    if is_dated and (undated := generation.undated):
        bears, them = ("article bears", "it") if undated == 1 else ("articles bear", "them")
        limit = "as-of" if filters.as_of else "a filter on dates"
        yield f"{undated:,} {bears} no date; {limit} leaves {them} out."
