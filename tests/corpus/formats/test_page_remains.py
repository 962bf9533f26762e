"""Pages of few words: their points and figures are kept, their furniture is told, and nothing goes without a word."""

from __future__ import annotations

import pytest

from qabot.corpus.drafts import ArticleDraft
from tests.corpus.ingest.helpers import take

FIRST = (
    "Wirral Council has signed a £4.2m deal with Capita to replace its ageing revenues and benefits system, members "
    "were told on Tuesday night."
)
SECOND = "The system is to go live in March 2027 after two delays, said Anita Rao, the council's chief digital officer."
THIRD = "Unison warned that staff had not been trained, and that promises of June had come to nothing in the end."
TITLE = "Wirral picks Capita again"


def taken(body: str, title: str = f"{TITLE} | LocalGov", head: str = "", lang: str = "en") -> ArticleDraft:
    markup = (
        f"<html lang={lang}><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>"
    )
    return take(markup, "html")


def article(*parts: str) -> str:
    told = [part if part.startswith("<") else f"<p>{part}</p>" for part in parts]
    return f"<article><h1>{TITLE}</h1>{''.join(told)}</article>"


def dropped(found: ArticleDraft) -> list[tuple[str, str]]:
    return [(each.rule, each.line) for each in found.dropped]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            article("<ul><li>First point</li><li>Second point</li></ul>", FIRST, SECOND),
            f"- First point\n- Second point\n\n{FIRST}\n\n{SECOND}",
        ),
        (
            article(FIRST, SECOND, "<ul><li>Cost: £4.2m</li><li>Term: seven years</li></ul>"),
            f"{FIRST}\n\n{SECOND}\n\n- Cost: £4.2m\n- Term: seven years",
        ),
        (
            article(FIRST, "<dl><dt>Supplier</dt><dd>Capita</dd></dl>", SECOND),
            f"{FIRST}\n\n- Supplier\n- Capita\n\n{SECOND}",
        ),
        (
            article(FIRST, "<ul><li>Phase one<ul><li>Revenues</li></ul></li></ul>", SECOND),
            f"{FIRST}\n\n- Phase one\n- Revenues\n\n{SECOND}",
        ),
        (
            article(FIRST, "<h2>What it costs</h2>", SECOND, "<h3>What unions say</h3>", THIRD),
            f"{FIRST}\n\n## What it costs\n\n{SECOND}\n\n### What unions say\n\n{THIRD}",
        ),
        (
            article(FIRST, "<table><tr><th>Year</th><th>£m</th></tr><tr><td>2025</td><td>2</td></tr></table>", SECOND),
            f"{FIRST}\n\nYear | £m\n\n2025 | 2\n\n{SECOND}",
        ),
        (
            article(FIRST, "Write to:", "<ul><li>Email</li><li>Phone</li><li>Web chat</li></ul>", SECOND),
            f"{FIRST}\n\nWrite to:\n\n- Email\n- Phone\n- Web chat\n\n{SECOND}",
        ),
        (
            f"<table><tr><td><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p></td></tr></table>",
            f"{FIRST}\n\n{SECOND}",
        ),
        (f"<div><h1>{TITLE}</h1>{FIRST}<br><br>{SECOND}</div>", f"{FIRST}\n\n{SECOND}"),
        (
            article(FIRST, "Residents were asked to sign up for the council's newsletter.", SECOND),
            f"{FIRST}\n\nResidents were asked to sign up for the council's newsletter.\n\n{SECOND}",
        ),
    ],
)
def test_what_is_the_article_s_stays(body: str, expected: str) -> None:
    found = taken(body)
    assert found.text == expected
    assert found.dropped == ()


@pytest.mark.parametrize(
    ("inside", "gone"),
    [
        ("<p>Share this article on Twitter</p>", [("K", "Share this article on Twitter")]),
        ("<p>Sign up for our newsletter</p>", [("K", "Sign up for our newsletter")]),
        ("<p><a href=x>READ MORE: York drops its robot</a></p>", [("R", "READ MORE: York drops its robot")]),
        (
            "<h3>Related content</h3><ul><li><a href=x>Marina trust drops its centre</a></li></ul>",
            [("R", "### Related content"), ("P", "- Marina trust drops its centre")],
        ),
        ("<aside><p>“A shambles”, said the leader.</p></aside>", [("P", "“A shambles”, said the leader.")]),
        (
            "<figure><img src=a><figcaption>Town hall. Photo: Getty</figcaption></figure>",
            [("P", "Town hall. Photo: Getty")],
        ),
        ("<ul class=share><li>Tell a friend</li><li>Post it</li></ul>", [("P", "- Tell a friend"), ("P", "- Post it")]),
        ("<ul><li><a href=x>Facebook</a></li><li><a href=y>LinkedIn</a></li></ul>", None),
    ],
)
def test_what_is_the_page_s_is_told(inside: str, gone: list[tuple[str, str]] | None) -> None:
    found = taken(article(FIRST, SECOND, inside, THIRD))
    assert found.text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
    assert dropped(found) == (gone or [("P", "- Facebook"), ("P", "- LinkedIn")])
    assert all(found.raw.split("\n")[each.number - 1] == each.line for each in found.dropped)


def test_what_stands_around_the_article_is_told_too() -> None:
    found = taken(f"<nav><a>Cities</a></nav>{article(FIRST, SECOND)}<footer>© 2026 A Group</footer>")
    assert found.text == f"{FIRST}\n\n{SECOND}"
    assert dropped(found) == [("P", "Cities"), ("K", "© 2026 A Group")]


def test_what_the_facts_say_leaves_the_text_and_is_not_lost() -> None:
    found = taken(article("<span class=date>03/04/2026</span> By Sam Trendall", FIRST, SECOND))
    assert (found.text, found.author, str(found.published)) == (f"{FIRST}\n\n{SECOND}", "Sam Trendall", "2026-04-03")
    assert found.dropped == ()
    found = taken(
        f"<article><header><h1>{TITLE}</h1><div><span>3 February 2026</span><span>By Sam Trendall</span></div></header>"
        f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>"
    )
    assert (found.author, str(found.published)) == ("Sam Trendall", "2026-02-03")


@pytest.mark.parametrize(
    ("lang", "day", "told", "expected"),
    [
        ("en-US", "03/04/2026", FIRST.replace("£", "$"), "None"),
        ("en-US", "03/14/2026", FIRST.replace("£", "$"), "2026-03-14"),
        ("en-US", "March 4, 2026", FIRST.replace("£", "$"), "2026-03-04"),
        ("en-US", "03/04/2026", FIRST, "2026-04-03"),
        ("en-GB", "03/04/2026", FIRST.replace("£", "$"), "2026-04-03"),
    ],
)
def test_a_day_that_nobody_can_tell_is_not_guessed(lang: str, day: str, told: str, expected: str) -> None:
    found = taken(article(day, told, SECOND, THIRD), lang=lang)
    assert str(found.published) == expected
    assert (day in found.text) == (expected == "None")


@pytest.mark.parametrize(
    ("title", "heading", "outlet", "expected"),
    [
        (f"{TITLE} - LocalGov", TITLE, "LocalGov", TITLE),
        ("Rochdale’s £1.5m Wi-Fi - LocalGov", "Rochdale’s £1.5m Wi-Fi", "LocalGov", "Rochdale’s £1.5m Wi-Fi"),
        (f"{TITLE} | Computer Weekly", "", "Computer Weekly", TITLE),
        (f"{TITLE} | News | Computer Weekly", TITLE, "Computer Weekly", TITLE),
        (f"UKAuthority: {TITLE}", TITLE, "UKAuthority", TITLE),
        (f"LocalGov - {TITLE}", "", "LocalGov", TITLE),
        (f"LocalGov.co.uk - Your authority on local government - {TITLE}", TITLE, "LocalGov", TITLE),
        (f"{TITLE} | Rochdale Council", TITLE, "Rochdale Council", TITLE),
        (f"{TITLE} - Leeds City Council newsroom", TITLE, "Leeds City Council", TITLE),
        ("The Register", TITLE, "The Register", TITLE),
        ("Wi-Fi - a history of failures - The Register", "Wi-Fi - a history of failures", "The Register", None),
        (f"{TITLE} - News", TITLE, None, TITLE),
        ("Leeds: council picks Fujitsu - a first", "Leeds: council picks Fujitsu - a first", None, None),
        (f"{TITLE} · What councils do now", TITLE, None, None),
        ("Leeds picks Fujitsu – CIO", "Leeds picks Fujitsu – CIO", None, None),
    ],
)
def test_the_outlet_is_no_headline(title: str, heading: str, outlet: str | None, expected: str | None) -> None:
    heading_of = f"<h1>{heading}</h1>" if heading else ""
    found = taken(f"<article>{heading_of}<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>", title)
    assert found.outlet == outlet
    assert found.title == (expected or heading or title)


def test_the_site_s_own_name_goes_first_unless_it_is_the_headline() -> None:
    meta = "<meta property=og:site_name content='{}'>"
    assert taken(article(FIRST, SECOND, THIRD), head=meta.format("Anyshire news")).outlet == "Anyshire news"
    assert taken(article(FIRST, SECOND, THIRD), head=meta.format(TITLE)).outlet == "LocalGov"


@pytest.mark.parametrize(
    ("author", "expected"),
    [("Staff Reporter", None), ("admin", None), ("Jo Bloggs", "Jo Bloggs")],
)
def test_a_post_is_no_author(author: str, expected: str | None) -> None:
    found = taken(article(FIRST, SECOND, THIRD), head=f"<meta name=author content='{author}'>")
    assert found.author == expected


def test_a_sentence_about_the_author_is_no_list_of_names() -> None:
    about = "<div class=author-bio><p>Sam Trendall is the editor of PublicTechnology and writes on digital.</p></div>"
    assert taken(article(FIRST, SECOND, THIRD, about)).author == "Sam Trendall"
