"""The calls of one actor process: taken from the gateway's socket, served, given back."""

import asyncio
from pathlib import Path
from uuid import UUID

import pytest
import structlog

from actors.call.host import ORPHAN_AFTER_S
from actors.call.start import BEGIN_WITHIN_S
from actors.handoff.messages import Detached, Pong, Released, Serving
from actors.pool.members import PlacedCall, StartedActor
from actors.pool.pool import CallPool
from domain.audio import SILENCE_FRAME
from domain.business import BusinessProfile
from domain.call import codec
from domain.call.effects import NextStepKind
from domain.call.events import SpeechPlayed, SpeechSent, ToolFinished, ToolsRequested, UtteranceEnded
from domain.call.next_step import NextStep
from domain.dialogue.lines import ENGLISH
from domain.dialogue.tool_results import Deferred
from domain.dialogue.tools import intent_key, parse
from domain.errors import StorageError
from tests.fakes.call import Surroundings, call_sid, ticket
from tests.fakes.carrier import FakeCarrier, media_message, tcp_pair
from tests.fakes.stores import FakeJournal, FakeProfiles
from tests.fakes.vendors import FakeLanguageModel
from tests.support.businesses import GREETING
from tests.support.descriptors import open_descriptors
from tests.support.virtual_time import until
from tests.unit.actors.call.hosted_calls import Host, call_host, gateway_to


async def test_a_call_is_accepted_served_and_released(tmp_path: Path):
    async with call_host(tmp_path) as here:
        carrier = await here.call()
        assert here.host.call_ids == (str(ticket().call_id),)
        carrier.hang_up()
        await until(lambda: "released" in here.gateway.kinds())
        assert here.gateway.kinds() == ["hello", "accepted", "released"]
        assert here.gateway.heard[-1][0] == Released(str(ticket().call_id), clean=True, stream_generation=0)
        assert here.host.call_ids == ()
        assert len(here.around.records.finished) == 1
        await until(carrier.gone.is_set)


async def test_calls_of_one_process_do_not_touch_each_other(tmp_path: Path):
    async with call_host(tmp_path) as here:
        here.around.model = FakeLanguageModel(fallback=[ValueError("a bug")])
        first, second = await here.call(1), await here.call(2)
        first.send(media_message(stream_sid="MZ" + "9" * 32))
        await until(lambda: "released" in here.gateway.kinds())
        assert not second.gone.is_set()
        second.hang_up()
        await until(lambda: here.gateway.kinds().count("released") == 2)
    outcomes = {done.ticket.call_sid: done.outcome for done in here.around.records.finished}
    assert outcomes == {call_sid(1): "failed", call_sid(2): "abandoned"}


async def test_a_crashed_call_is_given_back_on_its_open_connection(tmp_path: Path):
    async with call_host(tmp_path) as here:
        carrier = await here.call()
        here.around.ears.opened[-1].breaks(ZeroDivisionError("a bug"))
        await until(lambda: "parted" in here.gateway.kinds())
        assert here.gateway.heard[-1][0] == Detached(
            str(ticket().call_id), None, crashed=True, stream_generation=0
        )
        assert here.host.call_ids == ()
        assert here.around.records.finished == []
        assert here.around.leases.released == [], "another process goes on with it"
        await asyncio.sleep(3)
        assert not carrier.gone.is_set()


@pytest.mark.parametrize("what", ["profile", "journal"])
async def test_a_call_that_cannot_begin_ends_its_connection(tmp_path: Path, what: str):
    async with call_host(tmp_path) as here:
        if what == "profile":
            here.around.profiles.error = StorageError("postgres", "connection refused")
        near, far = tcp_pair()
        here.gateway.place(ticket(), far, resume=what == "journal")
        await until(lambda: "released" in here.gateway.kinds())
        near.settimeout(5)
        assert near.recv(10) == b""
        near.close()
        far.close()
        assert here.host.call_ids == ()


async def cannot_begin(here: Host, *, resume: bool = True) -> float:
    """Places a call that is released without having been served; how long that took on the loop's clock."""
    loop = asyncio.get_running_loop()
    began_s = loop.time()
    near, far = tcp_pair()
    here.gateway.place(ticket(), far, resume=resume)
    await until(lambda: "released" in here.gateway.kinds())
    near.close()
    far.close()
    return loop.time() - began_s


async def test_a_call_that_died_before_it_had_begun_is_left_to_the_carrier_for_a_fresh_stream(tmp_path: Path):
    async with call_host(tmp_path) as here:
        await cannot_begin(here)
        assert here.around.next_steps.decided == {}, "the carrier asks what comes next"
        assert here.around.records.given_up == []
        assert here.around.leases.released == []


async def test_what_the_dead_process_told_the_carrier_stands(tmp_path: Path):
    async with call_host(tmp_path) as here:
        here.around.next_steps.decided[call_sid()] = NextStep(NextStepKind.HANG_UP)
        await cannot_begin(here)
        assert here.around.next_steps.decided == {call_sid(): NextStep(NextStepKind.HANG_UP)}


@pytest.mark.parametrize("resume", [True, False])
async def test_a_store_that_stays_away_is_given_three_seconds(tmp_path: Path, resume: bool):
    async with call_host(tmp_path) as here:
        here.around.profiles.error = StorageError("postgres", "connection refused")
        assert await cannot_begin(here, resume=resume) == pytest.approx(BEGIN_WITHIN_S, abs=0.2)
        words = ENGLISH.voicemail_when_failed
        assert here.around.next_steps.decided == {call_sid(): NextStep(NextStepKind.VOICEMAIL, words)}
        assert "connection refused" in here.around.records.given_up[0][1]


async def test_with_every_store_away_a_call_that_cannot_begin_is_released_all_the_same(tmp_path: Path):
    async with call_host(tmp_path) as here:
        here.around.profiles.error = StorageError("postgres", "connection refused")
        here.around.next_steps.broken = True
        here.around.records.failures = 1
        assert await cannot_begin(here) < 2 * BEGIN_WITHIN_S
        assert here.host.call_ids == ()


async def test_a_store_that_comes_back_in_time_saves_the_call(tmp_path: Path):
    class ReturningProfiles(FakeProfiles):
        asked = 0

        async def get(self, business_id: UUID, version: int | None = None) -> BusinessProfile:
            self.asked += 1
            if self.asked < 4:
                raise StorageError("redis", "connection refused")
            return await super().get(business_id)

    around = Surroundings(tmp_path / "spool")
    around.profiles = ReturningProfiles(around.profile)
    async with call_host(tmp_path, around) as here:
        carrier = await here.call()
        assert here.around.records.given_up == []
        carrier.hang_up()
        await until(lambda: "released" in here.gateway.kinds())


async def test_a_bad_disk_costs_the_recording_and_not_the_call(tmp_path: Path):
    (tmp_path / "occupied").write_text("a file where the directory should be")
    async with call_host(tmp_path, Surroundings(tmp_path / "occupied" / "spool")) as here:
        carrier = await here.call()
        carrier.speak()
        carrier.hang_up()
        await until(lambda: "released" in here.gateway.kinds())
        assert here.gateway.told(Released)[-1].clean
        assert len(here.around.records.finished) == 1


async def test_a_process_nobody_needs_ends_itself(tmp_path: Path):
    async with call_host(tmp_path) as here:
        began_s = asyncio.get_running_loop().time()
        here.gateway.channel.close()
        await until(lambda: here.orphaned, within_s=200)
        assert here.orphaned[0] - began_s == pytest.approx(ORPHAN_AFTER_S, abs=0.1)


@pytest.mark.parametrize(
    ("with_call", "level"), [(True, "warning"), (False, "info")], ids=["a call", "no call"]
)
async def test_the_loss_of_the_gateway_is_worth_a_warning_while_there_is_a_call(
    tmp_path: Path, with_call: bool, level: str
):
    with structlog.testing.capture_logs() as logs:
        async with call_host(tmp_path) as here:
            carrier = await here.call() if with_call else None
            here.gateway.channel.close()
            await asyncio.sleep(1)
            if carrier is not None:
                carrier.hang_up()
            await until(lambda: here.orphaned, within_s=200)
    lost = [
        (entry["log_level"], entry["calls"]) for entry in logs if entry["event"] == "call_host.gateway_lost"
    ]
    assert lost == [(level, int(with_call))]


async def test_a_process_with_a_call_outlives_its_gateway(tmp_path: Path):
    async with call_host(tmp_path) as here:
        carrier = await here.call()
        here.gateway.channel.close()
        for _ in range(10):
            here.around.ears.hears_out("let me think")
            await asyncio.sleep(7)
            carrier.speak()
        assert here.orphaned == []
        assert not carrier.gone.is_set()
        carrier.hang_up()
        await until(lambda: here.orphaned, within_s=200)


async def test_a_process_with_a_gateway_is_no_orphan(tmp_path: Path):
    async with call_host(tmp_path) as here:
        await asyncio.sleep(3 * ORPHAN_AFTER_S)
        assert here.orphaned == []


async def test_a_new_gateway_is_told_the_calls_with_their_sockets(tmp_path: Path):
    async with call_host(tmp_path) as here:
        carrier = await here.call()
        old = here.gateway
        here.gateway = gateway_to(here.path)
        await until(lambda: "hello" in here.gateway.kinds())
        assert [(message.kind, with_socket) for message, with_socket in here.gateway.heard] == [
            ("serving", True),
            ("hello", False),
        ]
        assert here.gateway.told(Serving)[0].ticket.call_sid == call_sid()
        await until(lambda: old.lost)
        assert old.kinds()[-1] == "replaced", "it must not take this for the actor's death"
        carrier.hang_up()
        await until(lambda: "released" in here.gateway.kinds())
        old.channel.close()


async def test_a_gateway_that_takes_over_from_a_living_one_does_not_double_the_calls(tmp_path: Path):
    """The old replica is still shutting down when its successor adopts the actors."""

    async def give_up(call: PlacedCall) -> None:
        raise AssertionError("nothing is to be given up")

    class NoStarter:
        async def start(self) -> StartedActor:
            raise AssertionError("nothing is to be started")

    def pool() -> CallPool:
        return CallPool(NoStarter(), slots=1, calls_per_actor=1, warm=0, retire_after=9, on_given_up=give_up)

    def kill() -> None:
        raise AssertionError("nothing is to be killed")

    async with call_host(tmp_path) as here:
        carrier = await here.call()
        actor = StartedActor("a1", here.path, kill)
        old, new = pool(), pool()
        running = [asyncio.get_running_loop().create_task(each.run()) for each in (old, new)]
        with structlog.testing.capture_logs() as logs:
            old.adopt(actor)
            await until(lambda: old.live_calls == 1)
            new.adopt(actor)
            await until(lambda: new.live_calls == 1)
            await until(lambda: old.live_calls == 0)
            await asyncio.sleep(10)
        assert "call_pool.actor_lost" not in [entry["event"] for entry in logs]
        assert here.path.exists()
        assert not carrier.gone.is_set()
        carrier.hang_up()
        await until(lambda: new.live_calls == 0)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        old.close()
        new.close()


async def test_a_message_meant_for_gateways_is_refused_without_harm(tmp_path: Path):
    async with call_host(tmp_path) as here:
        before = open_descriptors()
        near, far = tcp_pair()
        here.gateway.channel.send(Serving(ticket(1)), far.fileno())
        here.gateway.channel.send(Pong())
        await asyncio.sleep(0.1)
        near.close()
        far.close()
        assert open_descriptors() == before
        await here.call()


async def test_a_stopping_host_takes_no_more_calls_and_finishes_those_it_has(tmp_path: Path):
    async with call_host(tmp_path) as here:
        carrier = await here.call()
        stopping = asyncio.get_running_loop().create_task(here.host.stop())
        await asyncio.sleep(1)
        assert not here.path.exists()
        assert not stopping.done()
        carrier.hang_up()
        await stopping
        assert len(here.around.records.finished) == 1


async def test_a_call_taken_over_goes_on_in_the_middle_of_a_frame(tmp_path: Path):
    """The dead process had read half of a frame; its journal is all that is left of it."""
    async with call_host(tmp_path) as here:
        carrier = await here.call()
        carrier.hang_up()
        await until(lambda: "released" in here.gateway.kinds())
        journal = FakeJournal()
        journal.entries = here.around.records.journal.entries[:1]
        here.around.records.journal = journal
        here.around.voice.said.clear()
        here.around.phrases.kept.clear()

        near, far = tcp_pair()
        second = FakeCarrier(near)
        await second.connect(upgrade=False)
        second.continue_in_the_middle()
        second.send_raw(b"\x90\x33\x12\x00 the rest of a frame \x81\x81")
        here.gateway.place(ticket(), far, resume=True)
        here.sockets.append(far)
        here.carriers.append(second)
        await until(lambda: here.around.voice.said == [GREETING])
        second.speak(SILENCE_FRAME * 4)
        await until(lambda: second.audio)
        await until(lambda: here.around.ears.opened[-1].audio)
        second.hang_up()
        await until(lambda: here.gateway.kinds().count("released") == 2)
        assert here.around.records.finished[-1].outcome == "abandoned"


async def test_what_a_lost_process_had_promised_its_caller_is_kept_by_its_successor(tmp_path: Path):
    """With both stores away the promise was in that process's memory only; the journal is on the node's disk."""
    booking = {"offering": "Haircut", "starts_at_local": "2026-11-24T10:00", "customer_name": "Sam"}
    async with call_host(tmp_path) as here:
        carrier = await here.call()
        carrier.hang_up()
        await until(lambda: "released" in here.gateway.kinds())
        answered = here.around.records.journal.entries[0]
        at_ms, _ = codec.decode(answered)
        happened = (
            SpeechSent(1, 0, 500),
            SpeechPlayed(1, 0),
            UtteranceEnded("Yes please.", 0.9, at_ms),
            ToolsRequested(1, (("t1", "book_appointment", booking),)),
            ToolFinished("t1", Deferred("book_appointment", text_message=True).to_content(), ok=False),
        )
        journal = FakeJournal()
        journal.entries = [answered, *(codec.encode(event, at_ms) for event in happened)]
        here.around.records.journal = journal

        near, far = tcp_pair()
        second = FakeCarrier(near)
        await second.connect(upgrade=False)
        here.gateway.place(ticket(), far, resume=True)
        here.sockets.append(far)
        here.carriers.append(second)
        await until(lambda: here.around.deferred.kept)
    (write,) = here.around.deferred.kept
    assert (write.tool, write.arguments) == ("book_appointment", booking)
    assert (write.call_id, write.caller_number) == (ticket().call_id, ticket().from_number)
    assert write.intent_key == intent_key(write.call_id, parse("book_appointment", booking))
