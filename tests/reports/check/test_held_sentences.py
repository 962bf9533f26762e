"""What the corpus holds near a sentence: each of its sentences once, also when articles were forgotten meanwhile."""

from __future__ import annotations

from collections import Counter

import pytest

from qabot.question.entities import EntityGazetteer
from qabot.reports.check import held_sentences
from qabot.reports.check.held_sentences import HeldCorpus
from qabot.reports.check.named_bodies import NameReader
from qabot.reports.check.word_sequence import WordSequence
from tests.reports.check.held import FewTexts

PAYROLL = "Zorblax council spent £1.47m on a payroll system."
FERRY = "Quokka council paid for the numbat ferry."


def test_a_sentence_is_looked_at_once_when_articles_were_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_sentences, "_HELD_AT_ONCE", 1)
    texts = FewTexts()
    corpus = HeldCorpus(texts, NameReader(EntityGazetteer.of([])))
    for text in (PAYROLL, FERRY, PAYROLL, FERRY):
        alike = corpus.alike(text, WordSequence(text), [])
        corpus.follow(alike[0].sentence.held.article, alike[0].sentence.start, alike[0].sentence.end)
        corpus.passages(texts.holding("council"))
        seen = Counter((each.sentence.held.article.id, each.sentence.start) for each in alike)
        assert set(seen.values()) == {1}
        assert len({id(each.sentence.held) for each in alike}) == len({article for article, _ in seen})


def test_a_stretch_of_an_article_has_its_sentences_wherever_it_is_cut() -> None:
    corpus = HeldCorpus(FewTexts(), NameReader(EntityGazetteer.of([])))
    held = corpus.article("ferry")
    whole = held.sentences(0, len(held.article.text))
    assert [each.text[:9] for each in whole] == ["Quokka co", "Cy Dale, ", "He warned"]
    second = whole[1]
    assert held.sentences(second.start, second.end) == [second]
    assert [each.text for each in held.sentences(second.start, second.end + 10)] == [second.text, "He warned"]
    assert [each.text for each in held.sentences(second.start + 3, second.end)] == [second.text[3:]]
