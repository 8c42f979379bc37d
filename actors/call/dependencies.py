"""What the calls of one process share, and the ways a call leaves its process."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from actors.call.effects import Tools
from actors.call.live_view import Watched
from actors.call.phrase_stock import PhraseStock
from domain.business import BusinessProfile
from domain.call.events import CallBrief
from domain.conduct import conduct, greeting_at, transfer_target
from domain.dialogue.known_caller import welcome, welcome_after
from domain.spoken.answer import spoken_text
from providers.ports import LanguageModel, SpeechToText, TextToSpeech
from services.phrases import Phrases
from services.profiles import Profiles
from services.records.call_records import CallRecords
from services.tools.deferred_queue import DeferredQueue
from services.vendor_circuits import ALWAYS_CLOSED, VendorCircuit
from storage.redis.capacity import Capacity
from storage.redis.leases import Leases
from storage.redis.next_steps import NextSteps
from storage.redis.tickets import Ticket


@dataclass(frozen=True, slots=True)
class VendorCircuits:
    """What the node knows of the vendors its calls depend on."""

    speech_to_text: VendorCircuit = ALWAYS_CLOSED
    language_model: VendorCircuit = ALWAYS_CLOSED
    text_to_speech: VendorCircuit = ALWAYS_CLOSED


@dataclass(frozen=True, slots=True)
class CallDependencies:
    """`tools` gives a business's; `node_store_dir` is where the node keeps its live calls.

    `rows` is held by the one ended call whose rows are being written.
    """

    speech_to_text: SpeechToText
    language_model: LanguageModel
    text_to_speech: TextToSpeech
    phrases: Phrases
    profiles: Profiles
    records: CallRecords
    watched: Watched
    leases: Leases
    next_steps: NextSteps
    capacity: Capacity
    deferred: DeferredQueue
    tools: Callable[[BusinessProfile], Tools]
    node_store_dir: Path
    fallback_language_model: LanguageModel | None = None
    fallback_voice_id: str | None = None
    phrase_stock: PhraseStock | None = None
    circuits: VendorCircuits = field(default_factory=VendorCircuits)
    rows: asyncio.Lock = field(default_factory=asyncio.Lock)


class Ending(StrEnum):
    """How a call left its process."""

    FINISHED = "finished"
    """It is over and written down."""
    CRASHED = "crashed"
    """Something of ours broke: another process may have more luck."""
    MIGRATED_LOCALLY = "migrated_locally"
    """Another process of this node goes on with it, on the same media stream."""
    MIGRATED_REMOTELY = "migrated_remotely"
    """The carrier has been told to open a fresh stream."""
    STREAM_LOST = "stream_lost"
    """The media stream broke without a word; the carrier may bring the call back."""
    SUPERSEDED = "superseded"
    """Another process has the call on a fresher stream; nothing here is to be written down any more."""


GOES_ON_HERE = frozenset({Ending.CRASHED, Ending.MIGRATED_LOCALLY})
"""Endings after which another process of this node goes on with the call, on the same media stream."""


class EndedHere(Exception):
    """Ends the call's tasks; nothing of it is to be written down here."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending)
        self.ending = ending


def keyterms(profile: BusinessProfile) -> tuple[str, ...]:
    """The names a recogniser should favour: the business's, its people's, its offerings'."""
    return (
        profile.name,
        *(member.name for member in profile.staff),
        *(offering.name for offering in profile.offerings),
    )


def brief(ticket: Ticket, profile: BusinessProfile) -> CallBrief:
    """What the webhook decided, for the call's machine."""
    greeting = spoken_text(greeting_at(profile, ticket.received_at), profile.language, profile.country)
    return CallBrief(
        call_id=str(ticket.call_id),
        business_id=str(ticket.business_id),
        caller_number=ticket.from_number,
        language=profile.language,
        country=profile.country,
        greeting=greeting,
        can_transfer=transfer_target(profile, ticket.received_at, caller=ticket.from_number) is not None,
        eagerness=conduct(profile).eagerness.value,
        welcome=welcome(ticket.caller, profile.language),
        welcome_after=welcome_after(greeting, profile.language) if ticket.caller is not None else 0,
    )
