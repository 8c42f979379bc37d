"""Who may open a media stream: a call's first one, and a fresh one for a call that has lost its own."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from domain.call_control import OpenStream
from services.routing.patience import within
from services.routing.ringing import Ringing, untold
from storage.redis.capacity import Capacity
from storage.redis.leases import Leases
from storage.redis.rings import Rings
from storage.redis.tickets import MovedOn, Ticket, Tickets, hash_token, stream_key

TICKET_TTL_S = 60.0
"""From the carrier's question to the media stream: it needs well under a second."""

PAUSES_S = (0, 0, 1, 2, 3)
"""Before each fresh stream a call gets within `COUNTED_FOR_S`; after the last one it gets no more.

One or two come with a node's loss, a migration or an upgrade. More say that streams cannot be opened: a gateway that
is restarted needs three seconds, a balancer about as long to leave a lost node out.
"""

COUNTED_FOR_S = 60.0
"""From the first of them."""

MAX_FRESH_STREAMS = 50
"""Of one call in all: many times more than upgrades can bring, so that nothing goes round for hours."""

HOLD_S = 10.0
"""How long the watchdogs leave a call alone that was given a fresh stream."""


class Streams:
    """Tickets and their tokens.

    Args:
        token_key: secret that stream tokens are made with.
        on_rang: told how long each call waited for an actor, and whether there was one in the end.
        reserve: call slots of each node kept back from fresh calls, for those that migrate or have lost their node.
    """

    def __init__(
        self,
        tickets: Tickets,
        capacity: Capacity,
        rings: Rings,
        leases: Leases,
        *,
        token_key: str,
        reserve: int = 1,
        on_rang: Callable[[float, bool], None] = untold,
    ) -> None:
        self._tickets = tickets
        self._capacity = capacity
        self._ringing = Ringing(rings, on_rang)
        self._leases = leases
        self._token_key = token_key.encode()
        self._reserve = reserve

    async def room_for_a_fresh_call(self) -> bool:
        """Whether some node has slots beyond its reserve, of which the last slot of a node is never part."""
        nodes = (await within(self._capacity.by_node())).values()
        return any(free > min(self._reserve, total - 1) for free, total in nodes)

    async def room_for_a_live_call(self) -> bool:
        """Whether some node has a slot."""
        return any(free > 0 for free, _ in (await within(self._capacity.by_node())).values())

    async def actor_for_a_fresh_call(self, call_id: UUID, generation: int, within_s: float) -> bool:
        """Waits until some node keeps an actor for this stream of the call, reserves left alone; False without one."""
        stream = stream_key(call_id, generation)
        return await self._ringing.actor_for(stream, reserve=self._reserve, within_s=within_s)

    async def actor_for_a_live_call(self, call_id: UUID, generation: int, within_s: float) -> bool:
        """The same, reserves included."""
        return await self._ringing.actor_for(stream_key(call_id, generation), reserve=0, within_s=within_s)

    async def ticket(self, call_id: UUID) -> Ticket | None:
        """The newest ticket of the call; None when it was never given one, or has not been served for long."""
        leased = await within(self._leases.ticket(call_id))
        admitted = await within(self._tickets.peek(call_id))
        known = [ticket for ticket in (leased, admitted) if ticket is not None]
        return max(known, key=lambda ticket: ticket.stream_generation, default=None)

    async def first(self, ticket: Ticket) -> OpenStream:
        """Lets the call's first stream in; asked twice, the answer is the same and lets in nobody twice."""
        ticket = self._for_stream(ticket, 0)
        await within(self._tickets.admit(ticket, TICKET_TTL_S))
        return self._open(ticket, 0)

    async def fresh(self, ticket: Ticket, generation: int) -> OpenStream | None:
        """Lets the call's fresh stream of this generation in and holds its lease; None when it has had too many.

        Asked twice for the same generation, the answer is the same and lets in nobody twice.
        """
        if generation > MAX_FRESH_STREAMS:
            return None
        fresh = self._for_stream(ticket, generation)
        # Of a carrier that is being redirected the redirect's ticket is the newest, which changes nothing for this one.
        count = await within(
            self._tickets.readmit(fresh, TICKET_TTL_S, limit=len(PAUSES_S), within_s=COUNTED_FOR_S)
        )
        if count is None:
            return None
        await within(self._leases.renew([fresh], HOLD_S))
        return self._open(fresh, PAUSES_S[max(0, count - 1)])

    async def hold(self, ticket: Ticket) -> None:
        """The watchdogs leave the call alone: the carrier waits for its answer."""
        await within(self._leases.renew([ticket], HOLD_S))

    async def unasked(self, ticket: Ticket, known: Ticket) -> OpenStream | None:
        """The stream the carrier is redirected to; None when the call has had too many. Its lease stays as it is.

        A carrier that asks before it obeys gets the stream before this one, and is redirected from there: a redirect
        never names a stream that may have been opened, and who serves the other one knows that it has to let go.

        Args:
            known: the newest ticket (`ticket`).

        Raises:
            MovedOn: the carrier has asked, and has its answer.
        """
        generation = known.stream_generation + 2
        if generation > MAX_FRESH_STREAMS:
            return None
        if known.stream_generation > ticket.stream_generation and not known.redirected:
            await self.hold(known)
            raise MovedOn
        redirected = replace(self._for_stream(ticket, generation), redirected=True)
        before = self._for_stream(ticket, generation - 1)
        count = await within(
            self._tickets.redirect(
                redirected, before, known, TICKET_TTL_S, limit=len(PAUSES_S), within_s=COUNTED_FOR_S
            )
        )
        return None if count is None else self._open(redirected, PAUSES_S[max(0, count - 1)])

    def _open(self, ticket: Ticket, wait_s: int) -> OpenStream:
        token = self._token(ticket.call_id, ticket.stream_generation)
        return OpenStream(ticket.call_id, token, ticket.stream_generation, wait_s)

    def _for_stream(self, ticket: Ticket, generation: int) -> Ticket:
        token_hash = hash_token(self._token(ticket.call_id, generation))
        return replace(ticket, stream_generation=generation, token_hash=token_hash, redirected=False)

    def _token(self, call_id: UUID, generation: int) -> str:
        """The same for the same stream, so that a repeated webhook gets the same answer."""
        named = f"media stream {call_id} {generation}".encode()
        return hmac.new(self._token_key, named, hashlib.sha256).hexdigest()[:40]
