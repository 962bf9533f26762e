"""What articles say that one speaker said, looked up for a question that asks for somebody's words."""

from __future__ import annotations

from qabot.core.articles import Article
from qabot.core.questions import SoughtSpeaker
from qabot.core.text import Span
from qabot.facts.speaker_names import SpeakerNames
from qabot.index.fact_rules import FactRules
from qabot.index.generation_reading import OpenGeneration


class SpeakerStatements:
    """The statements of one speaker, article by article; each article is looked at once."""

    def __init__(
        self,
        generation: OpenGeneration,
        rules: FactRules,
        speaker: SoughtSpeaker,
        names: tuple[str, ...],
        *,
        known: bool,
    ) -> None:
        """Look for what somebody says.

        Args:
            generation: Where the articles are, and perhaps their facts.
            rules: What facts are read by, where none are stored.
            speaker: Who, as the question names them.
            names: All that the speaker is called.
            known: Whether it is somebody for sure.
        """
        self.speaker = speaker
        self.names = names
        self.is_known = known
        self._generation = generation
        self._rules = rules
        self._is_of = SpeakerNames(names)
        self._found: dict[str, tuple[Span, ...]] = {}

    def said_in(self, article: Article) -> tuple[Span, ...]:
        """Return the sentences of an article that report what the speaker says."""
        if article.id not in self._found:
            facts = self._generation.facts.of(article, self._rules.identity) or self._rules.read(article)
            said = (each for each in facts.attributions if self._is_of.has(each, article))
            self._found[article.id] = tuple((each.start, each.end) for each in said)
        return self._found[article.id]
