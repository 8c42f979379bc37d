"""Speaking: sentences in order, silence at once, and an account of what was heard."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from actors.call.speech_output import ATTEMPTS, MARK_GRACE_MS, SpeechOutput
from domain.call.effects import AwaitPlayout, Speak
from domain.call.events import Event, SpeechBegan, SpeechFailed, SpeechPlayed, SpeechSent, SpeechStopped
from domain.call.heard import PlayoutLedger
from tests.fakes.vendors import MS_PER_CHARACTER, FakeTextToSpeech, refused
from tests.support.virtual_time import until

ONE, TWO = "The first sentence.", "The second one."


class Carrier:
    """Takes audio and marks; the test returns the marks."""

    def __init__(self) -> None:
        self.audio = bytearray()
        self.marks: list[str] = []
        self.clears = 0

    def send_audio(self, ulaw: bytes) -> None:
        self.audio += ulaw

    def send_mark(self, name: str) -> None:
        self.marks.append(name)

    def clear(self) -> None:
        self.clears += 1


class Phrases:
    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.hangs = False

    async def get(self, text: str) -> bytes | None:
        return self.kept.get(text)

    async def put(self, text: str, ulaw: bytes) -> None:
        if self.hangs:
            await asyncio.Event().wait()
        self.kept[text] = ulaw


class Tape:
    def __init__(self) -> None:
        self.cuts = 0

    def sentence(self, turn_id: int, sentence: int) -> None: ...

    def agent(self, ulaw: bytes) -> None: ...

    def cut_agent(self) -> None:
        self.cuts += 1


class Speaking:
    def __init__(self) -> None:
        self.synthesis = FakeTextToSpeech()
        self.carrier, self.phrases, self.tape = Carrier(), Phrases(), Tape()
        self.events: list[Event] = []
        loop = asyncio.get_running_loop()
        self.voice = SpeechOutput(
            self.synthesis,
            self.carrier,
            self.phrases,
            self.tape,
            voice_id="voice",
            language="en-AU",
            now_ms=lambda: loop.time() * 1000,
            emit=self.events.append,
        )

    def stopped(self) -> list[SpeechStopped]:
        return [event for event in self.events if isinstance(event, SpeechStopped)]

    async def sent(self, sentences: int) -> None:
        await until(lambda: sum(isinstance(event, SpeechSent) for event in self.events) == sentences)


@pytest.fixture
async def speaking() -> AsyncIterator[Speaking]:
    speaking = Speaking()
    task = asyncio.get_running_loop().create_task(speaking.voice.run())
    yield speaking
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def ms(text: str) -> int:
    return len(text) * MS_PER_CHARACTER


async def test_sentences_are_sent_in_order_with_a_mark_behind_each(speaking: Speaking):
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    speaking.voice.speak(Speak(1, 1, TWO, canned=False))
    await speaking.sent(2)
    assert speaking.carrier.marks == ["1.0", "1.1"]
    assert len(speaking.carrier.audio) == (ms(ONE) + ms(TWO)) * 8
    assert [event for event in speaking.events if isinstance(event, SpeechSent)] == [
        SpeechSent(1, 0, ms(ONE)),
        SpeechSent(1, 1, ms(TWO)),
    ]
    assert [type(event) for event in speaking.events[:2]] == [SpeechBegan, SpeechSent]


async def test_a_mark_tells_that_the_sentence_has_sounded(speaking: Speaking):
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await speaking.sent(1)
    speaking.voice.mark_returned("1.0")
    speaking.voice.mark_returned("1.0")
    speaking.voice.mark_returned("7.0")
    assert [event for event in speaking.events if isinstance(event, SpeechPlayed)] == [SpeechPlayed(1, 0)]


async def test_a_mark_that_is_lost_does_not_stop_the_call(speaking: Speaking):
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    began_s = asyncio.get_running_loop().time()
    await until(lambda: any(isinstance(event, SpeechPlayed) for event in speaking.events))
    took_ms = (asyncio.get_running_loop().time() - began_s) * 1000
    assert took_ms == pytest.approx(100 + ms(ONE) + MARK_GRACE_MS, abs=50)


async def test_stopping_in_mid_sentence_clears_the_carrier_and_tells_how_far_it_came(speaking: Speaking):
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    speaking.voice.speak(Speak(1, 1, TWO, canned=False))
    await until(lambda: speaking.carrier.audio)
    await asyncio.sleep(0.5)
    speaking.voice.stop(1)
    (stopped,) = speaking.stopped()
    assert (stopped.turn_id, stopped.sentence) == (1, 0)
    assert stopped.played_ms == pytest.approx(500, abs=10)
    assert (speaking.carrier.clears, speaking.tape.cuts) == (1, 1)
    sent = len(speaking.carrier.audio)
    await asyncio.sleep(5)
    assert len(speaking.carrier.audio) == sent
    speaking.voice.mark_returned("1.0")
    assert not any(isinstance(event, SpeechPlayed) for event in speaking.events)


async def test_stopping_before_any_audio_tells_that_nothing_was_heard(speaking: Speaking):
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    speaking.voice.stop(1)
    assert speaking.stopped() == [SpeechStopped(1, 0, 0)]
    assert speaking.carrier.clears == 0


async def test_stopping_when_everything_has_sounded_says_nothing(speaking: Speaking):
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await speaking.sent(1)
    speaking.voice.mark_returned("1.0")
    await asyncio.sleep(0.01)
    speaking.voice.stop(1)
    assert speaking.stopped() == []


async def test_stopping_two_turns_in_one_breath_tells_about_each(speaking: Speaking):
    """The first sentence's task has not noticed yet that it was cancelled."""
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await asyncio.sleep(0.05)
    speaking.voice.stop(1)
    speaking.voice.speak(Speak(2, 0, TWO, canned=False))
    speaking.voice.stop(2)
    assert speaking.stopped() == [SpeechStopped(1, 0, 0), SpeechStopped(2, 0, 0)]


async def test_stopping_a_turn_that_waits_behind_another_tells_about_both(speaking: Speaking):
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await speaking.sent(1)
    speaking.voice.speak(Speak(2, 0, TWO, canned=False))
    await asyncio.sleep(0.05)
    speaking.voice.stop(2)
    assert {(event.turn_id, event.sentence) for event in speaking.stopped()} == {(1, 0), (2, 0)}


async def test_after_a_stop_the_next_turn_is_spoken(speaking: Speaking):
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await until(lambda: speaking.carrier.audio)
    speaking.voice.stop(1)
    speaking.voice.speak(Speak(2, 0, TWO, canned=False))
    await speaking.sent(1)
    assert speaking.carrier.marks == ["2.0"]


async def test_fixed_wording_is_kept_only_when_it_came_whole(speaking: Speaking):
    speaking.voice.speak(Speak(1, 0, ONE, canned=True))
    await until(lambda: speaking.carrier.audio)
    speaking.voice.stop(1)
    speaking.voice.speak(Speak(2, 0, TWO, canned=True))
    await speaking.sent(1)
    await asyncio.sleep(0.01)
    assert speaking.phrases.kept == {TWO: b"\x10" * ms(TWO) * 8}


async def test_an_interrupted_phrase_is_not_kept_under_the_next_ones_name(speaking: Speaking):
    speaking.phrases.kept[TWO] = b"\x22" * 800
    speaking.voice.speak(Speak(1, 0, ONE, canned=True))
    await until(lambda: speaking.carrier.audio)
    speaking.voice.stop(1)
    speaking.voice.speak(Speak(2, 0, TWO, canned=True))
    await speaking.sent(1)
    await asyncio.sleep(0.01)
    assert speaking.phrases.kept == {TWO: b"\x22" * 800}


async def test_what_the_model_wrote_is_not_kept(speaking: Speaking):
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await speaking.sent(1)
    await asyncio.sleep(0.01)
    assert speaking.phrases.kept == {}


async def test_a_cache_that_hangs_holds_up_nothing(speaking: Speaking):
    speaking.phrases.hangs = True
    speaking.voice.speak(Speak(1, 0, ONE, canned=True))
    speaking.voice.speak(Speak(1, 1, TWO, canned=False))
    began_s = asyncio.get_running_loop().time()
    await speaking.sent(1)
    assert speaking.carrier.marks == ["1.0"]
    await speaking.sent(2)
    assert asyncio.get_running_loop().time() - began_s < 1


async def test_a_failure_before_any_audio_is_tried_again(speaking: Speaking):
    speaking.synthesis.errors = [refused("elevenlabs")]
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await speaking.sent(1)
    assert speaking.synthesis.said == [ONE, ONE]


@pytest.mark.parametrize("retryable", [True, False])
async def test_a_failure_for_good_is_told(speaking: Speaking, retryable: bool):
    speaking.synthesis.errors = [refused("elevenlabs", retryable=retryable) for _ in range(ATTEMPTS)]
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await until(lambda: speaking.events)
    assert speaking.events == [SpeechFailed(1, 0, "elevenlabs stream: refused (status 503)", 0)]
    assert len(speaking.synthesis.said) == (ATTEMPTS if retryable else 1)


async def test_a_sentence_that_breaks_off_is_gone_on_with_where_it_broke(speaking: Speaking):
    speaking.synthesis.errors_after_a_chunk = [refused("elevenlabs")]
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await speaking.sent(1)
    assert len(speaking.carrier.audio) == len(ONE) * MS_PER_CHARACTER * 8, "nothing twice, nothing left out"
    assert SpeechSent(1, 0, len(ONE) * MS_PER_CHARACTER) in speaking.events
    assert sum(isinstance(event, SpeechBegan) for event in speaking.events) == 1


async def test_a_sentence_another_process_began_is_gone_on_with_where_it_broke(speaking: Speaking):
    now_ms = asyncio.get_running_loop().time() * 1000
    ledger = PlayoutLedger()
    ledger.sent(1, 0, 300, now_ms)
    speaking.voice.take_over(ledger, {(1, 0): 300 * 8})
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await speaking.sent(1)
    assert len(speaking.carrier.audio) == (len(ONE) * MS_PER_CHARACTER - 300) * 8
    assert SpeechSent(1, 0, len(ONE) * MS_PER_CHARACTER) in speaking.events


async def test_a_sentence_another_process_sent_whole_without_saying_so_is_only_marked(speaking: Speaking):
    speaking.voice.take_over(PlayoutLedger(), {(1, 0): len(ONE) * MS_PER_CHARACTER * 8})
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await speaking.sent(1)
    assert not speaking.carrier.audio
    assert speaking.carrier.marks == ["1.0"]


async def test_an_interruption_after_a_takeover_knows_what_was_heard_before_it(speaking: Speaking):
    now_ms = asyncio.get_running_loop().time() * 1000
    ledger = PlayoutLedger()
    ledger.sent(1, 0, 2000, now_ms - 700)
    speaking.voice.take_over(ledger, {(1, 0): 2000 * 8})
    speaking.voice.await_playout(AwaitPlayout(1, 0, 2000))
    speaking.voice.stop(1)
    (stopped,) = speaking.stopped()
    assert stopped.played_ms == pytest.approx(700, abs=20)


async def test_a_failure_in_mid_sentence_tells_how_much_went_out(speaking: Speaking):
    speaking.synthesis.errors_after_a_chunk = [refused("elevenlabs", retryable=False)]
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await until(lambda: any(isinstance(event, SpeechFailed) for event in speaking.events))
    assert speaking.events[-1] == SpeechFailed(1, 0, "elevenlabs stream: refused (status 503)", 200)


async def test_a_sentence_another_process_sent_is_waited_for_and_not_said(speaking: Speaking):
    speaking.voice.await_playout(AwaitPlayout(3, 0, 800))
    speaking.voice.speak(Speak(3, 1, TWO, canned=False))
    await speaking.sent(1)
    assert speaking.carrier.marks == ["3.1"]
    speaking.voice.mark_returned("3.0")
    assert SpeechPlayed(3, 0) in speaking.events
    assert speaking.synthesis.said == [TWO]


async def test_a_sentence_another_process_sent_can_be_stopped(speaking: Speaking):
    speaking.voice.await_playout(AwaitPlayout(3, 0, 800))
    await asyncio.sleep(0.3)
    speaking.voice.stop(3)
    (stopped,) = speaking.stopped()
    assert (stopped.turn_id, stopped.sentence) == (3, 0)
    assert stopped.played_ms == pytest.approx(300, abs=5)
    assert speaking.carrier.clears == 1


async def test_a_mark_another_process_took_along_is_not_waited_for_in_vain(speaking: Speaking):
    speaking.voice.await_playout(AwaitPlayout(3, 0, 800))
    await until(lambda: SpeechPlayed(3, 0) in speaking.events, within_s=5)


async def test_a_mark_settles_those_before_it_that_were_lost_with_another_process(speaking: Speaking):
    speaking.voice.await_playout(AwaitPlayout(2, 0, 800))
    speaking.voice.await_playout(AwaitPlayout(2, 1, 300))
    speaking.voice.await_playout(AwaitPlayout(2, 2, 300))
    speaking.voice.mark_returned("2.1")
    assert speaking.events == [SpeechPlayed(2, 0), SpeechPlayed(2, 1)]
    speaking.voice.mark_returned("2.2")
    assert speaking.events[-1] == SpeechPlayed(2, 2)
    await asyncio.sleep(10)
    assert len(speaking.events) == 3, "nothing is told twice"
