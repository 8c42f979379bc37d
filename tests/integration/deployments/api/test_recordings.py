"""Recordings: who hears them, ranges, links that end, deletion, legal hold, and one call shown by a link."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis

from domain.accounts.roles import Role
from domain.ids import new_id
from services.playback.links import By, Grant, Of, PlaybackLinks
from storage.postgres import calls, messages, recordings
from storage.postgres.calls import NewCall, TurnRow
from storage.postgres.messages import NewMessage
from tests.support.api import LINK_KEYS, OBJECTS, Api
from tests.support.front_desk import Counter, open_counter

BEGAN = datetime(2026, 11, 2, 9, tzinfo=UTC)
WAV = b"RIFF" + bytes(range(256)) * 4


@dataclass(frozen=True, slots=True)
class Kept:
    """A call with a recording and a transcript, and a voicemail left on another."""

    counter: Counter
    call_id: UUID
    message_id: UUID

    @property
    def recording(self) -> str:
        return f"/calls/{self.call_id}/recording"


async def keep(counter: Counter) -> Kept:
    business_id, call_id, message_id = counter.studio.business_id, new_id(), new_id()
    key = f"{business_id}/2026/11/02/{call_id}.wav"
    voicemail = f"{business_id}/2026/11/02/{message_id}.voicemail.wav"
    async with counter.api.database.tenant(business_id) as scope:
        await calls.create(scope, NewCall(call_id, f"CA{call_id.hex}", "+61400000001", "+61280000000", BEGAN))
        said = [
            TurnRow(
                0, "agent", "Hello, this is a long greeting", "Hello", BEGAN + timedelta(seconds=1), True
            ),
            TurnRow(1, "caller", "A cut", "A cut", BEGAN + timedelta(seconds=2.5)),
        ]
        await calls.save_turns(scope, call_id, said)
        await calls.finish(
            scope, call_id, outcome="booked", ended_at=BEGAN + timedelta(seconds=60), recording_key=key
        )
        new = NewMessage(message_id, None, None, "+61400000002", "Voicemail", str(message_id))
        await messages.insert(scope, new)
        assert await recordings.keep_voicemail(scope, message_id, voicemail)
    await OBJECTS.put(key, WAV)
    await OBJECTS.put(key.replace(".wav", ".part0.spool"), b"spool")
    await OBJECTS.put(voicemail, WAV)
    return Kept(counter, call_id, message_id)


@pytest.fixture
async def kept(served: Api) -> Kept:
    return await keep(await open_counter(served))


async def audit_of(kept: Kept) -> list[str]:
    found = await kept.counter.get("/audit-log")
    return [entry["action"] for entry in found.json()["items"]]


async def test_recordings_are_listed_and_found_by_call(kept: Kept) -> None:
    counter = kept.counter
    first = (await counter.get("/recordings", limit=1)).json()
    second = (await counter.get("/recordings", limit=1, cursor=first["next_cursor"])).json()
    both = first["items"] + second["items"]
    assert {(each["kind"], each["id"]) for each in both} == {
        ("call", str(kept.call_id)),
        ("voicemail", str(kept.message_id)),
    }
    assert second["next_cursor"] is None
    of_call = (await counter.get("/recordings", call_id=str(kept.call_id))).json()["items"]
    assert [each["kind"] for each in of_call] == ["call"]
    voicemails = (await counter.get("/recordings", kind="voicemail")).json()["items"]
    assert [each["id"] for each in voicemails] == [str(kept.message_id)]
    assert (await counter.get("/recordings", to=BEGAN.isoformat())).json()["items"] == []


async def test_a_player_gets_the_range_it_asks_for(kept: Kept) -> None:
    client, url, bearer = kept.counter.api.client, kept.counter.base + kept.recording, kept.counter.bearer
    whole = await client.get(url, headers=bearer)
    assert (whole.status_code, whole.content) == (200, WAV)
    assert whole.headers["content-type"] == "audio/wav"
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["content-disposition"] == 'inline; filename="call-20261102-090000.wav"'
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert "private" in whole.headers["cache-control"]
    etag = whole.headers["etag"]

    part = await client.get(url, headers={**bearer, "Range": "bytes=4-9"})
    assert (part.status_code, part.content) == (206, WAV[4:10])
    assert part.headers["content-range"] == f"bytes 4-9/{len(WAV)}"
    end = await client.get(url, headers={**bearer, "Range": "bytes=-3", "If-Range": etag})
    assert (end.status_code, end.content) == (206, WAV[-3:])
    changed = await client.get(url, headers={**bearer, "Range": "bytes=-3", "If-Range": '"another"'})
    assert (changed.status_code, changed.content) == (200, WAV)
    for header in (f"bytes={len(WAV)}-", "bytes=0-1,4-5"):
        beyond = await client.get(url, headers={**bearer, "Range": header})
        assert beyond.status_code == 416
        assert beyond.headers["content-range"] == f"bytes */{len(WAV)}"
        assert beyond.json()["detail"].endswith(".")

    head = await client.head(url, headers={**bearer, "Range": "bytes=0-9"})
    assert (head.status_code, head.content, head.headers["content-length"]) == (206, b"", "10")
    known = await client.get(url, headers={**bearer, "If-None-Match": etag})
    assert (known.status_code, known.content) == (304, b"")
    saved = await client.get(f"{url}?download=true", headers=bearer)
    assert saved.headers["content-disposition"].startswith("attachment")


async def test_transcripts_come_as_json_text_and_vtt(kept: Kept) -> None:
    path = f"/calls/{kept.call_id}/transcript"
    lines = (await kept.counter.get(path)).json()["lines"]
    assert [(each["speaker"], each["text"], each["at_s"]) for each in lines] == [
        ("agent", "Hello", 1.0),
        ("caller", "A cut", 2.5),
    ]
    text = await kept.counter.get(path, format="text")
    assert (text.headers["content-type"], text.text.splitlines()[1]) == (
        "text/plain; charset=utf-8",
        "[00:02] Caller: A cut",
    )
    vtt = await kept.counter.get(path, format="vtt")
    assert vtt.headers["content-type"] == "text/vtt; charset=utf-8"
    assert "00:00:01.000 --> 00:00:02.500\n<v Agent>Hello\n" in vtt.text
    assert (await kept.counter.get(f"/calls/{new_id()}/transcript")).status_code == 404


async def test_a_viewer_listens_only_where_somebody_allowed_it(kept: Kept) -> None:
    counter = kept.counter
    viewer = await open_counter(counter.api, role=Role.VIEWER, studio=counter.studio)
    staff = await open_counter(counter.api, role=Role.STAFF, studio=counter.studio)
    assert (await staff.get(kept.recording)).status_code == 200
    assert (await staff.delete(kept.recording)).status_code == 403
    assert (await viewer.get(kept.recording)).status_code == 403
    assert (await viewer.get("/recordings")).status_code == 403
    assert (await viewer.post(f"{kept.recording}/link")).status_code == 403
    assert (await viewer.get(f"/calls/{kept.call_id}/transcript")).status_code == 200

    me = (await counter.api.client.get("/api/v1/users/me", headers=viewer.bearer)).json()["id"]
    allow = f"{counter.base}/members/{me}/hearing"
    refused = await counter.api.client.put(allow, json={"allowed": True}, headers=staff.bearer)
    assert refused.status_code == 403
    for _ in range(2):
        done = await counter.api.client.put(allow, json={"allowed": True}, headers=counter.bearer)
        assert done.status_code == 204
    assert (await audit_of(kept)).count("member.hearing_changed") == 1
    assert (await viewer.get(kept.recording)).content == WAV
    url = (await viewer.post(f"{kept.recording}/link")).json()["url"]
    assert (await counter.api.client.get(url)).content == WAV
    await counter.api.client.put(allow, json={"allowed": False}, headers=counter.bearer)
    assert (await viewer.get(kept.recording)).status_code == 403
    assert (await counter.api.client.get(url)).status_code == 404, (
        "who it was made for hears nothing any more"
    )


async def test_a_link_plays_for_a_while_and_nothing_else(kept: Kept) -> None:
    client = kept.counter.api.client
    made = (await kept.counter.post(f"{kept.recording}/link", {"minutes": 5})).json()
    assert made["url"].startswith("http://api/api/v1/recordings/")
    lasts = datetime.fromisoformat(made["expires_at"]) - datetime.now(UTC)
    assert timedelta(minutes=4) < lasts <= timedelta(minutes=5)
    ranged = await client.get(made["url"], headers={"Range": "bytes=0-3"})
    assert (ranged.status_code, ranged.content) == (206, WAV[:4])
    assert (await client.head(made["url"])).headers["content-length"] == str(len(WAV))
    voicemail = (await kept.counter.post(f"/messages/{kept.message_id}/recording/link")).json()["url"]
    assert (await client.get(voicemail)).content == WAV

    business_id = kept.counter.studio.business_id
    user_id = UUID((await client.get("/api/v1/users/me", headers=kept.counter.bearer)).json()["id"])
    now = datetime.now(UTC).replace(microsecond=0)
    links = PlaybackLinks(LINK_KEYS)

    async def shown(**changes: Any) -> int:
        good: dict[str, Any] = {
            "of": Of.CALL_RECORDING,
            "business_id": business_id,
            "object_id": kept.call_id,
            "by": By.USER,
            "by_id": user_id,
            "expires_at": now + timedelta(minutes=1),
        }
        return (await client.get(f"/api/v1/recordings/{links.token(Grant(**good | changes))}")).status_code

    assert await shown() == 200
    for wrong in (
        {"expires_at": now},
        {"by_id": new_id()},
        {"by": By.KEY},
        {"by": By.SHARE},
        {"business_id": new_id()},
        {"object_id": new_id()},
        {"of": Of.MESSAGE_RECORDING},
        {"of": Of.SHARED_CALL},
    ):
        assert await shown(**wrong) == 404, wrong
    assert (await client.get("/api/v1/recordings/" + "x" * 43)).status_code == 404


async def test_what_is_deleted_is_gone_with_its_parts(kept: Kept) -> None:
    counter = kept.counter
    made = (await counter.post(f"{kept.recording}/link")).json()
    assert (await counter.delete(kept.recording)).status_code == 204
    assert (await counter.delete(kept.recording)).status_code == 404
    assert (await counter.get(kept.recording)).status_code == 404
    assert (await counter.api.client.get(made["url"])).status_code == 404
    assert (await counter.get(f"/calls/{kept.call_id}/transcript")).status_code == 200
    call = (await counter.get(f"/calls/{kept.call_id}")).json()
    assert (call["is_recorded"], call["recording_removed_at"] is not None) == (False, True)
    assert (await counter.delete(f"/messages/{kept.message_id}/recording")).status_code == 204
    assert await OBJECTS.below(str(counter.studio.business_id)) == []
    assert (await audit_of(kept)).count("recording.deleted") == 2

    # What stores a recording late, from a node's disk, does not bring it back.
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        row = await calls.finish(scope, kept.call_id, outcome=None, ended_at=BEGAN, recording_key="late.wav")
        assert row.recording_key is None
        assert not await recordings.keep_voicemail(scope, kept.message_id, "late.wav")


async def test_nothing_of_a_call_on_hold_is_deleted(kept: Kept) -> None:
    counter, client = kept.counter, kept.counter.api.client
    hold = f"{counter.base}/calls/{kept.call_id}/hold"
    assert (await client.put(hold, json={"because": " "}, headers=counter.bearer)).status_code == 422
    for _ in range(2):
        held = await client.put(hold, json={"because": "Claim 12"}, headers=counter.bearer)
        assert held.status_code == 204
    refused = await counter.delete(kept.recording)
    assert (refused.status_code, "legal hold" in refused.json()["detail"]) == (409, True)
    (listed,) = (await counter.get("/recordings", call_id=str(kept.call_id))).json()["items"]
    assert listed["is_held"]
    assert (await client.delete(hold, headers=counter.bearer)).status_code == 204
    assert (await counter.delete(kept.recording)).status_code == 204
    log = await audit_of(kept)
    assert (log.count("call.held"), log.count("call.released")) == (1, 1)


async def test_one_call_is_shown_by_a_link_without_a_login(kept: Kept, redis: Redis) -> None:
    counter, client = kept.counter, kept.counter.api.client
    path = f"/calls/{kept.call_id}/shares"
    assert (await counter.post(path, {"recording": False, "transcript": False})).status_code == 422
    whole = (await counter.post(path, {"hours": 24})).json()
    assert whole["url"].startswith("https://voice.example.com/shared-calls/")
    shown = (await client.get(whole["api_url"])).json()
    assert [each["text"] for each in shown["lines"]] == ["Hello", "A cut"]
    assert "+61400000001" not in str(shown)
    assert (await client.get(shown["recording_url"], headers={"Range": "bytes=0-3"})).content == WAV[:4]
    for wrong in ("post", "put", "delete"):
        assert (await client.request(wrong, whole["api_url"])).status_code == 405

    read_only = (await counter.post(path, {"recording": False})).json()
    shown = (await client.get(read_only["api_url"])).json()
    assert (shown["recording_url"], len(shown["lines"])) == (None, 2)
    assert (await client.get(f"{read_only['api_url']}/recording")).status_code == 404

    listed = (await counter.get(path)).json()["items"]
    assert [(each["id"], each["opened"]) for each in listed] == [(read_only["id"], 1), (whole["id"], 1)]
    for _ in range(2):
        gone = await counter.delete(f"/call-shares/{whole['id']}")
    assert gone.status_code == 404
    assert (await client.get(whole["api_url"])).status_code == 404
    assert (await client.get(f"{whole['api_url']}/recording")).status_code == 404
    assert (await client.get(read_only["api_url"])).status_code == 200
    (_, taken_back) = (await counter.get(path)).json()["items"]
    assert (taken_back["url"], taken_back["revoked_at"] is not None) == (None, True)
    log = await audit_of(kept)
    assert (log.count("call.shared"), log.count("call.unshared")) == (2, 1)

    staff = await open_counter(counter.api, role=Role.STAFF, studio=counter.studio)
    assert (await staff.post(path, {})).status_code == 403
    assert (await counter.post(f"/calls/{new_id()}/shares", {})).status_code == 404
