"""A business's settings for notifications, and its own words for them."""

from collections.abc import Mapping
from datetime import time
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from domain.accounts.roles import Role
from domain.notifications.kinds import Kind
from domain.notifications.quiet_hours import QuietHours
from domain.notifications.settings import NotificationSettings
from domain.notifications.templates import Template
from storage.postgres.account_tables import Membership, User
from storage.postgres.notification_tables import NotificationSettingsRow, NotificationTemplate
from storage.postgres.tables import Business
from storage.postgres.tenant import TenantScope


async def get(scope: TenantScope, *, lock: bool = False) -> NotificationSettings:
    """The business's own, or the defaults. With `lock` nobody else changes them in this transaction's time."""
    if lock:
        await scope.session.execute(
            select(Business.id).where(Business.id == scope.business_id).with_for_update(key_share=True)
        )
    row = await scope.session.get(NotificationSettingsRow, scope.business_id)
    if row is None:
        return NotificationSettings()
    return settings_of({column.key: getattr(row, column.key) for column in row.__table__.columns})


def settings_of(row: Mapping[str, Any]) -> NotificationSettings:
    """As a row has them, by its columns' names."""
    quiet = None
    if row["quiet_since"] is not None and row["quiet_until"] is not None:
        quiet = QuietHours(row["quiet_since"], row["quiet_until"])
    return NotificationSettings(
        staff_emails=tuple(row["staff_emails"]),
        staff_phones=tuple(row["staff_phones"]),
        quiet=quiet,
        reminder_hours=tuple(row["reminder_hours"]),
        confirms_bookings=row["confirms_bookings"],
        texts_missed_calls=row["texts_missed_calls"],
        digest_at=row["digest_at"],
    )


async def put(scope: TenantScope, settings: NotificationSettings) -> None:
    quiet: tuple[time | None, time | None] = (None, None)
    if settings.quiet is not None:
        quiet = (settings.quiet.since, settings.quiet.until)
    values = {
        "staff_emails": list(settings.staff_emails),
        "staff_phones": list(settings.staff_phones),
        "quiet_since": quiet[0],
        "quiet_until": quiet[1],
        "reminder_hours": list(settings.reminder_hours),
        "confirms_bookings": settings.confirms_bookings,
        "texts_missed_calls": settings.texts_missed_calls,
        "digest_at": settings.digest_at,
    }
    await scope.session.execute(
        insert(NotificationSettingsRow)
        .values(business_id=scope.business_id, **values)
        .on_conflict_do_update(
            index_elements=[NotificationSettingsRow.business_id], set_=values | {"updated_at": func.now()}
        )
    )


async def owners_addresses(scope: TenantScope) -> tuple[str, ...]:
    """The verified addresses of its owners; the scope is `Database.founding`'s, which sees users."""
    found = await scope.session.scalars(
        select(User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.business_id == scope.business_id,
            Membership.role == Role.OWNER.value,
            User.email_verified_at.is_not(None),
        )
        .order_by(User.email)
    )
    return tuple(found)


async def template(scope: TenantScope, kind: Kind, language: str) -> Template | None:
    """The business's own words; None where it has none. `language` is one of those offered."""
    row = await scope.session.get(NotificationTemplate, (scope.business_id, kind.value, language))
    return None if row is None else Template(row.sms, row.subject, row.mail)


async def templates(scope: TenantScope) -> dict[tuple[Kind, str], Template]:
    """All of its own words, by kind and language."""
    rows = await scope.session.scalars(
        select(NotificationTemplate).where(NotificationTemplate.business_id == scope.business_id)
    )
    return {(Kind(row.kind), row.language): Template(row.sms, row.subject, row.mail) for row in rows}


async def put_template(scope: TenantScope, kind: Kind, language: str, words: Template) -> None:
    values = {"sms": words.sms, "subject": words.subject, "mail": words.mail}
    key = (NotificationTemplate.business_id, NotificationTemplate.kind, NotificationTemplate.language)
    await scope.session.execute(
        insert(NotificationTemplate)
        .values(business_id=scope.business_id, kind=kind.value, language=language, **values)
        .on_conflict_do_update(index_elements=list(key), set_=values | {"updated_at": func.now()})
    )


async def drop_template(scope: TenantScope, kind: Kind, language: str) -> bool:
    """Whether there was one."""
    gone: UUID | None = await scope.session.scalar(
        delete(NotificationTemplate)
        .where(
            NotificationTemplate.business_id == scope.business_id,
            NotificationTemplate.kind == kind.value,
            NotificationTemplate.language == language,
        )
        .returning(NotificationTemplate.business_id)
    )
    return gone is not None
