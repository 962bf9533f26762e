"""What programs are answered: the documents of the command line, problems, tags, and their description."""

from __future__ import annotations

import json

import jsonschema
import pytest

from qabot.server.api.openapi import description
from tests.server.doors import Doors

SOCITM = "2015/2015-11-26-socitm-spending-review"
DOCUMENTS = {
    "/api/v1/ask?q=How+much+was+Capita+fined%3F": "qabot.ask/1",
    "/api/v1/search?q=Capita": "qabot.search/1",
    f"/api/v1/articles/{SOCITM}?mark=0-20": "qabot.article/1",
    f"/api/v1/passages?article={SOCITM}": "qabot.passages/1",
    f"/api/v1/facts?article={SOCITM}": "qabot.facts/1",
    "/api/v1/facts/figures?topic=e-Borders": "qabot.figures/1",
    "/api/v1/facts/timeline?topic=e-Borders": "qabot.timeline/1",
    "/api/v1/facts/said?who=Socitm": "qabot.said/1",
    "/api/v1/brief?topic=e-Borders&limit=2": "qabot.brief/1",
    "/api/v1/status": "qabot.status/1",
}
DESCRIBED = json.loads(description())


def validate(document: object, name: str) -> None:
    """Hold a document against its schema in the description."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": DESCRIBED["components"]}
    jsonschema.validate(document, schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize(("path", "schema"), DOCUMENTS.items())
def test_documents_are_as_described(doors: Doors, path: str, schema: str) -> None:
    answer = doors.reader.get(path)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["schema"] == schema
    operation = path.partition("?")[0].replace(SOCITM, "{article_id}")
    told = DESCRIBED["paths"][operation]["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    validate(answer.json(), told.rpartition("/")[2])


def test_quotes_are_the_articles_text(doors: Doors) -> None:
    for each in doors.reader.get("/api/v1/ask?q=How+much+was+Capita+fined%3F&limit=6").json()["answers"]:
        article = doors.reader.get(f"/api/v1/articles/{each['article']['id']}").json()
        place = each["location"]
        assert article["text"][place["start"] : place["end"]] == each["quote"]
        assert article["text_sha256"] == each["text_sha256"]
    cut = doors.reader.get(f"/api/v1/passages?article={SOCITM}").json()
    text = doors.reader.get(f"/api/v1/articles/{SOCITM}?mark=7-20").json()
    assert text["marked"] == {"start": 7, "end": 20, "text": text["text"][7:20]}
    assert [text["text"][each["start"] : each["end"]] for each in cut["passages"]] == [
        each["text"] for each in cut["passages"]
    ]


def test_facts_are_ranges_of_their_article_and_stored_where_they_were_read(doors: Doors) -> None:
    told = doors.reader.get(f"/api/v1/facts?article={SOCITM}").json()
    text = doors.reader.get(f"/api/v1/articles/{SOCITM}").json()["text"]
    ranges = [each["quote"] for kind in ("figures", "attributions", "events") for each in told[kind]]
    assert len(ranges) >= 2
    assert [text[each["start"] : each["end"]] for each in ranges] == [each["text"] for each in ranges]
    assert told["stored"] is True


def test_a_question_may_be_sent_in_no_address(doors: Doors) -> None:
    sent = {"q": "cyber attacks", "after": 2020, "outlet": ["Computing", "PublicTechnology"], "limit": 2}
    answer = doors.reader.post("/api/v1/ask", json=sent).json()
    assert answer["understood"]["outlets"] == ["Computing", "PublicTechnology"]
    assert answer["understood"]["after"] == "2020-01-01"
    assert len(answer["answers"]) <= 2


@pytest.mark.parametrize("body", [b"", b"[", b"[]", b'{"q": {"a": 1}}', b'{"q": null}', b"\xff", b"[" * 50_000])
def test_what_is_no_question_is_a_problem(doors: Doors, body: bytes) -> None:
    answer = doors.reader.post("/api/v1/ask", content=body)
    assert answer.status_code == 400
    validate(answer.json(), "Problem")


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"q": "GDS", "outlets": ["Computing"]}, "There is no field 'outlets' here. "),
        ({"q": ["GDS"]}, "q: that is no text."),
        ({"q": 5}, "q: that is no text."),
        ({"q": "GDS", "outlet": "Computing"}, "outlet: that is no list of texts."),
        ({"q": "GDS", "limit": 1.5}, "limit: that is no whole number."),
        ({"q": "GDS", "alone": "yes"}, "alone: 'yes' means nothing here."),
    ],
)
def test_a_field_that_would_limit_nothing_is_refused(doors: Doors, sent: dict[str, object], told: str) -> None:
    answer = doors.reader.post("/api/v1/ask", json=sent)
    assert (answer.status_code, told.strip() in answer.json()["detail"]) == (400, True)


def test_an_address_is_held_to_its_fields_too(doors: Doors) -> None:
    answer = doors.reader.get("/api/v1/search?q=GDS&outlets=Computing")
    assert (answer.status_code, answer.json()["hint"]) == (400, "Did you mean outlet?")
    assert doors.reader.get("/api/v1/status?x=1").json()["hint"] == "It takes none."
    key = doors.keys.add("once", "reader")
    assert doors.nobody.post(f"/api/v1/check?key={key}", content="Capita was fined £15m.").status_code == 200
    doors.keys.remove("once")


def test_a_draft_is_checked(doors: Doors) -> None:
    answer = doors.reader.post("/api/v1/check?name=a.txt", content="Capita was fined £15m by the ICO.")
    assert (answer.json()["schema"], answer.json()["ok"]) == ("qabot.check/1", False)
    validate(answer.json(), "Check")


def test_a_draft_inside_json_is_refused_rather_than_checked_with_its_marks(doors: Doors) -> None:
    answer = doors.reader.post("/api/v1/check", json={"text": "Capita was fined £15m by the ICO."})
    assert answer.status_code == 415
    assert "A draft is not read out of JSON." in answer.json()["detail"]
    assert answer.headers["content-type"] == "application/problem+json"
    validate(answer.json(), "Problem")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/ask", 400, 2),
        ("/api/v1/ask?q=x&after=foo", 400, 2),
        ("/api/v1/articles/nowhere", 404, 1),
        ("/api/v1/articles/../../etc/passwd", 404, None),
        ("/api/v1/articles/..%2f..%2f..%2fetc%2fpasswd", 404, 1),
        (f"/api/v1/articles/{SOCITM}?mark=5-2", 400, 2),
        ("/api/v1/facts/said?who=Zorblax", 404, 1),
        ("/api/v1/facts/figures", 400, 2),
        ("/api/v1/facts", 400, 2),
        ("/api/v1/facts?article=nowhere", 404, 1),
        ("/api/v1/brief?topic=+", 400, 2),
        ("/api/v1/brief?topic=GDS&limit=0", 400, 2),
        ("/api/v1/ask?q=GDS&limit=00000099999", 400, 2),
        (f"/api/v1/ask?q=GDS&limit=000001{'0' * 5_000}", 400, 2),
        ("/api/v1/nowhere", 404, None),
    ],
)
def test_problems_have_the_codes_of_the_command_line(doors: Doors, path: str, status: int, code: int | None) -> None:
    answer = doors.reader.get(path)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] in {"application/problem+json", "text/html; charset=utf-8"}
    if path.startswith("/api/v1/articles/../"):  # which the client has made another path of
        return
    problem = answer.json()
    validate(problem, "Problem")
    assert (problem["type"], problem["status"], problem.get("code")) == ("about:blank", status, code)


class TestTags:
    """The same question to the same generation is not sent twice."""

    def test_what_has_not_changed_is_not_sent(self, doors: Doors) -> None:
        for path in ("/api/v1/ask?q=Capita", "/feed.atom?q=Capita", "/corpus.atom"):
            tag = doors.reader.get(path).headers["ETag"]
            again = doors.reader.get(path, headers={"If-None-Match": f'"other", {tag}'})
            assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
            assert doors.reader.get(path, headers={"If-None-Match": '"other"'}).status_code == 200

    def test_no_other_site_is_let_read(self, doors: Doors) -> None:
        answer = doors.reader.get("/api/v1/status")
        assert [name for name in answer.headers if name.lower().startswith("access-control")] == []


class TestDescription:
    """OpenAPI 3.1, made of the shapes that the documents are written by."""

    def test_it_is_served(self, doors: Doors) -> None:
        assert doors.reader.get("/api/v1/openapi.json").json() == DESCRIBED

    def test_it_names_every_route_and_every_reference_leads_somewhere(self) -> None:
        assert DESCRIBED["openapi"] == "3.1.0"
        assert {path.removeprefix("/api/v1") for path in DESCRIBED["paths"]} == {
            *("/ask", "/search", "/articles/{article_id}", "/passages", "/facts", "/facts/figures"),
            *("/facts/timeline", "/facts/said", "/brief", "/check", "/status"),
        }
        schemas = DESCRIBED["components"]["schemas"]
        text = description()
        refs = {part.partition('"')[0] for part in text.split("#/components/schemas/")[1:]}
        assert refs <= set(schemas)
        assert schemas["ArticleParticulars"]["properties"]["title"]["description"] == "Its title."

    def test_every_schema_is_one(self) -> None:
        for schema in DESCRIBED["components"]["schemas"].values():
            jsonschema.Draft202012Validator.check_schema(schema)
