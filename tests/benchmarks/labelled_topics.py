"""How right the relations of ledgers and the events of timelines are, on topics of the starter corpus read by hand.

`tests/reports/labelled_relations.jsonl` holds a relation a line: a row, the other, and the kinds that are right; `sure`
are those that a reader would miss; the others are right where they are told, and missed by nobody.
`labelled_events.jsonl` holds what happened, with words of its sentence and its time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from qabot.engine.topic_search import find_topic
from qabot.index.fact_rules import FactRules
from qabot.index.snapshot import open_current
from qabot.question.entities import EntityGazetteer
from qabot.reports.timeline import TimelineRow, topic_timeline
from qabot.reports.topic_ledger import LedgerRow, figure_ledger
from tests.benchmarks.homes import Homes
from tests.benchmarks.measure import ROOT, print_table

_RELATIONS = ROOT / "tests" / "reports" / "labelled_relations.jsonl"
_EVENTS = ROOT / "tests" / "reports" / "labelled_events.jsonl"
_BOTH_WAYS = frozenset({"same", "other_scope", "conflicts"})
_HALVES = ("tuned", "later", "reported")


def topics(homes: Homes) -> None:
    """Print what is found of relations and events, and what of it is right; `QABOT_WRONG` names errors."""
    home = homes.starter()
    generation, rules = open_current(home.index), FactRules.load(home.path)
    entities = EntityGazetteer.load()

    def ledger(topic: str) -> Sequence[LedgerRow]:
        return figure_ledger(find_topic(generation, topic, None, entities, rules), rules.names, rules.cues).rows

    def timeline(topic: str) -> Sequence[TimelineRow]:
        return topic_timeline(find_topic(generation, topic, None, entities, rules), rules.names).rows

    relations = _read(_RELATIONS)
    print_table(
        ["relations", "topics", "to be found", "found", "told", "right", "conflicts told", "right"],
        [_relations(half, relations, ledger) for half in _HALVES if any(each["half"] == half for each in relations)],
    )
    events = _read(_EVENTS)
    print_table(
        ["events", "topics", "to be found", "found", "dates right"],
        [_events(half, events, timeline) for half in _HALVES if any(each["half"] == half for each in events)],
    )


def _read(path: Path) -> list[Mapping[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _relations(half: str, labels: Sequence[Mapping[str, Any]], ledger: Any) -> list[str]:
    mine = [each for each in labels if each["half"] == half]
    found = wanted = right = told = conflicts = sure_conflicts = 0
    for topic in dict.fromkeys(each["topic"] for each in mine):
        rows = ledger(topic)
        produced = list(_told(rows))
        allowed = [each for each in mine if each["topic"] == topic and "row" in each]
        hits = [each for each in allowed if each["sure"] and any(_is(each, one) for one in produced)]
        wanted += sum(each["sure"] for each in allowed)
        found += len(hits)
        for one in produced:
            is_right = any(_is(each, one) for each in allowed)
            told, right = told + 1, right + is_right
            conflicts += one[2] == "conflicts"
            sure_conflicts += is_right and one[2] == "conflicts"
            if not is_right and os.environ.get("QABOT_WRONG") == half:
                print("  WRONG", topic, one)
        if os.environ.get("QABOT_WRONG") == half:
            for each in allowed:
                if each["sure"] and each not in hits:
                    print("  MISSED", topic, each["row"], each["kinds"], each["to"])
    count = len({each["topic"] for each in mine})
    shares = f"{found / max(1, wanted):.2f}", f"{right / max(1, told):.2f}"
    return [half, str(count), str(wanted), shares[0], str(told), shares[1], str(conflicts), str(sure_conflicts)]


_Told = tuple[tuple[str, str], tuple[str, str], str]


def _told(rows: Sequence[LedgerRow]) -> Iterator[_Told]:
    keys = [(each.article.id, f"{each.fact.value:f}") for each in rows]
    for place, row in enumerate(rows):
        for relation in row.relations:
            yield keys[place], keys[relation.to], relation.kind


def _is(label: Mapping[str, Any], told: _Told) -> bool:
    ends = (label["row"][0], label["row"][1]), (label["to"][0], label["to"][1])
    pairs = {(told[0], told[1]), (told[1], told[0])} if told[2] in _BOTH_WAYS else {(told[0], told[1])}
    return ends in pairs and told[2] in label["kinds"]


def _events(half: str, labels: Sequence[Mapping[str, Any]], timeline: Any) -> list[str]:
    mine = [each for each in labels if each["half"] == half]
    found = dated = 0
    for topic in dict.fromkeys(each["topic"] for each in mine):
        rows = timeline(topic)
        for each in mine:
            if each["topic"] != topic:
                continue
            telling = [row for row in rows if each["words"].casefold() in row.quote.casefold()]
            is_dated = any(str(row.event.date) in each["dates"] for row in telling)
            found, dated = found + bool(telling), dated + is_dated
            if not is_dated and os.environ.get("QABOT_WRONG") == half:
                print("  MISSED" if not telling else "  MISDATED", topic, each["words"], each["dates"],
                      [str(row.event.date) for row in telling])  # fmt: skip
    count = len({each["topic"] for each in mine})
    return [half, str(count), str(len(mine)), f"{found / max(1, len(mine)):.2f}", f"{dated / max(1, found):.2f}"]
