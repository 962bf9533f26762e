"""A bundle (`.mcpb`): one file that a program for assistants opens to have this qabot as a server.

It holds a manifest and a starter of a few lines. qabot itself stays where it is installed, with its models: a bundle is
for the machine that it was made on.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from typing import Any

import qabot
from qabot.core.settings import Home
from qabot.server.mcp.tool_registry import TOOLS

_STARTER = "server/start.py"
_START = '''"""Start the qabot that is installed beside this interpreter, with the arguments given."""

import runpy

runpy.run_module("qabot", run_name="__main__", alter_sys=True)
'''
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""What a zip file bears as the time of each file, so that the same bundle has the same bytes."""


def bundle(home: Home) -> bytes:
    """Return a bundle that serves a home; whoever installs it may choose another folder."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("manifest.json", _manifest_text(home)), (_STARTER, _START)):
            archive.writestr(zipfile.ZipInfo(name, _EARLIEST), text)
    return written.getvalue()


def _manifest_text(home: Home) -> str:
    return json.dumps(_manifest(home), indent=2, ensure_ascii=False) + "\n"


def _manifest(home: Home) -> dict[str, Any]:
    return {
        "manifest_version": "0.3",
        "name": "qabot",
        "display_name": "qabot",
        "version": qabot.__version__,
        "description": "Answers from the public-sector ICT press, cut word for word from stored articles.",
        "author": {"name": "The qabot project"},
        "license": "MIT",
        "server": {
            "type": "python",
            "entry_point": _STARTER,
            "mcp_config": {
                "command": sys.executable,
                "args": ["-P", f"${{__dirname}}/{_STARTER}", "mcp", "--home", "${user_config.home}"],
            },
        },
        "user_config": {
            "home": {
                "type": "directory",
                "title": "Home",
                "description": "The folder that holds corpus/ and index/.",
                "default": str(home.path),
                "required": True,
            }
        },
        "tools": [{"name": tool.name, "description": tool.title} for tool in TOOLS],
    }
