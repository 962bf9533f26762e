"""Words that their sentence denies, does not admit, takes back or only asks are no answer."""

from __future__ import annotations

import pytest

from qabot.answer.disowned_words import is_disowned, only_asks, states_right, takes_back


def disowned(question: str, text: str, words: str) -> bool:
    """Whether words of a text are disowned where it is quoted whole."""
    start = text.index(words)
    return is_disowned(question, text, (0, len(text)), (start, start + len(words)))


WHY, HOW_MANY = "Why did the Numbat portal fail?", "How many records did Numbat lose?"


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        (WHY, "Vorpal denied that a faulty cable had brought the Numbat portal down.", "a faulty cable"),
        (WHY, "The council has not said that a faulty cable was to blame.", "a faulty cable"),
        (WHY, "There is no evidence that a faulty cable brought Numbat down.", "a faulty cable"),
        (WHY, "Ministers rejected claims that a faulty cable brought Numbat down.", "a faulty cable"),
        (WHY, "Claims that a faulty cable was to blame have been dismissed.", "a faulty cable"),
        (WHY, "The cause was not a faulty cable but a flood.", "a faulty cable"),
        (HOW_MANY, "Numbat declined to confirm that it had lost 900 records.", "900"),
        (HOW_MANY, "Nobody at Numbat has admitted losing 900 records.", "900"),
        (HOW_MANY, "An earlier version of this article said that Numbat had lost 900 records.", "900"),
        (HOW_MANY, "In a report of 3 May we wrote that Numbat had lost 900 records.", "900"),
        (HOW_MANY, "Numbat previously said that it had lost 900 records.", "900"),
        (HOW_MANY, "Has Numbat really lost 900 records?", "900"),
        (WHY, "Reports that a faulty cable was to blame are wide of the mark, it said.", "a faulty cable"),
        (WHY, "The report found no link between the failure and a faulty cable.", "a faulty cable"),
        (HOW_MANY, "The minister retracted his statement that Numbat had lost 900 records.", "900"),
        (HOW_MANY, 'Numbat called a report that it had lost 900 records "complete rubbish".', "900"),
        (HOW_MANY, "The figure of 900 records was wrong.", "900 records"),
        ("Who supplied the Numbat software?", "Vorpal denied that it supplied the Numbat software.", "Vorpal"),
    ],
)
def test_what_is_denied_taken_back_or_asked_is_no_answer(question: str, text: str, words: str) -> None:
    assert disowned(question, text, words)


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        (WHY, "Vorpal denied that it had been warned, but a faulty cable brought Numbat down.", "a faulty cable"),
        (WHY, "The council admitted that a faulty cable brought Numbat down.", "a faulty cable"),
        (WHY, "Nobody disputed the cause; a faulty cable brought Numbat down.", "a faulty cable"),
        (WHY, "The cause was not a flood but a faulty cable.", "a faulty cable"),
        (WHY, "Vorpal, which denied that it was late, said a faulty cable brought Numbat down.", "a faulty cable"),
        ("What did Vorpal deny?", "Vorpal denied that a faulty cable had brought the portal down.", "a faulty cable"),
        ("What did Numbat previously say?", "Numbat previously said that it had lost 900 records.", "900 records"),
        (HOW_MANY, "Numbat did not deny that it had lost 900 records.", "900"),
        (HOW_MANY, "Numbat lost 900 records. Why did it take a year to say so?", "900"),
        (HOW_MANY, "The report found 900 records lost and was wrong about the rest.", "900"),
        (HOW_MANY, "It called a report that Numbat had lost 900 records worrying.", "900"),
        (HOW_MANY, "Numbat lost 900 records, which it does not dispute.", "900"),
        ("Who denied the fault?", "Vorpal denied that there was a fault.", "Vorpal"),
    ],
)
def test_what_is_told_beside_a_denial_answers(question: str, text: str, words: str) -> None:
    assert not disowned(question, text, words)


@pytest.mark.parametrize(
    ("quote", "words", "expected"),
    [
        ("Will the Numbat portal close? Has anybody asked?", None, True),
        ('"Will the Numbat portal close?"', None, True),
        ("Will the Numbat portal close? It will, in May.", None, False),
        ("Will the Numbat portal close in May? Nobody knows.", "in May", True),
        ("Will the Numbat portal close? It will, in May.", "in May", False),
    ],
)
def test_a_quote_that_only_asks_answers_nothing(quote: str, words: str | None, expected: bool) -> None:
    start = quote.index(words) if words else 0
    assert only_asks(quote, (start, start + len(words)) if words else None) is expected


def test_what_is_taken_back_and_what_is_right_are_told_apart() -> None:
    wrong, right = "An earlier version of this article said that it cost £5m.", "The correct figure is £2m."
    assert (takes_back(wrong), states_right(wrong)) == (True, False)
    assert (takes_back(right), states_right(right)) == (False, True)
    assert not takes_back("The article said that it cost £5m.")
