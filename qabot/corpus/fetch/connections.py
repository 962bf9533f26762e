"""Connections that go to an address that was judged, and end when time is up.

A host is resolved, judged and connected to in one step: whoever looks first and connects by name afterwards may be led
elsewhere in between. The name is still what the certificate is checked against.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Any

from httpcore2 import (
    SOCKET_OPTION,
    ConnectError,
    ConnectTimeout,
    NetworkBackend,
    NetworkStream,
    ReadTimeout,
    SyncBackend,
)

from qabot.corpus.fetch.address_policy import Address, Permits, Resolve, is_odd_number
from qabot.corpus.fetch.clock import Deadline
from qabot.corpus.fetch.failures import FetchFailed

_CONNECT_S = 10.0
"""How long to try one of several addresses."""
_SLICE_S = 0.5
"""How long to wait for bytes before looking whether to go on waiting."""
_ALLOW = "If the site is your own, set private_addresses = true under [network] in qabot.toml."


class Connections(NetworkBackend):
    """Makes the connections that fetching one address needs."""

    def __init__(self, url: str, permits: Permits, resolve: Resolve, deadline: Deadline) -> None:
        """Say what is fetched, what may be connected to, and until when.

        Args:
            url: What is fetched, for messages.
            permits: Judges addresses.
            resolve: Finds the addresses of a host.
            deadline: When to give up.
        """
        self._url = url
        self._permits = permits
        self._resolve = resolve
        self._deadline = deadline
        self._sockets = SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        """Connect to the first address of a host that may be connected to and can be.

        Raises:
            FetchFailed: It has none that may be connected to, or time is up.
        """
        failure: Exception = ConnectError("no address")
        for address in self._addresses(host, port):
            within = min(self._deadline.left(), timeout or _CONNECT_S)
            try:
                stream = self._sockets.connect_tcp(str(address), port, within, local_address, socket_options)
            except (ConnectError, ConnectTimeout) as error:
                failure = error
            else:
                return _Timed(stream, self._deadline)
        raise failure

    def _addresses(self, host: str, port: int) -> list[Address]:
        if is_odd_number(host):
            raise FetchFailed(self._url, "names its host by an odd number", hint="Write the host's name.")
        try:
            found = self._resolve(host, port)
        except (OSError, ValueError) as error:
            raise FetchFailed(self._url, f"names a host that is not known ({host})", passing=True) from error
        permitted = [address for address in found if self._permits(address)]
        if not permitted:
            raise FetchFailed(self._url, f"leads to an address that is not public ({host})", hint=_ALLOW)
        return permitted


class _Timed(NetworkStream):
    """A connection on which nothing lasts longer than the deadline, however the bytes drip."""

    def __init__(self, stream: NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        while True:
            try:
                return self._stream.read(max_bytes, min(self._deadline.left(), timeout or _SLICE_S))
            except ReadTimeout:
                continue

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, min(self._deadline.left(), timeout or _CONNECT_S))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> NetworkStream:
        within = min(self._deadline.left(), timeout or _CONNECT_S)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, within), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
