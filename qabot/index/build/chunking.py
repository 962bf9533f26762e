"""Cutting an article into passages: pure, and the same every time.

A passage is a run of whole sentences, of about `MOST_WORDS` words at the most, that the encoder can take in one
piece. Together the passages of an article hold every character of it but the white space between them.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from qabot.core.articles import Article, Passage
from qabot.core.text import Span, is_heading, sentences

MOST_WORDS = 150
"""A section of no more words stays whole; a longer one is cut into passages of like length, each about as long."""
MOST_CHARACTERS = 2_000
"""What a passage never exceeds, whatever its tokens: one made-up word of a megabyte may be a single token."""
TITLE_CHARACTERS = 200
"""How much of a title goes in front of a passage."""

RULE = f"sentences/1 words={MOST_WORDS} characters={MOST_CHARACTERS} title={TITLE_CHARACTERS}"
"""The name of this rule, part of the fingerprint: it differs whenever the same article would be cut differently."""

CountTokens = Callable[[Sequence[str]], list[int]]
"""Tokens that the encoder takes for each text, special tokens included, nothing cut."""

_CLAUSE_END = re.compile(r"[;:,–—)][\"'”’]*(?=\s)|\s(?=[–—(])")
_WORD = re.compile(r"\S+")


class _Piece(Struct, frozen=True):
    """A sentence, or a part of one that is too long to stay whole."""

    start: int
    end: int
    words: int
    tokens: int


def vector_fingerprint(encoder: str) -> str:
    """Return a SHA-256 (hex) over whatever would change a passage's vector: an encoder's fingerprint, and `RULE`."""
    return hashlib.sha256(json.dumps([encoder, RULE]).encode()).hexdigest()


def indexed_text(headline: str, text: str) -> str:
    """Return what is embedded and indexed for a passage: its article's `headline`, then its own text."""
    return f"{headline}\n{text}"


def headline(title: str, count_tokens: CountTokens, max_tokens: int) -> str:
    """Return as many whole words of a title as fit `TITLE_CHARACTERS`, and half the tokens that the encoder takes."""
    most = max_tokens // 2
    if len(title) > TITLE_CHARACTERS:
        start = title[: TITLE_CHARACTERS + 1]
        title = start.rstrip() if start[-1].isspace() else (start.rsplit(None, 1)[0])[:TITLE_CHARACTERS]
    # A token of plain ASCII is at least a character; a character of another script may be several tokens.
    if title.isascii() and len(title) < most:
        return title
    while title and count_tokens([title])[0] > most:
        title = title.rsplit(None, 1)[0] if " " in title else title[: len(title) // 2]
    return title


def split(article: Article, count_tokens: CountTokens, max_tokens: int) -> list[Passage]:
    """Cut an article into passages of whole sentences.

    Args:
        article: What to cut; its text is taken as `qabot.core.text.clean` left it.
        count_tokens: The encoder's own count.
        max_tokens: The most tokens the encoder takes; `indexed_text` of no passage exceeds it.

    Returns:
        Passages in order. None overlap, none crosses a heading, and only white space lies between them.
    """
    head = headline(article.title, count_tokens, max_tokens)
    prefix, nothing = count_tokens([indexed_text(head, ""), ""])
    room = max_tokens - prefix
    spans: list[Span] = []
    for section in _sections(article.text):
        pieces = _pieces(article.text, section, lambda texts: [n - nothing for n in count_tokens(texts)], room)
        spans += _pack(pieces, room)
    spans = _fitting(article.text, head, spans, count_tokens, max_tokens)
    return [Passage(article.id, i, a, b, article.text[a:b]) for i, (a, b) in enumerate(spans)]


def _sections(text: str) -> Iterator[list[Span]]:
    """Group the sentences under each heading; headings that follow one another open one section together."""
    section: list[Span] = []
    under_heading = False
    for start, end in sentences(text):
        heading = is_heading(text, start)
        if heading and section and not under_heading:
            yield section
            section = []
        section.append((start, end))
        under_heading = heading
    if section:
        yield section


def _pieces(text: str, spans: list[Span], count_tokens: CountTokens, room: int) -> list[_Piece]:
    """Measure sentences, and cut those that no passage could hold."""
    pieces: list[_Piece] = []
    for (start, end), tokens in zip(spans, count_tokens([text[a:b] for a, b in spans]), strict=True):
        words = len(text[start:end].split())
        if tokens <= room and words <= MOST_WORDS and end - start <= MOST_CHARACTERS:
            pieces.append(_Piece(start, end, words, tokens))
        else:
            pieces += _cut(text, start, end, count_tokens, room)
    return pieces


def _cut(text: str, start: int, end: int, count_tokens: CountTokens, room: int) -> Iterator[_Piece]:
    """Cut a monster sentence at clauses where there are any, else between words, else inside a word."""
    # What no passage could hold is cut inside a word first; `_fitting` halves what takes more than a token a character.
    width = min(room, MOST_CHARACTERS)
    words = [
        (a, min(a + width, found.end()))
        for found in _WORD.finditer(text, start, end)
        for a in range(found.start(), found.end(), width)
    ]
    tokens = count_tokens([text[a:b] for a, b in words])
    clause_ends = {found.end() for found in _CLAUSE_END.finditer(text, start, end)}
    first = 0
    while first < len(words):
        last = _reach(words, tokens, first, room)
        if last < len(words):
            ends = [i for i in range((first + last) // 2 + 1, last + 1) if words[i - 1][1] in clause_ends]
            last = ends[-1] if ends else last
        yield _Piece(words[first][0], words[last - 1][1], last - first, sum(tokens[first:last]))
        first = last


def _reach(words: list[Span], tokens: list[int], first: int, room: int) -> int:
    """Return one past the last word that still fits a piece beginning at `first`; always at least one word on."""
    last, used = first, 0
    while last < len(words):
        used += tokens[last]
        too_long = words[last][1] - words[first][0] > MOST_CHARACTERS or last - first >= MOST_WORDS
        if last > first and (used > room or too_long):
            break
        last += 1
    return last


def _pack(pieces: list[_Piece], room: int) -> Iterator[Span]:
    """Join pieces to passages of like length, so that no scrap is left at the end of a section."""
    left = sum(piece.words for piece in pieces)
    batch: list[_Piece] = []
    target = _share(left)
    for piece in pieces:
        if batch and _is_full(batch, piece, target, room):
            yield batch[0].start, batch[-1].end
            left -= sum(each.words for each in batch)
            batch, target = [], _share(left)
        batch.append(piece)
    if batch:
        yield batch[0].start, batch[-1].end


def _share(words: int) -> float:
    """Return the length of passages that are as few as can be, and alike."""
    return words / max(1, math.ceil(words / MOST_WORDS))


def _is_full(batch: list[_Piece], piece: _Piece, target: float, room: int) -> bool:
    """Whether one more piece would not fit, or would leave the passage further from its target than it is."""
    words = sum(each.words for each in batch)
    tokens = sum(each.tokens for each in batch)
    overflows = tokens + piece.tokens > room or piece.end - batch[0].start > MOST_CHARACTERS
    return overflows or abs(words + piece.words - target) > abs(words - target)


def _fitting(text: str, head: str, spans: list[Span], count_tokens: CountTokens, max_tokens: int) -> list[Span]:
    """Check every passage as it will be embedded, and halve what is too long after all.

    The tokens of sentences add up exactly where a tokenizer parts at white space; others may need a few more.
    """
    counts = count_tokens([indexed_text(head, text[a:b]) for a, b in spans])
    fitting: list[Span] = []
    for (start, end), tokens in zip(spans, counts, strict=True):
        halves = _halves(text, start, end) if tokens > max_tokens else []
        fitting += _fitting(text, head, halves, count_tokens, max_tokens) if halves else [(start, end)]
    return fitting


def _halves(text: str, start: int, end: int) -> list[Span]:
    """Cut a span at the white space nearest its middle; nothing where it is too short to cut."""
    middle = (start + end) // 2
    if middle == start:
        return []
    gaps = [found.span() for found in re.finditer(r"\s+", text[start:end])]
    if not gaps:
        return [(start, middle), (middle, end)]
    a, b = min(gaps, key=lambda gap: abs(start + gap[0] - middle))
    return [(start, start + a), (start + b, end)]
