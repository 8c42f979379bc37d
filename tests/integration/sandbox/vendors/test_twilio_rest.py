"""The Twilio stand-in driven by the official SDK and held against Twilio's contract."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client

from providers.numbers import CallEnd
from providers.twilio.numbers import TwilioCalls
from providers.twilio.session import TwilioSession
from sandbox.faults import Fault
from sandbox.options import Credentials, StandInOptions
from sandbox.phone.caller import SilentCaller
from sandbox.phone.carrier import Carrier
from sandbox.phone.carrier_options import CarrierOptions, DialOutcome, NumberConfig
from sandbox.phone.control_link import attached
from sandbox.vendors.twilio.app import build
from sandbox.vendors.twilio.rest_numbers import NOT_APPROVED
from tests.integration.sandbox.phone.phone_application import CONNECT, Application, StreamSession, serving
from tests.support.contracts import needs_contracts, request_errors, response_errors
from tests.support.serving import serve_app

SID = Credentials().twilio_account_sid
TOKEN = Credentials().twilio_auth_token
ACCOUNT = f"/2010-04-01/Accounts/{SID}"
CONTRACT = "twilio_api_v2010.trimmed.json"


@dataclass
class StandIn:
    """A served stand-in, the SDK's client for it and a raw one."""

    base: str
    options: StandInOptions
    client: Client
    raw: httpx.AsyncClient
    http: AsyncTwilioHttpClient


@asynccontextmanager
async def standing_in() -> AsyncIterator[StandIn]:
    options = StandInOptions()
    app = Starlette(routes=[Mount("/twilio", build(options))])
    async with serve_app(app) as url:
        base = f"{url}/twilio"
        sdk_http = AsyncTwilioHttpClient()
        client = Client(SID, TOKEN, http_client=sdk_http)
        client.api.base_url = base
        async with httpx.AsyncClient(base_url=base, auth=(SID, TOKEN), trust_env=False) as raw:
            try:
                yield StandIn(base, options, client, raw, sdk_http)
            finally:
                await sdk_http.close()


async def checked(stand_in: StandIn, method: str, path: str, **form: str) -> Any:
    """A raw request whose form and answer are both held against the contract."""
    url = f"{ACCOUNT}{path}" if not path.startswith("/2010") else path
    response = await stand_in.raw.request(method, url, data=form or None)
    body = response.request.content
    content_type = response.request.headers.get("content-type", "")
    bare, _, query = url.partition("?")
    assert request_errors(CONTRACT, method, bare, query=query, content_type=content_type, body=body) == []
    answer = response.json()
    assert response.is_success, answer
    assert response_errors(CONTRACT, method, bare, response.status_code, answer) == []
    return answer


async def refusal(stand_in: StandIn, method: str, path: str, **form: str) -> tuple[int, int]:
    response = await stand_in.raw.request(method, f"{ACCOUNT}{path}", data=form or None)
    answer = response.json()
    assert answer["more_info"] == f"https://www.twilio.com/docs/errors/{answer['code']}"
    assert answer["status"] == response.status_code
    assert answer["message"]
    return response.status_code, answer["code"]


async def test_the_sdk_sends_and_reads_messages():
    async with standing_in() as stand_in:
        sent = await stand_in.client.messages.create_async(
            to="+61400000123", from_="+61280001234", body="See you Thursday at 10:00"
        )
        assert (sent.status, sent.to, sent.num_segments) == ("queued", "+61400000123", "1")
        assert sent.date_created is not None
        (listed,) = await stand_in.client.messages.list_async(to="+61400000123")
        assert listed.sid == sent.sid
        fetched = await stand_in.client.messages(sent.sid or "").fetch_async()
        assert fetched.status == "delivered"
        kept = (await stand_in.raw.get("/_sandbox/messages", auth=None)).json()["messages"]
        assert [message["body"] for message in kept] == ["See you Thursday at 10:00"]


async def test_the_sdk_buys_and_configures_a_number():
    async with standing_in() as stand_in:
        offered = await stand_in.client.available_phone_numbers("AU").local.list_async(limit=3)
        assert len(offered) == 3
        bought = await stand_in.client.incoming_phone_numbers.create_async(
            phone_number=offered[0].phone_number or "",
            voice_url="https://example.com/voice",
            status_callback="https://example.com/status",
        )
        assert (bought.voice_url, bought.voice_method) == ("https://example.com/voice", "POST")
        changed = await bought.update_async(voice_url="https://example.com/v2", friendly_name="Front desk")
        assert (changed.voice_url, changed.friendly_name) == ("https://example.com/v2", "Front desk")
        (found,) = await stand_in.client.incoming_phone_numbers.list_async(
            phone_number=bought.phone_number or ""
        )
        assert found.sid == bought.sid
        left = await stand_in.client.available_phone_numbers("AU").local.list_async(limit=100)
        assert bought.phone_number not in {number.phone_number for number in left}
        assert await bought.delete_async()
        assert await stand_in.client.incoming_phone_numbers.list_async() == []


async def test_numbers_are_looked_for_by_what_is_in_them_and_by_what_they_can():
    async with standing_in() as stand_in:
        australian = stand_in.client.available_phone_numbers("AU")

        async def found(of: Any, **asked: Any) -> list[str]:
            return [each.phone_number for each in await of.list_async(limit=100, **asked)]

        assert await found(australian.local, contains="0012*") == [f"+6128000012{last}" for last in range(10)]
        assert await found(australian.local, contains="28AAA0129") == []
        assert await found(australian.toll_free, sms_enabled=True) == []
        assert len(await found(australian.mobile, sms_enabled=True, voice_enabled=True)) == 30
        assert await found(stand_in.client.available_phone_numbers("US").local, area_code=646) == []
        assert len(await found(stand_in.client.available_phone_numbers("US").local, area_code=212)) == 30


async def test_numbers_that_the_law_wants_papers_for_are_sold_with_them_alone():
    async with standing_in() as stand_in:
        mobile = {"PhoneNumber": "+61491570015"}
        papers = {"AddressSid": "AD" + "1" * 32, "BundleSid": "BU" + "1" * 32}
        for missing, code in (("BundleSid", 21649), ("AddressSid", 21631)):
            given = {name: value for name, value in papers.items() if name != missing}
            answer = await refusal(stand_in, "POST", "/IncomingPhoneNumbers.json", **mobile, **given)
            assert answer == (400, code)
        pending = papers | {"BundleSid": NOT_APPROVED}
        answer = await refusal(stand_in, "POST", "/IncomingPhoneNumbers.json", **mobile, **pending)
        assert answer == (400, 21649)
        bought = await stand_in.raw.post(f"{ACCOUNT}/IncomingPhoneNumbers.json", data=mobile | papers)
        assert (bought.status_code, bought.json()["type"]) == (201, "mobile")


async def test_the_sdk_pages_through_long_lists():
    async with standing_in() as stand_in:
        for n in range(7):
            await stand_in.client.messages.create_async(to="+61400000123", from_="+61280001234", body=f"{n}")
        listed = await stand_in.client.messages.list_async(page_size=3)
        assert [message.body for message in listed] == ["6", "5", "4", "3", "2", "1", "0"]


async def test_the_account_answers_a_ping():
    async with standing_in() as stand_in:
        account = await stand_in.client.api.accounts(SID).fetch_async()
        assert (account.sid, account.status) == (SID, "active")


async def test_wrong_credentials_are_refused_as_twilio_does():
    async with standing_in() as stand_in:
        sdk_http = AsyncTwilioHttpClient()
        stranger = Client(SID, "wrong", http_client=sdk_http)
        stranger.api.base_url = stand_in.base
        with pytest.raises(TwilioRestException) as refused:
            await stranger.messages.create_async(to="+61400000123", from_="+61280001234", body="hi")
        await sdk_http.close()
        assert (refused.value.status, refused.value.code) == (401, 20003)
        assert (await stand_in.raw.get("/2010-04-01/Accounts/AC" + "9" * 32 + ".json")).status_code == 401


@needs_contracts
async def test_every_answer_keeps_the_contract():
    async with standing_in() as stand_in:
        await checked(stand_in, "GET", f"{ACCOUNT}.json")
        sent = await checked(
            stand_in, "POST", "/Messages.json", To="+61400000123", From="+61280001234", Body="hi"
        )
        await checked(stand_in, "GET", f"/Messages/{sent['sid']}.json")
        await checked(stand_in, "GET", "/Messages.json?PageSize=1&Page=0")
        await checked(
            stand_in, "GET", "/AvailablePhoneNumbers/AU/Local.json?Contains=8000*11&SmsEnabled=true"
        )
        await checked(stand_in, "GET", "/AvailablePhoneNumbers/AU/Mobile.json")
        await checked(stand_in, "GET", "/AvailablePhoneNumbers/AU/TollFree.json")
        bought = await checked(
            stand_in,
            "POST",
            "/IncomingPhoneNumbers.json",
            PhoneNumber="+61280001234",
            VoiceUrl="https://a.example/v",
        )
        await checked(stand_in, "GET", f"/IncomingPhoneNumbers/{bought['sid']}.json")
        changed = {"FriendlyName": "Desk", "VoiceApplicationSid": "AP" + "1" * 32}
        await checked(stand_in, "POST", f"/IncomingPhoneNumbers/{bought['sid']}.json", **changed)
        await checked(stand_in, "GET", "/IncomingPhoneNumbers.json")
        await checked(stand_in, "GET", "/Calls.json")


async def test_refusals_carry_twilios_codes():
    async with standing_in() as stand_in:

        async def code(method: str, path: str, **form: str) -> tuple[int, int]:
            return await refusal(stand_in, method, path, **form)

        message = {"To": "+61400000123", "From": "+61280001234", "Body": "hi"}
        number = {"PhoneNumber": "+61280001234"}
        unknown = "CA" + "0" * 32
        assert await code("POST", "/Messages.json", **(message | {"To": "0400"})) == (400, 21211)
        assert await code("POST", "/Messages.json", **(message | {"To": ""})) == (400, 21604)
        assert await code("POST", "/Messages.json", **(message | {"Body": ""})) == (400, 21602)
        assert await code("POST", "/Messages.json", **(message | {"From": ""})) == (400, 21603)
        assert await code("POST", "/Messages.json", **(message | {"Body": "x" * 1601})) == (400, 21617)
        assert await code("GET", "/Messages/SM" + "0" * 32 + ".json") == (404, 20404)
        assert await code("POST", f"/Calls/{unknown}.json", Status="completed") == (404, 20404)
        assert await code("GET", "/Nothing.json") == (404, 20404)
        assert await code("GET", "/AvailablePhoneNumbers/ZZ/Local.json") == (404, 20404)
        assert await code("POST", "/IncomingPhoneNumbers.json", PhoneNumber="12") == (400, 21421)
        assert await code("POST", "/IncomingPhoneNumbers.json", **number, VoiceUrl="nowhere") == (400, 21402)
        assert (
            await stand_in.raw.post(f"{ACCOUNT}/IncomingPhoneNumbers.json", data=number)
        ).status_code == 201
        assert await code("POST", "/IncomingPhoneNumbers.json", **number) == (400, 21422)
        call = {"To": "+61400000123", "From": "+61280001234"}
        assert await code("POST", "/Calls.json", **call) == (400, 21205)
        assert await code("POST", "/Calls.json", **call, Twiml="<Response/>") == (503, 20503)


async def test_faults_hit_work_but_not_pings():
    async with standing_in() as stand_in:
        faults = stand_in.options.faults
        message = {"To": "+61400000123", "From": "+61280001234", "Body": "hi"}
        faults.arm(Fault("twilio", "refuse", status=429))
        assert (await stand_in.raw.get(f"{ACCOUNT}.json")).status_code == 200
        assert await refusal(stand_in, "POST", "/Messages.json", **message) == (429, 20429)
        faults.arm(Fault("twilio", "drop"))
        with pytest.raises(httpx.RemoteProtocolError):
            await stand_in.raw.post(f"{ACCOUNT}/Messages.json", data=message)
        faults.arm(Fault("twilio", "hang"))
        with pytest.raises(httpx.ReadTimeout):
            await stand_in.raw.post(f"{ACCOUNT}/Messages.json", data=message, timeout=0.2)
        assert (await stand_in.raw.post(f"{ACCOUNT}/Messages.json", data=message)).status_code == 201


async def test_a_late_answer_comes_after_the_work_is_done():
    async with standing_in() as stand_in:
        message = {"To": "+61400000123", "From": "+61280001234", "Body": "hi"}
        stand_in.options.faults.arm(Fault("twilio", "late", after_s=30))
        with pytest.raises(httpx.ReadTimeout):
            await stand_in.raw.post(f"{ACCOUNT}/Messages.json", data=message, timeout=0.2)
        stand_in.options.faults.arm(Fault("twilio", "late", after_s=0.01))
        assert (await stand_in.raw.post(f"{ACCOUNT}/Messages.json", data=message)).status_code == 201
        kept = (await stand_in.raw.get("/_sandbox/messages", auth=None)).json()["messages"]
    assert len(kept) == 2


class LiveCall:
    """A streamed call in an attached carrier, to be acted on over REST."""

    def __init__(self, stand_in: StandIn, carrier: Carrier, application: Application) -> None:
        self.stand_in = stand_in
        self.carrier = carrier
        self.application = application
        self.streaming = asyncio.Event()
        application.on_stream = self._listen

    async def _listen(self, session: StreamSession) -> None:
        await session.expect("start")
        self.streaming.set()
        await session.listen_to_end()

    async def started(self) -> str:
        """Waits until the stream runs and the stand-in knows; gives the call_sid."""
        await self.streaming.wait()
        (sid,) = self.carrier.live
        while True:
            response = await self.stand_in.raw.get(f"{ACCOUNT}/Calls/{sid}.json")
            if response.is_success and response.json()["status"] == "in-progress":
                return sid


@asynccontextmanager
async def live_call(documents: dict[str, Any]) -> AsyncIterator[tuple[LiveCall, "asyncio.Task[Any]"]]:
    application = Application({"/voice": CONNECT, **documents})
    async with (
        asyncio.timeout(20),
        standing_in() as stand_in,
        serving(application),
        Carrier(CarrierOptions(say_ms_per_character=0)) as carrier,
        attached(carrier, stand_in.base),
        asyncio.TaskGroup() as group,
    ):
        live = LiveCall(stand_in, carrier, application)
        number = NumberConfig(
            "+61280001234", application.url("/voice"), status_callback=application.url("/status")
        )
        yield live, group.create_task(carrier.place_call(number, "+61400000123", SilentCaller()))


@needs_contracts
async def test_the_sdk_redirects_a_live_call_in_another_process_part():
    async with live_call({}) as (live, calling):
        sid = await live.started()
        await checked(live.stand_in, "GET", f"/Calls/{sid}.json")
        updated = await live.stand_in.client.calls(sid).update_async(
            twiml="<Response><Say>Putting you through</Say></Response>"
        )
        assert (updated.sid, updated.status) == (sid, "in-progress")
        result = await calling
        assert result.carrier_said == ["Putting you through"]
        assert live.application.messages[-1]["event"] == "stop"


async def test_the_sdk_ends_a_live_call_and_sees_it_over():
    async with live_call({}) as (live, calling):
        sid = await live.started()
        await live.stand_in.client.calls(sid).update_async(status="completed")
        result = await calling
        assert (result.status, result.ended_by) == ("completed", "application")
        while (call := await live.stand_in.client.calls(sid).fetch_async()).status != "completed":
            continue
        assert call.end_time is not None
        assert call.duration is not None
        with pytest.raises(TwilioRestException) as refused:
            await live.stand_in.client.calls(sid).update_async(twiml="<Response/>")
        assert (refused.value.status, refused.value.code) == (400, 21220)
        assert [found.sid for found in await live.stand_in.client.calls.list_async(status="completed")] == [
            sid
        ]


@needs_contracts
async def test_a_recording_asked_for_over_rest_is_called_back_after_the_call():
    async with live_call({}) as (live, calling):
        sid = await live.started()
        recording = await checked(
            live.stand_in,
            "POST",
            f"/Calls/{sid}/Recordings.json",
            RecordingChannels="dual",
            RecordingStatusCallback=live.application.url("/recording"),
        )
        assert (recording["status"], recording["channels"]) == ("in-progress", 2)
        await checked(live.stand_in, "POST", f"/Calls/{sid}.json", Status="completed")
        await calling
        await checked(live.stand_in, "GET", f"/Calls/{sid}/Recordings.json")
        (callback,) = live.application.of("/recording")
        assert callback.form["RecordingSid"] == recording["sid"]
        assert (callback.form["RecordingStatus"], callback.form["RecordingChannels"]) == ("completed", "2")
        assert callback.signed


async def test_an_outbound_call_runs_in_the_attached_carrier():
    application = Application({"/voice": "<Response><Say>Reminder</Say></Response>"})
    async with (
        asyncio.timeout(20),
        standing_in() as stand_in,
        serving(application),
        Carrier(CarrierOptions(say_ms_per_character=0)) as carrier,
        attached(carrier, stand_in.base, answer_outbound=lambda _number: SilentCaller()),
    ):
        queued = await stand_in.client.calls.create_async(
            to="+61400000123",
            from_="+61280001234",
            url=application.url("/voice"),
            status_callback="http://127.0.0.1:1/",
        )
        assert (queued.status, queued.direction) == ("queued", "outbound-api")
        while (await stand_in.client.calls(queued.sid or "").fetch_async()).status != "completed":
            continue
        (voice,) = application.of("/voice")
        assert (voice.form["Direction"], voice.form["To"]) == ("outbound-api", "+61400000123")
        assert voice.form["CallSid"] == queued.sid


async def test_an_outbound_call_to_a_telephone_that_forwards_comes_back_as_one_of_its():
    application = Application({"/voice": '<Response><Reject reason="busy"/></Response>'})
    here = "+61280001234"
    async with (
        asyncio.timeout(20),
        standing_in() as stand_in,
        serving(application),
        Carrier(CarrierOptions(dial=lambda _number: forwards)) as carrier,
        attached(carrier, stand_in.base, answer_outbound=lambda _number: SilentCaller()),
    ):
        forwards = DialOutcome(rings_s=0.0, forwards_to=NumberConfig(here, application.url("/voice")))
        calls = TwilioCalls(TwilioSession(SID, TOKEN, stand_in.base, http=stand_in.http))
        since = datetime.now(UTC)
        sid = await calls.ring("+61293744000", here, rings_s=60)
        assert await calls.rung("+61293744000", here, since) == sid
        while await calls.end_of(sid) is CallEnd.UNDER_WAY:
            continue
        assert await calls.end_of(sid) is CallEnd.BUSY
        (voice,) = application.of("/voice")
        told = {name: voice.form[name] for name in ("Direction", "From", "To", "ForwardedFrom")}
        assert told == {"Direction": "inbound", "From": here, "To": here, "ForwardedFrom": "+61293744000"}


async def test_a_carrier_that_detaches_fails_its_calls():
    application = Application({"/voice": CONNECT})
    async with (
        asyncio.timeout(20),
        standing_in() as stand_in,
        serving(application),
        Carrier() as carrier,
        asyncio.TaskGroup() as group,
    ):
        live = LiveCall(stand_in, carrier, application)
        async with attached(carrier, stand_in.base):
            number = NumberConfig("+61280001234", application.url("/voice"))
            calling = group.create_task(carrier.place_call(number, "+61400000123", SilentCaller()))
            sid = await live.started()
        while (await stand_in.raw.get(f"{ACCOUNT}/Calls/{sid}.json")).json()["status"] != "failed":
            continue
        assert await refusal(stand_in, "POST", f"/Calls/{sid}.json", Twiml="<Response/>") == (400, 21220)
        carrier.complete(sid)
        await calling


async def test_a_carrier_without_credentials_is_not_attached():
    async with standing_in() as stand_in:
        options = CarrierOptions(credentials=Credentials(twilio_auth_token="wrong"))
        async with Carrier(options) as carrier:
            with pytest.raises(Exception, match="403"):
                async with attached(carrier, stand_in.base):
                    pass
