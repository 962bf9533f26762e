"""`qabot index`: its options and its help."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.options import HomeOption, JsonOption, ModelOption, settings
from qabot.core.errors import UsageError

_EXAMPLES = """\b
Examples:
  qabot index               take in what is new, changed or gone
  qabot index --dry-run     only say what would change
  qabot index --rebuild     embed everything anew
  qabot index --model packaged
  qabot index --json --progress jsonl 2>progress.jsonl
  qabot index --watch       keep it current, and pull feeds when they are due, until Ctrl-C
  qabot index --ray         embed in a process a core, by Ray: the same vectors
  qabot index --ray-address 10.0.0.5:6379

The index that answers stays in place until the new one is complete; stopping at any moment is safe. Where the machine
would not have an article read (a failing disk, no permission), all else is indexed, what was indexed of it stays, and
the exit code is 74.

\b
Ray comes with `pip install 'qabot[cluster]'`. --ray starts a node that listens on loopback alone and ends with the
build. --ray-address joins a cluster that this machine is a node of, and that you trust: its nodes need this qabot, are
sent the encoder and passages, and whoever can send it work runs programs on them. An actor that dies is started again,
three times; what no actor is left for is embedded here. Fewer than 256 new passages are embedded without Ray.

\b
With --progress jsonl, standard error gets a line for each step, for a program to show:
  {"schema": "qabot.progress/1", "stage": "embed", "done": 312, "total": 1234, "note": ""}
stage is scan, read, model, split, embed, write, facts, publish or store; a later line of a stage replaces the earlier
one; total is null while it is unknown. No stage gets more than 20 lines a second. All else there is a note or an
error."""


class ProgressFormat(StrEnum):
    """How `qabot index` tells how far it has come."""

    auto = "auto"
    bars = "bars"
    jsonl = "jsonl"
    none = "none"


def index(
    *,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Read and embed everything anew.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    progress: Annotated[
        ProgressFormat, typer.Option(help="Show progress as bars, as lines of JSON or not; auto: bars on a terminal.")
    ] = ProgressFormat.auto,
    watch: Annotated[bool, typer.Option("--watch", help="Stay, and keep it current while files change.")] = False,
    ray: Annotated[bool, typer.Option("--ray", help="Embed passages with Ray, on a node started for it.")] = False,
    ray_address: Annotated[
        str, typer.Option("--ray-address", metavar="HOST:PORT", help="Embed passages on this Ray cluster.")
    ] = "",
    model: ModelOption = None,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Bring the index up to date with the corpus."""
    with error_boundary(as_json=json):
        if watch and dry_run:
            raise UsageError("--watch and --dry-run do not go together.", hint="Leave one of them out.")
        if (ray or ray_address) and (watch or dry_run):
            other = "--watch" if watch else "--dry-run"
            raise UsageError(f"--ray and {other} do not go together.", hint="Leave one of them out.")
        if watch:
            from qabot.cli import index_watch

            index_watch.watch(settings(home, model), rebuild=rebuild, as_json=json)
            return
        given = settings(home, model)
        if ray or ray_address:
            from qabot.cli import ray_build

            ray_build.index(given, ray_address, rebuild=rebuild, as_json=json, shown=progress.value)
            return
        from qabot.cli import index_update

        index_update.index(given, rebuild=rebuild, dry_run=dry_run, as_json=json, shown=progress.value)


def declare(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command(epilog=_EXAMPLES)(index)
