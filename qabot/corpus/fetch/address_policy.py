"""Which addresses may be connected to: those of the public internet, unless a setting allows more.

A page, a feed or a redirect can name any host, and any name can lead to any address: to this machine, to a router, to
the service from which a cloud machine gets its keys. So it is addresses that are judged, never names.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address
Permits = Callable[[Address], bool]
"""Whether an address may be connected to."""
Resolve = Callable[[str, int], list[Address]]
"""From a host's name and a port to its addresses (OSError where there are none)."""

_DISGUISED = tuple(
    ip_network(network)
    for network in (
        "::/96",  # IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64, local
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "192.0.0.0/24",  # protocols' own, among them the secrets of one cloud
        "192.88.99.0/24",  # relays of 6to4
        "fec0::/10",  # site-local
    )
)
"""Networks whose addresses stand for others, or for none that is public; not every Python knows them all."""
_METADATA = frozenset(map(ip_address, ("168.63.129.16", "100.100.100.200", "fd00:ec2::254")))
"""Where clouds tell a machine its secrets, beside the link-local addresses."""
_PRIVATE = tuple(
    ip_network(network)
    for network in (
        "127.0.0.0/8",
        "::1/128",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "fc00::/7",
    )
)
"""This machine, and networks of an organisation's own."""
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, by itself and not by standing for another."""
    if any(address in network for network in _DISGUISED) or address in _METADATA:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def is_public_or_private(address: Address) -> bool:
    """Whether an address is public, of this machine or of a private network; link-local ones never are."""
    return is_public(address) or (any(address in network for network in _PRIVATE) and address not in _METADATA)


def resolve(host: str, port: int) -> list[Address]:
    """Ask the system for a host's addresses (OSError where it has none)."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(str(address[0]).partition("%")[0]) for *_, address in found))


def is_odd_number(host: str) -> bool:
    """Whether a host is an IPv4 address in disguise: one number, hexadecimal, octal, or of too few parts."""
    if not _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2].lower()):
        return False
    try:
        return str(IPv4Address(host)) != host
    except ValueError:
        return True
