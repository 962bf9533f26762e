"""The conversation by itself: what is asked again, kept, left as it was, and by which clock it goes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from msgspec.structs import replace

from qabot.chat.asker import OpenedIndex
from qabot.chat.command_results import (
    Answered,
    BegunAnew,
    CaughtUp,
    Failed,
    HistoryCleared,
    Limited,
    MoreShown,
    PastListed,
    Refused,
    ScreenWanted,
    TopicTold,
    Written,
)
from qabot.chat.commands import Given, parse
from qabot.chat.exchange import Exchange, Request
from qabot.chat.handlers import execute
from qabot.chat.headless_chat import Chat, ChatContext
from qabot.chat.history import History
from qabot.chat.inline_asker import InlineAsker, at_once
from qabot.core.answers import Answer, SearchScope, Turn
from qabot.core.articles import Article, GenerationDiff
from qabot.core.errors import IndexCorrupt, InternalError, NotFound, UsageError
from qabot.core.facts import ArticleFacts
from qabot.core.questions import AnalysedQuestion, Filters
from qabot.core.unknown_names import UnknownName
from qabot.engine.question_answerer import QuestionAnswerer
from qabot.question.entities import EntityGazetteer
from qabot.reports.check.held_sentences import HeldTexts

T = TypeVar("T")
SCOPE = SearchScope("20260101T000000Z-00000000", "model", 5, 9, 5, None, None)
DAMAGED = IndexCorrupt("The passages are damaged.", hint="Run `qabot index`.")
NEWS = GenerationDiff("20260102T000000Z-00000000", (), (), 1)


class Scripted:
    """Answers every question with nothing found, and remembers what it was asked; a test may have something happen."""

    def __init__(self) -> None:
        """Start with nothing asked."""
        self.asked: list[tuple[Request, int | None]] = []
        self.forgotten = 0
        self.is_open = True
        self.before: Callable[[], None] = lambda: None
        self.news: GenerationDiff | None = None

    async def ask(self, request: Request, place: int | None = None) -> tuple[Turn, int]:
        """Answer that nothing was found."""
        self.before()
        self.asked.append((request, place))
        question = AnalysedQuestion(request.text, inherited_terms=() if request.alone else ("tram",))
        answer = Answer("not_found", (), SCOPE)
        return Turn(question, answer, SCOPE.generation, {}), 7 if place is None else place

    async def facts(self, article: Article) -> tuple[ArticleFacts, bool]:
        """Not asked for here."""
        raise NotImplementedError

    async def probe(self, text: str, filters: Filters) -> Turn:
        """Not asked for here."""
        raise NotImplementedError

    async def with_texts(self, work: Callable[[HeldTexts, EntityGazetteer], T]) -> T:
        """Not asked for here."""
        raise NotImplementedError

    async def with_answerer(self, work: Callable[[QuestionAnswerer], T]) -> T:
        """Not asked for here."""
        raise NotImplementedError

    def forget(self) -> None:
        """Count it."""
        self.forgotten += 1

    async def opened(self) -> OpenedIndex:
        """Return an index."""
        return OpenedIndex(SCOPE, datetime(2026, 1, 1, tzinfo=UTC))

    async def unknown_names(self, filters: Filters) -> list[UnknownName]:
        """Return the outlets that are misspelt."""
        return [UnknownName("outlet", each, ("Computing",)) for each in filters.outlets if each == "Computng"]

    async def waiting(self) -> int:
        """Return that nothing waits."""
        return 0

    async def refresh(self) -> tuple[GenerationDiff, OpenedIndex] | None:
        """Return what is new, if a test says so."""
        self.before()
        return (self.news, await self.opened()) if self.news else None


@pytest.fixture
def asker() -> Scripted:
    """What the chat asks."""
    return Scripted()


@pytest.fixture
def history(tmp_path: Path) -> Generator[History]:
    """A history with nothing in it."""
    with History.open(tmp_path / "history.db") as kept:
        yield kept


@pytest.fixture
def chat(asker: Scripted, history: History, tmp_path: Path) -> Chat:
    """A chat in lines, at six in the morning of 2 March 2020."""
    return Chat(asker, ChatContext(tmp_path, history, tmp_path, False, lambda: datetime(2020, 3, 2, 6, tzinfo=UTC)))


def ask(chat: Chat, text: str) -> Exchange:
    """Ask a question, and return it once it is answered."""
    exchange = chat.put(text)
    assert at_once(chat.answer(exchange)) == Answered(exchange)
    return exchange


def do(chat: Chat, line: str) -> object:
    """Give a command, and return what comes of it."""
    given = parse(line, has_screens=False)
    assert isinstance(given, Given)
    return at_once(execute(chat, given))


def interrupt() -> None:
    """Have ctrl-c pressed."""
    raise KeyboardInterrupt


def stop() -> None:
    """Have the question called off."""
    raise asyncio.CancelledError


def fail() -> None:
    """Have the index turn out to be damaged."""
    raise DAMAGED


def test_more_and_drop_ask_again_in_the_place_of_the_question(chat: Chat, asker: Scripted) -> None:
    exchange = ask(chat, "why?")
    assert do(chat, "/more") == MoreShown(exchange, 0)
    assert do(chat, "/drop") == Answered(exchange)
    assert do(chat, "/more") == MoreShown(exchange, 0)
    first, more, without, last = asker.asked
    assert first == (Request("why?", Filters(), 3, infer=True, alone=False), None)
    assert more == (Request("why?", Filters(), 6, infer=True, alone=False), 7)
    assert without == (Request("why?", Filters(), 6, infer=True, alone=True), 7)
    assert last == (Request("why?", Filters(), 9, infer=True, alone=True), 7)
    assert len(chat.turns) == 1


@pytest.mark.parametrize("happening", [interrupt, stop, fail], ids=["ctrl-c", "esc", "damage"])
def test_what_comes_to_nothing_leaves_the_question_as_it_was(
    happening: Callable[[], None], chat: Chat, asker: Scripted
) -> None:
    exchange = ask(chat, "why?")
    turn, asker.before = exchange.turn, happening
    if happening is fail:
        assert do(chat, "/more") == Failed(exchange, DAMAGED)
    else:
        with pytest.raises((KeyboardInterrupt, asyncio.CancelledError)):
            do(chat, "/drop carried")
    assert (exchange.request, exchange.turn) == (Request("why?", Filters()), turn)


def test_a_question_that_was_stopped_is_none_that_commands_are_about(chat: Chat, asker: Scripted) -> None:
    answered, asker.before = ask(chat, "why?"), interrupt
    with pytest.raises(KeyboardInterrupt):
        at_once(chat.answer(chat.put("who?")))
    assert chat.answered()[0] is answered
    assert chat.turns == [answered.turn]
    with pytest.raises(UsageError, match=r"^Nothing has been answered yet\."):
        chat.answered(chat.exchanges[-1])


def test_what_is_asked_again_stays_one_question_of_the_history(chat: Chat, history: History) -> None:
    ask(chat, "why?")
    do(chat, "/more")
    assert [each.text for each in history.search()] == ["why?"]
    do(chat, "/filter after:2015")
    ask(chat, "who?")
    assert [(each.text, each.filters) for each in history.search()] == [("who?", "after:2015-01-01"), ("why?", "")]
    first, second = history.search()
    assert first.conversation == second.conversation


def test_a_filter_that_no_article_fits_is_refused_with_the_nearest(chat: Chat, asker: Scripted) -> None:
    do(chat, "/filter outlet:Computing")
    refused = do(chat, "/filter outlet:Computng after:2015")
    assert isinstance(refused, Refused)
    assert isinstance(refused.error, NotFound)
    assert str(refused.error) == "No outlet called “Computng”. Nearest: Computing. Nothing was changed."
    assert chat.filters == Filters(outlets=("Computing",))
    asker.is_open = False
    assert isinstance(do(chat, "/filter outlet:Computng"), Limited), "while there is no index, nobody knows"


def test_nothing_is_kept_of_what_is_asked_in_private(chat: Chat, history: History) -> None:
    do(chat, "/private on")
    ask(chat, "secret?")
    do(chat, "/private off")
    do(chat, "/more")
    ask(chat, "open?")
    do(chat, "/private")
    assert chat.is_private
    assert [each.text for each in history.search()] == ["open?"]


def test_the_newest_twenty_of_the_history_are_listed_where_no_screen_shows_more(
    chat: Chat, asker: Scripted, history: History, tmp_path: Path
) -> None:
    for number in range(21):
        ask(chat, f"question {number}?")
    listed = do(chat, "/history")
    assert isinstance(listed, PastListed)
    assert [each.text for each in listed.questions] == [f"question {number}?" for number in range(20, 0, -1)]
    found = do(chat, "/history question 7")
    assert isinstance(found, PastListed)
    assert (found.wanted, [each.text for each in found.questions]) == ("question 7", ["question 17?", "question 7?"])
    on_screen = Chat(asker, ChatContext(tmp_path, history, tmp_path, True))
    assert do(on_screen, "/history question 7") == ScreenWanted("history", "question 7")
    assert do(on_screen, "/history clear") == HistoryCleared(21)


def test_a_history_that_is_off_is_not_said_to_be_kept_again(asker: Scripted, tmp_path: Path) -> None:
    private = Chat(asker, ChatContext(tmp_path, History.off(), tmp_path, True), private=True)
    for line in ("/private", "/private off"):
        refused = do(private, line)
        assert isinstance(refused, Refused)
        assert refused.error.message == "No history is kept here."
        assert private.is_private


def test_a_new_conversation_takes_nothing_over(chat: Chat, asker: Scripted, history: History) -> None:
    ask(chat, "why?")
    do(chat, "/filter outlet:Computing")
    assert do(chat, "/clear") == BegunAnew()
    assert (chat.turns, chat.filters, asker.forgotten) == ([], Filters(), 1)
    ask(chat, "who?")
    assert len({each.conversation for each in history.search()}) == 2
    asker.is_open = False
    do(chat, "/clear")
    assert asker.forgotten == 1, "nothing is forgotten where nothing was opened"


def test_days_names_of_files_and_what_is_kept_go_by_the_clock_of_the_chat(
    chat: Chat, history: History, tmp_path: Path
) -> None:
    limited = do(chat, "/filter after:yesterday")
    assert isinstance(limited, Limited)
    assert limited.filters.after == date(2020, 3, 1)
    ask(chat, "why?")
    assert [each.when for each in history.search()] == [chat.context.clock()]
    written = do(chat, "/export")
    assert isinstance(written, Written)
    local = chat.context.now
    assert written.path == tmp_path / f"qabot-20200302-{local:%H}0000.md"


@pytest.mark.parametrize(
    ("line", "after", "exact"),
    [
        ("/filter after:2015", date(2015, 1, 1), ()),
        ('/filter "spending review"', None, ("spending review",)),
        ('/filter "spending review" after:2015', date(2015, 1, 1), ("spending review",)),
    ],
)
def test_filters_are_read_whole(line: str, after: date | None, exact: tuple[str, ...], chat: Chat) -> None:
    assert do(chat, line) == Limited("changed", Filters(after=after, exact=exact))
    assert do(chat, "/filter") == Limited("asked for", Filters(after=after, exact=exact))


@pytest.mark.parametrize("line", ["/filter banana", "/filter after:2015 banana", '/filter "spending review" banana'])
def test_a_filter_with_a_word_too_many_is_refused(line: str, chat: Chat) -> None:
    refused = do(chat, line)
    assert isinstance(refused, Refused)
    assert refused.error.message == "“banana” is no filter."
    assert chat.filters == Filters()


def test_a_newer_index_is_taken_up_or_the_old_one_answers_on(chat: Chat, asker: Scripted) -> None:
    assert at_once(chat.catch_up()) == CaughtUp()
    asker.news = NEWS
    assert at_once(chat.catch_up()) == CaughtUp(NEWS)
    asker.before = fail
    assert at_once(chat.catch_up()) == CaughtUp(error=DAMAGED)


def test_what_would_wait_is_a_fault_where_nothing_can() -> None:
    with pytest.raises(InternalError):
        at_once(asyncio.sleep(0))


def test_a_request_is_what_is_asked(chat: Chat, asker: Scripted) -> None:
    exchange = ask(chat, "why?")
    at_once(chat.answer(exchange, replace(exchange.request, infer=False)))
    assert exchange.request.infer is False
    assert asker.asked[-1] == (exchange.request, 7)


def test_a_topic_is_put_with_each_question_until_it_is_let_go_of(chat: Chat, asker: Scripted) -> None:
    assert do(chat, "/topic") == TopicTold("asked for", "")
    for line, told in (
        ("/topic tram  depot", TopicTold("pinned", "tram depot")),
        ("/topic", TopicTold("asked for", "tram depot")),
        ("/topic \x1b[0mferry", TopicTold("pinned", "ferry")),
        ("/topic OFF", TopicTold("let go", "")),
    ):
        assert do(chat, line) == told
        assert chat.topic == told.topic
        assert ask(chat, "why?").request.topic == told.topic
        assert asker.asked[-1][0].topic == told.topic


def test_what_is_said_of_a_topic() -> None:
    assert TopicTold("pinned", "tram").words == "Every question is about “tram” until /topic off."
    assert TopicTold("asked for", "tram").words == "Every question is about “tram” until /topic off."
    assert TopicTold("let go", "").words == "No topic is pinned any more."
    assert TopicTold("asked for", "").words == "No topic is pinned. Try /topic One Login."


def test_an_answer_is_asked_again_of_the_topic_it_was_asked_of(chat: Chat, asker: Scripted) -> None:
    chat.topic = "tram depot"
    ask(chat, "why?")
    chat.topic = ""
    at_once(chat.more())
    assert asker.asked[-1][0].topic == "tram depot"
    chat.topic = "ferry"
    chat.begin_anew()
    assert chat.topic == ""


@pytest.mark.parametrize("words", ["the", "?!", "a1 b1 c1 d1 e1 f1 g1 h1 i1", "x" * 121])
def test_a_topic_that_cannot_be_searched_for_is_refused(chat: Chat, words: str) -> None:
    chat.topic = "ferry"
    assert isinstance(do(chat, f"/topic {words}"), Refused)
    assert chat.topic == "ferry"


@pytest.mark.parametrize("words", ["a1 b1 c1 d1 e1 f1 g1 h1", "x" * 120])
def test_the_longest_topic_is_taken(chat: Chat, words: str) -> None:
    assert do(chat, f"/topic {words}") == TopicTold("pinned", words)


class Remembering:
    """A session that remembers its turns, and in which ctrl-c is pressed just behind an answer that a test names."""

    searched, built = SCOPE, datetime(2026, 1, 1, tzinfo=UTC)

    def __init__(self) -> None:
        """Start with no turns."""
        self.topic = ""
        self.turns: list[Turn] = []

    def ask(
        self, text: str, filters: Filters | None = None, limit: int = 3, *, infer: bool = True, alone: bool = False
    ) -> Turn:
        """Answer that nothing was found."""
        del limit, infer, alone
        turn = Turn(AnalysedQuestion(text, filters or Filters()), Answer("not_found", (), SCOPE), SCOPE.generation, {})
        self.turns.append(turn)
        if text == "stop me":
            interrupt()
        return turn

    def ask_again(
        self,
        place: int,
        text: str,
        filters: Filters | None = None,
        limit: int = 3,
        *,
        infer: bool = True,
        alone: bool = False,
    ) -> Turn:
        """Answer in the place of an earlier turn."""
        self.turns[place] = self.ask(text, filters, limit, infer=infer, alone=alone)
        return self.turns.pop()

    def probe(self, text: str, filters: Filters | None = None) -> Turn:
        """Not asked for here."""
        raise NotImplementedError

    def facts(self, article: Article) -> tuple[ArticleFacts, bool]:
        """Not asked for here."""
        raise NotImplementedError

    def with_texts(self, work: Callable[[HeldTexts, EntityGazetteer], T]) -> T:
        """Not asked for here."""
        raise NotImplementedError

    def with_answerer(self, work: Callable[[QuestionAnswerer], T]) -> T:
        """Not asked for here."""
        raise NotImplementedError

    def withdraw(self, turn: Turn) -> None:
        """Take a turn back."""
        self.turns.remove(turn)

    def put_back(self, former: Turn, turn: Turn) -> None:
        """Not asked for here."""
        raise NotImplementedError

    def forget(self) -> None:
        """Forget every turn."""
        self.turns.clear()

    def unknown_names(self, filters: Filters) -> list[UnknownName]:
        """Return none."""
        assert filters
        return []

    def waiting(self) -> int:
        """Return that one file waits."""
        return 1

    def refresh(self) -> GenerationDiff | None:
        """Return that nothing is new."""
        return None


def test_a_question_that_ctrl_c_stops_is_no_turn_of_the_session(tmp_path: Path) -> None:
    session = Remembering()
    chat = Chat(InlineAsker(session), ChatContext(tmp_path, History.off(), tmp_path, False))
    first = ask(chat, "why?")
    with pytest.raises(KeyboardInterrupt):
        at_once(chat.answer(chat.put("stop me")))
    assert session.turns == [first.turn]
    assert ask(chat, "who?").place == 1
    assert chat.turns == session.turns
