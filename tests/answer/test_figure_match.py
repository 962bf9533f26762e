"""A question that names a figure wants that value: in the first quote, however written, or told that it is nowhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qabot.answer.answerer import Answerer
from qabot.core.answers import Answer
from qabot.core.errors import UsageError
from qabot.core.settings import Home
from qabot.facts.figures import find_figures
from qabot.index.snapshot import Generation, open_current
from qabot.models.encoder import OnnxEncoder
from qabot.question.analysis import analyse
from qabot.retrieval.ranking_parameters import RANKING
from tests.asked import bound, find
from tests.conftest import article
from tests.homes import indexed_home, lenient

SAID = {
    "Numbat": "Numbat council signed a payroll contract worth £42m. It runs for five years.",
    "Wombat": "Wombat council signed a payroll contract worth £420,000. It runs for two years.",
    "Quokka": "Quokka council signed a contract worth £1.8bn for its whole estate.",
    "Dingo": "Dingo council signed a contract worth 2.4 billion pounds with one supplier.",
    "Possum": "Possum council signed a contract worth £130 million for its highways.",
    "Bilby": "Bilby council cut its staff by 15 per cent in one year.",
    "Potoroo": "Potoroo council cut its staff by a quarter in one year.",
    "Numbat Trust": "Numbat Trust cut its staff by a third, and its visitors rose by 40 per cent.",
    "Dugong": "Dugong council cut its staff by 40 per cent; its visitors fell by a third.",
    "Quoll": "Quoll council moved 12,000 staff to a new payroll.",
}


@pytest.fixture(scope="module")
def index(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    """Articles that tell much the same of other councils, with other figures."""
    files = {f"{name.lower()}.md": article(f"{name} council", text, outlet="Wire") for name, text in SAID.items()}
    opened = open_current(indexed_home(starter_home, tmp_path_factory.mktemp("figures"), files).index)
    yield opened
    opened.close()


def ask(index: Generation, encoder: OnnxEncoder, text: str) -> Answer:
    """Ask, with a calibration by which everything is strong."""
    question = bound(index, analyse(text))
    read = encoder.encode_query_tokens(question.analysed.whole)
    found = find(index, read.vector, question.analysed, 10)
    return Answerer(index, encoder, lenient("x"), RANKING).answer(question, read, found, 3)


@pytest.mark.parametrize(
    ("text", "council"),
    [
        ("Which contract was worth £42 million?", "Numbat"),
        ("Which contract was worth 42 million pounds?", "Numbat"),
        ("Which contract was worth £42,000,000?", "Numbat"),
        ("Which contract was worth £420k?", "Wombat"),
        ("Which contract was worth £0.42m?", "Wombat"),
        ("Which deal was worth 1.8 billion pounds?", "Quokka"),
        ("Which deal was worth £1,800m?", "Quokka"),
        ("Who signed for £2.4bn?", "Dingo"),
        ("Which contract was worth £130m?", "Possum"),
        ("Which council cut its staff by 15%?", "Bilby"),
        ("Which council cut its staff by 25 per cent?", "Potoroo"),
        ("Who cut their staff by 40%?", "Dugong"),
        ("Whose visitors rose by 40 per cent?", "Numbat Trust"),
        ("Whose visitors fell by a third?", "Dugong"),
        ("Which council moved twelve thousand staff?", "Quoll"),
    ],
)
def test_the_quote_that_says_the_value_comes_first(
    index: Generation, encoder: OnnxEncoder, text: str, council: str
) -> None:
    reply = ask(index, encoder, text)
    assert reply.evidence[0].article.title == f"{council} council"
    assert reply.verdict == "strong"
    assert reply.missing == ()


@pytest.mark.parametrize(("text", "council"), [("what was £42m", "Numbat"), ("£1,800m?", "Quokka"), ("15%", "Bilby")])
def test_nothing_but_a_value_asks_what_it_is_said_of(
    index: Generation, encoder: OnnxEncoder, text: str, council: str
) -> None:
    reply = ask(index, encoder, text)
    assert (reply.evidence[0].article.title, reply.verdict) == (f"{council} council", "possible")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Which council's contract was worth £99m?", "No article says £99m; what is quoted says "),
        ("Which contract was worth 330 million pounds?", "No article says £330m; what is quoted says "),
        ("Which contract was worth £4.2m?", "No article says £4.2m; what is quoted says "),
        ("Which council cut its staff by 16 per cent?", "No article says 16%; what is quoted says "),
        ("Numbat council signed a payroll contract worth £45m", "No article says £45m; what is quoted says £42m"),
        ("Which contract was worth $42m?", "No article says $42m."),
    ],
)
def test_a_value_that_no_article_says_is_never_strong_and_told(
    index: Generation, encoder: OnnxEncoder, text: str, told: str
) -> None:
    reply = ask(index, encoder, text)
    assert reply.verdict == "possible"
    (claim,) = [each for each in reply.missing if each.kind == "figure_named"]
    assert claim.words.startswith(told)
    assert find_figures(text[slice(*claim.what)])


def test_where_too_many_would_have_to_be_read_only_the_quotes_are_spoken_of(
    index: Generation, encoder: OnnxEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_many(_index: Generation, phrase: str) -> bool:
        raise UsageError(f"Too many hold {phrase}.", hint="")

    monkeypatch.setattr(Generation, "is_said", too_many)
    (claim,) = ask(index, encoder, "Which council's contract was worth £99m?").missing
    assert claim.words.startswith("No quoted sentence says £99m; what is quoted says ")


def test_what_is_told_is_what_the_quotes_say(index: Generation, encoder: OnnxEncoder) -> None:
    reply = ask(index, encoder, "Which council's contract was worth £99m?")
    (claim,) = reply.missing
    said = {each.low for quote in reply.evidence for each in find_figures(quote.text) if each.unit == "£"}
    assert {each.low for each in find_figures(claim.words.partition(";")[2])} <= said


def test_the_value_said_of_another_is_not_the_answer(index: Generation, encoder: OnnxEncoder) -> None:
    reply = ask(index, encoder, "Did the Wombat council sign a contract worth £42m?")
    assert reply.verdict == "possible"
    assert reply.evidence[0].article.title == "Wombat council"


def test_of_two_values_the_one_that_is_said_answers(index: Generation, encoder: OnnxEncoder) -> None:
    reply = ask(index, encoder, "Was the payroll contract of Numbat worth £42m or £45m?")
    assert reply.verdict == "strong"
    assert "£42m" in reply.evidence[0].text
    assert any(each.words.startswith("No article says £45m") for each in reply.missing)


@pytest.mark.parametrize(
    "text", ["Who signed in 2015?", "Which 2 councils signed?", "What did the 3 councils buy in Q3?"]
)
def test_years_and_small_counts_are_no_values_asked_for(index: Generation, encoder: OnnxEncoder, text: str) -> None:
    assert all(each.kind != "figure_named" for each in ask(index, encoder, text).missing)


@pytest.mark.parametrize("phrase", ["£42m", "£42 million", "42 million pounds", "£42,000,000"])
def test_exact_words_that_are_a_sum_find_it_however_it_is_written(
    index: Generation, encoder: OnnxEncoder, phrase: str
) -> None:
    reply = ask(index, encoder, f'"{phrase}" payroll')
    assert [each.article.title for each in reply.evidence or reply.nearest] == ["Numbat council"]
    assert analyse(f'"{phrase}" payroll').notes == (f"“{phrase}” is read as £42m, however an article writes it.",)


def test_exact_words_that_are_no_sum_are_read_as_written() -> None:
    assert analyse('"payroll contract" cost').notes == ()
