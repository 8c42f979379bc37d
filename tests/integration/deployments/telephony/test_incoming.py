"""A ringing phone is answered with TwiML, once per call, whatever the stores do."""

import asyncio
import time
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

import asyncpg
import pytest
from redis.asyncio import Redis

from domain.call.effects import NextStepKind
from domain.call.next_step import NextStep
from domain.dialogue.lines import ENGLISH
from domain.dialogue.prompt import system_prompt
from domain.ids import new_id
from sandbox.local.process import free_port
from sandbox.local.redis import EmbeddedRedis
from sandbox.phone.verbs import Hangup
from services.profiles import Profiles
from services.tools.runner import CallContext, ToolRunner
from storage.postgres import messages
from storage.postgres.database import Database
from storage.redis.capacity import CallSlots
from storage.redis.connection import open_redis
from storage.redis.stores import RedisStores
from tests.integration.deployments.media.bad_network import FreezableProxy, silent_server
from tests.integration.deployments.telephony.webhook_client import (
    PUBLIC_URL,
    Twilio,
    call_fields,
    connect,
    spoken,
    ticket_of,
    voicemail,
    webhooks,
)
from tests.support.dialled_business import DialledBusiness, open_business

NOWHERE = "+61299990000"


async def everything(owner_url: str, redis: Redis) -> dict[str, Any]:
    """A fingerprint of every table, and every Redis key with its value."""
    connection = await asyncpg.connect(owner_url)
    try:
        names = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found: dict[str, Any] = {}
        for (name,) in names:
            query = f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t"  # noqa: S608
            found[name] = tuple(await connection.fetchrow(query))
    finally:
        await connection.close()
    assert len(found) > 8
    for key in await redis.keys("*"):
        found[str(key)] = await redis.dump(key)
    return found


async def test_a_call_is_answered_with_a_stream_and_recorded_as_ringing(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores
) -> None:
    fields = call_fields(business.number)
    verbs = await twilio.document("voice", fields)
    call_id, token = ticket_of(verbs)
    verb = connect(verbs)
    assert verb.stream.url == f"wss://voice.example.com/media/{call_id}/{token}"
    assert verb.action == f"{PUBLIC_URL}/webhooks/twilio/stream-ended?call={call_id}&stream=0"
    assert verb.stream.status_callback == f"{PUBLIC_URL}/webhooks/twilio/stream"

    row = await business.call(fields["CallSid"])
    assert row is not None
    assert (row.id, row.status, row.outcome, row.ended_at) == (call_id, "ringing", None, None)
    assert (row.from_number, row.to_number) == ("+61400000001", business.number)

    assert await stores.tickets.claim(call_id, "another token") is None
    ticket = await stores.tickets.claim(call_id, token)
    assert ticket is not None
    assert (ticket.business_id, ticket.call_sid) == (business.id, fields["CallSid"])
    assert ticket.received_at == row.started_at
    assert await stores.tickets.claim(call_id, token) is None


@pytest.mark.parametrize(
    ("public_url", "stream"),
    [
        ("http://127.0.0.1:8000", "ws://127.0.0.1:8000/media/"),
        ("https://voice.example.com/", "wss://voice.example.com/media/"),
        ("https://example.com/reception", "wss://example.com/reception/media/"),
        ("https://voice.example.com:8443", "wss://voice.example.com:8443/media/"),
    ],
)
async def test_signature_and_stream_follow_the_public_address(
    database: Database, own_redis: Redis, stores: RedisStores, public_url: str, stream: str
) -> None:
    business = await open_business(database)
    verbs = await webhooks(database, own_redis, public_url).document("voice", call_fields(business.number))
    assert connect(verbs).stream.url.startswith(stream)


async def test_the_signature_may_be_made_with_sha256(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores
) -> None:
    fields = call_fields(business.number)
    headers = {
        "X-Twilio-Signature": twilio.signature("voice", fields, "HMAC_SHA256"),
        "X-Twilio-Webhooks-Signature-Settings": "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256",
    }
    assert (await twilio.post("voice", fields, headers)).status_code == 200
    del headers["X-Twilio-Webhooks-Signature-Settings"]
    assert (await twilio.post("voice", fields, headers)).status_code == 403


EVERY_PATH = (
    "voice",
    "voice?attempt=1",
    "stream-ended",
    "transfer-ended",
    "voicemail-recorded",
    f"voicemail-status?business={UUID(int=1)}",
    "status",
    "stream",
)


@pytest.mark.parametrize("path", EVERY_PATH)
async def test_unsigned_requests_are_refused_and_leave_no_trace(
    twilio: Twilio,
    business: DialledBusiness,
    stores: RedisStores,
    own_redis: Redis,
    postgres_owner_url: str,
    path: str,
) -> None:
    fields = call_fields(business.number, CallStatus="completed", StreamEvent="stream-error")
    before = await everything(postgres_owner_url, own_redis)
    signature = twilio.signature(path, fields)
    for headers in (
        {},
        {"X-Twilio-Signature": ""},
        {"X-Twilio-Signature": Twilio(twilio.app, token="stolen").signature(path, fields)},
        {"X-Twilio-Signature": twilio.signature("other", fields)},
        {"X-Twilio-Signature": twilio.signature(path, fields | {"To": NOWHERE})},
        {"X-Twilio-Signature": signature, "X-Twilio-Webhooks-Signature-Settings": "algorithm=NONE"},
    ):
        answer = await twilio.post(path, fields, headers)
        assert answer.status_code == 403, headers
    tampered = await twilio.post(path, fields | {"To": NOWHERE}, {"X-Twilio-Signature": signature})
    assert tampered.status_code == 403
    assert await everything(postgres_owner_url, own_redis) == before
    await twilio.post(path, fields)
    if path in ("voice", "status", "stream"):
        assert await everything(postgres_owner_url, own_redis) != before


async def test_an_address_signed_with_a_query_must_come_with_it(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores
) -> None:
    fields = call_fields(business.number)
    headers = {"X-Twilio-Signature": twilio.signature("voice?edge=sydney", fields)}
    assert (await twilio.post("voice?edge=sydney", fields, headers)).status_code == 200
    assert (await twilio.post("voice?edge=dublin", fields, headers)).status_code == 403
    assert (await twilio.post("voice", fields, headers)).status_code == 403


@pytest.mark.parametrize(
    "written",
    ["{digits}", " {digits}", "00{digits}", "sip:+{digits}@trunk.example.com", "tel:+{digits}", "+{spaced}"],
    ids=["without its plus", "with a blank for it", "00", "SIP", "tel", "in groups"],
)
async def test_the_dialled_number_is_found_however_it_is_written(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores, written: str
) -> None:
    digits = business.number.removeprefix("+")
    to_number = written.format(digits=digits, spaced=f"{digits[:2]} {digits[2:6]}-{digits[6:]}")
    fields = call_fields(to_number)
    call_id, _ = ticket_of(await twilio.document("voice", fields))
    row = await business.call(fields["CallSid"])
    assert row is not None
    assert (row.id, row.to_number) == (call_id, business.number)
    await stores.next_steps.put(fields["CallSid"], NextStep(NextStepKind.HANG_UP))
    assert await twilio.document("stream-ended", fields) == (Hangup(),)
    assert (await twilio.post("status", fields | {"CallStatus": "completed"})).status_code == 200
    assert (await business.call(fields["CallSid"])).status == "ended"  # type: ignore[union-attr]


@pytest.mark.parametrize("number", [NOWHERE, "sip:reception@example.com", "+", "' OR true --"])
async def test_an_unknown_number_says_so_and_hangs_up(
    twilio: Twilio, stores: RedisStores, number: str
) -> None:
    assert spoken(await twilio.document("voice", call_fields(number))) == ENGLISH.unknown_number


async def test_the_same_webhook_again_gets_the_same_answer(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores
) -> None:
    fields = call_fields(business.number)
    first = await twilio.post("voice", fields)
    assert (await twilio.post("voice", fields)).text == first.text
    assert await business.calls() == 1


async def test_ten_deliveries_at_once_are_one_call(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores
) -> None:
    fields = call_fields(business.number)
    answers = await asyncio.gather(*(twilio.post("voice", fields) for _ in range(10)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert await business.calls() == 1
    call_id, token = ticket_of(await twilio.document("voice", fields))
    claims = await asyncio.gather(*(stores.tickets.claim(call_id, token) for _ in range(10)))
    assert sum(ticket is not None for ticket in claims) == 1


async def test_a_repeated_webhook_gives_no_second_ticket(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores
) -> None:
    fields = call_fields(business.number)
    call_id, token = ticket_of(await twilio.document("voice", fields))
    assert await stores.tickets.claim(call_id, token) is not None
    assert ticket_of(await twilio.document("voice", fields)) == (call_id, token)
    assert await stores.tickets.claim(call_id, token) is None


async def test_a_call_that_has_ended_is_hung_up(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores
) -> None:
    fields = call_fields(business.number)
    await twilio.document("voice", fields)
    await twilio.document("status", fields | {"CallStatus": "completed"})
    assert await twilio.document("voice", fields) == (Hangup(),)
    assert await business.calls() == 1


@pytest.mark.parametrize("missing", ["CallSid", "To"])
@pytest.mark.parametrize("empty", [True, False])
async def test_a_call_without_its_sid_or_number_is_a_bad_request(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores, missing: str, empty: bool
) -> None:
    fields = call_fields(business.number)
    if empty:
        fields[missing] = ""
    else:
        del fields[missing]
    answer = await twilio.post("voice", fields)
    assert answer.status_code == 400
    assert missing in answer.text
    assert await business.calls() == 0


def on_keypad(word: str) -> str:
    keys = {letter: digit for digit, letters in zip("23456789", KEYS, strict=True) for letter in letters}
    return "+" + "".join(keys[letter] for letter in word)


KEYS = ("ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ")


@pytest.mark.parametrize(
    "shown",
    [
        "anonymous",
        "Anonymous",
        "RESTRICTED",
        "Withheld",
        "unavailable",
        "",
        "sip:desk@pbx.example.com",
        "sip:+61491570157@pbx.example.com;user=phone",
        "client:kiosk",
        "+0",
        "+",
        "0491570157",
        "61491570157",
        " 61491570157",
        "+61 491 570 157",
        "+1" + "2" * 400,
        "whatsapp:+61491570157",
        "\u0664\u0665" * 6,
        *(on_keypad(word) for word in ("ANONYMOUS", "RESTRICTED", "BLOCKED", "UNKNOWN", "UNAVAILABLE")),
    ],
)
async def test_a_withheld_number_is_no_number(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores, shown: str
) -> None:
    fields = call_fields(business.number, From=shown)
    call_id, token = ticket_of(await twilio.document("voice", fields))
    row = await business.call(fields["CallSid"])
    assert row is not None
    assert row.from_number is None
    ticket = await stores.tickets.claim(call_id, token)
    assert ticket is not None
    assert ticket.from_number is None


async def test_whoever_has_no_number_is_served_without_one(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores
) -> None:
    """From the webhook to the rows a tool writes."""
    fields = call_fields(business.number, From="sip:desk@pbx.example.com")
    ticket = await stores.tickets.claim(*ticket_of(await twilio.document("voice", fields)))
    assert ticket is not None
    profile = await Profiles(business.database, stores.client).get(business.id)
    assert "Caller number: unknown" in system_prompt(
        profile, now=ticket.received_at, caller_number=ticket.from_number
    )
    tools = ToolRunner(business.database, profile)
    call = CallContext(ticket.call_id, ticket.business_id, ticket.from_number)
    told = await tools.run(
        call, "1", "take_message", {"message": "Call me back.", "caller_name": "Ida"}, ticket.received_at
    )
    assert told.ok
    async with business.database.tenant(business.id) as scope:
        (message,) = await messages.for_call(scope, ticket.call_id)
        assert message.callback_number is None


async def test_a_call_without_a_caller_field_is_answered(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores
) -> None:
    fields = call_fields(business.number)
    del fields["From"]
    connect(await twilio.document("voice", fields))


@pytest.mark.parametrize("nodes", [{}, {"full": 0}, {"full": 0, "fuller": 0}])
async def test_without_a_free_slot_the_caller_is_asked_for_a_message_and_the_call_is_missed(
    twilio: Twilio, business: DialledBusiness, own_redis: Redis, nodes: dict[str, int]
) -> None:
    stores = RedisStores.over(own_redis)
    for node, free in nodes.items():
        await stores.capacity.report(node, CallSlots(free, 4), 60)
    fields = call_fields(business.number)
    first = await twilio.document("voice", fields)
    assert voicemail(first) == ENGLISH.voicemail_when_busy
    row = await business.call(fields["CallSid"])
    assert row is not None
    assert (row.status, row.outcome) == ("ended", "missed")
    assert row.ended_at == row.started_at

    # Room by the time the webhook is delivered again.
    await stores.capacity.report("node", CallSlots(4, 4), 60)
    assert await twilio.document("voice", fields) == first
    assert await business.calls() == 1


async def test_fresh_calls_leave_each_node_its_reserve(
    twilio: Twilio, business: DialledBusiness, own_redis: Redis
) -> None:
    stores = RedisStores.over(own_redis)
    await stores.capacity.report("one", CallSlots(1, 4), 60)
    await stores.capacity.report("other", CallSlots(1, 4), 60)
    voicemail(await twilio.document("voice", call_fields(business.number)))
    await stores.capacity.report("other", CallSlots(2, 4), 60)
    connect(await twilio.document("voice", call_fields(business.number)))


async def test_the_only_slot_of_a_node_is_no_reserve(
    twilio: Twilio, business: DialledBusiness, own_redis: Redis
) -> None:
    await RedisStores.over(own_redis).capacity.report("small", CallSlots(1, 1), 60)
    connect(await twilio.document("voice", call_fields(business.number)))


async def test_a_business_is_reached_by_its_own_number_only(
    twilio: Twilio, database: Database, stores: RedisStores
) -> None:
    one, other = await open_business(database), await open_business(database, name="Rival")
    sid = f"CA{new_id().hex}"
    first = ticket_of(await twilio.document("voice", call_fields(one.number, sid)))
    forged = ticket_of(await twilio.document("voice", call_fields(other.number, sid)))
    assert forged[0] != first[0]
    ticket = await stores.tickets.claim(*forged)
    assert ticket is not None
    assert ticket.business_id == other.id
    assert await stores.tickets.claim(first[0], forged[1]) is None


async def test_words_of_the_business_reach_twiml_escaped(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores
) -> None:
    fields = call_fields(business.number)
    await twilio.document("voice", fields)
    words = 'Fish & <Chips> "to go"'
    await stores.next_steps.put(fields["CallSid"], NextStep(NextStepKind.SAY_AND_HANG_UP, words))
    answer = await twilio.post("stream-ended", fields)
    assert escape(words) in answer.text


@pytest.mark.parametrize("path", ["voice", "stream-ended", "transfer-ended", "voicemail-recorded"])
async def test_with_postgres_away_the_caller_hears_an_apology(
    own_redis: Redis, stores: RedisStores, path: str
) -> None:
    database = Database(f"postgresql://app@127.0.0.1:{free_port()}/receptionist")
    fields = call_fields(NOWHERE)
    assert spoken(await webhooks(database, own_redis).document(path, fields)) == ENGLISH.model_failed_goodbye
    await database.close()


@pytest.mark.parametrize("path", ["voice", "voice?attempt=1", "stream-ended"])
async def test_with_redis_away_the_caller_is_asked_for_a_message(
    database: Database, business: DialledBusiness, tmp_path: Path, path: str
) -> None:
    with EmbeddedRedis(tmp_path / "redis") as server:
        client = open_redis(server.url)
        await RedisStores.over(client).capacity.report("node", CallSlots(1, 1), 60)
        twilio = webhooks(database, client)
        fields = call_fields(business.number)
        await twilio.document("voice", fields)
        server.stop()
        assert voicemail(await twilio.document(path, fields)) == ENGLISH.voicemail_when_busy
        fresh = call_fields(business.number)
        assert voicemail(await twilio.document("voice", fresh)) == ENGLISH.voicemail_when_busy
        row = await business.call(fresh["CallSid"])
        assert row is not None
        assert (row.status, row.outcome, row.reason) == ("ended", "missed", "redis was away")
        await client.aclose()


async def test_a_redis_that_falls_silent_does_not_keep_the_caller_waiting(
    database: Database, business: DialledBusiness
) -> None:
    async with silent_server() as port:
        client = open_redis(f"redis://127.0.0.1:{port}", answer_timeout_s=60)
        twilio = webhooks(database, client)
        fields = call_fields(business.number)
        assert voicemail(await twilio.document("voice", fields)) == ENGLISH.voicemail_when_busy
        assert voicemail(await twilio.document("stream-ended", fields)) == ENGLISH.voicemail_when_busy
        await client.aclose()


@pytest.mark.parametrize("path", ["voice", "stream-ended", "transfer-ended"])
async def test_stores_that_never_answer_do_not_keep_the_caller_waiting(own_redis: Redis, path: str) -> None:
    async with silent_server() as port:
        database = Database(f"postgresql://app@127.0.0.1:{port}/receptionist")
        twilio = webhooks(database, own_redis, answer_within_s=0.2, rings_longer_s=0)
        began = time.monotonic()
        assert spoken(await twilio.document(path, call_fields(NOWHERE))) == ENGLISH.model_failed_goodbye
        assert time.monotonic() - began < 2.0
        await database.close()


async def test_a_postgres_that_falls_silent_does_not_keep_the_caller_waiting(
    postgres_url: str, own_redis: Redis, stores: RedisStores, business: DialledBusiness
) -> None:
    async with FreezableProxy(postgres_url) as proxy:
        database = Database(proxy.url)
        connect(await webhooks(database, own_redis).document("voice", call_fields(business.number)))
        twilio = webhooks(database, own_redis, answer_within_s=0.3, rings_longer_s=0)
        proxy.freeze()
        began = time.monotonic()
        words = spoken(await twilio.document("voice", call_fields(business.number)))
        assert words == ENGLISH.model_failed_goodbye
        assert time.monotonic() - began < 5.0  # the driver takes 2 s to give the connection up
        proxy.thaw()
        await database.close()
