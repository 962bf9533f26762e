"""What is taken for text: each number as it is meant to be, with a case on either side."""

from __future__ import annotations

import pytest

from qabot.corpus.formats.decoding import is_binary


@pytest.mark.parametrize(("nuls", "binary"), [(0, False), (1, False), (2, True), (50, True)])
def test_more_than_one_nul_in_a_hundred_bytes_is_no_text(nuls: int, binary: bool) -> None:
    assert is_binary(b"\0" * nuls + b"x" * (100 - nuls)) is binary


def test_a_byte_order_mark_explains_nuls() -> None:
    assert not is_binary("Two bytes a letter".encode("utf-16"))
    assert is_binary("Two bytes a letter".encode("utf-16-le")), "without a mark"
    assert is_binary(b"\xef\xbb\xbfa\0b\0c\0"), "a mark of UTF-8 explains none"
