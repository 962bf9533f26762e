"""Pages saved as text and records of an address and a text: title, date, author and outlet out of what they say."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from qabot.core.articles import Article, ReadIssue
from qabot.corpus.drafts import ArticleDraft
from qabot.corpus.formats.flattened_page import extract_article
from qabot.corpus.formats.head_lines import told_by_shape
from tests.corpus.formats.saved_pages import SavedPage, saved_pages
from tests.corpus.ingest.helpers import take

STORY = """The council told its members on Tuesday that work would begin before the summer and be paid from savings.

Officers had warned that the present contract could not be extended a fourth time. The deal was signed on 3 May 2011.

Unions asked for the plan to be put to staff first. A decision is expected in the autumn."""
TITLE = "Whitehall rethinks shared services after audit"


def _read_as_text(page: SavedPage) -> ArticleDraft:
    return take(page.text, "text", "page-1.txt")


def _read_as_json(page: SavedPage) -> ArticleDraft:
    return take(json.dumps({"url": page.url, "text": page.text}), "json", "pages.jsonl")


def _facts(page: SavedPage, found: ArticleDraft) -> Iterator[tuple[str, object, object]]:
    if page.title:
        yield "title", page.title, found.title
    if page.published:
        yield "date", page.published.isoformat(), str(found.published)
    if page.author:
        yield "author", page.author, found.author
    yield "outlet", page.outlet, found.outlet


@pytest.mark.parametrize("read", [_read_as_text, _read_as_json])
def test_sixty_pages(read: Callable[[SavedPage], ArticleDraft]) -> None:
    right, asked = Counter[str](), Counter[str]()
    for page in saved_pages():
        for what, expected, got in _facts(page, read(page)):
            asked[what] += 1
            right[what] += expected == got
    shares = {what: right[what] / asked[what] for what in asked}
    assert shares["title"] >= 0.9
    assert shares["date"] >= 0.85
    assert shares["author"] >= 0.8
    assert read is _read_as_text or shares["outlet"] >= 0.95
    assert min(asked.values()) >= 30


@pytest.mark.parametrize("read", [_read_as_text, _read_as_json])
def test_nothing_is_invented_nor_a_paragraph_lost(read: Callable[[SavedPage], ArticleDraft]) -> None:
    for page in saved_pages():
        found = read(page)
        assert page.author or found.author is None
        assert "Officers had warned in a paper" in found.text
        assert "The council told its members on Tuesday" in found.text
        assert found.text.endswith("A decision is expected in the autumn.")


@pytest.mark.parametrize(
    ("head", "title", "date", "author"),
    [
        (
            "{T}¶Written by: Jane Roe¦Posted on: 2 August 2023¶…",
            TITLE,
            "2023-08-02",
            "Jane Roe",
        ),
        (
            "Government & Policy¶{T}¶Watchdog says nobody counted¶Jane Roe¶Senior reporter¶02 August 2023¶…",
            TITLE,
            "2023-08-02",
            "Jane Roe",
        ),
        ("{T}¦2 August 2023¦By Jane Roe and Sam Smith¦…", TITLE, "2023-08-02", "Jane Roe, Sam Smith"),
        ("03 April 2024¶{T}¶…", TITLE, "2024-04-03", None),
        ("Cyber Bites¶{T}¶August 2, 2023¶…", TITLE, "2023-08-02", None),
        ("Patryk Kosmider -¶{T}¶By Sam Trendall¶02 Aug 2023¶…", TITLE, "2023-08-02", "Sam Trendall"),
        ("clrcrmck¶{T}¶David Bicknell Published 29 September 2022¶…", TITLE, "2022-09-29", "David Bicknell"),
        ("{T}¶By Stuart Lauchlan June 14, 2015¶…", TITLE, "2015-06-14", "Stuart Lauchlan"),
        ("Digital Trends¦2 min read¦{T}¦30 Mar 17¦…", TITLE, "2017-03-30", None),
        ("{T}¶1 Sep 2014 03:01 PM¶…", TITLE, "2014-09-01", None),
        ("Transparency data¦{T}¦Published 30 March 2017¦Contents¦…", TITLE, "2017-03-30", None),
        ("Management > Identity¶{T}¶date 2024-05-31¶author Jane Roe¶…", TITLE, "2024-05-31", "Jane Roe"),
        ("back to article Whitehall spends¶{T}¶…", TITLE, None, None),
        (
            "{T}¶By Jane Roe¶02 Aug 2023 After a year of talks, councils go on by themselves.¶…",
            TITLE,
            "2023-08-02",
            "Jane Roe",
        ),
        ("{T}¶Share¶Jane Roe | Aug 2, 2023¶…", TITLE, "2023-08-02", "Jane Roe"),
        ("{T}¶by JANE ROE, Political Editor, 2nd August 2023¶…", TITLE, "2023-08-02", "Jane Roe"),
        ("News / Central government¦{T}¦Author¦Jane Roe¦Date¦02/08/2023¦…", TITLE, "2023-08-02", "Jane Roe"),
        ("{T} - Computer Weekly¶…¶Published: 2 August 2023", TITLE, "2023-08-02", None),
        ("{T}¶…¶This article was first published on 2 August 2023.", TITLE, "2023-08-02", None),
        ("{T}¶…¶Jane Roe is a reporter at Computing.", TITLE, None, None),
        (
            "{T}¶A timeline of what was meant to save Whitehall £100m a year.¶3 May 2011¶It begins.¶…",
            TITLE,
            None,
            None,
        ),
        (
            "Why do councils keep failing at payroll?¶Analysis | 2 August 2023¶…",
            "Why do councils keep failing at payroll?",
            "2023-08-02",
            None,
        ),
        (
            "“Nobody counted the savings”¶By Jane Roe @janeroe¶Last updated on Wed 2 Aug 2023 14.29 BST¶…",
            "“Nobody counted the savings”",
            "2023-08-02",
            "Jane Roe",
        ),
        (
            "GDS: the story so far¶Interview by Jane Roe¶2 August 2023¶…",
            "GDS: the story so far",
            "2023-08-02",
            "Jane Roe",
        ),
        ("Image¶Shutterstock/Jo Bloggs¶{T}¶Wed, 02/08/2023 - 09:15¶…", TITLE, "2023-08-02", None),
        (
            "{T}¶Press release¶From: HM Treasury¶Published: 2 August 2023¶Last updated: 9 September 2023¶…",
            TITLE,
            "2023-08-02",
            None,
        ),
        (
            "This article is more than 7 years old¶{T}¶Jane Roe¶Wed 2 Aug 2023 07.00 BST¶…",
            TITLE,
            "2023-08-02",
            "Jane Roe",
        ),
        ("Wednesday, August 2, 2023¦{T}¦Jane Roe, staff writer¦…", TITLE, "2023-08-02", "Jane Roe"),
        ("{T}¶Iain Thomson in San Francisco¶Wed 2 Aug 2023 // 21:07 UTC¶…", TITLE, "2023-08-02", "Iain Thomson"),
        (
            "UK edition¦Log in¦{T}¦Minutes show it¦Jane Roe, Editor¦Wednesday August 02 2023, 12am, The Gazette¦…",
            TITLE,
            "2023-08-02",
            "Jane Roe",
        ),
        (
            "…",
            "The council told its members on Tuesday that work would begin before the summer and be paid from…",
            None,
            None,
        ),
        ("By Jane Roe on 2 August 2023¶{T}¶…", TITLE, "2023-08-02", "Jane Roe"),
        (
            "{T}¶by Jane Roe, Sam Smith and Ann Other¶Posted: 2 August 2023, 10:00¶…",
            TITLE,
            "2023-08-02",
            "Jane Roe, Sam Smith, Ann Other",
        ),
        ("{T}¶By Press Association reporters¦2023-08-02T10:00:00Z¦…", TITLE, "2023-08-02", "Press Association"),
        ("Local government¶{T}¶Mark Say Managing Editor, 02/08/23¶…", TITLE, "2023-08-02", "Mark Say"),
        ("{T}¶Tony Collins says:¶…", TITLE, None, None),
        ("Kevin Gatter¶{T}¶15 Oct 2021¶…", TITLE, "2021-10-15", None),
        (
            "{T}¶Author(s): Jane Roe; Sam Smith¶Published in Public Finance, 2 August 2023¶…",
            TITLE,
            "2023-08-02",
            "Jane Roe, Sam Smith",
        ),
        ("{T}¶Posted 2 August 2023 by Jane Roe¶3 Comments¶…", TITLE, "2023-08-02", "Jane Roe"),
    ],
)
def test_heads(head: str, title: str, date: str | None, author: str | None) -> None:
    text = head.replace("¶", "\n\n").replace("¦", "\n").replace("{T}", TITLE).replace("…", STORY)
    found = take(text, "text", "page.txt")
    assert (found.title, str(found.published) if found.published else None, found.author) == (title, date, author)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("2 min read", "notice"),
        ("Reading time: 3 minutes", "notice"),
        ("This article is more than 1 year old", "notice"),
        ("Logo", "notice"),
        ("@jobloggs", "notice"),
        ("Sponsored by Acme", "notice"),
        ("Image caption, The town hall of Wick", "credit"),
        ("This report is the first of three", "title"),
        ("back to article Councils pool payroll", "notice"),
        ("1,204 views", "notice"),
        ("Photo: Jo Bloggs", "credit"),
        ("Patryk Moss -", "credit"),
        ("clrmck", "credit"),
        ("wladi1804", "credit"),
        ("Jo Bloggs/Adobe Stock", "credit"),
        ("© Crown copyright", "credit"),
        ("Management > Identity", "section"),
        ("Transparency data", "section"),
        ("News", "section"),
        ("Cyber bites", "label"),
        ("02 Aug 2023", "date"),
        ("Published 30 March 2017", "date"),
        ("Date Published: 10 December 2021", "date"),
        ("Last updated 10 December 2021", "changed"),
        ("By Jo Bloggs", "byline"),
        ("Jo Bloggs, technology correspondent", "byline"),
        ("Author: Committee of Public Accounts", "byline"),
        ("Source: https://www.example.org/a", "address"),
        ("Cabinet Office joins photo site Flickr", "title"),
        ("Councils get 30 minutes to respond", "title"),
        ("Five things to know about 25 November 2015", "title"),
        ("The council was fined £14m on 25 November 2015 by the regulator, which blamed its old servers.", "prose"),
        ("Why do councils keep failing at payroll, and what does it cost them every year?", "title"),
        ("x" * 501, "prose"),
    ],
)
def test_a_line_is_told_by_its_shape(line: str, kind: str) -> None:
    assert told_by_shape(0, line).kind == kind


def test_an_address_on_a_line_names_the_outlet() -> None:
    for head in ("https://www.ukauthority.com/articles/a\n\n", "Source: https://www.ukauthority.com/articles/a\n"):
        found = take(f"{head}{TITLE}\n\n{STORY}", "text", "page.txt")
        assert (found.title, found.url) == (TITLE, "https://www.ukauthority.com/articles/a")
        assert found.text == STORY
    found = take(f"{TITLE}\n\n{STORY}\n\nURL: https://www.ukauthority.com/articles/2021/11/22/a", "text", "page.txt")
    assert (found.url, found.text) == ("https://www.ukauthority.com/articles/2021/11/22/a", STORY)


def test_what_leaves_the_text_is_kept_beside_it() -> None:
    found = extract_article(f"clrmck\n2 min read\n{TITLE}\nUpdated 3 May 2019\nPublished 2 May 2019\n{STORY}")
    assert [each.line for each in found.dropped] == ["clrmck", "2 min read", "Updated 3 May 2019"]
    assert (found.title, str(found.published), found.text) == (TITLE, "2019-05-02", STORY)


def test_a_change_is_told_where_nothing_else_says_when() -> None:
    found = take(f"{TITLE}\n\nUpdated 3 May 2019\n\n{STORY}", "text", "page.txt")
    assert str(found.published) == "2019-05-03"
    assert found.flags == ("its date is that of its last change, for it gives no other",)


def test_what_a_record_says_goes_before_its_text() -> None:
    record = {"url": "https://a.example/2021/11/22/x", "title": "Another", "author": "Bob Next", "date": "2020-01-02"}
    text = f"{TITLE}\n\nBy Jane Roe\n\n2 August 2023\n\n{STORY}"
    found = take(json.dumps({**record, "text": text}), "json")
    assert (found.title, found.author, str(found.published), found.text) == ("Another", "Bob Next", "2020-01-02", text)
    undated = take(json.dumps({"url": record["url"], "title": "Another", "text": text}), "json")
    assert (undated.title, undated.author, str(undated.published)) == ("Another", "Jane Roe", "2023-08-02")
    assert undated.text == text


def test_a_text_in_the_corpus_folder_is_read_alike(
    read_bytes: Callable[[str, bytes], list[Article | ReadIssue]],
) -> None:
    text = f"clrmck\n2 min read\n{TITLE}\nBy Jane Roe\n2 May 2019\n{STORY}"
    article = read_bytes("x.txt", text.encode())[-1]
    assert isinstance(article, Article)
    assert (article.title, article.author, str(article.published)) == (TITLE, "Jane Roe", "2019-05-02")
    assert article.text.endswith(STORY)


def test_long_lines_take_no_time() -> None:
    for line in ("a " * 500_000, "By " * 500_000, "25 November 2015 " * 100_000, "> " * 500_000, "@" * 1_000_000):
        assert extract_article(f"{TITLE}\n{line}\n{STORY}").title == TITLE
