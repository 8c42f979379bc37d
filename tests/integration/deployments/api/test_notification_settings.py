"""What people are told, set up by a business: settings, words, previews; and what became of each."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import update

from domain.accounts.roles import Role
from domain.notifications.delivery import Status
from domain.notifications.kinds import Channel
from storage.postgres import notifications, outbox, suppressions
from storage.postgres.notifications import NewNotification
from storage.postgres.suppressions import Reason
from storage.postgres.tables import OutboxRow
from tests.support.api import Api
from tests.support.front_desk import Counter, open_counter


@pytest.fixture
async def counter(served: Api) -> Counter:
    return await open_counter(served)


async def put(counter: Counter, path: str, body: Any, **headers: str) -> httpx.Response:
    return await counter.api.client.put(counter.base + path, json=body, headers={**counter.bearer, **headers})


async def test_settings_are_read_and_changed_as_a_whole(counter: Counter) -> None:
    first = await counter.get("/notification-settings")
    wanted = first.json()
    assert wanted["quiet"] == {"since": "21:00", "until": "08:00"}
    wanted |= {"staff_emails": ["Desk@Example.com", "desk@example.com"], "staff_phones": ["0400 000 001"]}
    wanted |= {"reminder_hours": [2, 48], "digest_at": "18:00"}
    changed = await put(counter, "/notification-settings", wanted, **{"If-Match": first.headers["ETag"]})
    assert changed.status_code == 200, changed.text
    kept = changed.json()
    assert (kept["staff_emails"], kept["reminder_hours"]) == (["desk@example.com"], [48, 2])
    assert (await counter.get("/notification-settings")).json() == kept
    late = await put(counter, "/notification-settings", wanted, **{"If-Match": first.headers["ETag"]})
    assert late.status_code == 412
    for wrong, named in (
        ({"staff_emails": ["nobody"]}, "staff_emails"),
        ({"staff_phones": ["12"]}, "staff_phones"),
        ({"quiet": {"since": "09:00", "until": "09:00"}}, "quiet_until"),
        ({"quiet": {"since": "21:00Z", "until": "08:00"}}, "since"),
        ({"digest_at": "18:00+10:00"}, "digest_at"),
    ):
        refused = await put(counter, "/notification-settings", wanted | wrong)
        assert (refused.status_code, named in refused.text) == (422, True), refused.text


async def test_words_are_a_businesss_own_until_it_takes_them_away(counter: Counter) -> None:
    path = "/notification-templates/booking_reminder/de"
    words = {"sms": "{business_name}: {when}? C oder X", "subject": "Termin", "mail": "Bis {when}."}
    assert (await put(counter, path, words)).json()["own"] is True
    listed = (await counter.get("/notification-templates", language="de")).json()["items"]
    assert [each["kind"] for each in listed if each["own"]] == ["booking_reminder"]
    shown = (await counter.post(path + "/preview", {})).json()
    assert shown["sms"].endswith("um 10:30 Uhr? C oder X")
    assert (shown["encoding"], shown["segments"]) == ("GSM-7", 1)
    refused = await put(counter, path, words | {"sms": "Antworten Sie CANCEL"})
    assert refused.status_code == 422
    draft = await counter.post(path + "/preview", {"words": words | {"sms": "\U0001f600" * 40}})
    assert (draft.json()["encoding"], draft.json()["segments"]) == ("UCS-2", 2)
    assert (await counter.delete(path)).json()["own"] is False
    assert (await put(counter, "/notification-templates/booking_reminder/pt", words)).status_code == 422


async def given_up(counter: Counter, status: Status, key: str) -> str:
    """A mail that was not sent, with its dead item."""
    business_id = counter.studio.business_id
    async with counter.api.database.tenant(business_id) as scope:
        await outbox.enqueue(scope, "mail.staff_message", key, {"to": "a@example.com"})
        item_id = await scope.session.scalar(
            update(OutboxRow)
            .where(OutboxRow.business_id == business_id, OutboxRow.key == key)
            .values(status="dead", attempts=3, last_error="perhaps sent")
            .returning(OutboxRow.id)
        )
        assert item_id is not None
        new = NewNotification(item_id, "staff_message", Channel.EMAIL, "a@example.com", "S", "B")
        await notifications.begin(scope, [new], again=set())
        await notifications.settle(scope, item_id, status)
    return str(item_id)


async def test_what_was_given_up_is_shown_and_a_person_has_it_tried_again(counter: Counter) -> None:
    perhaps = await given_up(counter, Status.PERHAPS_SENT, "one")
    await given_up(counter, Status.ACCEPTED, "two")
    (shown,) = (await counter.get("/notifications", status=["perhaps_sent", "failed"])).json()["items"]
    assert (shown["id"], shown["recipient"]) == (perhaps, "a@example.com")
    viewer = await open_counter(counter.api, role=Role.VIEWER, studio=counter.studio)
    assert (await viewer.post(f"/notifications/{perhaps}/requeue")).status_code == 403
    assert (await counter.post(f"/notifications/{perhaps}/requeue")).status_code == 202
    assert (await counter.post(f"/notifications/{perhaps}/requeue")).status_code == 409
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        new = NewNotification(UUID(perhaps), "staff_message", Channel.EMAIL, "a@example.com", "S", "B")
        assert await notifications.begin(scope, [new], again=set()) == {}


async def test_an_address_is_written_to_again_unless_its_owner_said_stop(counter: Counter) -> None:
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        await suppressions.add(scope, Channel.SMS, "+61400000008", Reason.STOPPED)
        await suppressions.add(scope, Channel.SMS, "+61400000009", Reason.UNDELIVERABLE, "30006")
    listed = (await counter.get("/suppressions")).json()["items"]
    assert [(each["address"], each["reason"]) for each in listed] == [
        ("+61400000008", "stopped"),
        ("+61400000009", "undeliverable"),
    ]
    for number, status in (("+61400000009", 204), ("+61400000009", 404), ("+61400000008", 409)):
        answer = await counter.post("/suppressions/lift", {"channel": "sms", "address": number})
        assert answer.status_code == status
