"""Square Bookings as calendars: one for each person of a location, by Square's SDK.

A booking of ours becomes one of theirs, of the service that was named for its offering; its version is the lock. Square
tells no changes since a point in time, so every reading reads all of the window. It accepts double bookings: what is
free is decided here, by what was read of it.

Source: https://developer.squareup.com/reference/square/bookings-api
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import httpx
from square import AsyncSquare
from square.types.booking import Booking

from domain.errors import ProviderError, UnusableAnswer
from domain.scheduling.ranges import TimeRange
from providers.calendars import (
    CalendarChoice,
    Changes,
    Channel,
    Consent,
    Entry,
    EntryChanged,
    EntryGone,
    OurEntry,
    ServiceChoice,
)
from providers.square.failures import PROVIDER, square_errors
from providers.tls import tls_context

BASE_URL = "https://connect.squareup.com"
SCOPES = (
    "MERCHANT_PROFILE_READ",
    "ITEMS_READ",
    "APPOINTMENTS_READ",
    "APPOINTMENTS_WRITE",
    "APPOINTMENTS_ALL_READ",
    "APPOINTMENTS_ALL_WRITE",
    "APPOINTMENTS_BUSINESS_SETTINGS_READ",
)
"""Seller-level: all bookings of the business, not only ours."""
WINDOW = timedelta(days=31)
"""The longest one a list may have."""
LIVES = timedelta(days=30)
RENEWED_AFTER = timedelta(days=7)
MOST_SERVICES = 1_000
_STANDS = frozenset({"PENDING", "ACCEPTED"})
_ONCE: Any = {"max_retries": 0}
"""The outbox tries again, and knows when to give up."""


class SquareBookings:
    """`providers.calendars.Calendars`. A calendar's id is `location/person`.

    Args:
        base_url: None for Square's own.
        timeout_s: for each request as a whole.
    """

    label = "Square"
    kind = "square"
    watches = False

    def __init__(
        self,
        application_id: str,
        application_secret: str,
        base_url: str | None = None,
        *,
        timeout_s: float = 10.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._application_id = application_id
        self._secret = application_secret
        self._base_url = (base_url or BASE_URL).rstrip("/")
        self._timeout_s = timeout_s
        self._client = httpx.AsyncClient(
            timeout=timeout_s,
            transport=transport,
            verify=tls_context() if transport is None else True,
            trust_env=False,
        )

    async def aclose(self) -> None:
        await self._client.aclose()

    def _square(self, token: str) -> AsyncSquare:
        return AsyncSquare(
            base_url=self._base_url,
            token=token or "none",  # an empty one is no header httpx would send
            timeout=self._timeout_s,
            httpx_client=self._client,
        )

    # --- consent ------------------------------------------------------------------------------------------------
    def consent_url(self, state: str, verifier: str, redirect_uri: str) -> str:
        """Without PKCE: the secret is ours alone, and PKCE's refresh tokens are good for once and 90 days."""
        return f"{self._base_url}/oauth2/authorize?" + urlencode(
            {
                "client_id": self._application_id,
                "scope": " ".join(SCOPES),
                "session": "false",
                "state": state,
                "redirect_uri": redirect_uri,
            }
        )

    async def consent(self, code: str, verifier: str, redirect_uri: str) -> Consent:
        return await self._token(grant_type="authorization_code", code=code, redirect_uri=redirect_uri)

    async def refreshed(self, refresh_token: str) -> Consent:
        return await self._token(grant_type="refresh_token", refresh_token=refresh_token)

    async def _token(self, **form: Any) -> Consent:
        with square_errors("oauth.token"):
            found = await self._square("").o_auth.obtain_token(
                client_id=self._application_id,
                client_secret=self._secret,
                request_options=_ONCE,
                **form,
            )
        if not found.access_token:
            raise UnusableAnswer(PROVIDER, "oauth.token", "it holds no token", True)
        return Consent(
            found.access_token,
            found.refresh_token,
            datetime.now(UTC) + min(RENEWED_AFTER, LIVES),
            account=found.merchant_id or "",
        )

    async def revoke(self, refresh_token: str) -> None:
        """Of an access token, as Square wants it."""
        options: Any = {**_ONCE, "additional_headers": {"Authorization": f"Client {self._secret}"}}
        try:
            with square_errors("booking.revoke"):
                await self._square("").o_auth.revoke_token(
                    client_id=self._application_id, access_token=refresh_token, request_options=options
                )
        except EntryGone:
            return

    # --- calendars ----------------------------------------------------------------------------------------------
    async def calendars(self, token: str) -> list[CalendarChoice]:
        square = self._square(token)
        found: list[CalendarChoice] = []
        with square_errors("calendars.list"):
            locations = (await square.locations.list(request_options=_ONCE)).locations or []
            for location in locations:
                if location.status != "ACTIVE" or not location.id:
                    continue
                profiles = await square.bookings.team_member_profiles.list(
                    bookable_only=True, location_id=location.id, request_options=_ONCE
                )
                async for profile in profiles:
                    name = f"{location.name or location.id}: {profile.display_name or profile.team_member_id}"
                    calendar_id = f"{location.id}/{profile.team_member_id}"
                    found.append(CalendarChoice(calendar_id, name, primary=False, ours_to_write=True))
        return found

    async def services(self, token: str) -> list[ServiceChoice]:
        found: list[ServiceChoice] = []
        with square_errors("services.list"):
            items = await self._square(token).catalog.list(types="ITEM", request_options=_ONCE)
            async for item in items:
                data: Any = getattr(item, "item_data", None)
                if data is None or data.product_type != "APPOINTMENTS_SERVICE":
                    continue
                variations: list[Any] = data.variations or []
                for variation in variations:
                    told: Any = getattr(variation, "item_variation_data", None)
                    name = " ".join(filter(None, (data.name, told.name if told else None)))
                    found.append(ServiceChoice(str(variation.id), name))
                if len(found) >= MOST_SERVICES:
                    break
        return found

    async def changes(
        self, token: str, calendar_id: str, *, since: str, page: str, window: TimeRange, zone: str
    ) -> Changes:
        """All of it, month by month: without bounds Square means the next 31 days, and says nothing of the rest."""
        location, person = _parts(calendar_id)
        begin = datetime.fromisoformat(page) if page else window.start
        end = min(begin + WINDOW, window.end)
        entries: list[Entry] = []
        with square_errors("bookings.list"):
            listed = await self._square(token).bookings.list(
                location_id=location,
                team_member_id=person,
                start_at_min=_rfc3339(begin),
                start_at_max=_rfc3339(end),
                limit=100,
                request_options=_ONCE,
            )
            async for booking in listed:
                entry = _entry_of(booking, person)
                if entry is not None:
                    entries.append(entry)
        return Changes(tuple(entries), end.isoformat() if end < window.end else "")

    # --- bookings -----------------------------------------------------------------------------------------------
    async def entry(self, token: str, calendar_id: str, entry_id: str, zone: str) -> Entry:
        _, person = _parts(calendar_id)
        booking = await self._booking(token, entry_id)
        found = _entry_of(booking, person)
        if found is None:
            raise EntryGone(PROVIDER, "booking.get", "it is somebody else's by now")
        return found

    async def write(self, token: str, calendar_id: str, entry: OurEntry, *, etag: str) -> Entry:
        location, person = _parts(calendar_id)
        if not entry.service:
            raise ProviderError(PROVIDER, "booking.write", "no service is named for what is booked")
        square = self._square(token)
        with square_errors("services.get"):
            answer = await square.catalog.object.get(entry.service, request_options=_ONCE)
        segment: Any = {
            "team_member_id": person,
            "service_variation_id": entry.service,
            "service_variation_version": answer.object.version if answer.object else None,
            "duration_minutes": round(entry.during.duration.total_seconds() / 60),
        }
        wanted: Any = {
            "start_at": _rfc3339(entry.during.start),
            "appointment_segments": [segment],
            "seller_note": f"{entry.title}\n{entry.text}".strip()[:4096],
        }
        if etag:
            with square_errors("booking.update"):
                changed = await square.bookings.update(
                    entry.id,
                    booking=wanted | {"version": int(etag)},
                    idempotency_key=_key(f"{entry.key} {etag}"),
                    request_options=_ONCE,
                )
            return _understood(changed.booking, person)
        with square_errors("bookings.create"):
            made = await square.bookings.create(
                booking=wanted | {"location_id": location},
                idempotency_key=_key(entry.key),
                request_options=_ONCE,
            )
        return _understood(made.booking, person)

    async def remove(self, token: str, calendar_id: str, entry_id: str) -> None:
        try:
            booking = await self._booking(token, entry_id)
            if booking.status not in _STANDS:
                return
            with square_errors("booking.cancel"):
                await self._square(token).bookings.cancel(
                    entry_id,
                    booking_version=booking.version,
                    idempotency_key=_key(f"cancel {entry_id} {booking.version}"),
                    request_options=_ONCE,
                )
        except EntryGone:
            return
        except EntryChanged as changed:  # as it is by then, at the next attempt
            raise ProviderError(PROVIDER, "booking.cancel", changed.message, retryable=True) from changed

    async def _booking(self, token: str, booking_id: str) -> Booking:
        with square_errors("booking.get"):
            answer = await self._square(token).bookings.get(booking_id, request_options=_ONCE)
        if answer.booking is None:
            raise EntryGone(PROVIDER, "booking.get", "there is none")
        return answer.booking

    # --- channels -----------------------------------------------------------------------------------------------
    async def watch(
        self, token: str, calendar_id: str, *, channel_id: str, secret: str, address: str
    ) -> Channel:
        """Square tells the application of all accounts at one address: there is nothing to open."""
        raise ProviderError(PROVIDER, "watch", "there is nothing to open")

    async def unwatch(self, token: str, channel_id: str, resource: str) -> None:
        return


def _parts(calendar_id: str) -> tuple[str, str]:
    location, _, person = calendar_id.partition("/")
    return location, person


def _key(text: str) -> str:
    """Square takes 45 characters at most, hence a digest of what is wanted."""
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def _entry_of(booking: Booking, person: str) -> Entry | None:
    """Its segments follow one another; the stretch this person does. None for one they have no part in."""
    if not booking.id:
        return None
    etag = str(booking.version or 0)
    if booking.status not in _STANDS:
        return Entry(booking.id, etag)
    begin = datetime.fromisoformat(str(booking.start_at)).astimezone(UTC)
    found: list[tuple[datetime, datetime]] = []
    for segment in booking.appointment_segments or []:
        end = begin + timedelta(minutes=segment.duration_minutes or 0)
        if segment.team_member_id == person and end > begin:
            found.append((begin, end))
        begin = end + timedelta(minutes=segment.intermission_minutes or 0)
    if not found:
        return None
    during = TimeRange(found[0][0], found[-1][1])
    return Entry(booking.id, etag, None, during, bool(booking.all_day), blocks=True)


def _understood(booking: Booking | None, person: str) -> Entry:
    found = None if booking is None else _entry_of(booking, person)
    if found is None:
        raise UnusableAnswer(PROVIDER, "booking.write", "it is no booking", True)
    return found


def _rfc3339(instant: datetime) -> str:
    return instant.astimezone(ZoneInfo("UTC")).isoformat().replace("+00:00", "Z")
