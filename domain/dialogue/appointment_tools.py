"""The tools for appointments: finding times, booking, moving, cancelling, and the waiting list.

A business's model sees only what it can use there: staff where there are several, variants and add-ons where an
offering has them, locations where there is a choice.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, cast
from uuid import UUID

from domain.business import BusinessProfile
from domain.dialogue import tool_arguments as given
from domain.dialogue.intents import (
    PARTS_OF_DAY,
    BookAppointment,
    CancelAppointment,
    CheckCode,
    Details,
    FindSlots,
    Intent,
    Item,
    JoinWaitingList,
    ListAppointments,
    MoveAppointment,
    PartOfDay,
    TextCode,
)
from domain.dialogue.messages import ToolSpec
from domain.dialogue.tool_arguments import MAX_NAME_CHARS, MAX_TEXT_CHARS, Arguments, shown
from domain.dialogue.tool_schemas import (
    Schema,
    nullable,
    one_of,
    one_of_or_null,
    schema,
    several_or_null,
    string,
)
from domain.errors import InvalidInput

MOST_IN_A_VISIT = 5
MOST_SEATS_AT_ONCE = 10
"""Of a group session, in one booking by phone; larger parties are for the team."""
CODE_DIGITS = 6

_ASK_WHAT = "Ask the caller what they would like to book."
_WEEKDAY = nullable(
    "The day of the week, if the caller named one for this date: their word, not worked out from the date. Else null."
)
_DATE = nullable("The day asked for, YYYY-MM-DD. Null for the next free times from now.")
_UNTIL = nullable("The last day, YYYY-MM-DD, where the caller would take several days; null for the one day.")
_STARTS = string("Start in the business's wall time, YYYY-MM-DDTHH:MM, no offset.")
_BOOKING_ID = string("The booking_id that list_my_appointments or book_appointment gave.")
_NAME = string(
    "The name the caller gave for the appointment: letters, spaces, hyphens, apostrophes and full stops, nothing else."
)


def specs(profile: BusinessProfile) -> tuple[ToolSpec, ...]:
    """None where nothing can be booked."""
    if not profile.offerings:
        return ()
    visit, one = _visit(profile), _one(profile)
    staff = _staff(profile, "Whom the caller asked for instead; null to stay with whom they have.")
    return (
        ToolSpec(
            "find_slots",
            "Free appointment times. Call this before naming any time; never guess. Answers with up to six start times"
            " in the business's wall time, and whether the requested time is free. Those under held are kept for this"
            " caller for three minutes: offer them first.",
            schema(
                **visit,
                date=_DATE,
                until=_UNTIL,
                weekday=_WEEKDAY,
                part_of_day=one_of_or_null(
                    PARTS_OF_DAY, "Null unless the caller asked for a part of the day without a time."
                ),
                time=nullable("The start asked for, 24-hour HH:MM in the business's wall time, or null."),
                booking_id=nullable(
                    "The booking_id of the appointment that is to be moved; null for a new appointment."
                ),
            ),
        ),
        ToolSpec(
            "book_appointment",
            "Books an appointment. Only after find_slots showed the time to be free and the caller said yes to the"
            " offering, day, time and name read back to them.",
            schema(
                **visit,
                starts_at_local=_STARTS,
                weekday=_WEEKDAY,
                customer_name=_NAME,
                notes=nullable("What the caller wants the staff to know for this visit, or null."),
            ),
        ),
        ToolSpec(
            "list_my_appointments",
            "The caller's appointments to come, what they wait for, and a time that is kept for them from the waiting"
            " list. Call this before moving or cancelling. Refused when it is not known who calls: then text_code.",
            schema(),
        ),
        ToolSpec(
            "text_code",
            "Texts a code to the number an appointment was booked under, when the caller hides their number or calls"
            " from another one. Never say whether anything is booked under that number.",
            schema(phone_number=string("The number the caller gave, with its digits as they said them.")),
        ),
        ToolSpec(
            "check_code",
            "Checks the code the caller read out or typed after text_code. Answers as list_my_appointments does.",
            schema(code=string(f"The {CODE_DIGITS} digits.")),
        ),
        ToolSpec(
            "move_appointment",
            "Gives an appointment another time, with the same person where they are free. Only after find_slots with"
            " its booking_id showed the time to be free and the caller said yes to the new day and time.",
            schema(booking_id=_BOOKING_ID, starts_at_local=_STARTS, weekday=_WEEKDAY, **staff),
        ),
        ToolSpec(
            "cancel_appointment",
            "Cancels an appointment. Only after the caller said yes to cancelling exactly this one.",
            schema(booking_id=_BOOKING_ID),
        ),
        ToolSpec(
            "join_waiting_list",
            "Puts the caller on the waiting list: a text message offers them a time that becomes free. Only when"
            " nothing that suits them is free, and they want it.",
            schema(
                **{name: value for name, value in one.items() if name != "seats"},
                date=nullable(
                    "The first day they would take, YYYY-MM-DD; null for any day of the coming weeks."
                ),
                until=_UNTIL,
                weekday=_WEEKDAY,
                customer_name=_NAME,
                phone_number=nullable("Where to text them; null for the number they are calling from."),
            ),
        ),
    )


def _visit(profile: BusinessProfile) -> dict[str, Schema]:
    one = _one(profile)
    if len(profile.offerings) < 2:
        return one
    entry = {name: value for name, value in one.items() if name not in ("location", "seats")}
    return {
        **one,
        "also": several_or_null(
            schema(**entry), "More offerings right after it in the same visit, in order; null for one alone."
        ),
    }


def _one(profile: BusinessProfile) -> dict[str, Schema]:
    found = {"offering": one_of((o.name for o in profile.offerings), "What is to be booked.")}
    variants = dict.fromkeys(each.name for o in profile.offerings for each in o.variants)
    add_ons = dict.fromkeys(each.name for o in profile.offerings for each in o.add_ons)
    if variants:
        found["variant"] = one_of_or_null(
            variants, "The kind of it the caller needs, of those it has; or null."
        )
    if add_ons:
        extra = one_of(add_ons, "An extra that offering has.")
        found["add_ons"] = several_or_null(extra, "Extras the caller wants with it; null for none.")
    found |= _staff(profile, "Whom the caller asked for; null when anybody will do.")
    if any(each.seats is not None for each in profile.offerings):
        found["seats"] = {
            "type": ["integer", "null"],
            "description": "For a group session: for how many people; null for one, and for anything else.",
        }
    if len(profile.sites) > 1:
        found["location"] = one_of_or_null(
            (site.name for site in profile.sites),
            "Where, as the caller said; null where only one location has it, or for an appointment that is moved.",
        )
    return found


def _staff(profile: BusinessProfile, description: str) -> dict[str, Schema]:
    if len(profile.staff) < 2:
        return {}
    return {"staff": one_of_or_null((member.name for member in profile.staff), description)}


def _offering(arguments: Arguments) -> str:
    return given.required(arguments, "offering", MAX_NAME_CHARS, _ASK_WHAT)


def _item(arguments: object) -> Item:
    if isinstance(arguments, str):
        arguments = {"offering": arguments}
    if not isinstance(arguments, Mapping):
        raise InvalidInput(f"also must be a list of offerings, not {shown(arguments)}.")
    entry = cast("Mapping[str, Any]", arguments)
    return Item(
        _offering(entry),
        given.text(entry, "variant", MAX_NAME_CHARS),
        given.texts(entry, "add_ons"),
        given.text(entry, "staff", MAX_NAME_CHARS),
    )


def _details(arguments: Arguments) -> Details:
    also = tuple(_item(each) for each in given.listed(arguments, "also"))
    if len(also) >= MOST_IN_A_VISIT:
        raise InvalidInput(
            f"One visit is of {MOST_IN_A_VISIT} offerings at the most; book the rest by itself."
        )
    return Details(
        given.text(arguments, "variant", MAX_NAME_CHARS),
        given.texts(arguments, "add_ons"),
        given.text(arguments, "staff", MAX_NAME_CHARS),
        also,
        given.text(arguments, "location", MAX_NAME_CHARS),
        given.count(arguments, "seats", MOST_SEATS_AT_ONCE),
    )


def _find_slots(arguments: Arguments) -> FindSlots:
    offering = _offering(arguments)
    part = given.text(arguments, "part_of_day", 40)
    part_of_day: PartOfDay | None = next(
        (known for known in PARTS_OF_DAY if part and known == part.casefold()), None
    )
    if part and part_of_day is None:
        known = ", ".join(PARTS_OF_DAY)
        raise InvalidInput(f"part_of_day must be one of {known} or null, not {shown(part)}.")
    day, at = given.day_and_time(arguments)
    until = given.day(arguments, "until")
    if until is not None and (day is None or until < day):
        raise InvalidInput("until is the last of several days and comes after date, the first of them.")
    return FindSlots(
        offering,
        day,
        part_of_day,
        at,
        _details(arguments),
        until if until != day else None,
        given.weekday(arguments),
        given.booking_id(arguments, optional=True),
    )


def _book_appointment(arguments: Arguments) -> BookAppointment:
    return BookAppointment(
        _offering(arguments),
        given.starts_at_local(arguments),
        given.customer_name(arguments),
        _details(arguments),
        given.text(arguments, "notes", MAX_TEXT_CHARS) or "",
        given.weekday(arguments),
    )


def _text_code(arguments: Arguments) -> TextCode:
    number = given.phone_number(arguments, "phone_number")
    if number is None:
        raise InvalidInput(
            "phone_number is missing. Ask the caller for the number the appointment was booked under."
        )
    return TextCode(number)


def _check_code(arguments: Arguments) -> CheckCode:
    said = given.required(arguments, "code", 40, "Ask the caller to read out the code, or to type it.")
    digits = re.sub(r"\D", "", said)
    if len(digits) != CODE_DIGITS:
        raise InvalidInput(
            f"The code has {CODE_DIGITS} digits, not {len(digits)}. Ask the caller for it once more."
        )
    return CheckCode(digits)


def _known(arguments: Arguments) -> UUID:
    return cast(UUID, given.booking_id(arguments))


def _move_appointment(arguments: Arguments) -> MoveAppointment:
    return MoveAppointment(
        _known(arguments),
        given.starts_at_local(arguments),
        given.text(arguments, "staff", MAX_NAME_CHARS),
        given.weekday(arguments),
    )


def _join_waiting_list(arguments: Arguments) -> JoinWaitingList:
    day, until = given.day(arguments), given.day(arguments, "until")
    if until is not None and (day is None or until < day):
        raise InvalidInput("until is the last of several days and comes after date, the first of them.")
    details = _details(arguments)
    if details.also:
        raise InvalidInput("One waits for one offering; the others can be booked when a time is offered.")
    return JoinWaitingList(
        _offering(arguments),
        given.customer_name(arguments),
        day,
        until,
        details,
        given.phone_number(arguments, "phone_number"),
        given.weekday(arguments),
    )


PARSERS: Mapping[str, Callable[[Arguments], Intent]] = {
    "find_slots": _find_slots,
    "book_appointment": _book_appointment,
    "list_my_appointments": lambda _: ListAppointments(),
    "text_code": _text_code,
    "check_code": _check_code,
    "move_appointment": _move_appointment,
    "cancel_appointment": lambda arguments: CancelAppointment(_known(arguments)),
    "join_waiting_list": _join_waiting_list,
}


def arguments_of(
    intent: BookAppointment | MoveAppointment | CancelAppointment | JoinWaitingList,
) -> dict[str, Any]:
    """What `parse` makes this intent of; plain bookings as every release reads them.

    The weekday is left out: it was compared when the intent was taken.
    """
    match intent:
        case BookAppointment():
            found: dict[str, Any] = {
                "offering": intent.offering,
                "starts_at_local": intent.starts_at_local.isoformat(timespec="minutes"),
                "customer_name": intent.customer_name,
                "notes": intent.notes,
                **_as_arguments(intent.details),
            }
        case MoveAppointment():
            found = {
                "booking_id": str(intent.booking_id),
                "starts_at_local": intent.starts_at_local.isoformat(timespec="minutes"),
                "staff": intent.staff,
            }
        case CancelAppointment():
            return {"booking_id": str(intent.booking_id)}
        case JoinWaitingList():
            found = {
                "offering": intent.offering,
                "customer_name": intent.customer_name,
                "date": intent.date.isoformat() if intent.date else None,
                "until": intent.until.isoformat() if intent.until else None,
                "phone_number": intent.phone_number,
                **_as_arguments(intent.details),
            }
    return {name: value for name, value in found.items() if value}


def _as_arguments(details: Details) -> dict[str, Any]:
    return {
        "variant": details.variant,
        "add_ons": list(details.add_ons),
        "staff": details.staff,
        "also": [
            {"offering": i.offering, "variant": i.variant, "add_ons": list(i.add_ons), "staff": i.staff}
            for i in details.also
        ],
        "location": details.location,
        "seats": details.seats if details.seats > 1 else None,
    }
