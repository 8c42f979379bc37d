"""What the carrier is told when it asks what to do with a call whose media stream is over."""

import json
from dataclasses import dataclass
from typing import Any

from domain.call.effects import NextStepKind


@dataclass(frozen=True, slots=True)
class NextStep:
    """One decision of the call's process.

    `words` are spoken to the caller by the carrier's own voice; empty for its usual ones. `reason` is for the person to
    whom the caller is put through.
    """

    kind: NextStepKind
    words: str = ""
    reason: str = ""

    def to_json(self) -> str:
        fields = {"kind": self.kind.value, "words": self.words}
        return json.dumps(fields | ({"reason": self.reason} if self.reason else {}))

    @classmethod
    def from_json(cls, data: str | bytes) -> "NextStep":
        """A kind that only a newer release knows counts as decided: the call is hung up, never reopened."""
        fields: dict[str, Any] = json.loads(data)
        try:
            kind = NextStepKind(fields["kind"])
        except ValueError:
            return cls(NextStepKind.HANG_UP)
        return cls(kind, fields.get("words", ""), fields.get("reason", ""))
