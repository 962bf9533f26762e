"""Sentences that report what somebody says whose words are asked for: they come first where they bear on it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from qabot.answer.missing_parts import ClaimSubjects
from qabot.core.answers import Evidence, MissingPart
from qabot.core.articles import Article
from qabot.core.name_keys import name_key
from qabot.core.questions import SoughtSpeaker
from qabot.core.text import Span, says


class SpokenRanges(Protocol):
    """Knows what articles say that one speaker said."""

    @property
    def speaker(self) -> SoughtSpeaker:
        """Who, as the question names them."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """All that the speaker is called."""
        ...

    @property
    def is_known(self) -> bool:
        """Whether it is somebody for sure whom the question names: typed as an operator, or in a list of bodies."""
        ...

    def said_in(self, article: Article) -> tuple[Span, ...]:
        """Return the sentences of an article that report what the speaker says."""
        ...


def is_said(spoken: SpokenRanges, article: Article, span: Span) -> bool:
    """Whether a range of an article reports, or is part of, what the speaker says."""
    return any(start < span[1] and span[0] < end for start, end in spoken.said_in(article))


def speaker_missing(
    spoken: SpokenRanges | None, shown: Sequence[Evidence], *, answers: bool = True
) -> tuple[MissingPart, ...]:
    """Return that nothing of what is shown is said by the speaker, where that is sure.

    Where a quote, or the title shown with it, names the speaker, it may report a statement in a way that is not read as
    one, or call them "the organisation", and nothing is claimed.

    Args:
        spoken: What the speaker says; None where nobody's words are asked for.
        shown: The quotes, or what came nearest; nothing is said of nothing.
        answers: Whether they are shown as an answer, rather than as what came nearest.
    """
    if spoken is None or not spoken.is_known or not shown:
        return ()
    for each in shown:
        if is_said(spoken, each.article, (each.start, each.end)) or _names(spoken, each):
            return ()
    start, name = spoken.speaker.start, spoken.speaker.name
    words = f"{ClaimSubjects.of(answers=answers).quote} is said by “{name}”."
    return (MissingPart("speaker", words, (start, start + len(name))),)


def _names(spoken: SpokenRanges, evidence: Evidence) -> bool:
    shown = f"{evidence.article.title}\n{evidence.text}"
    return any(name_key(name) and says(shown, name) for name in spoken.names)
