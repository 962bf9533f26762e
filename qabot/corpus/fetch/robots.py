"""`robots.txt`: what a site lets programs fetch, and how often."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from httpx2 import URL
from protego import Protego

from qabot.corpus.fetch.clock import Clock
from qabot.corpus.fetch.failures import BY_HAND, FetchFailed

AGENT = "qabot"
"""What `robots.txt` may call us."""
LIMIT = 512 * 1024
"""Bytes of one."""
_KEPT_S = 24 * 60 * 60
_RULES = 10_000
"""Lines of one; behind them nobody means us."""
_TOO_MANY = 429


class Robots:
    """The rules of each site, fetched when they are first needed and kept for a day. Any thread may use it."""

    def __init__(self, clock: Clock, fetch: Callable[[URL], bytes]) -> None:
        """Know no site yet.

        Args:
            clock: Which clock to go by.
            fetch: Fetches a `robots.txt`; raises `FetchFailed` with the status where the site has none.
        """
        self._clock = clock
        self._fetch = fetch
        self._lock = Lock()
        self._kept: dict[str, tuple[float, Protego]] = {}
        """By origin, until when they hold, and the rules."""

    def require(self, url: URL) -> float:
        """Make sure that an address may be fetched, and return how many seconds the site wants between requests.

        Raises:
            FetchFailed: It may not, or the site does not say whether.
        """
        rules = self._rules(url)
        if not rules.can_fetch(str(url), AGENT):
            raise FetchFailed(str(url), "is not for programs to fetch, says the site's robots.txt", hint=BY_HAND)
        return rules.crawl_delay(AGENT) or 0.0

    def sitemaps(self, url: URL) -> list[str]:
        """Return the sitemaps that a site names (FetchFailed where it does not say)."""
        return list(self._rules(url).sitemaps)

    def _rules(self, url: URL) -> Protego:
        place = url.copy_with(raw_path=b"/robots.txt", fragment=None)
        origin = str(place)
        with self._lock:
            until, rules = self._kept.get(origin, (0.0, Protego()))
        if until <= self._clock.now():
            rules = Protego.parse(self._text(place))
            with self._lock:
                self._kept[origin] = self._clock.now() + _KEPT_S, rules
        return rules

    def _text(self, place: URL) -> str:
        """What a site's rules are; none where it answers that there are none (RFC 9309, 2.3.1)."""
        try:
            text = self._fetch(place).decode("utf-8", "replace")
        except FetchFailed as error:
            if error.status is not None and error.status // 100 == 4 and error.status != _TOO_MANY:  # noqa: PLR2004
                return ""
            raise
        return "\n".join(text.splitlines()[:_RULES])
