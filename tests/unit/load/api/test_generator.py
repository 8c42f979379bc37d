"""Requests go out at their rate whether or not others are answered, and each is timed from when it was due."""

import asyncio
import json
import random
from collections import deque
from typing import Any

import pytest

from load.api.desks import Bearer, Desk
from load.api.figures import ApiReport, render, to_json
from load.api.generator import Sample, send_all
from load.api.operations import Asked, Mix, Operation
from load.api.options import LATE_MS, MOST_UNDER_WAY, ApiLoadOptions

ROUTE = "/api/v1/things"


class FakeClient:
    """Answers after given seconds with given statuses, 0 for not at all; then with 200 at once."""

    def __init__(self, answers: list[tuple[float, int]] | None = None) -> None:
        self._answers = deque(answers or [])
        self.asked_at: list[float] = []

    async def ask(self, asked: Asked) -> tuple[int, bytes]:
        self.asked_at.append(asyncio.get_running_loop().time())
        after_s, status = self._answers.popleft() if self._answers else (0.0, 200)
        await asyncio.sleep(after_s)
        if status == 0:
            raise TimeoutError
        return status, json.dumps({"items": [{"id": "learned"}]}).encode()


def mix(**more: Any) -> Mix:
    return Mix([Operation("GET", ROUTE, 1, lambda desk, chance: Asked("GET", ROUTE, ROUTE, "t", **more))])


async def sent(client: FakeClient, wanted: Mix | None = None, **changes: float) -> list[Sample]:
    timing = {"rate": 10.0, "seconds": 1.0, **changes}
    return await send_all(
        client,  # type: ignore[arg-type]
        wanted or mix(),
        [Desk("b", [Bearer("t")], [])],
        rate=timing["rate"],
        seconds=timing["seconds"],
        chance=random.Random(1),
        clock=asyncio.get_running_loop().time,
    )


async def test_a_slow_answer_holds_no_other_request_up() -> None:
    client = FakeClient([(5.0, 200)])
    samples = await sent(client)
    began = client.asked_at[0]
    assert [at - began for at in client.asked_at] == pytest.approx([n / 10 for n in range(10)], abs=0.001)
    assert sorted(each.took_ms for each in samples) == pytest.approx([0] * 9 + [5_000], abs=1)


async def test_what_is_refused_breaks_off_or_is_a_conflict_is_told_apart() -> None:
    client = FakeClient([(0, 500), (0, 429), (0, 409), (0, 0)])
    report = ApiReport(ApiLoadOptions(), "http://x", await sent(client, mix(accepted=frozenset({409}))))
    figures = to_json(report)
    assert (figures["requests"], figures["failed"]) == (10, 3)
    assert (figures["refused_429"], figures["conflicts_409"]) == (1, 1)
    assert figures["statuses"] == {"200": 6, "409": 1, "429": 1, "500": 1, "none": 1}
    assert any("API_REQUESTS_PER_MINUTE" in warning for warning in figures["warnings"])
    assert {each["failure"].partition(" ")[0] for each in figures["failures"]} == {"500", "429", "no"}
    assert render(report).renderables


async def test_a_server_that_stands_still_is_not_asked_without_end() -> None:
    count = MOST_UNDER_WAY + 50
    client = FakeClient([(60.0, 200)] * count)
    samples = await sent(client, rate=1000.0, seconds=count / 1000)
    assert len(client.asked_at) == MOST_UNDER_WAY
    assert sum(each.failure is not None for each in samples) == 50
    assert len(samples) == count


async def test_what_is_answered_is_learned() -> None:
    learned: list[Any] = []
    await sent(FakeClient([(0, 404)]), mix(learn=learned.append, accepted=frozenset({404})))
    assert learned == [{"items": [{"id": "learned"}]}] * 9


@pytest.mark.parametrize(
    ("late_ms", "is_late"),
    [pytest.param(LATE_MS - 1, False, id="in time"), pytest.param(LATE_MS + 1, True, id="late")],
)
def test_a_generator_that_was_late_says_so(late_ms: float, is_late: bool) -> None:
    samples = [Sample("GET /x", late_ms, late_ms + 5, 200, None)] * 100
    figures = to_json(ApiReport(ApiLoadOptions(), "http://x", samples))
    assert figures["late"] is is_late
    assert any("generator" in warning for warning in figures["warnings"]) is is_late
    assert set(figures["by_route"]["GET /x"]) == {"requests", "failed", "p50", "p95", "p99"}


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"rate": 0}, id="no rate"),
        pytest.param({"rate": 5_000}, id="too fast"),
        pytest.param({"seconds": 0}, id="no time"),
        pytest.param({"keys": {"b": "rk_1"}}, id="keys without a server"),
        pytest.param({"url": "http://x", "settings": {"A": "b"}}, id="settings of another server"),
        pytest.param({"businesses": 0}, id="no business"),
    ],
)
def test_what_cannot_be_meant_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"--|at most"):
        ApiLoadOptions(**wrong)
