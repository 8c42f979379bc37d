"""The inbox of texts, read and answered by the people of a business."""

from urllib.parse import quote

import pytest

from domain.accounts.roles import Role
from domain.ids import new_id
from domain.notifications.kinds import Channel
from storage.postgres import suppressions, texts
from storage.postgres.suppressions import Reason
from storage.postgres.texts import NewText
from tests.support.api import Api
from tests.support.front_desk import Counter, open_counter

WRITER, OTHER, OWN = "+61400000001", "+61400000002", "+61280001234"


@pytest.fixture
async def counter(served: Api) -> Counter:
    counter = await open_counter(served)
    async with served.database.tenant(counter.studio.business_id) as scope:
        for number, body in ((OTHER, "Hi"), (WRITER, "Are you open?"), (WRITER, "Hello?")):
            new = NewText(f"SM{new_id().hex}", number, OWN, body, (), "words")
            assert await texts.keep(scope, new, unread=True)
    return counter


async def test_threads_are_read_and_answered(counter: Counter) -> None:
    first = (await counter.get("/texts", limit=1)).json()
    second = (await counter.get("/texts", limit=1, cursor=first["next_cursor"])).json()
    shown = [(each["number"], each["unread"], each["last_text"]) for each in first["items"] + second["items"]]
    assert shown == [(WRITER, 2, "Hello?"), (OTHER, 1, "Hi")]
    thread = f"/texts/{quote(WRITER)}"
    assert [each["body"] for each in (await counter.get(thread)).json()["items"]] == [
        "Hello?",
        "Are you open?",
    ]
    assert (await counter.post(thread, {"text": "Until six."})).status_code == 202
    assert [each["number"] for each in (await counter.get("/texts", unread=True)).json()["items"]] == [OTHER]
    promised = (await counter.api.mails(WRITER))[-1]
    assert (promised["kind"], promised["text"]) == ("sms.reply", "Until six.")
    assert (await counter.get("/call-list")).json()["items"] == []


async def test_nobody_is_written_to_who_said_stop_or_never_wrote(counter: Counter) -> None:
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        await suppressions.add(scope, Channel.SMS, OTHER, Reason.STOPPED)
    for number, status in ((OTHER, 409), ("+61400000099", 404), ("nobody", 422)):
        assert (await counter.post(f"/texts/{quote(number)}", {"text": "Hi"})).status_code == status
    viewer = await open_counter(counter.api, role=Role.VIEWER, studio=counter.studio)
    assert (await viewer.post(f"/texts/{quote(WRITER)}", {"text": "Hi"})).status_code == 403
