"""`qabot feeds`, as a user runs it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from qabot.core.settings import Home
from qabot.corpus.fetch.clock import Clock
from tests.cli.conftest import Call
from tests.cli.helpers import Result, steering
from tests.corpus.feeds.documents import item, page, paragraphs, rss, whole_items
from tests.sites import Answer, Site, serving
from tests.trusting import configure

Feeds = Callable[..., Result]


def _pass(_clock: Clock, _seconds: float) -> None:
    """Wait for nothing."""


@pytest.fixture
def site() -> Generator[Site]:
    """A site that has nothing yet."""
    with serving() as served:
        yield served


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home without articles and feeds."""
    (tmp_path / "corpus").mkdir()
    return Home(tmp_path)


@pytest.fixture
def feeds(call: Call, home: Home, monkeypatch: pytest.MonkeyPatch) -> Feeds:
    """Run `qabot feeds` with the setting that lets it reach this machine, and without waiting."""
    monkeypatch.setenv("QABOT_PRIVATE_ADDRESSES", "true")
    monkeypatch.setenv("QABOT_CONTACT", "news@example.org")
    monkeypatch.setattr(Clock, "sleep", _pass)
    return lambda *args: call("feeds", *args, home=home)


def test_from_subscribing_to_unsubscribing(site: Site, home: Home, feeds: Feeds) -> None:
    url = f"{site.url}/feed"
    site.routes["/feed"] = Answer(rss(whole_items(2)), headers={"ETag": '"1"'})
    assert feeds("list").code == 1
    assert f"Subscribed to Town Hall News ({url})." in feeds("add", url).stdout
    assert "Subscribed already" in feeds("add", url).stdout
    assert site.headers[-1]["User-Agent"].endswith("(+news@example.org)")
    (listed,) = feeds("list", "--json").document()["feeds"]
    assert (listed["url"], listed["title"], listed["last_fetch"]) == (url, "Town Hall News", None)

    pulled = feeds("pull")
    assert pulled.code == 0
    assert "1 feed asked, 0 unchanged." in pulled.stdout
    assert "2  added" in pulled.stdout
    assert "No feed is due yet" in feeds("pull").stdout
    site.routes["/feed"] = Answer(status=304)
    assert "1 feed asked, 1 unchanged." in feeds("pull", "--all").stdout
    assert site.headers[-1]["If-None-Match"] == '"1"'

    gone = feeds("remove", f"{url}s/")
    assert (gone.code, f"No feed at “{url}s/”. Nearest: {url}." in gone.stderr) == (1, True)
    exported = feeds("export").stdout
    assert feeds("remove", url).code == 0
    assert feeds("remove", url).code == 1
    (home.path / "feeds.opml").write_text(exported)
    asked = len(site.asked)
    assert "Subscribed to Town Hall News" in feeds("add", str(home.path / "feeds.opml")).stdout
    assert len(site.asked) == asked, "the feeds of a list are not fetched"


def test_a_pull_says_which_articles_came(site: Site, feeds: Feeds) -> None:
    urls = [f"{site.url}/{name}" for name in ("one", "two")]
    undated = item(1, content=paragraphs("parking"), date="").replace("Story number 1", "Parking &amp; permits")
    site.routes["/one"] = Answer(rss([*whole_items(1, 7), undated]))
    site.routes["/two"] = Answer(rss([], title="Clerks Weekly"))
    for url in urls:
        feeds("add", url)
    lines = feeds("pull").stdout.splitlines()
    assert lines[:2] == ["2 feeds asked, 0 unchanged.", "      2  added"]
    assert [line.strip() for line in lines[2:4]] == [
        "25 November 2015 · Town Hall News · Story number 7",
        "undated · Town Hall News · Parking & permits",
    ]
    site.routes["/two"] = Answer(rss(whole_items(21, 20), title="Clerks Weekly"))
    lines = feeds("pull", "--all").stdout.splitlines()
    named = [line for line in lines if " · Clerks Weekly · Story number " in line]
    assert (len(named), lines[lines.index(named[-1]) + 1].strip()) == (20, "and 1 more; --json lists them all")
    site.routes["/two"] = Answer(rss(whole_items(21, 60), title="Clerks Weekly"))
    pulled = feeds("pull", "--all", "--json").document()["feeds"]
    (outcomes,) = (each["outcomes"] for each in pulled if each["outcomes"])
    assert [(each["title"], each["outlet"], each["published"]) for each in outcomes] == [
        (f"Story number {number}", "Clerks Weekly", "2015-11-25") for number in range(60, 81)
    ]


def test_a_pull_names_what_was_updated_and_not_what_was_there_already(site: Site, feeds: Feeds) -> None:
    bins, tolls = (item(number, content=paragraphs(topic)) for number, topic in ((1, "bins"), (2, "tolls")))
    site.routes["/feed"] = Answer(rss([bins, tolls]))
    feeds("add", f"{site.url}/feed")
    feeds("pull")
    longer = item(1, content=paragraphs("bins") + "<p>The depot has since opened.</p>")
    site.routes["/feed"] = Answer(rss([longer.replace("?p=1<", "?p=3<"), tolls.replace("?p=2<", "?p=4<")]))
    told = feeds("pull", "--all").stdout
    assert "1  updated\n         25 November 2015 · Town Hall News · Story number 1\n" in told
    assert "1  there already\n" in told
    assert "Story number 2" not in told


def test_what_could_not_be_had_ends_with_7_and_the_rest_is_kept(site: Site, feeds: Feeds) -> None:
    site.routes["/good"] = site.routes["/bad"] = Answer(rss(whole_items(1)))
    for name in ("good", "bad"):
        feeds("add", f"{site.url}/{name}")
    site.routes["/bad"] = Answer(status=404)
    pulled = feeds("pull", "--json")
    assert pulled.code == 7
    found = {each["url"]: each for each in pulled.document()["feeds"]}
    assert found[f"{site.url}/bad"]["failure"] == "was answered with 404"
    assert [each["kind"] for each in found[f"{site.url}/good"]["outcomes"]] == ["added"]
    assert "failed 1 times in a row: was answered with 404" in feeds("list").stdout


def test_a_feed_that_is_none_is_not_subscribed_to(site: Site, feeds: Feeds) -> None:
    site.routes["/"] = Answer(b'<html><link rel=alternate type="application/rss+xml" href="/feed"><p>News')
    refused = feeds("add", f"{site.url}/", "--json")
    assert refused.code == 2
    assert refused.error()["hint"] == f"It names one: run `qabot feeds add {site.url}/feed`."
    assert feeds("add", f"{site.url}/gone").code == 7
    assert feeds("list").code == 1


def test_without_the_setting_this_machine_is_not_asked(site: Site, home: Home, call: Call) -> None:
    refused = call("feeds", "add", f"{site.url}/feed", home=home)
    assert refused.code == 7
    assert "private_addresses = true" in refused.stderr
    assert site.asked == []


def test_the_setting_may_stand_in_the_homes_file(site: Site, home: Home, call: Call) -> None:
    site.routes["/feed"] = Answer(rss(whole_items(1)))
    configure(home.path, '[network]\nprivate_addresses = true\ncontact = "a@b.example"\n')
    assert call("feeds", "add", f"{site.url}/feed", home=home).code == 0
    assert site.headers[-1]["User-Agent"].endswith("(+a@b.example)")


def test_a_site_is_filled_in(site: Site, feeds: Feeds) -> None:
    urls = "".join(f"<url><loc>{site.url}/{name}</loc></url>" for name in ("one", "gone"))
    site.routes["/sitemap.xml"] = Answer(f"<urlset>{urls}</urlset>".encode())
    site.routes["/one"] = Answer(page("One", "bins"))
    filled = feeds("backfill", site.url, "--after", "2015", "--outlet", "The Bugle")
    assert filled.code == 7
    assert "1  added\n         undated · The Bugle · One\n" in filled.stdout
    assert "1 page could not be had" in filled.stdout


def test_suggestions_are_printed_and_nothing_is_fetched(home: Home, call: Call) -> None:
    shown = call("feeds", "suggest")
    assert "PublicTechnology (answered in 2026)\n  https://www.publictechnology.net/feed/" in shown.stdout
    assert "None was fetched." in shown.stdout
    assert len(call("feeds", "suggest", "--json").document()["feeds"]) == 14
    assert not (home.corpus / ".qabot").exists()


@pytest.mark.parametrize(
    "args",
    [
        ("add", "missing.opml"),
        ("add", "file:///etc/passwd"),
        ("pull", "--since", "soon"),
        ("backfill", "ftp://x", "--after", "2015"),
    ],
)
def test_what_makes_no_sense_ends_with_2(feeds: Feeds, args: tuple[str, ...]) -> None:
    refused = feeds(*args)
    assert refused.code == 2
    assert refused.stderr.startswith("Error: ")


def test_what_a_feed_says_steers_no_terminal(site: Site, feeds: Feeds) -> None:
    title = "&#x202e;&#x9b;31mNews&#x1b;]52;c;aGk=&#x7; [bold]x[/]"
    site.routes["/feed"] = Answer(rss(whole_items(1), title=title).replace(b"Story number", b"\xc2\x9b31mStory"))
    shown = [feeds("add", f"{site.url}/feed"), feeds("pull"), feeds("list"), feeds("export")]
    assert [each.code for each in shown] == [0] * 4
    for each in shown:
        assert steering(each.stdout + each.stderr) == set()
        assert "[bold]x[/]" in shown[0].stdout
