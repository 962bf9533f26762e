"""Reading sets of questions in both forms, and saying which line is wrong."""

from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qabot.core.errors import StorageFailed, UsageError
from qabot.evaluate.question_sets import JudgedQuery, read_questions
from tests.evaluate.helpers import write_lines


def read(tmp_path: Path, *records: object) -> tuple[JudgedQuery, ...]:
    return read_questions(write_lines(tmp_path / "asked.jsonl", records)).questions


def folder(tmp_path: Path, queries: list[dict[str, Any]], judgements: str, corpus: str | None = None) -> Path:
    path = write_lines(tmp_path / "set" / "queries.jsonl", queries).parent
    (path / "qrels.tsv").write_text(judgements, encoding="utf-8")
    if corpus is not None:
        (path / "corpus.jsonl").write_text(corpus, encoding="utf-8")
    return path


def test_a_line_with_everything(tmp_path: Path) -> None:
    (found,) = read(
        tmp_path,
        {
            "q": "and when did he leave?",
            "story_ids": ["2015-08-03-bracken", "2015/other"],
            "answer": "in September",
            "kind": "follow-up",
            "previous": ["who ran GDS"],
            "today": "2015-12-01",
        },
    )
    assert found.text == "and when did he leave?"
    assert found.relevant == {"2015-08-03-bracken": 1, "2015/other": 1}
    assert (found.answerable, found.is_judged) == (True, True)
    assert (found.answers, found.kind, found.previous) == (("in September",), "follow-up", ("who ran GDS",))
    assert found.today == date(2015, 12, 1)


def test_a_disk_that_fails_is_not_told_as_a_wrong_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path, *_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))

    path = write_lines(tmp_path / "asked.jsonl", [{"q": "who?"}])
    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(StorageFailed, match=r"asked\.jsonl cannot be used: its disk fails"):
        read_questions(path)


def test_the_other_names_of_the_fields(tmp_path: Path) -> None:
    (found,) = read(tmp_path, {"question": "who?", "articles": ["a"], "answer": "she", "kind": "who", "id": "one"})
    assert (found.id, found.text, found.relevant) == ("one", "who?", {"a": 1})


def test_no_articles_means_that_nothing_answers(tmp_path: Path) -> None:
    (found,) = read(tmp_path, {"q": "who?", "story_ids": []})
    assert (found.answerable, found.is_judged, found.kind) == (False, False, "unanswerable")


def test_kinds_are_given_where_the_set_gives_none(tmp_path: Path) -> None:
    found = read(tmp_path, {"q": "a", "story_ids": ["x"]}, {"q": "b", "story_ids": ["x"], "previous": ["a"]})
    assert [each.kind for each in found] == ["question", "follow-up"]


def test_ids_come_from_the_words_and_outlive_a_change_of_order(tmp_path: Path) -> None:
    first: dict[str, Any] = {"q": "a", "story_ids": []}
    second: dict[str, Any] = {"q": "b", "story_ids": []}
    there, back = read(tmp_path, first, second), read(tmp_path, second, first)
    assert [each.id for each in there] == [each.id for each in reversed(back)]
    later = read(tmp_path, first, first | {"previous": ["b"]}, first | {"today": "2020-01-01"}, first)
    assert len({each.id for each in later}) == 4
    assert later[3].id == f"{later[0].id}-2"


CONVERSATION: dict[str, Any] = {
    "kind": "switch",
    "turns": [
        {"q": "vorpal ferry", "articles": ["ferry"], "complete": True},
        {"q": "its price?", "articles": ["ferry", "sale"], "answer": "£3m", "complete": False},
        {"q": "Who runs Wombat?", "articles": []},
    ],
}


def test_a_conversation_is_a_question_for_each_turn_after_the_first(tmp_path: Path) -> None:
    price, runs = read(tmp_path, CONVERSATION)
    assert (price.text, price.kind, price.previous, price.complete) == (
        "its price?",
        "switch",
        ("vorpal ferry",),
        False,
    )
    assert (price.relevant, price.answers, price.answerable) == ({"ferry": 1, "sale": 1}, ("£3m",), True)
    assert (runs.previous, runs.complete, runs.answerable) == (("vorpal ferry", "its price?"), None, False)
    assert len({price.id, runs.id}) == 2


def test_a_conversation_has_one_day_and_stands_beside_questions(tmp_path: Path) -> None:
    found = read(tmp_path, CONVERSATION | {"today": "2020-01-01"}, {"q": "a", "story_ids": [], "complete": True})
    assert [each.today for each in found] == [date(2020, 1, 1), date(2020, 1, 1), None]
    assert found[2].complete


def test_the_set_is_called_by_its_file(tmp_path: Path) -> None:
    given = read_questions(write_lines(tmp_path / "asked.jsonl", [{"q": "a", "story_ids": []}]))
    assert (given.name, given.corpus) == ("asked", None)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "is not valid JSON"),
        ("[" * 100_000, "is not valid JSON"),
        ('["q"]', "is not a JSON object"),
        ('{"story_ids": []}', "has no 'q' and no 'question'"),
        ('{"q": "a"}', "has no 'story_ids' and no 'articles'"),
        ('{"q": "  ", "story_ids": []}', "has a 'q' that is no text"),
        ('{"q": ["a"], "story_ids": []}', "has a 'q' that is no text"),
        ('{"q": "a", "story_ids": [1]}', "has a 'story_ids' that is no list of texts"),
        ('{"q": "a", "story_ids": [], "previous": {"a": 1}}', "has a 'previous' that is no list of texts"),
        ('{"q": "a", "story_ids": [], "today": "yesterday"}', "has 'yesterday' for 'today', which is no day"),
        ('{"turns": []}', "has 'turns' that are no list of two turns or more"),
        ('{"turns": [{"q": "a", "articles": []}]}', "has 'turns' that are no list of two turns or more"),
        ('{"turns": {"q": "a"}}', "has 'turns' that are no list of two turns or more"),
        ('{"turns": [{"q": "a"}, "b"]}', "has 'turns' that are no list of two turns or more"),
        ('{"turns": [{"q": "a"}, {"articles": []}]}', "has no 'q' and no 'question'"),
        ('{"turns": [{"q": "a"}, {"q": "b"}]}', "has no 'story_ids' and no 'articles'"),
        ('{"q": "a", "story_ids": [], "complete": 1}', "has a 'complete' that is neither true nor false"),
        ('{"q": "a", "story_ids": [], "id": "one"}', "has the id 'one' of an earlier line"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, why: str) -> None:
    path = tmp_path / "asked.jsonl"
    path.write_text(f'{{"q": "fine", "story_ids": [], "id": "one"}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_questions(path)
    assert caught.value.message == f"{path}, line 3, {why}."


@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "cannot be read: No such file"), (b"", "holds no question"), (b'{"q": "\xff"}', "is not UTF-8")],
)
def test_a_file_that_is_no_set_is_told(tmp_path: Path, content: bytes | None, why: str) -> None:
    path = tmp_path / "asked.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=why):
        read_questions(path)


def test_a_folder_with_queries_and_grades(tmp_path: Path) -> None:
    queries: list[dict[str, Any]] = [
        {"_id": "1", "text": "who?", "answers": ["she", "her"]},
        {"_id": "2", "text": "and when?", "history": ["who?", {"speaker": "user", "text": "where?"}]},
        {"_id": "3", "text": "what?"},
    ]
    path = folder(tmp_path, queries, "query-id\tcorpus-id\tscore\n1\ta b\t2\n1\tc\t0\n2\ta b\t1\n9\tz\t1\n", "{}")
    given = read_questions(path)
    assert (given.name, given.corpus) == ("set", path)
    one, two, three = given.questions
    assert (one.relevant, one.answers, one.answerable, one.kind) == (
        {"a b": 2, "c": 0},
        ("she", "her"),
        True,
        "question",
    )
    assert (two.previous, two.kind) == (("who?", "where?"), "follow-up")
    assert (three.relevant, three.answerable, three.is_judged, three.kind) == ({}, None, False, "unjudged")


def test_only_what_the_user_said_is_asked_before(tmp_path: Path) -> None:
    history = [{"speaker": "user", "text": "who?"}, {"speaker": "agent", "text": "She."}]
    path = folder(tmp_path, [{"_id": "1", "text": "when?", "history": history}], "1\ta\t1\n")
    assert read_questions(path).questions[0].previous == ("who?",)


@pytest.mark.parametrize(
    ("label", "answerable", "kind"),
    [
        (["ANSWERABLE"], True, "question"),
        ("PARTIAL", True, "question"),
        (["UNANSWERABLE"], False, "unanswerable"),
        (["UNDERSPECIFIED"], None, "underspecified"),
        (None, True, "question"),
    ],
)
def test_labels_say_whether_a_question_can_be_answered(
    tmp_path: Path, label: object, answerable: bool | None, kind: str
) -> None:
    path = folder(tmp_path, [{"_id": "1", "text": "who?", "answerability": label}], "1\ta\t1\n")
    (found,) = read_questions(path).questions
    assert (found.answerable, found.kind) == (answerable, kind)


def test_grades_below_zero_count_as_none(tmp_path: Path) -> None:
    path = folder(tmp_path, [{"_id": "1", "text": "who?"}], "1\ta\t-2\n1\tb\t3\n")
    assert read_questions(path).questions[0].relevant == {"a": 0, "b": 3}


@pytest.mark.parametrize(
    ("judgements", "line", "why"),
    [
        ("query-id\tcorpus-id\tscore\n1\ta\n", 2, "has not three columns"),
        ("query-id\tcorpus-id\tscore\n1\ta\tgood\n", 2, "has 'good' for a grade"),
        ("1\ta\t1\n1\tb\t99999\n", 2, "has '99999' for a grade"),
    ],
)
def test_a_malformed_grade_is_named(tmp_path: Path, judgements: str, line: int, why: str) -> None:
    path = folder(tmp_path, [{"_id": "1", "text": "who?"}], judgements)
    with pytest.raises(UsageError, match=why) as caught:
        read_questions(path)
    assert f"qrels.tsv, line {line}, " in caught.value.message


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ({"text": "who?"}, "has no '_id' and no 'id'"),
        ({"_id": "2"}, "has no 'text'"),
        ({"_id": "2", "text": "who?", "history": "before"}, "has a 'history' that is no list of turns"),
        ({"_id": "2", "text": "who?", "history": [{"speaker": "user"}]}, "has a 'history' that is no list of turns"),
        ({"_id": "1", "text": "who?"}, "has the id '1' of an earlier line"),
    ],
)
def test_a_malformed_query_is_named(tmp_path: Path, query: dict[str, Any], why: str) -> None:
    path = folder(tmp_path, [{"_id": "1", "text": "first"}, query], "1\ta\t1\n")
    with pytest.raises(UsageError) as caught:
        read_questions(path)
    assert caught.value.message == f"{path / 'queries.jsonl'}, line 2, {why}."


def test_a_folder_without_grades_is_no_set(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "set" / "queries.jsonl", [{"_id": "1", "text": "who?"}]).parent
    with pytest.raises(UsageError, match=r"qrels\.tsv cannot be read"):
        read_questions(path)
