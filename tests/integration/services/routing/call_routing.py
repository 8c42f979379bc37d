"""Everything that decides about calls before, between and after their media streams, on real stores."""

from dataclasses import dataclass
from uuid import UUID

from redis.asyncio import Redis

from domain.call_control import OpenStream
from services.profiles import Profiles
from services.records.call_records import CallRecords
from services.routing.call_ended import EndedCalls
from services.routing.incoming import IncomingCalls
from services.routing.stream_ended import EndedStreams
from services.routing.streams import Streams
from services.routing.transfers import PutThroughs
from storage.objects import Objects
from storage.postgres.database import Database
from storage.redis.leases import Leases
from storage.redis.stores import RedisStores


@dataclass(frozen=True, slots=True)
class CallRouting:
    """One replica's; several over the same stores are several replicas."""

    records: CallRecords
    stores: RedisStores
    profiles: Profiles
    streams: Streams
    incoming_calls: IncomingCalls
    ended_streams: EndedStreams
    ended_calls: EndedCalls
    put_throughs: PutThroughs

    @property
    def leases(self) -> Leases:
        return self.stores.leases


def call_routing(database: Database, redis: Redis, *, key: str = "key", reserve: int = 1) -> CallRouting:
    stores, profiles = RedisStores.over(redis), Profiles(database, redis)
    leases = stores.leases
    records = CallRecords(database, stores.journal, stores.live, Objects("memory://"))
    streams = Streams(stores.tickets, stores.capacity, stores.rings, leases, token_key=key, reserve=reserve)
    put_throughs = PutThroughs(database, stores.transfers, stores.next_steps, profiles)
    return CallRouting(
        records,
        stores,
        profiles,
        streams,
        IncomingCalls(database, stores.live, profiles, streams, put_throughs),
        EndedStreams(records, leases, stores.next_steps, profiles, streams),
        EndedCalls(records, leases, profiles, put_throughs),
        put_throughs,
    )


def stream_of(step: object) -> tuple[UUID, str]:
    """Call id and token of a step that opens a stream."""
    assert isinstance(step, OpenStream)
    return step.call_id, step.token
