"""Recordings and transcripts: listed, played, deleted, and one call shown to somebody by a link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field

from deployments.api.audio import ANSWERS, audio_answer
from deployments.api.authentication import InBusiness
from deployments.api.fields import fields_of
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.visit_models import Body, Instant, Line
from deployments.policies import link, needs
from domain.accounts.roles import Permission
from domain.playback import transcript as transcripts
from services.archive.archive import CallArchives
from services.playback.links import Of, PlaybackLinks
from services.playback.recordings import Recordings
from services.playback.shares import CallShares, Share, SharedCall
from services.playback.transcripts import Said, Transcripts
from storage.objects import Objects
from storage.postgres.call_archives import ArchiveRow
from storage.postgres.database import Database
from storage.postgres.recordings import Filter, RecordingRow

router = APIRouter(prefix="/businesses/{business_id}", tags=["recordings"], responses=RESPONSES)
link_router = APIRouter(tags=["recordings"], responses=RESPONSES)
ROUTERS = (router, link_router)

READ, WRITE = needs(Permission.RECORDINGS_READ), needs(Permission.RECORDINGS_WRITE)

Kind = Literal["call", "voicemail"]
Format = Literal["json", "text", "vtt"]
Token = Annotated[str, Path(max_length=200)]
Download = Annotated[bool, Query(description="Saved by a browser instead of played")]
AsFormat = Annotated[Format, Query(description="`text` to read, `vtt` beside the recording")]


@dataclass(frozen=True, slots=True)
class Playback:
    """Attributes:
    address: the public one of the API, that of links begins with.
    frontend_url: where pages are.
    """

    recordings: Recordings
    shares: CallShares
    transcripts: Transcripts
    archives: CallArchives
    address: str
    frontend_url: str


def playback_over(
    database: Database, objects: Objects, *, link_keys: Sequence[str], address: str, frontend_url: str
) -> Playback:
    """All of it over the same stores. Raises ConfigError: there is no key to sign links with."""
    links = PlaybackLinks(link_keys)
    return Playback(
        Recordings(database, objects, links),
        CallShares(database, links),
        Transcripts(database),
        CallArchives(database, objects),
        address,
        frontend_url,
    )


async def playback_of(request: Request) -> Playback:
    return request.app.state.playback


ThePlayback = Annotated[Playback, Depends(playback_of)]


class Recording(BaseModel):
    """`id` is that of the call, or of the message a voicemail came with. `is_held`: it cannot be deleted."""

    id: UUID
    kind: Kind
    call_id: UUID | None
    at: datetime
    from_number: str | None
    is_held: bool

    @classmethod
    def of(cls, row: RecordingRow) -> "Recording":
        return cls.model_validate(row, from_attributes=True)


class RecordingLink(BaseModel):
    """An address that plays the recording without a header, for a while and for as long as you may listen."""

    url: str
    expires_at: datetime


class LinkBody(Body):
    minutes: Annotated[int, Field(ge=1, le=24 * 60)] = 15


class HoldBody(Body):
    because: Line


class HearingBody(Body):
    allowed: bool


class NewShareBody(Body):
    """What the link shows, and for how long."""

    recording: bool = True
    transcript: bool = True
    hours: Annotated[int, Field(ge=1, le=90 * 24)] = 7 * 24


class CallShare(BaseModel):
    """`url` is a secret: who has it sees this one call. Null once it is over or taken back."""

    id: UUID
    call_id: UUID
    recording: bool
    transcript: bool
    url: str | None
    api_url: str | None
    made_by: str
    expires_at: datetime
    revoked_at: datetime | None
    opened: int
    created_at: datetime


class RestoreBody(Body):
    """For how long the words are back."""

    days: Annotated[int, Field(ge=1, le=90)] = 7


class RestoreMonthBody(RestoreBody):
    month: Annotated[date, Field(description="Any day of it")]


class Restored(BaseModel):
    calls: int
    until: datetime


class ArchivePart(BaseModel):
    """Some hundred calls of a month whose words lie in object storage; `sha256` is of the object."""

    id: UUID
    month: date
    key: str
    sha256: str
    calls: int
    bytes: int
    created_at: datetime

    @classmethod
    def of(cls, row: ArchiveRow) -> "ArchivePart":
        return cls(
            id=row.id,
            month=row.month,
            key=row.key,
            sha256=(row.checksum or b"").hex(),
            calls=row.calls,
            bytes=row.size,
            created_at=row.created_at,
        )


class SaidLine(BaseModel):
    """`text` is what was heard; `at_s` seconds after the call came in, as in the recording."""

    speaker: Literal["caller", "agent"]
    text: str
    at_s: float
    interrupted: bool


class Transcript(BaseModel):
    call_id: UUID
    started_at: datetime
    lines: list[SaidLine]


class CallByLink(BaseModel):
    """One call as its link shows it: `recording_url` and `lines` are null where the link does not show them."""

    business_name: str
    language: str
    timezone: str
    started_at: datetime
    ended_at: datetime | None
    recording_url: str | None
    lines: list[SaidLine] | None
    expires_at: datetime


@router.get("/recordings", openapi_extra=READ, dependencies=[Depends(fields_of(Recording))])
async def recordings(
    principal: InBusiness,
    those: ThePlayback,
    page: Page,
    call_id: Annotated[UUID | None, Query(description="Of this call, and of what its caller left")] = None,
    kind: Annotated[list[Kind] | None, Query(max_length=2)] = None,
    since: Annotated[Instant | None, Query(alias="from")] = None,
    until: Annotated[Instant | None, Query(alias="to")] = None,
) -> Paged[Recording]:
    """Recordings of calls and voicemails, the latest first."""
    wanted = Filter(call_id, tuple(kind or ()), since, until)
    found = await those.recordings.page(principal, wanted, after=page.after(datetime, UUID), limit=page.rows)
    return page.of(found, Recording.of, lambda row: (row.at, row.id))


@router.head("/calls/{call_id}/recording", include_in_schema=False)
@router.get("/calls/{call_id}/recording", openapi_extra=READ, response_class=Response, responses={**ANSWERS})
async def of_call(
    call_id: UUID, principal: InBusiness, those: ThePlayback, request: Request, download: Download = False
) -> Response:
    """The recording: WAV, the caller left and the agent right; a range of it on request."""
    found = await those.recordings.of(principal, Of.CALL_RECORDING, call_id)
    return await audio_answer(request, those.recordings.objects, found, download=download)


@router.post("/calls/{call_id}/recording/link", status_code=201, openapi_extra=READ)
async def link_to_call(
    call_id: UUID, principal: InBusiness, those: ThePlayback, body: LinkBody | None = None
) -> RecordingLink:
    """An address for a player, which sends no headers."""
    return await _link(principal, those, Of.CALL_RECORDING, call_id, body)


@router.delete("/calls/{call_id}/recording", status_code=204, openapi_extra=WRITE)
async def delete_of_call(call_id: UUID, principal: InBusiness, those: ThePlayback) -> None:
    """Deletes the recording for good; the transcript stays."""
    await those.recordings.delete(principal, Of.CALL_RECORDING, call_id)


@router.get(
    "/calls/{call_id}/transcript",
    openapi_extra=needs(Permission.CALLS_READ),
    response_model=Transcript,
    responses={200: {"content": {"text/plain": {}, "text/vtt": {}}}},
)
async def transcript(
    call_id: UUID, principal: InBusiness, those: ThePlayback, format: AsFormat = "json"
) -> Transcript | Response:
    """What was said and heard, as JSON, as text, or as WebVTT."""
    said = await those.transcripts.of(principal, call_id)
    if format == "json":
        return Transcript(call_id=call_id, started_at=said.began_at, lines=_lines(said))
    return _as_text(said, format)


@router.get(
    "/call-archives",
    openapi_extra=needs(Permission.CALLS_READ),
    dependencies=[Depends(fields_of(ArchivePart))],
)
async def archives(principal: InBusiness, those: ThePlayback, page: Page) -> Paged[ArchivePart]:
    """Where the words of calls older than half a year lie, the latest month first."""
    found = await those.archives.page(principal, after=page.after(date, UUID), limit=page.rows)
    return page.of(found, ArchivePart.of, lambda row: (row.month, row.id))


@router.post("/call-archives/restore", openapi_extra=WRITE)
async def restore_month(body: RestoreMonthBody, principal: InBusiness, those: ThePlayback) -> Restored:
    """Brings the words of all calls of a month (UTC) back for some days."""
    lasting = timedelta(days=body.days)
    calls, until = await those.archives.restore_month(principal, body.month, lasting)
    return Restored(calls=calls, until=until)


@router.post("/calls/{call_id}/restore", openapi_extra=WRITE)
async def restore_call(
    call_id: UUID, principal: InBusiness, those: ThePlayback, body: RestoreBody | None = None
) -> Restored:
    """Brings the words of a call back from the archive for some days."""
    lasting = timedelta(days=(body or RestoreBody()).days)
    return Restored(calls=1, until=await those.archives.restore_call(principal, call_id, lasting))


@router.put("/calls/{call_id}/hold", status_code=204, openapi_extra=WRITE)
async def hold(call_id: UUID, body: HoldBody, principal: InBusiness, those: ThePlayback) -> None:
    """Puts the call on legal hold: nothing of it is deleted, by anybody or by age, before the hold is lifted."""
    await those.recordings.hold(principal, call_id, body.because)


@router.delete("/calls/{call_id}/hold", status_code=204, openapi_extra=WRITE)
async def release(call_id: UUID, principal: InBusiness, those: ThePlayback) -> None:
    """Lifts a legal hold."""
    await those.recordings.hold(principal, call_id, None)


@router.head("/messages/{message_id}/recording", include_in_schema=False)
@router.get(
    "/messages/{message_id}/recording", openapi_extra=READ, response_class=Response, responses={**ANSWERS}
)
async def of_message(
    message_id: UUID, principal: InBusiness, those: ThePlayback, request: Request, download: Download = False
) -> Response:
    """The voicemail as it was left, some seconds after the message: it is fetched from the carrier first."""
    found = await those.recordings.of(principal, Of.MESSAGE_RECORDING, message_id)
    return await audio_answer(request, those.recordings.objects, found, download=download)


@router.post("/messages/{message_id}/recording/link", status_code=201, openapi_extra=READ)
async def link_to_message(
    message_id: UUID, principal: InBusiness, those: ThePlayback, body: LinkBody | None = None
) -> RecordingLink:
    """An address for a player, which sends no headers."""
    return await _link(principal, those, Of.MESSAGE_RECORDING, message_id, body)


@router.delete("/messages/{message_id}/recording", status_code=204, openapi_extra=WRITE)
async def delete_of_message(message_id: UUID, principal: InBusiness, those: ThePlayback) -> None:
    """Deletes the voicemail's recording for good; the message stays."""
    await those.recordings.delete(principal, Of.MESSAGE_RECORDING, message_id)


@router.get("/calls/{call_id}/shares", openapi_extra=WRITE, dependencies=[Depends(fields_of(CallShare))])
async def shares(call_id: UUID, principal: InBusiness, those: ThePlayback, page: Page) -> Paged[CallShare]:
    """Links to the call, with those that are over, the latest first."""
    found = await those.shares.page(principal, call_id, after=page.after(datetime, UUID), limit=page.rows)
    return page.of(found, lambda each: _share(those, each), lambda each: (each.row.created_at, each.row.id))


@router.post("/calls/{call_id}/shares", status_code=201, openapi_extra=WRITE)
async def share(call_id: UUID, body: NewShareBody, principal: InBusiness, those: ThePlayback) -> CallShare:
    """Makes a link that shows this one call to whoever has it, without a login."""
    made = await those.shares.make(
        principal,
        call_id,
        recording=body.recording,
        transcript=body.transcript,
        lasting=timedelta(hours=body.hours),
    )
    return _share(those, made)


@router.delete("/call-shares/{share_id}", status_code=204, openapi_extra=WRITE)
async def unshare(share_id: UUID, principal: InBusiness, those: ThePlayback) -> None:
    """Takes a link back: it shows nothing from now on."""
    await those.shares.revoke(principal, share_id)


@router.put(
    "/members/{user_id}/hearing", status_code=204, openapi_extra=needs(Permission.TEAM_WRITE), tags=["team"]
)
async def allow_hearing(user_id: UUID, body: HearingBody, principal: InBusiness, those: ThePlayback) -> None:
    """Lets a member listen to recordings whose role does not include it, or takes that back."""
    await those.recordings.allow(principal, user_id, body.allowed)


@link_router.head("/recordings/{token}", include_in_schema=False)
@link_router.get("/recordings/{token}", openapi_extra=link(), response_class=Response, responses={**ANSWERS})
async def by_link(token: Token, those: ThePlayback, request: Request, download: Download = False) -> Response:
    """Plays what a link was made for."""
    found = await those.recordings.by_link(token)
    return await audio_answer(request, those.recordings.objects, found, download=download)


@link_router.get("/shared-calls/{token}", openapi_extra=link())
async def shared_call(token: Token, those: ThePlayback) -> CallByLink:
    """One call, as its link shows it: nothing of who called."""
    found = await those.shares.open(token)
    url = f"{those.address}/api/v1/shared-calls/{token}/recording" if found.has_recording else None
    return _by_link(found, url)


@link_router.head("/shared-calls/{token}/recording", include_in_schema=False)
@link_router.get(
    "/shared-calls/{token}/recording", openapi_extra=link(), response_class=Response, responses={**ANSWERS}
)
async def shared_recording(
    token: Token, those: ThePlayback, request: Request, download: Download = False
) -> Response:
    """The recording of a shared call, where its link shows it."""
    found = await those.shares.recording(token)
    return await audio_answer(request, those.recordings.objects, found, download=download)


async def _link(
    principal: InBusiness, those: Playback, of: Of, object_id: UUID, body: LinkBody | None
) -> RecordingLink:
    lasting = timedelta(minutes=(body or LinkBody()).minutes)
    made = await those.recordings.link(principal, of, object_id, lasting)
    return RecordingLink(url=f"{those.address}/api/v1/recordings/{made.token}", expires_at=made.expires_at)


def _share(those: Playback, share: Share) -> CallShare:
    row = share.row
    return CallShare(
        id=row.id,
        call_id=row.call_id,
        recording=row.shows_recording,
        transcript=row.shows_transcript,
        url=None if share.token is None else f"{those.frontend_url}/shared-calls/{share.token}",
        api_url=None if share.token is None else f"{those.address}/api/v1/shared-calls/{share.token}",
        made_by=row.made_by,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        opened=row.opened,
        created_at=row.created_at,
    )


def _by_link(found: SharedCall, recording_url: str | None) -> CallByLink:
    return CallByLink(
        business_name=found.business_name,
        language=found.language,
        timezone=found.timezone,
        started_at=found.call.started_at,
        ended_at=found.call.ended_at,
        recording_url=recording_url,
        lines=None if found.said is None else _lines(found.said),
        expires_at=found.expires_at,
    )


def _lines(said: Said) -> list[SaidLine]:
    return [
        SaidLine(
            speaker=turn.speaker,
            text=turn.heard_text,
            at_s=round(max(0.0, (turn.started_at - said.began_at).total_seconds()), 3),
            interrupted=turn.interrupted,
        )
        for turn in said.turns
    ]


def _as_text(said: Said, format: Format) -> Response:
    lines = [transcripts.Line(turn.speaker, turn.heard_text, turn.started_at) for turn in said.turns]
    if format == "vtt":
        return Response(transcripts.as_vtt(lines, said.began_at), media_type="text/vtt; charset=utf-8")
    return PlainTextResponse(transcripts.as_text(lines, said.began_at))
