from typing import Any

import pytest
from deepgram.core.unchecked_base_model import construct_type
from deepgram.listen.v1.socket_client import V1SocketClientResponse

from domain.errors import ProviderError
from providers.deepgram.nova import NovaUtterances, nova_language
from providers.ports import PartialTranscript, SpeechEvent, SpeechStarted, UtteranceEnd
from tests.support.contracts import message_errors, needs_contracts

CONTRACT = "deepgram_ws_from_wheel.schema.json"
STARTED = {"type": "SpeechStarted", "channel": [0], "timestamp": 0.4}
UTTERANCE_END = {"type": "UtteranceEnd", "channel": [0, 1], "last_word_end": 2.4}


def results(
    transcript: str, *, final: bool = False, speech_final: bool = False, confidence: float = 0.9
) -> dict[str, Any]:
    words = [
        {"word": word, "start": index * 0.5, "end": index * 0.5 + 0.4, "confidence": confidence}
        for index, word in enumerate(transcript.split())
    ]
    return {
        "type": "Results",
        "channel_index": [0, 1],
        "duration": 1.0,
        "start": 0.0,
        "is_final": final,
        "speech_final": speech_final,
        "channel": {"alternatives": [{"transcript": transcript, "confidence": confidence, "words": words}]},
        "metadata": {
            "request_id": "r",
            "model_uuid": "m",
            "model_info": {"name": "nova-3", "version": "1", "arch": "nova-3"},
        },
    }


def heard(*messages: dict[str, Any], then_closed: bool = False) -> list[SpeechEvent]:
    utterances = NovaUtterances()
    events = [
        event
        for message in messages
        for event in utterances.events(construct_type(type_=V1SocketClientResponse, object_=message))
    ]
    return [*events, *utterances.end()] if then_closed else events


@needs_contracts
def test_the_messages_used_here_follow_the_contract() -> None:
    assert message_errors(CONTRACT, "ListenV1Results", results("guten tag", final=True)) == []
    assert message_errors(CONTRACT, "ListenV1SpeechStarted", STARTED) == []
    assert message_errors(CONTRACT, "ListenV1UtteranceEnd", UTTERANCE_END) == []


def test_an_utterance_is_its_final_segments_joined_at_speech_final() -> None:
    assert heard(
        STARTED,
        results("ich"),
        results("ich möchte", final=True, confidence=0.8),
        results("einen"),
        results("einen Termin", final=True, speech_final=True, confidence=1.0),
    ) == [
        SpeechStarted(),
        PartialTranscript("ich"),
        PartialTranscript("ich möchte"),
        PartialTranscript("ich möchte einen"),
        PartialTranscript("ich möchte einen Termin"),
        UtteranceEnd("ich möchte einen Termin", pytest.approx(0.9), pytest.approx(900.0)),
    ]


def test_utterance_end_closes_what_noise_kept_open() -> None:
    assert heard(STARTED, results("oui", final=True), UTTERANCE_END) == [
        SpeechStarted(),
        PartialTranscript("oui"),
        UtteranceEnd("oui", pytest.approx(0.9), pytest.approx(400.0)),
    ]


def test_an_utterance_ends_once() -> None:
    events = heard(results("oui", final=True, speech_final=True), UTTERANCE_END, UTTERANCE_END)
    assert [type(event) for event in events] == [SpeechStarted, PartialTranscript, UtteranceEnd]


def test_the_next_utterance_holds_only_its_own_words() -> None:
    events = heard(
        results("eins", final=True, speech_final=True),
        STARTED,
        results("zwei", final=True, speech_final=True),
    )
    assert [event.text for event in events if isinstance(event, UtteranceEnd)] == ["eins", "zwei"]


def test_an_empty_speech_final_ends_what_was_said_before_it() -> None:
    events = heard(results("ja", final=True), results("", final=True, speech_final=True))
    assert [event.text for event in events if isinstance(event, UtteranceEnd)] == ["ja"]


def test_noise_that_started_speech_ends_with_empty_text() -> None:
    assert heard(STARTED, results("", final=True, speech_final=True)) == [
        SpeechStarted(),
        UtteranceEnd("", 0.0),
    ]


def test_silence_tells_nothing() -> None:
    assert heard(results(""), results("", final=True), results("", final=True, speech_final=True)) == []


def test_speech_starts_once_for_an_utterance() -> None:
    assert heard(STARTED, STARTED, results("ja")) == [SpeechStarted(), PartialTranscript("ja")]


def test_words_heard_before_the_end_of_the_stream_are_not_lost() -> None:
    events = heard(results("auf", final=True), results("Wiederhören", final=True), then_closed=True)
    assert events[-1] == UtteranceEnd("auf Wiederhören", pytest.approx(0.9), pytest.approx(400.0))


def test_messages_about_the_connection_tell_nothing() -> None:
    assert heard({"type": "Metadata", "request_id": "r", "sha256": "", "created": "", "duration": 0}) == []
    assert heard({"type": "SomethingNew"}) == []


def test_results_without_an_alternative_are_an_error() -> None:
    message = results("")
    message["channel"]["alternatives"] = []
    with pytest.raises(ProviderError, match="malformed"):
        heard(message)


@pytest.mark.parametrize(
    ("tag", "asked"),
    [
        ("de-AT", "de"),
        ("de", "de"),
        ("de-CH", "de-CH"),
        ("fr-CA", "fr-CA"),
        ("es-MX", "es"),
        ("multi", "multi"),
    ],
)
def test_an_unknown_region_is_asked_for_by_its_language(tag: str, asked: str) -> None:
    assert nova_language(tag) == asked
