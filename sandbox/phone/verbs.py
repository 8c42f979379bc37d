"""The verbs of a TwiML document, as this carrier runs them.

Source: https://www.twilio.com/docs/voice/twiml
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stream:
    url: str
    name: str = ""
    status_callback: str | None = None
    status_callback_method: str = "POST"
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Connect:
    stream: Stream
    action: str | None = None
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Say:
    text: str
    loop: int = 1


@dataclass(frozen=True, slots=True)
class Play:
    url: str


@dataclass(frozen=True, slots=True)
class Pause:
    length_s: float = 1.0


@dataclass(frozen=True, slots=True)
class Dial:
    numbers: tuple[str, ...]
    action: str | None = None
    method: str = "POST"
    timeout_s: float = 30.0
    answer_on_bridge: bool = False
    caller_id: str | None = None
    asks_at: str | None = None
    """What a person who picks up is dealt with by, before the caller hears them: `<Number url>`."""
    asks_method: str = "POST"


@dataclass(frozen=True, slots=True)
class Redirect:
    url: str
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Hangup:
    pass


@dataclass(frozen=True, slots=True)
class Reject:
    reason: str = "rejected"


@dataclass(frozen=True, slots=True)
class Record:
    action: str | None = None
    method: str = "POST"
    timeout_s: float = 5.0
    max_length_s: float = 3600.0
    finish_on_key: str = "1234567890*#"
    status_callback: str | None = None
    status_callback_method: str = "POST"


@dataclass(frozen=True, slots=True)
class Gather:
    """Key presses only; `prompts` are the nested Say, Play and Pause."""

    prompts: tuple[Say | Play | Pause, ...] = ()
    action: str | None = None
    method: str = "POST"
    timeout_s: float = 5.0
    num_digits: int | None = None
    finish_on_key: str = "#"
    action_on_empty_result: bool = False


Verb = Connect | Say | Play | Pause | Dial | Redirect | Hangup | Reject | Record | Gather
