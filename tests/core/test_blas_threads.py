"""Linear algebra on one thread."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from qabot.core.blas_threads import one_blas_thread


def test_one_thread_is_asked_for() -> None:
    environ: dict[str, str] = {}
    one_blas_thread(environ)
    assert environ == {"OPENBLAS_NUM_THREADS": "1"}


def test_what_is_set_stands() -> None:
    environ = {"OPENBLAS_NUM_THREADS": "4"}
    one_blas_thread(environ)
    assert environ == {"OPENBLAS_NUM_THREADS": "4"}


@pytest.mark.skipif(sys.platform != "linux", reason="a process's threads are counted in /proc")
def test_a_command_starts_no_thread_for_products() -> None:
    code = (
        'import os; from qabot.cli import main; main(["--version"]); import faiss; print(os.listdir("/proc/self/task"))'
    )
    around = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    ran = subprocess.run([sys.executable, "-c", code], env=around, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1].count("'") == 2, ran.stdout
