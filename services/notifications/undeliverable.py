"""Addresses a vendor says can never be reached: they get nothing more, and the business is told to call instead."""

import re
from uuid import UUID

from domain.ids import new_id
from domain.notifications.delivery import NOT_REACHED_NOW, UNREACHABLE_NUMBER
from domain.notifications.kinds import Channel
from domain.notifications.wording import words_for
from services.notifications.kinds import INSTEAD_OF_TEXT
from services.tools.messages import MESSAGE_TAKEN
from storage.postgres import bookings, business_facts, messages, outbox, suppressions
from storage.postgres.messages import NewMessage
from storage.postgres.suppressions import Reason
from storage.postgres.tenant import TenantScope

OPTED_OUT = "21610"
"""Source: https://www.twilio.com/docs/api/errors/21610"""

_CODE = re.compile(r"refused: error (\d+)")


def code_of(error: str) -> str:
    """The vendor's code in an error of its, else what is wrong in a few words."""
    found = _CODE.search(error)
    return found[1] if found else error[:200]


async def note_number(scope: TenantScope, number: str, code: str | None, item_id: UUID) -> None:
    """What Twilio says is wrong with a text: of some codes the number is to blame, for good or for now.

    What the text was to tell goes by mail where an address is known; a person is asked to call where none is.

    Args:
        item_id: the text's.
    """
    if code == OPTED_OUT:
        await suppressions.add(scope, Channel.SMS, number, Reason.STOPPED, code)
    elif code in UNREACHABLE_NUMBER:
        await tell_by_mail(scope, item_id)
        await note(scope, Channel.SMS, number, code or "")
    elif code in NOT_REACHED_NOW and not await tell_by_mail(scope, item_id):
        await _leave_message(scope, Channel.SMS, number, code or "", f"unreached:{item_id}")


async def tell_by_mail(scope: TenantScope, item_id: UUID) -> bool:
    """Promises a mail in place of a text; False where there is none of its kind, or no address. Once for each text."""
    promised = await outbox.promised(scope, item_id)
    if promised is None or promised[0] not in INSTEAD_OF_TEXT or not promised[1].get("booking_id"):
        return False
    kind, payload = promised
    address = await bookings.email_of(scope, UUID(str(payload["booking_id"])))
    if address is None:
        return False
    await outbox.enqueue(scope, INSTEAD_OF_TEXT[kind], f"instead of {item_id}", payload | {"to": address})
    return True


async def note(scope: TenantScope, channel: Channel, address: str, detail: str) -> None:
    """Suppresses it, and leaves the business a message about it, once for each address."""
    if not await suppressions.add(scope, channel, address, Reason.UNDELIVERABLE, detail):
        return
    await _leave_message(scope, channel, address, detail, f"undeliverable:{channel.value}:{address}")


async def _leave_message(
    scope: TenantScope, channel: Channel, address: str, detail: str, intent_key: str
) -> None:
    facts = await business_facts.get(scope)
    text = words_for(facts.language).undeliverable.format(address=address, detail=detail)
    new = NewMessage(
        id=new_id(),
        call_id=None,
        caller_name=facts.name,
        callback_number=address if channel is Channel.SMS else None,
        text=text,
        intent_key=intent_key,
    )
    message_id = await messages.insert(scope, new)
    await outbox.enqueue(scope, MESSAGE_TAKEN, str(message_id), {"message_id": str(message_id)})
