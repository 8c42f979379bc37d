"""The media gateway: what gets in, what is refused and how, on real connections."""

import asyncio
from pathlib import Path
from uuid import UUID

import pytest
import structlog

from actors.pool.members import PlacedCall
from deployments.media.gateway import MAX_UNPLACED
from deployments.media.node import hang_up_on
from deployments.media.upgrade_request import AT_ONCE_S, HALF_SENT_PER_ADDRESS
from domain.call.effects import NextStepKind
from domain.call.next_step import NextStep
from services.records.unserved_calls import UnservedCalls
from tests.fakes.call import CALL_ID, Surroundings, call_sid, ticket
from tests.fakes.carrier import tcp_pair
from tests.fakes.stores import FakeNextSteps
from tests.integration.deployments.media.listening_gateway import (
    NODE,
    PATH,
    RESERVE,
    TOKEN,
    listening_gateway,
    signature,
    upgrade,
)
from tests.support.descriptors import open_descriptors
from tests.support.virtual_time import until


# --- in ---------------------------------------------------------------------------------------------------------
async def test_a_signed_stream_of_a_known_call_is_placed_with_its_bytes_unread():
    async with listening_gateway() as here:
        await here.knock(upgrade() + b"\x81\x80\x00\x00\x00\x00")
        await until(lambda: here.pool.placed)
        placed, sock = here.pool.placed[0]
        assert placed.call_id == CALL_ID
        assert sock.recv(10_000) == upgrade() + b"\x81\x80\x00\x00\x00\x00"


async def test_an_actor_can_answer_on_the_placed_socket():
    async with listening_gateway() as here:
        client = await here.knock(upgrade())
        await until(lambda: here.pool.placed)
        here.pool.placed[0][1].sendall(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
        assert (await asyncio.get_running_loop().sock_recv(client, 100)).startswith(b"HTTP/1.1 101")


# --- calls that an actor is kept for ----------------------------------------------------------------------------
STREAM = ticket().stream_key


async def test_a_call_the_node_keeps_an_actor_for_is_taken_though_every_slot_is_spoken_for():
    async with listening_gateway() as here:
        here.pool.free = 0
        here.pool.expected.add(str(CALL_ID))
        await here.knock(upgrade())
        await until(lambda: here.pool.placed)


async def test_a_call_another_node_has_an_actor_for_is_left_to_it_rather_than_kept_waiting():
    async with listening_gateway() as here:
        here.nodes.holders[STREAM] = "node-2"
        here.pool.takes_at_once = False
        assert await here.refuses(upgrade()) == 503
        here.pool.takes_at_once = True
        await here.knock(upgrade())
        await until(lambda: here.pool.placed)
        assert here.nodes.told_to_stop == [("node-2", STREAM)]


async def test_a_call_that_comes_again_stays_though_it_has_to_wait():
    async with listening_gateway() as here:
        again = ticket(stream_generation=1)
        here.tickets.admitted[CALL_ID, TOKEN] = again
        here.nodes.holders[again.stream_key] = "node-2"
        here.pool.takes_at_once = False
        await here.knock(upgrade())
        await until(lambda: here.pool.placed)


@pytest.mark.parametrize("holder", [NODE, None])
async def test_a_call_no_other_node_has_an_actor_for_waits_here(holder: str | None):
    async with listening_gateway() as here:
        if holder is not None:
            here.nodes.holders[STREAM] = holder  # by the gateway before this one
        here.pool.takes_at_once = False
        await here.knock(upgrade())
        await until(lambda: here.pool.placed)
        assert here.nodes.told_to_stop == []


async def test_a_redis_that_does_not_say_who_has_an_actor_keeps_no_call_out():
    async with listening_gateway() as here:
        here.nodes.broken = True
        here.pool.takes_at_once = False
        await here.knock(upgrade())
        await until(lambda: here.pool.placed)


async def test_half_sent_requests_of_one_address_keep_nobody_out():
    async with listening_gateway() as here:
        half = [await here.knock(upgrade()[:50]) for _ in range(HALF_SENT_PER_ADDRESS + 10)]
        await asyncio.sleep(2 * AT_ONCE_S)
        caller = await here.knock(upgrade())
        await until(lambda: here.pool.placed)
        assert here.pool.placed[0][1].getpeername() == caller.getsockname()
        statuses = [(await here.answer(client))[0] for client in half]
        assert sorted(statuses) == [408] * HALF_SENT_PER_ADDRESS + [429] * 10


async def test_many_come_at_once_and_each_gets_its_own_call():
    async with listening_gateway() as here:
        wanted = [UUID(int=CALL_ID.int + number) for number in range(1, 101)]
        for number, call_id in enumerate(wanted, 1):
            here.tickets.admitted[call_id, TOKEN] = ticket(number)
        paths = [f"/media/{call_id}/{TOKEN}" for call_id in wanted]
        await asyncio.gather(*(here.knock(upgrade(path)) for path in paths))
        await until(lambda: len(here.pool.placed) == 100)
        for placed, sock in here.pool.placed:
            assert sock.recv(10_000).split(b" ")[1].decode() == f"/media/{placed.call_id}/{TOKEN}"


async def test_idle_connections_do_not_keep_a_call_out():
    async with listening_gateway() as here:
        for _ in range(200):
            await here.knock(b"GET /media")
        await here.knock(upgrade())
        await until(lambda: here.pool.placed, within_s=1)


async def test_more_idle_connections_than_are_looked_at_only_delay_a_call():
    async with listening_gateway() as here:
        for _ in range(MAX_UNPLACED + 50):
            await here.knock()
        await here.knock(upgrade())
        await until(lambda: here.pool.placed, within_s=2)


async def test_streams_are_signed_over_the_public_address():
    async with listening_gateway("http://127.0.0.1:8000") as here:
        await here.knock(upgrade(signed=signature(PATH, "wss://127.0.0.1:8000")))
        await until(lambda: here.pool.placed)


# --- refused ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("sent", [b"", b"GET /media/x HTTP/1.1\r\nHost: a\r\nUpgr"])
async def test_a_request_that_does_not_come_is_answered_408(sent: bytes):
    async with listening_gateway() as here:
        assert await here.refuses(sent) == 408


async def test_a_header_of_9_kib_is_answered_431():
    async with listening_gateway() as here:
        assert await here.refuses(upgrade(extra="X-Filler: " + "x" * 9 * 1024)) == 431


@pytest.mark.parametrize(
    "request_",
    [upgrade(method="POST"), b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"],
    ids=["POST", "no upgrade"],
)
async def test_what_is_no_upgrade_is_answered_426(request_: bytes):
    async with listening_gateway() as here:
        assert await here.refuses(request_) == 426


async def test_what_is_no_http_is_answered_400():
    async with listening_gateway() as here:
        assert await here.refuses(b"\x16\x03\x01\x02\x00\r\n\r\n") == 400


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/media",
        f"/media/{CALL_ID}",
        f"/media/{CALL_ID}/",
        f"/media/{CALL_ID}/{TOKEN}/more",
        f"/stream/{CALL_ID}/{TOKEN}",
        "//[broken",
    ],
)
async def test_another_address_is_answered_404(path: str):
    async with listening_gateway() as here:
        assert await here.refuses(upgrade(path)) == 404


@pytest.mark.parametrize(
    "signed",
    [
        "",
        "AAAA",
        signature(PATH, token="f" * 32),
        signature("/media/other/token"),
        signature(PATH, "wss://evil"),
    ],
    ids=["missing", "garbage", "another token", "another path", "another host"],
)
async def test_an_unsigned_stream_is_answered_403_and_its_ticket_stays(signed: str):
    async with listening_gateway() as here:
        assert await here.refuses(upgrade(signed=signed)) == 403
        assert (CALL_ID, TOKEN) in here.tickets.admitted


@pytest.mark.parametrize(
    "path",
    [
        f"/media/{CALL_ID}/wrong",
        f"/media/{UUID(int=5)}/{TOKEN}",
        f"/media/not-an-id/{TOKEN}",
        f"/media/{CALL_ID}/%00",
    ],
)
async def test_a_stream_nobody_announced_is_answered_403(path: str):
    async with listening_gateway() as here:
        assert await here.refuses(upgrade(path)) == 403


async def test_a_ticket_lets_one_stream_in():
    async with listening_gateway() as here:
        clients = [await here.knock(upgrade()) for _ in range(3)]
        answers = [asyncio.ensure_future(here.answer(client)) for client in clients]
        await until(lambda: sum(answer.done() for answer in answers) == 2)
        assert len(here.pool.placed) == 1
        assert [answer.result()[0] for answer in answers if answer.done()] == [403, 403]
        for answer in answers:
            answer.cancel()
        await asyncio.gather(*answers, return_exceptions=True)


async def test_a_full_node_answers_503_with_a_hint_when_to_come_back():
    async with listening_gateway() as here:
        here.pool.free = 0
        assert await here.refuses(upgrade()) == 503


async def test_a_full_node_leaves_the_ticket_to_another_one():
    async with listening_gateway() as here:
        here.pool.free = 0
        assert await here.refuses(upgrade()) == 503
        here.pool.free = 1
        await here.knock(upgrade())
        await until(lambda: len(here.pool.placed) == 1)


async def test_a_ticket_that_could_not_be_used_here_lets_its_stream_in_elsewhere():
    async with listening_gateway() as here:
        here.pool.crowded = True
        assert await here.refuses(upgrade()) == 503
        here.pool.crowded = False
        await here.knock(upgrade())
        await until(lambda: len(here.pool.placed) == 1)


async def test_a_ticket_that_cannot_be_given_back_is_refused_all_the_same():
    async with listening_gateway() as here:
        here.pool.crowded = here.tickets.keeps_claims = True
        assert await here.refuses(upgrade()) == 503


async def test_a_node_without_redis_answers_503():
    async with listening_gateway() as here:
        here.tickets.broken = True
        assert await here.refuses(upgrade()) == 503


async def test_refusals_do_not_tell_what_was_wrong_in_detail():
    async with listening_gateway() as here:
        bodies = set[str]()
        for path in (f"/media/{CALL_ID}/wrong", f"/media/{UUID(int=5)}/{TOKEN}"):
            _, body = await here.answer(await here.knock(upgrade(path)))
            bodies.add(body)
        assert len(bodies) == 1


async def test_a_client_that_leaves_early_leaves_nothing_behind():
    async with listening_gateway() as here:
        before = open_descriptors()
        with structlog.testing.capture_logs() as logs:
            for sent in (b"", b"GET /media", upgrade(signed="AAAA")):
                client = await here.knock(sent)
                client.close()
            await asyncio.sleep(10)
        assert open_descriptors() == before
        assert [entry for entry in logs if entry["log_level"] == "error"] == []


async def test_a_client_that_does_not_read_its_refusal_is_dropped():
    async with listening_gateway() as here:
        before = open_descriptors()
        await here.knock(upgrade(signed="AAAA"))
        await asyncio.sleep(10)
        assert open_descriptors() == before + 1, "only the client's own end is open"


# --- the balancer -----------------------------------------------------------------------------------------------
HEALTH = b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n"


async def test_a_node_with_room_beyond_its_reserve_is_healthy():
    async with listening_gateway() as here:
        here.pool.free = RESERVE + 1
        assert await here.answer(await here.knock(HEALTH)) == (200, "3 call slots are free")


async def test_a_node_is_out_of_the_balancer_before_its_last_slot_is_gone():
    async with listening_gateway() as here:
        here.pool.free = RESERVE
        assert await here.answer(await here.knock(HEALTH)) == (503, "2 call slots are free")
        await here.knock(upgrade())
        await until(lambda: here.pool.placed)


async def test_a_node_that_is_being_emptied_is_out_of_the_balancer():
    async with listening_gateway() as here:
        here.pool.free, here.pool.draining = 0, True
        assert await here.answer(await here.knock(HEALTH)) == (503, "draining")


async def test_health_is_told_while_redis_is_away():
    async with listening_gateway() as here:
        here.tickets.broken = True
        assert (await here.answer(await here.knock(HEALTH)))[0] == 200


# --- the port ---------------------------------------------------------------------------------------------------
async def test_a_port_chosen_once_is_kept_by_the_gateways_after(tmp_path: Path):
    remembered = tmp_path / "run" / "media_port"
    async with listening_gateway(port_file=remembered) as first:
        port = first.gateway.port
        assert int(remembered.read_text()) == port
        assert [kept.getsockname()[1] for kept in first.pool.kept] == [port], (
            "the actors keep the listening socket"
        )
    async with listening_gateway(port_file=remembered) as second:
        assert second.gateway.port == port


async def test_a_port_file_of_no_use_is_written_anew(tmp_path: Path):
    remembered = tmp_path / "media_port"
    remembered.write_text("not a port")
    async with listening_gateway(port_file=remembered) as here:
        assert int(remembered.read_text()) == here.gateway.port > 0


# --- the next gateway -------------------------------------------------------------------------------------------
async def test_a_gateway_that_stops_places_those_it_let_in_and_leaves_the_rest_to_the_next():
    async with listening_gateway() as here:
        here.pool.takes_s = 1.0
        await here.knock(upgrade())
        await until(lambda: here.tickets.claimed)
        here.gateway.stop_accepting()
        await asyncio.sleep(0)
        late = await here.knock(b"GET /media")
        await here.gateway.placed_all()
        assert [placed.call_id for placed, _ in here.pool.placed] == [CALL_ID]
        accepted, _ = await asyncio.get_running_loop().sock_accept(here.pool.kept[0])
        assert accepted.recv(100) == b"GET /media"
        assert late.getsockname() == accepted.getpeername()
        accepted.close()


# --- giving up --------------------------------------------------------------------------------------------------
def unserved_calls(around: Surroundings) -> UnservedCalls:
    dependencies = around.dependencies
    return UnservedCalls(dependencies.records, dependencies.next_steps, dependencies.profiles)


async def test_a_call_that_is_given_up_has_word_left_before_its_connection_ends(tmp_path: Path):
    near, far = tcp_pair()

    class WatchedNextSteps(FakeNextSteps):
        async def put(self, call_sid: str, step: NextStep) -> None:
            await super().put(call_sid, step)
            assert far.fileno() != -1

    around = Surroundings(tmp_path)
    around.next_steps = WatchedNextSteps()
    with near:
        near.settimeout(5)
        await hang_up_on(unserved_calls(around), PlacedCall(ticket(), far))
        assert near.recv(10) == b""
    assert around.next_steps.decided[call_sid()].kind is NextStepKind.VOICEMAIL
    assert [given_up.call_id for given_up, _ in around.records.given_up] == [CALL_ID]


async def test_with_the_stores_away_a_given_up_connection_ends_all_the_same(tmp_path: Path):
    around = Surroundings(tmp_path)
    around.redis_goes_away()
    around.records.failures = 1
    near, far = tcp_pair()
    with near:
        near.settimeout(5)
        await hang_up_on(unserved_calls(around), PlacedCall(ticket(), far))
        assert near.recv(10) == b""
