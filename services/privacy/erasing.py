"""Erasing one person: rows, objects, journals, promised work, what Redis and the carrier still have.

Asked for by number or address, done by the worker. Every step can be done again, and what is to be taken out stands in
the promised item before the first row is touched, so that a worker that dies leaves the rest to the next.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

import phonenumbers
import structlog

from domain.accounts.roles import Permission, Principal
from domain.contacts import customer_email, customer_phone
from domain.errors import InvalidInput, NotFound, ReceptionistError
from domain.events.catalogue import CustomerChanged
from domain.ids import new_id
from services.accounts.access import actor_of
from services.events.record import record
from services.item_failures import reason_of
from services.outbox.due_items import DueItems
from services.playback.recordings import delete_parts
from services.recording.at_carrier import CarrierRecordings, sid_of
from storage.objects import Objects
from storage.postgres import audit, businesses, outbox, persons
from storage.postgres.database import Database
from storage.postgres.outbox import OutboxItem
from storage.postgres.persons import ErasureRow, PersonRows
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

ERASE = "privacy.erase"
"""Outbox kind: erase a person. The key is the receipt's id."""
AGAIN_AFTER = timedelta(seconds=60)
"""While a call of theirs goes on."""
SYSTEM = "system"
CHANGED = ("name", "phone", "email", "notes")


class Traces(Protocol):
    """`storage.redis.persons.PersonTraces`."""

    async def forget_calls(
        self, business_id: UUID, call_ids: Collection[UUID], call_sids: Collection[str] = ()
    ) -> int: ...

    async def forget_promised(self, business_id: UUID, words: Collection[str]) -> int: ...


class Archives(Protocol):
    """`services.archive.archive.CallArchives`."""

    async def take_out(
        self, business_id: UUID, call_ids: Collection[UUID], scrubbed: re.Pattern[str] | None = None
    ) -> int: ...


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is meant: a number (E.164), an address (lower case), or both."""

    phone: str | None
    email: str | None


class Digests:
    """Keyed digests of numbers and addresses: nobody without a key finds out whose they are.

    Args:
        keys: secrets, the newest first; the first makes digests, all are looked for.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = [hashlib.sha256(b"receipts of erasures " + key.encode()).digest() for key in keys]

    def of(self, business_id: UUID, subject: str) -> bytes:
        return hmac.new(self._keys[0], business_id.bytes + subject.encode(), hashlib.sha256).digest()


async def subject_of(database: Database, business_id: UUID, phone: str | None, email: str | None) -> Subject:
    """As it was typed. Raises InvalidInput: neither, or one that cannot be."""
    typed = (phone or "").strip()
    country = ""
    if typed and not typed.startswith("+"):
        async with database.tenant(business_id, read_only=True) as scope:
            country = await businesses.country(scope)
    number = customer_phone(typed, country) if typed else None
    address = customer_email(email or "")
    if number is None and address is None:
        raise InvalidInput("phone: name a number, an address, or both")
    return Subject(number, address.lower() if address else None)


async def promise_erasure_of(
    scope: TenantScope, digests: Digests, subject: Subject, asked_by: str, *, customer_id: UUID | None = None
) -> UUID:
    """Once the scope has committed. Gives the receipt's id."""
    erasure_id = new_id()
    said = subject.phone or subject.email or str(customer_id)
    await persons.ask_erasure(scope, erasure_id, digests.of(scope.business_id, said), asked_by)
    payload: dict[str, Any] = {"phone": subject.phone, "email": subject.email}
    if customer_id is not None:
        payload["customer_id"] = str(customer_id)
    await outbox.enqueue(scope, ERASE, str(erasure_id), payload)
    return erasure_id


class Erasing:
    """Asking for erasures, and their receipts."""

    def __init__(self, database: Database, digests: Digests) -> None:
        self._database = database
        self._digests = digests

    async def ask(self, principal: Principal, phone: str | None, email: str | None) -> ErasureRow:
        """Raises NotPermitted, InvalidInput."""
        principal.require(Permission.PRIVACY_WRITE)
        subject = await subject_of(self._database, principal.business_id, phone, email)
        async with self._database.tenant(principal.business_id) as scope:
            erasure_id = await promise_erasure_of(scope, self._digests, subject, actor_of(principal))
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="person.erasure_asked",
                subject=f"erasure:{erasure_id}",
            )
            found = await persons.erasure(scope, erasure_id)
        if found is None:
            raise NotFound("no such erasure")
        return found

    async def get(self, principal: Principal, erasure_id: UUID) -> ErasureRow:
        """Raises NotPermitted, NotFound."""
        principal.require(Permission.PRIVACY_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            found = await persons.erasure(scope, erasure_id)
        if found is None:
            raise NotFound("no such erasure")
        return found

    async def page(
        self, principal: Principal, *, after: tuple[datetime, UUID] | None, limit: int
    ) -> list[ErasureRow]:
        """The latest first. Raises NotPermitted."""
        principal.require(Permission.PRIVACY_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            return await persons.erasures(scope, after=after, limit=limit)


class ErasureDrain:
    """Carries erasures out; several workers may do so at once.

    Args:
        clock: now, aware.
    """

    def __init__(
        self,
        database: Database,
        objects: Objects,
        traces: Traces,
        carrier: CarrierRecordings,
        archives: Archives,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._objects = objects
        self._archives = archives
        self._traces = traces
        self._carrier = carrier
        self._clock = clock
        self._due = DueItems(database, (ERASE,), at_once=1)
        self.kinds = self._due.kinds

    def due_in_s(self, longest_s: float) -> float:
        """How long nothing falls due, at most `longest_s`, as the last `drain` saw it."""
        return self._due.due_in_s(longest_s)

    async def drain(self) -> int:
        """One after the other; how many. Raises StorageError."""
        return await self._due.handle(self._handle)

    async def _handle(self, item: OutboxItem) -> None:
        try:
            try:
                is_done = await self._erase(item)
            except (KeyError, ValueError) as malformed:
                async with self._database.worker() as session:
                    await outbox.bury(session, item, f"malformed: {type(malformed).__name__}")
                return
            except ReceptionistError as error:
                async with self._database.worker() as session:
                    await outbox.failed(session, item, reason_of(error), self._clock())
                return
            async with self._database.worker() as session:
                if is_done:
                    await outbox.done(session, item, self._clock(), forget=True)
                else:
                    due_at = self._clock() + AGAIN_AFTER
                    await outbox.postpone(session, item, "a call of theirs goes on", due_at)
        except ReceptionistError as error:
            log.warning("erasure.later", reason=str(error))

    async def _erase(self, item: OutboxItem) -> bool:
        """False while a call of theirs goes on."""
        business_id, erasure_id, said = item.tenant, UUID(item.key), item.payload
        async with self._database.tenant(business_id) as scope:
            person = await _person(scope, said)
            if any(call.status != "ended" for call in person.calls):
                return False
            known = {
                "phones": sorted(person.phones | set(said.get("phones", ()))),
                "emails": sorted(person.emails | set(said.get("emails", ()))),
                "names": sorted(person.names | set(said.get("names", ()))),
                "calls": sorted({str(call.id) for call in person.calls} | set(said.get("calls", ()))),
            }
            await outbox.amend(scope, ERASE, item.key, known)
        counts = await self._erase_files(business_id, person)
        words = forms_of(known["phones"], known["emails"], known["names"])
        call_ids = [call.id for call in person.calls]
        await self._traces.forget_calls(business_id, call_ids, [call.call_sid for call in person.calls])
        counts["promised"] = await self._traces.forget_promised(business_id, words)
        pattern = persons.pattern_of(words)
        async with self._database.tenant(business_id) as scope:
            await persons.may_change_the_log(scope)
            counts |= await persons.apply(scope, person)
            await persons.forget_files(scope, call_ids, self._clock())
            counts["promised"] += await persons.forget_promised(scope, person, pattern, item)
            scrubbed = await persons.scrub(scope, pattern)
            counts["texts"] = sum(scrubbed.values())
            if person.held:
                counts["calls_on_hold"] = len(person.held)
            for customer_id in await persons.still_there(scope, person.customers):
                # Calendars and programs elsewhere have their name: they are told that there is another one.
                await record(scope, CustomerChanged(customer_id=customer_id, changed=CHANGED))
            await persons.count_erased(scope, erasure_id, {name: n for name, n in counts.items() if n})
        await self._scrub_turns(business_id, erasure_id, pattern)
        found = re.compile("|".join(map(re.escape, words)) or "(?!)", re.IGNORECASE)
        await self._archives.take_out(business_id, [UUID(each) for each in known["calls"]], found)
        async with self._database.tenant(business_id) as scope:
            numbers = await persons.own_numbers(scope)
        async with self._database.system() as session:
            await persons.forget_webhooks(session, pattern, persons.pattern_of([*numbers, str(business_id)]))
        async with self._database.tenant(business_id) as scope:
            receipt = await persons.erasure(scope, erasure_id)
            await persons.finish_erasure(scope, erasure_id, self._clock())
            if receipt is not None and receipt.status == "pending":
                await audit.note(
                    scope,
                    actor=SYSTEM,
                    action="person.erased",
                    subject=f"erasure:{erasure_id}",
                    after=dict(receipt.counts),
                )
        return True

    async def _erase_files(self, business_id: UUID, person: PersonRows) -> dict[str, int]:
        """Objects first: a row that names none says that nothing is left."""
        counts = {"recordings": 0, "journals": 0, "voicemails": 0}
        for call in person.calls:
            if call.recording_key is not None:
                await self._objects.delete(call.recording_key)
                await delete_parts(self._objects, call.recording_key.removesuffix(".wav"))
                counts["recordings"] += 1
            if call.journal_key is not None:
                await self._objects.delete(call.journal_key)
                counts["journals"] += 1
        for message in person.messages:
            if message.recording_key is not None:
                await self._objects.delete(message.recording_key)
                counts["voicemails"] += 1
            sid = sid_of(message.recording_url)
            if sid is not None:
                try:
                    await self._carrier.erase(sid)
                except InvalidInput:
                    log.warning("erasure.no_carrier_id", business=str(business_id))
        return counts

    async def _scrub_turns(self, business_id: UUID, erasure_id: UUID, pattern: str) -> None:
        """Words others said of the person; journals of those calls hold them too, and go."""
        after: UUID | None = None
        while True:
            async with self._database.tenant(business_id) as scope:
                some = await persons.calls_after(scope, after)
                if not some:
                    return
                hits = await persons.scrub_turns(scope, pattern, some)
                journals = await persons.journals_of(scope, hits)
                await persons.count_erased(scope, erasure_id, {"calls_of_others": len(hits)} if hits else {})
            for _, key in journals:
                await self._objects.delete(key)
            await self._traces.forget_calls(business_id, hits)
            if journals:
                async with self._database.tenant(business_id) as scope:
                    await persons.forget_journals(scope, [call_id for call_id, _ in journals])
            after = some[-1]


async def _person(scope: TenantScope, said: Mapping[str, Any]) -> PersonRows:
    phones = [phone for phone in (said.get("phone"),) if phone]
    emails = [email for email in (said.get("email"),) if email]
    customer_id = said.get("customer_id")
    return await persons.find(
        scope, phones, emails, customers=[UUID(customer_id)] if customer_id is not None else ()
    )


def forms_of(phones: Iterable[str], emails: Iterable[str], names: Iterable[str]) -> list[str]:
    """How the person may be written in texts: numbers also as people there write them, names of two words and more.

    A first name alone is everybody's: it goes with the rows that are the person's own.
    """
    words: set[str] = set(emails)
    for phone in phones:
        words |= {phone, phone.removeprefix("+")}
        try:
            number = phonenumbers.parse(phone)
        except phonenumbers.NumberParseException:
            continue
        national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        abroad = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        words |= {national, abroad, re.sub(r"\D", "", national)}
    words |= {name.strip() for name in names if len(name.split()) > 1}
    return sorted(word for word in words if len(word) >= 5)
