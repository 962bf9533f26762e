"""The one door to Milvus: what is asked of it, for how long, and what is said when it does not answer.

Every call has a deadline, until which the client asks again where nobody answers. A token is read from the environment
when it is needed, and stands in no message.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import grpc
from pymilvus import MilvusClient, MilvusException

from qabot.core.errors import IndexCorrupt, QabotError, StoreUnreachable, UsageError
from qabot.core.settings import StoreSettings

READ_S, WRITE_S = 10.0, 120.0
"""Seconds that a question's call may take with all its tries, and one that writes."""
_CONNECT_S = 10.0
_WAITS_S = (0.2, 0.5, 1.0)
"""Seconds before each further try where nobody answers at all."""
_CHANNEL = {
    "grpc.keepalive_time_ms": 600_000,
    "grpc.keepalive_permit_without_calls": 0,
    "grpc.initial_reconnect_backoff_ms": 200,
    "grpc.max_reconnect_backoff_ms": 1_000,
    "grpc.use_local_subchannel_pool": 1,
}
"""Whether an idle connection lives is not asked: a server takes that for an attack, and breaks it off. One that broke
is made again within a second of the server's coming back, whatever other connections of the process met."""
PAGE = 1_000
"""Rows that are fetched or written at once: some megabytes."""
MOST_FOUND = 16_384
"""Rows that Milvus returns at the most."""
_STRONG = "Strong"
"""What is read must be what was written before: a generation is opened the moment it is published."""

Row = dict[str, Any]
"""A row, field by field."""
ScoredRow = tuple[float, Row]
"""A row behind its score."""


class Sought(NamedTuple):
    """What is searched for."""

    field: str
    """The field of vectors that is compared."""
    vector: Any
    """A vector of its kind: an array, or weights by dimension."""


class StoreClient:
    """A connection to one database, for any number of threads at once."""

    def __init__(self, store: StoreSettings) -> None:
        """Connect.

        Raises:
            StoreUnreachable: Nobody answers, or the engine refuses.
            UsageError: The variable that is to hold the token is not set.
        """
        # Its log repeats whatever goes wrong, with stack traces; the errors below say it once.
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
        self.uri = store.uri
        token = _token(store)
        self._client: Any = self._connected(store, token)

    def _connected(self, store: StoreSettings, token: str) -> Any:
        """Connect, again after a moment where nobody is there yet."""
        for wait in (*_WAITS_S, None):
            try:
                return MilvusClient(
                    uri=store.uri, token=token, db_name=store.database, timeout=_CONNECT_S, dedicated=True,
                    grpc_options=_CHANNEL,
                )  # fmt: skip
            except (MilvusException, grpc.RpcError, ValueError, OSError) as cause:
                if wait is None or not _is_nobody(cause):
                    raise self._told(cause) from cause
                time.sleep(wait)
        raise AssertionError

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def collections(self) -> list[str]:
        """Return the names of all collections."""
        return [str(name) for name in self.call("list_collections", timeout=READ_S)]

    def has(self, collection: str) -> bool:
        """Whether a collection is there."""
        return bool(self.call("has_collection", collection, timeout=READ_S))

    def create(self, collection: str, schema: Any, index: Any, **options: Any) -> None:
        """Make a collection, indexed and loaded."""
        self.call("create_collection", collection, schema=schema, timeout=WRITE_S, consistency_level=_STRONG, **options)
        # It is empty: to wait for its index is to sleep half a second a field, and loading waits for it as well.
        self.call("create_index", collection, index, timeout=WRITE_S, sync=False)
        self.call("load_collection", collection, timeout=WRITE_S)

    def drop(self, collection: str) -> None:
        """Take a collection away."""
        self.call("drop_collection", collection, timeout=WRITE_S)

    def target_of(self, alias: str) -> str | None:
        """Return the collection that an alias names; None where there is no such alias."""
        try:
            told = self._client.describe_alias(alias, timeout=READ_S)
        except (MilvusException, grpc.RpcError) as cause:
            if _is_no_alias(cause):
                return None
            raise self._told(cause) from cause
        return str(told["collection_name"])

    def point(self, alias: str, collection: str) -> None:
        """Have an alias name a collection: one step, that others see whole or not at all."""
        done = "create_alias" if self.target_of(alias) is None else "alter_alias"
        self.call(done, collection, alias, timeout=WRITE_S)

    def insert(self, collection: str, rows: Sequence[Row]) -> None:
        """Write rows; those with keys that are there already take their place, so that it may be done again."""
        if rows:
            self.call("upsert", collection, list(rows), timeout=WRITE_S)

    def flush(self, collection: str) -> None:
        """Have what was written last."""
        self.call("flush", collection, timeout=WRITE_S)

    def get(self, collection: str, keys: Iterable[int | str], fields: Sequence[str]) -> list[Row]:
        """Return rows by their keys; those that are not there are left out."""
        wanted = [*keys]
        found: list[Row] = []
        for start in range(0, len(wanted), PAGE):
            found += self.call(
                "get", collection, ids=wanted[start : start + PAGE], output_fields=list(fields), timeout=READ_S,
                consistency_level=_STRONG,
            )  # fmt: skip
        return found

    def find(self, collection: str, limits: str, fields: Sequence[str], most: int) -> list[Row]:
        """Return the rows that an expression leaves, so many at the most, and never more than a page."""
        return list(
            self.call(
                "query", collection, filter=limits, output_fields=list(fields), limit=min(most, PAGE), timeout=READ_S,
                consistency_level=_STRONG,
            )
        )  # fmt: skip

    def count(self, collection: str, limits: str) -> int:
        """Return how many rows an expression leaves."""
        rows = self.call(
            "query", collection, filter=limits, output_fields=["count(*)"], timeout=READ_S, consistency_level=_STRONG
        )
        return int(rows[0]["count(*)"])

    def scan(self, collection: str, limits: str, fields: Sequence[str]) -> Iterator[list[Row]]:
        """Yield all rows that an expression leaves, a page at a time."""
        iterator = self.call(
            "query_iterator", collection, batch_size=PAGE, filter=limits, output_fields=list(fields), timeout=WRITE_S,
            consistency_level=_STRONG,
        )  # fmt: skip
        try:
            while True:
                try:
                    rows = iterator.next()
                except (MilvusException, grpc.RpcError, ValueError) as cause:
                    raise self._told(cause) from cause
                if not rows:
                    return
                yield list(rows)
        finally:
            iterator.close()

    def search(
        self, collection: str, sought: Sought, limit: int, limits: str, fields: Sequence[str]
    ) -> list[ScoredRow]:
        """Return the rows with the greatest inner product among those that an expression leaves, best first."""
        found = self.call(
            "search", collection, data=[sought.vector], anns_field=sought.field, limit=min(limit, MOST_FOUND),
            filter=limits, output_fields=list(fields), search_params={"metric_type": "IP"}, timeout=READ_S,
            consistency_level=_STRONG,
        )  # fmt: skip
        return [(float(hit["distance"]), dict(hit["entity"])) for hit in (found[0] if len(found) else ())]

    def call(self, name: str, *given: Any, **options: Any) -> Any:
        """Do what a method of the library's client does, and say in our words what goes wrong."""
        try:
            return self._done(name, *given, **options)
        except (MilvusException, grpc.RpcError, ValueError) as cause:
            raise self._told(cause) from cause

    def _done(self, name: str, *given: Any, **options: Any) -> Any:
        """Do it, once more where a server that was started again has not loaded what it has."""
        try:
            return getattr(self._client, name)(*given, **options)
        except MilvusException as cause:
            if not _is_not_loaded(cause):
                raise
        self._client.load_collection(given[0], timeout=WRITE_S)
        return getattr(self._client, name)(*given, **options)

    def _told(self, cause: Exception) -> QabotError:
        said = " ".join(str(getattr(cause, "message", "") or cause).split())[:300]
        if _is_gone(said):
            return IndexCorrupt(
                f"What was asked of Milvus at {self.uri} is not there any more: {said.rstrip('.')}.",
                hint="Ask again: the index may have been replaced meanwhile, or run `qabot index` where the corpus is.",
            )
        return StoreUnreachable(
            f"Milvus at {self.uri} does not answer, or refuses: {said.rstrip('.')}.",
            still_works="Articles can be added; what the engine holds stays as it is.",
            hint="Start it, or look at its log, and run the command again; "
            "`QABOT_STORE=local` asks the index that this machine built, where it has one.",
        )


def _token(store: StoreSettings) -> str:
    if not store.token_env:
        return ""
    token = os.environ.get(store.token_env, "")
    if not token:
        raise UsageError(
            f"The variable {store.token_env} is to hold the token of the store, and is not set.",
            hint=f"Run `export {store.token_env}=…` with the token, or take token_env out of [store].",
        )
    return token


def _is_nobody(cause: Exception) -> bool:
    """Whether nobody answered, rather than that somebody refused."""
    return "server unavailable" in str(cause) or "UNAVAILABLE" in str(cause)


def _is_not_loaded(cause: Exception) -> bool:
    """Whether an engine says that a collection is there, and has to be loaded before it can be asked."""
    said = str(cause).lower()
    return "released" in said or "not loaded" in said


def _is_gone(said: str) -> bool:
    """Whether an engine says that there is no such collection: one that was dropped."""
    lowered = said.lower()
    return "collection" in lowered and any(each in lowered for each in ("not found", "not exist", "can't find"))


def _is_no_alias(cause: Exception) -> bool:
    """Whether an engine says that there is no such alias: it has several codes for it."""
    said = str(cause).lower()
    return "alias" in said and ("not found" in said or "not exist" in said or "doesn't exist" in said)
