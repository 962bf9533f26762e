"""Answers made by hand, plain or hostile, for what only writes them down."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import rispy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from msgspec.structs import replace

from qabot.core.answers import Answer, Coverage, Evidence, Hit, ScoreComponent, SearchScope, Turn
from qabot.core.articles import Article, OutletHoldings, Passage
from qabot.core.dates import PartialDate
from qabot.core.questions import AnalysedQuestion, Filters, Period
from qabot.core.text import clean, clean_line

TODAY = date(2026, 11, 25)
DIGITAL = Article(
    id="2015/digital-spending",
    title="Digital spending in the Autumn Statement",
    text="The Chancellor spoke.\n\nThe service will receive £450m over four years. Staff were told.",
    outlet="UKAuthority",
    author="Mark Say",
    published=PartialDate(2015, 11, 25),
    url="https://www.ukauthority.com/articles/digital",
)
QUOTE = "The service will receive £450m over four years."
BARE = Article(id="bare", title="bare", text="The ferry timetable went online.")
SEARCHED = SearchScope(
    "20261124T101500Z-0a1b2c3d", "all-MiniLM-L6-v2", 213, 1018, 213, PartialDate(2010), PartialDate(2026)
)


def ris_records(written: str) -> list[dict[str, Any]]:
    """Read RIS as a reference manager does; an address stays whole, whatever it holds."""
    parser = rispy.RisParser(delimiter_tags_mapping={}, newline="\r\n")
    return cast("list[dict[str, Any]]", parser.parse(written))  # pyright: ignore[reportUnknownMemberType]


def evidence_of(article: Article, quote: str, paragraph: int = 1, rank: int = 1, *copies: Article) -> Evidence:
    """Return the first place of a quote in an article as evidence."""
    start = article.text.index(quote)
    passage = Passage(article.id, 0, 0, len(article.text), article.text)
    hit = Hit(7, passage, rank, (ScoreComponent("dense", rank, 0.5, 0.25),))
    return Evidence(article, start, start + len(quote), quote, article.text_sha256, paragraph, hit, duplicates=copies)


def turn_of(*evidence: Evidence, question: str = "How much did GDS get?", searched: SearchScope = SEARCHED) -> Turn:
    """Return a turn in which these were found, strongly."""
    answer = Answer("strong", evidence, searched)
    return Turn(AnalysedQuestion(question), answer, searched.generation, {"total": 12.5})


def turn_without(*nearest: Evidence, question: str = "Who ate the gruffalo pie?") -> Turn:
    """Return a turn in which nothing was found, though these came near."""
    outlets = (OutletHoldings("UKAuthority", 9), OutletHoldings("Computing", 4))
    lacking = Coverage(outlets, outlets, ("gruffalo",), (("pie", 1),))
    answer = Answer("not_found", (), SEARCHED, nearest=nearest, coverage=lacking)
    return Turn(AnalysedQuestion(question), answer, SEARCHED.generation, {"total": 9.0})


def read_as_more(turn: Turn) -> Turn:
    """Return a turn whose question took over a term and a year, and was limited to an outlet."""
    period = Period(date(2015, 1, 1), date(2015, 12, 31))
    filters = Filters(period.after, period.before, outlets=("UKAuthority",), excluded=("school",))
    question = replace(turn.question, filters=filters, inferred=period, date_words="in 2015", inherited_terms=("GDS",))
    return replace(turn, question=question)


_FRAGMENTS = (
    "\nER  - \nTY  - JOUR", "\r\nER  - \r\n", "}}\n@article{x,", "},\n  title = {", "\\input{x}", "% ", "--",
    "``''", "?`", "</blockquote><script>alert(1)</script>", '" onmouseover="alert(1)', "<!--", "]]>", "&amp;&lt;&#60;",
    "\x00", "\x1b[31m", "\x1b]0;owned\x07", "\u202e", "\u2066", "\u2028", "\x85", "[a](javascript:alert(1))", "![a](b)",
    "](<", "\n# ", "\n---\n", "\n> ", "\n1) ", "```", "| a | b |\n|-|-|", "http://a.example/", "“", "”", '"', "\\",
    "{", "}", "£", "漢字", "e\u0301", "x\n\n    code\n\n",
)  # fmt: skip
hostile = st.lists(st.sampled_from(_FRAGMENTS) | st.text(max_size=6), max_size=5).map("".join)
"""Text that is something else in every format."""
_addresses = st.none() | hostile | st.builds("https://{}".format, hostile) | st.builds("javascript:{}".format, hostile)
_dates = st.builds(PartialDate, st.integers(1, 9999), st.none() | st.integers(1, 12)) | st.dates().map(
    lambda day: PartialDate(day.year, day.month, day.day)
)


@st.composite
def stored_articles(draw: st.DrawFn) -> Article:
    """Draw an article as the index holds it: hostile, but cleaned."""
    text = clean("x" + draw(hostile) + draw(hostile))
    raw = draw(raw_articles)
    return replace(raw, text=text, title=clean_line(raw.title), id=clean_line(raw.id) or "unnamed")


raw_articles: SearchStrategy[Article] = st.builds(
    Article,
    id=hostile,
    title=hostile.map(lambda title: f"t{title}"),
    text=hostile.map(lambda text: f"x{text}x"),
    outlet=st.none() | hostile,
    author=st.none() | hostile,
    published=st.none() | _dates,
    url=_addresses,
)
"""Articles that nobody cleaned."""


@st.composite
def evidence_from(draw: st.DrawFn, articles: SearchStrategy[Article]) -> Evidence:
    """Draw a quote that begins and ends in a visible character, as quotes do."""
    article = draw(articles)
    visible = [place for place, character in enumerate(article.text) if not character.isspace()]
    places = st.integers(0, len(visible) - 1)
    first, last = sorted((draw(places), draw(places)))
    start, end = visible[first], visible[last] + 1
    passage = Passage(article.id, 0, 0, len(article.text), article.text)
    text, digest = article.text[start:end], "0" * 64
    return Evidence(article, start, end, text, digest, draw(st.integers(1, 99)), Hit(7, passage, 1, ()))
