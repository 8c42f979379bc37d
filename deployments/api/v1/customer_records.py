"""What belongs to customers: their history, notes and tags, and which of them are one person."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field, StringConstraints, model_validator

from deployments.api.authentication import InBusiness
from deployments.api.fields import fields_of
from deployments.api.front_desk import Desk
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.customers import Customer
from deployments.api.v1.visit_models import Body, Lines
from deployments.policies import needs
from domain.accounts.roles import Permission
from domain.customers import duplicates, tags
from services.customers.merging import Suggestion as Suggested
from services.customers.notes import LONGEST
from storage.postgres import customer_merges, customer_notes, customer_timeline

router = APIRouter(prefix="/businesses/{business_id}/customers", tags=["customers"], responses=RESPONSES)

READ, WRITE = needs(Permission.CUSTOMERS_READ), needs(Permission.CUSTOMERS_WRITE)

EntryKind = Literal["call", "text", "mail", "booking", "message", "voicemail", "note"]
Reason = Literal["same_phone", "same_email", "same_name", "similar_phone", "not_contradicted"]
NoteText = Annotated[Lines, StringConstraints(min_length=1, max_length=LONGEST)]
Tag = Annotated[str, StringConstraints(min_length=1, max_length=tags.LONGEST)]


class TimelineEntry(BaseModel):
    """Something between a customer and the business.

    `text` is what was written, said or noted, the subject of a mail, or what was booked; `status` the outcome of a
    call, the delivery of a text, or where a booking or message stands; `starts_at` when a booking begins.
    """

    kind: EntryKind
    id: UUID
    at: datetime
    incoming: bool | None
    text: str | None
    status: str | None
    starts_at: datetime | None
    call_id: UUID | None
    author: str | None

    @classmethod
    def of(cls, row: customer_timeline.Entry) -> "TimelineEntry":
        return cls.model_validate(row, from_attributes=True)


class Note(BaseModel):
    """`author` and `edited_by` as the audit log names people; `for_agent`: the agent knows of it in a call."""

    id: UUID
    text: str
    for_agent: bool
    author: str
    created_at: datetime
    edited_at: datetime | None
    edited_by: str | None

    @classmethod
    def of(cls, row: customer_notes.Note) -> "Note":
        return cls.model_validate(row, from_attributes=True)


class NewNoteBody(Body):
    text: NoteText
    for_agent: bool = False


class NoteBody(Body):
    """Only what is named is changed."""

    text: NoteText | None = None
    for_agent: bool | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "NoteBody":
        if not self.model_fields_set:
            raise ValueError("name what is to be changed")
        return self


class TagsBody(Body):
    tags: Annotated[list[Tag], Field(max_length=100)]


class UsedTag(BaseModel):
    tag: str
    customers: int


class MergeBody(Body):
    """The absorbed customer goes on as the surviving one."""

    survivor_id: UUID
    absorbed_id: UUID


class Merge(BaseModel):
    """`name`, `phone`, `email` and `notes` are of the absorbed customer: what is theirs again when it is undone."""

    id: UUID
    survivor_id: UUID
    absorbed_id: UUID
    name: str
    phone: str | None
    email: str | None
    notes: str
    merged_at: datetime
    merged_by: str
    undone_at: datetime | None
    undone_by: str | None

    @classmethod
    def of(cls, row: customer_merges.Merge) -> "Merge":
        return cls.model_validate(row, from_attributes=True)


class Suggestion(BaseModel):
    """Two customers who may be one person; `likely`: more than chance would have it."""

    one: Customer
    other: Customer
    reasons: list[Reason]
    likely: bool

    @classmethod
    def of(cls, found: Suggested) -> "Suggestion":
        return cls(
            one=Customer.of(found.one),
            other=Customer.of(found.other),
            reasons=[each.value for each in found.pair.reasons],
            likely=found.pair.likely,
        )


class ApartBody(Body):
    """Two customers who are not the same person."""

    one_id: UUID
    other_id: UUID


@router.get("/tags", openapi_extra=READ)
async def used_tags(principal: InBusiness, desk: Desk, page: Page) -> Paged[UsedTag]:
    """The tags there are, with how many customers have each."""
    found = await desk.people.notes.used_tags(principal, after=page.after(str), limit=page.rows)
    return page.of(found, lambda row: UsedTag(tag=row.tag, customers=row.customers), lambda row: (row.key,))


@router.get("/merges", openapi_extra=READ, dependencies=[Depends(fields_of(Merge))])
async def merges(
    principal: InBusiness,
    desk: Desk,
    page: Page,
    customer_id: Annotated[UUID | None, Query(description="Those in force of this person alone")] = None,
) -> Paged[Merge]:
    """Who was merged into whom, the latest first."""
    found = await desk.people.merging.page(
        principal, customer_id, after=page.after(datetime, UUID), limit=page.rows
    )
    return page.of(found, Merge.of, lambda row: (row.merged_at, row.id))


@router.post("/merges", status_code=201, openapi_extra=WRITE)
async def merge(body: MergeBody, principal: InBusiness, desk: Desk) -> Merge:
    """Makes two customers one: numbers, addresses, bookings, calls, texts, messages and notes are the surviving one's.

    Whoever has said STOP by one of the numbers gets no texts at the others. It can be undone.
    """
    return Merge.of(await desk.people.merging.merge(principal, body.survivor_id, body.absorbed_id))


@router.post("/merges/{merge_id}/undo", openapi_extra=WRITE)
async def undo(merge_id: UUID, principal: InBusiness, desk: Desk) -> Merge:
    """Parts them: each has what was theirs, and what has come since is the surviving one's."""
    return Merge.of(await desk.people.merging.undo(principal, merge_id))


@router.get("/duplicates", openapi_extra=READ)
async def suggestions(principal: InBusiness, desk: Desk, page: Page) -> Paged[Suggestion]:
    """Customers who may be one person, with why; the likely first."""
    found = await desk.people.merging.suggestions(
        principal, after=page.after(int, int, UUID, UUID), limit=page.rows
    )
    return page.of(found, Suggestion.of, lambda row: duplicates.sort_key(row.pair))


@router.post("/duplicates/apart", status_code=204, openapi_extra=WRITE)
async def keep_apart(body: ApartBody, principal: InBusiness, desk: Desk) -> None:
    """They are two people: they are suggested no more."""
    await desk.people.merging.keep_apart(principal, body.one_id, body.other_id)


@router.get("/{customer_id}/timeline", openapi_extra=READ, dependencies=[Depends(fields_of(TimelineEntry))])
async def timeline(
    customer_id: UUID,
    principal: InBusiness,
    desk: Desk,
    page: Page,
    kind: Annotated[list[EntryKind] | None, Query(max_length=7)] = None,
) -> Paged[TimelineEntry]:
    """Calls, texts, mails, bookings, messages and notes in one list, the latest first.

    Without a kind it shows all that who asks may read.
    """
    kinds = [customer_timeline.Kind(each) for each in kind or ()]
    found = await desk.people.history.timeline(
        principal, customer_id, kinds, after=page.after(datetime, UUID), limit=page.rows
    )
    return page.of(found, TimelineEntry.of, lambda row: (row.at, row.id))


@router.get("/{customer_id}/notes", openapi_extra=READ, dependencies=[Depends(fields_of(Note))])
async def notes(customer_id: UUID, principal: InBusiness, desk: Desk, page: Page) -> Paged[Note]:
    """The latest first."""
    found = await desk.people.notes.page(
        principal, customer_id, after=page.after(datetime, UUID), limit=page.rows
    )
    return page.of(found, Note.of, lambda row: (row.created_at, row.id))


@router.post("/{customer_id}/notes", status_code=201, openapi_extra=WRITE)
async def add_note(customer_id: UUID, body: NewNoteBody, principal: InBusiness, desk: Desk) -> Note:
    return Note.of(await desk.people.notes.add(principal, customer_id, body.text, for_agent=body.for_agent))


@router.patch("/{customer_id}/notes/{note_id}", openapi_extra=WRITE)
async def change_note(
    customer_id: UUID, note_id: UUID, body: NoteBody, principal: InBusiness, desk: Desk
) -> Note:
    """One's own; whoever manages the business changes anybody's."""
    return Note.of(
        await desk.people.notes.change(
            principal, customer_id, note_id, text=body.text, for_agent=body.for_agent
        )
    )


@router.delete("/{customer_id}/notes/{note_id}", status_code=204, openapi_extra=WRITE)
async def remove_note(customer_id: UUID, note_id: UUID, principal: InBusiness, desk: Desk) -> None:
    """One's own; whoever manages the business removes anybody's."""
    await desk.people.notes.remove(principal, customer_id, note_id)


@router.put("/{customer_id}/tags", openapi_extra=WRITE)
async def set_tags(customer_id: UUID, body: TagsBody, principal: InBusiness, desk: Desk) -> Customer:
    """They have these tags and no others."""
    return Customer.of(await desk.people.notes.set_tags(principal, customer_id, body.tags))
