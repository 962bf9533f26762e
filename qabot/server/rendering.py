"""Pages from templates. Whatever a template shows is cleaned once more and escaped; nothing of others is markup."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

import qabot.output
from qabot.core.answers import Evidence
from qabot.core.articles import Article
from qabot.core.dates import utc_now
from qabot.core.errors import QabotError
from qabot.core.text import Span, clean_line, printable
from qabot.output import marked_html
from qabot.output.attribution import BRIEFS_SAID, linked_address, may_be_quoted, source, text_count
from qabot.output.phrasing import PROMISE, also_in, counted
from qabot.output.reference import Reference, web_address
from qabot.server.error_hints import near_links
from qabot.server.problems import Refused, headers_of, status_of, status_words
from qabot.server.security_headers import FORM_REFERRER
from qabot.server.site import Site, admitted_visitor, told_to

_HERE = Path(__file__).parent
_SHA_SHOWN = 16
"""Digits of the hash of a text that a permalink holds."""
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


@cache
def style() -> tuple[bytes, str]:
    """Return the one stylesheet, with a digest: that of standalone pages, and what pages of a site need besides."""
    sheets = (Path(qabot.output.__file__).parent / "page.css", _HERE / "static" / "site.css")
    data = b"\n".join(sheet.read_bytes() for sheet in sheets)
    return data, hashlib.sha256(data).hexdigest()[:12]


@cache
def script() -> tuple[bytes, str]:
    """Return the one script, and a digest of it."""
    data = (_HERE / "static" / "site.js").read_bytes()
    return data, hashlib.sha256(data).hexdigest()[:12]


def static_file(request: Request) -> Response:
    """Answer with the stylesheet or the script; an address names what it holds, so it is kept for good."""
    files = {"site.css": (style, "text/css"), "site.js": (script, "text/javascript")}
    found = files.get(request.path_params["name"])
    if found is None:
        raise Refused(404, "There is no such file.", hint="Begin at the first page.")
    return Response(found[0]()[0], headers=_FOR_EVER, media_type=found[1])


def article_path(
    article_id: str, start: int | None = None, end: int | None = None, paragraph: int | None = None
) -> str:
    """Return the address of an article, with a range of it marked and a paragraph to begin at."""
    path = f"/article/{quote(article_id)}"
    if start is not None and end is not None:
        path += f"?{urlencode({'mark': f'{start}-{end}'})}"
    return f"{path}#p{paragraph}" if paragraph else path


def permalink(evidence: Evidence, generation: str) -> str:
    """Return the address that shows a quote for good: it names the generation, the range, and what the text was."""
    return quote_path(generation, evidence.article.id, evidence.start, evidence.end, evidence.text_sha256)


def quote_path(generation: str, article_id: str, start: int, end: int, text_sha256: str) -> str:
    """Return the permanent address of a range of a text."""
    return f"/q/{quote(generation)}/{quote(article_id)}/{start}-{end}?text={text_sha256[:_SHA_SHOWN]}"


def cited(evidence: Evidence) -> Reference:
    """Return what is said of a quote where it is cited."""
    return Reference.of(evidence, utc_now().date())


def render(
    request: Request, template: str, context: Mapping[str, Any], status: int = 200, *, changes: bool = False
) -> HTMLResponse:
    """Return a page.

    Args:
        request: What it answers.
        template: The file's name.
        context: What the template shows.
        status: Of HTTP.
        changes: Whether it has forms that change something.
    """
    site: Site = request.app.state.site
    visitor = admitted_visitor(request)
    trouble = site.engine.trouble if visitor else None
    shared = {
        "path": request.url.path,
        "is_editor": visitor is not None and visitor.may_change,
        "is_owner": visitor is not None and visitor.is_owner,
        "trouble": trouble and told_to(request, trouble),
    }
    told = _templates().get_template(template).render({**context, **shared})
    return HTMLResponse(told, status, FORM_REFERRER if changes else None)


def handed_out(body: str | bytes, name: str, media_type: str) -> Response:
    """Return a file to keep; its name is ours alone, for what was asked never stands in a header."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    sent = body if isinstance(body, bytes) else body.encode(errors="replace")
    return Response(sent, headers=headers, media_type=media_type)


def error_page(request: Request, error: QabotError) -> HTMLResponse:
    """Return the page that tells of an error."""
    status = status_of(error)
    # A path that begins with two strokes would name another site.
    again = f"/{request.url.path.lstrip('/')}?{request.url.query}".rstrip("?")
    told: dict[str, Any] = {"error": error, "status_words": status_words(status), "told_status": status}
    told |= {"again": again, "near": near_links(error)}
    page = render(request, "error.html", told, status)
    page.headers.update(headers_of(error))
    return page


def _shown(value: object) -> object:
    """Return a value as a template may show it: text without what steers a screen or turns its direction."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
        auto_reload=False,
    )
    shared: dict[str, object] = {
        "style_path": f"/static/site.css?v={style()[1]}",
        "script_path": f"/static/site.js?v={script()[1]}",
        "promise": PROMISE,
        "briefs_said": BRIEFS_SAID,
        "also_in": also_in,
        "article_path": article_path,
        "cited": cited,
        "counted": counted,
        "may_be_quoted": may_be_quoted,
        "permalink": permalink,
        "source": source,
        "text_count": text_count,
        "quote_path": quote_path,
        "marked_quote": _marked_quote,
        "marked_text": _marked_text,
        "original": _original,
        "on_one_line": clean_line,
    }
    environment.globals.update(cast("dict[str, Any]", shared))
    return environment


def _marked_quote(evidence: Evidence) -> Markup:
    return Markup(marked_html.marked_quote(evidence))  # noqa: S704 - it is escaped there


def _marked_text(text: str, shown: Span, marked: Span | None, named: Sequence[Span] = ()) -> Markup:
    return Markup(marked_html.marked_text(text, shown, marked, named))  # noqa: S704 - likewise


def _original(article: Article) -> str | None:
    """Return where an article, or what a brief reports on, can be read, if that is an address on the web."""
    return web_address(linked_address(article))
