"""Draining the outbox of the mail of businesses: to their own people and their customers, once to each.

SendGrid takes no idempotency key and cannot be asked what it took. So a mail is noted as being sent before it is
handed over; where the answer did not come, or the worker ended, it is `perhaps_sent`: not sent again by itself, shown
as such, and made good by SendGrid's own report if there is one. A person may have it sent once more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from domain.errors import InvalidInput, NotFound, ProviderError
from domain.languages import spoken_language
from domain.notifications.delivery import TAKEN, Status
from domain.notifications.kinds import Channel, Kind
from providers.sendgrid.mailer import Mail, NotReached
from services.notifications.booking_letters import booking_fields, says_nothing_any_more
from services.notifications.kinds import MAIL_KINDS, NOTICE_MAIL, STAFF_MAIL
from services.notifications.message_letters import message_letter
from services.notifications.payloads import ids_in
from services.notifications.rendering import Rendered, rendered
from services.notifications.settling import Settling
from services.outbox.due_items import DueItems
from services.outbox.mail_drain import Mailer
from services.outbox.outcomes import Outcome
from services.outbox.refusals import is_for_good, rest_s
from services.outbox.sliding_drain import AT_ONCE, Ready, SlidingDrain, prepare_in_one
from storage.postgres import bookings, letterheads, messages, notifications
from storage.postgres.database import Database
from storage.postgres.letterheads import Letterhead
from storage.postgres.notifications import NewNotification
from storage.postgres.outbox import OutboxItem
from storage.postgres.tenant import TenantScope

PERHAPS = "perhaps sent: nobody knows whether the mail was taken"
POINTLESS = "cancelled or past by now"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is to be sent, and what it is about."""

    words: Rendered
    message_id: UUID | None = None
    booking_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Unsent:
    """A mail that may be sent, and the message it tells of."""

    mail: Mail
    message_id: UUID | None


@dataclass(frozen=True, slots=True)
class _Background:
    """What several mails of one business are written from."""

    head: Letterhead
    bookings: Mapping[UUID, tuple[str, datetime]]


class BusinessMailSending:
    """Mails of the kinds in `MAIL_KINDS`, to SendGrid.

    Args: those of `BusinessMail`.
    """

    def __init__(self, database: Database, mailer: Mailer, frontend_url: str) -> None:
        self._database = database
        self._mailer = mailer
        self._frontend_url = frontend_url.rstrip("/")
        self._settling = Settling(database)

    async def write(self, outcomes: Sequence[Outcome]) -> None:
        """Raises StorageError."""
        await self._settling.write(outcomes)

    async def prepare(self, items: Sequence[OutboxItem]) -> Sequence[Ready[Unsent] | Outcome]:
        """Raises nothing."""
        return await prepare_in_one(self._database, items, self._noted)

    async def _noted(
        self, scope: TenantScope, items: Sequence[OutboxItem]
    ) -> Sequence[Ready[Unsent] | Outcome]:
        found: list[Ready[Unsent] | Outcome] = []
        begun: list[tuple[OutboxItem, Letter, NewNotification]] = []
        try:
            known = await self._background(scope, items)
        except NotFound:
            return [Outcome(item, "nothing to tell: NotFound", for_good=True) for item in items]
        now = datetime.now(UTC)
        for item in items:
            try:
                letter = await self._letter(scope, item, known, now)
                new = _notification(item, letter) if letter else None
            except (InvalidInput, NotFound, KeyError, ValueError) as gone:
                error = f"nothing to tell: {type(gone).__name__}"
                found.append(Outcome(item, error, for_good=True, status=Status.REFUSED))
                continue
            if letter is None or new is None:
                found.append(Outcome(item, POINTLESS, for_good=True, status=Status.REFUSED))
            elif new.recipient in known.head.suppressed:
                error = "the address gets no mail from this business"
                found.append(Outcome(item, error, for_good=True, status=Status.REFUSED, refused=new))
            else:
                begun.append((item, letter, new))
        again = {item.id for item, _, _ in begun if item.attempts > 1}
        told = await notifications.begin(scope, [new for _, _, new in begun], again=again)
        for item, letter, new in begun:
            status = told.get(item.id)
            if status is None:
                words = letter.words
                mail = Mail(
                    new.recipient, words.subject, words.text, words.html, str(item.id), str(item.tenant)
                )
                found.append(Ready(item, Unsent(mail, letter.message_id), new.recipient, Status.PENDING))
            elif status in TAKEN:
                found.append(Outcome(item, status=Status.ACCEPTED))
            else:
                found.append(Outcome(item, PERHAPS, for_good=True, status=Status.PERHAPS_SENT))
        return found

    async def deliver(self, ready: Ready[Unsent]) -> Outcome:
        try:
            vendor_id = await self._mailer.send(ready.work.mail)
        except ProviderError as refused:
            if refused.status is None and not isinstance(refused, NotReached):
                return Outcome(ready.item, PERHAPS, for_good=True, status=Status.PERHAPS_SENT)
            for_good = is_for_good(refused)
            status = Status.FAILED if for_good else Status.PENDING
            return Outcome(ready.item, str(refused), for_good=for_good, rest_s=rest_s(refused), status=status)
        return Outcome(
            ready.item, status=Status.ACCEPTED, vendor_id=vendor_id, message_id=ready.work.message_id
        )

    async def _background(self, scope: TenantScope, items: Sequence[OutboxItem]) -> _Background:
        """Raises NotFound: there is no such business any more."""
        addresses = {str(item.payload.get("to")) for item in items}
        return _Background(
            head=await letterheads.read(scope, Channel.EMAIL, addresses),
            bookings=await bookings.standing(scope, ids_in(items, "booking_id")),
        )

    async def _letter(
        self, scope: TenantScope, item: OutboxItem, known: _Background, now: datetime
    ) -> Letter | None:
        """None where it says nothing any more.

        Raises:
            InvalidInput, KeyError, ValueError: the payload says too little. NotFound: what it is about is gone.
        """
        if item.kind == STAFF_MAIL:
            message = await messages.get(scope, UUID(str(item.payload["message_id"])))
            corrected = bool(item.payload.get("corrected"))
            words = await message_letter(
                scope, known.head.facts, message, self._frontend_url, corrected=corrected
            )
            return Letter(words, message_id=message.id)
        if item.kind == NOTICE_MAIL:
            kind, language = Kind(item.payload["notice"]), known.head.facts.language
            fields: dict[str, Any] = {**item.payload["fields"], "link": self._frontend_url}
            return Letter(
                rendered(kind, language, fields, known.head.own_words.get((kind, spoken_language(language))))
            )
        kind, language = MAIL_KINDS[item.kind], str(item.payload.get("language") or "")
        booking_id = UUID(str(item.payload["booking_id"]))
        if booking_id not in known.bookings:
            raise NotFound("no such booking")
        if says_nothing_any_more(kind, item.payload, known.bookings, now):
            return None
        own = known.head.own_words.get((kind, spoken_language(language)))
        return Letter(
            rendered(kind, language, booking_fields(item.payload, language), own), booking_id=booking_id
        )


class BusinessMail(SlidingDrain[Unsent]):
    """Several workers may drain at once; each mail is with one of them.

    Args:
        frontend_url: where links lead.
        at_once: requests to SendGrid under way.
    """

    def __init__(
        self, database: Database, mailer: Mailer, frontend_url: str, *, at_once: int = AT_ONCE
    ) -> None:
        sending = BusinessMailSending(database, mailer, frontend_url)
        super().__init__(DueItems(database, tuple(MAIL_KINDS)), sending, at_once=at_once)


def _notification(item: OutboxItem, letter: Letter) -> NewNotification:
    return NewNotification(
        id=item.id,
        kind=str(item.payload.get("notice") or MAIL_KINDS[item.kind].value),
        channel=Channel.EMAIL,
        recipient=str(item.payload["to"]),
        subject=letter.words.subject,
        body=letter.words.text,
        message_id=letter.message_id,
        booking_id=letter.booking_id,
    )
