"""A conversation with one index: what every surface (command line, chat) talks to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from qabot.core.answers import SearchScope, Turn
from qabot.core.articles import Article, ArticleSummary, GenerationDiff, Passage
from qabot.core.errors import ModelMismatch, NoCorpus
from qabot.core.questions import AnalysedQuestion, Filters
from qabot.core.settings import Settings
from qabot.engine.generation_diff import generation_diff
from qabot.engine.loaded_models import Models, has_same_models, load_models
from qabot.engine.question_answerer import QuestionAnswerer
from qabot.index.build.diff import compare
from qabot.index.snapshot import Generation, current_name, open_current
from qabot.question.analysis import analyse
from qabot.question.entities import EntityGazetteer


class Session:
    """An open index, the models for its questions, and the turns so far. Not for two threads at once."""

    def __init__(
        self, settings: Settings, generation: Generation, models: Models | None, bodies: EntityGazetteer
    ) -> None:
        """Hold what `open` opened; without models, questions are answered by words alone."""
        self.settings = settings
        self.turns: list[Turn] = []
        self._generation = generation
        self._models = models
        self._bodies = bodies
        self._earlier: list[AnalysedQuestion] = []

    @classmethod
    def open(cls, settings: Settings) -> Session:
        """Open the index of a home.

        Raises:
            IndexUnusable: There is none, or it cannot be read.
            ModelMismatch: The settings name another model than the one it was built with.
        """
        session = cls.open_lexical(settings)
        session.equip(session.load_models())
        return session

    @classmethod
    def open_lexical(cls, settings: Settings) -> Session:
        """Open the index of a home without its models, which takes a moment: what it answers, it answers by words.

        Raises:
            IndexUnusable: There is none, or it cannot be read.
            ModelMismatch: The settings name another model than the one it was built with.
        """
        return cls(settings, _open_index(settings), None, EntityGazetteer.load(settings.home.path))

    @property
    def is_ready(self) -> bool:
        """Whether questions are answered by meaning too."""
        return self._models is not None

    def load_models(self) -> Models:
        """Load what the index is asked with. Any thread may do so, while another asks by words.

        Raises:
            IndexCorrupt: A model is damaged.
            ModelMismatch: The settings ask for a reranker that the index does not carry.
        """
        return load_models(self._generation, self.settings)

    def equip(self, models: Models) -> None:
        """Answer by meaning too from now on."""
        self._models = models

    @property
    def searched(self) -> SearchScope:
        """What questions without filters are asked of."""
        return self._generation.searched(None)

    @property
    def built(self) -> datetime:
        """When the index was built, in UTC."""
        return datetime.fromisoformat(self._generation.manifest.created)

    @property
    def index_folder(self) -> Path:
        """The folder of the generation that answers."""
        return self._generation.folder

    def ask(
        self,
        text: str,
        filters: Filters | None = None,
        limit: int = 3,
        *,
        infer: bool = True,
        alone: bool = False,
        today: date | None = None,
    ) -> Turn:
        """Answer a question and remember the turn; any text is a question.

        Args:
            text: As typed.
            filters: What to limit the search to.
            limit: How many pieces of evidence to return at the most.
            infer: Whether dates in the question's own words limit the search; never where most articles bear none.
            alone: Whether to take nothing over from earlier turns.
            today: The day that "last week" counts from; the present day by default.

        Raises:
            IndexCorrupt: A part of the index that was not read before turns out to be damaged.
        """
        turn = self._answered(text, filters, limit, () if alone else self._earlier, today, infer=infer)
        self.turns.append(turn)
        self._earlier.append(turn.question)
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
        """Answer a question in the place of an earlier turn, counted from 0, as `ask` would have done then."""
        retraced = len(self._earlier) - len(self.turns)
        earlier = () if alone else self._earlier[: retraced + place]
        turn = self._answered(text, filters, limit, earlier, None, infer=infer)
        self.turns[place] = turn
        self._earlier[retraced + place] = turn.question
        return turn

    def withdraw(self, turn: Turn) -> None:
        """Take back the newest turn, so that what follows takes nothing over from it; any other stays."""
        if self.turns and self.turns[-1] is turn:
            self.turns.pop()
            self._earlier.pop()

    def probe(self, text: str) -> Turn:
        """Answer a question outside the conversation: nothing is taken over, and the turn is not remembered."""
        return self._answered(text, None, 1, (), None, infer=True)

    def _answered(
        self,
        text: str,
        filters: Filters | None,
        limit: int,
        earlier: Sequence[AnalysedQuestion],
        today: date | None,
        *,
        infer: bool,
    ) -> Turn:
        answerer = QuestionAnswerer(self._generation, self._models, self._bodies)
        return answerer.answer(text, filters, limit, earlier, today, infer=infer)

    def retrace(self, texts: Sequence[str]) -> None:
        """Go on from questions asked elsewhere, such as by an earlier process; oldest first, as they were typed."""
        for text in texts:
            self._earlier.append(analyse(text, earlier=self._earlier, bodies=self._bodies))

    def forget(self) -> None:
        """Begin a new conversation."""
        self.turns.clear()
        self._earlier.clear()

    def article(self, article_id: str) -> Article:
        """Return an article whole.

        Raises:
            NotFound: No article has this id; ids that come close are named.
        """
        return self._generation.require_article(article_id)

    def passages(self, article_id: str) -> list[Passage]:
        """Return the passages of an article, in order."""
        return self._generation.articles.passages_of(article_id)

    def waiting(self) -> int:
        """Return how many corpus files are new, changed or gone since the index was built; 0 without a corpus."""
        try:
            return compare(self.settings.home.corpus, self._generation.articles.files()).waiting
        except NoCorpus:
            return 0

    def article_summaries(self) -> list[ArticleSummary]:
        """Return every article without its text, the newest first and the undated last."""
        return self._generation.articles.article_summaries()

    def refresh(self) -> GenerationDiff | None:
        """Go over to the newest generation if there is a newer one, and tell what it brought.

        Raises:
            IndexUnusable: The newest one cannot be read; the session goes on with the one it has.
        """
        if current_name(self.settings.home.index) == self._generation.name:
            return None
        outdated, newest = self._generation, _open_index(self.settings)
        if self._models and not has_same_models(outdated, newest):
            self._models = load_models(newest, self.settings)
        self._generation = newest
        news = generation_diff(outdated, newest)
        outdated.close()
        return news

    def close(self) -> None:
        """Let go of the index."""
        self._generation.close()

    def __enter__(self) -> Self:
        """Return the session itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


def _open_index(settings: Settings) -> Generation:
    generation = open_current(settings.home.index)
    if not settings.model.accepts(generation.manifest.source):
        raise ModelMismatch(
            f"The index was built with {generation.manifest.model}, and the settings ask for {settings.model.name}.",
            still_works="Without that setting, questions are answered with the model of the index.",
            hint="Run `qabot index` to build it with the other model.",
        )
    return generation
