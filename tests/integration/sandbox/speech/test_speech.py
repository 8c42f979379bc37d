"""The voice and the recogniser together: what the simulated caller says is understood over telephone audio."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import psutil
import pytest

from domain.audio import FRAME_BYTES, SILENCE_FRAME
from sandbox.speech.listener import Listener
from sandbox.speech.mulaw import decode_ulaw
from sandbox.speech.recogniser import Recogniser, transcript
from sandbox.speech.speaker import Speaker
from sandbox.speech.voices import AGENT, CALLER, CALLERS, Voice
from sandbox.speech.worker_process import WorkerFailed
from tests.support.namesakes import namesakes_in

_ROOT = Path(__file__).resolve().parents[4]

DEMO = {
    "Hi, I'd like to book a haircut please.": "hi i'd like to book a haircut please",
    "Next Tuesday at two o'clock in the afternoon.": "next tuesday at two o'clock in the afternoon",
    "My name is Sarah Thompson.": "my name is sarah thompson",
    "Actually sorry, can you make it three thirty instead?": "actually sorry can you make it three thirty instead",
    "Yes, that's right.": "yes that's right",
    "Yes please.": "yes please",
    "No thank you, that's all. Goodbye.": "no thank you that's all goodbye",
    "Hi, I'd like to book a haircut next Tuesday at two o'clock in the afternoon please.": (
        "hi i'd like to book a haircut next tuesday at two o'clock in the afternoon please"
    ),
    "Actually sorry, can you make it three thirty instead? My name is Sarah Thompson.": (
        "actually sorry can you make it three thirty instead my name is sarah thompson"
    ),
    "I'd like to book a haircut next Thursday at ten o'clock in the morning please.": (
        "i'd like to book a haircut next thursday at ten o'clock in the morning please"
    ),
    "I need an ambulance. My husband is having a heart attack.": (
        "i need an ambulance my husband is having a heart attack"
    ),
    "Can I speak to a real person please?": "can i speak to a real person please",
    "How much is a haircut?": "how much is a haircut",
}

MORE = (
    "hello can i book a beard trim please",
    "tomorrow at ten in the morning",
    "on friday morning please",
    "next monday at half past two",
    "wednesday at quarter to four",
    "thursday at nine thirty",
    "saturday at eleven o'clock",
    "next friday at three pm",
    "monday at nine in the morning",
    "what about two thirty pm",
    "no sorry make it three o'clock",
    "can we make it four fifteen instead",
    "actually can we do thursday instead",
    "twelve fifteen on wednesday please",
    "my name is john smith",
    "my name is david miller",
    "it's emily clark",
    "my name is michael brown",
    "my name is robert taylor",
    "my name is jessica lee",
    "yes that's correct",
    "that sounds good",
    "no that's not right",
    "thank you goodbye",
    "do you have parking",
    "what are your opening hours",
    "do you take cards",
    "i'd like to leave a message",
    "i need to cancel my appointment",
    "please call an ambulance",
    "there's a fire in the building",
    "the first one please",
)


def word_errors(said: str, heard: str) -> int:
    """Words to change, drop or add to get from one to the other."""
    wanted, got = said.split(), heard.split()
    row = list(range(len(got) + 1))
    for index, word in enumerate(wanted, 1):
        above, row[0] = row[0], index
        for column, other in enumerate(got, 1):
            above, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, above + (word != other)),
            )
    return row[-1]


@pytest.fixture(scope="module")
def speaker() -> Iterator[Speaker]:
    speaker = Speaker()
    yield speaker
    speaker.close()


@pytest.fixture(scope="module")
def recogniser() -> Iterator[Recogniser]:
    recogniser = Recogniser()
    yield recogniser
    recogniser.close()


async def hear(recogniser: Recogniser, ulaw: bytes, silence_before: int = 20) -> str:
    """What a listener makes of one utterance that ends after half a second of silence."""
    listener = Listener(recogniser)
    audio = SILENCE_FRAME * silence_before + ulaw + SILENCE_FRAME * 40
    heard: list[str] = []
    for start in range(0, len(audio) - FRAME_BYTES + 1, FRAME_BYTES):
        await listener.hear(audio[start : start + FRAME_BYTES])
        if listener.silence_ms >= 500:
            heard.append(transcript(await listener.conclude()))
            await listener.forget()
    await listener.close()
    assert len(heard) == 1, f"heard as several utterances: {heard}"
    return heard[0]


@pytest.mark.parametrize("line", DEMO)
@pytest.mark.parametrize("offset_bytes", [0, 53])
async def test_the_demo_is_understood_word_for_word(
    speaker: Speaker, recogniser: Recogniser, line: str, offset_bytes: int
) -> None:
    ulaw = SILENCE_FRAME[:offset_bytes] + await speaker.speak_to_ulaw(line, CALLER)
    assert await hear(recogniser, ulaw) == DEMO[line]


async def test_few_words_of_the_domain_are_mistaken(speaker: Speaker, recogniser: Recogniser) -> None:
    sentences = (*MORE, *DEMO.values())
    assert len(sentences) >= 40
    errors: dict[str, str] = {}
    wrong = 0
    for sentence in sentences:
        heard = await hear(recogniser, await speaker.speak_to_ulaw(sentence, CALLER))
        if count := word_errors(sentence, heard):
            wrong += count
            errors[sentence] = heard
    words = sum(len(sentence.split()) for sentence in sentences)
    assert wrong / words < 0.03, errors


@pytest.mark.parametrize("caller", CALLERS[1:], ids=lambda voice: voice.espeak)
async def test_other_callers_are_mostly_understood(
    speaker: Speaker, recogniser: Recogniser, caller: Voice
) -> None:
    wrong = words = 0
    for sentence in MORE[::3]:
        heard = await hear(recogniser, await speaker.speak_to_ulaw(sentence, caller))
        wrong, words = wrong + word_errors(sentence, heard), words + len(sentence.split())
    assert wrong / words < 0.12


async def test_words_come_while_the_caller_speaks(speaker: Speaker, recogniser: Recogniser) -> None:
    listener = Listener(recogniser)
    ulaw = SILENCE_FRAME * 20 + await speaker.speak_to_ulaw("Next Tuesday at two o'clock please.", CALLER)
    seen: list[str] = []
    for start in range(0, len(ulaw) - FRAME_BYTES, FRAME_BYTES):
        await listener.hear(ulaw[start : start + FRAME_BYTES])
        text = transcript(listener.words)
        if text and (not seen or seen[-1] != text):
            seen.append(text)
    final = await listener.conclude()
    await listener.close()
    assert len(seen) >= 3
    assert any(text.startswith("next tuesday") for text in seen[:-1])
    assert [word.start_s for word in final] == sorted(word.start_s for word in final)
    assert 0.35 < final[0].start_s < 0.6
    assert final[-1].end_s <= len(ulaw) / 8000 + 0.1


async def test_an_utterance_that_goes_on_is_heard_as_one(speaker: Speaker, recogniser: Recogniser) -> None:
    listener = Listener(recogniser)
    first = await speaker.speak_to_ulaw("Next Tuesday", CALLER)
    second = await speaker.speak_to_ulaw("at two o'clock please.", CALLER)
    audio = SILENCE_FRAME * 20 + first[: len(first) // 160 * 160] + SILENCE_FRAME * 12
    for start in range(0, len(audio), FRAME_BYTES):
        await listener.hear(audio[start : start + FRAME_BYTES])
    assert transcript(await listener.conclude()) == "next tuesday"
    await listener.resume()
    audio = second[: len(second) // 160 * 160] + SILENCE_FRAME * 20
    for start in range(0, len(audio), FRAME_BYTES):
        await listener.hear(audio[start : start + FRAME_BYTES])
    assert transcript(await listener.conclude()) == "next tuesday at two o'clock please"
    await listener.close()


async def test_silence_and_noise_are_not_speech(recogniser: Recogniser) -> None:
    listener = Listener(recogniser)
    for _ in range(200):
        await listener.hear(SILENCE_FRAME)
    assert not listener.speaking
    await listener.close()


async def test_two_callers_at_once_do_not_mix(speaker: Speaker, recogniser: Recogniser) -> None:
    lines = ("my name is david miller", "tomorrow at ten in the morning")
    audio = [await speaker.speak_to_ulaw(line, CALLER) for line in lines]
    heard = await asyncio.gather(*(hear(recogniser, ulaw) for ulaw in audio))
    assert tuple(heard) == lines


# --- the voice --------------------------------------------------------------------------------------------------
async def test_speech_is_audible_and_lasts_as_long_as_it_should(speaker: Speaker) -> None:
    chunks = [chunk async for chunk in speaker.speak("Hello, Harbour Street Hair, how can I help?", AGENT)]
    ulaw = b"".join(chunks)
    assert len(chunks) > 10
    assert 1.5 < len(ulaw) / 8000 < 5
    assert np.abs(decode_ulaw(ulaw).astype(int)).mean() > 300


async def test_a_faster_rate_is_shorter(speaker: Speaker) -> None:
    normal = await speaker.speak_to_ulaw("We are open until half past five.", AGENT)
    fast = await speaker.speak_to_ulaw("We are open until half past five.", AGENT, rate=1.4)
    assert len(fast) < 0.85 * len(normal)


async def test_an_unknown_voice_is_refused_and_the_next_request_works(speaker: Speaker) -> None:
    with pytest.raises(WorkerFailed, match="unknown voice"):
        await speaker.speak_to_ulaw("Hello", Voice("nobody"))
    assert await speaker.speak_to_ulaw("Hello", AGENT)


async def test_a_killed_voice_process_is_replaced(speaker: Speaker) -> None:
    await speaker.speak_to_ulaw("One.", AGENT)
    killed = speaker.worker_pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    assert await speaker.speak_to_ulaw("Two, after the crash.", AGENT)
    assert speaker.worker_pid not in {killed, None}


async def test_a_killed_recogniser_loses_the_utterance_and_hears_the_next(speaker: Speaker) -> None:
    recogniser = Recogniser()
    stream = recogniser.open()
    await stream.start()
    pid = recogniser.worker_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    ulaw = await speaker.speak_to_ulaw("yes please", CALLER)
    await stream.hear(SILENCE_FRAME)
    assert (
        transcript(await recogniser.recognise(SILENCE_FRAME * 15 + ulaw + SILENCE_FRAME * 15)) == "yes please"
    )
    recogniser.close()


async def test_a_voice_starts_in_a_directory_with_modules_called_as_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with namesakes_in(tmp_path), closing(Speaker()) as speaker:
        assert await speaker.speak_to_ulaw("Hello", AGENT)


def test_the_voice_process_ends_with_its_parent() -> None:
    """The parent is killed without a chance to clean up."""
    code = (
        "import asyncio, sys, time\n"
        "from sandbox.speech.speaker import Speaker\n"
        "from sandbox.speech.voices import AGENT\n"
        "speaker = Speaker()\n"
        "asyncio.run(speaker.speak_to_ulaw('Hello', AGENT))\n"
        "print(speaker.worker_pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=_ROOT)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    gone, _ = psutil.wait_procs([child], 10)
    assert gone
