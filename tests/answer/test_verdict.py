"""The verdict: `strong` only where one article has it all, and never without a calibration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from qabot.answer.answerer import Answerer
from qabot.answer.calibration import Calibration, Signal
from qabot.answer.sentence_scoring import ScoredHit
from qabot.answer.token_similarity import QueryTokens
from qabot.answer.verdict import judge_uncalibrated, may_answer, verdict_signals
from qabot.core.answers import Answer, Hit
from qabot.core.articles import Article, Passage
from qabot.core.dates import PartialDate
from qabot.core.questions import AnalysedQuestion, EntityMention, Filters, Period
from qabot.core.settings import Home
from qabot.index.snapshot import Generation, open_current
from qabot.models.encoder import OnnxEncoder
from qabot.models.reader import PassageReading
from qabot.question.analysis import analyse
from qabot.retrieval.ranking_parameters import RANKING, RankingParameters, VerdictParameters
from tests.asked import asked, bound, find, word
from tests.conftest import article
from tests.homes import indexed_home, lenient
from tests.near import near

SIGNALS = {"sentence", "least_said", "kind", "dates", "complete"}
TOWNS = {
    "wombat.md": article("A tram depot", "Wombat council sold its quibbly tram depot to Zorblax.", outlet="Wire"),
    "numbat.md": article("A ferry", "Numbat council bought a ferry from the Vorpal shipyard.", outlet="Wire"),
    "both.md": article("A round-up", "Numbat council envies the Quokka council of the south.", outlet="Post"),
    "hired.md": article("Advice", "Dingo council hired consultants for its lighthouse.", outlet="Post"),
    "full.md": article("A board", "The Obscure Harbour Board closed its pier to the public.", outlet="Post"),
}


@pytest.fixture(scope="module")
def index(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    """Articles on different towns."""
    opened = open_current(indexed_home(starter_home, tmp_path_factory.mktemp("towns"), TOWNS).index)
    yield opened
    opened.close()


def ask(
    index: Generation,
    encoder: OnnxEncoder,
    question: AnalysedQuestion | str,
    calibration: Calibration | None = None,
    parameters: RankingParameters = RANKING,
) -> Answer:
    put = asked(question) if isinstance(question, str) else question
    reading = encoder.encode_query_tokens(put.whole)
    found = find(index, reading.vector, put, 10)
    return Answerer(index, encoder, calibration, parameters).answer(bound(index, put), reading, found, 3)


# --- By what is found ---


@given(st.floats(-1, 1), st.floats(0, 1))
def test_without_a_calibration_nothing_is_strong(nearness: float, coverage: float) -> None:
    enough = nearness >= 0.30 and coverage >= 0.34
    assert judge_uncalibrated(nearness, coverage, VerdictParameters()) == ("possible" if enough else "not_found")


@given(st.floats(0, 1), st.floats(-5, 5), st.floats(0, 1), st.floats(0, 1))
def test_the_probability_and_the_thresholds_decide(value: float, weight: float, strong: float, possible: float) -> None:
    thresholds = lenient("x", strong=max(strong, possible), possible=possible)
    calibration = replace(thresholds, signals=(Signal("sentence", 0.5, 0.25, weight),))
    probability = calibration.probability({"sentence": value, "other": 1.0})
    verdict = calibration.verdict(probability)
    assert probability == near(1 / (1 + np.exp(-weight * (value - 0.5) / 0.25)))
    assert verdict == (
        "strong" if probability >= max(strong, possible) else "possible" if probability >= possible else "not_found"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which council sold a quibbly tram depot to Zorblax?", "possible"),
        ("wombat", "possible"),
        ("zxcvbnm qwertyuiop asdfghjkl", "not_found"),
        ("How tall is the Eiffel Tower in winter?", "not_found"),
    ],
)
def test_an_encoder_without_calibration_says_possible_at_best(
    index: Generation, encoder: OnnxEncoder, text: str, expected: str
) -> None:
    reply = ask(index, encoder, text)
    assert reply.verdict == expected
    assert reply.probability is None
    assert set(reply.signals) == SIGNALS, "what was found is told all the same"
    assert any("No answer can be called strong" in warning for warning in reply.warnings)


def test_a_calibration_that_weighs_what_is_not_there_counts_as_none(index: Generation, encoder: OnnxEncoder) -> None:
    foreign = replace(lenient("x"), signals=(Signal("sentence", 0, 1, 0), Signal("novelty", 0, 1, 0)))
    text = "Which council sold a quibbly tram depot to Zorblax?"
    with_none, with_foreign = ask(index, encoder, text), ask(index, encoder, text, foreign)
    assert with_foreign == with_none
    assert ask(index, encoder, text, lenient("x")).verdict == "strong"


@pytest.mark.parametrize("ranking", ["", "0" * 16])
def test_a_calibration_fitted_with_other_ranking_numbers_counts_as_none_and_is_told(
    index: Generation, encoder: OnnxEncoder, ranking: str
) -> None:
    text = "Which council sold a quibbly tram depot to Zorblax?"
    stale, none = ask(index, encoder, text, replace(lenient("x"), ranking=ranking)), ask(index, encoder, text)
    assert (stale.verdict, stale.probability, stale.signals) == ("possible", None, none.signals)
    (warning,) = stale.warnings
    assert "fitted with other ranking numbers" in warning
    assert "qabot eval calibrate" in warning


def test_a_calibration_goes_stale_with_any_ranking_number(index: Generation, encoder: OnnxEncoder) -> None:
    text = "Which council sold a quibbly tram depot to Zorblax?"
    other = replace(RANKING, duplicate_cosine=0.81)
    assert ask(index, encoder, text, lenient("x")).verdict == "strong"
    assert ask(index, encoder, text, lenient("x"), other).verdict == "possible"
    assert ask(index, encoder, text, replace(lenient("x"), ranking=other.hash), other).verdict == "strong"


def test_a_name_stands_in_an_article_as_a_word_of_its_own(index: Generation, encoder: OnnxEncoder) -> None:
    asks = ("Did the Dingo council hire Consult for its lighthouse?", "Did Dingo council hire consultants for it?")
    named, hired = (ask(index, encoder, text, lenient("x")) for text in asks)
    assert (named.verdict, named.held_back) == ("possible", "names")
    assert (hired.verdict, hired.held_back) == ("strong", None)


# --- By what the reader tells alone ---


def read_as(answers: float, margin: float) -> PassageReading:
    """Return a reading with this logit of answering, and this margin of its only token over there being no answer."""
    return PassageReading(answers, (None, (0, 1)), np.array([0, margin], np.float32), np.zeros(2, np.float32))


LOG_ODDS = st.floats(-3, 3)


@given(
    st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=1, max_size=4),
    st.integers(1, 4),
    st.tuples(LOG_ODDS, LOG_ODDS, LOG_ODDS, LOG_ODDS, LOG_ODDS),
    st.tuples(st.floats(-1, 1), st.booleans(), st.booleans()),
    st.floats(0, 1),
)
def test_what_may_not_answer_by_the_reader_is_never_judged_to(
    read: list[tuple[float, float]],
    judged: int,
    weights: tuple[float, float, float, float, float],
    seen: tuple[float, bool, bool],
    possible: float,
) -> None:
    names = ("answered", "span", "sentence", "complete", "dates")
    signals = tuple(Signal(name, 0.2, 0.5, weight) for name, weight in zip(names, weights, strict=True))
    calibration = replace(lenient("x", strong=1.0, possible=possible), signals=signals)
    readings = [read_as(*each) for each in read]
    told: dict[str, float] = dict(zip(names[2:], map(float, seen), strict=True))
    told["answered"] = max(each.answers for each in readings[:judged])
    told["span"] = max(each.best().margin for each in readings[:judged])
    answers = calibration.verdict(calibration.probability(told)) != "not_found"
    assert may_answer(calibration, readings) or not answers


@pytest.mark.parametrize(("answers", "may"), [(-1.41, False), (-1.39, True)])
def test_the_rest_is_taken_for_as_good_as_it_can_be(answers: float, may: bool) -> None:
    signals = (Signal("answered", 0, 1, 1), Signal("complete", 0, 1, 0.4), Signal("dates", 0, 1, -2))
    calibration = replace(lenient("x", strong=0.5, possible=0.26894142), signals=signals)  # log-odds of -1
    assert may_answer(calibration, [read_as(-5, 9), read_as(answers, 0)]) == may
    assert may_answer(calibration, [])
    assert may_answer(replace(calibration, signals=(*signals, Signal("novelty", 0, 1, 0))), [read_as(-5, 0)])
    assert may_answer(replace(calibration, corroborated=0.0), [read_as(-5, 0)])


def test_the_evidence_alone_is_that_of_the_answer(index: Generation, encoder: OnnxEncoder) -> None:
    complete = replace(lenient("x", strong=1.0, possible=0.5), signals=(Signal("complete", 0.5, 1.0, 1.0),))
    found: list[bool] = []
    for text in (
        "Which council sold a quibbly tram depot to Zorblax?",
        "How much did Wombat council get for its quibbly tram depot?",
        "When did Numbat council buy a ferry from the Vorpal shipyard?",
        "zxcvbnm qwertyuiop",
    ):
        for calibration in (None, lenient("x"), lenient("x", strong=1.0, possible=0.9), complete):
            answerer = Answerer(index, encoder, calibration, RANKING)
            reading, put = encoder.encode_query_tokens(text), asked(text)
            hits = find(index, reading.vector, put, 10)
            told = answerer.answer(bound(index, put), reading, hits, 3).evidence
            assert answerer.evidence_alone(bound(index, put), reading, hits, 3) == told
            found.append(bool(told))
    assert 0 < sum(found) < len(found)


# --- Signals ---


def read_hit(said: list[list[float]], nearness: list[float], fits: list[bool]) -> ScoredHit:
    """Return a hit whose sentences were read so."""
    story = Article("a", "A", "x" * len(said))
    hit = Hit(0, Passage("a", 0, 0, len(said), story.text), 1, ())
    rows = np.array(said, np.float32)
    return ScoredHit(
        hit=hit,
        article=story,
        spans=tuple((i, i + 1) for i in range(len(said))),
        embeddings=(),
        similarities=rows,
        nearness=np.array(nearness, np.float32),
        fits=tuple(fits),
        scores=rows.sum(axis=1),
    )


WEIGHTS = np.array([0.5, 0.25, 0.25], np.float32)
ASKED = QueryTokens((word("one"), word("two"), word("three")), WEIGHTS, np.eye(3, dtype=np.float32), WEIGHTS)


def test_the_sentence_that_says_most_and_is_nearest_is_looked_at() -> None:
    reads = [
        read_hit([[0.2, 0.2, 0.2], [0.8, 0.4, 0.4]], [0.9, 0.4], [True, False]),
        read_hit([[0.1, 0.1, 0.1]], [0.1], [True]),
    ]
    found = verdict_signals(ASKED, reads, AnalysedQuestion("?", answer_types=("money",)), 2)
    assert found.keys() == SIGNALS - {"complete"}
    assert found["sentence"] == near((0.2 + 0.9) / 2)
    assert found["least_said"] == near((0.4 + 0.4) / 2), "said anywhere in that passage"
    assert (found["kind"], found["dates"]) == (1.0, 1.0)


@pytest.mark.parametrize(("asks", "fits", "kind"), [(True, True, 1.0), (True, False, 0.0), (False, True, 0.5)])
def test_the_kind_counts_where_one_is_asked_for(asks: bool, fits: bool, kind: float) -> None:
    question = AnalysedQuestion("?", answer_types=("money",) if asks else (), inferred=Period(date(2015, 1, 1)))
    assert verdict_signals(ASKED, [read_hit([[1, 1, 1]], [1], [fits])], question, 2) == {
        "sentence": 1.0, "least_said": 1.0, "kind": kind, "dates": 0.0,
    }  # fmt: skip


@pytest.mark.parametrize(("published", "within"), [(2014, 0.0), (2015, 1.0), (None, 0.0)])
def test_whether_the_best_was_published_when_it_is_asked_about_counts(published: int | None, within: float) -> None:
    question = AnalysedQuestion("?", inferred=Period(date(2015, 1, 1), date(2015, 12, 31)))
    read = read_hit([[1, 1, 1]], [1], [True])
    of_then = replace(read, article=replace(read.article, published=PartialDate(published) if published else None))
    assert verdict_signals(ASKED, [of_then], question, 2)["dates"] == within
    assert verdict_signals(ASKED, [of_then], AnalysedQuestion("?"), 2)["dates"] == 1.0


def test_a_question_without_words_is_said_by_nothing() -> None:
    nothing = QueryTokens((), np.zeros(0, np.float32), np.zeros((0, 3), np.float32), np.zeros(0, np.float32))
    found = verdict_signals(nothing, [read_hit([[], []], [0.5, 0.25], [False, False])], AnalysedQuestion("?"), 2)
    assert (found["sentence"], found["least_said"]) == (0.25, 0.0)


# --- Empty intersections: everything is strong by the calibration, and yet nothing is ---

BOARD = EntityMention("OHB", ("Obscure Harbour Board",))


@pytest.mark.parametrize(
    "text",
    [
        "Did the Wombat council envy the Vorpal shipyard?",
        "What did Numbat sell to Zorblax?",
        "Was the depot of Quokka bought by Wombat?",
    ],
)
def test_names_that_no_one_article_has_together_are_never_strong(
    index: Generation, encoder: OnnxEncoder, text: str
) -> None:
    reply = ask(index, encoder, text, lenient("x"))
    assert reply.verdict == "possible"
    assert reply.probability == 0.5
    assert reply.evidence


@pytest.mark.parametrize(
    "question",
    [
        asked("What did Wombat sell to Zorblax?"),
        asked("Whom does Numbat envy, is it Quokka?"),
        asked("what did wombat council buy from the vorpal shipyard"),
        asked("WHAT DID WOMBAT COUNCIL BUY FROM VORPAL"),
        asked("What pier did the OHB close?", mentions=(BOARD,)),
        asked("What of the Harbour Board?", mentions=(replace(BOARD, written="Harbour Board", names=("OHB",)),)),
    ],
)
def test_names_that_one_article_has_may_be_strong(
    index: Generation, encoder: OnnxEncoder, question: AnalysedQuestion
) -> None:
    assert ask(index, encoder, question, lenient("x")).verdict == "strong"


@pytest.mark.parametrize(
    "text",
    [
        "Was Zorblax sold to Palantir?",
        "Who told Numbat of the Xylophone?",
        "What did the Wombat council pay Exampleshire's board?",
        "What did the ZQX say of the Wombat council?",
        "Did Wombat sell to Capita’s rivals?",
    ],
)
def test_a_name_that_no_article_has_is_not_found(index: Generation, encoder: OnnxEncoder, text: str) -> None:
    reply = ask(index, encoder, text, lenient("x"))
    assert (reply.verdict, reply.evidence) == ("not_found", ())
    assert reply.nearest


def test_a_word_of_every_day_need_not_be_there_for_its_capital(index: Generation, encoder: OnnxEncoder) -> None:
    reply = ask(index, encoder, "Did the Wombat council REALLY sell its quibbly tram Depot?", lenient("x"))
    assert reply.verdict != "not_found"


def test_initials_that_an_article_writes_out_may_be_there(index: Generation, encoder: OnnxEncoder) -> None:
    assert ask(index, encoder, asked("What pier did the OHB close?"), lenient("x")).verdict == "possible"
    assert ask(index, encoder, asked("What pier did the OXB close?"), lenient("x")).verdict == "not_found"


def test_a_body_that_no_article_has_by_any_name_is_not_found(index: Generation, encoder: OnnxEncoder) -> None:
    question = asked("what of the harbour and nhs", mentions=(EntityMention("nhs", ("National Health Service",)),))
    assert ask(index, encoder, question, lenient("x")).verdict == "not_found"
    assert ask(index, encoder, replace(question, mentions=()), lenient("x")).verdict == "strong"


@pytest.mark.parametrize(
    "limits",
    [
        Filters(outlets=("Nobody's News",)),
        Filters(outlets=("Post",), exact=("quibbly tram",)),
        Filters(after=date(2015, 1, 1)),
        Filters(exact=("wombat",), excluded=("wombat",)),
        Filters(organisations=("GDS",)),
    ],
)
def test_filters_that_leave_nothing_are_never_strong(index: Generation, encoder: OnnxEncoder, limits: Filters) -> None:
    question = asked("What did Wombat council sell to Zorblax?", filters=limits)
    for calibration in (lenient("x"), None):
        reply = ask(index, encoder, question, calibration)
        assert (reply.verdict, reply.evidence, reply.nearest) == ("not_found", (), ())
        assert reply.searched.matched_filters == 0
    assert ask(index, encoder, replace(question, filters=Filters()), lenient("x")).verdict == "strong"


def test_names_of_filters_do_not_count_as_names_of_the_question(index: Generation, encoder: OnnxEncoder) -> None:
    asked = analyse('What did Wombat council sell outlet:Wire "Zorblax"')
    assert asked.filters == Filters(outlets=("Wire",), exact=("Zorblax",))
    assert ask(index, encoder, asked, lenient("x")).verdict == "strong"


@pytest.mark.parametrize("text", ["", "?!", "…"])
def test_a_question_that_says_nothing_is_never_strong(index: Generation, encoder: OnnxEncoder, text: str) -> None:
    reply = ask(index, encoder, text, lenient("x"))
    assert (reply.verdict, reply.probability, dict(reply.signals)) == ("not_found", None, {})


@pytest.mark.parametrize(("second", "verdict"), [("£14 million", "strong"), ("£15m", "possible")])
def test_two_articles_that_tell_the_same_figure_make_it_surer(
    starter_home: Home, tmp_path: Path, encoder: OnnxEncoder, second: str, verdict: str
) -> None:
    texts = {
        "wire.md": article("A ferry", "The Numbat ferry cost £14m to build, its yard said on Monday.", outlet="Wire"),
        "post.md": article("Afloat", f"Taxpayers in town paid {second} for building the Numbat ferry.", outlet="Post"),
    }
    careful = replace(lenient("x"), strong=1.0, corroborated=0.0)
    with closing(open_current(indexed_home(starter_home, tmp_path, texts).index)) as index:
        assert ask(index, encoder, "How much did the Numbat ferry cost?", careful).verdict == verdict
        assert ask(index, encoder, "What did the yard of the Numbat ferry say?", careful).verdict == "possible"
