from typing import Any

import pytest
from deepgram.core.unchecked_base_model import construct_type
from deepgram.listen.v2.socket_client import V2SocketClientResponse

from domain.errors import ProviderError
from providers.deepgram.flux import FluxTurns
from providers.ports import EagerEnd, PartialTranscript, SpeechEvent, SpeechStarted, TurnResumed, UtteranceEnd
from tests.support.contracts import message_errors, needs_contracts

CONTRACT = "deepgram_ws_from_wheel.schema.json"


def turn(event: str, transcript: str = "", confidence: float = 0.1, **changes: Any) -> dict[str, Any]:
    words = [
        {"word": word, "confidence": 0.8, "start": index * 0.3, "end": index * 0.3 + 0.25}
        for index, word in enumerate(transcript.split())
    ]
    return {
        "type": "TurnInfo",
        "request_id": "7c1c2c0e-0000-4000-8000-000000000000",
        "sequence_id": 1,
        "event": event,
        "turn_index": 0,
        "audio_window_start": 0.0,
        "audio_window_end": 1.0,
        "transcript": transcript,
        "words": words,
        "end_of_turn_confidence": confidence,
        **changes,
    }


def heard(*messages: dict[str, Any]) -> list[SpeechEvent]:
    turns = FluxTurns()
    return [
        event
        for message in messages
        for event in turns.events(construct_type(type_=V2SocketClientResponse, object_=message))
    ]


@needs_contracts
def test_the_turns_used_here_follow_the_contract() -> None:
    assert message_errors(CONTRACT, "ListenV2TurnInfo", turn("EndOfTurn", "hello there")) == []


def test_a_turn_starts_grows_and_ends() -> None:
    assert heard(
        turn("Update"),
        turn("StartOfTurn", "a"),
        turn("Update", "a haircut"),
        turn("Update", "a haircut"),
        turn("EndOfTurn", "A haircut.", 0.9),
    ) == [
        SpeechStarted(),
        PartialTranscript("a"),
        PartialTranscript("a haircut"),
        UtteranceEnd("A haircut.", pytest.approx(0.8), pytest.approx(550.0)),
    ]


def test_an_eager_end_is_followed_by_the_end() -> None:
    assert heard(
        turn("StartOfTurn", "yes"),
        turn("EagerEndOfTurn", "yes please", 0.5),
        turn("EndOfTurn", "yes please", 0.8),
    ) == [
        SpeechStarted(),
        PartialTranscript("yes"),
        EagerEnd("yes please", 0.5),
        UtteranceEnd("yes please", pytest.approx(0.8), pytest.approx(550.0)),
    ]


def test_a_speaker_may_go_on_after_an_eager_end() -> None:
    assert heard(
        turn("StartOfTurn", "yes"),
        turn("EagerEndOfTurn", "yes", 0.5),
        turn("TurnResumed", "yes and"),
        turn("EndOfTurn", "yes and no"),
    )[2:] == [
        EagerEnd("yes", 0.5),
        TurnResumed(),
        PartialTranscript("yes and"),
        UtteranceEnd("yes and no", pytest.approx(0.8), pytest.approx(850.0)),
    ]


def test_words_without_a_start_of_turn_still_start_speech() -> None:
    assert heard(turn("Update", "hello")) == [SpeechStarted(), PartialTranscript("hello")]


def test_a_turn_of_noise_ends_with_empty_text() -> None:
    assert heard(turn("StartOfTurn"), turn("EndOfTurn", "", 0.6)) == [SpeechStarted(), UtteranceEnd("", 0.6)]


def test_the_next_turn_starts_afresh() -> None:
    first = (turn("StartOfTurn", "one"), turn("EndOfTurn", "one"))
    second = (turn("StartOfTurn", "one", turn_index=1), turn("EndOfTurn", "one", turn_index=1))
    events = heard(*first, *second)
    assert events[:3] == events[3:]


@pytest.mark.parametrize(
    "message",
    [
        {"type": "Connected", "request_id": "r", "sequence_id": 0},
        {"type": "Warning", "request_id": "r", "sequence_id": 2, "code": "W", "description": "d"},
        {"type": "SomethingNew", "value": 1},
    ],
)
def test_messages_about_the_connection_tell_nothing(message: dict[str, Any]) -> None:
    assert heard(message) == []


def test_a_fatal_error_is_raised_with_its_reason() -> None:
    with pytest.raises(ProviderError, match="INTERNAL_SERVER_ERROR: out of service") as raised:
        heard(
            {
                "type": "Error",
                "sequence_id": 3,
                "code": "INTERNAL_SERVER_ERROR",
                "description": "out of service",
            }
        )
    assert raised.value.retryable


@pytest.mark.parametrize("missing", ["transcript", "words", "end_of_turn_confidence"])
def test_a_turn_without_its_required_fields_is_an_error(missing: str) -> None:
    message = turn("EndOfTurn")
    del message[missing]
    with pytest.raises(ProviderError, match="malformed"):
        heard(message)


# --- turns are numbered -----------------------------------------------------------------------------------------
WHOLE_TURN = (turn("StartOfTurn", "a"), turn("EndOfTurn", "a haircut", 0.9))


@pytest.mark.parametrize(
    "late",
    [
        turn("Update", "a haircut"),
        turn("EndOfTurn", "a haircut", 0.9),
        turn("EndOfTurn", "a haircut please", 0.9),
        turn("TurnResumed", "a haircut"),
        turn("EagerEndOfTurn", "a haircut", 0.6),
        turn("StartOfTurn", "a"),
    ],
    ids=["update", "end again", "another end", "resumed", "eager end", "start again"],
)
def test_what_comes_late_of_a_turn_that_is_over_tells_nothing(late: dict[str, Any]) -> None:
    assert heard(*WHOLE_TURN, late) == heard(*WHOLE_TURN)


def test_what_comes_late_does_not_touch_the_turn_under_way() -> None:
    events = heard(
        *WHOLE_TURN,
        turn("StartOfTurn", "at", turn_index=1),
        turn("EndOfTurn", "a haircut", 0.9),
        turn("EndOfTurn", "at ten", 0.9, turn_index=1),
    )
    assert [event for event in events if isinstance(event, UtteranceEnd)] == [
        UtteranceEnd("a haircut", pytest.approx(0.8), pytest.approx(550.0)),
        UtteranceEnd("at ten", pytest.approx(0.8), pytest.approx(550.0)),
    ]


def test_a_turn_whose_end_was_lost_ends_when_the_next_one_begins() -> None:
    assert heard(
        turn("StartOfTurn", "a"),
        turn("Update", "a haircut"),
        turn("StartOfTurn", "at", turn_index=1),
        turn("EndOfTurn", "a haircut", 0.9),
    ) == [
        SpeechStarted(),
        PartialTranscript("a"),
        PartialTranscript("a haircut"),
        UtteranceEnd("a haircut", 0.0),
        SpeechStarted(),
        PartialTranscript("at"),
    ]


def test_noise_that_never_ended_is_no_turn() -> None:
    assert not any(
        isinstance(event, UtteranceEnd) for event in heard(turn("StartOfTurn"), turn("Update", turn_index=1))
    )


def test_turns_without_numbers_are_taken_as_they_come() -> None:
    messages = [turn("EndOfTurn", "yes"), turn("EndOfTurn", "no")]
    for message in messages:
        del message["turn_index"]
    assert [event.text for event in heard(*messages) if isinstance(event, UtteranceEnd)] == ["yes", "no"]
