"""The fetcher: one address in, what is there out, or a failure that says why.

ask the site's robots.txt → wait for the host's turn → resolve, judge and connect → read within the limits
    → follow a redirect through all of it again → try again where that may help
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import urldefrag

import httpcore2
from httpx2 import URL, InvalidURL
from msgspec import Struct

from qabot import __version__
from qabot.core.errors import UsageError
from qabot.core.settings import NetworkSettings
from qabot.corpus.fetch import response_bodies, robots
from qabot.corpus.fetch.address_policy import Permits, Resolve, is_public, is_public_or_private, resolve
from qabot.corpus.fetch.clock import Clock, Deadline
from qabot.corpus.fetch.connections import Connections
from qabot.corpus.fetch.failures import BY_HAND, FetchFailed
from qabot.corpus.fetch.host_pacing import Pace
from qabot.corpus.fetch.validators import NEW, Validators

_SCHEMES = frozenset({"http", "https"})
_OK, _UNCHANGED = 200, 304
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_ADDRESS_LIMIT = 2000
"""Characters in an address."""
_VALIDATOR_LIMIT = 1000
"""Characters in a validator; one cut short fits nothing any more, and is sent once."""


class Limits(Struct, frozen=True):
    """How much time and space fetching may take."""

    seconds: float = 30.0
    """For one address, redirects and all, without the waiting for the host's turn."""
    size: int = 5 * 1024 * 1024
    """Bytes of a body, packed and unpacked."""
    redirects: int = 5
    """From one address to the next."""
    attempts: int = 3
    """At one address."""
    interval: float = 1.0
    """Seconds between two requests to one host."""
    patience: float = 60.0
    """Seconds above which waiting is left to whoever asks."""


PUBLIC_ONLY = NetworkSettings()
USUAL_LIMITS = Limits()


class Fetched(Struct, frozen=True):
    """What was found at an address."""

    url: str
    """Where it was found in the end."""
    body: bytes
    """Unpacked, not decoded; empty where nothing has changed."""
    headers: Mapping[str, str]
    """By name, in lower case."""
    is_unchanged: bool = False
    """Whether the server says that it is what the validators stand for."""

    @property
    def validators(self) -> Validators:
        """What to send along the next time."""
        etag, modified = (self.headers.get(name, "")[:_VALIDATOR_LIMIT] for name in ("etag", "last-modified"))
        return Validators(etag or None, modified or None)

    @property
    def media_type(self) -> str:
        """What the server says it is, such as `text/html`; empty where it says nothing."""
        return self._content_type().get_content_type() if "content-type" in self.headers else ""

    @property
    def charset(self) -> str | None:
        """The charset that the server names, None where it names none; it may be one that nobody knows."""
        return self._content_type().get_content_charset()

    def _content_type(self) -> Message:
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        return message


class Fetcher:
    """Fetches what lies at addresses. Any thread may use it."""

    def __init__(
        self,
        settings: NetworkSettings = PUBLIC_ONLY,
        limits: Limits = USUAL_LIMITS,
        clock: Clock | None = None,
        *,
        permits: Permits | None = None,
        resolving: Resolve = resolve,
    ) -> None:
        """Have asked for nothing yet.

        Args:
            settings: Whether private addresses are allowed, and whom to name as contact.
            limits: How much time and space to give.
            clock: Which clock to go by; stop it to end all fetching.
            permits: Judges addresses, where the settings are not to.
            resolving: Finds the addresses of a host.
        """
        self.clock = clock or Clock()
        self._limits = limits
        self._permits = permits or (is_public_or_private if settings.private_addresses else is_public)
        self._resolve = resolving
        self._agent = f"qabot/{__version__}" + (f" (+{settings.contact})" if settings.contact else "")
        self._tls = httpcore2.default_ssl_context()
        self._pace = Pace(self.clock, limits.patience)
        self._robots = robots.Robots(self.clock, self._rules)

    def get(self, url: str, validators: Validators = NEW) -> Fetched:
        """Fetch what lies at an address.

        Args:
            url: Which; http or https.
            validators: Those of what is there already, so that it is not sent again.

        Raises:
            FetchFailed: It cannot be had.
            UsageError: It is no such address.
        """
        return self._get(address(url), validators, self._limits.size, with_rules=True)

    def sitemaps(self, url: str) -> list[str]:
        """Return the sitemaps that a site's `robots.txt` names.

        Raises:
            FetchFailed: The site does not let us know.
        """
        return self._robots.sitemaps(address(url))

    def stop(self) -> None:
        """End all fetching, now and from now on."""
        self.clock.stop()

    def _rules(self, place: URL) -> bytes:
        return self._get(place, NEW, robots.LIMIT, with_rules=False).body

    def _get(self, url: URL, validators: Validators, size: int, *, with_rules: bool) -> Fetched:
        for attempt in range(1, self._limits.attempts + 1):
            try:
                return self._follow(url, validators, size, with_rules=with_rules)
            except FetchFailed as error:
                if not error.passing or self.clock.is_stopped:
                    raise
                wait = max(2.0**attempt, error.retry_after or 0)
                self._pace.hold(url.host, wait)
                if attempt == self._limits.attempts or wait > self._limits.patience:
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _follow(self, url: URL, validators: Validators, size: int, *, with_rules: bool) -> Fetched:
        """Fetch an address, and the one it redirects to, and so on."""
        asked = str(url)
        deadline = Deadline(self.clock, asked, self._limits.seconds)
        for _ in range(self._limits.redirects + 1):
            begun = self.clock.now()
            delay = self._robots.require(url) if with_rules else 0.0
            self._pace.wait(url.host, asked, max(delay, self._limits.interval))
            deadline.extend(self.clock.now() - begun)
            found = self._exchange(url, validators, size, deadline)
            if isinstance(found, Fetched):
                return found
            url = found
        raise FetchFailed(asked, f"redirects more than {self._limits.redirects} times")

    def _exchange(self, url: URL, validators: Validators, size: int, deadline: Deadline) -> Fetched | URL:
        """Make one request; return what was found, or where it redirects to."""
        connections = Connections(str(url), self._permits, self._resolve, deadline)
        target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        try:
            with (
                httpcore2.ConnectionPool(self._tls, network_backend=connections) as pool,
                pool.stream("GET", target, headers=self._headers(url, validators)) as response,
            ):
                return self._judged(url, response, size)
        except response_bodies.BadBody as error:
            raise FetchFailed(str(url), str(error), hint=BY_HAND) from error
        except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError) as error:
            raise _broken(url, error) from error

    def _headers(self, url: URL, validators: Validators) -> list[tuple[bytes, bytes]]:
        headers = {
            "Host": url.netloc.decode(),
            "User-Agent": self._agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
            "Connection": "close",
            "If-None-Match": validators.etag,
            "If-Modified-Since": validators.modified,
        }
        return [(name.encode(), value.encode("latin-1")) for name, value in headers.items() if value]

    def _judged(self, url: URL, response: httpcore2.Response, size: int) -> Fetched | URL:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
        if response.status in _REDIRECTS and "location" in headers:
            return redirected(url, headers["location"])
        if response.status == _UNCHANGED:
            return Fetched(str(url), b"", headers, is_unchanged=True)
        if response.status != _OK:
            passing = response.status in _PASSING
            retry_after = self._retry_after(headers.get("retry-after", "")) if passing else None
            cause = f"was answered with {response.status}"
            raise FetchFailed(str(url), cause, status=response.status, passing=passing, retry_after=retry_after)
        body = response_bodies.read(response.iter_stream(), headers.get("content-encoding", ""), size)
        return Fetched(str(url), body, headers)

    def _retry_after(self, said: str) -> float | None:
        """The seconds that a host wants to be left alone; it may name a moment instead."""
        if said.isdecimal() and said.isascii():
            return float(said[:9])
        try:
            return max(0.0, (parsedate_to_datetime(said) - self.clock.today()).total_seconds())
        except (TypeError, ValueError):  # TypeError where the moment has no zone
            return None


def address(url: str) -> URL:
    """Read an address.

    Raises:
        UsageError: It is not one of http or https.
    """
    try:
        found = URL(urldefrag(url.strip()).url)
    except (InvalidURL, ValueError) as error:
        raise _no_address(url) from error
    if found.scheme not in _SCHEMES or not found.host or len(url) > _ADDRESS_LIMIT:
        raise _no_address(url)
    return found.copy_with(username=None, password=None) if found.userinfo else found


def _no_address(url: str) -> UsageError:
    return UsageError(
        f"{url[:100]!r} is no address of http or https.", hint="Give one such as https://example.org/feed."
    )


def redirected(url: URL, location: str) -> URL:
    """Return where a redirect leads: to http or https, and from https to https only.

    Raises:
        FetchFailed: It leads elsewhere.
    """
    try:
        found = address(str(url.join(location)))
    except (InvalidURL, UsageError, ValueError) as error:
        raise FetchFailed(str(url), "redirects to what is no address of http or https") from error
    if url.scheme == "https" and found.scheme != "https":
        raise FetchFailed(str(url), "redirects from https to http", hint=BY_HAND)
    return found


def _broken(url: URL, error: Exception) -> FetchFailed:
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in error.args):  # its cause is cut off on the way
        return FetchFailed(str(url), "has a certificate that is not valid", passing=True)
    if isinstance(error, httpcore2.LocalProtocolError):
        return FetchFailed(str(url), "cannot be asked for")
    if isinstance(error, httpcore2.ConnectError | httpcore2.ConnectTimeout):
        return FetchFailed(str(url), "cannot be connected to", passing=True)
    return FetchFailed(str(url), "was cut short, or is not answered as HTTP", passing=True)
