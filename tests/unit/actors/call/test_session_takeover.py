"""A process dies in the middle of a call, and another one of the node goes on: nothing twice, nothing missing."""

import asyncio
from pathlib import Path
from random import Random

import pytest

from actors.call.dependencies import Ending
from actors.call.journal_writer import DEFERRED_S
from actors.handoff.messages import Migration
from domain.audio import FRAME_BYTES
from domain.call import codec
from domain.call.events import CallMoved, CallResumed, SpeechPlayed, SpeechStopped
from domain.call.heard import heard_text
from domain.call.machine import fold
from domain.call.state import AgentTurn, CallerTurn, Phase
from domain.dialogue.messages import ToolCall
from domain.errors import CallNotFound, StorageError
from providers.ports import UtteranceEnd
from tests.fakes.call import Surroundings
from tests.fakes.carrier import tone
from tests.fakes.vendors import FakeLanguageModel, FakeTextToSpeech, voice_of
from tests.support.businesses import GREETING
from tests.support.virtual_time import until
from tests.unit.actors.call.call_in_hands import Call, call_in_hands

ONE = "We have ten in the morning or two in the afternoon."
TWO = "Which of them suits you better?"


def frames(ulaw: bytes) -> list[bytes]:
    return [ulaw[start : start + FRAME_BYTES] for start in range(0, len(ulaw), FRAME_BYTES)]


VOICE = frames(tone(1000))


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    around = Surroundings(tmp_path / "shelf")
    around.voice = FakeTextToSpeech(chunk_s=0.1, distinct=True)
    return around


def said(*texts: str) -> bytes:
    return b"".join(voice_of(text) for text in texts)


def agent_turns(call: Call) -> list[AgentTurn]:
    return [turn for turn in call.state.turns if isinstance(turn, AgentTurn)]


def caller_turns(call: Call) -> list[str]:
    return [turn.text for turn in call.state.turns if isinstance(turn, CallerTurn)]


# --- the agent's words ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("dies_after_s", [0.0, 0.05, 0.11, 0.25, 0.45, 0.75, 1.2, 1.7])
async def test_a_sentence_goes_on_with_exactly_what_was_not_sent(around: Surroundings, dies_after_s: float):
    """Before the first sound, between any two pieces, with all of it sent, with all of it played."""
    async with call_in_hands(around) as call:
        await asyncio.sleep(dies_after_s)
        await call.killed()
        await call.in_process()
        await call.until_quiet()
        assert bytes(call.carrier.audio) == said(GREETING)
        assert heard_text(agent_turns(call)[0]) == GREETING
        await call.hears("hello")
        await call.until_quiet()
        assert bytes(call.carrier.audio) == said(GREETING, "All right.")


@pytest.mark.parametrize("every_s", [0.17, 0.31, 0.83])
async def test_an_answer_survives_one_death_after_the_other(around: Surroundings, every_s: float):
    around.model = FakeLanguageModel([f"{ONE} {TWO}"])
    async with call_in_hands(around) as call:
        await call.until_quiet()
        await call.hears("when can I come")
        await call.until_phase(Phase.SPEAKING)
        for _ in range(6):
            await asyncio.sleep(every_s)
            await call.killed()
            await call.in_process()
        await call.until_quiet()
        assert bytes(call.carrier.audio) == said(GREETING, ONE, TWO)
        assert len(around.model.requests) == 1
        assert heard_text(agent_turns(call)[-1]) == f"{ONE} {TWO}"


@pytest.mark.parametrize("seed", range(20))
async def test_any_mixture_of_deaths_and_hand_ons_is_not_heard(around: Surroundings, seed: int):
    chance = Random(seed)
    around.model = FakeLanguageModel([f"{ONE} {TWO}"])
    around.voice.chunk_s = 0.02  # each process has to come further than the one before it

    async def pass_through_processes(call: Call) -> None:
        """Until the agent has said what it had to say."""
        while call.state.phase is not Phase.LISTENING:
            assert call.session is not None
            assert call.serving is not None
            await asyncio.sleep(chance.uniform(0, 0.6))
            if chance.random() < 0.5:
                await call.killed()
                await asyncio.sleep(chance.uniform(0, 0.2))
                await call.in_process()
            else:
                call.session.migrate(Migration.LOCAL, chance.uniform(0, 0.4))
                assert await call.left() is Ending.MIGRATED_LOCALLY
                await call.in_process(unread_bytes=call.session.unread_bytes)
            assert call.carrier.clears == 0

    async with call_in_hands(around) as call:
        await pass_through_processes(call)
        await call.until_quiet()
        await call.hears("when can I come")
        await pass_through_processes(call)
        await call.until_quiet()
        assert bytes(call.carrier.audio) == said(GREETING, ONE, TWO)
        assert [heard_text(turn) for turn in agent_turns(call)] == [GREETING, f"{ONE} {TWO}"]
        assert caller_turns(call) == ["when can I come"]


async def test_a_phrase_from_the_cache_goes_on_where_it_broke(around: Surroundings):
    around.phrases.kept[GREETING] = said(GREETING)
    async with call_in_hands(around) as call:
        await until(lambda: call.carrier.audio)
        await call.killed()
        await call.in_process()
        await call.until_quiet()
        assert bytes(call.carrier.audio) == said(GREETING)


async def test_what_sounded_while_no_process_had_the_call_counts_as_heard(around: Surroundings):
    async with call_in_hands(around) as call:
        await until(lambda: call.carrier.audio == said(GREETING))
        await asyncio.sleep(0.05)
        await call.killed()
        await asyncio.sleep(3)  # the mark comes back meanwhile and lies in the socket
        await call.in_process()
        await until(lambda: SpeechPlayed(1, 0) in call.journalled, within_s=1 + DEFERRED_S)
        await call.until_phase(Phase.LISTENING)


async def test_an_interruption_after_a_takeover_knows_what_was_heard(around: Surroundings):
    around.model = FakeLanguageModel([ONE])
    async with call_in_hands(around) as call:
        await call.until_quiet()
        await call.hears("when can I come")
        await until(lambda: call.carrier.sounding_s)
        began_s = asyncio.get_running_loop().time()
        await asyncio.sleep(0.4)
        await call.killed()
        await asyncio.sleep(0.05)
        await call.in_process()
        await asyncio.sleep(0.5)
        around.ears.hears("no wait")
        await until(lambda: call.carrier.clears)
        heard_ms = (asyncio.get_running_loop().time() - began_s) * 1000
        await until(lambda: any(isinstance(event, SpeechStopped) for event in call.journalled))
        (stopped,) = [event for event in call.journalled if isinstance(event, SpeechStopped)]
        assert stopped.played_ms == pytest.approx(heard_ms, abs=50)


async def test_the_journal_of_a_call_of_many_processes_folds_to_its_state(around: Surroundings):
    async with call_in_hands(around) as call:
        for _ in range(3):
            await asyncio.sleep(0.4)
            await call.killed()
            await call.in_process()
        await call.until_quiet()
        await call.hears("a haircut please")
        await call.until_quiet()
        assert sum(isinstance(event, CallResumed) for event in call.journalled) == 3
        await asyncio.sleep(2 * DEFERRED_S)
        assert fold(codec.decode_journal(around.records.journal.entries)) == call.state


# --- the caller's words -----------------------------------------------------------------------------------------
async def test_an_utterance_cut_in_two_is_heard_whole_and_its_words_are_not_doubled(around: Surroundings):
    async with call_in_hands(around) as call:
        await call.until_quiet()
        await asyncio.sleep(5)
        await call.speaks(VOICE)
        around.ears.hears("I'd like")
        await until(lambda: call.state.utterance.words)
        await call.killed()
        call.carrier.speak(VOICE[0])  # while no process is there
        await call.in_process()
        await until(lambda: len(around.ears.opened) == 2)
        await until(lambda: b"".join(VOICE) + VOICE[0] in around.ears.opened[1].audio)
        around.ears.hears("I'd like", "I'd like a haircut")
        around.ears.opened[-1].hears(UtteranceEnd("I'd like a haircut", 0.9))
        await until(lambda: caller_turns(call))
        assert caller_turns(call) == ["I'd like a haircut"]


async def test_of_the_caller_only_the_utterance_under_way_is_recognised_anew(around: Surroundings):
    async with call_in_hands(around) as call:
        await call.until_quiet()
        await call.speaks(VOICE)
        await call.hears("hello")
        await call.until_quiet()
        await asyncio.sleep(2)
        second = frames(tone(1000, hz=220))
        await call.speaks(second)
        around.ears.hears("I'd")
        await until(lambda: call.state.utterance.words)
        await call.killed()
        await call.in_process()
        await until(lambda: len(around.ears.opened) == 2)
        await until(lambda: b"".join(second) in around.ears.opened[1].audio)
        assert VOICE[0] not in bytes(around.ears.opened[1].audio)


async def test_words_whose_audio_brings_nothing_new_are_answered_as_they_are(around: Surroundings):
    async with call_in_hands(around) as call:
        await call.until_quiet()
        await call.speaks(VOICE)
        around.ears.hears("I'd like a haircut")
        await until(lambda: call.state.utterance.words)
        await call.killed()
        await call.in_process()
        await until(lambda: caller_turns(call))
        assert caller_turns(call) == ["I'd like a haircut"]


async def test_a_message_the_dead_process_had_half_read_is_all_that_is_lost(around: Surroundings):
    async with call_in_hands(around) as call:
        await call.until_quiet()
        call.quiet = True
        await asyncio.sleep(0.2)
        call.carrier.send_raw(b"\x81\xfe\x00\xa0mask")
        await asyncio.sleep(0.01)
        await call.killed()
        call.carrier.send_raw(b"the rest of that message")
        call.carrier.press("7")
        await call.in_process()
        await until(lambda: caller_turns(call))
        assert caller_turns(call) == ["[pressed key 7]"]


# --- around it --------------------------------------------------------------------------------------------------
async def test_a_takeover_on_the_same_node_needs_no_store(around: Surroundings):
    async with call_in_hands(around) as call:
        await asyncio.sleep(0.3)
        await call.killed()
        around.redis_goes_away()
        around.profiles.error = StorageError("postgres", "connection refused")
        began_s = asyncio.get_running_loop().time()
        await call.in_process()
        assert asyncio.get_running_loop().time() == began_s
        await call.until_quiet()
        assert bytes(call.carrier.audio) == said(GREETING)
        around.records.journal.broken = False
        await asyncio.sleep(2)
        assert fold(codec.decode_journal(around.records.journal.entries)) == call.state


async def test_a_tool_begun_by_the_dead_process_is_read_back_by_its_key(around: Surroundings):
    around.model = FakeLanguageModel([ToolCall("t1", "book_appointment", {"offering": "Haircut"})])
    around.tools.delay_s = 1.0
    async with call_in_hands(around) as call:
        await call.until_quiet()
        await call.hears("yes please")
        await until(lambda: around.tools.ran)
        await call.killed()
        await call.in_process()
        await call.until_quiet()
        assert around.tools.ran == [("call_1_1", "book_appointment")] * 2, "the key makes it once"
        assert around.tools.finished == ["book_appointment"]
        assert bytes(call.carrier.audio).endswith(said("All right."))


async def test_a_call_that_died_while_it_said_goodbye_ends(around: Surroundings):
    around.model = FakeLanguageModel(
        ["That is booked. Goodbye.", ToolCall("t1", "end_call", {"reason": "done"})]
    )
    async with call_in_hands(around) as call:
        await call.until_quiet()
        await call.hears("that's all")
        await until(lambda: call.state.phase is Phase.CLOSING)
        await call.killed()
        await call.in_process()
        await call.left()
        assert len(around.records.finished) == 1
        assert call.carrier.close_code == 1000


async def test_a_call_that_has_moved_is_taken_over_on_its_fresh_stream(around: Surroundings):
    async with call_in_hands(around) as call:
        await call.until_quiet()
        await call.killed()
        call.carrier.vanish()
        await call.on_fresh_stream()
        await until(lambda: any(isinstance(event, CallMoved) for event in call.journalled))
        await until(lambda: call.carrier.audio)
        await call.killed()
        await call.in_process()
        await call.until_quiet()
        await call.hears("are you still there")
        await call.until_quiet()
        assert caller_turns(call)[-1] == "are you still there"
        assert bytes(call.carrier.audio).endswith(said("All right."))
        assert not call.carrier.gone.is_set()


async def test_a_process_that_died_before_its_fresh_stream_began_leaves_nothing_to_go_on_with(
    around: Surroundings,
):
    async with call_in_hands(around) as call:
        await call.until_quiet()
        await call.killed()
        call.carrier.vanish()
        await call.on_fresh_stream(start=False)
        await asyncio.sleep(0.1)
        await call.killed()
        with pytest.raises(CallNotFound):
            await call.in_process()


async def test_marks_that_came_while_nobody_read_are_taken_in(around: Surroundings):
    """A process stands still while its sentences sound: the carrier's word on them waits in the socket."""
    around.model = FakeLanguageModel([ONE + " ", TWO])
    async with call_in_hands(around) as call:
        await call.until_quiet()
        await call.hears("when do you have time")
        await until(lambda: TWO in around.voice.said)
        await until(lambda: all(s.audio_ms is not None for s in agent_turns(call)[-1].sentences))
        await call.killed()
        await until(lambda: not call.carrier.sounding_s)
        await asyncio.sleep(2)
        await call.in_process(resume=True)
        began_s = asyncio.get_running_loop().time()
        await call.until_phase(Phase.LISTENING)
        assert asyncio.get_running_loop().time() - began_s < 1, "no mark is waited for in vain"
        assert all(sentence.settled for sentence in agent_turns(call)[-1].sentences)
