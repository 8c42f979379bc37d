"""The one call of a test and its surroundings in one process: ids, ticket, tools, and all fakes together."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from actors.call.dependencies import CallDependencies
from actors.call.live_view import WatchedBusinesses
from domain.business import BusinessProfile
from services.tools.runner import CallContext, ToolOutcome
from storage.redis.tickets import Ticket
from tests.fakes.stores import (
    FakeCapacity,
    FakeDeferred,
    FakeLeases,
    FakeNextSteps,
    FakePhrases,
    FakeProfiles,
    FakeRecords,
)
from tests.fakes.vendors import FakeLanguageModel, FakeSpeechToText, FakeTextToSpeech
from tests.support.businesses import BUSINESS_ID, business

CALL_ID = UUID("01900000-0000-7000-8000-0000000000aa")
CALL_SID = "CA" + "1" * 32
STREAM_SID = "MZ" + "2" * 32
ACCOUNT_SID = "AC" + "3" * 32


def ticket(number: int = 0, **changes: Any) -> Ticket:
    fields: dict[str, Any] = {
        "call_id": UUID(int=CALL_ID.int + number),
        "business_id": BUSINESS_ID,
        "call_sid": call_sid(number),
        "from_number": "+61400000001",
        "to_number": "+61280001234",
        "token_hash": "hash",
        "received_at": datetime.now(UTC),
        **changes,
    }
    return Ticket(**fields)


def call_sid(number: int = 0) -> str:
    return f"CA{number:032x}" if number else CALL_SID


class FakeTools:
    """Answers each tool by `outcomes[name]`, after `delay_s`; `errors[name]` is raised instead."""

    def __init__(self) -> None:
        self.outcomes: dict[str, ToolOutcome] = {
            "end_call": ToolOutcome('{"result":"ok"}', True, "end_call"),
            "transfer_call": ToolOutcome('{"result":"ok"}', True, "transfer"),
        }
        self.errors: dict[str, Exception] = {}
        self.delay_s = 0.0
        self.ran: list[tuple[str, str]] = []
        self.finished: list[str] = []

    async def run(
        self, call: CallContext, call_key: str, name: str, arguments: Mapping[str, Any], now: datetime
    ) -> ToolOutcome:
        self.ran.append((call_key, name))
        await asyncio.sleep(self.delay_s)
        if name in self.errors:
            raise self.errors[name]
        self.finished.append(name)
        return self.outcomes.get(name, ToolOutcome('{"result":"ok"}', True))


@dataclass(slots=True)
class Surroundings:
    """Everything around one process's calls."""

    node_store_dir: Path
    model: FakeLanguageModel = field(default_factory=FakeLanguageModel)
    ears: FakeSpeechToText = field(default_factory=FakeSpeechToText)
    voice: FakeTextToSpeech = field(default_factory=FakeTextToSpeech)
    records: FakeRecords = field(default_factory=FakeRecords)
    phrases: FakePhrases = field(default_factory=FakePhrases)
    tools: FakeTools = field(default_factory=FakeTools)
    leases: FakeLeases = field(default_factory=FakeLeases)
    next_steps: FakeNextSteps = field(default_factory=FakeNextSteps)
    capacity: FakeCapacity = field(default_factory=FakeCapacity)
    deferred: FakeDeferred = field(default_factory=FakeDeferred)
    profile: BusinessProfile = field(default_factory=business)
    profiles: FakeProfiles = field(init=False)

    def __post_init__(self) -> None:
        self.profiles = FakeProfiles(self.profile)

    def redis_goes_away(self) -> None:
        """And whatever is in it."""
        self.records.journal.broken = self.records.live.broken = self.leases.broken = True
        self.next_steps.broken = self.capacity.broken = True

    @property
    def dependencies(self) -> CallDependencies:
        shared: dict[str, Any] = {
            "speech_to_text": self.ears,
            "language_model": self.model,
            "text_to_speech": self.voice,
            "phrases": self.phrases,
            "profiles": self.profiles,
            "records": self.records,
            "watched": WatchedBusinesses(cast("Any", self.records.live)),
            "tools": lambda _: self.tools,
            "leases": self.leases,
            "next_steps": self.next_steps,
            "capacity": self.capacity,
            "deferred": self.deferred,
            "node_store_dir": self.node_store_dir,
        }
        return CallDependencies(**shared)
