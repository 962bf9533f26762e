"""Homes whose settings the user said yes to."""

from __future__ import annotations

from pathlib import Path

from qabot.core.home_trust import TrustedHomes
from qabot.core.settings import CONFIG_FILE, home_claims


def configure(home: Path, toml: str) -> None:
    """Write a home's `qabot.toml`, and say yes to it. The caller has set XDG_STATE_HOME to a folder of its own."""
    (home / CONFIG_FILE).write_text(toml, encoding="utf-8")
    TrustedHomes.read().trust(home.resolve(), home_claims(home))
