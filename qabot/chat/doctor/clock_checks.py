"""The clock, held against what must have been before it: this version of qabot, the index, its newest article."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from qabot.chat.doctor.examinee import Examinee
from qabot.chat.doctor.findings import Finding, fine, notice, wrong
from qabot.core.dates import PartialDate
from qabot.core.errors import IndexUnusable
from qabot.index.manifest import Manifest

_WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)
"""This version is not from before."""
_SLACK = timedelta(minutes=5)
"""How far two clocks may be apart."""
_AHEAD = timedelta(days=1)
"""What is published "tomorrow" may be so where the day begins sooner."""


def check_clock(examinee: Examinee) -> Iterator[Finding]:
    """Whether the clock can be right."""
    now, mend = examinee.around.now, examinee.around.clock_command
    shown = f"{now:%Y-%m-%d %H:%M} UTC"
    try:
        manifest = examinee.manifest()
    except IndexUnusable:  # told of the index
        manifest = None
    if now < _WRITTEN:
        yield wrong("clock", f"The clock says {shown}, which is before this qabot was written.", mend)
    elif manifest and (built := _built(manifest)) and now + _SLACK < built:
        words = (
            f"The clock says {shown}, but the index was built at {built:%Y-%m-%d %H:%M} UTC: one of the two is wrong."
        )
        yield wrong("clock", f"{words} Until then, what is added, asked and built bears a wrong date.", mend)
    elif newest := _newest_beyond(manifest, now):
        words = f"The clock says {shown}, but the newest article bears the date {newest.label}."
        yield notice("clock", f"{words} If the clock is right, the article's date is not.", "qabot corpus list")
    else:
        than = "the index and its articles" if manifest else "this version of qabot"
        yield fine("clock", f"It says {shown}, which is later than {than}.")


def _built(manifest: Manifest) -> datetime | None:
    try:
        return datetime.fromisoformat(manifest.created).astimezone(UTC)
    except ValueError:  # told of the index by `verify`
        return None


def _newest_beyond(manifest: Manifest | None, now: datetime) -> PartialDate | None:
    """Return the newest date of an article where it lies in the future."""
    try:
        newest = PartialDate.parse(manifest.last) if manifest and manifest.last else None
    except ValueError:
        return None
    return newest if newest and newest.first > (now + _AHEAD).date() else None
