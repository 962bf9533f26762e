"""What a text says of what, word by word: which of its words are names, figures or dates, and which it says of anyone.

Two texts of one template have most of their words in common, and part where it counts. Two copies of a story part where
it does not: in who wrote and who passed it on, in how a figure is written, in a letter that was misread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Literal, NamedTuple

from qabot.core.dates import MONTH_NAMES, MONTHS
from qabot.facts.number_words import DIGITS, IN_WORDS, SCALE, value_of

Kind = Literal["figure", "date", "weekday", "name", "negation", "word"]
"""What a word is: all but `word` and `weekday` make what is said another thing."""

AGENCIES = frozenset("reuters afp ap pa bloomberg press association media ansa dpa".split())
"""Words of the names of those who pass stories on: who is thanked for one is no part of it."""

_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth hundredth half quarter".split()
)
_NEGATIONS = frozenset("not no never nor none nobody nothing neither without cannot".split())
_TITLED = frozenset("mr mrs ms miss dr sir dame lord lady prof cllr rt hon".split())

_SINGULAR = frozenset(
    """has is was does plans wants needs says agrees faces cuts raises buys chooses picks opens launches signs appoints
    drops scraps spends pays wins joins closes gets""".split()
)
_MODALS = frozenset("will would must can could may might should had".split())
"""Behind a word that begins a sentence these say that one is meant: of things, English says which."""
_NO_NAMES = frozenset(
    """i it he she they we you this that these those there who what which one another each everyone everybody everything
    nobody nothing none some someone something all both either neither many most much more such the a an here how when
    where why work spending""".split()
)

_FIGURE = rf"(?:{DIGITS})(?!\w|[.,/:-]\d)|\b(?:{IN_WORDS})\b"
_NUMERIC_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$|(\d{4})-(\d{2})-(\d{2})$")
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)$")
_STOP = re.compile(r"[.!?;\n“\"|]|^$")
_MISREAD_DIGITS = str.maketrans("oOlISB", "001158")
_MISREAD_LETTERS = str.maketrans("015", "ols")
_MISREAD_FIGURE = re.compile(rf"(?=.*\d)([\dOolISB][\d.,OolISB]*?)({SCALE})?$")
_MOSTLY_LETTERS = re.compile(r"(?=(?:.*[^\W\d_]){4})(?=\D*\d\D*$)[^\W\d_]+[015][^\W\d_]*$")
_SHORT = 3
"""Letters of words that headlines write small: of, and, for."""
_MOST_CAPITALS = 0.6
"""Share of a text's words with a capital above which capitals say nothing, as in a headline."""


@cache
def _word() -> re.Pattern[str]:
    """Return the pattern of a word: made when texts are first compared, which few questions come to."""
    return re.compile(
        rf"(?P<currency>[£$€])?(?P<number>{_FIGURE})"
        rf"(?:\W{{1,4}}(?P<scale>{SCALE})\b)?(?:\W{{0,4}}(?P<share>%|(?:per\W{{0,4}}cent|pc)\b))?"
        rf"|(?P<money>[£$€])?(?P<short>{DIGITS})(?P<unit>(?:{SCALE}))\b"
        r"|(?P<mark>[£$€])?(?P<code>[^\W_]*\d\w*(?:[.,/:-]\w*\d\w*)*)"
        rf"(?:\W{{1,4}}(?P<scaled>{SCALE})\b)?"
        r"|(?P<word>[^\W_]+(?:['’][^\W_]+)*)",
        re.IGNORECASE,
    )


@cache
def _furniture() -> re.Pattern[str]:
    """Return the pattern of what a page says of itself, of who wrote, carried and counted it, and how to reach them."""
    return re.compile(
        r"""^[ \t]*(?:(?:additional\ )?(?:words|written|reporting|editing|edited|posted|published)\ )?by:?
        \ (?-i:[A-Z][\w'’-]+\ [A-Z])[^\n]{0,60}$
    |\A[ \t]*by\ (?-i:[A-Z][\w'’-]+(?:\ [A-Z][\w'’.-]+){1,3})(?-i:,\ [A-Z][\w ]{2,40})?(?=[\s.])
    |^[ \t]*(?:photo(?:graph)?s?|picture|image|posted|first\ published|last\ updated|updated|share|tweet|topics|tags
        |filed\ under)(?:\ (?:(?:at|on)\ )?(?-i:[A-Z\d(])|\s*:)[^\n]{0,100}$
    |^[ \t]*[A-Z][A-Z .'’-]{1,40}(?:,\ \w{3,9}\.?\ \d{1,2})?
        \ \((?:reuters|pa|ap|afp|bloomberg|pa\ media)\)(?:\s?[-–—:])?
    |^[ \t]*(?-i:[A-Z]{3}[A-Z .'’-]{0,40})(?:,\ \w{3,9}\.?\ \d{1,2})?\s?[-–—:]\s
    |\((?:reuters|pa|ap|afp|bloomberg|pa\ media)\)
    |(?:reporting|editing)\ by\ [^\n.;]{1,80}[.;]?
    |(?:©|\(c\)|\bcopyright\b)[^\n.]{0,80}
    |\b\d{1,6}\ (?:comments?|shares?|views?|likes?|(?:min|minute)s?\ read|(?:minute|hour|day|week|month|year)s?\ ago)\b
    |\bcomments?\ ?\(\d{1,6}\)
    |\b[\w.+-]{1,64}@[\w.-]{1,100}|\bhttps?://\S+|\bwww\.\S+
    |(?<![\w£$€.,])(?:\+44\ ?|0)\d{2,5}[ -]?\d{3,4}[ -]?\d{3,4}\b
    """,
        re.IGNORECASE | re.MULTILINE | re.VERBOSE,
    )


class Word(NamedTuple):
    """A word as it is compared."""

    key: str
    """What its spellings have in common: small letters, a figure's value."""
    kind: Kind
    """What it is."""
    begins: bool = False
    """Whether a sentence, a line or a quotation begins with it."""

    @property
    def is_particular(self) -> bool:
        """Whether another in its place makes what is said another thing."""
        return self.kind not in {"word", "negation"}


def read_words(text: str, most: int) -> list[Word]:
    """Return the first words of a text, without what its page says of itself."""
    return _named(list(_words(_furniture().sub("\n", text), most)))


def read_title(title: str, most: int) -> list[Word]:
    """Return the first words of a title: names are those with a capital behind the first, unless all have one."""
    found = list(_words(title, most))
    long = [written for word, written in found[1:] if word.kind == "word" and len(written) > _SHORT]
    if all(map(_is_capital, long)):
        return [word for word, _ in found]
    return [
        Word(word.key, "name", word.begins) if number and word.kind == "word" and _is_capital(written) else word
        for number, (word, written) in enumerate(found)
    ]


def _words(text: str, most: int) -> Iterator[tuple[Word, str]]:
    """Yield words, none of them a name yet, and how each was written."""
    behind = 0
    for found in islice(_word().finditer(text), most):
        between = text[behind : found.start()]
        begins = behind == 0 or bool(_STOP.search(between))
        behind = found.end()
        written = found[0]
        for key, kind in _read(found):
            yield Word(key, kind, begins), written
            begins = False


def _read(found: re.Match[str]) -> Iterator[tuple[str, Kind]]:
    if found["number"]:
        share = "%" if found["share"] else ""
        yield f"{found['currency'] or ''}{_value(found['number'], found['scale'] or '')}{share}", "figure"
    elif found["short"]:
        yield f"{found['money'] or ''}{_value(found['short'], found['unit'])}", "figure"
    elif found["code"]:
        yield from _code(found["code"], found["mark"] or "", found["scaled"] or "")
    else:
        yield _plain_word(found["word"])


def _value(number: str, scale: str) -> str:
    return f"{value_of(' '.join(number.split()), scale).normalize():f}"


def _code(written: str, currency: str, scale: str) -> Iterator[tuple[str, Kind]]:
    """Read what holds digits: a date, a day of one, a misread number or word, or the name of a thing."""
    if day := _NUMERIC_DATE.match(written):
        days, month, year = (day[1], day[2], day[3]) if day[1] else (day[6], day[5], day[4])
        if 1 <= int(month) <= len(MONTH_NAMES):
            yield str(int(days)), "figure"
            yield MONTH_NAMES[int(month) - 1], "date"
            yield year, "figure"
            return
    if ordinal := _ORDINAL.match(written.casefold()):
        yield ordinal[1], "figure"
    elif (
        (currency or written[0].isdigit())
        and (misread := _MISREAD_FIGURE.match(written))
        and re.fullmatch(DIGITS, digits := misread[1].translate(_MISREAD_DIGITS))
    ):
        yield currency + _value(digits, misread[2] or scale), "figure"
    elif _MOSTLY_LETTERS.match(written):
        yield written.translate(_MISREAD_LETTERS).casefold(), "word"
    else:
        yield currency + written.casefold(), "figure"


def _plain_word(written: str) -> tuple[str, Kind]:
    key = written.casefold().replace("’", "'").removesuffix("'s")
    if key in _NEGATIONS or key.endswith("n't"):
        return key, "negation"
    if key in _WEEKDAYS:
        return key, "weekday"
    if key in MONTHS and written[0].isupper():
        return MONTH_NAMES[MONTHS[key] - 1], "date"
    return key, "figure" if key in _ORDINALS else "word"


def _named(words: list[tuple[Word, str]]) -> list[Word]:
    """Tell names by their capitals.

    The first word of a sentence is one if it is elsewhere, if a capital follows, or a verb for one: `Leeds has`.
    """
    plain = [written for word, written in words if word.kind == "word"]
    if sum(written[0].isupper() for written in plain) > _MOST_CAPITALS * len(plain):
        return [word for word, _ in words]
    inside = {
        word.key for word, written in words if word.kind == "word" and not word.begins and _is_capital(written)
    } - _TITLED
    named: list[Word] = []
    for number, (word, written) in enumerate(words):
        following = words[number + 1] if number + 1 < len(words) and not words[number + 1][0].begins else None
        is_name = word.kind == "word" and word.key not in _TITLED and _is_capital(written)
        if is_name and (word.key in inside or (word.begins and _begins_a_name(word.key, written, following))):
            word = Word(word.key, "name", word.begins)  # noqa: PLW2901
        named.append(word)
    return named


def _begins_a_name(key: str, written: str, following: tuple[Word, str] | None) -> bool:
    """Whether the first word of a sentence is a name, or a part of one, by the word behind it."""
    if key in _NO_NAMES or following is None:
        return False
    behind, is_many = following[0].key, key.endswith("s")
    is_owner = written.endswith(("'s", "’s"))
    return _is_capital(following[1]) or is_owner or behind in _SINGULAR or (behind in _MODALS and not is_many)


def _is_capital(written: str) -> bool:
    return written[0].isalpha() and written != written.lower() and written.casefold() not in {"i", "a"}
