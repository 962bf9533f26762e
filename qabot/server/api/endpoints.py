"""The endpoints of the API. What they take is declared in `operations`; what goes wrong is told as `problems`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

import msgspec
from msgspec import json
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from qabot.core.errors import UsageError
from qabot.output.schemas.document import Document, encode
from qabot.server import api_documents
from qabot.server.api.declared_fields import require_declared
from qabot.server.api.operation_fields import DATE, QUESTION, Field
from qabot.server.entity_tags import entity_tag, unchanged
from qabot.server.posted_drafts import PASTED
from qabot.server.problems import Refused
from qabot.server.question_address import QuestionAddress
from qabot.server.site import Site, site_of, visitor_of
from qabot.server.topic_queries import statements, topic_events, topic_figures, topic_note

_Answers = Callable[[Site, QueryParams], Document]
_Value = str | int | float | list[str]
_KINDS = {"array": "list of texts", "string": "text", "integer": "whole number"}


def _by_query(answers: _Answers) -> Callable[[Request], Response]:
    """Return an endpoint whose answer depends on its address and the index alone, and carries a tag."""

    def endpoint(request: Request) -> Response:
        site = site_of(request)
        tag = entity_tag(site)
        return unchanged(request, tag) or _written(answers(site, request.query_params), {"ETag": tag})

    return endpoint


ask = _by_query(lambda site, query: api_documents.ask(site, QuestionAddress.read(query)))
search = _by_query(lambda site, query: api_documents.search(site, QuestionAddress.read(query)))
passages = _by_query(api_documents.passages)
facts = _by_query(api_documents.facts)
brief = _by_query(topic_note)
figures = _by_query(topic_figures)
timeline = _by_query(topic_events)
said = _by_query(statements)


def article(request: Request) -> Response:
    """Answer with an article."""
    site = site_of(request)
    tag = entity_tag(site)
    if same := unchanged(request, tag):
        return same
    marked = request.query_params.get("mark", "")
    return _written(api_documents.article(site, request.path_params["article_id"], marked), {"ETag": tag})


def status(request: Request) -> Response:
    """Answer with what the index holds and what waits; that changes without the index, so it carries no tag."""
    return _written(api_documents.status(site_of(request), for_owner=visitor_of(request).is_owner))


async def ask_posted(request: Request) -> Response:
    """Answer a question that was sent as JSON, so that it stands in no address; its fields are those of one."""
    fields = QueryParams(_fields(await request.body()))
    return await asyncio.to_thread(_ask, site_of(request), fields)


async def check(request: Request) -> Response:
    """Answer with what was found in a draft that was sent as it stands.

    Raises:
        Refused: It was sent as JSON, whose marks and keys would be taken for the draft's own words.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json":
        raise Refused(415, "A draft is not read out of JSON.", hint="Send it as it stands, as text/plain or as a file.")
    name = request.query_params.get("name", PASTED)
    return await asyncio.to_thread(_check, site_of(request), name, await request.body())


def _ask(site: Site, fields: QueryParams) -> Response:
    return _written(api_documents.ask(site, QuestionAddress.read(fields)))


def _check(site: Site, name: str, data: bytes) -> Response:
    return _written(api_documents.check(site, name, data))


def _fields(body: bytes) -> list[tuple[str, str]]:
    """Return the fields of a JSON object, each as it is declared: a text, a number, or a list of texts.

    Raises:
        UsageError: It is something else, or has a field that no question has.
    """
    try:
        sent = json.decode(body, type=dict[str, _Value])
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as cause:
        hint = 'Send an object such as {"q": "…", "after": "2015", "outlet": ["Computing"]}.'
        raise UsageError("What was sent is no JSON object of texts.", hint=hint) from cause
    require_declared(sent, [each.name for each in QUESTION])
    return [(each.name, word) for each in QUESTION if each.name in sent for word in _words(each, sent[each.name])]


def _words(field: Field, value: _Value) -> list[str]:
    """Return a field's value as an address has it; `3.0` is the number 3 too, and a year may be a number.

    Raises:
        UsageError: It is of another kind than the field.
    """
    kind, is_whole = field.schema["type"], isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if kind == "array" and isinstance(value, list):
        return value
    if kind == "string" and isinstance(value, str):
        return [value]
    if is_whole and not isinstance(value, list | str) and (kind == "integer" or field.schema is DATE):
        return [str(int(value))]
    raise UsageError(f"{field.name}: that is no {_KINDS[kind]}.", hint="`/api/v1/openapi.json` says what it may be.")


def _written(document: Document, headers: Mapping[str, str] | None = None) -> Response:
    return Response(encode(document).encode(errors="replace"), headers=headers, media_type="application/json")
