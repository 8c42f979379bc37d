"""What one caller may take up of a business: words on a phone cost nothing, and each booking keeps others away."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallerLimits:
    """Limits for one calling number.

    Attributes:
        open_bookings: appointments to come that a number may have at one business.
        bookings_per_call: appointments one call may make.
        lines: lines of one business a number may occupy at once.
    """

    open_bookings: int = 3
    bookings_per_call: int = 3
    lines: int = 2


DEFAULT_LIMITS = CallerLimits()
