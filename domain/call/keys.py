"""What the caller is typing on their phone."""

from dataclasses import dataclass

OPERATOR_KEY = "0"
"""The key every phone menu has taught callers to press for a person."""

LONGEST = 32
"""More digits than any number that is asked for on the phone."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys pressed one after the other that belong together, as far as they have come.

    Attributes:
        digits: of `0123456789`; empty when what was typed has been wiped out with `*`.
        last_at_ms: when the last key was pressed.
    """

    digits: str
    last_at_ms: float

    def pressed(self, key: str, now_ms: float) -> "Keys":
        """One more key; `*` wipes out those before it."""
        return Keys("" if key == "*" else (self.digits + key)[:LONGEST], now_ms)


def typed(digits: str) -> str:
    """Keys as the transcript and the model have them."""
    return f"[pressed key {digits}]" if len(digits) == 1 else f"[typed {digits}]"
