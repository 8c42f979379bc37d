"""One inbox: messages, voicemails, missed calls and texts, with who has read them and whose they are."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, model_validator

from deployments.api.authentication import InBusiness
from deployments.api.fields import fields_of
from deployments.api.front_desk import Desk
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.messages import Reading
from deployments.api.v1.visit_models import Body
from deployments.policies import needs
from domain.accounts.roles import Permission
from services.front_desk.inbox import ItemForm, ReadItem
from storage.postgres.inbox import Kind

router = APIRouter(prefix="/businesses/{business_id}/inbox", tags=["inbox"], responses=RESPONSES)

READ, WRITE = needs(Permission.CALLS_READ), needs(Permission.CUSTOMERS_WRITE)

ItemKind = Literal["message", "voicemail", "missed_call", "texts"]
ItemStatus = Literal["open", "done"]


class InboxItem(BaseModel):
    """Something to see to.

    `id` is of the message, the call, or the thread of texts, whose `text` is its last. `number` is to call or write
    back to; `name` as the caller told it, `customer_name` of one who is known by the number.
    """

    id: UUID
    kind: ItemKind
    at: datetime
    number: str | None
    name: str | None
    text: str
    urgent: bool
    status: ItemStatus
    assigned_to: UUID | None
    done_at: datetime | None
    done_by: str | None
    call_id: UUID | None
    customer_id: UUID | None
    customer_name: str | None
    vip: bool
    read_by: list[Reading]

    @classmethod
    def of(cls, each: ReadItem) -> "InboxItem":
        item = each.item
        return cls.model_validate(
            {name: getattr(item, name) for name in cls.model_fields if name not in ("kind", "read_by")}
            | {
                "kind": item.kind.value,
                "read_by": [Reading(user_id=one.user_id, read_at=one.read_at) for one in each.readings],
            }
        )


class InboxCounts(BaseModel):
    """Of what is open: by kind, the urgent, what who asks has not read, and what is theirs."""

    messages: int
    voicemails: int
    missed_calls: int
    texts: int
    urgent: int
    unread: int
    mine: int


class InboxPatch(Body):
    """Only what is named is changed; `assigned_to` null: it is nobody's any more."""

    status: ItemStatus | None = None
    assigned_to: UUID | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "InboxPatch":
        if not self.model_fields_set or (self.model_fields_set == {"status"} and self.status is None):
            raise ValueError("name what is to be changed")
        return self

    def form(self) -> ItemForm:
        unassigned = "assigned_to" in self.model_fields_set and self.assigned_to is None
        return ItemForm(self.status, self.assigned_to, unassigned=unassigned)


@router.get("", openapi_extra=READ, dependencies=[Depends(fields_of(InboxItem))])
async def inbox(
    principal: InBusiness,
    desk: Desk,
    page: Page,
    status: Annotated[ItemStatus | None, Query()] = None,
    kind: Annotated[list[ItemKind] | None, Query(max_length=4)] = None,
    urgent: Annotated[bool | None, Query()] = None,
    unread: Annotated[bool, Query(description="Those alone that who asks has not read")] = False,
    assigned_to: Annotated[UUID | None, Query(description="Those of this user alone")] = None,
    unassigned: Annotated[bool, Query(description="Those alone that are nobody's")] = False,
) -> Paged[InboxItem]:
    """The latest first. A missed call whose caller left a message is that message."""
    found = await desk.inbox.page(
        principal,
        status=status,
        kinds=[Kind(each) for each in kind or ()],
        urgent=urgent,
        unread=unread,
        assigned_to=assigned_to,
        unassigned=unassigned,
        after=page.after(datetime, UUID),
        limit=page.rows,
    )
    return page.of(found, InboxItem.of, lambda each: (each.item.at, each.item.id))


@router.get("/counts", openapi_extra=READ)
async def counts(principal: InBusiness, desk: Desk) -> InboxCounts:
    """How much is open."""
    return InboxCounts.model_validate(await desk.inbox.counts(principal), from_attributes=True)


@router.get("/{item_id}", openapi_extra=READ, dependencies=[Depends(fields_of(InboxItem))])
async def item(item_id: UUID, principal: InBusiness, desk: Desk) -> InboxItem:
    return InboxItem.of(await desk.inbox.get(principal, item_id))


@router.put("/{item_id}/read", openapi_extra=READ)
async def read(item_id: UUID, principal: InBusiness, desk: Desk) -> InboxItem:
    """Notes that who asks has read it; an API key reads nothing."""
    return InboxItem.of(await desk.inbox.read(principal, item_id))


@router.patch("/{item_id}", openapi_extra=WRITE)
async def change(item_id: UUID, body: InboxPatch, principal: InBusiness, desk: Desk) -> InboxItem:
    """Says that it is done, or open again, and whose it is."""
    return InboxItem.of(await desk.inbox.change(principal, item_id, body.form()))
