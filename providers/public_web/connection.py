"""Requests to addresses that others name: only to the public internet, whatever a name leads to.

A name is resolved once a request, what it leads to is checked, and the connection goes to that very address: who
answers a second look-up otherwise (DNS rebinding) is not asked again. Certificate, SNI and Host stay the name's.
Redirects are not followed, proxies of the environment not used, connections not kept.
"""

import asyncio
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import httpcore

from domain.public_addresses import is_loopback, is_public
from providers.failures import retry_after_s
from providers.tls import tls_context

MOST_ADDRESSES = 3
"""Of one name, tried one after the other."""

_REFUSED = "the address is not of the public internet"


class NotPublic(httpcore.ConnectError):
    """The name leads to an address that is not of the public internet. Nothing was connected to."""


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """What a server answered, and how long it took from the look-up of its name to the end."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    """Of a longer one the beginning."""
    duration_ms: int

    @property
    def retry_after_s(self) -> float | None:
        """Seconds, as its Retry-After says."""
        return retry_after_s(self.headers)


class NoAnswer(Exception):
    """There was none, or not in time; says why, in words without data of anybody."""

    def __init__(self, why: str, duration_ms: int) -> None:
        super().__init__(why)
        self.why = why
        self.duration_ms = duration_ms


class PublicWeb:
    """Asks servers of the public internet. One for each process; `close` it in its event loop.

    Args:
        loopback_allowed: on a developer's machine, and in tests: this machine may be asked too.
        tls: of the system unless given.
    """

    def __init__(self, *, loopback_allowed: bool = False, tls: ssl.SSLContext | None = None) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls or tls_context(),
            max_connections=None,
            max_keepalive_connections=0,
            network_backend=_Pinned(loopback_allowed),
        )

    async def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes = b"",
        timeout_s: float,
        most_bytes: int,
    ) -> WebAnswer:
        """One request.

        Args:
            url: checked before (`domain.webhooks.address`).
            timeout_s: for all of it, the look-up included.
            most_bytes: of the answer's body; the rest is not read.

        Raises:
            NoAnswer.
        """
        began = time.monotonic()

        def lasted_ms() -> int:
            return round((time.monotonic() - began) * 1000)

        try:
            async with asyncio.timeout(timeout_s):
                async with self._pool.stream(
                    method, url, headers=list(headers.items()), content=body or None
                ) as answer:
                    found = bytearray()
                    async for chunk in answer.aiter_stream():
                        found += chunk
                        if len(found) >= most_bytes:
                            break
                    told = {
                        name.decode("latin-1").lower(): value.decode("latin-1")
                        for name, value in answer.headers
                    }
                    return WebAnswer(answer.status, told, bytes(found[:most_bytes]), lasted_ms())
        except TimeoutError:
            raise NoAnswer(f"no answer within {timeout_s:g} s", lasted_ms()) from None
        except NotPublic:
            raise NoAnswer(_REFUSED, lasted_ms()) from None
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
            raise NoAnswer(_words(error), lasted_ms()) from None
        except (ValueError, UnicodeError, httpcore.UnsupportedProtocol):
            raise NoAnswer("the address cannot be asked", lasted_ms()) from None

    async def close(self) -> None:
        await self._pool.aclose()


class _Pinned(httpcore.AsyncNetworkBackend):
    """Connects to the address it has checked."""

    def __init__(self, loopback_allowed: bool) -> None:
        self._loopback_allowed = loopback_allowed
        # pyright sees the stand-in for where anyio is missing; it comes with httpx and starlette.
        self._connects = cast("httpcore.AsyncNetworkBackend", httpcore.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await self._addresses(host, port)
        for address in addresses[:-1]:
            try:
                return await self._connects.connect_tcp(address, port, timeout, None, socket_options)
            except httpcore.NetworkError:
                continue
        return await self._connects.connect_tcp(addresses[-1], port, timeout, None, socket_options)

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise NotPublic(_REFUSED)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _addresses(self, host: str, port: int) -> list[str]:
        """What the name leads to. Raises NotPublic unless all of it may be asked."""
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError("the name is not known") from error
        addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
        if not addresses or not all(self._may_be_asked(address) for address in addresses):
            raise NotPublic(_REFUSED)
        return addresses[:MOST_ADDRESSES]

    def _may_be_asked(self, address: str) -> bool:
        return is_public(address) or (self._loopback_allowed and is_loopback(address))


def _words(error: Exception) -> str:
    """Without what the other side may have put into it."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "its certificate is not valid"
        if isinstance(cause, ssl.SSLError):
            return "TLS failed"
        if isinstance(cause, socket.gaierror):
            return "the name is not known"
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpcore.ConnectError | httpcore.ConnectTimeout):
        return "it cannot be connected to"
    return "the connection broke off" if isinstance(error, httpcore.NetworkError) else "its answer is no HTTP"
