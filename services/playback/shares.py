"""Links to one call, for somebody without a login: what was said, its recording, or both; read-only and for a while."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.errors import InvalidInput, LimitReached, NotFound
from domain.ids import new_id
from services.accounts.access import actor_of
from services.playback.links import By, Grant, Of, PlaybackLinks
from services.playback.recordings import OVER, Playable, playable
from services.playback.transcripts import Said
from storage.postgres import audit, calls, recordings
from storage.postgres.database import Database
from storage.postgres.recordings import CallFiles, ShareRow
from storage.postgres.tenant import TenantScope

LONGEST = timedelta(days=90)
MOST_OF_A_CALL = 20
"""Links to one call that are good at a time."""

NO_SUCH_SHARE = "no such link, or it was taken back already"


@dataclass(frozen=True, slots=True)
class Share:
    """A share with the token of its address; None once it is over or taken back."""

    row: ShareRow
    token: str | None


@dataclass(frozen=True, slots=True)
class SharedCall:
    """What somebody with a link sees: nothing of who called, nor anything else of the business but its name."""

    business_name: str
    language: str
    timezone: str
    call: CallFiles
    has_recording: bool
    said: Said | None
    expires_at: datetime


class CallShares:
    """Of all businesses.

    Args:
        clock: now, aware.
    """

    def __init__(
        self,
        database: Database,
        links: PlaybackLinks,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._links = links
        self._clock = clock

    async def make(
        self, principal: Principal, call_id: UUID, *, recording: bool, transcript: bool, lasting: timedelta
    ) -> Share:
        """Raises NotPermitted, NotFound, InvalidInput, LimitReached."""
        principal.require(Permission.RECORDINGS_WRITE)
        if not recording and not transcript:
            raise InvalidInput("recording: a link shows the recording, the transcript, or both")
        now = self._clock()
        ends = (now + min(lasting, LONGEST)).replace(microsecond=0)
        async with self._database.tenant(principal.business_id) as scope:
            call = await recordings.of_call(scope, call_id, lock=True)
            if call is None or call.status != "ended":
                raise NotFound("no such call, or it goes on")
            if await recordings.count_shares(scope, call_id, now) >= MOST_OF_A_CALL:
                raise LimitReached(f"a call has at most {MOST_OF_A_CALL} links; take one of them back first")
            row = await recordings.add_share(
                scope,
                new_id(now),
                call_id,
                shows_recording=recording,
                shows_transcript=transcript,
                made_by=actor_of(principal),
                expires_at=ends,
            )
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="call.shared",
                subject=f"call:{call_id}",
                after={
                    "share": str(row.id),
                    "recording": recording,
                    "transcript": transcript,
                    "expires_at": ends.isoformat(),
                },
            )
        return self._shown(principal.business_id, row, now)

    async def page(
        self, principal: Principal, call_id: UUID, *, after: tuple[datetime, UUID] | None, limit: int
    ) -> list[Share]:
        """Of a call, the latest first. Raises NotPermitted, NotFound."""
        principal.require(Permission.RECORDINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            if await recordings.of_call(scope, call_id) is None:
                raise NotFound("no such call")
            found = await recordings.shares(scope, call_id, after=after, limit=limit)
        return [self._shown(principal.business_id, row, self._clock()) for row in found]

    async def revoke(self, principal: Principal, share_id: UUID) -> None:
        """From now on its link shows nothing. Raises NotPermitted, NotFound."""
        principal.require(Permission.RECORDINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            call_id = await recordings.revoke_share(scope, share_id, self._clock())
            if call_id is None:
                raise NotFound(NO_SUCH_SHARE)
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="call.unshared",
                subject=f"call:{call_id}",
                before={"share": str(share_id)},
            )

    async def open(self, token: str) -> SharedCall:
        """What a link shows. Raises NotFound: it is no link, over, taken back, or the call is gone."""
        grant = self._grant(token)
        async with self._database.tenant(grant.business_id) as scope:
            row, business = await self._shared(scope, grant)
            call = await recordings.of_call(scope, grant.object_id)
            if call is None:
                raise NotFound(OVER)
            turns = await calls.turns(scope, grant.object_id) if row.shows_transcript else ()
            await recordings.note_opened(scope, row.id)
        return SharedCall(
            *business,
            call=call,
            has_recording=row.shows_recording and call.recording_key is not None,
            said=Said(call.started_at, tuple(turns)) if row.shows_transcript else None,
            expires_at=row.expires_at,
        )

    async def recording(self, token: str) -> Playable:
        """Raises NotFound, also when the link shows the transcript alone."""
        grant = self._grant(token)
        async with self._database.tenant(grant.business_id) as scope:
            row, _ = await self._shared(scope, grant)
            if not row.shows_recording:
                raise NotFound(OVER)
            return await playable(scope, Of.CALL_RECORDING, grant.object_id)

    def _grant(self, token: str) -> Grant:
        grant = self._links.read(token)
        if grant is None or grant.of is not Of.SHARED_CALL or grant.is_over(self._clock()):
            raise NotFound(OVER)
        return grant

    async def _shared(self, scope: TenantScope, grant: Grant) -> tuple[ShareRow, tuple[str, str, str]]:
        row = await recordings.share(scope, grant.by_id)
        business = await recordings.business_name(scope)
        if (
            row is None
            or business is None
            or row.call_id != grant.object_id
            or row.revoked_at is not None
            or row.expires_at <= self._clock()
        ):
            raise NotFound(OVER)
        return row, business

    def _shown(self, business_id: UUID, row: ShareRow, now: datetime) -> Share:
        if row.revoked_at is not None or row.expires_at <= now:
            return Share(row, None)
        grant = Grant(Of.SHARED_CALL, business_id, row.call_id, By.SHARE, row.id, row.expires_at)
        return Share(row, self._links.token(grant))
