"""The node's actors: kept warm, leased, retired, replaced, and their calls saved when they die."""

import asyncio
from pathlib import Path

import pytest
import structlog

from actors.pool.draft import PLACE_WAIT_S
from actors.pool.machine import DEATHS, START_RETRY_S
from domain.errors import AtCapacity
from tests.fakes.call import ticket
from tests.support.descriptors import open_descriptors
from tests.support.virtual_time import until
from tests.unit.actors.pool.pool_node import is_ended, node
from tests.unit.actors.pool.scripted_actor import ScriptedActor


# --- placing ----------------------------------------------------------------------------------------------------
async def test_a_call_goes_to_a_warm_actor_with_its_bytes_unread(tmp_path: Path):
    async with node(tmp_path) as here:
        await here.warm(1)
        call_id = await here.place(1)
        placed = here.starter.placed[call_id]
        assert placed.ticket == ticket(1, received_at=placed.ticket.received_at)
        assert not placed.resume
        assert placed.sock.recv(100) == b"caller 1"
        placed.sock.sendall(b"hello")
        assert here.callers[call_id].recv(100) == b"hello"


async def test_the_pool_is_kept_warm_one_start_at_a_time(tmp_path: Path):
    async with node(tmp_path, slots=6, warm=3, takes_s=2.0) as here:
        await here.warm(3)
        await asyncio.gather(*(here.place(number) for number in range(3)))
        await here.warm(3)
        assert len(here.starter.actors) == 6
        assert here.starter.most_at_once == 1
        await asyncio.sleep(10)
        assert len(here.starter.actors) == 6


async def test_no_more_actors_are_started_than_there_are_slots_for(tmp_path: Path):
    async with node(tmp_path, slots=2, warm=5) as here:
        await here.warm(2)
        await asyncio.sleep(10)
        assert len(here.starter.actors) == 2


async def test_calls_fill_an_actor_before_the_next_is_used(tmp_path: Path):
    async with node(tmp_path, slots=6, calls_per_actor=3, warm=2) as here:
        await here.warm(2)
        for number in range(3):
            await here.place(number)
        assert sorted(len(actor.placed) for actor in here.starter.living[:2]) == [0, 3]


async def test_a_full_node_refuses_and_the_socket_stays_the_callers(tmp_path: Path):
    async with node(tmp_path, slots=2, warm=2) as here:
        await here.warm(2)
        await here.place(1)
        await here.place(2)
        assert here.pool.free == 0
        with pytest.raises(AtCapacity):
            await here.place(3)
        here.loose[-1].sendall(b"sorry")
        assert here.callers[str(ticket(3).call_id)].recv(10) == b"sorry"


async def test_a_released_slot_is_used_again_and_its_escrow_closed(tmp_path: Path):
    async with node(tmp_path, slots=1) as here:
        await here.warm(1)
        first = await here.place(1)
        here.starter.of(first).release(first)
        await until(lambda: here.pool.free == 1)
        assert is_ended(here.callers[first])
        await here.place(2)
        assert len(here.starter.actors) == 1


async def test_a_burst_never_puts_more_calls_into_an_actor_than_it_takes(tmp_path: Path):
    async with node(tmp_path, slots=8, calls_per_actor=2, warm=1, takes_s=0.5) as here:
        await asyncio.gather(*(here.place(number) for number in range(8)))
        assert [len(actor.placed) for actor in here.starter.living] == [2, 2, 2, 2]


# --- waiting ----------------------------------------------------------------------------------------------------
async def test_a_caller_waits_for_an_actor_that_is_being_started(tmp_path: Path):
    async with node(tmp_path, warm=0, takes_s=1.0) as here:
        began_s = asyncio.get_running_loop().time()
        await here.place(1)
        assert asyncio.get_running_loop().time() - began_s == pytest.approx(1.0, abs=0.1)


async def test_one_new_actor_serves_all_who_wait_for_room_in_it(tmp_path: Path):
    async with node(tmp_path, slots=4, calls_per_actor=4, warm=0, takes_s=1.0) as here:
        await asyncio.gather(*(here.place(number) for number in range(4)))
        assert len(here.starter.actors) == 1


async def test_a_caller_does_not_wait_for_ever(tmp_path: Path):
    async with node(tmp_path, slots=1, warm=0, takes_s=60.0) as here:
        began_s = asyncio.get_running_loop().time()
        with pytest.raises(AtCapacity):
            await here.place(1)
        assert asyncio.get_running_loop().time() - began_s == pytest.approx(PLACE_WAIT_S, abs=0.1)
        assert here.pool.free == 1
        await asyncio.sleep(60)
        await here.place(2)


async def test_those_who_wait_are_served_in_the_order_they_came(tmp_path: Path):
    async with node(tmp_path, slots=3, warm=0, takes_s=1.0) as here:
        order: list[int] = []

        async def place(number: int) -> None:
            await here.place(number)
            order.append(number)

        await asyncio.gather(*(place(number) for number in (1, 2, 3)))
        assert order == [1, 2, 3]


async def test_a_room_promised_to_one_who_waits_is_not_given_to_one_who_comes(tmp_path: Path):
    async with node(tmp_path, slots=3, warm=0, takes_s=1.0) as here:
        first = here.placing(1)
        await until(lambda: here.starter.at_once == 1)
        await until(lambda: here.starter.actors)
        # The actor is there; whoever asks in any of the loop's turns until the waiter has it gets another.
        others: list[asyncio.Task[str]] = []
        for number in (2, 3):
            others.append(here.placing(number))
            await asyncio.sleep(0)
        await asyncio.gather(first, *others)
        assert [len(actor.placed) for actor in here.starter.living] == [1, 1, 1]


@pytest.mark.parametrize("turns", range(6))
async def test_a_waiter_that_gives_up_as_it_is_served_does_not_take_the_room_along(
    tmp_path: Path, turns: int
):
    """Whichever turn of the loop the giving up falls into, the next one is served."""
    async with node(tmp_path, slots=2, calls_per_actor=1, warm=0, takes_s=1.0) as here:
        here.starter.says_hello = False
        first, second = here.placing(1), here.placing(2)
        await until(lambda: here.starter.actors)
        actor = here.starter.actors[0]
        here.starter.takes_s = 100.0
        await asyncio.sleep(0.1)
        actor.hello()
        for _ in range(turns):
            await asyncio.sleep(0)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        if str(ticket(1).call_id) in actor.placed:
            second.cancel()  # it was too late to give up
            await asyncio.gather(second, return_exceptions=True)
        else:
            await second
        assert len(actor.placed) == 1
        assert here.pool.free == 1
        assert here.pool.live_calls == 1


@pytest.mark.parametrize("late_s", [-0.002, -0.001, 0.0, 0.001, 0.002])
async def test_an_actor_that_comes_at_the_last_moment_is_not_lost(tmp_path: Path, late_s: float):
    async with node(tmp_path, slots=1, warm=0, takes_s=PLACE_WAIT_S + late_s) as here:
        (result,) = await asyncio.gather(here.place(1), return_exceptions=True)
        placed = isinstance(result, str)
        assert placed or isinstance(result, AtCapacity)
        await asyncio.sleep(1)
        assert here.pool.live_calls == (1 if placed else 0)
        assert here.pool.free == (0 if placed else 1)
        if not placed:
            await here.place(2)


async def test_a_caller_who_leaves_while_waiting_takes_no_slot(tmp_path: Path):
    async with node(tmp_path, slots=1, warm=0, takes_s=1.0) as here:
        gone = here.placing(1)
        await asyncio.sleep(0.5)
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        await here.place(2)
        assert here.pool.live_calls == 1


# --- retirement -------------------------------------------------------------------------------------------------
async def test_an_actor_retires_after_its_calls_and_is_replaced(tmp_path: Path):
    async with node(tmp_path, slots=2, warm=1, retire_after=3) as here:
        await here.warm(1)
        veteran = here.starter.actors[0]
        for number in range(3):
            call_id = await here.place(number)
            actor = here.starter.of(call_id)
            assert actor is veteran or actor.history
            veteran.release_all()
            for other in here.starter.living:
                if other is not veteran:
                    other.release_all()
            await until(lambda: here.pool.live_calls == 0)
        assert veteran.killed == 1
        assert not veteran.path.exists()
        await here.warm(1)
        assert len(here.starter.living) >= 1


async def test_an_actor_is_replaced_after_an_unclean_call(tmp_path: Path):
    async with node(tmp_path, slots=1) as here:
        await here.warm(1)
        call_id = await here.place(1)
        here.starter.of(call_id).release(call_id, clean=False)
        await until(lambda: len(here.starter.actors) == 2)
        assert here.starter.actors[0].killed == 1
        await here.place(2)


async def test_an_unclean_actor_finishes_its_other_calls_first(tmp_path: Path):
    async with node(tmp_path, slots=4, calls_per_actor=2, warm=1) as here:
        await here.warm(1)
        first, second = await here.place(1), await here.place(2)
        actor = here.starter.of(first)
        assert here.starter.of(second) is actor
        actor.release(first, clean=False)
        third = await here.place(3)
        assert here.starter.of(third) is not actor
        assert actor.alive
        actor.release(second)
        await until(lambda: not actor.alive)


# --- death ------------------------------------------------------------------------------------------------------
async def test_the_call_of_a_dead_actor_goes_on_in_another_on_the_same_connection(tmp_path: Path):
    async with node(tmp_path, slots=2, warm=1) as here:
        await here.warm(1)
        call_id = await here.place(1)
        here.starter.of(call_id).die()
        await until(lambda: call_id in here.starter.placed)
        placed = here.starter.placed[call_id]
        assert placed.resume
        placed.sock.sendall(b"still here")
        assert here.callers[call_id].recv(100) == b"still here"
        assert here.pool.live_calls == 1


async def test_all_calls_of_a_dead_actor_are_taken_over(tmp_path: Path):
    async with node(tmp_path, slots=8, calls_per_actor=4, warm=1) as here:
        await here.warm(1)
        call_ids = [await here.place(number) for number in range(4)]
        here.starter.of(call_ids[0]).die()
        await until(lambda: all(call_id in here.starter.placed for call_id in call_ids))
        assert all(placed.resume for placed in here.starter.placed.values())


async def test_calls_under_way_are_saved_before_new_ones_are_taken(tmp_path: Path):
    async with node(tmp_path, slots=2, warm=0, takes_s=1.0) as here:
        saved = await here.place(1)
        newcomer = here.placing(2)
        await until(lambda: here.starter.at_once == 1)
        here.starter.of(saved).die()
        await until(lambda: here.starter.placed)
        assert list(here.starter.placed) == [saved]
        await newcomer


async def test_a_slot_is_kept_for_a_call_that_is_being_saved(tmp_path: Path):
    async with node(tmp_path, slots=1, warm=0, takes_s=1.0) as here:
        saved = await here.place(1)
        here.starter.of(saved).die()
        for _ in range(20):
            await asyncio.sleep(0.001)
            assert here.pool.free == 0
        await until(lambda: saved in here.starter.placed)
        assert here.pool.free == 0


async def test_an_idle_actor_that_dies_is_replaced(tmp_path: Path):
    async with node(tmp_path, slots=2, warm=1) as here:
        await here.warm(1)
        here.starter.actors[0].die()
        await until(lambda: len(here.starter.actors) == 2)
        await here.place(1)


async def test_a_call_placed_into_an_actor_that_has_just_died_goes_to_another(tmp_path: Path):
    async with node(tmp_path, slots=2, warm=2) as here:
        await here.warm(2)
        for actor in here.starter.actors:
            actor.die()  # the pool has not read it yet
        call_id = await here.place(1)
        assert not here.starter.placed[call_id].resume


async def test_a_call_that_kills_every_actor_is_given_up(tmp_path: Path):
    async with node(tmp_path, slots=2, warm=1) as here:
        await here.warm(1)
        call_id = await here.place(1)
        for _ in range(DEATHS - 1):
            here.starter.of(call_id).die()
            await until(lambda: call_id in here.starter.placed)
        here.starter.of(call_id).die()
        await until(lambda: here.given_up)
        assert here.given_up == [call_id]
        assert is_ended(here.callers[call_id])
        assert here.pool.free == 2
        await here.place(2)


async def test_a_call_no_actor_is_free_for_is_left_to_the_carrier(tmp_path: Path):
    async with node(tmp_path, slots=1, warm=1) as here:
        await here.warm(1)
        call_id = await here.place(1)
        here.starter.takes_s = 60.0
        here.starter.of(call_id).die()
        await until(lambda: here.pool.free == 1)
        assert here.given_up == [], "on a fresh stream it may go on"
        assert is_ended(here.callers[call_id])
        assert here.pool.live_calls == 0


async def test_a_lost_actor_is_killed_so_that_two_never_serve_one_call(tmp_path: Path):
    async with node(tmp_path, slots=2, warm=1) as here:
        await here.warm(1)
        call_id = await here.place(1)
        actor = here.starter.of(call_id)
        assert actor._channel is not None
        actor._channel.close()  # its end of the channel only: the process lives
        await until(lambda: actor.killed == 1)
        await until(lambda: call_id in here.starter.placed)


# --- starting ---------------------------------------------------------------------------------------------------
async def test_a_start_that_fails_is_tried_again(tmp_path: Path):
    with structlog.testing.capture_logs() as logs:
        async with node(tmp_path, failures=2, takes_s=0.1) as here:
            began_s = asyncio.get_running_loop().time()
            await here.warm(1)
            assert asyncio.get_running_loop().time() - began_s == pytest.approx(2 * START_RETRY_S, abs=0.5)
    assert [entry["event"] for entry in logs].count("call_pool.start_failed") == 2


async def test_an_actor_that_cannot_be_reached_is_not_left_running(tmp_path: Path):
    async with node(tmp_path, unreachable=1) as here:
        await here.warm(1)
        assert here.starter.actors[0].killed == 1
        assert here.starter.actors[1].alive


async def test_an_actor_that_has_not_told_what_it_serves_gets_no_call(tmp_path: Path):
    async with node(tmp_path, slots=1, says_hello=False, takes_s=0.1) as here:
        await until(lambda: here.starter.actors)
        waiting = here.placing(1)
        await asyncio.sleep(1)
        actor = here.starter.actors[0]
        assert actor.placed == {}
        actor.hello()
        await waiting
        assert len(here.starter.actors) == 1


# --- a new gateway ----------------------------------------------------------------------------------------------
async def test_a_new_pool_takes_in_the_actors_of_the_old_one_with_their_calls(tmp_path: Path):
    async with node(tmp_path, slots=4, warm=1) as old:
        await old.warm(1)
        call_id = await old.place(1)
        await old.warm(1)
        actors = list(old.starter.living)
        old.pool.close()
        async with node(tmp_path / "new", slots=4, warm=1) as new:
            for actor in actors:
                new.pool.adopt(actor.started)
            new.starter.actors.extend(actors)
            await until(lambda: new.pool.live_calls == 1)
            assert new.pool.warm_actors == 1
            assert new.pool.free == 3
            old.starter.of(call_id).die()
            await until(lambda: call_id in new.starter.placed)
            placed = new.starter.placed[call_id]
            assert placed.resume
            placed.sock.sendall(b"still here")
            assert old.callers[call_id].recv(100) == b"still here"


async def test_an_actor_with_many_calls_tells_them_all(tmp_path: Path):
    """More than the kernel takes in one message, and more messages than it queues."""
    async with node(tmp_path, slots=90, calls_per_actor=90, warm=1) as old:
        await old.warm(1)
        for number in range(90):
            await old.place(number)
        (actor,) = [actor for actor in old.starter.living if actor.placed]
        old.pool.close()
        async with node(tmp_path / "new", slots=90, calls_per_actor=90, warm=0) as new:
            new.pool.adopt(actor.started)
            await until(lambda: new.pool.live_calls == 90)
            actor.release_all()
            await until(lambda: new.pool.live_calls == 0)


async def test_a_gone_actor_cannot_be_adopted(tmp_path: Path):
    async with node(tmp_path, warm=0) as here:
        gone = ScriptedActor("gone", tmp_path / "gone.sock")
        gone.die()
        with pytest.raises(OSError, match="No such file"):
            here.pool.adopt(gone.started)


# --- descriptors ------------------------------------------------------------------------------------------------
async def test_no_descriptor_is_left_behind(tmp_path: Path):
    before = open_descriptors()
    async with node(tmp_path, slots=4, calls_per_actor=2, warm=1, retire_after=3) as here:
        for number in range(0, 24, 3):
            ids = await asyncio.gather(*(here.place(number + k) for k in range(3)))
            here.starter.of(ids[0]).die()
            await until(lambda ids=ids: all(call_id in here.starter.placed for call_id in ids))
            for call_id in ids:
                here.starter.of(call_id).release(call_id, clean=number % 2 == 0)
            await until(lambda: here.pool.live_calls == 0)
    await asyncio.sleep(1)
    assert open_descriptors() == before
