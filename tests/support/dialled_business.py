"""A business with a phone number of a test's own."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from domain.business import Overflow
from domain.ids import new_id
from storage.postgres import calls, tables
from storage.postgres.calls import CallRow, NewCall
from storage.postgres.database import Database

TRANSFER_NUMBER = "+61280009999"


@dataclass(frozen=True, slots=True)
class DialledBusiness:
    """A business in the database and the number its callers dial."""

    id: UUID
    number: str
    database: Database

    async def call(self, call_sid: str) -> CallRow | None:
        async with self.database.tenant(self.id) as scope:
            return await calls.by_sid(scope, call_sid)

    async def calls(self) -> int:
        async with self.database.tenant(self.id) as scope:
            return await scope.session.scalar(select(func.count()).select_from(tables.Call)) or 0

    async def ringing(self, started_at: datetime, call_sid: str | None = None) -> CallRow:
        """A call that has come in and nobody has answered yet."""
        call_id = new_id()
        async with self.database.tenant(self.id) as scope:
            row, _ = await calls.create(
                scope,
                NewCall(call_id, call_sid or f"CA{call_id.hex}", "+61400000001", self.number, started_at),
            )
        return row


async def open_business(
    database: Database,
    *,
    name: str = "Harbour Street Hair",
    language: str = "en-AU",
    transfer_number: str | None = TRANSFER_NUMBER,
    max_concurrent_calls: int = 10,
    overflow: Overflow = Overflow.VOICEMAIL,
) -> DialledBusiness:
    """Makes a business that can be dialled."""
    business_id = new_id()
    number = f"+61{business_id.int % 10**9:09d}"
    business: dict[str, object] = {
        "id": business_id,
        "name": name,
        "timezone": "Australia/Sydney",
        "language": language,
        "country": "AU",
        "currency": "AUD",
        "greeting": f"Hello, {name}.",
        "voice_id": "voice",
        "address": "12 Harbour Street, Sydney",
        "transfer_number": transfer_number,
        "max_concurrent_calls": max_concurrent_calls,
        "overflow": overflow.value,
    }
    async with database.tenant(business_id) as scope:
        await scope.session.execute(insert(tables.Business).values(business))
        await scope.session.execute(insert(tables.PhoneNumber).values(e164=number, business_id=business_id))
    return DialledBusiness(business_id, number, database)
