"""One name and another: the same by a key, a surname or word for word, however apostrophes and endings are written."""

from __future__ import annotations

import pytest

from qabot.question.entities import EntityGazetteer
from qabot.reports.check.named_bodies import NameReader, keys_of, same_name
from qabot.reports.check.word_sequence import word_keys


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Conor O’Neill", "O'Neill said so."),
        ("Conor O'Neill", "What O’Neill said was no."),
        ("Ann Lee", "Lee’s report was late."),
        ("Ann Lee", "Ms Lee's report was late."),
        ("Ann O’Neill", "It was O'Neill’s report."),
        ("King’s College London", "Staff at King's College, London, said so."),
    ],
)
def test_the_same(name: str, text: str) -> None:
    reader = NameReader(EntityGazetteer.of([]))
    (one,) = reader.names(name)
    assert same_name(one, keys_of(reader.names(text)), word_keys(text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Conor O’Neill", "Neil said so."),
        ("Ann Lee", "Leeds said so."),
        ("Trent Council", "Essex Council's report was late."),
    ],
)
def test_another(name: str, text: str) -> None:
    reader = NameReader(EntityGazetteer.of([]))
    (one,) = reader.names(name)
    assert not same_name(one, keys_of(reader.names(text)), word_keys(text))
