"""How a question is put to the reader, which knows no names: in the spelling of the passage that it is put to.

A reader that meets `ESN` where the passage writes "Emergency Services Network", or `Braken` where it writes "Bracken",
takes it for something else, and finds no answer. So a body is called as the passage calls it, and a word that the
reader does not have whole, for a name or a slip of the finger, is spelt as the passage spells it. Nothing else of the
question is changed, and nothing of this is shown: it is what one passage is read with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

from qabot.core.questions import AnalysedQuestion, EntityMention
from qabot.facts.misspellings import is_misspelt

_WORD = re.compile(r"[^\W\d_]{3,}")
_PIECE = re.compile(r"\w+(?:[-.’'&/]\w+)*")
_OWNER = re.compile(r"[’']s$")
_NAME = re.compile(r"\b(?!The |A |An )[A-Z][\w’'-]*(?: (?:(?:of|for|and|the|in|on) ){0,2}[A-Z][\w’'-]*){2,}")
_INITIALS = range(3, 8)
"""Letters of a word that may be the initials of a name, of at least as many words."""


def wording_for(question: AnalysedQuestion, is_known: Callable[[str], bool], *texts: str) -> str:
    """Return a question, with what was carried over, in the words that a passage has for what it names.

    Args:
        question: As understood.
        is_known: Whether the reader has a word whole, and therefore knows it from others.
        texts: The passage, and the title of its article.
    """
    whole = question.whole
    for mention in question.mentions:
        if not _stands_in(mention.written, texts) and (name := _name_for(mention, texts)):
            whole = re.sub(_as_word(mention.written), lambda _, name=name: name, whole)
    strange = {word for word in _WORD.findall(whole) if not is_known(word)}
    if not strange:
        return whole
    spellings = {**_initials(texts), **_spellings(texts)}
    return _WORD.sub(lambda found: _spelt(found[0], spellings) if found[0] in strange else found[0], whole)


def _name_for(mention: EntityMention, texts: Iterable[str]) -> str:
    """Return another of its names: one that the texts have, or the usual one where what is written is an acronym.

    That is written out wherever a passage has neither, since it may speak of the "emergency network".
    """
    usual = mention.names[0]
    held = next((name for name in mention.names if _stands_in(name, texts)), "")
    return held or (usual if " " in usual and " " not in mention.written else "")


def _stands_in(name: str, texts: Iterable[str]) -> bool:
    return any(re.search(_as_word(name), text, re.IGNORECASE) for text in texts)


def _as_word(name: str) -> str:
    return rf"(?<!\w){re.escape(name)}(?!\w)"


def _spellings(texts: Iterable[str]) -> Mapping[str, str]:
    """Return the words of texts, and each two that stand together, as they are written, by their letters alone."""
    found: dict[str, str] = {}
    for text in texts:
        words = [_OWNER.sub("", word) for word in _PIECE.findall(text)]
        for written in (*words, *(" ".join(pair) for pair in pairwise(words))):
            found.setdefault("".join(filter(str.isalnum, written)).casefold(), written)
    return found


def _initials(texts: Iterable[str]) -> Mapping[str, str]:
    """Return the names of three words or more in texts, by their initials: `mmoa`, "Manage My Ofsted Account"."""
    names = (found[0] for text in texts for found in _NAME.finditer(text))
    by_initials = {"".join(filter(str.isupper, name)).casefold(): name for name in names}
    return {initials: name for initials, name in by_initials.items() if len(initials) in _INITIALS}


def _spelt(word: str, spellings: Mapping[str, str]) -> str:
    """Return a word as it is spelt there: parted or joined otherwise, with an apostrophe, or typed right."""
    letters = word.casefold()
    if letters in spellings:
        return spellings[letters]
    if letters.endswith("s") and letters[:-1] in spellings:
        return f"{spellings[letters[:-1]]}'s"
    return next(
        (written for key, written in spellings.items() if " " not in written and is_misspelt(letters, key)), word
    )
