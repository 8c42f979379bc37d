"""Whose appointments a caller may know of and change: those of the number they call from, and of a number they have
shown to be theirs by a code that was texted to it.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from domain.business import BusinessProfile
from domain.dialogue.appointment_tools import CODE_DIGITS
from domain.dialogue.tool_results import CodeTexted
from domain.errors import DomainError, InvalidInput, LimitReached, NotPermitted
from domain.ids import new_id
from domain.phone_numbers import said_e164
from services.tools.context import CALLER_CODE, CallContext
from storage.postgres import bookings, caller_codes, outbox, waiting
from storage.postgres.caller_codes import CodeRow
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope

CODE_HOLDS = timedelta(minutes=10)
MOST_TRIES = 5
"""Of one code: with three codes an hour a number's is guessed once in 66,000 hours."""
CODES_PER_CALL = 3
CODES_PER_NUMBER = 3
"""Within an hour, whoever asks: a text that was not asked for is a nuisance, and costs."""
PER = timedelta(hours=1)
AGAIN_AFTER = timedelta(seconds=45)
"""Asked for again before, it is the same code: a process that took the call over asks again, and so does a model."""

_ASK_FOR_CODE = (
    "It is not known who is calling: their number is hidden. Ask for the number the appointment was booked under, call"
    " text_code with it, and check_code with the code they read out."
)


@dataclass(frozen=True, slots=True)
class Known:
    """What a caller has shown. `numbers` are E.164."""

    numbers: tuple[str, ...]


class Callers:
    """Callers of any business."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self, scope: TenantScope, call: CallContext) -> Known:
        """Their own number and those they have shown: one statement."""
        shown = await caller_codes.shown_numbers(scope, call.call_id)
        own = [call.caller_number] if call.caller_number else []
        return Known(tuple(dict.fromkeys([*own, *shown])))

    async def identified(self, scope: TenantScope, call: CallContext) -> Known:
        """Raises NotPermitted: nothing is known of them; the message tells the model what to do."""
        known = await self.known(scope, call)
        if not known.numbers:
            raise NotPermitted(_ASK_FOR_CODE)
        return known

    async def text_code(
        self, profile: BusinessProfile, call: CallContext, said: str, now: datetime
    ) -> CodeTexted:
        """Promises a text with a new code, if the number has something booked or waits for something.

        The answer is the same when it has not: nobody is told what is booked under a number they have not shown.

        Raises:
            InvalidInput: no telephone number.
            LimitReached: enough codes were texted.
        """
        number = said_e164(said, profile.country)
        if number is None:
            raise InvalidInput(
                "phone_number is not a telephone number. Ask the caller for it again, digit by digit."
            )
        async with self._database.tenant(profile.id) as scope:
            await bookings.hold_limits(scope, number)
            newest = await caller_codes.newest_of_call(scope, call.call_id)
            if newest is not None and newest.phone_e164 == number and now - newest.created_at < AGAIN_AFTER:
                return CodeTexted(_minutes(newest.expires_at - now))
            by_call, to_number = await caller_codes.sent(scope, call.call_id, number, now, PER)
            if by_call >= CODES_PER_CALL or to_number >= CODES_PER_NUMBER:
                raise LimitReached("no more codes are texted for now; take a message for the team instead")
            code_id = new_id()
            code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
            expires_at = now + CODE_HOLDS
            await caller_codes.insert_code(
                scope, code_id, call.call_id, number, digest_of(code_id, code), now, expires_at
            )
            if await self._is_customer(scope, number, now):
                payload = {
                    "call_id": str(call.call_id),
                    "to": number,
                    "business_name": profile.name,
                    "language": profile.language,
                    "code": code,
                    "until": expires_at.isoformat(),
                }
                await outbox.enqueue(scope, CALLER_CODE, str(code_id), payload)
        return CodeTexted(_minutes(CODE_HOLDS))

    async def check_code(self, profile: BusinessProfile, call: CallContext, code: str, now: datetime) -> None:
        """Makes the number known in this call, if this is the code that was texted to it last.

        Raises:
            InvalidInput: it is another one.
            NotPermitted: none was texted, or it holds no longer.
            LimitReached: it was tried too often.
        """
        async with self._database.tenant(profile.id) as scope:
            newest = await caller_codes.newest_of_call(scope, call.call_id)
            refused = _refusal(newest, code, now)
            if newest is not None and not isinstance(refused, NotPermitted | LimitReached):
                # Counted whatever comes of it: a refusal must not undo it.
                await caller_codes.tried(scope, newest.id, None if refused else now)
        if refused is not None:
            raise refused

    @staticmethod
    async def _is_customer(scope: TenantScope, number: str, now: datetime) -> bool:
        return bool(
            await bookings.count_upcoming(scope, number, now) or await waiting.of_numbers(scope, (number,))
        )


def digest_of(code_id: UUID, code: str) -> bytes:
    return hmac.digest(code_id.bytes, code.encode(), "sha256")


def _refusal(newest: CodeRow | None, code: str, now: datetime) -> DomainError | None:
    if newest is None:
        return NotPermitted("no code was texted in this call: call text_code first")
    if hmac.compare_digest(newest.digest, digest_of(newest.id, code)) and newest.verified_at is not None:
        return None
    if newest.tries >= MOST_TRIES:
        return LimitReached("this code was tried too often; take a message for the team instead")
    if newest.expires_at <= now:
        return NotPermitted("the code holds no longer: call text_code once more")
    if not hmac.compare_digest(newest.digest, digest_of(newest.id, code)):
        return InvalidInput("This is not the code that was texted. Ask the caller to read it out once more.")
    return None


def _minutes(left: timedelta) -> int:
    return max(1, int(left.total_seconds() // 60))
