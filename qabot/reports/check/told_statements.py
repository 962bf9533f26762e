"""What a sentence of the draft states, judged one by one, and so that no finding speaks against another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qabot.core.text import Span
from qabot.reports.check.checked_draft import Judgement, StatementKind


class Told(NamedTuple):
    """A statement of a sentence, with what was found of it; places are counted in the sentence."""

    focus: Span
    """What it is about."""
    kind: StatementKind
    """What it is."""
    judgement: Judgement
    """What was found."""
    contents: Sequence[Span] = ()
    """Of who says something: what they say."""
    speaker: Span | None = None
    """Of who says something: the words for them, where they stand in the sentence."""
    denies: bool = False
    """Of who says something: whether that is that something is not so."""


def in_agreement(told: Sequence[Told], whole: Judgement | None, text: str) -> Iterator[Told]:
    """Yield statements without a tick over what another finding faults.

    Args:
        told: Those of a sentence.
        whole: What is told of the sentence as a whole; None where nothing is.
        text: The sentence.
    """
    is_altered = whole is not None and whole.outcome == "altered"
    other = whole if whole and whole.outcome == "other_body" else None
    name = (other.differences[0].draft if other.differences else other.named) if other else ""
    faulted = [span for each in told if _says_the_opposite(each) for span in each.contents]
    for each in told:
        if each.kind != "attribution" and each.judgement.ok and _is_within(each.focus, faulted):
            note = "An article has it, and not what the draft says of it: who says so, and how, is told above."
            yield each._replace(judgement=Judgement("unchecked", None, each.judgement.evidence, note))
        elif is_altered and each.judgement.outcome == "says_so" and each.kind == "attribution":
            yield with_the_speaker_alone(each, Judgement("same_speaker", True, each.judgement.evidence))
        elif name and each.kind == "attribution" and each.judgement.ok and name in text[slice(*each.focus)]:
            note = "An article has somebody else in that place: see what is found of the sentence."
            yield each._replace(judgement=Judgement("unchecked", None, each.judgement.evidence, note))
        else:
            yield each


def with_the_speaker_alone(told: Told, judgement: Judgement) -> Told:
    """Return a statement of who says something as one of who that is: its verb is not the article's."""
    return told._replace(focus=told.speaker or told.focus, judgement=judgement)


def _says_the_opposite(told: Told) -> bool:
    """Whether a speaker is said to deny what no article has denied, or an article has the opposite verb."""
    judged = told.judgement
    return told.kind == "attribution" and (judged.outcome == "altered" or (told.denies and judged.outcome != "says_so"))


def _is_within(span: Span, others: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)
