"""Atom feeds: whatever others wrote is text in them, and no text keeps a reader of feeds from reading the rest."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from hypothesis import example, given
from hypothesis import strategies as st

from qabot.core.text import xml_safe
from qabot.output.atom import AtomEntry, atom_document

WHEN = datetime(2015, 11, 25, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


@given(st.text(min_size=1, max_size=50))
@example("No characters of XML: \ufffe\uffff\x00\x0b\ud800")
@example("</title><entry>&amp;]]>")
def test_any_text_is_read_again_as_text(text: str) -> None:
    entry = AtomEntry("urn:1", text, WHEN, text, f"https://a.example/?q={text}")
    root = ET.fromstring(atom_document(AtomEntry("urn:0", text, WHEN, text, text), [entry]))  # noqa: S314 - our own
    (read,) = root.findall(f"{ATOM}entry")
    texts = root.findtext(f"{ATOM}title"), root.findtext(f"{ATOM}subtitle"), read.findtext(f"{ATOM}content")
    assert [(each or "").split() for each in texts] == [xml_safe(text).split()] * 3
    assert read.find(f"{ATOM}link") is not None
