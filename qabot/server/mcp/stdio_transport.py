"""Serving one assistant program over standard input and output."""

from __future__ import annotations

import anyio
from mcp.server.stdio import stdio_server

from qabot.server.current_engine import CurrentEngine
from qabot.server.mcp.mcp_server import mcp_server


def serve_stdio(engine: CurrentEngine) -> None:
    """Serve until standard input ends.

    Args:
        engine: What is asked; while it opens, tools can be listed, and calls wait.
    """
    anyio.run(_serve, engine)


async def _serve(engine: CurrentEngine) -> None:
    server = mcp_server(engine)
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())
