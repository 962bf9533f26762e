"""What `tokenizer.json` says, without loading it: a vocabulary of 30,000 takes as long to load as a passage to read."""

from __future__ import annotations

from pathlib import Path

_UNCUT = b"null"
_AT_THE_END = b'"direction":"Right"'


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
