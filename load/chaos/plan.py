"""What each caller is to book: from a seed, and so that no two of them want the same time."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.business import BusinessProfile
from domain.scheduling.hours import wall_of, zone_named
from domain.scheduling.profile_place import starts_of
from sandbox.vendors.openai.spoken import say_date, say_time

_FIRST_DAY = 2
_LAST_DAY = 175
"""Days ahead: well within those bookings are taken for."""

_LONGEST_MIN = 60
_FIRST_NAMES = (
    "Ada Alan Alice Amelia Anna Arthur Barbara Bella Carol Clara Daniel David Edith Edward Ellen Emily Emma Felix Frank"
    " George Hannah Harry Helen Henry Irene Isaac Jack James Jane Julia Karen Laura Leo Lucy Martin Mary Nina Oliver"
    " Oscar Paul Peter Rachel Robert Rosa Ruth Samuel Sarah Simon Sophie Thomas Vera Victor Walter William"
).split()
_LAST_NAMES = (
    "Adams Bailey Baker Barnes Bennett Bishop Brooks Carter Clark Collins Cooper Davies Dawson Edwards Ellis Evans"
    " Fisher Foster Gibson Graham Harris Hughes Hunter Jackson Jenkins Johnson Kelly Lewis Marshall Martin Mason"
    " Mitchell Morgan Murphy Nelson Palmer Parker Patterson Phillips Roberts Robinson Russell Sanders Simpson Smith"
    " Stevens Stewart Taylor Thompson Turner Walker Watson Wilson Wright"
).split()


@dataclass(frozen=True, slots=True)
class CallPlan:
    """One caller's wish.

    Attributes:
        index: which call of the run, from 0.
        number: E.164, nobody else's in the run.
        name: likewise.
        starts_at_local: the business's wall time.
    """

    index: int
    number: str
    name: str
    offering: str
    starts_at: datetime
    starts_at_local: datetime

    @property
    def when(self) -> str:
        """As both sides say it: `Tuesday the first of December at quarter past nine in the morning`."""
        return f"{say_date(self.starts_at_local.date())} at {say_time(self.starts_at_local.time())}"

    @property
    def request(self) -> str:
        """Everything the agent needs to know, in one breath."""
        return f"I'd like to book a {self.offering.lower()} on {self.when}, my name is {self.name}."


def call_plans(profile: BusinessProfile, now: datetime, seed: int) -> Iterator[CallPlan]:
    """Wishes until the calendar or the names run out: some thousand for one staff member.

    Args:
        profile: its own staff, hours and offerings; its calendar is taken to be empty.
        now: aware.
    """
    rng = random.Random(seed)
    wishes = list(_wishes(profile, now, rng))
    rng.shuffle(wishes)
    names = [f"{first} {last}" for first in _FIRST_NAMES for last in _LAST_NAMES]
    rng.shuffle(names)
    for index, ((offering, starts_at, wall), name) in enumerate(zip(wishes, names, strict=False)):
        yield CallPlan(index, f"+6147{index:07d}", name, offering, starts_at, wall)


def _wishes(
    profile: BusinessProfile, now: datetime, rng: random.Random
) -> Iterator[tuple[str, datetime, datetime]]:
    """One offering a day, its starts one after the other."""
    offered = [offering for offering in profile.offerings if offering.duration_min <= _LONGEST_MIN]
    zone = zone_named(profile.timezone)
    today = wall_of(now, zone).date()
    for ahead in range(_FIRST_DAY, _LAST_DAY + 1):
        day = today + timedelta(days=ahead)
        offering = rng.choice(offered)
        taken_until: datetime | None = None
        for starts_at in starts_of(profile, offering, day, day, now):
            if taken_until is None or starts_at >= taken_until:
                taken_until = starts_at + timedelta(minutes=offering.duration_min + offering.buffer_min)
                yield offering.name, starts_at, wall_of(starts_at, zone)
