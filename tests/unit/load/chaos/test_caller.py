"""The caller books, and does what people do when the agent falls silent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from load.chaos.caller import ChaosCaller
from tests.unit.load.chaos.ended_calls import plan
from tests.unit.load.chaos.staged_call import StagedPhone, frames_of, until_said

GREETING = "Hello, how can I help you?"
PLAN = plan()
READ_BACK = (f"So that's a haircut on {PLAN.when},", f"for {PLAN.name}.", "Shall I book that?")


@asynccontextmanager
async def on_the_phone() -> AsyncIterator[tuple[ChaosCaller, StagedPhone]]:
    caller, phone = ChaosCaller(PLAN), StagedPhone()
    running = asyncio.create_task(caller.run(phone))
    await asyncio.sleep(0)
    yield caller, phone
    running.cancel()
    await asyncio.wait({running})


async def test_a_whole_conversation_ends_finished_and_agreed():
    async with on_the_phone() as (caller, phone):
        phone.agent_says(GREETING)
        assert await until_said(phone, 1) == PLAN.request
        phone.agent_says(*READ_BACK)
        assert await until_said(phone, 2) == "Yes please."
        phone.agent_says("You're all booked: a haircut.", "Is there anything else I can help you with?")
        assert await until_said(phone, 3) == "No thank you, goodbye."
        phone.agent_says("Thank you for calling. Goodbye!")
        await phone.pass_time(20)
        assert (caller.finished, caller.agreed, caller.told, caller.declined) == (True, True, True, False)
        assert not caller.sent_away
        assert phone.hung_up


async def test_what_was_read_back_wrongly_is_corrected():
    async with on_the_phone() as (caller, phone):
        phone.agent_says("So that's a haircut on some other day, for Ada Adams. Shall I book that?")
        assert await until_said(phone, 1) == f"No, {PLAN.request}"
        assert not caller.agreed


async def test_a_sentence_that_breaks_off_is_waited_for_and_not_talked_into():
    async with on_the_phone() as (_, phone):
        frames = frames_of(GREETING)
        phone.sounds += [*frames[:30], *[None] * 100, *frames[30:]]
        await phone.pass_time(3.9)
        assert phone.said == []
        assert await until_said(phone, 1) == PLAN.request


async def test_a_long_silence_is_answered_by_saying_it_again_and_then_given_up():
    async with on_the_phone() as (caller, phone):
        phone.agent_says(GREETING)
        await until_said(phone, 4, within_s=120)
        assert phone.said == [PLAN.request] * 4
        assert [utterance.again for utterance in caller.utterances] == [False, True, True, True]
        await phone.pass_time(30)
        assert caller.gave_up == "the agent fell silent"
        assert phone.hung_up


async def test_a_question_the_caller_does_not_know_is_answered_with_the_last_words():
    async with on_the_phone() as (_, phone):
        phone.agent_says(GREETING)
        await until_said(phone, 1)
        phone.agent_says("Sorry, we were cut off for a moment.", "Could you say that again, please?")
        assert await until_said(phone, 2) == PLAN.request


@pytest.mark.parametrize(
    "refusal", ["I'm sorry, I can't book that right now.", "that time has just been taken."]
)
async def test_a_booking_that_was_declined_is_not_expected(refusal: str):
    async with on_the_phone() as (caller, phone):
        phone.agent_says(*READ_BACK)
        await until_said(phone, 1)
        phone.agent_says(refusal, "Shall I take a message for the team?")
        assert await until_said(phone, 2) == "No thank you, goodbye."
        assert (caller.agreed, caller.declined) == (True, True)


async def test_an_agent_who_says_goodbye_first_has_sent_the_caller_away():
    async with on_the_phone() as (caller, phone):
        phone.agent_says("I'm sorry, I can't help you right now. Please call again later. Goodbye.")
        await phone.pass_time(20)
        assert caller.sent_away
        assert phone.hung_up


async def test_how_much_of_an_utterance_has_been_said_is_known_while_it_is_said():
    async with on_the_phone() as (caller, phone):
        assert caller.said_share() is None
        phone.agent_says(GREETING)
        while not phone.said:
            await phone.pass_time(0.1)
        await phone.pass_time(2)
        assert 0.2 < (caller.said_share() or 0) < 0.9
