"""Who publishes at an address: the outlets of the field by their domains, in `outlet_domains.toml`, else the host."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

from qabot.corpus.page_addresses import own_host

_FILE = Path(__file__).with_name("outlet_domains.toml")


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
    """Return the outlet of the table that is called so, in whatever case, with or without spaces; None for others."""
    return _names().get(_alike(name))


def _alike(name: str) -> str:
    return "".join(name.casefold().split()).removeprefix("the").removesuffix(".com").removesuffix(".co.uk")


@cache
def _names() -> Mapping[str, str]:
    hosts, domains = _tables()
    return {_alike(name): name for name in (*hosts.values(), *domains.values())}


@cache
def _tables() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The outlets by whole hosts, and by domains whatever stands before them."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return cast("Mapping[str, str]", table["hosts"]), cast("Mapping[str, str]", table["domains"])
