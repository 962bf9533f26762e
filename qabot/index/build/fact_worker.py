"""Reading the facts of some articles: here, or as a process of a build that is given articles and answers with facts.

As a program it takes messages from standard input: first the rules, then articles, some at a time. It answers each with
their facts in order, and ends when its input does, at once: whoever began it has ended, or wants no more of it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import IO

import msgspec
from msgspec import Struct

from qabot.core.articles import Article
from qabot.core.facts import ArticleFacts
from qabot.corpus.formats import reading_budget
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.index.fact_rows import encode_facts
from qabot.index.fact_rules import FactRules

_SHORT = 8_000
"""Characters of a text that is read without being watched: it could not take an article's budget of time."""
_NOTHING = encode_facts(ArticleFacts((), (), ()))
_PURPOSE = "to read for figures and statements, so that none are listed of it"
_MISREAD = "has a figure or a date that cannot be read, so that no figures and statements are listed of it"
_LENGTH = 8
"""Bytes before a message that say how long it is."""


class ReadFacts(Struct, frozen=True, array_like=True):
    """What an article was read to."""

    encoded: bytes
    """Its facts, as `encode_facts` makes them; none where it took too long."""
    fault: str = ""
    """What is to be told of it; empty where it was read."""


class FactOrders(Struct, frozen=True):
    """What a process is told before any article."""

    rules: FactRules
    """What facts are read by: those of the build, whatever its home says meanwhile."""
    seconds: float
    """Of the processor, for one article."""

    def read(self, articles: Sequence[Article]) -> list[ReadFacts]:
        """Return what articles are read to, each within its budget of time."""
        return [self._read(each) for each in articles]

    def _read(self, article: Article) -> ReadFacts:
        try:
            if len(article.text) <= _SHORT:
                return ReadFacts(encode_facts(self.rules.read(article)))
            act = partial(self.rules.read, article)
            return ReadFacts(encode_facts(reading_budget.within(act, self.seconds, purpose=_PURPOSE)))
        except UnreadableDocument as error:
            return ReadFacts(_NOTHING, f"the article {article.id!r} {error}")
        except (ValueError, ArithmeticError) as error:
            # A figure or a date that the rules misread is a fault of theirs, and costs no other article anything.
            cause = f"{_MISREAD} ({type(error).__name__}: {error})"
            return ReadFacts(_NOTHING, f"the article {article.id!r} {cause}")


def send(stream: IO[bytes], message: object) -> None:
    """Write a message: its length, and MessagePack."""
    encoded = msgspec.msgpack.encode(message)
    stream.write(len(encoded).to_bytes(_LENGTH, "little") + encoded)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read a message, to be decoded; None where the stream ends before it does."""
    length = stream.read(_LENGTH)
    size = int.from_bytes(length, "little")
    encoded = stream.read(size) if len(length) == _LENGTH else b""
    return encoded if encoded and len(encoded) == size else None


def main() -> None:
    """Answer until there is nobody to."""
    # Ctrl-C reaches every process of a terminal: the build stops for it, and its pipes end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    received: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_receive_all, args=(sys.stdin.buffer, received), daemon=True).start()
    orders = msgspec.msgpack.decode(received.get(), type=FactOrders)
    articles = msgspec.msgpack.Decoder(list[Article])
    while True:
        send(sys.stdout.buffer, orders.read(articles.decode(received.get())))


def _receive_all(stream: IO[bytes], received: SimpleQueue[bytes]) -> None:
    while message := receive(stream):
        received.put(message)
    os._exit(0)  # in the midst of an article, if need be


if __name__ == "__main__":
    main()
