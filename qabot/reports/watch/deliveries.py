"""Handing on what is new: to a command, to an address on the web, by mail.

Whatever goes wrong here, what is new was written down before, and `qabot watch show` tells it.
"""

from __future__ import annotations

import os
import re
import shlex
import smtplib
import subprocess
from collections.abc import Mapping
from email.message import EmailMessage

import httpx2

from qabot import __version__
from qabot.core.errors import NetworkFailed, UsageError
from qabot.core.text import clean_line

SMTP_VARIABLE, SENDER_VARIABLE = "QABOT_SMTP", "QABOT_MAIL_FROM"
_SECONDS = 30.0
_ADDRESS = re.compile(r"https?://[^\s/\[\]]+|https?://\[[0-9a-f:.]+\]", re.IGNORECASE)
_STILL = "What is new is kept: `qabot watch show` tells it."


def hand_to_command(command: str, document: str) -> None:
    """Run a command, not by a shell, with a document on its standard input.

    Raises:
        UsageError: It cannot be run, or ends with another status than 0.
    """
    try:
        words = shlex.split(command)
        done = subprocess.run(words, input=document.encode(), check=False) if words else None  # noqa: S603 - the user's own
    except (OSError, ValueError) as cause:
        raise UsageError(
            f"The command {clean_line(command)} cannot be run: {cause}.", still_works=_STILL, hint="Look at --exec."
        ) from cause
    if done is None or done.returncode:
        status = f"ended with status {done.returncode}" if done else "is empty"
        raise UsageError(f"The command {clean_line(command)} {status}.", still_works=_STILL, hint="Look at --exec.")


def post(address: str, document: str) -> None:
    """Send a document to an address by POST, as `application/json`; redirects are not followed.

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
    try:
        httpx2.post(address, content=document.encode(), headers=headers, timeout=_SECONDS).raise_for_status()
    except (httpx2.HTTPError, httpx2.InvalidURL) as cause:
        raise NetworkFailed(
            f"The address given by --webhook did not take what is new: {clean_line(str(cause))}.",
            still_works=_STILL,
            hint="Try it again when it answers.",
        ) from cause


def mail(address: str, subject: str, text: str, environ: Mapping[str, str] = os.environ) -> None:
    """Send a mail by the server that `QABOT_SMTP` names as `host[:port]`, else this machine's own.

    Args:
        address: To whom.
        subject: What about, on one line.
        text: The body.
        environ: The environment; `QABOT_MAIL_FROM` is the sender, else `address`.

    Raises:
        UsageError: An address is none, or the server's name.
        NetworkFailed: The server cannot be reached, or refuses.
    """
    host, _, port = environ.get(SMTP_VARIABLE, "localhost").partition(":")
    message = EmailMessage()
    try:
        message["To"], message["From"] = address, environ.get(SENDER_VARIABLE, address)
        message["Subject"] = clean_line(subject)
        message.set_content(text)
        with smtplib.SMTP(host, int(port or 25), timeout=_SECONDS) as server:
            server.send_message(message)
    except ValueError as cause:
        raise UsageError(
            f"No mail can be sent: {cause}.", still_works=_STILL, hint=f"Look at {SMTP_VARIABLE}."
        ) from cause
    except (OSError, smtplib.SMTPException) as cause:
        raise NetworkFailed(
            f"The mail server {clean_line(host)} did not take the mail: {clean_line(str(cause))}.",
            still_works=_STILL,
            hint=f"Set {SMTP_VARIABLE} to host:port of one that does.",
        ) from cause
