"""Messages callers leave."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.dialects.postgresql import insert as insert_into

from domain.errors import NotFound
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
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class MessageRow:
    """`status` is open or done; `sent_at` when a vendor first took it for somebody of the business."""

    id: UUID
    call_id: UUID | None
    caller_name: str | None
    callback_number: str | None
    text: str
    intent_key: str
    recording_url: str | None
    urgent: bool
    status: str
    done_at: datetime | None
    done_by: str | None
    sent_at: datetime | None
    created_at: datetime
    recording_key: str | None = None

    @property
    def has_recording(self) -> bool:
        """Here, or still with the carrier."""
        return self.recording_key is not None or self.recording_url is not None


async def insert(scope: TenantScope, new: NewMessage, *, assumed_number: str | None = None) -> UUID:
    """Keeps the message; one kept before under the same `intent_key` keeps its id and gets the sender's name, number
    and words as they are now told.

    Args:
        assumed_number: the caller's own; as a number to call back it replaces none that was named before.

    Raises:
        NotFound: the call is not this business's.
    """
    statement = insert_into(Message).values(business_id=scope.business_id, **asdict(new))
    told = statement.excluded
    async with scope.savepoint():
        return (
            await scope.session.scalars(
                statement.on_conflict_do_update(
                    index_elements=[Message.business_id, Message.intent_key],
                    set_={
                        "caller_name": func.coalesce(told.caller_name, Message.caller_name),
                        "callback_number": func.coalesce(
                            func.nullif(told.callback_number, assumed_number), Message.callback_number
                        ),
                        "text": told.text,
                        "urgent": told.urgent | Message.urgent,
                    },
                ).returning(Message.id)
            )
        ).one()


async def get(scope: TenantScope, message_id: UUID) -> MessageRow:
    """Raises NotFound."""
    found = await scope.session.execute(
        _SELECT.where(Message.business_id == scope.business_id, Message.id == message_id)
    )
    row = found.mappings().one_or_none()
    if row is None:
        raise NotFound("no such message")
    return MessageRow(**row)


async def by_intent(scope: TenantScope, intent_key: str) -> MessageRow | None:
    found = await scope.session.execute(
        _SELECT.where(Message.business_id == scope.business_id, Message.intent_key == intent_key)
    )
    row = found.mappings().one_or_none()
    return None if row is None else MessageRow(**row)


async def for_call(scope: TenantScope, call_id: UUID) -> list[MessageRow]:
    """What this caller left, oldest first."""
    found = await scope.session.execute(
        _SELECT.where(Message.business_id == scope.business_id, Message.call_id == call_id).order_by(
            Message.created_at, Message.id
        )
    )
    return [MessageRow(**row) for row in found.mappings()]


def left_by_voice() -> ColumnElement[bool]:
    """Whether a message is a recording, wherever that is kept, or was one before it was removed."""
    return or_(
        Message.recording_url.is_not(None),
        Message.recording_key.is_not(None),
        Message.recording_removed_at.is_not(None),
    )


_SELECT = select(*(getattr(Message, name) for name in MessageRow.__dataclass_fields__))
