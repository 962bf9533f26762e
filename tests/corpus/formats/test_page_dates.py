"""When a page was published: what it says of its own article, and nothing of any other."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from qabot.core.articles import Article, ReadIssue
from qabot.corpus.drafts import ArticleDraft
from tests.corpus.ingest.helpers import prose, take

BODY = "".join(f"<p>{each}</p>" for each in prose(3, 240).split("\n\n"))
TITLE = "Thurso council renames its tickets"
URL = "https://news.example.org/2001/thurso"
CANONICAL = f"<link rel=canonical href='{URL}'>"
CHANGED = "its date is that of its last change, for it gives no other"


def ld(*things: object, kind: str = "application/ld+json") -> str:
    return "".join(f"<script type='{kind}'>{json.dumps(each)}</script>" for each in things)


def news(date: str | None = None, **more: object) -> dict[str, object]:
    return {"@type": "NewsArticle", **({"datePublished": date} if date else {}), **more}


def page(head: str = "", under: str = "", over: str = "", behind: str = "", title: str = TITLE) -> str:
    """Return a page: what stands in its head, under and over the headline, and behind the story."""
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}</head><body>"
        f"<header><nav><a href=/>Home</a></nav><span class=date>1 January 2026</span></header>{over}"
        f"<main><article><h1>{title}</h1>{under}{BODY}</article></main>{behind}"
        "<footer><p>Copyright 2026. Updated 2 February 2026.</p></footer></body></html>"
    )


def dated(markup: str) -> str:
    return str(take(markup, "html").published)


RELATED = (
    "<div class='related-posts'><h3>Related</h3><ul><li><a "
    "href=/x>Other</a> <time datetime=2023-05-01>1 May 2023</time></li></ul></div>"
)


@pytest.mark.parametrize(
    "head",
    [
        ld(news("2019-03-04T09:00:00Z")),
        ld(news("Mon, 04 Mar 2019 09:00:00 GMT")),
        ld(news("4 March 2019")),
        ld(news("2019/03/04")),
        ld(news("2019-03-04"), kind="application/ld+json; charset=utf-8"),
        ld(news("2019-03-04"), kind="APPLICATION/LD+JSON"),
        ld([news("2019-03-04")]),
        ld({"@type": "ItemList", "itemListElement": [news("2023-05-01"), news("2024-02-11")]}, news("2019-03-04")),
        ld({"@graph": [{"@type": "WebPage", "datePublished": "2015-01-01"}, news("2019-03-04")]}),
        ld(
            {
                "@graph": [
                    {"@type": "WebSite"},
                    {"@type": "Organization", "foundingDate": "1999-01-01"},
                    news("2019-03-04"),
                ]
            }
        ),
        ld({"@type": "WebPage", "datePublished": "2015-01-01", "mainEntity": news("2019-03-04")}),
        ld({"@type": ["WebPage", "Thing"], "mainEntity": {"@graph": [news("2019-03-04")]}}),
        ld(news("2019-03-04", dateModified="2024-01-01")),
        ld({"@type": "NewsArticle", "dateModified": "2024-01-01", "datePublished": "2019-03-04"}),
        ld({"@type": ["NewsArticle", "Article"], "datePublished": ["2019-03-04"]}),
        ld({"@type": "http://schema.org/BlogPosting", "datePublished": {"@value": "2019-03-04"}}),
        ld(news("2023-05-01", headline="Another story altogether"), news("2019-03-04", headline=TITLE)),
        ld([news("2023-05-01", headline="Another story altogether"), news("2019-03-04", headline=TITLE)]),
        ld(news("2023-05-01", url="https://news.example.org/other"), news("2019-03-04", url=URL + "/")) + CANONICAL,
        ld(
            news("2023-05-01", mainEntityOfPage={"@id": "https://news.example.org/x"}),
            news("2019-03-04", mainEntityOfPage=URL),
        )
        + CANONICAL,
        ld(news("2023-05-01", headline="Another story altogether"))
        + "<meta property=article:published_time content=2019-03-04>",
        ld(
            {
                "@type": "LiveBlogPosting",
                "datePublished": "2019-03-04",
                "liveBlogUpdate": [{"@type": "BlogPosting", "datePublished": "2019-03-05"}],
            }
        ),
        ld(
            news(
                "2019-03-04",
                comment=[{"@type": "Comment", "datePublished": "2020-01-01"}],
                video={"@type": "VideoObject", "uploadDate": "2018-01-01"},
            )
        ),
        '<script type=\'application/ld+json\'><!-- {"@type":"NewsArticle","datePublished":"2019-03-04",} --></script>',
        (
            "<script type='application/ld+json'>//<![CDATA[\n"
            '{"@type":"NewsArticle",\n"headline":"Thurso council renames\tits tickets","datePublished":"2019-03-04"}\n'
            "//]]></script>"
        ),
        "<script type='application/ld+json'>{broken</script>" + ld(news("2019-03-04")),
        ld(news(None), news("2019-03-04")),
        ld(news("2019-03-04", headline="Tickets renamed by Thurso council | Gazette")),
        ld({"@type": "NewsArticle", "dateCreated": "2019-03-04", "dateModified": "2020-01-01"}),
    ],
)
def test_json_ld_of_the_article_itself(head: str) -> None:
    assert (
        dated(page(head + "<meta property='article:modified_time' content='2022-02-02'>", behind=RELATED))
        == "2019-03-04"
    )


@pytest.mark.parametrize(
    "head",
    [
        "<meta property=article:published_time content=2019-03-04T09:00:00+00:00>",
        "<meta name=article:published_time content='Mon, 04 Mar 2019 09:00:00 GMT'>",
        "<meta name=DC.date.issued content=2019-03-04>",
        "<meta name=dcterms.issued content='4 March 2019'>",
        "<meta name=parsely-pub-date content=2019-03-04T00:00:00Z>",
        "<meta name=pubdate content=20190304>",
        "<meta name=publish-date content='04/03/2019'>",
        "<meta itemprop=datePublished content=2019-03-04>",
        "<meta name=date content=2019-03-04>",
        "<meta name=sailthru.date content='2019-03-04 10:00:00'>",
        (
            "<meta property=article:modified_time content=2020-01-01>"
            "<meta property=article:published_time content=2019-03-04>"
        ),
        "<meta property=og:updated_time content=2020-01-01><meta name=citation_date content=2019/03/04>",
        "<meta name=last-modified content=2020-01-01><meta name=publication_date content=2019-03-04>",
        "<meta property=article:published_time content=1970-01-01><meta name=date content=2019-03-04>",
    ],
)
def test_metas(head: str) -> None:
    assert dated(page(head, behind=RELATED)) == "2019-03-04"


@pytest.mark.parametrize(
    ("under", "over"),
    [
        ("", "<p class=post-date>4 March 2019</p>"),
        ("<p>4 March 2019</p>", ""),
        ("<p>Monday 4th March 2019, 10:15 am</p>", ""),
        ("<p>By Jo Bloggs, 4 March 2019</p>", ""),
        ("<p>By <a href=/jo>Jo Bloggs</a> | <span>04 Mar 2019</span></p>", ""),
        ("<div class=meta><span>Jo Bloggs</span><span class=sep>·</span><span>March 4, 2019</span></div>", ""),
        ("<p class=byline>Jo Bloggs 04/03/2019</p>", ""),
        ("<p>Published: 4 March 2019</p><p>Updated: 9 September 2022</p>", ""),
        ("<p>Updated: 9 September 2022</p><p>Published: 4 March 2019</p>", ""),
        ("<p>Published 4 March 2019, last updated 9 September 2022</p>", ""),
        ("<p>Last updated 9 September 2022. First published on 4 March 2019.</p>", ""),
        ("<dl><dt>Last updated</dt><dd>9 September 2022</dd><dt>Published</dt><dd>4 March 2019</dd></dl>", ""),
        ("<dl><dt>Published:</dt><dd>4 March 2019</dd><dt>Last updated:</dt><dd>9 September 2022</dd></dl>", ""),
        ("<time datetime=2019-03-04>4 March</time>", ""),
        (
            (
                "<time itemprop=dateModified datetime=2022-09-09>9 September 2022</time> <time "
                "itemprop=datePublished datetime=2019-03-04>4 March 2019</time>"
            ),
            "",
        ),
        (
            (
                "<time class=updated datetime=2022-09-09>9 September 2022</time><time "
                "class='entry-date published' datetime=2019-03-04>4 March 2019</time>"
            ),
            "",
        ),
        ("<time class='entry-date published updated' datetime=2019-03-04>4 March 2019</time>", ""),
        (
            (
                "<p>Updated <time datetime=2022-09-09>9 September 2022</time>"
                "</p><p><time datetime=2019-03-04>4 March 2019</time></p>"
            ),
            "",
        ),
        ("<p>Posted on <time datetime=2019-03-04T08:00>4 March 2019</time> by Jo</p>", ""),
        (
            (
                "<div class=article-info>Mon 4 Mar 2019 09.00 GMT</div>"
                "<div>Last modified on Fri 9 Sep 2022 10.00 BST</div>"
            ),
            "",
        ),
        ("<span itemprop=datePublished content=2019-03-04>yesterday</span>", ""),
        ("<p>2 min read</p><p>04 March 2019</p>", ""),
        ("<div class=submitted>Submitted by jo on Mon, 04/03/2019 - 09:15</div>", ""),
        ("<div class=published-on><span>Published: </span>04 Mar 2019 11:15</div>", ""),
        ("<div><span>Published</span><time datetime='2019-03-04T10:00:00.000Z'>4 March 2019</time></div>", ""),
        ("<abbr class=published title='2019-03-04T10:00'>4 March</abbr>", ""),
        ("<span class=timestamp>4 Mar 2019, 9:05am</span>", ""),
        ("<div>4 March 2019 | 5 min read</div>", ""),
        ("<small>04.03.2019</small>", ""),
        ("<figure><figcaption>The site on 5 May 2011</figcaption></figure><p>4 March 2019</p>", ""),
        ("<p><strong>Updated:</strong> 9 September 2022</p><p><strong>Published:</strong> 4 March 2019</p>", ""),
        ("<ul class=article-meta><li>Jo Bloggs</li><li>04 March 2019</li><li>3 comments</li></ul>", ""),
        ("<p>BY JO BLOGGS • MARCH 4, 2019</p>", ""),
        ("<p>Jo Bloggs <time>4 March 2019</time></p>", ""),
        ("<p>Event date: 5 May 2021</p><p class=date>4 March 2019</p>", ""),
        ("<p>Deadline: 5 May 2021</p><p>4 March 2019</p>", ""),
    ],
)
def test_the_date_that_readers_see(under: str, over: str) -> None:
    assert dated(page("<meta property='og:updated_time' content='2022-01-01'>", under, over, RELATED)) == "2019-03-04"


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://news.example.org/2021/11/22/payroll", "2021-11-22"),
        ("https://news.example.org/2021/nov/22/payroll", "2021-11-22"),
        ("https://news.example.org/news/2021-11-22-payroll", "2021-11-22"),
        ("https://news.example.org/news/20211122/payroll.html", "2021-11-22"),
        ("https://news.example.org/payroll-22-november-2021", "2021-11-22"),
        ("https://news.example.org/2021/11/payroll", "2021-11"),
        ("https://web.archive.org/web/20230302101112/https://news.example.org/2021/11/22/payroll", "2021-11-22"),
        ("https://web.archive.org/web/20230302101112/https://news.example.org/payroll", "None"),
        ("https://news.example.org/2021/payroll", "None"),
        ("https://news.example.org/2021/99/payroll", "None"),
        ("https://news.example.org/news/12345678/payroll", "None"),
        ("https://news.example.org/payroll?date=2021-11-22", "None"),
    ],
)
def test_the_address(address: str, day: str) -> None:
    assert dated(page(f"<link rel=canonical href='{address}'>")) == day


@pytest.mark.parametrize(
    ("head", "under", "behind"),
    [
        ("", "", RELATED),
        ("", "", "<aside><h2>Most read</h2><p>4 March 2019</p></aside>"),
        ("", "", "<h3>Latest news</h3><ul><li>Other story <span class=date>4 March 2019</span></li></ul>"),
        ("", "", "<section class=most-read><p class=date>4 March 2019</p></section>"),
        ("", "", "<article class=card><h2>Other</h2><time datetime=2019-03-04>4 March 2019</time></article>"),
        ("", "", "<div id=comments><p class=comment-date>4 March 2019</p></div>"),
        ("", "", "<div class=sidebar-widget><p>4 March 2019</p></div>"),
        (ld({"@type": "ItemList", "itemListElement": [news("2023-05-01")]}), "", ""),
        (ld(news("2023-05-01", headline="Another story altogether")), "", ""),
        (ld(news("2023-05-01", url="https://news.example.org/other")) + CANONICAL, "", ""),
        (ld(news("2023-05-01"), news("2019-03-04")), "", ""),
        (ld({"@type": "Event", "startDate": "2019-03-04"}), "", ""),
        (ld({"@type": "Organization", "datePublished": "2019-03-04"}), "", ""),
        ("<meta property=article:published_time content=1970-01-01T00:00:00Z>", "", ""),
        ("<meta property=og:image content=https://x.example/2019/03/04/a.jpg>", "", ""),
        ("", "<p>Event date: 5 May 2021</p>", ""),
        ("", "<figure><figcaption>The site on 5 May 2011</figcaption></figure>", ""),
        ("", "<table><tr><td>Opened</td><td>5 May 2011</td></tr></table>", ""),
        ("", "<p>On <time datetime=2011-05-05>5 May 2011</time> the council met.</p>", ""),
        (
            "",
            "",
            "<section class='comments-area'><ol><li><time datetime=2020-01-01></time></li></ol></section>",
        ),
        ("", "", "<h2>You may also like</h2><div><a href=/x>Other</a><span>4 March 2019</span></div>"),
        ("", "", "<div class=cards><div class=card><h3>Other</h3><p>4 March 2019</p></div></div>"),
        ("", "", "<section><h2>More from News</h2><ul><li>A <time datetime=2019-03-04></time></li></ul></section>"),
        ("", "<p>© 4 March 2019 Example</p>", ""),
        (
            "",
            (
                "<p>The contract began on 4 March 2019 and the council "
                "said that it would run for seven years at the least.</p>"
            ),
            "",
        ),
    ],
)
def test_what_is_of_something_else_is_never_taken(head: str, under: str, behind: str) -> None:
    assert dated(page(head, under, behind=behind)) == "None"


@pytest.mark.parametrize(
    ("head", "under"),
    [
        (ld(news(None, dateModified="2022-09-09")), ""),
        ("<meta property=article:modified_time content=2022-09-09>", ""),
        ("<meta property=og:updated_time content=2022-09-09>", ""),
        ("", "<p>Last updated 9 September 2022</p>"),
        ("", "<time class=updated datetime=2022-09-09>9 September 2022</time>"),
    ],
)
def test_a_change_stands_in_for_what_is_not_said_and_is_told(head: str, under: str) -> None:
    found = take(page(head, under), "html")
    assert (str(found.published), found.flags) == ("2022-09-09", (CHANGED,))


def test_endless_markup_takes_no_time() -> None:
    spans = "".join(f"<span class=c{n}>word {n} </span>" for n in range(6_000))
    many = "".join(f"<p class=date>{n % 28 + 1} March 2019</p>" for n in range(6_000))
    found = take(page(ld(*[news(f"20{n % 90 + 10}-01-01") for n in range(2000)]), f"<div>{spans}</div>{many}"), "html")
    assert isinstance(found, ArticleDraft)


@pytest.mark.parametrize(
    ("head", "under", "day"),
    [
        (ld({"@type": "ItemList", "itemListElement": [news("2023-05-01")]}, news("2019-03-04")), "", "2019-03-04"),
        (
            "",
            (
                "<time itemprop=dateModified datetime=2022-09-09></time>"
                "<time itemprop=datePublished datetime=2019-03-04></time>"
            ),
            "2019-03-04",
        ),
        ("<meta property=og:updated_time content=2022-01-01>", "<p class=post-date>4 March 2019</p>", "2019-03-04"),
        ("<link rel=canonical href='https://news.example.org/2021/11/22/payroll'>", "", "2021-11-22"),
        ("", RELATED, "None"),
    ],
)
def test_a_page_in_the_corpus_folder_is_read_alike(
    read_bytes: Callable[[str, bytes], list[Article | ReadIssue]], head: str, under: str, day: str
) -> None:
    article = read_bytes("x.html", page(head, under).encode())[-1]
    assert isinstance(article, Article)
    assert str(article.published) == day
