"""What a fork allocates must not lie beside what it shares with the zygote."""

import sys

import pytest

from actors.forking.holes import POOL_BYTES, fill_holes

_EMPTY = sys.getsizeof(b"")


@pytest.mark.parametrize("size", [48, 64, 128, 256, 512])
def test_new_objects_lie_apart_from_those_that_were_there(size: int):
    there = [bytes(size - _EMPTY) for _ in range(20_000)]
    pools = {id(one) // POOL_BYTES for one in there}
    del there[::50]
    beside = [bytes(size - _EMPTY) for _ in range(100)]
    assert all(id(one) // POOL_BYTES in pools for one in beside), "Python gives out freed places first"
    fill_holes()
    new = [bytes(size - _EMPTY) for _ in range(100)]
    beside = [one for one in new if id(one) // POOL_BYTES in pools]
    assert len(beside) < 5, "what was freed while this was written down"


def test_taking_every_free_place_needs_few_objects():
    fill_holes()
    before = sys.getallocatedblocks()
    fill_holes()
    assert sys.getallocatedblocks() - before < 10_000
