"""Follow-ups: which questions stand alone, and what the others take over from the turns before them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from qabot.core.questions import AnalysedQuestion, EntityMention, Period
from qabot.question.analysis import analyse
from qabot.question.dependence import dependence
from qabot.question.ellipsis import LONGEST, lacking
from qabot.question.entities import EntityGazetteer
from qabot.question.follow_ups import MOST, InheritedContext, rewrite_follow_up
from qabot.question.vocabulary import bases, stem, words_of

TESTS = Path(__file__).resolve().parent.parent
IN_2015 = Period(date(2015, 1, 1), date(2015, 12, 31))
IN_NOVEMBER = Period(date(2015, 11, 1), date(2015, 11, 30))
BODIES = {
    "GDS": "Government Digital Service",
    "gds": "Government Digital Service",
    "HMRC": "HM Revenue and Customs",
    "hmrc": "HM Revenue and Customs",
    "NAO": "National Audit Office",
    "Spending Review": "SR",
    "spending review": "SR",
}


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


CONVERSATIONS = records(Path(__file__).with_name("followups.jsonl"))
FOLLOW_UPS = [each for each in CONVERSATIONS if each["kind"] == "follow-up"]
ALONE = [
    *(each["question"] for name in ("golden.jsonl", "typed.jsonl") for each in records(TESTS / name)),
    *(each["previous"][0] for each in CONVERSATIONS),
    *(each["q"] for each in CONVERSATIONS if each["kind"] == "new topic"),
]


def named(text: str) -> tuple[EntityMention, ...]:
    return tuple(
        EntityMention(written, (name,)) for written, name in BODIES.items() if re.search(rf"\b{written}\b", text)
    )


def converse(*texts: str) -> InheritedContext:
    """Ask one question after the other, and return what the last one takes over."""
    earlier: list[AnalysedQuestion] = []
    carried = InheritedContext()
    for text in texts:
        carried = rewrite_follow_up(text, earlier, named(text))
        earlier.append(
            AnalysedQuestion(text, inherited_terms=carried.terms, mentions=named(text), stands_for=carried.stands_for)
        )
    return carried


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        # One that points back.
        (("what happened to UKCloud", "who owned it?"), ("UKCloud",)),
        (("who took over from bracken", "when did he start at gds"), ("bracken",)),
        (("brent and lewisham it merger", "how much will they save"), ("brent", "lewisham", "merger")),
        (("How many people use the NHS App?", "What is that compared with Verify?"), ("NHS App",)),
        (("Tell me about the G-Cloud framework", "Are there cheaper ones at HMRC?"), ("G-Cloud", "framework")),
        (("total g-cloud sales", "what share went to smes then"), ("total", "g-cloud", "sales")),
        (("who wrote the NICE guidance", "is it any good"), ("wrote", "NICE", "guidance")),
        (("what fine did capita get", "was that right"), ("fine", "capita")),
        # A piece of a question.
        (("did verify hit its targets", "who said that"), ("verify", "hit", "targets")),
        (("did verify hit its targets", "why?"), ("verify", "hit", "targets")),
        (("did verify hit its targets", "anything else?"), ("verify", "hit", "targets")),
        (("did verify hit its targets", "more on that"), ("verify", "hit", "targets")),
        (("did verify hit its targets", "ok, and the cost?"), ("verify", "hit", "targets")),
        # One that asks of nothing in particular.
        (("how many people used verify", "and how many services?"), ("verify",)),
        (("palantir nhs deal", "what did the minister say"), ("palantir", "nhs", "deal")),
        (("palantir nhs deal", "cheaper?"), ("palantir", "nhs", "deal")),
        (("palantir nhs deal", "was there a fine?"), ("palantir", "nhs", "deal")),
        (("Who makes Lorenzo?", "How does Cerner differ?"), ("Lorenzo",)),
        (("Who makes Lorenzo?", "What other hospitals bought software?"), ("Lorenzo",)),
        (("Who makes Lorenzo?", "Are there any health concerns?"), ("Lorenzo",)),
        (("Who makes Lorenzo?", "Which is crunchier?"), ("Lorenzo",)),
        (("Who makes Lorenzo?", "What type has thorns?"), ("Lorenzo",)),
        (("Who makes Lorenzo?", "Why did Accenture sell it?"), ("Lorenzo",)),
        (("Who makes Lorenzo?", "How was the software paid for?"), ("Lorenzo",)),
        (("Who makes Lorenzo?", "What did Accenture reply?"), ("Lorenzo",)),
    ],
)
def test_a_question_that_lacks_something_takes_it_over(texts: Sequence[str], expected: tuple[str, ...]) -> None:
    carried = converse(*texts)
    assert carried.terms == expected
    assert carried.elliptical
    assert carried.why


@pytest.mark.parametrize(
    "text",
    [
        "Who opened the National Cyber Security Centre?",
        "palantir federated data platform value",
        "is it true that Ofsted went digital",
        "is it worth joining G-Cloud",
        "how long does it take to join G-Cloud",
        "was it Socitm that criticised the plan",
        "did capita say why its systems failed",
        "who ran CDDO when it was created in 2021?",
        "When it was created, who ran CDDO?",
        "did Capita say it would appeal",
        "how many people had their records leaked by Hackney",
        "what did the NAO say that surprised Capita",
        "there is an inquiry into LandWeb, who gave evidence",
        "how many 5G test beds are there",
        "what did Socitm publish this year",
        "how much did One Login cost",
        "how much did one login cost",
        "how many of those who used Verify complained",
        "What does the police want from digital?",
        "Is the sauce good for pasta?",
        "NHS IT costs",
        "universal credit it write off",
        "how much went on legacy it in Whitehall",
        "What does the Treasury want from digital?",
        "did capita miss its army recruitment targets",
        "And what did the NAO say about the Emergency Services Network?",
        "What about the i6 refund that Accenture paid Police Scotland after an audit?",
        "thanks",
        "ok, thanks!",
        "",
        "???",
        "who is the health secretary",
        "who is the prime minister?",
        "who's the chancellor now?",
        "who was the first minister in 2015?",
        "who is the information commissioner?",
        "who is the secretary of state for health?",
        "who is the new technology secretary?",
        "who is the minister for AI?",
        "who is the auditor general for Scotland?",
        "who criticised care.data?",
        "who runs the NHS App?",
        "why it " * LONGEST,
    ],
)
def test_a_question_that_stands_alone_takes_nothing(text: str) -> None:
    assert converse("What did the Public Accounts Committee say of Horizon?", text) == InheritedContext()


@pytest.mark.parametrize("text", ALONE)
def test_known_questions_that_stand_alone_are_told_as_such(text: str) -> None:
    assert lacking(words_of(text)) == ""


@pytest.mark.parametrize("each", FOLLOW_UPS, ids=lambda each: each["q"])
def test_known_follow_ups_take_something_over(each: dict[str, Any]) -> None:
    assert converse(*each["previous"], each["q"]).terms


def test_the_known_follow_ups_have_their_answers_in_the_articles_they_name() -> None:
    corpus = TESTS.parent / "corpus"
    assert (len(FOLLOW_UPS), len(CONVERSATIONS)) == (62, 75)
    for each in CONVERSATIONS:
        texts = [(corpus / f"{name}.md").read_text(encoding="utf-8") for name in each["articles"]]
        assert any(each["answer"] in text.split("---", 2)[2] for text in texts), each["q"]
        assert each["previous"]


def test_the_first_question_takes_nothing_but_may_lack_something() -> None:
    assert rewrite_follow_up("Who led GDS?", []) == InheritedContext()
    assert rewrite_follow_up("why?", []) == InheritedContext(elliptical=True, why="no subject")


def test_a_body_replaces_a_body_and_keeps_the_topic() -> None:
    asked = ("How much did GDS get in the Spending Review?", "what about HMRC?")
    assert converse(*asked).terms == ("Spending Review",)
    assert converse(*asked, "why?").terms == ("Spending Review", "HMRC")


def test_a_body_is_known_in_small_letters_by_its_other_names() -> None:
    assert converse("how much did gds get in the spending review", "and hmrc?").terms == ("spending review",)


@pytest.mark.parametrize(
    ("first", "piece", "expected"),
    [
        # The one name gives way, whatever its form.
        ("Who attacked Redcar?", "What about Leicester?", ("attacked",)),
        ("Who attacked Redcar Council?", "What about Leicester?", ("attacked",)),
        ("how much did i6 cost?", "and Aspire?", ("cost",)),
        ("how much has One Login cost since 2021?", "and Verify?", ("cost", "2021")),
        ("who criticised care.data?", "and GPDPR?", ("criticised",)),
        # Of several, the one that does the same.
        ("what is Socitm's stance on GDS?", "and the LGA's?", ("stance", "GDS")),
        ("what is Socitm's stance on GDS?", "and on HMRC?", ("Socitm", "stance")),
        ("what did the NAO say of Verify?", "and about Horizon?", ("NAO",)),
        ("what did Fujitsu pay for Horizon?", "and for Lorenzo?", ("Fujitsu", "pay")),
        # All in one row.
        ("When did Islington and Camden merge?", "and Dorset?", ("merge",)),
        ("When did Islington and Camden merge?", "and Brent and Lewisham?", ("merge",)),
        # Nobody is known to be what the other is.
        ("who left GDS in 2015?", "what about Foreshew-Cain?", ("left", "GDS", "2015")),
        ("what happened to UKCloud?", "and the NAO?", ("UKCloud",)),
        # It only says of what.
        ("what did Birmingham pay for Oracle?", "and the Fujitsu bill?", ("Birmingham", "pay", "Oracle")),
    ],
)
def test_a_name_replaces_one_that_does_the_same_or_is_the_only_one(
    first: str, piece: str, expected: tuple[str, ...]
) -> None:
    assert converse(first, piece).terms == expected


def test_a_programme_is_replaced_by_a_programme_and_a_body_by_a_body() -> None:
    bodies = EntityGazetteer.load()
    asked = AnalysedQuestion("How much did DWP spend on Universal Credit?")
    assert rewrite_follow_up("and One Login?", [asked], bodies=bodies).terms == ("DWP", "spend")
    assert rewrite_follow_up("and HMRC?", [asked], bodies=bodies).terms == ("spend", "Universal Credit")
    runs = AnalysedQuestion("who runs CDDO now?")
    assert rewrite_follow_up("and GDS?", [runs], bodies=bodies).terms == ("runs",)


@pytest.mark.parametrize(
    ("texts", "stands_for"),
    [
        (("how much did i6 cost?", "and Aspire?"), "how much did Aspire cost?"),
        (("how much did i6 cost?", "and Aspire?", "and Horizon?"), "how much did Horizon cost?"),
        (("what is Socitm's stance on GDS?", "and the LGA's?"), "what is LGA's stance on GDS?"),
        (("how much did i6 cost?", "and who paid for Aspire?"), ""),
        (("how much did i6 cost?", "why?"), ""),
        (("how much did i6 cost?", "who paid?", "and Aspire?"), ""),
    ],
)
def test_a_piece_of_a_question_stands_for_the_one_before_it(texts: Sequence[str], stands_for: str) -> None:
    assert converse(*texts).stands_for == stands_for


def test_a_piece_asks_for_what_the_question_asks_that_it_stands_for() -> None:
    first = analyse("how much did i6 cost?")
    piece = analyse("and Aspire?", earlier=[first])
    assert (piece.stands_for, piece.answer_types) == ("how much did Aspire cost?", ("money",))
    stance = analyse("what is Socitm's stance on GDS?")
    speaker = analyse("and Solace's?", earlier=[stance]).sought_speaker
    assert (speaker.name, speaker.start) == ("Solace", 4) if speaker else False


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        # A pronoun takes the subject.
        (("when was the NHS App launched?", "how many users?", "is it good?"), ("NHS App",)),
        (("how much did Aspire cost?", "what did the auditor general say?", "why was it so dear?"), ("Aspire",)),
        (("who left GDS in 2015?", "who replaced him?"), ("GDS", "2015")),
        (("why was Verify so late?", "how much did it cost?"), ("Verify",)),
        (("who wrote the Socitm guidance?", "is it any good?"), ("Socitm",)),
        # What it was said to do is not said of it for ever.
        (("When was One Login launched?", "who paid?", "how many services?"), ("One Login", "paid")),
        (("When was One Login launched?", "since when?", "why?"), ("One Login", "launched")),
        (("Who left GDS?", "who replaced him?", "and in 2013?"), ("GDS", "replaced")),
        # In small letters no name shows what is the subject.
        (("when was the nhs app launched", "how many users", "is it good"), ("nhs", "app", "launched", "users")),
        # `that` means all of it.
        (("did Verify hit its targets?", "who said that?"), ("Verify", "hit", "targets")),
    ],
)
def test_what_was_said_of_a_subject_does_not_pile_up(texts: Sequence[str], expected: tuple[str, ...]) -> None:
    assert converse(*texts).terms == expected


@pytest.mark.parametrize(
    "text",
    [
        "who is the minister?",
        "who was the secretary of state?",
        "who is the permanent secretary?",
        "who is the chief executive?",
        "who is the new director?",
        "who is the chairman now?",
        "who is the lead commissioner?",
        "who is the minister for it?",
        "who is the programme manager?",
        "who is the minister in charge?",
        "what did the health secretary say?",
    ],
)
def test_an_office_that_many_hold_is_that_of_the_thread(text: str) -> None:
    assert dependence(words_of(text)) != "none"


@pytest.mark.parametrize(
    "text", ["who is the health secretary", "who is the PM?", "who criticised care.data?", "who runs GDS now?"]
)
def test_whom_there_is_one_of_needs_no_thread(text: str) -> None:
    assert dependence(words_of(text)) == "none"


def test_words_that_only_join_are_never_taken_over() -> None:
    assert converse("What has GDS spent since March?", "why?").terms == ("GDS", "spent", "March")
    assert converse("Has Verify still several rivals across Whitehall?", "who?").terms == (
        "Verify",
        "rivals",
        "Whitehall",
    )


def test_a_name_does_not_replace_itself_or_what_a_pronoun_means() -> None:
    assert converse("Did HMRC tell GDS?", "And what did GDS get?").terms == ("HMRC",)
    asked = ("Has Fujitsu stopped bidding?", "And Horizon, are they still running it?")
    assert "Fujitsu" in converse(*asked).terms


def test_what_was_replaced_does_not_come_back() -> None:
    asked = ("How much did GDS spend on staff?", "And HMRC?", "who said that?")
    assert converse(*asked).terms == ("spend", "staff", "HMRC")


def test_a_date_replaces_the_dates_before() -> None:
    asked = ("total g-cloud sales in March 2015", "and in 2016?")
    assert converse(*asked).terms == ("total", "g-cloud", "sales")
    assert converse(*asked, "who gained?").terms == ("total", "g-cloud", "sales", "2016")
    assert converse("g-cloud sales in 2015", "and last year?").terms == ("g-cloud", "sales")


def test_a_topic_lasts_through_turns_that_say_little() -> None:
    asked = ("What happened to UKCloud?", "thanks", "who owned it?", "really?")
    assert converse(*asked) == replace(converse(*asked), terms=("UKCloud", "owned"))


def test_a_new_topic_ends_the_one_before() -> None:
    asked = (
        "What did Hackney do about the ransomware?",
        "Who runs the Digital Services Centre in Wales?",
        "since when?",
    )
    assert converse(*asked).terms == ("Digital Services Centre", "Wales")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (
            [
                "Who left GDS in 2015?",
                "Why did he leave?",
                "And who succeeded him?",
                "What about HMRC?",
                "How much did it pay for Aspire?",
            ],
            ("HMRC",),
        ),
        (["What did HMRC do about Aspire?", "And the Home Office?", "How much did it pay Raytheon?"], ("Home Office",)),
        (["Who runs Verify?", "why?", "What about One Login?", "Did they tell Socitm?"], ("One Login",)),
        (["What did Barnet pay Capita?", "and Haringey?", "Did it sue Fujitsu?"], ("Haringey",)),
        (["When did Redcar pay?", "what about Hackney?", "Who told its members in Leeds?"], ("Hackney",)),
    ],
)
def test_a_pronoun_beside_a_new_name_means_what_the_thread_turned_to(
    texts: Sequence[str], expected: tuple[str, ...]
) -> None:
    found = converse(*texts)
    assert (found.terms, found.period, found.soft_date) == (expected, None, None)


def test_what_the_user_dropped_is_not_taken_over_again() -> None:
    earlier = [
        AnalysedQuestion("Who at Capita leaked Army data?"),
        AnalysedQuestion("And for Serco?", inherited_terms=("leaked",)),
    ]
    assert rewrite_follow_up("since when?", earlier).terms == ("leaked", "Serco")


def test_words_that_the_question_has_are_not_repeated_in_any_inflection() -> None:
    assert converse("which council services failed", "how many of their services are failing").terms == ("council",)
    assert converse("Who leads the Government Digital Service?", "is it a good service").terms == (
        "Government",
        "Digital",
    )


def test_a_long_thread_keeps_its_beginning_and_its_end() -> None:
    opening = "alpha1 beta1 gamma1 delta1 epsilon1 zeta1 eta1 theta1 iota1 kappa1"
    terms = converse(opening, "why?").terms
    assert terms == ("alpha1", "beta1", "gamma1", "theta1", "iota1", "kappa1")


def test_a_long_thread_loses_first_what_any_subject_is_asked_about_with() -> None:
    opening = "what did the vendors budget plan cost Zorblax, Wombat and the vorpal ferry"
    assert converse(opening, "why?").terms == ("vendors", "budget", "Zorblax", "Wombat", "vorpal", "ferry")


@pytest.mark.parametrize("turns", [2, 6, 20])
def test_what_is_carried_never_grows_without_end(turns: int) -> None:
    asked = [f"and what did {name} tell them?" for name in ("Zorblax", "Wombat", "Numbat", "Vorpal", "Quibbly")] * 4
    terms = converse("Which mayors sold ferries to Jabberwock council", *asked[:turns]).terms
    assert 0 < sum(len(term.split()) for term in terms) <= 6


@pytest.mark.parametrize("text", ["what about HMRC?", "why?", "who led it then?", "how much did they spend?"])
def test_dates_stay_in_force(text: str) -> None:
    first = AnalysedQuestion("What did GDS do in 2015?", inferred=IN_2015)
    assert rewrite_follow_up(text, [first]).period == IN_2015
    event = AnalysedQuestion("What did GDS get in the 2015 Spending Review?", soft_date=IN_NOVEMBER)
    assert (rewrite_follow_up(text, [event]).period, rewrite_follow_up(text, [event]).soft_date) == (None, IN_NOVEMBER)
    between = AnalysedQuestion("who ran it?", inherited_terms=("GDS", "2015"))
    assert rewrite_follow_up(text, [first, between]).period == IN_2015


@pytest.mark.parametrize(
    "text",
    [
        "and in 2016?",
        "and in March?",
        "and last year?",
        "has it been tested since?",
        "did she come back later",
        "and now?",
    ],
)
def test_dates_give_way_to_another_time(text: str) -> None:
    carried = rewrite_follow_up(
        text, [AnalysedQuestion("What did GDS do in 2015?", inferred=IN_2015, soft_date=IN_NOVEMBER)]
    )
    assert carried.elliptical
    assert (carried.period, carried.soft_date) == (None, None)


def test_dates_end_with_their_thread() -> None:
    first = AnalysedQuestion("What did GDS do in 2015?", inferred=IN_2015)
    assert rewrite_follow_up("why?", [first, AnalysedQuestion("Who runs G-Cloud?")]).period is None
    moved = AnalysedQuestion("and now?", inherited_terms=("GDS", "2015"))
    assert rewrite_follow_up("why?", [first, moved]).period is None


def test_a_question_that_stands_alone_takes_no_dates() -> None:
    assert (
        rewrite_follow_up("Who runs G-Cloud?", [AnalysedQuestion("What did GDS do in 2015?", inferred=IN_2015)]).period
        is None
    )


any_text = st.text(st.characters(exclude_categories=()), max_size=60)
piece = st.sampled_from(
    "what about and why it they his that one there the is who how many GDS gds Redcar capita 2015 One Login cost , ? "
    "IT Spending Review council ’s - ß İ".split()
)
said = st.one_of(any_text, st.lists(piece, max_size=12).map(" ".join))


@given(said, st.lists(said, max_size=5))
@example("it " * 40, ["the " * 500])
@example("\ud800 it", ["\ud800"])
@example("’s 's it", ["’ ' 's"])
def test_whatever_is_said_only_words_of_earlier_turns_are_taken_and_none_of_its_own(
    text: str, before: list[str]
) -> None:
    earlier: list[AnalysedQuestion] = []
    for each in [*before, text]:
        carried = rewrite_follow_up(each, earlier)
        assert carried == rewrite_follow_up(each, earlier)
        assert len(carried.terms) <= 1 or len(words_of(" ".join(carried.terms))) <= MOST
        own, heard = {word.stem for word in words_of(each)}, {w.raw for turn in earlier for w in words_of(turn.text)}
        for term in carried.terms:
            assert set(term.split()) <= heard
            assert not own & {word.stem for word in words_of(term)}
        assert carried.elliptical or carried == InheritedContext()
        earlier.append(AnalysedQuestion(each, inherited_terms=carried.terms))


@given(any_text)
def test_the_words_of_a_text_stand_in_it_in_order(text: str) -> None:
    rest = text
    for word in words_of(text):
        assert word.raw in rest
        rest = rest[rest.index(word.raw) + len(word.raw) :]


@pytest.mark.parametrize(
    ("forms", "alike"),
    [
        ("delay delays delayed delaying", True),
        ("service services", True),
        ("plan plans planned planning", True),
        ("company companies", True),
        ("process processes processed", True),
        ("case cases", True),
        ("GDS GDSs GDS's", False),
        ("audit auditor", False),
        ("bus us", False),
    ],
)
def test_inflections_of_a_word_are_told_from_other_words(forms: str, alike: bool) -> None:
    stems = {stem(form) for form in forms.split()}
    assert (len(stems) == 1) == alike


@given(any_text)
def test_a_word_is_the_first_of_what_it_may_be_an_inflection_of(text: str) -> None:
    assert next(bases(text)) == text


def test_names_are_topical_even_where_a_word_is_not() -> None:
    general = {word.raw: word.general for word in words_of("what does the manager of Manning say of managing IT")}
    assert general["manager"]
    assert general["managing"]
    assert not general["Manning"]
    assert not general["IT"]
