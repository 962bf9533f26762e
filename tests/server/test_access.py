"""Who comes in: by which name, from which page, with which key."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qabot.core.errors import NotFound, UsageError
from qabot.core.questions import Filters
from qabot.core.settings import Home
from qabot.question.analysis import analyse
from qabot.reports.watch.saved_questions import FrozenMeaning, SavedQuestion
from qabot.reports.watch.watch_store import WatchStore
from qabot.server.access_keys import AccessKeys
from qabot.server.untold_places import UntoldPlaces
from tests.server.doors import HERE, Doors, opened

ASKS = "/api/v1/status"
ASKED = {"question": "Who left GDS?"}
UNDERSTOOD = analyse("Is my council going bankrupt?")


class TestWithoutAKey:
    """Nothing but the stylesheet and the script is given to whoever has none."""

    @pytest.mark.parametrize(
        "path",
        ["/", "/ask?q=x", "/article/a", "/browse", "/status", "/corpus.atom", "/feed.atom?q=x", "/q/g/a/0-1", ASKS],
    )
    def test_nothing_is_shown(self, doors: Doors, path: str) -> None:
        answer = doors.nobody.get(path)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert "Socitm" not in answer.text

    def test_a_wrong_key_is_refused_in_every_place(self, doors: Doors) -> None:
        assert doors.nobody.get(ASKS, headers={"Authorization": "Bearer qabot_wrong"}).status_code == 401
        assert doors.nobody.get(f"{ASKS}?key=qabot_wrong").status_code == 401
        assert doors.nobody.get(ASKS, headers={"Cookie": "qabot-8617=qabot_wrong"}).status_code == 401

    def test_the_stylesheet_is_given(self, doors: Doors) -> None:
        assert doors.nobody.get("/static/site.css").status_code == 200
        assert doors.nobody.get("/static/..%2fsite.py").status_code == 404


class TestTheKeyInAnAddress:
    """It becomes a cookie, and leaves the address."""

    def test_it_becomes_a_cookie_that_scripts_and_other_sites_never_see(self, doors: Doors) -> None:
        key = doors.site.guard.start_up_key()
        answer = doors.nobody.get(f"/ask?q=who+left+GDS&key={key}&after=2015")
        assert answer.status_code == 303
        assert answer.headers["Location"] == "/ask?q=who+left+GDS&after=2015"
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith(f"qabot-8617={key};")
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert doors.nobody.get(ASKS, headers={"Cookie": f"qabot-8617={key}"}).status_code == 200
        doors.nobody.cookies.clear()

    def test_a_ticket_lets_in_once(self, doors: Doors) -> None:
        ticket = doors.site.guard.ticket()
        assert doors.nobody.get(f"/?key={ticket}").status_code == 303
        doors.nobody.cookies.clear()
        assert doors.nobody.get(f"/?key={ticket}").status_code == 401

    def test_a_path_of_two_strokes_leads_to_no_other_site(self, doors: Doors) -> None:
        key = doors.site.guard.start_up_key()
        location = doors.nobody.get(f"{HERE}//evil.example/%5C%0d%0aX:1?key={key}").headers["Location"]
        assert location.startswith("/evil.example/")
        doors.nobody.cookies.clear()

    def test_a_reader_of_feeds_needs_no_cookie(self, doors: Doors) -> None:
        key = doors.keys.add("feeds", "reader")
        answer = doors.nobody.get(f"/corpus.atom?key={key}")
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
        doors.keys.remove("feeds")
        assert doors.nobody.get(f"/corpus.atom?key={key}").status_code == 401


class TestNamesAndOrigins:
    """Another site's name may be made to point here, and any page may send a form here."""

    @pytest.mark.parametrize("host", ["evil.example", "evil.example:8617", "127.0.0.1", "localhost:80", ""])
    def test_another_name_is_refused(self, doors: Doors, host: str) -> None:
        assert doors.reader.get(ASKS, headers={"Host": host}).status_code == 421

    @pytest.mark.parametrize("host", ["localhost:8617", "[::1]:8617", "NEWS.example.org", "news.example.org:8617"])
    def test_its_own_names_are_taken(self, doors: Doors, host: str) -> None:
        assert doors.reader.get(ASKS, headers={"Host": host}).status_code == 200

    @pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:8617", "http://127.0.0.1:1"])
    def test_another_page_is_refused(self, doors: Doors, origin: str) -> None:
        assert doors.reader.get(ASKS, headers={"Origin": origin}).status_code == 403
        assert doors.editor.post("/status/build", headers={"Origin": origin}).status_code == 403

    def test_what_changes_something_says_where_it_comes_from(self, doors: Doors) -> None:
        cookie = {"Cookie": f"qabot-8617={doors.site.guard.start_up_key()}"}
        assert doors.nobody.post("/check", data={"text": "x"}, headers=cookie).status_code == 403
        own = cookie | {"Origin": HERE}
        assert doors.nobody.post("/check", data={"text": "Socitm warned."}, headers=own).status_code == 200


class TestRoles:
    """A reader's key changes nothing."""

    @pytest.mark.parametrize("path", ["/status/build", "/status/feeds", "/add"])
    def test_a_reader_changes_nothing(self, doors: Doors, path: str) -> None:
        answer = doors.reader.post(path, data={"text": "Zorblax council bought a payroll system."})
        assert answer.status_code == 403
        assert "This key allows reading only." in answer.text

    def test_only_an_editor_sees_how_to(self, doors: Doors) -> None:
        assert "Add an article" not in doors.reader.get("/status").text
        assert "Add an article" in doors.editor.get("/status").text


class TestWhatIsTheOwnersAlone:
    """What a person asked, and where their home lies, is for nobody they gave a key to."""

    def test_saved_questions_are_shown_to_who_saved_them(self, doors: Doors) -> None:
        home = str(doors.site.settings.home.path)
        saved = SavedQuestion(
            home=home,
            name="worries",
            text="Is my council going bankrupt?",
            filters=Filters(),
            saved=datetime(2026, 11, 1, tzinfo=UTC),
        )
        with WatchStore.open() as store:
            store.save([(saved, FrozenMeaning(question=UNDERSTOOD, terms=(), bar=0, vector=b"", encoder=""), ())])
        assert "Is my council going bankrupt?" in doors.owner.get("/watch").text
        assert "worries" not in doors.owner.get("/watch.atom").text  # nothing is new in it yet
        for client in (doors.reader, doors.editor):
            for path in ("/watch", "/watch.atom"):
                answer = client.get(path)
                assert (answer.status_code, "bankrupt" in answer.text, home in answer.text) == (403, False, False)
            assert '"/watch' not in client.get("/").text
            assert "/watch.atom" not in client.get("/status").text

    def test_where_the_home_lies(self, doors: Doors) -> None:
        home = str(doors.site.settings.home.path)
        for client, is_told in ((doors.reader, False), (doors.editor, False), (doors.owner, True)):
            assert (home in client.get("/status").text) is is_told
            document = client.get("/api/v1/status")
            assert document.json()["home"] == (home if is_told else None)
            assert (home in document.text) is is_told

    @pytest.mark.parametrize("path", ["/", "/status", "/ask?q=x", "/api/v1/ask?q=x", "/corpus.atom", "/api/v1/status"])
    def test_what_goes_wrong_names_no_folder(self, tmp_path: Path, path: str) -> None:
        (tmp_path / "index").mkdir()
        (tmp_path / "index" / "CURRENT").write_text("nonsense\n")
        with opened(Home(tmp_path), tmp_path / "keys") as doors:
            assert str(tmp_path) in doors.owner.get(path).text
            for client in (doors.reader, doors.editor):
                told = client.get(path).text
                assert (str(tmp_path) in told, "…/index/CURRENT does not name a generation" in told) == (False, True)

    def test_nor_does_a_file_of_keys_that_is_damaged(self, tmp_path: Path) -> None:
        with opened(Home(tmp_path), tmp_path / "keys") as doors:
            (tmp_path / "keys" / "keys.json").write_text("{", encoding="utf-8")
            answer = doors.reader.get("/")
            assert (answer.status_code, str(tmp_path) in answer.text) == (503, False)

    def test_assistants_are_told_of_no_folder(self, tmp_path: Path) -> None:
        (tmp_path / "index").mkdir()
        (tmp_path / "index" / "CURRENT").write_text("nonsense\n")
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "ask", "arguments": ASKED}}
        with opened(Home(tmp_path), tmp_path / "keys") as doors:
            headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}
            told = doors.owner.post("/mcp", json=call, headers=headers).json()["result"]
            assert told["isError"] is True
            (said,) = (each["text"] for each in told["content"])
            assert ("…/index/CURRENT" in said, str(tmp_path) in said) == (True, False)

    def test_a_lasting_key_may_be_the_owners(self, doors: Doors) -> None:
        key = doors.keys.add("mine", "owner")
        assert doors.nobody.get(f"/watch.atom?key={key}").status_code == 200
        assert doors.nobody.post("/add", data={}, headers={"Authorization": f"Bearer {key}"}).status_code == 400
        doors.keys.remove("mine")


def test_only_folders_are_left_out_of_what_is_told(tmp_path: Path) -> None:
    told = UntoldPlaces(Home(tmp_path / "news")).left_out(
        f"{tmp_path}/news/index is not {tmp_path}/newsroom; begin at /ask."
    )
    assert told == f"…/index is not {tmp_path}/newsroom; begin at /ask."


class TestKeysAtRest:
    """Kept as hashes, for one home, in a file of the user's own."""

    def test_the_secret_is_kept_nowhere(self, tmp_path: Path) -> None:
        keys = AccessKeys(Home(tmp_path), tmp_path / "state" / "keys.json")
        secret = keys.add("desk", "editor")
        held = (tmp_path / "state" / "keys.json").read_text(encoding="ascii")
        assert secret not in held
        assert len(secret) > 40
        assert json.loads(held)["keys"][0]["name"] == "desk"
        assert stat.S_IMODE((tmp_path / "state" / "keys.json").stat().st_mode) == 0o600

    def test_a_key_opens_one_home_alone(self, tmp_path: Path) -> None:
        for name in ("one", "other"):
            (tmp_path / name).mkdir()
        one, other = (AccessKeys(Home(tmp_path / name), tmp_path / "keys.json") for name in ("one", "other"))
        secret = one.add("desk", "reader")
        assert one.find(secret) is not None
        assert other.find(secret) is None
        with pytest.raises(NotFound):
            other.remove("desk")

    def test_a_name_is_given_once_and_is_a_name(self, tmp_path: Path) -> None:
        keys = AccessKeys(Home(tmp_path), tmp_path / "keys.json")
        keys.add("desk", "reader")
        for name in ("desk", "", "a b", "x\ny", "-x"):
            with pytest.raises(UsageError):
                keys.add(name, "reader")

    def test_a_damaged_file_opens_nothing_and_says_so(self, tmp_path: Path) -> None:
        (tmp_path / "keys.json").write_text("{", encoding="utf-8")
        with pytest.raises(UsageError, match="cannot be used"):
            AccessKeys(Home(tmp_path), tmp_path / "keys.json").find("x")
