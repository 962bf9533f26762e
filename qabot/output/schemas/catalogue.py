"""All documents by name, and each as a JSON Schema."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from qabot.output.schemas import answer_schemas, article_schemas
from qabot.output.schemas.answer_schemas import AnswerLine, Ask, Conversation
from qabot.output.schemas.article_schemas import Article
from qabot.output.schemas.brief_schemas import Brief, Proof, ProofCheck
from qabot.output.schemas.check_schemas import Check
from qabot.output.schemas.corpus_schemas import (
    Added,
    CorpusArticle,
    CorpusDropped,
    CorpusDuplicates,
    CorpusList,
    CorpusMended,
    CorpusRemoved,
    CorpusRestored,
    Diff,
)
from qabot.output.schemas.doctor_schemas import Doctor
from qabot.output.schemas.document import Document, schema_name
from qabot.output.schemas.eval_schemas import Evaluation, FittedCalibration
from qabot.output.schemas.event_schemas import ErrorLine, WatchLine
from qabot.output.schemas.fact_schemas import Facts
from qabot.output.schemas.feed_schemas import FeedsAdd, FeedsBackfill, FeedsList, FeedsPull, FeedsRemove, FeedsSuggest
from qabot.output.schemas.history_schemas import History
from qabot.output.schemas.index_schemas import IndexCheck, IndexReport, LogCheck, ProgressLine, Rollback, Status
from qabot.output.schemas.plan_schemas import StorePlanned
from qabot.output.schemas.report_schemas import Figures, Timeline
from qabot.output.schemas.said_schemas import Said
from qabot.output.schemas.search_schemas import Changes, Coverage, Passages, PassageText, Search
from qabot.output.schemas.watch_schemas import Watch

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

_KINDS: tuple[type[Document], ...] = (
    Ask,
    AnswerLine,
    Conversation,
    Article,
    Search,
    Passages,
    PassageText,
    Coverage,
    Changes,
    Status,
    IndexReport,
    ProgressLine,
    WatchLine,
    IndexCheck,
    LogCheck,
    Rollback,
    StorePlanned,
    Doctor,
    Check,
    Brief,
    Proof,
    ProofCheck,
    Added,
    CorpusList,
    CorpusArticle,
    CorpusMended,
    CorpusRemoved,
    CorpusRestored,
    CorpusDuplicates,
    CorpusDropped,
    Diff,
    FeedsAdd,
    FeedsList,
    FeedsRemove,
    FeedsSuggest,
    FeedsPull,
    FeedsBackfill,
    Watch,
    History,
    Evaluation,
    FittedCalibration,
    Figures,
    Timeline,
    Said,
    Facts,
    ErrorLine,
)

DOCUMENTS: dict[str, type[Document]] = {schema_name(kind): kind for kind in _KINDS}
"""Every kind of document by its name, `qabot.ask/1` first."""


def summary(kind: type[Document]) -> str:
    """Say in a line what a document is, and by what it is written."""
    return inspect.cleandoc(kind.__doc__ or "").partition("\n")[0]


def json_schema(kind: type[Document]) -> dict[str, Any]:
    """Return a document's JSON Schema (2020-12), every key described."""
    schema = msgspec.json.schema(kind)
    _describe(schema["$defs"], (kind,))
    return {"$schema": _DIALECT, "title": schema_name(kind), **schema}


def object_schema(shape: type[msgspec.Struct]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a document or another shape, its keys at the root, each described."""
    schema = msgspec.json.schema(shape)
    _describe(schema["$defs"], (shape,))
    own = schema["$defs"].pop(shape.__name__)
    return {"$schema": _DIALECT, **own, "$defs": schema["$defs"]}


def schema_components(kinds: Sequence[type[msgspec.Struct]], ref_template: str) -> dict[str, Any]:
    """Return the JSON Schemas of several shapes and of all that they hold, by their names, every key described.

    Args:
        kinds: The shapes.
        ref_template: How one refers to another, with `{name}`.
    """
    _, components = msgspec.json.schema_components(kinds, ref_template=ref_template)
    _describe(components, kinds)
    return components


def _describe(schemas: dict[str, Any], kinds: Iterable[type[msgspec.Struct]]) -> None:
    """Put the words of the source into the schemas of shapes."""
    shapes = vars(article_schemas) | vars(answer_schemas)
    for kind in kinds:
        shapes |= vars(sys.modules[kind.__module__])
    for name, each in schemas.items():
        each["description"] = inspect.cleandoc(shapes[name].__doc__ or "")
        for key, words in _described(shapes[name]):
            each["properties"][key]["description"] = words


def _described(shape: type[object]) -> list[tuple[str, str]]:
    """Return what the source says below each field of a shape, those that it inherits among them."""
    inherited = shape.__mro__[1] if shape.__mro__[1].__module__ == shape.__module__ else None
    return [*(_described(inherited) if inherited else ()), *_own_fields(shape)]


def _own_fields(shape: type[object]) -> list[tuple[str, str]]:
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(shape))).body
    assert isinstance(definition, ast.ClassDef)  # noqa: S101 - it is the source of a class
    return [
        (field.target.id, inspect.cleandoc(below.value.value))
        for field, below in pairwise(definition.body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str)
    ]
