"""The words of a question: which carry what it is about, and which only ask. Pure."""

from __future__ import annotations

import re

from qabot.core.text import Span

_PUNCTUATION = "\"'“”‘’.,;:!?()[]…-–—"
_WORD = re.compile(r"\S+")

STOP_WORDS = frozenset(
    """a about after all also am an and any are as at be because been before being between both but by can could did do
    does doing down during each else ever few for from further get gets getting give given go goes got had has have
    having he her here hers him his how i if in into is it its itself just let like may me might more most much must my
    no nor not now of off on once one only or other our out over own please s same say says she should so some such t
    tell than that the their them then there these they this those through to too under until up us very was we were
    what when where whether which while who whom whose why will with would you your""".split()
)
"""Words that say nothing of what is asked about. Without them BM25 is 10 to 60 times faster, at no loss of quality."""

_SMALL = frozenset("a an and as at by for from in into of on or over the to under with".split())
"""Words that a title writes small too."""

FORM_WORDS = frozenset("stance view views position opinion opinions attitude reaction think thinks thought".split())
"""Words that say what form an answer takes. An article states a stance; it seldom calls it one."""


def content_words(text: str) -> list[str]:
    """Return the words of a question that carry what it is about; all of them where none do.

    Words are split at white space and stripped of punctuation, so that `who?` and `who's` count as `who`.
    """
    return [text[start:end] for start, end in content_spans(text)]


def content_spans(text: str) -> list[Span]:
    """Return where in a question its content words stand."""
    cores = (_core(found[0], found.start()) for found in _WORD.finditer(text))
    spans = [(start, end) for start, end in cores if start < end]
    stems = [text[start:end].casefold().replace("’", "'").removesuffix("'s") for start, end in spans]
    said = [span for span, stem in zip(spans, stems, strict=True) if stem not in STOP_WORDS]
    kept = [span for span, stem in zip(spans, stems, strict=True) if stem not in STOP_WORDS | FORM_WORDS]
    return kept or said or spans


def _core(word: str, start: int) -> Span:
    """Return where in a question the word at this place stands without its punctuation."""
    core = word.strip(_PUNCTUATION)
    start += len(word) - len(word.lstrip(_PUNCTUATION))
    return start, start + len(core)


def proper_names(text: str) -> list[str]:
    """Return the content words that a question writes with a capital, past its first word.

    A question all in capitals, or with a capital to every word but the smallest, tells nothing by them: none are
    returned.
    """
    words = content_words(text)
    capital = [word for word in words if word[0].isupper()]
    first, *others = text.split() or [""]
    is_prose = len(capital) < len(words) or any(word.islower() and word not in _SMALL for word in others)
    return [word for word in capital if word != first] if is_prose else []
