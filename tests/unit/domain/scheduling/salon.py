"""A business to schedule for."""

from collections.abc import Callable
from datetime import time
from uuid import UUID

from domain.business import BusinessProfile, Offering, OpeningHours, StaffMember

HAIRCUT = Offering(UUID(int=11), "Haircut", 45, 8500)
COLOUR = Offering(UUID(int=12), "Colour", 120, 19500, buffer_min=15)
MIA = StaffMember(UUID(int=21), "Mia")
LEO = StaffMember(UUID(int=22), "Leo")
WEEK = (
    *(OpeningHours(weekday, time(9), time(17, 30)) for weekday in range(5)),
    OpeningHours(5, time(9), time(14)),
)

BuildProfile = Callable[..., BusinessProfile]


def build_profile(
    *,
    timezone: str = "Australia/Sydney",
    hours: tuple[OpeningHours, ...] = WEEK,
    staff: tuple[StaffMember, ...] = (MIA,),
) -> BusinessProfile:
    return BusinessProfile(
        id=UUID(int=1),
        name="Harbour Street Hair",
        timezone=timezone,
        language="en-AU",
        country="AU",
        currency="AUD",
        greeting="Hello",
        voice_id="voice",
        address="12 Harbour Street, Sydney",
        transfer_number="+61280009999",
        offerings=(HAIRCUT, COLOUR),
        staff=staff,
        opening_hours=hours,
        answers=(),
    )
