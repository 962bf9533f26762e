"""`qabot index --ray`: what it refuses, and that a few passages need no node."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from qabot.core.settings import Home
from qabot.models.cluster import ray_node
from tests.cli.conftest import Call
from tests.conftest import article, link_index, write_corpus


def nothing(_name: str) -> None:
    """Stand for `find_spec` where a library is not installed."""


def something(_name: str) -> bool:
    return True


@pytest.mark.parametrize("other", ["--watch", "--dry-run"])
@pytest.mark.parametrize("option", [["--ray"], ["--ray-address", "10.0.0.5:6379"]])
def test_it_does_not_go_with(call: Call, tram_home: Home, option: list[str], other: str) -> None:
    done = call("index", *option, other, home=tram_home)
    assert done.code == 2
    assert done.stderr.startswith(f"Error: --ray and {other} do not go together.\n")


def test_without_ray(call: Call, tram_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray_node, "find_spec", nothing)
    done = call("index", "--ray", home=tram_home)
    assert done.code == 2
    assert done.stderr == (
        "Error: Ray is not installed, which --ray takes.\n"
        "Run `pip install 'qabot[cluster]'`, or leave out --ray: one process does it then.\n"
    )
    assert call("index", "--dry-run", home=tram_home).code == 0


@pytest.mark.parametrize("address", ["nowhere", "ray://host:1", "host:", ":80", "host:123456", "a b:1", "-x:1\n"])
def test_no_address(call: Call, tram_home: Home, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr(ray_node, "find_spec", something)
    done = call("index", f"--ray-address={address}", home=tram_home)
    assert done.code == 2
    assert "is no address of a Ray cluster." in done.stderr
    assert "`ray start --head`" in done.stderr


def test_a_cluster_that_is_not_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    address = f"127.0.0.1:{port}"
    with pytest.raises(ray_node.NetworkFailed) as caught, ray_node.joined_cluster(address):
        pass
    assert caught.value.exit_code == 7
    assert caught.value.message == f"The Ray cluster at {address} cannot be joined: [Errno 111] Connection refused."
    assert caught.value.still_works == "The index is as it was, and answers."


def test_a_few_passages_start_no_node(
    call: Call, starter_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path)
    link_index(starter_home, home)
    write_corpus(home, {"new.md": article("Lemur line", "A lemur line was opened by the council.")})
    monkeypatch.setattr(ray_node, "find_spec", something)
    done = call("index", "--ray", "--json", home=home)
    assert done.code == 0
    assert done.document()["embedded"] == 1
