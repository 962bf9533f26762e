"""Serving assistant programs over HTTP: each request stands for itself, so that nothing is kept of anybody."""

from __future__ import annotations

from collections.abc import Callable

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from qabot.server.current_engine import CurrentEngine
from qabot.server.mcp.mcp_server import mcp_server

ADDRESS = "/mcp"
"""Where a server has it."""


def http_sessions(engine: CurrentEngine, most_bytes: int, told: Callable[[str], str]) -> StreamableHTTPSessionManager:
    """Return what answers such requests, while its `run` is entered.

    Whoever lets requests in has checked their host, their origin and their key.

    Args:
        engine: What is asked.
        most_bytes: Bytes of a request at the most.
        told: Returns what is said of a fault as anybody may see it.
    """
    return StreamableHTTPSessionManager(
        mcp_server(engine, told), json_response=True, stateless=True, max_request_body_size=most_bytes
    )
