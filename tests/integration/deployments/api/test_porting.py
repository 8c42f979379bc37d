"""Bringing a number along by API: handed in by the business, moved on by an operator, told by mail at each step."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from domain.accounts.roles import Role
from domain.errors import Conflict, InvalidInput, NotFound
from domain.ids import new_id
from domain.porting.requests import Phase
from services.notifications.kinds import STAFF_NOTICE
from services.porting.desk import PortDesk
from storage.postgres.tables import OutboxRow
from tests.support.api import Api
from tests.support.front_desk import Counter, open_counter

OPERATOR = UUID(int=5)
NEXT_WEEK = (datetime.now(UTC) + timedelta(days=7)).date()


@pytest.fixture
async def counter(served: Api) -> Counter:
    return await open_counter(served)


async def begun(counter: Counter, **changes: Any) -> dict[str, Any]:
    body = {"number": "02 9374 4000", "carrier": "Telstra", "account_holder": "Mia Wong", **changes}
    answer = await counter.post("/port-requests", body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def told(counter: Counter) -> list[dict[str, str]]:
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        rows = await scope.session.scalars(
            select(OutboxRow.payload).where(OutboxRow.kind == STAFF_NOTICE).order_by(OutboxRow.id)
        )
        return [row["fields"] for row in rows if row["notice"] == "number_port"]


async def test_a_number_is_brought_along_step_by_step(counter: Counter):
    port = await begun(counter)
    assert (port["phase"], port["number"], port["missing"]) == (
        "draft",
        "+61293744000",
        ["letter_of_authorisation", "latest_bill"],
    )
    path = f"/port-requests/{port['id']}"
    early = await counter.post(f"{path}/hand-in")
    assert (early.status_code, early.json()["detail"]) == (
        409,
        "still missing: letter_of_authorisation, latest_bill",
    )
    await counter.patch(path, {"documents": {"letter_of_authorisation": "letter.pdf"}})
    given = await counter.patch(path, {"documents": {"latest_bill": "bill.pdf"}, "account_number": "12 34"})
    assert given.json()["missing"] == []
    assert (await counter.post(f"{path}/hand-in")).json()["phase"] == "handed_in"
    assert (await counter.patch(path, {"carrier": "Optus"})).status_code == 409
    await counter.post(f"{path}/notes", {"note": "Not on a Friday, please."})

    desk, business = PortDesk(counter.api.database), counter.studio.business_id
    port_id = UUID(port["id"])
    with pytest.raises(InvalidInput, match="say what"):
        await desk.move(OPERATOR, business, port_id, Phase.NEEDS, None, "")
    await desk.move(OPERATOR, business, port_id, Phase.NEEDS, None, "The bill is of another name.")
    await counter.patch(path, {"account_holder": "Mia's Hair Pty Ltd"})
    assert (await counter.post(f"{path}/hand-in")).json()["phase"] == "handed_in"
    await desk.move(OPERATOR, business, port_id, Phase.IN_REVIEW, None, "")
    await desk.move(OPERATOR, business, port_id, Phase.SCHEDULED, NEXT_WEEK, "")
    await desk.move(OPERATOR, business, port_id, Phase.DONE, None, "")

    found = (await counter.get(path)).json()
    assert (found["phase"], found["port_on"]) == ("done", NEXT_WEEK.isoformat())
    happened = [(each["phase"], each["actor"].partition(":")[0]) for each in found["notes"]]
    assert happened == [
        *(("draft", "user"), ("handed_in", "user"), (None, "user"), ("needs_documents", "operator")),
        *(("handed_in", "user"), ("in_review", "operator"), ("scheduled", "operator"), ("done", "operator")),
    ]
    fields = await told(counter)
    assert [each["state"] for each in fields] == [
        *("needs something from you", "is with the carriers", "has a day", "is done: the number is here"),
    ]
    assert (fields[0]["note"], fields[2]["date"]) == ("The bill is of another name.", NEXT_WEEK.isoformat())
    assert (await counter.post(f"{path}/withdraw")).status_code == 409
    assert (await begun(counter))["id"] != port["id"]


async def test_one_request_a_number_until_it_is_over(counter: Counter):
    port = await begun(counter, documents={"latest_bill": "bill.pdf"})
    again = {"number": "+61 2 9374 4000", "carrier": "Telstra", "account_holder": "Mia Wong"}
    assert (await counter.post("/port-requests", again)).status_code == 409
    assert (await counter.post(f"/port-requests/{port['id']}/withdraw")).json()["phase"] == "withdrawn"
    assert (await counter.post("/port-requests", again)).status_code == 201
    listed = (await counter.get("/port-requests")).json()["items"]
    assert [each["phase"] for each in listed] == ["draft", "withdrawn"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"number": "112"}, "number: "),
        ({"carrier": " "}, "carrier: "),
        ({"wished_on": "2020-01-01"}, "wished_on: "),
        ({"documents": {"porting_code": "AB"}}, "documents: porting_code is not asked for"),
        ({"account_number": "1\u0000"}, "account_number: "),
    ],
    ids=["no_number", "no_carrier", "past", "strange_document", "control"],
)
async def test_what_cannot_be_asked_for_is_refused_by_its_field(
    counter: Counter, changes: dict[str, Any], says: str
):
    body = {"number": "02 9374 4000", "carrier": "Telstra", "account_holder": "Mia Wong", **changes}
    answer = await counter.post("/port-requests", body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"].startswith(says)


async def test_who_may_only_read_asks_for_nothing_and_others_see_nothing(counter: Counter):
    port = await begun(counter)
    viewer = await open_counter(counter.api, role=Role.VIEWER, studio=counter.studio)
    assert (await viewer.get(f"/port-requests/{port['id']}")).status_code == 200
    assert (await viewer.post(f"/port-requests/{port['id']}/withdraw")).status_code == 403
    other = await open_counter(counter.api)
    assert (await other.get(f"/port-requests/{port['id']}")).status_code == 404
    desk = PortDesk(counter.api.database)
    with pytest.raises(NotFound):
        await desk.move(OPERATOR, other.studio.business_id, UUID(port["id"]), Phase.IN_REVIEW, None, "")
    with pytest.raises(NotFound):
        await desk.look(OPERATOR, counter.studio.business_id, new_id())
    with pytest.raises(Conflict):
        await desk.move(OPERATOR, counter.studio.business_id, UUID(port["id"]), Phase.DONE, None, "")
