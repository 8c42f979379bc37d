"""Puts together what decides about calls, from the settings: for the webhooks, and for the watchdog over live calls."""

from config.settings import Settings
from deployments.telephony.routes import callback_urls
from providers.build import build_carrier
from services.profiles import Profiles
from services.records.call_records import CallRecords
from services.routing.call_ended import EndedCalls
from services.routing.incoming import IncomingCalls
from services.routing.stream_ended import EndedStreams
from services.routing.streams import Streams
from services.routing.voicemail import Voicemails
from services.routing.watchdog import Watchdog
from storage.redis.stores import RedisStores

ANSWER_WITHIN_S = 6.0
"""The caller hears silence until our answer, and Twilio gives up on us after 15 s."""


class Telephony:
    """What the webhooks need; one per replica."""

    def __init__(
        self,
        settings: Settings,
        records: CallRecords,
        stores: RedisStores,
        profiles: Profiles,
        *,
        answer_within_s: float = ANSWER_WITHIN_S,
    ) -> None:
        self.auth_token = settings.vendors().twilio_auth_token
        self.carrier_url = settings.carrier_url
        self.database = records.database
        self.capacity = stores.capacity
        self.answer_within_s = answer_within_s
        self.callbacks = callback_urls(settings.carrier_url, settings.media_url)
        streams = _streams(settings, stores)
        self.incoming_calls = IncomingCalls(records.database, records.live, profiles, streams)
        self.ended_calls = EndedCalls(records, stores.leases, profiles)
        self.ended_streams = EndedStreams(records, stores.leases, stores.next_steps, profiles, streams)
        self.voicemails = Voicemails(records.database, profiles)


def build_watchdog(
    settings: Settings, records: CallRecords, stores: RedisStores, profiles: Profiles
) -> Watchdog:
    """The watchdog over live calls; have it `look` about every 0.3 s. Raises ConfigError without a carrier."""
    streams = _streams(settings, stores)
    return Watchdog(
        stores.leases,
        EndedStreams(records, stores.leases, stores.next_steps, profiles, streams),
        build_carrier(settings.vendors(), callback_urls(settings.carrier_url, settings.media_url)),
        records,
    )


def _streams(settings: Settings, stores: RedisStores) -> Streams:
    return Streams(
        stores.tickets,
        stores.capacity,
        stores.leases,
        token_key=settings.vendors().twilio_auth_token,
        reserve=settings.call_slots_reserve,
    )
