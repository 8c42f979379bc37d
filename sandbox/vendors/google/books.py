"""What the stand-in keeps: calendars with their events, expanded as `singleEvents` shows them, and who watches.

Every change gets a number; a sync token is the number up to which somebody has seen everything.
"""

import copy
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

Event = dict[str, Any]
EXPANDED_FOR = timedelta(days=800)
MOST_INSTANCES = 1000


class Refused(Exception):
    """An answer of Google's that is no success."""

    def __init__(self, status: int, reason: str, message: str = "") -> None:
        super().__init__(status, reason)
        self.status = status
        self.reason = reason
        self.message = message or reason


@dataclass(slots=True)
class Channel:
    id: str
    resource: str
    address: str
    token: str
    expires_ms: int
    number: int = 0


@dataclass(slots=True)
class Calendar:
    """`shown` are events as they are listed: those that repeat as their instances, deleted ones as cancelled."""

    id: str
    name: str
    zone: str
    role: str = "owner"
    primary: bool = False
    stored: dict[str, Event] = field(default_factory=dict[str, Event])
    shown: dict[str, tuple[int, Event]] = field(default_factory=dict[str, tuple[int, Event]])
    channels: dict[str, Channel] = field(default_factory=dict[str, Channel])
    forgotten_before: int = 0
    """Sync tokens of earlier changes are refused."""


@dataclass(slots=True)
class Books:
    """One account.

    Args:
        now: by the stand-in's clock.
        told: called with a channel and the state when something it watches has changed.
    """

    now: Callable[[], datetime]
    told: Callable[[Channel, str], None]
    account: str = "mia@example.com"
    calendars: dict[str, Calendar] = field(default_factory=dict[str, Calendar])
    changes: int = 0
    page_size: int = 250

    def __post_init__(self) -> None:
        self.open(self.account, "Mia", primary=True)

    def open(
        self, calendar_id: str, name: str, *, zone: str = "UTC", role: str = "owner", primary: bool = False
    ) -> Calendar:
        made = Calendar(calendar_id, name, zone, role, primary)
        self.calendars[calendar_id] = made
        return made

    def calendar(self, calendar_id: str) -> Calendar:
        found = self.calendars.get(self.account if calendar_id == "primary" else calendar_id)
        if found is None:
            raise Refused(404, "notFound", "Not Found")
        return found

    # --- writing ------------------------------------------------------------------------------------------------
    def insert(self, calendar: Calendar, body: Event) -> Event:
        event_id = str(body.get("id") or secrets.token_hex(13))
        if not 5 <= len(event_id) <= 1024 or set(event_id) - set("abcdefghijklmnopqrstuv0123456789"):
            raise Refused(400, "invalid", "Invalid resource id value.")
        if event_id in calendar.stored:
            raise Refused(409, "duplicate", "The requested identifier already exists.")
        event = {
            "kind": "calendar#event",
            "id": event_id,
            "status": "confirmed",
            "htmlLink": f"https://www.google.com/calendar/event?eid={event_id}",
            "created": _stamp(self.now()),
            "creator": {"email": self.account, "self": True},
            "organizer": {"email": calendar.id, "self": True},
            "iCalUID": f"{event_id}@google.com",
            "sequence": 0,
            "eventType": "default",
            "reminders": {"useDefault": True},
            **{name: value for name, value in body.items() if name != "id"},
        }
        _check_times(event)
        calendar.stored[event_id] = event
        self._changed(calendar, event)
        return event

    def patch(self, calendar: Calendar, event_id: str, body: Event, if_match: str | None = None) -> Event:
        event = self.event(calendar, event_id)
        if if_match is not None and if_match not in ("*", event["etag"]):
            raise Refused(412, "conditionNotMet", "Precondition Failed")
        if event_id not in calendar.stored:  # an instance: from now on an exception of its series
            calendar.stored[event_id] = event = copy.deepcopy(event)
        before = {name: event.get(name) for name in ("start", "end", "status", "recurrence")}
        for name, value in body.items():
            if value is None:
                event.pop(name, None)
            elif (
                isinstance(value, dict) and isinstance(event.get(name), dict) and name not in ("start", "end")
            ):
                event[name] = {**event[name], **value}
            else:
                event[name] = value
        _check_times(event)
        if any(event.get(name) != value for name, value in before.items()):
            event["sequence"] += 1
        self._changed(calendar, event)
        return event

    def delete(self, calendar: Calendar, event_id: str) -> None:
        event = self.event(calendar, event_id)
        if event["status"] == "cancelled":
            raise Refused(410, "deleted", "Resource has been deleted")
        self.patch(calendar, event_id, {"status": "cancelled"})

    def purge(self, calendar: Calendar, event_id: str) -> None:
        """As though it was deleted long ago: nothing is known of it."""
        calendar.stored.pop(event_id, None)
        calendar.shown.pop(event_id, None)

    def event(self, calendar: Calendar, event_id: str) -> Event:
        found = calendar.stored.get(event_id)
        if found is None and event_id in calendar.shown:
            found = calendar.shown[event_id][1]
        if found is None:
            raise Refused(404, "notFound", "Not Found")
        return found

    def _changed(self, calendar: Calendar, event: Event) -> None:
        self.changes += 1
        event["etag"] = f'"{self.changes:012d}"'
        event["updated"] = _stamp(self.now())
        master = calendar.stored.get(str(event.get("recurringEventId") or event["id"]), event)
        if "recurrence" in master:
            self._expand(calendar, master)
        else:
            calendar.shown[event["id"]] = (self.changes, event)
        for channel in calendar.channels.values():
            self.told(channel, "exists")

    def _expand(self, calendar: Calendar, master: Event) -> None:
        """Instances as they are now; those that have gone are told of as cancelled."""
        wanted = {} if master["status"] == "cancelled" else dict(_instances(master, self.now()))
        for event_id, event in calendar.stored.items():
            if event.get("recurringEventId") == master["id"]:
                wanted[event_id] = event
        for event_id, (_, event) in list(calendar.shown.items()):
            if event.get("recurringEventId") == master["id"] and event_id not in wanted:
                gone = {
                    name: event[name]
                    for name in ("kind", "id", "etag", "recurringEventId", "originalStartTime")
                }
                wanted[event_id] = {**gone, "status": "cancelled"}
        for event_id, event in wanted.items():
            known = calendar.shown.get(event_id)
            if known is None or _meaning(known[1]) != _meaning(event):
                calendar.shown[event_id] = (self.changes, event)

    # --- reading ------------------------------------------------------------------------------------------------
    def listed(
        self, calendar: Calendar, *, since: int | None, begin: datetime | None, end: datetime | None
    ) -> list[Event]:
        """All that stands within the window; or what changed after `since`, deleted ones included."""
        found: list[Event] = []
        for event_id in sorted(calendar.shown):
            changed, event = calendar.shown[event_id]
            cancelled = event["status"] == "cancelled"
            if since is None and cancelled:
                continue
            if since is not None and changed <= since:
                continue
            if not cancelled and not _within(event, begin, end, calendar.zone):
                if since is None:
                    continue
                # What moved out of the window is told of as what is not there.
                event = {**event, "status": "cancelled"}
            found.append(event)
        return found


def _instances(master: Event, now: datetime) -> Iterator[tuple[str, Event]]:
    """By wall time of the event's zone, so that clock changes leave it where it is on the clock."""
    whole_day = "date" in master["start"]
    if whole_day:
        first = datetime.fromisoformat(master["start"]["date"])
        length = date.fromisoformat(master["end"]["date"]) - first.date()
        zone = UTC
    else:
        zone = ZoneInfo(master["start"]["timeZone"])
        begin = datetime.fromisoformat(master["start"]["dateTime"])
        length = datetime.fromisoformat(master["end"]["dateTime"]) - begin
        first = begin.astimezone(zone).replace(tzinfo=None)
    left_out = {
        datetime.strptime(each, "%Y%m%dT%H%M%S").replace(tzinfo=None)  # noqa: DTZ007 - a wall time
        for line in master["recurrence"]
        if line.startswith("EXDATE")
        for each in line.rpartition(":")[2].split(",")
    }
    rule = rrulestr(
        "\n".join(line for line in master["recurrence"] if line.startswith("RRULE")), dtstart=first
    )
    until = (now + EXPANDED_FOR).replace(tzinfo=None)
    for count, wall in enumerate(rule):
        if wall > until or count >= MOST_INSTANCES:
            return
        if wall in left_out:
            continue
        shown = {name: value for name, value in master.items() if name != "recurrence"}
        if whole_day:
            stamp = f"{wall:%Y%m%d}"
            start: Event = {"date": f"{wall:%Y-%m-%d}"}
            end: Event = {"date": f"{(wall.date() + length).isoformat()}"}
        else:
            at = wall.replace(tzinfo=zone)
            stamp = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
            names = {"timeZone": master["start"]["timeZone"]}
            start = {"dateTime": at.isoformat(), **names}
            end = {"dateTime": (at.astimezone(UTC) + length).astimezone(zone).isoformat(), **names}
        event_id = f"{master['id']}_{stamp}"
        yield (
            event_id,
            {
                **shown,
                "id": event_id,
                "recurringEventId": master["id"],
                "originalStartTime": start,
                "start": start,
                "end": end,
            },
        )


def _meaning(event: Event) -> Event:
    return {name: value for name, value in event.items() if name not in ("etag", "updated", "sequence")}


def _within(event: Event, begin: datetime | None, end: datetime | None, zone: str) -> bool:
    starts, ends = _instant(event["start"], zone), _instant(event["end"], zone)
    return (begin is None or ends > begin) and (end is None or starts < end)


def _instant(stated: Event, zone: str) -> datetime:
    if "date" in stated:
        return datetime.fromisoformat(stated["date"]).replace(tzinfo=ZoneInfo(zone))
    found = datetime.fromisoformat(stated["dateTime"])
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(stated.get("timeZone", zone)))


def _check_times(event: Event) -> None:
    start, end = event.get("start"), event.get("end")
    if not isinstance(start, dict) or not isinstance(end, dict):
        raise Refused(400, "required", "Missing end time.")
    if ("date" in start) != ("date" in end):
        raise Refused(400, "invalid", "Start and end times must either both be date or both be dateTime.")
    if "recurrence" in event and "date" not in start and not start.get("timeZone"):
        raise Refused(400, "required", "Missing time zone definition for start time.")
    if _instant(end, "UTC") < _instant(start, "UTC"):
        raise Refused(400, "timeRangeEmpty", "The specified time range is empty.")


def _stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
