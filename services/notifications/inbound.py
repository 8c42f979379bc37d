"""Texts customers write: STOP and START are honoured, C and X answer the latest reminder, all else a person reads."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from domain.errors import NotFound, NotPermitted
from domain.notifications.answers import Meaning, meaning_of
from domain.notifications.kinds import Channel, Kind
from domain.notifications.wording import words_for
from domain.scheduling.hours import wall_of
from services.notifications.rendering import spoken_when
from services.scheduling.bookings import Bookings
from storage.postgres import business_facts, businesses, places, suppressions, texts
from storage.postgres.business_facts import BusinessFacts
from storage.postgres.database import Database
from storage.postgres.suppressions import Reason
from storage.postgres.texts import NewText, Reminder

log = structlog.get_logger()

KIND = Kind.BOOKING_REMINDER.value


@dataclass(frozen=True, slots=True)
class Incoming:
    """A text as the carrier tells of it; numbers E.164. `opt_out` is what the carrier took it for."""

    message_sid: str
    from_number: str
    to_number: str
    body: str
    media: tuple[dict[str, str], ...] = ()
    opt_out: str = ""


class InboundTexts:
    """Texts to any business, each taken in once however often the carrier tells of it."""

    def __init__(self, database: Database, bookings: Bookings) -> None:
        self._database = database
        self._bookings = bookings

    async def take(self, text: Incoming, now: datetime) -> str | None:
        """What is to be answered; None for nothing, which is also the answer to STOP: the carrier says that itself.

        Raises:
            NotFound: no business has this number.
            StorageError: it is unknown whether it was taken in; asking again is safe.
        """
        business_id = await businesses.business_id_for_number(self._database, text.to_number)
        if business_id is None:
            raise NotFound("no business has this number")
        async with self._database.tenant(business_id) as scope:
            facts = await business_facts.get(scope)
            why = await suppressions.reasons(scope, Channel.SMS, text.from_number)
            meaning = meaning_of(text.body, opt_out=text.opt_out, stopped=Reason.STOPPED in why)
            reminder = None
            if meaning in (Meaning.CONFIRM, Meaning.CANCEL):
                reminder = await texts.latest_reminder(scope, text.from_number, KIND)
            zone = await places.zone(scope, reminder.location_id if reminder else None)
        answer, reply, read = None, None, False
        if meaning in (Meaning.CONFIRM, Meaning.CANCEL):
            when = spoken_when(facts.language, wall_of(reminder.starts_at, zone)) if reminder else ""
            answer, reply, read = await self._answered(business_id, facts, meaning, reminder, when, now)
        new = NewText(
            text.message_sid, text.from_number, text.to_number, text.body, text.media, meaning.value
        )
        async with self._database.tenant(business_id) as scope:
            unread = not read and meaning not in (Meaning.STOP, Meaning.START, Meaning.HELP)
            if not await texts.keep(scope, new, unread=unread):
                return None
            if meaning is Meaning.STOP:
                await suppressions.add(scope, Channel.SMS, text.from_number, Reason.STOPPED, text.body[:20])
            elif meaning is Meaning.START:
                await suppressions.lift(scope, Channel.SMS, text.from_number, Reason.STOPPED)
            if reminder is not None and answer is not None:
                await texts.answer(scope, reminder.notification_id, answer)
        log.info("text.taken", business_id=str(business_id), meaning=meaning.value, answer=answer)
        return reply

    async def _answered(
        self,
        business_id: UUID,
        facts: BusinessFacts,
        meaning: Meaning,
        reminder: Reminder | None,
        when: str,
        now: datetime,
    ) -> tuple[str | None, str, bool]:
        """The answer to note, what to write back, and whether nobody need read it.

        Done before the text is kept: told of it once more, the same is found done.
        """
        words, named = words_for(facts.language), {"business_name": facts.name, "when": when}
        if reminder is None or reminder.status not in ("confirmed", "cancelled"):
            return None, words.nothing_to_answer.format(**named), False
        if meaning is Meaning.CONFIRM:
            if reminder.status == "cancelled" or reminder.starts_at <= now:
                return None, words.nothing_to_answer.format(**named), False
            return "confirmed", words.confirmed.format(**named), True
        if reminder.starts_at <= now:
            return None, words.too_late.format(**named), False
        try:
            await self._bookings.cancel(
                business_id, reminder.booking_id, actor="customer", reason="answered a reminder by text"
            )
        except (NotFound, NotPermitted):
            return None, words.too_late.format(**named), False
        return "cancelled", words.cancelled.format(**named), True
