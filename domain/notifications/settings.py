"""Whom a business has told of what, and when."""

from dataclasses import dataclass
from datetime import time

from domain.errors import InvalidInput
from domain.notifications.quiet_hours import QuietHours

MOST_RECIPIENTS = 10
MOST_REMINDERS = 3
EARLIEST_REMINDER_HOURS = 24 * 14
USUAL_QUIET = QuietHours(time(21), time(8))


@dataclass(frozen=True, slots=True)
class NotificationSettings:
    """One business's.

    Attributes:
        staff_emails: who gets messages callers leave, the digest and warnings; the owners when empty.
        staff_phones: E.164; who gets messages as texts as well.
        quiet: in the business's zone: nobody is texted then, but for what is urgent or asked for at that moment.
        reminder_hours: before an appointment, each once.
        confirms_bookings: customers are told what is booked, moved and cancelled.
        texts_missed_calls: who rang and got nobody is texted.
        digest_at: wall time of the daily digest; None for none.
    """

    staff_emails: tuple[str, ...] = ()
    staff_phones: tuple[str, ...] = ()
    quiet: QuietHours | None = USUAL_QUIET
    reminder_hours: tuple[int, ...] = (24,)
    confirms_bookings: bool = True
    texts_missed_calls: bool = False
    digest_at: time | None = None


def check(settings: NotificationSettings) -> None:
    """Raises InvalidInput, naming the field; addresses and numbers are known to be such."""
    for name, values in (("staff_emails", settings.staff_emails), ("staff_phones", settings.staff_phones)):
        if len(values) > MOST_RECIPIENTS:
            raise InvalidInput(f"{name}: at most {MOST_RECIPIENTS}")
    if len(settings.reminder_hours) > MOST_REMINDERS:
        raise InvalidInput(f"reminder_hours: at most {MOST_REMINDERS}")
    if any(not 1 <= hours <= EARLIEST_REMINDER_HOURS for hours in settings.reminder_hours):
        raise InvalidInput(f"reminder_hours: from 1 to {EARLIEST_REMINDER_HOURS}")
    if settings.quiet is not None and settings.quiet.since == settings.quiet.until:
        raise InvalidInput("quiet_until: must not be the time they begin; leave both out for none")
