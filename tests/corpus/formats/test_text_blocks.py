"""Trees of HTML as paragraphs: what a block parts is not welded, and what stands in one is not lost."""

from __future__ import annotations

import pytest

from qabot.corpus.formats.html_tree import parse
from qabot.corpus.formats.text_blocks import text_blocks, without_layout, written

LONG = "The council has signed a deal worth £4.2m to replace its system, members were told."


def lines(markup: str) -> list[str]:
    return [f"{each.prefix}{each.text}" for each in text_blocks(without_layout(parse(f"<body>{markup}</body>")))]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<div>a<p>b<br>c</p> d <b>e</b> f<p>g</p>h</div>", ["a", "b c", "d e f", "g", "h"]),
        ("a<br><br>b<br>c", ["a", "b c"]),
        ("<p>a<br> <br><b>b</b> c<br><br>d</p>e", ["a", "b c", "d", "e"]),
        ("<h2>A</h2><h3><span>B</span></h3>", ["## A", "### B"]),
        ("<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul>", ["- a", "- b", "- c d"]),
        ("<ol><li><div>a</div></li></ol>", ["- a"]),
        ("<dl><dt>Cost</dt><dd>£4m</dd></dl>", ["- Cost", "- £4m"]),
        ("<figure><img><figcaption>A hall</figcaption></figure><blockquote>“No.”</blockquote>", ["A hall", "“No.”"]),
        ("<nav><a>Home</a><a>News</a></nav>", ["Home News"]),
        ("<div><span>3 May 2026</span><span>By Jo</span></div>", ["3 May 2026 By Jo"]),
        ("<p><span>T</span><span>he Wi</span><b>Fi</b></p>", ["The WiFi"]),
        ("<script>x</script><style>y</style><p>a</p>", ["a"]),
        ("<ul><li><h3>A story</h3><p>b</p></li></ul>", ["### A story", "b"]),
    ],
)
def test_paragraphs(markup: str, expected: list[str]) -> None:
    assert lines(markup) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            "<table><tr><th>Year</th><th>£m</th></tr><tr><td>2025</td><td><p>2</p></td></tr></table>",
            ["Year | £m", "2025 | 2"],
        ),
        ("<table><tr><td>Masts</td><td><p>£1m</p><p>a year</p></td></tr></table>", ["Masts | £1m a year"]),
        (
            f"<table><caption>Costs</caption><tr><td>a</td><td><p>{LONG}</p><p>b</p></td></tr></table>",
            ["Costs", f"a | {LONG} b"],
        ),
        ("<table><tr><td><h1>A</h1><p>b</p></td><td>c</td></tr></table>", ["# A", "b", "c"]),
        (f"<table><tr><td>a</td><td><p>{LONG}</p><p>b</p></td></tr></table>", ["a", LONG, "b"]),
        ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", ["a", "b"]),
        ("<table role=presentation><tr><td>a</td><td>b</td></tr></table>", ["a", "b"]),
        (
            "<table><tr><td><table><tr><td>x</td><td>1</td></tr><tr><td>y</td><td>2</td></tr></table></td></tr></table>",
            ["x | 1", "y | 2"],
        ),
        ("<table><tr><td>a<br><br>b</td><td></td></tr></table>", ["a", "b"]),
    ],
)
def test_tables_of_figures_are_rows_and_those_that_lay_out_a_page_are_none(markup: str, expected: list[str]) -> None:
    assert lines(markup) == expected


def test_a_page_that_nests_deep_is_gone_through() -> None:
    assert lines("<div>" * 240 + "deep" + "</div>" * 240) == ["deep"]


def test_a_list_is_written_line_by_line_and_a_title_not_twice() -> None:
    blocks = text_blocks(parse("<h1>T</h1><p>a</p><ul><li>b</li><li>c</li></ul><h2>T</h2>"))
    assert written(blocks, ["T"]) == "a\n\n- b\n- c"
