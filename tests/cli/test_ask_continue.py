"""`qabot ask --continue`: going on from the last question, asked by a process that has ended."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qabot.chat.recent_questions import RecentQuestions
from qabot.core.errors import UsageError
from qabot.core.settings import Home
from tests.cli.conftest import Call
from tests.cli.helpers import environment, run_qabot, steering

FIRST, SECOND, THIRD = "How much did GDS get in the 2015 Spending Review?", "what about HMRC?", "why?"
ALONE = "Who opened the National Cyber Security Centre?"


def carried(told: Any) -> list[str]:
    return told["understood"]["carried_over"]


def files(folder: Path) -> set[str]:
    """Return what lies in a folder, but for the locks of readers."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix != ".lock"}


def test_a_chain_of_three_processes(own_home: Home) -> None:
    assert run_qabot("ask", FIRST, home=own_home).code == 0
    ran = run_qabot("ask", SECOND, "--continue", home=own_home)
    assert (ran.code, ran.stderr) == (0, "")
    assert "\n  carried over: 2015 Spending Review\n" in ran.stdout
    ran = run_qabot("ask", THIRD, "--continue", "--json", home=own_home)
    assert (ran.code, ran.stderr) == (0, "")
    assert carried(ran.document()) == ["2015 Spending Review", "HMRC"]
    assert ran.document()["question"] == THIRD
    assert "HMRC" in str([answer["article"] for answer in ran.document()["answers"]])


def test_without_continue_a_question_begins_anew(own_home: Home, call: Call) -> None:
    assert call("ask", FIRST, home=own_home).code == 0
    assert carried(call("ask", SECOND, "--json", home=own_home).document()) == []
    assert carried(call("ask", THIRD, "--continue", "--json", home=own_home).document()) == ["HMRC"]


def test_a_question_that_stands_alone_takes_nothing_even_so(own_home: Home, call: Call) -> None:
    alone = call("ask", ALONE, "--json", home=own_home).document()
    assert call("ask", FIRST, home=own_home).code == 0
    went_on = call("ask", ALONE, "--continue", "--json", home=own_home).document()
    for document in (alone, went_on):
        del document["timing_ms"]
    assert went_on == alone
    assert "carried over" not in call("ask", ALONE, "--continue", home=own_home).stdout


def test_what_is_carried_over_is_told_in_markdown_too(own_home: Home, call: Call) -> None:
    assert call("ask", FIRST, home=own_home).code == 0
    assert "*carried over: 2015 Spending Review*" in call(
        "ask", SECOND, "--continue", "--format", "md", home=own_home
    ).stdout  # fmt: skip


def test_dates_still_in_force_are_carried_over_and_can_be_refused(own_home: Home, call: Call) -> None:
    assert call("ask", "Who left GDS in 2015?", home=own_home).code == 0
    went_on = call("ask", THIRD, "--continue", home=own_home).stdout
    assert "\n  dates: 2015-01-01 to 2015-12-31, carried over: preferred, and nothing left out" in went_on
    assert call("ask", "Who left GDS in 2015?", home=own_home).code == 0
    refused = call("ask", THIRD, "--continue", "--no-inferred-filters", "--json", home=own_home).document()
    assert (refused["understood"]["inferred"], refused["understood"]["inferred_from"]) == (None, None)
    assert refused["searched"]["matched_filters"] == 213


def test_filters_typed_into_the_question_before_hold_on_and_options_do_not(own_home: Home, call: Call) -> None:
    call("ask", "Who left GDS? outlet:Computing", "--org", "HMRC", home=own_home)
    understood = call("ask", THIRD, "--continue", "--json", home=own_home).document()["understood"]
    assert (understood["outlets"], understood["organisations"]) == (["Computing"], [])
    assert "GDS" in understood["carried_over"]


@pytest.mark.parametrize("flags", [(), ("--json",)], ids=["text", "json"])
def test_2_where_nothing_was_asked_before(flags: tuple[str, ...], own_home: Home, call: Call) -> None:
    ran = call("ask", SECOND, "--continue", *flags, home=own_home)
    assert (ran.code, ran.stdout) == (2, "")
    assert "There is no earlier question to go on from." in ran.stderr
    assert "without --continue" in ran.stderr
    assert not RecentQuestions.of(own_home).path.exists()


DAMAGED = {
    "empty": b"",
    "cut": b'{"questions": ["Who le',
    "no object": b"[]",
    "number": b"7",
    "no key": b"{}",
    "no list": b'{"questions": "Who left GDS?"}',
    "an object": b'{"questions": {"Who left GDS?": 1}}',
    "no questions": b'{"questions": []}',
    "no text": b'{"questions": ["Who left GDS?", null]}',
    "not ASCII": '{"questions": ["café"]}'.encode(),
    "bytes": bytes(range(256)),
    "deep": b"[" * 100_000,
    "a great number": b'{"questions": [' + b"9" * 5_000 + b"]}",
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_2_for_a_damaged_file_and_the_next_question_mends_it(content: bytes, own_home: Home, call: Call) -> None:
    path = RecentQuestions.of(own_home).path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    told = call("ask", SECOND, "--continue", "--json", home=own_home).error()
    assert told["code"] == 2
    assert str(path) in told["message"]
    assert "without --continue" in told["hint"]
    assert call("ask", FIRST, home=own_home).code == 0
    assert RecentQuestions.of(own_home).recall() == [FIRST]


def test_hostile_earlier_questions_stay_text(own_home: Home, call: Call) -> None:
    hostile = (
        "Did \x1b[31m[bold]Zorblax[/bold]\x1b]0;owned\x07 **Quibbly** <b>Tram</b> \u202egnihton =SUM(A1) | get `it`?",
        "\ud800\udfff\x00" * 500 + "x" * 100_000,
        "Did \x1b[31m[bold]Zorblax[/bold] **Quibbly** <b>Tram</b> \u202egnihton =SUM(A1) | get `it`?",
    )
    path = RecentQuestions.of(own_home).path
    path.parent.mkdir(parents=True, exist_ok=True)
    for shown in ("text", "json", "jsonl", "md"):
        path.write_text(json.dumps({"questions": hostile}), encoding="ascii")
        ran = call("ask", "why?", "--continue", "--explain", "--format", shown, home=own_home)
        assert (ran.code in {0, 1}, ran.stderr) == (True, ""), shown
        assert steering(ran.stdout) == set()
        if shown == "text":
            assert "Zorblax" in ran.stdout
        if shown == "md":
            (line,) = (line for line in ran.stdout.splitlines() if line.startswith("*carried over: "))
            assert "Zorblax" in line
            assert not {"<", "[", "|", "`"} & set(line.replace("\\<", "").replace("\\[", "").replace("\\|", ""))


def test_a_question_that_is_no_utf_8_can_be_gone_on_from(own_home: Home) -> None:
    assert run_qabot("ask", b"who left GDS caf\xff", home=own_home).code in {0, 1}
    ran = run_qabot("ask", "why?", "--continue", "--json", home=own_home)
    assert ran.code in {0, 1}
    assert "GDS" in carried(ran.document())


def test_a_state_folder_that_cannot_be_written_to_still_answers(own_home: Home, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    ran = run_qabot("ask", FIRST, home=own_home, env={"XDG_STATE_HOME": str(tmp_path / "state")})
    assert (ran.code, ran.stderr) == (0, "")
    assert (tmp_path / "state").read_text() == "a file where the folder should be"


def test_what_stands_in_the_way_of_the_file_is_left_and_nothing_besides(
    own_home: Home, own_state: Path, call: Call
) -> None:
    RecentQuestions.of(own_home).path.mkdir(parents=True)
    before = files(own_state)
    assert call("ask", FIRST, home=own_home).code == 0
    assert files(own_state) == before
    ran = call("ask", SECOND, "--continue", "--json", home=own_home)
    assert ran.code == ran.error()["code"] == 2


def test_each_home_has_its_own_last_question(own_home: Home, tram_home: Home, call: Call) -> None:
    assert call("ask", FIRST, home=own_home).code == 0
    call("ask", "What will Wombat council get for its tram depot?", home=tram_home)
    assert carried(call("ask", SECOND, "--continue", "--json", home=own_home).document()) == ["2015 Spending Review"]
    other = carried(call("ask", "why?", "--continue", "--json", home=tram_home).document())
    assert "Wombat" in other
    assert "2015 Spending Review" not in other


def test_it_is_one_file_of_the_users_own_outside_of_the_home(own_home: Home, tmp_path: Path) -> None:
    """The README promises it: what is asked never lies in a home, and only who asked can read it."""
    before = files(own_home.path)
    user = tmp_path / "user"
    user.mkdir()
    env = {"HOME": str(user)} | {f"XDG_{name}_HOME": str(user / name.lower()) for name in ("DATA", "CACHE", "STATE")}
    code = "import os, sys; os.umask(0); from qabot.cli import main; sys.exit(main(sys.argv[1:]))"
    for words in (["ask", FIRST], ["ask", SECOND, "--continue"]):
        line = [sys.executable, "-c", code, *words, "--home", str(own_home.path)]
        subprocess.run(line, env=environment(env), check=True, capture_output=True)
    assert files(own_home.path) == before
    written = [path for path in user.rglob("*") if path.is_file()]
    assert [path.parent for path in written] == [user / "state" / "qabot" / "last-questions"]
    assert stat.S_IMODE(written[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(written[0].parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(written[0].parent.parent.stat().st_mode) == 0o700
    assert written[0].read_bytes() == json.dumps({"questions": [FIRST, SECOND]}).encode() + b"\n"


def test_a_folder_that_others_can_look_into_is_closed_to_them(own_home: Home, own_state: Path, call: Call) -> None:
    (own_state / "last-questions").mkdir(parents=True)
    (own_state / "last-questions").chmod(0o755)
    assert call("ask", FIRST, home=own_home).code == 0
    assert stat.S_IMODE((own_state / "last-questions").stat().st_mode) == 0o700


def test_what_an_earlier_version_left_in_a_home_is_removed(own_home: Home, call: Call) -> None:
    old = own_home.index / "last-questions.json"
    old.write_text(json.dumps({"questions": [FIRST]}))
    assert call("ask", SECOND, "--continue", home=own_home).code == 2
    assert not old.exists()


def test_private_keeps_nothing(own_home: Home, own_state: Path, call: Call) -> None:
    assert call("ask", FIRST, "--private", home=own_home).code == 0
    assert files(own_state) == set()
    assert call("ask", FIRST, home=own_home).code == 0
    went_on = call("ask", SECOND, "--continue", "--private", "--json", home=own_home).document()
    assert carried(went_on) == ["2015 Spending Review"]
    assert RecentQuestions.of(own_home).recall() == [FIRST]


def test_it_survives_an_update_and_is_no_fault(own_home: Home, call: Call) -> None:
    assert call("ask", FIRST, home=own_home).code == 0
    assert call("verify-index", home=own_home).code == 0
    (own_home.corpus / "new.md").write_text("The quibbly tram.\n\nIt runs.\n")
    assert call("index", "--json", home=own_home).document()["added"] == ["new"]
    assert call("verify-index", "--json", home=own_home).document()["faults"] == []
    assert carried(call("ask", SECOND, "--continue", "--json", home=own_home).document()) == ["2015 Spending Review"]
    assert call("rollback", home=own_home).code == 0
    assert RecentQuestions.of(own_home).recall() == [FIRST, SECOND]


def test_a_question_that_fails_is_not_kept(own_home: Home, call: Call) -> None:
    assert call("ask", FIRST, home=own_home).code == 0
    assert call("ask", "GDS", "--after", "2016", "--before", "2015", home=own_home).code == 2
    assert RecentQuestions.of(own_home).recall() == [FIRST]
    assert call("ask", "zxqv blorp", "--continue", home=own_home).code == 1
    assert RecentQuestions.of(own_home).recall() == [FIRST, "zxqv blorp"], "what found nothing was asked all the same"


def test_only_the_last_eight_questions_are_kept(tmp_path: Path) -> None:
    recent = RecentQuestions.of(Home(tmp_path / "home"), tmp_path / "state")
    recent.keep([f"question {i}" for i in range(12)])
    assert recent.recall() == [f"question {i}" for i in range(4, 12)]
    assert len(files(tmp_path / "state")) == 1
    with pytest.raises(UsageError, match="no earlier question"):
        RecentQuestions.of(Home(tmp_path / "elsewhere"), tmp_path / "state").recall()
