"""Recordings of calls and voicemails: listed, listened to, deleted, kept from being deleted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from domain.accounts.roles import ALLOWED, Permission, Principal, Role
from domain.errors import Conflict, NotFound
from domain.text_fields import required_text
from services.accounts.access import actor_of
from services.accounts.team import NO_SUCH_MEMBER
from services.playback.links import By, Grant, Of, PlaybackLinks
from storage.objects import Objects
from storage.postgres import audit, memberships, recordings
from storage.postgres.database import Database
from storage.postgres.recordings import Filter, RecordingRow
from storage.postgres.tenant import TenantScope

LINK_FOR = timedelta(minutes=15)
LONGEST_LINK = timedelta(hours=24)
LONGEST_REASON = 500

NO_RECORDING = "no such recording"
OVER = "this link is over or was taken back; ask for another"
HELD = "this call is on legal hold: nothing of it may be deleted before the hold is lifted"
UNDER_WAY = "the call goes on, or its end is still being written; try again in a minute"


@dataclass(frozen=True, slots=True)
class Playable:
    """A recording as an object, and what a file of it is called."""

    key: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Link:
    """The token of an address, and until when it is good."""

    token: str
    expires_at: datetime


class Recordings:
    """Of all businesses.

    Args:
        clock: now, aware.
    """

    def __init__(
        self,
        database: Database,
        objects: Objects,
        links: PlaybackLinks,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._objects = objects
        self._links = links
        self._clock = clock

    @property
    def objects(self) -> Objects:
        return self._objects

    async def page(
        self, principal: Principal, wanted: Filter, *, after: tuple[datetime, UUID] | None, limit: int
    ) -> list[RecordingRow]:
        """The latest first. Raises NotPermitted."""
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            await _require_hearing(scope, principal)
            return await recordings.page(scope, wanted, after=after, limit=limit)

    async def of(self, principal: Principal, of: Of, object_id: UUID) -> Playable:
        """Raises NotPermitted, NotFound."""
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            await _require_hearing(scope, principal)
            return await playable(scope, of, object_id)

    async def link(
        self, principal: Principal, of: Of, object_id: UUID, lasting: timedelta = LINK_FOR
    ) -> Link:
        """An address that plays it without a header, for as long as the principal may listen. Raises as `of`."""
        now = self._clock()
        async with self._database.tenant(principal.business_id) as scope:
            await _require_hearing(scope, principal)
            await playable(scope, of, object_id)
            if not principal.only_reads:
                await audit.note(
                    scope,
                    actor=actor_of(principal),
                    action="recording.linked",
                    subject=f"{'call' if of is Of.CALL_RECORDING else 'message'}:{object_id}",
                )
        by = By.USER if principal.user_id is not None else By.KEY
        by_id = principal.user_id or principal.key_id or principal.business_id
        ends = (now + min(lasting, LONGEST_LINK)).replace(microsecond=0)
        grant = Grant(of, principal.business_id, object_id, by, by_id, ends)
        return Link(self._links.token(grant), ends)

    async def by_link(self, token: str) -> Playable:
        """What a link of `link` plays.

        Raises:
            NotFound: it is no link, over, the recording is gone, or who it was made for may listen no more.
        """
        grant = self._links.read(token)
        now = self._clock()
        if grant is None or grant.is_over(now) or grant.by is By.SHARE:
            raise NotFound(OVER)
        async with self._database.tenant(grant.business_id) as scope:
            if await recordings.business_name(scope) is None or not await _hears(scope, grant, now):
                raise NotFound(OVER)
            return await playable(scope, grant.of, grant.object_id)

    async def delete(self, principal: Principal, of: Of, object_id: UUID) -> None:
        """Deletes a recording for good: of a call also the parts of its earlier streams.

        The object goes first: a row that names none says that nothing is left.

        Raises:
            NotPermitted, NotFound.
            Conflict: the call goes on, or is on hold.
        """
        principal.require(Permission.RECORDINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            keys, place = await self._deletable(scope, of, object_id)
        for key in keys:
            await self._objects.delete(key)
        if place is not None:
            await delete_parts(self._objects, place)
        async with self._database.tenant(principal.business_id) as scope:
            await self._deletable(scope, of, object_id, lock=True)
            if of is Of.CALL_RECORDING:
                await recordings.forget_recording(scope, object_id, self._clock())
            else:
                await recordings.forget_voicemail(scope, object_id, self._clock())
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="recording.deleted",
                subject=f"{'call' if of is Of.CALL_RECORDING else 'message'}:{object_id}",
            )

    async def hold(self, principal: Principal, call_id: UUID, because: str | None) -> None:
        """Puts a call on legal hold, or lifts it with None. Raises NotPermitted, NotFound, InvalidInput."""
        principal.require(Permission.RECORDINGS_WRITE)
        reason = None if because is None else required_text("because", because, longest=LONGEST_REASON)
        async with self._database.tenant(principal.business_id) as scope:
            before = await recordings.of_call(scope, call_id, lock=True)
            if before is None:
                raise NotFound("no such call")
            if before.held_because == reason:
                return
            await recordings.hold(scope, call_id, reason, self._clock())
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="call.held" if reason is not None else "call.released",
                subject=f"call:{call_id}",
                before={"because": before.held_because},
                after={"because": reason},
            )

    async def allow(self, principal: Principal, user_id: UUID, allowed: bool) -> None:
        """Whether a member listens although their role does not include it. Raises NotPermitted, NotFound."""
        principal.require(Permission.TEAM_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            role = await memberships.role_of(scope, user_id)
            before = await recordings.set_hearing(scope, user_id, allowed)
            if role is None or before is None:
                raise NotFound(NO_SUCH_MEMBER)
            if before != allowed:
                await audit.note(
                    scope,
                    actor=actor_of(principal),
                    action="member.hearing_changed",
                    subject=f"user:{user_id}",
                    before={"hears_recordings": before},
                    after={"hears_recordings": allowed},
                )

    async def _deletable(
        self, scope: TenantScope, of: Of, object_id: UUID, *, lock: bool = False
    ) -> tuple[list[str], str | None]:
        """The objects that are to go, and where the parts of a call lie. Raises NotFound, Conflict."""
        if of is Of.CALL_RECORDING:
            call = await recordings.of_call(scope, object_id, lock=lock)
            if call is None:
                raise NotFound(NO_RECORDING)
            _refuse_held(call.held_because)
            if call.status != "ended":
                raise Conflict(UNDER_WAY)
            if call.recording_key is None:
                raise NotFound(NO_RECORDING)
            return [call.recording_key], call.recording_key.removesuffix(".wav")
        message = await recordings.of_message(scope, object_id, lock=lock)
        if message is None or message.recording_key is None:
            raise NotFound(NO_RECORDING)
        _refuse_held(message.held_because)
        return [message.recording_key], None


async def playable(scope: TenantScope, of: Of, object_id: UUID) -> Playable:
    """Raises NotFound."""
    key, at = None, None
    if of is Of.CALL_RECORDING and (call := await recordings.of_call(scope, object_id)) is not None:
        key, at = call.recording_key, call.started_at
    if of is Of.MESSAGE_RECORDING and (message := await recordings.of_message(scope, object_id)) is not None:
        key, at = message.recording_key, message.created_at
    if key is None or at is None:
        raise NotFound(NO_RECORDING)
    kind = "call" if of is Of.CALL_RECORDING else "voicemail"
    return Playable(key, f"{kind}-{at:%Y%m%d-%H%M%S}.wav")


async def delete_parts(objects: Objects, place: str) -> None:
    """What a call's earlier streams left. Raises StorageError.

    Args:
        place: the key of the call's recording without its ending.
    """
    for key in await objects.below(place.rpartition("/")[0]):
        if key.startswith(f"{place}.part"):
            await objects.delete(key)


async def _require_hearing(scope: TenantScope, principal: Principal) -> None:
    """Raises NotPermitted."""
    if Permission.RECORDINGS_READ not in principal.permissions and principal.user_id is not None:
        found = await recordings.hearing(scope, principal.user_id)
        if found is not None and found[1]:
            return
    principal.require(Permission.RECORDINGS_READ)


async def _hears(scope: TenantScope, grant: Grant, now: datetime) -> bool:
    if grant.by is By.KEY:
        return Permission.RECORDINGS_READ in await recordings.key_scopes(scope, grant.by_id, now)
    found = await recordings.hearing(scope, grant.by_id)
    return found is not None and (found[1] or Permission.RECORDINGS_READ in ALLOWED[Role(found[0])])


def _refuse_held(because: str | None) -> None:
    if because is not None:
        raise Conflict(HELD)
