"""The JSON documents: all are listed, each is described and read back, and what is written stays byte for byte."""

from __future__ import annotations

import json
import pkgutil
import re
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import qabot
from qabot.answer.calibration import Calibration, FittedSet, Rates, Signal
from qabot.core.articles import ReadIssue
from qabot.core.progress import Progress
from qabot.corpus.drafts import AddOutcome, RemovedLine
from qabot.corpus.feeds.suggestions import Suggestion
from qabot.index.build.indexer import BuildReport
from qabot.output import schemas
from qabot.output.schemas.answer_schemas import AnswerLine, Ask, Quote
from qabot.output.schemas.catalogue import DOCUMENTS, json_schema, summary
from qabot.output.schemas.corpus_schemas import AddedArticle, DroppedLine
from qabot.output.schemas.document import Document, encode, encode_line, read, schema_name
from qabot.output.schemas.eval_schemas import ErrorRates, FittedCalibration, SetRates, WeighedSignal
from qabot.output.schemas.event_schemas import ErrorLine, WatchLine
from qabot.output.schemas.feed_schemas import SuggestedFeed
from qabot.output.schemas.index_schemas import IndexReport, ProgressLine, Rollback

NAMES = """
    ask answer conversation article search passages passage coverage changes status index progress index-event
    verify-index verify-log rollback plan doctor check brief proof proof-check add corpus-list corpus-article
    corpus-edit corpus-removed corpus-restored corpus-duplicates corpus-dropped diff feeds.add feeds.list feeds.remove
    feeds.suggest feeds.pull feeds.backfill watch history eval calibration figures timeline said facts error
""".split()
_NAME = re.compile(r"qabot\.[a-z.-]+/\d+")


class TestTheCatalogue:
    """Every document, by name."""

    def test_lists_these(self) -> None:
        assert list(DOCUMENTS) == [f"qabot.{name}/1" for name in NAMES]

    def test_lists_every_shape_there_is(self) -> None:
        for module in pkgutil.iter_modules(schemas.__path__):
            import_module(f"{schemas.__name__}.{module.name}")
        assert set(Document.__subclasses__()) == set(DOCUMENTS.values())

    def test_lists_every_name_that_the_code_mentions(self) -> None:
        sources = Path(qabot.__file__).parent.rglob("*.py")
        assert {name for path in sources for name in _NAME.findall(path.read_text(encoding="utf-8"))} == set(DOCUMENTS)

    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_describes_every_document_and_every_key(self, name: str) -> None:
        schema = json_schema(DOCUMENTS[name])
        cast("Any", Draft202012Validator).check_schema(schema)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["title"] == name
        shapes = schema["$defs"].values()
        assert all(shape["description"] for shape in shapes)
        keys = [key for shape in shapes for key in shape["properties"].items()]
        assert [key for key, about in keys if key != "schema" and not about.get("description")] == []
        assert summary(DOCUMENTS[name]).endswith(".")


class TestWriting:
    """As the standard library writes it."""

    def test_indents_and_leaves_what_is_no_ascii(self) -> None:
        document = Rollback(generation="Straße \x07\ud800\u2028", articles=0)
        assert encode(document) == (
            '{\n  "schema": "qabot.rollback/1",\n  "generation": "Straße \\u0007\ud800\u2028",\n  "articles": 0\n}\n'
        )

    def test_on_a_line_too_and_in_ascii_where_that_is_asked_for(self) -> None:
        document = ErrorLine(code=3, message="Kein “Index”.", hint="")
        assert encode_line(document) == (
            '{"schema": "qabot.error/1", "code": 3, "message": "Kein “Index”.", "hint": ""}\n'
        )
        assert encode_line(document, ascii_only=True) == (
            '{"schema": "qabot.error/1", "code": 3, "message": "Kein \\u201cIndex\\u201d.", "hint": ""}\n'
        )

    def test_whatever_could_steer_a_terminal_is_an_escape(self) -> None:
        hint = "a\x9b31m\u202eb\x7f\u200b\U000e0041 é \ud800 \\\u2066"
        for written in (
            encode(ErrorLine(code=1, message="m", hint=hint)),
            encode_line(ErrorLine(code=1, message="m", hint=hint)),
        ):
            assert (
                '"a\\u009b31m\\u202eb\\u007f\\u200b\\udb40\\udc41 é \ud800 \\\\\\u2066"' in written
                or "\\u00e9" in written
            )
            assert json.loads(written)["hint"] == hint

    def test_small_and_large_numbers_stay_as_python_writes_them(self) -> None:
        rates = ErrorRates(auroc=1e-05, false_strong=1e16, refused=0.1, answerable=1, unanswerable=2)
        assert '"auroc": 1e-05, "false_strong": 1e+16, "refused": 0.1' in json.dumps(msgspec.to_builtins(rates))

    def test_what_does_not_apply_has_no_key(self) -> None:
        told = WatchLine(when="2026-11-25T10:12:00+00:00", what="feeds", text="1 feed asked", asked=1, failed=0)
        assert list(json.loads(encode_line(told))) == ["schema", "when", "what", "text", "asked", "failed"]


GOOD = {"schema": "qabot.rollback/1", "generation": "g", "articles": 3}


class TestReading:
    """Whatever another process, or a file, says."""

    def test_what_was_written_comes_back(self) -> None:
        document = Rollback(generation="g\u2028", articles=3)
        assert read(encode(document), Rollback) == read(encode_line(document).encode(), Rollback) == document

    def test_keys_of_a_later_version_are_passed_over(self) -> None:
        assert read(json.dumps(GOOD | {"novelty": [{}]}), Rollback) == Rollback(generation="g", articles=3)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "null",
            "[]",
            "[" * 100_000,
            '{"a":' * 100_000,
            json.dumps(GOOD)[:-1],
            json.dumps(GOOD) * 2,
            json.dumps(GOOD | {"schema": "qabot.index/1"}),
            json.dumps({"generation": "g", "articles": 3}),
            json.dumps(GOOD | {"schema": None}),
            json.dumps({"schema": "qabot.rollback/1", "generation": "g"}),
            json.dumps(GOOD | {"articles": "3"}),
            json.dumps(GOOD | {"articles": True}),
            json.dumps(GOOD | {"articles": 3.5}),
            json.dumps(GOOD | {"articles": float("nan")}),
            json.dumps(GOOD | {"generation": None}),
            "\ud800",
            b"\xff\xfe",
        ],
        ids=lambda text: repr(text[:24]),
    )
    def test_anything_else_is_none(self, text: str | bytes) -> None:
        assert read(text, Rollback) is None

    @given(st.binary() | st.text())
    def test_no_bytes_do_harm(self, text: str | bytes) -> None:
        for kind in DOCUMENTS.values():
            assert read(text, kind) is None


@pytest.mark.parametrize(
    ("shape", "source"),
    [
        (IndexReport, BuildReport),
        (ProgressLine, Progress),
        (AddedArticle, AddOutcome),
        (DroppedLine, RemovedLine),
        (SuggestedFeed, Suggestion),
        (FittedCalibration, Calibration),
        (WeighedSignal, Signal),
        (ErrorRates, Rates),
        (SetRates, FittedSet),
    ],
)
def test_a_document_tells_every_field_of_what_it_is_made_of(shape: type[msgspec.Struct], source: type[Any]) -> None:
    assert shape.__struct_fields__ == tuple(field.name for field in msgspec.structs.fields(source))


def test_a_line_of_an_answer_is_a_quote_with_its_question() -> None:
    assert AnswerLine.__struct_fields__ == ("question", "verdict", *Quote.__struct_fields__)
    assert [each.type for each in msgspec.structs.fields(AnswerLine)[2:]] == [
        each.type for each in msgspec.structs.fields(Quote)
    ]


def test_a_shape_is_called_what_its_key_says() -> None:
    assert schema_name(Ask) == "qabot.ask/1"


def test_a_problem_of_the_corpus_is_told_whole() -> None:
    report = IndexReport(
        generation=None, published=False, added=(), changed=(), removed=(), articles=0, passages=None, embedded=0,
        problems=(ReadIssue("caf\udce8.md", "holds no text"),), resumed=0,
    )  # fmt: skip
    assert json.loads(encode(report))["problems"] == [
        {"path": "caf\udce8.md", "cause": "holds no text", "line": None, "skipped": True, "refused": False}
    ]
