"""What an article says that somebody said, in its own words, direct and indirect. Pure.

article ─ units ─> cues ─ clauses ─> speakers resolved ─> Attribution: ranges of its text

A sentence is read by its cue ("said", "has called on", "according to"): who stands before or behind it speaks, what it
governs is said. A quotation without a cue goes on from the one before it, where its place shows that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from qabot.core.articles import Article
from qabot.core.facts import Attribution
from qabot.core.text import Span
from qabot.facts.backward_cues import backward_clause
from qabot.facts.body_mentions import Gazetteer, NamesNothing
from qabot.facts.cue_clauses import cue_clauses
from qabot.facts.reported_clauses import CueClause, Range
from qabot.facts.speakers import Speaker, Speakers
from qabot.facts.speech_cues import CueLexicon, packaged_cues
from qabot.facts.spoken_units import Unit, units, words_of
from qabot.facts.transcripts import turns

_LEAST_QUOTED = 3
"""Words between quotation marks from which they are a saying by themselves."""
_MOSTLY = 0.5
"""How much of what is said stands between quotation marks where it is direct."""
_TRIMMED = " \n,;:–—-.?!…"


def find_attributions(
    article: Article,
    gazetteer: Gazetteer | None = None,
    *,
    cues: CueLexicon | None = None,
    spans: Sequence[Span] | None = None,
) -> tuple[Attribution, ...]:
    """Return what an article says that somebody said, in the order of its text.

    Args:
        article: As stored.
        gazetteer: Knows what bodies are usually called; without one, they are called what the article calls them.
        cues: The words that report; those that come with qabot by default.
        spans: The sentences of its text, where they were found already.
    """
    read = list(units(article.text, spans))
    return tuple(_Reading(article, read, cues or packaged_cues(), gazetteer or NamesNothing()).found())


class _Reading:
    """An article as it is read, from its first unit to its last."""

    def __init__(self, article: Article, read: list[Unit], cues: CueLexicon, gazetteer: Gazetteer) -> None:
        self._article = article
        self._text = article.text
        self._cues = cues
        self._units = read
        self._speakers = Speakers(article, self._units, gazetteer)
        self._last: Attribution | None = None
        """The last attribution, while a quotation may go on from it."""
        self._announced: Attribution | None = None
        """One that ended with a colon, while what it announces is awaited."""
        self._last_unit: Unit | None = None
        self._read: dict[int, list[CueClause]] = {}
        self._turns = turns(read)
        self._turn: Attribution | None = None
        """What is said in the turn of a transcript, until its paragraph ends."""

    def found(self) -> Iterator[Attribution]:
        """Yield what is said, a quotation that goes on within its paragraph as one."""
        held: Attribution | None = None
        for number, unit in enumerate(self._units):
            for each in self._of_unit(number, unit):
                if held and self._is_one(held, each, unit):
                    held = replace(held, end=each.end, contents=held.contents + each.contents)
                else:
                    if held:
                        yield held
                    held = each
        if held:
            yield held

    def _is_one(self, held: Attribution, more: Attribution, unit: Unit) -> bool:
        """Whether one goes on with the quotation of another: same words for the speaker, same paragraph."""
        is_same = held.direct and more.direct and held.cue == more.cue
        return is_same and not unit.opens and more.contents[0][0] >= held.end

    def _of_unit(self, number: int, unit: Unit) -> list[Attribution]:
        if unit.opens:
            self._turn = None
        if number in self._turns:
            return self._begun(unit, self._turns[number])
        if self._turn is not None:
            return [replace(self._turn, end=unit.end, contents=((unit.start, unit.end),))]
        if said_before := self._said_before(unit):
            return [said_before]
        clauses = self._clauses(number)
        self._speakers.introduce(unit)
        said: list[Attribution] = []
        speakers: list[Speaker] = []
        for clause in clauses:
            speaker = self._speakers.speaker(unit, clause)
            if speaker is None:
                continue
            speakers.append(speaker)
            said += self._attributed(unit, clause, speaker)
        if not said and not clauses and not self._is_told_behind(number, unit):
            said = self._going_on(unit)
        self._speakers.pass_over(unit, speakers)
        self._last = said[-1] if said else None
        self._last_unit = unit
        return said

    def _said_before(self, unit: Unit) -> Attribution | None:
        """Return the sentence before a unit as said by whom the unit names: "So said the auditors"."""
        before = self._last_unit
        if before is None or self._last is not None or unit.paragraph != before.paragraph or not before.tokens:
            return None
        clause = backward_clause(unit.tokens, self._cues)
        speaker = self._speakers.speaker(unit, clause) if clause else None
        if clause is None or speaker is None:
            return None
        quoted = self._quoted(before) if before.is_quotation else ()
        whole = (self._trimmed(before.start, before.end),)
        told = replace(clause, contents=((0, len(unit.tokens)),))
        found = self._attributed(unit, told, speaker)[0]
        self._speakers.pass_over(unit, [speaker])
        self._last_unit = unit
        return replace(found, start=before.start, direct=bool(quoted), contents=quoted or whole)

    def _begun(self, unit: Unit, clause: CueClause) -> list[Attribution]:
        """Return what is said in the first sentence of somebody's turn in a transcript, word for word."""
        self._last, self._last_unit, self._announced = None, unit, None
        speaker = self._speakers.speaker(unit, clause)
        if speaker is None:
            return []
        self._speakers.pass_over(unit, [speaker])
        said = self._attributed(unit, clause, speaker)
        if said and not said[0].direct:
            said = [replace(said[0], direct=True, contents=((said[0].contents[0][0], unit.end),))]
        self._turn = said[0] if said else None
        return [self._turn] if self._turn else []

    def _clauses(self, number: int) -> list[CueClause]:
        """Return what a unit reports: looked at twice, by itself and behind a quotation."""
        if number not in self._read:
            self._read = {
                each: cue_clauses(self._units[each], self._cues)
                for each in (number, number + 1)
                if each < len(self._units)
            }
        return self._read[number]

    def _is_told_behind(self, number: int, unit: Unit) -> bool:
        """Whether the sentence behind a quotation is nothing but "Smith asked."."""
        if not unit.is_quotation or number + 1 >= len(self._units):
            return False
        behind = self._units[number + 1]
        clauses = self._clauses(number + 1) if behind.paragraph == unit.paragraph else []
        return any(each.is_set_apart and each.begins == 0 and not each.contents for each in clauses)

    def _attributed(self, unit: Unit, clause: CueClause, speaker: Speaker) -> list[Attribution]:
        direct, contents = self._contents(unit, clause.contents)
        start = unit.start
        if not contents and clause.is_set_apart and self._is_behind_quotation(unit, clause):
            direct, contents, start = (
                True,
                self._quoted(self._last_unit),
                self._last_unit.start if self._last_unit else 0,
            )
        tokens = unit.tokens
        found = Attribution(
            article_id=self._article.id,
            start=start,
            end=unit.end,
            speaker=speaker.name,
            speaker_words=words_of(tokens[clause.speaker.first : clause.speaker.last]),
            body=speaker.body,
            cue=(tokens[clause.words[0]].start, tokens[clause.words[1] - 1].end),
            act=clause.cue.act,
            direct=direct,
            contents=contents,
        )
        if clause.awaits:
            self._announced = found
        return [found] if contents else []

    def _is_behind_quotation(self, unit: Unit, clause: CueClause) -> bool:
        """Whether a unit is nothing but "Smith asked." behind a question between quotation marks."""
        before = self._last_unit
        return clause.begins == 0 and before is not None and before.is_quotation and before.paragraph == unit.paragraph

    def _contents(self, unit: Unit, ranges: Sequence[Range]) -> tuple[bool, tuple[Span, ...]]:
        """Return whether what is said is quoted, and where it stands."""
        tokens = unit.tokens
        inside = [number for first, last in ranges for number in range(first, last)]
        quoted = [unit.quote_at(number) for number in inside if tokens[number].kind == "quote"]
        words = sum(tokens[number].kind == "word" for number in inside)
        of_quotes = sum(len(self._text[each.first : each.last].split()) for each in quoted)
        if quoted and of_quotes >= _MOSTLY * (words + of_quotes) and (of_quotes >= _LEAST_QUOTED or not words):
            return True, tuple(self._trimmed(each.first, each.last, keep=True) for each in quoted)
        spans = (self._trimmed(*self._between(unit, first, last)) for first, last in ranges)
        return False, tuple(span for span in spans if span[1] > span[0])

    def _between(self, unit: Unit, first: int, last: int) -> Span:
        """Return the range of some tokens with what stands around them that is no token: a sign, a bracket."""
        tokens = unit.tokens
        start = tokens[first - 1].end if first else unit.start
        return start, tokens[last].start if last < len(tokens) else unit.end

    def _trimmed(self, first: int, last: int, *, keep: bool = False) -> Span:
        """Leave out the marks and spaces around words; those of a quotation belong to it, but for its comma."""
        trimmed = " \n," if keep else _TRIMMED
        while first < last and self._text[first] in trimmed:
            first += 1
        while last > first and self._text[last - 1] in trimmed:
            last -= 1
        return first, last

    def _quoted(self, unit: Unit | None) -> tuple[Span, ...]:
        return tuple(self._trimmed(each.first, each.last, keep=True) for each in unit.quotes) if unit else ()

    def _going_on(self, unit: Unit) -> list[Attribution]:  # noqa: PLR0911 - a rule each
        """Return what a quotation without a cue says, where its place shows who goes on speaking."""
        announced, self._announced = self._announced, None
        if not unit.quotes:
            return []
        before, last = self._last, self._last_unit
        if announced and unit.is_quotation:
            return [self._more(unit, announced)]
        if before is None or last is None:
            return []
        resumes = unit.quotes[0].resumes
        if self._text[slice(*before.cue)].casefold() == "according to":
            return []
        follows = unit.paragraph == last.paragraph or (unit.is_quotation and unit.paragraph == last.paragraph + 1)
        words = sum(len(self._text[each.first : each.last].split()) for each in unit.quotes)
        if resumes or (follows and unit.is_quotation):
            return [self._more(unit, before)]
        if follows and words > _LEAST_QUOTED and not self._is_title(unit):
            return [self._more(unit, before)]
        return []

    def _is_title(self, unit: Unit) -> bool:
        """Whether what is quoted is what something is called: its longer words have capitals."""
        words = [word for each in unit.quotes for word in self._text[each.first : each.last].split()]
        return all(word[0].isupper() for word in words if len(word) > 3)  # noqa: PLR2004

    def _more(self, unit: Unit, before: Attribution) -> Attribution:
        start = before.start if before.end <= unit.start and not before.contents else unit.start
        return replace(before, start=start, end=unit.end, direct=True, contents=self._quoted(unit))
