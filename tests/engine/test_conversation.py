"""A conversation: turns are kept, a follow-up takes over what it lacks, and a turn says what the reader should know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import pytest
from msgspec.structs import replace

from qabot.answer.calibration import Signal
from qabot.core.answers import Answer, Turn
from qabot.core.articles import reporting_outlet
from qabot.core.errors import IndexUnusable, ModelMismatch, NotFound
from qabot.core.progress import ignore_progress
from qabot.core.questions import Filters, Period
from qabot.core.settings import Home, ModelSettings, Settings
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine
from qabot.engine.loaded_models import Models
from qabot.index.build.indexer import update
from qabot.index.snapshot import Generation, open_current
from qabot.models.encoder import Encoder, TokenEmbeddings, Vectors
from qabot.question.entities import EntityGazetteer
from tests.answer.helpers import assert_provable
from tests.cli.helpers import judge_by_nearness, nearness_decides
from tests.conftest import MakeHome, article, write_corpus
from tests.near import near

REVIEW, HMRC, WHY = "How much did GDS get in the 2015 Spending Review?", "what about HMRC?", "why?"
ALONE = "Who opened the National Cyber Security Centre?"
IN_2015 = Period(date(2015, 1, 1), date(2015, 12, 31))
UNCALIBRATED = "No answer can be called strong: "


class Recording:
    """An encoder that notes what it is given to read."""

    def __init__(self, encoder: Encoder) -> None:
        """Read with this encoder."""
        self._encoder = encoder
        self.questions: list[str] = []

    def encode_query_tokens(self, text: str) -> TokenEmbeddings:
        """Note a question and read it."""
        self.questions.append(text)
        return self._encoder.encode_query_tokens(text)

    def encode_many_query_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Read many questions."""
        return self._encoder.encode_many_query_tokens(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Read many questions."""
        return self._encoder.encode_queries(texts)

    def encode_document_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Read sentences."""
        return self._encoder.encode_document_tokens(texts)


@pytest.fixture(scope="module")
def opened(starter_home: Home) -> Iterator[tuple[Generation, Models]]:
    """The starter index and an encoder by which what is near is strong."""
    generation = open_current(starter_home.index)
    encoder = generation.encoder()
    yield generation, Models(encoder, nearness_decides(encoder.spec.fingerprint, strong=0.5, possible=0.3))
    generation.close()


@pytest.fixture
def conversation(starter_home: Home, opened: tuple[Generation, Models]) -> Conversation:
    """A conversation that has not begun."""
    return Conversation(Engine(Settings(starter_home), *opened, EntityGazetteer.load()))


def told(answer: Answer) -> tuple[object, ...]:
    """Return what of an answer a reader sees."""
    return answer.verdict, answer.evidence, answer.nearest, answer.ranked, answer.probability, dict(answer.signals)


def test_turns_are_kept_in_order(conversation: Conversation) -> None:
    asked = [conversation.ask(text) for text in (REVIEW, HMRC, "zxqv blorp fnord")]
    assert conversation.turns == asked
    assert [turn.question.text for turn in conversation.turns] == [REVIEW, HMRC, "zxqv blorp fnord"]
    assert [turn.answer.verdict for turn in asked] == ["strong", "strong", "not_found"]
    assert {turn.generation for turn in asked} == {conversation.engine.index_folder.name}


def test_a_follow_up_takes_over_what_it_lacks(conversation: Conversation) -> None:
    conversation.ask(REVIEW)
    second = conversation.ask(HMRC)
    assert second.question.inherited_terms == ("2015 Spending Review",)
    assert second.question.whole == f"{HMRC} 2015 Spending Review"
    assert second.question.soft_date == IN_2015, "the event is still spoken of"
    third = conversation.ask(WHY)
    assert third.question.inherited_terms == ("2015 Spending Review", "HMRC"), "what was replaced does not come back"
    assert "GDS" not in third.question.whole


def test_what_is_carried_over_is_searched_for(conversation: Conversation) -> None:
    lost = conversation.ask(HMRC).answer.evidence
    conversation.forget()
    conversation.ask(REVIEW)
    found = conversation.ask(HMRC).answer.evidence
    assert found[0].article.id != lost[0].article.id
    assert "Spending Review" in f"{found[0].article.title} {found[0].article.text}"
    assert any("Spending Review" in found[0].article.text[start:end] or start for start, end in found[0].matched)


def test_what_is_carried_over_weighs_as_much_as_what_is_asked(
    starter_home: Home, opened: tuple[Generation, Models]
) -> None:
    generation, models = opened
    encoder = Recording(models.encoder)
    conversation = Conversation(
        Engine(Settings(starter_home), generation, Models(encoder, models.calibration), EntityGazetteer.load())
    )
    conversation.ask(REVIEW)
    assert encoder.questions == [REVIEW], "one reading for a question that stands alone"
    turn = conversation.ask(HMRC)
    assert encoder.questions[1:3] == [HMRC, f"{HMRC} 2015 Spending Review"]
    assert len(encoder.questions[1:]) == 3, "one more with what the answer named, and none twice"
    own, whole = (models.encoder.encode_query_tokens(text).vector for text in encoder.questions[1:3])
    both = (whole + own) / np.linalg.norm(whole + own)
    first = turn.answer.evidence[0].hit
    (vote,) = (vote for vote in first.components if vote.retriever == "dense")
    (passage,) = generation.vectors(np.array([first.passage_id], dtype=np.int64))
    assert vote.score == near(float(passage @ both), abs=1e-4)


@pytest.mark.parametrize("before", [(), (REVIEW,), (REVIEW, HMRC, WHY), ("Who left GDS in 2015?", "zxqv")])
def test_a_self_contained_question_takes_nothing(before: Sequence[str], conversation: Conversation) -> None:
    fresh = conversation.ask(ALONE)
    conversation.forget()
    for text in before:
        conversation.ask(text)
    turn = conversation.ask(ALONE)
    assert turn.question == fresh.question
    assert turn.question.inherited_terms == ()
    assert told(turn.answer) == told(fresh.answer)


def test_what_an_answer_named_is_searched_for_and_told(make_home: MakeHome) -> None:
    files = {
        "a.md": article("Wombat council sells its ferry", "Wombat council sold its ferry to Zorblax Hosting for £3m."),
        "b.md": article("Hosting in Numbat", "Zorblax Hosting is led by Jane Tove, who praised the schools of Numbat."),
        "c.md": article("Schools praised", "The schools of Quibbly are led by Ann Lee, who praised them too."),
    }
    with Engine.open(Settings(make_home(files))) as engine:
        conversation = Conversation(engine)
        assert conversation.ask("Who bought the ferry of Wombat council?").answer.ranked[0] == "a"
        ranked = conversation.ask("who leads the firm").answer.ranked
        assert ranked.index("b") < ranked.index("c"), "Zorblax Hosting is what the answer named"
        alone = conversation.ask_again(1, "who leads the firm", alone=True)
        assert alone.question.inherited_terms == ()


def test_a_pinned_topic_is_part_of_every_question_until_it_is_let_go_of(conversation: Conversation) -> None:
    conversation.topic = "One Login"
    first = conversation.ask("forecast cost")
    assert first.question.inherited_terms == ("One Login",)
    assert "one-login" in first.answer.ranked[0]
    assert conversation.ask("forecast cost", alone=True).question.inherited_terms == ()
    conversation.topic = ""
    assert conversation.ask(ALONE).question.inherited_terms == ()
    conversation.topic = "One Login"
    conversation.forget()
    assert conversation.topic == ""


def test_dates_in_force_are_carried_and_replaced(conversation: Conversation) -> None:
    first = conversation.ask("Who left GDS in 2015?")
    assert (first.question.inferred, first.question.date_words) == (IN_2015, "in 2015")
    second = conversation.ask(WHY)
    assert (second.question.inferred, second.question.date_words) == (IN_2015, "")
    third = conversation.ask("and in 2019?")
    assert third.question.inferred == Period(date(2019, 1, 1), date(2019, 12, 31))
    assert "2015" not in third.question.whole


def test_filters_are_the_callers_own_each_time(conversation: Conversation) -> None:
    narrow = Filters(outlets=("UKAuthority",))
    first = conversation.ask("Who left GDS?", narrow, limit=8)
    shown = (*first.answer.evidence, *first.answer.nearest)
    assert {reporting_outlet(each.article) for each in shown} <= {"UKAuthority"}
    assert conversation.ask(WHY).question.filters == Filters()


def test_a_question_asked_alone_takes_nothing_and_is_kept(conversation: Conversation) -> None:
    conversation.ask(REVIEW)
    alone = conversation.ask(HMRC, alone=True)
    assert alone.question.inherited_terms == ()
    assert len(conversation.turns) == 2
    assert conversation.ask(WHY).question.inherited_terms == ("HMRC",), "it is what was said last"


def test_forgetting_begins_a_new_conversation(conversation: Conversation) -> None:
    conversation.ask(REVIEW)
    conversation.forget()
    assert conversation.turns == []
    assert conversation.ask(HMRC).question.inherited_terms == ()


def test_retracing_goes_on_from_questions_asked_elsewhere(conversation: Conversation) -> None:
    answered = [conversation.ask(text) for text in (REVIEW, HMRC, WHY)]
    conversation.forget()
    conversation.retrace([REVIEW, HMRC])
    assert conversation.turns == [], "they were answered elsewhere"
    turn = conversation.ask(WHY)
    assert turn.question == answered[-1].question
    assert told(turn.answer) == told(answered[-1].answer)


def test_inferred_dates_can_be_refused(conversation: Conversation) -> None:
    turn = conversation.ask("Who left GDS in 2015?", infer=False)
    assert (turn.question.filters, turn.question.inferred, turn.question.soft_date) == (Filters(), None, IN_2015)
    assert turn.answer.searched.matched_filters == turn.answer.searched.articles


def test_dates_that_gave_way_are_in_force_for_the_next_question(make_home: MakeHome) -> None:
    ferry = "In 2014 Numbat council paid £7 million for the numbat ferry terminal, an inquiry found."
    home = make_home(
        {
            "ferry.md": article("How the numbat ferry was paid for", ferry, published="2019-03-01"),
            "fax.md": article("Fax machines", "Post offices bought fax machines.", published="2014-03-01"),
        }
    )
    with Engine.open(Settings(home)) as engine:
        conversation = Conversation(engine)
        turn = conversation.ask("How much did Numbat council pay for the numbat ferry terminal in 2014?")
        question = turn.question
        assert (question.date_filter_relaxed, question.filters) == (True, Filters())
        assert question.inferred == question.soft_date == Period(date(2014, 1, 1), date(2014, 12, 31))
        assert turn.answer.ranked[0] == "ferry"


def test_as_many_pieces_of_evidence_as_asked_for(conversation: Conversation) -> None:
    for limit in (1, 3, 12):
        answer = conversation.ask(REVIEW, limit=limit, alone=True).answer
        assert len(answer.evidence) == limit
        for each in answer.evidence:
            assert each.article.text[each.start : each.end] == each.text != ""
    one, twelve = conversation.turns[0].answer, conversation.turns[2].answer
    assert one.evidence == twelve.evidence[:1]
    assert (one.verdict, one.probability) == (twelve.verdict, twelve.probability), "no verdict by how much is shown"


@pytest.mark.parametrize("text", ["", "?!…", "the of and", "outlet:Computing", "\x00\ud800", "x" * 10_000])
def test_any_text_is_a_question(text: str, conversation: Conversation) -> None:
    turn = conversation.ask(text)
    assert turn.answer.verdict == "not_found"
    assert turn.answer.evidence == ()
    follow_up = conversation.ask(WHY)
    assert follow_up.answer.verdict in {"not_found", "possible", "strong"}


def test_every_step_is_timed(conversation: Conversation) -> None:
    taken = conversation.ask(REVIEW).timing_ms
    assert list(taken) == ["encode", "search", "answer", "total"]
    assert all(ms >= 0 for ms in taken.values())
    assert taken["total"] == near(sum(taken[step] for step in ("encode", "search", "answer")), abs=0.05)


class TestWarnings:
    """What the reader should know besides."""

    def test_there_are_none_where_all_is_well(self, conversation: Conversation) -> None:
        assert conversation.ask(REVIEW).answer.warnings == ()

    def test_an_encoder_without_calibration(self, starter_home: Home, opened: tuple[Generation, Models]) -> None:
        generation, models = opened
        conversation = Conversation(
            Engine(Settings(starter_home), generation, Models(models.encoder, None), EntityGazetteer.load())
        )
        turns = [conversation.ask(text, alone=True) for text in (REVIEW, ALONE, "zxqv blorp fnord")]
        assert [turn.answer.verdict for turn in turns] == ["possible", "possible", "not_found"]
        for turn in turns:
            assert turn.answer.probability is None
            (warning,) = turn.answer.warnings
            assert warning.startswith(UNCALIBRATED)
            assert "`qabot eval calibrate`" in warning

    def test_a_calibration_that_weighs_another_signal_is_none(
        self, starter_home: Home, opened: tuple[Generation, Models]
    ) -> None:
        generation, models = opened
        assert models.calibration
        foreign = replace(models.calibration, signals=(Signal("another", 0.0, 1.0, 1.0),))
        conversation = Conversation(
            Engine(Settings(starter_home), generation, Models(models.encoder, foreign), EntityGazetteer.load())
        )
        answer = conversation.ask(REVIEW).answer
        assert (answer.verdict, answer.probability) == ("possible", None)
        assert [warning.startswith(UNCALIBRATED) for warning in answer.warnings] == [True]

    def test_an_outlet_and_a_prefix_that_are_misspelt(self, conversation: Conversation) -> None:
        turn = conversation.ask("who left GDS oultet:Computing", Filters(outlets=("UKAuthorty",)))
        assert turn.answer.warnings == (
            "oultet: is not a filter. Did you mean outlet:?",
            "No outlet called “UKAuthorty”. Nearest: UKAuthority.",
            "No article matches the filters.",
        )
        assert turn.answer.counts_without_filter == {"outlets": turn.answer.searched.articles}

    def test_articles_without_a_date_that_a_filter_leaves_out(self, make_home: MakeHome) -> None:
        files = {
            "a.md": article("A", "The quibbly tram runs."),
            "b.md": article("B", "The numbat ferry sails."),
            "c.md": article("C", "The wombat bus waits.", published="2015"),
        }
        with Engine.open(Settings(judge_by_nearness(make_home(files)))) as engine:
            conversation = Conversation(engine)
            (warning,) = conversation.ask("What runs?", Filters(after=date(2015, 1, 1))).answer.warnings
            assert warning == "2 articles bear no date; a filter on dates leaves them out."
            assert conversation.ask("What runs?", alone=True).answer.warnings == ()


def test_refreshing_keeps_the_conversation(make_home: MakeHome) -> None:
    home = make_home({"a.md": article("Zorblax council", "Zorblax council bought a payroll system.")})
    with Engine.open(Settings(home)) as engine:
        conversation = Conversation(engine)
        before = conversation.ask("What did Zorblax council buy?")
        assert not engine.refresh()
        assert engine.waiting() == 0
        write_corpus(home, {"b.md": article("Payroll", "The payroll system of Zorblax council cost £9 million.")})
        assert engine.waiting() == 1
        update(home, ModelSettings(), ignore_progress)
        assert engine.refresh()
        assert engine.waiting() == 0
        assert conversation.turns == [before]
        after = conversation.ask("what did it cost?")
        assert "Zorblax" in " ".join(after.question.inherited_terms)
        assert after.answer.ranked[0] == "b"
        assert after.generation != before.generation
        assert conversation.turns == [before, after]


def test_a_newer_index_that_cannot_be_read_leaves_the_conversation_as_it_is(make_home: MakeHome) -> None:
    home = make_home({"a.md": article("Zorblax council", "Zorblax council bought a payroll system.")})
    with Engine.open(Settings(home)) as engine:
        conversation = Conversation(engine)
        before = conversation.ask("What did Zorblax council buy?")
        name = (home.index / "CURRENT").read_text()
        (home.index / "CURRENT").unlink()
        (home.index / "CURRENT").write_text("20991231T000000000000Z-00000000\n")
        with pytest.raises(IndexUnusable):
            engine.refresh()
        again = conversation.ask("What did Zorblax council buy?")
        assert (again.generation, again.answer.ranked) == (name.strip(), before.answer.ranked)


def test_another_model_than_the_indexs_is_refused(starter_home: Home) -> None:
    with pytest.raises(ModelMismatch, match="all-MiniLM"):
        Engine.open(Settings(starter_home, ModelSettings(name="not/there")))


def test_names_of_the_home_replace_those_that_come_along(make_home: MakeHome) -> None:
    files = {
        "a.md": article("Quibbly Tram Authority", "The Quibbly Tram Authority bought a ferry for £3 million."),
        "b.md": article("Numbat council", "Numbat council bought a payroll system for £2 million."),
    }
    home = make_home(files)
    (home.path / "acronyms.toml").write_text('[[body]]\nname = "Quibbly Tram Authority"\nacronyms = ["QTA"]\n')
    with Engine.open(Settings(home)) as engine:
        conversation = Conversation(engine)
        turn = conversation.ask("What did the QTA buy?")
        (naming,) = turn.question.mentions
        assert (naming.written, naming.names) == ("QTA", ("Quibbly Tram Authority",))
        assert turn.answer.ranked == ("a", "b")


def test_names_that_no_quoted_article_has_are_told(starter: Conversation) -> None:
    told = "None of the nearest articles names “Haringey”."
    answer = starter.ask("Did Haringey fund GDS in 2015?", alone=True).answer
    assert (answer.verdict, answer.warnings) == ("not_found", ())
    assert [each.words for each in answer.missing] == [told]
    answer = starter.ask("Did Boris Johnson fund GDS in 2015?", alone=True).answer
    assert (answer.verdict, answer.evidence) == ("not_found", ()), "he is in no article at all"
    answer = starter.ask("Did George Osborne fund GDS in 2015?", alone=True).answer
    assert answer.evidence
    assert (answer.warnings, answer.missing) == ((), ()), "GDS is written out by some, and is named all the same"


def test_a_turn_that_is_taken_back_was_never_asked(starter_home: Home) -> None:
    with Engine.open(Settings(starter_home)) as engine:
        conversation = Conversation(engine)
        first = conversation.ask("What did Socitm say about the Spending Review?")
        second = conversation.ask(REVIEW)
        conversation.withdraw(first)
        assert conversation.turns == [first, second], "only the newest can be"
        conversation.withdraw(second)
        conversation.withdraw(first)
        assert conversation.turns == []
        assert not conversation.ask("What about HMRC?").question.inherited_terms


def test_a_turn_that_is_put_back_is_what_follow_ups_go_on_from(starter_home: Home) -> None:
    with Engine.open(Settings(starter_home)) as engine:
        conversation = Conversation(engine)
        first = conversation.ask("What did Socitm say about the Spending Review?")
        instead = conversation.ask_again(0, "How many passports were issued?")
        conversation.put_back(first, instead)
        assert conversation.turns == [first]
        conversation.put_back(instead, instead)
        assert conversation.turns == [first], "it stands no more"
        asked_behind = Conversation(engine)
        asked_behind.ask(first.question.text)
        follow_up = "What about HMRC?"
        assert conversation.ask(follow_up).question == asked_behind.ask(follow_up).question


def test_an_article_and_its_passages(conversation: Conversation) -> None:
    turn: Turn = conversation.ask(REVIEW)
    shown = turn.answer.evidence[0].article
    assert conversation.engine.article(shown.id) == shown
    assert all(shown.text[each.start : each.end] == each.text for each in conversation.engine.passages(shown.id))
    with pytest.raises(NotFound):
        conversation.engine.article("no/such")


class TestWordsOnly:
    """Before its models are loaded, an engine answers by words."""

    def test_it_finds_quotes_by_words_and_is_never_sure(self, starter_home: Home) -> None:
        index = open_current(starter_home.index)
        with Engine.open_lexical(Settings(starter_home)) as engine:
            conversation = Conversation(engine)
            assert not engine.is_ready
            for text in (REVIEW, ALONE, "Who left GDS in 2015?"):
                answer = conversation.ask(text, alone=True).answer
                assert (answer.verdict, answer.lexical_only, answer.probability) == ("possible", True, None)
                assert not answer.signals
                assert not any(warning.startswith(UNCALIBRATED) for warning in answer.warnings)
                for each in answer.evidence:
                    assert_provable(index, each)
                    assert each.matched
                    assert each.meant == ()
                    assert {vote.retriever for vote in each.hit.components} <= {"lexical", "date", "body"}

    def test_what_no_article_mentions_is_not_found(self, starter_home: Home) -> None:
        with Engine.open_lexical(Settings(starter_home)) as engine:
            conversation = Conversation(engine)
            answer = conversation.ask("zxqv blorp fnord").answer
            assert (answer.verdict, answer.evidence, answer.lexical_only) == ("not_found", (), True)
            assert answer.coverage
            assert answer.coverage.missing == ("zxqv", "blorp", "fnord")

    def test_filters_hold(self, starter_home: Home) -> None:
        with Engine.open_lexical(Settings(starter_home)) as engine:
            conversation = Conversation(engine)
            answer = conversation.ask("who left GDS", Filters(outlets=("Computing",))).answer
            assert {reporting_outlet(each.article) for each in (*answer.evidence, *answer.nearest)} == {"Computing"}

    def test_once_equipped_it_answers_as_one_opened_whole(self, starter_home: Home) -> None:
        settings = Settings(starter_home)
        with Engine.open_lexical(settings) as late, Engine.open(settings) as whole:
            slow = Conversation(late)
            slow.ask(REVIEW)
            late.equip(late.load_models())
            assert late.is_ready
            again, first = slow.ask_again(0, REVIEW), Conversation(whole).ask(REVIEW)
            assert (again.question, told(again.answer)) == (first.question, told(first.answer))
            assert not again.answer.lexical_only
            assert slow.turns == [again]


class TestPlaces:
    """A question can be asked again in the place of an earlier turn."""

    def test_it_takes_over_from_the_turns_before_it_and_from_none_behind(self, conversation: Conversation) -> None:
        first, second, third = (conversation.ask(text) for text in (REVIEW, HMRC, WHY))
        again = conversation.ask_again(1, HMRC, limit=5)
        assert again.question == second.question
        assert conversation.turns == [first, again, third]
        alone = conversation.ask_again(1, HMRC, alone=True)
        assert alone.question.inherited_terms == ()
        assert conversation.turns == [first, alone, third]

    def test_what_follows_goes_on_from_the_turn_as_it_is_now(self, conversation: Conversation) -> None:
        conversation.ask(REVIEW)
        conversation.ask(HMRC)
        conversation.ask_again(1, HMRC, alone=True)
        assert "Spending Review" not in conversation.ask(WHY).question.whole

    def test_questions_asked_elsewhere_stay_before_the_first(self, conversation: Conversation) -> None:
        conversation.retrace([REVIEW])
        first = conversation.ask(HMRC)
        assert first.question.inherited_terms == ("2015 Spending Review",)
        assert conversation.ask_again(0, HMRC, limit=1).question == first.question

    def test_a_probe_leaves_no_trace(self, conversation: Conversation) -> None:
        first = conversation.ask(REVIEW)
        assert conversation.probe(HMRC).question.inherited_terms == ()
        assert conversation.turns == [first]
        assert conversation.ask(HMRC).question.inherited_terms == ("2015 Spending Review",)


def test_headlines_are_every_article_the_newest_first(conversation: Conversation) -> None:
    headlines = conversation.engine.article_summaries()
    assert len({each.id for each in headlines}) == len(headlines) == conversation.engine.searched.articles
    dated = [each.published.last for each in headlines if each.published]
    assert dated == sorted(dated, reverse=True)
    for each in headlines[::20]:
        stored = conversation.engine.article(each.id)
        assert (each.title, each.outlet, each.published) == (stored.title, stored.outlet, stored.published)
        assert each.organisations == stored.organisations


def test_news_tells_what_a_newer_index_brought(make_home: MakeHome) -> None:
    home = make_home(
        {
            "a.md": article("Zorblax council", "Zorblax council bought a payroll system."),
            "b.md": article("Numbat ferry", "The numbat ferry sails."),
            "c.md": article("Wombat bus", "The wombat bus waits."),
        }
    )
    with Engine.open_lexical(Settings(home)) as engine:
        write_corpus(home, {"d.md": article("Quibbly tram", "The quibbly tram runs.", published="2020")})
        write_corpus(home, {"b.md": article("Numbat ferry", "The numbat ferry has been sold.")})
        (home.corpus / "c.md").unlink()
        update(home, ModelSettings(), ignore_progress)
        news = engine.refresh()
        assert news is not None
        assert [each.title for each in news.added] == ["Quibbly tram"]
        assert [each.title for each in news.changed] == ["Numbat ferry"]
        assert (news.removed, news.generation) == (1, engine.searched.generation)
        assert not engine.is_ready, "what is not loaded is not loaded by the way"
        assert engine.refresh() is None


def test_the_same_models_serve_a_newer_index(make_home: MakeHome) -> None:
    home = make_home({"a.md": article("Zorblax council", "Zorblax council bought a payroll system.")})
    generation = open_current(home.index)
    encoder = Recording(generation.encoder())
    with Engine(Settings(home), generation, Models(encoder, None), EntityGazetteer.load()) as engine:
        conversation = Conversation(engine)
        write_corpus(home, {"b.md": article("Numbat ferry", "The numbat ferry sails.")})
        update(home, ModelSettings(), ignore_progress)
        assert engine.refresh()
        assert conversation.ask("What sails?").answer.ranked[0] == "b"
        assert encoder.questions == ["What sails?"]
