"""Which version of a booking somebody saw: they change no other."""

from domain.versions import content_version
from storage.postgres.booking_lists import ListedBooking
from storage.postgres.visits import VisitRow


def booking_version(row: ListedBooking | VisitRow) -> str:
    """The same for the same time, people, status and notes."""
    return content_version([row.id, row.status, row.starts_at, row.ends_at, row.staff_id, row.notes])
