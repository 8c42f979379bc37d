"""Puts together what decides about calls, from the settings: for the webhooks, and for the watchdog over live calls."""

from collections.abc import Callable
from time import monotonic

from config.settings import Settings
from deployments.telephony.routes import callback_urls
from providers.build import build_carrier
from services.item_failures import ItemFailures
from services.notifications.inbound import InboundTexts
from services.notifications.reports import Reports
from services.profiles import Profiles
from services.records.call_records import CallRecords
from services.routing.call_ended import EndedCalls
from services.routing.incoming import IncomingCalls
from services.routing.ringing import RING_WITHIN_S, untold
from services.routing.stream_ended import EndedStreams
from services.routing.streams import Streams
from services.routing.transfers import PutThroughs
from services.routing.voicemail import Voicemails
from services.routing.watchdog import SOURCE, Watchdog
from services.scheduling.bookings import Bookings
from services.scheduling.waiting_list import note_freed
from storage.redis.stores import RedisStores
from storage.stores import Stores

ANSWER_WITHIN_S = 6.0
"""A connected caller hears silence until our answer. A new one's phone rings, and may for `RING_WITHIN_S` longer:
Twilio gives up on us after 15 s.
"""


class Telephony:
    """What the webhooks need; one per replica."""

    def __init__(
        self,
        settings: Settings,
        stores: Stores,
        *,
        answer_within_s: float = ANSWER_WITHIN_S,
        rings_longer_s: float = RING_WITHIN_S,
        on_rang: Callable[[float, bool], None] = untold,
    ) -> None:
        redis, records, profiles = stores.redis, CallRecords.over(stores), _profiles(stores)
        streams = _streams(settings, redis, on_rang)
        self.auth_token = settings.vendors().twilio_auth_token
        self.carrier_url = settings.carrier_url
        self.callbacks = callback_urls(settings.carrier_url, settings.media_url)
        self.database = stores.database
        self.capacity = redis.capacity
        self.answer_within_s = answer_within_s
        self.ringing_answer_within_s = answer_within_s + rings_longer_s
        self.put_throughs = PutThroughs(stores.database, redis.transfers, redis.next_steps, profiles)
        self.incoming_calls = IncomingCalls(
            stores.database, redis.live, profiles, streams, self.put_throughs, settings.caller_limits()
        )
        self.ended_streams = EndedStreams(records, redis.leases, redis.next_steps, profiles, streams)
        self.ended_calls = EndedCalls(records, redis.leases, profiles, self.put_throughs)
        self.voicemails = Voicemails(stores.database, profiles)
        self.inbound_texts = InboundTexts(stores.database, Bookings(stores.database, freed=note_freed))
        self.reports = Reports(stores.database)
        self.mail_events_key = settings.sendgrid_events_key


def build_watchdog(
    settings: Settings, stores: Stores, on_failure: Callable[[str], None] | None = None
) -> Watchdog:
    """The watchdog over live calls; have it `look` about every 0.3 s. Raises ConfigError without a carrier.

    Args:
        on_failure: told of each call that could not be dealt with.
    """
    redis, records, streams = stores.redis, CallRecords.over(stores), _streams(settings, stores.redis)
    return Watchdog(
        redis.leases,
        EndedStreams(records, redis.leases, redis.next_steps, _profiles(stores), streams),
        build_carrier(settings.vendors(), callback_urls(settings.carrier_url, settings.media_url)),
        records,
        failures=ItemFailures(SOURCE, stores.redis.dead_letters, now_s=monotonic, on_failure=on_failure),
    )


def _profiles(stores: Stores) -> Profiles:
    return Profiles(stores.database, stores.redis.client)


def _streams(
    settings: Settings, redis: RedisStores, on_rang: Callable[[float, bool], None] = untold
) -> Streams:
    return Streams(
        redis.tickets,
        redis.capacity,
        redis.rings,
        redis.leases,
        token_key=settings.vendors().twilio_auth_token,
        reserve=settings.call_slots_reserve,
        on_rang=on_rang,
    )
