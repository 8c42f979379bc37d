"""A vendor that refuses, hangs or breaks off: the caller hears a sentence, the call ends tidily, the row says why."""

from collections.abc import AsyncIterator

import pytest

from sandbox.local.running import Running
from tests.e2e.ringing import arm, disarm, ring

pytestmark = pytest.mark.timeout(180)

REQUEST = "I'd like to book a haircut please."


@pytest.fixture(autouse=True)
async def no_faults_left(running: Running) -> AsyncIterator[None]:
    await disarm(running)
    yield
    await disarm(running)


async def test_a_model_that_refuses_leads_to_an_apology_and_a_person(running: Running) -> None:
    await arm(running, "openai", "refuse", count=50)
    call = await ring(running, REQUEST)
    assert call.facts is not None
    assert "having trouble" in call.agent_said
    assert call.facts.call.outcome == "transferred"
    assert "language model" in (call.facts.call.reason or "")
    assert [leg.bridged for leg in call.heard.dialled] == [True]


async def test_a_model_that_breaks_off_once_is_asked_again(running: Running) -> None:
    await arm(running, "openai", "drop", after_chunks=3)
    call = await ring(running, REQUEST, "No thank you, that's all. Goodbye.")
    assert call.facts is not None
    assert call.facts.call.status == "ended"
    assert "language model" not in (call.facts.call.reason or "")
    assert len([turn for turn in call.facts.turns if turn.speaker == "agent"]) >= 2


async def test_a_model_that_hangs_gets_a_filler_and_a_second_request(running: Running) -> None:
    await arm(running, "openai", "hang")
    call = await ring(running, REQUEST, "No thank you, that's all. Goodbye.")
    assert call.facts is not None
    answer = [turn for turn in call.facts.turns if turn.speaker == "agent"][1]
    assert answer.generated_text.split(".")[0] in (
        "One moment",
        "Let me see",
        "Just a second",
        "Bear with me",
    )
    assert "language model" not in (call.facts.call.reason or "")


async def test_a_voice_that_fails_is_replaced_by_the_carriers(running: Running) -> None:
    # Fixed lines that are spoken ahead of need meet refusals too.
    await arm(running, "elevenlabs", "refuse", count=1000)
    # Each sentence has eight seconds, bridged by cached fillers: the first is asked for anew, the second a lost voice.
    call = await ring(running, REQUEST, {"say": REQUEST, "wait": 14}, {"silence_ms": 25_000, "wait": 0})
    assert call.facts is not None
    assert "speech synthesis" in (call.facts.call.reason or ""), call.said
    assert call.heard.dialled or call.heard.carrier_said


async def test_a_recogniser_that_drops_is_opened_again(running: Running) -> None:
    await arm(running, "deepgram", "drop", after_chunks=1)
    call = await ring(running, "How much is a haircut?", "No thank you, that's all. Goodbye.")
    assert call.facts is not None
    assert "speech recognition" not in (call.facts.call.reason or "")


async def test_a_recogniser_that_refuses_leads_to_an_apology_and_a_person(running: Running) -> None:
    await arm(running, "deepgram", "refuse", count=50)
    call = await ring(running, REQUEST)
    assert call.facts is not None
    assert "speech recognition" in (call.facts.call.reason or "")
    assert call.facts.call.outcome == "transferred"
