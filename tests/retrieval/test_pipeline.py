"""The pipeline: filters that hold before anything is ranked, and questions that cannot break it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from numpy.typing import NDArray

from qabot.core.articles import Article, Passage
from qabot.core.name_keys import name_key, organisation_keys
from qabot.core.questions import EntityMention, Filters
from qabot.core.settings import Home, Settings
from qabot.engine.session import Session
from qabot.facts.figures import find_figures, the_amount
from qabot.index.build.chunking import indexed_text
from qabot.index.snapshot import Generation, open_current
from qabot.index.text_index import LexicalQuery, Scored
from qabot.retrieval.pipeline import counts_without_filter, reranked
from qabot.retrieval.ranking_parameters import RetrieverWeights
from tests.asked import asked, bound, find
from tests.conftest import MakeHome, article
from tests.homes import indexed_home
from tests.near import near

Encoded = dict[str, NDArray[np.float32]]
Places = dict[int, tuple[Article, Passage]]
"""Every passage of the starter corpus with its article, by id."""

QUESTIONS = (
    "How much was Capita fined?",
    "Socitm on the Spending Review",
    "universal credit delay",
    "digital identity",
)
OUTLETS = ("PublicTechnology", "public technology", "The Register", "the-register", "REGISTER", "Nobody's News")
BODIES = ("GDS", "gds", "Government Digital Service", "Socitm", "NHS England", "Capita", "HMRC", "Board of Nothing")
PHRASES = ("universal credit", "Spending   REVIEW", "G-Cloud", "cloud", "£14m", "the", "zxcvbnm", "…")

days = st.dates(date(2009, 1, 1), date(2027, 12, 31))
filters = st.builds(
    Filters,
    after=st.none() | days,
    before=st.none() | days,
    outlets=st.lists(st.sampled_from(OUTLETS), max_size=2).map(tuple),
    organisations=st.lists(st.sampled_from(BODIES), max_size=2).map(tuple),
    exact=st.lists(st.sampled_from(PHRASES), max_size=1).map(tuple),
    excluded=st.lists(st.sampled_from(PHRASES), max_size=2).map(tuple),
)


@pytest.fixture(scope="module")
def places(generation: Generation) -> Places:
    """Every passage of the starter corpus with its article, by id."""
    articles = {stored.id: generation.require_article(stored.id) for stored in generation.articles.stored()}
    every = range(generation.manifest.passages)
    return {number: (articles[p.article_id], p) for number, p in zip(every, generation.passages(every), strict=True)}


@pytest.fixture(scope="module")
def encoded(generation: Generation) -> Encoded:
    """The questions' vectors."""
    encoder = generation.encoder()
    return {question: encoder.encode_query(question) for question in QUESTIONS}


def words(text: str) -> str:
    return " ".join(["", *re.findall(r"[^\W_]+", text.casefold()), ""])


def runs_through(terms: Sequence[str], phrase: Sequence[str]) -> bool:
    return any(list(terms[i : i + len(phrase)]) == list(phrase) for i in range(len(terms) - len(phrase) + 1))


def fits(generation: Generation, story: Article, passage: Passage, limits: Filters) -> bool:
    """Whether filters let a passage through, said a second way."""
    dated = story.published
    in_time = (limits.after is None and limits.before is None) or (
        dated is not None and (limits.after or date.min) <= dated.last and dated.first <= (limits.before or date.max)
    )
    reported = story.reports_on.outlet if story.reports_on else None
    outlets = {name_key(name) for name in (story.outlet, reported) if name}
    bodies = {key for name in story.organisations for key in organisation_keys(name)}
    texts = (passage.text, story.title)
    exact = all(
        any(says_amount(text, each) if the_amount(each) else words(each) in words(text) for text in texts)
        for each in limits.exact
        if generation.terms(each)
    )
    exact = exact and all(map(generation.terms, limits.exact))
    terms = generation.terms(indexed_text(story.title, passage.text))
    banned = [phrase for each in limits.excluded if not the_amount(each) and (phrase := generation.terms(each))]
    if any(says_amount(text, each) for text in texts for each in limits.excluded):
        return False
    return (
        in_time
        and exact
        and not any(runs_through(terms, phrase) for phrase in banned)
        and (not limits.outlets or not outlets.isdisjoint(map(name_key, limits.outlets)))
        and (not limits.organisations or not bodies.isdisjoint(map(name_key, limits.organisations)))
    )


def says_amount(text: str, phrase: str) -> bool:
    """Whether a text says the sum or the share that a phrase is, however either writes it."""
    amount = the_amount(phrase)
    return amount is not None and any(amount.same_value(each) for each in find_figures(text))


def passage_ids(generation: Generation, article_id: str) -> list[int]:
    every = generation.articles_of(range(generation.manifest.passages))
    return [number for number, owner in every.items() if owner == article_id]


def numbers(scored: Sequence[Scored]) -> list[int]:
    return [number for number, _ in scored]


class TestFilters:
    """Filters over the starter corpus."""

    @settings(max_examples=60, deadline=None)
    @given(limits=filters)
    def test_exactly_the_passages_that_fit_are_left(
        self, generation: Generation, places: Places, limits: Filters
    ) -> None:
        allowed, count = generation.matching(limits)
        left = [number for number, place in places.items() if fits(generation, *place, limits)]
        assert allowed.tolist() == left
        assert count == len({places[number][0].id for number in left})

    @settings(max_examples=60, deadline=None)
    @given(limits=filters, question=st.sampled_from(QUESTIONS), limit=st.integers(1, 100))
    def test_both_retrievers_rank_the_allowed_passages_and_no_others(
        self, generation: Generation, encoded: Encoded, limits: Filters, question: str, limit: int
    ) -> None:
        every, ids = generation.manifest.passages, generation.matching(limits)[0]
        allowed = set(ids.tolist())
        near = [each for each in generation.nearest(encoded[question], every, None) if each[0] in allowed]
        found = generation.nearest(encoded[question], limit, ids)
        # Few and many are multiplied by different libraries, which may differ in the last bit.
        assert len(found) == min(limit, len(near))
        assert all(abs(one[1] - other[1]) < 1e-6 for one, other in zip(found, near, strict=False))
        assert all(abs(dict(near)[number] - score) < 1e-6 for number, score in found)
        looked_for = bound(generation, question).lexical_query
        worded = [n for n in numbers(generation.best(looked_for, every, Filters())) if n in allowed]
        assert numbers(generation.best(looked_for, every, limits)) == worded
        assert numbers(generation.best(looked_for, limit, limits)) == worded[:limit]

    @settings(max_examples=40, deadline=None)
    @given(limits=filters, question=st.sampled_from(QUESTIONS))
    def test_an_answer_holds_only_what_fits_and_says_how_much_that_is(
        self, starter: Session, generation: Generation, limits: Filters, question: str
    ) -> None:
        reply = starter.ask(question, limits, limit=5, alone=True).answer
        left = generation.matching(limits)[1]
        for each in (*reply.evidence, *reply.nearest):
            assert fits(generation, each.article, each.hit.passage, limits)
        assert reply.searched.matched_filters == left
        assert ("No article matches the filters." in reply.warnings) is (left == 0)
        assert left or reply.verdict == "not_found"

    @settings(max_examples=25, deadline=None)
    @given(limits=filters, question=st.sampled_from(QUESTIONS), limit=st.integers(1, 200))
    def test_hits_are_ranked_by_the_sum_of_their_shares(
        self, generation: Generation, encoded: Encoded, limits: Filters, question: str, limit: int
    ) -> None:
        found = find(generation, encoded[question], asked(question, filters=limits), limit)
        hits = found.hits
        assert len(hits) <= limit
        assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
        assert [hit.passage for hit in hits] == generation.passages([hit.passage_id for hit in hits])
        owners: Counter[str] = Counter()
        last = {True: 1 + 1e-9, False: 1 + 1e-9}
        for hit in hits:
            assert hit.score == near(sum(vote.contribution for vote in hit.components))
            owners[hit.passage.article_id] += 1
            among_first = owners[hit.passage.article_id] <= 2
            assert 0 <= hit.score <= last[among_first]
            last[among_first] = hit.score
        assert {vote.retriever for hit in hits for vote in hit.components} <= {"dense", "lexical"}
        assert len(set(found.ranked)) == len(found.ranked)
        assert {hit.passage.article_id for hit in hits} <= set(found.ranked)
        assert found.matched_filters == (generation.matching(limits)[1] if limits.active else None)


class TestAnyQuestion:
    """Whatever is typed is a question, never a query language."""

    @pytest.mark.parametrize(
        "text",
        [
            'AND OR "unclosed [TO] ^5 body:x *',
            "body:council AND -title:x~2 {a TO z} +must",
            "passage:[0 TO *]",
            "x'; DROP TABLE articles; --",
            '" OR 1=1 --',
            "NUL \x00 in the middle",
            "\ud800 lone surrogate",
            "🎉🎉🎉 emoji 👩‍👩‍👧",
            "%s %d {} {0} ${HOME} `id` \\",
            "今日は良い天気です",
            "\u202eevil\u202c",
            "\x1b]52;c;ZXZpbA==\x07 \x1b[2J",
            "(" * 3_000,
            pytest.param("council " * 125_000, id="a megabyte of words"),
            pytest.param("x" * 1_000_000, id="a word of a megabyte"),
            pytest.param(" ".join(f"word{i}" for i in range(100_000)), id="a hundred thousand different words"),
        ],
    )
    def test_hostile_text_is_searched_for_as_words(self, starter: Session, text: str) -> None:
        turn = starter.ask(text, alone=True)
        assert bool(turn.answer.evidence) is (turn.answer.verdict != "not_found")

    def test_query_syntax_means_nothing(self, generation: Generation) -> None:
        dressed = '+capita^5 AND body:"ICO" fine*'
        assert bound(generation, dressed).lexical_query.terms == ("capita", "5", "bodi", "ico", "fine")

    def test_a_term_asked_for_twice_counts_once(self, generation: Generation) -> None:
        once = generation.best(LexicalQuery(("capita", "fine")), 50, Filters())
        assert generation.best(LexicalQuery(("capita", "fine", "capita", "capita")), 50, Filters()) == once != []

    @settings(max_examples=40, deadline=None)
    @given(text=st.text(st.characters(exclude_categories=()), max_size=60))
    def test_any_text_gets_an_answer(self, starter: Session, text: str) -> None:
        turn = starter.ask(text, alone=True)
        assert bool(turn.answer.evidence) is (turn.answer.verdict != "not_found")

    @pytest.mark.parametrize("question", [*QUESTIONS, "the", "council", ""])
    def test_the_same_question_gets_the_same_answer(self, starter: Session, question: str) -> None:
        with Session.open(starter.settings) as other:
            turns = [each.ask(question, limit=10, alone=True) for each in (starter, starter, other)]
        assert [turn.answer for turn in turns] == [turns[0].answer] * 3


class TestLexicalQuery:
    """What is looked for: the question's own terms, those it takes over, and other names of what it names."""

    def test_words_that_only_ask_are_left_out(self, generation: Generation) -> None:
        found = bound(generation, "What is Socitm's stance on the councils?").lexical_query
        assert (found.terms, found.inherited, found.names) == (("socitm", "s", "council"), (), ())

    def test_what_is_carried_over_stands_apart_unless_it_is_asked_for_as_well(self, generation: Generation) -> None:
        question = bound(generation, asked("Why was Capita slow?", inherited_terms=("Capita fine", "the ICO")))
        found = question.lexical_query
        assert (found.terms, found.inherited) == (("capita", "slow"), ("fine", "ico"))
        assert list(question.idf) == ["capita", "slow", "fine", "ico"]

    def test_what_is_not_its_own_counts_less(self, generation: Generation) -> None:
        found = bound(generation, "Capita").lexical_query
        assert (found.inherited_boost, found.name_boost) == (0.7, 0.5)

    def test_other_names_are_terms_that_belong_together(self, generation: Generation) -> None:
        naming = EntityMention("NAO", ("National Audit Office", "the NAO"))
        found = bound(generation, asked("what did the NAO say", mentions=(naming, naming))).lexical_query
        assert found.names == (("nation", "audit", "offic"), ("nao",))

    def test_another_name_finds_an_article_that_has_it_alone(self, make_home: MakeHome) -> None:
        home = make_home(
            {
                "full.md": article("A depot", "The Quibbly Tram Authority sold a depot to the council."),
                "part.md": article("A tram", "The tram authority of another town sold nothing at all."),
                "none.md": article("A ferry", "A ferry crossed the harbour in the rain."),
            }
        )
        opened = open_current(home.index)
        naming = EntityMention("QTA", ("Quibbly Tram Authority",))
        question = asked("What did QTA do?", mentions=(naming,))
        (full,) = passage_ids(opened, "full")
        assert opened.best(bound(opened, replace(question, mentions=())).lexical_query, 10, Filters()) == []
        assert numbers(opened.best(bound(opened, question).lexical_query, 10, Filters())) == [full]
        hits = find(opened, opened.encoder().encode_query(question.text), question, 10).hits
        assert {hit.passage.article_id for hit in hits for vote in hit.components if vote.retriever == "lexical"} == {
            "full"
        }
        opened.close()


class Backwards:
    """A reranker that likes best what came last."""

    def __init__(self) -> None:
        """Note what it is given."""
        self.given: list[tuple[str, list[str]]] = []

    def score(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """Return the place of each."""
        self.given.append((question, list(passages)))
        return np.arange(len(passages), dtype=np.float32)


class TestReranker:
    """A cross-encoder weighs more than all else among the leaders, and has no say beyond them."""

    @pytest.mark.parametrize("question", QUESTIONS)
    def test_it_votes_on_the_leaders_and_leaves_the_rest(
        self, generation: Generation, encoded: Encoded, question: str
    ) -> None:
        put, reranker = asked(question, inherited_terms=("GDS",)), Backwards()
        plain = find(generation, encoded[question], put, 200)
        turned = find(generation, encoded[question], put, 200, reranker)
        ((text, passages),) = reranker.given
        assert text == put.whole
        votes = {hit.passage: vote for hit in turned.hits for vote in hit.components if vote.retriever == "rerank"}
        assert len(votes) == len(passages) == 10
        scores = {hit.passage: hit.score for hit in plain.hits}
        for hit in turned.hits:
            added = votes[hit.passage].contribution if hit.passage in votes else 0
            assert hit.score == near(scores[hit.passage] + added)
        assert {passage.text: vote.rank for passage, vote in votes.items()} == {
            text: 10 - place for place, text in enumerate(passages)
        }
        assert turned.ranked != plain.ranked
        assert sorted(turned.ranked) == sorted(plain.ranked)

    def test_its_votes_are_its_scores(self) -> None:
        passages = [Passage("a", i, 0, 1, "x") for i in range(3)]
        votes = reranked(Backwards(), "?", [7, 3, 5], passages, RetrieverWeights())
        shares = {number: (vote.rank, vote.score, vote.contribution) for number, (vote,) in votes.items()}
        assert shares == {7: (3, 0.0, 0.0), 3: (2, 1.0, 0.5), 5: (1, 2.0, 1.0)}


# --- Filters before ranking ---

RARE = "rare"
RARE_QUESTION = "Which council moved its payroll to the cloud?"
_PARTIAL = {"year": "2012", "month": "2012-06", "day": "2012-06-15", "short": "2012-02", "leap": "2012-02-29"}
_RARE_TEXT = """Clockmakers cheered as the museum opened its doors. Visitors saw pendulums, springs and brass.
Tea was served by volunteers. The council lent a room for the winter, and the ferry ran twice a day."""


def corpus_of_the_rare() -> str:
    """Six hundred articles that answer a question, a few partly dated or undated ones, and one that hardly does."""
    places = [name + end for name in ("Ash", "Birch", "Cold", "Down", "Elm", "Fern") for end in ("ford", "ley", "ton")]
    months = [f"{year}-{month:02d}-11" for year in (2014, 2015, 2016) for month in range(1, 13)]
    records: list[dict[str, object]] = [
        {
            "id": f"common{i}",
            "title": f"{places[i % 18]} council moves payroll to the cloud",
            "text": f"{places[i % 18]} council moved its payroll to the cloud in phase {i}.",
            "outlet": "Common Gazette",
            "date": months[i % 36] if i % 10 else None,
            "organisations": ["Common Council (CC)"],
        }
        for i in range(600)
    ]
    records.extend(
        {"id": name, "title": f"Payroll {name}", "text": "A payroll story.", "outlet": "Partial Post", "date": dated}
        for name, dated in _PARTIAL.items()
    )
    rare: dict[str, object] = {
        "id": RARE,
        "title": "A clock museum opens in the old harbour",
        "text": _RARE_TEXT,
        "outlet": "The Rare Gazette",
        "date": "1999",
        "organisations": ["Obscure Board (OB)"],
    }
    return "".join(json.dumps(record) + "\n" for record in (*records[:300], rare, *records[300:]))


@pytest.fixture(scope="module")
def rare_home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Six hundred articles, once for the module."""
    return indexed_home(starter_home, tmp_path_factory.mktemp("rare"), {"all.jsonl": corpus_of_the_rare()})


@pytest.fixture(scope="module")
def rare_generation(rare_home: Home) -> Iterator[Generation]:
    """Its index."""
    opened = open_current(rare_home.index)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def rare_vector(rare_generation: Generation) -> NDArray[np.float32]:
    """The question about payroll, encoded."""
    return rare_generation.encoder().encode_query(RARE_QUESTION)


@pytest.fixture(scope="module")
def rare_session(rare_home: Home) -> Iterator[Session]:
    """A session over it."""
    with Session.open(Settings(rare_home)) as session:
        yield session


OUTLET, BODY = ("the-rare gazette",), ("ob",)
MAY, END_OF_MAY = date(1999, 5, 1), date(1999, 5, 31)


class TestTheRare:
    """One article that ranks behind 500 others, and is found all the same by whoever asks for it."""

    def test_it_is_not_among_the_best_500_by_meaning_or_by_words(
        self, rare_generation: Generation, rare_vector: NDArray[np.float32]
    ) -> None:
        (rare,) = passage_ids(rare_generation, RARE)
        by_meaning = numbers(rare_generation.nearest(rare_vector, 500, None))
        by_words = numbers(rare_generation.best(bound(rare_generation, RARE_QUESTION).lexical_query, 500, Filters()))
        assert len(by_meaning) == len(by_words) == 500
        assert rare not in by_meaning
        assert rare not in by_words

    @pytest.mark.parametrize(
        "limits",
        [
            pytest.param(Filters(outlets=OUTLET), id="outlet"),
            pytest.param(Filters(outlets=("Nobody's News", *OUTLET)), id="either outlet"),
            pytest.param(Filters(organisations=BODY), id="acronym"),
            pytest.param(Filters(organisations=("obscure board",)), id="body"),
            pytest.param(Filters(organisations=("Obscure Board (OB)",)), id="body with acronym"),
            pytest.param(Filters(before=date(2000, 1, 1)), id="before"),
            pytest.param(Filters(before=date(1999, 1, 1)), id="before its last day"),
            pytest.param(Filters(MAY, END_OF_MAY), id="dates"),
            pytest.param(Filters(MAY, END_OF_MAY, OUTLET), id="dates and outlet"),
            pytest.param(Filters(outlets=OUTLET, organisations=BODY), id="outlet and body"),
            pytest.param(Filters(exact=("pendulums springs",)), id="exact phrase"),
            pytest.param(Filters(exact=("A CLOCK museum",)), id="exact phrase of the title"),
            pytest.param(Filters(excluded=("payrolls",)), id="excluded word"),
            pytest.param(Filters(exact=("ferry ran",), excluded=("common council", "payroll")), id="both"),
            pytest.param(Filters(MAY, END_OF_MAY, OUTLET, BODY, ("brass",), ("phase",)), id="all"),
        ],
    )
    def test_a_filter_finds_it_by_meaning_and_by_words(
        self,
        rare_generation: Generation,
        rare_session: Session,
        rare_vector: NDArray[np.float32],
        limits: Filters,
    ) -> None:
        hits = find(rare_generation, rare_vector, asked(RARE_QUESTION, filters=limits), 10).hits
        assert [hit.passage.article_id for hit in hits] == [RARE]
        assert [(vote.retriever, vote.rank) for vote in hits[0].components] == [("dense", 1), ("lexical", 1)]
        assert rare_session.ask(RARE_QUESTION, limits, alone=True).answer.searched.matched_filters == 1

    @pytest.mark.parametrize(
        "limits",
        [
            Filters(outlets=("Rare",)),
            Filters(organisations=("Obscure",)),
            Filters(MAY, END_OF_MAY, ("Common Gazette",)),
            Filters(outlets=OUTLET, organisations=("cc",)),
            Filters(after=date(2000, 1, 1), outlets=OUTLET),
            Filters(outlets=OUTLET, exact=("springs pendulums",)),
            Filters(outlets=OUTLET, excluded=("clocks",)),
        ],
    )
    def test_filters_that_do_not_all_hold_find_nothing(self, rare_session: Session, limits: Filters) -> None:
        reply = rare_session.ask(RARE_QUESTION, limits, alone=True).answer
        assert (reply.verdict, reply.evidence, reply.searched.matched_filters) == ("not_found", (), 0)
        assert (reply.nearest, reply.ranked, reply.probability, dict(reply.signals)) == ((), (), None, {})
        assert "No article matches the filters." in reply.warnings

    @pytest.mark.parametrize(
        ("after", "before", "expected"),
        [
            (date(2012, 1, 1), date(2012, 12, 31), {"year", "month", "day", "short", "leap"}),
            (date(2012, 6, 15), date(2012, 6, 15), {"year", "month", "day"}),
            (date(2012, 6, 16), date(2012, 6, 30), {"year", "month"}),
            (date(2012, 7, 1), date(2012, 7, 31), {"year"}),
            (date(2012, 2, 29), date(2012, 3, 31), {"year", "short", "leap"}),
            (date(2012, 12, 31), date(2013, 12, 31), {"year"}),
            (date(2011, 1, 1), date(2012, 1, 1), {"year"}),
            (date(2010, 1, 1), date(2011, 12, 31), set[str]()),
            (date(2013, 1, 1), date(2013, 12, 31), set[str]()),
        ],
    )
    def test_a_partial_date_counts_when_any_of_its_days_does(
        self, rare_generation: Generation, after: date, before: date, expected: set[str]
    ) -> None:
        limits = Filters(after=after, before=before)
        ids, count = rare_generation.matching(limits)
        by_words = numbers(rare_generation.best(LexicalQuery(("payrol",)), 700, limits))
        assert set(rare_generation.articles_of(ids.tolist()).values()) == expected
        assert set(rare_generation.articles_of(by_words).values()) == expected
        assert count == len(expected)

    @pytest.mark.parametrize("limits", [Filters(after=date.min), Filters(before=date.max)])
    def test_an_undated_article_matches_no_date_and_the_reader_is_told(
        self, rare_generation: Generation, rare_session: Session, limits: Filters
    ) -> None:
        ids, count = rare_generation.matching(limits)
        found = set(rare_generation.articles_of(ids.tolist()).values())
        assert count == len(found) == 600 - 60 + len(_PARTIAL) + 1
        assert not found & {f"common{i}" for i in range(0, 600, 10)}
        by_words = numbers(rare_generation.best(LexicalQuery(("payrol",)), 700, limits))
        assert set(rare_generation.articles_of(by_words).values()) == found - {RARE}
        warnings = rare_session.ask(RARE_QUESTION, limits, alone=True).answer.warnings
        assert any("60 articles bear no date" in each for each in warnings)

    def test_an_unknown_name_is_told_with_the_known_one_that_comes_close(self, rare_session: Session) -> None:
        warnings = rare_session.ask(RARE_QUESTION, Filters(outlets=("The Rare Gazete",)), alone=True).answer.warnings
        assert "No outlet called “The Rare Gazete”. Nearest: The Rare Gazette." in warnings

    @pytest.mark.parametrize(
        "typed",
        [
            'outlet:"rare gazette"',
            "org:OB",
            "before:1999",
            "on:1999-05",
            '"pendulums, springs"',
            "-payroll",
        ],
    )
    def test_a_prefix_finds_it_too(self, rare_session: Session, typed: str) -> None:
        turn = rare_session.ask(f"{RARE_QUESTION} {typed}", alone=True)
        assert turn.question.text.startswith(RARE_QUESTION)
        assert turn.answer.ranked == (RARE,)
        assert {each.article.id for each in (*turn.answer.evidence, *turn.answer.nearest)} == {RARE}


class TestRelaxed:
    """How many articles would match without one filter, where all of them together leave nothing."""

    @pytest.mark.parametrize(
        ("limits", "expected"),
        [
            (Filters(MAY, END_OF_MAY, ("Common Gazette",)), {"dates": 600, "outlets": 1}),
            (Filters(outlets=OUTLET, organisations=("cc",)), {"outlets": 600, "organisations": 1}),
            (Filters(outlets=OUTLET, exact=("phase in",)), {"outlets": 0, "exact": 1}),
            (Filters(outlets=OUTLET, excluded=("museum",)), {"outlets": 605, "excluded": 1}),
            (Filters(before=date(1998, 12, 31)), {"dates": 606}),
            (
                Filters(MAY, END_OF_MAY, OUTLET, ("cc",), ("brass",), ("phase",)),
                {"dates": 0, "outlets": 0, "organisations": 1, "exact": 0, "excluded": 0},
            ),
        ],
    )
    def test_each_filter_is_left_out_in_turn(
        self, rare_generation: Generation, rare_session: Session, limits: Filters, expected: dict[str, int]
    ) -> None:
        assert rare_generation.matching(limits)[1] == 0
        assert counts_without_filter(rare_generation, limits) == expected
        reply = rare_session.ask(RARE_QUESTION, limits, alone=True).answer
        assert (reply.verdict, reply.counts_without_filter) == ("not_found", expected)

    def test_nothing_is_said_where_something_matches(self, rare_session: Session) -> None:
        for limits in (None, Filters(outlets=OUTLET), Filters(excluded=("payroll",))):
            assert rare_session.ask(RARE_QUESTION, limits, alone=True).answer.counts_without_filter == {}

    def test_dates_that_were_inferred_are_among_them(self, rare_session: Session) -> None:
        question = "Which council moved its payroll in 2009?"
        turn = rare_session.ask(question, Filters(outlets=("Nobody",)), alone=True)
        assert turn.question.inferred is not None
        assert turn.answer.counts_without_filter == {"dates": 0, "outlets": 0}
        assert rare_session.ask(question, alone=True).question.date_filter_empty, "by themselves they give way"
