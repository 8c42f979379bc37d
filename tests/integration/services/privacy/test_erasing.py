"""A person who stands in every table, in Redis and among the objects is erased, and nobody else is touched."""

import gzip
import io
import json
import zipfile
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis
from sqlalchemy import ARRAY, Table, insert, select, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.types import String, TypeDecorator

from domain.accounts.roles import Role, member
from domain.analytics.days import LocalDays
from domain.errors import NotFound, NotPermitted, ProviderError
from domain.ids import new_id
from domain.receptionist.content import Retention
from domain.scheduling.hours import zone_named
from sandbox.local.postgres import EmbeddedPostgres
from services.archive.archive import CallArchives
from services.privacy.erasing import Digests, Erasing, ErasureDrain
from services.privacy.export import PersonExport
from services.privacy.forgetting import ForgottenCustomers
from storage.objects import Objects
from storage.postgres import analytics_facts, outbox, persons
from storage.postgres.database import Database, async_url
from storage.postgres.personal_data import RULES, Set
from storage.postgres.schema import Base
from storage.postgres.tables import OutboxRow
from storage.redis.persons import PersonTraces
from tests.integration.attack.filled import SOON, Tenant, add_row, fill
from tests.support.grepping import in_files, in_redis, in_tables
from tests.support.own_stores import APP_PASSWORD, APP_ROLE, MIGRATED
from tests.support.receptionists import publish

NOW = datetime.now(UTC)


@dataclass(slots=True)
class Person:
    name: str
    phone: str
    national: str
    email: str
    ids: dict[Set, UUID] = field(default_factory=dict)

    @property
    def words(self) -> tuple[str, ...]:
        return (self.name, self.phone, self.national, self.email)

    @property
    def said(self) -> str:
        return f"{self.name}, {self.phone} or {self.national}, {self.email.upper()}"


QUINN = Person("Quinn Quokkaworth", "+61491570156", "0491 570 156", "quinn@quokkaworth.example")
OLGA = Person("Olga Otherman", "+61491570157", "0491 570 157", "olga@otherman.example")


class Carrier:
    def __init__(self) -> None:
        self.kept: set[str] = set()
        self.fails = 0

    async def fetch(self, sid: str) -> bytes:
        raise NotFound("no such recording")

    async def erase(self, sid: str) -> None:
        if self.fails:
            self.fails -= 1
            raise ProviderError("twilio", "recordings.delete", "connection failed", retryable=True)
        self.kept.discard(sid)


@dataclass(slots=True)
class Place:
    """A business of a database of its own, with two people in every table."""

    tenant: Tenant
    database: Database
    owner: AsyncEngine
    owner_url: str
    redis: Redis
    objects: Objects
    directory: Path
    carrier: Carrier
    quinn: Person
    olga: Person

    @property
    def business_id(self) -> UUID:
        return self.tenant.id

    @property
    def drain(self) -> ErasureDrain:
        return self.drain_with(PersonTraces(self.redis))

    def drain_with(self, traces: PersonTraces) -> ErasureDrain:
        archives = CallArchives(self.database, self.objects)
        return ErasureDrain(self.database, self.objects, traces, self.carrier, archives)

    async def left(self, person: Person) -> list[str]:
        return [
            *await in_tables(self.owner_url, person.words),
            *await in_redis(self.redis, person.words),
            *in_files(self.directory, person.words),
        ]

    async def erase(self, **of: Any) -> UUID:
        principal = member(self.business_id, new_id(), Role.MANAGER)
        asked = await Erasing(self.database, Digests(["key"])).ask(
            principal, of.get("phone"), of.get("email")
        )
        await self.drain.drain()
        return asked.id

    async def receipt(self, erasure_id: UUID) -> persons.ErasureRow:
        async with self.database.tenant(self.business_id) as scope:
            found = await persons.erasure(scope, erasure_id)
        assert found is not None
        return found

    async def due(self) -> None:
        async with self.owner.begin() as connection:
            await connection.execute(update(OutboxRow).values(due_at=NOW - timedelta(days=1)))

    async def figures(self) -> list[Any]:
        """What analytics counts from."""
        days = LocalDays.of(
            zone_named("Australia/Sydney"), SOON.date() - timedelta(days=2), SOON.date() + timedelta(days=3)
        )
        async with self.database.tenant(self.business_id) as scope:
            calls = sorted(map(repr, await analytics_facts.calls(scope, days)))
            bookings = sorted(map(repr, await analytics_facts.bookings(scope, days)))
            return [calls, bookings, await analytics_facts.responses(scope, days)]

    async def rows_of(self, person: Person) -> dict[str, list[str]]:
        """Every row that names the person, as text."""
        found: dict[str, list[str]] = {}
        async with self.owner.connect() as connection:
            for name in sorted(Base.metadata.tables):
                rows = await connection.scalars(
                    text(f"SELECT t::text FROM {name} t WHERE t::text ILIKE :word ORDER BY 1"),  # noqa: S608
                    {"word": f"%{person.name}%"},
                )
                if some := [row.replace("[erased]", "") for row in rows]:
                    found[name] = some
        return found


@pytest.fixture
async def place(postgres_server: EmbeddedPostgres, redis_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    name = f"erasing_{new_id().hex}"
    admin = create_async_engine(
        async_url(postgres_server.owner_url), poolclass=NullPool, isolation_level="AUTOCOMMIT"
    )
    async with admin.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {MIGRATED}"))
    owner_url = postgres_server.owner_url.rpartition("/")[0] + f"/{name}"
    owner = create_async_engine(async_url(owner_url))
    database = Database(owner_url.replace("postgres@", f"{APP_ROLE}:{APP_PASSWORD}@"), pool_size=3)
    redis = Redis.from_url(redis_url, db=9)
    await redis.flushdb()
    tenant = Tenant("tammarplain", 44)
    quinn, olga = (Person(one.name, one.phone, one.national, one.email) for one in (QUINN, OLGA))
    objects = Objects(f"file://{tmp_path}/objects")
    carrier = Carrier()
    async with owner.begin() as connection:
        await fill(connection, tenant)
        for person in (quinn, olga):
            await put_everywhere(connection, tenant, person)
    made = Place(tenant, database, owner, owner_url, redis, objects, tmp_path, carrier, quinn, olga)
    for person in (quinn, olga):
        await put_elsewhere(made, person)
    yield made
    await redis.flushdb()
    await redis.aclose()
    await database.close()
    await owner.dispose()
    async with admin.connect() as connection:
        await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    await admin.dispose()


async def put_everywhere(connection: AsyncConnection, tenant: Tenant, person: Person) -> None:
    """A row of each table that may hold a person, with them in every column that takes text."""
    tables = Base.metadata.tables
    base = f"{tenant.id}/2026/11/02/{person.name.split()[0]}"
    own: dict[str, dict[str, Any]] = {
        "customers": {"name": person.name, "phone_e164": person.phone, "email": person.email},
        "calls": {
            "from_number": person.phone,
            "outcome": "booked",
            "call_sid": f"CA{new_id().hex}",
            "recording_key": f"{base}.wav",
            "journal_key": f"{base}.journal.gz",
        },
        "bookings": {"intent_key": new_id().hex, "status": "cancelled"},
        "messages": {
            "callback_number": person.phone,
            "caller_name": person.name,
            "intent_key": new_id().hex,
            "recording_key": f"{base}.voicemail.wav",
            "recording_url": f"https://api.twilio.com/Recordings/RE{person.name.split()[0]}",
        },
        "notifications": {"recipient": person.email.capitalize()},
        "inbound_texts": {"number": person.phone, "message_sid": new_id().hex},
        "text_threads": {"number": person.phone},
        "suppressions": {"address": person.phone},
        "caller_codes": {"phone_e164": person.phone},
        "waiting_list": {"intent_key": new_id().hex},
        "business_events": {"once": new_id().hex},
        "webhook_deliveries": {"event_id": new_id(), "status": "pending"},
    }
    sets = {
        "customers": Set.CUSTOMERS,
        "calls": Set.CALLS,
        "bookings": Set.BOOKINGS,
        "messages": Set.MESSAGES,
    }
    links = {
        "customer_id": Set.CUSTOMERS,
        "call_id": Set.CALLS,
        "booking_id": Set.BOOKINGS,
        "message_id": Set.MESSAGES,
    }
    wanted = [name for name, rule in RULES.items() if rule.by or rule.scrubbed]
    for table in Base.metadata.sorted_tables:
        if table.name not in wanted:
            continue
        given: dict[str, Any] = dict(own.get(table.name, {}))
        for column, of in links.items():
            if column in table.c and column not in given and of in person.ids:
                given[column] = person.ids[of]
        if "id" in table.c:
            given["id"] = new_id()
            if table.name in sets:
                person.ids[sets[table.name]] = given["id"]
        for name, value in texts_of(table, person).items():
            given.setdefault(name, value)
        if table.name == "customer_merges":
            given |= {"survivor_id": person.ids[Set.CUSTOMERS], "undone_at": NOW, "undone_by": "system"}
        await add_row(connection, tenant, table, **given)
    await connection.execute(
        insert(tables["outbox"]),
        [
            {
                "id": new_id(),
                "business_id": tenant.id,
                "kind": kind,
                "key": new_id().hex,
                "payload": payload,
                "status": status,
                "due_at": SOON,
            }
            for kind, payload, status in (
                ("sms.booking_reminder", {"to": person.phone, "name": person.name}, "pending"),
                ("sms.booking_reminder", {"booking_id": str(person.ids[Set.BOOKINGS])}, "pending"),
                ("mail.staff_message", {"text": person.said}, "dead"),
            )
        ],
    )
    await connection.execute(
        insert(tables["webhook_inbox"]).values(
            provider="twilio",
            key=new_id().hex,
            payload={"From": person.phone, "To": tenant.rows["phone_numbers"]["e164"], "Body": person.said},
        )
    )


def texts_of(table: Table, person: Person) -> dict[str, Any]:
    """The person in each column that takes any text."""
    found: dict[str, Any] = {}
    checked = " ".join(str(getattr(check, "sqltext", "")) for check in table.constraints)
    for column in table.c:
        kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
        if column.primary_key or column.computed is not None or column.foreign_keys or column.name in checked:
            continue
        if isinstance(kind, JSONB):
            holds_list = "[]" in str(getattr(column.server_default, "arg", ""))
            found[column.name] = [{"note": person.said}] if holds_list else {"note": person.said}
        elif isinstance(kind, ARRAY):
            if isinstance(kind.item_type, String):
                found[column.name] = [person.said]
        elif isinstance(kind, String) and not column.name.endswith(("_key", "key", "sid", "once", "kind")):
            found[column.name] = person.said
    for name in ("latency_ms", "status", "own_number"):
        found.pop(name, None)
    return found


async def put_elsewhere(place: Place, person: Person) -> None:
    call_id, client = person.ids[Set.CALLS], place.redis
    untyped: Any = client
    await untyped.xadd(f"journal:{call_id}", {"e": person.said})
    await untyped.set(f"ticket:{call_id}", json.dumps({"from_number": person.phone}))
    await untyped.hset(f"snapshot:{place.business_id}:{call_id}", "head", person.phone)
    body = {"business_id": str(place.business_id), "arguments": {"caller_name": person.name}}
    await untyped.hset(f"deferred:item:{call_id}", "body", json.dumps(body))
    await untyped.zadd("deferred:due", {str(call_id): 1})
    base = f"{place.business_id}/2026/11/02/{person.name.split()[0]}"
    await place.objects.put(f"{base}.wav", b"RIFF" + person.said.encode())
    await place.objects.put(f"{base}.part0.spool", person.said.encode())
    await place.objects.put(f"{base}.journal.gz", gzip.compress(person.said.encode()))
    await place.objects.put(f"{base}.voicemail.wav", b"RIFF" + person.said.encode())
    place.carrier.kept.add(f"RE{person.name.split()[0]}")


async def test_nothing_is_left_of_somebody_who_was_everywhere_and_others_are_untouched(place: Place) -> None:
    assert {each.partition(":")[0] for each in await place.left(place.quinn)} >= {
        name for name, rule in RULES.items() if rule.by and name in Base.metadata.tables
    } - {"call_shares", "customer_merges", "message_reads", "waiting_list"}
    before, figures = await place.rows_of(place.olga), await place.figures()
    in_place = in_files(place.directory, place.olga.words)
    in_memory = await in_redis(place.redis, place.olga.words)

    erasure_id = await place.erase(phone=place.quinn.national)

    assert await place.left(place.quinn) == []
    assert place.carrier.kept == {"REOlga"}
    assert await place.rows_of(place.olga) == before
    assert in_files(place.directory, place.olga.words) == in_place
    assert await in_redis(place.redis, place.olga.words) == in_memory
    assert await place.figures() == figures
    receipt = await place.receipt(erasure_id)
    assert receipt.status == "done"
    assert {
        name: receipt.counts[name] for name in ("customers", "calls", "recordings", "journals", "voicemails")
    } == {
        "customers": 1,
        "calls": 1,
        "recordings": 1,
        "journals": 1,
        "voicemails": 1,
    }
    booking = Base.metadata.tables["bookings"]
    async with place.owner.connect() as connection:
        kept = (
            await connection.execute(select(booking).where(booking.c.id == place.quinn.ids[Set.BOOKINGS]))
        ).one()
    assert (kept.notes, kept.answers, kept.starts_at) == ("", [], SOON)

    again = await place.erase(phone=place.quinn.phone)
    assert (await place.receipt(again)).counts == {}
    assert (await place.receipt(again)).subject_digest == receipt.subject_digest


async def test_a_worker_that_dies_in_between_leaves_the_rest_to_the_next(place: Place) -> None:
    place.carrier.fails = 1
    erasure_id = await place.erase(email=place.quinn.email)
    assert (await place.receipt(erasure_id)).status == "pending"
    assert await place.left(place.quinn) != []

    class Dies(PersonTraces):
        async def forget_promised(self, business_id: UUID, words: Collection[str]) -> int:
            raise ProviderError("redis", "scan", "gone")

    await place.due()
    await place.drain_with(Dies(place.redis)).drain()
    assert (await place.receipt(erasure_id)).status == "pending"
    await place.due()
    await place.drain.drain()
    assert (await place.receipt(erasure_id)).status == "done"
    assert await place.left(place.quinn) == []


async def test_names_are_taken_out_even_when_the_rows_they_came_from_are_gone_already(place: Place) -> None:
    principal = member(place.business_id, new_id(), Role.MANAGER)
    asked = await Erasing(place.database, Digests(["key"])).ask(principal, place.quinn.phone, None)
    async with place.database.tenant(place.business_id) as scope:
        person = await persons.find(scope, [place.quinn.phone], [])
        known: dict[str, Any] = {"names": [place.quinn.name], "emails": [place.quinn.email]}
        await outbox.amend(scope, "privacy.erase", str(asked.id), known)
        await persons.apply(scope, person)  # and the worker died
    await place.drain.drain()
    assert await in_tables(place.owner_url, place.quinn.words) == []


async def test_what_is_on_hold_stays_and_the_receipt_says_so(place: Place) -> None:
    calls = Base.metadata.tables["calls"]
    async with place.owner.begin() as connection:
        await connection.execute(
            update(calls)
            .where(calls.c.id == place.quinn.ids[Set.CALLS])
            .values(held_at=NOW, held_because="Claim 12")
        )
    erasure_id = await place.erase(phone=place.quinn.phone)
    receipt = await place.receipt(erasure_id)
    assert (receipt.status, receipt.counts["calls_on_hold"]) == ("done", 1)
    left = {each.partition(":")[0] for each in await in_tables(place.owner_url, (place.quinn.phone,))}
    assert {"calls", "turns"} <= left
    assert "customers" not in left


async def test_while_a_call_of_theirs_goes_on_it_waits(place: Place) -> None:
    calls = Base.metadata.tables["calls"]
    theirs = calls.c.id == place.quinn.ids[Set.CALLS]
    async with place.owner.begin() as connection:
        await connection.execute(update(calls).where(theirs).values(status="live"))
    erasure_id = await place.erase(phone=place.quinn.phone)
    assert (await place.receipt(erasure_id)).status == "pending"
    async with place.owner.begin() as connection:
        await connection.execute(update(calls).where(theirs).values(status="ended"))
    await place.due()
    await place.drain.drain()
    assert (await place.receipt(erasure_id)).status == "done"


async def test_a_number_two_people_share_is_brought_along_by_neither(place: Place) -> None:
    customers = Base.metadata.tables["customers"]
    async with place.owner.begin() as connection:
        await connection.execute(
            update(customers)
            .where(customers.c.id == place.olga.ids[Set.CUSTOMERS])
            .values(phone_e164=place.quinn.phone)
        )
    async with place.database.tenant(place.business_id) as scope:
        found = await persons.find(scope, [], [place.quinn.email])
        both = await persons.find(scope, [place.quinn.phone], [])
    assert (found.phones, found.customers) == (frozenset(), {place.quinn.ids[Set.CUSTOMERS]})
    assert both.customers == {place.quinn.ids[Set.CUSTOMERS], place.olga.ids[Set.CUSTOMERS]}


async def test_all_there_is_of_a_person_is_handed_out(place: Place) -> None:
    export = PersonExport(place.database, place.objects)
    principal = member(place.business_id, new_id(), Role.MANAGER)
    with await export.make(principal, place.quinn.national, None) as made:
        archive = zipfile.ZipFile(io.BytesIO(made.read()))
    told = json.loads(archive.read("person.json"))
    assert {"customers", "calls", "turns", "messages", "bookings", "notifications", "inbound_texts"} <= set(
        told
    )
    assert told["customers"][0]["name"] == place.quinn.name
    assert len([name for name in archive.namelist() if name.endswith(".wav")]) == 2
    assert not any(word in archive.read("person.json").decode() for word in place.olga.words)
    with pytest.raises(NotFound):
        await export.make(principal, "+61491570199", None)
    with pytest.raises(NotPermitted):
        await export.make(member(place.business_id, new_id(), Role.STAFF), place.quinn.phone, None)


async def test_customers_nobody_has_heard_of_are_erased_as_if_they_had_asked(place: Place) -> None:
    customers, bookings = Base.metadata.tables["customers"], Base.metadata.tables["bookings"]
    long_ago = NOW - timedelta(days=800)
    await publish(place.database, place.business_id, retention=Retention(customer_days=365))
    async with place.owner.begin() as connection:
        await connection.execute(update(customers).values(created_at=long_ago))
        for name in ("inbound_texts", "messages"):
            await connection.execute(update(Base.metadata.tables[name]).values(created_at=long_ago))
        for table in (bookings, Base.metadata.tables["calls"], Base.metadata.tables["waiting_list"]):
            shift = text("interval '900 days'")
            changes: dict[str, Any] = {
                name: table.c[name] - shift
                for name in ("starts_at", "ends_at", "started_at", "ended_at", "earliest", "latest")
                if name in table.c
            }
            if table is bookings:
                changes["during"] = text(
                    "tstzrange(starts_at - interval '900 days', upper(during) - interval '900 days')"
                )
            column = "id" if table.name == "calls" else "customer_id"
            of = Set.CALLS if table.name == "calls" else Set.CUSTOMERS
            await connection.execute(
                update(table).where(table.c[column] == place.quinn.ids[of]).values(changes)
            )
    forgotten = ForgottenCustomers(place.database, Digests(["key"]))
    assert await forgotten.sweep(NOW) >= 1
    assert await forgotten.sweep(NOW) == 0
    while await place.drain.drain():
        pass
    assert await in_tables(place.owner_url, place.quinn.words) == []
    assert await in_tables(place.owner_url, (place.olga.name,)) != []
    assert await forgotten.sweep(NOW) == 0
