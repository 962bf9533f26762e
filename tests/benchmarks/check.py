"""Checking drafts: faults that were planted and found, alarms over what is right, and how long 1,000 words take."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from qabot.core.settings import Home
from qabot.index.snapshot import open_current
from qabot.question.entities import EntityGazetteer
from qabot.reports.check import CheckedDraft, check_draft, read_draft
from tests.benchmarks.homes import Homes

_FAULT = re.compile(r"\{(\w+)\|([^{}]*)\}")
_HALVES = {
    "tuned": "drafts_tuned.txt",
    "held out": "drafts_held_out.txt",
    "later": "drafts_later.txt",
    "further, tuned": "drafts_further_tuned.txt",
    "wider, tuned": "drafts_wider_tuned.txt",
    "wider, later": "drafts_wider_later.txt",
    "last, later": "drafts_last_later.txt",
    "fresh, tuned": "drafts_fresh_tuned.txt",
    "fresh, later": "drafts_fresh_held_out.txt",
    "newest, tuned": "drafts_newest_tuned.txt",
    "newest, later": "drafts_newest_later.txt",
    "newest, looked at": "drafts_newest_looked_at.txt",
    "lately, looked at": "drafts_lately_looked_at.txt",
    "final, looked at": "drafts_final_looked_at.txt",
    "december, tuned": "drafts_december_tuned.txt",
    "december, held out": "drafts_december_held_out.txt",
    "forms, tuned": "drafts_forms_tuned.txt",
    "forms, held out": "drafts_forms_held_out.txt",
}
_EXPECTED = {
    "figure": {"other_figure", "altered"},
    "body": {"other_body", "misattributed", "altered"},
    "speaker": {"misattributed", "other_body"},
    "year": {"other_date"},
    "not": {"altered"},
    "ellipsis": {"stitched", "altered"},
    "order": {"stitched"},
    "paraphrase": {"not_held", "altered"},
    "unit": {"other_figure"},
    "month": {"other_date"},
    "outlet": {"misattributed", "other_body"},
    "place": {"other_body", "misattributed", "altered"},
    "swap": {"other_figure", "other_body", "misattributed", "other_date", "altered"},
    "verb": {"altered"},
}
"""Which findings name a fault of a kind rightly."""
_ROUNDS = 7


class Fault(NamedTuple):
    """A fault in a draft."""

    kind: str
    start: int
    end: int


class MarkedDraft(NamedTuple):
    """A draft with what is wrong in it."""

    text: str
    faults: tuple[Fault, ...]


def marked_drafts(path: Path) -> list[MarkedDraft]:
    """Read drafts with their faults."""
    whole = "".join(line for line in path.read_text(encoding="utf-8").splitlines(True) if not line.startswith("#"))
    return [_read(each.strip()) for each in whole.split("---\n")]


def _read(written: str) -> MarkedDraft:
    pieces: list[str] = []
    faults: list[Fault] = []
    place = length = 0
    for found in _FAULT.finditer(written):
        pieces += [written[place : found.start()], found[2]]
        length += found.start() - place
        faults.append(Fault(found[1], length, length + len(found[2])))
        length += len(found[2])
        place = found.end()
    return MarkedDraft("".join([*pieces, written[place:]]), tuple(faults))


def check(homes: Homes) -> None:
    """Print what is found of planted faults, false alarms, and times; `QABOT_WRONG=tuned` names errors."""
    home = homes.starter()
    for half, name in _HALVES.items():
        path = Path(__file__).with_name(name)
        if path.exists():
            _quality(home, half, marked_drafts(path), verbose=os.environ.get("QABOT_WRONG") == half)
    _times(home)


def _quality(home: Home, half: str, drafts: list[MarkedDraft], *, verbose: bool = False) -> None:
    generation, gazetteer = open_current(home.index), EntityGazetteer.load()
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    named: Counter[str] = Counter()
    right = alarms = passed = ticked = 0
    for draft in drafts:
        checked = check_draft(read_draft("draft.txt", draft.text.encode()), generation, gazetteer)
        for fault in draft.faults:
            over = [each for each in checked.differing if each.start <= fault.end and each.end >= fault.start]
            planted[fault.kind] += 1
            found[fault.kind] += bool(over)
            named[fault.kind] += any(each.judgement.outcome in _EXPECTED[fault.kind] for each in over)
            is_ticked = _is_ticked(checked, fault)
            ticked += is_ticked
            if verbose and is_ticked:
                print("    TICKED", fault.kind, repr(draft.text[max(0, fault.start - 60) : fault.end + 40]))
            if verbose and not any(each.judgement.outcome in _EXPECTED[fault.kind] for each in over):
                print(
                    "    MISSED" if not over else "    MISNAMED",
                    fault.kind,
                    repr(draft.text[max(0, fault.start - 60) : fault.end + 40]),
                )
        clean = [each for each in checked.statements if not _is_faulty(checked, draft, each.start, each.end)]
        right += len(clean)
        passed += sum(each.judgement.ok is True for each in clean)
        alarms += sum(each.judgement.ok is False for each in clean)
        if verbose:
            for each in clean:
                if each.judgement.ok is False:
                    print(
                        "    ALARM",
                        each.kind,
                        each.judgement.outcome,
                        repr(draft.text[slice(*each.focus)]),
                        each.judgement.note,
                        each.judgement.differences,
                        [e.quote for e in each.judgement.evidence[:1]],
                    )
    total, got = sum(planted.values()), sum(found.values())
    print(f"  {half}: {len(drafts)} drafts, found {got} of {total} faults ({got / total:.2f}), "
          f"named rightly {sum(named.values())}; false alarms {alarms} of {right} right statements "
          f"({alarms / right:.3f}), {passed} of them passed; {ticked} faults passed")  # fmt: skip
    for kind in sorted(planted):
        print(f"    {kind:<11} {found[kind]} of {planted[kind]}, named rightly {named[kind]}")


def _is_ticked(checked: CheckedDraft, fault: Fault) -> bool:
    """Whether a statement that is about a fault passes, and none that is about it does not."""
    about = [
        each.judgement.ok
        for each in checked.statements
        if each.focus[0] < fault.end and each.focus[1] > fault.start and each.judgement.ok is not None
    ]
    return bool(about) and all(about)


def _is_faulty(checked: CheckedDraft, draft: MarkedDraft, start: int, end: int) -> bool:
    """Whether the line's sentence that a statement is of holds a fault."""
    before = max((draft.text.rfind(stop, 0, start) for stop in (". ", ".” ", '." ', "? ", "\n")), default=0)
    behind = [place for stop in (". ", ".” ", '." ', "\n") if (place := draft.text.find(stop, end)) >= 0]
    last = min(behind, default=len(checked.text))
    return any(fault.start < last and fault.end > before for fault in draft.faults)


def _times(home: Home) -> None:
    generation, gazetteer = open_current(home.index), EntityGazetteer.load()
    halves = (marked_drafts(Path(__file__).with_name(name)) for name in _HALVES.values())
    text = "\n\n".join(draft.text for half in halves for draft in half)
    words = list(re.finditer(r"\S+", text))[:1000]
    draft = read_draft("draft.txt", text[: words[-1].end()].encode())
    taken: list[float] = []
    for _ in range(_ROUNDS):
        started, used = time.perf_counter(), time.process_time()
        check_draft(draft, generation, gazetteer)
        taken.append(1000 * (time.perf_counter() - started))
        print(f"    {taken[-1]:.0f} ms, {1000 * (time.process_time() - used):.0f} ms of processor")
    print(f"  1,000 words, warm: {statistics.median(taken):.0f} ms in the median, {min(taken):.0f} at the best")
    path = home.path / "draft-of-1000-words.txt"
    path.write_text(draft.text, encoding="utf-8")
    line = [sys.executable, "-m", "qabot", "check", str(path), "--quiet", "--home", str(home.path)]
    colds: list[float] = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run(line, check=False, capture_output=True)
        colds.append(1000 * (time.perf_counter() - started))
    path.unlink()
    print(f"  1,000 words, cold: {statistics.median(colds):.0f} ms in the median, {min(colds):.0f} at the best")
