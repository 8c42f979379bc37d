"""What stands in the menu of a business, in its order."""

from dataclasses import dataclass

from domain.accounts.roles import Permission, Principal


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the menu.

    Attributes:
        path: below the business's own; empty for its first page.
        needs: who lacks it does not see the entry.
    """

    path: str
    title: str
    icon: str
    needs: Permission


PLACES = (
    Place("", "Today", icon="sun", needs=Permission.CALLS_READ),
    Place("live", "Live", icon="radio", needs=Permission.CALLS_READ),
    Place("calls", "Calls", icon="phone", needs=Permission.CALLS_READ),
    Place("calendar", "Calendar", icon="calendar", needs=Permission.BOOKINGS_READ),
    Place("inbox", "Inbox", icon="inbox", needs=Permission.CALLS_READ),
    Place("receptionist", "Receptionist", icon="headset", needs=Permission.SETTINGS_READ),
    Place("settings", "Settings", icon="settings", needs=Permission.SETTINGS_READ),
)


def places_for(principal: Principal) -> tuple[Place, ...]:
    """Those that who asks may open."""
    return tuple(place for place in PLACES if place.needs in principal.permissions)
