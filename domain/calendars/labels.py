"""What people call the vendors of calendars."""

LABELS = {"google": "Google", "square": "Square", "fresha": "Fresha"}
"""By the kind of a calendar."""


def label_of(kind: str, name: str) -> str:
    """The vendor's; a calendar that is read by its address has only the name it was given."""
    return LABELS.get(kind, name)
