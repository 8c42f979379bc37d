"""Items that fail cost themselves only: paused longer and longer, then listed for people."""

import pytest

from domain.errors import StorageError, Unwritable
from services.item_failures import LONGEST_PAUSE_S, MOST_KNOWN, ItemFailures
from storage.redis.dead_letters import DeadLetter


class ListOfLetters:
    def __init__(self) -> None:
        self.kept: list[DeadLetter] = []
        self.away = False

    async def add(self, letter: DeadLetter) -> None:
        if self.away:
            raise StorageError("redis", "connection refused")
        self.kept.append(letter)


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def letters() -> ListOfLetters:
    return ListOfLetters()


async def test_pauses_grow_and_the_last_failure_is_a_dead_letter(
    clock: Clock, letters: ListOfLetters
) -> None:
    counted: list[str] = []
    failures = ItemFailures(
        "calls", letters, now_s=clock, on_failure=counted.append, max_failures=4, first_pause_s=10.0
    )
    for expected_s in (10.0, 20.0, 40.0):
        assert await failures.failed("c1", Unwritable("no")) == expected_s
        assert failures.paused == {"c1"}
        clock.now_s += expected_s
        assert not failures.is_paused("c1")
    assert letters.kept == []
    assert await failures.failed("c1", ValueError("says what a caller said")) is None
    (letter,) = letters.kept
    assert (letter.source, letter.item, letter.failures) == ("calls", "c1", 4)
    assert letter.reason == "ValueError", "others' words stay out"
    assert counted == ["calls"] * 4
    clock.now_s += LONGEST_PAUSE_S - 1
    assert failures.is_paused("c1")


async def test_one_item_does_not_pause_another_and_success_forgets(
    clock: Clock, letters: ListOfLetters
) -> None:
    failures = ItemFailures("calls", letters, now_s=clock)
    await failures.failed("c1", KeyError())
    assert not failures.is_paused("c2")
    failures.succeeded("c1")
    assert not failures.paused


async def test_a_list_that_is_away_is_no_further_failure(clock: Clock, letters: ListOfLetters) -> None:
    letters.away = True
    failures = ItemFailures("calls", letters, now_s=clock, max_failures=1)
    assert await failures.failed("c1", KeyError()) is None


async def test_what_is_remembered_is_bounded(clock: Clock, letters: ListOfLetters) -> None:
    failures = ItemFailures("calls", letters, now_s=clock)
    for number in range(MOST_KNOWN + 5):
        await failures.failed(str(number), TimeoutError())
    assert len(failures.paused) == MOST_KNOWN
    assert not failures.is_paused("0")
