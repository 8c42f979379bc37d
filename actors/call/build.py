"""The dependencies of a call actor's calls, built and warmed up before the first one."""

import contextlib
from functools import partial
from pathlib import Path

from actors.call.dependencies import CallDependencies, VendorCircuits
from actors.call.languages import prepare_languages
from actors.call.live_view import WatchedBusinesses
from actors.call.phrase_stock import PhraseStock
from actors.forking.origin import is_forked
from config.settings import Settings
from domain.errors import StorageError
from domain.languages import DEFAULT_LANGUAGE
from providers.build import (
    build_fallback_language_model,
    build_language_model,
    build_speech_to_text,
    build_text_to_speech,
)
from services.notifications.delivery_watch import DeliveryWatch
from services.phrases import Phrases
from services.profiles import Profiles
from services.records.call_records import CallRecords
from services.tools.deadlines import Deadlines
from services.tools.deferred_apply import DeferredApplier
from services.tools.deferred_queue import DeferredQueue
from services.tools.runner import ToolRunner
from services.vendor_circuits import NodeCircuit
from storage.stores import open_stores

DATABASE_CONNECTIONS = 2
DATABASE_KEPT_IDLE_S = 5.0
"""Most calls need Postgres at their beginning, when something is booked, and at their end."""

REDIS_CONNECTIONS = 8


async def build_dependencies(settings: Settings, node_store_dir: Path) -> CallDependencies:
    """Everything a process's calls share, warmed up so that the first call pays for nothing.

    A forked process has what warming up loads from the zygote; a request of its own would take 20 ms of CPU and 9 MiB,
    and spare its first answer 6 ms.

    Args:
        node_store_dir: where this node keeps its live calls.

    Raises:
        ConfigError: a store or a vendor is not configured.
    """
    vendors = settings.vendors()
    stores = open_stores(
        settings.stores(),
        application_name="receptionist call actor",
        pool_size=DATABASE_CONNECTIONS,
        max_overflow=0,
        kept_idle_s=DATABASE_KEPT_IDLE_S,
        redis_connections=REDIS_CONNECTIONS,
    )
    database, redis = stores.database, stores.redis
    speech_to_text = build_speech_to_text(vendors)
    language_model = build_language_model(vendors)
    text_to_speech = build_text_to_speech(vendors)
    if not is_forked():
        for provider in (speech_to_text, language_model, text_to_speech):
            provider.warm_up()
    prepare_languages([DEFAULT_LANGUAGE])
    run_dir = node_store_dir.parent
    phrases = Phrases(redis.client, model=vendors.elevenlabs_model_id)
    with contextlib.suppress(StorageError):  # a call will try again
        await redis.capacity.by_node()
    profiles, limits = Profiles(database, redis.client), settings.caller_limits()
    deferred = DeferredQueue(redis.deferred, DeferredApplier(database, profiles, limits))
    return CallDependencies(
        speech_to_text=speech_to_text,
        language_model=language_model,
        text_to_speech=text_to_speech,
        phrases=phrases,
        profiles=profiles,
        records=CallRecords.over(stores),
        watched=WatchedBusinesses(redis.live),
        leases=redis.leases,
        next_steps=redis.next_steps,
        capacity=redis.capacity,
        deferred=deferred,
        tools=partial(
            ToolRunner,
            database,
            deferred=deferred,
            deadlines=Deadlines(),
            limits=limits,
            delivery=DeliveryWatch(database),
        ),
        node_store_dir=node_store_dir,
        fallback_language_model=build_fallback_language_model(vendors),
        fallback_voice_id=vendors.elevenlabs_fallback_voice_id or None,
        phrase_stock=PhraseStock(text_to_speech, phrases),
        circuits=VendorCircuits(
            speech_to_text=NodeCircuit(run_dir, "deepgram"),
            language_model=NodeCircuit(run_dir, "openai"),
            text_to_speech=NodeCircuit(run_dir, "elevenlabs"),
        ),
    )
