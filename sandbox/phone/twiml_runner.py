"""Runs the verbs of a TwiML document on a call leg."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

from domain.audio import SAMPLE_RATE_HZ, duration_ms
from sandbox.phone.call_fields import new_sid
from sandbox.phone.call_leg import CallLeg
from sandbox.phone.call_result import DialledLeg, StreamReport, VoiceMessage
from sandbox.phone.dialled_phone import DialledPhone
from sandbox.phone.media_stream import SERVER_CLOSED, LiveStream, StreamInfo
from sandbox.phone.steps import End, Fetch, Step
from sandbox.phone.stream_socket import UpgradeFailed
from sandbox.phone.verbs import (
    Connect,
    Dial,
    Gather,
    Hangup,
    Pause,
    Play,
    Record,
    Redirect,
    Reject,
    Say,
    Stream,
    Verb,
)


class TwimlRunner:
    """The carrier's interpreter for one call.

    A document that begins with `<Pause>` delays picking up: https://www.twilio.com/docs/voice/twiml/pause

    Each verb gives the step that follows it (another document, or the end), or None for the next verb.
    """

    def __init__(self, leg: CallLeg) -> None:
        self._leg = leg
        self._connected: tuple[LiveStream, Stream, float] | None = None
        self._recording: tuple[Record, str] | None = None

    async def run(self, verbs: tuple[Verb, ...]) -> Step:
        """Runs a document; the call ends when it runs out of verbs."""
        for verb in verbs:
            if isinstance(verb, Reject):
                if self._leg.answered:
                    return End("application")
                return End("application", "busy")
            if not _leaves_ringing(verb, first=verb is verbs[0]):
                self._leg.answer()
            step = await self._run_verb(verb)
            if step is not None:
                return step
        if not verbs:
            self._leg.answer()
        return End("application", "completed")

    async def break_off(self, *, hung_up: bool) -> None:
        """Ends what a cancelled verb left open: its stream gets `stop`, its recording is closed."""
        if self._connected is not None:
            live, stream, opened_at = self._connected
            await live.stop()
            await self._stream_ended(live, stream, opened_at)
        if self._recording is not None:
            verb, sid = self._recording
            step = self._end_recording(verb, sid, "hangup" if hung_up else "")
            if hung_up and step is not None:
                await self._leg.sender.send(
                    "action",
                    step.method,
                    self._leg.absolute(step.url),
                    self._leg.fields.form("completed", step.extra),
                )
        self._leg.announcer.clear()

    async def _run_verb(self, verb: Verb) -> Step | None:
        match verb:
            case Connect():
                return await self._connect(verb)
            case Say() | Play() | Pause():
                await self._prompt(verb)
                return None
            case Dial():
                return await self._dial(verb)
            case Redirect():
                return Fetch("redirect", verb.url, verb.method)
            case Record():
                return await self._record(verb)
            case Gather():
                return await self._gather(verb)
            case Hangup() | Reject():
                return End("application")

    async def _connect(self, verb: Connect) -> Step | None:
        leg = self._leg
        stream = verb.stream
        after = Fetch("action", verb.action, verb.method) if verb.action is not None else None
        info = StreamInfo(
            url=stream.url,
            account_sid=leg.fields.account_sid,
            call_sid=leg.call_sid,
            stream_sid=new_sid("MZ"),
            name=stream.name,
            parameters=stream.parameters,
        )
        try:
            self._check_url(stream.url)
            live = LiveStream(info, leg.options.credentials.twilio_auth_token, leg.keep_event)
            await live.open(leg.options.stream_open_timeout_s)
        except UpgradeFailed as failure:
            leg.result.streams.append(StreamReport(info.stream_sid, info.url, None, failure.code))
            leg.report("stream.refused", stream.url, code=failure.code, http_status=failure.status)
            leg.fail(failure.code, failure.message)
            self._stream_callback(stream, info.stream_sid, "stream-error", str(failure))
            return after
        opened_at = leg.clock()
        leg.stream = live
        self._connected = (live, stream, opened_at)
        leg.report("stream.opened", stream.url, stream_sid=info.stream_sid)
        self._stream_callback(stream, info.stream_sid, "stream-started")
        await live.ended()
        await self._stream_ended(live, stream, opened_at)
        return after

    def _check_url(self, url: str) -> None:
        parts = urlsplit(url)
        schemes = {"wss", "ws"} if self._leg.options.allow_plain_websockets else {"wss"}
        if parts.scheme not in schemes or not parts.hostname:
            raise UpgradeFailed(31920, f"not a stream URL: {url}")
        if parts.query:
            raise UpgradeFailed(31920, f"a stream URL takes no query string: {url}")

    async def _stream_ended(self, live: LiveStream, stream: Stream, opened_at: float) -> None:
        leg = self._leg
        leg.stream = None
        self._connected = None
        end = await live.ended()
        error = SERVER_CLOSED if end.ended_by == "lost" else None
        media = live.media
        leg.result.streams.append(StreamReport.of(media, opened_at, end, error))
        leg.report("stream.closed", stream.url, ended_by=end.ended_by, code=end.close_code)
        if error is not None:
            leg.fail(error, f"the server dropped the stream (close code {end.close_code})")
            self._stream_callback(
                stream, media.info.stream_sid, "stream-error", f"{error}: Stream - closed by server"
            )
        else:
            self._stream_callback(stream, media.info.stream_sid, "stream-stopped")

    def _stream_callback(self, stream: Stream, stream_sid: str, event: str, error: str | None = None) -> None:
        if stream.status_callback is None:
            return
        leg = self._leg
        fields = leg.fields.stream(stream_sid, stream.name, event, error)
        url = leg.absolute(stream.status_callback)
        leg.group.create_task(
            leg.sender.send("stream-status", stream.status_callback_method, url, fields),
            name=f"stream-status-{stream_sid}",
        )

    async def _prompt(self, verb: Say | Play | Pause) -> None:
        leg = self._leg
        if isinstance(verb, Pause):
            await asyncio.sleep(verb.length_s)
            return
        if isinstance(verb, Play):
            leg.report("carrier.said", f"[plays {verb.url}]")
            return
        leg.result.carrier_said.append(verb.text)
        leg.report("carrier.said", verb.text)
        speak = leg.options.speak
        if speak is None:
            await asyncio.sleep(len(verb.text) * leg.options.say_ms_per_character / 1000)
            return
        leg.announcer.append(await speak(verb.text))
        await leg.handset.until(lambda: leg.announcer.buffered_ms == 0)

    async def _dial(self, verb: Dial) -> Step | None:
        leg = self._leg
        outcome = leg.options.dial(verb.numbers[0])
        dialled = DialledPhone(leg, verb, outcome)
        leg.report("carrier.dialled", ", ".join(verb.numbers), outcome=outcome.status)
        ended = await dialled.ring()
        if ended.bridged:
            leg.answer()
            await asyncio.sleep(outcome.talk_s)
            ended = replace(ended, duration_s=ended.duration_s + outcome.talk_s)
        duration_s = round(ended.duration_s)
        leg.result.dialled.append(DialledLeg(verb.numbers, ended.status, duration_s, ended.bridged))
        if verb.action is None:
            return None
        extra = {"DialCallStatus": ended.status, "DialCallSid": dialled.call_sid}
        if outcome.says_bridged:
            extra["DialBridged"] = "true" if ended.bridged else "false"
        if ended.status == "completed":
            extra["DialCallDuration"] = str(duration_s)
        return Fetch("action", verb.action, verb.method, extra)

    async def _record(self, verb: Record) -> Step | None:
        leg = self._leg
        handset = leg.handset
        sid = new_sid("RE")
        began = handset.now
        while not leg.keys.empty():
            leg.keys.get_nowait()
        leg.tape = bytearray()
        self._recording = (verb, sid)
        pressed: list[str] = []

        def finished() -> bool:
            while not leg.keys.empty():
                pressed.append(leg.keys.get_nowait())
            quiet_s = handset.caller.silent_s(handset.now, began)
            stopped = any(key in verb.finish_on_key for key in pressed)
            return stopped or quiet_s >= verb.timeout_s or handset.now - began >= verb.max_length_s

        await handset.until(finished)
        return self._end_recording(verb, sid, "".join(pressed))

    def _end_recording(self, verb: Record, sid: str, digits: str) -> Fetch | None:
        leg = self._leg
        tape, leg.tape, self._recording = bytes(leg.tape or b""), None, None
        spoke_since = self._leg.clock() - duration_ms(len(tape)) / 1000
        # Twilio goes on with the next verb when nothing was said.
        if (leg.handset.caller.last_voiced_at or 0.0) < spoke_since:
            return None
        leg.result.messages.append(VoiceMessage(sid, tape))
        duration_s = len(tape) / SAMPLE_RATE_HZ
        fields = self.recording_fields(sid, duration_s, "RecordVerb", 1)
        if verb.status_callback is not None:
            url = leg.absolute(verb.status_callback)
            leg.group.create_task(
                leg.sender.send("recording-status", verb.status_callback_method, url, fields),
                name=f"recording-status-{sid}",
            )
        # Without an action the current document is asked again.
        action = verb.action if verb.action is not None else ""
        extra = {name: fields[name] for name in ("RecordingUrl", "RecordingSid", "RecordingDuration")}
        return Fetch("action", action, verb.method, extra | {"Digits": digits})

    def recording_fields(self, sid: str, duration_s: float, source: str, channels: int) -> dict[str, str]:
        """The fields of a recording's status callback.

        Source: https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback
        """
        leg = self._leg
        base = f"{leg.options.rest_base_url}/2010-04-01/Accounts/{leg.fields.account_sid}"
        return {
            "AccountSid": leg.fields.account_sid,
            "CallSid": leg.call_sid,
            "RecordingSid": sid,
            "RecordingUrl": f"{base}/Recordings/{sid}",
            "RecordingStatus": "completed",
            "RecordingDuration": str(round(duration_s)),
            "RecordingChannels": str(channels),
            "RecordingStartTime": format_datetime(datetime.now(UTC)),
            "RecordingSource": source,
            "RecordingTrack": "both" if channels == 2 else "inbound",
        }

    async def _gather(self, verb: Gather) -> Step | None:
        leg = self._leg
        digits = ""
        finished_on = ""
        try:
            async with asyncio.timeout(None) as patience:
                for prompt in verb.prompts:
                    if leg.keys.empty():
                        await self._prompt(prompt)
                while True:
                    patience.reschedule(asyncio.get_running_loop().time() + verb.timeout_s)
                    key = await leg.keys.get()
                    if key in verb.finish_on_key:
                        finished_on = key
                        break
                    digits += key
                    if verb.num_digits is not None and len(digits) >= verb.num_digits:
                        break
        except TimeoutError:
            pass
        if not digits and not verb.action_on_empty_result:
            return None
        extra = {"Digits": digits, "FinishedOnKey": finished_on}
        return Fetch("action", verb.action or "", verb.method, extra)


def _leaves_ringing(verb: Verb, *, first: bool) -> bool:
    """Whether a call that rings goes on ringing during this verb."""
    if isinstance(verb, Dial):
        return verb.answer_on_bridge
    return isinstance(verb, Redirect | Hangup) or (isinstance(verb, Pause) and first)
