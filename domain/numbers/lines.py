"""One of the numbers a business is reached by, as far as calls to it are answered differently."""

from dataclasses import dataclass
from uuid import UUID

from domain.receptionist.content import AfterHours


@dataclass(frozen=True, slots=True)
class Line:
    """One number that reaches the business; what is empty is the business's own.

    Attributes:
        location_id: calls are about this place alone.
        greeting: what callers hear first while the business is open.
        after_hours: what they get while it is closed.
    """

    e164: str
    label: str = ""
    location_id: UUID | None = None
    language: str | None = None
    greeting: str = ""
    after_hours: AfterHours | None = None
