"""Many questions to one open session."""

from __future__ import annotations

from datetime import date

import numpy as np

from qabot.core.questions import Filters
from qabot.core.settings import Settings
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine
from qabot.index.snapshot import open_current
from tests.benchmarks.homes import LARGE, Homes, print_stages
from tests.benchmarks.measure import Goal, print_table
from tests.benchmarks.synthetic import OUTLETS, Language, questions

_QUESTIONS = 240
_WARMING = 20
_STEPS = ("total", "encode", "search", "answer")


def warm(homes: Homes) -> None:
    """Time `Conversation.ask` at 100,000 passages, evidence and verdict included, without filters and with."""
    large, language = homes.synthetic(LARGE), homes.language()
    print_stages(large)
    asked = questions(language, [article.title for article in homes.articles()], _QUESTIONS)
    rows: list[list[str]] = []
    medians: dict[str, float] = {}
    with Engine.open(Settings(large)) as engine:
        conversation = Conversation(engine)
        for text in asked[:_WARMING]:
            conversation.ask(text)
        # Filters take turns at every question, so that what else the machine does falls on all of them.
        filters = some_filters(language)
        taken: dict[str, list[list[float]]] = {name: [] for name in filters}
        for text in asked:
            for name, each in filters.items():
                timing = conversation.ask(text, each).timing_ms
                taken[name].append([timing[step] for step in _STEPS])
        left = _left(homes, filters)
    for name, times in taken.items():
        p50, p99 = np.percentile(times, 50, axis=0).tolist(), np.percentile(times, 99, axis=0).tolist()
        least = float(np.min(times, axis=0)[0])
        cells = [f"{middle:.1f} / {high:.1f}" for middle, high in zip(p50, p99, strict=True)]
        rows.append([name, f"{left[name]:,}", *cells, f"{least:.1f}"])
        medians[name] = p50[0]
    print(f"  {len(asked)} questions, milliseconds, p50 / p99:")
    print_table(["filter", "passages left", *_STEPS, "minimum"], rows)
    for name, middle in medians.items():
        print(Goal(f"warm ask, {name}, p50", middle, 60, " ms"))


def some_filters(language: Language) -> dict[str, Filters]:
    """Return no filters and some, by what they leave."""
    names = language.organisations
    return {
        "none": Filters(),
        "a year and a half": Filters(after=date(2015, 1, 1), before=date(2016, 6, 30)),
        "ten years": Filters(after=date(2010, 1, 1), before=date(2019, 12, 31)),
        "an outlet": Filters(outlets=(OUTLETS[2],)),
        "an organisation, frequent": Filters(organisations=(names[0],)),
        "an organisation, seldom": Filters(organisations=(names[len(names) // 2],)),
    }


def _left(homes: Homes, filters: dict[str, Filters]) -> dict[str, int]:
    generation = open_current(homes.synthetic(LARGE).index)
    left = {name: len(generation.matching(each)[0]) for name, each in filters.items()}
    generation.close()
    return left
