"""`qabot ask` for reference managers and for a browser: the same quotes, and a valid document where there are none."""

from __future__ import annotations

import json
import re

import pytest
from bibtexparser.entrypoint import parse_string

from qabot.core.settings import Home
from tests.cli.conftest import Call
from tests.cli.helpers import run_qabot
from tests.cli.test_ask_json import QUESTION
from tests.output.helpers import ris_records

NOWHERE = "zxqv blorp fnord"
ZORBLAX = "How much will Zorblax council pay for the payroll move?"


def test_csl_json_holds_every_quote(judged_home: Home, call: Call) -> None:
    ran = call("ask", QUESTION, "--format", "csl-json", home=judged_home)
    assert (ran.code, ran.stderr) == (0, "")
    answers = call("ask", QUESTION, "--json", home=judged_home).document()["answers"]
    items = ran.document()
    assert len(items) == len(answers) == 3
    for item, answer in zip(items, answers, strict=True):
        article = answer["article"]
        on = article["reports_on"]
        assert item["note"] == (
            f"{article['attribution']}. A summary in words of the qabot project, not of the outlet. "
            f"{answer['quote']} (para. {answer['location']['paragraph']})"
        )
        assert (item["type"], item["title"], item["reviewed-title"]) == ("review", article["title"], on["title"])
        assert item["custom"]["review-of"] == {
            "title": on["title"], "container-title": on["outlet"], "issued": on["published"], "URL": on["url"],
        }  # fmt: skip
        assert not item.keys() & {"issued", "URL", "container-title"}, "none of which is the brief's own"


def test_ris_reaches_standard_output_with_its_own_line_ends(odd_home: Home) -> None:
    ran = run_qabot("ask", ZORBLAX, "-n", "1", "--format", "ris", home=odd_home)
    assert (ran.code, ran.stderr) == (0, "")
    assert ran.stdout.startswith("TY  - NEWS\r\nTI  - Zorblax council moves its payroll\r\nT2  - UKAuthority\r\n")
    assert re.sub(r"\r\n", "", ran.stdout).isprintable()
    (record,) = ris_records(ran.stdout)
    assert record["notes"] == ["Zorblax council will pay £2 million for the payroll move.", "para. 2"]


def test_bibtex_reaches_standard_output(odd_home: Home, call: Call) -> None:
    ran = call("ask", ZORBLAX, "-n", "1", "--format", "bibtex", home=odd_home)
    assert (ran.code, ran.stderr) == (0, "")
    (entry,) = parse_string(ran.stdout).entries
    assert (entry["journaltitle"], entry["date"], entry["note"]) == ("UKAuthority", "2015-11-25", "para. 2")
    assert entry["annotation"] == "Zorblax council will pay £2 million for the payroll move."


def test_html_is_one_page(odd_home: Home, call: Call) -> None:
    ran = call("ask", ZORBLAX, "-n", "1", "--format", "html", home=odd_home)
    assert (ran.code, ran.stderr) == (0, "")
    assert ran.stdout.startswith("<!doctype html>\n")
    assert f"<title>{ZORBLAX} – qabot</title>" in ran.stdout
    assert (
        '<blockquote cite="https://example.org/zorblax"><p>Zorblax council will pay £2 million for the payroll move.'
    ) in ran.stdout


@pytest.mark.parametrize(("form", "empty"), [("bibtex", ""), ("ris", ""), ("csl-json", "[]\n")])
def test_where_nothing_is_found_nothing_is_cited(form: str, empty: str, judged_home: Home, call: Call) -> None:
    ran = call("ask", NOWHERE, "--format", form, home=judged_home)
    assert (ran.code, ran.stdout, ran.stderr) == (1, empty, "")


def test_where_nothing_is_found_the_page_says_so(judged_home: Home, call: Call) -> None:
    ran = call("ask", NOWHERE, "--format", "html", home=judged_home)
    assert (ran.code, ran.stderr) == (1, "")
    assert "<strong>Not found, nothing in this corpus answers</strong>" in ran.stdout
    assert "<li>no article mentions “zxqv”, “blorp”, “fnord”</li>" in ran.stdout


def test_notes_go_on_the_page_and_not_among_citations(judged_home: Home, call: Call) -> None:
    asked = ("ask", "who left GDS oultet:ukauthority", "--format")
    assert "<p>Note: oultet: is not a filter." in call(*asked, "html", home=judged_home).stdout
    screen = run_qabot(*asked, "csl-json", home=judged_home, tty="stderr", columns=200)
    assert "Note: oultet: is not a filter." in screen.stderr
    assert json.loads(screen.stdout)


@pytest.mark.parametrize("form", ["bibtex", "ris", "html"])
def test_errors_are_told_to_a_person(form: str, call: Call) -> None:
    ran = call("ask", " ", "--format", form)
    assert (ran.code, ran.stdout) == (2, "")
    assert ran.stderr.startswith("Error: The question is empty.\n")


def test_errors_are_told_to_a_program_in_json(call: Call) -> None:
    for args in (("ask", " ", "--format", "csl-json"), ("ask", "--format", "csl-json")):
        ran = call(*args)
        assert ran.code == 2
        assert ran.error()["schema"] == "qabot.error/1"
