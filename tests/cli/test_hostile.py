"""An article cannot reach the terminal: no escape sequence, no markup, its brackets as written."""

from __future__ import annotations

from qabot.settings import Home
from tests.cli.conftest import HOSTILE
from tests.cli.helpers import run_qabot, squeezed, steering, style_codes, without_styles

ASKED = "What does the quibbly tram payroll cost?"
WORDS = ("[bold]said[/] the [/] council [red.", "Quibbly [bold]tram[/] [/] farebox", "Outlet [blink]")


def test_the_article_is_hostile() -> None:
    assert {"\x1b", "\x9b", "\x07", "\u202e"} <= steering(HOSTILE)


def test_in_a_pipe(odd_home: Home) -> None:
    for args in (
        ("ask", ASKED, "-n", "1", "--full", "--explain"),
        ("show", "hostile"),
        ("show", "hostile", "--passage", "0"),
    ):
        ran = run_qabot(*args, home=odd_home)
        assert (ran.code, ran.stderr) == (0, "")
        assert steering(ran.stdout) == set()
        for words in WORDS:
            assert words in ran.stdout
        assert "evil.example" not in ran.stdout.replace("[link=https://evil.example]", "")
        assert "c3VkbyBybQ" not in ran.stdout
    assert "About: Tram [link=https://evil.example]Authority" in ran.stdout
    assert "[/]Author" in ran.stdout


def test_as_markdown_and_json(odd_home: Home) -> None:
    ran = run_qabot("ask", ASKED, "-n", "1", "--format", "md", home=odd_home)
    assert (ran.code, ran.stderr) == (0, "")
    assert steering(ran.stdout) == set()
    assert "\\[bold\\]said\\[/\\] the \\[/\\] council \\[red." in ran.stdout
    told = run_qabot("ask", ASKED, "-n", "1", "--json", home=odd_home)
    assert steering(told.stdout) == set()
    (answer,) = told.document()["answers"]
    assert steering("".join((answer["quote"], answer["passage"], *map(str, answer["article"].values())))) == set()
    assert WORDS[0] in answer["passage"]


def test_on_a_terminal(odd_home: Home) -> None:
    for args in (("ask", ASKED, "-n", "1", "--full"), ("show", "hostile")):
        ran = run_qabot(*args, home=odd_home, tty=True, columns=200)
        assert ran.code == 0
        assert steering(without_styles(ran.stdout)) == set(), "qabot's own styles are all there is"
        assert style_codes(ran.stdout) <= {0, 1, 2, 4, 32, 33}, "neither blinking nor red"
        for words in WORDS:
            assert squeezed(words) in squeezed(without_styles(ran.stdout))
