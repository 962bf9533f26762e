"""Variations of an example: a question as people type it, and its names, years, figures and opposites exchanged.

A question whose figure, year or name is exchanged, or whose "first" became "last", asks about something that its
passage does not say, and one that is exchanged on both sides alike is answered as before. Both are made, so that an
odd name tells nothing by itself.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from msgspec.structs import replace

from qabot.core.text import Span
from qabot.models.training.examples import Example

_SMALL = frozenset(
    "the a an of is was were did does do in at to on for by with are be has have had that it its".split()
)
_UNMARKED, _LOWERED, _SHORTENED = 0.6, 0.3, 0.2
"""How many questions lose their question mark, their capitals, their small words."""
_FEWEST_WORDS = 3
_WORD = re.compile(r"[A-Za-z][\w&’'-]*[\w]|£?\d[\d,.]*\d|£?\d")
_NAME = re.compile(r"(?<![.!?\n] )(?<!^)\b[A-Z][A-Za-z&-]{2,}\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PAIRS = """
    first last, largest smallest, biggest smallest, highest lowest, most least, more less, more fewer, before after,
    earlier later, earliest latest, increase decrease, increased decreased, increases decreases, rise fall, rose fell,
    rising falling, gain loss, gained lost, won lost, win lose, winner loser, support oppose, supported opposed,
    supporters opponents, supports opposes, accepted rejected, accept reject, approved rejected, began ended, begin
    end, beginning end, start finish, started stopped, opened closed, open close, opening closing, joined left, join
    leave, arrived departed, north south, northern southern, east west, eastern western, upper lower, inside outside,
    internal external, import export, imports exports, imported exported, buy sell, bought sold, buyer seller, add
    remove, added removed, best worst, better worse, good bad, strong weak, stronger weaker, old new, older newer,
    oldest newest, young old, male female, men women, king queen, father mother, son daughter, brother sister, husband
    wife, early late, short long, shorter longer, shortest longest, narrow wide, shallow deep, hot cold, warmer
    colder, fast slow, faster slower, heavy light, rich poor, public private, urban rural, allowed forbidden, allow
    forbid, permitted prohibited, legal illegal, included excluded, include exclude, above below, over under, maximum
    minimum, majority minority, major minor, advantage disadvantage, advantages disadvantages, success failure,
    succeeded failed, passed failed, praised criticised, created destroyed, built demolished, hired dismissed,
    appointed dismissed, attack defend, attacked defended, victory defeat, allies enemies, positive negative, agreed
    disagreed, agree disagree, possible impossible, known unknown, common rare, present absent, present past, former
    current, previous next, top bottom, front back, left right, inner outer, domestic foreign, national local,
    permanent temporary, voluntary compulsory, raised lowered, raise lower, raised cut, expanded shrank, lend borrow,
    teacher student, employer employee, always never, profit loss, ancient modern, cheaper dearer, cheapest dearest,
    delayed hastened, launched scrapped, signed cancelled, awarded withdrawn, hired sacked"""
_FORWARDS: dict[str, str] = {word: other for word, other in (pair.split() for pair in _PAIRS.split(","))}  # noqa: C416
_OPPOSITES = {other: word for word, other in reversed(_FORWARDS.items())} | _FORWARDS


def typed(question: str, rng: random.Random) -> str:
    """Write a question as people type it into a search box: no question mark, now and then no small words."""
    if rng.random() < _UNMARKED:
        question = question.rstrip(" ?")
    if rng.random() < _LOWERED:
        question = question.lower()
    if rng.random() < _SHORTENED:
        kept = [word for word in question.split() if word.lower().strip("?,") not in _SMALL]
        if len(kept) >= _FEWEST_WORDS:
            question = " ".join(kept)
    return question


def names_in(text: str) -> list[str]:
    """Return words with a capital that do not begin a sentence, in order, each once."""
    return list(dict.fromkeys(_NAME.findall(text)))


def exchanged(example: Example, names: Sequence[str], rng: random.Random, *, both: bool) -> Example | None:
    """Exchange one name, year, figure or word with an opposite that an example's question shares with its passage.

    Args:
        example: One that is answered.
        names: Names to take another from.
        rng: Where chance comes from.
        both: Whether in the passage as well, so that it is still answered; else it is not any more.

    Returns:
        The new example; None where nothing is shared that could be exchanged.
    """
    shared = _shared(example)
    if not shared:
        return None
    old = rng.choice(shared)
    new = _another(old, names, rng)
    if new is None or re.search(rf"\b{re.escape(new)}\b", example.text, re.IGNORECASE):
        return None
    question = _replaced(example.question, old, new.lower() if _is_lower(example.question, old) else new)[0]
    if question == example.question:
        return None
    if not both:
        return replace(example, question=question, spans=())
    text, moved = _replaced(example.text, old, new)
    title, _ = _replaced(example.title, old, new)
    spans = tuple((_at(a, moved), _at(b, moved)) for a, b in example.spans)
    return replace(example, question=question, title=title, text=text, spans=spans)


def _shared(example: Example) -> list[str]:
    """Return what of the passage's names, years, figures and opposites the question has too, and its answers do not."""
    asked = {word.casefold() for word in _WORD.findall(example.question)}
    answers = " ".join(example.text[a:b] for a, b in example.spans).casefold()
    candidates = [*names_in(example.text), *re.findall(r"£?\d[\d,.]*\d|£?\d", example.text)]
    candidates += [word for word in _WORD.findall(example.text.casefold()) if word in _OPPOSITES]
    return [each for each in dict.fromkeys(candidates) if each.casefold() in asked and each.casefold() not in answers]


def _another(old: str, names: Sequence[str], rng: random.Random) -> str | None:
    if opposite := _OPPOSITES.get(old):
        return opposite
    if _YEAR.fullmatch(old):
        return str(int(old) + rng.choice((-3, -2, -1, 1, 2, 3)))
    if digits := re.search(r"\d", old):
        place = rng.choice([at for at, sign in enumerate(old) if sign.isdigit() and at >= digits.start()])
        others = [sign for sign in "123456789" if sign != old[place]]
        return old[:place] + rng.choice(others) + old[place + 1 :]
    return rng.choice(names) if names else None


def _is_lower(question: str, old: str) -> bool:
    return old not in question


def _replaced(text: str, old: str, new: str) -> tuple[str, list[tuple[Span, int]]]:
    """Replace every whole word, in any case; return the text, and where each stood with how much longer it became."""
    moved: list[tuple[Span, int]] = []

    def exchange(match: re.Match[str]) -> str:
        moved.append((match.span(), len(new) - len(match.group())))
        return new

    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", exchange, text, flags=re.IGNORECASE), moved


def _at(place: int, moved: Sequence[tuple[Span, int]]) -> int:
    """Return where a place of the old text, in no exchanged word, stands in the new one."""
    return place + sum(longer for (_, end), longer in moved if end <= place)
