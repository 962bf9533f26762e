"""By which server mail goes: from the user's own file, or from the environment, which goes before it.

The file is `mail.toml` in the user's settings folder, never in a home. A password is in neither file nor command: only
`QABOT_SMTP_PASSWORD` holds it, and nothing prints it.

    server = "mail.example.org:587"     security = "starttls"      or "tls", or "none"
    user = "me"                         from = "me@example.org"
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, cast, get_args

import platformdirs
from msgspec import Struct

from qabot.core.errors import UsageError
from qabot.core.text import clean_line
from qabot.core.toml_files import read_toml

Security = Literal["none", "starttls", "tls"]
PASSWORD_VARIABLE = "QABOT_SMTP_PASSWORD"  # noqa: S105 - its name
_VARIABLES = {
    "server": "QABOT_SMTP",
    "security": "QABOT_SMTP_SECURITY",
    "user": "QABOT_SMTP_USER",
    "from": "QABOT_MAIL_FROM",
}
_MOST = 16 * 1024
"""Bytes of the file."""
_LAST_PORT = "65535"
_PORTS: Mapping[Security, int] = {"none": 25, "starttls": 587, "tls": 465}
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_STILL = "What is new is kept: `qabot watch show` tells it."


class MailSettings(Struct, frozen=True):
    """A server that takes mail, and how to speak to it."""

    host: str
    """Its name or address."""
    port: int
    """Where it listens."""
    security: Security
    """`tls` from the start, `starttls` after a greeting, or none."""
    user: str
    """Whom to log in as; empty for nobody."""
    sender: str
    """Whom mail is from; empty for whoever it is to."""

    def __post_init__(self) -> None:
        """Refuse to log in where the password would be read on the way."""
        if self.user and self.security == "none" and self.host not in _HERE:
            raise _wrong("a password would go to the mail server unencrypted", "Set security to starttls or tls.")


def default_file() -> Path:
    """Return where the user's mail settings lie (`XDG_CONFIG_HOME` is honoured)."""
    return platformdirs.user_config_path("qabot", appauthor=False) / "mail.toml"


def read_mail_settings(environ: Mapping[str, str] = os.environ, path: Path | None = None) -> MailSettings:
    """Return the mail settings; without any, mail goes by this machine's own server.

    Raises:
        UsageError: They cannot be understood, or would send a password unencrypted.
    """
    path = path or default_file()
    raw = _table(path) | {key: environ[name] for key, name in _VARIABLES.items() if environ.get(name)}
    security = raw.get("security", "none")
    if security not in get_args(Security):
        raise _wrong(f"there is no security {security[:20]!r}", "Set it to none, starttls or tls.")
    kind = cast("Security", security)
    host, _, port = (
        raw.get("server", "localhost").rpartition(":")
        if ":" in raw.get("server", "")
        else (raw.get("server", "localhost"), "", "")
    )
    if not host or (port and not _is_port(port)):
        hint = f"Set it as host:port, of which the port is a number from 1 to {_LAST_PORT}."
        raise _wrong(f"{clean_line(raw['server'])[:40]!r} is no server", hint)
    return MailSettings(host.strip("[]"), int(port or _PORTS[kind]), kind, raw.get("user", ""), raw.get("from", ""))


def _is_port(text: str) -> bool:
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(_LAST_PORT)
    return is_number and 1 <= int(text) <= int(_LAST_PORT)


def _table(path: Path) -> dict[str, str]:
    try:
        found = read_toml(path, _MOST)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as cause:
        raise _wrong(f"{path} cannot be read: {cause}", f"Correct {path}, or remove it.") from cause
    if "password" in found:
        raise _wrong(f"{path} holds a password, which is not read from a file", f"Set {PASSWORD_VARIABLE} instead.")
    for key, value in found.items():
        if key not in _VARIABLES or not isinstance(value, str):
            raise _wrong(f"{path} sets {key[:20]!r}, which is none of {', '.join(_VARIABLES)}", f"Correct {path}.")
    return cast("dict[str, str]", found)


def _wrong(what: str, hint: str) -> UsageError:
    return UsageError(f"No mail can be sent: {what}.", still_works=_STILL, hint=hint)
