"""Connections to addresses that the guard has judged; the name stays in `Host`, SNI and the certificate's check."""

from collections.abc import Iterable
from typing import Any

import httpcore

from hubstead.outbound.guard import Guard

IDLE = 30.0
"""Seconds that an unused connection is kept."""


class Connections(httpcore.AsyncConnectionPool):
    """A pool of guarded connections, plain ones or such with TLS: the guard judges them apart."""

    def __init__(self, guard: Guard, size: int, *, plain: bool) -> None:
        super().__init__(
            max_connections=size,
            max_keepalive_connections=size,
            keepalive_expiry=IDLE,
            network_backend=_Guarded(guard, plain),
        )


class _Guarded(httpcore.AsyncNetworkBackend):
    def __init__(self, guard: Guard, plain: bool) -> None:
        self._guard = guard
        self._plain = plain
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of the host that answers."""
        failure: Exception | None = None
        for address in await self._guard.addresses(host.strip("[]"), port, plain=self._plain):
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or OSError("the name has no address")

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        raise OSError("only TCP")

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)
