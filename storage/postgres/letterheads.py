"""What every text and mail of a business is written from, in one statement: thousands an hour are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from domain.errors import NotFound
from domain.notifications.kinds import Channel, Kind
from domain.notifications.settings import NotificationSettings
from domain.notifications.templates import Template
from domain.numbers.leaving import Phase
from storage.postgres import notification_settings
from storage.postgres.business_facts import BusinessFacts
from storage.postgres.tenant import TenantScope

_FACTS = tuple(BusinessFacts.__dataclass_fields__)
_ONE = text(
    f"SELECT {', '.join(f'b.{name}' for name in _FACTS)},"  # noqa: S608 - names of our own
    " s.business_id IS NOT NULL AS has_settings, s.staff_emails, s.staff_phones, s.quiet_since, s.quiet_until,"
    " s.reminder_hours, s.confirms_bookings, s.texts_missed_calls, s.digest_at,"
    " ARRAY(SELECT p.e164 FROM phone_numbers p WHERE p.business_id = b.id AND p.phase = :held"
    "  ORDER BY p.is_caller_id DESC, p.created_at, p.e164) AS numbers,"
    " ARRAY(SELECT DISTINCT u.address FROM suppressions u WHERE u.business_id = b.id AND u.channel = :channel"
    "  AND u.address = ANY(CAST(:addresses AS text[]))) AS suppressed,"
    " (SELECT jsonb_agg(jsonb_build_array(t.kind, t.language, t.sms, t.subject, t.mail)) FROM notification_templates t"
    "  WHERE t.business_id = b.id) AS templates"
    " FROM businesses b LEFT JOIN notification_settings s ON s.business_id = b.id WHERE b.id = :business_id"
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """As one transaction saw it.

    Attributes:
        own_words: by kind and language.
        numbers: E.164 of those it holds: the one it shows first, then the first it got.
        suppressed: those of the addresses asked for that get nothing.
    """

    facts: BusinessFacts
    settings: NotificationSettings
    own_words: Mapping[tuple[Kind, str], Template]
    numbers: tuple[str, ...]
    suppressed: frozenset[str]


async def read(scope: TenantScope, channel: Channel, addresses: Collection[str]) -> Letterhead:
    """Raises NotFound: there is no such business any more."""
    found = await scope.session.execute(
        _ONE,
        {
            "business_id": scope.business_id,
            "channel": channel.value,
            "addresses": list(addresses),
            "held": Phase.ACTIVE.value,
        },
    )
    row: Any = found.mappings().one_or_none()
    if row is None:
        raise NotFound("no such business")
    return Letterhead(
        BusinessFacts(*(row[name] for name in _FACTS)),
        notification_settings.settings_of(row) if row["has_settings"] else NotificationSettings(),
        {
            (Kind(kind), language): Template(sms, subject, mail)
            for kind, language, sms, subject, mail in row["templates"] or ()
        },
        tuple(row["numbers"]),
        frozenset(row["suppressed"]),
    )
