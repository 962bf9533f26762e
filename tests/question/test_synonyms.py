"""Everyday words, and those that articles have for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from qabot.core.errors import UsageError
from qabot.core.questions import Synonyms
from qabot.question.synonyms import FILE, SynonymEntry, SynonymTable

TABLE = SynonymTable.of(
    [
        SynonymEntry(("binned", "killed off"), ("scrapped", "axed")),
        SynonymEntry(("town hall", "town halls"), ("council",)),
        SynonymEntry(("town",), ("borough",)),
        SynonymEntry(("sign-up",), ("register",)),
    ]
)
SHIPPED = SynonymTable.load()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Who binned it?", [("binned", ("scrapped", "axed"))]),
        ("BINNED, then Binned again", [("BINNED", ("scrapped", "axed"))]),
        ("who killed off the scheme", [("killed off", ("scrapped", "axed"))]),
        ("who killed-off the scheme", [("killed-off", ("scrapped", "axed"))]),
        ("the town hall of the town", [("town hall", ("council",)), ("town", ("borough",))]),
        ("sign up", [("sign up", ("register",))]),
        ("the bin collection", []),
        ("killed by a fall off a roof", []),
        ("binnedness", []),
        ("killed", []),
        ("off killed", []),
        ("", []),
        ("?!", []),
    ],
)
def test_everyday_words_are_named_the_longest_first_and_each_once(
    text: str, named: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert TABLE.named(text) == tuple(Synonyms(written, words) for written, words in named)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("why was the id card scheme binned", "scrapped"),
        ("which hackers hit the council", "ransomware"),
        ("who is the boss of the agency", "chief executive"),
        ("which town hall bought it", "council"),
        ("what was the price tag", "cost"),
        ("how many redundancies were there", "job losses"),
        ("how many redundancies were there", "job cuts"),
        ("who quit over it", "resigned"),
        ("the site fell over when", "outage"),
        ("what did the taxman buy", "HMRC"),
    ],
)
def test_what_comes_with_qabot_has_the_words_of_the_press(text: str, word: str) -> None:
    assert word in [each for synonyms in SHIPPED.named(text) for each in synonyms.words]


@pytest.mark.parametrize(
    "text",
    [
        "which councils changed their bin collections",
        "how can I create a job",
        "who launched the bill",
        "which firm won the project",
        "what does the open standards policy say",
        "the head of the agency",
    ],
)
def test_words_that_mostly_mean_something_else_are_not_among_them(text: str) -> None:
    assert SHIPPED.named(text) == ()


def test_nothing_is_said_for_itself() -> None:
    for said, meant in SHIPPED.meant.items():
        assert meant
        assert len(meant) == len(set(meant)), said


class TestHome:
    """`synonyms.toml` in a home."""

    def test_a_home_without_the_file_has_what_comes_with_qabot(self, tmp_path: Path) -> None:
        assert SynonymTable.load(tmp_path) == SHIPPED

    def test_it_adds_replaces_and_takes_out(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            '[[word]]\nsaid = ["put on ice"]\nmeant = "paused"\n[[word]]\nsaid = "boss"\nmeant = ["chair"]\n'
            '[[word]]\nsaid = ["Binned"]\nmeant = []\n',
        )
        table = SynonymTable.load(tmp_path)
        assert table.named("put on ice by the boss") == (
            Synonyms("put on ice", ("paused",)),
            Synonyms("boss", ("chair",)),
        )
        assert table.named("who binned it") == ()
        assert table.named("town halls") == SHIPPED.named("town halls") != ()

    def test_what_could_steer_a_terminal_is_taken_out(self, tmp_path: Path) -> None:
        write(tmp_path, '[[word]]\nsaid = ["zapped", "—", ""]\nmeant = ["red \\u001b[31m card", "…"]\n')
        assert SynonymTable.load(tmp_path).named("zapped") == (Synonyms("zapped", ("red card",)),)

    @pytest.mark.parametrize(
        ("content", "cause"),
        [
            ("word = [", "cannot be read"),
            ("[[words]]\nsaid = 'x'", "'words'; its list is called word"),
            ("word = 'x'", "[[word]]"),
            ("word = ['x']", "number 1"),
            ("[[word]]\nmeant = 'x'", "said"),
            ("[[word]]\nsaid = '—'\nmeant = 'x'", "nothing that is said"),
            ("[[word]]\nsaid = 'x'\nmean = 'y'", "'mean'"),
            ("[[word]]\nsaid = 'x'\n", "meant"),
            ("[[word]]\nsaid = 'x'\nmeant = 'y'\n[[word]]\nsaid = [3]\nmeant = 'z'", "number 2"),
        ],
    )
    def test_a_mistake_is_told_with_the_file_and_what_to_do(self, tmp_path: Path, content: str, cause: str) -> None:
        write(tmp_path, content)
        with pytest.raises(UsageError) as told:
            SynonymTable.load(tmp_path)
        assert str(tmp_path / FILE) in told.value.message
        assert str(tmp_path / FILE) in told.value.hint
        assert cause in told.value.message


def write(home: Path, content: str) -> None:
    (home / FILE).write_text(content, encoding="utf-8")
