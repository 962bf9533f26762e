"""`tokenizer.json`, loaded no oftener than it must be: 30,000 tokens take as long to load as a passage to read."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from tokenizers import Tokenizer

_UNCUT = b"null"
_AT_THE_END = b'"direction":"Right"'


@lru_cache(4)
def loaded_tokenizer(data: bytes, *, is_cut: bool) -> Tokenizer:
    """Return what a file holds, loaded; the same for the same file, and not to be changed.

    A build opens its encoder to count tokens and again to embed, and the generations of a home share one file, which
    whoever follows them would load anew each time.

    Args:
        data: The whole file.
        is_cut: Whether texts are cut where the file says so, or never.

    Raises:
        Exception: The file is damaged; of what class, the library does not say.
    """
    tokenizer = Tokenizer.from_buffer(data)
    tokenizer.no_padding()  # `Tokeniser.feed` pads, once the texts are sorted by length
    if not is_cut:
        tokenizer.no_truncation()
    return tokenizer


def same_but_for_cut(one: Path, other: Path) -> bool:
    """Whether two files make the same tokens of a text, each from its beginning and perhaps not of all of it.

    A file that cannot be read is the same as none: loading it says why.
    """
    try:
        (cut, mine), (cut_there, theirs) = _cut_and_rest(one), _cut_and_rest(other)
    except OSError:
        return False
    return mine == theirs and all(each == _UNCUT or _AT_THE_END in each for each in (cut, cut_there))


def _cut_and_rest(path: Path) -> tuple[bytes, bytes]:
    """Return what a file says of where it cuts, and all else that it says."""
    head, padding, rest = path.read_bytes().partition(b',"padding":')
    before, _, cut = head.partition(b'"truncation":')
    return cut, before + padding + rest
