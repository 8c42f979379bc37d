"""The dependencies of a call actor's calls, built and warmed up before the first one."""

import contextlib
from functools import partial
from pathlib import Path

from actors.call.dependencies import CallDependencies
from config.settings import Settings
from domain.errors import StorageError
from providers.build import build_language_model, build_speech_to_text, build_text_to_speech
from services.phrases import Phrases
from services.profiles import Profiles
from services.records.call_records import CallRecords
from services.tools.deadlines import Deadlines
from services.tools.deferred_apply import DeferredApplier
from services.tools.deferred_queue import DeferredQueue
from services.tools.runner import ToolRunner
from storage.objects import Objects
from storage.postgres.database import Database
from storage.redis.connection import open_redis
from storage.redis.stores import RedisStores

DATABASE_CONNECTIONS = 2
REDIS_CONNECTIONS = 8


async def build_dependencies(settings: Settings, node_store_dir: Path) -> CallDependencies:
    """Everything a process's calls share, warmed up so that the first call pays for nothing.

    Args:
        node_store_dir: where this node keeps its live calls.

    Raises:
        ConfigError: a store or a vendor is not configured.
    """
    vendors = settings.vendors()
    redis = open_redis(settings.required("redis_url"), max_connections=REDIS_CONNECTIONS)
    stores = RedisStores.over(redis)
    database = Database(
        settings.required("database_url"),
        pool_size=DATABASE_CONNECTIONS,
        max_overflow=0,
        application_name="receptionist call actor",
    )
    speech_to_text = build_speech_to_text(vendors)
    language_model = build_language_model(vendors)
    text_to_speech = build_text_to_speech(vendors)
    for provider in (speech_to_text, language_model, text_to_speech):
        provider.warm_up()
    with contextlib.suppress(StorageError):  # a call will try again
        await stores.capacity.by_node()
    profiles = Profiles(database, redis)
    deferred = DeferredQueue(stores.deferred, DeferredApplier(database, profiles))
    return CallDependencies(
        speech_to_text=speech_to_text,
        language_model=language_model,
        text_to_speech=text_to_speech,
        phrases=Phrases(redis, model=vendors.elevenlabs_model_id),
        profiles=profiles,
        records=CallRecords(database, stores.journal, stores.live, Objects(settings.objects_url)),
        leases=stores.leases,
        next_steps=stores.next_steps,
        capacity=stores.capacity,
        deferred=deferred,
        tools=partial(ToolRunner, database, deferred=deferred, deadlines=Deadlines()),
        node_store_dir=node_store_dir,
    )
