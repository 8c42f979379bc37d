"""What the carrier is told when it asks what to do with a call whose media stream is over."""

import json
from dataclasses import dataclass
from typing import Any

from domain.call.effects import NextStepKind


@dataclass(frozen=True, slots=True)
class NextStep:
    """One decision of the call's process. `words` are spoken by the carrier's own voice; empty for its usual ones."""

    kind: NextStepKind
    words: str = ""

    def to_json(self) -> str:
        return json.dumps({"kind": self.kind.value, "words": self.words})

    @classmethod
    def from_json(cls, data: str | bytes) -> "NextStep":
        """A kind that only a newer release knows counts as decided: the call is hung up, never reopened."""
        fields: dict[str, Any] = json.loads(data)
        try:
            kind = NextStepKind(fields["kind"])
        except ValueError:
            return cls(NextStepKind.HANG_UP)
        return cls(kind, fields.get("words", ""))
