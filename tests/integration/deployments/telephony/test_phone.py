"""The webhooks with the simulated phone on the line: what a caller lives through when there is no agent to talk to."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from uuid import UUID

from redis.asyncio import Redis
from starlette.applications import Starlette
from starlette.routing import Mount, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from deployments.telephony.routes import callback_urls
from domain.business import Overflow
from domain.call.effects import NextStepKind
from domain.call.next_step import NextStep
from domain.dialogue.lines import ENGLISH
from providers.twilio.rest import TwilioCarrier
from sandbox.local.process import free_port
from sandbox.options import Credentials, StandInOptions
from sandbox.phone.call_result import CallResult
from sandbox.phone.caller import SilentCaller
from sandbox.phone.carrier import Carrier
from sandbox.phone.carrier_options import Caller, CarrierOptions, DialOutcome, NumberConfig, Phone
from sandbox.phone.control_link import attached
from sandbox.vendors.twilio.app import build
from services.routing.watchdog import Watchdog
from storage.postgres import messages
from storage.postgres.calls import CallRow
from storage.postgres.database import Database
from storage.redis.stores import RedisStores
from storage.redis.tickets import Ticket
from tests.integration.deployments.telephony.webhook_client import TOKEN, webhooks
from tests.integration.sandbox.phone.phone_application import tone
from tests.integration.services.routing.call_routing import call_routing
from tests.support.businesses import TRANSFER_NUMBER
from tests.support.dialled_business import DialledBusiness, open_business
from tests.support.serving import serve_app
from tests.support.waiting import eventually

CREDENTIALS = replace(Credentials(), twilio_auth_token=TOKEN)
CALLER = "+61400000123"

Serve = Callable[[WebSocket, Ticket], Awaitable[None]]


@dataclass
class MediaStreams:
    """Lets media streams in by their tickets, as a node's gateway does, and serves each by the next of `serves`."""

    stores: RedisStores
    serves: list[Serve] = field(default_factory=list)
    let_in: list[Ticket] = field(default_factory=list)

    async def open(self, socket: WebSocket) -> None:
        params = socket.path_params
        ticket = await self.stores.tickets.claim(UUID(params["call"]), params["token"])
        if ticket is None:
            await socket.close()
            return
        await socket.accept()
        await self.stores.leases.renew([ticket], 60)
        self.let_in.append(ticket)
        try:
            await self.serves.pop(0)(socket, ticket)
        except WebSocketDisconnect:
            return


@dataclass
class Line:
    """A system on a real socket, its number, and the phone company."""

    url: str
    business: DialledBusiness
    carrier: Carrier
    media: MediaStreams

    async def ring(self, caller: Caller | None = None) -> CallResult:
        number = NumberConfig(
            self.business.number,
            f"{self.url}/webhooks/twilio/voice",
            status_callback=f"{self.url}/webhooks/twilio/status",
        )
        async with asyncio.timeout(30):
            return await self.carrier.place_call(number, CALLER, caller or SilentCaller())

    async def row(self, result: CallResult) -> CallRow:
        row = await self.business.call(result.call_sid)
        assert row is not None
        return row


@asynccontextmanager
async def line(
    database: Database,
    redis: Redis,
    *,
    dialled: DialOutcome | Callable[[], DialOutcome] | None = None,
    overflow: Overflow = Overflow.VOICEMAIL,
) -> AsyncIterator[Line]:
    """A system nobody's agents belong to; `dialled` is what becomes of people it rings."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    media = MediaStreams(RedisStores.over(redis))
    app = Starlette(
        routes=[
            Mount("/webhooks", webhooks(database, redis, url).app),
            WebSocketRoute("/media/{call}/{token}", media.open),
        ]
    )

    def dial(_: str) -> DialOutcome:
        return dialled() if callable(dialled) else dialled or DialOutcome()

    options = CarrierOptions(credentials=CREDENTIALS, say_ms_per_character=0, dial=dial)
    async with serve_app(app, port=port), Carrier(options) as carrier:
        yield Line(url, await open_business(database, overflow=overflow), carrier, media)


class LeavesWord:
    """Speaks for a second, then presses the key that ends a recording."""

    async def run(self, phone: Phone) -> None:
        phone.handset.say(tone(1000))
        await phone.handset.spoken()
        phone.press("#")


async def until_stopped(socket: WebSocket, _: Ticket) -> None:
    """Reads for ever and says nothing: a process whose node is gone."""
    while True:
        await socket.receive_text()


async def test_a_caller_without_a_line_leaves_a_message_and_hears_a_goodbye(
    database: Database, own_redis: Redis
) -> None:
    async with line(database, own_redis) as here:
        result = await here.ring(LeavesWord())
        assert (result.status, result.errors) == ("completed", [])
        assert result.carrier_said == [ENGLISH.voicemail_when_busy, ENGLISH.voicemail_goodbye]
        (recording,) = result.messages
        row = await here.row(result)
        assert (row.status, row.outcome) == ("ended", "message")
        async with database.tenant(here.business.id) as scope:
            (message,) = await messages.for_call(scope, row.id)
        assert message.recording_url is not None
        assert message.recording_url.endswith(recording.recording_sid)
        assert message.text.startswith("Voicemail, ")
        assert message.callback_number == CALLER


async def test_a_person_who_does_not_answer_leaves_the_caller_a_voicemail(
    database: Database, own_redis: Redis
) -> None:
    absent = DialOutcome("no-answer", rings_s=0)
    async with line(database, own_redis, dialled=absent, overflow=Overflow.FORWARD) as here:
        result = await here.ring(LeavesWord())
        assert [leg.numbers for leg in result.dialled] == [(TRANSFER_NUMBER,)]
        assert result.carrier_said == [
            ENGLISH.transferring,
            ENGLISH.voicemail_when_away,
            ENGLISH.voicemail_goodbye,
        ]
        assert len(result.messages) == 1
        assert (await here.row(result)).outcome == "message"


async def test_a_person_who_answers_has_the_call(database: Database, own_redis: Redis) -> None:
    present = DialOutcome("answered", rings_s=0, talk_s=0)
    async with line(database, own_redis, dialled=present, overflow=Overflow.FORWARD) as here:
        result = await here.ring()
        assert (result.carrier_said, result.messages) == ([ENGLISH.transferring], [])
        assert (await here.row(result)).outcome == "transferred"


async def test_a_call_whose_stream_breaks_goes_on_in_a_fresh_one(
    database: Database, own_redis: Redis, stores: RedisStores
) -> None:
    async def breaks(socket: WebSocket, _: Ticket) -> None:
        await socket.receive_text()
        await socket.close(1011)

    async def finishes(socket: WebSocket, ticket: Ticket) -> None:
        await socket.receive_text()
        await stores.next_steps.put(ticket.call_sid, NextStep(NextStepKind.HANG_UP))
        await socket.close()

    async with line(database, own_redis) as here:
        here.media.serves = [breaks, finishes]
        result = await here.ring()
        assert [ticket.stream_generation for ticket in here.media.let_in] == [0, 1]
        assert len(result.streams) == 2
        assert (result.status, result.ended_by, result.carrier_said) == ("completed", "application", [])


async def test_a_call_on_a_lost_node_is_fetched_over_rest(
    database: Database, own_redis: Redis, stores: RedisStores
) -> None:
    async def finishes(socket: WebSocket, ticket: Ticket) -> None:
        await stores.next_steps.put(ticket.call_sid, NextStep(NextStepKind.HANG_UP))
        await socket.close()

    stand_in = Starlette(routes=[Mount("/twilio", build(StandInOptions(credentials=CREDENTIALS)))])
    async with serve_app(stand_in) as vendor, line(database, own_redis) as here:
        here.media.serves = [until_stopped, finishes]
        routing = call_routing(database, own_redis, key=TOKEN)
        callbacks = callback_urls(here.url, here.url.replace("http", "ws"))
        rest = TwilioCarrier(CREDENTIALS.twilio_account_sid, TOKEN, callbacks, f"{vendor}/twilio")
        watchdog = Watchdog(routing.leases, routing.ended_streams, rest, routing.records, grace_s=0)
        async with attached(here.carrier, f"{vendor}/twilio"), asyncio.TaskGroup() as tasks:
            ringing = tasks.create_task(here.ring())
            await eventually(lambda: here.media.let_in)
            assert await watchdog.look() == 0
            await routing.leases.renew(here.media.let_in, 0.001)
            await asyncio.sleep(0.003)
            assert await watchdog.look() == 1
            result = await ringing
            # A redirect's stream is its own: the one between is for a carrier that asks first.
            assert [ticket.stream_generation for ticket in here.media.let_in] == [0, 2]
            assert len(result.streams) == 2
            assert result.streams[0].end is not None
            assert result.carrier_said == []
        await rest.aclose()
