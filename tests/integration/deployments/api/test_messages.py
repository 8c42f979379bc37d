"""Messages callers left: listed, read by whom, done and opened again."""

from uuid import UUID

import pytest

from domain.accounts.roles import Role
from domain.ids import new_id
from storage.postgres import messages
from storage.postgres.messages import NewMessage
from tests.support.api import Api
from tests.support.front_desk import Counter, open_counter


@pytest.fixture
async def counter(served: Api) -> Counter:
    return await open_counter(served)


async def left(counter: Counter, text: str, *, urgent: bool = False) -> str:
    message_id = new_id()
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        new = NewMessage(message_id, None, "Sam", "+61400000001", text, str(message_id), urgent=urgent)
        await messages.insert(scope, new)
    return str(message_id)


async def test_messages_are_worked_through(counter: Counter) -> None:
    older, newer = await left(counter, "Call me"), await left(counter, "A leak", urgent=True)
    first = (await counter.get("/messages", limit=1)).json()
    second = (await counter.get("/messages", limit=1, cursor=first["next_cursor"])).json()
    assert [each["id"] for each in first["items"] + second["items"]] == [newer, older]
    assert [each["id"] for each in (await counter.get("/messages", urgent=True)).json()["items"]] == [newer]

    client, bearer = counter.api.client, counter.bearer
    for _ in range(2):
        read = await client.put(f"{counter.base}/messages/{newer}/read", headers=bearer)
        assert [one["user_id"] for one in read.json()["read_by"]] == [str(await me(counter))]
    assert [each["id"] for each in (await counter.get("/messages", unread=True)).json()["items"]] == [older]

    done = (await counter.patch(f"/messages/{older}", {"status": "done"})).json()
    assert (done["status"], done["done_by"]) == ("done", f"user:{await me(counter)}")
    assert done["done_at"] is not None
    assert [each["id"] for each in (await counter.get("/messages", status="open")).json()["items"]] == [newer]
    opened = (await counter.patch(f"/messages/{older}", {"status": "open"})).json()
    assert (opened["status"], opened["done_at"], opened["told"]) == ("open", None, [])


async def test_whoever_only_looks_reads_and_changes_nothing(counter: Counter) -> None:
    message_id = await left(counter, "Call me")
    viewer = await open_counter(counter.api, role=Role.VIEWER, studio=counter.studio)
    read = await counter.api.client.put(f"{viewer.base}/messages/{message_id}/read", headers=viewer.bearer)
    assert len(read.json()["read_by"]) == 1
    assert (await viewer.patch(f"/messages/{message_id}", {"status": "done"})).status_code == 403
    assert (await counter.patch(f"/messages/{new_id()}", {"status": "done"})).status_code == 404


async def me(counter: Counter) -> UUID:
    answer = await counter.api.client.get("/api/v1/users/me", headers=counter.bearer)
    return UUID(answer.json()["id"])
