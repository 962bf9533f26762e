"""PDF files made for tests: text at given places, in fonts that have glyphs of ligatures, encrypted or not."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

WIDE, HIGH = 595, 842
LIGATURES = {"\ufb01": "\x01", "\ufb02": "\x02", "\ufb00": "\x03", "\ufb03": "\x04", "\ufb04": "\x05"}
"""Which byte of the font shows which ligature."""
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


class Print(NamedTuple):
    """Words at a place."""

    x: float
    y: float
    text: str
    size: float = 11
    way: str = "1 0 0 1"
    """The first four numbers of the text's matrix: other ones turn it."""


def column(x: float, top: float, lines: Sequence[str], *, size: float = 11, leading: float = 14) -> list[Print]:
    """Return lines below each other."""
    return [Print(x, top - number * leading, line, size) for number, line in enumerate(lines)]


def paper(
    sheets: Sequence[Sequence[Print]],
    title: str = "",
    author: str = "",
    *,
    rotate: int = 0,
    password: str | None = None,
) -> bytes:
    """Return a PDF with these words on these pages.

    Args:
        sheets: Page by page.
        title: What the file says its title is.
        author: Who wrote it.
        rotate: By how many degrees its pages are turned when they are shown.
        password: What opens it; empty for a file that opens by itself, but is encrypted all the same.
    """
    names = "/fi /fl /ff /ffi /ffl"
    font = f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /Differences [1 {names}]"
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        f"{font} /BaseEncoding /WinAnsiEncoding >> >>".encode(),
    ]
    kids: list[str] = []
    for prints in sheets:
        stream = "\n".join(
            f"BT /F1 {each.size} Tf {each.way} {each.x} {each.y} Tm ({_coded(each.text)}) Tj ET" for each in prints
        )
        data = stream.encode("cp1252")
        if password is not None:
            data = _rc4(_object_key(_key(password), len(objects) + 2), data)
        kids.append(f"{len(objects) + 1} 0 R")
        box = f"/MediaBox [0 0 {WIDE} {HIGH}] /Rotate {rotate} /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {len(objects) + 2} 0 R >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data))
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R"
    if password is None:
        objects.append(f"<< /Title ({_coded(title)}) /Author ({_coded(author)}) >>".encode("cp1252"))
        trailer += f" /Info {len(objects)} 0 R"
    else:
        shown = _rc4(_key(password), _PADDING).hex()
        locked = f"<< /Filter /Standard /V 1 /R 2 /O <{_PADDING.hex()}> /U <{shown}> /P -4 >>"
        trailer += f" /ID [<00> <00>] /Encrypt {locked}"
    return _written(objects, trailer)


def _coded(text: str) -> str:
    for ligature, code in LIGATURES.items():
        text = text.replace(ligature, code)
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _written(objects: Sequence[bytes], trailer: str) -> bytes:
    data, places = b"%PDF-1.4\n", list[int]()
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< {trailer} >>\n"
    end += f"startxref\n{len(data)}\n%%EOF"
    return data + end.encode()


def _key(password: str) -> bytes:
    padded = (password.encode() + _PADDING)[:32]
    return hashlib.md5(padded + _PADDING + (2**32 - 4).to_bytes(4, "little") + b"\0", usedforsecurity=False).digest()[
        :5
    ]


def _object_key(key: bytes, number: int) -> bytes:
    return hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0", usedforsecurity=False).digest()[:10]


def _rc4(key: bytes, data: bytes) -> bytes:
    """Encrypt as old PDF files are."""
    state = list(range(256))
    at = 0
    for number in range(256):
        at = (at + state[number] + key[number % len(key)]) % 256
        state[number], state[at] = state[at], state[number]
    done = bytearray()
    one = other = 0
    for byte in data:
        one = (one + 1) % 256
        other = (other + state[one]) % 256
        state[one], state[other] = state[other], state[one]
        done.append(byte ^ state[(state[one] + state[other]) % 256])
    return bytes(done)
