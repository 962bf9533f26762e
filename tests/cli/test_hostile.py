"""Neither an article nor a question reaches the terminal: no escape sequence, no markup, its brackets as written."""

from __future__ import annotations

import json
import re

import pytest
from bibtexparser.entrypoint import parse_string
from markdown_it import MarkdownIt

from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings
from qabot.index.build.indexer import update
from tests.cli.conftest import HOSTILE, Call
from tests.cli.helpers import judge_by_nearness, run_qabot, squeezed, steering, style_codes, without_styles
from tests.conftest import link_index

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


def test_as_markdown_and_json(odd_home: Home, call: Call) -> None:
    ran = call("ask", ASKED, "-n", "1", "--format", "md", home=odd_home)
    assert (ran.code, ran.stderr) == (0, "")
    assert steering(ran.stdout) == set()
    assert "\\[bold\\]said\\[/\\] the \\[/\\] council \\[red." in ran.stdout
    told = call("ask", ASKED, "-n", "1", "--json", home=odd_home)
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


ESCAPES = (
    "\x1b[31m", "\x1b]0;owned\x07", "\x1b]8;;https://evil.example\x1b\\", "\x9b2J", "\x07", "\r", "\u202e", "\u2066",
    "\u200f", "\ufeff", "\udb40",
)  # fmt: skip
MARKUP = "[bold]Zorb[/bold] [/] <b>Quibbly</b> **Tram** `ferry` ~~x~~ ![i](j) | =SUM(A1) @cmd +1 \\_ &lt;"
FORMATS = ("text", "json", "jsonl", "md", "html", "bibtex", "ris", "csl-json")


def assert_plain(shown: str, printed: str) -> None:
    """Check that output steers nothing, and is what its format promises."""
    assert steering(printed.replace("\r\n", "\n") if shown == "ris" else printed) == set()
    written = printed.replace("\\[", "[").replace("\\]", "]") if shown == "md" else printed
    assert "evil.example" not in written.replace("[link=https://evil.example]", "")
    assert "owned" not in printed
    if shown == "json":
        assert json.loads(printed)["schema"] == "qabot.ask/1"
    if shown == "jsonl":
        assert all(json.loads(line)["schema"] == "qabot.answer/1" for line in printed.splitlines())
    if shown == "csl-json":
        assert all(item["type"] == "article-newspaper" for item in json.loads(printed))
    if shown == "ris":
        assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in printed.splitlines())
    if shown == "bibtex":
        assert parse_string(printed).failed_blocks == []
    if shown == "html":
        assert not re.search(r"<(?:b|i|img|script)\b", printed)
    if shown == "md":
        tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(printed)
        inner = {child.type for token in tokens for child in token.children or []}
        assert inner <= {"text", "softbreak", "strong_open", "strong_close", "em_open", "em_close", "text_special"}
        assert {token.type for token in tokens} <= {
            "paragraph_open", "paragraph_close", "inline", "blockquote_open", "blockquote_close",
        }  # fmt: skip


@pytest.mark.parametrize("shown", FORMATS)
def test_a_question_stays_text(shown: str, odd_home: Home, call: Call) -> None:
    asked = f"{''.join(ESCAPES[:-1])} what does the quibbly tram payroll cost {MARKUP} carrots"
    ran = call("ask", asked, "--explain", "--format", shown, home=odd_home)
    assert ran.stderr == ""
    assert ran.code in {0, 1}
    assert_plain(shown, ran.stdout)
    assert "quibbly tram" in ran.stdout


@pytest.mark.parametrize("shown", FORMATS)
def test_what_is_not_found_of_a_question_stays_text(shown: str, judged_home: Home, call: Call) -> None:
    ran = call("ask", f"best hotels in lisbon {MARKUP} \x1b[2Jblorp\u202e", "--format", shown, home=judged_home)
    assert (ran.code, ran.stderr) == (1, "")
    assert_plain(shown, ran.stdout)


@pytest.mark.parametrize("shown", FORMATS)
def test_filters_and_misspelt_prefixes_stay_text(shown: str, odd_home: Home, call: Call) -> None:
    typed = 'tram outlet:"[bold]\x1b[31m*Wire*<b>" org:"\u202e|Tr`am" oultet:x "ex*act*[/]" -[red]no'
    ran = call("ask", typed, "--outlet", "\x1b]0;owned\x07*O*", "--format", shown, home=odd_home)
    assert (ran.code, ran.stderr) == (1, "")
    assert_plain(shown, ran.stdout)
    screen = run_qabot("ask", typed, "--outlet", "\x1b[5m*O*", home=odd_home, tty=True, columns=200)
    assert steering(without_styles(screen.stdout)) == set()
    assert 5 not in style_codes(screen.stdout)


@pytest.fixture(scope="module")
def reprinted_home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """One hostile story in two outlets of hostile names, from records that carry control characters themselves."""
    home = Home(tmp_path_factory.mktemp("reprinted"))
    link_index(starter_home, home)
    story = (
        f"The quibbly tram {''.join(ESCAPES)} payroll costs £9 million a year, said the mayor of {MARKUP} today. Staff "
        "were told in June that no other tram would run before the payroll was paid in full, and unions asked for time."
    )
    records = [
        {
            "id": f"story-{day}",
            "title": f"{''.join(ESCAPES)}Tram {MARKUP} {day}",
            "text": story,
            "outlet": f"{ESCAPES[0]}Wire {MARKUP}{ESCAPES[6]} {day}",
            "author": f"{ESCAPES[1]}{MARKUP}",
            "published": f"2015-11-{day}",
            "url": f"https://example.org/{MARKUP}\x1b[31m",
            "organisations": [f"{ESCAPES[0]}{MARKUP}"],
        }
        for day in (25, 26)
    ]
    home.corpus.joinpath("wire.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in records))
    update(home, ModelSettings(), ignore_progress)
    return judge_by_nearness(home, strong=2, possible=-2)


@pytest.mark.parametrize("shown", FORMATS)
def test_names_and_titles_of_reprints_stay_text(shown: str, reprinted_home: Home, call: Call) -> None:
    ran = call("ask", ASKED, "--full", "--explain", "--format", shown, home=reprinted_home)
    assert (ran.code, ran.stderr) == (0, "")
    assert_plain(shown, ran.stdout)
    if shown == "text":
        assert "\n    +1: Wire [bold]Zorb[/bold] [/] <b>Quibbly</b> **Tram**" in ran.stdout
    if shown == "json":
        (answer,) = ran.document()["answers"]
        assert [article["id"] for article in answer["also_in"]] == ["story-26"]


def test_reprints_on_a_terminal(reprinted_home: Home) -> None:
    ran = run_qabot("ask", ASKED, "--full", "--explain", home=reprinted_home, tty=True, columns=120)
    assert ran.code == 0
    assert steering(without_styles(ran.stdout)) == set()
    assert style_codes(ran.stdout) <= {0, 1, 2, 3, 4, 32, 33}
    assert squeezed("+1: Wire [bold]Zorb[/bold] [/] <b>Quibbly</b>") in squeezed(without_styles(ran.stdout))


@pytest.mark.parametrize("shown", FORMATS)
def test_what_came_nearest_stays_text(shown: str, reprinted_home: Home, call: Call) -> None:
    judge_by_nearness(reprinted_home, strong=2, possible=2)
    try:
        ran = call("ask", ASKED, "--format", shown, home=reprinted_home)
    finally:
        judge_by_nearness(reprinted_home, strong=2, possible=-2)
    assert (ran.code, ran.stderr) == (1, "")
    assert_plain(shown, ran.stdout)
    if shown in {"text", "md", "html"}:
        assert "nearest" in ran.stdout.lower()
        assert "£9 million" in ran.stdout
