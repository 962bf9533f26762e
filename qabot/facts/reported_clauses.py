"""A clause that reports what somebody says, in the tokens of its unit."""

from __future__ import annotations

from msgspec import Struct

from qabot.facts.speaker_phrases import Phrase
from qabot.facts.speech_cues import CueForm, SpeechCue

Range = tuple[int, int]
"""Token numbers: the first, and one past the last."""


class CueMatch(Struct, frozen=True):
    """A cue where it stands."""

    cue: SpeechCue
    """Which."""
    form: CueForm
    """The form of its first word."""
    first: int
    """Its first token."""
    last: int
    """One past its last."""


class CueClause(Struct, frozen=True):
    """What a cue reports."""

    cue: SpeechCue
    """Which."""
    words: Range
    """The cue's own tokens, its auxiliaries included."""
    speaker: Phrase
    """Who speaks."""
    contents: tuple[Range, ...]
    """What is said, in order; none where a quotation next to the unit is."""
    begins: int
    """The first token of the clause: where what comes before it ends."""
    is_set_apart: bool = False
    """Whether the clause stands within or behind what it reports: `…, he said, …`."""
    means_before: bool = False
    """Whether what stands in the sentence before is said: `So said the auditors.`."""
    awaits: bool = False
    """Whether it ends with a colon: what is said follows."""
