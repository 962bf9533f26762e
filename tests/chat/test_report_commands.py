"""Reports of the chat are read by the lists that its engine holds, as everything else that it answers is."""

from __future__ import annotations

from pathlib import Path

import pytest

from qabot.chat.command_results import BriefShown, FiguresListed, SayingsListed, TimelineShown
from qabot.chat.commands import Given, parse
from qabot.chat.handlers import execute
from qabot.chat.headless_chat import Chat, ChatContext
from qabot.chat.history import History
from qabot.chat.inline_asker import InlineAsker, at_once
from qabot.core.settings import Settings
from qabot.engine.session import Session
from tests.conftest import MakeHome, article

ARTICLES = {"a.md": article("Payroll", "Zorblax council paid £3m for a payroll system in May 2012, Ann Lee said.")}


@pytest.mark.usefixtures("exported_already")
def test_a_list_that_changes_while_a_chat_is_open_changes_no_report_of_it(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home(ARTICLES)
    lines = ("/figures payroll", "/said Ann Lee", "/timeline payroll", "/brief payroll")
    with Session.open(Settings(home)) as session, History.open(tmp_path / "history.db") as history:
        chat = Chat(InlineAsker(session), ChatContext(home.path, history, tmp_path, False))

        def results() -> list[object]:
            given = [each for line in lines if isinstance(each := parse(line, has_screens=False), Given)]
            return [at_once(execute(chat, each)) for each in given]

        before = results()
        assert [type(each) for each in before] == [FiguresListed, SayingsListed, TimelineShown, BriefShown]
        (home.path / "acronyms.toml").write_text("[[body]\n")
        (home.path / "speech_cues.toml").write_text("[[say]\n")
        after = results()
    assert [type(each) for each in after] == [type(each) for each in before]
    assert after[:3] == before[:3]
