"""The questions to begin with are found once an index, and found again where anything that answers them is another."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest
from msgspec.structs import replace

from qabot.chat.example_questions import offered
from qabot.chat.kept_examples import KeptExamples, default_folder
from qabot.core.answers import Turn
from qabot.core.articles import ArticleSummary
from qabot.core.dates import PartialDate
from qabot.core.settings import Home, ModelSettings, ReaderSettings, Settings
from qabot.engine.session import Session

HEADLINES = [
    ArticleSummary(title, title, "Computing", PartialDate(2015), ())
    for title in ("Courts service spends £236m on Common Platform", "Gaps persist in Common Platform")
]


class CountingProber:
    """Counts the questions that are put to a session."""

    def __init__(self, session: Session) -> None:
        """Ask this session."""
        self.session = session
        self.asked: list[str] = []

    async def probe(self, text: str) -> Turn:
        self.asked.append(text)
        return self.session.probe(text)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(Home(tmp_path / "home"))


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> KeptExamples:
    return KeptExamples.of(settings, "g1", tmp_path / "cache" / "examples")


def test_they_are_found_once(starter: Session, kept: KeptExamples) -> None:
    prober = CountingProber(starter)
    found = [asyncio.run(offered(prober, kept, HEADLINES)) for _ in range(2)]
    assert found == [["How much did Common Platform cost?"]] * 2
    assert prober.asked == ["How much did Common Platform cost?"]


def test_that_there_are_none_is_kept_too(starter: Session, kept: KeptExamples) -> None:
    prober = CountingProber(starter)
    assert [asyncio.run(offered(prober, kept, HEADLINES[1:])) for _ in range(2)] == [[], []]
    assert kept.recall() == []


def test_four_are_offered_at_the_most(starter: Session, kept: KeptExamples) -> None:
    kept.keep(list("abcdef"))
    assert asyncio.run(offered(CountingProber(starter), kept, HEADLINES)) == ["a", "b", "c", "d"]


def test_another_index_or_another_model_is_asked_anew(settings: Settings, tmp_path: Path) -> None:
    KeptExamples.of(settings, "g1", tmp_path).keep(["Why?"])
    others = (
        (settings, "g2"),
        (replace(settings, model=ModelSettings("/another")), "g1"),
        (replace(settings, reader=ReaderSettings(is_off=True)), "g1"),
        (Settings(Home(tmp_path / "another")), "g1"),
    )
    assert [KeptExamples.of(*each, tmp_path).recall() for each in others] == [None] * 4
    assert KeptExamples.of(settings, "g1", tmp_path).recall() == ["Why?"]


@pytest.mark.parametrize("written", [b"", b"{", b"[]", b'{"answered_by": 1, "questions": []}', b"\xff", b" " * 70_000])
def test_what_cannot_be_read_is_found_again(kept: KeptExamples, written: bytes) -> None:
    kept.path.parent.mkdir(parents=True)
    kept.path.write_bytes(written)
    assert kept.recall() is None
    kept.keep(["Why?"])
    assert kept.recall() == ["Why?"]


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept = KeptExamples.of(settings, "g1", tmp_path / "file" / "examples")
    kept.keep(["Why?"])
    assert kept.recall() is None


def test_they_are_readable_by_the_user_alone(kept: KeptExamples) -> None:
    kept.keep(["Why?"])
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (kept.path, kept.path.parent)]
    assert modes == [0o600, 0o700]


def test_they_lie_in_the_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "qabot" / "example-questions"
