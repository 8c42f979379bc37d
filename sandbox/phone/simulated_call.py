"""One call's life, as the carrier runs it: from the voice webhook to the last status callback."""

import asyncio
from collections.abc import Callable

import httpx
import structlog

from sandbox.phone.call_fields import CallFields, new_sid
from sandbox.phone.call_leg import CallLeg
from sandbox.phone.call_result import CallResult, CallStatus
from sandbox.phone.carrier_options import Caller, CarrierOptions, NumberConfig
from sandbox.phone.events import EventKind, EventSink, ignore
from sandbox.phone.handset import Handset
from sandbox.phone.pacer import Pacer
from sandbox.phone.steps import End, Fetch, Inline, Step
from sandbox.phone.twiml import TwimlError, parse
from sandbox.phone.twiml_runner import TwimlRunner
from sandbox.phone.verbs import Verb
from sandbox.phone.webhooks import RETRIEVAL_FAILURE

_log = structlog.get_logger(__name__)
_XML_TYPES = {"text/xml", "application/xml", "text/html"}


class SimulatedCall:
    """One call.

    Args:
        number: the dialled number's configuration.
        from_number: E.164, or `anonymous`.
        caller: who calls.
        first: where the call starts; by default the number's voice URL.
        forwarded_from: the telephone that forwards the call.

    Attributes:
        leg: what the call consists of.
        status: Twilio's call status now.
    """

    def __init__(
        self,
        *,
        number: NumberConfig,
        from_number: str,
        caller: Caller,
        options: CarrierOptions,
        pacer: Pacer,
        http: httpx.AsyncClient,
        call_sid: str | None = None,
        direction: str = "inbound",
        first: Fetch | Inline | None = None,
        forwarded_from: str | None = None,
        on_event: EventSink = ignore,
        on_state: Callable[["SimulatedCall"], None] = lambda _call: None,
    ) -> None:
        fields = CallFields(
            account_sid=options.credentials.twilio_account_sid,
            call_sid=call_sid or new_sid("CA"),
            from_number=from_number,
            to_number=number.number,
            direction=direction,
            caller_name="SANDBOX CALLER" if number.caller_name_lookup else None,
            forwarded_from=forwarded_from,
        )
        self.leg = CallLeg(
            options, fields, number.voice_url, http, on_event=on_event, on_answered=self._picked_up
        )
        self.status: CallStatus = "queued"
        self._number = number
        self._caller = caller
        self._pacer = pacer
        self._on_state = on_state
        self._first: Step = first or Fetch("voice", number.voice_url, number.voice_method)
        self._fallback_used = False
        self._order: Step | None = None
        self._ordered = asyncio.Event()
        self._rest_recordings: list[tuple[str, str | None]] = []
        self._runner = TwimlRunner(self.leg)

    @property
    def call_sid(self) -> str:
        return self.leg.call_sid

    @property
    def handset(self) -> Handset:
        """The caller's end."""
        return self.leg.handset

    async def run(self) -> CallResult:
        """Runs the call to its end; the result also says why it went wrong, if it did."""
        ticket = self._pacer.start(self._tick)
        end = End("carrier", "failed")
        try:
            async with asyncio.TaskGroup() as group:
                self.leg.group = group
                self._set_status("ringing")
                self.report("call.ringing")
                end = await self._follow(group)
                self._set_status(end.status)
                self._stop_caller()
        finally:
            ticket.stop()
            if self.leg.stream is not None:
                # Only when the call itself was cancelled: every orderly end has stopped its stream.
                self.leg.stream.abort()
            self._finish(end, list(ticket.lateness_ms))
        await self._last_callbacks(end.status)
        return self.leg.result

    def redirect(self, step: Step) -> None:
        """Breaks off what runs now (its stream gets `stop`) and goes on with `step`."""
        if self._order is None or isinstance(step, End):
            self._order = step
            self._ordered.set()

    def hang_up(self) -> None:
        """The caller hangs up."""
        self.report("caller.hung_up")
        self.redirect(End("caller", "completed" if self.leg.answered else "no-answer"))

    def press(self, digit: str) -> None:
        self.report("caller.pressed", digit)
        if self.leg.stream is not None:
            self.leg.stream.media.send_dtmf(digit)
        elif not self.leg.keys.full():
            self.leg.keys.put_nowait(digit)

    def keep_recording(self, recording_sid: str, callback: str | None) -> None:
        """The application asked over REST for a recording; its callback is sent after the call."""
        self._rest_recordings.append((recording_sid, callback))

    def report(self, kind: EventKind, text: str | None = None, **data: object) -> None:
        """Adds a line to the live transcript."""
        self.leg.report(kind, text, **data)

    async def _follow(self, group: asyncio.TaskGroup) -> End:
        step: Step = self._first
        try:
            async with asyncio.timeout(self.leg.options.max_call_s):
                if self.leg.options.ring_s:
                    await asyncio.sleep(self.leg.options.ring_s)
                while not isinstance(step, End):
                    step = await self._run_or_obey(group, step)
        except TimeoutError:
            await self._runner.break_off(hung_up=True)
            return End("carrier")
        return step

    async def _run_or_obey(self, group: asyncio.TaskGroup, step: Fetch | Inline) -> Step:
        running = group.create_task(self._run_step(step), name=f"twiml-{self.call_sid}")
        ordered = group.create_task(self._ordered.wait(), name=f"orders-{self.call_sid}")
        try:
            await asyncio.wait({running, ordered}, return_when=asyncio.FIRST_COMPLETED)
            if self._order is None:
                return running.result()
            order, self._order = self._order, None
            self._ordered.clear()
            running.cancel()
            await asyncio.wait({running})
            await self._runner.break_off(hung_up=isinstance(order, End) and order.by == "caller")
            return order
        finally:
            running.cancel()
            ordered.cancel()

    async def _run_step(self, step: Fetch | Inline) -> Step:
        failed_url = step.url if isinstance(step, Fetch) else ""
        try:
            document = step.twiml if isinstance(step, Inline) else await self._fetch(step)
            verbs: tuple[Verb, ...] = parse(document) if document.strip() else ()
            self.leg.result.documents.append(document)
            return await self._runner.run(verbs)
        except TwimlError as error:
            self.leg.fail(error.code, error.message)
            number = self._number
            if number.fallback_url and not self._fallback_used:
                self._fallback_used = True
                extra = {"ErrorCode": str(error.code), "ErrorUrl": failed_url}
                return Fetch("fallback", number.fallback_url, number.fallback_method, extra)
            if self.leg.answered:
                self.leg.result.carrier_said.append(
                    "We are sorry, an application error has occurred. Goodbye."
                )
                return End("carrier")
            return End("carrier", "failed")

    async def _fetch(self, step: Fetch) -> str:
        leg = self.leg
        url = leg.absolute(step.url)
        fields = leg.fields.form("in-progress" if leg.answered else "ringing", step.extra)
        if leg.result.webhook_sent_at is None:
            leg.result.webhook_sent_at = leg.clock()
        exchange = await leg.sender.send(step.purpose, step.method, url, fields)
        if not exchange.ok:
            raise TwimlError(RETRIEVAL_FAILURE, f"{url}: {exchange.error}")
        if exchange.body.strip() and exchange.content_type not in _XML_TYPES:
            raise TwimlError(12300, f"{url} answered with the content type {exchange.content_type!r}")
        leg.base_url = url
        return exchange.body

    def _tick(self, due: float) -> None:
        leg = self.leg
        if not leg.answered:
            return
        media = leg.stream.media if leg.stream is not None else None
        announced = leg.announcer.tick(due)[0]
        uttered = leg.handset.exchange(due, media.play(due) if media is not None else announced)
        if leg.tape is not None:
            leg.tape += uttered
        if media is not None:
            media.send_audio(uttered)

    def _picked_up(self) -> None:
        self._set_status("in-progress")
        self.report("call.answered")
        self._caller_task = self.leg.group.create_task(self._caller.run(self), name=f"caller-{self.call_sid}")

    def _stop_caller(self) -> None:
        if self.leg.answered:
            self._caller_task.cancel()

    def _finish(self, end: End, lateness_ms: list[float]) -> None:
        leg, result = self.leg, self.leg.result
        result.ended_at = leg.clock()
        result.ended_by = end.by
        result.status = end.status
        result.first_agent_sound_at = leg.handset.agent.first_voiced_at
        result.response_times_ms = leg.handset.response_times_ms()
        result.lateness_ms = lateness_ms
        self.report("call.ended", status=end.status, by=end.by)

    async def _last_callbacks(self, status: CallStatus) -> None:
        leg, number = self.leg, self._number
        for recording_sid, callback in self._rest_recordings:
            if callback is not None:
                fields = self._runner.recording_fields(
                    recording_sid, leg.result.duration_s, "StartCallRecordingAPI", 2
                )
                await leg.sender.send("recording-status", "POST", callback, fields)
        if number.status_callback is not None:
            fields = leg.fields.completed(status, leg.result.duration_s, sequence=0)
            await leg.sender.send(
                "call-status", number.status_callback_method, number.status_callback, fields
            )

    def _set_status(self, status: CallStatus) -> None:
        self.status = status
        self._on_state(self)
