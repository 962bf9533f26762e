"""What questions of small conversations take over: the subject they need, and not what was replaced or is past.

Of `threads.jsonl`, each turn says which words it is to take over, which it is to leave, and whether it stands alone.
Every other conversation was looked at when the rules were made, from the first on; the others never were.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from qabot.core.settings import Home, Settings
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine
from tests.conftest import CORPUS

PATH = Path(__file__).parent.parent / "questions" / "threads.jsonl"
THREADS: list[list[dict[str, Any]]] = [
    json.loads(line)["turns"] for line in PATH.read_text(encoding="utf-8").splitlines()
]
SAMPLE = THREADS[::5]
"""Of both halves."""


def has(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def test_each_names_articles_that_there_are_and_answers_that_stand_there() -> None:
    assert (len(THREADS), sum(map(len, THREADS))) == (40, 145)
    for turn in (turn for turns in THREADS for turn in turns):
        texts = [(CORPUS / f"{name}.md").read_text(encoding="utf-8") for name in turn["articles"]]
        assert "answer" not in turn or any(turn["answer"] in text for text in texts), turn["q"]


def test_a_sample_takes_over_what_it_needs_and_leaves_what_is_past(starter_home: Home) -> None:
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    with Engine.open(Settings(starter_home)) as engine:
        for turns in SAMPLE:
            conversation = Conversation(engine)
            for turn in turns:
                carried = " ".join(conversation.ask(turn["q"]).question.inherited_terms)
                if turn is turns[0]:
                    continue
                for kind, matters, is_right in (
                    ("takes", turn["takes"], all(has(word, f"{turn['q']} {carried}") for word in turn["takes"])),
                    ("leaves", turn["leaves"], not any(has(word, carried) for word in turn["leaves"])),
                    ("alone", turn["stands_alone"], not carried),
                ):
                    asked[kind] += bool(matters)
                    right[kind] += bool(matters) and is_right
    assert asked == {"takes": 14, "leaves": 8, "alone": 4}
    assert right["alone"] == 4
    assert right["takes"] >= 11
    assert right["leaves"] >= 6
