"""Filters as a query to the articles of one segment, and the passages that these have.

What filters leave may be most of a large index, so it comes back as two lists in JSON instead of a row an article,
which takes a third of the time, and only what is filtered by is looked at.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from qabot.core.name_keys import all_keys, name_key
from qabot.core.questions import Filters

Ids = NDArray[np.int64]
"""Passage ids in ascending order, shape (n,)."""

_ONE_OF = "IN (SELECT value FROM json_each(?))"
"""What a column is compared with where it is to be one of a JSON list."""

_NUMBERS = msgspec.json.Decoder(list[int])


def filter_query(filters: Filters) -> tuple[str, tuple[Any, ...]]:
    """Return a query for the first passages and the numbers of passages of what filters leave, and its values.

    Phrases are no part of it. An article without a date fails any comparison with one. Of bodies the articles are taken
    from the table itself, since those that are dead are left out already.
    """
    clauses: list[str] = []
    values: list[Any] = []
    if filters.after:
        clauses.append("last_day >= ?")
        values.append(filters.after.toordinal())
    if filters.before:
        clauses.append("first_day <= ?")
        values.append(filters.before.toordinal())
    if filters.outlets:
        clauses.append(f"(outlet_key {_ONE_OF} OR reporting_key {_ONE_OF})")
        values += [json.dumps([name_key(name) for name in filters.outlets])] * 2
    if filters.organisations:
        clauses.append(f"ordinal IN (SELECT article FROM main.organisation_keys WHERE key {_ONE_OF})")  # noqa: S608
        values.append(json.dumps(all_keys(filters.organisations)))
    where = f"WHERE {' AND '.join(clauses)}" if clauses else ""
    return f"SELECT json_group_array(first_passage), json_group_array(passages) FROM articles {where}", (*values,)  # noqa: S608


def numbers(listed: str) -> NDArray[np.int64]:
    """Return a list of numbers that SQLite made.

    Raises:
        ValueError: Something else is among them.
        OverflowError: One is too large.
    """
    return np.array(_NUMBERS.decode(listed), dtype=np.int64)


def passages_in(firsts: str, counts: str, passages: int) -> tuple[Ids, int]:
    """Return the passages of articles, and how many articles those are.

    Args:
        firsts: The first passage of each, as `filter_query` has SQLite list them.
        counts: How many each has, in the same order.
        passages: How many there are in all.

    Raises:
        ValueError: They overlap or run beyond what there is, or something else than numbers is among them.
        OverflowError: A number is too large.
    """
    runs = np.stack([numbers(firsts), numbers(counts)], axis=1)
    return _ranges(runs[np.argsort(runs[:, 0], kind="stable")], passages), len(runs)


def _ranges(runs: NDArray[np.int64], passages: int) -> Ids:
    """Return every id of runs, shape (n, 2): first id and length, in order of first id (ValueError likewise)."""
    runs = runs[runs[:, 1] != 0]  # an article without text lies nowhere, though it has a place
    firsts, counts = runs[:, 0], runs[:, 1]
    ends = firsts + counts
    if len(runs) and (firsts[0] < 0 or counts.min() < 0 or ends[-1] > passages or np.any(firsts[1:] < ends[:-1])):
        raise ValueError("the passages of articles overlap")
    skipped = firsts - np.concatenate([[0], np.cumsum(counts)[:-1]]) if len(runs) else firsts
    return np.repeat(skipped, counts) + np.arange(counts.sum(), dtype=np.int64)
