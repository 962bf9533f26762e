"""Who said what, and when: a dated list of a speaker's statements in the words of those who report them.

Other outlets that report the same statement within days stand under the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from qabot.core.answers import SearchScope
from qabot.core.articles import Article, findable_outlets
from qabot.core.facts import Attribution, SpeechAct
from qabot.core.name_keys import name_key
from qabot.core.text import numbered_paragraphs
from qabot.facts.attributions import find_attributions
from qabot.facts.body_mentions import Gazetteer
from qabot.facts.press_names import PRESS
from qabot.facts.speaker_articles import SpeakerArticle, SpeakerSearch
from qabot.facts.speaker_names import SpeakerNames
from qabot.facts.speech_cues import CueLexicon
from qabot.facts.topic_articles import TopicArticle, TopicSearch
from qabot.output.schemas.said_schemas import SayingOrder

_SAME_DAYS = 14
"""Days within which two outlets may report one statement."""
_ALIKE = 0.6
"""Share of the content words of two statements together that both have, from which on they are one."""
_WITHIN = 0.8
"""Share of the shorter of two quotations that is within the longer, from which on they are one."""
_FEWEST = 4
"""Content words of a statement from which on it may be told from another."""
_SHORT = 3
_WORD = re.compile(r"[^\W_]+")


class Saying(Struct, frozen=True):
    """Something that was said, where an article says so."""

    attribution: Attribution
    """Who, by which words, and what."""
    article: Article
    """The stored article that reports it: of several the earliest."""
    about: tuple[str, ...]
    """The bodies and programmes that the words said name, but for the speaker's own."""
    also_in: tuple[tuple[Article, Attribution], ...] = ()
    """Where others report the same."""

    @property
    def quote(self) -> str:
        """The sentences that report it, cut from the article."""
        return self.article.text[self.attribution.start : self.attribution.end]

    @property
    def cue(self) -> str:
        """The words that report, as the article writes them."""
        return " ".join(self.article.text[slice(*self.attribution.cue)].split())

    @property
    def contents(self) -> tuple[str, ...]:
        """What was said, part by part, cut from the article."""
        return tuple(self.article.text[start:end] for start, end in self.attribution.contents)


class Sayings(Struct, frozen=True):
    """What a speaker said."""

    who: str
    """As typed."""
    names: tuple[str, ...]
    """All that the speaker is called, the usual name first."""
    rows: tuple[Saying, ...]
    """The statements, in their order."""
    found: int
    """How many there are, shown or not."""
    order: SayingOrder
    """Which stand first."""
    about: str
    """The topic that they are limited to; empty where they are not."""
    act: SpeechAct | None
    """The act that they are limited to."""
    naming: int
    """How many articles name the speaker."""
    read: int
    """How many of those were read."""
    searched: SearchScope
    """What was searched."""
    warnings: tuple[str, ...] = ()
    """What the reader should know besides."""


def sayings(
    search: SpeakerSearch,
    gazetteer: Gazetteer,
    cues: CueLexicon,
    *,
    act: SpeechAct | None = None,
    order: SayingOrder = "newest",
    limit: int | None = None,
) -> Sayings:
    """Return what a speaker said.

    Args:
        search: The articles that name the speaker, and perhaps a topic.
        gazetteer: Knows bodies and programmes.
        cues: The words that report.
        act: Only what was said so.
        order: Which rows stand first.
        limit: How many rows to return at the most; all by default.
    """
    own = SpeakerNames(search.names)
    rows = [
        Saying(said, held.article, _about(said, held.article, gazetteer))
        for held in search.articles
        for said in _bearing(held.about, held.article, _statements(held, gazetteer, cues))
        if (act is None or said.act == act) and own.has(said, held.article)
    ]
    rows = _folded(rows)
    if order == "newest":
        rows.sort(key=_age)
    return Sayings(
        who=search.who,
        names=search.names,
        rows=tuple(rows[:limit]),
        found=len(rows),
        order=order,
        about=search.topic,
        act=act,
        naming=search.found,
        read=len(search.articles) if not search.topic else search.read,
        searched=search.searched,
        warnings=search.warnings,
    )


def topic_sayings(search: TopicSearch, gazetteer: Gazetteer, cues: CueLexicon) -> list[Saying]:
    """Return what bodies and persons that are named said about a topic, the earliest first; each said once.

    Args:
        search: The articles about it.
        gazetteer: Knows bodies and programmes.
        cues: The words that report.
    """
    return _folded(
        [
            Saying(said, held.article, _about(said, held.article, gazetteer))
            for held in search.articles
            for said in _bearing(held, held.article, _statements(held, gazetteer, cues))
            if _is_named(said, held.article)
        ]
    )


def _is_named(said: Attribution, article: Article) -> bool:
    """Whether a speaker is a body or a person by name: "the council" and "a report" say little by themselves.

    The press is none: who reports is told with every quote, and is not who says it.
    """
    press = PRESS | {_bare(outlet) for outlet in findable_outlets(article)}
    if _bare(said.speaker) in press or _bare(said.body) in press:
        return False
    words = said.speaker.split()
    is_person = len(words) > 1 and all(word[:1].isupper() for word in words)
    return is_person or bool(said.body and name_key(said.speaker) == name_key(said.body))


def _bare(name: str) -> str:
    return name.casefold().removeprefix("the ")


def _age(row: Saying) -> tuple[bool, int]:
    """Return what sorts the newest first and the undated last; those of one day stay in their order."""
    published = row.article.published
    return published is None, -published.first.toordinal() if published else 0


def _statements(held: SpeakerArticle | TopicArticle, gazetteer: Gazetteer, cues: CueLexicon) -> tuple[Attribution, ...]:
    """Return what an article reports: as it was read when it was indexed, or else read now."""
    return held.facts.attributions if held.facts else tuple(find_attributions(held.article, gazetteer, cues=cues))


def _bearing(about: TopicArticle | None, article: Article, statements: Iterable[Attribution]) -> Iterator[Attribution]:
    """Return those that are about the topic: they or their paragraph name it, or their article's title does."""
    if about is None or about.is_titled:
        yield from statements
        return
    paragraphs = [span for _, span in numbered_paragraphs(article.text)]
    for said in statements:
        paragraph = next((span for span in paragraphs if span[0] <= said.start < span[1]), (0, 0))
        first, last = min(said.start, paragraph[0]), max(said.end, paragraph[1])
        if any(start < last and end > first for start, end in about.naming):
            yield said


def _about(said: Attribution, article: Article, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the bodies and programmes that the words said name, the speaker left out."""
    text = " ".join(article.text[start:end] for start, end in said.contents)
    own = {name_key(said.speaker), name_key(said.body)}
    named = (each.name for each in gazetteer.located(text, article.published))
    return tuple(dict.fromkeys(name for name in named if name_key(name) not in own))


def _folded(rows: Sequence[Saying]) -> list[Saying]:
    """Put what several outlets report under the first of them; rows come in order of their dates, and so they stay."""
    kept: list[Saying] = []
    words: list[frozenset[str]] = []
    holding: dict[str, list[int]] = {}
    for row in rows:
        own = frozenset(word for word in _words(" ".join(row.contents)) if len(word) > _SHORT or word.isdigit())
        near = sorted({place for word in own for place in holding.get(word, ())})
        place = next((each for each in near if _is_same(kept[each], words[each], row, own)), None)
        if place is None:
            for word in own:
                holding.setdefault(word, []).append(len(kept))
            kept.append(row)
            words.append(own)
        else:
            first = kept[place]
            also = (*first.also_in, (row.article, row.attribution))
            kept[place] = Saying(first.attribution, first.article, first.about, also)
    return kept


def _is_same(one: Saying, words: frozenset[str], other: Saying, others: frozenset[str]) -> bool:
    """Whether two articles report one statement: said by the same, within days, in nearly the same words."""
    if one.article.id == other.article.id or (min(len(words), len(others)) < _FEWEST and words != others):
        return False
    if not (_same_speaker(one.attribution, other.attribution) and _within_days(one.article, other.article)):
        return False
    common = len(words & others)
    if one.attribution.direct and other.attribution.direct and common >= _WITHIN * min(len(words), len(others)):
        return True
    return common >= _ALIKE * len(words | others) and _figures(words) == _figures(others)


def _same_speaker(one: Attribution, other: Attribution) -> bool:
    return name_key(one.speaker) == name_key(other.speaker) or bool(one.body and one.body == other.body)


def _within_days(one: Article, other: Article) -> bool:
    if one.published is None or other.published is None:
        return one.published is other.published
    return abs((other.published.first - one.published.first).days) <= _SAME_DAYS


def _figures(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word in words if any(map(str.isdigit, word)))


def _words(text: str) -> Iterator[str]:
    return (word.casefold() for word in _WORD.findall(text))
