"""What every JSON document is: a frozen shape whose first key, `schema`, is its name; written and read here alone.

Documents are stable: later versions only add keys, so a reader passes over keys that it does not know.
"""

from __future__ import annotations

import json
from typing import TypeVar

import msgspec

from qabot.core.text import json_escaped

D = TypeVar("D", bound="Document")


class Document(msgspec.Struct, frozen=True, kw_only=True, tag_field="schema"):
    """A whole document. Its kind is given as `tag`; its fields are the keys, in the order in which they are written."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """An object within a document."""


class _Head(msgspec.Struct, frozen=True):
    """What tells documents apart."""

    schema: str


def schema_name(kind: type[Document]) -> str:
    """Return what a kind of document is called: `qabot.ask/1`."""
    return str(kind.__struct_config__.tag)


def encode(document: Document) -> str:
    """Return a document as indented JSON, ready to be written."""
    # By the standard library, as msgspec writes 1e-05 as 0.00001, and has no words for the lone surrogates of a
    # file's name: what programs were given before stays byte for byte what they get. Controls are escaped, since a
    # document is read on terminals too.
    return json_escaped(json.dumps(msgspec.to_builtins(document), ensure_ascii=False, indent=2)) + "\n"


def encode_line(document: Document, *, ascii_only: bool = False) -> str:
    """Return a document on one line of its own.

    Args:
        document: What to write.
        ascii_only: Escape every other character, for a stream whose encoding is not known.
    """
    return json_escaped(json.dumps(msgspec.to_builtins(document), ensure_ascii=ascii_only)) + "\n"


def read(text: str | bytes, kind: type[D]) -> D | None:
    """Read a document of one kind; None where the text is anything else, whatever it may be."""
    try:
        # A document without its name would be taken for one of any kind.
        if msgspec.json.decode(text, type=_Head).schema != schema_name(kind):
            return None
        return msgspec.json.decode(text, type=kind)
    except (ValueError, RecursionError):  # ValueError: no JSON, another shape, or text that no UTF-8 can hold
        return None
