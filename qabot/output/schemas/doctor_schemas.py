"""What is in order and what is not, in JSON."""

from __future__ import annotations

from typing import Literal

from qabot.output.schemas.document import Document, Part


class DoctorFinding(Part, frozen=True, kw_only=True):
    """What one check found."""

    subject: str
    """What was looked at: `home`, `index`, `terminal` and so on; one may have several findings."""
    state: Literal["ok", "notice", "wrong"]
    """In order; good to know, and nothing is broken; wrong."""
    words: str
    """What is so, as sentences on one line."""
    command: str | None
    """What mends it, as it is typed; null where all is in order, or where no command would."""


class Doctor(Document, frozen=True, kw_only=True, tag="qabot.doctor/1"):
    """What is in order here and what is not, and what mends it: `qabot doctor --json`."""

    version: str
    """Of qabot."""
    deep: bool
    """Whether every article, checksum and model was read."""
    well: bool
    """Whether nothing is wrong; notices do not count."""
    findings: tuple[DoctorFinding, ...]
    """What was found, check by check."""
