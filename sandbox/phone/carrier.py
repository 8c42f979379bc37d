"""A simulated phone company: runs calls against the application as Twilio would."""

from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

import httpx

from sandbox.phone.call_result import CallResult
from sandbox.phone.carrier_options import Caller, CarrierOptions, NumberConfig
from sandbox.phone.events import EventSink, ignore
from sandbox.phone.pacer import Pacer
from sandbox.phone.simulated_call import SimulatedCall
from sandbox.phone.steps import End, Fetch, Inline


class NoSuchCall(Exception):
    """The call is not live in this carrier."""


class Carrier:
    """Any number of calls at once, on one timer and one HTTP client. An async context manager.

    Example:
        async with Carrier(CarrierOptions()) as carrier:
            result = await carrier.place_call(number, "+61400000123", caller)

    Attributes:
        live: the calls going on, by call_sid.
        on_state: told of each change of a call's status; set by a control link.
    """

    def __init__(self, options: CarrierOptions | None = None) -> None:
        self.options = options or CarrierOptions()
        self.live: dict[str, SimulatedCall] = {}
        self.on_state: Callable[[SimulatedCall], None] = lambda _call: None

    async def __aenter__(self) -> Self:
        self._pacer = Pacer()
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=64)
        # The environment's proxies are not for requests to the application under test.
        self._http = httpx.AsyncClient(timeout=30.0, limits=limits, trust_env=False)
        # httpx imports its backend with the first request, 80 ms that would fall into a call: a refused one now.
        with suppress(httpx.HTTPError):
            await self._http.get("http://127.0.0.1:1/")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pacer.close()
        await self._http.aclose()

    async def place_call(
        self,
        number: NumberConfig,
        from_number: str,
        caller: Caller,
        *,
        on_event: EventSink = ignore,
        call_sid: str | None = None,
        forwarded_from: str | None = None,
    ) -> CallResult:
        """Calls the number and stays until the call is over.

        Args:
            number: the dialled number and its webhooks.
            from_number: the caller's, E.164, or `anonymous`.
            caller: behaves once the call is answered; its run is cancelled when the call ends.
            on_event: gets the live transcript.
            forwarded_from: the telephone that the caller dialled and that forwards the call.

        Returns:
            Everything that happened, also when it went wrong.
        """
        call = self._call(
            number, from_number, caller, on_event, call_sid=call_sid, forwarded_from=forwarded_from
        )
        return await self._run(call)

    async def place_outbound_call(
        self,
        *,
        call_sid: str,
        from_number: str,
        number: NumberConfig,
        callee: Caller,
        first: Fetch | Inline,
        on_event: EventSink = ignore,
    ) -> CallResult:
        """Runs a call the application asked for over REST: `number` is the person called, `first` where it starts."""
        call = self._call(
            number, from_number, callee, on_event, call_sid=call_sid, direction="outbound-api", first=first
        )
        return await self._run(call)

    def redirect(
        self, call_sid: str, *, twiml: str | None = None, url: str | None = None, method: str = "POST"
    ) -> None:
        """What a POST to `Calls/{Sid}` with Twiml or Url does; raises NoSuchCall."""
        call = self._live(call_sid)
        if twiml is not None:
            call.redirect(Inline(twiml))
        elif url is not None:
            call.redirect(Fetch("redirect", url, method))

    def complete(self, call_sid: str) -> None:
        """What a POST to `Calls/{Sid}` with Status=completed does; raises NoSuchCall."""
        self._live(call_sid).redirect(End("application"))

    def keep_recording(self, call_sid: str, recording_sid: str, callback: str | None) -> None:
        """What a POST to `Calls/{Sid}/Recordings` does; raises NoSuchCall."""
        self._live(call_sid).keep_recording(recording_sid, callback)

    def _state_changed(self, call: SimulatedCall) -> None:
        self.on_state(call)

    def _live(self, call_sid: str) -> SimulatedCall:
        call = self.live.get(call_sid)
        if call is None:
            raise NoSuchCall(call_sid)
        return call

    def _call(
        self,
        number: NumberConfig,
        from_number: str,
        caller: Caller,
        on_event: EventSink,
        *,
        call_sid: str | None = None,
        direction: str = "inbound",
        first: Fetch | Inline | None = None,
        forwarded_from: str | None = None,
    ) -> SimulatedCall:
        return SimulatedCall(
            number=number,
            from_number=from_number,
            caller=caller,
            options=self.options,
            pacer=self._pacer,
            http=self._http,
            call_sid=call_sid,
            direction=direction,
            first=first,
            forwarded_from=forwarded_from,
            on_event=on_event,
            on_state=self._state_changed,
        )

    async def _run(self, call: SimulatedCall) -> CallResult:
        self.live[call.call_sid] = call
        try:
            return await call.run()
        finally:
            del self.live[call.call_sid]
