"""A server's application in this process, and what comes through its doors."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from starlette.testclient import TestClient

from qabot.core.settings import Home, Settings
from qabot.server.access_keys import AccessKeys
from qabot.server.request_guard import RequestGuard
from qabot.server.request_limits import RequestLimits
from qabot.server.site import Site
from qabot.server.web_application import web_application

PORT = 8617
HERE = f"http://127.0.0.1:{PORT}"


class Doors(Struct):
    """An application, and who asks it."""

    site: Site
    """What it serves."""
    nobody: TestClient
    """Without a key, by the address 127.0.0.1:8617."""
    reader: TestClient
    """With a reader's key, sent as a header."""
    editor: TestClient
    """With an editor's."""
    owner: TestClient
    """With the key of who started it."""
    keys: AccessKeys
    """The keys of its home."""


@contextmanager
def opened(home: Home, folder: Path, limits: RequestLimits | None = None, **options: bool) -> Generator[Doors]:
    """Serve a home within this process while inside; keys lie in `folder`."""
    keys = AccessKeys(home, folder / "keys.json")
    reader, editor = keys.add("reading", "reader"), keys.add("editing", "editor")
    guard = RequestGuard(keys, ("news.example.org",), PORT)
    site = Site(Settings(home), guard, limits or RequestLimits(a_minute=0), **options)
    app = web_application(site)
    with TestClient(app, base_url=HERE, follow_redirects=False) as nobody:
        reading, editing, owning = (
            TestClient(app, base_url=HERE, headers={"Authorization": f"Bearer {key}"}, follow_redirects=False)
            for key in (reader, editor, guard.start_up_key())
        )
        reading.portal = editing.portal = owning.portal = nobody.portal  # one event loop for all, as in a server
        yield Doors(site, nobody, reading, editing, owning, keys)
