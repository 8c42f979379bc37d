"""Actors that hang, calls that kill, code that grows old: what the pool does, and to whom it does nothing."""

import asyncio
import errno
import multiprocessing
import os
import signal
import socket
import time
from pathlib import Path

import pytest
import structlog

from actors.handoff.messages import Migration
from actors.pool.cpu_use import cpu_use
from actors.pool.machine import (
    BEAT_S,
    DEATHS,
    DEATHS_IN_ALL,
    GREETED_BEATS,
    LOCAL_MIGRATION_WITHIN_S,
    STARVED_BEATS,
    STEADY_S,
    TRIM_EVERY_S,
)
from actors.pool.members import PeerProcess
from actors.pool.state import MISSED_BEATS, MOST_WRITING
from domain.errors import AtCapacity
from tests.fakes.call import ticket
from tests.support.descriptors import open_descriptors
from tests.support.virtual_time import until
from tests.unit.actors.pool.pool_node import Node, is_ended, node
from tests.unit.actors.pool.scripted_actor import ScriptedActor

HUNG_AFTER_S = (MISSED_BEATS + 1) * BEAT_S


async def dies(here: Node, call_id: str) -> None:
    """The call's actor dies; returns once another one has the call, or nobody."""
    here.starter.of(call_id).die()
    await until(lambda: call_id in here.starter.placed or call_id in here.given_up)


# --- standing still ---------------------------------------------------------------------------------------------
async def test_an_actor_that_gives_no_sign_of_life_is_killed_and_its_calls_go_on(tmp_path: Path):
    async with node(tmp_path, slots=8, calls_per_actor=4, warm=1) as here:
        await here.warm(1)
        call_ids = [await here.place(number) for number in range(3)]
        hung = here.starter.of(call_ids[0])
        await here.warm(1)
        hung.hung = True
        began_s = asyncio.get_running_loop().time()
        await until(lambda: hung.killed)
        assert asyncio.get_running_loop().time() - began_s <= HUNG_AFTER_S + BEAT_S
        await until(lambda: all(call_id in here.starter.placed for call_id in call_ids))
        assert all(placed.resume for placed in here.starter.placed.values())
        assert {placed.unread_bytes for placed in here.starter.placed.values()} == {None}


async def test_an_actor_that_stands_still_for_a_moment_lives(tmp_path: Path):
    async with node(tmp_path, slots=2) as here:
        await here.warm(1)
        call_id = await here.place(1)
        actor = here.starter.of(call_id)
        for _ in range(5):
            actor.hung = True
            await asyncio.sleep((MISSED_BEATS - 1) * BEAT_S)
            actor.hung = False
            await asyncio.sleep(2 * BEAT_S)
        assert actor.killed == 0


@pytest.mark.parametrize(
    ("share", "wants_more", "hung_after_beats"),
    [
        pytest.param(0.1, True, STARVED_BEATS, id="it waits for a processor"),
        pytest.param(0.9, True, MISSED_BEATS, id="it is in an endless loop"),
        pytest.param(0.0, False, MISSED_BEATS, id="it is stopped"),
    ],
)
async def test_an_actor_that_only_gets_no_processor_is_given_longer(
    tmp_path: Path, share: float, wants_more: bool, hung_after_beats: int
):
    """`share` of a processor is what it gets."""
    now_s = asyncio.get_running_loop().time
    async with node(tmp_path, slots=2, cpu_of=lambda _pid: (share * now_s(), wants_more)) as here:
        await here.warm(1)
        actor = here.starter.actors[0]
        actor.hung = True
        began_s = now_s()
        await until(lambda: actor.killed)
        beats = (now_s() - began_s) / BEAT_S
        assert hung_after_beats <= beats <= hung_after_beats + 2


def test_the_use_of_a_processor_is_read_off_every_thread():
    with multiprocessing.get_context("fork").Pool(1) as pool:
        pid = pool.apply(os.getpid)
        before_s, _ = cpu_use(pid)
        pool.apply_async(sum, [range(100_000_000)])
        while not cpu_use(pid)[1]:
            time.sleep(0.001)
        while (used_s := cpu_use(pid)[0]) - before_s < 0.05:
            time.sleep(0.01)
        os.kill(pid, signal.SIGSTOP)
        time.sleep(0.05)
        stopped_s, wants_more = cpu_use(pid)
        assert stopped_s >= used_s
        assert not wants_more
        os.kill(pid, signal.SIGCONT)
    assert cpu_use(None) == (0.0, False)
    assert cpu_use(2**22 + 1) == (0.0, False)


async def test_an_actor_that_does_not_answer_gets_no_call(tmp_path: Path):
    async with node(tmp_path, slots=3, warm=2) as here:
        await here.warm(2)
        sleepy = here.starter.actors[0]
        sleepy.hung = True
        await asyncio.sleep(2 * BEAT_S + 0.1)
        for number in (1, 2):
            call_id = await here.place(number)
            assert here.starter.of(call_id) is not sleepy


async def test_an_actor_that_answers_again_takes_calls_again(tmp_path: Path):
    async with node(tmp_path, slots=1) as here:
        await here.warm(1)
        here.starter.actors[0].hung = True
        await asyncio.sleep(2 * BEAT_S + 0.1)
        waiting = here.placing(1)
        here.starter.actors[0].hung = False
        await waiting
        assert len(here.starter.actors) == 1


async def test_a_gateway_that_stood_still_itself_kills_nobody(tmp_path: Path):
    """As after a stopped virtual machine: the clock has moved on, no actor had a chance to answer."""
    with structlog.testing.capture_logs() as logs:
        async with node(tmp_path, slots=4, warm=2) as here:
            await here.warm(2)
            call_id = await here.place(1)
            loop = asyncio.get_running_loop()
            for _ in range(3):
                loop.jump(60.0)  # type: ignore[attr-defined]
                await asyncio.sleep(3 * BEAT_S)
            assert call_id in here.starter.placed
    assert "call_pool.actor_hung" not in [entry["event"] for entry in logs]


def _stand_still(path: str) -> None:
    """A process that lets one connection in and then does nothing."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(path)
        listener.listen(1)
        listener.accept()
        time.sleep(600)


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs process descriptors")
def test_a_stopped_process_is_killed_through_its_connection(tmp_path: Path):
    path = tmp_path / "actor.sock"
    process = multiprocessing.get_context("fork").Process(target=_stand_still, args=(str(path),), daemon=True)
    process.start()
    deadline_s = time.monotonic() + 30
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    while sock.connect_ex(str(path)) != 0:
        assert time.monotonic() < deadline_s
        time.sleep(0.01)
    peer = PeerProcess(sock)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGSTOP)
    peer.kill()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL
    peer.kill()  # it is gone: nobody else is hit
    peer.close()
    peer.close()
    sock.close()
    process.close()


def test_a_peer_in_this_very_process_is_not_killed():
    near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with near, far:
        before = open_descriptors()
        PeerProcess(near).kill()
        assert open_descriptors() == before


# --- calls that kill --------------------------------------------------------------------------------------------
async def test_a_call_that_kills_three_actors_in_a_row_is_closed_while_others_live(tmp_path: Path):
    async with node(tmp_path, slots=6, warm=2) as here:
        await here.warm(2)
        other, poison = await here.place(1), await here.place(2)
        others_actor = here.starter.of(other)
        for death in range(1, DEATHS + 1):
            await dies(here, poison)
            assert (poison in here.given_up) == (death == DEATHS)
        assert here.given_up == [poison]
        assert is_ended(here.callers[poison])
        assert here.starter.of(other) is others_actor
        await here.place(3)


async def test_calls_that_share_an_actor_with_a_poisoned_one_are_not_closed_with_it(tmp_path: Path):
    """They die with it twice, and are out of its company by then, or long enough in their last actor."""
    async with node(tmp_path, slots=6, calls_per_actor=1, warm=3) as here:
        await here.warm(3)
        poison = await here.place(1)
        for _ in range(DEATHS - 1):
            await dies(here, poison)
        bystander = await here.place(2)
        await dies(here, bystander)
        await dies(here, poison)
        assert here.given_up == [poison]
        assert bystander in here.starter.placed


async def test_deaths_long_after_a_call_came_do_not_add_up(tmp_path: Path):
    async with node(tmp_path, slots=3) as here:
        await here.warm(1)
        call_id = await here.place(1)
        for _ in range(2 * DEATHS):
            await asyncio.sleep(STEADY_S)
            await dies(here, call_id)
        assert here.given_up == []
        assert call_id in here.starter.placed


async def test_a_death_after_a_steady_while_is_the_first_of_a_row(tmp_path: Path):
    async with node(tmp_path, slots=3) as here:
        await here.warm(1)
        call_id = await here.place(1)
        for _ in range(DEATHS - 1):
            await dies(here, call_id)
        await asyncio.sleep(STEADY_S)
        for _ in range(DEATHS - 1):
            await dies(here, call_id)
        assert here.given_up == []
        await dies(here, call_id)
        assert here.given_up == [call_id]


async def test_a_crash_within_an_actor_counts_as_a_death_and_retires_it(tmp_path: Path):
    async with node(tmp_path, slots=3) as here:
        await here.warm(1)
        call_id = await here.place(1)
        for _ in range(DEATHS):
            actor = here.starter.of(call_id)
            actor.detach(call_id, crashed=True)
            await until(lambda actor=actor: actor.killed == 1)
            await until(lambda: call_id in here.starter.placed or here.given_up)
        assert here.given_up == [call_id]


async def test_an_end_that_fails_costs_only_the_call_that_ends(tmp_path: Path):
    async with node(tmp_path, slots=3) as here:
        await here.warm(1)
        here.fails_to_give_up = True
        call_id = await here.place(1)
        for _ in range(DEATHS):
            await dies(here, call_id)
        assert here.given_up == [call_id]
        await here.place(2)


async def test_an_actor_its_starter_cannot_kill_loses_its_calls_all_the_same(tmp_path: Path):
    async with node(tmp_path, slots=3) as here:
        await here.warm(1)
        call_id = await here.place(1)
        here.starter.of(call_id).unkillable = True
        await dies(here, call_id)
        assert call_id in here.starter.placed


# --- newer code -------------------------------------------------------------------------------------------------
async def test_calls_of_outdated_actors_are_handed_on_to_new_ones_with_what_was_read(tmp_path: Path):
    async with (
        node(tmp_path, slots=4, release="old") as old,
        node(tmp_path / "n", slots=4, release="new") as new,
    ):
        await old.warm(1)
        call_id = await old.place(1)
        await new.adopt(old)
        await new.warm(1)
        actor = new.starter.of(call_id)
        await until(lambda: actor.asked)
        assert actor.asked == [(call_id, Migration.LOCAL, LOCAL_MIGRATION_WITHIN_S)]
        actor.detach(call_id, unread_bytes=b"\x81\xfe")
        await until(lambda: call_id in new.starter.placed)
        placed = new.starter.placed[call_id]
        assert (placed.resume, placed.unread_bytes) == (True, b"\x81\xfe")
        assert new.starter.of(call_id).release_name == "new"
        await until(lambda: actor.killed == 1)
        placed.sock.sendall(b"still here")
        assert old.callers[call_id].recv(100) == b"still here"


async def test_idle_outdated_actors_are_replaced_and_take_no_calls(tmp_path: Path):
    async with node(tmp_path, slots=4, warm=2, release="old") as old:
        await old.warm(2)
        veterans = list(old.starter.living)
        async with node(tmp_path / "n", slots=4, warm=2, release="new") as new:
            await new.adopt(old)
            await until(lambda: all(actor.killed == 1 for actor in veterans))
            call_id = await new.place(1)
            assert new.starter.of(call_id).release_name == "new"


async def test_no_more_calls_are_handed_on_than_warm_new_actors_wait_for_them(tmp_path: Path):
    async with node(tmp_path, slots=12, warm=6, release="old") as old:
        await old.warm(6)
        call_ids = [await old.place(number) for number in range(6)]
        async with node(tmp_path / "n", slots=12, warm=2, release="new") as new:
            await new.adopt(old)
            asked: set[str] = set()
            while new.pool.outdated_calls:
                await until(lambda: _asked(new))
                for call_id in _asked(new):
                    asked.add(call_id)
                    assert len(_asked(new)) <= max(1, new.pool.warm_actors)
                    new.starter.of(call_id).detach(call_id, unread_bytes=b"")
                    await until(lambda call_id=call_id: call_id in new.starter.placed)
            assert asked == set(call_ids)
            assert all(new.starter.of(call_id).release_name == "new" for call_id in call_ids)
            assert new.given_up == []


def _asked(here: Node) -> list[str]:
    """Calls that were asked to leave and are still there."""
    return [
        call_id for actor in here.starter.living for call_id, _, _ in actor.asked if call_id in actor.placed
    ]


async def test_a_call_let_go_of_in_good_order_is_no_death(tmp_path: Path):
    async with node(tmp_path, slots=3, warm=2) as here:
        await here.warm(2)
        call_id = await here.place(1)
        for _ in range(2 * DEATHS):
            here.starter.of(call_id).detach(call_id, unread_bytes=b"")
            await until(lambda: call_id in here.starter.placed)
        assert here.given_up == []


# --- emptying the node ------------------------------------------------------------------------------------------
async def test_a_node_that_is_emptied_takes_no_calls_and_moves_those_it_has(tmp_path: Path):
    async with node(tmp_path, slots=4, warm=1) as here:
        await here.warm(1)
        call_ids = [await here.place(number) for number in (1, 2)]
        here.pool.drain()
        assert here.pool.free == 0
        with pytest.raises(AtCapacity):
            await here.place(3)
        here.pool.migrate_calls(4, 60.0)
        await until(lambda: sorted(_asked(here)) == sorted(call_ids))
        for call_id in call_ids:
            actor = here.starter.of(call_id)
            assert actor.asked == [(call_id, Migration.REMOTE, 60.0)]
            actor.release(call_id)
        await until(lambda: here.pool.live_calls == 0)
        here.pool.take_calls_again()
        assert here.pool.free == 4
        await here.place(4)


async def test_a_call_whose_actor_dies_while_the_node_is_emptied_goes_on_here(tmp_path: Path):
    async with node(tmp_path, slots=4, warm=1) as here:
        await here.warm(1)
        call_id = await here.place(1)
        here.pool.drain()
        await dies(here, call_id)
        assert here.starter.placed[call_id].resume


async def test_each_call_is_asked_to_move_once(tmp_path: Path):
    async with node(tmp_path, slots=4, warm=1) as here:
        await here.warm(1)
        call_ids = [await here.place(number) for number in (1, 2, 3)]
        here.pool.migrate_calls(1, 60.0)
        here.pool.migrate_calls(1, 59.0)
        await asyncio.sleep(0.1)
        assert len(_asked(here)) == 1
        here.pool.migrate_calls(3, 58.0)
        await until(lambda: sorted(_asked(here)) == sorted(call_ids))


async def test_a_gateway_that_lets_go_waits_for_calls_between_two_actors(tmp_path: Path):
    async with node(tmp_path, slots=4, warm=1, takes_s=1.0) as here:
        async with asyncio.timeout(0):
            await here.pool.settled()
        await here.warm(1)
        call_id = await here.place(1)
        for actor in here.starter.living:
            actor.die()
        await until(lambda: here.pool.unattended)
        newcomer = here.placing(2)
        await asyncio.sleep(0)
        await here.pool.settled()
        assert {call_id, await newcomer} == set(here.starter.placed)


# --- the listening socket ---------------------------------------------------------------------------------------
async def test_the_listening_socket_is_given_back_to_the_next_gateway_with_its_queue(tmp_path: Path):
    listener = socket.create_server(("127.0.0.1", 0))
    address = listener.getsockname()
    async with node(tmp_path, slots=3, warm=2) as old, node(tmp_path / "n", slots=3, warm=0) as new:
        await old.warm(2)
        old.pool.keep_listening_socket(listener)
        await until(lambda: all(actor.listening_socket is not None for actor in old.starter.living))
        listener.close()
        with socket.create_connection(address) as caller:
            caller.sendall(b"hello?")
            await new.adopt(old)
            inherited = await new.pool.inherited_listening_socket(1.0)
            assert inherited is not None
            assert inherited.getsockname() == address
            accepted, _ = inherited.accept()
            assert accepted.recv(100) == b"hello?"
            accepted.close()
            inherited.close()


async def test_an_actor_that_comes_later_keeps_the_listening_socket_too(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        async with node(tmp_path, slots=3, warm=1) as here:
            here.pool.keep_listening_socket(listener)
            await here.warm(1)
            await until(lambda: here.starter.actors[0].listening_socket is not None)


async def test_there_is_no_listening_socket_to_inherit_where_no_actor_kept_one(tmp_path: Path):
    async with node(tmp_path, slots=3, warm=1) as old, node(tmp_path / "n", slots=3, warm=0) as new:
        assert await new.pool.inherited_listening_socket(1.0) is None
        await old.warm(1)
        await new.adopt(old)
        began_s = asyncio.get_running_loop().time()
        assert await new.pool.inherited_listening_socket(1.0) is None
        assert asyncio.get_running_loop().time() - began_s == pytest.approx(1.0, abs=0.01)


# --- a rush -----------------------------------------------------------------------------------------------------
async def test_a_rush_of_calls_has_more_actors_wait_and_its_end_lets_them_go(tmp_path: Path):
    async with node(tmp_path, slots=20, warm=1) as here:
        await here.warm(1)
        for number in range(40):
            call_id = await here.place(number)
            await asyncio.sleep(0.5)
            here.starter.of(call_id).release(call_id)
        assert here.pool.figures.arrivals_per_s > 1
        await until(lambda: here.pool.warm_actors >= 5)
        for _ in range(20):
            await asyncio.sleep(TRIM_EVERY_S)
            if here.pool.warm_actors <= 2:
                break
        assert here.pool.warm_actors <= 2
        assert len(here.starter.living) == here.pool.warm_actors


async def test_a_single_call_on_a_quiet_node_starts_one_more_actor_than_it_takes(tmp_path: Path):
    async with node(tmp_path, slots=20, warm=1) as here:
        await here.warm(1)
        call_id = await here.place(1)
        await asyncio.sleep(60)
        assert len(here.starter.actors) <= 3
        here.starter.of(call_id).release(call_id)
        await asyncio.sleep(3 * TRIM_EVERY_S)
        assert len(here.starter.living) <= 2


async def test_figures_count_calls_wherever_they_are(tmp_path: Path):
    async with node(tmp_path, slots=3, warm=1) as here:
        await here.warm(1)
        first = await here.place(1)
        here.starter.takes_s = 2.0
        await until(lambda: here.starter.at_once == 0)
        for actor in here.starter.living:
            actor.die()
        waiting = here.placing(2)
        await asyncio.sleep(0.1)
        figures = here.pool.figures
        assert (figures.live, figures.pending, figures.free, figures.total) == (1, 1, 1, 3)
        assert here.pool.call_ids == {ticket(1).call_id}
        assert [each.call_id for each in here.pool.unattended] == [ticket(1).call_id]
        await waiting
        await until(lambda: first in here.starter.placed)
        assert here.pool.unattended == []


async def test_a_gateway_that_lets_go_ends_the_calls_no_actor_has(tmp_path: Path):
    async with node(tmp_path, slots=1, warm=1) as here:
        await here.warm(1)
        call_id = await here.place(1)
        here.starter.takes_s = 60.0
        here.starter.of(call_id).die()
        await until(lambda: here.pool.unattended)
        here.pool.close()
        assert is_ended(here.callers[call_id]), "the carrier is to ask for a fresh stream"


async def test_a_call_whose_actor_owes_an_answer_is_kept_from_being_fetched_elsewhere(tmp_path: Path):
    async with node(tmp_path, slots=2, warm=1) as here:
        await here.warm(1)
        call_id = await here.place(1)
        assert here.pool.unattended == []
        here.starter.of(call_id).hung = True
        await asyncio.sleep(2 * BEAT_S)
        assert [str(each.call_id) for each in here.pool.unattended] == [call_id]


async def test_a_call_that_kills_slowly_is_closed_in_the_end(tmp_path: Path):
    async with node(tmp_path, slots=2, warm=1) as here:
        await here.warm(1)
        call_id = await here.place(1)
        for _ in range(DEATHS_IN_ALL):
            assert here.given_up == []
            await until(lambda: call_id in here.starter.placed)
            await asyncio.sleep(STEADY_S)
            here.starter.of(call_id).die()
        await until(lambda: here.given_up == [call_id])


# --- calls slow to be written -----------------------------------------------------------------------------------
async def test_calls_that_are_written_slowly_give_their_slots_back_as_far_as_an_actor_may_write(
    tmp_path: Path,
):
    async with node(tmp_path, slots=1, calls_per_actor=1, warm=1) as here:
        await here.warm(1)
        call_ids: list[str] = []
        for number in range(MOST_WRITING + 1):
            call_id = await here.place(number)
            here.starter.of(call_id).write_slowly(call_id)
            call_ids.append(call_id)
            await until(lambda number=number: here.pool.writing_calls == number + 1)
        assert (here.pool.free, here.pool.slots_held_by_writing) == (0, 1)
        for written, call_id in enumerate(call_ids, 1):
            here.starter.of(call_id).release(call_id)
            await until(lambda written=written: here.pool.writing_calls == MOST_WRITING + 1 - written)
            assert (here.pool.free, here.pool.slots_held_by_writing) == (1, 0)


# --- actors that do not greet -----------------------------------------------------------------------------------
async def test_an_adopted_actor_that_never_says_hello_is_found(tmp_path: Path):
    async with node(tmp_path, slots=2, warm=0) as here:
        silent = ScriptedActor("silent", tmp_path / "silent.sock", says_hello=False)
        hung = ScriptedActor("hung", tmp_path / "hung.sock", says_hello=False)
        hung.hung = True
        for actor in (silent, hung):
            here.pool.adopt(actor.started)
        await until(lambda: hung.killed, within_s=HUNG_AFTER_S + BEAT_S)
        assert not silent.killed, "it answers"
        await until(lambda: silent.killed, within_s=(GREETED_BEATS + 2) * BEAT_S)
        with_greeting = ScriptedActor("well", tmp_path / "well.sock")
        here.pool.adopt(with_greeting.started)
        await asyncio.sleep(2 * GREETED_BEATS * BEAT_S)
        assert with_greeting.killed <= 1, "only as one too many"


async def test_a_call_that_cannot_be_sent_is_refused_and_its_actor_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    async with node(tmp_path, slots=4, calls_per_actor=2, warm=1) as here:
        await here.warm(1)
        first = await here.place(1)
        really = socket.send_fds

        def send(sock: socket.socket, packets: list[bytes], descriptors: list[int]) -> int:
            if descriptors:
                raise OSError(errno.EBADF, "bad descriptor")
            return really(sock, packets, descriptors)

        monkeypatch.setattr(socket, "send_fds", send)
        with pytest.raises(AtCapacity, match="given to an actor"):
            await here.place(2)
        monkeypatch.undo()
        assert here.starter.of(first).killed == 0
        assert here.pool.live_calls == 1
        await here.place(3)
