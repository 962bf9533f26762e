"""Handing on what is new: to a command, to an address on the web, by mail.

Whatever goes wrong here, what is new was written down before: it goes the same way with the next run.
"""

from __future__ import annotations

import os
import re
import shlex
import smtplib
import ssl
import subprocess
import time
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.utils import localtime, make_msgid

import httpx2

from qabot import __version__
from qabot.core.errors import NetworkFailed, UsageError
from qabot.core.text import clean_line
from qabot.reports.watch.mail_settings import PASSWORD_VARIABLE, MailSettings, read_mail_settings

_SECONDS = 20.0
"""For one try at an address or a mail server."""
_COMMAND_SECONDS = 60.0
_WAITS = (0.5, 2.0)
"""Seconds between one try at an address and the next."""
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""What an address answers that may take the same a moment later."""
_ADDRESS = re.compile(r"https?://[^\s/\[\]]+|https?://\[[0-9a-f:.]+\]", re.IGNORECASE)
_STILL = "What is new is kept, and goes there with the next run."


def hand_to_command(command: str, document: str, seconds: float = _COMMAND_SECONDS) -> None:
    """Run a command, not by a shell, with a document on its standard input.

    Raises:
        UsageError: It cannot be run, takes too long, or ends with another status than 0.
    """
    try:
        words = shlex.split(command)
        done = subprocess.run(words, input=document.encode(), check=False, timeout=seconds) if words else None  # noqa: S603 - the user's own
    except subprocess.TimeoutExpired as cause:
        raise _failed(command, f"did not end within {seconds:g} seconds, and was stopped") from cause
    except (OSError, ValueError) as cause:
        raise _failed(command, f"cannot be run: {cause}") from cause
    if done is None or done.returncode:
        raise _failed(command, f"ended with status {done.returncode}" if done else "is empty")


def _failed(command: str, what: str) -> UsageError:
    return UsageError(f"The command {clean_line(command)} {what}.", still_works=_STILL, hint="Look at --exec.")


def post(address: str, document: str, sleep: Callable[[float], None] = time.sleep) -> None:
    """Send a document to an address by POST, as `application/json`; redirects are not followed.

    What may be taken a moment later is tried three times at the most.

    Raises:
        UsageError: It is no address of http or https.
        NetworkFailed: Nobody took it.
    """
    if not _ADDRESS.match(address):
        raise UsageError(
            "--webhook takes an address that begins with https:// or http://.",
            still_works=_STILL,
            hint="Look at --webhook.",
        )
    headers = {"Content-Type": "application/json", "User-Agent": f"qabot/{__version__}"}
    for wait in (*_WAITS, None):
        try:
            answer = httpx2.post(address, content=document.encode(), headers=headers, timeout=_SECONDS)
        except httpx2.TransportError as cause:
            if wait is None:
                raise _not_taken(str(cause) or type(cause).__name__) from cause
        except (httpx2.HTTPError, httpx2.InvalidURL) as cause:
            raise _not_taken(str(cause)) from cause
        else:
            if answer.is_success:
                return
            if wait is None or answer.status_code not in _PASSING:
                raise _not_taken(f"it answered {answer.status_code}")
        sleep(wait)


def _not_taken(why: str) -> NetworkFailed:
    # The address itself may hold a key, and is not repeated.
    return NetworkFailed(
        f"The address given by --webhook did not take what is new: {clean_line(why)}.",
        still_works=_STILL,
        hint="Run `qabot watch run` again when it answers.",
    )


def mail(address: str, subject: str, text: str, environ: Mapping[str, str] = os.environ) -> None:
    """Send a mail by the server of the user's mail settings, else by this machine's own.

    Args:
        address: To whom.
        subject: What about, on one line.
        text: The body.
        environ: The environment; it goes before the user's file, and alone holds the password.

    Raises:
        UsageError: An address is none, or the settings cannot be understood.
        NetworkFailed: The server cannot be reached, or refuses.
    """
    settings = read_mail_settings(environ)
    try:
        message = _message(address, settings.sender or address, subject, text)
        with _server(settings) as server:
            if settings.user:
                server.login(settings.user, environ.get(PASSWORD_VARIABLE, ""))
            server.send_message(message)
    except ValueError as cause:
        raise UsageError(f"No mail can be sent: {cause}.", still_works=_STILL, hint="Look at --mail.") from cause
    except (OSError, smtplib.SMTPException) as cause:
        raise NetworkFailed(
            f"The mail server {clean_line(settings.host)} did not take the mail: {_said(cause)}.",
            still_works=_STILL,
            hint="Set QABOT_SMTP to host:port of one that does.",
        ) from cause


def _message(address: str, sender: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["To"], message["From"] = address, sender
    message["Subject"], message["Date"] = clean_line(subject), localtime()
    message["Message-ID"] = make_msgid(domain="qabot.invalid")
    message.set_content(text)
    return message


def _server(settings: MailSettings) -> smtplib.SMTP:
    if settings.security == "tls":
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=_SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(settings.host, settings.port, timeout=_SECONDS)
    if settings.security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
    return server


def _said(cause: Exception) -> str:
    """Say why a server refused, in its own words where it gave any."""
    if isinstance(cause, smtplib.SMTPAuthenticationError):
        return "it did not let you in; is the password in QABOT_SMTP_PASSWORD?"
    if isinstance(cause, smtplib.SMTPResponseException) and isinstance(cause.smtp_error, bytes):
        return clean_line(cause.smtp_error.decode(errors="replace"))
    return clean_line(str(cause))
