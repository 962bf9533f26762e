"""What to write into the settings of programs that assistants run in, so that they start qabot."""

from __future__ import annotations

import json
from collections.abc import Sequence

from msgspec import Struct

from qabot.core.child_process import module_command
from qabot.core.settings import Home


class HostConfig(Struct, frozen=True):
    """A program that assistants run in."""

    name: str
    """What it is called by."""
    place: str
    """Where the setting belongs, in words."""
    key: str
    """The key that servers stand under."""
    typed: bool = False
    """Whether each server says which transport it speaks."""


HOSTS = (
    HostConfig("claude", "claude_desktop_config.json (Settings, Developer, Edit Config), or `.mcp.json`", "mcpServers"),
    HostConfig("vscode", "`.vscode/mcp.json`", "servers", typed=True),
    HostConfig("cursor", "`.cursor/mcp.json` or `~/.cursor/mcp.json`", "mcpServers"),
)
"""Those that are known."""


def server_command(home: Home) -> list[str]:
    """Return the command that serves a home; the user's own home is found without being named."""
    return module_command("qabot", "mcp", *(() if home.is_default else ("--home", str(home.path))))


def config_text(host: HostConfig, command: Sequence[str]) -> str:
    """Return the setting as JSON."""
    entry = {**({"type": "stdio"} if host.typed else {}), "command": command[0], "args": list(command[1:])}
    return json.dumps({host.key: {"qabot": entry}}, indent=2, ensure_ascii=False) + "\n"
