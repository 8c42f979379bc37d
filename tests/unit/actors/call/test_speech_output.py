"""Speaking: sentences in order, silence at once, and an account of what was heard."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from actors.call.sentence_voice import RACE_AFTER_S, SentenceVoice
from actors.call.speech_output import MARK_GRACE_MS, SpeechOutput
from domain.call.effects import AwaitPlayout, Speak
from domain.call.events import Event, SpeechBegan, SpeechFailed, SpeechPlayed, SpeechSent, SpeechStopped
from domain.call.heard import PlayoutLedger
from domain.retries import BUDGET_MS
from tests.fakes.vendors import MS_PER_CHARACTER, FakeCircuit, FakeTextToSpeech, refused
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
    def __init__(self, *, fallback_voice_id: str | None = None, circuit: FakeCircuit | None = None) -> None:
        self.synthesis = FakeTextToSpeech()
        self.carrier, self.phrases, self.tape = Carrier(), Phrases(), Tape()
        self.events: list[Event] = []
        loop = asyncio.get_running_loop()
        self.voice = SpeechOutput(
            SentenceVoice(
                self.synthesis,
                voice_id="voice",
                language="en-AU",
                fallback_voice_id=fallback_voice_id,
                circuit=circuit or FakeCircuit(),
            ),
            self.carrier,
            self.phrases,
            self.tape,
            now_ms=lambda: loop.time() * 1000,
            emit=self.events.append,
            spread=lambda: 0.5,
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


async def test_a_failure_for_good_is_told_at_once(speaking: Speaking):
    speaking.synthesis.errors = [refused("elevenlabs", retryable=False)]
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await until(lambda: speaking.events)
    assert speaking.events == [SpeechFailed(1, 0, "elevenlabs stream: refused (status 503)", 0)]
    assert len(speaking.synthesis.said) == 1


async def test_an_outage_is_tried_again_after_pauses_until_the_budget_is_used_up(speaking: Speaking):
    speaking.synthesis.errors = [refused("elevenlabs") for _ in range(50)]
    began_s = asyncio.get_running_loop().time()
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await until(lambda: speaking.events)
    assert speaking.events == [SpeechFailed(1, 0, "elevenlabs stream: refused (status 503)", 0)]
    assert BUDGET_MS / 2000 <= asyncio.get_running_loop().time() - began_s <= BUDGET_MS / 1000
    assert len(speaking.synthesis.said) >= 4


async def test_after_a_lost_sentence_the_next_one_is_spoken(speaking: Speaking):
    speaking.synthesis.errors = [refused("elevenlabs", retryable=False)]
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    speaking.voice.speak(Speak(1, 1, TWO, canned=False))
    await speaking.sent(1)
    assert speaking.carrier.marks == ["1.1"]


@pytest.mark.parametrize("cut_ms", [0.0, 0.125, 40.0], ids=["nothing", "one byte", "a click"])
async def test_what_is_too_short_to_be_the_sentence_is_asked_for_again_and_not_kept(
    speaking: Speaking, cut_ms: float
):
    speaking.synthesis.cut_ms = [cut_ms]
    speaking.voice.speak(Speak(1, 0, ONE, canned=True))
    await speaking.sent(1)
    await asyncio.sleep(0.01)
    assert speaking.synthesis.said == [ONE, ONE]
    assert len(speaking.carrier.audio) == ms(ONE) * 8
    assert speaking.phrases.kept == {ONE: b"\x10" * ms(ONE) * 8}


async def test_a_sentence_that_never_comes_is_left_out_within_a_second(speaking: Speaking):
    speaking.synthesis.cut_ms = [0.0] * 9
    began_s = asyncio.get_running_loop().time()
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await until(lambda: speaking.events)
    assert isinstance(speaking.events[0], SpeechFailed)
    assert asyncio.get_running_loop().time() - began_s < 1


# --- a second voice, a second request ---------------------------------------------------------------------------
@contextlib.asynccontextmanager
async def running(speaking: Speaking) -> AsyncIterator[Speaking]:
    task = asyncio.get_running_loop().create_task(speaking.voice.run())
    try:
        yield speaking
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_the_second_voice_speaks_when_the_first_fails_twice_and_is_not_kept_as_the_first():
    async with running(Speaking(fallback_voice_id="other")) as speaking:
        speaking.synthesis.errors = [refused("elevenlabs"), refused("elevenlabs")]
        speaking.voice.speak(Speak(1, 0, ONE, canned=True))
        await speaking.sent(1)
        await asyncio.sleep(0.01)
        assert speaking.synthesis.voices == ["voice", "voice", "other"]
        assert speaking.phrases.kept == {}
        speaking.voice.speak(Speak(1, 1, TWO, canned=False))
        await speaking.sent(2)
        assert speaking.synthesis.voices[-1] == "voice", "the next sentence begins with the first"


async def test_a_voice_that_is_gone_for_good_is_replaced_at_once():
    async with running(Speaking(fallback_voice_id="other")) as speaking:
        speaking.synthesis.errors = [refused("elevenlabs", retryable=False)]
        speaking.voice.speak(Speak(1, 0, ONE, canned=False))
        await speaking.sent(1)
        assert speaking.synthesis.voices == ["voice", "other"]


async def test_in_a_known_outage_a_sentence_is_given_up_within_a_second():
    circuit = FakeCircuit(admitting=False)
    async with running(Speaking(fallback_voice_id="other", circuit=circuit)) as speaking:
        speaking.synthesis.errors = [refused("elevenlabs") for _ in range(50)]
        began_s = asyncio.get_running_loop().time()
        speaking.voice.speak(Speak(1, 0, ONE, canned=False))
        await until(lambda: speaking.events)
        assert isinstance(speaking.events[0], SpeechFailed)
        assert asyncio.get_running_loop().time() - began_s < 1
        assert set(speaking.synthesis.voices) == {"other"}
        assert circuit.told == []


async def test_the_node_is_told_how_the_first_voice_does():
    circuit = FakeCircuit()
    async with running(Speaking(circuit=circuit)) as speaking:
        speaking.synthesis.errors = [refused("elevenlabs")]
        speaking.voice.speak(Speak(1, 0, ONE, canned=False))
        await speaking.sent(1)
        assert circuit.told == ["failed", "succeeded"]


async def test_a_voice_that_hangs_is_raced_by_a_second_request(speaking: Speaking):
    speaking.synthesis.late_s = [60.0]
    began_s = asyncio.get_running_loop().time()
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await speaking.sent(1)
    took_s = asyncio.get_running_loop().time() - began_s
    assert RACE_AFTER_S < took_s < RACE_AFTER_S + 1
    assert speaking.synthesis.said == [ONE, ONE]
    assert speaking.synthesis.cancelled == 1
    assert len(speaking.carrier.audio) == ms(ONE) * 8


async def test_the_first_of_two_requests_may_still_win(speaking: Speaking):
    speaking.synthesis.late_s = [RACE_AFTER_S + 0.2, 60.0]
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await speaking.sent(1)
    assert len(speaking.carrier.audio) == ms(ONE) * 8
    assert speaking.synthesis.cancelled == 1


async def test_one_of_two_requests_may_fail(speaking: Speaking):
    speaking.synthesis.late_s = [RACE_AFTER_S + 0.1, 0.5]
    speaking.synthesis.errors = [refused("elevenlabs")]
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await speaking.sent(1)
    assert speaking.synthesis.said == [ONE, ONE]


async def test_stopping_a_race_leaves_nothing_running(speaking: Speaking):
    speaking.synthesis.late_s = [60.0, 60.0]
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await asyncio.sleep(RACE_AFTER_S + 1)
    speaking.voice.stop(1)
    await asyncio.sleep(0.1)
    assert speaking.synthesis.cancelled == 2
    assert speaking.stopped() == [SpeechStopped(1, 0, 0)]


# --- fillers that overtake --------------------------------------------------------------------------------------
async def test_a_cached_filler_overtakes_a_sentence_that_does_not_come(speaking: Speaking):
    speaking.phrases.kept[TWO] = b"\x22" * 800
    speaking.synthesis.late_s = [1.4]
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await asyncio.sleep(1)
    speaking.voice.speak(Speak(1, 1, TWO, canned=True, overtakes=True))
    await speaking.sent(1)
    assert bytes(speaking.carrier.audio) == b"\x22" * 800
    await speaking.sent(2)
    assert speaking.carrier.marks == ["1.1", "1.0"]
    speaking.voice.mark_returned("1.1")
    assert [event for event in speaking.events if isinstance(event, SpeechPlayed)] == [SpeechPlayed(1, 1)]
    speaking.voice.mark_returned("1.0")
    assert SpeechPlayed(1, 0) in speaking.events


async def test_a_filler_that_is_not_cached_is_left_out(speaking: Speaking):
    speaking.synthesis.late_s = [1.4]
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await asyncio.sleep(1)
    speaking.voice.speak(Speak(1, 1, TWO, canned=True, overtakes=True))
    await speaking.sent(2)
    assert SpeechPlayed(1, 1) in speaking.events
    assert speaking.carrier.marks == ["1.0"]
    assert speaking.synthesis.said == [ONE]


async def test_a_filler_that_comes_too_late_is_left_out(speaking: Speaking):
    speaking.phrases.kept[TWO] = b"\x22" * 800
    speaking.synthesis.chunk_s = 1.0
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await until(lambda: speaking.carrier.audio)
    speaking.voice.speak(Speak(1, 1, TWO, canned=True, overtakes=True))
    await speaking.sent(2)
    assert b"\x22" not in speaking.carrier.audio


async def test_with_nothing_to_overtake_a_filler_is_a_sentence_like_others(speaking: Speaking):
    speaking.voice.speak(Speak(1, 0, TWO, canned=True, overtakes=True))
    await speaking.sent(1)
    assert speaking.carrier.marks == ["1.0"]


async def test_an_interruption_of_an_overtaking_filler_tells_what_was_heard(speaking: Speaking):
    speaking.phrases.kept[TWO] = b"\x22" * 8000
    speaking.synthesis.late_s = [60.0, 60.0]
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await asyncio.sleep(1)
    speaking.voice.speak(Speak(1, 1, TWO, canned=True, overtakes=True))
    await speaking.sent(1)
    await asyncio.sleep(0.4)
    speaking.voice.stop(1)
    (stopped,) = speaking.stopped()
    assert (stopped.turn_id, stopped.sentence) == (1, 1)
    assert stopped.played_ms == pytest.approx(400, abs=10)


async def test_a_migration_called_off_says_a_filler_that_had_not_come_later(speaking: Speaking):
    speaking.synthesis.late_s = [60.0, 60.0]
    speaking.voice.speak(Speak(1, 0, ONE, canned=False))
    await asyncio.sleep(1)
    await speaking.voice.pause()
    speaking.voice.resume()
    await speaking.sent(1)
    assert speaking.carrier.marks == ["1.0"]


# --- going on where another attempt or process broke off --------------------------------------------------------
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
