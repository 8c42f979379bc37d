"""The simulated phone against a small application on real sockets: calls, streams, TwiML, webhooks."""

import asyncio
from typing import Any

import pytest
from twilio.request_validator import RequestValidator

from domain.audio import ulaw_to_pcm16
from sandbox.phone.call_result import CallResult
from sandbox.phone.caller import SilentCaller
from sandbox.phone.carrier import Carrier, NoSuchCall
from sandbox.phone.carrier_options import Caller, CarrierOptions, DialOutcome, NumberConfig, Phone
from tests.integration.sandbox.phone.phone_application import (
    CONNECT,
    Application,
    StreamSession,
    serving,
    tone,
)
from tests.support.contracts import message_errors, needs_contracts

CALLER = "+61400000123"
CONTRACT = "twilio_media_streams.schema.json"
HANG_UP = "<Response><Hangup/></Response>"
QUICK = CarrierOptions(say_ms_per_character=0)


def number_of(application: Application, **changes: str) -> NumberConfig:
    return NumberConfig("+61280001234", application.url("/voice"), **changes)


async def call(
    application: Application, caller: Caller | None = None, options: CarrierOptions = QUICK, **changes: str
) -> CallResult:
    async with Carrier(options) as carrier, asyncio.timeout(20):
        return await carrier.place_call(number_of(application, **changes), CALLER, caller or SilentCaller())


class Person:
    """A caller made of a function."""

    def __init__(self, behave: Any) -> None:
        self._behave = behave

    async def run(self, phone: Phone) -> None:
        await self._behave(phone)


async def greet_and_close(session: StreamSession) -> None:
    await session.expect("media")
    await session.play(tone(200))
    await session.mark("greeting")
    await session.expect("mark")
    await session.clear()
    await session.close()


@needs_contracts
async def test_a_streamed_call_keeps_the_contract_in_both_directions():
    application = Application({"/voice": CONNECT, "/after": HANG_UP}, greet_and_close)
    async with serving(application):
        result = await call(application, status_callback=application.url("/status"))
    assert {message["event"] for message in application.messages} == {"connected", "start", "media", "mark"}
    for message in application.messages:
        assert message_errors(CONTRACT, "from_twilio", message) == []
    for message in application.sent:
        assert message_errors(CONTRACT, "to_twilio", message) == []
    assert (result.status, result.ended_by, result.errors) == ("completed", "application", [])
    assert [request.path for request in application.received] == ["/voice", "/after", "/status"]
    assert all(request.signed for request in application.received)


async def test_the_voice_webhook_carries_what_twilio_sends():
    application = Application({"/voice": HANG_UP})
    async with serving(application):
        result = await call(application, status_callback=application.url("/status"))
    (voice,) = application.of("/voice")
    assert voice.form["CallSid"] == result.call_sid
    assert voice.form["From"] == voice.form["Caller"] == CALLER
    assert voice.form["To"] == voice.form["Called"] == "+61280001234"
    assert (voice.form["CallStatus"], voice.form["Direction"]) == ("ringing", "inbound")
    assert voice.form["FromCountry"] == "AU"
    assert voice.headers["user-agent"] == "TwilioProxy/1.1"
    (status,) = application.of("/status")
    assert status.form["CallStatus"] == "completed"
    assert status.form["CallbackSource"] == "call-progress-events"
    assert (status.form["SequenceNumber"], status.form["CallDuration"]) == ("0", "0")
    assert status.form["Timestamp"].endswith("+0000")


async def test_the_upgrade_is_signed_and_named():
    application = Application({"/voice": CONNECT, "/after": HANG_UP}, greet_and_close)
    async with serving(application):
        await call(application)
    (upgrade,) = application.upgrades
    validator = RequestValidator(CarrierOptions().credentials.twilio_auth_token)
    assert validator.validate("wss://127.0.0.1/media/1", {}, upgrade["x-twilio-signature"])
    assert upgrade["user-agent"] == "Twilio.TmeWs/1.0"
    assert "sec-websocket-extensions" not in upgrade


async def test_both_sides_are_recorded_as_they_sounded():
    heard: list[StreamSession] = []

    async def application_side(session: StreamSession) -> None:
        heard.append(session)
        await session.expect("media")
        await session.play(tone(60) + bytes(range(100)))
        await session.mark("end")
        await session.expect("mark")
        await session.expect("media")
        await session.close()

    async def say(phone: Phone) -> None:
        phone.handset.say(bytes(range(256)))
        await phone.handset.pause(60)

    application = Application({"/voice": CONNECT, "/after": HANG_UP}, application_side)
    async with serving(application):
        result = await call(application, Person(say))
    recording = result.recording
    assert recording is not None
    agent, caller = recording.agent_ulaw, recording.caller_ulaw
    start = agent.index(tone(20))
    assert agent[start : start + 640] == tone(60) + bytes(range(100)) + b"\xff" * 60
    assert set(agent[:start]) | set(agent[start + 640 :]) == {0xFF}
    assert bytes(range(256)) in caller
    assert heard[0].caller_audio() in caller
    samples = recording.samples()
    assert samples[:, 0].astype("<i2").tobytes() == ulaw_to_pcm16(caller)
    assert samples[:, 1].astype("<i2").tobytes() == ulaw_to_pcm16(agent)


async def test_a_caller_who_hangs_up_stops_the_stream():
    stopped: list[dict[str, Any]] = []

    async def listen(session: StreamSession) -> None:
        stopped.append(await session.expect("stop"))

    async def leave(phone: Phone) -> None:
        await phone.handset.pause(0.2)
        phone.press("5")
        await phone.handset.pause(0.1)
        phone.hang_up()

    application = Application({"/voice": CONNECT}, listen)
    async with serving(application):
        result = await call(application, Person(leave), status_callback=application.url("/status"))
    assert stopped[0]["stop"]["callSid"] == result.call_sid
    assert [m["dtmf"]["digit"] for m in application.messages if m["event"] == "dtmf"] == ["5"]
    assert (result.status, result.ended_by) == ("completed", "caller")
    assert result.streams[0].end is not None
    assert result.streams[0].end.ended_by == "carrier"
    assert [request.path for request in application.received] == ["/voice", "/status"]


async def test_media_numbers_and_frames_are_whole():
    application = Application({"/voice": CONNECT})

    async def leave(phone: Phone) -> None:
        await phone.handset.pause(0.5)
        phone.hang_up()

    async with serving(application):
        result = await call(application, Person(leave))
    media = [message["media"] for message in application.messages if message["event"] == "media"]
    assert [m["chunk"] for m in media] == [str(n + 1) for n in range(len(media))]
    assert [m["timestamp"] for m in media] == [str(20 * n) for n in range(len(media))]
    assert len(media) == result.streams[0].frames_sent >= 20


async def test_rest_redirect_stops_the_stream_and_runs_the_new_document():
    application = Application({"/voice": CONNECT, "/again": HANG_UP})
    async with (
        serving(application),
        Carrier(QUICK) as carrier,
        asyncio.timeout(20),
        asyncio.TaskGroup() as group,
    ):
        streaming = asyncio.Event()

        async def listen(session: StreamSession) -> None:
            await session.expect("media")
            streaming.set()
            await session.listen_to_end()

        application.on_stream = listen
        calling = group.create_task(carrier.place_call(number_of(application), CALLER, SilentCaller()))
        await streaming.wait()
        (sid,) = carrier.live
        carrier.redirect(sid, twiml="<Response><Say>One moment</Say><Redirect>/again</Redirect></Response>")
        result = await calling
    assert application.messages[-1]["event"] == "stop"
    assert result.carrier_said == ["One moment"]
    assert [request.path for request in application.received] == ["/voice", "/again"]
    assert application.of("/again")[0].form["CallStatus"] == "in-progress"
    assert result.status == "completed"
    with pytest.raises(NoSuchCall):
        carrier.complete(sid)


async def test_rest_completion_ends_the_call():
    application = Application({"/voice": CONNECT})
    async with (
        serving(application),
        Carrier(QUICK) as carrier,
        asyncio.timeout(20),
        asyncio.TaskGroup() as group,
    ):
        streaming = asyncio.Event()

        async def listen(session: StreamSession) -> None:
            streaming.set()
            await session.listen_to_end()

        application.on_stream = listen
        calling = group.create_task(carrier.place_call(number_of(application), CALLER, SilentCaller()))
        await streaming.wait()
        carrier.complete(next(iter(carrier.live)))
        result = await calling
    assert (result.status, result.ended_by) == ("completed", "application")


STREAM_CALLBACK = (
    '<Response><Connect action="/after">'
    '<Stream url="{ws}/%s" name="call" statusCallback="/stream"/>'
    "</Connect></Response>"
)


async def test_an_upgrade_that_is_refused_is_a_stream_error_and_asks_the_action():
    application = Application(
        {"/voice": STREAM_CALLBACK % "nowhere", "/after": "<Response><Say>Sorry</Say></Response>"}
    )
    async with serving(application):
        result = await call(application)
    assert [code for code, _ in result.errors] == [31920]
    assert result.streams[0].error_code == 31920
    assert result.streams[0].end is None
    assert result.carrier_said == ["Sorry"]
    (callback,) = application.of("/stream")
    assert callback.signed
    assert callback.form["StreamEvent"] == "stream-error"
    assert callback.form["StreamError"].startswith("31920")
    assert (callback.form["StreamName"], callback.form["StreamSid"]) == ("call", result.streams[0].stream_sid)


@pytest.mark.parametrize(
    ("url", "code"),
    [("ws://127.0.0.1:1/media/1", 31902), ("{ws}/media/1?x=1", 31920), ("https://127.0.0.1/x", 31920)],
)
async def test_streams_that_cannot_be_opened_have_their_code(url: str, code: int):
    document = f'<Response><Connect><Stream url="{url}"/></Connect><Say>Still here</Say></Response>'
    application = Application({"/voice": document})
    async with serving(application):
        result = await call(application)
    assert [found for found, _ in result.errors] == [code]
    assert result.carrier_said == ["Still here"]


async def test_stream_callbacks_tell_of_start_and_stop():
    application = Application({"/voice": STREAM_CALLBACK % "media/1", "/after": HANG_UP}, greet_and_close)
    async with serving(application):
        await call(application)
    events = sorted(request.form["StreamEvent"] for request in application.of("/stream"))
    assert events == ["stream-started", "stream-stopped"]


async def test_a_lost_stream_is_an_error_and_asks_the_action():
    async def crash(session: StreamSession) -> None:
        await session.expect("media")
        await session.close(1011)

    application = Application({"/voice": STREAM_CALLBACK % "media/1", "/after": HANG_UP}, crash)
    async with serving(application):
        result = await call(application)
    assert [code for code, _ in result.errors] == [31921]
    assert len(application.of("/after")) == 1
    assert "stream-error" in {request.form["StreamEvent"] for request in application.of("/stream")}


async def test_the_action_may_connect_a_fresh_stream():
    sids: list[str] = []

    async def short(session: StreamSession) -> None:
        sids.append((await session.expect("start"))["streamSid"])
        if len(sids) == 2:
            application.documents["/after"] = HANG_UP
        await session.close()

    application = Application({"/voice": CONNECT, "/after": CONNECT}, short)
    async with serving(application):
        result = await call(application)
    assert len(set(sids)) == 2
    assert [stream.stream_sid for stream in result.streams] == sids


async def test_say_pause_redirect_run_in_order_and_relative_to_their_document():
    application = Application(
        {
            "/voice": "<Response><Say>First</Say><Pause length='0.05'/><Redirect>deeper/next</Redirect></Response>",
            "/deeper/next": "<Response><Say>Second</Say><Redirect method='GET'>last?a=1</Redirect></Response>",
            "/deeper/last": "<Response><Say>Third</Say></Response>",
        }
    )
    async with serving(application):
        result = await call(application)
    assert result.carrier_said == ["First", "Second", "Third"]
    assert [request.path for request in application.received] == ["/voice", "/deeper/next", "/deeper/last"]
    last = application.received[-1]
    assert (last.method, last.query["a"], last.query["CallSid"]) == ("GET", "1", result.call_sid)
    assert all(request.signed for request in application.received)
    assert len(result.documents) == 3


@pytest.mark.parametrize(("reason", "status"), [("", "busy"), ('reason="busy"', "busy")])
async def test_reject_never_answers(reason: str, status: str):
    application = Application({"/voice": f"<Response><Reject {reason}/></Response>"})
    async with serving(application):
        result = await call(application, status_callback=application.url("/status"))
    assert (result.status, result.answered_at) == (status, None)
    assert application.of("/status")[0].form["CallStatus"] == status


@pytest.mark.parametrize(
    ("verbs", "pauses_ringing"),
    [('<Pause length="1"/><Say>Hi.</Say>', True), ("<Say>Hi.</Say><Pause/>", False)],
)
async def test_a_pause_at_the_beginning_delays_picking_up(verbs: str, pauses_ringing: bool):
    application = Application({"/voice": f"<Response>{verbs}</Response>"})
    async with serving(application):
        result = await call(application)
    assert result.answered_at is not None
    assert result.webhook_sent_at is not None
    assert result.carrier_said == ["Hi."]
    assert (result.answered_at - result.webhook_sent_at >= 1) == pauses_ringing


@pytest.mark.parametrize(
    ("outcome", "status", "bridged"),
    [
        (DialOutcome("answered", 0.01, 0.05), "completed", "true"),
        (DialOutcome("busy", 0.01), "busy", "false"),
        (DialOutcome("answered", rings_s=9, talk_s=1), "no-answer", "false"),
    ],
)
async def test_dial_tells_its_action_how_it_went(outcome: DialOutcome, status: str, bridged: str):
    dial = (
        '<Response><Dial action="/dialled" timeout="0.1" answerOnBridge="true">'
        "<Number>+61280009999</Number></Dial></Response>"
    )
    application = Application({"/voice": dial, "/dialled": HANG_UP})
    options = CarrierOptions(dial=lambda _number: outcome)
    async with serving(application):
        result = await call(application, options=options)
    (dialled,) = application.of("/dialled")
    assert dialled.form["DialCallStatus"] == status
    assert dialled.form["DialBridged"] == bridged
    assert dialled.form["DialCallSid"].startswith("CA")
    assert ("DialCallDuration" in dialled.form) == (bridged == "true")
    assert result.dialled[0].numbers == ("+61280009999",)
    assert (result.answered_at is not None) == (bridged == "true")


async def test_record_takes_a_message_and_reports_it():
    record = (
        '<Response><Record action="/recorded" timeout="1" recordingStatusCallback="/recording"/>'
        "<Say>Empty</Say></Response>"
    )
    application = Application({"/voice": record, "/recorded": HANG_UP})

    async def leave_message(phone: Phone) -> None:
        await phone.handset.pause(0.1)
        phone.handset.say(tone(400))
        await phone.handset.pause(60)

    async with serving(application):
        result = await call(application, Person(leave_message))
    (message,) = result.messages
    assert tone(400) in message.ulaw
    (recorded,) = application.of("/recorded")
    assert recorded.form["RecordingSid"] == message.recording_sid
    assert recorded.form["RecordingUrl"].endswith(f"/Recordings/{message.recording_sid}")
    (callback,) = application.of("/recording")
    assert callback.form["RecordingStatus"] == "completed"
    assert callback.form["RecordingSource"] == "RecordVerb"
    assert callback.signed
    assert result.carrier_said == []


async def test_an_empty_message_goes_on_with_the_next_verb():
    record = '<Response><Record action="/recorded" timeout="0.2"/><Say>Empty</Say></Response>'
    application = Application({"/voice": record})
    async with serving(application):
        result = await call(application)
    assert (result.messages, result.carrier_said) == ([], ["Empty"])
    assert application.of("/recorded") == []


async def test_gather_collects_keys_for_its_action():
    gather = '<Response><Gather action="/key" numDigits="2"><Say>Press</Say></Gather></Response>'
    application = Application({"/voice": gather, "/key": HANG_UP})

    async def press(phone: Phone) -> None:
        phone.press("4")
        phone.press("2")
        await phone.handset.pause(60)

    async with serving(application):
        await call(application, Person(press))
    assert application.of("/key")[0].form["Digits"] == "42"


async def test_gather_without_keys_falls_through():
    gather = '<Response><Gather action="/key" timeout="0.1"/><Say>Nothing pressed</Say></Response>'
    application = Application({"/voice": gather})
    async with serving(application):
        result = await call(application)
    assert result.carrier_said == ["Nothing pressed"]


async def test_the_fallback_is_asked_when_the_webhook_fails():
    application = Application(
        {"/voice": (500, "broken"), "/fallback": "<Response><Say>Sorry</Say></Response>"}
    )
    async with serving(application):
        result = await call(application, fallback_url=application.url("/fallback"))
    (fallback,) = application.of("/fallback")
    assert (fallback.form["ErrorCode"], fallback.form["ErrorUrl"]) == ("11200", application.url("/voice"))
    assert fallback.signed
    assert result.carrier_said == ["Sorry"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((404, "no"), 11200),
        ("<Response><Say>", 12100),
        ((200, "hello", {"content-type": "text/plain"}), 12300),
        ('<Response><Say voce="x">hi</Say></Response>', 12200),
    ],
)
async def test_an_answer_twilio_cannot_run_fails_the_call(answer: Any, code: int):
    application = Application({"/voice": answer})
    async with serving(application):
        result = await call(application)
    assert [found for found, _ in result.errors] == [code]
    assert (result.status, result.ended_by) == ("failed", "carrier")


async def test_redirects_are_followed_and_signed_anew():
    application = Application(
        {
            "/voice": (307, "", {"location": "{base}/moved"}),
            "/moved": (302, "", {"location": "/found"}),
            "/found": "<Response><Say>Here</Say></Response>",
        }
    )
    async with serving(application):
        result = await call(application)
    assert [(request.method, request.path) for request in application.received] == [
        ("POST", "/voice"),
        ("POST", "/moved"),
        ("GET", "/found"),
    ]
    assert all(request.signed for request in application.received)
    assert result.carrier_said == ["Here"]


async def test_an_application_that_is_down_fails_the_call():
    async with Carrier(QUICK) as carrier, asyncio.timeout(20):
        result = await carrier.place_call(
            NumberConfig("+61280001234", "http://127.0.0.1:1/voice"), CALLER, SilentCaller()
        )
    assert (result.status, [code for code, _ in result.errors]) == ("failed", [11200])


async def test_what_the_application_says_wrong_is_dropped_and_counted():
    async def misbehave(session: StreamSession) -> None:
        await session.expect("media")
        await session.send_raw("{not json")
        await session.send_raw('{"event":"clear","streamSid":"MZother"}')
        await session.send_binary(b"\xff" * 160)
        await session.close()

    application = Application({"/voice": CONNECT, "/after": HANG_UP}, misbehave)
    async with serving(application):
        result = await call(application)
    assert result.streams[0].warnings == {31951: 2, 31950: 1}
    assert result.status == "completed"


async def test_say_with_a_voice_is_heard_and_timed():
    async def speak(_text: str) -> bytes:
        return tone(100)

    application = Application({"/voice": "<Response><Say>Hello</Say></Response>"})
    async with serving(application):
        result = await call(application, options=CarrierOptions(speak=speak))
    assert result.answer_ms is not None
    assert result.recording is not None
    assert tone(100) in result.recording.agent_ulaw


async def test_many_calls_run_side_by_side():
    application = Application({"/voice": CONNECT, "/after": HANG_UP}, greet_and_close)
    async with serving(application), Carrier(QUICK) as carrier, asyncio.timeout(20):
        results = await asyncio.gather(
            *(carrier.place_call(number_of(application), CALLER, SilentCaller()) for _ in range(8))
        )
        assert carrier.live == {}
    assert len({result.call_sid for result in results}) == 8
    assert all(result.status == "completed" and result.answer_ms is not None for result in results)
