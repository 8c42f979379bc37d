"""What a business lacks before its first real call."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.accounts.roles import Permission, Principal
from domain.receptionist.checks import faults
from domain.receptionist.content import Consent, Receptionist
from storage.postgres import receptionist_versions, setup_state
from storage.postgres.database import Database
from storage.postgres.setup_state import SetupState


class Severity(StrEnum):
    BLOCKING = "blocking"
    """Without it calls are not answered, or nothing can be booked."""
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is missing.

    Attributes:
        about: for programs: `number`, `hours`, ...
        mend: method and path of the route that mends it, below `/api/v1/businesses/{business_id}`; None where that is
            not done by the API.
    """

    about: str
    severity: Severity
    sentence: str
    mend: str | None


class SetupCheck:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def findings(self, principal: Principal) -> tuple[Finding, ...]:
        """What blocks first; empty when a real call can come. Raises NotPermitted."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            state = await setup_state.read(scope)
            published = await receptionist_versions.published(scope)
            draft = await receptionist_versions.draft(scope)
        changed = draft is not None and draft.content != published.content
        found = [*_calendar(state), *_receptionist(published.content, unpublished=changed)]
        return tuple(sorted(found, key=lambda each: each.severity is not Severity.BLOCKING))


def _calendar(state: SetupState) -> Iterator[Finding]:
    def lacks(about: str, sentence: str, mend: str | None) -> Finding:
        return Finding(about, Severity.BLOCKING, sentence, mend)

    if not state.numbers:
        yield lacks("number", "No telephone number leads to this business yet; ask for one.", None)
    if not state.has_hours:
        sentence = "There are no opening hours, so no time is ever free; say when you are open."
        yield lacks("hours", sentence, "PUT /hours")
    if not state.offerings:
        sentence = "Nothing can be booked yet; add what you offer, or apply your trade's template."
        yield lacks("offerings", sentence, "POST /apply-template")
    if not state.staff:
        yield lacks(
            "staff",
            "Nobody works here yet, so nothing can be booked; add at least one person.",
            "POST /staff",
        )
    elif state.nobody_does:
        named = ", ".join(state.nobody_does[:5])
        sentence = f"Nobody who works here does {named}; say who does."
        yield lacks("offering_staff", sentence, "PATCH /offerings/{offering_id}")
    if state.without_price:
        named = ", ".join(state.without_price[:5])
        sentence = f"The agent tells the price of {named} as nothing; give it one if it has one."
        yield Finding("prices", Severity.ADVICE, sentence, "PATCH /offerings/{offering_id}")


def _receptionist(content: Receptionist, *, unpublished: bool) -> Iterator[Finding]:
    draft, publish = "PUT /receptionist/draft", "POST /receptionist/publish"
    for fault in faults(content)[:10]:
        yield Finding(fault.field, Severity.BLOCKING, f"{fault.field}: {fault.sentence}", draft)
    if content.pause.on:
        sentence = "The agent is paused: no call gets it until it is put back."
        yield Finding("pause", Severity.BLOCKING, sentence, "PUT /receptionist/pause")
    if unpublished:
        sentence = "The draft is not published: calls are answered as before until it is."
        yield Finding("draft", Severity.ADVICE, sentence, publish)
    if content.transfers.number is None and not content.transfers.rules:
        sentence = "Callers cannot be put through to anybody; name a number if they should be."
        yield Finding("transfers", Severity.ADVICE, sentence, draft)
    if content.recording.on and content.recording.consent is Consent.NONE:
        sentence = "Calls are recorded without telling callers; many countries' law wants a notice."
        yield Finding("recording", Severity.ADVICE, sentence, draft)
    if not content.knowledge:
        sentence = "The agent knows no answers yet; write those to what callers ask most."
        yield Finding("knowledge", Severity.ADVICE, sentence, "POST /knowledge")
