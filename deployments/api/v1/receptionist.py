"""How a business's calls are answered: the draft, what is published, and every version before it."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, Field, StrictBool, StringConstraints

from deployments.api.authentication import InBusiness
from deployments.api.etags import Match, tag
from deployments.api.fields import fields_of
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES, described
from deployments.api.v1.receptionist_content import Content, Part, told
from deployments.policies import needs
from domain.accounts.roles import Permission
from domain.errors import PreconditionNeeded
from domain.receptionist.checks import LONGEST_NOTE
from domain.receptionist.content import PausedGet
from services.receptionist.versions import DRAFT, PUBLISHED, Draft, Receptionists
from storage.postgres.receptionist_versions import VersionRow

router = APIRouter(
    prefix="/businesses/{business_id}/receptionist", tags=["receptionist"], responses=RESPONSES
)

READ, WRITE = needs(Permission.SETTINGS_READ), needs(Permission.SETTINGS_WRITE)
Note = Annotated[str, StringConstraints(max_length=LONGEST_NOTE)]
VersionNumber = Annotated[int, Path(ge=1, le=2**31 - 1)]
Which = Annotated[str, StringConstraints(pattern=r"^([1-9][0-9]{0,8}|draft|published)$")]


async def receptionists_of(request: Request) -> Receptionists:
    return request.app.state.accounts.receptionists


TheReceptionists = Annotated[Receptionists, Depends(receptionists_of)]


class Version(BaseModel):
    """A published version, which never changes."""

    number: int
    published_at: datetime
    author: str
    """`user:...`, `key:...`, or `system`: made as the business was founded, or by who changed it elsewhere."""
    note: str
    restored_from: int | None
    """The version this one repeats."""


class WholeVersion(Version):
    content: Content


class Fault(BaseModel):
    field: str
    message: str


class DraftAnswer(BaseModel):
    """What would be published now. `changes` say in words what that would change; nothing while it is as published."""

    content: Content
    based_on: int
    """The version it was begun from."""
    published: int
    """The version that serves new calls; higher than `based_on` where somebody has published since."""
    author: str | None
    changed_at: datetime | None
    faults: list[Fault]
    """What keeps it from being published."""
    changes: list[str]


class NoteBody(Part):
    note: Note = ""
    """Why, for whoever reads the list of versions."""


class PauseBody(NoteBody):
    on: StrictBool
    callers_get: PausedGet | None = None
    """As before when it is missing."""


class Differences(BaseModel):
    changes: Annotated[list[str], Field(examples=[['Greeting: "Hi." became "Hello.".']])]


def _version(row: VersionRow) -> Version:
    return Version(
        number=row.number,
        published_at=row.published_at,
        author=row.author,
        note=row.note,
        restored_from=row.restored_from,
    )


def _whole(row: VersionRow) -> WholeVersion:
    return WholeVersion(**_version(row).model_dump(), content=told(row.content))


def _draft(response: Response, draft: Draft) -> DraftAnswer:
    tag(response, draft.version)
    return DraftAnswer(
        content=told(draft.content),
        based_on=draft.based_on,
        published=draft.published,
        author=draft.author,
        changed_at=draft.changed_at,
        faults=[Fault(field=fault.field, message=fault.sentence) for fault in draft.faults],
        changes=list(draft.changes),
    )


@router.get("", openapi_extra=READ, dependencies=[Depends(fields_of(WholeVersion))])
async def published(business_id: UUID, principal: InBusiness, service: TheReceptionists) -> WholeVersion:
    """The version that serves new calls."""
    return _whole(await service.published(principal))


@router.get("/draft", openapi_extra=READ)
async def draft(
    business_id: UUID, principal: InBusiness, service: TheReceptionists, response: Response
) -> DraftAnswer:
    """What would be published now, with what keeps it from that; its ETag is wanted for changing it."""
    return _draft(response, await service.draft(principal))


@router.put("/draft", openapi_extra=WRITE, responses={428: described("`If-Match` is missing")})
async def change(
    business_id: UUID,
    body: Content,
    principal: InBusiness,
    service: TheReceptionists,
    seen: Match,
    request: Request,
    response: Response,
) -> DraftAnswer:
    """Replaces the draft, whose ETag is to be shown as If-Match.

    One with faults is kept too: they are told, and keep it from being published.
    """
    principal.require(Permission.SETTINGS_WRITE)  # who may not is told so, whatever else is missing
    if "if-match" not in request.headers:
        raise PreconditionNeeded(
            "read the draft first, and send its ETag as If-Match, so that nobody's change is lost"
        )
    content = body.value()
    changed = await service.change(principal, lambda _: content, seen=seen, now=datetime.now(UTC))
    return _draft(response, changed)


@router.delete("/draft", status_code=204, openapi_extra=WRITE)
async def discard(business_id: UUID, principal: InBusiness, service: TheReceptionists, seen: Match) -> None:
    """Throws the draft away: it is what is published again."""
    await service.discard(principal, seen=seen)


@router.post("/publish", status_code=201, openapi_extra=WRITE)
async def publish(
    business_id: UUID, body: NoteBody, principal: InBusiness, service: TheReceptionists, seen: Match
) -> Version:
    """Makes the draft the next version: calls that come in now are served by it, those under way keep theirs."""
    return _version(await service.publish(principal, body.note, seen=seen, now=datetime.now(UTC)))


@router.get("/versions", openapi_extra=READ, dependencies=[Depends(fields_of(Version))])
async def versions(
    business_id: UUID, principal: InBusiness, service: TheReceptionists, page: Page
) -> Paged[Version]:
    """All versions, the newest first."""
    after = page.after(int)
    rows = await service.versions(principal, before=after[0] if after else None, limit=page.rows)
    return page.of(rows, _version, lambda row: (row.number,))


@router.get("/versions/{number}", openapi_extra=READ)
async def version(
    business_id: UUID, number: VersionNumber, principal: InBusiness, service: TheReceptionists
) -> WholeVersion:
    """One version with its content."""
    return _whole(await service.version(principal, number))


@router.post("/versions/{number}/restore", status_code=201, openapi_extra=WRITE)
async def restore(
    business_id: UUID,
    number: VersionNumber,
    body: NoteBody,
    principal: InBusiness,
    service: TheReceptionists,
) -> Version:
    """Publishes what an earlier version held as the next version; the draft stays as it is."""
    return _version(await service.restore(principal, number, body.note, now=datetime.now(UTC)))


@router.put("/pause", openapi_extra=WRITE)
async def pause(
    business_id: UUID, body: PauseBody, principal: InBusiness, service: TheReceptionists
) -> Version:
    """Takes the agent off the phone, or puts it back, at once. Calls under way go on."""
    paused = await service.pause(
        principal, on=body.on, callers_get=body.callers_get, note=body.note, now=datetime.now(UTC)
    )
    return _version(paused)


@router.get("/diff", openapi_extra=READ)
async def compare(
    business_id: UUID,
    principal: InBusiness,
    service: TheReceptionists,
    old: Annotated[
        Which, Query(alias="from", description="A version's number, draft or published")
    ] = PUBLISHED,
    new: Annotated[Which, Query(alias="to", description="A version's number, draft or published")] = DRAFT,
) -> Differences:
    """What became of one by the other, in words."""
    return Differences(changes=list(await service.compare(principal, _named(old), _named(new))))


def _named(which: str) -> int | str:
    return which if which in (DRAFT, PUBLISHED) else int(which)
