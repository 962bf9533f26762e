"""What a verb does that reports speech, in a draft and in an article of the same speaker: the same, or the opposite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Literal, NamedTuple

from qabot.core.facts import Attribution, SpeechAct
from qabot.facts.speech_cues import CueForm, CueLexicon, SpeechCue, packaged_cues
from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem
from qabot.reports.check.opposite_words import turned_pairs
from qabot.reports.check.word_sequence import Word, WordSequence

_Side = Literal["for", "against", "says", "denies", "asks"]
"""What somebody does who speaks: takes a thing's side or is against it, says that it is so, that it is not, or asks."""
_SIDES: Mapping[SpeechAct, frozenset[_Side]] = {
    "said": frozenset({"says"}),
    "announced": frozenset({"says"}),
    "welcomed": frozenset({"for"}),
    "criticised": frozenset({"against"}),
    "warned": frozenset({"says"}),
    "called_for": frozenset({"for"}),
    "denied": frozenset({"denies", "against"}),
    "promised": frozenset({"says"}),
    "claimed": frozenset({"says"}),
    "asked": frozenset({"asks"}),
    "agreed": frozenset({"says"}),
    "found": frozenset({"says"}),
}
_AGAINST = frozenset({"of", "about", "against", "concern", "concerns", "alarm"})
"""What stands in a cue that warns, and says that somebody is against what follows."""
_DOUBTING = frozenset(map(stem, "doubt doubts question query dispute".split()))
"""Cues that say of what follows that it may not be so."""
_WANTING = frozenset(map(stem, "recommend propose demand".split()))
"""Cues that call for what stands right behind them."""
_OPPOSED: Sequence[tuple[_Side, _Side]] = (("for", "against"), ("says", "denies"))
_TAKING_SIDES = frozenset[SpeechAct]({"welcomed", "criticised", "denied", "promised", "called_for", "asked", "agreed"})
"""Acts of which none says what another of them, or a mere report, does."""
_WISHES = frozenset[SpeechAct]({"asked", "called_for"})
"""Acts of which one may be told as the other: "asked that", "urged that"."""
_SAME, _ALIKE = 0.6, 0.5
"""Share of what the draft's speaker says that an article's says too: the same thing, and perhaps the same."""
_AS_LONG = 2.5
"""How many times as long what is said may be in an article, for a negation there to be of what the draft says."""
_LIGHT = frozenset(map(stem, "be been being was were would could might may will had has have become did do".split()))
_IRREGULAR: Mapping[str, str] = {
    one: base
    for base, forms in {
        "pay": "paid", "spend": "spent", "lose": "lost loss losses", "give": "gave given", "take": "took taken",
        "rise": "rose risen", "fall": "fell fallen", "get": "got", "go": "went gone", "come": "came", "make": "made",
        "buy": "bought", "sell": "sold", "win": "won", "begin": "began begun", "build": "built", "find": "found",
        "hold": "held", "leave": "left", "meet": "met", "run": "ran", "grow": "grew grown", "save": "saving savings",
        "keep": "kept", "say": "said", "hit": "hits", "lead": "led", "write": "wrote written",
    }.items()
    for one in forms.split()
}  # fmt: skip


def content_stem(key: str) -> str:
    """Return what the inflections of a word have in common, the irregular ones too."""
    return stem(_IRREGULAR.get(key, key))


_MORE: tuple[tuple[str, Sequence[str], SpeechAct, frozenset[str]], ...] = (
    ("doubt", ("doubts", "doubted", "doubting"), "denied", frozenset({"that", "object", "whether"})),
    ("attack", ("attacks", "attacked", "attacking"), "criticised", frozenset({"object"})),
    ("oppose", ("opposes", "opposed", "opposing"), "criticised", frozenset({"object"})),
    ("regret", ("regrets", "regretted", "regretting"), "criticised", frozenset({"object", "that"})),
)
"""Verbs that report speech in a draft and no facts are read from: base, forms, act, and what may follow."""
_AS: Sequence[CueForm] = ("s", "past", "ing")


@cache
def compared_cues() -> CueLexicon:
    """Return the verbs that report speech, and some more, which are only compared with one another."""
    known = {cue.verb: cue for some in packaged_cues().by_form.values() for cue, _ in some}
    more = [
        SpeechCue(act, base, takes, True, ((base, "base"), *zip(forms, _AS, strict=True)))
        for base, forms, act, takes in _MORE
    ]
    return CueLexicon.of([*known.values(), *(each for each in more if each.verb not in known)])


class Speech(NamedTuple):
    """What somebody says, in a draft or in an article."""

    cue: str
    """The words that report."""
    act: SpeechAct
    """What they do."""
    content: WordSequence
    """What is said."""
    around: WordSequence
    """The sentences that report it."""

    @classmethod
    def of(cls, said: Attribution, text: str) -> Speech:
        """Return an attribution's, of the text that its places are counted in."""
        content = " … ".join(text[start:end] for start, end in said.contents)
        cue = " ".join(text[slice(*said.cue)].split())
        return cls(cue, said.act, WordSequence(content), WordSequence(text[said.start : said.end]))

    @property
    def sides(self) -> frozenset[_Side]:
        """Whose side it takes, and whether it says that something is so."""
        words = self.cue.casefold().split()
        stems = set(map(content_stem, words))
        if stems & _DOUBTING:
            return frozenset({"denies", "against"})
        if self.act == "warned" and _AGAINST.intersection(words):
            return frozenset({"against", "says"})
        if stem("argue") in stems:
            turned: dict[str, frozenset[_Side]] = {"for": frozenset({"for"}), "against": frozenset({"against"})}
            return turned.get(words[-1], _SIDES[self.act])
        if self.cue.casefold().endswith(("agree with", "agreed with", "agrees with")):
            return frozenset({"for"})
        if self.act == "called_for" and words[-1] != "for" and not stems & _WANTING:
            return frozenset()  # "urged councils to": whom, and then what
        return _SIDES[self.act]

    @property
    def is_plain(self) -> bool:
        """Whether it only reports: "said", which goes for whatever else somebody does who says so."""
        return self.act == "said"


class _Content(NamedTuple):
    own: frozenset[str]
    shared: frozenset[str]

    @property
    def share(self) -> float:
        return len(self.shared) / len(self.own) if self.own else 0.0


SpeechRelation = Literal["same", "turned", "opposite", "perhaps opposite", "other act", "same speaker"]
"""How the speech of one speaker stands to that in an article: it says so, a word of it or its verb is the opposite, its
verb takes another side, or nothing but the speaker is plainly the same."""


class ComparedSpeech:
    """What the draft's speaker says beside what the same says in an article."""

    def __init__(self, own: Speech, held: Speech, names: frozenset[str] = frozenset()) -> None:
        """Compare them; `names` are the keys of words for the speaker, which tell nothing of what is said."""
        self.own = own
        self.held = held
        self._names = names

    @cached_property
    def _content(self) -> _Content:
        own = frozenset(content_stem(word.key) for word in self.own.content.words if self._is_content(word))
        theirs = frozenset(content_stem(word.key) for word in self.held.content.words)
        return _Content(own, own & theirs)

    def _is_content(self, word: Word) -> bool:
        key = word.key.removesuffix("'s")
        if word.kind == "negation" or key in STOP_WORDS or key in self._names:
            return False
        return content_stem(key) not in _LIGHT

    @property
    def share(self) -> float:
        """Share of the words of content of what the draft's speaker says that the article's says."""
        return self._content.share

    @property
    def _share_around(self) -> float:
        """The same, of all that the article's sentences say."""
        around = frozenset(content_stem(word.key) for word in self.held.around.words) | self._content.shared
        return len(self._content.own & around) / max(1, len(self._content.own))

    @property
    def _is_one_act(self) -> bool:
        return self.own.act == self.held.act or {self.own.act, self.held.act} <= _WISHES

    @cached_property
    def turned(self) -> list[tuple[Word, Word]]:
        """The words of what both say that say the opposite of each other."""
        return list(turned_pairs(self.own.content.words, self.held.content.words))

    @property
    def _is_as_often_denied(self) -> bool:
        one, other = (sum(map(_is_denying, each.content.words)) for each in (self.own, self.held))
        return one == other

    def relation(self, *, is_quoted: bool = False) -> SpeechRelation:
        """Say how one stands to the other.

        Args:
            is_quoted: Whether what is said stands in the article word for word, so that only the verbs may part.
        """
        if are_opposed(self.own, self.held):
            is_one = is_quoted or (self.share >= _SAME and self._is_as_often_denied and not self.turned)
            return "opposite" if is_one else "perhaps opposite"
        if is_quoted:
            return "same" if self._is_one_act or self.own.is_plain else "same speaker"
        left = self._content.own - {content_stem(one.key) for one, _ in self.turned}
        if len(self.turned) == 1 and self._is_as_often_denied and len(self._content.shared) >= _ALIKE * len(left):
            return "turned"
        if self.own.act in _TAKING_SIDES and not self._is_one_act:
            return "other act"
        is_as_long = len(self.held.content.words) <= _AS_LONG * len(self.own.content.words)
        if not self._is_as_often_denied and self.share >= _SAME and is_as_long:
            return "perhaps opposite"
        is_same = self._is_one_act or self.own.is_plain
        is_same = is_same and (self._share_around >= _SAME or not self._content.own)
        return "same" if is_same and not self.turned and self._is_as_often_denied else "same speaker"


def _is_denying(word: Word) -> bool:
    """Whether a word says that something is not so, or was not done."""
    return word.kind == "negation" or content_stem(word.key) in _UNDOING


_UNDOING = frozenset(
    map(stem, "fail ignore neglect lack refuse decline stop drop scrap abandon cancel avoid prevent miss".split())
)


def are_opposed(own: Speech, held: Speech) -> bool:
    """Whether two verbs that report say the opposite of one thing: "praised" and "condemned", "denied" and "said"."""
    one, two = own.sides, held.sides
    if one & two - {"says"}:
        return False
    return any((a in one and b in two) or (b in one and a in two) for a, b in _OPPOSED)


def takes_sides(speech: Speech) -> bool:
    """Whether a verb says more than that somebody says something."""
    return speech.act in _TAKING_SIDES
