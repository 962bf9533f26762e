"""What an address may say: a field that would be passed over is refused, and what to do next can be done here."""

from __future__ import annotations

import pytest

from tests.server.doors import Doors
from tests.server.test_answer_pages import links, words

GDS = "/ask?q=GDS"


@pytest.mark.parametrize(
    ("address", "field", "hint"),
    [
        (f"{GDS}&outlets=Computing", "outlets", "Did you mean outlet?"),
        ("/browse?after=2015", "after", "It takes narrow, by."),
        ("/browse?outlet=Computing", "outlet", "It takes narrow, by."),
        ("/figures?q=One+Login", "q", "It takes topic, after, before, on, outlet, org, sort."),
        ("/timeline?topics=GDS", "topics", "Did you mean topic?"),
        ("/said.csv?speaker=GDS", "speaker", "It takes who, about, act, order, after, before, on, outlet, org."),
        ("/brief?q=GDS", "q", "It takes topic, after, before, on, outlet, org, title, limit."),
        ("/download/csv?q=GDS&until=2015", "until", "It takes q,"),
        ("/feed.atom?q=GDS&since=2015", "since", "It takes q,"),
    ],
)
def test_a_field_that_would_limit_nothing_is_refused(doors: Doors, address: str, field: str, hint: str) -> None:
    answer = doors.reader.get(address)
    assert answer.status_code == 400
    assert f"There is no field '{field}' here." in words(answer.text)
    assert hint in words(answer.text)


@pytest.mark.parametrize("added", ["utm_source=mail", "fbclid=x", "gclid=y", "mc_cid=z"])
def test_what_mail_and_sites_add_to_an_address_is_passed_over(doors: Doors, added: str) -> None:
    assert doors.reader.get(f"{GDS}&{added}").status_code == 200
    assert doors.reader.get(f"/api/v1/ask?q=GDS&{added}").status_code == 400, "a program adds nothing of the kind"


@pytest.mark.parametrize("page", ["/ask", "/api/v1/ask", "/feed.atom"])
def test_a_field_that_says_two_things_is_refused(doors: Doors, page: str) -> None:
    answer = doors.reader.get(f"{page}?q=GDS&q=NHS")
    assert answer.status_code == 400
    assert "q is given twice, and differently." in words(answer.text)
    assert doors.reader.get(f"{page}?q=GDS&q=GDS").status_code == 200
    assert doors.reader.get(f"{page}?q=GDS&outlet=Computing&outlet=CRN").status_code == 200


def test_an_article_that_is_not_there_leads_to_one_that_is(doors: Doors) -> None:
    held = doors.reader.get("/api/v1/ask?q=GDS&limit=1").json()["answers"][0]["article"]["id"]
    page = doors.reader.get(f"/article/{held}x")
    assert page.status_code == 404
    assert f"/article/{held}" in links(page.text)
    assert "qabot show" not in words(page.text)
    problem = doors.reader.get(f"/api/v1/articles/{held}x").json()
    assert problem["hint"] == f"Try /api/v1/articles/{held}"
    assert doors.reader.get("/api/v1/articles/%F0%9F%92%A5").json()["hint"] == (
        "/api/v1/search?q=… gives the ids of what it finds."
    )
    assert "qabot ask" not in words(doors.reader.get("/article/%F0%9F%92%A5").text)


def test_a_speaker_whom_nobody_quotes_leads_to_one_who_is_quoted(doors: Doors) -> None:
    page = doors.reader.get("/said?who=Socitmm")
    assert page.status_code == 404
    assert "/said?who=Socitm" in links(page.text)
    problem = doors.reader.get("/api/v1/facts/said?who=Socitmm").json()
    assert problem["hint"] == "Try /api/v1/facts/said?who=Socitm"
    assert doors.reader.get("/api/v1/facts/said?who=Qwxzy").json()["hint"] == (
        "/api/v1/search?q=… finds articles by any of their words."
    )
    assert "`" not in words(doors.reader.get("/said?who=Qwxzy").text)


def test_programs_are_told_where_the_api_is_described(doors: Doors) -> None:
    for address in ("/api/v1", "/api/v1/", "/api/v1/nope"):
        problem = doors.reader.get(address)
        assert problem.headers["content-type"] == "application/problem+json"
        assert problem.json()["hint"] == "/api/v1/openapi.json tells what there is."
    wrong = doors.reader.get("/api/v1/check").json()
    assert wrong["detail"] == "That cannot be done with this address, which takes POST."
