"""What is known of a caller by the number they call from, as the call that answers them is told.

A number proves nothing: it is what the line shows, and several people may share it.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from domain.known_fields import known_fields

MOST_PEOPLE = 4
MOST_NOTES = 3
LONGEST_NOTE = 200
"""Characters; what is known of a caller goes with the call's ticket and into its prompt."""


@dataclass(frozen=True, slots=True)
class KnownVisit:
    """An appointment in the wall time of its place; `staff` is empty for nobody in particular."""

    starts_at: datetime
    offering: str
    staff: str


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who calls from this number. `name` is empty where the business does not want it used."""

    name: str = ""
    vip: bool = False
    preferred_staff: str = ""
    last: KnownVisit | None = None
    next: KnownVisit | None = None
    notes: tuple[str, ...] = ()
    """Marked for the agent, the latest first."""
    no_shows: int = 0


@dataclass(frozen=True, slots=True)
class KnownCaller:
    """The people known by the number, at most `MOST_PEOPLE`, the latest to have booked first; at least one."""

    people: tuple[KnownPerson, ...]

    @property
    def only_one(self) -> KnownPerson | None:
        return self.people[0] if len(self.people) == 1 else None

    def to_fields(self) -> dict[str, Any]:
        """As JSON takes it."""
        return _told(asdict(self))

    @classmethod
    def from_fields(cls, fields: object) -> "KnownCaller | None":
        """None for what cannot be read: the call goes on without."""
        try:
            people = fields["people"]  # pyright: ignore[reportIndexIssue, reportUnknownVariableType]
            found = tuple(_person(each) for each in people)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        except (KeyError, TypeError, ValueError):
            return None
        return cls(found) if found else None


def _told(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _told(each) for name, each in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, list | tuple):
        return [_told(each) for each in value]  # pyright: ignore[reportUnknownVariableType]
    return value.isoformat() if isinstance(value, datetime) else value


def _person(data: Any) -> KnownPerson:
    fields = known_fields(KnownPerson, data)
    for name in ("last", "next"):
        if fields.get(name) is not None:
            visit = known_fields(KnownVisit, fields[name])
            visit["starts_at"] = datetime.fromisoformat(visit["starts_at"])
            fields[name] = KnownVisit(**visit)
    fields["notes"] = tuple(fields.get("notes", ()))
    return KnownPerson(**fields)
