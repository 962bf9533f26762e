"""Environment variables that steer qabot, or seem meant to. What they hold may be secret, and is not shown."""

from __future__ import annotations

from collections.abc import Iterator

from qabot.chat.doctor.examinee import Surroundings
from qabot.chat.doctor.findings import Finding, fine, listed, notice, wrong
from qabot.core.unknown_names import nearest_names

PREFIX = "QABOT_"
KNOWN = (
    "QABOT_HOME",
    "QABOT_MODEL",
    "QABOT_DEVICE",
    "QABOT_DOWNLOAD",
    "QABOT_RERANK",
    "QABOT_READER",
    "QABOT_CONTACT",
    "QABOT_PRIVATE_ADDRESSES",
    "QABOT_STORE",
    "QABOT_STORE_URI",
    "QABOT_STORE_TOKEN_ENV",
    "QABOT_STORE_DATABASE",
    "QABOT_SMTP",
    "QABOT_SMTP_SECURITY",
    "QABOT_SMTP_USER",
    "QABOT_SMTP_PASSWORD",
    "QABOT_MAIL_FROM",
    "QABOT_PLAIN",
    "QABOT_ASCII",
    "QABOT_THEME",
    "QABOT_DEBUG",
)
"""Every one that is read, as `qabot --help` lists them."""


def check_variables(around: Surroundings) -> Iterator[Finding]:
    """Which are set, and which of those nothing reads."""
    given = sorted(name for name in around.environ if name.startswith(PREFIX))
    for name in given:
        if name not in KNOWN:
            yield _unknown(name)
    known = [name for name in given if name in KNOWN]
    empty = [name for name in known if not around.environ[name]]
    if empty:
        yield notice(
            "variables", f"{listed(empty)}: set, but empty, which counts as not set.", f"unset {' '.join(empty)}"
        )
    filled = [name for name in known if name not in empty]
    yield fine("variables", f"Set: {', '.join(filled)}." if filled else "None is set that steers qabot.")


def _unknown(name: str) -> Finding:
    """Tell of a variable that nothing reads: most likely one that is misspelt, where one of nearly its name is read."""
    command = f"unset {name}" if name.isidentifier() and name.isascii() else None
    spellings = {each.removeprefix(PREFIX): each for each in KNOWN}
    near = nearest_names(name.removeprefix(PREFIX), spellings)
    if near:
        return wrong("variables", f"{name} is set, and nothing reads it; {spellings[near[0]]} is read.", command)
    return notice("variables", f"{name} is set, and nothing reads it.", command)
