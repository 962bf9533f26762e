"""`qabot feeds`: its commands, their options and their help."""

from __future__ import annotations

from typing import Annotated

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.options import HomeOption, JsonOption, settings

commands = typer.Typer(
    name="feeds",
    help="Subscribe to feeds, and bring in what is new in them, or what a site published earlier.",
    short_help="Subscribe to feeds, and bring in what is new in them.",
    epilog="""\b
Examples:
  qabot feeds suggest
  qabot feeds add https://www.publictechnology.net/feed/
  qabot feeds pull && qabot index
  qabot feeds backfill https://www.publictechnology.net --after 2024
  qabot feeds export > feeds.opml

RSS, Atom and JSON Feed are read. Every site's robots.txt is honoured, and none is asked more than once a second. What
could not be had is told, the rest is kept, and the exit code is 7 then. Settings, in qabot.toml: [network] with contact
(an address of yours that sites are told) and private_addresses (true to fetch inside an organisation's network).""",
    rich_markup_mode=None,
)

UrlArgument = Annotated[str, typer.Argument(metavar="URL", help="The feed's address.")]
OutletOption = Annotated[str | None, typer.Option("--outlet", metavar="O", help="Who publishes it.")]


@commands.command(
    epilog="""\b
Examples:
  qabot feeds add https://gds.blog.gov.uk/feed/ --outlet "GDS blog"
  qabot feeds add feeds.opml

A feed is fetched once, to see that it is one; the feeds of a list are not."""
)
def add(
    source: Annotated[str, typer.Argument(metavar="URL|OPML", help="A feed's address, or a file that lists feeds.")],
    *,
    outlet: OutletOption = None,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Subscribe to a feed, or to all that a file lists."""
    with error_boundary(as_json=json):
        from qabot.cli import subscriptions

        subscriptions.add(settings(home), source, outlet, as_json=json)


@commands.command("list", epilog="\b\nExamples:\n  qabot feeds list\n  qabot feeds list --json | jq -r '.feeds[].url'")
def list_(*, json: JsonOption = False, home: HomeOption = None) -> None:
    """Print the feeds and how they do; exit 1 when there are none."""
    with error_boundary(as_json=json):
        from qabot.cli import feed_listing

        code = feed_listing.list_feeds(settings(home), as_json=json)
    raise typer.Exit(code)


@commands.command(epilog="\b\nExamples:\n  qabot feeds remove https://gds.blog.gov.uk/feed/")
def remove(url: UrlArgument, *, json: JsonOption = False, home: HomeOption = None) -> None:
    """Unsubscribe from a feed; its articles stay."""
    with error_boundary(as_json=json):
        from qabot.cli import subscriptions

        subscriptions.remove(settings(home), url, as_json=json)


@commands.command(
    epilog="""\b
Examples:
  qabot feeds pull && qabot index
  qabot feeds pull --all --since 2026-11

A feed that changed lately is asked again after an hour, one that fails less and less often; --all asks every one."""
)
def pull(
    *,
    every: Annotated[bool, typer.Option("--all", help="Ask every feed, whether or not it is time.")] = False,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only what was published then or later.")] = None,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Bring in what is new in the feeds; exit 7 when some could not be had."""
    with error_boundary(as_json=json):
        from qabot.cli import pull

        code = pull.pull(settings(home), since, every=every, as_json=json)
    raise typer.Exit(code)


@commands.command(
    epilog="""\b
Examples:
  qabot feeds backfill https://www.publictechnology.net --after 2024 --outlet PublicTechnology
  qabot feeds backfill https://example.org --after 2025-06-01

It takes the site's archive where that runs WordPress, else its sitemaps, at a page a second. Ctrl-C stops it; the same
command goes on from there."""
)
def backfill(
    url: Annotated[str, typer.Argument(metavar="URL", help="The site, or any address on it.")],
    *,
    after: Annotated[str, typer.Option(metavar="DATE", help="Only what was published then or later.")],
    outlet: OutletOption = None,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Bring in what a site published earlier; exit 7 when some of it could not be had."""
    with error_boundary(as_json=json):
        from qabot.cli import pull

        code = pull.backfill(settings(home), url, after, outlet, as_json=json)
    raise typer.Exit(code)


@commands.command(epilog="\b\nExamples:\n  qabot feeds suggest\n  qabot feeds suggest --json | jq -r '.feeds[].url'")
def suggest(*, json: JsonOption = False) -> None:
    """Print feeds of the field, and how sure each is; nothing is fetched."""
    with error_boundary(as_json=json):
        from qabot.cli import feed_listing

        feed_listing.suggest(as_json=json)


@commands.command(epilog="\b\nExamples:\n  qabot feeds export > feeds.opml")
def export(*, home: HomeOption = None) -> None:
    """Print the feeds as OPML, which other readers of feeds take."""
    with error_boundary(as_json=False):
        from qabot.cli import subscriptions

        subscriptions.export(settings(home))


def declare(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.add_typer(commands)
