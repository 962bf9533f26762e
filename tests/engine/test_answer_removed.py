"""A verdict never rises when the sentence that answers is taken out of the corpus, over the golden questions."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from qabot.core.answers import Verdict
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings, PairModels, Settings
from qabot.core.text import sentences
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine
from qabot.index.build.indexer import update
from tests.conftest import link_index
from tests.engine.test_golden import GOLDEN

RANKS: dict[Verdict, int] = {"not_found": 0, "possible": 1, "strong": 2}


def without(text: str, answers: list[str]) -> str:
    """Return a text without the sentences that hold one of these answers."""
    for a, b in reversed(list(sentences(text))):
        if any(each in text[a:b] for each in answers):
            text = text[:a] + text[b:]
    return text


@pytest.fixture(scope="module")
def emptied(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The starter corpus without any sentence that answers a golden question, in the articles that answer it."""
    home = Home(tmp_path_factory.mktemp("emptied") / "home")
    link_index(starter_home, home)
    shutil.copytree(starter_home.corpus, home.corpus, dirs_exist_ok=True)
    answers: defaultdict[Path, list[str]] = defaultdict(list)
    for each in GOLDEN:
        for name in each.articles:
            answers[home.corpus / f"{name}.md"].append(each.answer)
    for path, wordings in answers.items():
        _, front, text = re.split(r"^---\n", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)
        path.write_text(f"---\n{front}---\n{without(text, wordings)}", encoding="utf-8")
    update(home, ModelSettings(), ignore_progress, PairModels())
    return home


def test_no_verdict_rises_when_its_sentence_is_gone(starter: Conversation, emptied: Home) -> None:
    with Engine.open(Settings(emptied)) as engine:
        conversation = Conversation(engine)
        rows = [
            (each, starter.ask(each.question, alone=True).answer, conversation.ask(each.question, alone=True).answer)
            for each in GOLDEN
        ]
    risen = [each.question for each, with_it, without_it in rows if RANKS[without_it.verdict] > RANKS[with_it.verdict]]
    assert not risen
    strong = [sum(reply.verdict == "strong" for reply in column) for column in list(zip(*rows, strict=True))[1:]]
    assert strong[1] < strong[0] / 2, "most that were strong are not any more"
