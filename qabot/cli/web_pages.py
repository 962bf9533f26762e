"""Pages of the web as drafts of articles, for `qabot add URL`. Only that loads what fetches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from qabot.cli.network_access import fetching
from qabot.core.articles import ReadIssue
from qabot.core.settings import Settings
from qabot.corpus.drafts import AddOutcome, ArticleDraft, RawDocument
from qabot.corpus.fetch.fetcher import address
from qabot.corpus.formats.documents import article_drafts
from qabot.corpus.ingest.local_sources import MetadataOverrides
from qabot.corpus.ingest.web_sources import receive


class WebPages:
    """Pages that are yet to be fetched."""

    def __init__(self, settings: Settings, sources: Sequence[str]) -> None:
        """Read the addresses, and fetch nothing yet.

        Raises:
            UsageError: One of them is no address.
        """
        self._settings = settings
        self._addresses = [str(address(each)) for each in sources]
        self.failures: list[ReadIssue] = []
        """What could not be had, once `drafts` has been read to its end."""

    def drafts(self, overrides: MetadataOverrides) -> Iterator[ArticleDraft | AddOutcome]:
        """Fetch the pages and read them."""
        with fetching(self._settings) as fetcher:
            for page in receive(self._addresses, fetcher):
                if isinstance(page, RawDocument):
                    yield from article_drafts(replace(page, outlet=overrides.outlet, published=overrides.published))
                else:
                    self.failures.append(page)
                    yield AddOutcome("skipped", page.path, None, page.cause)
