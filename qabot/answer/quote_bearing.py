"""Whether a further quote bears on what is asked: its article names what the question names, or it says much of it.

The best passages of a corpus that has one article on a subject are that article's and then what is merely like it: of
another programme, another council, another body. Nothing in their order tells where the subject ends. Names do. Where
it is not sure that an article lacks them, its quote stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from qabot.answer.name_mentions import Named, names_in
from qabot.answer.names_as_written import names_as_written
from qabot.answer.sentence_scoring import QueryProfile, ScoredHit
from qabot.core.answers import Evidence
from qabot.core.articles import Article
from qabot.core.questions import AnalysedQuestion
from qabot.core.text import words_in_line
from qabot.question.tokeniser import STOP_WORDS

_ENOUGH = 0.5
"""Share, by rarity, of the names that an article must have, or of the question's terms that a quote must say itself."""
_PIECE = re.compile(r"\S+")
_SIDE_BY_SIDE = re.compile(
    r"\b(?:vs?|versus|than|compar\w*|differ\w*|both|either|against|between|unlike|alike)\b", re.IGNORECASE
)
"""What shows that two things are set side by side, of which an article may have either."""
_JOINED = re.compile(
    r"\s*(?:,|/|&|\+|,?\s*\b(?:and|or|nor|with)\b)\s*(?:the\s+|on\s+|in\s+|at\s+|for\s+|by\s+)?", re.IGNORECASE
)
"""What stands between names that are asked about together."""
_REGIONS = frozenset(
    """america american anglia britain british britons brits central channel cumbria cymru east eastern england english
    europe european eu gb great humber ireland irish isles kingdom london londons mercia mersey merseyside mid midlands
    north northern northwest northeast scotland scots scottish scotlands south southern southwest southeast tees
    teesside tyne tyneside uk uks ulster united wales wear welsh wessex west western yorkshire""".split()
)
"""Words for whole parts of the country: what lies in one often does not say so."""
_OF_ALL = frozenset("government govt hmg ict ministers mp mps parliament sector whitehall".split())
"""What nearly every article is about, whether or not it has the word."""


class QuoteBearing(Struct, frozen=True, eq=False):
    """What a question names of what was found, ready for quotes to be held against it."""

    profile: QueryProfile
    """What is asked."""
    names: tuple[Named, ...]
    """The names in it that tell what was found apart; none where nothing is known to be one."""
    any_will_do: bool
    """Whether an article with any of them is about what is asked."""

    @classmethod
    def of(cls, profile: QueryProfile, hits: Sequence[ScoredHit]) -> QuoteBearing:
        """Find the names in a question by its own writing and by that of the articles found, best first.

        Of its names those count that the first article may have, or that another surely has: one that none has was
        typed wrong, or is nowhere.
        """
        question = profile.question.analysed
        articles = list({each.article.id: each.article for each in hits}.values())
        pages = [_Page.of(each) for each in articles]
        named = [each for each in _names(question, [each.text for each in articles]) if _tells_apart(each)]
        known = (each for each in named if any(_has(page, each, sure=i > 0) for i, page in enumerate(pages)))
        return cls(profile, tuple(known), _sets_side_by_side(question, named))

    def bears(self, evidence: Evidence) -> bool:
        """Whether a quote bears on the question, as far as that can be told."""
        return not self.names or self._names_enough(evidence.article) or self._says_enough(evidence)

    def _names_enough(self, article: Article) -> bool:
        page = _Page.of(article)
        held = [each for each in self.names if _has(page, each)]
        if self.any_will_do:
            return bool(held)
        return sum(map(self._rarity, held)) >= _ENOUGH * sum(map(self._rarity, self.names))

    def _says_enough(self, evidence: Evidence) -> bool:
        said = self.profile.texts.of(f"{evidence.article.title} {evidence.text}")
        return self.profile.question.share_of_terms(said) >= _ENOUGH

    def _rarity(self, name: Named) -> float:
        first, last = name.span
        words = (each for each in self.profile.question.words if each.start < last and first < each.end)
        return max((each.idf for each in words), default=0.0)


class _Page(Struct, frozen=True):
    """An article as names are looked for in it."""

    text: str
    """Its title, outlets, text and the bodies that it is known to be about."""
    line: str
    """The words of that in a line."""
    capitals: str
    """Those of its words that have a capital or a figure: a part of a name is one only there."""

    @classmethod
    def of(cls, article: Article) -> _Page:
        """Read an article."""
        others = (article.outlet, article.reports_on and article.reports_on.outlet, *article.organisations)
        text = "\n".join(filter(None, (article.title, *others, article.text)))
        capitals = (each for each in _PIECE.findall(text) if not each.islower())
        return cls(text, words_in_line(text), " ".join(capitals))


def _names(question: AnalysedQuestion, texts: Sequence[str]) -> tuple[Named, ...]:
    """Return the names in a question and in what it takes over, those too that only the articles write as names."""
    whole = replace(question, text=question.whole)
    return names_in(whole, names_as_written(question, texts))


def _tells_apart(name: Named) -> bool:
    """Whether an article that is about a name has it: of a part of the country that is not so."""
    words = {each for each in words_in_line(name.written).split() if each not in STOP_WORDS and each != "s"}
    return not words <= (_REGIONS | _OF_ALL)


def _has(page: _Page, name: Named, *, sure: bool = False) -> bool:
    """Whether an article may have a name: in any way of writing it, or a part that it writes with a capital."""
    if any(f"{words[:-1]}s " in page.line or words in page.line for words in _lines(name)):
        return True
    return not sure and name.may_be_named_in(page.capitals)


def _lines(name: Named) -> Iterator[str]:
    for each in (name.written, *name.names):
        words = words_in_line(each)
        if words.strip():
            yield words


def _sets_side_by_side(question: AnalysedQuestion, names: Sequence[Named]) -> bool:
    """Whether a question may be about each of its names by itself, or takes some over that nobody wrote."""
    if question.inherited_terms or _SIDE_BY_SIDE.search(question.text):
        return True
    between = (question.text[one.span[1] : other.span[0]] for one, other in pairwise(names))
    return any(_JOINED.fullmatch(_bare(each)) for each in between)


def _bare(between: str) -> str:
    return re.sub(r"^['’]s\b", "", between)
