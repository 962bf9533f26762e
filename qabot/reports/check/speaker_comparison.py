"""Who said something, in the draft and in an article that reports the same."""

from __future__ import annotations

from qabot.reports.check.checked_draft import Difference, HeldQuote, Judgement
from qabot.reports.check.held_sentences import HeldArticle, HeldCorpus, Likeness
from qabot.reports.check.named_bodies import Name, same_name
from qabot.reports.check.policy import Policy
from qabot.reports.check.sentence_comparison import ReadSentence, held_quote, substituted_name
from qabot.reports.check.speakers import Speaking, speakings
from qabot.reports.check.word_sequence import WordSequence

_NEAR = 400
"""Characters around a quotation in which an article says who speaks."""


def judge_speaker(speaking: Speaking, read: ReadSentence, policy: Policy) -> Judgement:
    """Say whether an article that reports the same says it of the same speaker."""
    if read.run:
        return Judgement("says_so", True, read.run[:3])
    speaker = speaking.speaker
    alike = [each for each in read.near if each.near >= policy.near_share or each.matter >= policy.same_matter]
    alike += [each for each in read.alike if each.rest >= policy.same_matter and each not in alike]
    for like in alike:
        if like.near >= policy.near_share and (other := substituted_name(read, like, speaker)):
            return _misattributed(like, speaker, other)
    for like in alike:
        if _speaks(speaker, like):
            return Judgement("says_so", True, (held_quote(like),))
    for like in alike:
        held = like.sentence
        others = [each.speaker for each in speakings(held.text, held.names)]
        if others and not same_name(speaker, held.context_keys, held.context_words):
            return _misattributed(like, speaker, others[0])
    if alike and not same_name(speaker, alike[0].sentence.context_keys, alike[0].sentence.context_words):
        note = f"What comes nearest does not name {speaker.text}."
        return Judgement("unchecked", None, (held_quote(alike[0]),), note)
    if alike:
        return Judgement("unchecked", None, (held_quote(alike[0]),), "What comes nearest does not say who says it.")
    return Judgement("not_held", None, (), "No article was found that reports it.")


def _speaks(speaker: Name, like: Likeness) -> bool:
    held = like.sentence
    others = [each.speaker for each in speakings(held.text, held.names)]
    keys = frozenset().union(*(name.keys for name in others))
    words = frozenset(word for name in others for word in WordSequence(name.text).keys)
    return same_name(speaker, keys, words)


def _misattributed(like: Likeness, speaker: Name, other: Name) -> Judgement:
    pair = (Difference(speaker.text, other.text),)
    return Judgement("misattributed", False, (held_quote(like),), f"The article says it of {other.text}.", pair)


def judge_quoted_speaker(corpus: HeldCorpus, speaking: Speaking, quote: HeldQuote, held: HeldArticle) -> Judgement:
    """Say whether an article says the words of a quotation of the same speaker."""
    text, speaker = quote.article.text, speaking.speaker
    first, last = max(0, quote.start - _NEAR), min(len(text), quote.end + _NEAR)
    around = text[first:last]
    names = corpus.reader.names(around)
    article = held.article
    outlet = " ".join(filter(None, (article.outlet, article.reports_on and article.reports_on.outlet, article.author)))
    near = frozenset(WordSequence(f"{around} {article.title} {outlet} {' '.join(article.organisations)}").keys)
    keys = frozenset().union(
        *(name.keys for name in names), *(corpus.reader.keys(each) for each in article.organisations)
    )
    told = [each for each in speakings(around, names) if not _is_within(each, quote, first)]
    beside = [each for each in told if _is_beside(each, quote, first, text)]
    for each in beside:
        if same_name(speaker, each.speaker.keys, frozenset(WordSequence(each.speaker.text).keys)):
            return Judgement("says_so", True, (_widened(quote, each, first),))
    if beside and not speaker.keys & beside[0].speaker.keys:
        pair = (Difference(speaker.text, beside[0].speaker.text),)
        note = f"The article says it of {beside[0].speaker.text}."
        return Judgement("misattributed", False, (_widened(quote, beside[0], first),), note, pair)
    if not same_name(speaker, keys, near):
        return Judgement(
            "misattributed", False, (quote,), f"The article does not name {speaker.text} near these words."
        )
    return Judgement("unchecked", None, (quote,), "The article does not say plainly who says it.")


def _is_within(speaking: Speaking, quote: HeldQuote, first: int) -> bool:
    return quote.start <= first + speaking.start < quote.end


def _is_beside(speaking: Speaking, quote: HeldQuote, first: int, text: str) -> bool:
    """Whether no sentence's end parts a cue from a quotation."""
    start, end = first + speaking.start, first + speaking.end
    between = text[quote.end : start] if start >= quote.end else text[end : quote.start]
    return "\n" not in between and not any(stop in between.rstrip("\"'”’“‘ ") for stop in (". ", "? ", "! "))


def _widened(quote: HeldQuote, speaking: Speaking, first: int) -> HeldQuote:
    places = (quote.start, quote.end, first + speaking.start, first + speaking.end, first + speaking.speaker.start)
    return HeldQuote(quote.article, min(places), max(*places, first + speaking.speaker.end))
