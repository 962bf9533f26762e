"""`qabot plan`: what it prints is what it reckons, and a price is the user's."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.cli.conftest import Call


def test_it_shows_its_arithmetic(call: Call) -> None:
    ran = call("plan", "--passages", "10000000")
    assert (ran.code, ran.stderr) == (0, "")
    for said in (
        "10,000,000 passages of 384 dimensions, on paper\n",
        "  vector                        768  384 × 2\n",
        "  disk     44.7 GB",
        "  object storage   86.1 GB",
        "  FLAT              24.1        18.5      1  1 × node + 86.1 × GB\n",
        "    HNSW        1,677 bytes = 1536 + 133 + 8\n",
        "Measured:\n",
        "Assumed:\n",
        "--node-price and --storage-price",
    ):
        assert said in ran.stdout


def test_a_cost_takes_both_prices(call: Call) -> None:
    both = call("plan", "--passages", "10000000", "--node-price", "300", "--storage-price", "0.02")
    assert "1 × node + 86.1 × GB = 301.72\n" in both.stdout
    assert "--node-price" not in both.stdout
    one = call("plan", "--passages", "10000000", "--node-price", "300")
    assert "× GB =" not in one.stdout


def test_as_a_document(call: Call) -> None:
    document: Any = call(
        "plan", "--passages", "1000000", "--json", "--node-price", "2", "--storage-price", "1"
    ).document()
    assert document["schema"] == "qabot.plan/1"
    assert document["local"]["memory"] == 768_000_000
    assert [each["kind"] for each in document["stores"]] == ["FLAT", "IVF_FLAT", "HNSW", "DISKANN"]
    assert document["stores"][0]["cost"] == 2 + 8.61
    assert document["assumed"]
    assert call("plan", "--passages", "9", "--json").document()["stores"][0]["cost"] is None


def test_a_compose_file_opens_loopback_alone(call: Call) -> None:
    ran = call("plan", "--passages", "20000000", "--compose")
    services: Any = yaml.safe_load(ran.stdout)["services"]
    ports = [port for service in services.values() for port in service.get("ports", ())]
    assert ports == ["127.0.0.1:19530:19530"]
    assert services["milvus"]["mem_limit"] == "69g"  # 48.2 GB, of which a node is filled to seven tenths
    assert set(services) == {"etcd", "minio", "milvus"}
    for service in services.values():
        assert ":${" in service["image"], "no release is made up"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--passages", "0"], "0 is not in the range"),
        (["--passages", "10", "--compose", "--json"], "--compose and --json do not go together."),
        ([], "Missing option '--passages'"),
    ],
)
def test_what_it_refuses(call: Call, options: list[str], said: str) -> None:
    ran = call("plan", *options)
    assert ran.code == 2
    assert said in ran.stderr
