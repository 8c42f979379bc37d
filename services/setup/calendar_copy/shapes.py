"""The calendar data of a business as one JSON document, in which things are named and not numbered.

What refers to something says its key: its name, and where several of a kind have one name, `name #2` for the second in
the order of the business. So a document means the same in any business.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from domain.scheduling.balance import Balance
from domain.scheduling.catalogue import Channel
from domain.setup import limits
from domain.setup.offerings import QuestionKind

Key = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Clock = Annotated[str, Field(pattern=r"^([01]?[0-9]|2[0-4]):[0-5][0-9]$", max_length=5, examples=["09:30"])]
Position = Annotated[int, Field(strict=True, ge=0, le=limits.LAST_POSITION)]
Minutes = Annotated[int, Field(strict=True, ge=1, le=limits.LONGEST_MIN)]
Cents = Annotated[int, Field(strict=True, ge=0, le=limits.DEAREST_CENTS)]
YesNo = Annotated[bool, Field(strict=True)]

FORMAT = "receptionist.calendar/1"


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DayHours(Part):
    """`24:00` is the end of the day."""

    opens: Clock
    closes: Clock


class WeekHours(DayHours):
    weekday: Annotated[int, Field(strict=True, ge=0, le=6)]
    """Monday is 0."""


class StaffWeekHours(WeekHours):
    location: Key | None = None


class LocationPart(Part):
    key: Key
    name: Name
    timezone: Annotated[str, Field(max_length=64, examples=["Australia/Sydney"])]
    address: Annotated[str, StringConstraints(max_length=300)] = ""
    region: Annotated[str | None, Field(max_length=40, examples=["VIC"])] = None
    active: YesNo = True
    position: Position = 0
    hours: Annotated[list[WeekHours], Field(max_length=70)] = []


class AssetPart(Part):
    key: Key
    name: Name
    location: Key | None = None
    active: YesNo = True
    position: Position = 0


class StaffPart(Part):
    key: Key
    name: Name
    active: YesNo = True
    position: Position = 0
    locations: Annotated[list[Key], Field(max_length=limits.LOCATIONS)] = []
    hours: Annotated[list[StaffWeekHours], Field(max_length=70)] = []


class SegmentPart(Part):
    minutes: Minutes
    processing: YesNo = False


class DoerPart(Part):
    staff: Key
    minutes: Minutes | None = None
    price_cents: Cents | None = None


Segments = Annotated[list[SegmentPart], Field(min_length=1, max_length=limits.SEGMENTS)]


class VariantPart(Part):
    name: Name
    segments: Segments
    price_cents: Cents
    active: YesNo = True


class AddOnPart(Part):
    name: Name
    minutes: Minutes
    price_cents: Cents
    active: YesNo = True


class QuestionPart(Part):
    label: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    kind: QuestionKind = QuestionKind.TEXT
    required: YesNo = False
    choices: Annotated[list[Name], Field(max_length=limits.CHOICES)] = []


class OfferingPart(Part):
    """`staff` null: everybody does it. `channels`: how customers may book it."""

    key: Key
    name: Name
    segments: Segments
    price_cents: Cents
    before_min: Annotated[int, Field(strict=True, ge=0)] = 0
    after_min: Annotated[int, Field(strict=True, ge=0)] = 0
    channels: Annotated[list[Channel], Field(max_length=3)] = [Channel.PHONE, Channel.WEB]
    notice_min: Annotated[int, Field(strict=True)] | None = None
    horizon_days: Annotated[int, Field(strict=True)] | None = None
    per_day: Annotated[int, Field(strict=True)] | None = None
    grid_min: Annotated[int, Field(strict=True)] | None = None
    seats: Annotated[int, Field(strict=True)] | None = None
    active: YesNo = True
    position: Position = 0
    staff: Annotated[list[DoerPart], Field(max_length=limits.STAFF)] | None = None
    asset_needs: Annotated[
        list[Annotated[list[Key], Field(max_length=limits.ASSETS)]], Field(max_length=limits.NEEDS)
    ] = []
    variants: Annotated[list[VariantPart], Field(max_length=limits.OPTIONS)] = []
    add_ons: Annotated[list[AddOnPart], Field(max_length=limits.OPTIONS)] = []
    questions: Annotated[list[QuestionPart], Field(max_length=limits.QUESTIONS)] = []


class SpecialDayPart(Part):
    """Hours of one date, of everywhere, a location or a person; without any closed, or a day off."""

    day: date
    location: Key | None = None
    staff: Key | None = None
    hours: Annotated[list[DayHours], Field(max_length=limits.STRETCHES_A_DAY)] = []
    reason: Annotated[str, StringConstraints(max_length=100)] = ""


class AbsencePart(Part):
    """Of exactly one person or asset; with an offset from UTC."""

    staff: Key | None = None
    asset: Key | None = None
    starts_at: datetime
    ends_at: datetime
    reason: Annotated[str, StringConstraints(max_length=200)] = ""


class CalendarDocument(Part):
    """All calendar data of a business but for public holidays, which its country and regions bring.

    Special days and absences are those to come. What is archived has `active` false.
    """

    format: Literal["receptionist.calendar/1"] = FORMAT
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    """Of all prices: a business with another does not take the document."""
    balance: Balance = Balance.LISTED
    hours: Annotated[list[WeekHours], Field(max_length=70)] = []
    locations: Annotated[list[LocationPart], Field(max_length=limits.LOCATIONS * limits.ARCHIVED_TIMES)] = []
    assets: Annotated[list[AssetPart], Field(max_length=limits.ASSETS * limits.ARCHIVED_TIMES)] = []
    staff: Annotated[list[StaffPart], Field(max_length=limits.STAFF * limits.ARCHIVED_TIMES)] = []
    offerings: Annotated[list[OfferingPart], Field(max_length=limits.OFFERINGS * limits.ARCHIVED_TIMES)] = []
    special_days: Annotated[list[SpecialDayPart], Field(max_length=2 * limits.SPECIAL_DAYS)] = []
    absences: Annotated[list[AbsencePart], Field(max_length=10_000)] = []
