"""The front desk and the web booking of this process, as FastAPI dependencies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from redis.asyncio import Redis

from services.front_desk.desk import FrontDesk, front_desk_over
from services.web_booking.web_booking import WebBooking, web_booking_over
from storage.postgres.database import Database


@dataclass(frozen=True, slots=True)
class FrontOffice:
    """What people of a business do with bookings, and what anybody does on the web."""

    desk: FrontDesk
    web: WebBooking


def front_office_over(
    database: Database, redis: Redis, *, link_keys: Sequence[str], frontend_url: str
) -> FrontOffice:
    """Over the stores of one process. Raises ConfigError: there is no key to sign links with."""
    desk = front_desk_over(database, redis)
    web = web_booking_over(database, redis, desk.times, link_keys=link_keys, frontend_url=frontend_url)
    return FrontOffice(desk, web)


async def front_desk_of(request: Request) -> FrontDesk:
    return request.app.state.front_desk


Desk = Annotated[FrontDesk, Depends(front_desk_of)]


async def web_booking_of(request: Request) -> WebBooking:
    return request.app.state.web_booking


Web = Annotated[WebBooking, Depends(web_booking_of)]
