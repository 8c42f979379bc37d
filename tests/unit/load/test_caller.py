"""What the caller measures, on virtual time: exact to the frame."""

import pytest

from load.job import CallerPlan, LoadTimings
from tests.unit.load.virtual_call import VirtualAgent, VirtualCall


def call(
    agent: VirtualAgent, turns: int = 2, barge_in_turns: tuple[int, ...] = (), **timings: float
) -> VirtualCall:
    return VirtualCall(agent, CallerPlan(0, 0.0, turns, barge_in_turns), LoadTimings(**timings))  # type: ignore[arg-type]


async def test_voice_to_voice_is_from_the_last_voiced_frame_to_the_first_frame_heard():
    one = call(VirtualAgent(answers_after_ms=407))
    await one.run()
    assert one.caller.finished
    assert one.caller.failure is None
    assert (one.ups, one.hung_up) == (1, True)
    # 407 ms after the last frame was sent the audio arrives, and sounds with the tick at 420.
    assert [turn.voice_to_voice_ms for turn in one.caller.turns] == [pytest.approx(420, abs=0.1)] * 2
    assert [turn.arrival_ms for turn in one.caller.turns] == [pytest.approx(407, abs=0.1)] * 2


async def test_each_turn_waits_until_the_agent_has_been_silent():
    one = call(VirtualAgent(answer_ms=1000), turns=2)
    await one.run()
    agent, caller = one.handset.agent.stretches, one.handset.caller.stretches
    assert len(agent) == 3
    assert [mine.started_at - its.ended_at for mine, its in zip(caller, agent, strict=False)] == [
        pytest.approx(0.7, abs=0.041)
    ] * 2
    # Also the last answer is heard out.
    assert one.now - agent[-1].ended_at >= 0.7 - 1e-6


async def test_a_barge_in_is_timed_until_the_agents_last_frame_has_sounded():
    one = call(VirtualAgent(stops_after_ms=250), turns=3, barge_in_turns=(1,))
    await one.run()
    first, barge_in, last = one.caller.turns
    assert (first.barge_in, barge_in.barge_in, last.barge_in) == (False, True, False)
    # The clear comes at 250 ms; the frame that sounds then is heard to its end.
    assert barge_in.barge_in_stop_ms == pytest.approx(260, abs=0.1)
    assert barge_in.cleared
    assert barge_in.voice_to_voice_ms == pytest.approx(420, abs=0.1)
    assert first.barge_in_stop_ms is None


async def test_a_barge_in_begins_so_far_into_the_agents_speech():
    one = call(VirtualAgent(), turns=2, barge_in_turns=(1,), barge_in_after_ms=600)
    await one.run()
    answer = one.handset.agent.stretches[1]
    assert one.handset.caller.stretches[1].started_at - answer.started_at == pytest.approx(0.6, abs=0.041)


async def test_an_agent_that_ignores_a_barge_in_is_timed_until_it_has_said_everything():
    one = call(VirtualAgent(stops_after_ms=None, answer_ms=1400), turns=2, barge_in_turns=(1,))
    await one.run()
    barge_in = one.caller.turns[1]
    assert barge_in.barge_in_stop_ms == pytest.approx(800, abs=40)
    assert not barge_in.cleared
    assert barge_in.voice_to_voice_ms == pytest.approx(420, abs=0.1)


async def test_an_agent_that_speaks_on_after_the_interruption_is_not_taken_for_an_answer():
    one = call(VirtualAgent(stops_after_ms=None, answer_ms=4000), turns=2, barge_in_turns=(1,))
    await one.run()
    barge_in = one.caller.turns[1]
    # The answer is queued behind the old speech, so that all of it is one.
    assert one.caller.failure is not None
    assert one.caller.failure.reason == "no_answer"
    assert barge_in.voice_to_voice_ms is None


async def test_an_agent_that_is_silent_when_the_interruption_is_due_is_a_missed_barge_in():
    one = call(VirtualAgent(answer_ms=200), turns=2, barge_in_turns=(1,))
    await one.run()
    assert one.caller.missed_barge_ins == 1
    assert not one.caller.turns[1].barge_in
    assert one.caller.turns[1].voice_to_voice_ms == pytest.approx(420, abs=0.1)


async def test_an_agent_that_talks_over_the_caller_gives_no_sample():
    one = call(VirtualAgent(talks_over_after_ms=700, answers_after_ms=None, stops_after_ms=None), turns=2)
    await one.run()
    assert [turn.talked_over for turn in one.caller.turns] == [True, True]
    assert [turn.voice_to_voice_ms for turn in one.caller.turns] == [None, None]


@pytest.mark.parametrize(
    ("agent", "reason"),
    [
        (VirtualAgent(greets_after_ms=None), "no_greeting"),
        (VirtualAgent(answers_after_ms=None), "no_answer"),
        (VirtualAgent(greeting_ms=90_000), "never_stopped"),
    ],
    ids=["no greeting", "no answer", "never stops"],
)
async def test_a_caller_who_is_not_served_gives_up_with_a_reason(agent: VirtualAgent, reason: str):
    one = call(agent)
    await one.run()
    assert not one.caller.finished
    assert one.caller.failure is not None
    assert one.caller.failure.reason == reason
    assert one.hung_up


async def test_a_call_that_is_held_lasts_as_long_as_it_was_to_and_its_turns_fit_into_it():
    one = held(20)
    await one.run()
    assert one.caller.finished
    assert one.now - 1000 == pytest.approx(20, abs=0.05)
    # Each turn takes 4 to 5 s: hearing the agent out, the utterance, the wait.
    assert 3 <= len(one.caller.turns) <= 5
    assert all(turn.voice_to_voice_ms is not None for turn in one.caller.turns)


async def test_a_call_that_is_too_short_for_a_turn_is_still_held():
    one = held(3)
    await one.run()
    assert (one.caller.finished, one.caller.turns) == (True, [])
    assert one.now - 1000 == pytest.approx(3, abs=0.05)


async def test_a_caller_who_is_answered_late_waits_for_the_answer_before_hanging_up():
    one = held(9, answers_after_ms=6000)
    await one.run()
    assert one.caller.finished
    assert [turn.voice_to_voice_ms for turn in one.caller.turns] == [pytest.approx(6020, abs=20)]
    assert one.now - 1000 > 9


def held(seconds: float, **rules: float) -> VirtualCall:
    return VirtualCall(VirtualAgent(**rules), CallerPlan(0, 0.0, 50, (), seconds), LoadTimings())  # type: ignore[arg-type]
