"""Changing what the front matter of a Markdown file says, and nothing else in it: what others wrote there stays."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import cast

import yaml

Value = str | list[str] | dict[str, str]

_COMPOSE = cast("Callable[..., object]", yaml.compose)  # pyright: ignore[reportUnknownMemberType]
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_ESCAPED = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\uf900-\ufffd]")
"""What YAML would not take as it stands, or other readers might not."""


def entry(key: str, value: Value) -> str:
    """Return a line of front matter; the value is written as JSON, which is YAML too, with what could hurt escaped."""
    written = _ESCAPED.sub(lambda found: f"\\U{ord(found[0]):08x}", json.dumps(value, ensure_ascii=False))
    return f"{key}: {written}\n"


def with_entries(header: str, fields: Mapping[str, str]) -> str:
    """Return front matter that says these things, each in the place of what it said under that key, or at the end.

    Args:
        header: What stands between the lines `---`, valid and without anchors.
        fields: What to say, by plain keys such as `outlet`.

    Raises:
        ValueError: It is not written with a key a line.
    """
    root = cast("yaml.Node | None", _COMPOSE(header, Loader=yaml.BaseLoader))
    if root is not None and (not isinstance(root, yaml.MappingNode) or root.flow_style):
        raise ValueError("has front matter that is not written with a key a line")
    pairs = cast("list[tuple[yaml.Node, yaml.Node]]", root.value) if root is not None else []
    stretches = {key: [_stretch(header, *pair) for pair in pairs if _plain(pair[0]) == key] for key in fields}
    changes = [
        (start, end, entry(key, fields[key]) if not number else "")
        for key, places in stretches.items()
        for number, (start, end) in enumerate(places)
    ]
    for start, end, line in sorted(changes, reverse=True):
        header = header[:start] + line + header[end:]
    missing = "".join(entry(key, value) for key, value in fields.items() if not stretches[key])
    return header + ("\n" if missing and header and not header.endswith("\n") else "") + missing


def _plain(key: yaml.Node) -> str:
    return _NOT_PLAIN.sub("", str(cast("object", key.value)).lower())


def _stretch(header: str, key: yaml.Node, value: yaml.Node) -> tuple[int, int]:
    """Return where an entry stands, with its line feed."""
    start = int(key.start_mark.index)
    end = start + len(header[start : int(value.end_mark.index)].rstrip())
    return start, end + (header[end : end + 1] == "\n")
