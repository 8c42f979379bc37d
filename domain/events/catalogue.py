"""What happens in a business that others want to hear of: bookings, calls, messages, customers.

An event is written once, in the transaction of what it tells (`services.events.record`), and read by every subscriber.
It says which rows it is about and when; names, numbers and words stay in those rows, where they are corrected and
erased. A change that an older reader would misunderstand is another `VERSION` of its kind; new fields have a default.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, ClassVar
from uuid import UUID

Booking = Annotated[UUID, "The booking"]
Call = Annotated[UUID, "The call"]
Customer = Annotated[UUID, "The customer"]
Offering = Annotated[UUID, "What is booked; of a visit of several offerings the first"]
Staff = Annotated[UUID | None, "Who does it; of several people the first"]
Location = Annotated[UUID | None, "Where; null where a business has one place only"]
InCall = Annotated[UUID | None, "The call it was made in"]
Actor = Annotated[
    str, "Who did it: `call`, `web`, `user:...`, `key:...`, `calendar:...`, `system`, `waiting list`"
]
Begins = Annotated[datetime, "When the customer's time begins"]
Ends = Annotated[datetime, "When the customer's time ends"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessEvent(ABC):
    """What all events have.

    `KIND` and `VERSION` say how the fields are to be read.
    """

    KIND: ClassVar[str]
    VERSION: ClassVar[int] = 1

    @property
    def customer(self) -> UUID | None:
        """Whom it is about, if that is known."""
        return None

    @property
    @abstractmethod
    def subject(self) -> UUID:
        """The row it is about."""

    @property
    def once(self) -> str | None:
        """What can happen once only is named by this; None for what can happen again and again."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfBooking(BusinessEvent):
    """As the booking is after it."""

    booking_id: Booking
    customer_id: Customer
    offering_id: Offering
    staff_id: Staff
    location_id: Location
    call_id: InCall
    starts_at: Begins
    ends_at: Ends
    actor: Actor

    @property
    def customer(self) -> UUID | None:
        return self.customer_id

    @property
    def subject(self) -> UUID:
        return self.booking_id


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingCreated(OfBooking):
    """An appointment, or seats of a group session, have been booked."""

    KIND: ClassVar[str] = "booking.created"

    @property
    def once(self) -> str | None:
        return f"{self.KIND}:{self.booking_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingMoved(OfBooking):
    """A booking has another time, other people or other offerings."""

    KIND: ClassVar[str] = "booking.moved"

    was_starts_at: Annotated[datetime, "When it began before"]
    was_ends_at: Annotated[datetime, "When it ended before"]
    was_staff_id: Annotated[UUID | None, "Who was to do it before"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingChanged(OfBooking):
    """Something else about a booking is different: whom it is for, how many seats it has, what is noted about it."""

    KIND: ClassVar[str] = "booking.changed"

    changed: Annotated[tuple[str, ...], "What: `customer`, `seats`, `notes`"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingCancelled(OfBooking):
    """A booking has been cancelled, by the customer or by the business."""

    KIND: ClassVar[str] = "booking.cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRestored(OfBooking):
    """A booking that was cancelled, or that nobody was said to have come to, is one again."""

    KIND: ClassVar[str] = "booking.restored"

    was: Annotated[str, "`cancelled` or `no_show`"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingNoShow(OfBooking):
    """Nobody came to a booking."""

    KIND: ClassVar[str] = "booking.no_show"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCall(BusinessEvent):
    call_id: Call
    started_at: Annotated[datetime, "When it came in"]

    @property
    def subject(self) -> UUID:
        return self.call_id


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStarted(OfCall):
    """A call has come in, whoever answers it."""

    KIND: ClassVar[str] = "call.started"

    @property
    def once(self) -> str | None:
        return f"{self.KIND}:{self.call_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded(OfCall):
    """The caller, whom somebody answered or who left a message, has hung up and the call's record is written."""

    KIND: ClassVar[str] = "call.ended"

    answered_at: Annotated[datetime | None, "When the agent began to speak; null when it never did"]
    ended_at: Annotated[datetime, "When it was over"]
    outcome: Annotated[
        str,
        "What it led to: `emergency`, `booked`, `transferred`, `message`, `failed`, `answered`, `abandoned`, `missed`",
    ]

    @property
    def once(self) -> str | None:
        return f"call.over:{self.call_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMissed(OfCall):
    """The caller has hung up without having been answered. A voicemail may still follow, as `message.taken`."""

    KIND: ClassVar[str] = "call.missed"

    ended_at: Annotated[datetime, "When it was over"]

    @property
    def once(self) -> str | None:
        return f"call.over:{self.call_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTaken(BusinessEvent):
    """A caller has left a message with the agent, or a voicemail."""

    KIND: ClassVar[str] = "message.taken"

    message_id: Annotated[UUID, "The message"]
    call_id: InCall
    is_voicemail: Annotated[bool, "Whether it is a recording"]

    @property
    def subject(self) -> UUID:
        return self.message_id

    @property
    def once(self) -> str | None:
        return f"{self.KIND}:{self.message_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingListOffered(BusinessEvent):
    """A time that became free is held for somebody who waits for one, and they are told."""

    KIND: ClassVar[str] = "waiting_list.offered"

    entry_id: Annotated[UUID, "Their entry of the waiting list"]
    hold_id: Annotated[UUID, "What holds the time for them; the booking has the same id"]
    customer_id: Customer
    offering_id: Offering
    starts_at: Begins
    until: Annotated[datetime, "How long it is held"]

    @property
    def customer(self) -> UUID | None:
        return self.customer_id

    @property
    def subject(self) -> UUID:
        return self.entry_id

    @property
    def once(self) -> str | None:
        return f"{self.KIND}:{self.hold_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerChanged(BusinessEvent):
    """Somebody has written what is known of a customer: a new one, or a name, number, address or note."""

    KIND: ClassVar[str] = "customer.changed"

    customer_id: Customer
    changed: Annotated[tuple[str, ...], "What: `name`, `phone`, `email`, `notes`, `tags`, `preferred_staff`"]
    is_new: Annotated[bool, "Whether they were not known before"] = False

    @property
    def customer(self) -> UUID | None:
        return self.customer_id

    @property
    def subject(self) -> UUID:
        return self.customer_id


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerMerged(BusinessEvent):
    """Two customers are one person: what there was with the one that was absorbed is the surviving one's."""

    KIND: ClassVar[str] = "customer.merged"

    customer_id: Annotated[UUID, "The surviving customer"]
    absorbed_id: Annotated[UUID, "The one that was merged into them"]

    @property
    def customer(self) -> UUID | None:
        return self.customer_id

    @property
    def subject(self) -> UUID:
        return self.customer_id


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersParted(BusinessEvent):
    """A merge was undone: the one that was absorbed is a customer of their own again, with what was theirs."""

    KIND: ClassVar[str] = "customer.parted"

    customer_id: Annotated[UUID, "The customer they were merged into"]
    parted_id: Annotated[UUID, "Who is a customer of their own again"]

    @property
    def customer(self) -> UUID | None:
        return self.customer_id

    @property
    def subject(self) -> UUID:
        return self.customer_id


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersImported(BusinessEvent):
    """A list of customers was taken in; of those in it nothing else is told."""

    KIND: ClassVar[str] = "customer.imported"

    import_id: Annotated[UUID, "The import"]
    customers_added: Annotated[int, "Customers who were not known before"]
    customers_changed: Annotated[int, "Customers of whom something was not known before"]

    @property
    def subject(self) -> UUID:
        return self.import_id


@dataclass(frozen=True, slots=True, kw_only=True)
class OfBill(BusinessEvent):
    """What the business's bill has come to."""

    business_id: Annotated[UUID, "The business whose bill it is"]

    @property
    def subject(self) -> UUID:
        return self.business_id


Because = Annotated[
    str | None,
    "Why the agent takes no calls then: `trial_over`, `trial_minutes`, `cap`, `unpaid`, `paused`, `cancelled`",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingStateChanged(OfBill):
    """What was bought has begun, could not be paid, was paid after all, was paused or has ended."""

    KIND: ClassVar[str] = "billing.state_changed"

    was: Annotated[str, "`trial`, `trial_over`, `active`, `past_due`, `unpaid`, `paused` or `cancelled`"]
    state: Annotated[str, "One of the same"]
    because: Because
    stops_at: Annotated[
        datetime | None, "From when on callers are put through or leave a message; null for never"
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class CapWarning(OfBill):
    """The trial's minutes, or the cap on minutes beyond the plan, are used up, or soon will be."""

    KIND: ClassVar[str] = "billing.cap_warning"

    percent: Annotated[int, "80, or 100: the agent takes no calls from now on"]
    because: Because
    period_ends_at: Annotated[datetime, "When there are minutes again; in the trial, when it is over"]


CATALOGUE: Mapping[str, type[BusinessEvent]] = MappingProxyType(
    {
        each.KIND: each
        for each in (
            BookingCreated,
            BookingMoved,
            BookingChanged,
            BookingCancelled,
            BookingRestored,
            BookingNoShow,
            CallStarted,
            CallEnded,
            CallMissed,
            MessageTaken,
            WaitingListOffered,
            CustomerChanged,
            CustomerMerged,
            CustomersParted,
            CustomersImported,
            BillingStateChanged,
            CapWarning,
        )
    }
)
"""Every kind there is, by its name."""


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event as its subscribers get it.

    Attributes:
        id: the same however often it is told.
        at: when it was recorded; aware.
    """

    id: UUID
    at: datetime
    event: BusinessEvent
