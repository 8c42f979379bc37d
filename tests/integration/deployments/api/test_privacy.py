"""One person is handed out and erased over the API, by those who may."""

from redis.asyncio import Redis

from domain.accounts.roles import Role
from services.archive.archive import CallArchives
from services.privacy.erasing import ErasureDrain
from storage.redis.persons import PersonTraces
from tests.integration.services.playback.test_voicemails import Carrier
from tests.support.api import OBJECTS, Api
from tests.support.front_desk import open_counter


async def test_a_person_is_handed_out_and_erased(served: Api, redis: Redis) -> None:
    counter = await open_counter(served)
    made = await counter.post("/customers", {"name": "Tilda Tammar", "phone": "+61491570158"})
    assert made.status_code == 201
    somebody = {"phone": "0491 570 158"}
    given = await counter.post("/privacy/exports", somebody)
    assert (given.status_code, given.content[:2]) == (200, b"PK")
    assert given.headers["content-disposition"] == 'attachment; filename="person.zip"'
    asked = await counter.post("/privacy/erasures", somebody)
    assert (asked.status_code, asked.json()["status"]) == (202, "pending")
    archives = CallArchives(served.database, OBJECTS)
    drain = ErasureDrain(served.database, OBJECTS, PersonTraces(redis), Carrier(), archives)
    await drain.drain()
    receipt = (await counter.get(f"/privacy/erasures/{asked.json()['id']}")).json()
    assert (receipt["status"], receipt["counts"]["customers"]) == ("done", 1)
    assert [each["id"] for each in (await counter.get("/privacy/erasures")).json()["items"]] == [
        receipt["id"]
    ]
    assert (await counter.get("/customers", name="Tilda")).json()["items"] == []
    assert (await counter.post("/privacy/exports", somebody)).status_code == 404
    log = [entry["action"] for entry in (await counter.get("/audit-log")).json()["items"]]
    assert {"person.exported", "person.erasure_asked", "person.erased"} <= set(log)


async def test_who_may_not_is_told_so_and_nonsense_is_refused(served: Api) -> None:
    counter = await open_counter(served)
    staff = await open_counter(served, role=Role.STAFF, studio=counter.studio)
    for path in ("/privacy/exports", "/privacy/erasures"):
        assert (await staff.post(path, {"phone": "+61491570158"})).status_code == 403
        assert (await counter.post(path, {})).status_code == 422
        assert (await counter.post(path, {"phone": "12"})).status_code == 422
        assert (await counter.post(path, {"email": "nobody"})).status_code == 422
    assert (await staff.get("/privacy/erasures")).status_code == 403
