"""`qabot mcp`: serving an assistant program over standard input and output."""

from __future__ import annotations

import sys

from qabot.cli.streams import note
from qabot.server.current_engine import CurrentEngine
from qabot.server.mcp.stdio_transport import serve_stdio


def serve(engine: CurrentEngine) -> None:
    """Serve until standard input ends; a person who started this by hand is told what it is for."""
    if sys.stdin.isatty():
        note("This speaks the Model Context Protocol to a program. `qabot mcp --print-config claude` sets one up.")
    try:
        serve_stdio(engine)
    finally:
        engine.close()
