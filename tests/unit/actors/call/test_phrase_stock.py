"""Fixed wording is in the cache before it is needed."""

import asyncio

from actors.call.phrase_stock import BEGIN_AFTER_S, PhraseStock, stocked_texts
from domain.dialogue.lines import lines_for
from tests.fakes.stores import FakePhrases
from tests.fakes.vendors import FakeTextToSpeech, refused

TEXTS = stocked_texts(lines_for("en-AU"))


def stock() -> tuple[PhraseStock, FakeTextToSpeech, FakePhrases]:
    voice, phrases = FakeTextToSpeech(), FakePhrases()
    return PhraseStock(voice, phrases), voice, phrases  # pyright: ignore[reportArgumentType]


def test_the_fillers_and_the_apologies_are_stocked():
    lines = lines_for("de")
    assert {*lines.fillers, lines.model_failed_transfer} <= set(stocked_texts(lines))


async def test_what_is_missing_is_spoken_once_in_a_process():
    filling, voice, phrases = stock()
    await phrases.put("voice", "en-AU", TEXTS[0], b"\x10" * 800)
    await asyncio.gather(filling.fill("voice", "en-AU"), filling.fill("voice", "en-AU"))
    assert voice.said == list(TEXTS[1:])
    assert await phrases.get("voice", "en-AU", TEXTS[-1])


async def test_the_greeting_comes_first():
    filling, _, _ = stock()
    began_s = asyncio.get_running_loop().time()
    await filling.fill("voice", "en-AU")
    assert asyncio.get_running_loop().time() - began_s >= BEGIN_AFTER_S


async def test_a_voice_that_fails_is_left_to_the_next_call():
    filling, voice, _ = stock()
    voice.errors = [refused("elevenlabs")]
    await filling.fill("voice", "en-AU")
    assert len(voice.said) == 1
    await filling.fill("voice", "en-AU")
    assert voice.said[1:] == list(TEXTS)


async def test_audio_that_cannot_be_the_phrase_is_not_kept():
    filling, voice, phrases = stock()
    voice.cut_ms = [0.125]
    await filling.fill("voice", "en-AU")
    assert await phrases.get("voice", "en-AU", TEXTS[0]) is None
    assert await phrases.get("voice", "en-AU", TEXTS[1])
