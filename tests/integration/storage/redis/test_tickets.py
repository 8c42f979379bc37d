"""Tickets on a real Redis."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from redis.asyncio import Redis

from domain.call.effects import NextStepKind
from domain.call.next_step import NextStep
from domain.ids import new_id
from storage.redis.next_steps import NextSteps
from storage.redis.tickets import MovedOn, Ticket, Tickets, hash_token
from tests.integration.storage.redis.expiring_keys import until_gone

TOKEN = "token"


def ticket(token: str = TOKEN, call_id: UUID | None = None) -> Ticket:
    return Ticket(
        call_id=call_id or new_id(),
        business_id=new_id(),
        call_sid="CA1",
        from_number=None,
        to_number="+61280001234",
        token_hash=hash_token(token),
        received_at=datetime(2026, 11, 23, 5, 17, 0, 123, tzinfo=UTC),
    )


async def test_ticket_is_claimed_once_of_many_at_once(redis: Redis) -> None:
    tickets, admitted = Tickets(redis), ticket()
    await tickets.admit(admitted, 30)
    claims = await asyncio.gather(*(tickets.claim(admitted.call_id, "token") for _ in range(20)))
    assert [claim for claim in claims if claim is not None] == [admitted]


async def test_wrong_token_neither_gets_nor_spends_the_ticket(redis: Redis) -> None:
    tickets, admitted = Tickets(redis), ticket()
    await tickets.admit(admitted, 30)
    assert await tickets.claim(admitted.call_id, "guess") is None
    assert await tickets.claim(admitted.call_id, admitted.token_hash) is None
    assert await tickets.claim(new_id(), "token") is None
    assert await tickets.claim(admitted.call_id, "token") == admitted


async def test_claimed_ticket_can_still_be_looked_at(redis: Redis) -> None:
    tickets, admitted = Tickets(redis), ticket()
    assert await tickets.peek(admitted.call_id) is None
    await tickets.admit(admitted, 30)
    await tickets.claim(admitted.call_id, "token")
    assert await tickets.peek(admitted.call_id) == admitted


async def test_spent_ticket_is_not_made_anew_by_a_repeated_webhook(redis: Redis) -> None:
    tickets, first = Tickets(redis), ticket("first")
    await tickets.admit(first, 30)
    await tickets.claim(first.call_id, "first")
    second = ticket("second", first.call_id)
    await tickets.admit(second, 30)
    assert await tickets.claim(first.call_id, "first") is None
    assert await tickets.claim(first.call_id, "second") is None


async def test_expired_ticket_lets_nobody_in(redis: Redis) -> None:
    tickets, admitted = Tickets(redis), ticket()
    await tickets.admit(admitted, 0.02)
    await until_gone(redis, f"ticket:{admitted.call_id}")
    assert await tickets.claim(admitted.call_id, "token") is None
    assert await tickets.peek(admitted.call_id) is None


# --- fresh streams of a live call -------------------------------------------------------------------------------
def fresh(first: Ticket, generation: int) -> Ticket:
    return replace(first, stream_generation=generation, token_hash=hash_token(f"token {generation}"))


async def readmit(tickets: Tickets, ticket: Ticket, *, limit: int = 3, within_s: float = 60) -> int | None:
    return await tickets.readmit(ticket, 30, limit=limit, within_s=within_s)


@pytest.mark.parametrize("claimed", [True, False])
async def test_a_fresh_stream_replaces_the_ticket_used_or_not(redis: Redis, claimed: bool) -> None:
    tickets, first = Tickets(redis), ticket()
    await tickets.admit(first, 30)
    if claimed:
        await tickets.claim(first.call_id, TOKEN)
    assert await readmit(tickets, fresh(first, 1)) == 1
    assert await tickets.claim(first.call_id, TOKEN) is None
    assert await tickets.claim(first.call_id, "token 1") == fresh(first, 1)
    assert await tickets.claim(first.call_id, "token 1") is None


async def test_a_fresh_stream_needs_no_earlier_ticket(redis: Redis) -> None:
    tickets, first = Tickets(redis), ticket()
    assert await readmit(tickets, fresh(first, 4)) == 1
    assert await tickets.claim(first.call_id, "token 4") == fresh(first, 4)


async def test_the_same_fresh_stream_again_changes_nothing(redis: Redis) -> None:
    tickets, first = Tickets(redis), ticket()
    await tickets.admit(first, 30)
    counts = await asyncio.gather(*(readmit(tickets, fresh(first, 1)) for _ in range(10)))
    assert counts == [1] * 10
    await tickets.claim(first.call_id, "token 1")
    assert await readmit(tickets, fresh(first, 1)) == 1
    assert await tickets.claim(first.call_id, "token 1") is None
    assert await readmit(tickets, first) == 1
    assert await tickets.peek(first.call_id) == fresh(first, 1)


async def test_a_call_gets_so_many_fresh_streams_in_a_time_and_then_more(redis: Redis) -> None:
    tickets, first = Tickets(redis), ticket()
    assert [await readmit(tickets, fresh(first, n), limit=2) for n in (1, 2, 3, 3)] == [1, 2, None, None]
    assert await tickets.peek(first.call_id) == fresh(first, 2)
    assert 0 < await redis.pttl(f"moves:{first.call_id}") <= 60_000
    await redis.pexpire(f"moves:{first.call_id}", 1)
    await until_gone(redis, f"moves:{first.call_id}")
    assert await readmit(tickets, fresh(first, 3), limit=2) == 1


async def test_a_fresh_stream_forgets_what_was_to_follow_the_old_one(redis: Redis) -> None:
    tickets, first = Tickets(redis), replace(ticket(), call_sid=f"CA{new_id().hex}")
    next_steps = NextSteps(redis)
    await next_steps.put(first.call_sid, NextStep(NextStepKind.MOVE))
    await readmit(tickets, fresh(first, 1))
    assert await next_steps.get(first.call_sid) is None
    await next_steps.put(first.call_sid, NextStep(NextStepKind.HANG_UP))
    await readmit(tickets, fresh(first, 1))
    assert await next_steps.get(first.call_sid) == NextStep(NextStepKind.HANG_UP)


@pytest.mark.parametrize("claimed_since", [False, True], ids=["at once", "late"])
async def test_a_ticket_that_could_not_be_used_is_given_back_but_not_that_of_a_later_stream(
    redis: Redis, claimed_since: bool
) -> None:
    tickets, first = Tickets(redis), ticket()
    await tickets.admit(first, 30)
    assert await tickets.claim(first.call_id, TOKEN) == first
    if claimed_since:
        await readmit(tickets, fresh(first, 1))
        await tickets.claim(first.call_id, "token 1")
    await tickets.unclaim(first)
    assert await tickets.claim(first.call_id, TOKEN) == (None if claimed_since else first)
    assert await tickets.claim(first.call_id, "token 1") is None


async def redirect(tickets: Tickets, first: Ticket, known: Ticket, limit: int = 3) -> int | None:
    ahead, before = (fresh(first, known.stream_generation + n) for n in (2, 1))
    return await tickets.redirect(ahead, before, known, 30, limit=limit, within_s=60)


async def test_a_redirect_lets_two_streams_in_the_second_of_which_ends_the_first(redis: Redis) -> None:
    tickets, first = Tickets(redis), ticket()
    await tickets.admit(first, 30)
    await tickets.claim(first.call_id, TOKEN)
    assert await redirect(tickets, first, first) == 1
    assert await tickets.claim(first.call_id, TOKEN) is None
    assert await tickets.claim(first.call_id, "token 1") == fresh(first, 1)
    assert await tickets.claim(first.call_id, "token 1") is None
    await tickets.unclaim(fresh(first, 1))
    assert await tickets.claim(first.call_id, "token 1") == fresh(first, 1)
    assert await tickets.claim(first.call_id, "token 2") == fresh(first, 2)
    await tickets.unclaim(fresh(first, 1))
    assert await tickets.claim(first.call_id, "token 1") is None
    await tickets.unclaim(fresh(first, 2))
    assert await tickets.claim(first.call_id, "token 2") == fresh(first, 2)
    assert await redis.pttl(f"ticket:{first.call_id}") > 0


async def test_a_redirect_is_not_for_a_call_that_has_moved_on_or_has_had_too_many(redis: Redis) -> None:
    tickets, first = Tickets(redis), ticket()
    await tickets.admit(first, 30)
    await readmit(tickets, fresh(first, 1))
    with pytest.raises(MovedOn):
        await redirect(tickets, first, first)
    assert await tickets.claim(first.call_id, "token 1") == fresh(first, 1)
    assert await redirect(tickets, first, fresh(first, 1), limit=2) == 2
    assert await redirect(tickets, first, fresh(first, 3), limit=2) is None
    assert await tickets.claim(first.call_id, "token 3") == fresh(first, 3)


async def test_every_key_of_a_ticket_expires(redis: Redis) -> None:
    tickets, first = Tickets(redis), ticket()
    await tickets.admit(first, 30)
    assert await redis.pttl(f"ticket:{first.call_id}") > 0
    await readmit(tickets, fresh(first, 1))
    assert await redis.pttl(f"ticket:{first.call_id}") > 0
    assert await redis.pttl(f"moves:{first.call_id}") > 0
