"""Our own voice on the caller's line: it is no voice of theirs, and theirs is heard over it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from actors.call.voice_activity import HELD_FRAMES, VoiceDetector
from domain.audio import FRAME_MS
from tests.support.echoing_line import EchoingLine, ms
from tests.support.voices import AGENT, CALLER, Speaker, noise, speech

DELAYS_MS = [80, 133.5, 220, 350, 500]
LEVELS_DB = [-10, -20, -30, -40]
GREETING = speech(AGENT, 5)
OTHER = Speaker(pitch_hz=140, seed=7)
SMALL_LOUDSPEAKER = np.array([1.0, -0.7])
MUFFLED = np.ones(3) / 3


def room(echo_ms: float = 60, *, direct: float = 1.0) -> np.ndarray:
    """A decaying tail, as strong as what comes straight when `direct` is 1."""
    rng = np.random.default_rng(11)
    tail = rng.normal(0, 1, ms(echo_ms)) * np.exp(-6.9 * np.arange(ms(echo_ms)) / ms(2 * echo_ms))
    tail[0] = direct * np.sqrt((tail[1:] ** 2).sum())
    return tail / np.sqrt((tail**2).sum())


@dataclass
class Heard:
    """What the detector said, each with its second."""

    voiced: list[tuple[float, int]] = field(default_factory=list)
    only_echo: list[float] = field(default_factory=list)
    last_voiced_s: float = 0.0
    words_are_echo: bool = False

    def after(self, second: float) -> list[tuple[float, int]]:
        return [each for each in self.voiced if each[0] >= second]


def listen(line: EchoingLine, late_ms: Callable[[int], float] = lambda _: 0.0) -> Heard:
    detector, heard = VoiceDetector(line.played), Heard()
    at_ms = 0.0
    for number, (second, frame) in enumerate(line.frames()):
        at_ms = max(at_ms, line.at_ms(number + 1) + late_ms(number))
        reached = detector.feed(frame, at_ms)
        if reached is not None:
            heard.voiced.append((second, reached))
        if detector.only_echo:
            heard.only_echo.append(second)
    if detector.last_voiced_at_ms:
        heard.last_voiced_s = (detector.last_voiced_at_ms - line.at_ms(0)) / 1000
    heard.words_are_echo = detector.heard_only_echo(at_ms)
    return heard


# --- our voice alone --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("echo_db", LEVELS_DB)
@pytest.mark.parametrize("echo_ms", DELAYS_MS)
def test_our_own_voice_is_no_callers(echo_ms: float, echo_db: float):
    heard = listen(EchoingLine(6, echo_db, echo_ms).agent_says(GREETING, 0.3))
    assert heard.voiced == []
    assert heard.last_voiced_s == 0.0


@pytest.mark.parametrize("path", [SMALL_LOUDSPEAKER, MUFFLED, room()], ids=["small", "muffled", "room"])
@pytest.mark.parametrize("echo_db", LEVELS_DB)
def test_a_loudspeaker_and_a_room_change_it_and_it_still_is_ours(echo_db: float, path: np.ndarray):
    line = EchoingLine(14, echo_db, 180, path)
    assert listen(line.agent_says(GREETING, 0.3).agent_says(speech(AGENT, 6), 7)).voiced == []


@pytest.mark.parametrize("echo_db", LEVELS_DB)
def test_it_is_recognised_again_after_every_pause_though_the_delay_differs_a_little(echo_db: float):
    line = EchoingLine(26, echo_db, 220)
    for number, begins_s in enumerate((0.3, 6.0, 11.5, 15.1, 19.0)):
        line.agent_says(
            speech(Speaker(205, 20 + number, 0.17), 3), begins_s, later_ms=(0, 19, 4, 11, 15)[number]
        )
    assert listen(line).voiced == []


@pytest.mark.parametrize("noise_db", [-60, -50, -40])
def test_it_is_recognised_in_a_noisy_room(noise_db: float):
    line = EchoingLine(6, -20, 220).agent_says(GREETING, 0.3).has(noise(6, noise_db))
    assert listen(line).voiced == []


def test_it_is_recognised_when_audio_arrives_unevenly():
    line = EchoingLine(6, -20, 220).agent_says(GREETING, 0.3)
    assert listen(line, lambda number: (7 * number) % 13 + 180 * (number % 100 == 50)).voiced == []


def test_a_loudspeaker_switched_on_in_the_middle_of_the_call_is_noticed():
    line = EchoingLine(30)
    line.agent_says(GREETING, 0.3).agent_says(GREETING, 8)
    line.echo_db = -20
    line.agent_says(speech(Speaker(205, 31, 0.17), 5), 16).agent_says(GREETING, 23)
    assert listen(line).voiced == []


def test_a_telephone_moved_closer_is_still_ours():
    line = EchoingLine(20, -30, 220).agent_says(GREETING, 0.3)
    line.echo_db = -18
    line.agent_says(speech(Speaker(205, 31, 0.17), 5), 7).agent_says(GREETING, 14)
    assert listen(line).after(14) == []


@pytest.mark.parametrize("echo_db", [-10, -20, -30])
def test_the_recogniser_is_spared_nearly_all_of_it(echo_db: float):
    heard = listen(EchoingLine(6, echo_db, 220).agent_says(GREETING, 0.3))
    begins, ends = 0.3 + 0.22, 0.3 + 0.22 + 5
    assert begins <= heard.only_echo[0] < begins + 1.3
    kept = (ends - heard.only_echo[0]) / 0.02 - len(heard.only_echo)
    assert kept < 0.1 * 250


def test_words_that_come_after_nothing_but_our_echo_are_ours():
    assert listen(EchoingLine(6, -20, 220).agent_says(GREETING, 0.3)).words_are_echo


def test_words_are_the_callers_once_their_voice_was_heard():
    line = EchoingLine(7, -20, 220).agent_says(GREETING, 0.3).caller_says(speech(CALLER, 0.7), 6)
    assert not listen(line).words_are_echo


def test_without_an_echo_words_are_the_callers_however_quiet():
    line = EchoingLine(6).agent_says(GREETING, 0.3).caller_says(speech(CALLER, 2, -60), 2)
    assert not listen(line).words_are_echo


# --- the caller over it -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("caller_db", [-20, -30], ids=["loud", "soft"])
@pytest.mark.parametrize("echo_db", LEVELS_DB)
@pytest.mark.parametrize("echo_ms", DELAYS_MS)
def test_a_caller_who_talks_over_our_echo_is_heard(echo_ms: float, echo_db: float, caller_db: float):
    line = EchoingLine(7, echo_db, echo_ms).agent_says(GREETING, 0.3)
    heard = listen(line.caller_says(speech(CALLER, 2.5, caller_db), 3))
    assert heard.after(3)[0][0] - 3 <= 0.75
    assert len(heard.voiced) == len(heard.after(3))
    assert heard.last_voiced_s == pytest.approx(5.5, abs=0.15)
    lost = [second for second in heard.only_echo if 3.1 <= second < 5.4]
    assert len(lost) <= 0.05 * 115


@pytest.mark.parametrize("path", [SMALL_LOUDSPEAKER, MUFFLED, room()], ids=["small", "muffled", "room"])
def test_a_caller_is_heard_over_a_loudspeaker_in_a_room(path: np.ndarray):
    line = EchoingLine(7, -20, 180, path).agent_says(GREETING, 0.3)
    assert listen(line.caller_says(speech(CALLER, 2.5), 3)).after(3)[0][0] - 3 <= 1.1


@pytest.mark.parametrize("speaker", [CALLER, OTHER], ids=["low", "middle"])
@pytest.mark.parametrize("begins_s", [0.5, 1.7, 3.0])
def test_a_caller_who_talks_over_us_is_no_echo(begins_s: float, speaker: Speaker):
    voice = Speaker(speaker.pitch_hz, seed=42, syllable_s=speaker.syllable_s)
    alone = listen(EchoingLine(7).caller_says(speech(voice, 3), begins_s))
    over_us = listen(EchoingLine(7).agent_says(GREETING, 0.3).caller_says(speech(voice, 3), begins_s))
    assert over_us.only_echo == []
    assert not over_us.words_are_echo
    later_s = over_us.voiced[0][0] - alone.voiced[0][0]
    assert round(later_s * 1000) <= HELD_FRAMES * FRAME_MS


def test_a_caller_who_answers_at_once_is_heard_over_the_end_of_our_echo():
    line = EchoingLine(9, -20, 350).agent_says(GREETING, 0.3).caller_says(speech(CALLER, 1.5), 5.35)
    heard = listen(line)
    assert heard.after(5.35)[0][0] - 5.35 <= 0.75
    assert [second for second in heard.only_echo if 5.45 <= second < 6.8] == []
