"""A booking that was promised and is still to be made."""

from datetime import UTC, datetime, time, timedelta

from domain.dialogue.intents import BookAppointment
from services.tools.deferred_queue import deferred_write
from storage.redis.deferred import DeferredWrite
from tests.support.salons import Salon

CALLER = "+61400000001"


def next_tuesday() -> datetime:
    """Ten o'clock on a Tuesday at least a week away, on the salon's wall."""
    today = datetime.now(UTC).date()
    day = today + timedelta(days=7 + (1 - today.weekday()) % 7)
    return datetime.combine(day, time(10))


WANTED = next_tuesday()


async def written(salon: Salon, asked_at: datetime) -> DeferredWrite:
    """Tuesday at ten, as a call of its own asked for it then."""
    call = await salon.call(CALLER)
    return deferred_write(
        salon.profile.id, call.call_id, CALLER, BookAppointment("Haircut", WANTED, "Sam"), asked_at
    )
