"""Recordings of calls and voicemails, who may hear them, and calls shown to somebody by a link."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import String, cast, func, literal, or_, select, union_all, update
from sqlalchemy.dialects.postgresql import insert

from storage.postgres.account_tables import ApiKey, Membership
from storage.postgres.keyset import beyond
from storage.postgres.recording_tables import CallShare
from storage.postgres.tables import Business, Call, Message
from storage.postgres.tenant import TenantScope

Kind = Literal["call", "voicemail"]


@dataclass(frozen=True, slots=True)
class RecordingRow:
    """A recording; `id` is that of the call, or of the message it came with, `at` when it began or was kept."""

    id: UUID
    kind: Kind
    call_id: UUID | None
    at: datetime
    from_number: str | None
    is_held: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """Which recordings; None and empty leave a point open."""

    call_id: UUID | None = None
    kinds: Collection[Kind] = field(default_factory=tuple[Kind, ...])
    since: datetime | None = None
    until: datetime | None = None


async def page(
    scope: TenantScope, wanted: Filter, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[RecordingRow]:
    """The latest first, behind (at, id)."""
    calls = select(
        Call.id.label("id"),
        literal("call", String).label("kind"),
        Call.id.label("call_id"),
        Call.started_at.label("at"),
        Call.from_number.label("from_number"),
        Call.held_at.is_not(None).label("is_held"),
    ).where(Call.business_id == scope.business_id, Call.recording_key.is_not(None))
    voicemails = (
        select(
            Message.id,
            literal("voicemail", String),
            Message.call_id,
            Message.created_at,
            func.coalesce(Message.callback_number, Call.from_number),
            Call.held_at.is_not(None),
        )
        .outerjoin(Call, (Call.business_id == Message.business_id) & (Call.id == Message.call_id))
        .where(Message.business_id == scope.business_id, Message.recording_key.is_not(None))
    )
    every = union_all(calls, voicemails).subquery()
    conditions = [*beyond((every.c.at, every.c.id), after, descending=True)]
    if wanted.call_id is not None:
        conditions.append(every.c.call_id == wanted.call_id)
    if wanted.kinds:
        conditions.append(every.c.kind.in_(wanted.kinds))
    if wanted.since is not None:
        conditions.append(every.c.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(every.c.at < wanted.until)
    rows = await scope.session.execute(
        select(every).where(*conditions).order_by(every.c.at.desc(), every.c.id.desc()).limit(limit)
    )
    return [RecordingRow(**row) for row in rows.mappings()]


@dataclass(frozen=True, slots=True)
class CallFiles:
    """What is kept of a call, and whether it may be deleted."""

    call_id: UUID
    status: str
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    recording_key: str | None
    journal_key: str | None
    held_because: str | None


_FILES = tuple(getattr(Call, name) for name in CallFiles.__dataclass_fields__ if name != "call_id")


async def of_call(scope: TenantScope, call_id: UUID, *, lock: bool = False) -> CallFiles | None:
    """None when there is no such call."""
    query = select(Call.id.label("call_id"), *_FILES).where(
        Call.business_id == scope.business_id, Call.id == call_id
    )
    found = await scope.session.execute(query.with_for_update() if lock else query)
    row = found.mappings().one_or_none()
    return None if row is None else CallFiles(**row)


async def forget_recording(scope: TenantScope, call_id: UUID, now: datetime) -> None:
    await scope.session.execute(
        update(Call)
        .where(Call.business_id == scope.business_id, Call.id == call_id)
        .values(recording_key=None, recording_removed_at=now)
    )


async def hold(scope: TenantScope, call_id: UUID, because: str | None, now: datetime) -> None:
    """Keeps everything of a call from being deleted; None lets it be as others are."""
    await scope.session.execute(
        update(Call)
        .where(Call.business_id == scope.business_id, Call.id == call_id)
        .values(held_at=None if because is None else func.coalesce(Call.held_at, now), held_because=because)
    )


@dataclass(frozen=True, slots=True)
class Voicemail:
    """The recording of a message, where it is and whether it may be deleted."""

    message_id: UUID
    call_id: UUID | None
    created_at: datetime
    recording_key: str | None
    recording_url: str | None
    recording_removed_at: datetime | None
    held_because: str | None


async def of_message(scope: TenantScope, message_id: UUID, *, lock: bool = False) -> Voicemail | None:
    """None when there is no such message."""
    query = (
        select(
            Message.id.label("message_id"),
            Message.call_id,
            Message.created_at,
            Message.recording_key,
            Message.recording_url,
            Message.recording_removed_at,
            Call.held_because,
        )
        .outerjoin(Call, (Call.business_id == Message.business_id) & (Call.id == Message.call_id))
        .where(Message.business_id == scope.business_id, Message.id == message_id)
    )
    found = await scope.session.execute(query.with_for_update(of=Message) if lock else query)
    row = found.mappings().one_or_none()
    return None if row is None else Voicemail(**row)


async def at_carrier(scope: TenantScope, limit: int) -> list[tuple[UUID, str]]:
    """Messages whose recording the carrier still has, with its address there."""
    found = await scope.session.execute(
        select(Message.id, Message.recording_url)
        .where(Message.business_id == scope.business_id, Message.recording_url.is_not(None))
        .order_by(Message.id)
        .limit(limit)
    )
    return [(message_id, url) for message_id, url in found if url is not None]


async def keep_voicemail(scope: TenantScope, message_id: UUID, key: str) -> bool:
    """It lies in our own storage; False when the message is gone, or its recording was deleted."""
    kept = await scope.session.scalar(
        update(Message)
        .where(
            Message.business_id == scope.business_id,
            Message.id == message_id,
            Message.recording_removed_at.is_(None),
        )
        .values(recording_key=key)
        .returning(Message.id)
    )
    return kept is not None


async def forget_voicemail(scope: TenantScope, message_id: UUID, now: datetime) -> None:
    await scope.session.execute(
        update(Message)
        .where(Message.business_id == scope.business_id, Message.id == message_id)
        .values(recording_key=None, recording_removed_at=now)
    )


async def forget_address(scope: TenantScope, message_id: UUID) -> None:
    """The carrier has erased it."""
    await scope.session.execute(
        update(Message)
        .where(Message.business_id == scope.business_id, Message.id == message_id)
        .values(recording_url=None)
    )


async def set_hearing(scope: TenantScope, user_id: UUID, allowed: bool) -> bool | None:
    """Whether a member may listen whatever their role; gives what it was, None when they are no member."""
    before = await scope.session.scalar(
        select(Membership.hears_recordings)
        .where(Membership.business_id == scope.business_id, Membership.user_id == user_id)
        .with_for_update()
    )
    if before is not None and before != allowed:
        await scope.session.execute(
            update(Membership)
            .where(Membership.business_id == scope.business_id, Membership.user_id == user_id)
            .values(hears_recordings=allowed)
        )
    return before


async def hearing(scope: TenantScope, user_id: UUID) -> tuple[str, bool] | None:
    """The role of a member and whether they may listen whatever it is; None when they are none."""
    found = await scope.session.execute(
        select(Membership.role, Membership.hears_recordings).where(
            Membership.business_id == scope.business_id, Membership.user_id == user_id
        )
    )
    row = found.one_or_none()
    return None if row is None else (row.role, row.hears_recordings)


async def key_scopes(scope: TenantScope, key_id: UUID, now: datetime) -> Collection[str]:
    """What a key may do; nothing once it is revoked or over."""
    found = await scope.session.scalar(
        select(ApiKey.scopes).where(
            ApiKey.business_id == scope.business_id,
            ApiKey.id == key_id,
            ApiKey.revoked_at.is_(None),
            or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > now),
        )
    )
    return found or ()


@dataclass(frozen=True, slots=True)
class ShareRow:
    id: UUID
    call_id: UUID
    shows_recording: bool
    shows_transcript: bool
    made_by: str
    expires_at: datetime
    revoked_at: datetime | None
    opened: int
    created_at: datetime


_SHARE = select(*(getattr(CallShare, name) for name in ShareRow.__dataclass_fields__))


async def add_share(
    scope: TenantScope,
    share_id: UUID,
    call_id: UUID,
    *,
    shows_recording: bool,
    shows_transcript: bool,
    made_by: str,
    expires_at: datetime,
) -> ShareRow:
    found = await scope.session.execute(
        insert(CallShare)
        .values(
            id=share_id,
            business_id=scope.business_id,
            call_id=call_id,
            shows_recording=shows_recording,
            shows_transcript=shows_transcript,
            made_by=made_by,
            expires_at=expires_at,
        )
        .returning(*(getattr(CallShare, name) for name in ShareRow.__dataclass_fields__))
    )
    return ShareRow(**found.mappings().one())


async def count_shares(scope: TenantScope, call_id: UUID, now: datetime) -> int:
    """Those of a call that are still good."""
    return (
        await scope.session.scalar(
            select(func.count())
            .select_from(CallShare)
            .where(
                CallShare.business_id == scope.business_id,
                CallShare.call_id == call_id,
                CallShare.revoked_at.is_(None),
                CallShare.expires_at > now,
            )
        )
        or 0
    )


async def shares(
    scope: TenantScope, call_id: UUID, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[ShareRow]:
    """The latest first, behind (created_at, id)."""
    found = await scope.session.execute(
        _SHARE.where(
            CallShare.business_id == scope.business_id,
            CallShare.call_id == call_id,
            *beyond((CallShare.created_at, CallShare.id), after, descending=True),
        )
        .order_by(CallShare.created_at.desc(), CallShare.id.desc())
        .limit(limit)
    )
    return [ShareRow(**row) for row in found.mappings()]


async def share(scope: TenantScope, share_id: UUID) -> ShareRow | None:
    found = await scope.session.execute(
        _SHARE.where(CallShare.business_id == scope.business_id, CallShare.id == share_id)
    )
    row = found.mappings().one_or_none()
    return None if row is None else ShareRow(**row)


async def revoke_share(scope: TenantScope, share_id: UUID, now: datetime) -> UUID | None:
    """The call it showed; None when there is none that is still good."""
    return await scope.session.scalar(
        update(CallShare)
        .where(
            CallShare.business_id == scope.business_id,
            CallShare.id == share_id,
            CallShare.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .returning(CallShare.call_id)
    )


async def note_opened(scope: TenantScope, share_id: UUID) -> None:
    await scope.session.execute(
        update(CallShare)
        .where(CallShare.business_id == scope.business_id, CallShare.id == share_id)
        .values(opened=CallShare.opened + 1)
    )


async def business_name(scope: TenantScope) -> tuple[str, str, str] | None:
    """Name, language and time zone; None when it is closed or gone: nothing of it is shown any more."""
    found = await scope.session.execute(
        select(Business.name, Business.language, cast(Business.timezone, String)).where(
            Business.id == scope.business_id, Business.closed_at.is_(None)
        )
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1], row[2])
