"""What the people of a business read of a message a caller left."""

from collections.abc import Mapping

from domain.languages import spoken_language
from domain.notifications.kinds import Kind
from domain.notifications.templates import Template
from domain.notifications.wording import words_for
from domain.scheduling.hours import wall_of, zone_named
from services.notifications.rendering import Rendered, rendered, spoken_when
from storage.postgres import notification_settings
from storage.postgres.business_facts import BusinessFacts
from storage.postgres.messages import MessageRow
from storage.postgres.tenant import TenantScope

SHOWN_IN_A_TEXT = 300
"""Characters of a message: about two parts, with what stands around it three."""


def message_fields(facts: BusinessFacts, message: MessageRow, inbox_url: str) -> Mapping[str, str]:
    """The fields of `Kind.STAFF_MESSAGE`. The link leads to where it is read, heard and marked as done."""
    words = words_for(facts.language)
    local = wall_of(message.created_at, zone_named(facts.timezone))
    return {
        "business_name": facts.name,
        "caller_name": message.caller_name or words.somebody,
        "callback_number": message.callback_number or "",
        "message": message.text,
        "when": spoken_when(facts.language, local),
        "urgent": words.urgent if message.urgent else "",
        "recording": words.recording if message.has_recording else "",
        "link": f"{inbox_url}#message-{message.id}",
    }


async def message_letter(
    scope: TenantScope, facts: BusinessFacts, message: MessageRow, frontend_url: str, *, corrected: bool
) -> Rendered:
    """The mail and the text about a message, in the language of the business; `corrected` when it was told anew."""
    own = await notification_settings.template(scope, Kind.STAFF_MESSAGE, spoken_language(facts.language))
    fields = message_fields(facts, message, f"{frontend_url}/businesses/{scope.business_id}/inbox")
    found = rendered(Kind.STAFF_MESSAGE, facts.language, fields, own)
    shown = cut(message.text, SHOWN_IN_A_TEXT)
    short = _sms(facts.language, {**fields, "message": shown}, own)
    if not corrected:
        return Rendered(short, found.subject, found.text, found.html)
    note = words_for(facts.language).corrected
    return Rendered(f"{note}: {short}", f"{note}: {found.subject}", found.text, found.html)


def cut(text: str, longest: int) -> str:
    """At most so many characters, three dots where something is left out."""
    return text if len(text) <= longest else text[: longest - 3].rstrip() + "..."


def _sms(language: str, fields: Mapping[str, str], own: Template | None) -> str:
    return rendered(Kind.STAFF_MESSAGE, language, fields, own).sms
