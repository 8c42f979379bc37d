"""Messages the carrier recorded for callers no agent could talk to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.events.catalogue import MessageTaken
from domain.ids import new_id
from services.events.record import record
from services.profiles import Profiles
from services.recording.at_carrier import promise_fetch
from services.tools.messages import MESSAGE_TAKEN
from storage.postgres import calls, messages, outbox
from storage.postgres.database import Database
from storage.postgres.messages import NewMessage


@dataclass(frozen=True, slots=True)
class Recording:
    """A finished recording, by the carrier's id of it; `url` is where the carrier keeps it."""

    sid: str
    url: str
    duration_s: int


class Voicemails:
    """Voicemails for any business."""

    def __init__(self, database: Database, profiles: Profiles) -> None:
        self._database = database
        self._profiles = profiles

    async def keep(self, business_id: UUID, call_sid: str, recording: Recording, now: datetime) -> UUID:
        """Keeps the message, promises to pass it on, and files the call under it; once for each recording.

        Returns:
            The message's id.

        Raises:
            NotFound: no such business.
            StorageError: nothing was kept, or it is unknown whether it was; asking again is safe.
        """
        profile = await self._profiles.get(business_id)
        text = f"Voicemail, {recording.duration_s} second{'' if recording.duration_s == 1 else 's'}"
        async with self._database.tenant(business_id) as scope:
            call = await calls.by_sid(scope, call_sid)
            call_id = call.id if call is not None else None
            callback_number = call.from_number if call is not None else None
            new = NewMessage(
                id=new_id(now),
                call_id=call_id,
                caller_name=None,
                callback_number=callback_number,
                text=text,
                intent_key=f"voicemail:{recording.sid}",
                recording_url=recording.url,
            )
            message_id = await messages.insert(scope, new)
            await outbox.enqueue(
                scope,
                MESSAGE_TAKEN,
                str(message_id),
                {
                    "message_id": str(message_id),
                    "call_id": str(call_id) if call_id is not None else None,
                    "business_name": profile.name,
                    "language": profile.language,
                    "timezone": profile.timezone,
                    "caller_name": None,
                    "callback_number": callback_number,
                    "text": text,
                    "taken_at": now.isoformat(),
                    "recording_url": recording.url,
                },
            )
            await record(scope, MessageTaken(message_id=message_id, call_id=call_id, is_voicemail=True))
            await promise_fetch(scope, recording.sid, message_id)
            if call_id is not None:
                await calls.lift_outcome(scope, call_id, "message")
        return message_id
