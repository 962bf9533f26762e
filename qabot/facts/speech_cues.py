"""The words that report speech, `speech_cues.toml`: one comes with qabot, a home may have another. Its head says how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from msgspec import Struct

from qabot.core.entry_files import EntryFile, table
from qabot.core.facts import SpeechAct
from qabot.core.text import clean_line

FILE = "speech_cues.toml"
"""What the file is called, in the package as in a home."""

Takes = Literal["bare", "that", "object", "to", "person", "listener", "whom", "whether", "predicate", "quote"]
"""What may follow a cue."""
CueForm = Literal["base", "s", "past", "ing", "participle"]
"""A form of a verb: `say`, `says`, `said`, `saying`; the participle where it differs from the past: `written`."""

ACTS: tuple[SpeechAct, ...] = get_args(SpeechAct)
"""Every act, in the order of the file."""
_TAKES = frozenset(get_args(Takes))
_KEYS = frozenset({"verb", "forms", "takes", "people"})
_FORMS = 4
_BE: Mapping[str, CueForm] = {
    "be": "base",
    "is": "s",
    "are": "s",
    "was": "past",
    "were": "past",
    "being": "ing",
    "been": "participle",
}
_VOWELS = "aeiou"


class SpeechCue(Struct, frozen=True):
    """A verb that reports speech."""

    act: SpeechAct
    """What it does."""
    verb: str
    """Its base form, with the words that belong to it."""
    takes: frozenset[str]
    """What may follow it."""
    people: bool
    """Whether only what can speak does so: not "it", nor what is called by no word for a speaker."""
    forms: tuple[tuple[str, CueForm], ...]
    """The forms of its first word."""

    @property
    def rest(self) -> tuple[str, ...]:
        """The words behind the first."""
        return tuple(self.verb.split()[1:])


class CueLexicon(Struct, frozen=True):
    """Every cue by the forms of its first word."""

    by_form: Mapping[str, tuple[tuple[SpeechCue, CueForm], ...]]
    """Cues of more words stand before those of fewer."""

    @classmethod
    def of(cls, cues: Iterable[SpeechCue]) -> CueLexicon:
        """Make cues ready to be looked up; of those with the same verb, the last counts."""
        found: dict[str, list[tuple[SpeechCue, CueForm]]] = {}
        for cue in {each.verb: each for each in cues}.values():
            for word, form in cue.forms:
                found.setdefault(word, []).append((cue, form))
        return cls({word: tuple(sorted(each, key=lambda pair: -len(pair[0].rest))) for word, each in found.items()})


def read_cues(home: Path) -> CueLexicon:
    """Return the cues that come with qabot, with those of a home.

    Raises:
        UsageError: The home's file is malformed or cannot be read.
    """
    return CueLexicon.of(_file().read(home)) if (home / FILE).exists() else packaged_cues()


@cache
def packaged_cues() -> CueLexicon:
    """Return the cues that come with qabot."""
    return CueLexicon.of(_file().read())


def _file() -> EntryFile[SpeechCue]:
    return EntryFile(Path(__file__).with_name(FILE), ACTS, "cues", _cue)


def _cue(entry: object, act: str) -> SpeechCue:
    """Make a cue of an entry, or say in a ValueError what is wrong with it."""
    fields = table(entry, _KEYS)
    verb, forms, takes, people = (fields.get(key) for key in ("verb", "forms", "takes", "people"))
    if not isinstance(verb, str) or not (words := clean_line(verb).casefold().split()):
        raise ValueError("it has no verb")
    taken = (takes or "that",) if isinstance(takes or "", str) else takes
    if not isinstance(taken, (list, tuple)) or not all(each in _TAKES for each in cast("Sequence[object]", taken)):
        raise ValueError(f"{verb}: takes is one or more of {', '.join(sorted(_TAKES))}")
    if not isinstance(people or False, bool):
        raise ValueError(f"{verb}: people is true or false")  # noqa: TRY004 - one kind of error for a file's mistakes
    return SpeechCue(
        cast("SpeechAct", act),
        " ".join(words),
        frozenset(cast("Sequence[str]", taken)),
        bool(people),
        _forms(words[0], forms),
    )


def _forms(base: str, forms: object) -> tuple[tuple[str, CueForm], ...]:
    """Return the forms of a verb: those given, or those of a regular one."""
    if base == "be":
        return tuple(_BE.items())
    if forms is None:
        return _regular(base)
    if not isinstance(forms, str) or len(given := forms.split()) != _FORMS:
        raise ValueError(f"{base}: forms are four words in quotation marks, such as “says said saying said”")
    third, past, ing, participle = given
    found: list[tuple[str, CueForm]] = [(base, "base"), (third, "s"), (past, "past"), (ing, "ing")]
    if participle != past:
        found.append((participle, "participle"))
    return tuple((word, form) for number, (word, form) in enumerate(found) if word not in dict(found[:number]))


def _regular(base: str) -> tuple[tuple[str, CueForm], ...]:
    stem = base[:-1] if base.endswith("e") else base
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        third, past = f"{base[:-1]}ies", f"{base[:-1]}ied"
    else:
        third = f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z")) else f"{base}s"
        doubled = base[-1] if base in {"slam", "quip", "commit", "rebut", "admit"} else ""
        past, stem = f"{stem}{doubled}ed", f"{stem}{doubled}"
    return (base, "base"), (third, "s"), (past, "past"), (f"{stem}ing", "ing")
