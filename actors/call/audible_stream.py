"""The media stream as speech output uses it, and what sounds of it at the caller's end."""

from collections.abc import Callable

from actors.call.speech_output import AudioSink
from domain.line.played_audio import PlayedAudio


class AudibleStream:
    """Sends to the carrier, and keeps what was sent for the search for its echo."""

    def __init__(self, stream: AudioSink, played: PlayedAudio, now_ms: Callable[[], float]) -> None:
        self._stream = stream
        self._played = played
        self._now_ms = now_ms

    def send_audio(self, ulaw: bytes) -> None:
        self._stream.send_audio(ulaw)
        self._played.sent(ulaw, self._now_ms())

    def send_mark(self, name: str) -> None:
        self._stream.send_mark(name)

    def clear(self) -> None:
        self._stream.clear()
        self._played.cut(self._now_ms())
