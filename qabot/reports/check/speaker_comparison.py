"""Who said something, in the draft and in an article that reports the same."""

from __future__ import annotations

from collections.abc import Sequence

from qabot.core.facts import Attribution
from qabot.core.name_keys import name_key
from qabot.facts.press_names import PRESS
from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem
from qabot.reports.check.checked_draft import Difference, HeldQuote, Judgement
from qabot.reports.check.held_articles import HeldArticle
from qabot.reports.check.held_sentences import HeldCorpus, Likeness
from qabot.reports.check.name_places import is_outlet, is_press
from qabot.reports.check.named_bodies import NameReader, keys_of, same_name
from qabot.reports.check.office_holders import OFFICE_WORDS, is_of_any_body
from qabot.reports.check.policy import Policy
from qabot.reports.check.sentence_comparison import ReadSentence, held_quote, substituted_name
from qabot.reports.check.word_sequence import word_keys

_AS_MUCH = 0.1
"""How much less of the matter a sentence may have than the likest, to report the same."""
_REPORTED = "An outlet may have reported what somebody else says."
_MOST = 6
"""Sentences of the corpus that are looked at for who speaks."""


class DraftSpeaker:
    """Who the draft says that says something."""

    def __init__(self, attribution: Attribution, words: str, reader: NameReader) -> None:
        """Read an attribution of the draft.

        Args:
            attribution: What it says.
            words: Its words for the speaker.
            reader: Reads names.
        """
        self.speaker = attribution.speaker or words
        self.names = [*reader.names(self.speaker), *reader.names(words), *reader.names(attribution.body)]
        """The speaker's names; none where the draft only describes them."""
        own = reader.names(words) or reader.names(self.speaker)
        self.own = own[0] if own else None
        """What the draft calls the speaker by a name."""

    def is_any_of(self, said: Attribution, reader: NameReader) -> bool:
        """Whether an article names the same speaker, or the body that the speaker is of."""
        if name_key(self.speaker) == name_key(said.speaker):
            return True
        named = f"{said.speaker}, {said.body}"
        keys = keys_of(reader.names(named)) | {name_key(said.speaker), name_key(said.body)}
        words = word_keys(named)
        if not self.names:
            return not (word_keys(self.speaker) - STOP_WORDS).isdisjoint(words)
        return any(same_name(each, keys, words) for each in self.names)

    @property
    def is_outlet(self) -> bool:
        """Whether it is an outlet of the press, which may report whatever anybody says."""
        return self.own is not None and is_outlet(self.own)


def judge_speaker(speaker: DraftSpeaker, read: ReadSentence, reader: NameReader, policy: Policy) -> Judgement:
    """Say whether an article that reports the same says it of the same speaker."""
    if read.run:
        return Judgement("says_so", True, read.run[:3])
    about_it = [each for each in read.alike[:_MOST] if each.matter >= policy.same_matter]
    if own := next((each for each in about_it if _is_own_outlet(speaker, each.sentence.held)), None):
        return Judgement("says_so", True, (held_quote(own),), "It is the article's own outlet.")
    is_anybodys = is_of_any_body(read.text, read.names)
    alike = [
        each for each in _reporting(read, policy) if not is_anybodys or each.goes_on or each.matter >= policy.near_share
    ]
    return _substituted(speaker, read, alike) or _told(speaker, read, alike, reader, policy)


def _substituted(speaker: DraftSpeaker, read: ReadSentence, alike: Sequence[Likeness]) -> Judgement | None:
    for like in alike if speaker.own else ():
        other = substituted_name(read, like, speaker.own) if speaker.own else None
        if other and other.text not in like.sentence.held.outlets and speaker.is_outlet == is_outlet(other):
            return _misattributed(speaker, other.text, held_quote(like))
    return None


def _says_some_of_it(
    speaker: DraftSpeaker, read: ReadSentence, like: Likeness, said: Attribution, policy: Policy
) -> bool:
    """Whether an article's sentence has some of what the draft says that somebody says, whoever that is."""
    spoken = word_keys(speaker.speaker).union(*(word_keys(each.text) for each in speaker.names), OFFICE_WORDS)
    own = [key for key in read.words.keys if key not in STOP_WORDS and key.removesuffix("'s") not in spoken]
    cue = {stem(key) for key in word_keys(like.sentence.held.article.text[slice(*said.cue)])}
    held = {stem(key) for key in like.sentence.words.keys} - cue
    return not own or sum(stem(key) in held for key in own) >= policy.own_matter * len(own)


def _why_untold(speaker: DraftSpeaker, read: ReadSentence, like: Likeness, said: Attribution, policy: Policy) -> str:
    """Say why an article's speaker may be another than the draft's with both right; nothing where they may not."""
    if not _says_some_of_it(speaker, read, like, said, policy):
        return "What comes nearest may be of something else."
    return _REPORTED if speaker.is_outlet and not is_press(said.speaker) else ""


def _told(
    speaker: DraftSpeaker, read: ReadSentence, alike: Sequence[Likeness], reader: NameReader, policy: Policy
) -> Judgement:
    """Judge by what articles say, in the sentences that may report the same, that somebody said."""
    told = [(like, said) for like in alike for said in _said(like)]
    for like, said in told:
        if speaker.is_any_of(said, reader):
            return Judgement("says_so", True, (held_quote(like),))
    if told and speaker.names:
        like, said = told[0]
        if note := _why_untold(speaker, read, like, said, policy):
            return Judgement("unchecked", None, (held_quote(like),), note)
        if said.body or reader.names(said.speaker):
            return _misattributed(speaker, said.speaker, held_quote(like))
    if not alike:
        return Judgement("not_held", None, (), "No article was found that reports it.")
    if not told and (other := _by_its_publisher(speaker, alike[0])):
        return _misattributed(speaker, other, held_quote(alike[0]))
    return Judgement("unchecked", None, (held_quote(alike[0]),), "What comes nearest does not say plainly who says it.")


def _by_its_publisher(speaker: DraftSpeaker, like: Likeness) -> str:
    """Return the body that published what an article is of and says it there, where the draft's is named nowhere."""
    held = like.sentence.held
    if not speaker.names or any(map(held.has_name, speaker.names)):
        return ""
    said = held.attributed(like.sentence.start, like.sentence.end)
    return next((each.speaker for each in said if each.body and each.speaker.casefold() not in PRESS), "")


def _reporting(read: ReadSentence, policy: Policy) -> list[Likeness]:
    """Return the sentences that may report the same, those of nearly the same words first."""
    near = [each for each in read.near if each.near >= policy.near_share]
    alike = [each for each in read.alike[:_MOST] if max(each.matter, each.rest) >= policy.same_matter]
    found = [
        *near,
        *(each for each in sorted(alike, key=lambda each: -max(each.matter, each.rest)) if each not in near),
    ]
    best = max((max(each.matter, each.rest) for each in found), default=0.0)
    return [each for each in found if each in near or max(each.matter, each.rest) >= best - _AS_MUCH]


def _said(like: Likeness) -> list[Attribution]:
    """Return what an article says in a sentence that somebody said, but for its own outlet."""
    held = like.sentence.held
    said = held.attributed(like.sentence.start, like.sentence.end)
    return [each for each in said if not {name_key(each.speaker), name_key(each.body)} & _outlet_keys(held)]


def _outlet_keys(held: HeldArticle) -> set[str]:
    return {name_key(each) for each in held.outlets}


def _is_own_outlet(speaker: DraftSpeaker, held: HeldArticle) -> bool:
    return speaker.own is not None and bool(_outlet_keys(held) & speaker.own.keys)


def _misattributed(speaker: DraftSpeaker, other: str, quote: HeldQuote) -> Judgement:
    pair = (Difference(speaker.own.text if speaker.own else speaker.speaker, other),)
    return Judgement("misattributed", False, (quote,), f"The article says it of {other}.", pair)


def judge_quoted_speaker(corpus: HeldCorpus, speaker: DraftSpeaker, quotes: Sequence[HeldQuote]) -> Judgement:
    """Say whether an article that has a quotation says it of the same speaker; of several, one is enough."""
    judged = [_judge_in(corpus, speaker, quote) for quote in quotes]
    ranked = sorted(judged, key=lambda each: {True: 0, None: 1, False: 2}[each.ok])
    return ranked[0]


def _judge_in(corpus: HeldCorpus, speaker: DraftSpeaker, quote: HeldQuote) -> Judgement:
    held = corpus.article(quote.article.id)
    said = held.attributed(quote.start, quote.end)
    spoken = [each for each in said if not {name_key(each.speaker), name_key(each.body)} & _outlet_keys(held)]
    for each in spoken:
        if speaker.is_any_of(each, corpus.reader):
            return Judgement("says_so", True, (_widened(quote, each),))
    if _is_own_outlet(speaker, held):
        return Judgement("says_so", True, (quote,), "It is the article's own outlet.")
    if speaker.is_outlet and spoken and not is_press(spoken[0].speaker):
        return Judgement("unchecked", None, (quote,), _REPORTED)
    if spoken and speaker.names and (spoken[0].body or corpus.reader.names(spoken[0].speaker)):
        return _misattributed(speaker, spoken[0].speaker, _widened(quote, spoken[0]))
    if not spoken and speaker.names and not any(map(held.has_name, speaker.names)):
        note = f"The article with these words does not name {speaker.names[0].text}."
        return Judgement("misattributed", False, (quote,), note)
    return Judgement("unchecked", None, (quote,), "The article does not say plainly who says it.")


def _widened(quote: HeldQuote, said: Attribution) -> HeldQuote:
    return HeldQuote(quote.article, min(quote.start, said.start), max(quote.end, said.end))
