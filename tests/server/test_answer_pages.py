"""Asking by pages: what an answer shows, and how a conversation goes on in its addresses."""

from __future__ import annotations

import csv
import io
import re
import threading
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from msgspec.structs import replace
from starlette.datastructures import QueryParams
from starlette.testclient import TestClient

from qabot.cli import main
from qabot.core.answers import Turn
from qabot.core.questions import Filters
from qabot.engine.engine import Engine
from qabot.output.schemas.report_schemas import Figures
from qabot.server.earlier_turns import EarlierTurns
from qabot.server.given_answers import AnsweringState, GivenAnswers
from qabot.server.question_address import EarlierQuestion, QuestionAddress
from tests.server.doors import Doors

GDS = "/ask?q=How+much+did+GDS+get+in+the+2015+Spending+Review%3F"


def links(page: str) -> list[str]:
    """Return where a page leads."""
    return [unescape(each) for each in re.findall(r'href="([^"]*)"', page)]


def words(page: str) -> str:
    """Return what a page says, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def follow_up(page: str, question: str) -> str:
    """Return the address that the form for a follow-up leads to."""
    form = page.partition('aria-label="Follow-up"')[2].partition("</form>")[0]
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
    return QuestionAddress(question).path() + "".join(f"&{name}={unescape(value)}" for name, value in hidden)


class TestAnAnswer:
    """Evidence first, in the honest words that every format has."""

    def test_it_says_who_says_it_and_how_sure_it_is(self, doors: Doors) -> None:
        page = doors.reader.get(GDS).text
        said = words(page)
        assert "Strong · 3 passages from briefs after 2 independent articles" in said
        assert "The Chancellor allotted £450m to GDS in all." in said
        assert "qabot brief, after Civil Service World, 25 November 2015 , para. 2" in said
        assert "“The Chancellor" not in said, "a brief is never in quotation marks"
        assert "matched: GDS = Government Digital Service" in said

    def test_the_words_that_answer_are_marked_apart_from_those_asked_for(self, doors: Doors) -> None:
        page = doors.reader.get("/ask?q=How+much+was+Capita+fined%3F").text
        assert "<b>Capita</b> was <b>fined</b> <mark>£14m</mark>" in page

    def test_it_is_light_and_asks_for_one_file_more(self, doors: Doors) -> None:
        page = doors.reader.get(GDS)
        style = doors.reader.get("/static/site.css")
        assert len(page.content) + len(style.content) <= 60_000
        assert re.findall(r"<(?:script|img|iframe|video|audio|object|embed)\b", page.text) == []
        assert re.findall(r'<link rel="stylesheet" href="([^"?]*)', page.text) == ["/static/site.css"]
        assert " style=" not in page.text
        assert "<style" not in page.text

    def test_nothing_found_is_said_with_what_the_corpus_lacks(self, doors: Doors) -> None:
        said = words(doors.reader.get("/ask?q=who+ate+the+gruffalo+pie").text)
        assert "Not found , nothing in this corpus answers" in said
        assert "no article mentions “ate”, “gruffalo”, “pie”" in said
        assert "Nearest, though it does not answer" in said

    def test_more_passages_are_more(self, doors: Doors) -> None:
        page = doors.reader.get(GDS).text
        (more,) = [each for each in links(page) if "limit=6" in each]
        assert doors.reader.get(more).text.count('class="evidence') == 6

    def test_without_a_question_it_leads_to_where_to_ask(self, doors: Doors) -> None:
        assert doors.reader.get("/ask?q=+").headers["Location"] == "/"

    @pytest.mark.parametrize("query", ["after=foo", "limit=0", "limit=99", "limit=x", "after=2016&before=2015"])
    def test_what_cannot_be_understood_is_refused_in_words(self, doors: Doors, query: str) -> None:
        answer = doors.reader.get(f"/ask?q=GDS&{query}")
        assert answer.status_code == 400
        assert "--" not in words(answer.text)


class TestConversations:
    """An address holds all of a conversation; the server remembers nobody."""

    def test_a_follow_up_goes_on_and_the_cross_drops_what_was_carried(self, doors: Doors) -> None:
        first = doors.reader.get("/ask?q=who+left+GDS+in+2015%3F").text
        address = follow_up(first, "why?")
        second = doors.reader.get(address).text
        assert "carried over: " in words(second)
        assert "who left GDS in 2015?" in second.partition("<h1>")[0]
        (dropped,) = [each for each in links(second) if "alone=1" in each and each.startswith("/ask?q=why")]
        third = doors.reader.get(dropped).text
        assert "carried over: " not in words(third)
        assert "asked by itself" in words(third)

    def test_the_same_address_answers_the_same_in_another_server(self, doors: Doors) -> None:
        first = doors.reader.get("/ask?q=who+left+GDS+in+2015%3F").text
        address = follow_up(first, "why?")
        once = doors.reader.get(address).text
        doors.site.turns, doors.site.given = EarlierTurns(), GivenAnswers[Turn](64, lambda turn: turn.generation)
        assert doors.reader.get(address).text == once

    def test_dates_that_were_read_in_are_dropped_by_their_cross(self, doors: Doors) -> None:
        page = doors.reader.get("/ask?q=what+did+Socitm+say+in+2015%3F").text
        (without,) = [each for each in links(page) if "dates=any" in each and each.startswith("/ask")]
        assert "dates: 2015-01-01 to 2015-12-31" in words(page)
        assert "dates: 2015-01-01" not in words(doors.reader.get(without).text)

    def test_filters_have_crosses_given_or_typed(self, doors: Doors) -> None:
        page = doors.reader.get("/ask?q=cyber+outlet:PublicTechnology&after=2015&org=Socitm").text
        queries = [dict(parse_qsl(urlsplit(each).query)) for each in links(page) if each.startswith("/ask?q=cyber")]
        assert {"q": "cyber outlet:PublicTechnology", "org": "Socitm"} in queries
        assert {"q": "cyber outlet:PublicTechnology", "after": "2015-01-01"} in queries
        assert {"q": "cyber", "after": "2015-01-01", "org": "Socitm"} in queries

    def test_no_more_is_remembered_than_a_bound(self, doors: Doors) -> None:
        turns = EarlierTurns(most=2)
        earlier = tuple(EarlierQuestion(f"{each} outlet:nowhere") for each in ("one", "two", "three", "four"))
        turns.answer(doors.site.engine.get(), QuestionAddress("five outlet:nowhere", earlier=earlier))
        assert len(turns) == 2

    def test_on_another_day_they_are_answered_anew(self, doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
        turns, asked = EarlierTurns(), QuestionAddress("two?", earlier=(EarlierQuestion("GDS last year?"),))
        for day in (1, 1, 2):
            monkeypatch.setattr(
                "qabot.server.given_answers.utc_now", lambda day=day: datetime(2026, 1, day, 12, tzinfo=UTC)
            )
            turns.answer(doors.site.engine.get(), asked)
        assert len(turns) == 4

    def test_an_address_is_read_as_it_was_written(self) -> None:
        asked = QuestionAddress(
            "what & why? = “é”",
            Filters(outlets=("A&B", "C"), organisations=("D #1",)),
            limit=6,
            infer=False,
            alone=True,
            earlier=(EarlierQuestion("one"), EarlierQuestion("two +", infer=False)),
        )
        assert QuestionAddress.read(_query(asked.path())) == asked


def _never(_: Engine) -> Figures:
    raise AssertionError("it was made again")


def _query(path: str) -> QueryParams:
    return QueryParams(urlsplit(path).query)


class TestGivenAnswers:
    """An answer is kept while its index answers, for who asks the very same."""

    def test_the_same_is_not_searched_for_twice(self, doors: Doors) -> None:
        asked = QuestionAddress("GDS outlet:Computing")
        first = doors.site.answer(asked)
        assert doors.site.answer(QuestionAddress("GDS outlet:Computing")) is first
        assert doors.site.answer(asked.changed(infer=False)) is not first
        assert doors.site.answer(asked.changed(limit=4)) is not first

    def test_a_report_is_made_once_for_its_page_its_document_and_its_files(self, doors: Doors) -> None:
        documents = [doors.reader.get("/api/v1/brief?topic=Aspire").json()["made"] for _ in range(2)]
        assert documents[0] == documents[1]
        assert doors.reader.get("/brief.json?topic=Aspire&after=").json()["made"] == documents[0]
        assert doors.reader.get("/figures?topic=Aspire&before=").status_code == 200
        assert doors.site.report(Figures, _query("/?topic=Aspire"), _never).topic == "Aspire"

    def test_another_index_other_lists_or_another_day_are_asked_anew(self) -> None:
        given, made = GivenAnswers[str](2, lambda _: "g1"), iter("abcdefgh")
        state = AnsweringState("g1", (("synonyms.toml", 1, 2, 3),), date(2026, 1, 1))

        def asked(state: AnsweringState, question: str) -> str:
            return given.answer(state, question, lambda: next(made))

        assert [asked(state, "x"), asked(state, "x"), asked(state, "y")] == ["a", "a", "b"]
        assert asked(replace(state, today=date(2026, 1, 2)), "x") == "c"  # and `x` of the first day, kept longest, goes
        assert asked(replace(state, lists=()), "x") == "d"
        assert [asked(state, "y"), asked(state, "y")] == ["e", "e"]

    def test_the_one_asked_for_longest_ago_goes_first(self) -> None:
        given, made = GivenAnswers[str](2, lambda _: "g1"), iter("abcdefgh")
        state = AnsweringState("g1", (), date(2026, 1, 1))
        told = [given.answer(state, each, lambda: next(made)) for each in "xyxzxy"]
        assert told == ["a", "b", "a", "c", "a", "d"]

    def test_an_answer_of_a_generation_that_came_in_meanwhile_is_not_kept(self) -> None:
        given, made = GivenAnswers[str](2, lambda _: "g2"), iter("ab")
        state = AnsweringState("g1", (), date(2026, 1, 1))
        assert [given.answer(state, "x", lambda: next(made)) for _ in range(2)] == ["a", "b"]

    def test_who_asks_the_same_meanwhile_waits_for_the_answer_under_way(self) -> None:
        given, begun, ends = GivenAnswers[int](2, lambda _: "g1"), threading.Event(), threading.Event()
        state, made = AnsweringState("g1", (), date(2026, 1, 1)), list[int]()

        def make() -> int:
            begun.set()
            assert ends.wait(30)
            made.append(1)
            return len(made)

        with ThreadPoolExecutor(4) as pool:
            told = [pool.submit(given.answer, state, "x", make)]
            assert begun.wait(30)
            told += [pool.submit(given.answer, state, "x", make) for _ in range(3)]
            ends.set()
            assert [each.result(30) for each in told] == [1, 1, 1, 1]

    def test_what_could_not_be_made_is_made_by_who_asks_next(self) -> None:
        given, state = GivenAnswers[str](2, lambda _: "g1"), AnsweringState("g1", (), date(2026, 1, 1))
        with pytest.raises(StopIteration):
            given.answer(state, "x", lambda: next(iter("")))
        assert given.answer(state, "x", lambda: "a") == "a"


class TestWhatIsHandedOut:
    """Downloads, in the formats of the command line."""

    @pytest.mark.parametrize(
        ("name", "begins", "media_type"),
        [
            ("ris", "TY  - ", "application/x-research-info-systems"),
            ("bibtex", "@", "application/x-bibtex"),
            ("csl-json", "[", "application/vnd.citationstyles.csl+json"),
            ("json", '{\n  "schema": "qabot.ask/1"', "application/json"),
            ("html", "<!doctype html>", "text/html"),
            ("text", "", "text/plain"),
            ("csv", "key,source,quote,answer,", "text/csv"),
        ],
    )
    def test_formats(self, doors: Doors, name: str, begins: str, media_type: str) -> None:
        answer = doors.reader.get(GDS.replace("/ask", f"/download/{name}"))
        assert answer.text.startswith(begins)
        assert answer.headers["Content-Type"].startswith(media_type)
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="qabot-answer.')

    def test_a_table_has_a_row_for_each_quote_and_what_answers(self, doors: Doors) -> None:
        table = doors.reader.get("/download/csv?q=How+much+was+Capita+fined%3F").text
        rows = list(csv.DictReader(io.StringIO(table)))
        assert (rows[0]["answer"], rows[0]["quote"].startswith("Capita was fined £14m")) == ("£14m", True)
        assert rows[0]["outlet"] == "", "a brief is no outlet's"
        assert "in words of the qabot project" in rows[0]["note"]
        assert "Capita" in rows[0]["reports_on"]

    def test_a_word_file_has_the_verdict_the_quotes_and_their_footnotes(self, doors: Doors) -> None:
        answer = doors.reader.get(GDS.replace("/ask", "/download/docx"))
        assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="qabot-answer.docx"'
        parts = _docx_words(answer.content)
        assert "Strong" in parts["word/document.xml"]
        assert "The Chancellor allotted £450m to GDS in all." in parts["word/document.xml"]
        assert "Paragraph 1" in parts["word/footnotes.xml"]
        nothing = doors.reader.get("/download/docx?q=who+ate+the+gruffalo+pie").content
        assert "Nearest, though it does not answer" in _docx_words(nothing)["word/document.xml"]

    @pytest.mark.parametrize(
        ("page", "head"),
        [
            ("figures?topic=e-Borders&sort=value", "number,value,low,high,unit,"),
            ("timeline?topic=e-Borders", "date,date_words,outlet,"),
            ("said?who=Socitm&act=warned", "date,speaker,body,"),
        ],
    )
    def test_reports_are_tables_of_all_their_rows(self, doors: Doors, page: str, head: str) -> None:
        (table,) = [each for each in links(doors.reader.get(f"/{page}").text) if ".csv" in each]
        assert table == f"/{page.replace('?', '.csv?')}"
        answer = doors.reader.get(table)
        assert answer.text.startswith(head)
        assert len(list(csv.reader(io.StringIO(answer.text)))) > 2
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="qabot-')
        assert doors.reader.get(table.replace("topic=", "x=").replace("who=", "x=")).status_code in {400, 404}

    def test_an_unknown_format_is_told_with_those_there_are(self, doors: Doors) -> None:
        answer = doors.reader.get(GDS.replace("/ask", "/download/exe"))
        assert answer.status_code == 400
        assert "bibtex" in answer.text


class TestOtherPages:
    """Browsing, reports, checking, saved questions and status."""

    def test_browse_narrows_and_counts(self, doors: Doors) -> None:
        said = words(doors.reader.get("/browse").text)
        assert "213 qabot briefs" in said
        page = doors.reader.get("/browse?by=outlet&narrow=on:2015").text
        assert "show all" in page
        assert re.search(r"\b27 qabot briefs of 213\b", words(page))
        assert doors.reader.get("/browse?by=size").status_code == 400

    def test_figures_say_what_they_are_of(self, doors: Doors) -> None:
        page = doors.reader.get("/figures?topic=e-Borders")
        assert page.text.count('class="evidence from-brief"') >= 3
        assert "Link and cite" in page.text

    def test_who_said_what(self, doors: Doors) -> None:
        assert "statements by Socitm" in words(doors.reader.get("/said?who=Socitm").text)
        unknown = doors.reader.get("/said?who=Zorblax")
        assert (unknown.status_code, "Zorblax" in words(unknown.text)) == (404, True)

    def test_a_timeline(self, doors: Doors) -> None:
        assert doors.reader.get("/timeline?topic=e-Borders").text.count("<time datetime=") >= 3

    def test_a_note_has_its_sections_and_goes_along_with_its_proof(
        self, doors: Doors, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        page = doors.reader.get("/brief?topic=e-Borders&title=For+the+director").text
        said = words(page)
        for heading in ("For the director", "In short", "Figures", "What happened when", "What is missing"):
            assert heading in said
        permanent = [each for each in links(page) if each.startswith("/q/")]
        assert doors.reader.get(permanent[-1]).status_code == 200
        files = [each for each in links(page) if each.startswith("/brief.")]
        assert [doors.reader.get(each).status_code for each in files] == [200] * 5
        archive = zipfile.ZipFile(io.BytesIO(doors.reader.get(files[-1]).content))
        assert archive.namelist() == ["qabot-note.docx", "qabot-note.docx.proof.json"]
        archive.extractall(tmp_path)
        assert "For the director" in _docx_words((tmp_path / "qabot-note.docx").read_bytes())["word/document.xml"]
        proof = str(tmp_path / "qabot-note.docx.proof.json")
        assert main(["check", proof, "--home", str(doors.site.settings.home.path)]) == 0
        capsys.readouterr()

    def test_a_note_about_nothing_says_so(self, doors: Doors) -> None:
        said = words(doors.reader.get("/brief?topic=Zorblax").text)
        assert "Nothing that can be quoted is held about it" in said
        assert doors.reader.get("/brief.docx?topic=Zorblax").status_code == 404
        assert doors.reader.get("/brief.exe?topic=GDS").status_code == 400

    def test_a_draft_is_checked_pasted_or_as_a_file(self, doors: Doors) -> None:
        draft = "Capita was fined £15m by the Information Commissioner."
        for sent in ({"data": {"text": draft}}, {"files": {"file": ("../../etc/draft.md", draft.encode())}}):
            page = _posted(doors.reader, sent)
            assert "another figure of the same thing" in words(page)
            assert "£14m" in page
        assert doors.reader.post("/check", data={"text": " "}).status_code == 400
        assert doors.reader.post("/check", files={"file": ("x.exe", b"MZ")}).status_code == 400

    def test_status_says_what_is_held(self, doors: Doors) -> None:
        said = words(doors.reader.get("/status").text)
        assert "213 qabot briefs" in said

    def test_pages_that_are_not_there(self, doors: Doors) -> None:
        answer = doors.reader.get("/nowhere")
        assert (answer.status_code, "There is no such page." in answer.text) == (404, True)
        assert doors.reader.delete("/ask").status_code == 405


def _docx_words(data: bytes) -> dict[str, str]:
    """Return the text of each part of a Word file."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: words(archive.read(name).decode()) for name in archive.namelist()}


def _posted(client: TestClient, sent: Mapping[str, Any]) -> str:
    answer = client.post("/check", **sent)
    assert answer.status_code == 200
    return answer.text
