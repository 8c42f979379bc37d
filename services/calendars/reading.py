"""One reading of a calendar by its address: asked as politely as it can be answered, and never let inside."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from domain.calendars.address import redirected
from domain.calendars.polling import Failed
from domain.errors import InvalidInput
from domain.scheduling.ranges import TimeRange
from providers.public_web.connection import NoAnswer, WebAnswer
from services.calendars.ical_reading import BusyTimes, NoCalendar, busy_times

TIMEOUT_S = 20.0
MOST_BYTES = 5 * 1024 * 1024
MOST_REDIRECTS = 3
AHEAD = timedelta(days=400)
"""A little more than anybody books ahead."""
EXPANDED_EVERY = timedelta(hours=20)
"""A calendar that has not changed is read whole again after that: the window has moved over its repetitions."""
LONGEST_TAG = 1000

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FINAL = {
    401: "it asks for a password",
    403: "it does not let us in",
    404: "it is not there",
    410: "it is gone",
}


class Web(Protocol):
    """`providers.public_web.connection.PublicWeb`."""

    async def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes = b"",
        timeout_s: float,
        most_bytes: int,
    ) -> WebAnswer: ...


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of it from before; nothing of it is sent or compared while `expand` says to read it whole."""

    etag: str = ""
    modified: str = ""
    digest: bytes | None = None
    expand: bool = True


@dataclass(frozen=True, slots=True)
class Unchanged:
    """It is as it was."""


@dataclass(frozen=True, slots=True)
class Read:
    found: BusyTimes
    etag: str
    modified: str
    digest: bytes


async def read(
    web: Web, url: str, known: Known, zone: ZoneInfo, now: datetime, *, loopback_allowed: bool = False
) -> Read | Unchanged | Failed:
    """Asks for it and works out its busy times from today on. Raises nothing of the network.

    Args:
        zone: of the place, for times without one.
    """
    headers = {"Accept": "text/calendar, */*;q=0.1", "User-Agent": "Receptionist-Calendars/1"}
    if not known.expand:
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.modified:
            headers["If-Modified-Since"] = known.modified
    try:
        answer = await _ask(web, url, headers, loopback_allowed)
    except NoAnswer as none:
        return Failed(f"{none.why}.")
    if isinstance(answer, Failed):
        return answer
    if answer.status == 304 and not known.expand:
        return Unchanged()
    if answer.status != 200:
        why = _FINAL.get(answer.status, f"it answers {answer.status}")
        return Failed(f"{why}.", final=answer.status in _FINAL, retry_after_s=answer.retry_after_s)
    if len(answer.body) >= MOST_BYTES:
        return Failed(f"it is larger than {MOST_BYTES // 1024 // 1024} MB.")
    digest = hashlib.sha256(answer.body).digest()
    if digest == known.digest and not known.expand:
        return Unchanged()
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    window = TimeRange(today - timedelta(days=1), today + AHEAD)
    try:
        found = await asyncio.to_thread(busy_times, answer.body, window, zone)
    except NoCalendar as refused:
        return Failed(f"{refused}.")
    return Read(found, _tag(answer, "etag"), _tag(answer, "last-modified"), digest)


async def _ask(web: Web, url: str, headers: Mapping[str, str], loopback_allowed: bool) -> WebAnswer | Failed:
    """Follows redirects, each held to the same rules. Raises NoAnswer."""
    for _ in range(MOST_REDIRECTS + 1):
        answer = await web.ask("GET", url, headers=headers, timeout_s=TIMEOUT_S, most_bytes=MOST_BYTES)
        location = answer.headers.get("location", "")
        if answer.status not in _REDIRECTS or not location:
            return answer
        try:
            url = redirected(url, location, loopback_allowed=loopback_allowed)
        except InvalidInput:
            return Failed("it leads on to an address that may not be asked.", final=True)
    return Failed(f"it leads on more than {MOST_REDIRECTS} times.")


def _tag(answer: WebAnswer, name: str) -> str:
    """As the server said it, if it can be sent back."""
    value = answer.headers.get(name, "")
    return value if len(value) <= LONGEST_TAG and value.isascii() and value.isprintable() else ""
