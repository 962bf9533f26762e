"""Who does what to whom: what a sentence tells, what a question asks, and which quotes tell it the other way round."""

from __future__ import annotations

import pytest

from qabot.answer.role_verbs import forms_of
from qabot.answer.roles_asked import is_filled_by_another, is_other_role, is_turned_round, roles_asked
from qabot.answer.roles_told import roles_told
from qabot.question.analysis import analyse
from qabot.question.entities import EntityGazetteer

BODIES = EntityGazetteer.load()


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("fine", ["fine", "fines", "fining", "fined"]),
        ("reimburse", ["reimburse", "reimburses", "reimbursing", "reimbursed"]),
        ("pay/paid/paid", ["pay", "pays", "paying", "paid", "paid"]),
        ("sell/sold/sold", ["sell", "sells", "selling", "sold", "sold"]),
        ("dismiss", ["dismiss", "dismisses", "dismissing", "dismissed"]),
    ],
)
def test_a_verb_has_its_forms(lemma: str, forms: list[str]) -> None:
    assert list(forms_of(lemma)) == forms


@pytest.mark.parametrize(
    ("text", "frame", "filled"),
    [
        ("Wombat Council paid Zorblax £4m.", "money", {"giver": "Wombat Council", "taker": "Zorblax"}),
        ("Wombat Council (WC) paid £4m to Zorblax.", "money", {"giver": "Wombat Council", "taker": "Zorblax"}),
        ("Zorblax was paid £4m by Wombat Council.", "money", {"giver": "Wombat Council", "taker": "Zorblax"}),
        ("Zorblax received £4m from Wombat Council.", "money", {"giver": "Wombat Council", "taker": "Zorblax"}),
        ("The Wombat Council was ordered by a court to pay Zorblax £4m.", "money", {"giver": "Wombat Council"}),
        ("A judge ordered Wombat Council to pay Zorblax.", "money", {"giver": "Wombat Council", "taker": "Zorblax"}),
        ("Wombat Council, the smallest of all, paid Zorblax.", "money", {"giver": "Wombat Council"}),
        ("Wombat Council, which had waited long, paid Zorblax.", "money", {"giver": "Wombat Council"}),
        ("Numbat said Wombat Council had paid Zorblax.", "money", {"giver": "Wombat Council"}),
        ("Of all its suppliers, Numbat still owed Zorblax £4m.", "money", {"giver": "Numbat", "taker": "Zorblax"}),
        ("Zorblax charged Numbat £4m.", "money", {"giver": "Numbat", "taker": "Zorblax"}),
        ("Zorblax fined £4m by Numbat over leak", "fine", {"fining": "Numbat", "fined": "Zorblax"}),
        ("Zorblax was fined £4m by the Numbat Board.", "fine", {"fining": "Numbat Board", "fined": "Zorblax"}),
        ("Zorblax was fined £4m by the Numbat Board.", "money", {"giver": "Zorblax", "taker": "Numbat Board"}),
        ("Numbat was sued by Zorblax.", "suit", {"suing": "Zorblax", "sued": "Numbat"}),
        ("Zorblax sold its depot to Numbat.", "trade", {"seller": "Zorblax", "buyer": "Numbat"}),
        ("Numbat bought the firm Vorpal from Zorblax.", "trade", {"buyer": "Numbat", "seller": "Zorblax"}),
        ("Ann Lee was replaced by Bo Ray.", "change", {"new": "Bo Ray", "old": "Ann Lee"}),
        ("Bo Ray took over from Ann Lee.", "change", {"new": "Bo Ray", "old": "Ann Lee"}),
        ("Ann Lee handed over to Bo Ray.", "change", {"new": "Bo Ray", "old": "Ann Lee"}),
        ("Numbat backs Zorblax but resists Vorpal", "view", {"judging": "Numbat", "judged": "Zorblax"}),
    ],
)
def test_who_does_what_to_whom_is_read(text: str, frame: str, filled: dict[str, str]) -> None:
    found = next(each for each in roles_told(text) if each.frame == frame)
    told = {role: text[a:b] for role, (a, b) in found.filled.items()}
    assert filled.items() <= told.items()


@pytest.mark.parametrize(
    "text",
    [
        "The fine on Zorblax came to £4m.",
        "A cyber attack on Numbat cost £4m.",
        "It paid £4m for the trams.",
        "Its pay award came to £4m.",
        "Numbat gave evidence of that.",
        "The trams were paid for by April.",
        "",
    ],
)
def test_nothing_is_read_where_no_name_fills_a_role(text: str) -> None:
    assert list(roles_told(text)) == []


def test_whoever_replaces_one_thing_with_another_is_neither() -> None:
    assert list(roles_told("Numbat replaced Vorpal with Zorblax.")) == []


@pytest.mark.parametrize(
    ("question", "frame", "named", "sought"),
    [
        ("how much did Numbat pay Zorblax?", "money", {"giver": "Numbat", "taker": "Zorblax"}, ""),
        ("how much did numbat pay to zorblax", "money", {"giver": "numbat", "taker": "zorblax"}, ""),
        ("how much was Zorblax paid by Numbat", "money", {"giver": "Numbat", "taker": "Zorblax"}, ""),
        ("how much did Zorblax get for the trams", "money", {"taker": "Zorblax"}, ""),
        ("how much Numbat paid Zorblax", "money", {"giver": "Numbat", "taker": "Zorblax"}, ""),
        ("who was paid for the trams", "money", {}, "taker"),
        ("who fined Zorblax", "fine", {"fined": "Zorblax"}, "fining"),
        ("by whom was Zorblax fined", "fine", {"fined": "Zorblax"}, "fining"),
        ("how much did Zorblax get fined", "fine", {"fined": "Zorblax"}, ""),
        ("did Numbat sue Zorblax", "suit", {"suing": "Numbat", "sued": "Zorblax"}, ""),
        ("who did Ann Lee replace", "change", {"new": "Ann Lee"}, "old"),
        ("who took over from Ann Lee", "change", {"old": "Ann Lee"}, "new"),
        ("what did Numbat think of Zorblax's review", "view", {"judging": "Numbat", "judged": "Zorblax"}, ""),
    ],
)
def test_who_does_what_to_whom_is_asked(question: str, frame: str, named: dict[str, str], sought: str) -> None:
    asked = roles_asked(analyse(question, bodies=BODIES))
    assert asked is not None
    assert (asked.frame, {role: each.written for role, each in asked.named.items()}) == (frame, named)
    assert asked.sought == sought


@pytest.mark.parametrize(
    "question", ["how much did the trams cost", "who left Numbat", "when did they pay it", "why", "", "Numbat"]
)
def test_other_questions_name_nobody_in_a_role(question: str) -> None:
    assert roles_asked(analyse(question, bodies=BODIES)) is None


PAID = "Wombat Council was ordered by a tribunal to pay Zorblax £4m."


@pytest.mark.parametrize(
    ("question", "quote", "title"),
    [
        ("how much did Zorblax pay Wombat Council", PAID, ""),
        ("how much was Wombat Council paid by Zorblax", PAID, ""),
        ("how much did Wombat Council receive", PAID, ""),
        ("did Zorblax pay Wombat Council?", "It paid £4m at last.", "Wombat Council told to pay Zorblax £4m"),
        ("who fined the ICO", "Zorblax was fined £4m by the Information Commissioner's Office (ICO).", ""),
        ("who did Zorblax sue", "Zorblax was sued by Numbat over the trams.", ""),
        ("who sued Numbat", "Numbat sued Zorblax over the trams.", ""),
        ("who bought Zorblax", "Zorblax bought a firm from Numbat.", ""),
        ("who replaced Ann Lee", "Ann Lee replaced Bo Ray in May.", ""),
        ("who did Ann Lee replace", "Ann Lee was replaced by Bo Ray.", ""),
        ("who criticised Numbat", "Numbat criticised the plan in May.", ""),
        ("how much did Numbat lend Zorblax", "Zorblax lent £4m to Numbat.", ""),
        ("what did Numbat think of Zorblax's review", "It welcomed this.", "Zorblax backs Numbat review"),
    ],
)
def test_a_quote_that_tells_it_the_other_way_round_is_told_from_others(question: str, quote: str, title: str) -> None:
    asked = roles_asked(analyse(question, bodies=BODIES))
    assert asked is not None
    assert is_turned_round(asked, quote, title)


@pytest.mark.parametrize(
    ("question", "quote", "title"),
    [
        ("how much did Wombat Council pay Zorblax", PAID, ""),
        ("how much did Zorblax receive", PAID, ""),
        ("how much did Zorblax get from Wombat Council", PAID, ""),
        ("how much did Zorblax pay the ICO", "Zorblax was fined £4m by the ICO.", ""),
        ("who fined Zorblax", "Zorblax was fined £4m by the ICO.", ""),
        ("who sued Numbat", "Numbat was sued by Zorblax, and then sued Vorpal.", ""),
        ("how much did Zorblax pay Numbat", "Numbat had paid Zorblax before, but Zorblax paid Numbat £4m.", ""),
        ("how much did Zorblax pay", "The bill came to £4m.", ""),
        ("how much did HMRC pay for trams", "HM Revenue and Customs (HMRC) paid £4m for its trams.", ""),
        ("when did Vorpal replace Zorblax", "Vorpal replaced Zorblax in May.", ""),
        ("who criticised Numbat", "The plan of Numbat was criticised by Zorblax.", ""),
        ("how much did Numbat pay Zorblax", "It paid £4m at last.", "Numbat told to pay Zorblax £4m"),
    ],
)
def test_a_quote_that_tells_it_as_asked_or_not_at_all_is_not(question: str, quote: str, title: str) -> None:
    asked = roles_asked(analyse(question, bodies=BODIES))
    assert asked is not None
    assert not is_turned_round(asked, quote, title)


@pytest.mark.parametrize(
    ("question", "text", "words", "expected"),
    [
        ("who was paid for the trams", "Numbat paid Zorblax for the trams.", "Numbat", True),
        ("who was paid for the trams", "Numbat paid Zorblax for the trams.", "Zorblax", False),
        ("who paid for the trams", "Numbat paid Zorblax for the trams.", "Zorblax", True),
        ("who paid for the trams", "Numbat paid Zorblax for the trams.", "the trams", False),
        ("how much did Numbat pay", "Numbat paid Zorblax for the trams.", "Numbat", False),
    ],
)
def test_whether_words_fill_another_role_than_is_asked_for(
    question: str, text: str, words: str, *, expected: bool
) -> None:
    asked = roles_asked(analyse(question))
    assert asked is not None
    start = text.index(words)
    assert is_other_role(asked, text, (start, start + len(words))) is expected


@pytest.mark.parametrize(
    ("question", "words", "expected"),
    [
        ("who paid Zorblax", "a tribunal", True),
        ("who paid Zorblax", "Wombat Council", False),
        ("who did Wombat Council pay", "a tribunal", True),
        ("who did Wombat Council pay", "Zorblax", False),
        ("how much did Wombat Council pay", "£4m", False),
        ("who paid Vorpal", "a tribunal", False),
    ],
)
def test_whoever_is_named_in_the_role_comes_before_others(question: str, words: str, *, expected: bool) -> None:
    asked = roles_asked(analyse(question))
    assert asked is not None
    start = PAID.index(words)
    assert is_filled_by_another(asked, PAID, (start, start + len(words))) is expected
