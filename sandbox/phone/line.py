"""A phone line to a running system: the number, the carrier that dials it, and the caller's voice."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, replace

from sandbox.local.running import Running
from sandbox.phone.call_result import CallResult
from sandbox.phone.caller import ScriptedCaller
from sandbox.phone.carrier import Carrier
from sandbox.phone.carrier_options import Caller, CarrierOptions, NumberConfig
from sandbox.phone.control_link import attached
from sandbox.phone.events import EventSink, ignore
from sandbox.phone.script import Script
from sandbox.phone.surroundings import CallerSomewhere, Surroundings
from sandbox.speech.speaker import Speaker
from sandbox.speech.voices import AGENT, CALLER


@dataclass(frozen=True, slots=True)
class Line:
    """A number and the system that answers it.

    `twilio_url` is the stand-in's REST address; None when the system talks to Twilio itself, whose REST commands
    then do not reach the simulated phone.
    """

    url: str
    number: str
    account_sid: str
    auth_token: str
    twilio_url: str | None = None

    @classmethod
    def to(cls, running: Running, number: str | None = None) -> "Line":
        """A number of a system running here; its demo business's by default."""
        return cls(
            running.url,
            number or running.number,
            running.twilio_account_sid,
            running.twilio_auth_token,
            running.twilio_url,
        )

    def config(self) -> NumberConfig:
        """The number as it would be set up at the carrier."""
        return NumberConfig(
            self.number,
            voice_url=f"{self.url}/webhooks/twilio/voice",
            status_callback=f"{self.url}/webhooks/twilio/status",
        )


@asynccontextmanager
async def carrier_on(line: Line, options: CarrierOptions) -> AsyncIterator[Carrier]:
    """A carrier with the line's account, whose calls the system's REST commands reach."""
    credentials = replace(
        options.credentials, twilio_account_sid=line.account_sid, twilio_auth_token=line.auth_token
    )
    async with Carrier(replace(options, credentials=credentials)) as carrier, AsyncExitStack() as stack:
        if line.twilio_url is not None:
            await stack.enter_async_context(attached(carrier, line.twilio_url))
        yield carrier


@asynccontextmanager
async def phone_line(line: Line) -> AsyncIterator["PhoneLine"]:
    """A carrier and a voice for calls on this line."""
    with closing(Speaker()) as speaker:

        async def say(text: str) -> bytes:
            return await speaker.speak_to_ulaw(text, AGENT)

        async with carrier_on(line, CarrierOptions(speak=say)) as carrier:
            yield PhoneLine(line, carrier, speaker)


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """An open line; made by `phone_line`."""

    line: Line
    carrier: Carrier
    speaker: Speaker

    async def call(
        self,
        caller: Caller,
        from_number: str,
        on_event: EventSink = ignore,
        surroundings: Surroundings | None = None,
    ) -> CallResult:
        """Rings the line's number, from a quiet place or from these surroundings; stays until the call is over."""
        if surroundings is not None:
            caller = CallerSomewhere(caller, surroundings)
        return await self.carrier.place_call(self.line.config(), from_number, caller, on_event=on_event)

    async def call_by_script(
        self, script: Script, on_event: EventSink = ignore, surroundings: Surroundings | None = None
    ) -> CallResult:
        """The same with a scripted person, whose speech is made before the phone rings."""

        async def speak(text: str) -> bytes:
            return await self.speaker.speak_to_ulaw(text, CALLER)

        caller = ScriptedCaller(script, speak)
        await caller.prepare()
        return await self.call(caller, script.caller.number, on_event, surroundings)
