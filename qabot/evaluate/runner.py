"""Asking the questions of a set, each in a conversation of its own, and keeping what came of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.answers import Answer, SearchScope, Turn, Verdict
from qabot.core.settings import Settings
from qabot.corpus.metadata import identifier
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine
from qabot.engine.loaded_models import Models
from qabot.evaluate.holdout import MaskedIndex
from qabot.evaluate.question_sets import JudgedQuery
from qabot.question.entities import EntityGazetteer

DEPTH = 10
"""How many articles of a ranking are looked at and kept."""
QUOTES = 3
"""How many quotes are asked for: as many as `qabot ask` shows, so that the answers are those a reader gets."""

OnAsked = Callable[[int, int], None]
"""Told after every question how many of how many are done."""


class QueryResult(Struct, frozen=True):
    """What came of one question."""

    question: JudgedQuery
    """What was asked, and what is known of its answer."""
    relevant: Mapping[str, int]
    """Grades by article, by the ids of the index; articles that it lacks keep the set's name, and are never found."""
    ranked: tuple[str, ...]
    """Ids of the articles found, best first."""
    verdict: Verdict
    """As given."""
    probability: float | None
    """As given; None where the encoder has no calibration, or nothing was found."""
    signals: Mapping[str, float]
    """What the verdict was drawn from; empty where nothing was found."""
    quotes: tuple[str, ...]
    """The quotes shown, `QUOTES` at the most; none for `not_found`."""
    nearest: tuple[str, ...]
    """What is shown as nearest where nothing was found."""
    marked: str | None
    """The words of the first of them that are marked as the answer; None where none are."""
    verbatim: tuple[str, ...]
    """Those wordings of the answer that stand in a judged article as they are."""
    timing_ms: Mapping[str, float]
    """Milliseconds by step, for the question itself without the turns before it."""
    carried: bool = False
    """Whether anything was taken over from the turns before it."""
    ranked_alone: tuple[str, ...] | None = None
    """Likewise `ranked`, where it is asked without them; None unless it is known to need nothing of them."""


class Run(Struct, frozen=True):
    """What came of a whole set."""

    outcomes: tuple[QueryResult, ...]
    """One a question, in their order."""
    searched: SearchScope
    """What was searched."""
    encoder: str
    """The fingerprint of the encoder it was searched with."""
    lacking: tuple[str, ...]
    """Judged articles that the index lacks, as the set names them."""


class Names:
    """Finds articles by what question sets call them: their id, the end of it, or their id behind other folders."""

    def __init__(self, article_ids: Iterable[str]) -> None:
        """Know these articles."""
        self._ids = set(article_ids)
        self._ending: defaultdict[str, list[str]] = defaultdict(list)
        for each in sorted(self._ids):
            for end in _ends(each):
                self._ending[end].append(each)

    def ids(self, name: str) -> list[str]:
        """Return the article with this id, else those whose ids end in it, else the one whose id it ends in."""
        # What the index calls a record is what reading the corpus made of the record's own id.
        for each in (name, identifier(name)):
            if each in self._ids:
                return [each]
            if each in self._ending:
                return self._ending[each]
        return [end for end in _ends(name) if end in self._ids][:1]


def _ends(name: str) -> list[str]:
    """Return the ends of a path that begin at a part of it, longest first: `a/b` and `b` of `x/a/b`."""
    parts = name.split("/")
    return ["/".join(parts[start:]) for start in range(1, len(parts))]


def run(settings: Settings, questions: Sequence[JudgedQuery], on_asked: OnAsked) -> Run:
    """Ask every question of the index of a home.

    Raises:
        IndexUnusable: There is no index, or it cannot be read.
        ModelMismatch: The settings name another model than the index was built with.
    """
    with Engine.open(settings) as engine:
        with engine.lease() as current:
            names = Names(each.id for each in current.generation.articles.stored())
        outcomes = tuple(_asked(engine, names, questions, on_asked))
        searched, encoder = engine.searched, engine.models_key
    lacking = (name for each in questions for name, grade in each.relevant.items() if grade and not names.ids(name))
    return Run(outcomes, searched, encoder, tuple(dict.fromkeys(lacking)))


def run_hidden(settings: Settings, questions: Sequence[JudgedQuery], on_asked: OnAsked) -> tuple[QueryResult, ...]:
    """Ask every question that has an answer once more, with the articles that answer it hidden.

    Returns:
        An outcome for each such question, as one that nothing answers: `answerable` is False, and its kind `hidden`.

    Raises:
        IndexUnusable: There is no index, or it cannot be read.
        ModelMismatch: The settings name another model than the index was built with.
    """
    answerable = [each for each in questions if each.answerable and each.is_judged]
    with Engine.open_lexical(settings) as engine:  # which also sees that the model is the one asked for
        index = MaskedIndex(engine.index_folder)
    names = Names(each.id for each in index.articles.stored())
    outcomes: list[QueryResult] = []
    encoder = index.encoder()
    models = Models(  # signals come before any calibration
        encoder, None, index.reranker_for(settings.rerank), index.reader_for(settings.reader, encoder)
    )
    with Engine(settings, index, models, EntityGazetteer.load(settings.home.path)) as engine:
        for number, question in enumerate(answerable, start=1):
            index.hide(article for name, grade in question.relevant.items() if grade for article in names.ids(name))
            turn = _Talk(engine).converse(question)
            unanswerable = replace(question, kind="hidden", answerable=False, relevant={}, answers=())
            outcomes.append(_outcome(unanswerable, turn, {}, ()))
            on_asked(number, len(answerable))
    return tuple(outcomes)


def holds(text: str, wording: str) -> bool:
    """Whether a text says something in these words, whatever the case and white space; `1.8bn` does not hold `8bn`."""
    text, wording = _normal(text), _normal(wording)
    start = text.find(wording) if wording else -1
    while start >= 0:
        end = start + len(wording)
        if not _runs_on(text, start) and not _runs_on(text, end):
            return True
        start = text.find(wording, start + 1)
    return False


def _normal(text: str) -> str:
    return " ".join(text.casefold().split())


def _runs_on(text: str, place: int) -> bool:
    """Whether a word or a number goes on across this place."""
    before, after = text[max(0, place - 2) : place], text[place : place + 2]
    if before[-1:].isalnum() and after[:1].isalnum():
        return True
    point_before = before[:1].isdigit() and before[1:] in {".", ","} and after[:1].isdigit()
    point_after = before[-1:].isdigit() and after[:1] in {".", ","} and after[1:].isdigit()
    return point_before or point_after


def _asked(engine: Engine, names: Names, questions: Sequence[JudgedQuery], on_asked: OnAsked) -> Iterator[QueryResult]:
    talk = _Talk(engine)
    for number, question in enumerate(questions, start=1):
        relevant: dict[str, int] = {}
        for name, grade in question.relevant.items():
            for article in names.ids(name) or [name]:
                relevant[article] = max(grade, relevant.get(article, 0))
        turn = talk.converse(question)
        held = [each for each, grade in relevant.items() if grade and names.ids(each)]
        texts = [engine.article(each).text for each in held] if question.answers else []
        verbatim = tuple(each for each in question.answers if any(holds(text, each) for text in texts))
        alone = (
            _Talk(engine).converse(replace(question, previous=())) if question.previous and question.complete else None
        )
        yield _outcome(question, turn, relevant, verbatim, alone)
        on_asked(number, len(questions))


class _Talk:
    """Asks questions after those before them, each of which is asked and answered as a reader would have it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._conversation = Conversation(engine)
        self._today: date | None = None

    def converse(self, question: JudgedQuery) -> Turn:
        """Ask a question in a conversation that begins with those before it; one that has just been held goes on."""
        held = tuple(turn.question.text for turn in self._conversation.turns)
        if held != question.previous or self._today != question.today:
            self._conversation, self._today = Conversation(self._engine), question.today
            for each in question.previous:
                self._conversation.ask(each, limit=QUOTES, today=question.today)
        return self._conversation.ask(question.text, limit=QUOTES, today=question.today)


def _marked(answer: Answer) -> str | None:
    first = next(iter(answer.evidence), None)
    if first is None or first.answer_span is None:
        return None
    a, b = first.answer_span
    return first.article.text[a:b]


def _outcome(
    question: JudgedQuery,
    turn: Turn,
    relevant: Mapping[str, int],
    verbatim: tuple[str, ...],
    alone: Turn | None = None,
) -> QueryResult:
    answer = turn.answer
    return QueryResult(
        question=question,
        relevant=relevant,
        ranked=answer.ranked,
        verdict=answer.verdict,
        probability=answer.probability,
        signals=answer.signals,
        quotes=tuple(each.text for each in answer.evidence),
        nearest=tuple(each.text for each in answer.nearest),
        marked=_marked(answer),
        verbatim=verbatim,
        timing_ms=turn.timing_ms,
        carried=bool(turn.question.inherited_terms),
        ranked_alone=alone.answer.ranked if alone else None,
    )
