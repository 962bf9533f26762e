"""Starting a Ray node of our own, or joining a cluster, and leaving it again.

A node of our own is for one build: it listens on loopback alone, takes calls only from those who know a token made for
it, reports nothing to anybody, keeps its files in a folder of its own, and goes with the build.
"""

from __future__ import annotations

import importlib
import os
import re
import secrets
import shutil
import socket
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager, redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from qabot.core.errors import NetworkFailed, UsageError
from qabot.core.termination import interruptible
from qabot.models.onnx_session import core_count

NAMESPACE = "qabot"
_INSTALL = "Run `pip install 'qabot[cluster]'`, or leave out --ray: one process does it then."
_ADDRESS = re.compile(r"[\w.-]{1,253}:\d{1,5}|\[[0-9a-fA-F:]{2,45}\]:\d{1,5}", re.ASCII)
_ANSWER_S = 10
_STORE_BYTES = 128 << 20
"""What blocks and vectors on their way take at the most; the encoder is read from its folder."""
_QUIET = {"configure_logging": False, "log_to_driver": False, "namespace": NAMESPACE}
_TOKEN = secrets.token_hex(32)
"""What nodes of this process's own ask of whoever calls them; one for all, since Ray reads it once."""
_UNREPORTED = {"RAY_USAGE_STATS_ENABLED": "0"}


def require_ray() -> None:
    """Require that Ray is installed.

    Raises:
        UsageError: It is not.
    """
    if find_spec("ray") is None:
        raise UsageError("Ray is not installed, which --ray takes.", hint=_INSTALL)


def require_address(address: str) -> None:
    """Require that a cluster may be found at this address (UsageError where it is none)."""
    if not _ADDRESS.fullmatch(address):
        hint = "Give the HOST:PORT that `ray start --head` printed."
        raise UsageError(f"{address[:80]!r} is no address of a Ray cluster.", hint=hint)


@contextmanager
def own_node() -> Generator[tuple[Any, int]]:
    """Start a node for one build, and give Ray and how many actors it has room for: one a core."""
    folder = tempfile.mkdtemp(prefix="qabot-ray-")
    ours = {
        **_UNREPORTED,
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": _TOKEN,
        "RAY_worker_niceness": "0",  # as this process is; Ray's own 15 would have a build wait for whatever else runs
        # Ray gives a loopback address up for that of the network, unless it is told that there is to be one machine.
        "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    }
    try:
        with _alone_with(ours):
            ray: Any = importlib.import_module("ray")
            try:
                ray.init(
                    address="local",
                    num_cpus=core_count(),
                    num_gpus=0,
                    object_store_memory=_STORE_BYTES,
                    include_dashboard=False,
                    _node_ip_address="127.0.0.1",
                    _temp_dir=folder,
                    **_QUIET,
                )
                with interruptible():  # so that the node ends too: Ray's own way with SIGTERM is to abort
                    yield ray, core_count()
            finally:
                ray.shutdown()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def joined_cluster(address: str) -> Generator[tuple[Any, int]]:
    """Join a cluster that this machine is a node of, and give Ray and how many actors it has room for.

    Raises:
        NetworkFailed: There is none, or it is of another kind of Ray or Python.
    """
    _require_answer(address)
    with _alone_with(_UNREPORTED):
        ray: Any = importlib.import_module("ray")
        try:
            try:
                ray.init(address=address, **_QUIET)
            except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as cause:
                raise _unreachable(address, str(cause)) from cause
            with interruptible():  # likewise
                yield ray, max(1, int(ray.cluster_resources().get("CPU", 1)))
        finally:
            ray.shutdown()


def _require_answer(address: str) -> None:
    """Require that somebody answers at an address at all: Ray itself tries for minutes."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), _ANSWER_S).close()
    except (OSError, OverflowError) as cause:
        raise _unreachable(address, str(cause)) from cause


def _unreachable(address: str, why: str) -> NetworkFailed:
    first = why.strip().split("\n")[0][:200].rstrip(".")
    return NetworkFailed(
        f"The Ray cluster at {address} cannot be joined: {first}.",
        still_works="The index is as it was, and answers.",
        hint="Run `ray status` here, or `qabot index --ray` to do without the cluster.",
    )


@contextmanager
def _alone_with(variables: Mapping[str, str]) -> Generator[None]:
    """Set variables, which Ray reads as it is imported and hands on; and keep it from writing to standard output.

    There it tells of every actor that dies, whatever it is asked to log.
    """
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
            yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
