"""Asking a set of a small index, with its articles there and hidden."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest
from msgspec.structs import replace

from qabot.core.questions import Filters
from qabot.core.settings import Home, Settings
from qabot.evaluate.holdout import MaskedIndex
from qabot.evaluate.question_sets import JudgedQuery
from qabot.evaluate.runner import Names, holds, run, run_hidden
from qabot.index.snapshot import Generation, open_current
from qabot.index.text_index import LexicalQuery, Scored
from tests.conftest import CORPUS, MakeHome
from tests.evaluate.helpers import ARTICLES

PAYROLL = JudgedQuery(
    "payroll",
    "What will Zorblax council pay for the payroll move?",
    "figure",
    {"zorblax": 2, "lost/article": 1},
    answerable=True,
    answers=("£2 million", "two million pounds"),
)
TIMETABLE = JudgedQuery(
    "timetable", "When did it go online?", "follow-up", {"ferry": 1}, answerable=True, previous=("vorpal ferry",)
)
PARROTS = JudgedQuery("parrots", "How many parrots does the gruffalo keep?", "trap", {}, answerable=False)


@pytest.fixture
def settings(make_home: MakeHome) -> Settings:
    """A home with a few articles."""
    return Settings(make_home(ARTICLES))


def test_what_comes_of_each_question(settings: Settings) -> None:
    told: list[tuple[int, int]] = []
    found = run(settings, [PAYROLL, PARROTS], lambda done, total: told.append((done, total)))
    payroll, parrots = found.outcomes
    assert payroll.relevant == {"2015/zorblax": 2, "lost/article": 1}
    assert payroll.ranked[0] == "2015/zorblax"
    assert payroll.verbatim == ("£2 million",)
    assert payroll.quotes[0] in ARTICLES["2015/zorblax.md"]
    assert payroll.signals
    assert (parrots.verdict, parrots.quotes, parrots.verbatim) == ("not_found", (), ())
    assert payroll.timing_ms["total"] > 0
    assert found.lacking == ("lost/article",)
    assert (found.searched.articles, len(found.encoder)) == (3, 64)
    assert told == [(1, 2), (2, 2)]


def test_every_question_has_a_conversation_of_its_own(settings: Settings) -> None:
    """The follow-up takes its subject from what was asked before it, and what follows it takes none."""
    alone = run(settings, [PAYROLL], _ignore).outcomes[0]
    beside = run(settings, [TIMETABLE, PAYROLL], _ignore).outcomes
    assert beside[0].ranked[0] == "ferry"
    assert (beside[1].ranked, beside[1].signals) == (alone.ranked, alone.signals)


def test_the_turns_of_a_conversation_are_asked_once_each_and_as_they_would_be_alone(settings: Settings) -> None:
    turns = (
        "the vorpal ferry timetable",
        "when did it go online?",
        "What will Zorblax council pay for the payroll move?",
    )
    asked = [
        JudgedQuery(f"{i}", turns[i], "chain", {name: 1}, answerable=True, previous=turns[:i], complete=complete)
        for i, name, complete in ((1, "ferry", False), (2, "zorblax", True))
    ]
    together = run(settings, asked, _ignore).outcomes
    apart = [run(settings, [each], _ignore).outcomes[0] for each in asked]
    assert [each.ranked for each in together] == [each.ranked for each in apart]
    assert [each.carried for each in together] == [True, False]
    assert together[0].ranked_alone is None, "it needs what was asked before"
    assert together[1].ranked_alone == run(settings, [replace(asked[1], previous=())], _ignore).outcomes[0].ranked


def test_hidden_articles_are_not_found(settings: Settings) -> None:
    hidden = run_hidden(settings, [PAYROLL, PARROTS, TIMETABLE], _ignore)
    assert [each.question.id for each in hidden] == ["payroll", "timetable"]
    for outcome, gone in zip(hidden, ("2015/zorblax", "ferry"), strict=True):
        assert gone not in outcome.ranked
        assert len(outcome.ranked) == 2
        assert (outcome.question.answerable, outcome.question.kind, outcome.relevant) == (False, "hidden", {})


def test_an_index_that_hides_reads_like_one_that_never_had_it(make_home: MakeHome) -> None:
    """All but BM25's scores, which go on counting words over the whole index."""
    gone = "2015/2015-11-26-socitm-spending-review"
    texts = {f"2015/{path.name}": path.read_text(encoding="utf-8") for path in (CORPUS / "2015").glob("*.md")}
    fewer = {name: text for name, text in texts.items() if name != f"{gone}.md"}
    with closing(open_current(make_home(texts).index)) as whole, closing(open_current(make_home(fewer).index)) as less:
        hiding = MaskedIndex(whole.folder)
        hiding.hide([gone, "unknown"])
        vector = whole.encoder().encode_query("What is Socitm's stance on the Spending Review?")
        assert named(hiding, hiding.nearest(vector, 20, None)) == named(less, less.nearest(vector, 20, None))
        terms = whole.terms("socitm spending review councils digital")
        words = LexicalQuery(tuple(terms))
        assert [hiding.document_frequency(t) for t in terms] == [less.document_frequency(t) for t in terms]
        for phrase in (terms[1:3], terms[:1], ["review", "spend"]):
            assert hiding.phrase_frequency(phrase) == less.phrase_frequency(phrase), phrase
        assert hiding.phrase_frequency(terms[1:3]) < whole.phrase_frequency(terms[1:3])
        found, expected = hiding.best(words, 500, Filters()), less.best(words, 500, Filters())
        assert sorted(named(hiding, found)) == sorted(named(less, expected))
        assert hiding.best(words, 5, Filters()) == found[:5]
        socitm = Filters(organisations=("Socitm",))
        (ids, articles), (others, count) = hiding.matching(socitm), less.matching(socitm)
        assert (len(ids), articles) == (len(others), count)
        councils = Filters(exact=("councils",), excluded=("Treasury",))
        (ids, articles), (others, count) = hiding.matching(councils), less.matching(councils)
        assert (len(ids), articles) == (len(others), count)
        assert hiding.searched(None) == replace(less.searched(None), generation=hiding.name)
        assert (hiding.article(gone), whole.article(gone) is None) == (None, False)
        hiding.hide([])
        assert hiding.nearest(vector, 20, None) == whole.nearest(vector, 20, None)
        assert hiding.best(words, 20, socitm) == whole.best(words, 20, socitm)
        assert hiding.searched(None) == whole.searched(None)
        hiding.close()


def test_hiding_one_article_after_another_leaves_nothing_behind(starter_home: Home) -> None:
    with closing(open_current(starter_home.index)) as whole, closing(MaskedIndex(whole.folder)) as hiding:
        vector = hiding.vectors(np.array([7], dtype=np.int64))[0]
        first = hiding.nearest(vector, 5, None)
        leading = hiding.articles_of([first[0][0]])[first[0][0]]
        hiding.hide([leading])
        assert leading not in named(hiding, hiding.nearest(vector, 5, None))
        allowed = np.arange(0, 100, dtype=np.int64)
        assert leading in named(whole, whole.nearest(vector, 100, allowed))
        assert leading not in named(hiding, hiding.nearest(vector, 100, allowed))
        hiding.hide(["2025/2025-dbt-copilot-no-proof"])
        assert hiding.nearest(vector, 5, None)[0] == first[0]


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("2015/zorblax", ["2015/zorblax"]),
        ("zorblax", ["2015/zorblax"]),
        ("twin", ["a/twin", "b/twin"]),
        ("a/twin", ["a/twin"]),
        ("top", ["top"]),
        ("1  2\u200b", ["1 2"]),
        ("c/d", ["deep/c/d"]),
        ("other/c/d", []),
        ("corpus/2015/zorblax", ["2015/zorblax"]),
        ("2016/zorblax", []),
        ("2015", []),
        ("", []),
    ],
)
def test_articles_are_known_by_their_id_or_its_end(name: str, ids: list[str]) -> None:
    assert Names(["2015/zorblax", "a/twin", "b/twin", "top", "x/top", "1 2", "deep/c/d"]).ids(name) == ids


@pytest.mark.parametrize(
    ("text", "wording", "expected"),
    [
        ("It costs £2 million.", "£2 MILLION", True),
        ("It costs £2\n million.", "£2 million", True),
        ("It costs £12 million.", "2 million", False),
        ("It costs £1.2 million.", "2 million", False),
        ("It costs £1,200.", "200", False),
        ("It costs £1.8bn.", "£1", False),
        ("It costs £1. 8 left.", "£1", True),
        ("It costs £1.8bn.", "£1.8bn", True),
        ("In 2015, and 15 more.", "15", True),
        ("Governments say so.", "Government", False),
        ("Straße und STRASSE", "strasse", True),
        ("Anything", "  ", False),
    ],
)
def test_what_holds_an_answer(text: str, wording: str, expected: bool) -> None:
    assert holds(text, wording) == expected


def named(index: Generation, scored: list[Scored]) -> list[str]:
    """Return the articles of passages, in their order; passages of two indexes have different ids."""
    owners = index.articles_of([number for number, _ in scored])
    return [owners[number] for number, _ in scored]


def _ignore(_done: int, _total: int) -> None:
    """Watch nothing."""
