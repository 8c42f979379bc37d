"""Answers worked out once for many who ask: within this process, and across processes through Redis.

For showing, never for deciding: what is kept may be as old as its time to live when Redis was away as it changed.
"""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog

from domain.errors import StorageError
from storage.redis.answers import Answers, Kind

log = structlog.get_logger()

REDIS_TIMEOUT_S = 0.25
AWAY_S = 1.0
"""How long Redis is not asked after it did not answer."""
FLIGHT_MS = 3000
"""How long others wait for who works an answer out, before they do it themselves."""
LOOK_AGAIN_S = 0.02


class KeptAnswers:
    """Answers of one kind.

    Args:
        ttl_s: how long one is kept at the most.
    """

    def __init__(self, answers: Answers, kind: Kind, ttl_s: int) -> None:
        self._answers = answers
        self._kind = kind
        self._ttl_s = ttl_s
        self._flights: dict[str, asyncio.Future[str]] = {}
        self._away_until_s = float("-inf")

    async def get(self, business_id: UUID, name: str, compute: Callable[[], Awaitable[str]]) -> str:
        """The answer of this name: as it is kept, as somebody else is working it out, or from `compute`.

        Never older than the last change that was told of before this was called. Raises what `compute` raises.
        """
        loop = asyncio.get_running_loop()
        if loop.time() < self._away_until_s:
            return await compute()
        try:
            async with asyncio.timeout(REDIS_TIMEOUT_S):
                kept = await self._answers.look(business_id, self._kind, name)
        except (TimeoutError, StorageError) as error:
            self._away_until_s = loop.time() + AWAY_S
            log.warning("answers.not_read", kind=self._kind.value, reason=str(error) or "timeout")
            return await compute()
        if kept.text is not None:
            return kept.text
        while (flight := self._flights.get(kept.key)) is not None:
            try:
                return await asyncio.shield(flight)
            except asyncio.CancelledError:
                if not flight.cancelled():
                    raise  # who asked has gone
                # who worked it out has gone: somebody else does it now
        return await self._lead(kept.key, compute)

    async def _lead(self, key: str, compute: Callable[[], Awaitable[str]]) -> str:
        flight = self._flights[key] = asyncio.get_running_loop().create_future()
        try:
            text = await self._from_all(key, compute)
        except asyncio.CancelledError:
            flight.cancel()
            raise
        except Exception as error:
            flight.set_exception(error)
            flight.exception()  # looked at, whether anybody waits or not
            raise
        else:
            flight.set_result(text)
            return text
        finally:
            del self._flights[key]

    async def _from_all(self, key: str, compute: Callable[[], Awaitable[str]]) -> str:
        """What another process works out at this moment, else what `compute` does."""
        deadline_s = asyncio.get_running_loop().time() + FLIGHT_MS / 1000
        try:
            while (begun := await self._answers.begin(key, FLIGHT_MS)) is not True:
                if isinstance(begun, str):
                    return begun
                if asyncio.get_running_loop().time() >= deadline_s:
                    break
                await asyncio.sleep(LOOK_AGAIN_S)
        except StorageError:
            return await compute()
        try:
            text = await compute()
        except BaseException:
            await self._quietly(self._answers.give_up(key))
            raise
        await self._quietly(self._answers.keep(key, text, self._ttl_s))
        return text

    @staticmethod
    async def _quietly(work: Awaitable[None]) -> None:
        try:
            async with asyncio.timeout(REDIS_TIMEOUT_S):
                await work
        except (TimeoutError, StorageError) as error:
            log.warning("answers.not_kept", reason=str(error) or "timeout")
