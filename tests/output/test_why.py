"""Plain words for an answer: each sentence has a case in which it is said, and one in which it would be untrue."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from qabot.core.answers import Answer, HeldBack, ScoreComponent, SearchScope
from qabot.output.why import ordinal, plain_explanation, plain_ranking
from tests.output.helpers import DIGITAL, QUOTE, evidence_of, turn_of, turn_without

FOUND = evidence_of(DIGITAL, QUOTE)
SCOPE = SearchScope("g", "m", articles=213, passages=300, matched_filters=213, first=None, last=None)


def answer_with(*components: ScoreComponent, **parts: object) -> Answer:
    """Return an answer whose first quote has these votes."""
    answer = turn_of(FOUND).answer
    first = answer.evidence[0]
    first = replace(first, hit=replace(first.hit, components=components or first.hit.components))
    changed = {"searched": SCOPE, "probability": 0.84, "held_back": None, "lexical_only": False, **parts}
    return replace(answer, evidence=(first, *answer.evidence[1:]), **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("scope", "lexical_only", "expected"),
    [
        (SCOPE, False, "All of 213 articles were searched, by meaning and by shared words."),
        (SCOPE, True, "All of 213 articles were searched, by shared words alone."),
        (
            replace(SCOPE, matched_filters=20),
            False,
            "The 20 of 213 articles that the filters leave were searched, by meaning and by shared words.",
        ),
        (replace(SCOPE, matched_filters=0), False, "Nothing was searched: the filters leave none of 213 articles."),
    ],
)
def test_what_was_searched_is_said_first(scope: SearchScope, expected: str, *, lexical_only: bool) -> None:
    assert plain_explanation(answer_with(searched=scope, lexical_only=lexical_only))[0] == expected


@pytest.mark.parametrize(
    ("matched", "lexical_only", "expected"),
    [
        (213, False, "Nothing was searched: no word is asked for."),
        (7, False, "Nothing was searched: no word is asked for."),
        (213, True, "All of 213 articles were searched, by shared words alone."),
        (0, False, "Nothing was searched: the filters leave none of 213 articles."),
    ],
)
def test_nothing_is_searched_for_no_word(matched: int, expected: str, *, lexical_only: bool) -> None:
    scope = replace(SCOPE, matched_filters=matched)
    answer = replace(turn_without().answer, searched=scope, evidence=(), nearest=(), lexical_only=lexical_only)
    assert plain_explanation(answer)[0] == expected


def test_why_the_first_quote_comes_first() -> None:
    votes = (
        ScoreComponent("dense", 1, 0.7, 0.43),
        ScoreComponent("lexical", 12, 3.0, 0.1),
        ScoreComponent("date", None, 1.0, 0.2),
        ScoreComponent("reading", 1, 0.8, 0.5),
    )
    answer = answer_with(*votes)
    why = (
        "because it is 1st in meaning, from the time that is asked about and "
        "one whose best sentence says nearly all of what is asked."
    )
    assert plain_explanation(answer)[1] in {f"The first quote comes first {why}", f"The first quote is shown {why}"}
    assert "12th by shared words" in plain_ranking(answer.evidence[0]), "of one passage, every place is told"


def test_a_vote_that_added_nothing_is_no_reason() -> None:
    answer = answer_with(ScoreComponent("dense", 1, 0.7, 0.43), ScoreComponent("body", None, 1.0, 0.0))
    assert "about a body" not in plain_ranking(answer.evidence[0])
    nothing = answer_with(ScoreComponent("dense", 1, 0.7, 0.0))
    assert plain_ranking(nothing.evidence[0]) == "Ranked here as it is among the passages that came nearest."


@pytest.mark.parametrize(
    ("score", "share"),
    [
        (1.0, "all"),
        (0.95, "all"),
        (0.94, "nearly all"),
        (0.75, "nearly all"),
        (0.5, "more than half"),
        (0.49, "less than half"),
    ],
)
def test_how_much_of_what_is_asked_a_sentence_says(score: float, share: str) -> None:
    answer = answer_with(ScoreComponent("reading", 1, score, 0.65 * score))
    assert f"says {share} of what is asked" in plain_ranking(answer.evidence[0])


def test_the_newest_are_told_as_such_near_the_top_alone() -> None:
    for rank, told in ((3, True), (4, False)):
        answer = answer_with(ScoreComponent("recent", rank, 7.0, 0.1))
        assert ("among the newest" in plain_ranking(answer.evidence[0])) is told


@pytest.mark.parametrize("verdict", ["strong", "possible"])
def test_the_verdict_is_told_with_its_chance(verdict: str) -> None:
    said = plain_explanation(answer_with(verdict=verdict))[-1]
    assert said.startswith(f"It is called {verdict} because, by the test questions")
    assert "about 84 in 100" in said


@pytest.mark.parametrize(
    ("held_back", "words"),
    [
        ("vague", "without asking anything"),
        ("names", "every name"),
        ("figure_named", "does not say the figure"),
        ("date_named", "tells of another date"),
        ("figure_sought", "does not plainly tell the figure"),
        ("office_sought", "does not plainly tell who holds the office"),
        ("state_sought", "does not plainly tell whether it is still so"),
        ("roles_turned", "the other way round"),
        ("office_newer", "a newer article names somebody else"),
        ("office_left", "leaves the office that is asked about"),
        ("question_quoted", "asks this or leaves it open, and does not answer"),
        ("disowned", "denies, does not admit or takes back"),
        ("agent_sought", "does not tell who did, or got, what"),
        ("superseded", "corrected, disputed or changed since"),
        ("planned", "what was planned"),
        ("event_sought", "of something else than is asked about"),
        ("too_old", "too old to tell whether it is still so"),
        ("kind_sought", "a figure where no figure is asked for"),
    ],
)
def test_what_kept_it_from_being_strong_is_told(held_back: HeldBack, words: str) -> None:
    said = plain_explanation(answer_with(verdict="possible", held_back=held_back))[-1]
    assert words in said
    assert said.endswith("so it is called possible.")


def test_without_a_calibration_no_chance_is_told() -> None:
    said = plain_explanation(answer_with(verdict="possible", probability=None))[-1]
    assert said == "It is called possible because no calibration tells how likely it is that it answers."
    said = plain_explanation(answer_with(verdict="possible", probability=None, lexical_only=True))[-1]
    assert "by shared words alone" in said
    said = plain_explanation(answer_with(verdict="not_found", probability=0.0))[-1]
    assert said == "It is called not found because words or names that are asked for stand in no article."


def test_where_nothing_was_found_no_quote_is_told_of() -> None:
    told = plain_explanation(replace(turn_without().answer, nearest=()))
    assert len(told) == 2
    assert not any("quote comes first" in each for each in told)
    assert told[-1] == "It is called not found because no passage was there to judge."


def test_it_is_one_to_three_sentences() -> None:
    for answer in (answer_with(), replace(turn_without().answer, nearest=())):
        assert 1 <= len(plain_explanation(answer)) <= 3


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd"), (113, "113th")]
)
def test_a_place_in_words(number: int, expected: str) -> None:
    assert ordinal(number) == expected
