"""`qabot plan`: its options and its help."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.options import JsonOption
from qabot.core.errors import UsageError

_EXAMPLES = """\b
Examples:
  qabot plan --passages 1000000
  qabot plan --passages 100000000 --precision fp16 --replicas 2
  qabot plan --passages 10000000 --node-price 300 --storage-price 0.02
  qabot plan --passages 1000000 --compose > compose.yaml
  qabot plan --passages 1000000 --json | jq .local.disk

Nothing is read and nothing is built: it is arithmetic, printed with what was measured and what is assumed. An article
of news has one to three passages. Prices are yours, in whatever currency; none is made up."""
_MOST = 10**12


def plan(
    *,
    passages: Annotated[int, typer.Option(min=1, max=_MOST, metavar="N", help="Of how many passages.")],
    dimensions: Annotated[int, typer.Option(min=1, max=32_768, metavar="D", help="Of a vector.")] = 384,
    precision: Annotated[Literal["fp32", "fp16"], typer.Option(help="Of vectors in Milvus.")] = "fp32",
    replicas: Annotated[int, typer.Option(min=1, max=100, metavar="N", help="How often all is in memory.")] = 1,
    node_memory: Annotated[
        int, typer.Option("--node-memory", min=1, max=100_000, metavar="GB", help="Memory of a node.")
    ] = 64,
    node_price: Annotated[
        float | None, typer.Option("--node-price", min=0, metavar="X", help="What a node costs a month.")
    ] = None,
    storage_price: Annotated[
        float | None,
        typer.Option("--storage-price", min=0, metavar="X", help="What a GB of object storage costs a month."),
    ] = None,
    compose: Annotated[
        bool, typer.Option("--compose", help="Print a compose file for Milvus on one machine, on loopback.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Say what an index of so many passages takes: on one machine, and in Milvus."""
    with error_boundary(as_json=json):
        if compose and json:
            raise UsageError("--compose and --json do not go together.", hint="Leave one of them out.")
        from qabot.cli import plan_listing

        wanted = plan_listing.StorePlan(passages, dimensions, precision, node_memory * 10**9, replicas)
        prices = plan_listing.Prices(node_price, storage_price)
        plan_listing.show(wanted, prices, as_json=json, as_compose=compose)


def declare(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command(epilog=_EXAMPLES)(plan)
