"""Addresses a vendor says can never be reached: they get nothing more, and the business is told to call instead."""

import re

from domain.ids import new_id
from domain.notifications.delivery import UNREACHABLE_NUMBER
from domain.notifications.kinds import Channel
from domain.notifications.wording import words_for
from services.tools.messages import MESSAGE_TAKEN
from storage.postgres import business_facts, messages, outbox, suppressions
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


async def note_number(scope: TenantScope, number: str, code: str | None) -> None:
    """What Twilio says is wrong with a text: of some codes the number is to blame, for good."""
    if code == OPTED_OUT:
        await suppressions.add(scope, Channel.SMS, number, Reason.STOPPED, code)
    elif code in UNREACHABLE_NUMBER:
        await note(scope, Channel.SMS, number, code or "")


async def note(scope: TenantScope, channel: Channel, address: str, detail: str) -> None:
    """Suppresses it, and leaves the business a message about it, once for each address."""
    if not await suppressions.add(scope, channel, address, Reason.UNDELIVERABLE, detail):
        return
    facts = await business_facts.get(scope)
    text = words_for(facts.language).undeliverable.format(address=address, detail=detail)
    new = NewMessage(
        id=new_id(),
        call_id=None,
        caller_name=facts.name,
        callback_number=address if channel is Channel.SMS else None,
        text=text,
        intent_key=f"undeliverable:{channel.value}:{address}",
    )
    message_id = await messages.insert(scope, new)
    await outbox.enqueue(scope, MESSAGE_TAKEN, str(message_id), {"message_id": str(message_id)})
