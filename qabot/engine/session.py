"""An engine of one's own and one conversation with it, for a surface that serves a single person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from qabot.core.answers import SearchScope
from qabot.core.articles import Article, ArticleSummary, GenerationDiff, Passage
from qabot.core.facts import ArticleFacts
from qabot.core.questions import Filters
from qabot.core.settings import Settings
from qabot.core.unknown_names import UnknownName
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine
from qabot.engine.loaded_models import Models
from qabot.engine.question_answerer import QuestionAnswerer
from qabot.index.generation_reading import OpenGeneration
from qabot.question.entities import EntityGazetteer

T = TypeVar("T")


class Session(Conversation):
    """A conversation that owns its engine: what the engine can do, it passes on, and it closes it in the end."""

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the index of a home, as `Engine.open` does."""
        return cls(Engine.open(settings))

    @classmethod
    def open_lexical(cls, settings: Settings) -> Self:
        """Open the index of a home without its models, as `Engine.open_lexical` does."""
        return cls(Engine.open_lexical(settings))

    @property
    def settings(self) -> Settings:
        """Whose index it is."""
        return self.engine.settings

    @property
    def is_ready(self) -> bool:
        """Whether questions are answered by meaning too."""
        return self.engine.is_ready

    @property
    def searched(self) -> SearchScope:
        """What questions without filters are asked of."""
        return self.engine.searched

    @property
    def built(self) -> datetime:
        """When the index was built, in UTC."""
        return self.engine.built

    @property
    def index_folder(self) -> Path:
        """The folder of the generation that answers."""
        return self.engine.index_folder

    def load_models(self) -> Models:
        """Load what the index is asked with, as `Engine.load_models` does."""
        return self.engine.load_models()

    def equip(self, models: Models) -> None:
        """Answer by meaning too from now on."""
        self.engine.equip(models)

    def with_texts(self, work: Callable[[OpenGeneration, EntityGazetteer], T]) -> T:
        """Do something with the texts of the generation that answers, as `Engine.with_texts` does."""
        return self.engine.with_texts(work)

    def with_answerer(self, work: Callable[[QuestionAnswerer], T]) -> T:
        """Do something with what answers questions, as `Engine.with_answerer` does."""
        return self.engine.with_answerer(work)

    def article(self, article_id: str) -> Article:
        """Return an article whole, or raise `NotFound`."""
        return self.engine.article(article_id)

    def facts(self, article: Article) -> tuple[ArticleFacts, bool]:
        """Return what an article states, as `Engine.facts` does."""
        return self.engine.facts(article)

    def passages(self, article_id: str) -> list[Passage]:
        """Return the passages of an article, in order."""
        return self.engine.passages(article_id)

    def article_summaries(self) -> list[ArticleSummary]:
        """Return every article without its text, the newest first and the undated last."""
        return self.engine.article_summaries()

    def unknown_names(self, filters: Filters) -> list[UnknownName]:
        """Return the outlets and organisations in filters that no article has, with the nearest that some have."""
        return self.engine.unknown_names(filters)

    def waiting(self) -> int:
        """Return how many corpus files are new, changed or gone since the index was built; 0 without a corpus."""
        return self.engine.waiting()

    def refresh(self) -> GenerationDiff | None:
        """Go over to the newest generation if there is a newer one, as `Engine.refresh` does."""
        return self.engine.refresh()

    def close(self) -> None:
        """Let go of the index."""
        self.engine.close()

    def __enter__(self) -> Self:
        """Return the session itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()
