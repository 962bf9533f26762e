"""What libraries would report of their use."""

from __future__ import annotations

from qabot.core.telemetry import opt_out


def test_every_library_is_told_not_to() -> None:
    environ: dict[str, str] = {}
    opt_out(environ)
    assert environ == {"ORT_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1"}


def test_what_is_set_stands() -> None:
    environ = {"DO_NOT_TRACK": "0", "HOME": "here"}
    opt_out(environ)
    assert environ["DO_NOT_TRACK"] == "0"
    assert environ.keys() == {"ORT_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK", "HOME"}
