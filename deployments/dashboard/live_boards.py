"""The live calls of a business as its open pages see them: one look at Redis for all pages of a process."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, asynccontextmanager
from typing import Any
from uuid import UUID

import structlog

from domain.errors import StorageError
from storage.redis.live_view import LiveCalls

log = structlog.get_logger()

AGAIN_S = 2.0
"""After Redis was away."""

MOST = 50
"""Calls that are shown; a business has no more lines."""


class Board:
    """What is live now. `version` grows with each change; `reachable` is whether we would know of one."""

    def __init__(self) -> None:
        self._calls: dict[UUID, dict[str, Any]] = {}
        self._news = asyncio.Event()
        self.version = 0
        self.reachable = True
        self.pages = 0

    @property
    def calls(self) -> list[Mapping[str, Any]]:
        """Snapshots (`storage.redis.live_view`), the newest call first; ids grow with time."""
        newest = sorted(self._calls, reverse=True)[:MOST]
        return [self._calls[call_id] for call_id in newest]

    def change(self, call_id: UUID, snapshot: dict[str, Any] | None) -> None:
        """A call as it is now; None when it is over."""
        if snapshot is None or snapshot["phase"] == "ended":
            if self._calls.pop(call_id, None) is None:
                return
        else:
            self._calls[call_id] = snapshot
        self._tell()

    def begin(self) -> None:
        """What is known is forgotten, as everything is about to be told anew."""
        self._calls.clear()
        self.reachable = True
        self._tell()

    def lose(self) -> None:
        """Nothing new is heard until `begin`."""
        self.reachable = False
        self._tell()

    def _tell(self) -> None:
        self.version += 1
        self._news.set()
        self._news = asyncio.Event()

    async def newer_than(self, version: int) -> None:
        """Waits for a change after that one."""
        while self.version <= version:
            await self._news.wait()


class LiveBoards:
    """Of all businesses somebody watches here."""

    def __init__(self, live: LiveCalls) -> None:
        self._live = live
        self._boards: dict[UUID, Board] = {}
        self._following: dict[UUID, asyncio.Task[None]] = {}

    @asynccontextmanager
    async def watched(self, business_id: UUID) -> AsyncGenerator[Board]:
        """The business's board while a page is open; calls are shown in full within a second."""
        board = self._boards.get(business_id)
        if board is None:
            board = self._boards[business_id] = Board()
            follow = self._follow(business_id, board)
            self._following[business_id] = asyncio.get_running_loop().create_task(follow, name="live_board")
        board.pages += 1
        try:
            yield board
        finally:
            board.pages -= 1
            if not board.pages:
                del self._boards[business_id]
                following = self._following.pop(business_id)
                following.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await following

    async def _follow(self, business_id: UUID, board: Board) -> None:
        while True:
            try:
                board.begin()
                async with aclosing(self._live.watch(business_id)) as changes:
                    async for change in changes:
                        board.change(change.call_id, change.snapshot)
            except StorageError as error:
                log.warning("live_board.lost", reason=str(error))
                board.lose()
                await asyncio.sleep(AGAIN_S)
