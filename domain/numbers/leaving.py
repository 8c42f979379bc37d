"""How long a business has a number, and how it came by it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.errors import Conflict


class Phase(StrEnum):
    """Where a number of a business is."""

    ACTIVE = "active"
    RELEASING = "releasing"
    """It is to be given back at an instant to come; callers hear that it is not in use, and it can still be kept."""
    RELEASED = "released"
    """It is being given back: nobody can keep it any more. The row goes once the carrier has it."""


class Source(StrEnum):
    """How a business came by a number, which is what becomes of it in the end."""

    BOUGHT = "bought"
    """Through us: the carrier gets it back."""
    BROUGHT = "brought"
    """It was in the carrier's account already, and stays there."""
    ASSIGNED = "assigned"
    """By whoever runs the platform; nothing is known of it at the carrier."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """A number's phase and, while it is to be given back, when."""

    phase: Phase
    release_at: datetime | None = None

    def asked_for(self, now: datetime, waits: timedelta) -> "Leaving":
        """Somebody wants it given back; asked again, nothing is different. Raises Conflict."""
        match self.phase:
            case Phase.ACTIVE:
                return Leaving(Phase.RELEASING, now + waits)
            case Phase.RELEASING:
                return self
            case Phase.RELEASED:
                raise Conflict("this number has been given back")

    def kept(self) -> "Leaving":
        """Somebody wants to keep it after all. Raises Conflict once it is too late."""
        if self.phase is Phase.RELEASED:
            raise Conflict("this number has been given back; look whether it can be bought again")
        return Leaving(Phase.ACTIVE)

    def due(self, now: datetime) -> "Leaving":
        """As it is at this instant: what was to be given back by now is."""
        if self.phase is Phase.RELEASING and self.release_at is not None and self.release_at <= now:
            return Leaving(Phase.RELEASED, self.release_at)
        return self
