"""The lists of a home that are changed while a server runs: taken over between questions, or told of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from qabot.core.questions import Filters
from qabot.core.settings import Home, Settings
from qabot.engine.engine_address import answering_key, socket_address
from qabot.engine.engine_client import ask_engine
from qabot.engine.engine_messages import EngineQuestion
from qabot.server.engine_listener import EngineListener
from tests.conftest import article
from tests.homes import indexed_home
from tests.server.doors import Doors, opened

ARTICLES = {
    "a.md": article("Payroll", "Zorblax council paid £3m for a payroll system in May 2015."),
    "b.md": article("Buses", "Frumple council ordered forty buses in June 2016, it said."),
    "c.md": article("Roads", "Wibble council mended its roads for £9m in July 2017."),
}
ASKS = "/api/v1/ask?q=what+did+ZBC+pay%3F"
ACRONYMS = '[[body]]\nname = "Zorblax council"\nacronyms = "ZBC"\n'


@pytest.fixture(scope="module")
def home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home of three articles."""
    return indexed_home(starter_home, tmp_path_factory.mktemp("listed"), ARTICLES)


@pytest.fixture
def served(home: Home, tmp_path: Path) -> Iterator[Doors]:
    """Its server; the lists that a test leaves go."""
    with opened(home, tmp_path) as doors:
        yield doors
    for each in home.path.glob("*.toml"):
        each.unlink()


def test_a_list_is_taken_over_between_questions(home: Home, served: Doors) -> None:
    before = served.reader.get(ASKS)
    assert before.json()["verdict"] == "not_found"
    (home.path / "acronyms.toml").write_text(ACRONYMS)
    after = served.reader.get(ASKS, headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.json()["answers"][0]["article"]["id"]) == (200, "a")
    (home.path / "acronyms.toml").unlink()
    again = served.reader.get(ASKS)
    assert (again.json()["verdict"], again.headers["ETag"]) == ("not_found", before.headers["ETag"])


def test_reports_read_by_the_lists_there_are(home: Home, served: Doors) -> None:
    assert served.reader.get("/api/v1/facts/figures?topic=ZBC").json()["rows"] == []
    (home.path / "acronyms.toml").write_text(ACRONYMS)
    rows = served.reader.get("/api/v1/facts/figures?topic=ZBC").json()["rows"]
    assert [each["figure"] for each in rows] == ["£3m"]


def test_one_that_is_malformed_changes_nothing_and_is_told_of(home: Home, served: Doors) -> None:
    (home.path / "acronyms.toml").write_text(ACRONYMS)
    assert served.reader.get(ASKS).json()["answers"]
    (home.path / "acronyms.toml").write_text("[[body]\n")
    assert served.reader.get(ASKS).json()["answers"]
    page = served.reader.get("/").text
    assert "The newest cannot be used, so that what was there before answers: …/acronyms.toml" in page
    (home.path / "acronyms.toml").write_text(ACRONYMS)
    assert "The newest cannot be used" not in served.reader.get("/").text


@pytest.mark.parametrize("report", ["/api/v1/facts/said?who=Zorblax+council", "/api/v1/brief?topic=payroll"])
def test_nor_does_one_of_words_that_report(home: Home, served: Doors, report: str) -> None:
    assert served.reader.get("/api/v1/facts/figures?topic=roads").status_code == 200
    (home.path / "speech_cues.toml").write_text("[[said]\n")
    assert served.reader.get(report).status_code == 200
    assert "…/speech_cues.toml" in served.reader.get("/").text


def test_a_server_that_begins_with_a_malformed_list_says_that_it_is_its_own_fault(home: Home, served: Doors) -> None:
    (home.path / "synonyms.toml").write_text("[")
    answer = served.reader.get(ASKS)
    assert (answer.status_code, str(home.path) in answer.text) == (503, False)
    (home.path / "synonyms.toml").unlink()
    assert served.reader.get(ASKS).status_code == 200


def test_the_ask_command_is_answered_by_the_lists_that_it_would_read(home: Home, served: Doors) -> None:
    settings, place = Settings(home), socket_address(home)
    assert place
    with EngineListener(settings, served.site.engine.get):
        for change in (lambda: None, lambda: (home.path / "acronyms.toml").write_text(ACRONYMS)):
            change()
            asked = EngineQuestion(answering_key(settings), "what did ZBC pay?", Filters(), 3, True, (), DAY)
            reply = ask_engine(place, asked)
            assert reply
            assert reply.turn
        assert [each.article.id for each in reply.turn.answer.evidence][:1] == ["a"]


DAY = date(2026, 11, 30)


def test_a_file_that_is_replaced_in_the_same_moment_is_another(home: Home, served: Doors) -> None:
    path = home.path / "acronyms.toml"
    path.write_text(ACRONYMS)
    engine = served.site.engine.get()
    before, at = engine.lists_state, path.stat()
    path.with_suffix(".new").write_text(ACRONYMS.replace("ZBC", "ZZC"))
    path.with_suffix(".new").replace(path)
    os.utime(path, ns=(at.st_atime_ns, at.st_mtime_ns))
    assert (engine.reload_lists(), engine.lists_state != before) == (True, True)
    assert engine.reload_lists() is False
