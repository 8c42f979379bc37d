"""Whole calls on a line that returns our voice, on virtual time."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from actors.call.voice_activity import VOICE_GAP_FRAMES
from domain.audio import FRAME_BYTES, LINEAR, SILENCE_FRAME
from domain.call.state import CallerTurn, Phase
from domain.line.noise_floor import LEAST_VOICE_RMS
from domain.line.samples import level, linear
from tests.fakes.call import Surroundings
from tests.fakes.carrier import FRAME_S, FakeCarrier
from tests.fakes.vendors import FakeLanguageModel, FakeTextToSpeech
from tests.support.businesses import GREETING
from tests.support.virtual_time import until
from tests.support.voices import AGENT, CALLER, Speaker, speech, ulaw
from tests.unit.actors.call.live_call import LiveCall, live_call

ANSWER = "We have Tuesday at ten in the morning or Wednesday at half past two in the afternoon."


@cache
def spoken(text: str) -> bytes:
    """Our voice; every text sounds otherwise."""
    return ulaw(speech(Speaker(AGENT.pitch_hz, len(text), AGENT.syllable_s), len(text) * 0.06))


class SpeakingVoice(FakeTextToSpeech):
    """A voice that sounds like one."""

    async def stream(self, text: str, *, voice_id: str, language: str) -> AsyncGenerator[bytes]:
        self.said.append(text)
        await asyncio.sleep(self.first_s)
        for start in range(0, len(spoken(text)), 1600):
            yield spoken(text)[start : start + 1600]


class Loudspeaker:
    """The caller's end: sends 50 frames a second, of the agent as it comes back and of the caller."""

    def __init__(self, carrier: FakeCarrier, echo_db: float, echo_ms: float) -> None:
        self._carrier = carrier
        quieter = [round(value * 10 ** (echo_db / 20)) for value in LINEAR]
        self._quieter = bytes(ulaw(np.array(quieter)))
        self._echo_s = echo_ms / 1000
        self._sounded: list[tuple[float, bytes]] = []
        self._to_say: list[bytes] = []
        carrier.on_sound = lambda at_s, frame: self._sounded.append((at_s, frame))

    def says(self, sound: bytes) -> None:
        self._to_say += [sound[at : at + FRAME_BYTES] for at in range(0, len(sound), FRAME_BYTES)]

    async def run(self) -> None:
        while not self._carrier.gone.is_set():
            await asyncio.sleep(FRAME_S)
            if not self._carrier.started or self._carrier.gone.is_set():
                continue
            self._carrier.plays_on()
            until_s = asyncio.get_running_loop().time() - self._echo_s
            echo = SILENCE_FRAME
            while self._sounded and self._sounded[0][0] <= until_s:
                echo = self._sounded.pop(0)[1].translate(self._quieter)
            self._carrier.speak(self._to_say.pop(0) if self._to_say else echo)


@asynccontextmanager
async def on_a_loudspeaker(
    around: Surroundings, echo_db: float, echo_ms: float
) -> AsyncIterator[tuple[LiveCall, Loudspeaker]]:
    around.phrases.kept[GREETING] = spoken(GREETING)
    async with live_call(around) as call:
        loudspeaker = Loudspeaker(call.carrier, echo_db, echo_ms)
        running = asyncio.get_running_loop().create_task(loudspeaker.run())
        try:
            yield call, loudspeaker
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
def speaking(tmp_path: Path) -> Surroundings:
    around = Surroundings(tmp_path)
    around.voice = SpeakingVoice()
    around.model = FakeLanguageModel([ANSWER], ["Wednesday it is."])
    return around


async def says(call: LiveCall, loudspeaker: Loudspeaker, text: str) -> None:
    """The caller says a whole utterance, by voice and in words."""
    loudspeaker.says(ulaw(speech(CALLER, 0.8)))
    await asyncio.sleep(1.2)
    await call.hears(text)


def caller_turns(call: LiveCall) -> list[str]:
    return [turn.text for turn in call.session.state.turns if isinstance(turn, CallerTurn)]


@pytest.mark.parametrize(
    ("echo_db", "echo_ms"), [(-10, 80), (-20, 220), (-30, 350), (-40, 500)], ids=["10", "20", "30", "40"]
)
async def test_the_conversation_goes_on_as_if_nothing_came_back(
    speaking: Surroundings, echo_db: float, echo_ms: float
):
    async with on_a_loudspeaker(speaking, echo_db, echo_ms) as (call, loudspeaker):
        await call.until_quiet()
        await says(call, loudspeaker, "When can I come?")
        await call.until_quiet()
        await says(call, loudspeaker, "Wednesday please")
        await call.until_quiet()
        assert call.carrier.clears == 0
        assert caller_turns(call) == ["When can I come?", "Wednesday please"]
        assert speaking.voice.said == [ANSWER, "Wednesday it is."]


async def test_the_recogniser_is_not_sent_what_comes_back(speaking: Surroundings):
    async with on_a_loudspeaker(speaking, -20, 220) as (call, loudspeaker):
        await call.until_quiet()
        await says(call, loudspeaker, "When can I come?")
        await call.until_quiet()
        await asyncio.sleep(1)
        sent = bytes(speaking.ears.opened[0].audio)
    answer = sent[-len(spoken(ANSWER)) :]
    frames = [answer[at : at + FRAME_BYTES] for at in range(0, len(answer), FRAME_BYTES)]
    known = round(1.5 / FRAME_S)  # until it is beyond doubt
    heard = [frame for frame in frames[known:] if level(linear(frame)) >= LEAST_VOICE_RMS]
    assert len(frames) > 2 * known
    # Each second `live_call` sends a frame of its own between these, after which the echo is 20 ms later.
    assert len(heard) < 0.25 * len(frames)


async def test_words_the_recogniser_makes_of_it_are_no_turn(speaking: Surroundings):
    async with on_a_loudspeaker(speaking, -20, 220) as (call, loudspeaker):
        await call.until_quiet()
        await says(call, loudspeaker, "When can I come?")
        await until(lambda: call.carrier.sounding_s > 0)
        await asyncio.sleep(2)
        speaking.ears.hears("it is molly")
        speaking.ears.hears_out("it is molly")
        await call.until_quiet()
        assert call.carrier.clears == 0
        assert caller_turns(call) == ["When can I come?"]


async def test_a_caller_over_it_takes_the_floor(speaking: Surroundings):
    async with on_a_loudspeaker(speaking, -20, 220) as (call, loudspeaker):
        await call.until_quiet()
        await says(call, loudspeaker, "When can I come?")
        await until(lambda: call.carrier.sounding_s > 0)
        await asyncio.sleep(2)
        loudspeaker.says(ulaw(speech(CALLER, 1.5)))
        await asyncio.sleep(0.48 + VOICE_GAP_FRAMES * FRAME_S)
        assert call.carrier.clears == 1
        await call.hears("Wednesday please")
        await call.until_phase(Phase.SPEAKING)
        assert caller_turns(call)[-1] == "Wednesday please"
