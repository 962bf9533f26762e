"""The one way in which fetching fails."""

from __future__ import annotations

from qabot.core.errors import NetworkFailed

LATER = "Try again later, or open the address in a browser to see what is there."
BY_HAND = "Open it in a browser, save the page, and run `qabot add` on the file."
_STILL_WORKS = "Nothing was changed, and what is indexed can be asked as before."


class FetchFailed(NetworkFailed):
    """A page or a feed that could not be had, and why."""

    def __init__(
        self,
        url: str,
        cause: str,
        *,
        hint: str = LATER,
        status: int | None = None,
        passing: bool = False,
        retry_after: float | None = None,
    ) -> None:
        """Say what could not be fetched and why.

        Args:
            url: What was asked for.
            cause: Why it could not be had, as a clause behind the address.
            hint: What to do.
            status: What the server answered, if it did.
            passing: Whether it may well be different in a moment.
            retry_after: Seconds after which to ask again, where the host said so.
        """
        super().__init__(f"{url} {cause}.", hint=hint, still_works=_STILL_WORKS)
        self.url = url
        self.cause = cause
        self.status = status
        self.passing = passing
        self.retry_after = retry_after
