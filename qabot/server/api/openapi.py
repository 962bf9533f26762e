"""The description of the API (OpenAPI 3.1), made of the table of operations and the shapes of the documents."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from qabot import __version__
from qabot.output.schemas.catalogue import schema_components
from qabot.server.api.operation_fields import DATE, YEAR, Field
from qabot.server.api.operations import OPERATIONS, Operation
from qabot.server.problems import MEDIA_TYPE, Problem

ROOT = "/api/v1"
_REF = "#/components/schemas/{name}"
_REFUSALS = {
    "400": "What was asked cannot be understood.",
    "401": "The key is missing, or opens nothing any more.",
    "403": "The request comes from a page of another site.",
    "404": "What was asked for by name is not there.",
    "408": "The request took too long to arrive.",
    "413": "The request is too large.",
    "414": "The address is too long.",
    "421": "The request came under a name that is none of the server's.",
    "429": "More was asked with this key than it may.",
    "431": "The head of the request is too large.",
    "500": "A fault of qabot's own, or of the machine it runs on.",
    "503": "There is no index that can be read, or more is asked at once than can be worked on.",
}
_TAGGED = "The answer is that of the tag in `If-None-Match`."


def openapi(_request: Request) -> Response:
    """Answer with the description."""
    return Response(description(), media_type="application/json")


@cache
def description() -> str:
    """Return the description as JSON."""
    paths: dict[str, dict[str, Any]] = {}
    for each in OPERATIONS:
        paths.setdefault(f"{ROOT}{each.path}", {})[each.method] = _operation(each)
    components = schema_components([*(each.document for each in OPERATIONS), Problem], _REF)
    told: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "qabot",
            "version": __version__,
            "description": "Questions to the public-sector ICT press, answered with passages cut word for word.",
        },
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _operation(each: Operation) -> dict[str, Any]:
    answers: dict[str, Any] = {"200": _answer(each.words, each.document.__name__, "application/json")}
    if each.method == "get":
        answers["304"] = {"description": _TAGGED}
    answers |= {status: _answer(words, Problem.__name__, MEDIA_TYPE) for status, words in _REFUSALS.items()}
    if each.body == "draft":
        answers["415"] = _answer("A draft was sent as JSON.", Problem.__name__, MEDIA_TYPE)
    told: dict[str, Any] = {"operationId": each.name, "summary": each.words, "responses": answers}
    if each.fields:
        told["parameters"] = [_parameter(field, is_in_path=f"{{{field.name}}}" in each.path) for field in each.fields]
    if each.body:
        told["requestBody"] = _body(each)
    return told


def _answer(words: str, name: str, media_type: str) -> dict[str, Any]:
    return {"description": words, "content": {media_type: {"schema": {"$ref": _REF.format(name=name)}}}}


def _parameter(field: Field, *, is_in_path: bool) -> dict[str, Any]:
    return {
        "name": field.name,
        "in": "path" if is_in_path else "query",
        "description": field.words,
        "required": field.required,
        "schema": field.schema,
    }


def _in_body(field: Field) -> dict[str, Any]:
    return {"anyOf": [DATE, YEAR]} if field.schema is DATE else field.schema


def _body(each: Operation) -> dict[str, Any]:
    if each.body == "draft":
        drafts = {"text/plain": {"schema": {"type": "string", "pattern": r"\S"}}, "application/octet-stream": {}}
        return {"required": True, "content": drafts}
    asked = next(other for other in OPERATIONS if other.path == each.path and other.fields)
    properties = {field.name: {**_in_body(field), "description": field.words} for field in asked.fields}
    schema = {"type": "object", "properties": properties, "required": ["q"], "additionalProperties": False}
    return {"required": True, "content": {"application/json": {"schema": schema}}}
