"""What a business's calls and bookings come to: two statements, whatever the number of stretches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from storage.postgres.tables import Booking, Call
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one stretch of time.

    Attributes:
        calls: that came in.
        answered: of them, those an agent spoke to.
        booked: of those, the ones that led to a booking.
        talk_s: seconds of all that were answered and are over.
        bookings: made, by whatever channel, cancelled ones included.
    """

    calls: int
    answered: int
    booked: int
    talk_s: float
    bookings: int


async def since(scope: TenantScope, starts: Sequence[datetime]) -> list[Counts]:
    """The counts from each of these instants on, in their order."""
    answered = Call.answered_at.is_not(None)
    lasted = func.extract("epoch", Call.ended_at - Call.answered_at)
    calls: list[Any] = []
    bookings: list[Any] = []
    for start in starts:
        of_it = Call.started_at >= start
        calls += [
            func.count().filter(of_it),
            func.count().filter(of_it, answered),
            func.count().filter(of_it, answered, Call.outcome == "booked"),
            func.coalesce(func.sum(func.greatest(lasted, 0)).filter(of_it, answered), 0),
        ]
        bookings.append(func.count().filter(Booking.created_at >= start))
    earliest = min(starts)
    of_calls = (
        await scope.session.execute(
            select(*calls).where(Call.business_id == scope.business_id, Call.started_at >= earliest)
        )
    ).one()
    of_bookings = (
        await scope.session.execute(
            select(*bookings).where(
                Booking.business_id == scope.business_id,
                Booking.created_at >= earliest,
                Booking.status != "held",
            )
        )
    ).one()
    found: list[Counts] = []
    for n, made in enumerate(of_bookings):
        came, spoken_to, booked, talk_s = of_calls[4 * n : 4 * n + 4]
        found.append(Counts(came, spoken_to, booked, float(talk_s), made))
    return found
