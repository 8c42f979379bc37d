"""Calls and what was said in them."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, and_, case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from storage.postgres.inserting import insert_new
from storage.postgres.scheduling_tables import CallerCode
from storage.postgres.tables import Call, Turn
from storage.postgres.tenant import TenantScope

# Held while calls nobody ended are looked for, so that nodes take turns.
_SWEEP_LOCK = 7_316_402_119

OUTCOMES = ("emergency", "booked", "transferred", "message", "failed", "answered", "abandoned", "missed")
"""What a call can lead to, the weightiest first (`domain.call.ending`); `missed` when no agent ever had it."""

CallStatus = Literal["ringing", "live", "ended"]
Speaker = Literal["caller", "agent"]


@dataclass(frozen=True, slots=True)
class NewCall:
    """A call that has just come in. `from_number` is None when the caller withholds it."""

    id: UUID
    call_sid: str
    from_number: str | None
    to_number: str
    started_at: datetime
    receptionist_version: int | None = None
    """The number of the version that serves it, to its end."""


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call.

    `ended_at` may be known from the carrier before the agent has written the end; `status` is `ended` after both.
    `answer_ms` is from the carrier's webhook to the agent's first sound; `outcome` what the call led to and `reason`
    why it ended; the keys name objects in object storage.
    """

    id: UUID
    business_id: UUID
    call_sid: str
    from_number: str | None
    to_number: str
    status: CallStatus
    outcome: str | None
    reason: str | None
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    answer_ms: float | None
    recording_key: str | None
    journal_key: str | None
    receptionist_version: int | None = None
    reported_at: datetime | None = None
    """When its end was due to be told as a business event."""

    @property
    def duration_s(self) -> float | None:
        """Seconds from the answer (or, never answered, the start) to the end; None while it goes on."""
        if self.ended_at is None:
            return None
        return max(0.0, (self.ended_at - (self.answered_at or self.started_at)).total_seconds())


@dataclass(frozen=True, slots=True)
class UnendedCall:
    """What a worker needs of a call whose end is not written; `ended_at` when the carrier has told it."""

    id: UUID
    business_id: UUID
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One side holding the floor.

    `generated_text` is what was to be said, `heard_text` what sounded; for a caller they are the same. `latency_ms`
    maps the stages of the answer to milliseconds.
    """

    index: int
    speaker: Speaker
    generated_text: str
    heard_text: str
    started_at: datetime
    interrupted: bool = False
    latency_ms: dict[str, float] = field(default_factory=dict[str, float])


async def create(scope: TenantScope, new: NewCall) -> tuple[CallRow, bool]:
    """Records the call, ringing; a second one with the same `call_sid` changes nothing.

    Returns:
        The call as stored (under the id it was first created with), and whether this made it.
    """
    made = await insert_new(
        scope.session,
        Call,
        {"business_id": scope.business_id, "status": "ringing", **asdict(new)},
        unless=("business_id", "call_sid"),
        returning=tuple(CallRow.__dataclass_fields__),
    )
    if made is not None:
        return CallRow(*made), True
    known = await by_sid(scope, new.call_sid)
    if known is None:
        raise NotFound("no such call")
    return known, False


async def mark_answered(scope: TenantScope, call_id: UUID, answered_at: datetime, answer_ms: float) -> None:
    """The agent has begun to speak; the first such moment is kept. Raises NotFound."""
    await _update(
        scope,
        call_id,
        status=case((Call.status == "ringing", "live"), else_=Call.status),
        answered_at=func.coalesce(Call.answered_at, answered_at),
        answer_ms=func.coalesce(Call.answer_ms, answer_ms),
    )


async def mark_over(scope: TenantScope, call_id: UUID, ended_at: datetime) -> CallRow:
    """The caller is gone, and an agent has still to write how it ended; the first such moment is kept."""
    return await _update(
        scope,
        call_id,
        ended_at=func.coalesce(Call.ended_at, ended_at),
        reported_at=case((Call.status == "ended", func.coalesce(Call.reported_at, func.now()))),
    )


async def report(scope: TenantScope, call_id: UUID) -> CallRow | None:
    """The caller of a call whose row is closed is gone; None when that was known, or the row is open."""
    found = await scope.session.execute(
        update(Call)
        .where(
            Call.business_id == scope.business_id,
            Call.id == call_id,
            Call.status == "ended",
            Call.reported_at.is_(None),
        )
        .values(reported_at=func.now())
        .returning(*_COLUMNS)
    )
    row = found.mappings().one_or_none()
    return None if row is None else CallRow(**row)


async def finish(
    scope: TenantScope,
    call_id: UUID,
    *,
    outcome: str | None,
    ended_at: datetime,
    status: CallStatus = "ended",
    reason: str | None = None,
    answered_at: datetime | None = None,
    answer_ms: float | None = None,
    recording_key: str | None = None,
    journal_key: str | None = None,
) -> CallRow:
    """Closes the call. A later finish keeps what is known and adds only what was missing. Raises NotFound.

    When the caller was known to be gone before, its end is to be told now: `reported_at` says so.
    """
    # What was written for the call after the agent had promised it (`lift_outcome`) may be there already.
    weighs_less = and_(Call.status != "ended", Call.outcome.in_(_lighter_than(outcome)))
    gone_before = and_(Call.status != "ended", Call.ended_at.is_not(None))
    return await _update(
        scope,
        call_id,
        status=case((Call.status == "ended", Call.status), else_=status),
        outcome=case((weighs_less, outcome), else_=func.coalesce(Call.outcome, outcome)),
        reason=func.coalesce(Call.reason, reason),
        ended_at=func.coalesce(Call.ended_at, ended_at),
        answered_at=func.coalesce(Call.answered_at, answered_at),
        answer_ms=func.coalesce(Call.answer_ms, answer_ms),
        # What somebody deleted is not brought back by what still lies on a node's disk.
        recording_key=case(
            (Call.recording_removed_at.is_(None), func.coalesce(Call.recording_key, recording_key)),
            else_=Call.recording_key,
        ),
        journal_key=func.coalesce(Call.journal_key, journal_key),
        reported_at=case((gone_before, func.now()), else_=Call.reported_at),
    )


async def forget_caller(scope: TenantScope, call_id: UUID) -> None:
    """Who called is not kept, nor what codes they were sent."""
    await scope.session.execute(
        update(Call)
        .where(Call.business_id == scope.business_id, Call.id == call_id)
        .values(from_number=None, reason=None)
    )
    await scope.session.execute(
        delete(CallerCode).where(CallerCode.business_id == scope.business_id, CallerCode.call_id == call_id)
    )


async def lift_outcome(scope: TenantScope, call_id: UUID, outcome: str) -> None:
    """The call led to this as well, whether it has ended or not; what weighs more stands. Nothing without a row."""
    await scope.session.execute(
        update(Call)
        .where(
            Call.business_id == scope.business_id,
            Call.id == call_id,
            or_(Call.outcome.is_(None), Call.outcome.in_(_lighter_than(outcome))),
        )
        .values(outcome=outcome)
    )


def weightier(one: str, other: str) -> str:
    """Of two outcomes the one a call is filed under; `one` when it does not know the other."""
    return other if one in _lighter_than(other) else one


def _lighter_than(outcome: str | None) -> tuple[str, ...]:
    return OUTCOMES[OUTCOMES.index(outcome) + 1 :] if outcome in OUTCOMES else ()


async def get(scope: TenantScope, call_id: UUID) -> CallRow:
    """Raises NotFound."""
    found = await _rows(scope, _SELECT.where(Call.id == call_id))
    if not found:
        raise NotFound("no such call")
    return found[0]


async def by_sid(scope: TenantScope, call_sid: str) -> CallRow | None:
    found = await _rows(scope, _SELECT.where(Call.call_sid == call_sid))
    return found[0] if found else None


async def live(scope: TenantScope) -> list[CallRow]:
    """Calls that have not ended, ringing ones included, oldest first."""
    return await _rows(scope, _SELECT.where(Call.status != "ended").order_by(Call.started_at))


async def lines_taken(
    scope: TenantScope,
    *,
    but: UUID,
    started_after: datetime,
    shown: Collection[UUID],
    from_number: str | None,
) -> tuple[int, int]:
    """How many of the business's calls occupy a line, and how many of them are this number's: 0 without a number.

    They are not over, and young or among `shown`; `but` is left out.
    """
    query = select(func.count(), func.count().filter(Call.from_number == from_number)).where(
        Call.business_id == scope.business_id,
        Call.id != but,
        Call.status != "ended",
        Call.ended_at.is_(None),
        or_(Call.started_at > started_after, Call.id.in_(shown)),
    )
    taken, theirs = (await scope.session.execute(query)).one()
    return taken, theirs if from_number is not None else 0


async def take_sweep(session: AsyncSession) -> bool:
    """Whether this transaction alone may look for calls nobody ended; until it ends.

    Args:
        session: from `Database.worker`.
    """
    return bool(await session.scalar(select(func.pg_try_advisory_xact_lock(_SWEEP_LOCK))))


async def unended(
    session: AsyncSession,
    *,
    started_before: datetime,
    over_before: datetime,
    ringing_before: datetime,
    limit: int,
    but: Collection[UUID] = (),
) -> list[UnendedCall]:
    """Calls of every business whose end is not written, oldest first.

    They began before the first instant, were over before the second, or began before the third and were not answered.

    Args:
        session: from `Database.worker`.
        but: these are left out.
    """
    found = await session.execute(
        select(Call.id, Call.business_id, Call.started_at, Call.answered_at, Call.ended_at)
        .where(
            Call.status != "ended",
            or_(
                Call.started_at < started_before,
                Call.ended_at < over_before,
                and_(Call.status == "ringing", Call.started_at < ringing_before),
            ),
            Call.id.not_in(but),
        )
        .order_by(Call.started_at)
        .limit(limit)
    )
    return [UnendedCall(**row) for row in found.mappings()]


async def unreported(session: AsyncSession, *, ended_before: datetime, limit: int) -> list[UnendedCall]:
    """Calls of every business that ended before then and of which nobody heard that the caller is gone, oldest first.

    Args:
        session: from `Database.worker`.
    """
    found = await session.execute(
        select(Call.id, Call.business_id, Call.started_at, Call.answered_at, Call.ended_at)
        .where(Call.status == "ended", Call.reported_at.is_(None), Call.ended_at < ended_before)
        .order_by(Call.ended_at)
        .limit(limit)
    )
    return [UnendedCall(**row) for row in found.mappings()]


async def save_turns(scope: TenantScope, call_id: UUID, turns: Sequence[TurnRow]) -> None:
    """Writes the turns, replacing those with the same index. Raises NotFound for an unknown call."""
    if not turns:
        return
    statement = insert(Turn).values(
        [{"business_id": scope.business_id, "call_id": call_id, **asdict(turn)} for turn in turns]
    )
    replaced = ("speaker", "generated_text", "heard_text", "started_at", "interrupted", "latency_ms")
    async with scope.savepoint():
        await scope.session.execute(
            statement.on_conflict_do_update(
                index_elements=[Turn.call_id, Turn.index],
                set_={name: statement.excluded[name] for name in replaced},
            )
        )


async def turns(scope: TenantScope, call_id: UUID) -> list[TurnRow]:
    """What was said, in order."""
    found = await scope.session.execute(
        select(
            Turn.index,
            Turn.speaker,
            Turn.generated_text,
            Turn.heard_text,
            Turn.started_at,
            Turn.interrupted,
            Turn.latency_ms,
        )
        .where(Turn.business_id == scope.business_id, Turn.call_id == call_id)
        .order_by(Turn.index)
    )
    return [TurnRow(**row) for row in found.mappings()]


_COLUMNS = tuple(getattr(Call, name) for name in CallRow.__dataclass_fields__)
_SELECT = select(*_COLUMNS)


async def _rows(scope: TenantScope, query: Select[Any]) -> list[CallRow]:
    found = await scope.session.execute(query.where(Call.business_id == scope.business_id))
    return [CallRow(**row) for row in found.mappings()]


async def _update(scope: TenantScope, call_id: UUID, **values: object) -> CallRow:
    found = await scope.session.execute(
        update(Call)
        .where(Call.business_id == scope.business_id, Call.id == call_id)
        .values(**values)
        .returning(*_COLUMNS)
    )
    row = found.mappings().one_or_none()
    if row is None:
        raise NotFound("no such call")
    return CallRow(**row)
