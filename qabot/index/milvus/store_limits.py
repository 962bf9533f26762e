"""What limits a search, as an expression of Milvus: filters, what a reader may see, and the day it is asked as of.

Nothing that somebody typed stands in an expression: days are numbers, names their keys, of letters and digits alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date

from qabot.core.name_keys import all_keys, name_key
from qabot.core.questions import Filters

_MOST_YEARS = 30
"""Years that are named, so that Milvus looks into their partitions alone; more of them say nothing."""


def visible(steps: Sequence[int], dead: Sequence[int], article: str, day: date | None = None) -> str:
    """Return what a reader of a generation may see.

    Args:
        steps: Those whose rows count.
        dead: Numbers of articles that no longer do.
        article: The field that holds an article's number.
        day: Only what was published by then, if it is asked as of one.
    """
    limits = f"step in {[*steps]}"
    if dead:
        limits = among(limits, dead, field=article, excluded=True)
    return f"{limits} and last_day <= {day.toordinal()} and last_day > 0" if day else limits


def within(limits: str, filters: Filters) -> str:
    """Return an expression with what filters say besides, but for their phrases."""
    parts = [limits]
    if filters.after:
        parts.append(f"last_day >= {filters.after.toordinal()}")
    if filters.before:
        parts += [f"first_day <= {filters.before.toordinal()}", "first_day > 0"]
    if filters.after and filters.before and 0 <= filters.before.year - filters.after.year < _MOST_YEARS:
        # What a date may mean lies within one year, so that the year of its first day is that of its last.
        parts.append(f"year in {[*range(filters.after.year, filters.before.year + 1)]}")
    if filters.outlets:
        keys = quoted(name_key(name) for name in filters.outlets)
        parts.append(f"(outlet_key in {keys} or reporting_key in {keys})")
    if filters.organisations:
        parts.append(f"array_contains_any(organisation_keys, {quoted(all_keys(filters.organisations))})")
    return " and ".join(parts)


def among(limits: str, numbers: Iterable[int], *, field: str = "number", excluded: bool = False) -> str:
    """Return an expression that leaves only these, or leaves them out."""
    return f"{limits} and {field} {'not in' if excluded else 'in'} {[*numbers]}"


def holding(limits: str, terms: Sequence[str]) -> str:
    """Return an expression that leaves passages in which these terms stand one after the other."""
    return f'{limits} and stems like "% {" ".join(terms)} %"'


def stems_field(terms: Sequence[str]) -> str:
    """Return terms as a passage holds them: with a space on either side of each."""
    return f" {' '.join(terms)} "


def quoted(keys: Iterable[str]) -> str:
    """Return keys as a list of an expression; an empty one stands for a name of no letters, which no article has."""
    return json.dumps([key or "-" for key in keys], ensure_ascii=False)


def id_key(article_id: str) -> str:
    """Return what an article is looked up by: its id may hold anything, and this does not."""
    return hashlib.sha256(article_id.encode(errors="surrogatepass")).hexdigest()[:32]
