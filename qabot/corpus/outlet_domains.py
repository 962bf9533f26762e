"""Who publishes at an address: the outlets of the field by their domains, in `outlet_domains.toml`, else the host."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

from qabot.core.name_keys import name_key
from qabot.core.publishers import PublisherTable
from qabot.corpus.page_addresses import own_host

_FILE = Path(__file__).with_name("outlet_domains.toml")
_DOMAIN = re.compile(r"\.(?:com|co\.uk|net|org(?:\.uk)?)$", re.IGNORECASE)
_LEAST_LISTED = 4
"""Characters of another name of an outlet by which it is known: `PA` and `AP` are too many things."""


def outlet_of_address(url: str | None) -> str | None:
    """Return who publishes at an address: an outlet of the table, else the page's own host; None where it has none."""
    host = own_host(url)
    return outlet_of_host(host) or host if host else None


def outlet_of_host(host: str) -> str | None:
    """Return which outlet of the table a host belongs to, None where it is none of them."""
    hosts, domains = _tables()
    bare = host.lower().rstrip(".").removeprefix("www.")
    if bare in hosts:
        return hosts[bare]
    labels = bare.split(".")
    return next((found for at in range(len(labels) - 1) if (found := domains.get(".".join(labels[at:])))), None)


def outlet_named(name: str) -> str | None:
    """Return the outlet that is called so, in whatever case, with or without spaces and `.com`; None for others.

    Known are those of the table, and those whose owners are listed, by all of their names but short acronyms.
    """
    names = _names()
    key = name_key(name)
    return names.get(key) or names.get(name_key(_DOMAIN.sub("", name.strip()))) if key else None


@cache
def _names() -> Mapping[str, str]:
    hosts, domains = _tables()
    own = {name_key(name): name for name in (*hosts.values(), *domains.values())}
    listed = {key: each.name for key, each in PublisherTable.load().by_key.items() if len(key) >= _LEAST_LISTED}
    # What either file calls an outlet, the table's name for it stands: articles that say none get that one.
    return {**{key: own.get(name_key(name), name) for key, name in listed.items()}, **own}


@cache
def _tables() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The outlets by whole hosts, and by domains whatever stands before them."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return cast("Mapping[str, str]", table["hosts"]), cast("Mapping[str, str]", table["domains"])
