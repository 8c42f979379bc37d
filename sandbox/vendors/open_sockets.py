"""The connections the stand-ins have open, per vendor, so that a test can cut them where they are."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

from uvicorn.protocols.http.auto import AutoHTTPProtocol

Address = tuple[str, int]
_App = Callable[[Any, Any, Any], Awaitable[None]]


class OpenSockets:
    """Every accepted connection, told apart by the vendor its latest request was for."""

    def __init__(self) -> None:
        self._open: WeakValueDictionary[Address, asyncio.Transport] = WeakValueDictionary()
        self._vendors: dict[Address, str] = {}

    def protocol(self) -> type[asyncio.Protocol]:
        """uvicorn's own HTTP protocol, which also notes its connections; WebSockets begin as one."""
        open_, vendors = self._open, self._vendors

        class Noting(AutoHTTPProtocol):  # type: ignore[misc, valid-type] # chosen by uvicorn at run time
            def connection_made(self, transport: asyncio.Transport) -> None:
                address = transport.get_extra_info("peername")[:2]
                vendors.pop(address, None)
                open_[address] = transport
                super().connection_made(transport)

        return Noting

    def noting(self, vendor: str, app: _App) -> _App:
        """The application, which also notes whose each connection is."""

        async def serve(scope: Any, receive: Any, send: Any) -> None:
            client = scope.get("client")
            if client is not None:
                self._vendors[tuple(client[:2])] = vendor
            await app(scope, receive, send)

        return serve

    def cut(self, vendor: str) -> int:
        """Resets every open connection of this vendor, idle ones included; returns how many."""
        count = 0
        for address, owner in list(self._vendors.items()):
            transport = self._open.get(address)
            if transport is None or transport.is_closing():
                del self._vendors[address]
            elif owner == vendor:
                del self._vendors[address]
                transport.abort()
                count += 1
        return count
