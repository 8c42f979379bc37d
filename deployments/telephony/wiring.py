"""What decides about calls, put together from the settings: for the webhooks, and for who watches over live calls."""

from config.settings import Settings
from deployments.telephony.routes import callback_urls
from providers.build import build_carrier
from services.profiles import Profiles
from services.records.call_records import CallRecords
from services.routing.incoming import Reception
from services.routing.stream_ended import StreamEnds
from services.routing.streams import Streams
from services.routing.voicemail import Voicemails
from services.routing.watchdog import LostCalls
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
        self.reception = Reception(records, stores.leases, profiles, streams)
        self.stream_ends = StreamEnds(records, stores.leases, stores.next_steps, profiles, streams)
        self.voicemails = Voicemails(records.database, profiles)


def build_lost_calls(
    settings: Settings, records: CallRecords, stores: RedisStores, profiles: Profiles
) -> LostCalls:
    """The watchdog over live calls; have it `look` about every 0.3 s. Raises ConfigError without a carrier."""
    streams = _streams(settings, stores)
    return LostCalls(
        stores.leases,
        StreamEnds(records, stores.leases, stores.next_steps, profiles, streams),
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
