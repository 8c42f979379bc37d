"""Messages callers leave."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as insert_into

from storage.postgres.tables import Message
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to keep. The same `intent_key` never makes a second one.

    `recording_url` is the carrier's address of a message that was left as a recording.
    """

    id: UUID
    call_id: UUID | None
    caller_name: str | None
    callback_number: str | None
    text: str
    intent_key: str
    recording_url: str | None = None


@dataclass(frozen=True, slots=True)
class MessageRow:
    id: UUID
    call_id: UUID | None
    caller_name: str | None
    callback_number: str | None
    text: str
    intent_key: str
    recording_url: str | None
    created_at: datetime


async def insert(scope: TenantScope, new: NewMessage) -> UUID:
    """Keeps the message; gives its id, or that of the one kept before under the same `intent_key`.

    Raises:
        NotFound: the call is not this business's.
    """
    async with scope.savepoint():
        made = await scope.session.scalar(
            insert_into(Message)
            .values(business_id=scope.business_id, **asdict(new))
            .on_conflict_do_nothing(index_elements=[Message.business_id, Message.intent_key])
            .returning(Message.id)
        )
    if made is not None:
        return made
    existing = await scope.session.scalars(
        select(Message.id).where(
            Message.business_id == scope.business_id, Message.intent_key == new.intent_key
        )
    )
    return existing.one()


async def for_call(scope: TenantScope, call_id: UUID) -> list[MessageRow]:
    """What this caller left, oldest first."""
    found = await scope.session.execute(
        select(*(getattr(Message, name) for name in MessageRow.__dataclass_fields__))
        .where(Message.business_id == scope.business_id, Message.call_id == call_id)
        .order_by(Message.created_at, Message.id)
    )
    return [MessageRow(**row) for row in found.mappings()]
