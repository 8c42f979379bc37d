"""Who may open a media stream, in Redis: one ticket per call, admitted by the webhook, claimed by the node it reaches.

Every key expires by itself. Works with Redis 6.2. Methods raise `StorageError` when Redis is unreachable.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from redis.asyncio import Redis

from domain.customers.known import KnownCaller
from domain.known_fields import known_fields
from storage.redis.connection import redis_errors
from storage.redis.expiry import ttl_ms
from storage.redis.next_steps import next_step_key

_ADMIT = """
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'token_hash', ARGV[1], 'ticket', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
"""

# One round trip decides: the token fits and nobody claimed the call before. A redirect's stream ends the one before it.
_CLAIM = """
local ticket = redis.call('HMGET', KEYS[1], 'token_hash', 'ticket', 'claimed', 'before_hash', 'before')
if ticket[3] then return false end
if ticket[1] and ticket[1] == ARGV[1] then
    redis.call('HSET', KEYS[1], 'claimed', '1')
    redis.call('HDEL', KEYS[1], 'before_hash', 'before')
    return ticket[2]
end
if not ticket[4] or ticket[4] ~= ARGV[1] then return false end
redis.call('HDEL', KEYS[1], 'before_hash')
return ticket[5]
"""

_UNCLAIM = """
local ticket = redis.call('HMGET', KEYS[1], 'ticket', 'before')
if ticket[1] and (cjson.decode(ticket[1])['moves'] or 0) == tonumber(ARGV[1]) then
    redis.call('HDEL', KEYS[1], 'claimed')
elseif ticket[2] and (cjson.decode(ticket[2])['moves'] or 0) == tonumber(ARGV[1]) then
    redis.call('HSET', KEYS[1], 'before_hash', ARGV[2])
end
return 1
"""

# Twice for the same stream changes nothing, also when several ask at once.
_READMIT = """
local stored = redis.call('HGET', KEYS[1], 'ticket')
local lately = tonumber(redis.call('GET', KEYS[2]) or '0')
if stored and (cjson.decode(stored)['moves'] or 0) >= tonumber(ARGV[3]) then return lately end
if lately >= tonumber(ARGV[5]) then return false end
if redis.call('INCR', KEYS[2]) == 1 then redis.call('PEXPIRE', KEYS[2], ARGV[6]) end
redis.call('DEL', KEYS[1], KEYS[3])
redis.call('HSET', KEYS[1], 'token_hash', ARGV[1], 'ticket', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return lately + 1
"""

# Compared with the ticket it was decided by: the carrier may have asked meanwhile, and been let in.
_REDIRECT = """
local stored = redis.call('HGET', KEYS[1], 'ticket')
if stored and (cjson.decode(stored)['moves'] or 0) > tonumber(ARGV[3]) then return -1 end
local lately = tonumber(redis.call('GET', KEYS[2]) or '0')
if lately >= tonumber(ARGV[5]) then return false end
if redis.call('INCR', KEYS[2]) == 1 then redis.call('PEXPIRE', KEYS[2], ARGV[6]) end
redis.call('DEL', KEYS[1], KEYS[3])
local time = redis.call('TIME')
redis.call('HSET', KEYS[1], 'token_hash', ARGV[1], 'ticket', ARGV[2], 'before_hash', ARGV[7], 'before', ARGV[8],
           'redirected_at', time[1] * 1000 + math.floor(time[2] / 1000))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return lately + 1
"""


def stream_key(call_id: UUID, generation: int) -> str:
    """Names one media stream of a call, for those who speak of it before it is there."""
    return f"{call_id}/{generation}"


def hash_token(token: str) -> str:
    """What is kept of a stream token: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the webhook decided about a call, for whichever node its media stream reaches.

    `token_hash` is `hash_token` of the token in the stream's path; `from_number` is None when withheld.
    `stream_generation` numbers the call's media streams: 0 is its first one, above it the call goes on from its
    journal. In JSON it is called `moves`, which every release reads. `receptionist_version` is the number of the
    version that serves the call to its end, None for whichever is published. `redirected` says that the carrier is
    told of the stream unasked: the number before it is that of the stream it gets when it asks before it obeys.
    `caller` is who is known by the number, as it was when the phone rang.
    """

    call_id: UUID
    business_id: UUID
    call_sid: str
    from_number: str | None
    to_number: str
    token_hash: str
    received_at: datetime
    stream_generation: int = 0
    receptionist_version: int | None = None
    redirected: bool = False
    caller: KnownCaller | None = None

    @property
    def stream_key(self) -> str:
        """Names this one media stream of the call."""
        return stream_key(self.call_id, self.stream_generation)

    def to_json(self) -> str:
        fields = asdict(self)
        fields["moves"] = fields.pop("stream_generation")
        if self.receptionist_version is None:
            del fields["receptionist_version"]
        if not self.redirected:
            del fields["redirected"]
        if self.caller is None:
            del fields["caller"]
        else:
            fields["caller"] = self.caller.to_fields()
        return json.dumps(fields, default=str)

    @classmethod
    def from_json(cls, data: str | bytes) -> "Ticket":
        told: dict[str, Any] = json.loads(data)
        fields = known_fields(cls, told)
        fields["call_id"] = UUID(fields["call_id"])
        fields["business_id"] = UUID(fields["business_id"])
        fields["received_at"] = datetime.fromisoformat(fields["received_at"])
        fields["stream_generation"] = told.get("moves", 0)
        fields["caller"] = KnownCaller.from_fields(told.get("caller"))
        return cls(**fields)


class MovedOn(Exception):
    """Somebody else has let the call go on meanwhile."""


class Tickets:
    """The tickets of all calls."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    async def admit(self, ticket: Ticket, ttl_s: float) -> None:
        """Lets one media stream with the ticket's token in, within `ttl_s`; an earlier ticket of the call stands.

        A webhook that Twilio repeats must not make a claimed ticket claimable again.
        """
        with redis_errors():
            await self._redis.eval(
                _ADMIT, 1, ticket_key(ticket.call_id), ticket.token_hash, ticket.to_json(), ttl_ms(ttl_s)
            )

    async def readmit(self, ticket: Ticket, ttl_s: float, *, limit: int, within_s: float) -> int | None:
        """Lets a fresh media stream of a call in, within `ttl_s`: the ticket replaces those of earlier streams.

        The next step decided at the end of the earlier stream is dropped with it. A ticket that is no newer than the
        stored one changes nothing.

        Args:
            limit: how many fresh streams the call may get in `within_s`, counted from the first.

        Returns:
            How many it got in that time, this one included; None when it may have no more.
        """
        keys = _keys_of_fresh(ticket)
        values = (
            ticket.token_hash,
            ticket.to_json(),
            ticket.stream_generation,
            ttl_ms(ttl_s),
            limit,
            ttl_ms(within_s),
        )
        with redis_errors():
            return await self._redis.eval(_READMIT, len(keys), *keys, *values)

    async def redirect(
        self, ticket: Ticket, before: Ticket, known: Ticket, ttl_s: float, *, limit: int, within_s: float
    ) -> int | None:
        """Lets in the stream that the carrier is told of unasked, as `readmit` does, and the one before it.

        Until the redirect's stream is claimed the other one is let in too: it is for a carrier that asks first. It may
        open that, and obey the redirect then.

        Args:
            ticket: of the redirect's stream; `before` is the other one's.
            known: the newest ticket when it was decided.

        Returns:
            How many fresh streams the call got in that time; None when it may have no more.

        Raises:
            MovedOn: the call has a later ticket than `known`.
        """
        values = (
            ticket.token_hash,
            ticket.to_json(),
            known.stream_generation,
            ttl_ms(ttl_s),
            limit,
            ttl_ms(within_s),
            before.token_hash,
            before.to_json(),
        )
        keys = _keys_of_fresh(ticket)
        with redis_errors():
            count = await self._redis.eval(_REDIRECT, len(keys), *keys, *values)
        if count == -1:
            raise MovedOn
        return count

    async def claim(self, call_id: UUID, token: str) -> Ticket | None:
        """Uses the ticket up. None for a wrong token, a second use, an expired or unknown call.

        A wrong token does not use it up. Of several at once exactly one gets the ticket.
        """
        with redis_errors():
            found = await self._redis.eval(_CLAIM, 1, ticket_key(call_id), hash_token(token))
        return Ticket.from_json(found) if found else None

    async def unclaim(self, ticket: Ticket) -> None:
        """The claimed ticket could not be used after all: another node may claim it. Not that of a later stream."""
        with redis_errors():
            await self._redis.eval(
                _UNCLAIM, 1, ticket_key(ticket.call_id), ticket.stream_generation, ticket.token_hash
            )

    async def peek(self, call_id: UUID) -> Ticket | None:
        """The ticket until it expires, claimed or not."""
        with redis_errors():
            found = await self._redis.hget(ticket_key(call_id), "ticket")
        return Ticket.from_json(found) if found else None


def ticket_key(call_id: UUID) -> str:
    """Where a call's ticket is: a hash."""
    return f"ticket:{call_id}"


def _keys_of_fresh(ticket: Ticket) -> tuple[str, str, str]:
    return ticket_key(ticket.call_id), f"moves:{ticket.call_id}", next_step_key(ticket.call_sid)
