"""What requests and answers about visits are made of."""

import unicodedata
from datetime import UTC, date, datetime, timezone
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from domain.calendars.labels import label_of
from domain.scheduling.engine.visit import MOST_PARTS
from domain.scheduling.hours import zone_named
from services.front_desk.customers import LONGEST_NAME, LONGEST_NOTES, CustomerForm
from services.front_desk.visits import Whole
from services.scheduling.availability import Choice
from services.scheduling.looking import Ask
from storage.postgres.booking_lists import ItemRow, ListedBooking, SegmentRow

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
MOST_ADD_ONS = 10
MOST_ANSWERS = 30


def _within_reason(instant: datetime) -> datetime:
    if not EARLIEST <= instant <= LATEST:
        raise ValueError(f"must lie between {EARLIEST.year} and {LATEST.year}")
    return instant


def _day_within_reason(day: date) -> date:
    if not EARLIEST.date() <= day <= LATEST.date():
        raise ValueError(f"must lie between {EARLIEST.year} and {LATEST.year}")
    return day


def lines(text: str) -> str:
    """Several lines of plain text. Raises ValueError for what no store or screen takes."""
    found = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if any(unicodedata.category(each) in ("Cc", "Cs") and each not in "\n\t" for each in found):
        raise ValueError("holds a control character; write it without")
    return found


Instant = Annotated[AwareDatetime, AfterValidator(_within_reason)]
"""With its offset from UTC."""
Day = Annotated[date, AfterValidator(_day_within_reason)]
Lines = Annotated[str, StringConstraints(max_length=LONGEST_NOTES), AfterValidator(lines)]
Line = Annotated[str, StringConstraints(max_length=LONGEST_NAME), AfterValidator(lines)]
IntentKey = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9_.:-]+$")]
"""The same never makes a second booking, however often and on whatever connection it is sent."""


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WantedOffering(Body):
    """One offering as it is wanted; without `staff_id` anybody who does it will do."""

    offering_id: UUID
    variant_id: UUID | None = None
    add_on_ids: Annotated[list[UUID], Field(max_length=MOST_ADD_ONS, default_factory=list)]
    staff_id: UUID | None = None

    def ask(self) -> Ask:
        add_ons = tuple(dict.fromkeys(self.add_on_ids))
        return Ask(self.offering_id, self.variant_id, add_ons, self.staff_id)


Visit = Annotated[
    list[WantedOffering],
    Field(min_length=1, max_length=MOST_PARTS, description="Offerings of one visit, one after the other"),
]


def asks_of(visit: list[WantedOffering]) -> tuple[Ask, ...]:
    return tuple(each.ask() for each in visit)


class Given(Body):
    """What was answered to a question that is asked with an offering."""

    question: Annotated[Line, Field(min_length=1)]
    answer: Annotated[str, StringConstraints(max_length=1000), AfterValidator(lines)]


Answers = Annotated[list[Given], Field(max_length=MOST_ANSWERS, default_factory=list)]


def given_of(answers: list[Given]) -> tuple[dict[str, str], ...]:
    return tuple({"question": each.question, "answer": each.answer} for each in answers)


class CustomerOfBooking(Body):
    """A customer who is known (`id`), or somebody's name with how to reach them."""

    id: UUID | None = None
    name: Line | None = None
    phone: Annotated[str, StringConstraints(max_length=64)] | None = None
    email: Annotated[str, StringConstraints(max_length=320)] | None = None

    @model_validator(mode="after")
    def _one_or_the_other(self) -> "CustomerOfBooking":
        if (self.id is None) == (self.name is None):
            raise ValueError("either the id of a customer, or a name")
        if self.id is not None and (self.phone is not None or self.email is not None):
            raise ValueError("a number or address is changed at the customer, not with a booking")
        return self

    def form(self) -> CustomerForm:
        return CustomerForm(self.name, self.phone, self.email)


class Person(BaseModel):
    id: UUID
    name: str


class ChoiceAnswer(BaseModel):
    """A start with whom, and at which price, it would be had."""

    starts_at: datetime
    ends_at: datetime
    staff: list[Person]
    price_cents: int

    @classmethod
    def of(cls, choice: Choice) -> "ChoiceAnswer":
        zone = timezone(choice.starts_at_local - choice.starts_at.replace(tzinfo=None))
        people = zip(choice.staff_ids, choice.staff, strict=True)
        return cls(
            starts_at=choice.starts_at.astimezone(zone),
            ends_at=choice.ends_at.astimezone(zone),
            staff=[Person(id=each, name=name) for each, name in people],
            price_cents=choice.price_cents,
        )


class CustomerAnswer(BaseModel):
    """`phone` and `email` are null for who may not read customers, too."""

    id: UUID
    name: str
    phone: str | None
    email: str | None


class GivenAnswer(BaseModel):
    question: str
    answer: str


class Item(BaseModel):
    """An offering as it was sold; `staff` is who does it, `wanted_staff_id` who was asked for."""

    offering_id: UUID
    name: str
    variant_id: UUID | None
    add_on_ids: list[UUID]
    wanted_staff_id: UUID | None
    staff: Person | None
    price_cents: int

    @classmethod
    def of(cls, item: ItemRow) -> "Item":
        return cls(
            offering_id=item.offering_id,
            name=item.name,
            variant_id=item.variant_id,
            add_on_ids=list(item.add_on_ids),
            wanted_staff_id=item.wanted_staff_id,
            staff=Person(id=item.staff_id, name=item.staff_name) if item.staff_id is not None else None,
            price_cents=item.price_cents,
        )


class Booking(BaseModel):
    """Times are the wall time of its place, with its offset."""

    id: UUID
    status: Literal["held", "confirmed", "cancelled", "no_show"]
    channel: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    location_id: UUID | None
    customer: CustomerAnswer | None
    items: list[Item]
    price_cents: int
    notes: str
    answers: list[GivenAnswer]
    held_until: datetime | None
    call_id: UUID | None
    series_id: UUID | None
    session_id: UUID | None
    to_be_confirmed_with: list[str]
    """Calendars elsewhere, `Google` for one, that could not be read when this was booked; empty for most."""
    created_at: datetime

    @classmethod
    def of(cls, row: ListedBooking) -> "Booking":
        return cls(**_fields(row))


class Segment(BaseModel):
    """A person or an asset that is taken, buffers included; `released` by a cancellation."""

    id: UUID
    name: str
    kind: Literal["staff", "asset"]
    starts_at: datetime
    ends_at: datetime
    released: bool

    @classmethod
    def of(cls, row: SegmentRow, zone: ZoneInfo) -> "Segment":
        return cls(
            id=row.resource_id,
            name=row.name,
            kind="asset" if row.is_asset else "staff",
            starts_at=row.starts_at.astimezone(zone),
            ends_at=row.ends_at.astimezone(zone),
            released=row.released,
        )


class HistoryEntry(BaseModel):
    at: datetime
    kind: str
    actor: str
    """`user:...`, `key:...`, `call`, `web`, `calendar:...` (done in Google's, say), `waiting list`, `system`."""
    details: dict[str, Any]


class WholeBooking(Booking):
    """With what it takes, what became of it, and how many seats of a group session it has."""

    seats: int | None
    segments: list[Segment]
    history: list[HistoryEntry]

    @classmethod
    def of_whole(cls, whole: Whole) -> "WholeBooking":
        zone = zone_named(whole.booking.timezone)
        return cls(
            **_fields(whole.booking),
            seats=whole.seats,
            segments=[Segment.of(each, zone) for each in whole.segments],
            history=[
                HistoryEntry(at=each.at, kind=each.kind, actor=each.actor, details=each.details)
                for each in whole.history
            ],
        )


def _fields(row: ListedBooking) -> dict[str, Any]:
    zone = zone_named(row.timezone)
    return {
        "id": row.id,
        "status": row.status,
        "channel": row.channel,
        "starts_at": row.starts_at.astimezone(zone),
        "ends_at": row.ends_at.astimezone(zone),
        "timezone": row.timezone,
        "location_id": row.location_id,
        "customer": customer_of(row),
        "items": [Item.of(each) for each in row.items],
        "price_cents": row.price_cents,
        "notes": row.notes,
        "answers": [GivenAnswer(**each) for each in row.answers],
        "held_until": row.hold_until,
        "call_id": row.call_id,
        "series_id": row.series_id,
        "session_id": row.session_id,
        "to_be_confirmed_with": list(dict.fromkeys(label_of(*each) for each in row.to_confirm_with)),
        "created_at": row.created_at,
    }


def customer_of(row: ListedBooking) -> CustomerAnswer | None:
    """Whom it is for; nobody yet where it is held."""
    if row.customer_id is None:
        return None
    return CustomerAnswer(
        id=row.customer_id,
        name=row.customer_name or "",
        phone=row.customer_phone,
        email=row.customer_email,
    )
