"""Sets of labelled questions, in three forms.

A file of JSON lines, one question each:

    {"q": …, "story_ids": […], "answer": …, "kind": …, "previous": […], "today": …}

`question` and `articles` may stand for `q` and `story_ids`. An article is named by its id or the last part of it; where
the list is empty, nothing answers. A line may be a whole conversation instead, of which every turn after the first is a
question behind those before it; `complete` tells of one that it says by itself all that it asks:

    {"kind": …, "turns": [{"q": …, "articles": […], "answer": …, "complete": …}, …]}

Or a folder, as information retrieval has them:

    corpus.jsonl[.gz]   `_id`, `title`, `text`: the articles
    queries.jsonl       `_id`, `text`, perhaps `history`, `answerability`, `answers`
    qrels.tsv           query-id, corpus-id and grade, apart by tabs, below a line that names them
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TypeGuard, cast

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.errors import UsageError
from qabot.core.storage_faults import storage_fault
from qabot.evaluate.eval_home import set_corpus

QUERIES, JUDGEMENTS = "queries.jsonl", "qrels.tsv"
_ANSWERABILITY = {"answerable": True, "partial": True, "unanswerable": False}
"""What such a label says; others, such as UNDERSPECIFIED, say neither."""

_GRADE_DIGITS = 4
_FEWEST_TURNS = 2
"""What makes a conversation."""

_Record = Mapping[str, object]


class JudgedQuery(Struct, frozen=True):
    """A question with what is known of its answer."""

    id: str
    """The set's own id for it, or one derived from its words, so that it outlives a change of order."""
    text: str
    """As asked."""
    kind: str
    """What sort of question it is; measures are given by it."""
    relevant: Mapping[str, int]
    """Grades by article, named as the set names it; 0 means judged and found wanting."""
    answerable: bool | None
    """Whether the articles answer it; None where that is not known, and the verdict is not judged."""
    answers: tuple[str, ...] = ()
    """Wordings of the answer."""
    previous: tuple[str, ...] = ()
    """What was asked before, in the same conversation."""
    today: date | None = None
    """The day on which it is asked; None for any."""
    complete: bool | None = None
    """Whether it says by itself all that it asks, so that nothing need be taken over; None where that is not known."""

    @property
    def is_judged(self) -> bool:
        """Whether any article is known to answer it, so that a ranking can be measured."""
        return any(grade > 0 for grade in self.relevant.values())


class QuestionSet(Struct, frozen=True):
    """Questions read from one place."""

    name: str
    """The file's or folder's name."""
    questions: tuple[JudgedQuery, ...]
    """In their order; never empty, and no two with the same id."""
    corpus: Path | None
    """The folder that holds the articles they are asked of, where the set has its own."""


def read_questions(path: Path) -> QuestionSet:
    """Read a set of questions.

    Raises:
        UsageError: There is no such set, or a line of it is malformed.
    """
    if path.is_dir():
        questions = _from_folder(path)
        corpus = path if set_corpus(path) else None
    else:
        questions, corpus = _from_file(path), None
    if not questions:
        raise UsageError(f"{path} holds no question.", hint="Name a file of questions, one JSON object a line.")
    return QuestionSet(path.resolve().name.removesuffix(".jsonl"), tuple(questions), corpus)


def _from_file(path: Path) -> list[JudgedQuery]:
    found: dict[str, JudgedQuery] = {}
    for place, whole in _records(path):
        for record in _conversed(place, whole) if "turns" in whole else [whole]:
            question = _typed(place, record)
            own = place.text(record, "id", "_id", required=False)
            if own in found:
                raise place.malformed(f"has the id {own[:80]!r} of an earlier line")
            # The same words asked twice are told apart by a count behind the id.
            derived = (f"{question.id}{f'-{n}' if n > 1 else ''}" for n in range(1, len(found) + 2))
            question = replace(question, id=own or next(each for each in derived if each not in found))
            found[question.id] = question
    return list(found.values())


def _conversed(place: _Place, conversation: _Record) -> Iterator[_Record]:
    """Yield every turn of a conversation but the first, as a question with what was asked before it."""
    turns = place.turns(conversation)
    asked = [place.text(turn, "q", "question") for turn in turns]
    of_all = {key: conversation[key] for key in ("kind", "today") if key in conversation}
    for number, turn in enumerate(turns[1:], start=1):
        yield {**of_all, **turn, "previous": asked[:number]}


def _typed(place: _Place, record: _Record) -> JudgedQuery:
    """Read a question of the first form."""
    text = place.text(record, "q", "question")
    previous = place.texts(record, "previous")
    articles = place.texts(record, "story_ids", "articles", required=True)
    today = place.text(record, "today", required=False)
    kind = place.text(record, "kind", required=False)
    return JudgedQuery(
        id=hashlib.sha256("\n".join((*previous, text, today)).encode(errors="replace")).hexdigest()[:12],
        text=text,
        kind=kind or _kind(bool(articles), previous),
        relevant=dict.fromkeys(articles, 1),
        answerable=bool(articles),
        answers=place.texts(record, "answer", "answers"),
        previous=previous,
        today=place.day(today),
        complete=place.truth(record, "complete"),
    )


def _from_folder(folder: Path) -> list[JudgedQuery]:
    grades = _read_judgements(folder / JUDGEMENTS)
    found: dict[str, JudgedQuery] = {}
    for place, record in _records(folder / QUERIES):
        question = _queried(place, record, grades)
        if question.id in found:
            raise place.malformed(f"has the id {question.id[:80]!r} of an earlier line")
        found[question.id] = question
    return list(found.values())


def _queried(place: _Place, record: _Record, grades: Mapping[str, Mapping[str, int]]) -> JudgedQuery:
    """Read a question of the second form."""
    name = place.text(record, "_id", "id")
    relevant = grades.get(name, {})
    previous = place.history(record)
    label = next(iter(place.texts(record, "answerability")), "").casefold()
    answerable = _ANSWERABILITY.get(label) if label else (True if relevant else None)
    unclear = label if label and answerable is None else ""
    return JudgedQuery(
        id=name,
        text=place.text(record, "text"),
        kind=place.text(record, "kind", required=False) or unclear or _kind(answerable, previous),
        relevant=relevant,
        answerable=answerable,
        answers=place.texts(record, "answers"),
        previous=previous,
    )


def _kind(answerable: bool | None, previous: tuple[str, ...]) -> str:
    """Say what sort of question one is where the set does not."""
    if answerable is None:
        return "unjudged"
    return ("follow-up" if previous else "question") if answerable else "unanswerable"


def _read_judgements(path: Path) -> dict[str, dict[str, int]]:
    """Return grades by question and article."""
    grades: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        place = _Place(path, number)
        cells = line.split("\t") if "\t" in line else line.split()
        if len(cells) != 3:  # noqa: PLR2004 - question, article, grade
            raise place.malformed("has not three columns: query-id, corpus-id and score, apart by tabs")
        question, article, grade = (cell.strip() for cell in cells)
        if not (grade.removeprefix("-").isdecimal() and len(grade) <= _GRADE_DIGITS):
            if number == 1:
                continue  # the line that names the columns
            raise place.malformed(f"has {grade[:20]!r} for a grade")
        grades.setdefault(question, {})[article] = max(0, int(grade))  # some sets mark spam below 0
    return grades


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Number the lines of a UTF-8 file from 1; blank ones are passed over.

    Raises:
        UsageError: The file cannot be read, or is not UTF-8.
    """
    try:
        with path.open("rb") as stream:
            for number, raw in enumerate(stream, start=1):
                if line := raw.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r\n"):
                    yield number, line
    except UnicodeDecodeError as cause:
        raise UsageError(f"{path} is not UTF-8: {cause.reason}.", hint="Save it as UTF-8.") from cause
    except OSError as cause:
        if refused := storage_fault(cause, path):
            raise refused from cause
        raise UsageError(
            f"{path} cannot be read: {cause.strerror}.",
            hint="Name a file of questions, or a folder with queries.jsonl and qrels.tsv.",
        ) from cause


def _records(path: Path) -> Iterator[tuple[_Place, _Record]]:
    for number, line in _lines(path):
        place = _Place(path, number)
        try:
            record: object = json.loads(line)
        except (ValueError, RecursionError) as cause:
            raise place.malformed("is not valid JSON") from cause
        if not _is_record(record):
            raise place.malformed("is not a JSON object")
        yield place, record


def _is_record(value: object) -> TypeGuard[_Record]:
    return isinstance(value, dict)


class _Place(Struct, frozen=True):
    """A line of a file, and how its record's values are read."""

    path: Path
    number: int

    def malformed(self, why: str) -> UsageError:
        return UsageError(f"{self.path}, line {self.number}, {why}.", hint="Correct that line.")

    def text(self, record: _Record, *keys: str, required: bool = True) -> str:
        """The value of the first of these keys that is given; empty where none is."""
        key = next((key for key in keys if record.get(key) is not None), None)
        if key is None:
            if required:
                raise self.malformed(f"has no {' and no '.join(repr(key) for key in keys)}")
            return ""
        value = record[key]
        if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
            raise self.malformed(f"has a {key!r} that is no text")
        return str(value).strip()

    def texts(self, record: _Record, *keys: str, required: bool = False) -> tuple[str, ...]:
        """Likewise for a list of texts, or a single one."""
        key = next((key for key in keys if record.get(key) is not None), None)
        if key is None:
            if required:
                raise self.malformed(f"has no {' and no '.join(repr(key) for key in keys)}")
            return ()
        value = record[key]
        items = cast("list[object]", value) if isinstance(value, list) else [value]
        if not all(isinstance(item, str) for item in items):
            raise self.malformed(f"has a {key!r} that is no list of texts")
        return tuple(text for item in items if (text := cast("str", item).strip()))

    def truth(self, record: _Record, key: str) -> bool | None:
        """Whether something is so; None where that is not said."""
        value = record.get(key)
        if not isinstance(value, bool | None):
            raise self.malformed(f"has a {key!r} that is neither true nor false")
        return value

    def turns(self, record: _Record) -> list[_Record]:
        """The turns of a conversation, two at the least."""
        value = record["turns"]
        turns = [each for each in cast("list[object]", value) if _is_record(each)] if isinstance(value, list) else []
        if len(turns) < _FEWEST_TURNS or len(turns) < len(cast("list[object]", value)):
            raise self.malformed("has 'turns' that are no list of two turns or more")
        return turns

    def history(self, record: _Record) -> tuple[str, ...]:
        """What the user said before: plain texts, or those of the turns whose speaker is the user."""
        value = record.get("history")
        turns = cast("list[object]", value) if isinstance(value, list) else []
        said = [turn.get("text") if _is_record(turn) else turn for turn in turns if not _is_reply(turn)]
        if not isinstance(value, list | None) or not all(isinstance(each, str) for each in said):
            raise self.malformed("has a 'history' that is no list of turns")
        return tuple(text for each in said if (text := str(each).strip()))

    def day(self, text: str) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise self.malformed(f"has {text[:20]!r} for 'today', which is no day") from None


def _is_reply(turn: object) -> bool:
    """Whether a turn is what an assistant said."""
    return _is_record(turn) and str(turn.get("speaker", "user")).casefold() != "user"
