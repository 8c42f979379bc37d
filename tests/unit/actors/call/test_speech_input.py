"""Listening: what the local voice detector reports, and what happens to audio nobody takes."""

import asyncio
import contextlib

import pytest

from actors.call.audio_backlog import GATHER_BYTES, LIMIT_FRAMES
from actors.call.speech_input import SpeechInput
from actors.call.voice_activity import VOICE_GAP_FRAMES, VoiceDetector
from domain.audio import FRAME_BYTES, FRAME_MS, SILENCE_FRAME
from domain.call.events import CallerHeard, CallerVoiced, Event, HearingLost, UtteranceEnded
from domain.errors import ProviderError
from domain.line.played_audio import PlayedAudio
from domain.retries import BUDGET_MS
from providers.ports import (
    EagerEnd,
    PartialTranscript,
    SpeechStarted,
    StillListening,
    TurnResumed,
    UtteranceEnd,
)
from tests.fakes.carrier import tone
from tests.fakes.vendors import FakeCircuit, FakeSpeechToText, refused
from tests.support.virtual_time import until

VOICE = tone(FRAME_MS * 60)


def frames(ulaw: bytes) -> list[bytes]:
    return [ulaw[start : start + FRAME_BYTES] for start in range(0, len(ulaw), FRAME_BYTES)]


def detected(*pieces: bytes) -> list[int]:
    detector = VoiceDetector(PlayedAudio())
    reached = [detector.feed(piece, 20.0 * number) for number, piece in enumerate(pieces)]
    return [ms for ms in reached if ms is not None]


def test_silence_is_no_voice():
    assert detected(*[SILENCE_FRAME] * 100) == []


def test_each_threshold_is_told_once_in_a_stretch():
    assert detected(*frames(VOICE)) == [480, 900]


def test_a_short_sound_is_told_nothing_of():
    assert detected(*frames(VOICE)[:15], *[SILENCE_FRAME] * 50) == []


def test_a_breath_does_not_end_a_stretch_of_voice():
    breath = [SILENCE_FRAME] * (VOICE_GAP_FRAMES - 3)  # the detector itself lags by some frames
    assert detected(*frames(VOICE)[:15], *breath, *frames(VOICE)[:15]) == [480]


def test_a_pause_ends_a_stretch_and_the_next_is_told_anew():
    pause = [SILENCE_FRAME] * 40
    assert detected(*frames(VOICE)[:30], *pause, *frames(VOICE)[:30]) == [480, 480]


def test_audio_in_other_pieces_is_the_same():
    assert detected(*(VOICE[start : start + 100] for start in range(0, len(VOICE), 100))) == [480, 900]
    assert detected(VOICE)[-1] == 900


def test_the_last_voiced_moment_is_known():
    detector = VoiceDetector(PlayedAudio())
    for number, frame in enumerate([*frames(VOICE)[:20], *[SILENCE_FRAME] * 50]):
        detector.feed(frame, 1000.0 + 20 * number)
    assert 1000 + 19 * 20 <= detector.last_voiced_at_ms <= 1000 + 30 * 20


class Hearing:
    def __init__(self, circuit: FakeCircuit | None = None) -> None:
        self.recogniser = FakeSpeechToText()
        self.events: list[Event] = []
        loop = asyncio.get_running_loop()
        self.ears = SpeechInput(
            self.recogniser,
            PlayedAudio(),
            language="en-AU",
            keyterms=("Mia",),
            now_ms=lambda: loop.time() * 1000,
            emit=self.events.append,
            circuit=circuit or FakeCircuit(),
            spread=lambda: 0.5,
        )

    @contextlib.asynccontextmanager
    async def running(self):
        task = asyncio.get_running_loop().create_task(self.ears.run())
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def test_words_and_ends_of_turns_become_events():
    hearing = Hearing()
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
        hearing.recogniser.opened[0].hears(
            SpeechStarted(),
            PartialTranscript(""),
            PartialTranscript("a hair"),
            EagerEnd("a haircut", 0.5),
            TurnResumed(),
            UtteranceEnd("a haircut please", 0.9),
        )
        await until(lambda: len(hearing.events) == 2)
        heard, ended = hearing.events
        assert heard == CallerHeard("a hair")
        assert isinstance(ended, UtteranceEnded)
        assert (ended.text, ended.confidence) == ("a haircut please", 0.9)


async def test_words_no_store_takes_enter_without_what_it_refuses():
    hearing = Hearing()
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
        hearing.recogniser.opened[0].hears(
            PartialTranscript("Zo\x00eb"), UtteranceEnd("Zo\x00eb \ud83d", 0.9)
        )
        await until(lambda: len(hearing.events) == 2)
    assert [event.text for event in hearing.events if isinstance(event, CallerHeard | UtteranceEnded)] == [
        "Zoë",
        "Zoë ",
    ]


async def test_an_utterance_ended_when_its_last_voice_arrived():
    hearing = Hearing()
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
        for frame in frames(VOICE)[:10]:
            hearing.ears.feed(frame)
        spoke_ms = asyncio.get_running_loop().time() * 1000
        await asyncio.sleep(1)
        hearing.recogniser.opened[0].hears(UtteranceEnd("hello", 0.9))
        await until(lambda: hearing.events)
        (ended,) = hearing.events
        assert isinstance(ended, UtteranceEnded)
        assert ended.speech_ended_at_ms == pytest.approx(spoke_ms, abs=1)


async def test_voice_is_told_without_a_recogniser():
    hearing = Hearing()
    for frame in frames(VOICE):
        hearing.ears.feed(frame)
    assert hearing.events == [CallerVoiced(480), CallerVoiced(900)]


async def test_audio_reaches_the_recogniser_in_order():
    hearing = Hearing()
    async with hearing.running():
        sent = b""
        for number in range(20):
            piece = bytes([number]) * 160
            hearing.ears.feed(piece)
            sent += piece
            await asyncio.sleep(0.02)
        hearing.ears.feed(b"\xff" * GATHER_BYTES)
        sent += b"\xff" * GATHER_BYTES
        await until(lambda: bytes(hearing.recogniser.opened[0].audio) == sent)


async def test_what_was_said_while_the_recogniser_was_away_is_heard_later():
    hearing = Hearing()
    hearing.recogniser.opening_errors = [refused("deepgram")]
    async with hearing.running():
        hearing.ears.feed(b"\x01" * 160)
        hearing.ears.feed(b"\x02" * 160)
        await until(lambda: hearing.recogniser.opened)
        await until(lambda: bytes(hearing.recogniser.opened[0].audio) == b"\x01" * 160 + b"\x02" * 160)
    assert hearing.ears.dropped_frames == 0


async def test_audio_nobody_takes_is_dropped_oldest_first_and_counted():
    hearing = Hearing()
    for number in range(LIMIT_FRAMES + 10):
        hearing.ears.feed(number.to_bytes(2, "big") * 80)
    assert hearing.ears.dropped_frames == 10
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
        await until(lambda: len(hearing.recogniser.opened[0].audio) == LIMIT_FRAMES * 160)
        assert hearing.recogniser.opened[0].audio[:2] == (10).to_bytes(2, "big")


async def test_a_recogniser_that_fails_over_and_over_is_given_up_when_the_budget_is_used_up():
    hearing = Hearing()
    hearing.recogniser.opening_errors = [refused("deepgram") for _ in range(30)]
    began_s = asyncio.get_running_loop().time()
    async with hearing.running() as running:
        await running
    assert hearing.events == [HearingLost("deepgram stream: refused (status 503)")]
    assert 3 <= asyncio.get_running_loop().time() - began_s <= BUDGET_MS / 1000
    assert len(hearing.recogniser.asked) >= 4


async def test_the_pause_the_vendor_asks_for_is_kept():
    hearing = Hearing()
    hearing.recogniser.opening_errors = [ProviderError("deepgram", "listen", "busy", True, 429, None, 2.0)]
    began_s = asyncio.get_running_loop().time()
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
        assert asyncio.get_running_loop().time() - began_s >= 2.0


async def test_a_recogniser_that_works_in_between_may_fail_often():
    hearing = Hearing()
    async with hearing.running():
        for number in range(1, 20):
            await until(lambda number=number: len(hearing.recogniser.opened) == number)
            hearing.recogniser.opened[-1].hears(PartialTranscript("hello"))
            hearing.recogniser.opened[-1].breaks(refused("deepgram"))
    assert not any(isinstance(event, HearingLost) for event in hearing.events)
    assert not any(fallback for _, fallback in hearing.recogniser.asked)
    assert hearing.recogniser.closed == len(hearing.recogniser.opened)


@pytest.mark.parametrize("quiet_s", [1.0, BUDGET_MS / 1000, 600.0], ids="quiet for {} s".format)
async def test_a_stream_that_breaks_is_opened_again_however_long_nobody_has_spoken(quiet_s: float):
    hearing = Hearing()
    async with hearing.running():
        for number in range(1, 4):
            await until(lambda number=number: len(hearing.recogniser.opened) == number)
            hearing.recogniser.opened[-1].hears(StillListening())
            await asyncio.sleep(quiet_s)
            hearing.recogniser.opened[-1].breaks(refused("deepgram"))
        await until(lambda: len(hearing.recogniser.opened) == 4)
    assert hearing.events == []
    assert not any(fallback for _, fallback in hearing.recogniser.asked)


async def test_the_budget_of_a_stream_that_worked_begins_when_it_breaks():
    hearing = Hearing()
    async with hearing.running() as running:
        await until(lambda: hearing.recogniser.opened)
        hearing.recogniser.opened[0].hears(StillListening())
        await asyncio.sleep(60)
        hearing.recogniser.opening_errors = [refused("deepgram") for _ in range(30)]
        hearing.recogniser.opened[0].breaks(refused("deepgram"))
        broke_s = asyncio.get_running_loop().time()
        await running
    assert 3 <= asyncio.get_running_loop().time() - broke_s <= BUDGET_MS / 1000
    assert len(hearing.events) == 1


async def test_a_stream_that_is_accepted_and_brings_nothing_is_a_failure_each_time():
    hearing = Hearing()
    async with hearing.running() as running:
        for number in (1, 2, 3):
            await until(lambda number=number: len(hearing.recogniser.opened) == number)
            await asyncio.sleep(2.5)
            hearing.recogniser.opened[-1].breaks(refused("deepgram"))
        await running
    assert [fallback for _, fallback in hearing.recogniser.asked] == [False, False, True]
    assert len(hearing.events) == 1


async def test_after_two_failures_the_fallback_listens():
    hearing = Hearing()
    hearing.recogniser.opening_errors = [refused("deepgram"), refused("deepgram")]
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
    assert [fallback for _, fallback in hearing.recogniser.asked] == [False, False, True]


async def test_names_that_are_refused_are_left_out():
    hearing = Hearing()
    bad = ProviderError("deepgram", "listen", "refused the request", retryable=False, status=400)
    hearing.recogniser.opening_errors = [bad]
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
        hearing.recogniser.opened[0].breaks(refused("deepgram"))
        await until(lambda: len(hearing.recogniser.opened) == 2)
    assert hearing.recogniser.asked == [(("Mia",), False), ((), False), ((), False)]
    assert not hearing.events


async def test_while_the_node_does_without_the_vendor_the_fallback_listens():
    hearing = Hearing(FakeCircuit(admitting=False))
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
    assert hearing.recogniser.asked == [(("Mia",), True)]


async def test_the_node_is_told_how_the_first_recogniser_does():
    circuit = FakeCircuit()
    hearing = Hearing(circuit)
    hearing.recogniser.opening_errors = [refused("deepgram")]
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
        hearing.recogniser.opened[0].hears(PartialTranscript("hello"), PartialTranscript("hello there"))
        await until(lambda: len(hearing.events) == 2)
    assert circuit.told == ["failed", "succeeded"]


async def test_a_stream_that_worked_and_breaks_is_not_held_against_the_vendor():
    """A vendor that restarts a balancer breaks the streams of all calls at once, and takes them again at once."""
    circuit = FakeCircuit()
    hearing = Hearing(circuit)
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
        hearing.recogniser.opened[0].hears(StillListening())
        hearing.recogniser.opened[0].breaks(refused("deepgram"))
        await until(lambda: len(hearing.recogniser.opened) == 2)
        hearing.recogniser.opened[1].breaks(refused("deepgram"))
        await until(lambda: len(hearing.recogniser.opened) == 3)
    assert circuit.told == ["succeeded", "failed"]


async def test_a_recogniser_that_ends_the_stream_is_opened_again():
    hearing = Hearing()
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
        await hearing.recogniser.opened[0].finish()
        await until(lambda: len(hearing.recogniser.opened) == 2)


async def test_a_refusal_for_good_is_left_to_the_fallback_and_not_tried_again():
    hearing = Hearing()
    hearing.recogniser.opening_errors = [refused("deepgram", retryable=False) for _ in range(2)]
    began_s = asyncio.get_running_loop().time()
    async with hearing.running() as running:
        await running
    assert asyncio.get_running_loop().time() == began_s
    assert len(hearing.events) == 1
    assert [fallback for _, fallback in hearing.recogniser.asked] == [False, True]


async def test_an_utterance_cut_by_a_broken_recogniser_is_heard_whole_by_the_next():
    hearing = Hearing()
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
        said = frames(VOICE)
        for frame in said:
            hearing.ears.feed(frame)
            await asyncio.sleep(0.02)
        hearing.recogniser.opened[0].hears(PartialTranscript("I'd like"))
        await asyncio.sleep(1)
        hearing.recogniser.opened[0].breaks(refused("deepgram"))
        await until(lambda: len(hearing.recogniser.opened) == 2)
        await until(lambda: bytes(hearing.recogniser.opened[1].audio).endswith(b"".join(said)))


async def test_what_was_understood_is_not_sent_to_the_next_recogniser():
    hearing = Hearing()
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
        for frame in frames(VOICE):
            hearing.ears.feed(frame)
        await until(lambda: hearing.recogniser.opened[0].audio)
        hearing.recogniser.opened[0].hears(UtteranceEnd("hello", 0.9))
        await until(lambda: hearing.events)
        hearing.recogniser.opened[0].breaks(refused("deepgram"))
        await until(lambda: len(hearing.recogniser.opened) == 2)
        hearing.ears.feed(SILENCE_FRAME)
        await until(lambda: hearing.recogniser.opened[1].audio)
        assert len(hearing.recogniser.opened[1].audio) <= 250 * 8


async def test_silence_is_not_kept_for_a_recogniser_to_come():
    hearing = Hearing()
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
        for _ in range(300):
            hearing.ears.feed(SILENCE_FRAME)
            await asyncio.sleep(0.02)
        hearing.recogniser.opened[0].breaks(refused("deepgram"))
        await until(lambda: len(hearing.recogniser.opened) == 2)
        await until(lambda: hearing.recogniser.opened[1].audio)
        assert len(hearing.recogniser.opened[1].audio) <= 1100 * 8


async def test_audio_a_dead_process_left_is_heard_before_what_comes_now():
    hearing = Hearing()
    hearing.ears.replay_audio((1000.0 + 20 * n, frame) for n, frame in enumerate(frames(VOICE)))
    hearing.ears.feed(SILENCE_FRAME)
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
        await until(lambda: bytes(hearing.recogniser.opened[0].audio) == VOICE + SILENCE_FRAME)


def new_messages(hearing: Hearing) -> list[int]:
    """How many frames each message since the last look had."""
    told = hearing.recogniser.opened[-1].messages
    sizes = [size // FRAME_BYTES for size in told]
    told.clear()
    return sizes


async def feed(hearing: Hearing, *said: bytes) -> None:
    for frame in said:
        hearing.ears.feed(frame)
        await asyncio.sleep(0.02)


async def test_silence_goes_to_the_recogniser_in_messages_of_80_ms():
    hearing = Hearing()
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
        await feed(hearing, *[SILENCE_FRAME] * 40)
        assert new_messages(hearing) == [4] * 10


async def test_what_the_caller_says_and_the_pause_that_ends_it_do_not_wait():
    hearing = Hearing()
    said = frames(VOICE)[:30]
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
        await feed(hearing, *[SILENCE_FRAME] * 42, said[0])
        assert new_messages(hearing)[-1] == 3, "the silence before it goes along"
        await feed(hearing, *said[1:])
        hearing.recogniser.opened[0].hears(PartialTranscript("I'd like"))
        await feed(hearing, *[SILENCE_FRAME] * 100)
        assert new_messages(hearing) == [1] * 129
        hearing.recogniser.opened[0].hears(UtteranceEnd("I'd like a haircut", 0.9))
        await asyncio.sleep(0.01)
        await feed(hearing, *[SILENCE_FRAME] * 40)
        assert new_messages(hearing) == [4] * 10


async def test_a_noise_that_brings_no_words_is_listened_to_closely_for_a_second_only():
    hearing = Hearing()
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
        await feed(hearing, *frames(VOICE)[:10], *[SILENCE_FRAME] * 200)
        messages = new_messages(hearing)
        assert set(messages[1:50]) == {1}
        assert messages[-20:] == [4] * 20


async def test_a_recogniser_that_breaks_off_amid_what_was_gathered_costs_nothing():
    hearing = Hearing()
    async with hearing.running():
        await until(lambda: hearing.recogniser.opened)
        await feed(hearing, *[bytes([number]) * FRAME_BYTES for number in range(10)])
        hearing.recogniser.opened[0].breaks(refused("deepgram"))
        await until(lambda: len(hearing.recogniser.opened) == 2)
        await until(lambda: len(hearing.recogniser.opened[1].audio) == 10 * FRAME_BYTES)
        assert bytes(hearing.recogniser.opened[1].audio[::FRAME_BYTES]) == bytes(range(10))
