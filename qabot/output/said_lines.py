"""Who said what, in words: the same for every shell and format that shows `qabot.said/1`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from shlex import quote

from qabot.core.facts import SpeechAct
from qabot.core.text import clean_line
from qabot.output.phrasing import counted
from qabot.output.schemas.article_schemas import ArticleParticulars
from qabot.output.schemas.said_schemas import Said, SayingRow

_ACTS: Mapping[SpeechAct, str] = {"called_for": "called for"}
RULE = (
    "A statement is listed where an article says who made it; its words are the article's, and quotation marks in them "
    "are too. What a sentence does is named by its verb alone."
)
"""What a reader is told of the list."""


def act_words(act: SpeechAct) -> str:
    """Return an act as one would say it: `called for`."""
    return _ACTS.get(act, act)


def said_heading(said: Said) -> str:
    """Say what is listed, how much of it, and in which order; or that there is nothing to list."""
    limits = (f" about {said.about}" if said.about else "") + (f", {act_words(said.act)}" if said.act else "")
    if not said.found:
        return f"No statement by {_name(said)}{limits}{',' if said.act else ''} was found"
    what = f"{counted(said.found, 'statement')} by {_name(said)}"
    shown = f", {len(said.rows):,} shown" if len(said.rows) < said.found else ""
    return f"{what}{limits}{shown}; {said.order} first"


def _name(said: Said) -> str:
    """Return the first name, with the article that rows have before it where that is a part of it: The Register."""
    name = said.names[0]
    return f"The {name}" if any(row.speaker == f"The {name}" for row in said.rows) else name


def said_notes(said: Said) -> Iterator[str]:
    """Yield what a reader should know of a list besides: what was read for it, and under which names."""
    among = f"{said.searched.matched_filters:,} that the filters leave" if _is_limited(said) else "all"
    words = " or ".join(f"“{each}”" for each in said.names[:6])
    yield f"read: {counted(said.read, 'article')} with the words {words} in any form, of {among} searched"
    if said.searched.as_of:
        yield f"as of {said.searched.as_of}: nothing that was published later was read"
    if said.searched.held_on:
        yield f"as held on {said.searched.held_on}: what came in later was not read"
    if said.read < said.articles:
        yield f"the newest of {counted(said.articles, 'article')}: a filter on dates reads the others"
    yield from said.warnings


def _is_limited(said: Said) -> bool:
    return said.searched.matched_filters != said.searched.articles


def speaker_words(row: SayingRow) -> str:
    """Say who speaks, and for whom where that is another: `Carolyn Downs (Local Government Association)`."""
    speaker = clean_line(row.speaker)
    return f"{speaker} ({row.body})" if row.body and row.body != row.speaker else speaker


def statement_words(row: SayingRow) -> str:
    """Say who did what, and how it is told: `Socitm, warned (“warned”), in quotation marks`."""
    manner = "direct" if row.direct else "indirect"
    return f"{speaker_words(row)} · {act_words(row.act)} (“{row.cue}”) · {manner}"


def place_words(row: SayingRow) -> str:
    """Say where it is reported, and how to see it there."""
    return f"{row.article.attribution} · {row.article.title}"


def check_words(row: SayingRow) -> str:
    """Return the command that shows a statement in its article."""
    version = f" --version {row.article.version_sha256[:16]}" if row.article.version_sha256 else ""
    return f"qabot show {quote(row.article.id)} --quote {row.start}:{row.end}{version}"


def also_words(row: SayingRow) -> str:
    """Say who else reports it; empty where nobody does."""
    others: list[ArticleParticulars] = [each.article for each in row.also_in]
    return f"also in: {'; '.join(each.attribution for each in others)}" if others else ""


def by_act(said: Said) -> dict[SpeechAct, tuple[SayingRow, ...]]:
    """Return the rows by what their cues do: the act with most of them first."""
    groups: dict[SpeechAct, list[SayingRow]] = {}
    for row in said.rows:
        groups.setdefault(row.act, []).append(row)
    return {act: tuple(rows) for act, rows in sorted(groups.items(), key=lambda each: -len(each[1]))}


def grouped(said: Said, *, is_grouped: bool) -> list[tuple[str, tuple[SayingRow, ...]]]:
    """Return the rows under headings: one for each act, or all under none."""
    if not is_grouped:
        return [("", said.rows)]
    return [(f"{act_words(act).capitalize()} ({len(rows):,})", rows) for act, rows in by_act(said).items()]
