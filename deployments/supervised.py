"""A part of a process that is to run as long as the process does: one that ends by itself is started again."""

import asyncio
from collections.abc import Callable
from typing import Protocol

import structlog

from domain.errors import PartDown
from storage.cancellation import obey_cancellation

log = structlog.get_logger()

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0
"""Pauses before another start double up to this."""

SETTLED_AFTER_S = 10.0
"""One that has run for so long since it was started again counts as well."""


class Part(Protocol):
    """What is supervised."""

    async def run(self) -> None:
        """Until it is stopped."""
        ...

    def stop(self) -> None:
        """Has `run` return once what is in hand is finished."""
        ...


class Supervised:
    """Runs what `build` makes, again and again until it is stopped.

    Args:
        name: for the log and for who asks how it is.
        build: makes the part anew for each start; what it raises counts as an end of the part.
    """

    def __init__(self, name: str, build: Callable[[], Part]) -> None:
        self._name = name
        self._build = build
        self._part: Part | None = None
        self._stopping = asyncio.Event()
        self._began_s: float | None = None
        self._failed = ""

    async def run(self) -> None:
        """Returns after `stop`, once the part has finished what it had in hand."""
        loop = asyncio.get_running_loop()
        pause_s = FIRST_PAUSE_S
        while not self._stopping.is_set():
            self._began_s = began_s = loop.time()
            try:
                self._part = self._build()
                await self._part.run()
                reason = "it has ended"
            except Exception as error:
                # The root of one part: whatever is wrong with it, the others go on, and it is tried again.
                reason = type(error).__name__
                log.exception("part.failed", part=self._name)
            self._part = None
            obey_cancellation()
            if self._stopping.is_set():
                return
            self._began_s, self._failed = None, reason
            log.error("part.starts_again", part=self._name, reason=reason, in_s=pause_s)
            if loop.time() - began_s >= SETTLED_AFTER_S:
                pause_s = FIRST_PAUSE_S
            await self._pause(pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    def stop(self) -> None:
        self._stopping.set()
        if self._part is not None:
            self._part.stop()

    async def check(self) -> None:
        """Raises PartDown when it does not run, or was started again less than `SETTLED_AFTER_S` ago."""
        if self._began_s is None:
            raise PartDown(f"does not run: {self._failed or 'not started yet'}")
        if self._failed and asyncio.get_running_loop().time() - self._began_s < SETTLED_AFTER_S:
            raise PartDown(f"was started again a moment ago: {self._failed}")

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            pass
