"""What listening for the caller's voice costs: `python -m load.listening_cost`.

Feeds the voice detector of a call frame by frame with what comes in on lines of several kinds while the agent talks
half of the time, and prints the CPU a frame, and the part of a core it is for a call. The figure to hold it against is
the CPU of a whole call, `server_cpu_s_per_call_minute` of `receptionist load --json`.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np

from actors.call.voice_activity import VoiceDetector
from domain.audio import FRAME_BYTES, FRAME_MS, LINEAR, SAMPLE_RATE_HZ, pcm16_to_ulaw
from domain.line.played_audio import PlayedAudio
from sandbox.speech.speaker import Speaker
from sandbox.speech.voices import AGENT, CALLER

SAID = "We have Tuesday the second of December at ten in the morning, or Wednesday at half past two in the afternoon."
SECONDS = 60
EVERY_S = 12
REPEATS = 5

_TABLE = np.array(LINEAR, dtype=np.float64)


async def voices() -> tuple[np.ndarray, np.ndarray]:
    """The agent and a caller, as 16-bit samples."""
    with closing(Speaker()) as speaker:
        spoken = [await speaker.speak_to_ulaw(SAID, voice) for voice in (AGENT, CALLER)]
    agent, caller = (_TABLE[np.frombuffer(each, np.uint8)] for each in spoken)
    return agent, caller


def line(*sounds: tuple[np.ndarray, float]) -> list[bytes]:
    """Frames of a call on which each sound begins so many seconds after the agent does."""
    heard = np.zeros((SECONDS + EVERY_S) * SAMPLE_RATE_HZ)
    for sound, after_s in sounds:
        for begins_s in range(0, SECONDS, EVERY_S):
            begins = round((begins_s + after_s) * SAMPLE_RATE_HZ)
            heard[begins : begins + len(sound)] += sound[: len(heard) - begins]
    pcm = np.clip(np.round(heard), -32768, 32767).astype("<i2").tobytes()
    ulaw = pcm16_to_ulaw(pcm)
    return [ulaw[at : at + FRAME_BYTES] for at in range(0, SECONDS * SAMPLE_RATE_HZ, FRAME_BYTES)]


def us_per_frame(frames: list[bytes], agent: bytes) -> float:
    """The least of some runs: whatever else the machine does only adds."""
    return min(_run(frames, agent) for _ in range(REPEATS))


def _run(frames: list[bytes], agent: bytes) -> float:
    played = PlayedAudio()
    detector = VoiceDetector(played)
    spent_s = 0.0
    for number, frame in enumerate(frames):
        at_ms = 1e12 + number * FRAME_MS
        if number * FRAME_MS % (EVERY_S * 1000) == 0:
            played.sent(agent, at_ms)
        began_s = time.thread_time()
        detector.feed(frame, at_ms + FRAME_MS)
        spent_s += time.thread_time() - began_s
    clock_s = _clock_s(len(frames))
    return 1e6 * (spent_s - clock_s) / len(frames)


def _clock_s(times: int, clock: Callable[[], float] = time.thread_time) -> float:
    """What reading the clock adds to so many measurements."""
    spent_s = 0.0
    for _ in range(times):
        began_s = clock()
        spent_s += clock() - began_s
    return spent_s


def measure() -> dict[str, float]:
    agent, caller = asyncio.run(voices())
    noise = np.random.default_rng(1).normal(0, 300, EVERY_S * SAMPLE_RATE_HZ)
    chatter = np.concatenate([caller, caller, caller])[: EVERY_S * SAMPLE_RATE_HZ]
    kinds = {
        "quiet": line((caller, 7.0)),
        "steady noise": line((caller, 7.0), (noise, 0.0)),
        "echo": line((caller, 7.0), (agent * 0.1, 0.22)),
        "others talking all the time": line((chatter, 0.0)),
    }
    agent_ulaw = pcm16_to_ulaw(agent.astype("<i2").tobytes())
    return {name: us_per_frame(frames, agent_ulaw) for name, frames in kinds.items()}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--load-json", type=Path, help="what `receptionist load --json` wrote")
    arguments = parser.parse_args()
    call_cores = None
    if arguments.load_json is not None:
        call_cores = json.loads(arguments.load_json.read_text())["server_cpu_s_per_call_minute"] / 60
    for name, us in measure().items():
        cores = us * 1e-6 * 1000 / FRAME_MS
        share = f"  {100 * cores / call_cores:5.1f} % of a call" if call_cores else ""
        print(f"{name:30} {us:6.1f} us a frame  {cores:8.5f} core{share}")  # noqa: T201 - what the program is for


if __name__ == "__main__":
    main()
