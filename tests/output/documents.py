"""Every JSON document that a test meets is what its schema says: whoever runs the command line checks it here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from jsonschema import Draft202012Validator

from qabot.output.schemas.catalogue import DOCUMENTS, json_schema
from qabot.output.schemas.document import encode, encode_line, read


def check_documents(text: str) -> None:
    """Assert of each document in a text, which may be one or hold some on lines of their own, that it is in order."""
    for written in _documents(text):
        name = json.loads(written)["schema"]
        assert [error.message for error in validator(name).iter_errors(json.loads(written))] == []
        found = read(written, DOCUMENTS[name])
        assert found is not None, f"{name} cannot be read"
        # Nothing that the schema does not know would come back.
        assert written in {encode(found), encode_line(found), encode_line(found, ascii_only=True)}


@cache
def validator(name: str) -> Any:
    """Return what tells where a value departs from the JSON Schema of a document."""
    return cast("Any", Draft202012Validator)(json_schema(DOCUMENTS[name]))


def _documents(text: str) -> Iterator[str]:
    if _is_document(text):
        yield text
        return
    yield from (line for line in text.splitlines(keepends=True) if _is_document(line))


def _is_document(text: str) -> bool:
    if not text.startswith("{"):
        return False
    try:
        read: object = json.loads(text)
    except ValueError:
        return False
    return isinstance(read, dict) and str(cast("dict[str, object]", read).get("schema")).startswith("qabot.")
