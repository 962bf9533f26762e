"""How much is taken: bytes, requests a minute, requests at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from qabot.core.settings import Home
from qabot.server.problems import Refused
from qabot.server.request_limits import RequestLimits, RequestRates
from tests.server.doors import Doors, opened

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class TestSizes:
    """What is too large is refused before it is read."""

    def test_a_question_of_10_mb_is_refused(self, doors: Doors) -> None:
        answer = doors.reader.post("/api/v1/ask", json={"q": "x" * 10_000_000})
        assert answer.status_code == 413
        assert answer.json()["status"] == 413

    def test_one_without_a_length_is_cut_off_as_it_comes(self, doors: Doors) -> None:
        answer = doors.reader.post("/api/v1/ask", content=iter([b"x" * 40_000] * 4))
        assert answer.status_code == 413

    def test_an_address_may_be_so_long(self, doors: Doors) -> None:
        assert doors.reader.get("/browse?narrow=" + "x" * 8_000).status_code == 200
        assert doors.reader.get("/browse?narrow=" + "x" * 8_200).status_code == 414

    def test_a_question_may_be_so_long(self, doors: Doors) -> None:
        assert doors.reader.get("/ask?q=" + "x" * 2_001).status_code == 413

    def test_a_draft_may_be_larger(self, doors: Doors) -> None:
        assert doors.reader.post("/api/v1/check", content=b"\n" * 100_000).status_code == 400


class TestRates:
    """Each key has so many a minute, a tenth of them at once."""

    def test_they_come_back_with_time(self) -> None:
        now = 0.0
        rates = RequestRates(60, lambda: now)
        for _ in range(6):
            rates.count("desk")
        with pytest.raises(Refused) as refused:
            rates.count("desk")
        assert (refused.value.status, refused.value.retry_after) == (429, 2)
        rates.count("other")
        now = 1.0
        rates.count("desk")
        with pytest.raises(Refused):
            rates.count("desk")

    def test_the_answer_says_when_to_ask_again(self, starter_home: Home, tmp_path: Path) -> None:
        with opened(starter_home, tmp_path, RequestLimits(a_minute=10)) as doors:
            statuses = [doors.reader.get("/check").status_code for _ in range(2)]
            assert statuses == [200, 429]
            assert int(doors.reader.get("/check").headers["Retry-After"]) >= 1
            assert doors.editor.get("/check").status_code == 200

    def test_no_more_at_once_than_can_be_worked_on(self, starter_home: Home, tmp_path: Path) -> None:
        with opened(starter_home, tmp_path, RequestLimits(at_once=0)) as doors:
            answer = doors.reader.get("/")
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")


class TestHeaders:
    """What every answer tells browsers, errors among them."""

    @pytest.mark.parametrize(
        "path", ["/", "/ask?q=GDS", "/nowhere", "/api/v1/status", "/static/site.css", "/q/g/a/0-9"]
    )
    def test_every_answer_has_them(self, doors: Doors, path: str) -> None:
        for client in (doors.reader, doors.nobody):
            answer = client.get(path)
            assert [name for name, words in HEADERS.items() if answer.headers.get(name) != words] == []

    def test_what_is_asked_never_stands_in_a_header(self, doors: Doors) -> None:
        evil = "x%0d%0aSet-Cookie:%20evil=1"
        for path in (
            f"/ask?q={evil}",
            f"/download/ris?q={evil}",
            f"/feed.atom?q={evil}",
            f"/{evil}",
            f"/article/{evil}",
        ):
            answer = doors.reader.get(path)
            assert "evil" not in str(answer.headers.multi_items())
