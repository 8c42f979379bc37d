"""One call's life, as the carrier runs it: from the voice webhook to the last status callback."""

import asyncio
from collections.abc import Callable
from urllib.parse import urljoin

import httpx
import structlog

from sandbox.phone.call_fields import CallFields, new_sid
from sandbox.phone.call_result import CallResult, CallStatus
from sandbox.phone.carrier_options import Caller, CarrierOptions, NumberConfig
from sandbox.phone.events import CallEvent, EventKind, EventSink, ignore
from sandbox.phone.handset import Handset
from sandbox.phone.media_stream import LiveStream
from sandbox.phone.pacer import Pacer
from sandbox.phone.playout import Playout
from sandbox.phone.recording import StereoRecording
from sandbox.phone.steps import End, Fetch, Inline, Step
from sandbox.phone.twiml import TwimlError, parse
from sandbox.phone.twiml_runner import TwimlRunner
from sandbox.phone.verbs import Verb
from sandbox.phone.webhooks import RETRIEVAL_FAILURE, WebhookExchange, WebhookSender

_log = structlog.get_logger(__name__)
_XML_TYPES = {"text/xml", "application/xml", "text/html"}


class SimulatedCall:
    """One call.

    Args:
        number: the dialled number's configuration.
        from_number: E.164, or `anonymous`.
        caller: who calls.
        first: where the call starts; by default the number's voice URL.

    Attributes:
        result: filled in while the call runs.
        handset: the caller's end.
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
        on_event: EventSink = ignore,
        on_state: Callable[["SimulatedCall"], None] = lambda _call: None,
    ) -> None:
        self.number = number
        self.options = options
        self.direction = direction
        self.fields = CallFields(
            account_sid=options.credentials.twilio_account_sid,
            call_sid=call_sid or new_sid("CA"),
            from_number=from_number,
            to_number=number.number,
            direction=direction,
            caller_name="SANDBOX CALLER" if number.caller_name_lookup else None,
        )
        recording = StereoRecording() if options.record else None
        self.result = CallResult(self.fields.call_sid, from_number, number.number, recording=recording)
        self.handset = Handset(recording, self.keep_event)
        self.announcer = Playout()
        self.stream: LiveStream | None = None
        self.keys: asyncio.Queue[str] = asyncio.Queue(maxsize=64)
        self.status: CallStatus = "queued"
        self.tape: bytearray | None = None
        self.sender = WebhookSender(options.credentials.twilio_auth_token, http, self._exchanged)
        self.clock = asyncio.get_running_loop().time
        self._caller = caller
        self._pacer = pacer
        self._on_event = on_event
        self._on_state = on_state
        self._first: Step = first or Fetch("voice", number.voice_url, number.voice_method)
        self._base_url = number.voice_url
        self._fallback_used = False
        self._order: Step | None = None
        self._ordered = asyncio.Event()
        self._rest_recordings: list[tuple[str, str | None]] = []
        self._runner = TwimlRunner(self)

    @property
    def call_sid(self) -> str:
        return self.fields.call_sid

    @property
    def answered(self) -> bool:
        return self.result.answered_at is not None

    async def run(self) -> CallResult:
        """Runs the call to its end; the result also says why it went wrong, if it did."""
        ticket = self._pacer.start(self._tick)
        end = End("carrier", "failed")
        try:
            async with asyncio.TaskGroup() as group:
                self.group = group
                self._set_status("ringing")
                self.report("call.ringing")
                end = await self._follow(group)
                self._set_status(end.status)
                self._stop_caller()
        finally:
            ticket.stop()
            if self.stream is not None:
                # Only when the call itself was cancelled: every orderly end has stopped its stream.
                self.stream.abort()
            self._finish(end, list(ticket.lateness_ms))
        await self._last_callbacks(end.status)
        return self.result

    def redirect(self, step: Step) -> None:
        """Breaks off what runs now (its stream gets `stop`) and goes on with `step`."""
        if self._order is None or isinstance(step, End):
            self._order = step
            self._ordered.set()

    def hang_up(self) -> None:
        """The caller hangs up."""
        self.report("caller.hung_up")
        self.redirect(End("caller", "completed" if self.answered else "no-answer"))

    def press(self, digit: str) -> None:
        self.report("caller.pressed", digit)
        if self.stream is not None:
            self.stream.media.send_dtmf(digit)
        elif not self.keys.full():
            self.keys.put_nowait(digit)

    def keep_recording(self, recording_sid: str, callback: str | None) -> None:
        """The application asked over REST for a recording; its callback is sent after the call."""
        self._rest_recordings.append((recording_sid, callback))

    def report(self, kind: EventKind, text: str | None = None, **data: object) -> None:
        self.keep_event(CallEvent(kind, self.clock(), text, data))

    def fail(self, code: int, message: str) -> None:
        """Notes an error as Twilio's debugger would show it."""
        self.result.errors.append((code, message))
        self.report("carrier.failed", message, code=code)

    def answer(self) -> None:
        """Picks up: from here on the call counts and the caller behaves."""
        if self.answered:
            return
        self.result.answered_at = self.clock()
        self.handset.now = self.result.answered_at
        self._set_status("in-progress")
        self.report("call.answered")
        self._caller_task = self.group.create_task(self._caller.run(self), name=f"caller-{self.call_sid}")

    def absolute(self, url: str) -> str:
        """TwiML URLs may be relative to the document they stand in."""
        return urljoin(self._base_url, url)

    async def _follow(self, group: asyncio.TaskGroup) -> End:
        step: Step = self._first
        try:
            async with asyncio.timeout(self.options.max_call_s):
                if self.options.ring_s:
                    await asyncio.sleep(self.options.ring_s)
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
            self.result.documents.append(document)
            return await self._runner.run(verbs)
        except TwimlError as error:
            self.fail(error.code, error.message)
            if self.number.fallback_url and not self._fallback_used:
                self._fallback_used = True
                extra = {"ErrorCode": str(error.code), "ErrorUrl": failed_url}
                return Fetch("fallback", self.number.fallback_url, self.number.fallback_method, extra)
            if self.answered:
                self.result.carrier_said.append("We are sorry, an application error has occurred. Goodbye.")
                return End("carrier")
            return End("carrier", "failed")

    async def _fetch(self, step: Fetch) -> str:
        url = self.absolute(step.url)
        fields = self.fields.form("in-progress" if self.answered else "ringing", step.extra)
        if self.result.webhook_sent_at is None:
            self.result.webhook_sent_at = self.clock()
        exchange = await self.sender.send(step.purpose, step.method, url, fields)
        if not exchange.ok:
            raise TwimlError(RETRIEVAL_FAILURE, f"{url}: {exchange.error}")
        if exchange.body.strip() and exchange.content_type not in _XML_TYPES:
            raise TwimlError(12300, f"{url} answered with the content type {exchange.content_type!r}")
        self._base_url = url
        return exchange.body

    def _tick(self, due: float) -> None:
        if not self.answered:
            return
        media = self.stream.media if self.stream is not None else None
        announced = self.announcer.tick(due)[0]
        uttered = self.handset.exchange(due, media.play(due) if media is not None else announced)
        if self.tape is not None:
            self.tape += uttered
        if media is not None:
            media.send_audio(uttered)

    def _stop_caller(self) -> None:
        if self.answered:
            self._caller_task.cancel()

    def _finish(self, end: End, lateness_ms: list[float]) -> None:
        result = self.result
        result.ended_at = self.clock()
        result.ended_by = end.by
        result.status = end.status
        result.first_agent_sound_at = self.handset.agent.first_voiced_at
        result.response_times_ms = self.handset.response_times_ms()
        result.lateness_ms = lateness_ms
        self.report("call.ended", status=end.status, by=end.by)

    async def _last_callbacks(self, status: CallStatus) -> None:
        number = self.number
        for recording_sid, callback in self._rest_recordings:
            if callback is not None:
                fields = self._runner.recording_fields(
                    recording_sid, self.result.duration_s, "StartCallRecordingAPI", 2
                )
                await self.sender.send("recording-status", "POST", callback, fields)
        if number.status_callback is not None:
            fields = self.fields.completed(status, self.result.duration_s, sequence=0)
            await self.sender.send(
                "call-status", number.status_callback_method, number.status_callback, fields
            )

    def _set_status(self, status: CallStatus) -> None:
        self.status = status
        self._on_state(self)

    def _exchanged(self, exchange: WebhookExchange) -> None:
        self.result.webhooks.append(exchange)
        self.report(
            "webhook.sent",
            exchange.purpose,
            status=exchange.status,
            url=exchange.url,
            took_ms=round(exchange.took_ms, 1),
        )

    def keep_event(self, event: CallEvent) -> None:
        self.result.events.append(event)
        self._on_event(event)
