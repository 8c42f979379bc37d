"""Faults are ordered over HTTP: of every kind, so many, until they are taken back."""

from typing import Any, get_args

import httpx
import pytest

from sandbox.faults import Fault, FaultKind
from sandbox.options import StandInOptions
from sandbox.vendors.server import build


def stand_ins(options: StandInOptions) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(build(options)), base_url="http://stand-ins")


@pytest.mark.parametrize("kind", get_args(FaultKind))
async def test_every_kind_can_be_ordered(kind: str) -> None:
    options = StandInOptions()
    order = {
        "vendor": "openai",
        "kind": kind,
        "status": 429,
        "after_chunks": 4,
        "retry_after_s": 2,
        "count": 2,
    }
    async with stand_ins(options) as client:
        ordered = await client.post("/_sandbox/faults", json=order)
        assert (ordered.status_code, ordered.json()) == (201, {"armed": 2})
    fault = Fault("openai", kind, status=429, after_chunks=4, retry_after_s=2)  # type: ignore[arg-type]
    assert [options.faults.take("openai") for _ in range(3)] == [fault, fault, None]


async def test_orders_are_taken_back() -> None:
    options = StandInOptions()
    async with stand_ins(options) as client:
        await client.post("/_sandbox/faults", json={"vendor": "deepgram", "kind": "hang"})
        assert (await client.delete("/_sandbox/faults")).status_code == 204
    assert options.faults.take("deepgram") is None


@pytest.mark.parametrize(
    "order",
    [
        {"vendor": "openai"},
        {"vendor": "openai", "kind": "explode"},
        {"vendor": "openai", "kind": "refuse", "status": 200},
        {"vendor": "openai", "kind": "drop", "after_chunks": -1},
        {"vendor": "openai", "kind": "hang", "count": 0},
        {"vendor": "openai", "kind": "hang", "for": "ever"},
    ],
    ids=["no kind", "unknown kind", "no refusal", "fewer than none", "none", "unknown field"],
)
async def test_orders_that_make_no_sense_are_refused(order: dict[str, Any]) -> None:
    options = StandInOptions()
    async with stand_ins(options) as client:
        assert (await client.post("/_sandbox/faults", json=order)).status_code == 422
    assert options.faults.take("openai") is None
