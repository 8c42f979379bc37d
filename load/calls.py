"""One call of a run: through webhook, TwiML and stream, or straight to a Media Streams server."""

import asyncio
from collections.abc import Callable
from typing import Literal

import structlog

from load.caller import LoadCaller
from load.job import CallerPlan, CallMeasure, Failure, LoadTimings
from sandbox.phone.call_fields import new_sid
from sandbox.phone.call_result import CallResult
from sandbox.phone.carrier import Carrier
from sandbox.phone.events import CallEvent
from sandbox.phone.handset import Handset
from sandbox.phone.line import Line
from sandbox.phone.media_stream import LiveStream, StreamInfo
from sandbox.phone.pacer import Pacer
from sandbox.phone.stream_socket import UpgradeFailed
from sandbox.speech.vowels import utterance

_log = structlog.get_logger(__name__)
CALL_SID = "{call_sid}"
_OPEN_TIMEOUT_S = 10.0

OnUp = Callable[[], None]


class LineCalls:
    """Rings a number: signed webhook, TwiML, stream, status callbacks.

    Args:
        carrier: entered; keeps no recordings.
    """

    def __init__(self, carrier: Carrier, line: Line, timings: LoadTimings) -> None:
        self._carrier = carrier
        self._line = line
        self._timings = timings

    async def call(self, plan: CallerPlan, on_up: OnUp) -> CallMeasure:
        """Makes one call; never raises for what the server does, and never lasts longer than `longest_call_s`."""
        caller = _caller(plan, self._timings, on_up)
        measure = CallMeasure(plan.index)
        call_sid = new_sid("CA")

        def listen(event: CallEvent) -> None:
            live = self._carrier.live.get(call_sid)
            stream = live.leg.stream if live is not None else None
            if event.kind == "stream.opened" and stream is not None:
                caller.listen_to(stream.media)

        try:
            async with asyncio.timeout(self._timings.longest_call_s):
                result = await self._carrier.place_call(
                    self._line.config(), plan.number, caller, on_event=listen, call_sid=call_sid
                )
        except TimeoutError:
            measure.failure = Failure("too_long", f"not over after {self._timings.longest_call_s:g} s")
        except Exception as error:
            # One broken call must not end the others.
            _log.exception("load_call.failed")
            measure.failure = Failure("lost", repr(error))
        else:
            _fill_in(measure, result)
            measure.failure = _failure_of(result, caller)
        _keep_turns(measure, caller)
        return measure


class StreamCalls:
    """Speaks Media Streams to one address, without a webhook; `CALL_SID` in it stands for the call's."""

    def __init__(self, pacer: Pacer, ws_url: str, auth_token: str, timings: LoadTimings) -> None:
        self._pacer = pacer
        self._ws_url = ws_url
        self._auth_token = auth_token
        self._timings = timings

    async def call(self, plan: CallerPlan, on_up: OnUp) -> CallMeasure:
        """Makes one call; never raises for what the server does, and never lasts longer than `longest_call_s`."""
        measure = CallMeasure(plan.index)
        caller = _caller(plan, self._timings, on_up)
        clock = asyncio.get_running_loop().time
        began = clock()
        call_sid = new_sid("CA")
        url = self._ws_url.replace(CALL_SID, call_sid)
        info = StreamInfo(url, "AC" + "0" * 32, call_sid, new_sid("MZ"))
        live = LiveStream(info, self._auth_token)
        try:
            await live.open(_OPEN_TIMEOUT_S)
        except UpgradeFailed as failure:
            measure.failure = Failure("stream_refused", str(failure))
            return measure
        caller.listen_to(live.media)
        phone = _DirectPhone(live)
        phone.handset.now = opened = clock()
        ticket = self._pacer.start(phone.tick)
        try:
            measure.failure = await self._talk(phone, caller, live)
        finally:
            ticket.stop()
        first_sound_at = phone.handset.agent.first_voiced_at
        if first_sound_at is not None:
            measure.answer_ms = round((first_sound_at - began) * 1000, 2)
        measure.silence_ms = _silence_ms(opened, first_sound_at, clock())
        media = live.media
        measure.underruns_ms = [underrun.gap_ms for underrun in media.playout.underruns]
        measure.warnings = dict(media.warnings)
        measure.frames_dropped = media.frames_dropped
        measure.keep_lateness(ticket.lateness_ms)
        _keep_turns(measure, caller)
        return measure

    async def _talk(self, phone: "_DirectPhone", caller: LoadCaller, live: LiveStream) -> Failure | None:
        try:
            async with asyncio.timeout(self._timings.longest_call_s), asyncio.TaskGroup() as group:
                talking = group.create_task(caller.run(phone), name="caller")
                ended = group.create_task(live.ended(), name="stream")
                await asyncio.wait({talking, ended}, return_when=asyncio.FIRST_COMPLETED)
                talking.cancel()
                ended.cancel()
        except TimeoutError:
            return Failure("too_long", f"not over after {self._timings.longest_call_s:g} s")
        finally:
            end = await live.stop()
        if caller.failure is not None or caller.finished:
            return caller.failure
        return _closed_early(caller, end.ended_by, end.close_code)


class _DirectPhone:
    """A handset on one stream."""

    def __init__(self, live: LiveStream) -> None:
        self.handset = Handset()
        self._media = live.media

    def tick(self, due: float) -> None:
        self._media.send_audio(self.handset.exchange(due, self._media.play(due)))

    def report(self, kind: Literal["caller.said", "caller.gave_up"], text: str) -> None:
        """Nobody reads along."""

    def press(self, digit: str) -> None:
        self._media.send_dtmf(digit)

    def hang_up(self) -> None:
        """The call ends when its caller has returned."""


def _caller(plan: CallerPlan, timings: LoadTimings, on_up: OnUp) -> LoadCaller:
    return LoadCaller(plan, timings, utterance(timings.speech_ms, plan.index % 5), on_up=on_up)


def _keep_turns(measure: CallMeasure, caller: LoadCaller) -> None:
    measure.turns = caller.turns
    measure.missed_barge_ins = caller.missed_barge_ins


def _fill_in(measure: CallMeasure, result: CallResult) -> None:
    if any(stream.opened_at is not None for stream in result.streams):
        measure.answer_ms = result.answer_ms
        if result.answered_at is not None and result.ended_at is not None:
            measure.silence_ms = _silence_ms(result.answered_at, result.first_agent_sound_at, result.ended_at)
    measure.underruns_ms = [underrun.gap_ms for underrun in result.underruns]
    for stream in result.streams:
        measure.frames_dropped += stream.frames_dropped
        for code, times in stream.warnings.items():
            measure.warnings[code] = measure.warnings.get(code, 0) + times
    measure.keep_lateness(result.lateness_ms)


def _silence_ms(answered_at: float, first_sound_at: float | None, ended_at: float) -> float:
    return round(((first_sound_at or ended_at) - answered_at) * 1000, 2)


def _failure_of(result: CallResult, caller: LoadCaller) -> Failure | None:
    if result.carrier_said and not result.streams:
        return Failure("refused", f"{result.status}: {result.carrier_said[0]}")
    if caller.failure is not None or caller.finished:
        return caller.failure
    voice = next((exchange for exchange in result.webhooks if exchange.purpose == "voice"), None)
    if voice is None or not voice.ok:
        return Failure("webhook", (voice.error if voice is not None else None) or "no answer")
    opened = [stream for stream in result.streams if stream.end is not None]
    if not opened:
        if result.errors:
            code, message = result.errors[0]
            return Failure("stream_refused", f"{code}: {message}")
        return Failure("refused", result.status)
    end = opened[-1].end
    assert end is not None  # noqa: S101 - only such streams are in the list
    return _closed_early(caller, end.ended_by, end.close_code)


def _closed_early(caller: LoadCaller, ended_by: str, close_code: int) -> Failure:
    return Failure(
        "closed_early", f"in turn {len(caller.turns)}: the stream was ended by {ended_by} ({close_code})"
    )
