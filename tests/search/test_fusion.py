"""Search: laws of fusion, filters that hold before anything is ranked, and questions that cannot break it."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from qabot.build.updating import update
from qabot.generation.reading import Generation, open_current
from qabot.question.words import content_words
from qabot.records import Article, Filters, Question, Retriever, Vote, ignore_progress
from qabot.search import CANDIDATES, PER_ARTICLE, WEIGHTS, Scored, agreement, fuse, search, spread
from qabot.session import Session
from qabot.settings import Home, ModelSettings, Settings
from qabot.store.names import name_key, organisation_keys
from tests.conftest import link_index, write_corpus

Lists = dict[Retriever, list[Scored]]
Encoded = dict[str, NDArray[np.float32]]

# --- Fusion ---

scores = st.floats(-1, 1, width=32) | st.sampled_from([0.0, 0.25, 0.5, 1.0])
ranked = st.dictionaries(st.integers(0, 30), scores, max_size=12).map(lambda each: list(each.items()))


def lists_of(dense: list[Scored], lexical: list[Scored]) -> Lists:
    """Two lists, of cosines and of figures as BM25 gives them."""
    return {"dense": dense, "lexical": [(number, 20 * score) for number, score in lexical]}


lists = st.builds(lists_of, ranked, ranked)


def shares_of(votes: Mapping[int, Sequence[Vote]]) -> dict[int, dict[Retriever, float]]:
    return {number: {vote.retriever: vote.share for vote in each} for number, each in votes.items()}


class TestFusion:
    """`fuse`: one score for each passage."""

    def test_the_weights_add_up_to_one(self) -> None:
        assert sum(WEIGHTS.values()) == pytest.approx(1)

    @given(st.data(), lists)
    def test_neither_the_order_of_lists_nor_of_entries_matters(self, data: st.DataObject, given_lists: Lists) -> None:
        retrievers = data.draw(st.permutations(list(given_lists)))
        shuffled: Lists = {retriever: data.draw(st.permutations(given_lists[retriever])) for retriever in retrievers}
        assert fuse(shuffled, {}) == fuse(given_lists, {})

    @given(lists)
    def test_every_passage_listed_has_one_vote_of_each_that_listed_it(self, given_lists: Lists) -> None:
        listed = {
            number: sorted(r for r, entries in given_lists.items() if number in dict(entries))
            for entries in given_lists.values()
            for number, _ in entries
        }
        assert {number: [vote.retriever for vote in votes] for number, votes in fuse(given_lists, {}).items()} == listed

    @given(lists)
    def test_shares_lie_between_nothing_and_the_weight(self, given_lists: Lists) -> None:
        for votes in fuse(given_lists, {}).values():
            assert all(0 <= vote.share <= WEIGHTS[vote.retriever] for vote in votes)
            assert sum(vote.share for vote in votes) <= 1

    @given(lists)
    def test_the_best_of_a_list_gets_its_full_weight_and_the_first_rank(self, given_lists: Lists) -> None:
        votes = fuse(given_lists, {})
        for retriever, entries in given_lists.items():
            cast = [vote for each in votes.values() for vote in each if vote.retriever == retriever]
            assert sorted(vote.rank or 0 for vote in cast) == list(range(1, len(entries) + 1))
            best = max((score for _, score in entries), default=None)
            for vote in cast:
                assert vote.score != best or vote.share == WEIGHTS[retriever]
                assert vote.rank != 1 or vote.score == best

    @given(lists)
    def test_a_higher_score_never_gets_a_smaller_share_or_a_later_rank(self, given_lists: Lists) -> None:
        cast = [vote for votes in fuse(given_lists, {}).values() for vote in votes]
        for one, other in itertools.permutations(cast, 2):
            if one.retriever == other.retriever and one.score > other.score:
                assert one.share >= other.share
                assert (one.rank or 0) < (other.rank or 0)

    @given(lists)
    def test_identical_passages_do_not_add_up(self, given_lists: Lists) -> None:
        once = shares_of(fuse(given_lists, {}))
        twins: Lists = {
            retriever: [*entries, *((number + 1_000, score) for number, score in entries)]
            for retriever, entries in given_lists.items()
        }
        assert shares_of(fuse(twins, {})) == once | {number + 1_000: shares for number, shares in once.items()}

    @given(ranked.filter(bool), scores)
    def test_a_score_beyond_the_list_has_no_rank_and_stays_within_the_weight(
        self, listed: list[Scored], score: float
    ) -> None:
        votes = fuse({"dense": listed, "lexical": [(99, 3.0)]}, {"dense": {99: score}})[99]
        assert [(vote.retriever, vote.rank) for vote in votes] == [("dense", None), ("lexical", 1)]
        assert 0 <= votes[0].share <= WEIGHTS["dense"]
        assert votes[0].share == 0 or score >= min(each for _, each in listed)

    def test_scores_in_between_keep_their_distance(self) -> None:
        votes = fuse({"lexical": [(1, 10.0), (2, 4.0), (3, 2.0)]}, {})
        assert [votes[i][0].share for i in (1, 2, 3)] == pytest.approx([0.45, 0.1125, 0.0])

    def test_nothing_found_is_nothing_to_fuse(self) -> None:
        assert fuse({"dense": [], "lexical": []}, {}) == {}


class TestAgreement:
    """`agreement`: what several articles say."""

    @given(st.lists(st.sampled_from("abc"), max_size=10), st.integers(0, 1_000))
    def test_each_is_compared_with_the_passages_of_other_articles_alone(self, owners: list[str], seed: int) -> None:
        drawn = np.random.default_rng(seed).normal(size=(len(owners), 8)).astype(np.float32)
        vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
        leaders = [10 * i for i in range(len(owners))]
        votes = agreement(leaders, vectors, dict(zip(leaders, owners, strict=True)))
        if len(set(owners)) < 2:
            assert votes == {}
            return
        assert votes.keys() == set(leaders)
        for i, number in enumerate(leaders):
            others = [float(vectors[i] @ vectors[j]) for j in range(len(owners)) if owners[j] != owners[i]]
            assert votes[number].score == pytest.approx(sum(others) / len(others), abs=1e-5)
            assert 0 <= votes[number].share <= WEIGHTS["agreement"]

    def test_the_most_agreed_on_gets_all_and_the_one_that_stands_alone_nothing(self) -> None:
        vectors = np.array([[1, 0], [0.8, 0.6], [0, 1]], dtype=np.float32)
        votes = agreement([7, 8, 9], vectors, {7: "a", 8: "b", 9: "c"})
        shares = {number: vote.share for number, vote in votes.items()}
        assert shares == pytest.approx({7: 0.025, 8: WEIGHTS["agreement"], 9: 0.0}, abs=1e-6)

    def test_no_leaders_agree_on_nothing(self) -> None:
        assert agreement([], np.empty((0, 8), dtype=np.float32), {}) == {}


@given(st.lists(st.sampled_from("abcd"), max_size=20))
def test_at_most_two_of_an_article_stand_before_all_others(owners: list[str]) -> None:
    order = list(range(len(owners)))[::-1]
    articles = dict(zip(order, owners, strict=True))
    nth = {number: sum(articles[n] == articles[number] for n in order[: order.index(number)]) for number in order}
    found = spread(order, articles)
    assert found == [n for n in order if nth[n] < PER_ARTICLE] + [n for n in order if nth[n] >= PER_ARTICLE]
    assert sorted(found) == sorted(order)


def test_what_is_spread_keeps_its_order() -> None:
    assert spread([9, 8, 7, 6, 5], {9: "a", 8: "a", 7: "a", 6: "b", 5: "a"}) == [9, 8, 6, 7, 5]


# --- The starter corpus ---

QUESTIONS = (
    "How much was Capita fined?",
    "Socitm on the Spending Review",
    "universal credit delay",
    "digital identity",
)
OUTLETS = ("PublicTechnology", "public technology", "The Register", "the-register", "REGISTER", "Nobody's News")
BODIES = ("GDS", "gds", "Government Digital Service", "Socitm", "NHS England", "Capita", "HMRC", "Board of Nothing")

days = st.dates(date(2009, 1, 1), date(2027, 12, 31))
filters = st.builds(
    Filters,
    after=st.none() | days,
    before=st.none() | days,
    outlets=st.lists(st.sampled_from(OUTLETS), max_size=2).map(tuple),
    organisations=st.lists(st.sampled_from(BODIES), max_size=2).map(tuple),
)


@pytest.fixture(scope="module")
def articles(generation: Generation) -> dict[str, Article]:
    """Every article of the starter corpus by its id."""
    return {stored.id: generation.require_article(stored.id) for stored in generation.articles.stored()}


@pytest.fixture(scope="module")
def encoded(generation: Generation) -> Encoded:
    """The questions' vectors."""
    encoder = generation.encoder()
    return {question: encoder.encode_query(question) for question in QUESTIONS}


def fits(article: Article, wanted: Filters) -> bool:
    """Whether filters let an article through, said a second way."""
    dated = article.published
    in_time = (wanted.after is None and wanted.before is None) or (
        dated is not None and (wanted.after or date.min) <= dated.last and dated.first <= (wanted.before or date.max)
    )
    bodies = {key for name in article.organisations for key in organisation_keys(name)}
    return (
        in_time
        and (not wanted.outlets or name_key(article.outlet or "") in map(name_key, wanted.outlets))
        and (not wanted.organisations or not bodies.isdisjoint(map(name_key, wanted.organisations)))
    )


def passage_ids(generation: Generation, article_id: str) -> list[int]:
    every = generation.articles_of(range(generation.manifest.passages))
    return [number for number, owner in every.items() if owner == article_id]


def numbers(scored: Sequence[Scored]) -> list[int]:
    return [number for number, _ in scored]


def terms_of(generation: Generation, question: str) -> list[str]:
    return generation.terms(" ".join(content_words(question)))


class TestFilters:
    """Filters over the starter corpus."""

    @settings(max_examples=60, deadline=None)
    @given(wanted=filters)
    def test_exactly_the_articles_that_fit_are_left(
        self, generation: Generation, articles: dict[str, Article], wanted: Filters
    ) -> None:
        allowed, count = generation.matching(wanted)
        left = {article.id for article in articles.values() if fits(article, wanted)}
        owners = generation.articles_of(range(generation.manifest.passages))
        assert allowed.tolist() == sorted(number for number, owner in owners.items() if owner in left)
        assert count == len(left)

    @settings(max_examples=60, deadline=None)
    @given(wanted=filters, question=st.sampled_from(QUESTIONS), limit=st.integers(1, CANDIDATES))
    def test_both_retrievers_rank_the_allowed_passages_and_no_others(
        self, generation: Generation, encoded: Encoded, wanted: Filters, question: str, limit: int
    ) -> None:
        every, ids = generation.manifest.passages, generation.matching(wanted)[0]
        allowed = set(ids.tolist())
        near = [n for n in numbers(generation.nearest(encoded[question], every, None)) if n in allowed]
        assert numbers(generation.nearest(encoded[question], limit, ids)) == near[:limit]
        terms = terms_of(generation, question)
        worded = [n for n in numbers(generation.best(terms, every, Filters())) if n in allowed]
        assert numbers(generation.best(terms, every, wanted)) == worded
        assert numbers(generation.best(terms, limit, wanted)) == worded[:limit]

    @settings(max_examples=40, deadline=None)
    @given(wanted=filters, question=st.sampled_from(QUESTIONS))
    def test_a_search_finds_only_what_fits_and_says_how_much_that_is(
        self, starter: Session, articles: dict[str, Article], wanted: Filters, question: str
    ) -> None:
        reply = starter.ask(question, wanted, limit=20).answer
        left = sum(fits(article, wanted) for article in articles.values())
        assert all(fits(evidence.article, wanted) for evidence in reply.evidence)
        assert reply.searched.matched_filters == left
        assert ("No article matches the filters." in reply.warnings) is (left == 0)
        assert left or reply.verdict == "not_found"

    @settings(max_examples=25, deadline=None)
    @given(wanted=filters, question=st.sampled_from(QUESTIONS), limit=st.integers(1, 2 * CANDIDATES))
    def test_hits_are_ranked_by_the_sum_of_their_shares(
        self, generation: Generation, encoded: Encoded, wanted: Filters, question: str, limit: int
    ) -> None:
        hits = search(generation, encoded[question], Question(question, wanted), limit).hits
        assert len(hits) <= limit
        assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
        assert [hit.passage for hit in hits] == generation.passages([hit.passage_id for hit in hits])
        owners: Counter[str] = Counter()
        last = {True: 1 + 1e-9, False: 1 + 1e-9}
        for hit in hits:
            assert hit.score == pytest.approx(sum(vote.share for vote in hit.votes))
            owners[hit.passage.article_id] += 1
            among_first = owners[hit.passage.article_id] <= PER_ARTICLE
            assert 0 <= hit.score <= last[among_first]
            last[among_first] = hit.score
        assert {vote.retriever for hit in hits for vote in hit.votes} <= WEIGHTS.keys()


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
        turn = starter.ask(text)
        assert bool(turn.answer.evidence) is (turn.answer.verdict != "not_found")

    def test_query_syntax_means_nothing(self, starter: Session, generation: Generation) -> None:
        dressed = '+capita^5 AND body:"ICO" -fine*'
        assert terms_of(generation, dressed) == ["capita", "5", "bodi", "ico", "fine"]
        found = [evidence.article.id for evidence in starter.ask("-capita -ico -fine").answer.evidence]
        assert found == [evidence.article.id for evidence in starter.ask("capita ico fine").answer.evidence] != []

    def test_a_term_asked_for_twice_counts_once(self, generation: Generation) -> None:
        once = generation.best(["capita", "fine"], 50, Filters())
        assert generation.best(["capita", "fine", "capita", "capita"], 50, Filters()) == once != []

    @settings(max_examples=60, deadline=None)
    @given(text=st.text(st.characters(exclude_categories=()), max_size=60))
    def test_any_text_gets_an_answer(self, starter: Session, text: str) -> None:
        turn = starter.ask(text)
        assert bool(turn.answer.evidence) is (turn.answer.verdict != "not_found")

    @pytest.mark.parametrize("question", [*QUESTIONS, "the", "council", ""])
    def test_the_same_question_gets_the_same_answer(self, starter: Session, question: str) -> None:
        with Session.open(starter.settings) as other:
            turns = [starter.ask(question, limit=30), starter.ask(question, limit=30), other.ask(question, limit=30)]
        assert [turn.answer for turn in turns] == [turns[0].answer] * 3


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
    """The home that `make_home` would make, once for the module."""
    home = Home(tmp_path_factory.mktemp("rare") / "home")
    link_index(starter_home, home)
    write_corpus(home, {"all.jsonl": corpus_of_the_rare()})
    update(home, ModelSettings(), ignore_progress)
    return home


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
        by_words = numbers(rare_generation.best(terms_of(rare_generation, RARE_QUESTION), 500, Filters()))
        assert len(by_meaning) == len(by_words) == 500
        assert rare not in by_meaning
        assert rare not in by_words

    @pytest.mark.parametrize(
        "wanted",
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
            pytest.param(Filters(MAY, END_OF_MAY, OUTLET, BODY), id="all"),
        ],
    )
    def test_a_filter_finds_it_by_meaning_and_by_words(
        self,
        rare_generation: Generation,
        rare_session: Session,
        rare_vector: NDArray[np.float32],
        wanted: Filters,
    ) -> None:
        hits = search(rare_generation, rare_vector, Question(RARE_QUESTION, wanted), 10).hits
        assert [hit.passage.article_id for hit in hits] == [RARE]
        assert [(vote.retriever, vote.rank) for vote in hits[0].votes] == [("dense", 1), ("lexical", 1)]
        assert rare_session.ask(RARE_QUESTION, wanted).answer.searched.matched_filters == 1

    @pytest.mark.parametrize(
        "wanted",
        [
            Filters(outlets=("Rare",)),
            Filters(organisations=("Obscure",)),
            Filters(MAY, END_OF_MAY, ("Common Gazette",)),
            Filters(outlets=OUTLET, organisations=("cc",)),
            Filters(after=date(2000, 1, 1), outlets=OUTLET),
        ],
    )
    def test_filters_that_do_not_all_hold_find_nothing(self, rare_session: Session, wanted: Filters) -> None:
        reply = rare_session.ask(RARE_QUESTION, wanted).answer
        assert (reply.verdict, reply.evidence, reply.searched.matched_filters) == ("not_found", (), 0)
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
        wanted = Filters(after=after, before=before)
        ids, count = rare_generation.matching(wanted)
        by_words = numbers(rare_generation.best(rare_generation.terms("payroll"), 700, wanted))
        assert set(rare_generation.articles_of(ids.tolist()).values()) == expected
        assert set(rare_generation.articles_of(by_words).values()) == expected
        assert count == len(expected)

    @pytest.mark.parametrize("wanted", [Filters(after=date.min), Filters(before=date.max)])
    def test_an_undated_article_matches_no_date_and_the_reader_is_told(
        self, rare_generation: Generation, rare_session: Session, wanted: Filters
    ) -> None:
        ids, count = rare_generation.matching(wanted)
        found = set(rare_generation.articles_of(ids.tolist()).values())
        assert count == len(found) == 600 - 60 + len(_PARTIAL) + 1
        assert not found & {f"common{i}" for i in range(0, 600, 10)}
        by_words = numbers(rare_generation.best(rare_generation.terms("payroll"), 700, wanted))
        assert set(rare_generation.articles_of(by_words).values()) == found - {RARE}
        warnings = rare_session.ask(RARE_QUESTION, wanted).answer.warnings
        assert any("60 articles bear no date" in each for each in warnings)

    def test_an_unknown_name_is_told_with_the_known_one_that_comes_close(self, rare_session: Session) -> None:
        warnings = rare_session.ask(RARE_QUESTION, Filters(outlets=("The Rare Gazete",))).answer.warnings
        assert any("'The Rare Gazete'" in each and "'The Rare Gazette'" in each for each in warnings)
