"""Tools for assistants: what real clients of both eras are given, and that nothing in it is made up."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, TextContent, TextResourceContents

from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings, Settings
from qabot.engine.engine import Engine
from qabot.engine.session import Session
from qabot.facts.speech_cues import ACTS
from qabot.index.build.indexer import update
from qabot.index.segmented_articles import SegmentedArticles
from qabot.server.current_engine import CurrentEngine
from qabot.server.mcp import tool_answers
from qabot.server.mcp.mcp_server import mcp_server
from qabot.server.mcp.tool_arguments import CoverageArguments
from tests.conftest import MakeHome, article, write_corpus

QUESTION = "How much did GDS get in the 2015 Spending Review?"
TOOLS = ["ask", "search", "get_passage", "check_text", "figures", "said", "coverage", "changes_since"]
CALLS: dict[str, dict[str, Any]] = {
    "ask": {"question": QUESTION},
    "search": {"query": "One Login cost", "passages": 4, "after": "2020"},
    "get_passage": {"article": "2023/2023-08-02-one-login-305m", "paragraph": 1},
    "check_text": {"text": "GDS received £455m in the 2015 Spending Review."},
    "figures": {"topic": "One Login", "sort": "value", "rows": 5},
    "said": {"who": "Socitm", "rows": 3},
    "coverage": {"topic": "Verify"},
    "changes_since": {"since": "2999"},
}
ERAS = ("legacy", "2026-07-28")


def run(engine: CurrentEngine, work: Callable[[Client], Any], era: str = ERAS[1]) -> Any:
    """Do something with a client of a server in this process."""

    async def connected() -> Any:
        async with Client(mcp_server(engine), mode=era) as client:
            return await work(client)

    return anyio.run(connected)


def called(engine: CurrentEngine, tool: str, arguments: dict[str, Any], era: str = ERAS[1]) -> CallToolResult:
    async def call(client: Client) -> CallToolResult:
        return await client.call_tool(tool, arguments)

    return run(engine, call, era)


def said_of(result: CallToolResult) -> str:
    (content, *_) = result.content
    assert isinstance(content, TextContent)
    return content.text


def test_the_acts_that_an_assistant_is_told_are_those_there_are(engine: CurrentEngine) -> None:
    async def listed(client: Client) -> Any:
        return await client.list_tools()

    (tool,) = [each for each in run(engine, listed).tools if each.name == "said"]
    told = " ".join(tool.input_schema["properties"]["act"]["description"].split())
    assert told.endswith(f": {', '.join(ACTS[:-1])} or {ACTS[-1]}.")


@pytest.mark.usefixtures("exported_already")
def test_coverage_is_of_one_generation_whatever_takes_its_place(
    make_home: MakeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_home({"a.md": article("Payroll", "Zorblax council paid £3m for payroll.", outlet="Zorblax News")})
    outlets = SegmentedArticles.outlets

    def counted(articles: SegmentedArticles, ids: Any) -> Any:
        found = outlets(articles, ids)
        write_corpus(home, {"b.md": article("Payroll", "Zorblax council paid £5m for more.", outlet="Zorblax News")})
        update(home, ModelSettings(), ignore_progress)
        assert opened.refresh()
        return found

    with Engine.open_lexical(Settings(home)) as opened:
        before = opened.searched.generation
        monkeypatch.setattr(SegmentedArticles, "outlets", counted)
        told = tool_answers.coverage(opened, CoverageArguments(topic="Zorblax council"))
        assert opened.searched.generation != before
    assert (told.searched.generation, told.articles) == (before, 1)
    assert [each.articles for each in told.outlets] == [1]


@pytest.fixture(scope="module")
def engine(starter_home: Home) -> Iterator[CurrentEngine]:
    opened = CurrentEngine(Settings(starter_home))
    yield opened
    opened.close()


@pytest.mark.parametrize("era", ERAS)
def test_a_client_of_each_era_lists_calls_and_reads(engine: CurrentEngine, era: str) -> None:
    async def work(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert list(tools) == TOOLS
        for name, arguments in CALLS.items():
            tool, result = tools[name], await client.call_tool(name, arguments)
            assert not result.is_error, said_of(result)
            jsonschema.validate(arguments, tool.input_schema)
            assert tool.output_schema
            jsonschema.validate(result.structured_content, tool.output_schema)
            assert json.loads(said_of(result)) == result.structured_content
            assert tool.annotations
            assert tool.annotations.read_only_hint is True
            assert tool.annotations.open_world_hint is False
        first, *_ = (await client.list_resources()).resources
        (content,) = (await client.read_resource(first.uri)).contents
        assert isinstance(content, TextResourceContents)
        assert json.loads(content.text)["text_sha256"] == str(first.uri).rpartition("@")[2]

    run(engine, work, era)


def test_every_quote_is_the_article_s_own_characters(engine: CurrentEngine, starter: Session) -> None:
    answer = called(engine, "ask", CALLS["ask"]).structured_content
    hits = called(engine, "search", CALLS["search"]).structured_content["hits"]
    assert answer["verdict"] in {"strong", "possible"}
    for each in [*answer["answers"], *hits]:
        held, place = starter.article(each["article"]["id"]), each["location"]
        assert each["quote"] == held.text[place["start"] : place["end"]]
        assert each["text_sha256"] == held.text_sha256
    passage = called(engine, "get_passage", CALLS["get_passage"]).structured_content
    assert passage["quote"] == starter.article(passage["article"]["id"]).text[passage["start"] : passage["end"]]
    assert passage["paragraph"] == 1


def test_what_is_not_held_is_said_to_be_not_found(engine: CurrentEngine) -> None:
    answer = called(engine, "ask", {"question": "Who ate the gruffalo pie?"}).structured_content
    assert (answer["verdict"], answer["answers"]) == ("not_found", [])
    checked = called(engine, "check_text", CALLS["check_text"]).structured_content
    assert [each["finding"] for each in checked["statements"]] == ["other_figure", "says_so"]


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("ask", {"question": ""}, "length >= 1"),
        ("ask", {"question": "x" * 4001}, "length <= 4000"),
        ("ask", {"question": "x", "path": "/etc/passwd"}, "`ask` takes no `path`. It takes after, before,"),
        ("ask", {"question": "x", "outlet": "CRN"}, "Did you mean `outlets`?"),
        ("get_passage", {"article_id": "x"}, "Did you mean `article`?"),
        ("get_passage", {"article": "2023/2023-08-02-one-login-305"}, "Call `get_passage` with the article `2023/"),
        ("get_passage", {"article": "💥"}, "`ask` and `search` give ids"),
        ("said", {"who": "Socitmm"}, "Call `said` with `Socitm`, if that is meant."),
        ("ask", {"question": "x", "after": "yesterweek"}, "is not a date"),
        ("ask", {"question": "x", "after": "2021", "before": "2020"}, "No day is both"),
        ("get_passage", {"article": "../../../etc/passwd"}, "No article with the id"),
        ("get_passage", {"article": "2023/2023-08-02-one-login-305m", "paragraph": 999}, "paragraphs, no 999"),
        ("get_passage", {"article": "2023/2023-08-02-one-login-305m", "start": 5, "end": 4}, "characters, not 5 to 4"),
        ("get_passage", {"article": "2023/2023-08-02-one-login-305m", "paragraph": 1, "start": 0}, "Give one of them"),
        ("said", {"who": "Zzqqx"}, "nor one like it. `search` finds articles"),
        ("said", {"who": "Socitm", "act": "sang"}, "There is no act"),
        ("changes_since", {"since": "2001"}, "No generation of 2001 is kept. Kept are 2"),
        ("changes_since", {"since": "../current"}, "is not a date"),
    ],
)
def test_what_cannot_be_answered_is_told_in_the_answer(
    engine: CurrentEngine, tool: str, arguments: dict[str, Any], words: str
) -> None:
    result = called(engine, tool, arguments)
    assert result.is_error
    assert words in said_of(result)
    assert result.structured_content is None


def test_an_unknown_tool_or_address_is_refused(engine: CurrentEngine) -> None:
    async def work(client: Client) -> None:
        with pytest.raises(MCPError, match="There is no tool 'rm'; there are ask, search"):
            await client.call_tool("rm", {})
        for address, words in (
            ("qabot://article/none@" + "0" * 64, "No article with the id"),
            ("qabot://article/2023/2023-08-02-one-login-305m@" + "0" * 64, "has changed since"),
            ("file:///etc/passwd", "no address of an article"),
        ):
            with pytest.raises(MCPError, match=words):
                await client.read_resource(address)

    run(engine, work)


def test_no_tool_takes_a_path(engine: CurrentEngine) -> None:
    async def work(client: Client) -> set[str]:
        return {key for tool in (await client.list_tools()).tools for key in tool.input_schema["properties"]}

    taken = run(engine, work)
    assert taken == {
        "question", "quotes", "query", "passages", "article", "paragraph", "start", "end", "text", "is_markdown",
        "topic", "sort", "rows", "who", "about", "act", "since", "after", "before", "outlets", "organisations",
    }  # fmt: skip


def test_what_came_since_a_generation_is_told_and_a_newer_index_is_taken(make_home: MakeHome) -> None:
    home = make_home({"a.md": article("Fees", "The fee for a passport is £88.")})
    opened = CurrentEngine(Settings(home))
    first = opened.get().searched.generation
    write_corpus(home, {"b.md": article("Pay", "The <b>minister</b> earns £9,871.", outlet="The Stack")})
    update(home, ModelSettings(), ignore_progress)
    news = called(opened, "changes_since", {"since": first}).structured_content
    opened.close()
    assert news["since"] == first
    assert [(each["id"], each["attribution"]) for each in news["added"]] == [("b", "The Stack, undated")]
    assert (news["changed"], news["removed"]) == ([], 0)
    assert news["generation"] > first


def test_a_kept_generation_that_cannot_be_read_is_listed_undated(make_home: MakeHome) -> None:
    home = make_home({"a.md": article("Fees", "The fee for a passport is £88.")})
    opened = CurrentEngine(Settings(home))
    first = opened.get().searched.generation
    write_corpus(home, {"b.md": article("Pay", "The minister earns £9,871.")})
    update(home, ModelSettings(), ignore_progress)
    (home.index / first / "manifest.json").write_text("nonsense")
    result = called(opened, "changes_since", {"since": "2001"})
    opened.close()
    assert f"Kept are {first} (undated), 2" in said_of(result)


def test_an_index_that_cannot_be_read_leaves_the_one_before(make_home: MakeHome) -> None:
    home = make_home({"a.md": article("Fees", "The fee for a passport is £88.")})
    opened = CurrentEngine(Settings(home))
    opened.get()
    (home.index / "CURRENT").write_text("nonsense")
    result = called(opened, "ask", {"question": "What is the fee for a passport?"})
    opened.close()
    assert result.structured_content["answers"][0]["quote"] == "The fee for a passport is £88."
    assert isinstance(result.content[1], TextContent)
    assert result.content[1].text.startswith("Answered from what was there before, since the newest cannot be used: ")


@asynccontextmanager
async def started(home: Path) -> AsyncGenerator[Client]:
    command = ["-P", "-m", "qabot", "mcp", "--home", str(home)]
    parameters = StdioServerParameters(command=sys.executable, args=command, env=dict(os.environ))
    async with Client(stdio_client(parameters), mode=ERAS[0]) as client:
        yield client


def test_a_process_of_its_own_answers_over_standard_input(starter_home: Home) -> None:
    async def work() -> CallToolResult:
        async with started(starter_home.path) as client:
            return await client.call_tool("ask", {"question": QUESTION})

    assert "£450m" in anyio.run(work).structured_content["answers"][0]["quote"]


def test_without_an_index_each_call_says_what_to_do(tmp_path: Path) -> None:
    async def work() -> CallToolResult:
        async with started(tmp_path) as client:
            assert len((await client.list_tools()).tools) == 8
            return await client.call_tool("ask", {"question": QUESTION})

    (tmp_path / "corpus").mkdir()
    result = anyio.run(work)
    assert result.is_error
    assert "Run `qabot index`" in said_of(result)
