"""Channels by which a vendor tells us of changes: opened, renewed before they end, and what comes in by them.

A notice may be lost, doubled or forged. It only makes the calendar be read, which its token has to allow; what is not
told is found by polling.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from domain.calendars.notices import SECRET_BYTES, NoticeToken, notice_token_in
from domain.errors import NotFound, NotPermitted, ProviderError
from domain.ids import new_id
from providers.calendars import NotConnected
from services.calendars.accounts import Account
from services.calendars.kinds import want_read
from storage.postgres import linked_calendars
from storage.postgres.database import Database
from storage.postgres.linked_calendars import LinkRow

log = structlog.get_logger()

RENEWED_BEFORE = timedelta(days=1)
UNSETTLED = timedelta(minutes=10)
"""How long a channel is taken for one that is being opened."""

_SYNC = "sync"


class Channels:
    """Of all businesses.

    Args:
        address: where vendors post notices, https; without one nothing is watched, and polling is all there is.
        clock: now, aware.
    """

    def __init__(
        self,
        database: Database,
        address: str | None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._address = address
        self._clock = clock

    async def tend(self, account: Account, link: LinkRow) -> None:
        """Opens the next channel before the last one ends, then stops those before it. Raises LeaseLost, StorageError.

        A vendor that does not watch this calendar is not asked for it again before the next reading.
        """
        if self._address is None or not account.vendor.watches:
            return
        now = self._clock()
        async with self._database.tenant(account.business_id) as scope:
            known = await linked_calendars.channels(scope, link.calendar_id)
        try:
            live = next((each for each in known if each.resource), None)
            if live is None or live.expires_at - now <= RENEWED_BEFORE:
                kept = await self._open(account, link, self._address, now)
            else:
                kept = live.id
            for each in known:
                if each.id != kept:
                    await self._stop(account, each.id, each.resource)
        except NotConnected:
            raise
        except ProviderError as error:
            log.warning("calendar.not_watched", calendar_id=str(link.calendar_id), reason=str(error))

    async def _open(self, account: Account, link: LinkRow, address: str, now: datetime) -> UUID:
        channel_id, token = new_id(), NoticeToken(account.business_id, secrets.token_bytes(SECRET_BYTES))
        async with self._database.tenant(account.business_id) as scope:
            # Before it is asked for: the first notice may come before the answer.
            await linked_calendars.add_channel(
                scope,
                channel_id,
                calendar_id=link.calendar_id,
                digest=_digest(token.secret),
                expires_at=now + UNSETTLED,
            )
        made = await account.ask(
            lambda access: account.vendor.watch(
                access,
                link.external_id,
                channel_id=str(channel_id),
                secret=token.text,
                address=address,
            )
        )
        async with self._database.tenant(account.business_id) as scope:
            await linked_calendars.change_channel(
                scope, channel_id, resource=made.resource, expires_at=made.expires_at
            )
        return channel_id

    async def _stop(self, account: Account, channel_id: UUID, resource: str) -> None:
        if resource:
            await account.ask(lambda access: account.vendor.unwatch(access, str(channel_id), resource))
        async with self._database.tenant(account.business_id) as scope:
            await linked_calendars.forget_channel(scope, channel_id)

    async def stop_all(self, account: Account, link: LinkRow) -> None:
        """Raises ProviderError."""
        async with self._database.tenant(account.business_id) as scope:
            known = await linked_calendars.channels(scope, link.calendar_id)
        for each in known:
            await self._stop(account, each.id, each.resource)

    async def noticed(self, channel: str, token: str, resource: str, state: str, number: str) -> None:
        """A notice: the calendar is to be read.

        Raises:
            NotPermitted: the token is not the channel's. NotFound: there is no such channel any more.
        """
        shown = notice_token_in(token)
        try:
            channel_id = UUID(channel)
        except ValueError:
            shown, channel_id = None, UUID(int=0)
        if shown is None:
            raise NotPermitted("no such channel and token")
        async with self._database.tenant(shown.business_id) as scope:
            known = await linked_calendars.channel(scope, channel_id)
            if known is None:
                raise NotFound("no such channel")
            if not hmac.compare_digest(known.digest, _digest(shown.secret)):
                raise NotPermitted("no such channel and token")
            count = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
            if count <= known.last_number:
                return  # told again, or overtaken
            # Who died between asking for the channel and the answer learns here what it watches.
            named = {"resource": resource[:500]} if not known.resource else {}
            await linked_calendars.change_channel(scope, channel_id, last_number=count, **named)
            if state != _SYNC:
                now = self._clock()
                await linked_calendars.change_link(scope, known.calendar_id, asked_at=now)
                await want_read(scope, known.calendar_id, now)

    async def told(self, kind: str, account: str) -> None:
        """A vendor that tells of all accounts at one address: the account's calendars are to be read."""
        async with self._database.worker() as session:
            found = await linked_calendars.of_account(session, kind, account)
        now = self._clock()
        for business_id, connection_id in found:
            async with self._database.tenant(business_id) as scope:
                for link in await linked_calendars.links(scope, connection_id=connection_id):
                    await want_read(scope, link.calendar_id, now)


def _digest(secret: bytes) -> bytes:
    return hashlib.sha256(secret).digest()
