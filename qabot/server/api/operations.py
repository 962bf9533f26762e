"""The operations of the API, each declared once: `routes` and the description (`openapi`) both read this table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from msgspec import Struct

from qabot.facts.speech_cues import ACTS
from qabot.output.schemas.answer_schemas import Ask
from qabot.output.schemas.article_schemas import Article
from qabot.output.schemas.brief_schemas import Brief
from qabot.output.schemas.check_schemas import Check
from qabot.output.schemas.document import Document
from qabot.output.schemas.fact_schemas import Facts
from qabot.output.schemas.index_schemas import Status
from qabot.output.schemas.report_schemas import Figures, Timeline
from qabot.output.schemas.said_schemas import Said
from qabot.output.schemas.search_schemas import Passages, Search
from qabot.reports.brief.topic_brief import MOST_ROWS as NOTE_ROWS
from qabot.server.api import endpoints
from qabot.server.api.operation_fields import (
    ARTICLE,
    ARTICLE_IN_PATH,
    LIMITS,
    NAME,
    NEEDED,
    ORDERS,
    QUESTION,
    RANGE,
    SORTS,
    TEXT,
    TOPIC,
    Field,
)
from qabot.server.topic_queries import MOST_ROWS

Body = Literal["", "question", "draft"]
"""What is sent besides the address: nothing, a question as JSON, or a draft as it stands."""


class Operation(Struct, frozen=True, kw_only=True):
    """One thing that programs can ask."""

    path: str
    """Below `/api/v1`, as OpenAPI writes it."""
    method: Literal["get", "post"] = "get"
    """Of HTTP."""
    name: str
    """What it is called."""
    words: str
    """What it answers."""
    document: type[Document]
    """What shape that has."""
    endpoint: Callable[..., Any]
    """What answers."""
    fields: tuple[Field, ...] = ()
    """What an address may say."""
    body: Body = ""
    """What is sent besides."""


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        path="/ask",
        name="ask",
        words="Answer a question with quotes, or say that nothing here does.",
        document=Ask,
        endpoint=endpoints.ask,
        fields=QUESTION,
    ),
    Operation(
        path="/ask",
        method="post",
        name="ask_posted",
        words="The same, with the question in no address.",
        document=Ask,
        endpoint=endpoints.ask_posted,
        body="question",
    ),
    Operation(
        path="/search",
        name="search",
        words="List the articles that come nearest to a question, whether or not they answer it.",
        document=Search,
        endpoint=endpoints.search,
        fields=QUESTION,
    ),
    Operation(
        path="/articles/{article_id}",
        name="article",
        words="Return an article whole.",
        document=Article,
        endpoint=endpoints.article,
        fields=(
            ARTICLE_IN_PATH,
            Field(
                "mark",
                "A range of its characters to return besides.",
                RANGE,
            ),
        ),
    ),
    Operation(
        path="/passages",
        name="passages",
        words="Return an article cut into its passages.",
        document=Passages,
        endpoint=endpoints.passages,
        fields=(ARTICLE,),
    ),
    Operation(
        path="/facts",
        name="facts",
        words="Return the figures, statements and dates of an article.",
        document=Facts,
        endpoint=endpoints.facts,
        fields=(ARTICLE,),
    ),
    Operation(
        path="/facts/figures",
        name="figures",
        words="List the figures of a topic, each with the sentence that states it.",
        document=Figures,
        endpoint=endpoints.figures,
        fields=(*TOPIC, Field("sort", "By what.", SORTS)),
    ),
    Operation(
        path="/facts/timeline",
        name="timeline",
        words="Tell what happened about a topic, and when.",
        document=Timeline,
        endpoint=endpoints.timeline,
        fields=TOPIC,
    ),
    Operation(
        path="/facts/said",
        name="said",
        words="List what a person or a body said, by the articles that report it.",
        document=Said,
        endpoint=endpoints.said,
        fields=(
            Field("who", "A person, a surname, a body or an acronym.", NEEDED, required=True),
            Field("about", "Only what is about this.", TEXT),
            Field("act", "Only what was said so, such as `warned`.", {"type": "string", "enum": ["", *ACTS]}),
            Field("order", "Which stand first.", ORDERS),
            *LIMITS,
        ),
    ),
    Operation(
        path="/brief",
        name="brief",
        words="Make a note about a topic: the answer, figures, who said what, what happened when, what is missing.",
        document=Brief,
        endpoint=endpoints.brief,
        fields=(
            *TOPIC,
            Field("title", "What to call it.", NAME),
            Field(
                "limit",
                "Quotes of a section.",
                {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": NOTE_ROWS},
            ),
        ),
    ),
    Operation(
        path="/check",
        method="post",
        name="check",
        words="Compare the quotations, figures, dates and speakers of a draft with the articles held.",
        document=Check,
        endpoint=endpoints.check,
        fields=(
            Field(
                "name",
                "What the draft is called; its end says what kind of file it is.",
                NAME,
            ),
        ),
        body="draft",
    ),
    Operation(
        path="/status",
        name="status",
        words="Say what the index holds and what waits to be taken in.",
        document=Status,
        endpoint=endpoints.status,
    ),
)
