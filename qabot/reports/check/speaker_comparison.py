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
from qabot.reports.check.opposite_words import is_turned
from qabot.reports.check.policy import Policy
from qabot.reports.check.sentence_comparison import ReadSentence, held_quote, substituted_name
from qabot.reports.check.speech_acts import (
    ComparedSpeech,
    Speech,
    SpeechRelation,
    are_opposed,
    content_stem,
    takes_sides,
)
from qabot.reports.check.summed_words import is_a_briefs
from qabot.reports.check.word_sequence import WordSequence, word_keys

_AS_MUCH = 0.1
"""How much less of the matter a sentence may have than the likest, to report the same."""
_REPORTED = "An outlet may have reported what somebody else says."
_MOST = 6
"""Sentences of the corpus that are looked at for who speaks."""


class DraftSpeaker:
    """Who the draft says that says something."""

    def __init__(self, attribution: Attribution, text: str, reader: NameReader) -> None:
        """Read an attribution of the draft.

        Args:
            attribution: What it says.
            text: The draft, which its places are counted in.
            reader: Reads names.
        """
        words = text[slice(*attribution.speaker_words)]
        self.speech = Speech.of(attribution, text)
        """What they say, and by which verb."""
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
    if own := [each for each in about_it if _is_own_outlet(speaker, each.sentence.held)]:
        return _by_its_outlet(speaker, own, reader)
    is_anybodys = is_of_any_body(read.text, read.names)
    alike = [
        each for each in _reporting(read, policy) if not is_anybodys or each.goes_on or each.matter >= policy.near_share
    ]
    if signed := next((each for each in alike if _is_signed_by(speaker, each.sentence.held)), None):
        return Judgement("unchecked", None, (held_quote(signed),), "The article is a letter of theirs.")
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
    if same := [(like, said) for like, said in told if speaker.is_any_of(said, reader)]:
        return _by_the_same(speaker, same)
    if told and speaker.names:
        like, said = told[0]
        if note := _why_untold(speaker, read, like, said, policy):
            return Judgement("unchecked", None, (held_quote(like),), note)
        if said.body or reader.names(said.speaker):
            return _misattributed(speaker, said.speaker, held_quote(like))
    return _untold(speaker, read, alike, is_told=bool(told))


def _is_signed_by(speaker: DraftSpeaker, held: HeldArticle) -> bool:
    """Whether an article is a letter that the draft's speaker wrote, who says all of it."""
    signed = word_keys(held.signature)
    return bool(signed) and any(same_name(each, frozenset(), signed) for each in speaker.names)


def _untold(speaker: DraftSpeaker, read: ReadSentence, alike: Sequence[Likeness], *, is_told: bool) -> Judgement:
    """Judge by articles that do not say plainly who says it."""
    if not alike:
        return Judgement("not_held", None, (), "No article was found that reports it.")
    if not is_told and (other := _by_its_publisher(speaker, alike[0])):
        return _misattributed(speaker, other, held_quote(alike[0]))
    if turned := next(filter(None, (_turned_verb(speaker, read, like) for like in alike)), None):
        return turned
    return Judgement("unchecked", None, (held_quote(alike[0]),), "What comes nearest does not say plainly who says it.")


def _by_its_outlet(speaker: DraftSpeaker, alike: Sequence[Likeness], reader: NameReader) -> Judgement:
    """Judge by what an article says that its own outlet says; where nothing of it, that outlet tells all of it."""
    said = [(like, each) for like in alike for each in _attributed(like) if speaker.is_any_of(each, reader)]
    judged = _by_the_same(speaker, said) if said else None
    if judged and judged.outcome in {"says_so", "altered"}:
        return judged
    if takes_sides(speaker.speech):
        note = f"It is the article's own outlet; whether it “{speaker.speech.cue}” is not plain."
        return judged or Judgement("unchecked", None, (held_quote(alike[0]),), note)
    best = max(alike, key=lambda each: each.nameless)
    if other := _other_outlet(speaker, best):
        return _misattributed(speaker, other, held_quote(best))
    return Judgement("says_so", True, (held_quote(alike[0]),), "It is the article's own outlet.")


def _other_outlet(speaker: DraftSpeaker, like: Likeness) -> str:
    """Return the outlet of which an article's sentence tells what the draft's outlet is said to: "Silicon UK named"."""
    held = like.sentence
    if any(map(held.has_name, speaker.names)) or not held.names:
        return ""
    first = held.names[0]
    return first.text if is_press(first.text) and not held.text[: first.start].strip() else ""


def _by_the_same(speaker: DraftSpeaker, told: Sequence[tuple[Likeness, Attribution]]) -> Judgement:
    """Judge by what articles say that the same speaker said: with the same verb, another, or the opposite one."""
    judged: list[tuple[int, float, Judgement]] = []
    names = word_keys(speaker.speaker).union(*(word_keys(each.text) for each in speaker.names))
    for like, said in told:
        text = like.sentence.held.article.text
        compared = ComparedSpeech(speaker.speech, Speech.of(said, text), names)
        relation = compared.relation()
        judged.append((_FIRST.index(relation), -compared.share, _by_relation(compared, relation, held_quote(like))))
    most = min(share for _, share, _ in judged)
    # A sentence that says much less of it is of something else that the same speaker said.
    near = [each for each in judged if each[1] <= most + _AS_MUCH] if most < 0 else judged
    return min(near, key=lambda each: each[:2])[2]


_FIRST: Sequence[SpeechRelation] = ("same", "opposite", "turned", "same speaker", "perhaps opposite", "other act")
"""Of what one speaker said, which counts."""


def _by_relation(compared: ComparedSpeech, relation: SpeechRelation, quote: HeldQuote) -> Judgement:
    own, held = compared.own.cue, compared.held.cue
    if relation == "same":
        return Judgement("says_so", True, (quote,))
    if relation == "opposite":
        return Judgement("altered", False, (quote,), f"The article has “{held}”.", (Difference(own, held),))
    if relation == "turned":
        one, other = compared.turned[0]
        pair = (Difference(one.key, other.key),)
        return Judgement("altered", False, (quote,), f"The article has “{other.key}”.", pair)
    if relation == "same speaker":
        note = "" if compared.own.act == compared.held.act else f"The article has “{held}”."
        return Judgement("same_speaker", True, (quote,), note)
    if own == held or (relation == "perhaps opposite" and not are_opposed(compared.own, compared.held)):
        return Judgement("unchecked", None, (quote,), "The same speaker, with a negation more or less.")
    note = f"The article has the same speaker with “{held}”, and not with “{own}”."
    return Judgement("unchecked", None, (quote,), note)


def _turned_verb(speaker: DraftSpeaker, read: ReadSentence, like: Likeness) -> Judgement | None:
    """Judge a verb whose opposite an article has of the same speaker: "denied", of "a risk that X accepted"."""
    own = WordSequence(speaker.speech.cue).words
    said = {content_stem(key) for key in speaker.speech.content.keys if key not in STOP_WORDS}
    held = like.sentence
    theirs = {content_stem(key) for key in held.words.keys}
    if not (own and said) or speaker.own is None or not held.has_name(speaker.own):
        return None
    has_not = sum(word.kind == "negation" for word in held.words.words) == sum(
        word.kind == "negation" for word in read.words.words
    )
    if len(said & theirs) < _NEARLY_ALL * len(said) or not has_not:
        return None
    other = next((word for word in held.words.words if is_turned(own[-1].key, word.key)), None)
    if other is None:
        return None
    pair = (Difference(speaker.speech.cue, other.key),)
    return Judgement("altered", False, (held_quote(like),), f"The article has “{other.key}”.", pair)


_NEARLY_ALL = 0.75
"""Share of what somebody says that an article's sentence has, for its verb to be about the same."""


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
    said = _attributed(like)
    return [each for each in said if not {name_key(each.speaker), name_key(each.body)} & _outlet_keys(held)]


def _attributed(like: Likeness) -> list[Attribution]:
    return like.sentence.held.attributed(like.sentence.start, like.sentence.end)


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
    compared = [
        ComparedSpeech(speaker.speech, Speech.of(each, held.article.text))
        for each in spoken
        if speaker.is_any_of(each, corpus.reader)
    ]
    relations: list[SpeechRelation] = [each.relation(is_quoted=True) for each in compared]
    if compared:
        best = min(range(len(compared)), key=lambda number: _QUOTED.index(relations[number]))
        told = next(each for each in spoken if speaker.is_any_of(each, corpus.reader))
        return _by_relation(compared[best], relations[best], _widened(quote, told))
    if _is_own_outlet(speaker, held):
        return _quoted_by_its_outlet(quote)
    if speaker.is_outlet and spoken and not is_press(spoken[0].speaker):
        return Judgement("unchecked", None, (quote,), _REPORTED)
    if spoken and speaker.names and (spoken[0].body or corpus.reader.names(spoken[0].speaker)):
        return _misattributed(speaker, spoken[0].speaker, _widened(quote, spoken[0]))
    if not spoken and speaker.names and not any(map(held.has_name, speaker.names)):
        note = f"The article with these words does not name {speaker.names[0].text}."
        return Judgement("misattributed", False, (quote,), note)
    return Judgement("unchecked", None, (quote,), "The article does not say plainly who says it.")


def _quoted_by_its_outlet(quote: HeldQuote) -> Judgement:
    if is_a_briefs(quote):
        note = "The words are those of a brief, which sums up what this outlet reported."
        return Judgement("unchecked", None, (quote,), note)
    return Judgement("says_so", True, (quote,), "It is the article's own outlet.")


_QUOTED: Sequence[SpeechRelation] = ("same", "same speaker", "turned", "other act", "perhaps opposite", "opposite")
"""Of verbs with which an article has the same words, which counts."""


def _widened(quote: HeldQuote, said: Attribution) -> HeldQuote:
    return HeldQuote(quote.article, min(quote.start, said.start), max(quote.end, said.end))
