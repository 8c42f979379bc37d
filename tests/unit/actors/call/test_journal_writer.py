"""The journal goes to the disk at once and to Redis as soon as that can be: a slow store never holds the call up."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import pytest

from actors.call.journal_writer import (
    CATCH_UP_PAUSE_S,
    CATCH_UP_TIMEOUT_S,
    DEFERRED_S,
    MAX_UNWRITTEN,
    WRITE_TIMEOUT_S,
    JournalWriter,
)
from tests.fakes.call import CALL_ID
from tests.fakes.stores import FakeJournal
from tests.support.virtual_time import until

HANGS_S = 1000.0


class Disk:
    def __init__(self) -> None:
        self.entries: list[bytes] = []

    def append(self, entries: Sequence[bytes]) -> None:
        self.entries.extend(entries)


class Writing:
    def __init__(self, known: Sequence[bytes] = ()) -> None:
        self.redis, self.disk = FakeJournal(), Disk()
        self.writer = JournalWriter(self.redis, self.disk, CALL_ID, known)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.get_running_loop().create_task(self.writer.run())
        try:
            yield
            assert not task.done()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@contextmanager
def taking(exactly_s: float) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    began_s = loop.time()
    yield
    assert loop.time() - began_s == pytest.approx(exactly_s, abs=0.001)


async def test_an_entry_is_on_the_disk_and_in_redis_when_writing_returns():
    writing = Writing()
    async with writing.running():
        await writing.writer.write([b"one", b"two"])
        assert writing.disk.entries == writing.redis.entries == [b"one", b"two"]
        assert not writing.writer.behind


async def test_a_redis_that_hangs_is_waited_for_once():
    writing = Writing()
    async with writing.running():
        writing.redis.delay_s = HANGS_S
        with taking(WRITE_TIMEOUT_S):
            await writing.writer.write([b"one"])
        assert writing.writer.behind
        for number in range(100):
            with taking(0):
                await writing.writer.write([b"entry %d" % number])
        assert len(writing.disk.entries) == 101


async def test_a_redis_that_refuses_costs_no_time():
    writing = Writing()
    async with writing.running():
        writing.redis.broken = True
        with taking(0):
            await writing.writer.write([b"one"])
            await writing.writer.write([b"two"])
        assert writing.disk.entries == [b"one", b"two"]


async def test_what_waited_for_redis_is_written_in_its_order_once_it_is_back():
    writing = Writing()
    async with writing.running():
        await writing.writer.write([b"0"])
        writing.redis.broken = True
        for number in range(1, 50):
            await writing.writer.write([b"%d" % number])
        writing.redis.broken = False
        await writing.writer.write([b"50"])
        await until(lambda: not writing.writer.behind, within_s=CATCH_UP_PAUSE_S + 0.1)
        assert writing.redis.entries == [b"%d" % number for number in range(51)]
        with taking(0):
            await writing.writer.write([b"51"])
        assert writing.redis.entries[-1] == b"51"


async def test_entries_that_come_while_it_catches_up_keep_their_place():
    writing = Writing()
    async with writing.running():
        writing.redis.broken = True
        await writing.writer.write([b"one"])
        writing.redis.broken, writing.redis.delay_s = False, 1.0
        await asyncio.sleep(CATCH_UP_PAUSE_S + 0.2)  # the catching up is under way
        with taking(0):
            await writing.writer.write([b"two"])
        await writing.writer.write([b"three"])
        writing.redis.delay_s = 0.0
        await until(lambda: not writing.writer.behind)
        assert writing.redis.entries == [b"one", b"two", b"three"]


async def test_a_redis_that_is_back_but_slow_is_caught_up_with():
    writing = Writing()
    async with writing.running():
        writing.redis.delay_s = CATCH_UP_TIMEOUT_S - 0.5
        await writing.writer.write([b"one"])
        await until(lambda: not writing.writer.behind)
        assert writing.redis.entries == [b"one"]


async def test_a_write_that_was_done_although_nobody_heard_of_it_changes_nothing_for_a_reader():
    writing = Writing()
    async with writing.running():
        writing.redis.late, writing.redis.delay_s = True, HANGS_S
        await writing.writer.write([b"one", b"two"])
        writing.redis.late, writing.redis.delay_s = False, 0.0
        await writing.writer.write([b"three"])
        await until(lambda: not writing.writer.behind)
    assert len(writing.redis.entries) > 3
    assert list(dict.fromkeys(writing.redis.entries)) == [b"one", b"two", b"three"]


async def test_what_redis_lacks_of_a_call_taken_over_is_written_before_anything_new():
    writing = Writing(known=[b"one", b"two", b"three"])
    writing.redis.entries = [b"one"]
    assert writing.writer.behind
    async with writing.running():
        with taking(0):
            await writing.writer.write([b"four"])
        await until(lambda: not writing.writer.behind)
        assert writing.redis.entries == [b"one", b"two", b"three", b"four"]
        assert writing.disk.entries == [b"four"], "the disk knew the others"


async def test_a_call_taken_over_while_redis_is_away_is_caught_up_with_later():
    writing = Writing(known=[b"one", b"two"])
    writing.redis.broken = True
    async with writing.running():
        await writing.writer.write([b"three"])
        await asyncio.sleep(10)
        writing.redis.broken = False
        await until(lambda: not writing.writer.behind)
        assert writing.redis.entries == [b"one", b"two", b"three"]


async def test_a_call_taken_over_of_which_redis_has_everything_gets_nothing_twice():
    writing = Writing(known=[b"one", b"two"])
    writing.redis.entries = [b"one", b"two"]
    async with writing.running():
        await until(lambda: not writing.writer.behind)
    assert writing.redis.entries == [b"one", b"two"]


async def test_a_call_that_ends_tries_once_more_and_says_whether_redis_has_it():
    writing = Writing()
    writing.redis.broken = True
    await writing.writer.write([b"one"])
    assert not await writing.writer.flush(1.0)
    writing.redis.broken = False
    assert await writing.writer.flush(1.0)
    assert writing.redis.entries == [b"one"]
    writing.redis.broken = True
    assert await writing.writer.flush(1.0), "there is nothing to be written"


async def test_the_last_try_is_bounded():
    writing = Writing(known=[b"one"])
    writing.redis.delay_s = HANGS_S
    with taking(1.0):
        assert not await writing.writer.flush(1.0)


def numbered(start: int, end: int) -> list[bytes]:
    return [b"%d" % number for number in range(start, end)]


async def test_what_waits_for_redis_is_bounded_and_the_disk_has_it_all():
    writing = Writing()
    writing.redis.broken = True
    await writing.writer.write(numbered(0, MAX_UNWRITTEN))
    await writing.writer.write(numbered(MAX_UNWRITTEN, MAX_UNWRITTEN + 10))
    writing.redis.broken = False
    assert await writing.writer.flush(1.0)
    assert writing.redis.entries == numbered(10, MAX_UNWRITTEN + 10)
    assert writing.disk.entries == numbered(0, MAX_UNWRITTEN + 10)


async def test_what_is_dropped_while_it_catches_up_takes_nothing_newer_along():
    writing = Writing()
    async with writing.running():
        writing.redis.broken = True
        await writing.writer.write(numbered(0, MAX_UNWRITTEN))
        writing.redis.broken, writing.redis.delay_s = False, 1.0
        await asyncio.sleep(CATCH_UP_PAUSE_S + 0.2)
        await writing.writer.write(numbered(MAX_UNWRITTEN, MAX_UNWRITTEN + 10))
        await until(lambda: not writing.writer.behind)
    assert writing.redis.entries == numbered(0, MAX_UNWRITTEN + 10)


async def test_what_is_deferred_is_on_the_disk_at_once_and_in_redis_soon_in_one_append():
    writing = Writing()
    appended: list[int] = []
    writing.redis.on_append = lambda entries: appended.append(len(entries))
    async with writing.running():
        with taking(0):
            for number in range(5):
                await writing.writer.write([b"%d" % number], deferred=True)
        assert len(writing.disk.entries) == 5
        assert writing.redis.entries == []
        assert not writing.writer.behind
        await until(lambda: writing.redis.entries, within_s=DEFERRED_S + 0.01)
        assert writing.redis.entries == writing.disk.entries
        await asyncio.sleep(10)
        assert appended == [5]


async def test_what_is_deferred_keeps_its_place_before_what_is_not():
    writing = Writing()
    async with writing.running():
        await writing.writer.write([b"one"], deferred=True)
        await writing.writer.write([b"two"])
        assert writing.redis.entries == [b"one", b"two"]
        await writing.writer.write([b"three"], deferred=True)
        await asyncio.sleep(1)
        assert writing.redis.entries == [b"one", b"two", b"three"]


async def test_an_entry_that_comes_while_deferred_ones_are_written_comes_behind_them_once():
    writing = Writing()
    async with writing.running():
        writing.redis.delay_s = WRITE_TIMEOUT_S / 2
        await writing.writer.write([b"one"], deferred=True)
        await asyncio.sleep(DEFERRED_S + 0.01)  # they are being written
        await writing.writer.write([b"two"])
        assert writing.redis.entries == [b"one", b"two"]


async def test_a_redis_that_hangs_over_deferred_entries_is_waited_for_once():
    writing = Writing()
    async with writing.running():
        writing.redis.delay_s = HANGS_S
        await writing.writer.write([b"one"], deferred=True)
        await asyncio.sleep(DEFERRED_S + 0.1)
        with taking(WRITE_TIMEOUT_S - 0.1):
            await writing.writer.write([b"two"])
        assert writing.writer.behind
        with taking(0):
            await writing.writer.write([b"three"])
        writing.redis.delay_s = 0.0
        await until(lambda: not writing.writer.behind)
        assert writing.redis.entries == [b"one", b"two", b"three"]


async def test_what_is_deferred_at_the_end_of_a_call_is_written_then():
    writing = Writing()
    async with writing.running():
        await writing.writer.write([b"one"], deferred=True)
    assert await writing.writer.flush(1.0)
    assert writing.redis.entries == [b"one"]
