"""What the database says about a call once it is over: the facts a demo or a call command reports."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from storage.postgres import bookings, calls, messages
from storage.postgres.bookings import BookingRow
from storage.postgres.calls import CallRow, TurnRow
from storage.postgres.database import Database

ROWS_WITHIN_S = 20.0


@dataclass(frozen=True, slots=True)
class CallFacts:
    """The rows of one call."""

    call: CallRow
    booking: BookingRow | None
    turns: list[TurnRow]
    message_texts: list[str]

    def as_json(self, vendors: dict[str, str]) -> dict[str, Any]:
        """The shape written by `--json`."""
        call, booking = self.call, self.booking
        return {
            "call": {
                "id": str(call.id),
                "status": call.status,
                "outcome": call.outcome,
                "reason": call.reason,
                "duration_s": None if call.duration_s is None else round(call.duration_s, 2),
                "answer_ms": None if call.answer_ms is None else round(call.answer_ms, 1),
            },
            "booking": booking
            and {
                "id": str(booking.id),
                "starts_at": booking.starts_at.isoformat(),
                "offering": booking.offering_name,
                "staff": booking.staff_name,
                "customer_name": booking.customer_name,
            },
            "turns": [
                {
                    "speaker": turn.speaker,
                    "generated_text": turn.generated_text,
                    "heard_text": turn.heard_text,
                    "latency_ms": turn.latency_ms,
                }
                for turn in self.turns
            ],
            "messages": self.message_texts,
            "vendors": vendors,
        }


async def read_facts(database_url: str, business_id: UUID, call_sid: str) -> CallFacts | None:
    """Reads the call's rows, waiting until it is closed; None when no row appears.

    A row still open after `ROWS_WITHIN_S` is returned as it is.
    """
    database = Database(database_url)
    try:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + ROWS_WITHIN_S
        while True:
            async with database.tenant(business_id, read_only=True) as scope:
                call = await calls.by_sid(scope, call_sid)
                if call is not None and (call.status == "ended" or loop.time() > deadline):
                    booked = await bookings.for_call(scope, call.id)
                    return CallFacts(
                        call=call,
                        booking=booked[-1] if booked else None,
                        turns=await calls.turns(scope, call.id),
                        message_texts=[message.text for message in await messages.for_call(scope, call.id)],
                    )
            if loop.time() > deadline:
                return None
            await asyncio.sleep(0.2)
    finally:
        await database.close()
