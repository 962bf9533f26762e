"""Reading the facts of many articles on every core: processes of our own, which end with the build that began them.

Blocks of articles are handed out as processes come free, a few ahead, and come back in order. Where a process ends
before it has answered, its block is read here, and so is whatever it would have been given; nothing is begun again.
"""

from __future__ import annotations

import subprocess
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from queue import SimpleQueue
from typing import TypeVar

import msgspec

from qabot.core.articles import Article
from qabot.core.child_process import child_environment, module_command
from qabot.index.build.fact_worker import FactOrders, ReadFacts, receive, send

AHEAD = 2
"""Blocks for each process that are handed out or wait to be written."""
_DECODER = msgspec.msgpack.Decoder(list[ReadFacts])

T = TypeVar("T")
_Block = tuple[T, Sequence[Article]]
_Read = tuple[T, list[ReadFacts]]


class FactProcesses:
    """Reads blocks of articles; without any process, here and one after the other."""

    def __init__(self, orders: FactOrders, processes: Sequence[subprocess.Popen[bytes]] = ()) -> None:
        """Read by these orders, which each of the processes has been given."""
        self._orders = orders
        self._most = AHEAD * len(processes)
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        for each in processes:
            self._idle.put(each)
        self._threads = ThreadPoolExecutor(len(processes)) if processes else None

    def close(self) -> None:
        """Hand out nothing more; what is being read is waited for."""
        if self._threads:
            self._threads.shutdown(cancel_futures=True)

    def read(self, blocks: Iterable[_Block[T]]) -> Iterator[_Read[T]]:
        """Yield what blocks of articles are read to, in their order, each with what it was given with."""
        waiting: deque[tuple[T, Sequence[Article], Future[list[ReadFacts] | None] | None]] = deque()
        for given, articles in blocks:
            asked = self._threads.submit(self._ask, articles) if self._threads and articles else None
            waiting.append((given, articles, asked))
            if len(waiting) > self._most:
                yield self._answered(*waiting.popleft())
        while waiting:
            yield self._answered(*waiting.popleft())

    def _answered(
        self, given: T, articles: Sequence[Article], asked: Future[list[ReadFacts] | None] | None
    ) -> _Read[T]:
        found = asked.result() if asked else None
        return given, self._orders.read(articles) if found is None else found

    def _ask(self, articles: Sequence[Article]) -> list[ReadFacts] | None:
        """Return what a process reads articles to; None where it has ended."""
        process = self._idle.get()
        try:
            return _answer(process, articles)
        finally:
            self._idle.put(process)


def _answer(process: subprocess.Popen[bytes], articles: Sequence[Article]) -> list[ReadFacts] | None:
    if process.stdin is None or process.stdout is None:
        return None
    try:
        send(process.stdin, articles)
        answer = receive(process.stdout)
        found = _DECODER.decode(answer) if answer else []
    except (OSError, ValueError, msgspec.MsgspecError):  # it was killed, or its end was closed
        return None
    return found if len(found) == len(articles) else None


@contextmanager
def fact_processes(orders: FactOrders, count: int) -> Generator[FactProcesses]:
    """Begin processes that read by these orders, as many as the machine allows, and end them when the block is left."""
    with ExitStack() as ends:
        begun: list[subprocess.Popen[bytes]] = []
        with suppress(OSError):  # no more processes, or no memory for them: then fewer read
            while len(begun) < count:
                begun.append(begin(ends))
        for each in begun:
            with suppress(OSError):
                if each.stdin:
                    send(each.stdin, orders)
        reader = FactProcesses(orders, begun)
        try:
            yield reader
        finally:
            for each in begun:
                each.kill()  # first, so that no thread waits for an answer
            reader.close()


def begin(ends: ExitStack) -> subprocess.Popen[bytes]:
    """Begin a process, which ends with the stack."""
    process = subprocess.Popen(  # noqa: S603 - no shell, and every argument is ours
        module_command("qabot.index.build.fact_worker"),
        env=child_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what it would complain of, reading the same here tells
    )
    ends.callback(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        with suppress(OSError):  # what was written last had nobody to read it
            if stream:
                stream.close()
    process.wait()
