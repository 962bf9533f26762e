"""By what a server tells whether something has changed: kept with feeds, and so known without what fetches."""

from __future__ import annotations

from msgspec import Struct


class Validators(Struct, frozen=True):
    """By what a server tells whether something has changed since it was fetched."""

    etag: str | None = None
    """Its `ETag`."""
    modified: str | None = None
    """Its `Last-Modified`."""


NEW = Validators()
"""Those of what was never fetched."""
