"""Fills what importing has left free between live objects, so that forks allocate on pages of their own.

Python gives out freed places first. In a fork each lies on a page that is shared with the zygote until something is
written to it: 4 KiB are copied for an object of 48 bytes. With the places taken, a fork's objects lie side by side:
about half a MiB less of its own for a call's process. 0.9 MiB are free so after importing, on nearly as many pages as
there are places; in the C library's heap there is next to nothing.

Source: https://github.com/python/cpython/blob/3.11/Objects/obmalloc.c (pools of 16 KiB, for objects of 16, 32, ... 512
bytes; one with a free place is used before a new one).
"""

POOL_BYTES = 1 << 14
POOL_HEADER_BYTES = 48
MOST_BYTES = 512
NEW_POOLS = 2
"""The first may be one that was nearly empty."""
OURS = 0.9
"""A pool is a new one when so much of it was given out in a row: what counts takes a place now and then."""
MOST_OBJECTS = 20_000
"""Of one size; 15,000 of all sizes are usual."""

_BYTES_OVERHEAD = 33

_filling: list[object] = []


def fill_holes() -> None:
    """Takes, for good, nearly every free place in pools that hold something already."""
    for size in range(16, MOST_BYTES + 1, 16):
        enough = int(OURS * ((POOL_BYTES - POOL_HEADER_BYTES) // size))
        pool = in_a_row = new_pools = 0
        for _ in range(MOST_OBJECTS):
            filling = _object_of(size, len(_filling))
            _filling.append(filling)
            before, pool = pool, id(filling) // POOL_BYTES
            in_a_row = in_a_row + 1 if pool == before else 1
            new_pools += in_a_row == enough
            if new_pools == NEW_POOLS:
                break


def _object_of(size: int, number: int) -> object:
    """A new object that takes a place of this many bytes, a multiple of 16."""
    if size == 16:
        return object()
    if size == 32:
        return number + 0.5
    return bytes(size - _BYTES_OVERHEAD)
