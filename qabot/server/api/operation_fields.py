"""The fields of addresses that programs ask, and what each may be, as JSON Schema."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from qabot.question.analysis import MOST_CHARACTERS
from qabot.server.question_address import LONGEST_NAME, MOST_NAMES, MOST_SHOWN, SHOWN


class Field(Struct, frozen=True):
    """A field of an address."""

    name: str
    """As it is written."""
    words: str
    """What it says."""
    schema: dict[str, Any]
    """What it may be, as JSON Schema."""
    required: bool = False
    """Whether nothing is answered without it."""


TEXT: dict[str, Any] = {"type": "string", "maxLength": MOST_CHARACTERS}
NEEDED: dict[str, Any] = {**TEXT, "minLength": 1, "pattern": r"[^\s\x00-\x1f\x7f-\x9f]"}
NAME: dict[str, Any] = {"type": "string", "maxLength": LONGEST_NAME}
NAMES: dict[str, Any] = {"type": "array", "items": NAME, "maxItems": MOST_NAMES}
EARLIER: dict[str, Any] = {"type": "array", "items": TEXT}
_DAYS = r"(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|[12]\d)"
"""Those of every month."""
DATE: dict[str, Any] = {
    "type": "string",
    "pattern": rf"^([12]\d{{3}}(-((0[1-9]|1[0-2])|{_DAYS}))?)?$",
    "examples": ["2015-11-25", "2015-11", "2015"],
}
YEAR: dict[str, Any] = {"type": "integer", "minimum": 1000, "maximum": 2999}
"""A date as a body may have it besides."""
LIMITS = (
    Field("after", "Published then or later: a day, a month or a year.", DATE),
    Field("before", "Published then or earlier.", DATE),
    Field("on", "Published within that day, month or year.", DATE),
    Field("outlet", "From this outlet; may be repeated.", NAMES),
    Field("org", "About this body; may be repeated.", NAMES),
)
LIMIT = Field(
    "limit",
    "How many to tell at the most.",
    {"type": "integer", "minimum": 1, "maximum": MOST_SHOWN, "default": SHOWN},
)
QUESTION: tuple[Field, ...] = (
    Field("q", "The question.", NEEDED, required=True),
    *LIMITS,
    LIMIT,
    Field("dates", "`any`: dates in its words do not limit the search.", {"type": "string", "enum": ["any"]}),
    Field("alone", "`1`: it takes nothing over from the questions before it.", {"type": "string", "enum": ["1"]}),
    Field("earlier", "A question that it goes on from; repeated, the oldest first, and the last eight count.", EARLIER),
    Field("earlier-any-date", "Likewise, one in which dates in its words limit nothing.", EARLIER),
)
TOPIC = (Field("topic", "The topic.", NEEDED, required=True), *LIMITS)
ORDERS: dict[str, Any] = {"type": "string", "enum": ["newest", "oldest"]}
SORTS: dict[str, Any] = {"type": "string", "enum": ["date", "value"]}
RANGE: dict[str, Any] = {"type": "string", "pattern": r"^\d{1,9}-\d{1,9}$"}
_ID: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 500}
ARTICLE = Field("article", "Its id.", _ID, required=True)
ARTICLE_IN_PATH = Field("article_id", "Its id.", _ID, required=True)
