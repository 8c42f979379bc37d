"""Keys that expire by themselves: their time to live as Redis takes it, and lists of them.

A list is a sorted set of names, scored by when the key of each one expires.
"""

import time
from typing import Any

_LIST_KEEP_S = 24 * 3600
# An entry outlives its key by this much, so that nodes' clocks may differ.
_GRACE_S = 60.0


def ttl_ms(ttl_s: float) -> int:
    """For `PX` and `PEXPIRE`, which refuse 0."""
    return max(1, int(ttl_s * 1000))


def list_expiring(pipe: Any, key: str, member: str, ttl_s: float) -> None:
    """Lists `member` under `key` for `ttl_s` and drops members whose time was over long ago.

    Args:
        pipe: a pipeline, which gets the commands.
    """
    now = time.time()
    pipe.zadd(key, {member: now + ttl_s})
    pipe.zremrangebyscore(key, "-inf", now - _GRACE_S)
    pipe.expire(key, _LIST_KEEP_S)
