"""A whole call: its session between a carrier and fake vendors and stores."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from actors.call.dependencies import Ending
from actors.call.finish import ATTEMPTS
from actors.call.journal_writer import DEFERRED_S, WRITE_TIMEOUT_S
from actors.call.live_view import LAST_SHOWN_WITHIN_S
from actors.call.node_store import NodeCallStore
from actors.call.restore import Restored, restore
from domain.audio import SILENCE_FRAME
from domain.call import codec
from domain.call.effects import NextStepKind
from domain.call.events import CallAnswered, CallerHeard, CallerHungUp
from domain.call.heard import heard_text
from domain.call.machine import fold
from domain.call.next_step import NextStep
from domain.call.state import AgentTurn, CallerTurn, Phase
from domain.dialogue.lines import lines_for
from domain.dialogue.messages import ToolCall
from domain.errors import ProviderError
from services.tools.runner import ToolOutcome
from tests.fakes.call import CALL_ID, CALL_SID, Surroundings, ticket
from tests.fakes.carrier import tone
from tests.fakes.stores import FakeJournal
from tests.fakes.vendors import MS_PER_CHARACTER, FakeLanguageModel, FakeTextToSpeech, refused
from tests.support.businesses import GREETING, business
from tests.support.virtual_time import until
from tests.unit.actors.call.live_call import LiveCall, live_call

LINES = lines_for("en-AU")
LONG = "We have ten in the morning or two in the afternoon on Tuesday."
BOOKED = ToolOutcome('{"result":"booked"}', True, None, booking_id=CALL_ID)


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    return Surroundings(tmp_path)


def agent_turns(call: LiveCall) -> list[AgentTurn]:
    return [turn for turn in call.session.state.turns if isinstance(turn, AgentTurn)]


# --- the good way -----------------------------------------------------------------------------------------------
async def test_a_booking_from_greeting_to_goodbye(around: Surroundings):
    around.model = FakeLanguageModel(
        ["Let me check. ", ToolCall("t1", "find_slots", {"offering": "Haircut"})],
        ["Ten o'clock is free. ", "Shall I book it?"],
        [ToolCall("t2", "book_appointment", {"offering": "Haircut"})],
        ["That is booked. Goodbye.", ToolCall("t3", "end_call", {"reason": "done"})],
    )
    around.tools.outcomes["book_appointment"] = BOOKED
    async with live_call(around) as call:
        await call.until_quiet()
        await call.hears("I'd like a haircut tomorrow")
        await call.until_quiet()
        await call.hears("Yes please, Sam")
        finished = await call.is_over()
    assert (finished.outcome, finished.reason) == ("booked", "completed")
    assert call.ending is Ending.FINISHED
    assert [name for _, name in around.tools.ran] == ["find_slots", "book_appointment", "end_call"]
    assert around.voice.said == [
        GREETING,
        "Let me check.",
        "Ten o'clock is free.",
        "Shall I book it?",
        "That is booked.",
        "Goodbye.",
    ]
    assert call.carrier.close_code == 1000
    assert around.next_steps.decided[CALL_SID] == NextStep(NextStepKind.HANG_UP)
    assert all(heard_text(turn) == turn.generated_text for turn in agent_turns(call))
    last_shown = around.records.live.snapshots[-1]
    assert [turn["speaker"] for turn in last_shown["turns"][:3]] == ["agent", "caller", "agent"]
    assert (last_shown["phase"], last_shown["outcome"]) == ("ended", "booked"), (
        "whoever watches sees how it went"
    )


async def test_the_system_prompt_goes_in_front_of_every_question(around: Surroundings):
    async with live_call(around) as call:
        await call.until_quiet()
        await call.hears("Do you have parking?")
        await call.until_quiet()
    request = around.model.requests[0]
    assert request.messages[0].role == "system"
    assert "Business: Harbour Street Hair" in request.messages[0].content
    assert [m.role for m in request.messages[1:]] == ["assistant", "user"]
    assert {tool.name for tool in request.tools} >= {"find_slots", "book_appointment"}


async def test_the_answer_is_recorded_once_the_greeting_sounds(around: Surroundings):
    async with live_call(around) as call:
        await until(lambda: call.carrier.audio)
        await until(lambda: around.records.answers)
        assert not around.records.finished
        await call.until_quiet()
    assert len(around.records.answers) == 1


async def test_a_greeting_spoken_before_is_not_synthesised_again(around: Surroundings):
    async with live_call(around) as call:
        await call.until_quiet()
        assert around.phrases.kept[GREETING] == bytes(call.carrier.audio)
    around.voice.said.clear()
    around.records.finished.clear()
    async with live_call(around) as call:
        await call.until_quiet()
        assert around.voice.said == []
        assert bytes(call.carrier.audio) == around.phrases.kept[GREETING]


async def test_a_key_reaches_the_model(around: Surroundings):
    async with live_call(around) as call:
        await call.until_quiet()
        call.carrier.press("7")
        await until(lambda: around.model.requests)
        assert around.model.requests[0].messages[-1].content == "[pressed key 7]"


# --- barge-in ---------------------------------------------------------------------------------------------------
async def test_barge_in_stops_the_agent_and_the_carrier_within_a_moment(around: Surroundings):
    around.model = FakeLanguageModel([LONG])
    async with live_call(around) as call:
        await call.until_quiet()
        await call.hears("When can I come?")
        await until(lambda: call.carrier.sounding_s > 2)
        began_s = asyncio.get_running_loop().time()
        sent = len(call.carrier.audio)
        around.ears.hears("no wait")
        await until(lambda: call.carrier.clears)
        assert asyncio.get_running_loop().time() - began_s <= 0.01
        assert call.carrier.sounding_s == 0
        await asyncio.sleep(1)
        assert len(call.carrier.audio) == sent, "audio went on after the interruption"


async def test_after_a_barge_in_the_model_sees_only_what_was_heard(around: Surroundings):
    around.model = FakeLanguageModel([LONG])
    async with live_call(around) as call:
        await call.until_quiet()
        await call.hears("When can I come?")
        await until(lambda: call.carrier.audio[-1:] == b"\x10" and call.session.state.phase is Phase.SPEAKING)
        await until(lambda: call.carrier.sounding_s > 0)
        heard_s = len("We have ten in ") * MS_PER_CHARACTER / 1000
        await asyncio.sleep(heard_s)
        around.ears.hears_out("ten is fine")
        await until(lambda: len(around.model.requests) == 2)
    spoken = around.model.requests[1].messages[-2]
    assert spoken.role == "assistant"
    assert spoken.content.endswith(" …")
    words = spoken.content.removesuffix(" …")
    assert LONG.startswith(words)
    assert abs(len(words) - len("We have ten in")) <= len(" morning")


async def test_a_voice_without_words_stops_the_agent_and_a_noise_lets_it_go_on(around: Surroundings):
    around.model = FakeLanguageModel([LONG])
    async with live_call(around) as call:
        await call.until_quiet()
        await call.hears("When can I come?")
        await until(lambda: call.carrier.sounding_s > 1)
        buzz = tone(600)
        for start in range(0, len(buzz), 160):
            call.carrier.speak(buzz[start : start + 160])
            await asyncio.sleep(0.02)
        await until(lambda: call.carrier.clears == 1)
        await call.until_phase(Phase.SPEAKING)
        await call.until_quiet()
        assert around.voice.said.count(LONG) == 2
        assert heard_text(agent_turns(call)[-1]) == LONG


async def test_a_barge_in_cancels_synthesis_and_model(around: Surroundings):
    around.model = FakeLanguageModel(["First sentence. ", 5.0, "Second sentence."])
    around.voice = FakeTextToSpeech(first_s=2.0)
    around.phrases.kept[GREETING] = b"\x10" * 800
    async with live_call(around) as call:
        await call.until_quiet()
        await call.hears("When can I come?")
        await until(lambda: around.voice.said == ["First sentence."])
        around.ears.hears("no wait")
        await until(lambda: around.voice.cancelled == 1 and around.model.cancelled == 1)
        await asyncio.sleep(6)
        assert around.voice.said == ["First sentence."]


# --- the journal ------------------------------------------------------------------------------------------------
async def test_events_are_journalled_before_they_take_effect(around: Surroundings):
    order: list[str] = []
    around.records.journal.on_append = lambda entries: order.extend(
        type(codec.decode(entry)[1]).__name__ for entry in entries
    )
    around.voice.said = _Noted(order)
    async with live_call(around) as call:
        await call.until_quiet()
    assert order.index("CallAnswered") < order.index("said")


async def test_words_so_far_wait_for_no_store_and_reach_it_together(around: Surroundings):
    appended: list[list[str]] = []
    async with live_call(around) as call:
        await call.until_quiet()
        await asyncio.sleep(2 * DEFERRED_S)
        around.records.journal.on_append = lambda entries: appended.append(
            [type(codec.decode(entry)[1]).__name__ for entry in entries]
        )
        words = ["I'd", "I'd like", "I'd like a haircut"]
        for number in range(3):
            around.ears.hears(words[number])
            await asyncio.sleep(0.01)
        assert call.session.state.utterance.words == words[-1]
        assert appended == []
        on_disk = (around.node_store_dir / f"{ticket().call_id}.0.journal").read_bytes().splitlines()
        assert codec.decode(on_disk[-1])[1] == CallerHeard(words[-1]), "whoever takes the call over has them"
        await asyncio.sleep(DEFERRED_S)
        assert appended == [["CallerHeard"] * 3]
        around.ears.hears("I'd like a haircut please")
        await call.hears("I'd like a haircut please")
        await until(lambda: around.model.requests)
        asked = next(index for index, names in enumerate(appended) if "UtteranceEnded" in names)
        assert appended[asked][0] == "CallerHeard", "in their order, and before the model is asked"


class _Noted(list[str]):
    def __init__(self, order: list[str]) -> None:
        super().__init__()
        self._order = order

    def append(self, value: str) -> None:
        super().append(value)
        self._order.append("said")


async def test_the_journal_folds_to_the_state_the_call_ended_with(around: Surroundings):
    around.model = FakeLanguageModel(["Hello. ", ToolCall("t1", "find_slots", {}), 0.1], ["Ten."])
    async with live_call(around) as call:
        await call.until_quiet()
        await call.hears("I'd like a haircut")
        await call.until_quiet()
        around.ears.hears("and")
        call.carrier.hang_up()
        finished = await call.is_over()
    assert isinstance(around.records.journal.events[0], CallAnswered)
    assert any(isinstance(event, CallerHungUp) for event in around.records.journal.events)
    assert fold(codec.decode_journal(around.records.journal.entries)) == finished.state


@pytest.mark.parametrize("broken", ["refuses", "hangs"])
async def test_a_journal_that_fails_does_not_silence_the_call(around: Surroundings, broken: str):
    around.records.journal.broken = broken == "refuses"
    around.records.journal.delay_s = 60.0 if broken == "hangs" else 0.0
    async with live_call(around) as call:
        began_s = asyncio.get_running_loop().time()
        await until(lambda: call.carrier.audio)
        assert asyncio.get_running_loop().time() - began_s < 0.2 + WRITE_TIMEOUT_S
        await call.until_quiet()
        await call.hears("I'd like a haircut")
        await call.until_quiet()
        assert around.voice.said == [GREETING, "All right."]
        around.records.journal.broken = False
        around.records.journal.delay_s = 0.0
        call.carrier.hang_up()
        await call.is_over()
    assert fold(codec.decode_journal(around.records.journal.entries)) == call.session.state


async def test_entries_that_waited_for_the_journal_keep_their_order(around: Surroundings):
    async with live_call(around) as call:
        await call.until_quiet()
        around.records.journal.broken = True
        await call.hears("one")
        await call.until_quiet()
        around.records.journal.broken = False
        await asyncio.sleep(1.1)
        await call.hears("two")
        await call.until_quiet()
    assert fold(codec.decode_journal(around.records.journal.entries)) == call.session.state


async def test_a_dashboard_that_cannot_be_reached_does_not_matter(around: Surroundings):
    around.records.live.broken = True
    async with live_call(around) as call:
        await call.until_quiet()
        await call.hears("hello")
        await call.until_quiet()
        call.carrier.hang_up()
        assert (await call.is_over()).outcome == "answered"


async def test_the_rows_do_not_wait_long_for_a_dashboard_that_hangs(around: Surroundings):
    async with live_call(around) as call:
        await call.until_quiet()
        around.records.live.delay_s = 60.0
        ended_s = asyncio.get_running_loop().time()
        call.carrier.hang_up()
        await call.is_over()
        assert asyncio.get_running_loop().time() - ended_s < 3 * LAST_SHOWN_WITHIN_S


async def test_a_slow_phrase_cache_does_not_hold_up_the_voice(around: Surroundings):
    around.phrases.put_delay_s = 5.0
    async with live_call(around) as call:
        began_s = asyncio.get_running_loop().time()
        await call.until_quiet()
        sounding_s = len(GREETING) * MS_PER_CHARACTER / 1000
        assert asyncio.get_running_loop().time() - began_s < sounding_s + 0.5


# --- vendors that fail ------------------------------------------------------------------------------------------
async def test_a_model_that_fails_for_a_second_costs_the_caller_a_second(around: Surroundings):
    around.model = FakeLanguageModel([refused("openai")], [refused("openai")], ["Which day?"])
    async with live_call(around) as call:
        await call.until_quiet()
        await call.hears("hello")
        await until(lambda: "Which day?" in around.voice.said, within_s=3)
        assert not call.session.state.trouble


async def test_a_model_that_stays_away_is_apologised_for_and_the_caller_put_through(around: Surroundings):
    around.model = FakeLanguageModel(fallback=[refused("openai")])
    async with live_call(around) as call:
        await call.until_quiet()
        await call.hears("hello")
        finished = await call.is_over()
    assert around.voice.said[-1] == LINES.model_failed_transfer
    assert finished.outcome == "transferred"
    assert "the language model failed: openai stream: refused" in finished.reason
    assert around.next_steps.decided[CALL_SID].kind is NextStepKind.TRANSFER


async def test_a_model_that_hangs_gets_fillers_a_second_request_and_an_apology(around: Surroundings):
    around.model = FakeLanguageModel(fallback=[60.0])
    async with live_call(around) as call:
        await call.until_quiet()
        await call.hears("hello")
        finished = await call.is_over()
    assert len(around.model.requests) == 2
    assert around.model.cancelled == 2
    assert around.voice.said[1] in LINES.fillers
    assert around.voice.said[-1] == LINES.model_failed_transfer
    assert finished.reason == "the language model failed: no answer in time"


async def test_a_voice_that_fails_once_is_asked_again(around: Surroundings):
    around.voice.errors = [refused("elevenlabs")]
    async with live_call(around) as call:
        await call.until_quiet()
        assert around.voice.said == [GREETING, GREETING]


async def test_a_voice_that_fails_for_good_leaves_the_last_word_to_the_carrier(around: Surroundings):
    around.profile = business(transfer_number=None)
    around.voice.errors = [refused("elevenlabs") for _ in range(200)]
    async with live_call(around) as call:
        finished = await call.is_over()
    assert finished.outcome == "failed"
    assert finished.reason.startswith("speech synthesis failed")
    assert around.next_steps.decided[CALL_SID] == NextStep(
        NextStepKind.SAY_AND_HANG_UP, LINES.model_failed_goodbye
    )
    assert call.carrier.close_code == 1000


async def test_a_recogniser_that_breaks_is_opened_again(around: Surroundings):
    async with live_call(around) as call:
        await call.until_quiet()
        around.ears.opened[-1].breaks(refused("deepgram"))
        await until(lambda: len(around.ears.opened) == 2)
        await call.hears("can you hear me")
        await call.until_quiet()
        assert around.voice.said == [GREETING, "All right."]


async def test_a_recogniser_that_is_away_for_a_moment_costs_nothing(around: Surroundings):
    around.ears.opening_errors = [refused("deepgram"), refused("deepgram")]
    async with live_call(around) as call:
        await call.until_quiet()
        await call.hears("hello")
        await call.until_quiet()
        assert around.voice.said == [GREETING, "All right."]


async def test_a_recogniser_that_stays_away_is_told_to_the_caller(around: Surroundings):
    around.ears.opening_errors = [refused("deepgram") for _ in range(30)]
    async with live_call(around) as call:
        finished = await call.is_over()
    assert around.voice.said[-1] == LINES.model_failed_transfer
    assert finished.reason.startswith("speech recognition failed")


async def test_a_recogniser_that_refuses_our_key_is_known_before_the_stream_begins(around: Surroundings):
    around.ears.opening_errors = [refused("deepgram", retryable=False) for _ in range(2)]
    async with live_call(around, start=False) as call:
        await until(call.carrier.upgraded.is_set)
        await asyncio.sleep(1)
        await call.carrier.start()
        finished = await call.is_over()
    assert around.voice.said == [LINES.model_failed_transfer]
    assert finished.reason.startswith("speech recognition failed")


# --- tools ------------------------------------------------------------------------------------------------------
async def test_a_tool_that_crashes_is_told_to_the_model(around: Surroundings):
    around.tools.errors["find_slots"] = RuntimeError("bug")
    around.model = FakeLanguageModel([ToolCall("t1", "find_slots", {})], ["Sorry, I cannot look that up."])
    async with live_call(around) as call:
        await call.until_quiet()
        await call.hears("a haircut")
        await call.until_quiet()
        assert around.voice.said[-1] == "Sorry, I cannot look that up."
        assert "unavailable" in around.model.requests[1].messages[-1].content


async def test_a_tool_begun_before_the_hang_up_runs_to_its_end_and_counts(around: Surroundings):
    around.tools.delay_s = 3.0
    around.tools.outcomes["book_appointment"] = BOOKED
    around.model = FakeLanguageModel([ToolCall("t1", "book_appointment", {})])
    async with live_call(around) as call:
        await call.until_quiet()
        await call.hears("yes please")
        await until(lambda: around.tools.ran)
        call.carrier.hang_up()
        finished = await call.is_over()
    assert around.tools.finished == ["book_appointment"]
    assert (finished.outcome, finished.reason) == ("booked", "caller hung up")
    assert finished.state.booking_id == str(CALL_ID)


# --- the end ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("started", [True, False], ids=["in the conversation", "before it has begun"])
async def test_a_connection_that_breaks_leaves_the_call_to_the_carrier(around: Surroundings, started: bool):
    async with live_call(around, start=started) as call:
        if started:
            await call.until_quiet()
        call.carrier.vanish()
        await call.serving
    assert call.ending is Ending.STREAM_LOST
    assert around.records.finished == [], "the caller may still be there"
    assert not any(isinstance(event, CallerHungUp) for event in around.records.journal.events)


@pytest.mark.parametrize(
    "redirected", [False, True], ids=["it is served elsewhere", "a redirect is on its way"]
)
async def test_a_call_the_carrier_has_a_fresher_stream_of_leaves_no_trace_here(
    around: Surroundings, redirected: bool
):
    async with live_call(around) as call:
        await call.until_quiet()
        if redirected:
            around.leases.redirected[CALL_ID] = 1
        else:
            around.leases.held[CALL_ID] = replace(ticket(), stream_generation=1)
        call.carrier.hang_up()  # the carrier stops the old stream
        await call.serving
    assert call.ending is Ending.SUPERSEDED
    assert around.records.finished == []
    assert not any(isinstance(event, CallerHungUp) for event in around.records.journal.events)


async def test_what_was_heard_at_the_hang_up_is_in_the_record(around: Surroundings):
    async with live_call(around) as call:
        await until(lambda: call.carrier.sounding_s > 0.5)
        await asyncio.sleep(0.5)
        call.carrier.hang_up()
        finished = await call.is_over()
    (turn,) = [turn for turn in finished.state.turns if isinstance(turn, AgentTurn)]
    heard = heard_text(turn)
    assert GREETING.startswith(heard)
    assert 0 < len(heard) < len(GREETING)


async def test_a_yes_just_before_the_hang_up_is_heard_out_and_booked(around: Surroundings):
    around.tools.outcomes["book_appointment"] = BOOKED
    around.model = FakeLanguageModel([ToolCall("t1", "book_appointment", {})])
    async with live_call(around) as call:
        await call.until_quiet()
        around.ears.hears("yes")
        await until(lambda: bool(call.session.state.utterance.words))
        sent = len(around.ears.opened[-1].audio)
        hung_up_ms = call.session.state.utterance.began_at_ms or 0
        call.carrier.hang_up()
        await until(lambda: len(around.ears.opened[-1].audio) - sent >= 8000)
        await asyncio.sleep(0.3)
        around.ears.hears_out("yes please")
        finished = await call.is_over()
    assert around.ears.opened[-1].audio.endswith(SILENCE_FRAME * 50), "a second of silence ends an utterance"
    assert [turn.text for turn in finished.state.turns if isinstance(turn, CallerTurn)] == ["yes please"]
    assert finished.outcome == "booked"
    assert finished.state.ended_at_ms == pytest.approx(hung_up_ms, abs=50)


async def test_a_recogniser_that_says_no_more_does_not_keep_a_call_that_was_hung_up(around: Surroundings):
    async with live_call(around) as call:
        await call.until_quiet()
        around.ears.hears("please call me back")
        await until(lambda: bool(call.session.state.utterance.words))
        began_s = asyncio.get_running_loop().time()
        call.carrier.hang_up()
        finished = await call.is_over()
    assert asyncio.get_running_loop().time() - began_s < 10
    assert [turn.text for turn in finished.state.turns if isinstance(turn, CallerTurn)] == [
        "please call me back"
    ]


async def test_a_caller_who_was_saying_nothing_is_not_waited_for(around: Surroundings):
    async with live_call(around) as call:
        await call.until_quiet()
        await asyncio.sleep(2)
        began_s = asyncio.get_running_loop().time()
        call.carrier.hang_up()
        finished = await call.is_over()
    assert asyncio.get_running_loop().time() - began_s < 0.5
    assert finished.outcome == "abandoned"


async def test_a_stream_that_does_not_start_is_closed_and_recorded(around: Surroundings):
    async with live_call(around, start=False) as call:
        finished = await call.is_over()
    assert finished.outcome == "failed"
    assert finished.reason == "media stream: no start message in time"


async def test_a_call_closed_from_outside(around: Surroundings):
    async with live_call(around) as call:
        await call.until_quiet()
        call.session.close("the carrier said completed")
        finished = await call.is_over()
    assert finished.reason == "the carrier said completed"


async def test_rows_are_written_although_postgres_is_away_for_a_while(around: Surroundings):
    around.records.failures = ATTEMPTS - 1
    async with live_call(around) as call:
        await call.until_quiet()
        call.carrier.hang_up()
        assert (await call.is_over()).outcome == "abandoned"


async def test_a_call_whose_rows_cannot_be_written_ends_all_the_same(around: Surroundings):
    around.records.failures = 99
    async with live_call(around) as call:
        await call.until_quiet()
        call.carrier.hang_up()
        async with asyncio.timeout(120):
            await call.serving
    assert around.records.finished == []
    assert NodeCallStore(around.node_store_dir, CALL_ID).entries(), (
        "the journal stays for whoever closes the call"
    )


async def test_a_database_that_hangs_on_the_answer_does_not_keep_the_ended_call(around: Surroundings):
    around.records.hangs = True
    async with live_call(around) as call:
        await call.until_quiet()
        call.carrier.hang_up()
        async with asyncio.timeout(30):
            await call.serving
    assert around.records.finished


async def test_a_defect_leaves_the_call_on_its_connection_for_another_process(around: Surroundings):
    around.model = FakeLanguageModel([ValueError("a bug of ours")])
    with structlog.testing.capture_logs() as logs:
        async with live_call(around) as call:
            await call.until_quiet()
            await call.hears("hello")
            await call.serving
            assert not call.carrier.gone.is_set()
    assert call.ending is Ending.CRASHED
    assert call.session.over_at_s is None, "its caller is on the line, and its slot taken"
    assert around.records.finished == []
    assert [entry["event"] for entry in logs].count("call.crashed") == 1


# --- taken over -------------------------------------------------------------------------------------------------
async def half_a_call(around: Surroundings, *, until_event: str) -> FakeJournal:
    """The journal of a call up to an event, as a killed process leaves it."""
    async with live_call(around) as call:
        await call.until_quiet()
        await call.hears("I'd like a haircut")
        await call.until_quiet()
    names = [type(event).__name__ for event in around.records.journal.events]
    left = FakeJournal()
    left.entries = around.records.journal.entries[: names.index(until_event) + 1]
    return left


async def taken_over(journal: FakeJournal, around: Surroundings) -> Restored:
    node_store = NodeCallStore(around.node_store_dir, CALL_ID)
    return await restore(journal, node_store, ticket(), time.time() * 1000)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("died_after", "said"),
    [
        ("CallAnswered", [GREETING]),
        ("UtteranceEnded", ["All right."]),
        ("SentenceWritten", ["All right."]),
        ("ModelFinished", ["All right."]),
    ],
)
async def test_a_call_goes_on_where_its_process_died(tmp_path: Path, died_after: str, said: list[str]):
    journal = await half_a_call(Surroundings(tmp_path / "first"), until_event=died_after)
    around = Surroundings(tmp_path / "second")
    around.records.journal = journal
    restored = await taken_over(journal, around)
    async with live_call(around, restored=restored, start=False) as call:
        call.carrier.continue_in_the_middle()
        await until(lambda: around.voice.said)
        await call.until_quiet()
        await call.hears("are you still there")
        await call.until_quiet()
        call.carrier.hang_up()
        finished = await call.is_over()
    assert around.voice.said[: len(said)] == said
    assert finished.outcome == "answered"
    assert fold(codec.decode_journal(journal.entries)) == finished.state


async def test_a_call_whose_process_died_before_the_rows_gets_them(tmp_path: Path):
    journal = await half_a_call(Surroundings(tmp_path / "first"), until_event="CallerHungUp")
    around = Surroundings(tmp_path / "second")
    around.records.journal = journal
    restored = await taken_over(journal, around)
    assert restored.state.phase is Phase.ENDED
    async with live_call(around, restored=restored, start=False) as call:
        finished = await call.is_over()
    assert finished.outcome == "answered"
    assert around.voice.said == []


async def test_an_error_of_the_model_is_a_provider_error(around: Surroundings):
    assert isinstance(refused("openai"), ProviderError)
    async with live_call(around) as call:
        await call.until_quiet()
