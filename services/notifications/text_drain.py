"""Draining the outbox of its text messages: claimed, noted, sent, marked."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from domain.errors import InvalidInput, NotFound, ProviderError
from domain.notifications.delivery import TAKEN, Status
from providers.ports import Carrier
from services.notifications import text_letters
from services.notifications.kinds import UNCOUNTED
from services.notifications.settling import Settling
from services.notifications.text_letters import KINDS, Text, TextLetters, Withheld
from services.notifications.text_limits import TextLimits
from services.notifications.undeliverable import code_of
from services.outbox.due_items import DueItems
from services.outbox.outcomes import Outcome
from services.outbox.refusals import is_for_good, rest_s
from services.outbox.sliding_drain import AT_ONCE, Ready, SlidingDrain, prepare_in_one
from storage.postgres import notifications
from storage.postgres.database import Database
from storage.postgres.outbox import OutboxItem
from storage.postgres.tenant import TenantScope

RESENDINGS = 2
"""Of a text that Twilio neither answers for nor has: a third would be one too many for whoever gets them all."""

_UNANSWERED = re.compile(r" \(unanswered (\d+)\)$")
QUEUE_FULL = "21611"
"""Too many texts wait at Twilio to be sent from this number; it sends one to ten a second from each.

Source: https://www.twilio.com/docs/api/errors/21611
"""
QUEUE_EMPTIES = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Unsent:
    """A text that may be sent; `ended_unknown` when an earlier attempt ended without a word."""

    text: Text
    ended_unknown: bool


class TextSending:
    """Texts of the kinds in `KINDS`, to Twilio.

    Each text is noted as being sent before Twilio is asked. One whose answer did not come, or whose worker ended, is
    looked for at Twilio, which takes no idempotency key, before it is sent again. What has been cancelled or is past
    by now is not sent at all, nor anything to a number that gets nothing.
    Source: https://www.twilio.com/docs/messaging/api/message-resource (there is no such parameter)

    Args: those of `TextDrain`.
    """

    def __init__(
        self,
        database: Database,
        carrier: Carrier,
        letters: TextLetters,
        limits: TextLimits | None,
        report_to: Callable[[UUID, UUID], str] | None,
    ) -> None:
        self._database = database
        self._carrier = carrier
        self._letters = letters
        self._limits = limits
        self._report_to = report_to
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
        texts: list[tuple[OutboxItem, Text]] = []
        try:
            known = await text_letters.read(scope, items)
        except NotFound:
            return [Outcome(item, "nothing to tell any more", for_good=True) for item in items]
        now = datetime.now(UTC)
        for item in items:
            try:
                texts.append((item, await self._letters.write(scope, item, known, now)))
            except (InvalidInput, KeyError, ValueError) as error:
                found.append(Outcome(item, f"malformed: {type(error).__name__}", for_good=True))
            except NotFound:
                found.append(Outcome(item, "nothing to tell any more", for_good=True))
            except Withheld as withheld:
                found.append(_withheld(item, withheld))
        refusals = await asyncio.gather(*(self._refusal(item, text) for item, text in texts))
        allowed: list[tuple[OutboxItem, Text]] = []
        for (item, text), refusal in zip(texts, refusals, strict=True):
            if refusal is None:
                allowed.append((item, text))
            else:
                found.append(Outcome(item, refusal, for_good=True, status=Status.REFUSED, refused=text.new))
        again = {item.id for item, _ in allowed if item.attempts > 1}
        begun = await notifications.begin(scope, [text.new for _, text in allowed], again=again)
        for item, text in allowed:
            status = begun.get(item.id)
            if status in TAKEN:
                found.append(Outcome(item, status=Status.ACCEPTED))
            else:
                unsent = Status.PENDING if status is None else None
                found.append(
                    Ready(item, Unsent(text, ended_unknown=status is not None), text.new.recipient, unsent)
                )
        return found

    async def _refusal(self, item: OutboxItem, text: Text) -> str | None:
        if self._limits is None:
            return None
        return await self._limits.refusal(
            str(item.id),
            text.new.recipient,
            own_country=text.country,
            from_=text.from_,
            counted=item.kind not in UNCOUNTED,
        )

    async def deliver(self, ready: Ready[Unsent]) -> Outcome:
        """Sends it, unless an earlier attempt that was not answered for has done so."""
        item, text = ready.item, ready.work.text
        unanswered = max(unanswered_sendings(item.last_error), int(ready.work.ended_unknown))
        sid = None
        if unanswered:
            try:
                sid = await self._found(item, text)
            except ProviderError as error:
                return Outcome(item, noted(unanswered, error), rest_s=rest_s(error))
            if sid is None and unanswered > RESENDINGS:
                lost = "never answered, and not found"
                return Outcome(item, lost, for_good=True, status=Status.PERHAPS_SENT)
        if sid is None:
            try:
                sid = await self._carrier.send_sms(
                    to=text.new.recipient,
                    from_=text.from_,
                    body=text.body,
                    report_to=self._report_to(item.tenant, item.id) if self._report_to else None,
                )
            except ProviderError as error:
                return _refused(item, error, unanswered)
        return Outcome(item, status=Status.ACCEPTED, vendor_id=sid, message_id=text.new.message_id)

    async def _found(self, item: OutboxItem, text: Text) -> str | None:
        since = item.created_at or datetime.now(UTC) - timedelta(days=1)
        return await self._carrier.find_sms(
            to=text.new.recipient, from_=text.from_, body=text.body, since=since
        )


class TextDrain(SlidingDrain[Unsent]):
    """Drains the outbox of texts; several workers may do so at once.

    Args:
        fallback_number: E.164 that texts come from when the business holds no number of its own.
        limits: what may be sent; everything without them.
        frontend_url: where links lead.
        report_to: the address at which Twilio tells what becomes of a business's text; None for no reports.
        at_once: requests to Twilio under way.
    """

    def __init__(
        self,
        database: Database,
        carrier: Carrier,
        *,
        fallback_number: str | None,
        limits: TextLimits | None = None,
        frontend_url: str = "",
        report_to: Callable[[UUID, UUID], str] | None = None,
        at_once: int = AT_ONCE,
    ) -> None:
        letters = TextLetters(fallback_number, frontend_url)
        sending = TextSending(database, carrier, letters, limits, report_to)
        super().__init__(DueItems(database, KINDS), sending, at_once=at_once)


def unanswered_sendings(last_error: str | None) -> int:
    """How often this was sent without an answer, as `noted` wrote it."""
    found = _UNANSWERED.search(last_error or "")
    return int(found[1]) if found else 0


def noted(unanswered: int, error: ProviderError) -> str:
    """The error for the row, with what has to be known at the next attempt."""
    return f"{error} (unanswered {unanswered})" if unanswered else str(error)


def _withheld(item: OutboxItem, withheld: Withheld) -> Outcome:
    if withheld.until is not None:
        return Outcome(item, again_at=withheld.until)
    return Outcome(
        item,
        str(withheld),
        for_good=withheld.for_good,
        status=Status.REFUSED,
        refused=withheld.new,
        suppressed=withheld.new is not None,
    )


def _refused(item: OutboxItem, error: ProviderError, unanswered: int) -> Outcome:
    unanswered += error.status is None
    told = noted(unanswered, error)
    if code_of(str(error)) == QUEUE_FULL:
        return Outcome(item, told, again_at=datetime.now(UTC) + QUEUE_EMPTIES, status=Status.PENDING)
    for_good = is_for_good(error)
    status = Status.FAILED if for_good else Status.PENDING
    # Without an answer it stays what it is: being sent, by all anybody knows.
    return Outcome(
        item, told, for_good=for_good, rest_s=rest_s(error), status=status if error.status else None
    )
