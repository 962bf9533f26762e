"""Reading pages leaves the logging of whoever embeds qabot as it is, and writes nothing on standard error."""

from __future__ import annotations

import subprocess
import sys

_READS = """
import logging

names = ("trafilatura", "htmldate")
set_before = {name: logging.ERROR for name in names}
import trafilatura
for name, level in set_before.items():
    logging.getLogger(name).setLevel(level)
from qabot.corpus.drafts import RawDocument
from qabot.corpus.formats import web_page
from qabot.corpus.formats.unreadable import UnreadableDocument

assert {name: logging.getLogger(name).level for name in names} == set_before
for name in names:
    logging.getLogger(name).setLevel(logging.DEBUG)
try:
    list(web_page.read(RawDocument("x", b"<html><body></body></html>", "html")))
except UnreadableDocument:
    print("refused")
"""


def test_a_page_that_the_libraries_complain_of_is_refused_in_silence() -> None:
    done = subprocess.run([sys.executable, "-c", _READS], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "refused\n", "")
