"""One open index and the models it is asked with: what every surface asks, however many people talk to it.

It holds nothing of any person. A conversation keeps its turns itself (`conversation`) and costs next to nothing; the
index, mapped into memory, and the models are here, once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from msgspec.structs import replace

from qabot.answer.calibration import find, models_key
from qabot.core.answers import SearchScope, Turn
from qabot.core.articles import Article, ArticleSummary, GenerationDiff, Passage
from qabot.core.conversation_context import ConversationContext
from qabot.core.errors import IndexCorrupt, IndexUnusable
from qabot.core.facts import ArticleFacts
from qabot.core.publishers import PublisherTable
from qabot.core.questions import Filters
from qabot.core.settings import Settings
from qabot.core.unknown_names import UnknownName
from qabot.engine.fair_places import FairPlaces
from qabot.engine.generation_diff import diff_generations
from qabot.engine.generation_leases import GenerationLeases
from qabot.engine.home_lists import HomeLists
from qabot.engine.index_opening import open_fitting
from qabot.engine.list_files import ListsState, lists_state
from qabot.engine.loaded_models import Models, has_same_models, load_models
from qabot.engine.near_copies import near_copies
from qabot.engine.question_answerer import QuestionAnswerer
from qabot.index.build.diff import MOST_READ, changes_if_readable
from qabot.index.generation_reading import OpenGeneration
from qabot.index.manifest import ENCODER
from qabot.index.stores import answering_name
from qabot.models.encoder import EncoderSpec
from qabot.models.onnx_session import core_count
from qabot.question.entities import EntityGazetteer
from qabot.question.synonyms import SynonymTable

T = TypeVar("T")
_LOAD_TRIES = 20
"""How often loading models starts over when the generation they are read from is replaced and pruned meanwhile."""


class Engine:
    """An open index with its models, for any number of threads at once.

    As many questions are answered at once as there are cores, and the others wait for their turn. `refresh` goes over
    to a newer index while questions are answered: each is answered from the generation that it was put to.
    """

    def __init__(
        self,
        settings: Settings,
        generation: OpenGeneration,
        models: Models | None,
        entities: EntityGazetteer,
        publishers: PublisherTable | None = None,
        *,
        at_once: int | None = None,
    ) -> None:
        """Hold what `open` opened, and close it in the end.

        Args:
            settings: Whose index it is.
            generation: What is asked.
            models: What it is asked with; without them, questions are answered by words alone.
            entities: The names that questions may be about.
            publishers: Who owns which outlet; by default every outlet is its own owner.
            at_once: How many questions are answered at once at the most; as many as there are cores by default.

        Raises:
            UsageError: The home's `synonyms.toml` is malformed or cannot be read.
        """
        self.settings = settings
        home = settings.home.path
        self._lists = HomeLists(
            home, lists_state(home), entities, publishers or PublisherTable(), SynonymTable.load(home)
        )
        self._leases = GenerationLeases(self._with_lists(QuestionAnswerer(generation, models, entities)))
        self._places = FairPlaces(at_once or core_count())
        self._changing = threading.Lock()
        """Held by who changes what answers, so that two that find a newer index, or other lists, read them once."""

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the index of a home.

        Raises:
            IndexUnusable: There is none, or it cannot be read.
            ModelMismatch: The settings name another model than the one it was built with.
        """
        with ExitStack() as undo:
            engine = cls.open_lexical(settings)
            undo.callback(engine.close)
            engine.equip(engine.load_models())
            undo.pop_all()
            return engine

    @classmethod
    def open_lexical(cls, settings: Settings) -> Self:
        """Open the index of a home without its models, which takes a moment: what it answers, it answers by words.

        Raises:
            IndexUnusable: There is none, or it cannot be read.
            ModelMismatch: The settings name another model than the one it was built with.
            UsageError: A list of the home is malformed or cannot be read.
        """
        home = settings.home.path
        with ExitStack() as undo:
            state = lists_state(home)  # of before they are read: what changes meanwhile is read once more
            generation = open_fitting(settings)
            undo.callback(generation.close)
            names, publishers = EntityGazetteer.load(home), PublisherTable.load(home)
            engine = cls(settings, generation, None, names, publishers)
            engine._lists.state = state
            undo.pop_all()
            return engine

    @property
    def models_key(self) -> str:
        """What a calibration of the models that answer is found by."""
        with self.lease() as current:
            generation, models = current.generation, current.models
            reader = generation.manifest.reader if models and models.reader else None
            return models_key(EncoderSpec.read(generation.folder / ENCODER).fingerprint, reader)

    @property
    def is_ready(self) -> bool:
        """Whether questions are answered by meaning too."""
        return self._leases.current.models is not None

    def load_models(self) -> Models:
        """Load what the index is asked with. Any thread may do so, while others ask by words.

        Models are read from the index's folder, which is pruned once two newer ones have been built: then those of the
        newest are loaded, which answers from then on.

        Raises:
            IndexUnusable: A model is damaged, or the newest index cannot be read.
            ModelMismatch: The settings ask for a reranker that the index does not carry.
        """
        for _ in range(_LOAD_TRIES):
            with self.lease() as current:
                try:
                    return load_models(current.generation, self.settings)
                except IndexUnusable:
                    if answering_name(self.settings) == current.generation.name:
                        raise
            self.refresh()
        raise IndexCorrupt(
            f"The index {self.settings.home.index} is replaced faster than its models can be loaded.",
            hint="Ask again in a moment.",
        )

    def equip(self, models: Models) -> None:
        """Answer by meaning too from now on; what is being answered by words is finished by words.

        Where an index with other models has taken the place of the one they were loaded for, its own are loaded first.

        Raises:
            IndexCorrupt: One of those is damaged.
            ModelMismatch: The settings ask for a reranker that the index does not carry.
        """
        with self._changing, self.lease() as current:
            fitting = models if models.fit(current.generation) else load_models(current.generation, self.settings)
            self._leases.switch_to(replace(current, models=fitting))

    @property
    def searched(self) -> SearchScope:
        """What questions without filters are asked of."""
        return self._leases.current.generation.searched(None)

    @property
    def built(self) -> datetime:
        """When the index was built, in UTC."""
        return datetime.fromisoformat(self._leases.current.generation.manifest.created)

    @property
    def index_folder(self) -> Path:
        """The folder of the generation that answers."""
        return self._leases.current.generation.folder

    def lease(self) -> AbstractContextManager[QuestionAnswerer]:
        """Lend the generation that answers now, with its models; it stays open until the lease ends.

        Raises:
            InternalError: The engine was closed.
        """
        return self._leases.lease()

    def answer(
        self,
        text: str,
        filters: Filters | None,
        limit: int,
        context: ConversationContext,
        today: date | None,
        *,
        infer: bool,
    ) -> Turn:
        """Answer a question, as `QuestionAnswerer.answer` does, once there is a place.

        Raises:
            IndexCorrupt: A part of the index that was not read before turns out to be damaged.
            InternalError: The engine was closed.
        """
        with self.lease() as asked:
            try:
                with self._places:
                    return asked.answer(text, filters, limit, context, today, infer=infer)
            except IndexCorrupt:
                # A store drops generations some time after they were replaced; the first who meets that goes over.
                if self.settings.store.is_local:
                    raise
                if self.refresh() is None and self._leases.current.generation is asked.generation:
                    raise
        with self.lease() as current, self._places:
            return current.answer(text, filters, limit, context, today, infer=infer)

    def with_texts(self, work: Callable[[OpenGeneration, EntityGazetteer], T]) -> T:
        """Do something with the texts of the generation that answers, which stays open meanwhile; return what it does.

        Raises:
            IndexCorrupt: A part of the index that was not read before turns out to be damaged.
            InternalError: The engine was closed.
        """
        with self.lease() as current, self._places:
            return work(current.generation, current.entities)

    def with_answerer(self, work: Callable[[QuestionAnswerer], T]) -> T:
        """Do something with what answers questions, whose generation stays open meanwhile; return what it does.

        Raises:
            IndexCorrupt: A part of the index that was not read before turns out to be damaged.
            InternalError: The engine was closed.
        """
        with self.lease() as current, self._places:
            return work(current)

    def article(self, article_id: str) -> Article:
        """Return an article whole.

        Raises:
            NotFound: No article has this id; ids that come close are named.
        """
        with self.lease() as current:
            return current.generation.require_article(article_id)

    def facts(self, article: Article) -> tuple[ArticleFacts, bool]:
        """Return the figures, statements and dates of an article, and whether they were read when it was indexed.

        Raises:
            IndexCorrupt: Those that are stored are damaged.
            UsageError: The home's `entities.toml` or `speech_cues.toml` is malformed or cannot be read.
        """
        with self.lease() as current:
            return current.facts().of_article(article)

    def near_copies(self, article: Article) -> list[Article]:
        """Return the near-copies of an article, the earliest first."""
        with self.lease() as current, self._places:
            return near_copies(current.generation, article)

    def passages(self, article_id: str) -> list[Passage]:
        """Return the passages of an article, in order."""
        with self.lease() as current:
            return current.generation.articles.passages_of(article_id)

    def article_summaries(self) -> list[ArticleSummary]:
        """Return every article without its text, the newest first and the undated last."""
        with self.lease() as current:
            return current.generation.articles.article_summaries()

    def unknown_names(self, filters: Filters) -> list[UnknownName]:
        """Return the outlets and organisations in filters that no article has, with the nearest that some have."""
        with self.lease() as current:
            return current.generation.articles.unknown_names(filters)

    def waiting(self) -> int:
        """Return how many corpus files are new, changed or gone since the index was built; 0 where none can be read."""
        with self.lease() as current:
            changes = changes_if_readable(self.settings.home.corpus, current.generation.articles, MOST_READ)
        return changes.waiting if changes else 0

    def refresh(self) -> GenerationDiff | None:
        """Go over to the newest generation if there is a newer one, and tell what it brought.

        Of several threads that ask for it at once, one does it and is told; the others wait for it.

        Raises:
            IndexUnusable: The newest one cannot be read; the one that answers goes on answering.
            ModelMismatch: It was built with another model than the settings name, with the same outcome.
        """
        with self._changing, self.lease() as outdated, ExitStack() as undo:
            if answering_name(self.settings) == outdated.generation.name:
                return None
            newest = open_fitting(self.settings)
            undo.callback(newest.close)
            models = outdated.models
            if models and not has_same_models(outdated.generation, newest):
                models = load_models(newest, self.settings)
            news = diff_generations(outdated.generation, newest)
            if not self._leases.switch_to(replace(outdated, generation=newest, models=models)):
                return None
            undo.pop_all()
            return news

    @property
    def lists_state(self) -> ListsState:
        """Tells the lists of the home that answer from those of another time."""
        return self._lists.state

    def reload_lists(self) -> bool:
        """Go over to the lists of the home as they are now, and return whether they are others than before.

        What is being answered is finished with those it began with. Of several threads that ask for it at once, one
        reads them; the others wait for it.

        Raises:
            UsageError: One is malformed or cannot be read; the former ones go on answering.
        """
        home = self.settings.home.path
        with self._changing, self.lease() as current:
            if lists_state(home) == self._lists.state:
                return False
            lists = HomeLists.load(home)
            models = current.models and replace(current.models, calibration=find(self.models_key, home))
            self._lists = lists
            return self._leases.switch_to(self._with_lists(replace(current, models=models)))

    def _with_lists(self, answerer: QuestionAnswerer) -> QuestionAnswerer:
        lists = self._lists
        return replace(
            answerer,
            entities=lists.entities,
            publishers=lists.publishers,
            synonyms=lists.synonyms,
            rules=lambda: lists.rules,
        )

    def close(self) -> None:
        """Take no more questions, wait until those asked are answered, and let go of the index.

        Not for a thread that holds a lease itself: it would wait for its own.
        """
        self._leases.close()

    def __enter__(self) -> Self:
        """Return the engine itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()
