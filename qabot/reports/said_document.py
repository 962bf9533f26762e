"""Who said what, as the document that every shell and format shows."""

from __future__ import annotations

from qabot.core.articles import Article
from qabot.core.facts import Attribution
from qabot.output.json_documents import particulars, searched, text_or_none
from qabot.output.schemas.article_schemas import Range
from qabot.output.schemas.said_schemas import Said, SameSaying, SayingRow
from qabot.reports.sayings import Saying, Sayings

_JOIN = " … "


def said_document(found: Sayings) -> Said:
    """Return `qabot.said/1`."""
    return Said(
        who=found.who,
        names=found.names,
        about=found.about,
        act=found.act,
        order=found.order,
        rows=tuple(map(_row, found.rows)),
        found=found.found,
        articles=found.naming,
        read=found.read,
        searched=searched(found.searched),
        warnings=found.warnings,
    )


def _row(saying: Saying) -> SayingRow:
    said, article = saying.attribution, saying.article
    return SayingRow(
        speaker=said.speaker,
        body=said.body,
        cue=saying.cue,
        act=said.act,
        direct=said.direct,
        content=_JOIN.join(saying.contents),
        contents=tuple(Range(start=start, end=end, text=article.text[start:end]) for start, end in said.contents),
        about="; ".join(saying.about),
        date=text_or_none(article.published),
        quote=saying.quote,
        start=said.start,
        end=said.end,
        article=particulars(article),
        text_sha256=article.text_sha256,
        also_in=tuple(_same(other, its) for other, its in saying.also_in),
    )


def _same(article: Article, said: Attribution) -> SameSaying:
    quote = article.text[said.start : said.end]
    return SameSaying(quote=quote, start=said.start, end=said.end, article=particulars(article))
