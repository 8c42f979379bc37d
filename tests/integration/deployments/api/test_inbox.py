"""One inbox: messages, voicemails, missed calls and texts, read, assigned and done."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.accounts.roles import Role
from domain.ids import new_id
from services.events import calls as call_events
from storage.postgres import calls, messages, texts
from storage.postgres.calls import NewCall
from storage.postgres.messages import NewMessage
from storage.postgres.texts import NewText
from tests.support.api import Api
from tests.support.front_desk import Counter, open_counter
from tests.support.statements import statements

SAM, OUR = "+61400000001", "+61280001234"
STARTED = datetime.now(UTC) - timedelta(hours=1)


@pytest.fixture
async def counter(served: Api) -> Counter:
    return await open_counter(served)


async def left(counter: Counter, words: str, **of: Any) -> str:
    key = new_id()
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        new = NewMessage(key, of.pop("call_id", None), "Sam", SAM, words, str(key), **of)
        return str(await messages.insert(scope, new))


async def missed(counter: Counter, number: str | None, reason: str = "no line") -> UUID:
    call_id = new_id()
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        await calls.create(scope, NewCall(call_id, f"CA{call_id.hex}", number, OUR, STARTED))
        await call_events.finish(scope, call_id, outcome="missed", reason=reason, ended_at=STARTED)
        await call_events.mark_over(scope, call_id, STARTED)
        await call_events.mark_over(scope, call_id, STARTED)
    return call_id


async def wrote(counter: Counter, words: str, *, unread: bool = True) -> None:
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        new = NewText(f"SM{new_id().hex}", SAM, OUR, words, (), "words")
        await texts.keep(scope, new, unread=unread)


async def shown(counter: Counter, **wanted: Any) -> list[tuple[str, str]]:
    answer = await counter.get("/inbox", **wanted)
    assert answer.status_code == 200, answer.text
    return [(each["kind"], each["text"]) for each in answer.json()["items"]]


async def test_all_that_waits_is_one_list(counter: Counter) -> None:
    await missed(counter, SAM)
    await missed(counter, None)
    await missed(counter, SAM, "the caller's number is blocked")
    with_voicemail = await missed(counter, SAM)
    await left(counter, "A leak", urgent=True)
    await left(counter, "Ring me", call_id=with_voicemail, recording_url="https://api.twilio.com/r")
    await wrote(counter, "Running late")
    customer = (await counter.post("/customers", {"name": "Sam Hill", "phone": SAM})).json()
    await counter.api.client.put(
        f"{counter.base}/customers/{customer['id']}/tags", json={"tags": ["VIP"]}, headers=counter.bearer
    )
    assert await shown(counter) == [
        ("texts", "Running late"),
        ("voicemail", "Ring me"),
        ("message", "A leak"),
        ("missed_call", "no line"),
    ]
    with statements() as seen:
        items = (await counter.get("/inbox")).json()["items"]
    assert len(seen) <= 7
    assert {each["number"] for each in items} == {SAM}
    assert {(each["customer_id"], each["customer_name"], each["vip"]) for each in items} == {
        (customer["id"], "Sam Hill", True)
    }
    assert (await counter.get("/inbox/counts")).json() == {
        "messages": 1, "voicemails": 1, "missed_calls": 1, "texts": 1, "urgent": 1, "unread": 4, "mine": 0,
    }  # fmt: skip
    assert await shown(counter, urgent=True) == [("message", "A leak")]
    assert [kind for kind, _ in await shown(counter, kind=["missed_call", "texts"])] == [
        "texts",
        "missed_call",
    ]
    paged: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await counter.get("/inbox", limit=1, **cursor)).json()
        paged += [each["id"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert paged == [each["id"] for each in items]


async def test_each_is_read_taken_on_done_and_opened_again(counter: Counter) -> None:
    await missed(counter, SAM)
    await left(counter, "A leak")
    await wrote(counter, "Running late")
    me = (await counter.api.client.get("/api/v1/users/me", headers=counter.bearer)).json()["id"]
    items = (await counter.get("/inbox")).json()["items"]
    assert {each["kind"] for each in items} == {"message", "missed_call", "texts"}
    client = counter.api.client
    for item in items:
        path = f"/inbox/{item['id']}"
        assert (await counter.get(path)).json() == item
        read = (await client.put(f"{counter.base}{path}/read", headers=counter.bearer)).json()
        assert [each["user_id"] for each in read["read_by"]] == [me]
        taken = (await counter.patch(path, {"assigned_to": me})).json()
        assert (taken["assigned_to"], taken["status"]) == (me, "open")
        done = (await counter.patch(path, {"status": "done"})).json()
        assert (done["status"], done["done_by"], done["assigned_to"]) == ("done", f"user:{me}", me)
    assert await shown(counter, status="open") == []
    assert await shown(counter, unread=True) == []
    assert len(await shown(counter, assigned_to=me, status="done")) == 3
    assert set((await counter.get("/inbox/counts")).json().values()) == {0}

    await wrote(counter, "Still coming")
    assert (
        await shown(counter, status="open")
        == await shown(counter, unread=True)
        == [("texts", "Still coming")]
    )
    assert (await counter.get("/inbox/counts")).json()["mine"] == 1
    message = next(each for each in items if each["kind"] == "message")
    opened = (await counter.patch(f"/inbox/{message['id']}", {"status": "open", "assigned_to": None})).json()
    assert (opened["status"], opened["done_at"], opened["assigned_to"]) == ("open", None, None)
    assert await shown(counter, unassigned=True, status="open") == [("message", "A leak")]
    assert (await counter.get(f"/messages/{message['id']}")).json()["status"] == "open", (
        "it is the same message"
    )


async def test_who_may_not_changes_nothing(counter: Counter) -> None:
    message = await left(counter, "A leak")
    path = f"/inbox/{message}"
    viewer = await open_counter(counter.api, role=Role.VIEWER, studio=counter.studio)
    stranger = await open_counter(counter.api)
    assert (await viewer.patch(path, {"status": "done"})).status_code == 403
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.patch(path, {"status": "done"})).status_code == 404
    theirs = (await counter.api.client.get("/api/v1/users/me", headers=stranger.bearer)).json()["id"]
    assert (await counter.patch(path, {"assigned_to": theirs})).status_code == 422
    assert (await counter.patch(path, {})).status_code == 422
    assert (await counter.patch(f"/inbox/{new_id()}", {"status": "done"})).status_code == 404
