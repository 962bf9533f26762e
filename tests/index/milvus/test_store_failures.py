"""What becomes of a store whose writer is killed, or that goes away: nothing half published, and said plainly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from qabot.core.errors import IndexLocked, NoIndex, StoreUnreachable, UsageError
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, Settings, StoreSettings
from qabot.engine.session import Session
from qabot.index.build.store_update import update_store
from qabot.index.milvus import store_publication
from qabot.index.milvus.row_schemas import generation_in
from qabot.index.milvus.store_client import StoreClient
from qabot.index.store_changes import publish_in_store, roll_back_store, store_faults
from qabot.index.stores import answering_name, kept_generations, open_generation
from tests.conftest import article, link_index, write_corpus
from tests.milvus_servers import MilvusServer

FILES = {"leeds.md": article("Leeds", "Leeds council spent £4m on servers."), "york.md": article("York", "A pilot.")}
OTHERS = {f"other/{number}.md": article(f"Other {number}", f"A garden, the {number}th.") for number in range(30)}
CHANGED = {"york.md": article("York", "The pilot in York is over."), "hull.md": article("Hull", "Zebra crossings.")}


class KilledError(BaseException):
    """The moment at which a writer is gone: nothing catches it, and nothing is cleared away."""


@pytest.fixture
def settings(starter_home: Home, tmp_path: Path, milvus: StoreSettings) -> Settings:
    home = Home(tmp_path / "home")
    link_index(starter_home, home)
    write_corpus(home, FILES | OTHERS)
    return Settings(home, store=milvus)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.mark.parametrize("after", [0, 1, 2, 3, 4, 5])
def test_a_writer_that_is_killed_publishes_nothing_and_loses_nothing(
    settings: Settings, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    update_store(settings, ignore_progress)
    before = answering_name(settings)
    write_corpus(settings.home, CHANGED)
    with monkeypatch.context() as patched:
        kill_after(patched, after)
        with pytest.raises(KilledError):
            update_store(settings, ignore_progress)
    assert answering_name(settings) == before
    assert [*store_faults(settings, before)] == []
    with closing(open_generation(settings)) as generation:
        assert generation.article("hull") is None
        assert generation.require_article("york").text == "A pilot."
        assert generation.document_frequency("zebra") == 0
        assert generation.holding("zebra") == []
    update_store(settings, ignore_progress)
    assert [*store_faults(settings, answering_name(settings))] == []
    with closing(open_generation(settings)) as generation:
        assert generation.manifest.articles == 33
        assert generation.document_frequency("zebra") == len(generation.holding("zebra")) == 1


def kill_after(patched: pytest.MonkeyPatch, writes: int) -> None:
    """Have whoever writes be gone after so many rows, manifests or switches were sent."""
    left = [writes]
    sent = StoreClient.insert

    def insert(self: StoreClient, collection: str, rows: list[dict[str, object]]) -> None:
        if not left[0]:
            raise KilledError
        left[0] -= 1
        sent(self, collection, rows)

    def point(*_: object) -> None:
        raise KilledError

    patched.setattr(StoreClient, "insert", insert)
    patched.setattr(StoreClient, "point", point)


def test_a_process_that_is_killed_while_it_sends_is_made_up_for(settings: Settings) -> None:
    """In earnest, once: SIGKILL while the rows are on their way."""
    write_corpus(settings.home, {f"{n}.md": article(f"Note {n}", f"Note {n} is on trams.") for n in range(200)})
    update_store(replace(settings, store=StoreSettings()), ignore_progress)
    environment = os.environ | {"QABOT_STORE": "milvus", "QABOT_STORE_URI": settings.store.uri}
    command = [sys.executable, "-m", "qabot", "--home", str(settings.home.path), "index", "--progress", "jsonl"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if b'"store"' in line:
                process.send_signal(signal.SIGKILL)
                break
    with pytest.raises(NoIndex):
        answering_name(settings)
    assert publish_in_store(settings, ignore_progress)
    assert [*store_faults(settings, answering_name(settings))] == []
    assert not publish_in_store(settings, ignore_progress)


def test_a_server_that_was_killed_comes_back_with_what_was_published(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MilvusServer(tmp_path / "own") as server:
        own = replace(settings, store=server.store)
        update_store(own, ignore_progress)
        before = answering_name(own)
        with Session.open(own) as session:
            assert session.ask("What did Leeds spend on servers?").answer.evidence
            server.kill()
            monkeypatch.setattr("qabot.index.milvus.store_client.READ_S", 1.0)
            with pytest.raises(StoreUnreachable) as told:
                session.ask("Who spoke of a pilot in York?")
            assert "does not answer" in told.value.message
            assert told.value.exit_code == 7
            server.restart()
            monkeypatch.undo()
            assert answering_name(own) == before
            assert session.ask("How much did Leeds council spend on servers?").answer.evidence
        assert [*store_faults(own, before)] == []


def test_a_server_that_goes_away_while_rows_are_sent_leaves_what_answers(settings: Settings, tmp_path: Path) -> None:
    with MilvusServer(tmp_path / "own") as server:
        own = replace(settings, store=server.store)
        update_store(own, ignore_progress)
        before = answering_name(own)
        write_corpus(settings.home, CHANGED)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("qabot.index.milvus.store_client.WRITE_S", 3.0)
            patched.setattr(store_publication, "write_manifest", killing(server))
            with pytest.raises(StoreUnreachable):
                update_store(own, ignore_progress)
        server.restart()
        assert answering_name(own) == before
        update_store(own, ignore_progress)
        assert answering_name(own) != before
        assert [*store_faults(own, answering_name(own))] == []


def killing(server: MilvusServer) -> Callable[..., None]:
    """Return what kills a server in the place of whatever it is called instead of."""

    def kill(*_: object) -> None:
        server.kill()

    return kill


def test_the_store_listens_on_the_loopback_interface_alone(shared_server: MilvusServer) -> None:
    tables = [Path(f"/proc/net/{name}").read_text("ascii").splitlines()[1:] for name in ("tcp", "tcp6")]
    listening = [line.split()[1].split(":") for table in tables for line in table if line.split()[3] == "0A"]
    found = {address for address, port in listening if int(port, 16) == shared_server.port}
    assert len(found) == 1
    assert found <= {"0100007F", "0000000000000000FFFF00000100007F"}  # 127.0.0.1, by itself or as IPv6 writes it


def test_nobody_there_is_said_at_once_and_in_every_command(settings: Settings) -> None:
    away = replace(settings, store=StoreSettings("milvus", f"http://127.0.0.1:{free_port()}"))
    began = time.monotonic()
    for work in (
        lambda: update_store(away, ignore_progress),
        lambda: Session.open(away),
        lambda: answering_name(away),
        lambda: roll_back_store(away),
    ):
        with pytest.raises(StoreUnreachable) as told:
            work()
        assert f"127.0.0.1:{away.store.uri.rpartition(':')[2]}" in told.value.message
        assert "QABOT_STORE=local" in told.value.hint
    assert time.monotonic() - began < 120  # each gives up after a few tries
    assert not (settings.home.index / "models").exists()


def test_a_token_is_read_from_the_environment_and_never_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "root:Zorblax9"  # noqa: S105 - made up
    named = StoreSettings("milvus", f"http://127.0.0.1:{free_port()}", token_env="QABOT_TEST_TOKEN")  # noqa: S106
    away = replace(settings, store=named)
    with pytest.raises(UsageError, match="QABOT_TEST_TOKEN"):
        answering_name(away)
    monkeypatch.setenv("QABOT_TEST_TOKEN", secret)
    with pytest.raises(StoreUnreachable) as told:
        answering_name(away)
    assert "Zorblax9" not in str(told.value)


def test_another_machine_that_published_meanwhile_is_not_overtaken(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    update_store(settings, ignore_progress)
    before = answering_name(settings)
    write_corpus(settings.home, CHANGED)
    answers = iter(["", before, "20300101T000000000000Z-00000000"])

    def answering(_: object) -> str:
        return next(answers)

    monkeypatch.setattr(store_publication, "current_or_none", answering)
    monkeypatch.setattr("qabot.index.build.store_update.reach_store", answering)
    with pytest.raises(IndexLocked, match="Another machine"):
        update_store(settings, ignore_progress)
    monkeypatch.undo()
    assert answering_name(settings) == before


@pytest.mark.usefixtures("exported_already")
def test_what_nobody_reads_any_more_is_dropped(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    update_store(settings, ignore_progress)
    first = answering_name(settings)
    for number in range(3):
        write_corpus(settings.home, {"hull.md": article("Hull", f"Zebra crossings: {number}.")})
        update_store(settings, ignore_progress)
    assert first in kept_generations(settings)  # somebody may have opened it a moment ago
    monkeypatch.setattr(store_publication, "GRACE", timedelta(0))
    write_corpus(settings.home, {"hull.md": article("Hull", "Zebra crossings: all.")})
    update_store(settings, ignore_progress)
    assert len(kept_generations(settings)) == 2
    update_store(settings, ignore_progress, rebuild=True)
    with closing(StoreClient(settings.store)) as client:
        layouts = {generation_in(name) for name in client.collections() if name.endswith("_passages")}
    assert len(layouts) == 2
    assert [*store_faults(settings, answering_name(settings))] == []
