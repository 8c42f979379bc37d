"""One business for every test: Harbour Street Hair, with whatever a test wants to be otherwise."""

from dataclasses import replace
from datetime import time
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from domain.business import BusinessProfile, Offering, OpeningHours, StaffMember
from domain.ids import new_id
from domain.phone_numbers import valid_e164
from storage.postgres import tables
from storage.postgres.businesses import load_profile
from storage.postgres.database import Database
from storage.postgres.table_base import Base

BUSINESS_ID = UUID("01900000-0000-7000-8000-000000000001")
GREETING = "Hello, Harbour Street Hair."
TRANSFER_NUMBER = "+61280009999"
HAIRCUT = Offering(UUID(int=11), "Haircut", 45, 8500)
COLOUR = Offering(UUID(int=12), "Colour", 120, 19500, buffer_min=15)
BEARD_TRIM = Offering(UUID(int=13), "Beard trim", 20, 3500)
MIA = StaffMember(UUID(int=21), "Mia")
LEO = StaffMember(UUID(int=22), "Leo")
SATURDAY = OpeningHours(5, time(9), time(14))


def open_on(*weekdays: int, opens: time = time(9), closes: time = time(17, 30)) -> tuple[OpeningHours, ...]:
    """The same hours on each of these days, 0 for Monday."""
    return tuple(OpeningHours(weekday, opens, closes) for weekday in weekdays)


MONDAY_TO_FRIDAY = open_on(0, 1, 2, 3, 4)


def business(**changes: Any) -> BusinessProfile:
    """A hairdresser in Sydney; `changes` are fields of the profile."""
    fields: dict[str, Any] = {
        "id": BUSINESS_ID,
        "name": "Harbour Street Hair",
        "timezone": "Australia/Sydney",
        "language": "en-AU",
        "country": "AU",
        "currency": "AUD",
        "greeting": GREETING,
        "voice_id": "voice",
        "address": "12 Harbour Street, Sydney",
        "transfer_number": TRANSFER_NUMBER,
        "offerings": (HAIRCUT, COLOUR),
        "staff": (MIA,),
        "opening_hours": (*MONDAY_TO_FRIDAY, SATURDAY),
        "answers": (),
        **changes,
    }
    return BusinessProfile(**fields)


async def store_business(
    database: Database, *, number: str | None = None, max_concurrent_calls: int = 10, **changes: Any
) -> BusinessProfile:
    """Writes a business of a test's own; gives its profile as the database does.

    Its id, and those of its staff and offerings, are new whatever `changes` say, so that tests share a database.

    Args:
        number: that its callers dial; none by default.
    """
    wanted = business(**changes)
    profile = replace(
        wanted,
        id=new_id(),
        staff=tuple(replace(member, id=new_id()) for member in wanted.staff),
        offerings=tuple(replace(offering, id=new_id()) for offering in wanted.offerings),
    )
    rows: tuple[tuple[type[Base], list[dict[str, Any]]], ...] = (
        (tables.PhoneNumber, [{"e164": number}] if number is not None else []),
        (tables.Staff, [{"id": member.id, "name": member.name} for member in profile.staff]),
        (
            tables.Offering,
            [
                {
                    "id": offering.id,
                    "name": offering.name,
                    "duration_min": offering.duration_min,
                    "buffer_min": offering.buffer_min,
                    "price_cents": offering.price_cents,
                    "position": position,
                }
                for position, offering in enumerate(profile.offerings)
            ],
        ),
        (
            tables.OpeningHoursRow,
            [
                {"id": new_id(), "weekday": hours.weekday, "opens": hours.opens, "closes": hours.closes}
                for hours in profile.opening_hours
            ],
        ),
    )
    async with database.tenant(profile.id) as scope:
        await scope.session.execute(
            insert(tables.Business).values(
                id=profile.id,
                name=profile.name,
                timezone=profile.timezone,
                language=profile.language,
                country=profile.country,
                currency=profile.currency,
                greeting=profile.greeting,
                voice_id=profile.voice_id,
                address=profile.address,
                transfer_number=profile.transfer_number,
                answers=[{"question": it.question, "answer": it.answer} for it in profile.answers],
                max_concurrent_calls=max_concurrent_calls,
                overflow=profile.overflow.value,
            )
        )
        for table, values in rows:
            if values:
                owned = [{"business_id": profile.id, **row} for row in values]
                await scope.session.execute(insert(table).values(owned))
        return await load_profile(scope)


def unused_number() -> str:
    """An Australian number no other business of the database holds."""
    return f"+61{new_id().int % 10**9:09d}"


def unused_valid_number() -> str:
    """The same, one that can exist: a carrier tells of no other as a caller's."""
    numbers = (f"+612{8 * 10**7 + new_id().int % 10**7}" for _ in range(1000))
    return next(number for number in numbers if valid_e164(number) is not None)
