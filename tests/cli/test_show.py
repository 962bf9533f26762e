"""`qabot show`: an article as stored, with the place marked that was asked for."""

from __future__ import annotations

import hashlib

import pytest

from qabot.core.settings import Home
from tests.cli.conftest import Call
from tests.cli.helpers import Shape, departures, quotes, run_qabot
from tests.cli.test_ask_json import ARTICLE

SHOWN = "2015/2015-11-26-socitm-spending-review"


def test_an_article_whole(starter_home: Home, call: Call) -> None:
    ran = run_qabot("show", SHOWN, home=starter_home)
    assert (ran.code, ran.stderr) == (0, "")
    document = call("show", SHOWN, "--json", home=starter_home).document()
    assert isinstance(ARTICLE, dict)
    shape: Shape = {**ARTICLE, "schema": "qabot.article/1", "text": str, "text_sha256": str}
    assert departures(document, shape) == []
    assert hashlib.sha256(document["text"].encode()).hexdigest() == document["text_sha256"]
    title, dated, about, blank, *body = ran.stdout.splitlines()
    assert title == document["title"]
    assert dated == f"qabot brief, after PublicTechnology, November 2015 · reports on {document['reports_on']['url']}"
    assert about == "About: " + "; ".join(document["organisations"])
    assert blank == ""
    assert "\n".join(line.strip() for line in body) == document["text"]


def test_a_quote_or_a_passage_is_marked(starter_home: Home, call: Call) -> None:
    text = call("show", SHOWN, "--json", home=starter_home).document()["text"]
    start = text.index("PublicTechnology split")
    end = text.index(" Those parts came")
    ran = run_qabot("show", SHOWN, "--quote", f"{start}:{end}", home=starter_home)
    assert (ran.code, ran.stderr) == (0, "")
    assert quotes(ran.stdout) == [text[start:end]]
    told = call("show", SHOWN, "--quote", f"{start}:{end}", "--json", home=starter_home).document()
    assert told["marked"] == {"start": start, "end": end, "text": text[start:end]}
    passage = call("show", SHOWN, "--passage", "0", "--json", home=starter_home).document()["marked"]
    assert (passage["start"], passage["text"]) == (0, text[: passage["end"]])
    assert quotes(call("show", SHOWN, "--passage", "0", home=starter_home).stdout)[0].startswith(text[:40])


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (("2015/2015-11-26-socitm-spending-reviw",), 1, f"qabot show {SHOWN}"),
        (("",), 1, "No article with the id “”, nor one like it."),
        (("2015-11-26-socitm-spending-review",), 1, f"Nearest: {SHOWN}."),
        ((f"{SHOWN}.md",), 1, f"Nearest: {SHOWN}."),
        (("socitm-spending",), 1, f"Nearest: {SHOWN}."),
        ((SHOWN, "--passage", "99"), 1, "--passage 0"),
        ((SHOWN, "--quote", "0:99999"), 1, "--quote 0:"),
        ((SHOWN, "--quote", "9:9"), 1, "9:9"),
        ((SHOWN, "--quote", "nine"), 2, "START:END"),
        ((SHOWN, "--quote", "-1:5"), 2, "START:END"),
        ((SHOWN, "--passage", "-1"), 2, "--passage"),
        ((SHOWN, "--passage", "0", "--quote", "0:9"), 2, "do not go together"),
        ((), 2, "ID"),
    ],
)
def test_what_is_not_there(args: tuple[str, ...], code: int, told: str, starter_home: Home, call: Call) -> None:
    plain = call("show", *args, home=starter_home)
    assert (plain.code, plain.stdout) == (code, "")
    assert told in plain.stderr
    error = call("show", *args, "--json", home=starter_home).error()
    assert error["code"] == code
    assert told in error["message"] + error["hint"]


def test_an_unknown_id_as_a_process(starter_home: Home) -> None:
    ran = run_qabot("show", "2015/2015-11-26-socitm-spending-reviw", home=starter_home)
    assert (ran.code, ran.stdout) == (1, "")
    assert ran.stderr.endswith(f"\nTry `qabot show {SHOWN}`.\n")


def test_an_id_that_is_no_utf_8_is_an_unknown_id(starter_home: Home) -> None:
    ran = run_qabot("show", b"caf\xff", home=starter_home)
    assert (ran.code, ran.stdout) == (1, ""), ran.stderr
    assert ran.stderr.startswith("Error: No article with the id ")
