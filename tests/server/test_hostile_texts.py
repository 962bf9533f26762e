"""Articles with markup, scripts and reversed text in every field, on every page and in every feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from qabot.core.settings import Home
from tests.conftest import article
from tests.homes import indexed_home
from tests.server.doors import Doors, opened

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>{{7*7}}{% raw %}"
BIDI = "\u202etxet desrever\u2066\u200b"
BODY = (
    f"Zorblax council paid £3m for {EVIL} in November 2015, it said.\n\n"
    f"# A heading {EVIL}\n\nSocitm warned that the Zorblax payroll {EVIL} {BIDI} would fail. "
    f'"Zorblax is {EVIL} lost", Socitm said on 3 December 2015.'
)
FRONT = {
    "outlet": EVIL,
    "author": EVIL,
    "published": "2015-11-25",
    "url": "javascript:alert(1)",
    "organisations": EVIL,
    "topics": EVIL,
}
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@pytest.fixture(scope="module")
def evil(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """A server of an article that is hostile in every field."""
    folder = tmp_path_factory.mktemp("evil")
    fields = {key: "'" + value.replace("'", "''") + "'" for key, value in FRONT.items()}
    title = "'" + f"Zorblax {EVIL}".replace("'", "''") + "'"
    home = indexed_home(starter_home, folder, {"a <b>.md": article(title, BODY, **fields)})
    with opened(home, folder) as held:
        yield held


class Tags(HTMLParser):
    """Takes in the tags of a page, and what would run."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass


ARTICLE = quote("a <b>")
PAGES = [
    "/",
    f"/ask?q={quote('What did Zorblax pay? ' + EVIL)}",
    f"/ask?q=Zorblax+payroll&outlet={quote(EVIL)}&org={quote(EVIL)}&earlier={quote(EVIL)}",
    "/ask?q=Zorblax+payroll&limit=9",
    f"/article/{ARTICLE}?mark=0-60",
    f"/q/{quote(EVIL, safe='')}/{ARTICLE}/0-60",
    "/browse",
    f"/browse?by=outlet&narrow={quote(EVIL)}",
    "/browse?by=organisation",
    "/figures?topic=Zorblax",
    f"/figures?topic={quote(EVIL)}",
    "/said?who=Socitm",
    f"/said?who={quote(EVIL)}&about={quote(EVIL)}",
    "/timeline?topic=Zorblax",
    "/brief?topic=Zorblax",
    f"/brief?topic=Zorblax&title={quote(EVIL)}",
    f"/brief?topic={quote(EVIL)}",
    f"/article/{quote(EVIL, safe='')}",
    f"/ask?q=x&after={quote(EVIL)}",
    f"/{quote(EVIL)}",
    "/status",
]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_others_is_markup(evil: Doors, path: str) -> None:
    answer = evil.reader.get(path)
    assert answer.status_code in {200, 400, 404}
    tags = Tags(answer.text)
    assert set(tags.names) & {"img", "iframe", "object"} == set()
    assert [name for name, _ in tags.attributes if name.startswith("on") or name == "style"] == []
    sources = [value or "" for name, value in tags.attributes if name in {"src", "href", "action"}]
    assert [each for each in sources if not each.startswith(("/", "#", "data:,"))] == []
    scripts = [value for name, value in tags.attributes if name == "src"]
    assert all((each or "").startswith("/static/site.js?v=") for each in scripts)
    assert answer.text.count("<script") == len(scripts)
    assert tags.open == []
    assert re.search("[\u202a-\u202e\u2066-\u2069\u200b]", answer.text) is None
    assert "49" not in answer.text.replace("249", "") or "{{7*7}}" in answer.text


def test_what_is_shown_is_what_it_says(evil: Doors) -> None:
    page = evil.reader.get(f"/article/{ARTICLE}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{7*7}}" in page


def test_a_draft_is_no_markup_either(evil: Doors) -> None:
    page = evil.reader.post(
        "/check", data={"text": f"Zorblax paid £9m for {EVIL}, Socitm said. {BIDI}</textarea>"}
    ).text
    assert page.count("<script") == 0
    assert "<img" not in page
    assert page.count("</textarea>") == 1


@pytest.mark.parametrize(
    "path", ["/corpus.atom", f"/feed.atom?q={quote('What did Zorblax pay? ' + EVIL)}", "/watch.atom"]
)
def test_feeds_are_xml_in_which_it_is_text(evil: Doors, path: str) -> None:
    answer = evil.owner.get(path)
    root = ET.fromstring(answer.content)  # noqa: S314 - it is ours
    assert {each.tag.partition("}")[2] for each in root.iter()} <= {
        *("feed", "id", "title", "subtitle", "link", "updated", "author", "name", "entry", "content"),
    }
    links = [each.get("href", "") for each in root.iter("{http://www.w3.org/2005/Atom}link")]
    assert all(each.startswith("http://127.0.0.1:8617/") for each in links)


def test_lone_surrogates_and_nulls_in_an_address_break_nothing(evil: Doors) -> None:
    for path in (
        "/ask?q=%ed%a0%80",
        "/ask?q=%00",
        "/ask?q=%ff%fe",
        "/browse?narrow=%ed%a0%80%22",
        "/said?who=%ed%b3%bf",
    ):
        assert evil.reader.get(path).status_code in {200, 303, 400, 404}
