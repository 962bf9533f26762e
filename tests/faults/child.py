"""The process in which a command is run and disturbed: `python -c` with a request, in JSON, as its argument."""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from qabot.cli.app import main
from qabot.cli.plain import line_session
from qabot.core.errors import QabotError
from qabot.core.settings import Home
from qabot.corpus.feeds.subscriptions_db import FeedState
from qabot.corpus.fetch.clock import Clock
from qabot.index.current_generation import current_name
from qabot.index.manifest import Manifest
from qabot.models import batch_embedding
from tests.faults.machine import Disturbance, befall, things_done

CODE = "from tests.faults.child import run; run()"
_TICK_S = 0.05
_START_S = 3
"""Until then it is not yet watching, and Ctrl-C would end it as any command."""
_PATIENCE_S = 120


class Request(Struct, frozen=True):
    """What is to be run."""

    commands: tuple[tuple[str, ...], ...]
    """The command lines, one after another. The disturbance is about the first, and so is what is told of the end."""
    root: str
    """The folder whose files the disturbance is about."""
    encoder: str
    """The folder of an encoder, in the place of an export."""
    disturbance: Disturbance
    """What befalls it."""
    until_articles: int = 0
    """End it by Ctrl-C as soon as the index holds so many articles and all feeds were had; 0 to let it end."""


def run() -> None:
    """Run a command, write what it took as the last line of standard error, and exit as it does."""
    request = msgspec.json.decode(sys.argv[1], type=Request)
    _be_quick(request)
    if request.until_articles:
        threading.Thread(target=_end_when_done, args=(request,), daemon=True).start()
    befall(request.root, request.disturbance)
    started, used = time.monotonic(), time.process_time()
    code = main(request.commands[0])
    taken = [things_done(), time.process_time() - used, time.monotonic() - started]
    for command in request.commands[1:]:
        code = code or main(command)
    sys.stdout.flush()
    sys.stderr.write(f"{msgspec.json.encode(taken).decode()}\n")
    sys.stderr.flush()
    os._exit(code)


def _be_quick(request: Request) -> None:
    """Export and fit nothing, which other processes and long work would do, and wait for no host."""

    def export(_task: str, _source: Any, folder: Path, *, allow_download: bool) -> None:  # noqa: ARG001
        shutil.copytree(request.encoder, folder, dirs_exist_ok=True)

    def sleep(_clock: Clock, _seconds: float) -> None:
        return

    batch_embedding._export = export  # type: ignore[attr-defined]
    if request.commands[0][0] == "eval":
        importlib.import_module("tests.faults.quick_fit").install()
    Clock.sleep = sleep  # type: ignore[assignment]
    line_session.is_typed = lambda: True  # or the chat would keep no history


def _end_when_done(request: Request) -> None:
    home = Home(Path(request.root) / "home")
    time.sleep(_START_S)
    for _ in range(int(_PATIENCE_S / _TICK_S)):
        time.sleep(_TICK_S)
        with suppress(QabotError):
            if _is_done(home, request.until_articles):
                break
    os.kill(os.getpid(), signal.SIGINT)


def _is_done(home: Home, articles: int) -> bool:
    """Whether the index holds so many articles, and every feed was had.

    Raises:
        QabotError: There is no index, or nothing of feeds, that can be read now.
    """
    if Manifest.read(home.index / current_name(home.index)).articles != articles:
        return False
    with FeedState.open(home.corpus, makes=False) as state:
        return all(each.last_fetch for each in state.subscriptions())
