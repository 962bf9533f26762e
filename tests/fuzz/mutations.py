"""Documents and files that are nearly right, and a limit on how long one may take."""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager

from hypothesis import strategies as st

SECONDS = 20
"""Of the processor, for one example: none of them is large."""
TOKENS: tuple[bytes, ...] = (
    *(
        b"\0",
        b"\xff",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\x1b[",
        b"\x1b]0;",
        b"\xc2\x9d",
        b"\xe2\x80\xae",
        b"\xed\xa0\x80",
    ),
    *(
        b"<",
        b">",
        b"</",
        b"<!--",
        b"<![CDATA[",
        b"]]>",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
        b"&a;",
        b"&#0;",
        b"&#x110000;",
    ),
    *(
        b'"',
        b"'",
        b"{",
        b"}",
        b"[",
        b"]",
        b"\\u0000",
        b"\\ud800",
        b"NaN",
        b"1e999",
        b"-1",
        b"99999999999999999999",
        b"null",
    ),
    *(
        b"\n",
        b"\r",
        b"\n\n",
        b"---\n",
        b": ",
        b"- ",
        b"# ",
        b"!!python/object:os.system ",
        b"&a [*a]",
        b"..",
        b"/",
        b"%s",
    ),
    *(b"obj", b"endobj", b"stream\n", b"endstream", b"PK\x03\x04", b"PK\x01\x02", b"\x1f\x8b", b"WARC/1.0\r\n", b"--B"),
    *(b"Content-Type: text/html; charset=x\n", b"charset=utf-7", b"=?utf-8?q?=00?=", b"0", b"0x", b"-", b"2015-02-30"),
)
"""What formats are made of, and what they are broken with."""

Edit = tuple[int, float, float, int]
"""Which way to change a file, where from, where to, as parts of its length, and with what."""
EDITS: st.SearchStrategy[list[Edit]] = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.floats(0, 1, allow_nan=False),
        st.floats(0, 0.1, allow_nan=False),
        st.integers(0, 255),
    ),
    min_size=1,
    max_size=8,
)


def edited(whole: bytes, edits: Sequence[Edit]) -> bytes:
    """Return a file as it is after these changes, one after the other."""
    for way, start, length, number in edits:
        first = int(start * len(whole))
        last = min(len(whole), first + max(1, int(length * len(whole))))
        whole = whole[:first] + _piece(way, whole[first:last], number) + whole[last if way != 1 else first :]
        whole = whole[:first] if way == 6 and number > 200 else whole
    return whole


def _piece(way: int, piece: bytes, number: int) -> bytes:
    match way:
        case 0:
            return bytes([number])
        case 1 | 2:
            return TOKENS[number % len(TOKENS)]
        case 3:
            return b""
        case 4:
            return piece * (number % 40)
        case 5:
            return bytes(byte ^ 1 << number % 8 for byte in piece[:1]) + piece[1:]
        case _:
            return piece[::-1]


def near(files: Mapping[str, bytes]) -> st.SearchStrategy[tuple[str, bytes]]:
    """Files like these, with what each was made of."""
    return st.tuples(st.sampled_from(sorted(files)), EDITS).map(
        lambda drawn: (drawn[0], edited(files[drawn[0]], drawn[1]))
    )


@contextmanager
def in_good_time(seconds: float = SECONDS) -> Generator[None]:
    """Fail where what is done in here takes longer, if it ever ends."""

    def over(*_: object) -> None:
        raise AssertionError(f"it takes more than {seconds:g} seconds of the processor")

    before: Callable[..., object] | int | None = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
