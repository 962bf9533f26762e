"""Text that would steer a terminal, be read as markup or break a layout is shown as text, by every widget."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from qabot.chat.filter_chips import chips
from qabot.core.answers import Evidence, Hit
from qabot.core.articles import Article, Passage
from qabot.core.questions import Filters
from qabot.core.settings import Home
from qabot.core.text import Span, clean, clean_line, numbered_paragraphs, printable
from qabot.tui.content import address, joined, marked, plain
from qabot.tui.screens.reader_screen import ReaderScreen
from qabot.tui.widgets.turn_block import TurnBlock
from tests.cli.helpers import judge_by_nearness
from tests.homes import indexed_home
from tests.tui.helpers import NARROW, WIDE, Driven, content, driven, make_app

pytestmark = pytest.mark.anyio

MARKUP = "[/] [bold]x[/bold] [@click=app.quit]y[/] [red. $primary [link=https://evil.example]z"
STEERING = (
    "\x1b[31mred\x1b[0m \x1b]0;owned\x07 \x1b]52;c;c3VkbyBybQ==\x07 \x9b2J \x1b[2J\x1b "
    "\u202egnp.exe\u202c \u2066x\u2069 \0 \x07"
)
SCRIPTS = "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 公共部门信息技术 Z͑ͫ̓a͗l̿g̈o͒ ھذا нет e\u0301\u0302\u0303"
LONG = "x" * 10_000
PAID = "How much did Quibbly council pay for its trams?"
TEXT = f"Quibbly council paid £9 million for its trams {MARKUP} {STEERING}.\n\nThen {SCRIPTS}.\n\n{LONG}\n\n{MARKUP}"

texts = st.text() | st.sampled_from([MARKUP, STEERING, SCRIPTS, LONG[:300]])


def hostile_article(title: str, text: str) -> str:
    """Return an article everything of which is hostile; JSON's strings are YAML's too, but for one control."""
    fields = {
        "title": title,
        "outlet": f"Outlet {MARKUP} {STEERING}",
        "author": f"Author {MARKUP} {STEERING}",
        "published": "2015-11-25",
        "url": "https://evil.example/\x1b]8;;x\x07[bold]",
        "organisations": [f"Body {MARKUP} {STEERING}", f"{SCRIPTS}, Ltd"],
    }
    front = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())
    return f"---\n{front}---\n\n{text}\n".replace("\x9b", "").replace("\0", "")


@pytest.fixture(scope="module")
def hostile_home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Articles made to do harm, and one without any words."""
    files = {
        "trams.md": hostile_article(f"Trams {MARKUP} {STEERING}", TEXT),
        "again.md": hostile_article(f"{SCRIPTS} {LONG}", TEXT.replace("9 million", "9 million or so")),
        f"{MARKUP.replace('/', '_')[:60]}.md": hostile_article("", "A file name that is markup; it tells of numbats."),
    }
    return judge_by_nearness(indexed_home(starter_home, tmp_path_factory.mktemp("hostile"), files), 0.2, 0.1)


def steering(text: str) -> set[str]:
    """Return the characters of a text that could steer a terminal or turn its reading order."""
    return {each for each in text if unicodedata.category(each) in {"Cc", "Cf", "Cs", "Co"}} - {"\n"}


def assert_harmless(chat: Driven) -> None:
    """Check that what is on the screen, in every strip, steers nothing."""
    assert steering(chat.text) == set()
    assert chat.app.return_code is None
    assert all("owned" not in each for each in (chat.text, *chat.toasts))
    assert not any(steering(each) for each in chat.toasts)


def squeezed(text: str) -> str:
    """Return text without white space and what is drawn around it."""
    return "".join(each for each in text if not each.isspace() and each not in "▌▏▊▎│┃")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_hostile_articles_and_questions(hostile_home: Home, size: tuple[int, int]) -> None:
    async with driven(make_app(hostile_home), size) as chat:
        assert_harmless(chat)
        await chat.ask(PAID)
        assert_harmless(chat)
        quote = content(next(iter(chat.newest.query(".quote"))))
        assert "for its trams [/] [bold]x[/bold] [@click=app.quit]y[/]" in quote
        assert squeezed(MARKUP[:40]) in squeezed(content(next(iter(chat.newest.query(".source")))))
        for command in ("/why", "/sources", "/copy 1", "/copy 1 bibtex", "/export [bold]x.md", "/more"):
            await chat.command(command)
            assert_harmless(chat)
        for number in (1, 2):
            await chat.command(f"/open {number}")
            await chat.until(lambda: size == WIDE or isinstance(chat.app.screen, ReaderScreen), "the article")
            await chat.until(lambda: "quote verified" in chat.text, "the quote")
            assert_harmless(chat)
            await chat.focus(chat.app.screen.query_one(".body"))
            for key in ("ctrl+l", "right", "end", "home"):
                await chat.keys(key)
                assert_harmless(chat)
            await chat.keys("escape")
        for question in (
            MARKUP,
            STEERING,
            SCRIPTS,
            LONG,
            f'outlet:"{MARKUP}" org:"{STEERING}" -"[/]" trams',
            "\\",
            "[",
            "'",
        ):
            await chat.ask(question)
            assert_harmless(chat)
        for typed in (
            f"/{MARKUP}",
            f"/filter {MARKUP}",
            f"/filter {STEERING}",
            f"/theme {MARKUP}",
            f"/copy 1 {MARKUP}",
        ):
            await chat.command(typed)
            assert_harmless(chat)


async def test_hostile_names_are_completed_and_filtered_by(hostile_home: Home) -> None:
    async with driven(make_app(hostile_home), WIDE) as chat:
        prompt = chat.app.asking.prompt
        for typed in ("outlet:", "org:body", "org:公"):
            prompt.clear()
            await chat.keys(*f"/filter {typed}")
            await chat.until(lambda: chat.app.screen.query_one("Completions").display, typed)
            assert_harmless(chat)
            await chat.keys("tab", "enter")
            assert_harmless(chat)
        await chat.until(lambda: len(chat.app.screen.query("FilterChip")) >= 2, "chips")
        assert_harmless(chat)
        await chat.ask("trams")
        assert_harmless(chat)
        assert chat.newest.evidence, "the filters say what the index has"


async def test_a_wall_of_text_pasted_and_asked(hostile_home: Home) -> None:
    async with driven(make_app(hostile_home)) as chat:
        await chat.ask("x " * 5000)
        await chat.ask("\n".join(["[/]"] * 500))
        assert_harmless(chat)
        for size in ((60, 20), (200, 60), (80, 24)):
            await chat.pilot.resize_terminal(*size)
            await chat.settled()
            assert_harmless(chat)
        assert all(isinstance(each, TurnBlock) for each in chat.app.asking.transcript.turns)


@given(texts, texts)
def test_nothing_is_read_as_markup(text: str, style: str) -> None:
    drawn = plain(text, "bold")
    assert drawn.plain == Content(printable(text)).plain
    assert steering(drawn.plain) == set()
    assert len(drawn.spans) <= 1
    assert joined([text, None, "", style], " ").plain == plain(" ".join(filter(None, (text, style)))).plain


@given(texts)
def test_an_address_is_a_link_only_where_it_is_plain(url: str) -> None:
    for each in (url, f"https://evil.example/{url}"):
        drawn = address(each)
        assert steering(drawn.plain) == set()
        linked = [span.style for span in drawn.spans if getattr(span.style, "link", None)]
        assert not linked or printable(each).isascii()


def in_order(ends: Span) -> Span:
    """Return a range that begins before it ends."""
    return min(ends), max(ends)


@given(st.lists(texts.map(clean).filter(bool), max_size=4), st.data())
def test_a_quote_is_drawn_as_it_stands(parts: list[str], data: st.DataObject) -> None:
    text = clean("\n\n".join(parts))
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(in_order)
    start, end = data.draw(spans)
    words = tuple(data.draw(st.lists(spans, max_size=3)))
    article = Article("a", "Title", text)
    passage = Passage("a", 0, start, end, text[start:end])
    evidence = Evidence(
        article, start, end, text[start:end], article.text_sha256, 1, Hit(0, passage, 1, ()), words, words
    )
    drawn = marked(evidence, start, end)
    assert drawn.plain == text[start:end]
    assert all(0 <= span.start < span.end <= len(drawn.plain) for span in drawn.spans)
    assert [span for _, span in numbered_paragraphs(text)] == sorted(span for _, span in numbered_paragraphs(text))


@given(st.lists(texts.map(clean_line), max_size=3))
def test_chips_say_what_they_limit_to(names: list[str]) -> None:
    said = [chip.text for chip in chips(Filters(outlets=tuple(names)))]
    assert [each.removeprefix("outlet:").strip('"') for each in said] == [name.strip('"') for name in names]
