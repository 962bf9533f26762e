"""Sentences are read once while they are remembered, and what is remembered stays within its bounds."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from qabot.core.settings import Home, Settings
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine
from qabot.models.encoder import OnnxEncoder, TokenEmbeddings, Vectors
from qabot.models.sentence_memory import SentenceMemory

ROW = 4 * 8
"""Bytes of a vector of eight numbers."""


class Counting:
    """An encoder of made-up vectors that counts what it reads."""

    def __init__(self) -> None:
        """Have read nothing."""
        self.read: list[str] = []

    def encode_query_tokens(self, text: str) -> TokenEmbeddings:
        return self._made(f"? {text}")

    def encode_many_query_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        return [self._made(f"? {text}") for text in texts]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.full((len(texts), 8), len(texts), np.float32)

    def encode_document_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        return [self._made(text) for text in texts]

    def _made(self, text: str) -> TokenEmbeddings:
        self.read.append(text)
        return TokenEmbeddings(np.full(8, len(text), np.float32), np.zeros((9, 8), np.float32), ())


@pytest.fixture
def counting() -> Counting:
    return Counting()


def test_each_is_read_once_and_given_in_its_place(counting: Counting) -> None:
    memory = SentenceMemory(counting)
    assert [float(each.vector[0]) for each in memory.encode_document_tokens(["a", "bb", "a", "ccc"])] == [1, 2, 1, 3]
    assert [float(each.vector[0]) for each in memory.encode_document_tokens(["ccc", "dddd", "bb"])] == [3, 4, 2]
    assert memory.encode_document_tokens([]) == []
    assert counting.read == ["a", "bb", "ccc", "dddd"]


def test_what_was_wanted_longest_ago_goes_first(counting: Counting) -> None:
    memory = SentenceMemory(counting, 3 * (4 + 10 * ROW))
    for text in ("a", "b", "c", "a", "d", "a", "b"):
        memory.encode_document_tokens([text])
    assert counting.read == ["a", "b", "c", "d", "b"]


def test_one_that_is_larger_than_all_that_is_remembered_is_read_all_the_same(counting: Counting) -> None:
    memory = SentenceMemory(counting, ROW)
    assert [memory.encode_document_tokens(["a"])[0].vector[0] for _ in range(2)] == [1, 1]
    assert counting.read == ["a", "a"]


def test_questions_are_not_remembered_as_sentences(counting: Counting) -> None:
    memory = SentenceMemory(counting)
    memory.encode_query_tokens("a")
    memory.encode_many_query_tokens(["a", "b"])
    memory.encode_document_tokens(["a"])
    assert counting.read == ["? a", "? a", "? b", "a"]
    assert memory.encode_queries(["a", "b"]).tolist() == [[2.0] * 8] * 2


def test_many_threads_get_what_they_ask_for(counting: Counting) -> None:
    memory = SentenceMemory(counting, 20 * 10 * ROW)
    wanted = [["x" * (1 + (start + step) % 40) for step in range(15)] for start in range(400)]
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(memory.encode_document_tokens, wanted))
    assert [[int(each.vector[0]) for each in one] for one in given] == [[len(text) for text in one] for one in wanted]


def test_a_question_reads_no_sentence_of_the_one_before(starter_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    sentences: list[int] = []
    read = OnnxEncoder.encode_document_tokens

    def counted(encoder: OnnxEncoder, texts: Sequence[str]) -> list[TokenEmbeddings]:
        sentences.append(len(texts))
        return read(encoder, texts)

    monkeypatch.setattr(OnnxEncoder, "encode_document_tokens", counted)
    with Engine.open(Settings(starter_home)) as engine:
        conversation = Conversation(engine)
        first = conversation.probe("How much did Common Platform cost?")
        second = conversation.probe("What did Common Platform cost?")
    assert first.answer.evidence[0].text == second.answer.evidence[0].text
    assert sentences[0] > 10
    assert sum(sentences[1:]) < sentences[0] / 2
