"""Audio of fixed wording (greetings, fillers, apologies), spoken once and then kept.

The cache is an optimisation and an insurance: an unreachable Redis makes it miss, never fail.
"""

import asyncio
import hashlib
from collections import OrderedDict
from typing import cast

import structlog
from redis.asyncio import Redis

from domain.errors import StorageError
from storage.redis.connection import redis_errors

log = structlog.get_logger()

KEEP_S = 7 * 24 * 3600
KEPT_IN_PROCESS = 64
_EDITION = "2"
"""What was kept under the one before was not checked; raise it when kept audio cannot be trusted any more."""

READ_TIMEOUT_S = 0.2
"""A cache slower than this costs the caller more than a fresh synthesis saves."""


class Phrases:
    """µ-law audio by voice, model and wording: in the process first, then in Redis."""

    def __init__(self, redis: Redis, *, model: str) -> None:
        self._redis = redis
        self._model = model
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    async def get(self, voice_id: str, language: str, text: str) -> bytes | None:
        key = self._key(voice_id, language, text)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        try:
            async with asyncio.timeout(READ_TIMEOUT_S):
                with redis_errors():
                    audio = cast("bytes | None", await self._redis.get(key))
        except (StorageError, TimeoutError):
            return None
        if audio is not None:
            self._keep(key, audio)
        return audio

    async def put(self, voice_id: str, language: str, text: str, ulaw: bytes) -> None:
        """Keeps the audio; none at all is not kept, it would be played instead of a new attempt."""
        if not ulaw:
            return
        key = self._key(voice_id, language, text)
        self._keep(key, ulaw)
        try:
            with redis_errors():
                await self._redis.set(key, ulaw, ex=KEEP_S)
        except StorageError as error:
            log.info("phrases.not_kept", reason=str(error))

    def _keep(self, key: str, ulaw: bytes) -> None:
        self._kept[key] = ulaw
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT_IN_PROCESS:
            self._kept.popitem(last=False)

    def _key(self, voice_id: str, language: str, text: str) -> str:
        wording = "\n".join((_EDITION, self._model, voice_id, language, text))
        return f"phrase:{hashlib.sha256(wording.encode()).hexdigest()}"


class CallPhrases:
    """The phrases in one call's voice."""

    def __init__(self, phrases: Phrases, *, voice_id: str, language: str) -> None:
        self._phrases = phrases
        self._voice_id = voice_id
        self._language = language

    async def get(self, text: str) -> bytes | None:
        """The audio, None when it was never spoken."""
        return await self._phrases.get(self._voice_id, self._language, text)

    async def put(self, text: str, ulaw: bytes) -> None:
        await self._phrases.put(self._voice_id, self._language, text, ulaw)
