"""The child process that loads models, for `qabot.models.batch_embedding`.

    python -m qabot.models.export export          --model FOLDER|NAME --name NAME --out FOLDER
    python -m qabot.models.export export-reranker --model FOLDER|NAME --name NAME --out FOLDER
    python -m qabot.models.export reading         --out FOLDER
    python -m qabot.models.export encode          --model FOLDER|NAME --weights-sha256 HASH --device cuda
                                          < texts.jsonl > float32 rows

Standard output carries only vectors. What goes wrong comes as the last line of standard error, one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from qabot.core.errors import QabotError
from qabot.core.storage_faults import storage_faults_told
from qabot.models.export.model_source import ENCODER, RERANKER, locate


def main(argv: Sequence[str]) -> int:
    """Run as a child process; returns its exit status. See the top of this file."""
    # What libraries print, even from C, must not end up among the vectors.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as vectors:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        try:
            with storage_faults_told(None, "", of_library=True):
                run(argv, vectors)
        except QabotError as error:
            told = {"message": error.message, "hint": error.hint, "still_works": error.still_works}
            print(json.dumps({"error": type(error).__name__, **told}), file=sys.stderr)  # noqa: T201 - the protocol
            return error.exit_code
    return 0


def run(argv: Sequence[str], vectors: BinaryIO) -> None:
    """Do what the child is started for, and write vectors here; raises what `main` reports."""
    given = _parser().parse_args(argv)
    if given.task == "reading":
        _loaded("eight_bits").read_in_8_bits(given.out)
        return
    role = RERANKER if given.task == "export-reranker" else ENCODER
    weights = locate(given.model, role, allow_download=given.allow_download)
    if given.task == "encode":
        _loaded("vector_stream").stream(weights, given.weights_sha256, given.device, sys.stdin.buffer, vectors)
        return
    kind = _loaded("reranker_export" if given.task == "export-reranker" else "encoder_export")
    kind.export(kind.load(weights), weights, given.out, name=given.name)


def _loaded(module: str) -> Any:
    """Load what does a task, once it is to be done: a model that is not there is told of before torch is loaded."""
    return import_module(f"qabot.models.export.{module}")


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--model", required=True, help="folder, or name on the model hub")
    shared.add_argument("--allow-download", action="store_true", help="fetch from the hub what is not on this machine")
    exporting = argparse.ArgumentParser(add_help=False)
    exporting.add_argument("--name", required=True, help="what to call the model")
    exporting.add_argument("--out", required=True, type=Path, help="folder to write to")
    parser = argparse.ArgumentParser(
        prog="python -m qabot.models.export", description=(__doc__ or "").partition("\n")[0]
    )
    tasks = parser.add_subparsers(dest="task", required=True)
    tasks.add_parser("export", parents=[shared, exporting], help="write a model as the encoder of a generation")
    tasks.add_parser("export-reranker", parents=[shared, exporting], help="write a cross-encoder as its reranker")
    reading = tasks.add_parser("reading", help="write an encoder's network in 8 bits beside it")
    reading.add_argument("--out", required=True, type=Path, help="folder of the encoder")
    encoding = tasks.add_parser("encode", parents=[shared], help="JSON strings, one a line, to rows of float32")
    encoding.add_argument("--weights-sha256", required=True, help="refuse any other weights")
    encoding.add_argument("--device", required=True, help="as torch names it: cuda, cpu")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
