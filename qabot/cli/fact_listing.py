"""`qabot show ID --facts`: what one article states, printed."""

from __future__ import annotations

from rich.text import Text

from qabot.cli.json_output import write_json
from qabot.cli.page import standard_output
from qabot.core.errors import UsageError
from qabot.core.settings import Settings
from qabot.core.text import clean_line
from qabot.engine.engine import Engine
from qabot.reports.article_facts_document import facts_document, facts_lines

_INDENTS = {"row": "  ", "quote": "    ", "source": "    "}
_STYLES = {"head": "bold", "source": "dim", "note": "dim"}


def show(settings: Settings, article_id: str, passage: int | None, quote: str | None, *, as_json: bool) -> None:
    """Print the figures, statements and dates of an article.

    Raises:
        UsageError: A passage or a quote is to be marked too.
    """
    if passage is not None or quote is not None:
        raise UsageError("--facts lists facts and marks nothing.", hint="Leave --passage and --quote out.")
    with Engine.open_lexical(settings) as engine:
        article = engine.article(clean_line(article_id))
        facts, stored = engine.facts(article)
    document = facts_document(article, facts, stored=stored)
    if as_json:
        write_json(document)
        return
    page = standard_output()
    for place, line in enumerate(facts_lines(document)):
        if place and line.kind in {"head", "note"}:
            page.line()
        page.line(Text(line.words, style=_STYLES.get(line.kind, "")), _INDENTS.get(line.kind, ""))
