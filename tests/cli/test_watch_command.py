"""`qabot watch`, as it is typed, and where what is new goes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import feedparser as _feedparser
import pytest

from qabot.core.errors import NetworkFailed, QabotError, UsageError
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings
from qabot.index.build.indexer import update
from qabot.reports.watch.deliveries import hand_to_command, mail, post
from qabot.reports.watch.mail_settings import MailSettings, read_mail_settings
from tests.cli.helpers import Result, run_qabot
from tests.cli.test_watching import watching
from tests.conftest import MakeHome, article, write_corpus
from tests.reports.test_watch import COST, ZORBLAX

feedparser: Any = _feedparser  # it has no types
NEWS = article(
    "Dearer", "The payroll system of Zorblax council has cost £5m so far.", published="2017", outlet="Zorblax News"
)


@pytest.fixture
def state(tmp_path: Path) -> Mapping[str, str]:
    """An environment whose state folder is a new one."""
    return {"XDG_STATE_HOME": str(tmp_path / "state")}


def watch(*args: str, home: Home, state: Mapping[str, str]) -> Result:
    return run_qabot("watch", *args, home=home, env=state)


def come_in(home: Home) -> None:
    write_corpus(home, {"c.md": NEWS})
    update(home, ModelSettings(), ignore_progress)


def test_from_a_question_to_its_news(make_home: MakeHome, state: Mapping[str, str]) -> None:
    home = make_home(ZORBLAX)
    empty = watch("list", home=home, state=state)
    assert (empty.code, empty.stdout) == (1, 'There are no saved questions yet; `qabot watch add "…"` saves one.\n')

    added = watch("add", COST, "--name", "zorblax", "--every", "1d", home=home, state=state)
    assert added.stdout == (
        "1 article bears on it, 0 of the last month; the newest: Zorblax council (2015).\n"
        "Saved as “zorblax”. `qabot watch run` tells what is new, each thing once.\n"
    )
    nothing = watch("run", home=home, state=state)
    assert (nothing.code, nothing.stdout) == (1, "Nothing new in 1 answer.\n")

    come_in(home)
    not_due = watch("run", "--due", home=home, state=state)
    assert (not_due.code, "No saved question is due" in not_due.stdout) == (1, True)
    ran = watch("run", "--json", home=home, state=state)
    document = json.loads(ran.stdout)
    assert (ran.code, document["schema"], document["questions"][0]["name"]) == (0, "qabot.watch/1", "zorblax")
    evidence, figure = document["questions"][0]["new"]
    assert (evidence["kind"], figure["kind"], figure["words"], figure["earlier"]) == (
        "evidence", "figure", "£5m", ["£3m"],
    )  # fmt: skip
    assert [(each["words"], each["article"]) for each in figure["earlier_quotes"]] == [("£3m", "a")]
    assert evidence["quote"] == "The payroll system of Zorblax council has cost £5m so far."
    assert evidence["article"] == {"id": "c", "title": "Dearer", "outlet": "Zorblax News", "published": "2017"}

    assert watch("run", home=home, state=state).code == 1
    shown = watch("show", "zor", home=home, state=state)
    assert (shown.code, "new figure, £5m" in shown.stdout, "2 things told" in shown.stdout) == (0, True, True)
    assert watch("remove", "zorblax", home=home, state=state).stdout == "Forgot “zorblax”.\n"
    unknown = watch("show", "zorblax", home=home, state=state)
    assert (unknown.code, unknown.stderr) == (
        1,
        "Error: There is no saved question named “zorblax”.\nRun `qabot watch list` to see those that are.\n",
    )


def test_what_is_new_is_handed_on(make_home: MakeHome, state: Mapping[str, str], tmp_path: Path) -> None:
    home = make_home(ZORBLAX)
    watch("add", COST, "--name", "zorblax", home=home, state=state)
    come_in(home)
    feed, written = tmp_path / "news.atom", tmp_path / "written.json"
    keep = f"{sys.executable} -c \"import sys; open('{written}', 'w').write(sys.stdin.read())\""
    with hook() as (address, posted), mail_server() as (port, mails):
        smtp = {"QABOT_SMTP": f"127.0.0.1:{port}", "QABOT_MAIL_FROM": "qabot@example.org"}
        outlets = ("--feed", str(feed), "--exec", keep, "--webhook", address, "--mail", "me@example.org")
        ran = watch("run", *outlets, home=home, state={**state, **smtp})
        assert (ran.code, posted) == (0, [written.read_bytes()])
    assert json.loads(written.read_text())["questions"][0]["new"][1]["words"] == "£5m"
    assert [each.title for each in feedparser.parse(feed.read_bytes()).entries] == [
        "zorblax: new figure, £5m; earlier quotes have £3m",
        "zorblax: new quote, Zorblax News, 2017",
    ]
    assert "Subject: qabot: 2 new things of zorblax" in mails[0]
    assert "new figure, =C2=A35m" in mails[0] or "bmV3" in mails[0] or "new figure, £5m" in mails[0]


def test_what_cannot_be_handed_on_goes_with_the_next_run(
    make_home: MakeHome, state: Mapping[str, str], tmp_path: Path
) -> None:
    home = make_home(ZORBLAX)
    watch("add", COST, "--name", "zorblax", home=home, state=state)
    come_in(home)
    refused = watch("run", "--feed", "/nowhere/news.atom", home=home, state=state)
    assert (refused.code, refused.stdout, "There is no folder /nowhere." in refused.stderr) == (2, "", True)
    taken = tmp_path / "taken.json"
    take = tmp_path / "take"
    take.write_text(f"#!/bin/sh\n[ -e {tmp_path}/ready ] && cat > {taken}\n")
    take.chmod(0o755)
    ways = ("--exec", str(take), "--mail", "me@example.org")
    with mail_server() as (port, mails):
        smtp = {**state, "QABOT_SMTP": f"127.0.0.1:{port}"}
        ran = watch("run", *ways, home=home, state=smtp)
        assert (ran.code, "£5m" in ran.stdout) == (2, True)
        assert f"The command {take} ended with status 1." in ran.stderr
        assert len(mails) == 1  # one way out fails, and the others are gone all the same
    assert "new figure, £5m" in watch("show", "zorblax", home=home, state=state).stdout

    (tmp_path / "ready").touch()
    again = watch("run", *ways, home=home, state={**state, "QABOT_SMTP": "127.0.0.1:9"})
    assert (again.code, again.stdout) == (1, "Nothing new in 1 answer.\n")  # nor is another mail sent, which would fail
    assert [each["words"] for each in json.loads(taken.read_text())["questions"][0]["new"]][1:] == ["£5m"]
    taken.unlink()
    assert watch("run", *ways, home=home, state=state).code == 1
    assert not taken.exists()


@pytest.mark.usefixtures("exported_already")
def test_a_run_that_is_killed_loses_nothing_and_repeats_nothing(make_home: MakeHome, state: Mapping[str, str]) -> None:
    home = make_home(ZORBLAX)
    watch("add", COST, "--name", "zorblax", home=home, state=state)
    come_in(home)
    program = """
import os, signal, sys
from qabot.cli.app import main
from qabot.reports.watch.watch_store import WatchStore
WatchStore.to_tell = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # it is written down, and nobody was told
main(sys.argv[1:])
"""
    command = [sys.executable, "-c", program, "watch", "run", "--home", str(home.path)]
    killed = subprocess.run(command, env={**os.environ, **state}, capture_output=True, check=False)
    assert (killed.returncode, killed.stdout) == (-signal.SIGKILL, b"")
    told = watch("run", home=home, state=state)
    assert (told.code, told.stdout.count("new figure, £5m"), told.stdout.count("new quote")) == (0, 1, 1)
    update(home, ModelSettings(), ignore_progress, rebuild=True)
    assert watch("run", home=home, state=state).code == 1


@pytest.mark.parametrize(
    ("answers", "tries", "is_taken"), [((503, 204), 2, True), ((503,) * 4, 3, False), ((404,), 1, False)]
)
def test_an_address_is_tried_three_times_where_that_may_help(
    answers: tuple[int, ...], tries: int, *, is_taken: bool
) -> None:
    waited: list[float] = []
    with hook(*answers) as (address, posted), suppress(NetworkFailed):
        post(address, "{}", waited.append)
        assert is_taken
    assert (len(posted), len(waited)) == (tries, tries - 1)


def test_mail_settings_are_the_users_own_and_hold_no_password(tmp_path: Path) -> None:
    path = tmp_path / "mail.toml"
    assert read_mail_settings({}, path) == MailSettings("localhost", 25, "none", "", "")
    path.write_text('server = "mail.example.org"\nsecurity = "starttls"\nuser = "me"\nfrom = "me@example.org"\n')
    assert read_mail_settings({}, path) == MailSettings("mail.example.org", 587, "starttls", "me", "me@example.org")
    assert read_mail_settings({"QABOT_SMTP": "here:65535", "QABOT_SMTP_SECURITY": "tls"}, path).port == 65_535
    variables = {"QABOT_SMTP": "[::1]:465", "QABOT_SMTP_SECURITY": "tls"}
    assert read_mail_settings(variables, path) == MailSettings("::1", 465, "tls", "me", "me@example.org")
    for wrong, said in (
        ('password = "hunter2"', "holds a password"),
        ('user = "me"\nserver = "mail.example.org"', "unencrypted"),
        ('security = "ssl"', "no security 'ssl'"),
        ('server = "here:x"', "is no server"),
        ('server = "here:65536"', "'here:65536' is no server.*a number from 1 to 65535"),
        ('server = "here:0"', "is no server"),
        (f'server = "here:{"9" * 5000}"', "is no server"),
        ("frob = 1", "sets 'frob'"),
        ("[", "cannot be read"),
    ):
        path.write_text(wrong)
        with pytest.raises(UsageError, match=said) as raised:
            read_mail_settings({}, path)
        assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(
    ("hand_on", "error", "said"),
    [
        (lambda: hand_to_command("/nowhere/to/be/found", "{}"), UsageError, "/nowhere/to/be/found cannot be run"),
        (lambda: hand_to_command("'", "{}"), UsageError, "cannot be run"),
        (lambda: hand_to_command(" ", "{}"), UsageError, "is empty"),
        (lambda: hand_to_command("sleep 9", "{}", 0.01), UsageError, "did not end within 0.01 seconds"),
        (lambda: post("file:///etc/passwd", "{}"), UsageError, "begins with https:// or http://"),
        (lambda: post("http://127.0.0.1:9/", "{}", lambda _: None), NetworkFailed, "did not take what is new"),
        (lambda: post("http://[/", "{}"), UsageError, "begins with https:// or http://"),
        (lambda: mail("me@example.org", "x", "y", {"QABOT_SMTP": "127.0.0.1:9"}), NetworkFailed, "did not take the"),
        (lambda: mail("a@b\nBcc: c@d", "x", "y", {}), UsageError, "No mail can be sent"),
    ],
)
def test_what_is_said_of_nobody_who_takes_it(hand_on: Callable[[], None], error: type[QabotError], said: str) -> None:
    with pytest.raises(error, match=said) as raised:
        hand_on()
    assert raised.value.still_works == "What is new is kept, and goes there with the next run."


def test_the_watched_index_asks_saved_questions(
    make_home: MakeHome, state: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", state["XDG_STATE_HOME"])
    home = make_home(ZORBLAX)
    watch("add", COST, "--name", "zorblax", home=home, state=state)
    with watching(home) as watched:
        write_corpus(home, {"c.md": NEWS})
        assert watched.line()["what"] == "index"
        said = watched.line()
        assert (said["what"], said["text"].startswith("zorblax: new quote, Zorblax News, 2017: “The pay")) == (
            "answer",
            True,
        )


@contextmanager
def hook(*answers: int) -> Generator[tuple[str, list[bytes]]]:
    """Take what is posted on loopback while inside, answering so; yields the address, and what came."""
    posted: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(answers[len(posted) - 1] if answers else 204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/hook", posted
        server.shutdown()


@contextmanager
def mail_server() -> Generator[tuple[int, list[str]]]:
    """Take mail on loopback while inside; yields its port, and the mails."""
    mails: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        taking = threading.Thread(target=_take_mail, args=(listening, mails), daemon=True)
        taking.start()
        yield listening.getsockname()[1], mails
        taking.join(10)


def _take_mail(listening: socket.socket, mails: list[str]) -> None:
    connection, _ = listening.accept()
    with connection, connection.makefile("rwb", buffering=0) as stream:
        stream.write(b"220 here\r\n")
        for line in stream:
            word = line[:4].upper()
            if word == b"DATA":
                stream.write(b"354 go on\r\n")
                mails.append(b"".join(iter(stream.readline, b".\r\n")).decode())
            stream.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return
