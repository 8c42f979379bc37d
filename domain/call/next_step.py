"""What the carrier is told when it asks what to do with a call whose media stream is over."""

import json
from dataclasses import dataclass
from typing import Any

from domain.call.effects import NextStepKind
from domain.conduct import Target
from domain.receptionist.content import RING_S


@dataclass(frozen=True, slots=True)
class NextStep:
    """One decision of the call's process.

    `words` are spoken to the caller by the carrier's own voice; empty for its usual ones. `reason` is for the person to
    whom the caller is put through, `whom` says who that is; None for whoever the business names for all.
    """

    kind: NextStepKind
    words: str = ""
    reason: str = ""
    whom: Target | None = None

    def to_json(self) -> str:
        fields: dict[str, Any] = {"kind": self.kind.value, "words": self.words}
        if self.reason:
            fields["reason"] = self.reason
        if self.whom is not None:
            fields |= {"number": self.whom.number, "warm": self.whom.warm, "ring_s": self.whom.ring_s}
        return json.dumps(fields)

    @classmethod
    def from_json(cls, data: str | bytes) -> "NextStep":
        """A kind that only a newer release knows counts as decided: the call is hung up, never reopened."""
        fields: dict[str, Any] = json.loads(data)
        try:
            kind = NextStepKind(fields["kind"])
        except ValueError:
            return cls(NextStepKind.HANG_UP)
        whom = None
        if fields.get("number"):
            whom = Target(fields["number"], fields.get("warm", True), fields.get("ring_s", RING_S))
        return cls(kind, fields.get("words", ""), fields.get("reason", ""), whom)
