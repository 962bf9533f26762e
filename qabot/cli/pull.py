"""`qabot feeds pull` and `qabot feeds backfill`: what comes of feeds, and of what sites published earlier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import convert

from qabot.cli.add_report import write_outcomes
from qabot.cli.feed_store import feed_state
from qabot.cli.json_output import write_json
from qabot.cli.network_access import fetching
from qabot.cli.page import Page, standard_output
from qabot.cli.progress_display import progress
from qabot.core.errors import NetworkFailed
from qabot.core.progress import Progress
from qabot.core.settings import Settings
from qabot.core.text import clean_line
from qabot.corpus.drafts import AddOutcome
from qabot.corpus.feeds import backfill as filling
from qabot.corpus.feeds import puller
from qabot.corpus.feeds.subscriptions_db import Subscription
from qabot.corpus.feeds.suggestions import outlet_of
from qabot.output.phrasing import counted
from qabot.output.schemas.corpus_schemas import AddedArticle
from qabot.output.schemas.feed_schemas import FeedsBackfill, FeedsPull, PulledFeed
from qabot.question.filter_fields import given_date


def pull(settings: Settings, since: str | None, *, every: bool, as_json: bool) -> int:
    """Bring in what is new, print what came of each feed, and return the exit code."""
    earliest = given_date("--since", since).first if since else None
    with feed_state(settings, makes=True) as state, fetching(settings) as fetcher:
        now = fetcher.clock.today()
        feeds = state.subscriptions()
        due = [feed for feed in feeds if every or feed.is_due(now)]
        pulled = list(_shown(puller.pull(settings.home.corpus, due, state, fetcher, earliest), len(due)))
    outcomes = [outcome for each in pulled for outcome in each.outcomes]
    if as_json:
        write_json(FeedsPull(feeds=tuple(map(_pulled, pulled))))
    else:
        _write_pulled(standard_output(), pulled, feeds, outcomes)
    return NetworkFailed.exit_code if any(each.has_failed for each in pulled) else 0


def backfill(settings: Settings, url: str, after: str, outlet: str | None, *, as_json: bool) -> int:
    """Bring in what a site published earlier, print what came of it, and return the exit code.

    Raises:
        Unfetchable: The site cannot be had at all.
    """
    outcomes: list[AddOutcome] = []
    failures: list[str] = []
    named = clean_line(outlet or "") or outlet_of(url)
    with feed_state(settings, makes=True) as state, fetching(settings) as fetcher, progress() as on_progress:
        corpus = settings.home.corpus
        for step in filling.backfill(corpus, url, given_date("--after", after).first, state, fetcher, named):
            outcomes += step.outcomes
            failures += step.failures
            on_progress(Progress("fetch", step.done, step.total))
    if as_json:
        write_json(FeedsBackfill(failures=tuple(failures), outcomes=_listed(outcomes)))
    else:
        page = standard_output()
        write_outcomes(page, outcomes, dry_run=False, named=True)
        if failures:
            page.line(f"{counted(len(failures), 'page')} could not be had; the same command tries them again.")
    return NetworkFailed.exit_code if failures else 0


def _shown(pulled: Iterator[puller.Pulled], total: int) -> Iterator[puller.Pulled]:
    with progress() as on_progress:
        for number, each in enumerate(pulled, 1):
            on_progress(Progress("fetch", number, total))
            yield each


def _write_pulled(
    page: Page, pulled: Sequence[puller.Pulled], feeds: Sequence[Subscription], outcomes: Sequence[AddOutcome]
) -> None:
    if not feeds:
        page.line("There are no feeds yet; `qabot feeds suggest` prints some.")
        return
    if not pulled:
        page.line("No feed is due yet; --all asks every one.")
        return
    unchanged = sum(each.is_unchanged for each in pulled)
    page.line(f"{counted(len(pulled), 'feed')} asked, {unchanged:,} unchanged.")
    for each in pulled:
        if each.failure:
            page.line(f"Note: {each.feed.name} {each.failure}.")
    if outcomes:
        write_outcomes(page, outcomes, dry_run=False, named=True)


def _pulled(pulled: puller.Pulled) -> PulledFeed:
    return PulledFeed(
        url=pulled.feed.url,
        title=pulled.feed.title,
        failure=pulled.failure or None,
        unfetched=pulled.unfetched,
        unchanged=pulled.is_unchanged,
        outcomes=_listed(pulled.outcomes),
    )


def _listed(outcomes: Sequence[AddOutcome]) -> tuple[AddedArticle, ...]:
    return convert(outcomes, tuple[AddedArticle, ...], from_attributes=True)
