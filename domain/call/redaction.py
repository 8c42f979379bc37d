"""A call without card data: its turns as people and models may read them, and its journal as it may be kept.

The machine works on what was said: a card number is complete only with its last digits, which may come turns later.
What leaves the process for good, or is read by anybody, goes through here.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from domain.call import codec
from domain.call.events import CallerHeard, Event, KeyPressed, SentenceWritten, UtteranceEnded
from domain.call.machine import step
from domain.call.state import AgentTurn, CallerTurn, CallState, Turn
from domain.dialogue.messages import ModelMessage, ToolCall
from domain.redaction.cards import LONGEST, SHORTEST, is_card, redacted, redacted_value, without_digits

_ZERO = "0"
"""What a key that was part of a card number becomes: a journal holds none but keys."""


def redacted_turns(turns: Sequence[Turn], under_way: str = "") -> tuple[tuple[Turn, ...], str]:
    """The turns, and the caller's words under way, without card data.

    A turn without any is the very same one.
    """
    said: list[tuple[str, str]] = []
    for turn in turns:
        if isinstance(turn, AgentTurn):
            said += [("agent", sentence.text) for sentence in turn.sentences]
        else:
            said.append(("caller", turn.text))
    said.append(("caller", under_way))
    texts = iter(redacted(said).texts)
    cleaned: list[Turn] = []
    for turn in turns:
        if isinstance(turn, CallerTurn):
            text = next(texts)
            cleaned.append(turn if text == turn.text else replace(turn, text=text))
            continue
        sentences = tuple(
            sentence if (text := next(texts)) == sentence.text else replace(sentence, text=text)
            for sentence in turn.sentences
        )
        cleaned.append(turn if sentences == turn.sentences else replace(turn, sentences=sentences))
    return tuple(cleaned), next(texts)


def redacted_messages(messages: Sequence[ModelMessage]) -> tuple[ModelMessage, ...]:
    """What a model is told of the conversation, without card data. 0.1 ms for forty entries it has seen before."""
    said = [
        (message.role if message.role != "tool" else f"tool {number}", message.content)
        for number, message in enumerate(messages)
    ]
    texts = redacted(said).texts
    return tuple(_message(message, text) for message, text in zip(messages, texts, strict=True))


def _message(message: ModelMessage, text: str) -> ModelMessage:
    calls = tuple(_call(call) for call in message.tool_calls)
    if text == message.content and calls == message.tool_calls:
        return message
    return replace(message, content=text, tool_calls=calls)


def _call(call: ToolCall) -> ToolCall:
    arguments = redacted_value(call.arguments)
    return call if arguments is call.arguments else replace(call, arguments=arguments)


def has_card_data(state: CallState) -> bool:
    """Whether something of the call has to be taken out before it is kept."""
    turns, words = redacted_turns(state.turns, state.utterance.words)
    return words != state.utterance.words or any(
        now is not before for now, before in zip(turns, state.turns, strict=True)
    )


def redacted_journal(entries: Sequence[bytes]) -> Sequence[bytes]:
    """The journal without card data, decided anew: run again it comes to what it says.

    The very same entries when there is none in them.

    Raises:
        InvalidInput: one of the entries is not ours.
    """
    read = [codec.read_entry(entry) for entry in dict.fromkeys(entries)]
    events = [entry.event for entry in read]
    cleaned = _without_cards(events)
    if cleaned == events:
        return entries
    state = CallState()
    written: list[bytes] = []
    for entry, event in zip(read, cleaned, strict=True):
        decided = entry.decided
        try:
            state, effects = step(state, event, entry.at_ms)
            decided = None if decided is None else codec.digest(state.phase, effects)
        except (
            Exception
        ):  # Whatever it is, the entry goes without a digest; `receptionist replay` shows which.
            decided = None
        written.append(codec.encode(event, entry.at_ms, decided))
    return written


def _without_cards(events: Sequence[Event]) -> list[Event]:
    cleaned = list(events)
    said: list[tuple[str, str]] = []
    places: list[int] = []
    last_heard: int | None = None
    for place, event in enumerate(events):
        match event:
            case UtteranceEnded(text=text):
                said.append(("caller", text))
                places.append(place)
                last_heard = None
            case CallerHeard():
                last_heard = place
            case SentenceWritten(text=text):
                said.append(("agent", text))
                places.append(place)
            case _:
                pass
    if last_heard is not None and isinstance(heard := events[last_heard], CallerHeard):
        said.append(("caller", heard.text))  # nobody heard the end of it
        places.append(last_heard)
    found = redacted(said)
    for place, (_, before), after in zip(places, said, found.texts, strict=True):
        event = events[place]
        if before != after and isinstance(event, UtteranceEnded | SentenceWritten | CallerHeard):
            cleaned[place] = replace(event, text=after)
            if not isinstance(event, SentenceWritten):
                _clean_interim(cleaned, place)
    _clean_keys(cleaned)
    for place, event in enumerate(cleaned):
        values = {name: getattr(event, name) for name in _VALUES if hasattr(event, name)}
        new = {name: redacted_value(value) for name, value in values.items()}
        if any(new[name] is not values[name] and new[name] != values[name] for name in new):
            changes: dict[str, Any] = new
            cleaned[place] = replace(event, **changes)
    return cleaned


_VALUES = ("calls", "content")
"""Fields of tools' events that hold what the model made of what was said."""


def _clean_interim(events: list[Event], place: int) -> None:
    """Interim results of an utterance hold it piece by piece: every digit in them goes."""
    for before in range(place - 1, -1, -1):
        event = events[before]
        if isinstance(event, UtteranceEnded):
            return
        if isinstance(event, CallerHeard):
            events[before] = CallerHeard(without_digits(event.text))


def _clean_keys(events: list[Event]) -> None:
    """Card numbers that were typed, with the three or four keys after one."""
    typed = [
        place
        for place, event in enumerate(events)
        if isinstance(event, KeyPressed) and event.digit.isdecimal()
    ]
    digits = "".join(event.digit for place in typed if isinstance(event := events[place], KeyPressed))
    start = 0
    while start + SHORTEST <= len(digits):
        length = next(
            (size for size in range(LONGEST, SHORTEST - 1, -1) if is_card(digits[start : start + size])), None
        )
        if length is None or start + length > len(digits):
            start += 1
            continue
        end = start + length
        end = len(digits) if len(digits) - end <= 10 else end
        for place in typed[start:end]:
            events[place] = KeyPressed(_ZERO)
        start = end
