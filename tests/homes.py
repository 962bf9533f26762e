"""Homes that a whole module of tests shares, and calibrations that give the verdicts which a test needs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qabot.answer.calibration import Calibration, Rates, Signal
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings, PairModels, ReaderSettings
from qabot.index.build.indexer import update
from qabot.retrieval.ranking_parameters import RANKING
from tests.conftest import link_index, write_corpus

WITHOUT_READER = PairModels(reader=ReaderSettings(is_off=True))


def indexed_home(
    starter_home: Home, folder: Path, files: Mapping[str, str], models: PairModels = WITHOUT_READER
) -> Home:
    """Make the home that `make_home` would make, for as long as a module needs it; by default without a reader."""
    home = Home(folder / "home")
    link_index(starter_home, home)
    write_corpus(home, files)
    update(home, ModelSettings(), ignore_progress, models)
    return home


def lenient(encoder: str, *, strong: float = 0.0, possible: float = 0.0) -> Calibration:
    """Return a calibration of this encoder by which every question has a probability of one half."""
    rates = Rates(0.5, 1.0, 0.0, 1, 1)
    signal = Signal("sentence", 0.0, 1.0, 0.0)
    return Calibration(
        encoder, "test", (signal,), 0.0, strong, possible, rates, "not at all", "2026-01-01", (), RANKING.hash
    )
