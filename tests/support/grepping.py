"""Looks for words wherever something is kept: every column of every table, every key of Redis, every object."""

import gzip
from collections.abc import Collection
from pathlib import Path
from typing import Any, cast

from redis.asyncio import Redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.postgres.database import async_url
from storage.postgres.schema import Base


async def in_tables(owner_url: str, words: Collection[str]) -> list[str]:
    """Tables with rows that hold one of the words, in any case, in whatever column, each with the word."""
    engine = create_async_engine(async_url(owner_url))
    found: list[str] = []
    try:
        async with engine.connect() as connection:
            for table in sorted(Base.metadata.tables):
                for word in words:
                    count = await connection.scalar(
                        text(f"SELECT count(*) FROM {table} t WHERE position(:word in lower(t::text)) > 0"),  # noqa: S608
                        {"word": word.lower()},
                    )
                    if count:
                        found.append(f"{table}: {word}")
    finally:
        await engine.dispose()
    return found


async def in_redis(redis: Redis, words: Collection[str]) -> list[str]:
    """Keys whose name or value holds one of the words."""
    client: Any = redis
    found: list[str] = []
    async for key in client.scan_iter():
        value = repr(await _value(client, key)) + repr(key)
        found += [f"{key!r}: {word}" for word in words if word.lower() in value.lower()]
    return found


async def _value(client: Any, key: bytes) -> object:
    match await client.type(key):
        case b"string":
            return await client.get(key)
        case b"hash":
            return await client.hgetall(key)
        case b"list":
            return await client.lrange(key, 0, -1)
        case b"set":
            return await client.smembers(key)
        case b"zset":
            return await client.zrange(key, 0, -1)
        case b"stream":
            return await client.xrange(key)
        case _:
            return None


def in_files(directory: Path, words: Collection[str]) -> list[str]:
    """Files below a directory whose name or content, unpacked, holds one of the words."""
    found: list[str] = []
    for path in sorted(path for path in directory.rglob("*") if path.is_file()):
        data = path.read_bytes()
        whole = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data) + str(path).encode()
        found += [f"{path.name}: {word}" for word in words if word.lower().encode() in whole.lower()]
    return cast("list[str]", found)
