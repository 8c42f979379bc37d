"""English."""

from domain.notifications.kinds import Kind
from domain.notifications.templates import Template
from domain.notifications.wording.words import Words

WORDS = Words(
    templates={
        Kind.BOOKING_CONFIRMED: Template(
            "{business_name}: Hi {customer_name}, your {offering}[ with {staff}] is booked for {when}.[ {address}.]"
            "[ {manage_link}]",
            "Your appointment: {offering}, {when}",
            "Hi {customer_name},\n\nyour {offering}[ with {staff}] is booked for {when}.\n\n[Where: {address}]\n\n"
            "[To move or cancel it: {manage_link}]\n\n{business_name}",
        ),
        Kind.BOOKING_MOVED: Template(
            "{business_name}: Hi {customer_name}, your {offering}[ with {staff}] has been moved to {when}.[ {address}.]"
            "[ {manage_link}]",
            "Your appointment has been moved: {offering}, {when}",
            "Hi {customer_name},\n\nyour {offering}[ with {staff}] has been moved to {when}.\n\n[Where: {address}]\n\n"
            "[To move or cancel it: {manage_link}]\n\n{business_name}",
        ),
        Kind.BOOKING_CANCELLED: Template(
            "{business_name}: Hi {customer_name}, your {offering} on {when} has been cancelled.",
            "Your appointment has been cancelled: {offering}, {when}",
            "Hi {customer_name},\n\nyour {offering} on {when} has been cancelled.\n\n{business_name}",
        ),
        Kind.BOOKING_REMINDER: Template(
            "{business_name}: Hi {customer_name}, your {offering}[ with {staff}] is on {when}. Reply C to confirm,"
            " X if you can't come.",
            "A reminder: {offering}, {when}",
            "Hi {customer_name},\n\nyour {offering}[ with {staff}] is on {when}.\n\n[Where: {address}]\n\n"
            "[To move or cancel it: {manage_link}]\n\n{business_name}",
        ),
        Kind.MISSED_CALL: Template(
            "{business_name}: Sorry we missed your call. Reply to this message and we'll get back to you."
            "[ Or book here: {booking_link}]",
            "We missed your call",
            "Sorry we missed your call. Reply to this message and we'll get back to you.\n\n"
            "[Or book here: {booking_link}]\n\n{business_name}",
        ),
        Kind.DETAILS: Template(
            "{business_name}[: {address}][ Book here: {booking_link}]",
            "{business_name}",
            "[Where: {address}]\n\n[Book here: {booking_link}]\n\n{business_name}",
        ),
        Kind.STAFF_MESSAGE: Template(
            "[{urgent}: ]Message from {caller_name}[ ({callback_number})]: {message}[ {link}]",
            "[{urgent}: ]Message from {caller_name}",
            "[{urgent}]\n\n{caller_name} left a message on {when}.\n\n{message}\n\n[Call back: {callback_number}]\n\n"
            "[{recording}]\n\n[{link}]\n\n{business_name}",
        ),
        Kind.DAILY_DIGEST: Template(
            "{business_name}, {date}: {calls} calls, {bookings} bookings, {messages} messages, {missed} missed.",
            "{date}: {calls} calls, {bookings} bookings",
            "{business_name}, {date}\n\nCalls: {calls}\nAnswered: {answered}\nMissed: {missed}\nBookings: {bookings}\n"
            "Messages: {messages}\nMinutes: {minutes}\n\n[{link}]",
        ),
        Kind.NUMBER_PORT: Template(
            "The transfer of {number} {state}[, on {date}].[ {note}][ {link}]",
            "The transfer of {number} {state}",
            "The transfer of {number} to {business_name} {state}[, on {date}].\n\n[{note}]\n\n[{link}]",
        ),
        Kind.SPENDING_WARNING: Template(
            "{business_name}: {percent} of your spending limit is used[ ({spent} of {cap})].[ {link}]",
            "{percent} of your spending limit is used",
            "{percent} of the limit of {business_name} is used[: {spent} of {cap}].\n\n"
            "When it is reached, callers are put through to you or leave a message.\n\n[{link}]",
        ),
        Kind.CALENDAR_DISPUTE: Template(
            "{business_name}: decide about {customer_name}, {when}, in {calendar}: {reason}[ {link}]",
            "Please decide: {customer_name}, {when}",
            "{customer_name} is booked for {offering} on {when}. In {calendar} it was changed in a way that "
            "could not be followed here: {reason}.\n\nNothing was changed here. Keep our time, take the other "
            "one, or cancel.\n\n[{link}]",
        ),
    },
    when="{day} at {time}",
    somebody="a caller",
    urgent="URGENT",
    recording="There is a recording of it.",
    corrected="Corrected",
    confirmed="{business_name}: Thank you, see you on {when}.",
    cancelled="{business_name}: Your appointment on {when} is cancelled. Call us for another time.",
    nothing_to_answer="{business_name}: You have no appointment to answer for. We have passed your message on.",
    too_late="{business_name}: It is too late to cancel by text. Please call us.",
    stopped="{business_name}: You will get no more texts from us. Reply START to get them again.",
    started="{business_name}: You will get our texts again. Reply STOP to get none.",
    helped="{business_name}: Call this number to reach us. Reply STOP to get no more texts.",
    undeliverable="{address} cannot be reached ({detail}): nothing more is sent there. Please call.",
)
