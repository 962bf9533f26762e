"""`qabot mcp --print-config` and `--bundle`."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Call


@pytest.mark.parametrize(
    ("program", "key", "kind"),
    [("claude", "mcpServers", None), ("vscode", "servers", "stdio"), ("cursor", "mcpServers", None)],
)
def test_a_setting_starts_this_qabot_on_this_home(
    call: Call, tmp_path: Path, program: str, key: str, kind: str | None
) -> None:
    done = call("mcp", "--print-config", program, "--home", str(tmp_path))
    entry = json.loads(done.stdout)[key]["qabot"]
    assert entry.get("type") == kind
    assert [entry["command"], *entry["args"]] == [
        sys.executable, "-P", "-m", "qabot", "mcp", "--home", str(tmp_path)
    ]  # fmt: skip


def test_a_bundle_holds_what_it_names(call: Call, tmp_path: Path) -> None:
    target = tmp_path / "qabot.mcpb"
    done = call("mcp", "--bundle", str(target), "--home", str(tmp_path))
    assert (done.code, done.stdout) == (0, "")
    with zipfile.ZipFile(target) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert sorted(archive.namelist()) == ["manifest.json", manifest["server"]["entry_point"]]
        compile(archive.read(manifest["server"]["entry_point"]), "start.py", "exec")
    assert manifest["server"]["mcp_config"] == {
        "command": sys.executable,
        "args": ["-P", "${__dirname}/server/start.py", "mcp", "--home", "${user_config.home}"],
    }
    assert manifest["user_config"]["home"]["default"] == str(tmp_path)
    assert [tool["name"] for tool in manifest["tools"]][:3] == ["ask", "search", "get_passage"]
    again = tmp_path / "again.mcpb"
    call("mcp", "--bundle", str(again), "--home", str(tmp_path))
    assert again.read_bytes() == target.read_bytes()


def test_a_bundle_where_a_folder_is_says_so(call: Call, tmp_path: Path) -> None:
    done = call("mcp", "--bundle", str(tmp_path), "--home", str(tmp_path))
    assert done.code == 2
    assert "is a folder" in done.stderr
