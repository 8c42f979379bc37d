"""What the resources of set-up share: bodies, fields, and what they say of bookings that are affected."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from deployments.api.problems import RESPONSES, described, told
from domain.setup import limits
from domain.setup.affected import UpcomingVisit
from services.setup.removal import Outcome, Removed
from services.setup.set_up import SetUp

OF_BUSINESS = "/businesses/{business_id}"

SETTINGS_RESPONSES: dict[int | str, dict[str, Any]] = {
    **RESPONSES,
    412: described("Changed since it was read"),
}
"""Of routes that take `If-Match`."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Line = Annotated[str, StringConstraints(max_length=300)]
Minutes = Annotated[int, Field(strict=True, ge=1, le=limits.LONGEST_MIN)]
Buffer = Annotated[int, Field(strict=True, ge=0, le=limits.LONGEST_BUFFER_MIN)]
Cents = Annotated[int, Field(strict=True, ge=0, le=limits.DEAREST_CENTS)]
Position = Annotated[int, Field(strict=True, ge=0, le=limits.LAST_POSITION)]
YesNo = Annotated[bool, Field(strict=True)]
ClockTime = Annotated[
    str, Field(pattern=r"^([01]?[0-9]|2[0-4]):[0-5][0-9]$", max_length=5, examples=["09:30", "24:00"])
]
"""Wall time; 24:00 is the end of the day."""

Active = Annotated[
    bool | None, Query(description="true: what is in use; false: what is archived; all of it without")
]
Force = Annotated[bool, Query(description="Go on although bookings to come need it; they stay as they are")]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


def unset() -> Any:
    """The default of a field of a PATCH that may be left out and not be null; never read."""
    return None


def changes_of(body: BaseModel) -> dict[str, Any]:
    """The fields that were sent."""
    return {name: getattr(body, name) for name in body.model_fields_set}


class AffectedBooking(BaseModel):
    """A booking, or a session of a group, that a change leaves outside hours, or without who or what it needs.

    Nothing has become of it: it is booked as before.
    """

    id: UUID
    kind: Literal["booking", "session"]
    name: str
    customer: str | None
    """null for a session, and for who may not read of customers."""
    starts_at: datetime
    ends_at: datetime


class WithAffected(BaseModel):
    """What a change answers."""

    affected: list[AffectedBooking] = []
    """The nearest 100 bookings to come that fitted before this change and do not any more. They stay as they are."""
    affected_count: int = 0


def affected_of(visits: Sequence[UpcomingVisit]) -> dict[str, Any]:
    """The fields of `WithAffected`."""
    return {
        "affected": [AffectedBooking.model_validate(each) for each in told(visits)],
        "affected_count": len(visits),
    }


class Removal(WithAffected):
    """What became of something that was to be deleted.

    What bookings or other data refer to is archived: it is kept with `active` false, and can be brought back.
    """

    outcome: Outcome
    detail: str


def removal_of(removed: Removed) -> Removal:
    return Removal(outcome=removed.outcome, detail=removed.detail, **affected_of(removed.affected))


async def set_up_of(request: Request) -> SetUp:
    return request.app.state.set_up


TheSetUp = Annotated[SetUp, Depends(set_up_of)]
