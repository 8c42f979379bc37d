"""A call leaves its process because it was asked to: at a turn boundary when it can, anywhere when it must."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from actors.call.dependencies import Ending
from actors.call.journal_writer import DEFERRED_S
from actors.call.migration import HESITATION_S, RETRY_S, Migration
from domain.audio import FRAME_BYTES, SILENCE_FRAME
from domain.call import codec
from domain.call.effects import NextStepKind
from domain.call.events import CallMoved, CallParted, CallResumed
from domain.call.heard import heard_text
from domain.call.machine import fold
from domain.call.next_step import NextStep
from domain.call.state import AgentTurn, CallerTurn, Phase
from domain.dialogue.lines import lines_for
from domain.dialogue.messages import ToolCall
from domain.errors import StorageError
from services.recording.spool_format import Kind, read_records
from tests.fakes.call import CALL_SID, Surroundings, ticket
from tests.fakes.carrier import tone
from tests.fakes.stores import FakeNextSteps
from tests.fakes.vendors import FakeLanguageModel, FakeTextToSpeech, voice_of
from tests.support.businesses import GREETING
from tests.support.virtual_time import until
from tests.unit.actors.call.call_in_hands import Call, call_in_hands

LINES = lines_for("en-AU")
ANSWER = "All right."
LONG = "We have ten in the morning or two in the afternoon on Tuesday."
PATIENCE_S = 20.0
VOICE = [tone(600)[start : start + FRAME_BYTES] for start in range(0, 4800, FRAME_BYTES)]


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    around = Surroundings(tmp_path / "shelf")
    around.voice = FakeTextToSpeech(chunk_s=0.1, distinct=True)
    return around


def said(*texts: str) -> bytes:
    return b"".join(voice_of(text) for text in texts)


def leave(call: Call, how: Migration, within_s: float = PATIENCE_S) -> None:
    assert call.session is not None
    call.session.migrate(how, within_s)


async def handed_on(call: Call) -> None:
    """The call has left its process and is in the next one."""
    assert call.session is not None
    assert await call.left() is Ending.MIGRATED_LOCALLY
    assert call.session.unread_bytes is not None
    await call.in_process(unread_bytes=call.session.unread_bytes)


def caller_turns(call: Call) -> list[str]:
    return [turn.text for turn in call.state.turns if isinstance(turn, CallerTurn)]


# --- handed on to another process of the node -------------------------------------------------------------------
async def test_a_call_is_handed_on_when_the_caller_has_the_floor_and_not_before(around: Surroundings):
    around.model = FakeLanguageModel([0.5, ANSWER])
    async with call_in_hands(around) as call:
        await call.until_quiet()
        await call.hears("hello")
        leave(call, Migration.LOCAL)
        await call.until_phase(Phase.SPEAKING)
        await until(lambda: call.carrier.sounding_s)
        assert call.serving is not None
        assert not call.serving.done()
        await handed_on(call)
        assert bytes(call.carrier.audio) == said(GREETING, ANSWER)
        assert not call.carrier.sounding_s
        assert call.around.records.finished == []


async def test_a_call_that_listens_is_handed_on_at_once_and_nobody_notices(around: Surroundings):
    async with call_in_hands(around) as call:
        await call.until_quiet()
        for number in range(3):
            began_s = asyncio.get_running_loop().time()
            leave(call, Migration.LOCAL)
            await handed_on(call)
            assert asyncio.get_running_loop().time() - began_s < 0.1
            await call.hears(f"question {number}")
            await call.until_quiet()
        assert bytes(call.carrier.audio) == said(GREETING, *[ANSWER] * 3)
        assert caller_turns(call) == ["question 0", "question 1", "question 2"]
        assert call.carrier.clears == 0
        await asyncio.sleep(2 * DEFERRED_S)
        assert fold(codec.decode_journal(around.records.journal.entries)) == call.state


@pytest.mark.parametrize("within_s", [0.0, 0.05, 0.15, 0.3, 0.75, 1.1])
async def test_a_call_whose_time_is_over_is_handed_on_in_mid_sentence(around: Surroundings, within_s: float):
    async with call_in_hands(around) as call:
        leave(call, Migration.LOCAL, within_s)
        await handed_on(call)
        assert len(call.carrier.audio) <= len(said(GREETING))
        await call.until_quiet()
        assert bytes(call.carrier.audio) == said(GREETING)
        assert isinstance(call.state.turns[0], AgentTurn)
        assert heard_text(call.state.turns[0]) == GREETING


async def test_a_caller_who_is_speaking_is_waited_for(around: Surroundings):
    async with call_in_hands(around) as call:
        await call.until_quiet()
        around.ears.hears("I'd like")
        await until(lambda: call.state.utterance.words)
        leave(call, Migration.LOCAL)
        await asyncio.sleep(3)
        assert call.serving is not None
        assert not call.serving.done()
        around.ears.hears_out("I'd like a haircut")
        await handed_on(call)
        assert caller_turns(call) == ["I'd like a haircut"]


async def test_a_caller_cut_off_by_an_overdue_hand_on_is_heard_whole_and_once(around: Surroundings):
    async with call_in_hands(around) as call:
        await call.until_quiet()
        await asyncio.sleep(3)
        await call.speaks(VOICE)
        around.ears.hears("I'd like")
        await until(lambda: call.state.utterance.words)
        leave(call, Migration.LOCAL, 0.0)
        await handed_on(call)
        await until(lambda: len(around.ears.opened) == 2)
        await until(lambda: b"".join(VOICE) in around.ears.opened[1].audio)
        around.ears.hears_out("I'd like a haircut")
        await until(lambda: caller_turns(call))
        assert caller_turns(call) == ["I'd like a haircut"]


async def test_a_message_cut_in_two_by_a_hand_on_arrives_once(around: Surroundings):
    async with call_in_hands(around) as call:
        await call.until_quiet()
        call.quiet = True
        await asyncio.sleep(0.2)
        call.carrier.holds_back(30)
        call.carrier.press("7")
        await asyncio.sleep(0.01)
        leave(call, Migration.LOCAL)
        await handed_on(call)
        await asyncio.sleep(0.5)
        assert caller_turns(call) == []
        call.carrier.lets_go()
        await until(lambda: caller_turns(call))
        await asyncio.sleep(0.5)
        assert caller_turns(call) == ["[pressed key 7]"]


async def test_a_connection_that_cannot_be_let_go_of_now_is_tried_again_and_the_voice_goes_on(
    around: Surroundings,
):
    """It has only been taken over: where the next message begins is not known yet."""
    async with call_in_hands(around) as call:
        call.quiet = True
        await asyncio.sleep(0.3)
        await call.killed()
        await call.in_process()
        began_s = asyncio.get_running_loop().time()
        leave(call, Migration.LOCAL, 0.0)
        await until(lambda: call.carrier.audio == said(GREETING), within_s=2)
        assert call.serving is not None
        assert not call.serving.done()
        call.carrier.speak(SILENCE_FRAME)
        await handed_on(call)
        assert asyncio.get_running_loop().time() - began_s == pytest.approx(RETRY_S, abs=0.1)
        await call.until_quiet()
        assert bytes(call.carrier.audio) == said(GREETING)


async def test_a_call_asked_before_it_has_begun_leaves_once_it_has(around: Surroundings):
    async with call_in_hands(around) as call:
        await call.until_quiet()
        await call.killed()
        call.carrier.vanish()
        await call.on_fresh_stream(start=False)
        leave(call, Migration.LOCAL, 0.0)
        await asyncio.sleep(1)
        assert call.serving is not None
        assert not call.serving.done()
        await call.carrier.start()
        await handed_on(call)
        assert sum(isinstance(event, CallResumed) for event in call.journalled) == 0
        await until(lambda: any(isinstance(event, CallResumed) for event in call.journalled))


# --- moved to another node --------------------------------------------------------------------------------------
class WatchedNextSteps(FakeNextSteps):
    """Knows whether the stream was still open when the next step was written."""

    def __init__(self) -> None:
        super().__init__()
        self.call: Call | None = None
        self.stream_was_open: list[bool] = []

    async def put(self, call_sid: str, step: NextStep) -> None:
        await super().put(call_sid, step)
        assert self.call is not None
        self.stream_was_open.append(self.call.carrier.close_code is None)


async def test_a_moving_call_leaves_word_before_its_stream_closes(around: Surroundings):
    around.next_steps = steps = WatchedNextSteps()
    async with call_in_hands(around) as call:
        steps.call = call
        await call.until_quiet()
        leave(call, Migration.REMOTE)
        assert await call.left() is Ending.MIGRATED_REMOTELY
        assert steps.decided == {CALL_SID: NextStep(NextStepKind.MOVE)}
        assert steps.stream_was_open == [True]
        await until(lambda: call.carrier.close_code == 1000)
        assert isinstance(call.journalled[-1], CallParted)
        assert around.records.finished == []


async def test_a_moving_call_waits_for_the_end_of_the_agents_turn(around: Surroundings):
    async with call_in_hands(around) as call:
        await until(lambda: call.carrier.audio)
        leave(call, Migration.REMOTE)
        assert await call.left() is Ending.MIGRATED_REMOTELY
        assert bytes(call.carrier.audio) == said(GREETING)
        assert not call.carrier.sounding_s


async def test_a_call_does_not_move_while_the_caller_is_about_to_answer(around: Surroundings):
    async with call_in_hands(around) as call:
        await until(lambda: call.carrier.audio)
        leave(call, Migration.REMOTE)
        await call.until_quiet()
        began_s = asyncio.get_running_loop().time()
        assert await call.left() is Ending.MIGRATED_REMOTELY
        assert asyncio.get_running_loop().time() - began_s >= HESITATION_S - 0.1


async def test_a_call_does_not_move_while_a_voice_is_heard_that_no_words_are_known_of(around: Surroundings):
    async with call_in_hands(around) as call:
        await call.until_quiet()
        await asyncio.sleep(HESITATION_S - 0.1)
        leave(call, Migration.REMOTE)
        await call.speaks(VOICE[:20])
        await asyncio.sleep(0.5)
        assert call.serving is not None
        assert not call.serving.done()
        around.ears.hears_out("I'd like a haircut")
        assert await call.left() is Ending.MIGRATED_REMOTELY
        assert caller_turns(call) == ["I'd like a haircut"]


async def test_a_call_moves_before_an_answer_which_is_then_given_once_and_without_a_word_about_it(
    around: Surroundings, tmp_path: Path
):
    around.model = FakeLanguageModel([0.3, ANSWER])
    async with call_in_hands(around) as call:
        await call.until_quiet()
        leave(call, Migration.REMOTE)
        await call.hears("a haircut please")
        began_s = asyncio.get_running_loop().time()
        assert await call.left() is Ending.MIGRATED_REMOTELY
        assert asyncio.get_running_loop().time() - began_s < 0.1
        await call.on_fresh_stream(elsewhere(around, tmp_path))
        await call.until_quiet()
        assert bytes(call.carrier.audio) == said(ANSWER)
        assert caller_turns(call) == ["a haircut please"]
        assert (len(around.model.requests), len(call.around.model.requests)) == (0, 1)


async def test_an_overdue_move_is_made_although_the_call_is_never_between_turns(around: Surroundings):
    async with call_in_hands(around) as call:
        await call.until_quiet()
        leave(call, Migration.REMOTE, HESITATION_S / 4)
        around.ears.hears("I'd like")
        assert await call.left() is Ending.MIGRATED_REMOTELY


async def test_a_moved_call_goes_on_as_if_nothing_had_been(around: Surroundings, tmp_path: Path):
    async with call_in_hands(around) as call:
        await call.until_quiet()
        leave(call, Migration.REMOTE)
        await call.left()
        await call.on_fresh_stream(elsewhere(around, tmp_path))
        await until(lambda: any(isinstance(event, CallMoved) for event in call.journalled))
        await asyncio.sleep(1)
        assert call.carrier.audio == b"", "nobody has anything to explain"
        await call.hears("a haircut please")
        await call.until_quiet()
        assert bytes(call.carrier.audio) == said(ANSWER)
        assert [message.content for message in call.around.model.requests[-1].messages[1:]] == [
            GREETING,
            "a haircut please",
        ]


async def test_a_call_moved_in_mid_sentence_says_so_and_what_was_not_heard(
    around: Surroundings, tmp_path: Path
):
    around.model = FakeLanguageModel([LONG])
    async with call_in_hands(around) as call:
        await call.until_quiet()
        await call.hears("when can I come")
        await until(lambda: call.carrier.sounding_s)
        leave(call, Migration.REMOTE, 0.5)
        assert await call.left() is Ending.MIGRATED_REMOTELY
        await call.on_fresh_stream(elsewhere(around, tmp_path))
        await until(lambda: call.carrier.audio)
        await call.until_quiet()
        assert bytes(call.carrier.audio) == said(LINES.cut_off, LONG)


async def test_redis_has_the_whole_journal_when_the_carrier_is_told_that_the_call_moves(around: Surroundings):
    async with call_in_hands(around) as call:
        await call.until_quiet()
        leave(call, Migration.REMOTE)
        await until(lambda: call.carrier.close_code is not None)
        assert isinstance(call.journalled[-1], CallParted)
        assert await call.left() is Ending.MIGRATED_REMOTELY
        assert fold(codec.decode_journal(around.records.journal.entries)) == call.state


async def test_the_recording_of_a_moved_call_is_one(around: Surroundings, tmp_path: Path):
    async with call_in_hands(around) as call:
        await call.until_quiet()
        leave(call, Migration.REMOTE)
        await call.left()
        (part,) = around.records.objects.held.values()
        assert list(around.node_store_dir.iterdir()) == [], "this node needs nothing of it any more"
        there = elsewhere(around, tmp_path)
        await call.on_fresh_stream(there)
        await until(lambda: any(isinstance(event, CallMoved) for event in call.journalled))
        await call.hears("hello")
        await call.until_quiet()
        call.carrier.hang_up()
        assert await call.left() is Ending.FINISHED
        (recorded,) = there.records.recorded
        assert recorded.startswith(part)
        agent = b"".join(ulaw for kind, _, ulaw in read_records(recorded) if kind is Kind.AGENT)
        assert agent == said(GREETING, ANSWER)
        places = [at_ms for _, at_ms, _ in read_records(recorded)]
        assert places == sorted(places), "on one time line"
        assert len(there.records.finished) == 1


async def test_a_call_does_not_move_while_redis_is_behind_however_late_it_is(around: Surroundings):
    """Another node would go on with half of it."""
    async with call_in_hands(around) as call:
        await call.until_quiet()
        around.records.journal.broken = True
        await call.hears("hello")
        await call.until_quiet()
        leave(call, Migration.REMOTE, 1.0)
        await asyncio.sleep(10)
        assert call.serving is not None
        assert not call.serving.done()
        assert around.next_steps.decided == {}
        around.records.journal.broken = False
        assert await call.left() is Ending.MIGRATED_REMOTELY
        assert fold(codec.decode_journal(around.records.journal.entries)) == call.state


async def test_a_call_whose_next_step_cannot_be_written_stays_until_it_can(around: Surroundings):
    async with call_in_hands(around) as call:
        await call.until_quiet()
        around.next_steps.broken = True
        leave(call, Migration.REMOTE, 1.0)
        await asyncio.sleep(10)
        assert call.serving is not None
        assert not call.serving.done()
        assert not any(isinstance(event, CallParted) for event in call.journalled)
        around.next_steps.broken = False
        assert await call.left() is Ending.MIGRATED_REMOTELY


async def test_an_object_store_that_is_away_costs_a_moving_call_its_recording_so_far_and_no_more(
    around: Surroundings,
):
    around.records.objects.broken = True
    async with call_in_hands(around) as call:
        await call.until_quiet()
        leave(call, Migration.REMOTE)
        assert await call.left() is Ending.MIGRATED_REMOTELY
        assert around.records.objects.held == {}
        await until(lambda: call.carrier.close_code == 1000)


class SlowNextSteps(FakeNextSteps):
    async def put(self, call_sid: str, step: NextStep) -> None:
        await asyncio.sleep(0.5)
        await super().put(call_sid, step)


@pytest.mark.parametrize("how", [Migration.REMOTE, Migration.LOCAL])
async def test_a_call_about_to_end_ends_where_it_is(around: Surroundings, how: Migration):
    around.next_steps = SlowNextSteps()
    around.model = FakeLanguageModel(["Goodbye.", ToolCall("t1", "end_call", {"reason": "done"})])
    async with call_in_hands(around) as call:
        await call.until_quiet()
        await call.hears("that's all")
        await call.until_phase(Phase.ENDING_STREAM)
        leave(call, how, 0.0)
        assert await call.left() is Ending.FINISHED
        assert around.next_steps.decided == {CALL_SID: NextStep(NextStepKind.HANG_UP)}
        assert len(around.records.finished) == 1


class MuteNextSteps(FakeNextSteps):
    async def put(self, call_sid: str, step: NextStep) -> None:
        raise StorageError("redis", "away")


async def test_a_call_that_comes_back_after_its_goodbye_ends_without_a_word(around: Surroundings):
    """The carrier could not be told that it was over."""
    around.next_steps = MuteNextSteps()
    around.model = FakeLanguageModel(["Goodbye.", ToolCall("t1", "end_call", {"reason": "done"})])
    async with call_in_hands(around) as call:
        await call.until_quiet()
        await call.hears("that's all")
        assert await call.left() is Ending.FINISHED
        await call.on_fresh_stream()
        assert await call.left(1.0) is Ending.FINISHED
        assert call.carrier.audio == b""
        await until(lambda: call.carrier.close_code == 1000)


# --- given way --------------------------------------------------------------------------------------------------
async def test_a_call_another_process_has_already_is_let_go_of_without_a_trace(around: Surroundings):
    async with call_in_hands(around) as call:
        await until(lambda: call.carrier.audio)
        entries = list(around.records.journal.entries)
        leave(call, Migration.SUPERSEDED, 0.0)
        assert await call.left() is Ending.SUPERSEDED
        assert around.records.journal.entries == entries
        assert around.next_steps.decided == {}
        assert (around.records.finished, around.records.objects.held) == ([], {})
        await until(call.carrier.gone.is_set)


async def test_a_stream_that_breaks_after_the_carrier_has_a_fresher_one_is_given_way_to(around: Surroundings):
    async with call_in_hands(around) as call:
        await call.until_quiet()
        around.leases.held[call.ticket.call_id] = replace(ticket(), stream_generation=1)
        call.carrier.vanish()
        assert await call.left() is Ending.SUPERSEDED
        assert around.records.finished == []


def elsewhere(around: Surroundings, tmp_path: Path) -> Surroundings:
    """Another node: its own disk and vendors, the same stores."""
    there = Surroundings(tmp_path / "another node")
    there.voice = FakeTextToSpeech(chunk_s=0.1, distinct=True)
    there.records.journal = around.records.journal
    there.records.live = around.records.live
    there.next_steps = around.next_steps
    there.next_steps = around.next_steps
    there.records.objects = around.records.objects
    return there
