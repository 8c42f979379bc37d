"""How a business sets up what people are told, and sees what became of it."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.contacts import customer_email, customer_phone
from domain.errors import Conflict, InvalidInput, NotFound
from domain.languages import OFFERED
from domain.notifications.kinds import FIELDS, Channel, Kind
from domain.notifications.settings import NotificationSettings, check
from domain.notifications.sms_parts import Parts, parts_of
from domain.notifications.templates import Template
from domain.notifications.templates import check as check_template
from domain.notifications.wording import WORDS
from domain.scheduling.hours import wall_of, zone_named
from domain.versions import Seen, content_version
from services.accounts.access import actor_of
from services.notifications.rendering import (
    Rendered,
    rendered,
    spoken_day,
    spoken_money,
    spoken_percent,
    spoken_time,
    spoken_when,
)
from storage.postgres import (
    audit,
    business_facts,
    notification_settings,
    notifications,
    outbox,
    suppressions,
)
from storage.postgres.business_facts import BusinessFacts
from storage.postgres.database import Database
from storage.postgres.notifications import Filter, Notification
from storage.postgres.suppressions import Reason, Suppressed


@dataclass(frozen=True, slots=True)
class Wording:
    """A kind in a language; `own` when the business worded it for itself."""

    kind: Kind
    language: str
    words: Template
    own: bool

    @property
    def fields(self) -> list[str]:
        """What its words may name."""
        return sorted(FIELDS[self.kind])


@dataclass(frozen=True, slots=True)
class Preview:
    """What somebody would get, and how many parts the text has."""

    words: Rendered
    parts: Parts


class NotificationDesk:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def settings(self, principal: Principal) -> NotificationSettings:
        """Raises NotPermitted."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            return await notification_settings.get(scope)

    async def change_settings(
        self, principal: Principal, wanted: NotificationSettings, seen: Seen
    ) -> NotificationSettings:
        """All of them at once; addresses and numbers are taken as they were typed.

        Raises:
            NotPermitted, Outdated. InvalidInput: names the field.
        """
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            before = await notification_settings.get(scope, lock=True)
            seen.require(settings_version(before))
            facts = await business_facts.get(scope)
            after = NotificationSettings(
                staff_emails=_each("staff_emails", wanted.staff_emails, customer_email),
                staff_phones=_each(
                    "staff_phones", wanted.staff_phones, partial(customer_phone, country=facts.country)
                ),
                quiet=wanted.quiet,
                reminder_hours=tuple(sorted(set(wanted.reminder_hours), reverse=True)),
                confirms_bookings=wanted.confirms_bookings,
                texts_missed_calls=wanted.texts_missed_calls,
                digest_at=wanted.digest_at,
            )
            check(after)
            if after != before:
                await notification_settings.put(scope, after)
                await audit.note(
                    scope,
                    actor=actor_of(principal),
                    action="notifications.settings_changed",
                    subject="notification_settings",
                    before=_document(before),
                    after=_document(after),
                )
        return after

    async def wordings(self, principal: Principal, language: str | None = None) -> list[Wording]:
        """Every kind in every language, or in one. Raises NotPermitted, InvalidInput."""
        principal.require(Permission.SETTINGS_READ)
        languages = [_offered(language)] if language else list(OFFERED)
        async with self._database.tenant(principal.business_id) as scope:
            own = await notification_settings.templates(scope)
        return [
            Wording(kind, each, own.get((kind, each)) or WORDS[each].templates[kind], (kind, each) in own)
            for kind in Kind
            for each in languages
        ]

    async def word(self, principal: Principal, kind: Kind, language: str, words: Template) -> Wording:
        """Raises NotPermitted. InvalidInput: names what is wrong with the words."""
        principal.require(Permission.SETTINGS_WRITE)
        known = _offered(language)
        check_template(kind, words)
        async with self._database.tenant(principal.business_id) as scope:
            before = await notification_settings.template(scope, kind, known)
            await notification_settings.put_template(scope, kind, known, words)
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="notifications.worded",
                subject=f"notification_template:{kind.value}:{known}",
                before=asdict(before) if before else None,
                after=asdict(words),
            )
        return Wording(kind, known, words, own=True)

    async def unword(self, principal: Principal, kind: Kind, language: str) -> Wording:
        """Takes the business's own words away. Raises NotPermitted, InvalidInput."""
        principal.require(Permission.SETTINGS_WRITE)
        known = _offered(language)
        async with self._database.tenant(principal.business_id) as scope:
            if await notification_settings.drop_template(scope, kind, known):
                await audit.note(
                    scope,
                    actor=actor_of(principal),
                    action="notifications.unworded",
                    subject=f"notification_template:{kind.value}:{known}",
                )
        return Wording(kind, known, WORDS[known].templates[kind], own=False)

    async def preview(
        self, principal: Principal, kind: Kind, language: str, words: Template | None, now: datetime
    ) -> Preview:
        """As somebody would get it, with an example of each field; in the words given, else those that hold.

        Raises:
            NotPermitted. InvalidInput: names what is wrong with the words.
        """
        principal.require(Permission.SETTINGS_READ)
        known = _offered(language)
        if words is not None:
            check_template(kind, words)
        async with self._database.tenant(principal.business_id) as scope:
            facts = await business_facts.get(scope)
            own = words or await notification_settings.template(scope, kind, known)
        # A region of the language the business speaks says how days and money are written.
        tag = facts.language if facts.language.partition("-")[0].lower() == known else known
        found = rendered(kind, tag, example_fields(facts, tag, now), own)
        return Preview(found, parts_of(found.sms))

    async def page(
        self, principal: Principal, wanted: Filter, *, after: tuple[datetime, UUID] | None, limit: int
    ) -> list[Notification]:
        """What was told to whom, the latest first. Raises NotPermitted."""
        principal.require(Permission.CUSTOMERS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await notifications.page(scope, wanted, after=after, limit=limit)

    async def get(self, principal: Principal, notification_id: UUID) -> Notification:
        """Raises NotPermitted, NotFound."""
        principal.require(Permission.CUSTOMERS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            return await notifications.get(scope, notification_id)

    async def requeue(self, principal: Principal, notification_id: UUID, now: datetime) -> Notification:
        """Has one that was given up, or was perhaps sent, tried once more: a person knows better.

        Raises:
            NotPermitted, NotFound. Conflict: it is under way, was taken by a vendor, or is too old.
        """
        principal.require(Permission.CUSTOMERS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            found = await notifications.get(scope, notification_id)
            if not await outbox.revive(scope.session, notification_id, now):
                raise Conflict("this was not given up, or is too old to be sent")
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="notification.requeued",
                subject=f"notification:{notification_id}",
                before={"status": found.status},
            )
            return found

    async def suppressed(
        self, principal: Principal, *, after: tuple[str, str, str] | None, limit: int
    ) -> list[Suppressed]:
        """Numbers and addresses that get nothing. Raises NotPermitted."""
        principal.require(Permission.CUSTOMERS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await suppressions.page(scope, after=after, limit=limit)

    async def lift(self, principal: Principal, channel: Channel, address: str) -> None:
        """Lets an address be written to again that could not be reached.

        Raises:
            NotPermitted. NotFound: it was not kept from anything. Conflict: its owner said STOP: only they can undo it.
        """
        principal.require(Permission.CUSTOMERS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            lifted = await suppressions.lift(scope, channel, address, Reason.UNDELIVERABLE)
            if not lifted and await suppressions.reasons(scope, channel, address):
                raise Conflict("whoever this is has said STOP; only their START takes it back")
            if not lifted:
                raise NotFound("this gets everything as it is")
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="suppression.lifted",
                subject=f"suppression:{channel.value}",
                before={"address": address},
            )


def settings_version(settings: NotificationSettings) -> str:
    """The same for the same settings."""
    return content_version(_document(settings))


def example_fields(facts: BusinessFacts, language: str, now: datetime) -> dict[str, str]:
    """An example of every field, at the business."""
    local = wall_of(now + timedelta(days=1), zone_named(facts.timezone)).replace(
        hour=10, minute=30, second=0, microsecond=0
    )
    words = WORDS[language.partition("-")[0].lower()]
    return {
        "business_name": facts.name,
        "customer_name": "Sam",
        "offering": "Haircut",
        "staff": "Mia",
        "when": spoken_when(language, local),
        "date": spoken_day(language, local.date()),
        "time": spoken_time(language, local.time()),
        "price": spoken_money(language, 9500, facts.currency),
        "address": facts.address,
        "manage_link": "https://book.example.com/m/8f3k",
        "booking_link": f"https://book.example.com/{facts.slug}",
        "caller_name": "Sam",
        "callback_number": "+61400000001",
        "message": "Please call me about Friday.",
        "urgent": words.urgent,
        "recording": words.recording,
        "link": "https://app.example.com/inbox",
        "calls": "31",
        "answered": "29",
        "missed": "2",
        "bookings": "12",
        "messages": "3",
        "minutes": "84",
        "percent": spoken_percent(language, 80),
        "spent": spoken_money(language, 8000, facts.currency),
        "cap": spoken_money(language, 10000, facts.currency),
    }


def _each(field: str, typed: Sequence[str], read: Callable[[str], str | None]) -> tuple[str, ...]:
    """Each as it is kept, once, in the order typed. Raises InvalidInput."""
    found: list[str] = []
    for text in typed:
        try:
            kept = read(text)
        except InvalidInput as wrong:
            raise InvalidInput(f"{field}: {str(wrong).partition(': ')[2]}") from None
        if kept is not None and kept not in found:
            found.append(kept)
    return tuple(found)


def _offered(language: str) -> str:
    if language not in OFFERED:
        raise InvalidInput(f"language: is one of {', '.join(OFFERED)}")
    return language


def _document(settings: NotificationSettings) -> dict[str, Any]:
    quiet = settings.quiet
    return {
        "staff_emails": list(settings.staff_emails),
        "staff_phones": list(settings.staff_phones),
        "quiet": [quiet.since.isoformat(), quiet.until.isoformat()] if quiet else None,
        "reminder_hours": list(settings.reminder_hours),
        "confirms_bookings": settings.confirms_bookings,
        "texts_missed_calls": settings.texts_missed_calls,
        "digest_at": settings.digest_at.isoformat() if settings.digest_at else None,
    }
