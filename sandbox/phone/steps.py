"""What a call does next: fetch a TwiML document, run one that is given, or end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sandbox.phone.call_result import CallStatus


@dataclass(frozen=True, slots=True)
class Fetch:
    """Ask a URL for the next document; it may be relative to the running one."""

    purpose: str
    url: str
    method: str = "POST"
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inline:
    """Run this document."""

    twiml: str


@dataclass(frozen=True, slots=True)
class End:
    """End the call."""

    by: Literal["caller", "application", "carrier"]
    status: CallStatus = "completed"


Step = Fetch | Inline | End
