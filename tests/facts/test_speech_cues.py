"""The file of cues: what comes with qabot, what a home adds or replaces, and what is said of a mistake in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qabot.core.articles import Article
from qabot.core.errors import UsageError
from qabot.facts.attributions import find_attributions
from qabot.facts.speech_cues import packaged_cues, read_cues


def acts(text: str, home: Path) -> list[str]:
    """Return the acts of what a text says that somebody said, by the cues of a home."""
    return [each.act for each in find_attributions(Article(id="a", title="t", text=text), cues=read_cues(home))]


def write(home: Path, text: str) -> Path:
    (home / "speech_cues.toml").write_text(text, encoding="utf-8")
    return home


@pytest.mark.parametrize(
    ("word", "verb"),
    [
        ("denies", "deny"),
        ("slammed", "slam"),
        ("urging", "urge"),
        ("wrote", "write"),
        ("said", "say"),
        ("hailed", "hail"),
    ],
)
def test_a_verb_is_known_in_every_form(word: str, verb: str) -> None:
    assert verb in {cue.verb for cue, _ in packaged_cues().by_form[word]}


def test_a_home_adds_a_verb(tmp_path: Path) -> None:
    text = "Socitm rubbished the plan."
    assert acts(text, tmp_path) == []
    home = write(tmp_path, '[[criticised]]\nverb = "rubbish"\ntakes = "object"\n')
    assert acts(text, home) == ["criticised"]
    assert acts("Socitm said that it was late.", home) == ["said"]


def test_a_home_replaces_what_a_verb_does(tmp_path: Path) -> None:
    home = write(tmp_path, '[[criticised]]\nverb = "note"\ntakes = "that"\n')
    assert acts("Socitm noted that it was late.", home) == ["criticised"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[sung]]\nverb = "sing"\n', "holds 'sung'"),
        ("[[said]]\ntakes = 'that'\n", "has an unusable said, number 1: it has no verb"),
        ("[[said]]\nverb = 'sing'\ntakes = 'song'\n", "sing: takes is one or more of"),
        ("[[said]]\nverb = 'sing'\nforms = 'sings'\n", "sing: forms are four words"),
        ("[[said]]\nverb = 'sing'\npeople = 'yes'\n", "sing: people is true or false"),
        ("[[said]]\nverb = 'sing'\nverbs = 1\n", "'verbs' means nothing here"),
        ("[[said\n", "cannot be read"),
    ],
)
def test_a_mistake_is_told_with_where_it_is(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as told:
        read_cues(write(tmp_path, text))
    assert said in str(told.value)
    assert "speech_cues.toml" in str(told.value)
