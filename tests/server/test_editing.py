"""What an editor may change: articles come in, once; and what is so behind a proxy with TLS."""

from __future__ import annotations

from pathlib import Path

import pytest

from qabot.core.settings import Home
from tests.server.doors import opened
from tests.server.test_answer_pages import words

SENT = {
    "title": "Zorblax pays",
    "outlet": "Computing",
    "published": "2015-11-25",
    "url": "https://example.org/zorblax",
    "text": "Zorblax council paid £3m for a payroll system, the auditor said.",
}


def test_an_article_comes_in_once(tmp_path: Path) -> None:
    with opened(Home(tmp_path), tmp_path) as doors:
        said = words(doors.editor.post("/add", data=SENT).text)
        assert "Added: Zorblax pays (2015/2015-11-25-zorblax-pays-" in said
        assert "It is found once the index is built." in said
        assert "Duplicate" in words(doors.editor.post("/add", data=SENT).text)
        (written,) = (tmp_path / "corpus").rglob("*.md")
        assert 'outlet: "Computing"' in written.read_text(encoding="utf-8")
        assert "The articles of this home have not been indexed." in words(doors.reader.get("/").text)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"text": " "}, "The article has no text."),
        ({"published": "soon"}, "published: "),
        ({"url": "javascript:alert(1)"}, "is no address of a page"),
        ({"url": "file:///etc/passwd"}, "is no address of a page"),
    ],
)
def test_what_is_no_article_is_refused(tmp_path: Path, changed: dict[str, str], told: str) -> None:
    with opened(Home(tmp_path), tmp_path) as doors:
        answer = doors.editor.post("/add", data=SENT | changed)
        assert (answer.status_code, told in words(answer.text)) == (400, True)
        assert not (tmp_path / "corpus").exists()


def test_behind_tls_cookies_are_for_tls_alone(tmp_path: Path) -> None:
    with opened(Home(tmp_path), tmp_path) as doors:
        doors.nobody.base_url = "https://news.example.org"
        answer = doors.nobody.get(f"/watch?key={doors.site.guard.start_up_key()}")
        assert "Secure" in answer.headers["Set-Cookie"]
        assert doors.nobody.get("/watch", headers={"Origin": "https://news.example.org"}).status_code == 200
        assert doors.nobody.get("/watch", headers={"Origin": "http://news.example.org"}).status_code == 403
