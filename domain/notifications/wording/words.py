"""What a language has to say."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.notifications.kinds import Kind
from domain.notifications.templates import Template


@dataclass(frozen=True, slots=True)
class Words:
    """One language.

    Attributes:
        templates: of every kind.
        when: day and time, `{day}` and `{time}`.
        somebody: whoever did not say their name, or has no number to show.
        urgent: stands before a message that is.
        recording: that a recording belongs to it.
        corrected: of a message whose sender said it anew.
        confirmed, cancelled: what a customer reads after they answered a reminder; `{business_name}`, `{when}`.
        nothing_to_answer: after an answer to no reminder that is open.
        too_late: after a cancellation that cannot be had by text any more.
        undeliverable: to the business, of an `{address}` that cannot be reached for `{detail}`.
        stopped, started, helped: after STOP, START and HELP; `{business_name}`.
    """

    templates: Mapping[Kind, Template]
    when: str
    somebody: str
    urgent: str
    recording: str
    corrected: str
    confirmed: str
    cancelled: str
    nothing_to_answer: str
    too_late: str
    stopped: str
    started: str
    helped: str
    undeliverable: str
