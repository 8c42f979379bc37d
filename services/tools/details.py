"""A text with the address, or with where to book, to whoever calls and wants one."""

from domain.business import BusinessProfile
from domain.dialogue.intents import SendDetails
from domain.dialogue.tool_results import DetailsPromised
from domain.errors import NotFound, NotPermitted
from services.tools.context import DETAILS, CallContext
from storage.postgres import outbox
from storage.postgres.database import Database


async def send_details(
    database: Database, profile: BusinessProfile, call: CallContext, intent: SendDetails, *, intent_key: str
) -> DetailsPromised:
    """Promises it once for each call and wish, however often it is asked.

    Raises:
        NotPermitted: the caller shows no number. NotFound: the business has told no address. StorageError.
    """
    if call.caller_number is None:
        raise NotPermitted("Their number is hidden, so nothing can be texted. Say it out loud instead.")
    if intent.what == "address" and not profile.address:
        raise NotFound("the address is not known; take a message instead")
    payload = {
        "call_id": str(call.call_id),
        "to": call.caller_number,
        "business_name": profile.name,
        "language": profile.language,
        "what": intent.what,
        "address": profile.address if intent.what == "address" else "",
    }
    async with database.tenant(profile.id) as scope:
        await outbox.enqueue(scope, DETAILS, intent_key, payload)
    return DetailsPromised(intent.what)
