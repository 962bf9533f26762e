"""The collections of a layout: their names, their fields, and how what is too long for a field is parted.

Fields by which filters limit a search have the same names in articles and in passages, so that one expression serves
both. Milvus wants a vector in every collection, even where nothing is searched for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct
from pymilvus import DataType
from pymilvus import MilvusClient as _MilvusClient

from qabot.index.manifest import is_generation_name, moment_of

MilvusClient: Any = _MilvusClient  # half of what its stubs say is unknown to them
PREFIX = "qabot_"
CURRENT_ALIAS = "qabot_current"
"""The alias whose target is the manifest of the generation that answers."""
MOST_BYTES = 60_000
"""Bytes of UTF-8 in a field of text: Milvus takes 65,535."""
_TEXT = 65_535
_KEYS = 1_024
"""Keys of bodies that an article may have here; Milvus takes 4,096."""
YEARS = 16
"""Partitions among which the years of publication are shared out."""
UNDATED = 0
"""The year and the days of what bears no date."""
NOTHING = [1.0, 0.0]
"""A vector where none is needed."""


class Layout(Struct, frozen=True):
    """The names of the collections that a generation laid out."""

    name: str
    """That generation's."""

    @property
    def passages(self) -> str:
        """Passages, with what is searched."""
        return f"{collection_of(self.name)}_passages"

    @property
    def articles(self) -> str:
        """Articles."""
        return f"{collection_of(self.name)}_articles"

    @property
    def parts(self) -> str:
        """Parts of what is too long for a field, and facts."""
        return f"{collection_of(self.name)}_parts"

    @property
    def terms(self) -> str:
        """In how many passages each term stands, step by step."""
        return f"{collection_of(self.name)}_terms"

    @property
    def all(self) -> tuple[str, ...]:
        """Each of them."""
        return self.passages, self.articles, self.parts, self.terms


def collection_of(generation: str) -> str:
    """Return the collection that holds a generation's manifest."""
    return PREFIX + generation.replace("-", "_")


def generation_in(collection: str) -> str | None:
    """Return the generation whose manifest, or part, a collection is; None for one of somebody else's."""
    name = "-".join(collection.removeprefix(PREFIX).split("_")[:2])
    return name if collection.startswith(PREFIX) and is_generation_name(name) else None


def step_of(generation: str) -> int:
    """Return the number of a generation's step: microseconds, so that no two are alike (ValueError for no name)."""
    moment = moment_of(generation)
    if moment is None:
        raise ValueError(f"{generation[:60]!r} names no generation")
    seconds = (moment.toordinal() * 24 + moment.hour) * 3600 + moment.minute * 60 + moment.second
    return seconds * 1_000_000 + moment.microsecond


def parted(text: str) -> list[str]:
    """Cut a text into parts that fit a field each; one at the least."""
    if len(text) * 4 <= MOST_BYTES or len(text.encode()) <= MOST_BYTES:
        return [text]
    most = MOST_BYTES // 4
    return [text[start : start + most] for start in range(0, len(text), most)]


def passages_schema(dimension: int) -> tuple[Any, Any]:
    """Return the fields and the indexes of passages, whose vectors have a dimension."""
    schema = _schema()
    schema.add_field("number", DataType.INT64, is_primary=True)
    schema.add_field("dense", DataType.FLOAT_VECTOR, dim=dimension)
    schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
    for name in ("article", "ordinal", "start", "end"):
        schema.add_field(name, DataType.INT64)
    for name in ("article_id", "text", "stems", "embedded"):
        schema.add_field(name, DataType.VARCHAR, max_length=_TEXT)
    _add_limits(schema)
    index = MilvusClient.prepare_index_params()
    # FLAT compares all there is, as the local index does; a large archive's owner may choose another.
    index.add_index("dense", index_type="FLAT", metric_type="IP")
    index.add_index("words", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    return schema, index


def articles_schema() -> tuple[Any, Any]:
    """Return the fields and the indexes of articles."""
    schema = _schema()
    schema.add_field("number", DataType.INT64, is_primary=True)
    for name in ("passages", "briefs", "meta_parts", "text_parts", "facts_parts"):
        schema.add_field(name, DataType.INT64)
    for name in ("id", "id_key", "meta", "text", "text_sha256", "content_hash", "file", "reporting"):
        schema.add_field(name, DataType.VARCHAR, max_length=_TEXT)
    _add_limits(schema)
    return schema, _index_of_nothing(schema)


def parts_schema() -> tuple[Any, Any]:
    """Return the fields and the indexes of parts."""
    schema = _schema()
    schema.add_field("key", DataType.VARCHAR, max_length=64, is_primary=True)
    schema.add_field("step", DataType.INT64)
    schema.add_field("part", DataType.VARCHAR, max_length=_TEXT)
    return schema, _index_of_nothing(schema)


def terms_schema() -> tuple[Any, Any]:
    """Return the fields and the indexes of terms."""
    schema = _schema()
    schema.add_field("key", DataType.VARCHAR, max_length=512, is_primary=True)
    schema.add_field("step", DataType.INT64)
    schema.add_field("passages", DataType.INT64)
    return schema, _index_of_nothing(schema)


def manifest_schema() -> tuple[Any, Any]:
    """Return the fields and the indexes of a manifest."""
    schema = _schema()
    schema.add_field("place", DataType.INT64, is_primary=True)
    schema.add_field("part", DataType.VARCHAR, max_length=_TEXT)
    return schema, _index_of_nothing(schema)


def part_rows(kind: str, number: int, step: int, parts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of parts; `kind` is a letter that tells texts from facts."""
    for place, part in enumerate(parts):
        yield {"key": part_key(kind, number, place), "step": step, "part": part, "nothing": NOTHING}


def part_key(kind: str, number: int, place: int) -> str:
    """Return the key of a part."""
    return f"{kind}{number}:{place}"


def term_key(term: str, step: int) -> str:
    """Return the key of what a step says of a term."""
    return f"{term}:{step}"


def _schema() -> Any:
    return MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)


def _add_limits(schema: Any) -> None:
    """Add what filters look at, and the step that wrote a row."""
    for name in ("step", "first_day", "last_day"):
        schema.add_field(name, DataType.INT64)
    schema.add_field("year", DataType.INT64, is_partition_key=True)
    for name in ("outlet_key", "reporting_key"):
        schema.add_field(name, DataType.VARCHAR, max_length=_TEXT)
    schema.add_field(
        "organisation_keys", DataType.ARRAY, element_type=DataType.VARCHAR, max_capacity=_KEYS, max_length=_TEXT
    )


def _index_of_nothing(schema: Any) -> Any:
    schema.add_field("nothing", DataType.FLOAT_VECTOR, dim=len(NOTHING))
    index = MilvusClient.prepare_index_params()
    index.add_index("nothing", index_type="FLAT", metric_type="IP")
    return index


def fitting_keys(keys: Iterable[str]) -> list[str]:
    """Return as many keys as a field takes."""
    return [*keys][:_KEYS]
