"""Everything that decides about calls before, between and after their media streams, on real stores."""

from dataclasses import dataclass
from uuid import UUID

from redis.asyncio import Redis

from domain.call_control import OpenStream
from services.profiles import Profiles
from services.records.call_records import CallRecords
from services.routing.incoming import Reception
from services.routing.stream_ended import StreamEnds
from services.routing.streams import Streams
from storage.objects import Objects
from storage.postgres.database import Database
from storage.redis.leases import Leases
from storage.redis.stores import RedisStores


@dataclass(frozen=True, slots=True)
class FrontDesk:
    """One replica's; several over the same stores are several replicas."""

    records: CallRecords
    stores: RedisStores
    profiles: Profiles
    streams: Streams
    reception: Reception
    ends: StreamEnds

    @property
    def leases(self) -> Leases:
        return self.stores.leases


def front_desk(database: Database, redis: Redis, *, key: str = "key", reserve: int = 1) -> FrontDesk:
    stores, profiles = RedisStores.over(redis), Profiles(database, redis)
    leases = stores.leases
    records = CallRecords(database, stores.journal, stores.live, Objects("memory://"))
    streams = Streams(stores.tickets, stores.capacity, leases, token_key=key, reserve=reserve)
    return FrontDesk(
        records,
        stores,
        profiles,
        streams,
        Reception(records, leases, profiles, streams),
        StreamEnds(records, leases, stores.next_steps, profiles, streams),
    )


def stream_of(step: object) -> tuple[UUID, str]:
    """Call id and token of a step that opens a stream."""
    assert isinstance(step, OpenStream)
    return step.call_id, step.token
