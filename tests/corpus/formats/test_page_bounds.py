"""Pages are cut before libraries see them: what is said of authors, which takes them quadratic time."""

from __future__ import annotations

import pytest

from qabot.corpus.formats.html_tree import parse
from qabot.corpus.formats.page_bounds import bounded
from tests.corpus.ingest.helpers import prose, take


def page(head: str) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in prose(1).split("\n\n"))
    return (
        f"<!doctype html><html><head><title>A story</title>{head}</head><body><article>{body}</article></body></html>"
    )


@pytest.mark.parametrize(
    "name",
    ["name=author", "property='article:author'", "itemprop=creator", "name='DC.creator'", "name=byl", "name=Author"],
)
def test_an_author_has_no_more_letters_than_a_name(name: str) -> None:
    tree = parse(page(f"<meta {name} content='{'@' * 100_000}'><meta name=description content='{'d' * 900}'>"))
    said = [meta.get("content", "") for meta in bounded(tree).iter("meta")]
    assert [len(each) for each in said] == [200, 900]
    assert len(next(tree.iter("meta")).get("content", "")) == 100_000, "the page itself is left alone"


def test_a_page_has_no_more_authors_than_can_be_told_apart() -> None:
    tree = parse(page("".join(f"<meta name=author content='Ann Other{number}'>" for number in range(30))))
    said = [meta.get("content") for meta in bounded(tree).iter("meta")]
    assert [each is not None for each in said] == [True] * 20 + [False] * 10


@pytest.mark.parametrize(
    ("script", "kept"),
    [
        ('{"@type": "NewsArticle", "author": {"name": "Ann Other"}}', True),
        ('{"name": "' + "@" * 499 + '"}', True),
        ('{"name": "' + "@" * 500 + '"}', False),
        ('[{"name": "A B"}]' * 200, True),
        ('[{"name": "A B"}]' * 201, False),
        ('{"articleBody": "' + "word " * 39_996 + '"}', True),
        ('{"articleBody": "' + "word " * 39_997 + '"}', False),
        ('{"headline": "' + "w d " * 250 + '"}', True),
        ('{"headline": "' + "w d " * 250 + '."}', False),
        ('{"headline": "' + '\\" ' * 500 + '"}', False),
        ('{"headline": "' + "w d " * 251, False),
        ('{"name":' + " " * 19 + '"A B"}', True),
        ('{"name":' + " " * 20 + '"A B"}', False),
    ],
)
def test_linked_data_names_no_more_than_can_be_told_apart(script: str, kept: bool) -> None:
    tree = parse(page(f"<script type='application/ld+json'>{script}</script>"))
    (found,) = bounded(tree).iter("script")
    assert (found.text == script) is kept


def test_a_page_says_no_more_of_itself_than_pages_do() -> None:
    tree = parse(page("<meta name=description content='" + "d" * 1001 + "'>" + "<meta name=x content=y>" * 500))
    said = [meta.get("content", "") for meta in bounded(tree).iter("meta")]
    assert [len(each) for each in said] == [1000] + [1] * 499 + [0]


def test_a_page_whose_author_is_endless_is_an_article() -> None:
    draft = take(page(f"<meta name=author content='{'@' * 100_000}'>"), "html")
    assert draft.title == "A story"
    assert draft.text.startswith(prose(1)[:40])
    assert draft.author is None or len(draft.author) <= 200
