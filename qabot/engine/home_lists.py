"""The lists of a home that say how questions are understood and facts are read; whether they have changed."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Self

from qabot.core.publishers import PublisherTable
from qabot.engine.list_files import ListsState, lists_state
from qabot.index.fact_rules import FactRules
from qabot.question.entities import EntityGazetteer
from qabot.question.synonyms import SynonymTable


class HomeLists:
    """The lists of one home, as they were at one time."""

    def __init__(
        self,
        home: Path,
        state: ListsState,
        entities: EntityGazetteer,
        publishers: PublisherTable,
        synonyms: SynonymTable,
    ) -> None:
        """Hold what was read of a home."""
        self.state = state
        """Tells these lists from those of another time."""
        self.entities = entities
        """The names that questions may be about."""
        self.publishers = publishers
        """Who owns which outlet."""
        self.synonyms = synonyms
        """What articles say for everyday words."""
        self._home = home

    @classmethod
    def load(cls, home: Path) -> Self:
        """Read the lists, those that only reports need among them.

        Raises:
            UsageError: A file is malformed or cannot be read.
        """
        state = lists_state(home)  # of before they are read: what changes meanwhile is read once more
        lists = cls(home, state, EntityGazetteer.load(home), PublisherTable.load(home), SynonymTable.load(home))
        _ = lists.rules
        return lists

    @cached_property
    def rules(self) -> FactRules:
        """What facts are read by; it is read once, when it is asked for first.

        Raises:
            UsageError: A file is malformed or cannot be read.
        """
        return FactRules.load(self._home)
