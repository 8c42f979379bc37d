"""Spoken once, then kept: and a cache that is away is a miss, never a failure."""

import time
from pathlib import Path

import pytest
from redis.asyncio import Redis

from domain.ids import new_id
from sandbox.local.process import free_port
from sandbox.local.redis import EmbeddedRedis
from services.phrases import KEEP_S, KEPT_IN_PROCESS, CallPhrases, Phrases
from storage.redis.connection import open_redis
from tests.integration.deployments.media.bad_network import silent_server

HELLO = b"\x10\x90" * 400


@pytest.fixture
def voice() -> str:
    """A voice of this test's own."""
    return f"voice-{new_id()}"


async def test_what_one_process_kept_another_finds(redis: Redis, voice: str) -> None:
    kept = Phrases(redis, model="flash")
    assert await kept.get(voice, "en-AU", "Hello.") is None
    await kept.put(voice, "en-AU", "Hello.", HELLO)
    assert await kept.get(voice, "en-AU", "Hello.") == HELLO
    assert await Phrases(redis, model="flash").get(voice, "en-AU", "Hello.") == HELLO


@pytest.mark.parametrize("other", ["voice", "language", "text", "model"])
async def test_another_voice_language_wording_or_model_is_another_phrase(
    redis: Redis, voice: str, other: str
) -> None:
    await Phrases(redis, model="flash").put(voice, "en-AU", "Hello.", HELLO)
    asked = {"voice": voice, "language": "en-AU", "text": "Hello.", "model": "flash"}
    asked[other] += "!"
    phrases = Phrases(redis, model=asked["model"])
    assert await phrases.get(asked["voice"], asked["language"], asked["text"]) is None


async def test_the_key_tells_nothing_and_expires(redis: Redis, voice: str) -> None:
    before = set(await redis.keys("phrase:*"))
    await Phrases(redis, model="flash").put(voice, "en-AU", "Hello, Sam.", HELLO)
    (key,) = set(await redis.keys("phrase:*")) - before
    assert "Sam" not in str(key)
    assert KEEP_S - 60 < await redis.ttl(key) <= KEEP_S


async def test_the_process_keeps_the_phrases_used_last(redis: Redis, voice: str) -> None:
    phrases = Phrases(redis, model="flash")
    for number in range(KEPT_IN_PROCESS):
        await phrases.put(voice, "en", str(number), b"%d" % number)
    await phrases.put(voice, "en", "0", b"0 again")  # putting counts as using
    await phrases.get(voice, "en", "1")
    for number in range(KEPT_IN_PROCESS, KEPT_IN_PROCESS + 2):
        await phrases.put(voice, "en", str(number), b"%d" % number)
    keys = await redis.keys("phrase:*")
    await redis.delete(*keys)
    kept = [n for n in range(KEPT_IN_PROCESS + 2) if await phrases.get(voice, "en", str(n)) is not None]
    assert len(kept) == KEPT_IN_PROCESS
    assert set(range(KEPT_IN_PROCESS + 2)) - set(kept) == {2, 3}
    assert await phrases.get(voice, "en", "0") == b"0 again"


async def test_reading_keeps_the_process_within_its_bound_too(redis: Redis, voice: str) -> None:
    writer, reader = Phrases(redis, model="flash"), Phrases(redis, model="flash")
    for number in range(KEPT_IN_PROCESS + 5):
        await writer.put(voice, "en", str(number), HELLO)
        await reader.get(voice, "en", str(number))
    keys = await redis.keys("phrase:*")
    await redis.delete(*keys)
    found = [await reader.get(voice, "en", str(number)) for number in range(KEPT_IN_PROCESS + 5)]
    assert sum(audio is not None for audio in found) == KEPT_IN_PROCESS


async def test_silence_is_not_kept(redis: Redis, voice: str) -> None:
    phrases = Phrases(redis, model="flash")
    await phrases.put(voice, "en", "Hello.", b"")
    assert await phrases.get(voice, "en", "Hello.") is None


async def test_with_redis_away_the_process_still_remembers(tmp_path: Path, voice: str) -> None:
    with EmbeddedRedis(tmp_path / "redis") as server:
        client = open_redis(server.url)
        phrases = Phrases(client, model="flash")
        await phrases.put(voice, "en", "before", HELLO)
        server.stop()
        assert await phrases.get(voice, "en", "before") == HELLO
        assert await phrases.get(voice, "en", "never") is None
        await phrases.put(voice, "en", "during", HELLO)
        assert await phrases.get(voice, "en", "during") == HELLO
        server.start()
        assert await phrases.get(voice, "en", "never") is None
        await phrases.put(voice, "en", "after", HELLO)
        assert await Phrases(client, model="flash").get(voice, "en", "after") == HELLO
        await client.aclose()


async def test_nobody_listening_is_a_miss(voice: str) -> None:
    client = open_redis(f"redis://127.0.0.1:{free_port()}/0")
    assert await Phrases(client, model="flash").get(voice, "en", "Hello.") is None
    await client.aclose()


async def test_a_slow_cache_is_a_miss_before_a_caller_notices(voice: str) -> None:
    async with silent_server() as port:
        client = open_redis(f"redis://127.0.0.1:{port}/0", answer_timeout_s=30)
        began = time.monotonic()
        assert await Phrases(client, model="flash").get(voice, "en", "Hello.") is None
        assert time.monotonic() - began < 2
        await client.aclose()


async def test_a_call_speaks_in_its_own_voice(redis: Redis, voice: str) -> None:
    phrases = Phrases(redis, model="flash")
    call = CallPhrases(phrases, voice_id=voice, language="en-AU")
    await call.put("One moment.", HELLO)
    assert await call.get("One moment.") == HELLO
    assert await phrases.get(voice, "en-AU", "One moment.") == HELLO
    assert await CallPhrases(phrases, voice_id=voice, language="en-GB").get("One moment.") is None
