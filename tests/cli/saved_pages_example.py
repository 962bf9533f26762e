"""The folder that README.md adds: a page as a browser saves it to text, its copy in another outlet, and a scan."""

from __future__ import annotations

from pathlib import Path

from tests.corpus.formats.papers import paper

PAGE = """Skip to content

Harbour councils pool their payroll systems

Four harbour councils will run one payroll system from April, their leaders agreed on Tuesday.

The contract, worth £3.2m over five years, replaces four ageing systems that no supplier maintains any longer. Staff
at all four were told in October that no post would be lost.

Related content

Marina trust drops its data centre

“One system means one bill,” said the lead member for finance. She added that the savings would pay for a second
phase, in which pensions follow. Unions want the second phase to wait until the first has run for a year.

Learn More →

Leave a Reply

Great news, about time too.
"""


_TITLE = PAGE.split("\n\n")[1]


def write_saved_pages(folder: Path) -> None:
    """Make the folder."""
    folder.mkdir()
    (folder / "harbour.txt").write_text(PAGE, encoding="utf-8")
    (folder / "harbour-again.txt").write_text(PAGE, encoding="utf-8")
    body = PAGE.partition("Related content")[0].removeprefix("Skip to content")
    article = "".join(f"<p>{each}</p>" for each in body.split("\n\n")[2:] + PAGE.split("\n\n")[6:7])
    (folder / "pooled.html").write_text(
        f"<html><head><title>{_TITLE}</title><meta property='og:site_name' content='Harbour News'>"
        "<meta property='article:published_time' content='2015-11-25'></head><body><article>"
        f"<h1>{_TITLE}</h1>{article}</article></body></html>",
        encoding="utf-8",
    )
    (folder / "scan.pdf").write_bytes(paper([[]]))
