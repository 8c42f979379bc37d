"""Every store of ours that lives in Redis, over one client."""

from dataclasses import dataclass

from redis.asyncio import Redis

from storage.redis.answers import Answers
from storage.redis.capacity import Capacity
from storage.redis.dead_letters import DeadLetters
from storage.redis.deferred import DeferredStore
from storage.redis.fallbacks import Fallbacks
from storage.redis.journal import Journal
from storage.redis.leases import Leases
from storage.redis.live_view import LiveCalls
from storage.redis.next_steps import NextSteps
from storage.redis.nodes import Nodes
from storage.redis.presence import Presence
from storage.redis.profile_cache import ProfileCache
from storage.redis.rings import Rings
from storage.redis.text_counts import TextCounts
from storage.redis.tickets import Tickets
from storage.redis.transfers import Transfers


@dataclass(frozen=True, slots=True)
class RedisStores:
    """They share the connections of `client`, which whoever opened it closes."""

    client: Redis
    journal: Journal
    leases: Leases
    tickets: Tickets
    live: LiveCalls
    next_steps: NextSteps
    transfers: Transfers
    capacity: Capacity
    rings: Rings
    nodes: Nodes
    deferred: DeferredStore
    fallbacks: Fallbacks
    degraded: Fallbacks
    """Parts of a node, not vendors: what works there in a way that costs more."""
    dead_letters: DeadLetters
    text_counts: TextCounts
    answers: Answers
    profiles: ProfileCache
    presence: Presence

    @classmethod
    def over(cls, client: Redis) -> "RedisStores":
        return cls(
            client,
            journal=Journal(client),
            leases=Leases(client),
            tickets=Tickets(client),
            live=LiveCalls(client),
            next_steps=NextSteps(client),
            transfers=Transfers(client),
            capacity=Capacity(client),
            rings=Rings(client),
            nodes=Nodes(client),
            deferred=DeferredStore(client),
            fallbacks=Fallbacks(client),
            degraded=Fallbacks(client, "degraded"),
            dead_letters=DeadLetters(client),
            text_counts=TextCounts(client),
            answers=Answers(client),
            profiles=ProfileCache(client),
            presence=Presence(client),
        )
