"""Calls with what was said, and the figures they come to."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from deployments.api.authentication import InBusiness
from deployments.api.fields import fields_of
from deployments.api.front_desk import Desk
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.visit_models import Instant
from deployments.policies import needs
from domain.accounts.roles import Permission
from storage.postgres.business_stats import Counts
from storage.postgres.call_lists import Filter, ListedCall
from storage.postgres.calls import TurnRow

router = APIRouter(prefix="/businesses/{business_id}", tags=["calls"], responses=RESPONSES)

READ = needs(Permission.CALLS_READ)

Outcome = Literal[
    "emergency", "booked", "transferred", "message", "failed", "answered", "abandoned", "missed"
]


class Call(BaseModel):
    """`duration_s` is from the answer to the end; null while it goes on, and when nobody answered."""

    id: UUID
    from_number: str | None
    to_number: str
    status: Literal["ringing", "live", "ended"]
    outcome: str | None
    reason: str | None
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    duration_s: float | None
    answer_ms: float | None
    is_recorded: bool
    bookings: int
    receptionist_version: int | None
    """The version of the receptionist that served it; null for calls from before there were versions."""
    recording_removed_at: datetime | None
    transcript_removed_at: datetime | None
    """When they went because you keep them no longer."""

    @classmethod
    def of(cls, row: ListedCall) -> "Call":
        return cls(**_fields(row))


class Turn(BaseModel):
    """One side holding the floor. What the agent wrote and was not heard of it is `generated_text` alone."""

    index: int
    speaker: Literal["caller", "agent"]
    generated_text: str
    heard_text: str
    started_at: datetime
    interrupted: bool
    latency_ms: dict[str, float]

    @classmethod
    def of(cls, row: TurnRow) -> "Turn":
        return cls.model_validate(row, from_attributes=True)


class CallWithTurns(Call):
    turns: list[Turn]


class Figures(BaseModel):
    """`conversion` is the share of answered calls that led to a booking, null without any; `minutes` those talked."""

    calls: int
    answered: int
    bookings: int
    conversion: float | None
    minutes: float

    @classmethod
    def of(cls, counts: Counts) -> "Figures":
        return cls(
            calls=counts.calls,
            answered=counts.answered,
            bookings=counts.bookings,
            conversion=round(counts.booked / counts.answered, 4) if counts.answered else None,
            minutes=round(counts.talk_s / 60, 2),
        )


class Stats(BaseModel):
    """By local days of the business, today included; at most five minutes old."""

    timezone: str
    as_of: datetime
    today: Figures
    last_7_days: Figures
    last_30_days: Figures


def _fields(row: ListedCall) -> dict[str, Any]:
    lasted = None
    if row.ended_at is not None and row.answered_at is not None:
        lasted = max(0.0, (row.ended_at - row.answered_at).total_seconds())
    return {
        "id": row.id,
        "from_number": row.from_number,
        "to_number": row.to_number,
        "status": row.status,
        "outcome": row.outcome,
        "reason": row.reason,
        "started_at": row.started_at,
        "answered_at": row.answered_at,
        "ended_at": row.ended_at,
        "duration_s": lasted,
        "answer_ms": row.answer_ms,
        "is_recorded": row.is_recorded,
        "bookings": row.bookings,
        "receptionist_version": row.receptionist_version,
        "recording_removed_at": row.recording_removed_at,
        "transcript_removed_at": row.transcript_removed_at,
    }


@router.get("/calls", openapi_extra=READ, dependencies=[Depends(fields_of(Call))])
async def calls(
    principal: InBusiness,
    desk: Desk,
    page: Page,
    since: Annotated[Instant | None, Query(alias="from", description="Came in then or later")] = None,
    until: Annotated[Instant | None, Query(alias="to", description="Came in before")] = None,
    status: Annotated[list[Literal["ringing", "live", "ended"]] | None, Query(max_length=3)] = None,
    outcome: Annotated[list[Outcome] | None, Query(max_length=8)] = None,
    from_number: Annotated[str | None, Query(pattern=r"^\+[0-9]{1,15}$")] = None,
) -> Paged[Call]:
    """Calls, the latest first."""
    wanted = Filter(since, until, tuple(status or ()), tuple(outcome or ()), from_number)
    found = await desk.reports.calls(principal, wanted, after=page.after(datetime, UUID), limit=page.rows)
    return page.of(found, Call.of, lambda row: (row.started_at, row.id))


@router.get("/calls/{call_id}", openapi_extra=READ, dependencies=[Depends(fields_of(CallWithTurns))])
async def call(call_id: UUID, principal: InBusiness, desk: Desk) -> CallWithTurns:
    """One call with what was said."""
    found, turns = await desk.reports.call(principal, call_id)
    return CallWithTurns(**_fields(found), turns=[Turn.of(each) for each in turns])


@router.get("/stats", openapi_extra=READ, tags=["stats"])
async def stats(principal: InBusiness, desk: Desk) -> Stats:
    """Calls, bookings and minutes of today, seven and thirty days."""
    found = await desk.reports.stats(principal, datetime.now(UTC))
    figures = {name: Figures.of(counts) for name, counts in found.counts.items()}
    return Stats(
        timezone=found.timezone,
        as_of=found.as_of,
        today=figures["today"],
        last_7_days=figures["last_7_days"],
        last_30_days=figures["last_30_days"],
    )
