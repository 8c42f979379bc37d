"""Publishing, restoring and pausing under running calls: each is served to its end by the version that answered it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from redis.asyncio import Redis

from actors.call.dependencies import Ending
from domain.accounts.roles import Principal, Role, member
from domain.call_control import OpenStream, TakeVoicemail
from domain.conduct import Target
from domain.dialogue.messages import ToolCall
from domain.ids import new_id
from domain.receptionist.content import Receptionist, Transfers
from services.profiles import Profiles
from services.receptionist.versions import Receptionists
from services.tools.runner import ToolOutcome
from storage.postgres.database import Database
from storage.redis.capacity import CallSlots
from storage.redis.stores import RedisStores
from storage.redis.tickets import Ticket
from tests.fakes.call import Surroundings
from tests.integration.services.routing.call_routing import call_routing, stream_of
from tests.support.dialled_business import DialledBusiness, open_business
from tests.unit.actors.call.call_in_hands import Call, call_in_hands

CALLER = "+61400000001"
ONE, TWO = "Hi, it's one.", "Hi, it's two."


def written(number: str, greeting: str, content: Receptionist) -> Receptionist:
    """A version whose every part says which it is."""
    return replace(
        content,
        greeting=greeting,
        voice_id=f"voice{number}",
        rules=(f"Keep to rule {number}.",),
        transfers=Transfers(f"+6128000000{number}", warm=False, ring_s=20 + int(number)),
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """The business's telephone, and its owner who publishes."""

    business: DialledBusiness
    redis: Redis
    stores: RedisStores
    owner: Principal
    receptionists: Receptionists
    directory: Path

    async def publish(self, number: str, greeting: str) -> int:
        now = datetime.now(UTC)
        await self.receptionists.change(self.owner, lambda kept: written(number, greeting, kept), now=now)
        return (await self.receptionists.publish(self.owner, "", now=now)).number

    async def rings(self) -> tuple[str, object]:
        """What the carrier is told about a call that comes in now."""
        sid = f"CA{new_id().hex}"
        incoming = call_routing(self.business.database, self.redis).incoming_calls
        return sid, await incoming.decide(sid, CALLER, self.business.number, datetime.now(UTC))

    async def ticket(self) -> Ticket:
        _, step = await self.rings()
        ticket = await self.stores.tickets.peek(stream_of(step)[0])
        assert ticket is not None
        return ticket

    @asynccontextmanager
    async def call(self) -> AsyncIterator[Call]:
        """A call that is answered now, by a session that reads its version as a call's process does."""
        on = await self.ticket()
        around = Surroundings(self.directory / on.call_id.hex)
        around.profiles = Profiles(self.business.database, self.redis)  # type: ignore[assignment]
        async with call_in_hands(around, on, alone=False) as call:
            await call.until_quiet()
            yield call

    async def version_of(self, call: Call) -> int | None:
        row = await self.business.call(call.ticket.call_sid)
        assert row is not None
        return row.receptionist_version


@pytest.fixture
async def desk(database: Database, redis: Redis, tmp_path: Path) -> Desk:
    stores = RedisStores.over(redis)
    await stores.capacity.report(f"node-{new_id()}", CallSlots(9, 9), 60)
    business = await open_business(database)
    owner = member(business.id, new_id(), Role.OWNER)
    return Desk(business, redis, stores, owner, Receptionists(database, Profiles(database, redis)), tmp_path)


async def answers(call: Call) -> str:
    """Has the caller say something; gives the instructions their answer was made by."""
    asked = len(call.around.model.requests)
    await call.hears("what do you offer")
    await call.until_quiet()
    return call.around.model.requests[asked].messages[0].content


async def test_a_running_call_keeps_its_version_through_everything_and_the_next_has_the_new_one(
    desk: Desk,
) -> None:
    await desk.publish("1", ONE)
    async with desk.call() as before:
        assert before.around.voice.said == [ONE]
        await desk.publish("2", TWO)
        assert "Keep to rule 1." in await answers(before)
        async with desk.call() as after:
            assert after.around.voice.said == [TWO]
            assert "Keep to rule 2." in await answers(after)
            assert (await desk.version_of(before), await desk.version_of(after)) == (2, 3)
            # A process of the node takes it over, then another node does, which knows nothing of it.
            await before.killed()
            await before.in_process()
            assert "Keep to rule 1." in await answers(before)
            elsewhere = Surroundings(desk.directory / "elsewhere", records=before.around.records)
            elsewhere.profiles = before.around.profiles
            await before.killed()
            await before.on_fresh_stream(elsewhere)
            await before.until_quiet()
            told = await answers(before)
            assert "Keep to rule 1." in told
            assert "Keep to rule 2." not in told
            assert set(elsewhere.voice.voices) == {"voice1"}


async def test_a_caller_is_put_through_to_whom_the_version_of_their_call_names(desk: Desk) -> None:
    await desk.publish("1", ONE)
    async with desk.call() as call:
        await desk.publish("2", TWO)
        arguments = {"reason": "a bill", "topic": ""}
        call.around.model.fallback = ("One moment.", ToolCall("t1", "transfer_call", arguments))
        call.around.tools.outcomes["transfer_call"] = ToolOutcome('{"result":"ok"}', True, "transfer")
        await call.hears("I have a question about my bill.")
        assert await call.left() is Ending.FINISHED
    step = call.around.next_steps.decided[call.ticket.call_sid]
    assert step.whom == Target("+61280000001", warm=False, ring_s=21)


async def test_restoring_publishes_anew_for_the_next_call_and_leaves_the_running_one_alone(
    desk: Desk,
) -> None:
    await desk.publish("1", ONE)
    await desk.publish("2", TWO)
    async with desk.call() as during:
        restored = await desk.receptionists.restore(desk.owner, 2, "one was better", now=datetime.now(UTC))
        assert (restored.number, restored.restored_from) == (4, 2)
        assert "Keep to rule 2." in await answers(during)
        async with desk.call() as after:
            assert after.around.voice.said == [ONE]
            assert "Keep to rule 1." in await answers(after)
            assert (await desk.version_of(during), await desk.version_of(after)) == (3, 4)


async def test_a_pause_holds_at_once_for_the_next_call_and_ends_at_once(desk: Desk) -> None:
    await desk.publish("1", ONE)
    async with desk.call() as running:
        for on, expected in ((True, TakeVoicemail), (False, OpenStream), (True, TakeVoicemail)):
            await desk.receptionists.pause(
                desk.owner, on=on, callers_get=None, note="", now=datetime.now(UTC)
            )
            _, step = await desk.rings()
            assert isinstance(step, expected)
        assert "Keep to rule 1." in await answers(running)
        sid, _ = await desk.rings()
        row = await desk.business.call(sid)
        assert row is not None
        assert (row.status, row.reason, row.receptionist_version) == ("ended", "the agent was paused", 5)
        # A fresh stream of the running call is no next call.
        elsewhere = Surroundings(desk.directory / "elsewhere", records=running.around.records)
        elsewhere.profiles = running.around.profiles
        await running.killed()
        await running.on_fresh_stream(elsewhere)
        await running.until_quiet()
        assert "Keep to rule 1." in await answers(running)
