"""What a citation says of one quote, ready for any format: cleaned once more, and nothing that is not known."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date

from msgspec import Struct

from qabot.core.answers import Evidence
from qabot.core.articles import Article, ReportedArticle
from qabot.core.dates import PartialDate
from qabot.core.text import Span, clean, clean_line
from qabot.output.answer_marks import answer_within
from qabot.output.attribution import may_be_quoted, source, superseded_words

BRIEF_NOTE = "A summary in words of the qabot project, not of the outlet."
"""What every format of references says of a brief."""
_WEB = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_UNSAFE = re.compile(r"""[ "<>\\^`{|}]""")
"""What no address may hold (RFC 3986), and what would end one in Markdown or in BibTeX."""
_NO_KEY = re.compile(r"[^a-z0-9]+")


class BriefReference(Struct, frozen=True):
    """What a brief reports on: never the source of its words."""

    outlet: str | None
    """Who published that."""
    title: str | None
    """Its own headline."""
    published: PartialDate | None
    """When."""
    url: str | None
    """Where it can be read, where that is an address on the web."""

    @classmethod
    def of(cls, article: Article) -> BriefReference:
        """Return what a brief reports on, cleaned, as far as it is known."""
        on = article.reports_on or ReportedArticle()
        outlet, title = (clean_line(each or "") or None for each in (on.outlet, on.title))
        return cls(outlet, title, on.published or article.published, web_address(on.url))

    @property
    def words(self) -> str:
        """Say what it is: headline, outlet and date, as far as they are known, without the address."""
        dated = self.published.label if self.published else None
        return ", ".join(part for part in (self.title, self.outlet, dated) if part)

    @property
    def words_and_address(self) -> str:
        """Say what it is and where it stands, as far as that is known."""
        return ", ".join(filter(None, (self.words, self.url)))


class Reference(Struct, frozen=True):
    """One quote and where it stands; every text but the quote is on one line."""

    key: str
    """What a bibliography calls it: ASCII letters and digits and a hyphen, the same for the same quote for good."""
    quote: str
    """Exactly `article.text[start:end]`: of a stored article, cleaning changes nothing."""
    paragraph: int
    """The paragraph it begins in, from 1."""
    title: str
    """The article's title."""
    outlet: str | None
    """Who published it."""
    author: str | None
    """Byline, whole: it may name several, whom `author_names` tells apart."""
    published: PartialDate | None
    """As precise as the source gives it."""
    url: str | None
    """Where it can be read, where that is an address on the web."""
    accessed: date
    """The day it was looked up."""
    source: str
    """Who says it and when, in words; empty where neither is known."""
    brief: BriefReference | None = None
    """What a brief reports on; None for an article, which is quoted in its outlet's words."""
    superseded: str = ""
    """What is said of a version that is held no more; empty for any other."""
    answer: Span | None = None
    """The part of `quote` that answers; None where no reader says which it is."""

    @classmethod
    def of(cls, evidence: Evidence, accessed: date) -> Reference:
        """Return what a citation of this quote says."""
        article, quote = evidence.article, clean(evidence.text)
        is_stored = quote == evidence.text
        return cls(
            key=_key(evidence),
            quote=quote,
            paragraph=evidence.paragraph,
            title=clean_line(article.title),
            outlet=clean_line(article.outlet or "") or None,
            author=clean_line(article.author or "") or None,
            published=article.published,
            url=web_address(article.url),
            accessed=accessed,
            source=clean_line(source(article)),
            superseded=superseded_words(article),
            brief=None if may_be_quoted(article) else BriefReference.of(article),
            answer=answer_within(evidence, evidence.start, evidence.end) if is_stored else None,
        )

    @property
    def place(self) -> str:
        """Say where in which version of the article it stands: `para. 3`."""
        return "; ".join(filter(None, (f"para. {self.paragraph}", self.superseded)))


def web_address(url: str | None) -> str | None:
    """Return an address that may become a link: http or https, its unsafe characters encoded; else None."""
    address = clean_line(url or "")
    return _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", address) if _WEB.match(address) else None


def _key(evidence: Evidence) -> str:
    """Name a quote after its outlet, its year, and a digest of its article's id, its range and its words."""
    article = evidence.article
    outlet = _NO_KEY.sub("", unicodedata.normalize("NFKD", article.outlet or "").lower())[:24]
    year = article.published.year if article.published else "undated"
    proof = ascii((article.id, evidence.start, evidence.end, evidence.text))
    return f"{outlet or 'article'}{year}-{hashlib.sha256(proof.encode()).hexdigest()[:10]}"
