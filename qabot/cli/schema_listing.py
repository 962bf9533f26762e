"""`qabot schema`: what it prints."""

from __future__ import annotations

import json

from qabot.cli.streams import utf8_output
from qabot.core.errors import NotFound
from qabot.core.unknown_names import nearest_names
from qabot.output.schemas.catalogue import DOCUMENTS, json_schema, summary


def show(name: str | None) -> None:
    """List the documents, or print the JSON Schema of one.

    Raises:
        NotFound: There is no document of this name.
    """
    out = utf8_output()
    if name is None:
        out.writelines(f"{each:<{_WIDTH}}  {summary(kind)}\n" for each, kind in DOCUMENTS.items())
        return
    kind = DOCUMENTS.get(name) or DOCUMENTS.get(f"qabot.{name}/1")
    if kind is None:
        near = nearest_names(name, DOCUMENTS)
        hint = f"Run `qabot schema {near[0]}`, or `qabot schema` to list them." if near else "Run `qabot schema`."
        raise NotFound(f"There is no document {name!r}.", hint=hint)
    out.write(json.dumps(json_schema(kind), ensure_ascii=False, indent=2) + "\n")


_WIDTH = max(map(len, DOCUMENTS))
