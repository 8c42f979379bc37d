"""Google Calendar, over its documented HTTP interface.

httpx rather than googleapiclient: that one is synchronous and not thread-safe, takes a page of HTML for an answer, and
asks three times on a 401.

Source: https://developers.google.com/workspace/calendar/api/v3/reference,
https://developers.google.com/identity/protocols/oauth2/web-server
"""

import base64
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

import httpx

from domain.errors import UnusableAnswer
from domain.scheduling.ranges import TimeRange
from providers.calendars import (
    CalendarChoice,
    Changes,
    Channel,
    Consent,
    Entry,
    EntryGone,
    OurEntry,
    ServiceChoice,
)
from providers.google.events import body_of, entry_of, zone_of
from providers.google.failures import PROVIDER, read, reason_of, unreached
from providers.tls import tls_context

CONSENT_HOST = "https://accounts.google.com"
TOKEN_HOST = "https://oauth2.googleapis.com"  # noqa: S105
API_HOST = "https://www.googleapis.com"

_SCOPE = "https://www.googleapis.com/auth/"
SCOPES: Mapping[str, str] = {
    f"{_SCOPE}calendar.events.owned": "see and change events of your own calendars",
    f"{_SCOPE}calendar.calendarlist.readonly": "see the list of your calendars",
}
"""What is asked for, and what it is for."""

PAGE = 250
MOST_CALENDARS = 250
OWNER = "owner"
TOKEN_LEEWAY = timedelta(minutes=2)
"""An access token is taken for expired so long before it is."""


class GoogleCalendars:
    """`providers.calendars.Calendars`.

    Args:
        base_url: where everything is; None for Google's own hosts.
        timeout_s: for each request as a whole.
    """

    label = "Google"
    kind = "google"
    watches = True

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        base_url: str | None = None,
        *,
        timeout_s: float = 10.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._client_id = client_id
        self._client_secret = client_secret
        base = base_url.rstrip("/") if base_url else None
        self._consent_host = base or CONSENT_HOST
        self._token_host = base or TOKEN_HOST
        self._api = f"{base or API_HOST}/calendar/v3"
        self._client = httpx.AsyncClient(
            timeout=timeout_s,
            transport=transport,
            verify=tls_context() if transport is None else True,
            trust_env=False,
        )

    async def aclose(self) -> None:
        await self._client.aclose()

    # --- consent ------------------------------------------------------------------------------------------------
    def consent_url(self, state: str, verifier: str, redirect_uri: str) -> str:
        """Where an account's owner is asked. `prompt=consent`: without it a second consent has no refresh token."""
        digest = hashlib.sha256(verifier.encode()).digest()
        return f"{self._consent_host}/o/oauth2/v2/auth?" + urlencode(
            {
                "client_id": self._client_id,
                "redirect_uri": redirect_uri,
                "response_type": "code",
                "scope": " ".join(SCOPES),
                "access_type": "offline",
                "prompt": "consent",
                "state": state,
                "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
                "code_challenge_method": "S256",
            }
        )

    async def consent(self, code: str, verifier: str, redirect_uri: str) -> Consent:
        """Raises NotConnected: the code is none, was used, or is over."""
        return await self._token(
            grant_type="authorization_code", code=code, code_verifier=verifier, redirect_uri=redirect_uri
        )

    async def refreshed(self, refresh_token: str) -> Consent:
        """Raises NotConnected when it was revoked."""
        return await self._token(grant_type="refresh_token", refresh_token=refresh_token)

    async def _token(self, **form: str) -> Consent:
        form |= {"client_id": self._client_id, "client_secret": self._client_secret}
        answer = await self._sent("POST", f"{self._token_host}/token", "oauth.token", data=form)
        found = read(answer, "oauth.token")
        try:
            lives = timedelta(seconds=int(found["expires_in"]))
            granted = str(found["scope"]).split() if "scope" in found else list(SCOPES)
            return Consent(
                str(found["access_token"]),
                found.get("refresh_token"),
                datetime.now(UTC) + lives - TOKEN_LEEWAY,
                tuple(words for scope, words in SCOPES.items() if scope not in granted),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise UnusableAnswer(PROVIDER, "oauth.token", "it holds no token", True) from error

    async def revoke(self, refresh_token: str) -> None:
        """Harmless when it is revoked."""
        url = f"{self._token_host}/revoke"
        answer = await self._sent("POST", url, "oauth.revoke", data={"token": refresh_token})
        if answer.status_code == 400 and reason_of(answer) in ("invalid_token", "invalid_grant"):
            return
        if not answer.is_success:
            read(answer, "oauth.revoke")

    # --- calendars ----------------------------------------------------------------------------------------------
    async def calendars(self, token: str) -> list[CalendarChoice]:
        found: list[CalendarChoice] = []
        page = ""
        while True:
            query = {"maxResults": str(PAGE)} | ({"pageToken": page} if page else {})
            answer = await self._ask("GET", token, "/users/me/calendarList", "calendars.list", params=query)
            for each in answer.get("items") or ():
                name = str(each.get("summaryOverride") or each.get("summary") or each["id"])
                owned = each.get("accessRole") == OWNER
                found.append(CalendarChoice(str(each["id"]), name, bool(each.get("primary")), owned))
            page = str(answer.get("nextPageToken") or "")
            if not page or len(found) >= MOST_CALENDARS:
                return found[:MOST_CALENDARS]

    async def services(self, token: str) -> list[ServiceChoice]:
        return []

    async def changes(
        self, token: str, calendar_id: str, *, since: str, page: str, window: TimeRange, zone: str
    ) -> Changes:
        query = {"singleEvents": "true", "maxResults": str(PAGE)}
        if since:
            query["syncToken"] = since
        else:
            query |= {"timeMin": _rfc3339(window.start), "timeMax": _rfc3339(window.end)}
        if page:
            query["pageToken"] = page
        answer = await self._ask(
            "GET", token, f"{_calendar(calendar_id)}/events", "events.list", params=query
        )
        own_zone = zone_of(answer.get("timeZone"), ZoneInfo(zone))
        entries = (entry_of(each, own_zone) for each in answer.get("items") or ())
        more, after = str(answer.get("nextPageToken") or ""), str(answer.get("nextSyncToken") or "")
        if not more and not after:
            raise UnusableAnswer(PROVIDER, "events.list", "it names no page and no token", True)
        return Changes(tuple(each for each in entries if each is not None), more, after)

    # --- events -------------------------------------------------------------------------------------------------
    async def entry(self, token: str, calendar_id: str, entry_id: str, zone: str) -> Entry:
        event = await self._ask("GET", token, _event(calendar_id, entry_id), "event.get")
        return _understood(event, zone, "event.get")

    async def write(self, token: str, calendar_id: str, entry: OurEntry, *, etag: str) -> Entry:
        body = body_of(entry)
        if etag:
            event = await self._ask(
                "PATCH",
                token,
                _event(calendar_id, entry.id),
                "event.patch",
                json=body,
                headers={"If-Match": etag},
            )
        else:
            event = await self._ask(
                "POST",
                token,
                f"{_calendar(calendar_id)}/events",
                "events.insert",
                json={"id": entry.id, **body},
            )
        return _understood(event, entry.zone, "event.write")

    async def remove(self, token: str, calendar_id: str, entry_id: str) -> None:
        try:
            await self._ask("DELETE", token, _event(calendar_id, entry_id), "event.delete")
        except EntryGone:
            return

    # --- channels -----------------------------------------------------------------------------------------------
    async def watch(
        self, token: str, calendar_id: str, *, channel_id: str, secret: str, address: str
    ) -> Channel:
        body = {"id": channel_id, "type": "web_hook", "address": address, "token": secret}
        answer = await self._ask(
            "POST", token, f"{_calendar(calendar_id)}/events/watch", "events.watch", json=body
        )
        try:
            expires = datetime.fromtimestamp(int(answer["expiration"]) / 1000, UTC)
            return Channel(channel_id, str(answer["resourceId"]), expires)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise UnusableAnswer(PROVIDER, "events.watch", "it names no end", True) from error

    async def unwatch(self, token: str, channel_id: str, resource: str) -> None:
        body = {"id": channel_id, "resourceId": resource}
        try:
            await self._ask("POST", token, "/channels/stop", "event.channel_stop", json=body)
        except EntryGone:
            return

    async def _ask(
        self,
        method: str,
        token: str,
        path: str,
        operation: str,
        *,
        params: Mapping[str, str] | None = None,
        json: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        answer = await self._sent(
            method,
            f"{self._api}{path}",
            operation,
            params=params,
            json=json,
            headers={"Authorization": f"Bearer {token}", **(headers or {})},
        )
        return read(answer, operation)

    async def _sent(self, method: str, url: str, operation: str, **more: Any) -> httpx.Response:
        try:
            return await self._client.request(method, url, **more)
        except httpx.HTTPError as error:
            raise unreached(error, operation) from error


def _understood(event: dict[str, Any], zone: str, operation: str) -> Entry:
    found = entry_of(event, ZoneInfo(zone))
    if found is None:
        raise UnusableAnswer(PROVIDER, operation, "it is no event", True)
    return found


def _calendar(calendar_id: str) -> str:
    return f"/calendars/{quote(calendar_id, safe='')}"


def _event(calendar_id: str, event_id: str) -> str:
    return f"{_calendar(calendar_id)}/events/{quote(event_id, safe='')}"


def _rfc3339(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
