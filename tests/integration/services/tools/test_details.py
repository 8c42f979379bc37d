"""Address and link by text, during the call: once for each wish, to the number the caller shows, and to no other."""

import json
from typing import Any

import pytest

from services.tools.context import DETAILS, CallContext
from services.tools.runner import ToolRunner
from tests.support.salons import NOW, Salon


async def told(salon: Salon, call: CallContext, what: str) -> dict[str, Any]:
    runner = ToolRunner(salon.database, salon.profile)
    return json.loads((await runner.run(call, "call_1", "send_details", {"what": what}, NOW)).content)


async def promised(salon: Salon) -> list[str]:
    return [payload["what"] for kind, _, payload in await salon.promised() if kind == DETAILS]


async def test_each_is_promised_once_for_a_call_however_often_it_is_asked(salon: Salon) -> None:
    call = await salon.call()
    for what in ("booking_link", "booking_link", "address", "address"):
        assert (await told(salon, call, what))["result"] == "details_promised"
    assert sorted(await promised(salon)) == ["address", "booking_link"]
    await told(salon, await salon.call(), "address")
    assert sorted(await promised(salon)) == ["address", "address", "booking_link"]


@pytest.mark.parametrize("what", ["price list", "", "ADDRESS"])
async def test_anything_else_is_refused(salon: Salon, what: str) -> None:
    assert (await told(salon, await salon.call(), what))["code"] == "invalid_input"
    assert await promised(salon) == []


async def test_nothing_is_texted_to_who_hides_their_number(salon: Salon) -> None:
    refused = await told(salon, await salon.call(None), "address")
    assert refused["code"] == "not_permitted"
    assert await promised(salon) == []
