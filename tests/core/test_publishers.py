"""Who owns an outlet, and what that makes of independence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from qabot.core.articles import Article, ReportedArticle
from qabot.core.dates import PartialDate
from qabot.core.errors import UsageError
from qabot.core.publishers import Publisher, PublisherTable, independent

TABLE = PublisherTable.load()


def article(outlet: str | None, published: str | None = "2019-05-01") -> Article:
    """Return an article of an outlet and a day."""
    return Article("a", "A", "Text.", outlet, published=PartialDate.parse(published) if published else None)


def brief(outlet: str | None, published: str = "2019-05-01") -> Article:
    """Return a brief after one."""
    on = ReportedArticle(outlet)
    return Article(
        "b", "B", "Text.", "qabot brief", published=PartialDate.parse(published), kind="brief", reports_on=on
    )


@pytest.mark.parametrize(
    ("outlet", "published", "owner"),
    [
        ("PublicTechnology", "2014-12-31", None),
        ("PublicTechnology", "2015-01-01", "Dods"),
        ("public technology", "2022-10-31", "Dods"),
        ("PublicTechnology.net", "2022-11-01", "Political Holdings"),
        ("PublicTechnology", "2022", "Political Holdings"),
        ("Civil Service World", "2022", "Political Holdings"),
        ("The Civil-Service World", "2022-10", "Dods"),
        ("Civil Service World", None, "Political Holdings"),
        ("Computing", "2015-11-25", "Incisive Media"),
        ("Computing", "2021-12-31", "Incisive Media"),
        ("Computing", "2022-01-01", None),
        ("Computing", None, None),
        ("LocalGov", "2020", "Hemming Group"),
        ("The MJ", "2020", "Hemming Group"),
        ("Anyshire Gazette", "2020", None),
        (None, "2020", None),
    ],
)
def test_an_owner_is_found_by_any_spelling_for_the_time(outlet: str | None, published: str | None, owner: str) -> None:
    found = TABLE.publisher(article(outlet, published))
    assert (found.outlet, found.owner, found.carries) == (outlet, owner, "own reporting")


@pytest.mark.parametrize(
    ("outlet", "carries"),
    [("wired-gov", "press releases"), ("Pressat", "press releases"), ("PA", "wire"), ("Reuters", "wire")],
)
def test_what_hands_on_the_words_of_others_is_marked(outlet: str, carries: str) -> None:
    assert TABLE.publisher(article(outlet)).carries == carries
    assert TABLE.publisher(brief(outlet)).carries == carries


def test_behind_a_brief_stands_the_outlet_that_it_is_after() -> None:
    assert TABLE.publisher(brief("PublicTechnology")) == Publisher("PublicTechnology", "Dods")
    assert TABLE.publisher(brief(None)) == Publisher(None)


@pytest.mark.parametrize(
    ("found", "count"),
    [
        ([], 0),
        ([article("PublicTechnology"), article("Civil Service World")], 1),
        ([brief("PublicTechnology"), article("Civil Service World")], 1),
        ([article("PublicTechnology"), article("Computing")], 2),
        ([article("PublicTechnology", "2019"), article("PublicTechnology", "2024")], 1),
        ([article("PublicTechnology", "2019"), article("Civil Service World", "2024")], 2),
        (
            [
                article("PublicTechnology", "2019"),
                article("Civil Service World", "2024"),
                article("PublicTechnology", "2024"),
            ],
            1,
        ),
        ([article("The MJ"), article("LocalGov"), article("BBC"), article("BBC News")], 2),
        ([article("GOV.UK"), article("GDS blog"), article("NAO")], 2),
        ([article("Anyshire Gazette"), article("The Anyshire Gazette"), article("Otherton Post")], 2),
        ([article(None), article(None)], 2),
        ([article("wired-gov"), article("Computing")], 1),
        ([article("wired-gov"), article("Pressat")], 1),
        ([article("PA"), article("Reuters"), article("Computing")], 3),
    ],
)
def test_an_owner_counts_once(found: Sequence[Article], count: int) -> None:
    assert independent(map(TABLE.publisher, found)) == count
    assert independent(map(TABLE.publisher, reversed(found))) == count


class TestTheFileOfAHome:
    """What a home says of its own outlets."""

    def test_adds_to_what_comes_with_qabot_and_replaces_what_it_repeats(self, tmp_path: Path) -> None:
        (tmp_path / "publishers.toml").write_text(
            '[[outlet]]\nname = "Anyshire Gazette"\nalso = ["AG"]\n'
            'owners = [{ name = "Anyshire Press", to = "2019-06" }, { name = "Great News", from = "2019-07" }]\n'
            '[[outlet]]\nname = "computing"\nowners = [{ name = "Me" }]\n'
            '[[outlet]]\nname = "Handouts"\ncarries = "press releases"\n'
        )
        table = PublisherTable.load(tmp_path)
        assert table.publisher(article("AG", "2019-06-30")).owner == "Anyshire Press"
        assert table.publisher(article("AG", "2019-07-01")).owner == "Great News"
        assert table.publisher(article("Computing", "2024")).owner == "Me"
        assert table.publisher(article("Handouts")).carries == "press releases"
        assert table.publisher(article("The MJ")).owner == "Hemming Group"

    def test_need_not_be_there(self, tmp_path: Path) -> None:
        assert PublisherTable.load(tmp_path).by_key == TABLE.by_key

    @pytest.mark.parametrize(
        ("written", "told"),
        [
            ("[[outlet", "cannot be read"),
            ("\xff", "cannot be read"),
            ("owner = 1", "its list is called outlet"),
            ("outlet = 1", "begin each entry with"),
            ("outlet = [1]", "number 1: it is no table"),
            ('[[outlet]]\nname = "A"\n[[outlet]]\nalso = ["B"]', "number 2: it has no name"),
            ('[[outlet]]\nname = "–"', "it has no name"),
            ('[[outlet]]\nname = "A"\nowner = "B"', "'owner' means nothing here"),
            ('[[outlet]]\nname = "A"\nowners = "B"', "owners is a list"),
            ('[[outlet]]\nname = "A"\nowners = [{ name = "B", since = "2015" }]', "'since' means nothing here"),
            ('[[outlet]]\nname = "A"\nowners = [{ name = "B", from = "soon" }]', "from is a year, a month or a day"),
            ('[[outlet]]\nname = "A"\ncarries = "gossip"', "carries is "),
        ],
    )
    def test_that_is_wrong_is_told_by_its_place(self, tmp_path: Path, written: str, told: str) -> None:
        (tmp_path / "publishers.toml").write_bytes(written.encode("latin-1", "replace"))
        with pytest.raises(UsageError, match=r"publishers\.toml") as caught:
            PublisherTable.load(tmp_path)
        assert told in caught.value.message
        assert caught.value.hint.startswith("Correct ")


def test_every_owner_listed_has_a_time_that_can_be() -> None:
    for listed in TABLE.by_key.values():
        for each in listed.owners:
            assert not each.start or not each.end or each.start.first <= each.end.last, listed.name
        ends = [each.end for each in listed.owners[:-1]]
        assert all(ends), f"{listed.name}: only the last may go on"
