"""What commands print with `--json`: one document on standard output."""

from __future__ import annotations

from qabot.cli.streams import utf8_output
from qabot.output.schemas.document import Document, encode


def write_json(document: Document) -> None:
    """Print one JSON document."""
    utf8_output().write(encode(document))
