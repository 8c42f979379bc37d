"""Health asks each part seldom, never for long, and never passes on what it should not."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from structlog.testing import capture_logs

from domain.errors import ProviderError, StorageError
from services.health import Health


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


class Part:
    """Counts how often it is asked; fails with `error` when set."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.asked = 0

    async def __call__(self) -> None:
        self.asked += 1
        if self.error is not None:
            raise self.error


def health(clock: Callable[[], float] | None = None, **parts: Callable[[], Awaitable[None]]) -> Health:
    return Health(parts, now_s=clock or Clock(), keep_s=10.0, timeout_s=0.05)


async def test_results_are_remembered_and_asked_again_when_old() -> None:
    clock, part = Clock(), Part()
    checks = health(clock, part=part)
    for clock.now_s in (0.0, 5.0, 9.9):
        assert (await checks.results())["part"].ok
    assert part.asked == 1
    clock.now_s = 10.0
    await checks.results()
    assert part.asked == 2


async def test_a_failing_part_is_asked_again_after_a_second() -> None:
    clock, part, well = Clock(), Part(StorageError("redis", "away")), Part()
    checks = health(clock, part=part, well=well)
    assert not (await checks.results())["part"].ok
    part.error = None
    clock.now_s = 0.9
    assert not (await checks.results())["part"].ok
    clock.now_s = 1.0
    assert (await checks.results())["part"].ok
    assert part.asked == 2


async def test_many_asking_at_once_ask_each_part_once() -> None:
    released = asyncio.Event()
    part = Part()

    async def slow() -> None:
        await part()
        await released.wait()

    checks = Health({"part": slow}, now_s=Clock())
    waiting = [asyncio.ensure_future(checks.results()) for _ in range(20)]
    await asyncio.sleep(0)
    released.set()
    results = await asyncio.gather(*waiting)
    assert part.asked == 1
    assert all(result["part"].ok for result in results)


async def test_one_who_gives_up_does_not_spoil_it_for_the_next() -> None:
    began, hanging = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        began.set()
        await hanging.wait()

    checks = Health({"part": slow}, now_s=Clock(), timeout_s=5)
    leaving = asyncio.ensure_future(checks.results())
    await began.wait()
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    hanging.set()
    assert (await checks.results())["part"].ok


async def test_a_part_that_hangs_is_given_up_and_the_others_are_told() -> None:
    never = asyncio.Event()

    async def hang() -> None:
        await never.wait()

    results = await health(hanging=hang, well=Part()).results()
    assert not results["hanging"].ok
    assert "0.05 s" in results["hanging"].detail
    assert results["well"].ok
    assert results["well"].detail == ""


@pytest.mark.parametrize(
    ("error", "detail"),
    [
        (StorageError("postgres", "no connection"), "postgres: no connection"),
        (ProviderError("openai", "models", "refused", status=401), "openai models: refused (status 401)"),
    ],
)
async def test_an_expected_failure_says_what_is_wrong(error: Exception, detail: str) -> None:
    result = (await health(part=Part(error)).results())["part"]
    assert (result.ok, result.detail) == (False, detail)


class Wordless(StorageError):
    def __str__(self) -> str:
        return ""


async def test_a_failure_without_words_is_a_failure() -> None:
    result = (await health(part=Part(Wordless("redis", ""))).results())["part"]
    assert (result.ok, result.detail) == (False, "Wordless")


async def test_a_defect_in_one_check_is_its_failure_only_and_keeps_its_words_to_itself() -> None:
    results = await health(broken=Part(RuntimeError("key sk-secret was refused")), well=Part()).results()
    assert (results["broken"].ok, results["broken"].detail) == (False, "RuntimeError")
    assert results["well"].ok


async def test_what_a_check_took_is_measured() -> None:
    clock = Clock()

    async def slow() -> None:
        clock.now_s += 0.25

    assert (await health(clock, slow=slow).results())["slow"].took_ms == 250.0


async def test_the_log_has_the_reason_once_and_the_recovery() -> None:
    clock, part = Clock(), Part(StorageError("redis", "Connect call failed ('10.0.0.9', 6379)"))
    checks = health(clock, part=part)
    with capture_logs() as told:
        for clock.now_s in (0.0, 1.0, 2.0):
            await checks.results()
        part.error = None
        for clock.now_s in (3.0, 13.0):
            await checks.results()
    assert [entry["event"] for entry in told] == ["health.part_failed", "health.part_recovered"]
    assert "10.0.0.9" in told[0]["reason"]
