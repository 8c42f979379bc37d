"""What callers dictate: a number is used once it has been read back, a name is kept as it was spelled.

From `Edition.DICTATED` on.
"""

from typing import Any

import phonenumbers

from domain.call.editions import Edition
from domain.call.events import CallBrief
from domain.call.heard import heard_words
from domain.call.state import AgentTurn, CallerTurn, CallState
from domain.dialogue.tool_results import ToolRefused
from domain.spoken.dictation import SHORTEST_DICTATION, dictated, dictated_number
from domain.spoken.digits import spoken_digits
from domain.spoken.spelling import as_spelled, spelled

NUMBERS = ("callback_number", "phone_number")
CODE = "code"
NAMES = ("customer_name", "caller_name")


def is_in_force(brief: CallBrief) -> bool:
    """Whether the call is decided by these rules."""
    return brief.rules >= Edition.DICTATED


def number_to_read_back(state: CallState, text: str) -> str | None:
    """The number the caller has just said, in groups to be spoken; None without one, or when it was read back."""
    brief = state.brief
    if brief is None or not is_in_force(brief) or awaits_code(state):
        return None
    digits = dictated_number(text, brief.language)
    if digits is None or digits in _digits_read_back(state, brief):
        return None
    return f"{spoken_digits(digits, brief.language)}."


def awaits_code(state: CallState) -> bool:
    """Whether the caller was asked for a code that was texted to them: it is checked, not read back."""
    asked = [
        tool for turn in state.agent_turns for tool in turn.tools if tool.name in ("text_code", "check_code")
    ]
    return bool(asked) and asked[-1].ok is (asked[-1].name == "text_code")


def arguments_as_dictated(state: CallState, arguments: dict[str, Any]) -> dict[str, Any]:
    """A tool's arguments with its names as the caller spelled them and its number in figures."""
    brief = state.brief
    if brief is None or not is_in_force(brief):
        return arguments
    changed = {
        name: _as_spelled(state, arguments[name]) for name in NAMES if isinstance(arguments.get(name), str)
    }
    for name in (*NUMBERS, CODE):
        number = arguments.get(name)
        if isinstance(number, str) and any(sign.isalpha() for sign in number):
            said = "".join(each.digits for each in dictated(number, brief.language))
            changed |= {name: said} if len(said) >= SHORTEST_DICTATION else {}
    return {**arguments, **changed}


def refusal(state: CallState, arguments: dict[str, Any]) -> str | None:
    """What the model is told of a number that the caller has not heard yet; None when it may be used.

    It is told once for each number: whether it then read it back in words that are understood here is left to it.
    """
    brief = state.brief
    number = next((arguments[name] for name in NUMBERS if arguments.get(name)), None)
    if brief is None or not is_in_force(brief) or not isinstance(number, str):
        return None
    digits = "".join(sign for sign in number if sign in "0123456789")
    if len(digits) < SHORTEST_DICTATION or _is_callers_own(number, brief):
        return None
    if _national(number, brief.country) in _digits_read_back(state, brief):
        return None
    told = ToolRefused(
        "invalid_input",
        f'Not done yet: the caller has not heard this number. Say "{spoken_digits(digits, brief.language)}", ask'
        " whether that is right, and call the function again once they have said yes.",
    ).to_content()
    told_before = any(tool.content == told for turn in state.agent_turns for tool in turn.tools)
    return None if told_before else told


def _as_spelled(state: CallState, name: str) -> str:
    """A recogniser writes a name in its own way each time; what was spelled last counts."""
    return as_spelled(
        name, [word for turn in state.turns if isinstance(turn, CallerTurn) for word in spelled(turn.text)]
    )


def _digits_read_back(state: CallState, brief: CallBrief) -> str:
    """All digits the caller has heard from the agent, or is about to, in order."""
    texts = [
        heard_words(sentence) if turn.interrupted else sentence.text
        for turn in state.turns
        if isinstance(turn, AgentTurn)
        for sentence in turn.sentences
    ]
    return "".join(each.digits for text in texts for each in dictated(text, brief.language))


def _is_callers_own(number: str, brief: CallBrief) -> bool:
    return brief.caller_number is not None and _national(number, brief.country) == _national(
        brief.caller_number, brief.country
    )


def _national(number: str, country: str) -> str:
    """The digits everybody says of a number: without the country's code, without the zero in front of an area's."""
    try:
        return str(phonenumbers.parse(number, country or None).national_number)
    except phonenumbers.NumberParseException:
        return "".join(sign for sign in number if sign in "0123456789").lstrip("0")
