"""`qabot add URL`."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from qabot.core.settings import Home
from tests.cli.conftest import Call
from tests.corpus.feeds.documents import page
from tests.sites import Answer, Site, serving


@pytest.fixture
def site() -> Generator[Site]:
    """A site that has nothing yet."""
    with serving() as served:
        yield served


def test_pages_are_fetched_and_what_could_not_be_had_ends_with_7(
    site: Site, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QABOT_PRIVATE_ADDRESSES", "true")
    (tmp_path / "corpus").mkdir()
    home = Home(tmp_path)
    site.routes["/one"] = Answer(page("One", "bins"), headers={"Content-Type": "text/html"})
    added = call("add", f"{site.url}/one", "--outlet", "The Bugle", home=home)
    assert (added.code, "1  added" in added.stdout) == (0, True)
    (path,) = home.corpus.rglob("*.md")
    assert f'url: "{site.url}/one"' in path.read_text()
    assert 'outlet: "The Bugle"' in path.read_text()
    again = call("add", f"{site.url}/one", f"{site.url}/gone", home=home)
    assert (again.code, "1  there already" in again.stdout, "was answered with 404" in again.stdout) == (7, True, True)


def test_nothing_is_fetched_where_one_is_no_address(site: Site, tmp_path: Path, call: Call) -> None:
    assert call("add", f"{site.url}/one", "http://", home=Home(tmp_path)).code == 2
    assert site.asked == []
