"""What the agent can do besides talking: the tools a language model sees and the intents they become.

A model's tool call is text from outside. `parse` turns it into a frozen intent or says, in words the model
can act on, what is wrong with it. What running an intent gave is told to the model by the classes of
`domain.dialogue.tool_results`. Tools about appointments: `domain.dialogue.appointment_tools`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from domain.business import BusinessProfile
from domain.conduct import conduct, topics
from domain.dialogue import appointment_tools
from domain.dialogue.intents import (
    DETAIL_KINDS,
    BookAppointment,
    DetailKind,
    EndCall,
    FindSlots,
    Intent,
    LookUpAnswer,
    SendDetails,
    TakeMessage,
    TransferCall,
    has_side_effect,
    intent_key,
)
from domain.dialogue.messages import ToolSpec
from domain.dialogue.names import person_name
from domain.dialogue.tool_arguments import MAX_TEXT_CHARS, Arguments, phone_number, required, shown, text
from domain.dialogue.tool_schemas import nullable, schema, string, yes_or_no
from domain.errors import InvalidInput
from domain.receptionist.knowledge import for_prompt

__all__ = [
    "BookAppointment",
    "EndCall",
    "FindSlots",
    "Intent",
    "SendDetails",
    "TakeMessage",
    "TransferCall",
    "has_side_effect",
    "intent_key",
    "parse",
    "tool_specs",
]

MAX_MESSAGE_CHARS = 2000
MAX_REASON_CHARS = 200


def tool_specs(profile: BusinessProfile) -> tuple[ToolSpec, ...]:
    """The tools a model may use for this business.

    Without offerings there is nothing to find or book, and without a transfer number nobody to put a caller
    through to, so those tools are left out. The schemas follow the strict subset: every property is required,
    an optional one may be null, nothing else is allowed.

    Source: https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
    """
    specs = list(appointment_tools.specs(profile))
    specs.append(
        ToolSpec(
            "take_message",
            "Passes a message on to the staff. Use it when the caller wants to leave one or you cannot help.",
            schema(
                message=string("What to pass on, in the caller's own words as far as possible."),
                caller_name=nullable("Who it is from, or null when they would not say."),
                callback_number=nullable("Where to call back, or null for the number they are calling from."),
                urgent=yes_or_no(
                    "True only if it cannot wait until somebody looks: the caller said so, or it is plain."
                ),
            ),
        )
    )
    if details := _details(profile):
        specs.append(
            ToolSpec(
                "send_details",
                "Texts the caller the address, or a link to book, at the number they call from. Only after they said"
                " yes to a text message.",
                schema(what={"type": "string", "enum": list(details), "description": "What to text them."}),
            )
        )
    if not for_prompt(conduct(profile).knowledge)[1]:
        specs.append(
            ToolSpec(
                "look_up_answer",
                "Looks up what the business has written about a question that the facts do not answer.",
                schema(question=string("The caller's question in full, in the language of the business.")),
            )
        )
    if profile.transfer_number or topics(profile):
        specs.append(
            ToolSpec(
                "transfer_call",
                "Puts the caller through to a person. Say that you are doing so first.",
                schema(
                    reason=string("A few words on why, for the person who picks up."),
                    **_topic(topics(profile)),
                ),
            )
        )
    specs.append(
        ToolSpec(
            "end_call",
            "Hangs up. Only when the caller is finished and you have said goodbye.",
            schema(reason=string("A few words on how the call ended.")),
        )
    )
    return tuple(specs)


def _details(profile: BusinessProfile) -> tuple[DetailKind, ...]:
    """What there is to be texted."""
    there: Mapping[DetailKind, bool] = {
        "address": bool(profile.address),
        "booking_link": bool(profile.offerings),
    }
    return tuple(kind for kind in DETAIL_KINDS if there[kind])


def _topic(names: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    if not names:
        return {}
    about = "What it is about, when it is one of these; null otherwise."
    return {"topic": {"type": ["string", "null"], "enum": [*names, None], "description": about}}


def parse(name: str, arguments: Mapping[str, Any]) -> Intent:
    """The intent behind a model's tool call.

    Null, absent and blank optional arguments mean the same; arguments the tool does not have are ignored.

    Raises:
        InvalidInput: there is no such tool, or an argument is missing or malformed. The message tells the
            model what to send instead.
    """
    parser = _PARSERS.get(name)
    if parser is None:
        raise InvalidInput(f"There is no tool called {shown(name)}. The tools are {', '.join(_PARSERS)}.")
    return parser(arguments)


def _take_message(arguments: Arguments) -> TakeMessage:
    message = required(arguments, "message", MAX_MESSAGE_CHARS, "Ask the caller what to pass on.")
    number = phone_number(arguments, "callback_number")
    name = text(arguments, "caller_name", MAX_TEXT_CHARS)
    urgent = arguments.get("urgent") is True
    return TakeMessage(message, person_name(name) if name is not None else None, number, urgent)


def _send_details(arguments: Arguments) -> SendDetails:
    what = arguments.get("what")
    for kind in DETAIL_KINDS:
        if what == kind:
            return SendDetails(kind)
    raise InvalidInput(f"what is one of {', '.join(DETAIL_KINDS)}, not {shown(str(what))}.")


def _look_up(arguments: Arguments) -> LookUpAnswer:
    return LookUpAnswer(required(arguments, "question", MAX_TEXT_CHARS, "Send the caller's question."))


def _transfer(arguments: Arguments) -> TransferCall:
    topic = arguments.get("topic")
    about = " ".join(topic.split())[:MAX_REASON_CHARS] if isinstance(topic, str) else ""
    return TransferCall(_reason(arguments), about)


def _reason(arguments: Arguments) -> str:
    """A missing or overlong reason must not keep a caller from being put through or let go."""
    reason = arguments.get("reason")
    return " ".join(reason.split())[:MAX_REASON_CHARS] if isinstance(reason, str) else ""


_PARSERS: Mapping[str, Callable[[Arguments], Intent]] = {
    **appointment_tools.PARSERS,
    "take_message": _take_message,
    "send_details": _send_details,
    "look_up_answer": _look_up,
    "transfer_call": _transfer,
    "end_call": lambda arguments: EndCall(_reason(arguments)),
}
