"""The demo business: what a fresh sandbox answers calls for."""

from collections.abc import Mapping, Sequence
from datetime import time
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from storage.postgres import tables
from storage.postgres.database import Database
from storage.postgres.table_base import Base

DEMO_BUSINESS_ID = UUID("01900000-0000-7000-8000-000000000001")
DEMO_NUMBER = "+61280001234"
DEMO_TRANSFER_NUMBER = "+61280009999"

_STAFF_ID = UUID("01900000-0000-7000-8000-000000000101")
_OFFERINGS = (
    (UUID("01900000-0000-7000-8000-000000000201"), "Haircut", 45, 8_500),
    (UUID("01900000-0000-7000-8000-000000000202"), "Beard trim", 20, 3_500),
    (UUID("01900000-0000-7000-8000-000000000203"), "Colour", 120, 19_500),
)
_WEEKDAY_HOURS = (time(9, 0), time(17, 30))
_SATURDAY_HOURS = (time(9, 0), time(14, 0))
_ANSWERS = (
    (
        "Is there parking?",
        "Yes, there is free two hour parking on Harbour Street and a car park behind the salon.",
    ),
    ("How much is a haircut?", "A haircut is eighty-five dollars and takes forty-five minutes."),
    (
        "What are your opening hours?",
        "We're open Monday to Friday from nine to half past five, and Saturday from nine to two.",
    ),
    ("Do you take cards?", "Yes, we take all major cards, and cash too."),
)


async def seed_demo_business(db: Database) -> UUID:
    """Makes the demo business where it is missing, leaving what is there as it is; gives its id.

    Works with the application's role and the owner's. Raises StorageError.
    """
    business = {
        "id": DEMO_BUSINESS_ID,
        "name": "Harbour Street Hair",
        "timezone": "Australia/Sydney",
        "language": "en-AU",
        "country": "AU",
        "currency": "AUD",
        "greeting": "Hello, you've reached Harbour Street Hair. How can I help?",
        "voice_id": "EXAVITQu4vr4xnSDxMaL",
        "address": "12 Harbour Street, Sydney",
        "transfer_number": DEMO_TRANSFER_NUMBER,
        "max_concurrent_calls": 1000,  # capacity tests ring it
        "answers": [{"question": question, "answer": answer} for question, answer in _ANSWERS],
    }
    hours = [(weekday, *_WEEKDAY_HOURS) for weekday in range(5)] + [(5, *_SATURDAY_HOURS)]
    rows: tuple[tuple[type[Base], Sequence[Mapping[str, object]]], ...] = (
        (tables.Business, [business]),
        (tables.PhoneNumber, [{"e164": DEMO_NUMBER}]),
        (tables.Staff, [{"id": _STAFF_ID, "name": "Mia"}]),
        (
            tables.Offering,
            [
                {"id": id_, "name": name, "duration_min": minutes, "price_cents": cents, "position": position}
                for position, (id_, name, minutes, cents) in enumerate(_OFFERINGS)
            ],
        ),
        (
            tables.OpeningHoursRow,
            [
                {
                    "id": UUID(int=DEMO_BUSINESS_ID.int + 0x300 + weekday),
                    "weekday": weekday,
                    "opens": opens,
                    "closes": closes,
                }
                for weekday, opens, closes in hours
            ],
        ),
    )
    async with db.tenant(DEMO_BUSINESS_ID) as scope:
        for table, values in rows:
            owned = [
                row if table is tables.Business else {**row, "business_id": DEMO_BUSINESS_ID}
                for row in values
            ]
            await scope.session.execute(insert(table).values(owned).on_conflict_do_nothing())
    return DEMO_BUSINESS_ID
