"""What texts say, where they come from, and which say nothing any more: read for all of a business's at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from domain.languages import spoken_language
from domain.notifications.kinds import Channel, Kind
from domain.notifications.quiet_hours import next_allowed
from domain.notifications.sms_parts import parts_of
from domain.scheduling.hours import zone_named
from services.notifications import text_messages
from services.notifications.booking_letters import booking_fields, says_nothing_any_more
from services.notifications.kinds import MISSED_CALL, REMINDER, REPLY, STAFF_TEXT
from services.notifications.message_letters import message_letter
from services.notifications.payloads import id_in, ids_in
from services.notifications.rendering import rendered
from services.records.untold import BOOKING_UNFINISHED
from services.scheduling.waiting_list import OFFERED
from services.tools.context import BOOKING_CANCELLED, BOOKING_CONFIRMED, BOOKING_MOVED, CALLER_CODE, DETAILS
from services.tools.deferred_apply import BOOKING_NOT_MOVED, BOOKING_REFUSED
from storage.postgres import bookings, letterheads, messages, phone_numbers
from storage.postgres.letterheads import Letterhead
from storage.postgres.messages import MessageRow
from storage.postgres.notifications import NewNotification
from storage.postgres.outbox import OutboxItem
from storage.postgres.tenant import TenantScope

WORDING: Mapping[str, Callable[[Mapping[str, Any]], str]] = MappingProxyType(
    {
        BOOKING_CONFIRMED: text_messages.booking_confirmed,
        BOOKING_REFUSED: text_messages.booking_refused,
        BOOKING_UNFINISHED: text_messages.booking_unfinished,
        OFFERED: text_messages.waiting_list_offer,
        BOOKING_MOVED: text_messages.booking_moved,
        BOOKING_NOT_MOVED: text_messages.booking_not_moved,
        BOOKING_CANCELLED: text_messages.booking_cancelled,
        CALLER_CODE: text_messages.caller_code,
    }
)
"""The kinds whose payload holds all there is to say, each with what writes its text."""

KINDS = (*WORDING, STAFF_TEXT, REMINDER, MISSED_CALL, REPLY, DETAILS)
"""The kinds that can be sent; others stay in the outbox until somebody can."""

OWN_WORDS: Mapping[str, Kind] = MappingProxyType(
    {
        BOOKING_CONFIRMED: Kind.BOOKING_CONFIRMED,
        BOOKING_MOVED: Kind.BOOKING_MOVED,
        BOOKING_CANCELLED: Kind.BOOKING_CANCELLED,
        REMINDER: Kind.BOOKING_REMINDER,
        MISSED_CALL: Kind.MISSED_CALL,
        DETAILS: Kind.DETAILS,
    }
)
"""Those a business may word for itself."""

SECRET = frozenset({CALLER_CODE})
"""What these say is kept nowhere once it was sent."""

WAITED_FOR = frozenset({CALLER_CODE, OFFERED, REPLY})
"""Sent at night, too: they are void by the morning, or a person has just written them."""

PLANNED = frozenset({REMINDER, STAFF_TEXT})
"""Nobody has just asked for these: quiet hours hold for them whenever they are due."""

PROMPT = timedelta(minutes=15)
"""What is sent so soon after it was promised answers what somebody did just then; later it may wake them."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is to be sent; `from_` E.164, `country` the business's. `new` is what is noted of it."""

    body: str
    from_: str
    country: str
    new: NewNotification


class Withheld(Exception):
    """It is not sent: for good, or until somebody has mended what is wrong, or before then."""

    def __init__(
        self,
        reason: str,
        new: NewNotification | None = None,
        *,
        for_good: bool = True,
        until: datetime | None = None,
    ) -> None:
        super().__init__(reason)
        self.new = new
        self.for_good = for_good
        self.until = until


@dataclass(frozen=True, slots=True)
class Background:
    """What several texts of one business are written from, as one transaction saw it."""

    head: Letterhead
    dialled: Mapping[UUID, str]
    """The number each call came in on."""
    bookings: Mapping[UUID, tuple[str, datetime]]
    """Status and beginning of each."""

    def from_number(self, call_id: UUID | None) -> str | None:
        """The number its customers know the business by: the one this call dialled, else the one it shows, else
        its first.

        A number the business has given back is not its own any more. None when it holds none.
        """
        held = self.head.numbers
        dialled = self.dialled.get(call_id) if call_id else None
        return dialled if dialled in held else next(iter(held), None)


async def read(scope: TenantScope, items: Sequence[OutboxItem]) -> Background:
    """Raises NotFound: there is no such business any more."""
    addresses = {str(item.payload.get("to")) for item in items}
    return Background(
        head=await letterheads.read(scope, Channel.SMS, addresses),
        dialled=await phone_numbers.dialled(scope, ids_in(items, "call_id")),
        bookings=await bookings.standing(scope, ids_in(items, "booking_id")),
    )


class TextLetters:
    """Writes texts.

    Args:
        fallback_number: E.164 that texts come from when the business holds no number of its own.
        frontend_url: where links lead.
    """

    def __init__(self, fallback_number: str | None, frontend_url: str) -> None:
        self._fallback_number = fallback_number
        self._frontend_url = frontend_url.rstrip("/")

    async def write(self, scope: TenantScope, item: OutboxItem, known: Background, now: datetime) -> Text:
        """What is to be said, from where, to whom.

        Raises:
            Withheld: it is not to be sent now. InvalidInput, KeyError, ValueError: the payload says too little.
            NotFound: what it is about is gone.
        """
        to = str(item.payload["to"])
        message: MessageRow | None = None
        if item.kind == STAFF_TEXT:
            message = await messages.get(scope, UUID(str(item.payload["message_id"])))
            corrected = bool(item.payload.get("corrected"))
            letter = await message_letter(
                scope, known.head.facts, message, self._frontend_url, corrected=corrected
            )
            body = letter.sms
        else:
            body = _words(item, known, f"{self._frontend_url}/book/{known.head.facts.slug}")
        if _is_pointless(item, known, now):
            raise Withheld("cancelled or past by now")
        call_id = id_in(item, "call_id")
        from_ = known.from_number(call_id) or self._fallback_number
        if from_ is None:
            raise Withheld("there is no number to send from", for_good=False)
        booking_id = id_in(item, "booking_id")
        new = NewNotification(
            id=item.id,
            kind=item.kind.partition(".")[2],
            channel=Channel.SMS,
            recipient=to,
            subject="",
            body="" if item.kind in SECRET else body,
            segments=parts_of(body).segments,
            message_id=message.id if message else None,
            booking_id=booking_id if booking_id in known.bookings else None,
        )
        if to in known.head.suppressed:
            raise Withheld("the number gets no texts from this business", new)
        until = None if message and message.urgent else _quiet_until(item, known, now)
        if until is not None:
            raise Withheld("quiet hours", until=until)
        return Text(body, from_, known.head.facts.country, new)


def _words(item: OutboxItem, known: Background, booking_link: str) -> str:
    if item.kind == REPLY:
        return str(item.payload["text"])
    language, kind = str(item.payload.get("language") or ""), OWN_WORDS.get(item.kind)
    own = known.head.own_words.get((kind, spoken_language(language))) if kind else None
    if kind is Kind.MISSED_CALL or kind is Kind.DETAILS:
        fields = {name: str(item.payload.get(name) or "") for name in ("business_name", "address")}
        is_wanted = item.payload.get("what") == "booking_link"
        return rendered(
            kind, language, fields | ({"booking_link": booking_link} if is_wanted else {}), own
        ).sms
    if kind is not None and (own is not None or item.kind == REMINDER):
        return rendered(kind, language, booking_fields(item.payload, language), own).sms
    return WORDING[item.kind](item.payload)


def _is_pointless(item: OutboxItem, known: Background, now: datetime) -> bool:
    if item.kind in (OFFERED, CALLER_CODE) and datetime.fromisoformat(item.payload["until"]) <= now:
        return True
    return says_nothing_any_more(OWN_WORDS.get(item.kind), item.payload, known.bookings, now)


def _quiet_until(item: OutboxItem, known: Background, now: datetime) -> datetime | None:
    """When this may be sent, where that is not now."""
    if item.kind in WAITED_FOR:
        return None
    if item.kind not in PLANNED and item.created_at is not None and now - item.created_at <= PROMPT:
        return None
    zone = zone_named(str(item.payload.get("timezone") or known.head.facts.timezone))
    allowed = next_allowed(now, known.head.settings.quiet, zone)
    return allowed if allowed > now.astimezone(UTC) else None
