"""Evidence: the sentence that answers, cut from articles of any kind, with the words that show why."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from qabot.answer.quotation import matched_words, needs_context, quoted_range
from qabot.answer.sentence_scoring import ScoredHit
from qabot.core.answers import Hit
from qabot.core.articles import Article, Passage
from qabot.core.settings import Home, Settings
from qabot.core.text import sentences
from qabot.engine.session import Session
from qabot.index.snapshot import Generation, open_current
from qabot.models.reader import PassageReading
from qabot.retrieval.ranking_parameters import QuotationParameters
from qabot.retrieval.term_sets import TermSets
from tests.answer.helpers import assert_sound
from tests.conftest import MakeHome, article
from tests.homes import indexed_home


def test_the_words_asked_for_are_pointed_out_in_any_inflection(starter: Session) -> None:
    text = "How much was Capita fined by the ICO over the 2023 cyber-attacks?"
    evidence = starter.ask(text, alone=True).answer.evidence[0]
    words = {evidence.article.text[start:end].casefold() for start, end in evidence.matched}
    assert words >= {"capita", "ico"}
    assert words <= {"capita", "ico", "fine", "fined", "fines", "2023", "cyber", "attack", "attacks"}
    assert all(evidence.hit.passage.start <= start < end <= evidence.hit.passage.end for start, end in evidence.matched)


def test_words_that_carry_the_meaning_are_pointed_out_apart(make_home: MakeHome) -> None:
    text = "The company bought quibbly trams. Firms and companies of the tram trade were glad of the purchase."
    home = make_home({"a.md": article("A sale", text), "b.md": article("B", "A bridge was painted green.")})
    with Session.open(Settings(home)) as session:
        answer = session.ask("Which firm bought the quibbly tram?").answer
    evidence = (answer.evidence or answer.nearest)[0]
    meant = {text[start:end] for start, end in evidence.meant}
    matched = {text[start:end] for start, end in evidence.matched}
    assert matched == {"bought", "quibbly", "trams", "Firms", "tram"}
    assert "company" in meant
    assert meant <= {"company", "companies", "purchase", "trade"}


def test_whole_words_are_matched_where_they_stand(generation: Generation) -> None:
    text = "Fines: the council’s FINE and its councils' fined staff; a councillor, re-fined."
    texts = TermSets(generation)
    spans = matched_words(texts, text, {"fine", "council"})
    assert [text[start:end] for start, end in spans] == ["Fines", "council’s", "FINE", "councils", "fined", "fined"]
    assert matched_words(texts, text, ()) == matched_words(texts, "", {"fine"}) == []


# --- Which sentence ---


QUOTATION = QuotationParameters(second_sentence=0.9, second_share=0.6, joined=2, joined_share=0.5)


def read_hit(scores: list[float], fits: list[bool], *, found: int | None = None) -> ScoredHit:
    """Return a hit of sentences of four characters with these scores, one of which has the reader's answer."""
    text = "Aye. " * len(scores)
    spans = tuple((5 * i, 5 * i + 4) for i in range(len(scores)))
    hit = Hit(0, Passage("a", 0, 0, len(text), text), 1, ())
    rows = np.array(scores, np.float32)
    read = ScoredHit(hit, Article("a", "A", text), spans, (), rows[:, None], rows, tuple(fits), rows)
    if found is None:
        return read
    logits = np.array([0.0, *(8.0 if place == found else 0.0 for place in range(len(scores)))], np.float32)
    return replace(
        read, reading=PassageReading(1.0, (None, *((5 * i, 5 * i + 3) for i in range(len(scores)))), *[logits] * 2)
    )


@pytest.mark.parametrize(
    ("scores", "found", "expected"),
    [
        ([0.9, 0.1, 0.1], 0, [0]),
        ([0.9, 0.1, 0.1], 1, [0, 1]),
        ([0.9, 0.1, 0.1], 2, [0, 1, 2]),
        ([0.9, 0.1, 0.1, 0.1], 3, [0]),
        ([0.1, 0.1, 0.9, 0.88], 0, [0, 1, 2, 3]),
        ([0.1, 0.1, 0.1, 0.9], 1, [1, 2, 3]),
    ],
)
def test_a_quote_reaches_to_the_sentence_with_the_readers_answer_where_that_is_near(
    scores: list[float], found: int, expected: list[int]
) -> None:
    read = read_hit(scores, [False] * len(scores), found=found)
    assert quoted_range(read, QUOTATION) == (read.spans[expected[0]][0], read.spans[expected[-1]][1])


def test_a_sentence_that_was_not_scored_counts_for_how_near_another_is() -> None:
    read = read_hit([0.9, 0.1, 0.1, 0.1], [False] * 4, found=2)
    skipped = replace(read, spans=(read.spans[0], *read.spans[2:]), scores=read.scores[[0, 2, 3]], fits=(False,) * 3)
    assert quoted_range(skipped, QUOTATION) == (0, 14)
    assert quoted_range(skipped, replace(QUOTATION, joined=1)) == (0, 4)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([0.5], [0]),
        ([0.2, 0.9, 0.2], [1]),
        ([0.2, 0.9, 0.85], [1, 2]),
        ([0.85, 0.9, 0.2], [0, 1]),
        ([0.82, 0.9, 0.85], [1, 2]),
        ([0.9, 0.9], [0, 1]),
        ([0.9, 0.1, 0.89], [0]),
        ([1.0, 0.91], [0, 1]),
        ([1.0, 0.89], [0]),
    ],
)
def test_a_neighbour_that_answers_nearly_as_well_joins_the_quote(scores: list[float], expected: list[int]) -> None:
    read = read_hit(scores, [False] * len(scores))
    assert quoted_range(read, QUOTATION) == (read.spans[expected[0]][0], read.spans[expected[-1]][1])


def test_a_neighbour_that_may_hold_the_readers_answer_joins_the_quote_though_it_says_little() -> None:
    told = read_hit([0.1, 0.9, 0.2], [False] * 3, found=0)
    assert told.reading
    unsure = np.array(
        [0.0, 7.5, 8.0, 0.0], np.float32
    )  # of the answer, .27 stand in the first sentence, .73 in the next
    read = replace(told, reading=replace(told.reading, start=unsure, end=unsure))
    assert quoted_range(read, replace(QUOTATION, second_share=0.26)) == (0, 9)
    assert quoted_range(read, replace(QUOTATION, second_share=0.28)) == (5, 9)


def test_a_neighbour_of_the_kind_asked_for_joins_one_that_is_not() -> None:
    read = read_hit([0.9, 0.4, 0.1], [False, True, False])
    assert quoted_range(read, QUOTATION) == (0, 9)
    assert quoted_range(read_hit([0.9, 0.4, 0.1], [True, True, False]), QUOTATION) == (0, 4)


@given(st.lists(st.tuples(st.floats(0, 1, width=32), st.booleans()), min_size=1, max_size=8))
def test_a_quote_holds_the_best_sentence_and_at_most_one_next_to_it(given_scores: list[tuple[float, bool]]) -> None:
    read = read_hit([score for score, _ in given_scores], [fit for _, fit in given_scores])
    start, end = quoted_range(read, QUOTATION)
    inside = [place for place, (a, b) in enumerate(read.spans) if start <= a and b <= end]
    assert read.best in inside
    assert 1 <= len(inside) <= 2
    assert (start, end) == (read.spans[inside[0]][0], read.spans[inside[-1]][1])


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("By late March 2024 it had cost £1m.", True),
        ("It had cost £1m.", True),
        ("However, they were told to stop.", True),
        ("In her view the plan was late.", True),
        ("Socitm said it was late.", False),
        ("By late March Leeds council said it had cost £1m.", False),
        ("The plan was late, and nobody in the council knew why it was.", False),
        ("No ransom was paid.", True),
        ("Ransom was paid by Leeds.", False),
        ("", False),
        ("A plan so old that it failed.", True),
        ("A plan so old and dear it failed.", False),
        ("The plan was simply not good.", True),
        ("The plan was simply not good enough.", False),
    ],
)
def test_a_sentence_leans_on_the_one_before_where_a_pronoun_comes_before_any_name(sentence: str, *, does: bool) -> None:
    assert needs_context(sentence, 6) == does


def test_a_quote_begins_where_what_it_tells_of_is_named(make_home: MakeHome) -> None:
    told = "The tram shelter in Leeds was painted in July. By late March it had cost £778,064."
    text = f"{told} Nobody in the town had ever asked for another colour on any of its walls."
    home = make_home({"a.md": article("Trams", text), "b.md": article("B", "A bridge was painted green.")})
    with Session.open(Settings(home)) as session:
        answer = session.ask("How much had it cost by late March?").answer
    assert (answer.evidence or answer.nearest)[0].text == told


SERVERS = (
    "Leeds council servers were praised by its own staff. "
    "Nothing else was said on that day by anyone at all. "
    "{} "
    "Then everybody went home to have their tea in peace."
)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How much were the Leeds council servers?", "Leeds council servers came to £4.5m after all."),
        ("What did the Leeds council servers cost?", "Leeds council servers took 4.5 million pounds."),
        ("How many Leeds council servers are there?", "Leeds council servers are twelve at present."),
        ("How many Leeds council servers are there?", "Leeds council servers are 36 at present."),
        ("When did the Leeds council servers arrive?", "Leeds council servers came in March that year."),
        ("What year was it for Leeds council servers?", "Leeds council servers came along in 2014."),
        ("Who sold the Leeds council servers?", "Leeds council servers came from Zorblax that year."),
        ("Why did Leeds council servers fail?", "Leeds council servers stopped because of the heat."),
        ("What is the union's view of Leeds council servers?", "Leeds council servers were late, the union argued."),
    ],
)
def test_a_sentence_of_the_kind_asked_for_goes_before_one_on_the_words_alone(
    make_home: MakeHome, question: str, kind: str
) -> None:
    home = make_home(
        {
            "a.md": article("An evening in the north", SERVERS.format(kind)),
            "b.md": article("Elsewhere", "A bridge was painted green."),
        }
    )
    with Session.open(Settings(home)) as session:
        asked = session.ask(question, alone=True).answer
        worded = session.ask("Leeds council servers praised", alone=True).answer
    assert kind in (asked.evidence or asked.nearest)[0].text
    assert (worded.evidence or worded.nearest)[0].text.startswith("Leeds council servers were praised")


def test_where_no_sentence_is_of_the_kind_asked_for_the_words_decide(make_home: MakeHome) -> None:
    home = make_home(
        {"a.md": article("An evening", SERVERS.format("Leeds was quiet.")), "b.md": article("B", "A bridge.")}
    )
    with Session.open(Settings(home)) as session:
        answer = session.ask("How much were the Leeds council servers?").answer
    (evidence, *_) = answer.evidence or answer.nearest
    assert evidence.text == "Leeds council servers were praised by its own staff."
    assert evidence.paragraph == 1


def test_a_neighbour_joins_the_quote_for_what_it_adds(make_home: MakeHome) -> None:
    text = "It rained. Leeds council bought servers. The payroll contract went to Acme. It rained again."
    home = make_home({"a.md": article("An evening", text), "b.md": article("B", "A bridge was painted green.")})
    with Session.open(Settings(home)) as session:
        answer = session.ask("Which Leeds council servers payroll contract went to Acme?").answer
    assert (answer.evidence or answer.nearest)[0].text == (
        "Leeds council bought servers. The payroll contract went to Acme."
    )


def test_a_heading_is_not_quoted(make_home: MakeHome) -> None:
    text = "It rained.\n\n## Leeds council servers payroll\n\nLeeds council servers arrived.\n\nIt rained again."
    home = make_home({"a.md": article("An evening", text), "b.md": article("B", "A bridge was painted green.")})
    with Session.open(Settings(home)) as session:
        answer = session.ask("Leeds council servers payroll").answer
    evidence = (answer.evidence or answer.nearest)[0]
    assert (evidence.text, evidence.paragraph) == ("Leeds council servers arrived.", 2)


# --- Hostile articles ---

ESCAPES = "\x1b[31m\x1b]0;owned\x07\x1b]8;;https://evil.example\x1b\\ \x9b2J \x00\x07\x08\r\u200b\ufeff\udb40"
HOSTILE: dict[str, tuple[str, str, str]] = {
    "controls": (
        "controls",
        f"The quibbly tram {ESCAPES} payroll\x00 costs £9{ESCAPES} million a year.{ESCAPES} Nobody {ESCAPES}moaned.",
        "What does the quibbly tram payroll cost?",
    ),
    "bidi": (
        "\u202ebidi\u202c",
        "The \u202evorpal\u202c \u2066ferry\u2069 crosses \u200f the harbour. قارب. It cost \u202e£9\u202c million.",
        "What did the vorpal ferry cost?",
    ),
    "markup": (
        "<b>Mark</b> [up](x) | *y*",
        (
            "# Not a heading\n<script>alert(1)</script> [bold]wombat[/] depot **sold** `for` £3 &lt;million&gt;.\n\n"
            "|wombat|depot|\n|-|-|\n\n- depot of wombat\n- [link=https://evil.example]tram[/link]\n\n#### \n\n##"
        ),
        "Who sold the wombat depot?",
    ),
    "huge": (
        "huge",
        f"The numbat archive holds {'x' * 9_000} and {'£' * 3_000} and numbat{'-numbat' * 900}. {'y' * 5_000}",
        "What does the numbat archive hold?",
    ),
    "no spaces": (
        "nospaces",
        "Quokkacouncilboughtapayrollsystem.Itcost£4million.Quokka," * 200,
        "What did Quokka council buy?",
    ),
    "one word": ("one", "zyzzyva", "zyzzyva"),
    "chinese": (
        "政府数字服务",
        "政府表示数字服务将为公民节省时间和金钱。渡轮码头花了九百万英镑！市长说：“很好。”谁付钱？委员会付了钱。" * 30,
        "渡轮码头花了多少钱？",
    ),
    "japanese": (
        "市役所",
        "市役所は給与システムを購入した。費用は四百万円だった。市長は歓迎した。",
        "給与システムの費用は？",
    ),
    "emoji": (
        "🎉 emoji",
        "The 🏛️ platypus 👩‍💻 office 🇬🇧 spent 💷💷 £6 million 👍🏽 on badges 🙈. 🎉🎉🎉! 👩‍👩‍👧‍👦 said so.",
        "What did the platypus office spend on badges?",
    ),
    "combining": (
        "combining",
        f"The e\u0301chidna{chr(0x301) * 400} café naïve ﬁnance İstanbul Straße paid £5 million. Ⅷ ½ №5 K Å.",
        "What did the échidna café finance pay?",
    ),
    "blank lines": (
        "lines",
        "The bilby\n\n\n\nbridge.\u2028It\u2029cost\x85£8\x0bmillion.\x0c\n \n\t\nThe bridge\nis\nlong.\n- a\n- b",
        "What did the bilby bridge cost?",
    ),
    "punctuation": ("...", "...!?…\n\n—\n\n“”‘’\n\n.\n\n!\n\nThe galah?! Galah... galah.", "galah?!"),
}


@pytest.fixture(scope="module")
def hostile_home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Articles of every unpleasant kind, from records that carry control characters themselves."""
    records = (
        {"id": key, "title": title, "text": text, "outlet": f"{ESCAPES}Wire", "date": "2015-11-25"}
        for key, (title, text, _) in HOSTILE.items()
    )
    lines = "".join(f"{json.dumps(each)}\n" for each in records)
    return indexed_home(starter_home, tmp_path_factory.mktemp("hostile"), {"wire.jsonl": lines})


@pytest.fixture(scope="module")
def hostile(hostile_home: Home) -> Iterator[tuple[Session, Generation]]:
    """A session over them, and their index."""
    index = open_current(hostile_home.index)
    with Session.open(Settings(hostile_home)) as session:
        yield session, index
    index.close()


@pytest.mark.parametrize("key", HOSTILE)
def test_a_hostile_article_is_found_and_quoted_word_for_word(hostile: tuple[Session, Generation], key: str) -> None:
    session, index = hostile
    turn = session.ask(HOSTILE[key][2], limit=len(HOSTILE), alone=True)
    assert_sound(index, turn.question, turn.answer)
    shown = [*turn.answer.evidence, *turn.answer.nearest]
    assert shown
    assert turn.answer.ranked[0] == key
    for each in shown:
        assert each.article.text[each.start : each.end] == each.text
        assert not {"\x1b", "\u202e", "\x07", "\x00", "\x9b", "\u2066"} & set(each.text)


def test_every_hostile_article_is_quoted_for_any_question(hostile: tuple[Session, Generation]) -> None:
    session, index = hostile
    quoted_of: set[str] = set()
    for text in [question for _, _, question in HOSTILE.values()][::2]:
        turn = session.ask(f"{text.upper()} {' '.join(text)}", limit=30, alone=True)
        assert_sound(index, turn.question, turn.answer)
        quoted_of |= {each.article.id for each in (*turn.answer.evidence, *turn.answer.nearest)}
    for _, _, question in HOSTILE.values():
        turn = session.ask(question, limit=30, alone=True)
        assert_sound(index, turn.question, turn.answer)
        quoted_of |= {each.article.id for each in (*turn.answer.evidence, *turn.answer.nearest)}
    assert quoted_of == set(HOSTILE)


def test_a_quote_is_the_whole_passage_where_it_has_no_sentences_but_headings(make_home: MakeHome) -> None:
    home = make_home({"a.md": article("Tram", "## The quibbly tram"), "b.md": article("B", "A bridge was green.")})
    with Session.open(Settings(home)) as session:
        answer = session.ask("quibbly tram").answer
    evidence = (answer.evidence or answer.nearest)[0]
    assert evidence.article.text[evidence.start : evidence.end] == evidence.text == evidence.hit.passage.text
    assert len(sentences(evidence.text)) == 1
