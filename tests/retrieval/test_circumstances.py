"""What a question says besides its subject decides between near ties, and never more."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from qabot.core.answers import Hit, Retriever
from qabot.core.questions import AnalysedQuestion, EntityMention, Period
from qabot.core.settings import Home
from qabot.index.snapshot import Generation, open_current
from qabot.retrieval.boosts import boosts
from qabot.retrieval.ranking_parameters import RetrieverWeights
from tests.asked import asked, find
from tests.conftest import article
from tests.homes import indexed_home
from tests.near import near

TESTS = Path(__file__).resolve().parent.parent
QUESTIONS = [
    str(json.loads(line)["question"]) for line in (TESTS / "golden.jsonl").read_text(encoding="utf-8").splitlines()[::5]
]
GDS = EntityMention("GDS", ("Government Digital Service",))
WEIGHTS: Mapping[Retriever, float] = {"date": 0.23, "recent": 0.29, "body": 0.035}
IN_2015 = Period(date(2015, 1, 1), date(2015, 12, 31))

TRAM = "Wombat council bought a quibbly tram for its new line."
STORIES = {
    "oldest.md": article("A quibbly tram", TRAM, published="2013-05-01", organisations='["Wombat Council (WC)"]'),
    "middle.md": article("A quibbly tram", TRAM, published="2015-05"),
    "newest.md": article("A quibbly tram", TRAM, published="2019-05-01", organisations='["Tram Authority"]'),
    "undated.md": article("A quibbly tram", TRAM),
    "fax.md": article(
        "Fax machines", "Post offices bought fax machines.", published="2022-05-01", organisations='["Wombat Council"]'
    ),
}
ALIKE = {"oldest", "middle", "newest", "undated"}


@pytest.fixture(scope="module")
def index(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    """Four articles that say the same at different times, and the newest of all on something else."""
    home = indexed_home(starter_home, tmp_path_factory.mktemp("trams"), STORIES)
    opened = open_current(home.index)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def encoded(generation: Generation) -> dict[str, NDArray[np.float32]]:
    """The questions' vectors."""
    encoder = generation.encoder()
    return {text: encoder.encode_query(text) for text in QUESTIONS}


def ask(index: Generation, question: AnalysedQuestion) -> tuple[Hit, ...]:
    return find(index, index.encoder().encode_query(question.whole), question, 10).hits


def order(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.passage.article_id for hit in hits]


def share(hit: Hit, retriever: Retriever) -> float | None:
    return next((vote.contribution for vote in hit.components if vote.retriever == retriever), None)


def test_the_newest_of_equals_stands_first_where_the_latest_is_wanted(index: Generation) -> None:
    hits = ask(index, asked("quibbly tram", wants_latest=True))
    assert order(hits)[:2] == ["newest", "middle"]
    assert set(order(hits)[2:4]) == {"oldest", "undated"}
    shares = {hit.passage.article_id: share(hit, "recent") for hit in hits}
    assert shares["oldest"] == 0.0
    assert shares["fax"] == 0.29
    assert shares["undated"] is None, "what bears no date is not taken for old or new"
    assert 0.0 < (shares["middle"] or 0) < (shares["newest"] or 0) < 0.29


def test_what_happened_at_the_time_asked_about_stands_first_of_equals(index: Generation) -> None:
    hits = ask(index, asked("quibbly tram", soft_date=IN_2015))
    assert order(hits)[0] == "middle"
    assert {hit.passage.article_id: share(hit, "date") for hit in hits} == {
        "middle": 0.23, "oldest": None, "newest": None, "undated": None, "fax": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("soft_date", "expected"),
    [
        (Period(date(2015, 5, 31), None), {"middle", "newest", "fax"}),
        (Period(date(2015, 6, 1), None), {"newest", "fax"}),
        (Period(None, date(2015, 5, 1)), {"oldest", "middle"}),
        (Period(None, date(2015, 4, 30)), {"oldest"}),
        (Period(date(2016, 1, 1), date(2016, 12, 31)), set[str]()),
        (Period(), {"oldest", "middle", "newest", "fax"}),
    ],
)
def test_a_partial_date_is_of_the_time_when_any_of_its_days_is(
    index: Generation, soft_date: Period, expected: set[str]
) -> None:
    hits = ask(index, asked("quibbly tram", soft_date=soft_date))
    assert {hit.passage.article_id for hit in hits if share(hit, "date")} == expected


@pytest.mark.parametrize(
    "named", [EntityMention("WC", ("Wombat Council",)), EntityMention("the wombat council", ("WC",))]
)
def test_what_is_about_a_body_that_is_named_stands_first_of_equals(index: Generation, named: EntityMention) -> None:
    hits = ask(index, asked("quibbly tram", mentions=(named,)))
    assert order(hits)[0] == "oldest"
    assert {hit.passage.article_id for hit in hits if share(hit, "body")} == {"oldest", "fax"}


def test_none_of_it_brings_up_what_is_about_something_else(index: Generation) -> None:
    everything = asked(
        "quibbly tram",
        soft_date=Period(date(2022, 1, 1), None),
        wants_latest=True,
        mentions=(EntityMention("WC", ("Wombat Council",)),),
    )
    hits = ask(index, everything)
    fax = hits[-1]
    assert fax.passage.article_id == "fax"
    assert [share(fax, each) for each in ("date", "recent", "body")] == [
        0.23, 0.29, 0.035,
    ]  # fmt: skip


def test_none_of_it_filters(index: Generation) -> None:
    for question in (
        asked("quibbly tram", wants_latest=True),
        asked("quibbly tram", soft_date=IN_2015),
        asked("quibbly tram", mentions=(EntityMention("WC", ("Wombat Council",)),)),
    ):
        assert set(order(ask(index, question))) == {*ALIKE, "fax"}


def test_a_question_that_says_nothing_besides_casts_no_votes(index: Generation) -> None:
    assert boosts(index, asked("quibbly tram in 2015"), {0: "oldest", 1: "fax"}, RetrieverWeights()) == {}
    assert (
        boosts(index, asked("x", wants_latest=True, soft_date=IN_2015, mentions=(GDS,)), {}, RetrieverWeights()) == {}
    )


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("kind", ["recent", "date", "body"])
def test_only_near_ties_among_the_leaders_are_moved(
    generation: Generation, encoded: dict[str, NDArray[np.float32]], question: str, kind: Retriever
) -> None:
    plain = find(generation, encoded[question], question, 20)
    more = find(
        generation,
        encoded[question],
        asked(
            question,
            wants_latest=kind == "recent",
            soft_date=IN_2015 if kind == "date" else None,
            mentions=(GDS,) if kind == "body" else (),
        ),
        20,
    )
    # Another name finds passages too, which is not what this is about.
    scores = {hit.passage_id: hit.score - (share(hit, kind) or 0) for hit in more.hits}
    if kind != "body":
        assert {hit.passage_id: near(hit.score) for hit in plain.hits} == scores
    placed = [hit.passage_id for hit in more.hits]
    for place, before in enumerate(placed):
        for behind in placed[place + 1 :]:
            owners = {hit.passage_id: hit.passage.article_id for hit in more.hits}
            crowded = list(owners.values()).count(owners[behind]) > 2
            assert crowded or scores[behind] - scores[before] <= WEIGHTS[kind] + 1e-9
    voted = [hit for hit in more.hits if share(hit, kind) is not None]
    assert len(voted) <= 10


@settings(max_examples=40, deadline=None)
@given(
    wants_latest=st.booleans(),
    soft_date=st.none() | st.builds(Period, st.none() | st.dates(date(2010, 1, 1), date(2020, 1, 1))),
    named=st.lists(
        st.sampled_from([GDS, EntityMention("NAO", ("National Audit Office",)), EntityMention("X", ("Y",))]), max_size=2
    ),
    leaders=st.lists(st.integers(0, 200), max_size=10, unique=True),
)
def test_each_votes_at_most_once_and_within_its_weight(
    generation: Generation, wants_latest: bool, soft_date: Period | None, named: list[EntityMention], leaders: list[int]
) -> None:
    question = asked("?", wants_latest=wants_latest, soft_date=soft_date, mentions=tuple(named))
    votes = boosts(generation, question, generation.articles_of(leaders), RetrieverWeights())
    assert votes.keys() <= set(leaders)
    for cast in votes.values():
        assert len({vote.retriever for vote in cast}) == len(cast) > 0
        assert all(0 <= vote.contribution <= WEIGHTS[vote.retriever] for vote in cast)
        assert {vote.retriever for vote in cast} <= {"date", "recent", "body"}
