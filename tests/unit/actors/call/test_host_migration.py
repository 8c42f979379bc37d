"""How calls leave a process, and who keeps their leases: told to the gateway, seen in the store."""

import asyncio
import socket
from pathlib import Path

from actors.call.host import GATEWAY_MISSED_AFTER_S, LEASE_EVERY_S, WRITTEN_WITHIN_S
from actors.handoff.listening_socket import DROP_AFTER_S
from actors.handoff.messages import (
    Accepted,
    Detached,
    Hello,
    ListeningSocket,
    Migrate,
    Migration,
    Ping,
    Pong,
    Released,
    Writing,
)
from domain.business import BusinessProfile
from domain.call.effects import NextStepKind
from domain.call.next_step import NextStep
from storage.redis.capacity import CallSlots
from tests.fakes.call import Surroundings, call_sid, ticket
from tests.fakes.carrier import FakeCarrier, tcp_pair
from tests.fakes.stores import FakeProfiles
from tests.support.virtual_time import until
from tests.unit.actors.call.hosted_calls import Host, call_host, gateway_to

FIRST, SECOND = ticket(1).call_id, ticket(2).call_id


async def breathing(here: Host, for_s: float) -> None:
    """Time in which the callers' audio comes."""
    loop = asyncio.get_running_loop()
    ends_s = loop.time() + for_s
    while loop.time() < ends_s:
        await asyncio.sleep(0.5)
        for carrier in here.carriers:
            if not carrier.gone.is_set():
                carrier.speak()
        here.around.ears.hears_out("mhm")


# --- leases -----------------------------------------------------------------------------------------------------
async def test_the_leases_of_all_calls_are_renewed_while_they_last_and_released_when_they_end(tmp_path: Path):
    async with call_host(tmp_path) as here:
        leases = here.around.leases
        first, _ = await here.call(1), await here.call(2)
        leases.renewed.clear()
        await breathing(here, 10 * LEASE_EVERY_S)
        assert leases.renewed.count(FIRST) >= 9
        assert leases.renewed.count(SECOND) >= 9
        first.hang_up()
        await until(lambda: leases.released == [FIRST])
        leases.renewed.clear()
        await breathing(here, 3)
        assert set(leases.renewed) == {SECOND}


async def test_a_call_has_its_lease_from_the_beginning(tmp_path: Path):
    async with call_host(tmp_path) as here:
        await asyncio.sleep(3.1 * LEASE_EVERY_S)
        near, far = tcp_pair()
        here.gateway.place(ticket(1), far)
        await until(lambda: here.around.leases.renewed == [FIRST], within_s=0.05)
        near.close()
        here.sockets.append(far)


async def test_while_redis_is_away_calls_go_on_and_their_leases_are_renewed_when_it_is_back(tmp_path: Path):
    async with call_host(tmp_path) as here:
        carrier = await here.call(1)
        here.around.leases.broken = True
        await breathing(here, 10)
        assert not carrier.gone.is_set()
        here.around.leases.broken = False
        here.around.leases.renewed.clear()
        await until(lambda: here.around.leases.renewed == [FIRST], within_s=LEASE_EVERY_S + 0.1)


async def test_a_call_another_process_has_a_newer_ticket_of_is_let_go_of_and_the_other_stays(tmp_path: Path):
    async with call_host(tmp_path) as here:
        first, second = await here.call(1), await here.call(2)
        here.around.leases.held[FIRST] = ticket(1, stream_generation=1)
        await until(lambda: here.gateway.told(Released))
        assert here.gateway.told(Released)[0].call_id == str(FIRST)
        await until(first.gone.is_set)
        assert here.around.records.finished == []
        assert here.around.leases.held[FIRST].stream_generation == 1, "the lease is another's"
        assert not second.gone.is_set()


async def test_a_call_whose_connection_broke_keeps_its_lease_for_the_watchdog_to_find(tmp_path: Path):
    async with call_host(tmp_path) as here:
        carrier = await here.call(1)
        await until(lambda: here.around.leases.renewed)
        carrier.vanish()
        await until(lambda: here.gateway.told(Released))
        assert here.around.leases.released == []
        assert here.around.leases.held[FIRST].stream_generation == 0
        assert here.around.records.finished == []
        assert here.around.next_steps.decided == {}, "the carrier asks what comes next"


# --- migrated --------------------------------------------------------------------------------------------------
async def test_a_call_asked_to_is_handed_on_and_goes_on_where_the_gateway_puts_it(tmp_path: Path):
    async with call_host(tmp_path) as here:
        first, second = await here.call(1), await here.call(2)
        here.gateway.ask_to_migrate(1, Migration.LOCAL)
        await until(lambda: here.gateway.told(Detached))
        (detached,) = here.gateway.told(Detached)
        assert detached == Detached(str(FIRST), b"", crashed=False, stream_generation=0)
        assert here.host.call_ids == (str(SECOND),)
        assert here.around.leases.released == []
        here.gateway.place(ticket(1), here.sockets[0], resume=True, unread_bytes=detached.unread_bytes)
        await until(lambda: here.gateway.kinds().count("accepted") == 3)
        heard = len(first.audio)
        first.press("5")
        await until(lambda: len(first.audio) > heard)
        first.hang_up()
        second.hang_up()
        await until(lambda: len(here.gateway.told(Released)) == 2)
        assert {done.ticket.call_sid for done in here.around.records.finished} == {call_sid(1), call_sid(2)}


async def test_a_call_asked_before_it_had_begun_leaves_as_soon_as_it_has(tmp_path: Path):
    class SlowProfiles(FakeProfiles):
        async def get(self, business_id: object, version: int | None = None) -> BusinessProfile:
            await asyncio.sleep(1)
            return self.found

    around = Surroundings(tmp_path / "shelf")
    around.profiles = SlowProfiles(around.profile)
    async with call_host(tmp_path, around) as here:
        near, far = tcp_pair()
        carrier = FakeCarrier(near, call_sid=call_sid(1))
        here.gateway.place(ticket(1), far)
        here.sockets.append(far)
        here.carriers.append(carrier)
        await until(lambda: here.gateway.told(Accepted))
        here.gateway.ask_to_migrate(1, Migration.LOCAL, 0.0)
        await carrier.connect()
        await carrier.start()
        await until(lambda: here.gateway.told(Detached))
        assert not carrier.gone.is_set()


async def test_a_request_to_migrate_a_call_that_is_gone_is_ignored(tmp_path: Path):
    async with call_host(tmp_path) as here:
        here.gateway.ask_to_migrate(7, Migration.REMOTE)
        await here.call(1)


async def test_a_call_that_moves_ends_its_connection_and_is_released(tmp_path: Path):
    async with call_host(tmp_path) as here:
        carrier = await here.call(1)
        here.gateway.ask_to_migrate(1, Migration.REMOTE)
        await until(lambda: here.gateway.told(Released))
        assert here.around.next_steps.decided == {call_sid(1): NextStep(NextStepKind.MOVE)}
        await until(carrier.gone.is_set)
        assert carrier.close_code == 1000
        assert here.around.leases.released == [], "until its next process has it"


async def test_a_call_that_comes_back_while_its_earlier_part_is_written_keeps_its_lease(tmp_path: Path):
    async with call_host(tmp_path) as here:
        around, first, second = here.around, ticket(1), ticket(1, stream_generation=1)
        around.records.objects.takes_s = 15.0
        await here.call(1)
        here.gateway.ask_to_migrate(1, Migration.REMOTE)
        await until(lambda: around.next_steps.decided)
        near, far = tcp_pair()
        here.gateway.place(second, far)
        here.sockets.append(far)
        returned = FakeCarrier(near, call_sid=call_sid(1))
        await returned.connect()
        await returned.start()
        here.carriers.append(returned)
        await until(lambda: here.gateway.told(Released), within_s=30)
        assert here.gateway.told(Released) == [Released(str(first.call_id), clean=True, stream_generation=0)]
        assert here.host.call_ids == (str(second.call_id),)
        around.leases.renewed.clear()
        await asyncio.sleep(3 * LEASE_EVERY_S)
        assert around.leases.held[second.call_id].stream_generation == 1
        assert around.leases.renewed.count(second.call_id) >= 2
        assert not returned.gone.is_set()
        here.gateway.channel.send(Migrate(str(second.call_id), Migration.REMOTE, 0.0, stream_generation=0))
        await asyncio.sleep(2)
        assert not returned.gone.is_set(), "another stream was meant"


async def test_a_call_that_is_slow_to_be_written_is_told_of_once(tmp_path: Path):
    async with call_host(tmp_path) as here:
        here.around.records.failures = 4
        slow, quick = await here.call(1), await here.call(2)
        slow.hang_up()
        await until(lambda: here.gateway.told(Writing), within_s=WRITTEN_WITHIN_S + 2)
        assert here.gateway.told(Writing) == [Writing(str(FIRST), 0)]
        await until(lambda: here.gateway.told(Released), within_s=60)
        here.around.records.failures = 0
        quick.hang_up()
        await until(lambda: len(here.gateway.told(Released)) == 2)
        assert len(here.gateway.told(Writing)) == 1


async def test_the_next_gateway_hears_of_it_before_it_gives_the_actor_calls(tmp_path: Path):
    async with call_host(tmp_path) as here:
        here.around.records.failures = 4
        (await here.call(1)).hang_up()
        await until(lambda: here.gateway.told(Writing), within_s=WRITTEN_WITHIN_S + 2)
        following = gateway_to(here.path)
        await until(lambda: "hello" in following.kinds())
        assert following.kinds() == ["serving", "writing", "hello"]
        await until(lambda: following.told(Released), within_s=60)
        following.channel.close()


# --- signs of life and the listening socket ---------------------------------------------------------------------
async def test_a_process_answers_for_its_life_and_tells_what_code_it_runs(tmp_path: Path):
    async with call_host(tmp_path) as here:
        assert here.gateway.told(Hello) == [Hello("a1", "today's")]
        here.gateway.channel.send(Ping())
        here.gateway.channel.send(Ping())
        await until(lambda: len(here.gateway.told(Pong)) == 2)


async def test_the_listening_socket_it_keeps_goes_to_the_next_gateway_before_anything_else(tmp_path: Path):
    async with call_host(tmp_path) as here:
        await here.call(1)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            here.gateway.channel.send(ListeningSocket(), listener.fileno())
        old, here.gateway = here.gateway, gateway_to(here.path)
        await until(lambda: "hello" in here.gateway.kinds())
        assert [(message.kind, with_socket) for message, with_socket in here.gateway.heard] == [
            ("door", True),
            ("serving", True),
            ("hello", False),
        ]
        await until(lambda: old.lost)
        old.channel.close()


# --- without a gateway ------------------------------------------------------------------------------------------
async def test_calls_without_a_gateway_move_once_another_node_has_room(tmp_path: Path):
    async with call_host(tmp_path) as here:
        await here.call(1)
        here.around.capacity.nodes = {"full": CallSlots(0, 4)}
        here.gateway.channel.close()
        await breathing(here, 2.5 * GATEWAY_MISSED_AFTER_S)
        assert here.host.call_ids == (str(FIRST),), "better here than nowhere"
        here.around.capacity.nodes = {"roomy": CallSlots(1, 4)}
        await breathing(here, GATEWAY_MISSED_AFTER_S)
        assert here.around.next_steps.decided == {call_sid(1): NextStep(NextStepKind.MOVE)}
        assert here.host.call_ids == ()


async def test_calls_stay_while_a_gateway_is_expected_back(tmp_path: Path):
    async with call_host(tmp_path) as here:
        await here.call(1)
        here.around.capacity.nodes = {"roomy": CallSlots(1, 4)}
        await breathing(here, GATEWAY_MISSED_AFTER_S - DROP_AFTER_S / 2)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            here.gateway.channel.send(ListeningSocket(), listener.fileno())
        await asyncio.sleep(0.1)
        here.gateway.channel.close()
        await breathing(here, DROP_AFTER_S - 1)
        assert here.host.call_ids == (str(FIRST),)
        assert here.around.next_steps.decided == {}


async def test_a_redis_that_is_away_moves_no_calls(tmp_path: Path):
    async with call_host(tmp_path) as here:
        await here.call(1)
        here.around.redis_goes_away()
        here.gateway.channel.close()
        await breathing(here, 2.5 * GATEWAY_MISSED_AFTER_S)
        assert here.host.call_ids == (str(FIRST),)
