"""A conversation as one HTML page that asks for nothing: no script, no font, no picture, nothing from elsewhere.

What articles and questions hold is escaped, and the page's own policy forbids the browser to run or fetch anything,
should that ever fail.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from qabot.core.answers import Evidence, Turn
from qabot.core.text import clean_line, printable
from qabot.output.phrasing import (
    CHECK,
    PROMISE,
    also_in,
    asked,
    explain_query,
    missing,
    moment,
    origins_words,
    proof,
    searched,
    verdict_words,
)
from qabot.output.reference import Reference


def page(turns: Sequence[Turn], made: datetime) -> str:
    """Return the page.

    Args:
        turns: The conversation, oldest first.
        made: When the page is made.
    """
    title = clean_line(asked(turns[0].question)) if len(turns) == 1 else "Questions and evidence"
    told = "".join(line for turn in turns for line in _turn(turn, made))
    return html_document(title, "Questions and evidence", told, made)


def html_document(title: str, heading: str, body: str, made: datetime | None) -> str:
    """Return a page of this form; it may fetch and run nothing.

    Args:
        title: What the browser's tab says.
        heading: What stands above.
        body: Ready HTML, in which nothing of others stands unescaped.
        made: When the page is made; without, it says neither that nor how to check a quote, and is always the same.
    """
    told = f"<p>{on_page(moment(made))}</p>\n" if made else ""
    foot = (
        f"<footer>\n<p>{on_page(PROMISE)} To check a quote: <code>{on_page(CHECK)}</code></p>\n</footer>\n"
        if made
        else ""
    )
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(style)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{on_page(title)} – qabot</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>{on_page(heading)}</h1>
{told}</header>
<main>
{body}</main>
{foot}</body>
</html>
"""


def _policy(style: str) -> str:
    """Return what the browser may do: apply this very style, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _turn(turn: Turn, made: datetime) -> Iterator[str]:
    answer = turn.answer
    yield f"<article>\n<h2>{on_page(clean_line(asked(turn.question)))}</h2>\n"
    verdict = f"<strong>{on_page(verdict_words(answer).capitalize())}</strong>"
    yield f"<p>{' · '.join(filter(None, (verdict, on_page(origins_words(answer)))))}</p>\n"
    yield from (f"<p>{on_page(line)}</p>\n" for line in missing(answer))
    yield _list(on_page(line) for line in explain_query(turn))
    yield from _quotes("ol", answer.evidence, made)
    if answer.nearest:
        yield "<h3>Nearest, though it does not answer</h3>\n"
        yield from _quotes("ul", answer.nearest, made)
    for warning in answer.warnings:
        yield f"<p>Note: {on_page(warning)}</p>\n"
    yield f"<p><small>{on_page(searched(answer))}</small></p>\n</article>\n"


def _list(items: Iterable[str]) -> str:
    shown = "".join(f"<li>{item}</li>\n" for item in items)
    return f'<ul class="read">\n{shown}</ul>\n' if shown else ""


def _quotes(element: Literal["ol", "ul"], evidence: Sequence[Evidence], made: datetime) -> Iterator[str]:
    if evidence:
        yield f'<{element} class="quotes">\n'
        yield from (f"<li>\n{_figure(each, made)}</li>\n" for each in evidence)
        yield f"</{element}>\n"


def _figure(evidence: Evidence, made: datetime) -> str:
    """Return a quote with its citation, and its proof below."""
    reference = Reference.of(evidence, made.date())
    source = f' cite="{on_page(reference.url)}"' if reference.url else ""
    below = "".join(f"<br>\n<small>{on_page(line)}</small>" for line in (also_in(evidence), proof(evidence)) if line)
    return (
        f"<figure>\n<blockquote{source}><p>{_quoted(reference)}</p></blockquote>\n"
        f"<figcaption>{_brief(reference) or ', '.join(_cited(reference))}{below}</figcaption>\n</figure>\n"
    )


def _quoted(reference: Reference) -> str:
    """Return the words of a quote, those marked that answer."""
    quote, (first, last) = reference.quote, reference.answer or (0, 0)
    if first == last:
        return on_page(quote)
    return f"{on_page(quote[:first])}<mark>{on_page(quote[first:last])}</mark>{on_page(quote[last:])}"


def _brief(reference: Reference) -> str:
    """Return the citation of a brief, whose one link is to what it reports on; empty for an article."""
    brief = reference.brief
    if brief is None:
        return ""
    on = on_page(brief.words or brief.url or "")
    if brief.url:
        on = f'<a href="{on_page(brief.url)}" rel="noreferrer">{on}</a>'
    about = f". It reports on: {on}" if on else ""
    return f"{on_page(reference.source)}: {on_page(reference.title)}, para. {reference.paragraph}{about}"


def _cited(reference: Reference) -> Iterator[str]:
    title = f"<cite>{on_page(reference.title)}</cite>"
    yield f'<a href="{on_page(reference.url)}" rel="noreferrer">{title}</a>' if reference.url else title
    if reference.outlet:
        yield on_page(reference.outlet)
    if reference.published:
        yield f'<time datetime="{reference.published}">{on_page(reference.published.label)}</time>'
    yield on_page(reference.place)


def on_page(text: str) -> str:
    """Return text as it may stand between tags, and in an attribute between quotes."""
    return html.escape(printable(text))
