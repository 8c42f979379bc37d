"""Taking a message for the staff: kept once, and promised to be passed on in the same transaction."""

from datetime import datetime
from uuid import UUID

from domain.business import BusinessProfile
from domain.dialogue.intents import TakeMessage
from domain.dialogue.tool_results import MessageTaken
from domain.events.catalogue import MessageTaken as Taken
from domain.ids import new_id
from domain.redaction.cards import redacted_text
from domain.versions import content_version
from services.events.record import record
from storage.postgres import messages, outbox
from storage.postgres.database import Database
from storage.postgres.messages import MessageRow, NewMessage

MESSAGE_TAKEN = "email.message_taken"
"""Outbox kind: pass the message on to the business. The key is the message's id."""


class Messages:
    """Messages for any business; `profile` says for whom in each call."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(
        self,
        profile: BusinessProfile,
        call_id: UUID | None,
        intent: TakeMessage,
        *,
        intent_key: str,
        caller_number: str | None,
        now: datetime,
    ) -> MessageTaken:
        """Keeps the message, once for each `intent_key` however often it is asked; its sender may be told anew.

        Args:
            call_id: the call it came from; None when there is no row of it.
            caller_number: E.164, None when withheld; where to call back unless the caller named another number.

        Raises:
            StorageError: Postgres cannot be reached, or broke off; whether the message is kept is then unknown, and
                asking again with the same key is safe.
        """
        callback_number = intent.callback_number or caller_number
        async with self._database.tenant(profile.id) as scope:
            before = await messages.by_intent(scope, intent_key)
            message_id = await messages.insert(
                scope,
                NewMessage(
                    id=new_id(now),
                    call_id=call_id,
                    caller_name=intent.caller_name,
                    callback_number=callback_number,
                    text=redacted_text(intent.message),
                    intent_key=intent_key,
                    urgent=intent.urgent,
                ),
                assumed_number=caller_number,
            )
            kept = await messages.get(scope, message_id)
            told = {
                "caller_name": kept.caller_name,
                "callback_number": kept.callback_number,
                "text": kept.text,
            }
            promise = {
                "message_id": str(message_id),
                "call_id": str(call_id) if call_id else None,
                "business_name": profile.name,
                "language": profile.language,
                "timezone": profile.timezone,
                "taken_at": now.isoformat(),
                **told,
            }
            is_open = await outbox.amend(scope, MESSAGE_TAKEN, str(message_id), told)
            if before is not None and not is_open and _told(before) != _told(kept):
                # Who was sent the first telling is sent this one too, once.
                key = f"{message_id} {content_version(_told(kept))}"
                await outbox.enqueue(scope, MESSAGE_TAKEN, key, promise | {"corrected": True})
            else:
                await outbox.enqueue(scope, MESSAGE_TAKEN, str(message_id), promise)
            await record(scope, Taken(message_id=message_id, call_id=call_id, is_voicemail=False))
        return MessageTaken(message_id)


def _told(message: MessageRow) -> list[str | bool | None]:
    return [message.text, message.caller_name, message.callback_number, message.urgent]
