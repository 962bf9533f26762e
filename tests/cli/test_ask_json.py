"""`qabot ask --json`: the document programs rely on, and the proof of every quote."""

from __future__ import annotations

import hashlib
import json
from typing import Any, get_args

import qabot
from qabot.core.answers import Retriever
from qabot.core.settings import Home
from tests.cli.conftest import Call
from tests.cli.helpers import Shape, departures, run_qabot
from tests.near import near

QUESTION = "How much did GDS get in the 2015 Spending Review?"
ARTICLE: Shape = {
    "id": str,
    "title": str,
    "outlet": (str, None),
    "author": (str, None),
    "published": (str, None),
    "url": (str, None),
    "organisations": [str],
    "topics": [str],
    "kind": ("article", "brief"),
    "reports_on": (
        {"outlet": (str, None), "title": (str, None), "url": (str, None), "published": (str, None)},
        None,
    ),
    "attribution": str,
}
ANSWER: dict[str, Shape] = {
    "rank": int,
    "quote": str,
    "passage": str,
    "score": float,
    "votes": [{"retriever": str, "rank": (int, None), "score": float, "share": float}],
    "article": ARTICLE,
    "location": {"paragraph": int, "start": int, "end": int},
    "text_sha256": str,
    "matched": [{"text": str, "start": int, "end": int}],
    "meant": [{"text": str, "start": int, "end": int}],
    "also_in": [ARTICLE],
    "answer_span": ({"start": int, "end": int}, None),
}
PERIOD: Shape = ({"after": (str, None), "before": (str, None)}, None)
DOCUMENT: Shape = {
    "schema": "qabot.ask/1",
    "question": str,
    "understood": {
        "text": str,
        "after": (str, None),
        "before": (str, None),
        "outlets": [str],
        "organisations": [str],
        "exact": [str],
        "excluded": [str],
        "carried_over": [str],
        "inferred": PERIOD,
        "inferred_from": (str, None),
        "gave_way": bool,
        "hint": PERIOD,
        "recent": bool,
        "names": [{"written": str, "names": [str]}],
    },
    "verdict": ("strong", "possible", "not_found"),
    "probability": (float, None),
    "signals": dict,
    "answers": [ANSWER],
    "origins": int,
    "owners": [str],
    "nearest": [ANSWER],
    "coverage": (
        {
            "outlets": [{"name": str, "articles": int, "briefs": int}],
            "missing": [str],
            "rare": [{"word": str, "passages": int}],
            "outlets_searched": [{"name": str, "articles": int, "briefs": int}],
        },
        None,
    ),
    "relaxed": dict,
    "searched": {
        "generation": str,
        "model": str,
        "articles": int,
        "passages": int,
        "matched_filters": int,
        "first": (str, None),
        "last": (str, None),
        "briefs": int,
    },
    "warnings": [str],
    "timing_ms": dict,
    "unknown_names": [{"kind": str, "name": str, "nearest": [str]}],
    "missing": [{"kind": str, "words": str, "what": {"text": str, "start": int, "end": int}}],
}


def assert_proven(answers: list[Any], call: Call, home: Home) -> None:
    """Check every quote against the article it names, as `qabot show` gives it."""
    for answer in answers:
        shown = call("show", answer["article"]["id"], "--json", home=home).document()
        start, end = answer["location"]["start"], answer["location"]["end"]
        assert shown["text"][start:end] == answer["quote"] != ""
        assert answer["passage"] in shown["text"]
        for mark in (*answer["matched"], *answer["meant"]):
            assert shown["text"][mark["start"] : mark["end"]] == mark["text"] != ""
        if span := answer["answer_span"]:
            assert start <= span["start"] < span["end"] <= end
        assert hashlib.sha256(shown["text"].encode()).hexdigest() == answer["text_sha256"] == shown["text_sha256"]
        assert {key: shown[key] for key in answer["article"]} == answer["article"]


def test_one_document_of_the_promised_shape_with_proof(judged_home: Home, call: Call) -> None:
    ran = run_qabot("ask", QUESTION, "--json", home=judged_home)
    assert (ran.code, ran.stderr) == (0, "")
    document = ran.document()
    assert departures(document, DOCUMENT) == []
    assert document["question"] == document["understood"]["text"] == QUESTION
    assert document["verdict"] == "strong"
    assert document["warnings"] == []
    assert 0.5 < document["probability"] < 1
    assert document["signals"]
    assert all(type(value) is float for value in document["signals"].values())
    assert (document["nearest"], document["coverage"], document["relaxed"]) == ([], None, {})
    answers = document["answers"]
    assert [answer["rank"] for answer in answers] == [1, 2, 3]
    assert any("£450" in answer["quote"] for answer in answers)
    for answer in answers:
        assert answer["score"] == near(sum(vote["share"] for vote in answer["votes"]))
        assert {vote["retriever"] for vote in answer["votes"]} <= set(get_args(Retriever))
        assert answer["location"]["paragraph"] >= 1
        assert answer["matched"]
    assert_proven(answers, call, judged_home)
    searched = document["searched"]
    assert searched["generation"] == (judged_home.index / "CURRENT").read_text().strip()
    assert (
        searched["articles"]
        == searched["matched_filters"]
        == call("status", "--json", home=judged_home).document()["articles"]
    )
    assert all(type(ms) is float and ms >= 0 for ms in document["timing_ms"].values())
    assert "total" in document["timing_ms"]


def test_the_shape_check_can_fail() -> None:
    whole = {"rank": 1, "quote": "a", "more": 1}
    assert departures(whole, {"rank": int, "quote": str})
    assert departures({"rank": True}, {"rank": int})
    assert departures({"rank": 1}, {"rank": float})
    assert departures([1, "a"], [int])
    assert departures("weak", ("strong", "possible"))


def test_nothing_found_is_an_answer_too(starter_home: Home, call: Call) -> None:
    for question in ("zxqv blorp fnord", "?!…", "the of and"):
        ran = call("ask", question, "--json", home=starter_home)
        assert (ran.code, ran.stderr) == (1, "")
        document = ran.document()
        assert departures(document, DOCUMENT) == []
        assert (document["verdict"], document["answers"], document["origins"]) == ("not_found", [], 0)


def test_as_many_answers_as_asked_for(judged_home: Home, call: Call) -> None:
    for count in (1, 7, 50):
        answers = call("ask", QUESTION, "--json", "-n", str(count), home=judged_home).document()["answers"]
        assert [answer["rank"] for answer in answers] == list(range(1, count + 1))
        scores = [answer["score"] for answer in answers[:2]]
        assert scores == sorted(scores, reverse=True)
    assert_proven(answers[::10], call, judged_home)


def test_json_lines_hold_an_answer_each(judged_home: Home, call: Call) -> None:
    ran = call("ask", QUESTION, "--format", "jsonl", home=judged_home)
    assert (ran.code, ran.stderr) == (0, "")
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.stdout.endswith("}\n")
    whole = call("ask", QUESTION, "--json", home=judged_home).document()
    assert len(lines) == len(whole["answers"]) == 3
    head: Shape = {"schema": str, "question": QUESTION, "verdict": whole["verdict"]}
    for line, answer in zip(lines, whole["answers"], strict=True):
        assert departures(line, {**head, **ANSWER}) == []
        assert {key: line[key] for key in ANSWER} == answer
    nothing = call("ask", "zxqv blorp fnord", "--format", "jsonl", home=judged_home)
    assert (nothing.code, nothing.stdout) == (1, "")


def test_bare_and_hostile_articles_keep_to_the_shape(odd_home: Home, call: Call) -> None:
    for question, wanted in (("What did the vorpal ferry timetable cost?", "bare"), ("quibbly tram cost", "hostile")):
        document = call("ask", question, "--json", "-n", "1", home=odd_home).document()
        assert departures(document, DOCUMENT) == []
        assert [answer["article"]["id"] for answer in document["answers"]] == [wanted]
        assert_proven(document["answers"], call, odd_home)


def test_the_version_is_the_packages() -> None:
    ran = run_qabot("--version")
    assert (ran.code, ran.stdout, ran.stderr) == (0, f"qabot {qabot.__version__}\n", "")
