"""Messages callers left: urgent or not, open or done, and who has read them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from deployments.api.authentication import InBusiness
from deployments.api.fields import fields_of
from deployments.api.front_desk import Desk
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.visit_models import Body
from deployments.policies import needs
from domain.accounts.roles import Permission
from services.front_desk.messages import ReadMessage, ToldMessage
from storage.postgres.notifications import Notification as NotificationOf

router = APIRouter(prefix="/businesses/{business_id}/messages", tags=["messages"], responses=RESPONSES)

READ, WRITE = needs(Permission.CALLS_READ), needs(Permission.CUSTOMERS_WRITE)

MessageStatus = Literal["open", "done"]


class Reading(BaseModel):
    user_id: UUID
    read_at: datetime


class Message(BaseModel):
    """`sent_at` is when a vendor took it for the first of the business's people; null while none has."""

    id: UUID
    call_id: UUID | None
    caller_name: str | None
    callback_number: str | None
    text: str
    urgent: bool
    has_recording: bool
    status: MessageStatus
    done_at: datetime | None
    done_by: str | None
    sent_at: datetime | None
    created_at: datetime
    read_by: list[Reading]

    @classmethod
    def of(cls, each: ReadMessage) -> "Message":
        return cls.model_validate(_fields(each))


class Telling(BaseModel):
    """What became of telling one of the business's people."""

    id: UUID
    channel: Literal["sms", "email"]
    recipient: str
    status: str
    error_code: str | None
    updated_at: datetime

    @classmethod
    def of(cls, row: NotificationOf) -> "Telling":
        return cls.model_validate(row, from_attributes=True)


class MessageWithTellings(Message):
    told: list[Telling]

    @classmethod
    def whole(cls, each: ToldMessage) -> "MessageWithTellings":
        return cls.model_validate({**_fields(each), "told": [Telling.of(row) for row in each.told]})


class MessagePatch(Body):
    status: MessageStatus


def _fields(each: ReadMessage) -> dict[str, object]:
    row = each.message
    return {
        "id": row.id,
        "call_id": row.call_id,
        "caller_name": row.caller_name,
        "callback_number": row.callback_number,
        "text": row.text,
        "urgent": row.urgent,
        "has_recording": row.has_recording,
        "status": row.status,
        "done_at": row.done_at,
        "done_by": row.done_by,
        "sent_at": row.sent_at,
        "created_at": row.created_at,
        "read_by": [Reading(user_id=one.user_id, read_at=one.read_at) for one in each.readings],
    }


@router.get("", openapi_extra=READ, dependencies=[Depends(fields_of(Message))])
async def messages(
    principal: InBusiness,
    desk: Desk,
    page: Page,
    status: Annotated[MessageStatus | None, Query()] = None,
    urgent: Annotated[bool | None, Query()] = None,
    unread: Annotated[bool, Query(description="Those alone that you have not read")] = False,
) -> Paged[Message]:
    """Messages, the latest first."""
    found = await desk.messages.page(
        principal,
        status=status,
        urgent=urgent,
        unread=unread,
        after=page.after(datetime, UUID),
        limit=page.rows,
    )
    return page.of(found, Message.of, lambda each: (each.message.created_at, each.message.id))


@router.get("/{message_id}", openapi_extra=READ, dependencies=[Depends(fields_of(MessageWithTellings))])
async def message(message_id: UUID, principal: InBusiness, desk: Desk) -> MessageWithTellings:
    """One message, and who was told of it."""
    return MessageWithTellings.whole(await desk.messages.get(principal, message_id))


@router.put("/{message_id}/read", openapi_extra=READ)
async def read(message_id: UUID, principal: InBusiness, desk: Desk) -> MessageWithTellings:
    """Notes that you have read it."""
    return MessageWithTellings.whole(await desk.messages.read(principal, message_id))


@router.patch("/{message_id}", openapi_extra=WRITE)
async def change(
    message_id: UUID, body: MessagePatch, principal: InBusiness, desk: Desk
) -> MessageWithTellings:
    """Says that it is done, or opens it again."""
    return MessageWithTellings.whole(await desk.messages.set_status(principal, message_id, body.status))
