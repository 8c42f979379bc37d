"""The simulated phone against a small application on real sockets: calls, streams, TwiML, webhooks."""

import asyncio

from sandbox.phone.carrier import Carrier
from sandbox.phone.carrier_options import CarrierOptions, NumberConfig
from tests.contracts import message_errors, needs_contracts
from tests.integration.sandbox.phone_application import (
    CONNECT,
    Application,
    SilentCaller,
    StreamSession,
    serving,
    tone,
)

CALLER = "+61400000123"
CONTRACT = "twilio_media_streams.schema.json"


def number_of(application: Application, **changes: str) -> NumberConfig:
    return NumberConfig("+61280001234", application.url("/voice"), **changes)


async def call(application: Application, caller=None, options: CarrierOptions | None = None, **changes: str):
    async with Carrier(options or CarrierOptions(say_ms_per_character=0)) as carrier, asyncio.timeout(20):
        return await carrier.place_call(number_of(application, **changes), CALLER, caller or SilentCaller())


@needs_contracts
async def test_a_streamed_call_speaks_the_contract_in_both_directions():
    async def greet(session: StreamSession) -> None:
        await session.expect("media")
        await session.play(tone(200))
        await session.mark("greeting")
        await session.expect("mark")
        await session.clear()
        await session.close()

    application = Application({"/voice": CONNECT, "/after": "<Response><Hangup/></Response>"}, greet)
    async with serving(application):
        result = await call(application, status_callback=application.url("/status"))
    for message in application.messages:
        assert message_errors(CONTRACT, "from_twilio", message) == []
    for message in application.sent:
        assert message_errors(CONTRACT, "to_twilio", message) == []
    assert result.status == "completed"
    assert result.ended_by == "application"
    assert result.errors == []
    assert result.answer_ms is not None
    assert [request.path for request in application.received] == ["/voice", "/after", "/status"]
    assert all(request.signed for request in application.received)
