"""Checking a draft: cut into statements, each judged by what the corpus holds; the same bytes give the same result."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from qabot.core.articles import Article
from qabot.core.facts import Attribution
from qabot.core.progress import OnProgress, Progress, ignore_progress
from qabot.core.text import Span
from qabot.facts.attributions import find_attributions
from qabot.facts.figures import Figure
from qabot.question.entities import EntityGazetteer
from qabot.reports.check.bare_counts import is_time, judge_bare_count
from qabot.reports.check.changed_places import in_their_places
from qabot.reports.check.checked_draft import CheckedDraft, CheckedStatement, Judgement, NotChecked, StatementKind
from qabot.reports.check.composed_text import ComposedText
from qabot.reports.check.date_comparison import judge_date
from qabot.reports.check.dated_values import at_their_times
from qabot.reports.check.dates_at_hand import date_at_hand
from qabot.reports.check.draft_sentences import DraftSentence, split_draft
from qabot.reports.check.draft_text import DraftText, SeenText
from qabot.reports.check.figure_comparison import judge_figure
from qabot.reports.check.held_sentences import HeldCorpus, HeldTexts
from qabot.reports.check.loose_months import judge_month, loose_months
from qabot.reports.check.named_bodies import Name, NameReader, keys_of, same_name
from qabot.reports.check.negation_comparison import denies
from qabot.reports.check.number_comparison import judge_loose, judge_number, judge_time
from qabot.reports.check.policy import POLICY, Policy
from qabot.reports.check.quotation_comparison import Fragment, fragments, judge_quotation, stitched_across
from qabot.reports.check.quoted_outlets import other_outlet
from qabot.reports.check.sentence_comparison import ReadSentence, judge_sentence, read_clause, read_sentence
from qabot.reports.check.speaker_comparison import DraftSpeaker, judge_quoted_speaker, judge_speaker
from qabot.reports.check.speech_acts import compared_cues
from qabot.reports.check.stated_dates import stated_dates
from qabot.reports.check.summed_words import outside_of, summed_up
from qabot.reports.check.told_roles import untold_role
from qabot.reports.check.told_statements import Told, in_agreement, with_the_speaker_alone
from qabot.reports.check.word_sequence import WordSequence, word_keys

_SEVERAL, _FIRST_WORDS = 4, 60
"""Statements of a quiz, a table or a timeline, and words behind its first line by which it is told what that is of."""
_FEWEST_WORDS = 5
"""Words of a sentence without marks, figures and dates from which it states something."""
_NEARLY_ALL = 0.85
"""Share of a sentence's words, in order, with which an article's sentence says what stands in a figure's place."""
MOST_SENTENCES = 3_000
"""Of a draft: some 60,000 words, in half a minute."""
_LONGEST_TERM = 25
"""Characters of a quotation that may stand anywhere by chance: with such, a sentence is read as one without marks."""
_NEGATED_WITHIN = 3
"""Words in front of a quotation among which a negation belongs to it."""
_WHY = {
    "heading": "headings state nothing",
    "question": "questions state nothing",
    "block of code": "code is no prose",
    "front matter": "it is about the draft",
    "quotation mark without its fellow": "where a quotation ends is not known then",
    "short sentence": f"fewer than {_FEWEST_WORDS} words without a figure, date or quotation state too little",
    "long sentence": "longer ones are compared with nothing",
    "sentence": f"only the first {MOST_SENTENCES:,} are checked",
    "character that cannot be seen": "what cannot be seen is taken out before reading",
}
_NOT_READ = "only text is read"


def check_draft(
    draft: DraftText,
    texts: HeldTexts,
    gazetteer: EntityGazetteer,
    policy: Policy = POLICY,
    on_progress: OnProgress = ignore_progress,
) -> CheckedDraft:
    """Check a draft against all texts of a generation.

    Args:
        draft: The draft, as it was read.
        texts: The generation; it stays open meanwhile.
        gazetteer: The bodies that are known by other names.
        policy: What passes.
        on_progress: Told how many sentences were checked.

    Raises:
        IndexCorrupt: A part of the index turns out to be damaged.
    """
    seen = SeenText(draft.text)
    quoted = tuple(_seen_span(draft, span) for span in draft.quoted) if seen.text != draft.text else draft.quoted
    split = split_draft(seen.text, quoted, is_markdown=draft.is_markdown)
    corpus = HeldCorpus(texts, NameReader(gazetteer))
    outlets = tuple(texts.outlets())
    checker = _Checker(seen, corpus, policy, [each.name for each in outlets])
    statements: list[CheckedStatement] = []
    sentences = split.sentences[:MOST_SENTENCES]
    if len(sentences) >= _SEVERAL and any(each.parts for each in sentences):
        # Reading a sentence is what makes the corpus follow an article: nothing is judged here.
        read_sentence(corpus, " ".join(seen.text[sentences[1].start :].split()[:_FIRST_WORDS]), policy)
    for number, sentence in enumerate(sentences):
        on_progress(Progress("check", number, len(sentences)))
        statements += checker.statements(sentence)
    on_progress(Progress("check", len(sentences), len(sentences)))
    beyond = {"character that cannot be seen": seen.hidden, "sentence": len(split.sentences) - len(sentences)}
    passed = split.passed_over + checker.passed + Counter(beyond)
    passed_over = [NotChecked(kind, count, _WHY.get(kind, "")) for kind, count in sorted(passed.items()) if count]
    passed_over += [NotChecked(kind, count, _NOT_READ) for kind, count in draft.passed_over]
    return CheckedDraft(
        name=draft.name,
        sha256=draft.sha256,
        text=draft.text,
        statements=tuple(sorted(statements, key=lambda each: (each.start, each.end, each.focus))),
        not_checked=tuple(passed_over),
        policy=policy,
        held=texts.searched(None),
        outlets=outlets,
    )


def _seen_span(draft: DraftText, span: Span) -> Span:
    before = len(SeenText(draft.text[: span[0]]).text)
    return before, before + len(SeenText(draft.text[slice(*span)]).text)


class _Before(NamedTuple):
    """The sentence before one of a draft."""

    text: str
    articles: frozenset[str]
    """The ids of those that its statements were compared with."""


class _Checker:
    """Judges the statements of one draft."""

    def __init__(self, seen: SeenText, corpus: HeldCorpus, policy: Policy, outlets: Sequence[str]) -> None:
        self._outlets = outlets
        self.passed: Counter[str] = Counter()
        self._seen = seen
        self._attributions = find_attributions(Article("", "", seen.text), cues=compared_cues())
        self._corpus = corpus
        self._policy = policy
        self._before = _Before("", frozenset())
        self._composed = ComposedText(seen.text, (0, 0))

    def statements(self, sentence: DraftSentence) -> list[CheckedStatement]:
        """Return the statements of a sentence, judged."""
        found = list(self._judged(sentence))
        articles = frozenset(quote.article.id for each in found for quote in each.judgement.evidence)
        self._before = _Before(self._seen.text[sentence.start : sentence.end], articles)
        return found

    def _judged(self, sentence: DraftSentence) -> Iterator[CheckedStatement]:
        self._composed = composed = ComposedText(self._seen.text, (sentence.start, sentence.end), sentence.parts)
        text, quotes = composed.text, composed.within(sentence.quotes)
        read = read_sentence(self._corpus, text, self._policy)
        if read is None:
            yield from self._unread(sentence, text, quotes)
            return
        quoted = self._quoted(read, quotes)
        told = [*self._speakers(sentence, read, quoted), *(Told(*each) for each in self._told(read, quotes))]
        told = in_their_places(told, read, self._corpus, self._policy)
        told = [*at_their_times(told, read, self._corpus, composed)]
        if elsewhere := other_outlet(text, self._outlets, quoted, self._policy.fewest_words):
            told.append(Told(elsewhere[0], "attribution", elsewhere[1]))
        contents = [span for each in told for span in each.contents]
        around = outside_of(self._seen.text, sentence) if quoted else ""
        names = self._corpus.reader.names(around)
        for span, judgement in quoted:
            is_said = any(span[0] < last and first < span[1] for first, last in contents)
            yield from self._statement(sentence, span, "quote", summed_up(judgement, around, names, is_said=is_said))
        whole = judge_sentence(read, self._policy)
        is_news = _is_news(
            whole, [each.judgement for each in told], has_quotes=bool(quotes), has_terms=self._are_terms(quoted)
        )
        for each in in_agreement(told, whole if is_news else None, text):
            yield from self._statement(sentence, (0, len(text)), each.kind, each.judgement, each.focus)
        is_plain = not told and not quotes
        is_title = not sentence.parts and not text.rstrip().endswith((".", "!", "”", '"'))
        tells_nothing = whole.outcome == "not_held" or (is_title and whole.outcome == "other_body")
        if is_plain and len(read.words.words) < _FEWEST_WORDS and tells_nothing:
            self.passed["short sentence"] += 1
        elif is_plain or is_news:
            yield from self._statement(sentence, (0, len(text)), "plain", whole)

    def _are_terms(self, quoted: list[tuple[Span, Judgement]]) -> bool:
        """Whether all that a sentence quotes is a term of few words, of which nothing can be told."""
        return all(one.ok is not False and b - a < _LONGEST_TERM for (a, b), one in quoted)

    def _unread(self, sentence: DraftSentence, text: str, quotes: list[Span]) -> Iterator[CheckedStatement]:
        if WordSequence(text).words:
            self.passed["long sentence"] += 1
            judgement = Judgement("unchecked", None, note="It is longer than is compared.")
            yield from self._statement(sentence, (0, len(text)), "quote" if quotes else "plain", judgement)

    def _told(self, read: ReadSentence, quotes: list[Span]) -> Iterator[tuple[Span, StatementKind, Judgement]]:
        """Yield what a sentence states outside of quotation marks: its figures and its dates."""
        taken = [*quotes]
        for figure in read.figures:
            is_none = _AS_MUCH.match(read.text, figure.end) or is_time(figure, read.text)
            if not _is_inside(figure.start, quotes) and not is_none:
                taken.append((figure.start, figure.end))
                yield taken[-1], "figure", self._judge_figure(figure, read)
        for date in stated_dates(read.text):
            if not _is_inside(date.start, quotes):
                taken.append((date.start, date.end))
                judged = judge_date(date, read, self._policy)
                yield (
                    taken[-1],
                    "date",
                    (date_at_hand(date, read) if judged.ok is None and not read.is_one_more else None) or judged,
                )
        for span, kind, judged in self._loosely_told(read):
            if judged and not _is_inside(span[0], taken):
                taken.append(span)
                yield span, kind, judged

    def _loosely_told(self, read: ReadSentence) -> Iterator[tuple[Span, StatementKind, Judgement | None]]:
        """Yield what is only told where it differs: months without a year, numbers that are no figures, lengths."""
        for month in loose_months(read.text):
            yield (month.start, month.end), "date", judge_month(month, read, self._policy)
        for word in read.words.words:
            if word.kind == "number":
                yield (word.start, word.end), "figure", judge_number(word, read, self._policy)
        for number in (each for each in read.numbers if each.value != 1):  # "one council" may be one of several
            yield (number.start, number.end), "figure", judge_loose(number, read, self._policy)
        for word in read.words.words:
            yield (word.start, word.end), "figure", judge_time(word, read, self._policy)

    def _judge_figure(self, figure: Figure, read: ReadSentence) -> Judgement:
        """Judge a figure; where articles have none like it, by a bare number in its place."""
        judged = judge_figure(figure, read, self._policy)
        is_in_place = judged.outcome == "other_figure" and bool(read.near) and read.near[0].near >= _NEARLY_ALL
        is_open = judged.outcome in {"not_held", "other_figure"} and not is_in_place
        if is_open and (bare := judge_bare_count(figure, read, self._policy)):
            return bare
        if judged.outcome != "not_held":
            return judged
        numbered = (each for each in read.words.words if each.kind == "number")
        within = (each for each in numbered if figure.start <= each.start < figure.end)
        told = (judge_number(each, read, self._policy) for each in within)
        numbers = (each for each in read.numbers if each.start == figure.start)
        loose = (judge_loose(each, read, self._policy, is_figure=True) for each in numbers)
        return next(filter(None, (*told, *loose)), None) or self._in_its_clause(figure, read) or judged

    def _in_its_clause(self, figure: Figure, read: ReadSentence) -> Judgement | None:
        """Judge a figure by its clause alone, where one of several is of another sentence of the same article."""
        part = read_clause(self._corpus, read, figure.start, self._policy)
        if part is None:
            return None
        own = (each for each in part.figures if each.low == figure.low and each.unit == figure.unit)
        found = next((judge_figure(each, part, self._policy) for each in own), None)
        return found if found and found.outcome == "other_figure" else None

    def _quoted(self, read: ReadSentence, quotes: list[Span]) -> list[tuple[Span, Judgement]]:
        return self._across(read, [(span, self._judge_quote(read, span)) for span in quotes])

    def _speakers(
        self, sentence: DraftSentence, read: ReadSentence, quoted: list[tuple[Span, Judgement]]
    ) -> Iterator[Told]:
        """Yield who the draft says that says something, judged by its quotation where it has one."""
        seen: set[Span] = set()
        for said in self._attributions:
            if not sentence.start <= said.cue[0] < sentence.end or said.speaker_words in seen:
                continue
            seen.add(said.speaker_words)
            words = self._seen.text[slice(*said.speaker_words)]
            speaker = DraftSpeaker(said, self._seen.text, self._corpus.reader)
            within = self._composed.within(said.contents)
            present = [
                judgement.evidence
                for span, judgement in quoted
                if judgement.outcome in _PRESENT and any(span[0] < b and a < span[1] for a, b in within)
            ]
            if present and present[0]:
                judged = judge_quoted_speaker(self._corpus, speaker, present[0])
            elif quoted and not present:
                continue
            else:
                judged = judge_speaker(speaker, read, self._corpus.reader, self._policy)
            if judged.ok and speaker.own:
                judged = _in_that_role(self._corpus, read, speaker.own, judged)
            if judged.outcome == "misattributed" and words.casefold() in _PRONOUNS:
                judged = self._of_a_pronoun(sentence, judged)
            named = next(iter(self._composed.within([said.speaker_words])), None)
            denies_it = "denies" in speaker.speech.sides
            told = Told(_focus(said, sentence, self._composed), "attribution", judged, within, named, denies_it)
            yield with_the_speaker_alone(told, judged) if judged.outcome == "same_speaker" else told

    def _of_a_pronoun(self, sentence: DraftSentence, judged: Judgement) -> Judgement:
        """Judge anew who "he" is said to be: only the person of the sentence before is plainly meant."""
        before = self._seen.text[max(0, sentence.start - _BACK) : sentence.start].rsplit("\n\n", 1)[-1]
        named = self._corpus.reader.names(before)
        others = [each for pair in judged.differences for each in self._corpus.reader.names(pair.held)]
        if any(same_name(each, keys_of(named), word_keys(before)) for each in others) or not self._is_plain(judged):
            return Judgement("unchecked", None, judged.evidence, "Whom the pronoun is for is not plain.")
        return judged

    def _is_plain(self, judged: Judgement) -> bool:
        """Whether the sentence before was of the same article, and whoever is taken for "he" did something in it."""
        before, articles = self._before
        taken = {key for pair in judged.differences for key in word_keys(pair.draft)}
        if articles.isdisjoint(each.article.id for each in judged.evidence) or not taken:
            return False
        names = self._corpus.reader.names(before)
        first = names[0] if names and _LEAD.fullmatch(before, 0, names[0].start) else None
        said = find_attributions(Article("", "", before))
        subjects = [*([first.text] if first else []), *(each.speaker for each in said)]
        return any(taken & word_keys(each) for each in subjects)

    def _judge_quote(self, read: ReadSentence, span: Span) -> Judgement:
        text = read.text[slice(*span)]
        words = WordSequence(text)
        before = [word for word in read.words.words if word.end <= span[0]][-_NEGATED_WITHIN:]
        is_negated = any(map(denies, before))
        alike = self._corpus.alike(text, words, self._corpus.reader.names(text))
        judged = judge_quotation(self._corpus, text, self._policy, alike, is_negated=is_negated)
        is_term = bool(judged.ok) and len(words.words) < self._policy.fewest_words
        return _as_a_term(judged, words, read, self._policy) if is_term and before else judged

    def _across(self, read: ReadSentence, judged: list[tuple[Span, Judgement]]) -> list[tuple[Span, Judgement]]:
        """Judge a quotation anew that goes on behind who speaks, with what stood before."""
        found = list(judged)
        for number, ((span, one), (later, other)) in enumerate(pairwise(judged)):
            if not one.ok or not other.ok or not _goes_on(read.text, span, later):
                continue
            parts: list[Fragment] = [*fragments(read.text[slice(*span)]), *fragments(read.text[slice(*later)])]
            joined = stitched_across(self._corpus, parts, self._policy)
            if joined and joined.ok is False:
                found[number + 1] = later, joined
        return found

    def _statement(
        self, sentence: DraftSentence, span: Span, kind: StatementKind, judgement: Judgement, focus: Span | None = None
    ) -> Iterator[CheckedStatement]:
        """Yield a statement with its places in the draft; none where it is all of what the sentence is read with."""
        own, about = self._composed.span(span), self._composed.span(focus or span)
        if own and about:
            whole = (sentence.start, sentence.end) if span == (0, len(self._composed.text)) else own
            yield CheckedStatement(*self._seen.span(*whole), kind, self._seen.span(*about), judgement)


def _as_a_term(judged: Judgement, words: WordSequence, read: ReadSentence, policy: Policy) -> Judgement:
    """Pass a word or two in quotation marks only where an article of the matter has them: they stand somewhere."""
    of_it = {
        each.sentence.held.article.id: each.sentence.held
        for each in read.alike
        if each.goes_on or each.at_hand or each.matter >= policy.same_matter
    }
    if any(held.words.find(words.keys) is not None for held in of_it.values()):
        return judged
    return Judgement("unchecked", None, judged.evidence, "An article has these words, of something else perhaps.")


def _in_that_role(corpus: HeldCorpus, read: ReadSentence, speaker: Name, judged: Judgement) -> Judgement:
    """Pass a speaker only as what the article calls them: the same person in another role is not plainly so."""
    named = next((each for each in read.names if each.text == speaker.text), None)
    quote = judged.evidence[0]
    role = untold_role(read.text, named, corpus.article(quote.article.id)) if named else ""
    note = f"The article has the same speaker, and does not say “{role}”."
    return Judgement("unchecked", None, judged.evidence, note) if role else judged


_AS_MUCH = re.compile(r"(?<=\stimes)\s(?:as\s|more\b|that\b|what\b|larger|higher|bigger|faster|the\s)")
"""What stands behind "four times" where that compares, and counts nothing."""
_PRONOUNS = frozenset("he she it they".split())
_LEAD = re.compile(r"(?:[\w'’-]+\s){0,6}")
"""What may stand before who does something: an office."""
_BACK = 600
"""Characters before a sentence in which whom its pronoun is for is named."""
_PRESENT = frozenset({"verbatim", "typography", "stitched", "altered"})


def _is_news(whole: Judgement, told: list[Judgement], *, has_quotes: bool, has_terms: bool) -> bool:
    """Whether a sentence as a whole has a fault that none of its statements has."""
    if whole.outcome == "altered":
        return (not has_quotes or has_terms) and all(each.outcome != "altered" for each in told)
    named = {"other_body", "misattributed"}
    return whole.outcome == "other_body" and all(each.outcome not in named for each in told)


def _focus(said: Attribution, sentence: DraftSentence, composed: ComposedText) -> Span:
    """Return the words for who speaks and that they do, where both stand in the sentence."""
    places = [place for place in (*said.speaker_words, *said.cue) if sentence.start <= place <= sentence.end]
    found = [each for each in map(composed.place, places) if each is not None]
    return (min(found), max(found)) if found else (0, len(composed.text))


def _is_inside(place: int, quotes: list[Span]) -> bool:
    return any(start <= place < end for start, end in quotes)


def _goes_on(text: str, span: Span, later: Span) -> bool:
    """Whether a quotation is interrupted rather than ended: by a comma, or with a small letter behind."""
    before, behind = text[slice(*span)].rstrip(), text[slice(*later)].lstrip()
    between = text[span[1] + 1 : later[0] - 1]
    return before.endswith((",", "…", "...", "-", "–", "—")) or (
        behind[:1].islower() and between.strip().startswith(",")
    )
