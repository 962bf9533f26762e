"""Text hygiene: what every article, question and terminal line passes through.

`clean` at ingest, `printable` once more before a terminal, and the boundaries of sentences and paragraphs in between.
Cleaning is idempotent, and everything behind it works on cleaned text by character range, so that what is shown is
what is stored.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator

Span = tuple[int, int]
"""First character and one past the last, as in a slice."""

_WORD = re.compile(r"[^\W_]+")
_ESCAPE_SEQUENCES = re.compile(
    r"""(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]                            # CSI: colours, cursor movement
      | (?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f\n]{0,4096}
        (?:\x07|\x1b\\|\x9c)                                       # OSC, DCS …, closed; none within another
      | \x1b[@-Z\\-_]                                               # two-character escapes
    """,
    re.VERBOSE,
)
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{3,}")
_SPACES = re.compile(r" {2,}")
_HIDDEN = re.compile(
    r"["
    r"\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ud800-\uf8ff\ufeff\ufff9-\ufffb\U000110bd"
    r"\U000110cd\U00013430-\U00013438\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001"
    r"\U000e0020-\U000e007f\U000f0000-\U000ffffd\U00100000-\U0010fffd"
    r"]+"
)
"""What a reader cannot see: controls but the line feed, formats (bidi, zero-width), surrogates, private characters."""
_NO_XML = re.compile("[\ufffe\uffff]")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_MARKS = re.compile(r"[^\x00-\u02ff]{31,}")
"""Where more marks than `MOST_MARKS` may follow each other: what puts one on a letter lies beyond these characters."""
MOST_MARKS = 30
"""Marks on one letter: what Unicode calls a stream-safe text (UAX 15). They are put in order one by one."""
_OTHER_SPACES = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")

_HEADING = re.compile(r"#{1,6} ")
_PARAGRAPH = re.compile(r"^#{1,6} [^\n]*|[^\n]+(?:\n(?!#{1,6} )[^\n]+)*", re.MULTILINE)
_LIST_ITEM = re.compile(r"(?:[-*•–]|\d{1,3}[.)]|[a-z]\)) ")
_STOP = re.compile(r"[.!?…](?<![.!?…][.!?…])[.!?…]*+[\"'”’)\]»]*+(?=\s)|[。！？]+")
"""Possessive, and only from the first of a run: a text of stops and nothing else takes no longer than any other."""
_LONGEST_WORD = 60
"""Characters before a stop within which its word begins, if it is an abbreviation or an initial."""
_OPENER = re.compile(r"[\"'“‘(\[«]*")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof sir rev hon st eg e.g ie i.e cf vs v al approx est dept govt ltd plc inc co corp llp jan "
    "jun jul aug sep sept oct nov dec gen col lt capt sgt feb apr cllr rt u.k u.s a.m p.m".split()
)
_BEFORE_NUMBERS = frozenset("no nos p pp para paras fig figs vol vols art sec ch ed mar".split())


def clean(text: str) -> str:
    r"""Return text as qabot stores it.

    Terminal escape sequences, control, bidi, zero-width, private and surrogate characters go; line ends become `\n`,
    every other space ` `; runs of spaces and of blank lines shrink; ligatures such as `ﬁ` become their letters; marks
    beyond the thirtieth on a letter go; what is left is in Unicode NFC.
    """
    is_plain = _is_plain(text)
    text = stream_safe(_LIGATURE.sub(_letters, text)) if not text.isascii() else text
    text = unicodedata.normalize("NFC", text if is_plain else printable(_LINE_ENDS.sub("\n", text)))
    text = text if is_plain else _OTHER_SPACES.sub(" ", text)
    text = _SPACES.sub(" ", text) if "  " in text else text
    text = "\n".join(line.strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip() if "\n\n\n" in text else text.strip()


def _letters(ligature: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", ligature[0])


def stream_safe(text: str) -> str:
    """Return text with no more than `MOST_MARKS` marks on a letter, so that any form of Unicode takes linear time."""
    return text if text.isascii() else _MARKS.sub(_fewer_marks, text)


def _fewer_marks(run: re.Match[str]) -> str:
    """Return a run of letters with no more marks on any of them than any writing has use for."""
    marks = 0
    kept: list[str] = []
    for letter in run[0]:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def clean_line(text: str) -> str:
    """Return text cleaned and on one line: what a title, a name or a label needs."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(clean(text).split())


def small_letters(text: str) -> str:
    """Return text in small letters, each in its place: of all letters, only a dotted capital I would become two."""
    return text.replace("İ", "i").lower()


def printable(text: str) -> str:
    """Return text without anything that could steer a terminal, ready to be shown.

    An escape sequence that is never closed loses its introducer only, so that it cannot swallow the words behind it.
    """
    if _is_plain(text):
        return text
    return _HIDDEN.sub("", _ESCAPE_SEQUENCES.sub("", text.replace("\t", " ")))


def xml_safe(text: str) -> str:
    """Return text without anything that could steer a terminal, nor what XML 1.0 forbids besides; not escaped yet."""
    return _NO_XML.sub("", printable(text))


def json_escaped(written: str) -> str:
    """Return JSON with whatever could steer a terminal as escapes, which mean the same to whoever reads it.

    Lone surrogates, of a file's name that is no UTF-8, stay for the stream to replace: JSON has no word for them.
    """
    return written if _is_plain(written) else _HIDDEN.sub(_as_escapes, written)


def _as_escapes(run: re.Match[str]) -> str:
    return "".join(each if "\ud800" <= each <= "\udfff" else json.dumps(each)[1:-1] for each in run[0])


def _is_plain(text: str) -> bool:
    """Whether a text holds nothing but what can be seen, spaces and line feeds, as most do: it takes no cleaning."""
    return text.isprintable() or text.replace("\n", "").isprintable()


def is_heading(text: str, start: int = 0) -> bool:
    """Whether a heading begins at this character: one to six `#` and a space, at the start of a line."""
    return (start == 0 or text[start - 1] == "\n") and _HEADING.match(text, start) is not None


def paragraphs(text: str) -> list[Span]:
    """Return the spans of the headings, each a line, and of the blocks that they and blank lines part, in order."""
    return [found.span() for found in _PARAGRAPH.finditer(text)]


def numbered_paragraphs(text: str) -> list[tuple[int | None, Span]]:
    """Return the spans of `paragraphs` with their numbers, from 1; headings have none."""
    numbered: list[tuple[int | None, Span]] = []
    number = 0
    for start, end in paragraphs(text):
        heading = is_heading(text, start)
        number += not heading
        numbered.append((None if heading else number, (start, end)))
    return numbered


def paragraph_number(text: str, position: int) -> int:
    """Return which paragraph of cleaned text a character stands in, from 1; headings are not counted."""
    starts = (start for start, _ in paragraphs(text) if not is_heading(text, start))
    return max(1, sum(start <= position for start in starts))


def sentences(text: str) -> list[Span]:
    """Return the spans of the sentences of cleaned text, in order.

    The spans reproduce the text: between them, before the first and behind the last lies white space only. A blank
    line, a heading's end and the start of a list item always part sentences; a single line break does not.
    """
    return [
        span for start, end in paragraphs(text) for line in _lines(text, start, end) for span in _sentences(text, *line)
    ]


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a paragraph before list items; lines that merely wrap stay together."""
    begin = start
    position = text.find("\n", start, end)
    while position >= 0:
        if _LIST_ITEM.match(text, position + 1):
            yield begin, position
            begin = position + 1
        position = text.find("\n", position + 1, end)
    yield begin, end


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end and _ends_sentence(text, begin, stop):
            yield begin, stop.end()
            begin = stop.end()
            while begin < end and text[begin].isspace():
                begin += 1
    if begin < end:
        yield begin, end


def _ends_sentence(text: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether a stop closes its sentence, going by the words before and behind it."""
    if stop[0][0] in "。！？":
        return True
    opener = _OPENER.match(text, stop.end() + 1)
    follows = text[opener.end() : opener.end() + 1] if opener else ""
    if follows.islower():
        return False
    if stop[0] != ".":
        return True
    item = _LIST_ITEM.match(text, begin)
    if item and item.end() == stop.end() + 1:
        return False
    before = text[max(begin, stop.start() - _LONGEST_WORD) : stop.start()].split()
    word = before[-1].lstrip("\"'“‘([«") if before else ""
    if word.lower() in _BEFORE_NUMBERS:
        return not follows.isdigit()
    return word.lower() not in _ABBREVIATIONS and not (len(word) == 1 and word.isupper())


def says(text: str, phrase: str) -> bool:
    """Whether a text holds a phrase word for word, whatever the case, white space and punctuation."""
    return words_in_line(phrase) in words_in_line(text)


def words_in_line(text: str) -> str:
    """Return the words of a text in small letters, a space before and behind each: what phrases are looked for in."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def room_around(span: Span, others: Iterable[Span], length: int) -> Span:
    """Return the range around a span that reaches to the nearest of others on either side, or to the ends of its text.

    Args:
        span: The span.
        others: Others in the same text, in any order; those that overlap it do not count.
        length: Characters of the text.
    """
    start, stop = 0, length
    for a, b in others:
        if b <= span[0]:
            start = max(start, b)
        if a >= span[1]:
            stop = min(stop, a)
    return start, stop
