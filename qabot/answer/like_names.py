"""Which name a text has in the place of one that is asked about: Haldon for Halden, an agency for an authority. Pure.

What looks alike to an encoder, a stemmer and a reader may be another council, programme or person. A text that has a
name itself, in an honest way of writing it, has none in its place; and where nothing like it stands, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from qabot.answer.name_mentions import OF_MANY, Named, folded, is_of_same_people
from qabot.core.questions import AnalysedQuestion
from qabot.facts.misspellings import is_misspelt
from qabot.facts.person_names import FIRST_NAMES, TITLES, are_forms_of_one_name
from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import words_of

_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(r"[^\W_]+(?:[.\-‑'’&][^\W_]+)*")
_OWNER = re.compile(r"['’]s?$")
_CAPITALS = re.compile(r"\b[A-Z][\w’'-]*(?: (?:(?:of|for|and) )?[A-Z][\w’'-]*)+")
_AREAS = frozenset("borough city county district metropolitan parish town".split())
"""What tells apart two councils of one name."""
_BODIES = frozenset(
    """academy agency association authority bank board bureau centre college commission commissioner committee council
    department directorate executive forum fund group inspectorate institute ministry office partnership registry
    regulator service society tribunal trust union university""".split()
)
"""What tells apart two bodies whose names are the same but for that."""
_SHARED_START = 5
_LONG = 7
"""Letters of two words that begin alike, from which on that alone makes one look like the other."""
_DERIVED = re.compile(r"(?:e?s|an|ian|ians|er|ers|ish|ite|ites|i|n|ese|shire|['’]?s)?")
"""What may stand behind a name that is named all the same: its plural, its people, its county."""
_FEWEST_BEFORE = 2
"""Words of a name of everyday words before the one that says what it is: `Public Data` Authority."""


def like_name(name: Named, *texts: str) -> str:
    """Return what stands in a text in the place of a name, as it is written there; empty where nothing does.

    Args:
        name: What is asked about.
        texts: The text, in parts: a title, a quote.
    """
    text = "\n".join(texts)
    if is_named(name, text):
        return ""
    words = _WORD.findall(folded(name.written))
    return next((found for found in _in_its_place(name.written, words, _pieces(text), text) if found), "")


def has_one_like(word: str, texts: Iterable[str]) -> bool:
    """Whether texts have a name that looks like a word, and not the word itself."""
    pieces = [piece for text in texts for piece in _pieces(text)]
    said = {each for text in texts for each in _WORD.findall(folded(text))}
    return not _is_held(folded(word), said) and any(_is_like(folded(word), folded(each)) for each in pieces)


def is_named(name: Named, text: str) -> bool:
    """Whether a text has a name or another of the same, in any honest way of writing it: `Saint`, `St`; `&`, `and`."""
    line = _line(text)
    return any(_is_written(each, line, text) for each in (name.written, *name.names))


def bodies_of_everyday_words(question: AnalysedQuestion) -> Iterator[Named]:
    """Yield the names in a question whose words are all in many names: `Public Data Agency`."""
    for found in _CAPITALS.finditer(question.text):
        words = _WORD.findall(folded(found[0]))
        of_many = all(each in OF_MANY or each in STOP_WORDS for each in words)
        if of_many and len(words) > _FEWEST_BEFORE and words[-1] in _BODIES:
            yield Named(found[0], found.span(), _names_of(question, found[0]))


def _names_of(question: AnalysedQuestion, written: str) -> tuple[str, ...]:
    return next((each.names for each in question.mentions if each.written in written), ())


def _line(text: str) -> str:
    """Return the words of a text in a row, without what one may write or not."""
    words = (each for each in _WORD.findall(folded(text)) if each != "and")
    return f" {' '.join('st' if each == 'saint' else each for each in words)} "


def _is_written(name: str, line: str, text: str) -> bool:
    words = _line(name).strip()
    if not words:
        return True
    if any(f" {words}{ending} " in line for ending in ("", "s", "es")) or f" {words.removesuffix('s')} " in line:
        return True
    joined = words.replace(" ", "")
    return " " in words and any(
        "".join(_WORD.findall(folded(each))) == joined
        for each in _PIECE.findall(text)
        if " " not in name.strip() or not _is_one_word(each)
    )


def _is_one_word(piece: str) -> bool:
    """Whether nothing in a word shows that it is made of several: neither a capital nor a mark."""
    return piece.isalpha() and (piece[1:].islower() or piece.isupper())


def _pieces(text: str) -> list[str]:
    """Return the words of a text with a capital, without possessive endings, and a gap for each that has none."""
    pieces = (_OWNER.sub("", each) for each in _PIECE.findall(text))
    return [each if not each[:1].islower() else "" for each in pieces]


def _in_its_place(written: str, words: Sequence[str], pieces: Sequence[str], text: str) -> Iterator[str]:
    telling = [each for each in words if each not in OF_MANY and each not in STOP_WORDS]
    said = {each for piece in _PIECE.findall(text) for each in _WORD.findall(folded(piece))}
    if " " in written or len(words) == 1:
        yield _joined_or_parted(words, pieces)
    held = [each for each in telling if _is_held(each, said)]
    if telling and not held:
        yield next((piece for each in telling for piece in pieces if _is_like(each, folded(piece))), "")
    if len(telling) == len(words) > len(held) > 0:
        yield _other_person(written, words, pieces)
    if held == telling:
        yield _other_body(words, said, pieces)


def _joined_or_parted(words: Sequence[str], pieces: Sequence[str]) -> str:
    """Return a name of the same letters that is one word where two are asked for, or two where it is one."""
    joined = "".join(words)
    if len(words) > 1:
        return next((each for each in pieces if folded(each) == joined and _is_one_word(each)), "")
    return next((f"{a} {b}" for a, b in pairwise(pieces) if a and b and folded(a + b) == joined and a.isalpha()), "")


def _is_held(word: str, said: set[str]) -> bool:
    ways = (word, f"{word}s", word.removesuffix("s"))
    return not said.isdisjoint(ways) or is_of_same_people(word, said)


def _is_like(word: str, other: str) -> bool:
    """Whether a word of a text looks like another one that is asked about, and is no form of it."""
    shorter, longer = sorted((word, other), key=len)
    if not other.isalpha() or not shorter or other in OF_MANY or all(each.general for each in words_of(other)):
        return False
    if longer.startswith(shorter) and _DERIVED.fullmatch(longer[len(shorter) :]) and len(longer) - len(shorter) > 1:
        return False
    if is_misspelt(word, other):
        return True
    start = word[:_SHARED_START]
    return min(len(word), len(other)) >= _LONG and other.startswith(start)


def _other_person(written: str, words: Sequence[str], pieces: Sequence[str]) -> str:
    """Return somebody else's name who shares the first or the last with the one that is asked for."""
    first, last = words[0], words[-1]
    if len(words) != 2 or written.split(maxsplit=1)[0] in TITLES:  # noqa: PLR2004 - a first name and a last
        return ""
    for a, b in pairwise(pieces):
        one, other = folded(a), folded(b)
        if not (one and other) or a in TITLES or one in OF_MANY:
            continue
        is_first = a in FIRST_NAMES or is_misspelt(first, one)
        if other == last and is_first and one != first and not are_forms_of_one_name(first, one):
            return f"{a} {b}"
        if one == first and a in FIRST_NAMES and other != last:
            return f"{a} {b}"
    return ""


def _other_body(words: Sequence[str], said: set[str], pieces: Sequence[str]) -> str:
    """Return the name of another body, of the same name but for what says which kind of one it is."""
    for kinds in (_BODIES, _AREAS):
        place = next((at for at, each in enumerate(words) if each in kinds), 0)
        if not place or words[place] in said or f"{words[place]}s" in said:
            continue
        before = [each for each in words[:place] if each not in STOP_WORDS]
        for at in range(len(pieces) - len(before)):
            run = [folded(each) for each in pieces[at : at + len(before)]]
            if run == before and folded(pieces[at + len(before)]) in kinds:
                return " ".join(pieces[at : at + len(before) + 1])
    return ""
