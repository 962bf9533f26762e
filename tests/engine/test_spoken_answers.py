"""Questions for somebody's words: what that speaker said comes first, and where nothing was said, that is claimed."""

from __future__ import annotations

from qabot.core.settings import Settings
from qabot.engine.session import Session
from tests.conftest import MakeHome, article

FILES = {
    "a.md": article("Payroll pilot", "Payroll costs fell. Councils share payroll in Leeds.", published="2015"),
    "b.md": article(
        "Payroll plans",
        "A payroll pilot begins in Leeds. Socitm warned that shared payroll would fail. The pilot has ten staff.",
        published="2015",
    ),
    "c.md": article("Trams", "Socitm said that trams are late. Trams run in Leeds.", published="2015"),
}


def test_a_speakers_words_come_first(make_home: MakeHome) -> None:
    home = make_home(FILES)
    for text in ("shared payroll said-by:Socitm", "what did Socitm say about shared payroll"):
        with Session.open(Settings(home)) as session:
            answer = session.ask(text).answer
        assert answer.verdict != "not_found"
        assert answer.evidence[0].article.id == "b"
        assert "Socitm warned that shared payroll would fail." in answer.evidence[0].text
        assert all(each.kind != "speaker" for each in answer.missing)


def test_that_nothing_is_said_by_somebody_is_claimed(make_home: MakeHome) -> None:
    home = make_home(FILES)
    with Session.open(Settings(home)) as session:
        answer = session.ask("shared payroll in Leeds said-by:LGA").answer
    told = [each.words for each in answer.missing]
    assert any("LGA" in words for words in told), told


def test_a_title_that_names_the_speaker_counts_as_quoted(make_home: MakeHome) -> None:
    text = "The organisation was sure that shared payroll in Leeds would fail."
    titles = ("Socitm doubts shared payroll", "Doubts of shared payroll")
    told: list[list[str]] = []
    for title in titles:
        home = make_home({"a.md": article(title, text, published="2015")})
        with Session.open(Settings(home)) as session:
            told.append([each.words for each in session.ask("shared payroll in Leeds said-by:Socitm").answer.missing])
    assert told[0] == []
    assert any("is said by “Socitm”" in words or "names “Socitm”" in words for words in told[1]), told


def test_other_questions_look_nothing_up(make_home: MakeHome) -> None:
    home = make_home(FILES)
    (home.path / "speech_cues.toml").write_text("[[nonsense")
    with Session.open(Settings(home)) as session:
        assert session.ask("payroll costs in Leeds").answer.evidence
        assert session.ask("what did Socitm say about shared payroll").answer.evidence
