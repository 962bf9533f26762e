"""The protocol: which requests are answered, and with what, to clients that shake hands and to those that do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anyio.to_thread
import mcp_types as types
import msgspec
from mcp.server.caching import CacheHint
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.shared.exceptions import MCPError

import qabot
from qabot.core.errors import NotFound, QabotError
from qabot.output.schemas.catalogue import object_schema
from qabot.output.schemas.document import Document, encode_line
from qabot.server.current_engine import CurrentEngine
from qabot.server.mcp.article_resources import TEMPLATE, article_address, read_article
from qabot.server.mcp.tool_registry import BY_NAME, INSTRUCTIONS, TOOLS, AssistantTool

_JSON = "application/json"
_LISTED = 50
"""Articles that are listed: the newest. All others are found by tools."""
_NEVER_CHANGES = CacheHint(ttl_ms=24 * 3600 * 1000)
_MAY_CHANGE = CacheHint(ttl_ms=0)

Context = ServerRequestContext[Any]


def mcp_server(engine: CurrentEngine, told: Callable[[str], str] = str) -> Server[Any]:
    """Return a server of the tools and the articles.

    Args:
        engine: What is asked; whoever opened it closes it.
        told: Returns what is said of a fault as those may see it who call the tools.
    """
    asked = _Asked(engine, told)
    return Server(
        "qabot",
        version=qabot.__version__,
        title="qabot: the public-sector ICT press, word for word",
        instructions=INSTRUCTIONS,
        cache_hints={
            "tools/list": _NEVER_CHANGES,
            "resources/templates/list": _NEVER_CHANGES,
            "resources/list": _MAY_CHANGE,
            "resources/read": _NEVER_CHANGES,
        },
        on_list_tools=_list_tools,
        on_call_tool=asked.call_tool,
        on_list_resources=asked.list_resources,
        on_list_resource_templates=_list_templates,
        on_read_resource=asked.read_resource,
    )


class _Asked:
    """Answers from an engine, on threads of its own, so that one question keeps no other waiting."""

    def __init__(self, engine: CurrentEngine, told: Callable[[str], str]) -> None:
        self._engine = engine
        self._told = told

    async def call_tool(self, _: Context, given: types.CallToolRequestParams) -> types.CallToolResult:
        """Answer with a document; an error is an answer too, which an assistant can act on."""
        tool = BY_NAME.get(given.name)
        if tool is None:
            raise MCPError(
                types.INVALID_PARAMS, f"There is no tool {given.name[:60]!r}; there are {', '.join(BY_NAME)}."
            )
        try:
            document, notice = await anyio.to_thread.run_sync(self._answer, tool, given.arguments or {})
        except QabotError as error:
            return types.CallToolResult(content=[types.TextContent(text=self._told(str(error)))], is_error=True)
        content: list[types.ContentBlock] = [types.TextContent(text=encode_line(document))]
        content += [types.TextContent(text=notice)] if notice else []
        return types.CallToolResult(content=content, structured_content=msgspec.to_builtins(document))

    async def list_resources(self, _: Context, __: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
        """List the newest articles."""
        try:
            return types.ListResourcesResult(resources=await anyio.to_thread.run_sync(self._newest))
        except QabotError as error:
            raise MCPError(types.INTERNAL_ERROR, self._told(str(error))) from None

    async def read_resource(self, _: Context, given: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        """Return one article."""
        try:
            text = await anyio.to_thread.run_sync(self._read, str(given.uri))
        except NotFound as error:
            raise MCPError(types.INVALID_PARAMS, self._told(str(error))) from None
        except QabotError as error:
            raise MCPError(types.INTERNAL_ERROR, self._told(str(error))) from None
        content = types.TextResourceContents(uri=given.uri, mime_type=_JSON, text=text)
        return types.ReadResourceResult(contents=[content])

    def _answer(self, tool: AssistantTool, arguments: dict[str, Any]) -> tuple[Document, str]:
        document = tool.answer(self._engine.get(), arguments)
        trouble = self._engine.trouble
        return document, self._told(
            f"Answered from what was there before, since the newest cannot be used: {trouble}"
        ) if trouble else ""

    def _newest(self) -> list[types.Resource]:
        engine = self._engine.get()
        articles = (engine.article(each.id) for each in engine.article_summaries()[:_LISTED])
        return [
            types.Resource(
                name=each.id, title=each.title, uri=article_address(each.id, each.text_sha256), mime_type=_JSON
            )
            for each in articles
        ]

    def _read(self, address: str) -> str:
        return read_article(self._engine.get(), address)


async def _list_tools(_: Context, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
    return types.ListToolsResult(tools=[_described(tool) for tool in TOOLS])


async def _list_templates(_: Context, __: types.PaginatedRequestParams | None) -> types.ListResourceTemplatesResult:
    template = types.ResourceTemplate(
        name="article",
        title="An article",
        uri_template=TEMPLATE,
        description="A whole article, as it was when its text had this SHA-256 (hex): `text_sha256` beside a quote.",
        mime_type=_JSON,
    )
    return types.ListResourceTemplatesResult(resource_templates=[template])


def _described(tool: AssistantTool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=object_schema(tool.arguments),
        output_schema=object_schema(tool.document),
        annotations=types.ToolAnnotations(
            title=tool.title, read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )
