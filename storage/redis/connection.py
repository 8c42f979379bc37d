"""Connecting to Redis, and where its errors become ours."""

from collections.abc import Generator
from contextlib import contextmanager

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from domain.errors import StorageError
from storage.cancellation import cancellation_kept

CONNECT_TIMEOUT_S = 2.0
ANSWER_TIMEOUT_S = 3.0


def open_redis(url: str, *, max_connections: int = 32, answer_timeout_s: float = ANSWER_TIMEOUT_S) -> Redis:
    """A client over a pool; connects on first use. Close it with `aclose`.

    A command that got no answer is not sent again: it may have been carried out, and a journal entry written twice
    would be replayed twice. When every connection is in use, a command waits for one.
    """
    pool = BlockingConnectionPool.from_url(  # pyright: ignore[reportUnknownMemberType]
        url,
        protocol=2,
        max_connections=max_connections,
        timeout=answer_timeout_s,
        socket_connect_timeout=CONNECT_TIMEOUT_S,
        socket_timeout=answer_timeout_s,
        health_check_interval=30,
        retry=Retry(NoBackoff(), 0),
        # Or each connection would look for the package's version on the disk, and tell it in two commands.
        driver_info=None,
    )
    return Redis.from_pool(pool)


@contextmanager
def redis_errors() -> Generator[None]:
    """Around Redis commands: what they raise becomes StorageError."""
    try:
        with cancellation_kept():
            yield
    except (RedisError, OSError) as error:
        raise StorageError("redis", str(error) or type(error).__name__) from error
