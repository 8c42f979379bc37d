"""The espeak-ng process: text in, 22.05 kHz PCM out, over its standard input and output.

    python -m sandbox.speech.espeak_worker

espeak-ng is GPL and holds global C state, so it runs here and nowhere else; nothing of this system is linked with it.
The process ends when its input does, or when its parent is gone.

Requests, one after the other: a 4-byte length, then that many bytes of JSON
`{"text": ..., "voice": "en-us+m3", "words_per_minute": 150, "pitch": 50, "range": 50, "word_gap": 0}`.
Each answer is one frame of a 1-byte kind, a 4-byte length and a body: `A` carries the audio (16-bit little-endian
mono), `E` an error message. Before the first request an `R` frame carries the sample rate as text. Lengths are
big-endian.

Source: https://github.com/espeak-ng/espeak-ng/blob/master/src/include/espeak-ng/speak_lib.h
"""

import ctypes
import json
import os
import select
import sys
from typing import Any, BinaryIO

_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_BUFFER_MS = 40
_UTF8 = 1
_RATE, _PITCH, _RANGE, _WORD_GAP = 1, 3, 4, 7
_CHARACTERS = 1

_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class _Espeak:
    """The library, initialised once."""

    def __init__(self) -> None:
        import espeakng_loader

        self._audio = bytearray()
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self.sample_rate_hz: int = self._library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, data, _DONT_EXIT)
        if self.sample_rate_hz <= 0:
            raise RuntimeError("espeak-ng did not initialise")
        self._callback = _Callback(self._on_audio)
        self._library.espeak_SetSynthCallback(self._callback)

    def _on_audio(self, samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            self._audio += ctypes.string_at(samples, 2 * count)
        return 0

    def speak(self, request: dict[str, Any]) -> bytes:
        """The audio of one request; raises ValueError for an unknown voice."""
        if self._library.espeak_SetVoiceByName(request["voice"].encode()) != 0:
            raise ValueError(f"unknown voice {request['voice']}")
        for parameter, value in (
            (_RATE, request["words_per_minute"]),
            (_PITCH, request["pitch"]),
            (_RANGE, request["range"]),
            (_WORD_GAP, request["word_gap"]),
        ):
            self._library.espeak_SetParameter(parameter, int(value), 0)
        self._audio.clear()
        text = request["text"].encode()
        self._library.espeak_Synth(text, len(text) + 1, 0, _CHARACTERS, 0, _UTF8, None, None)
        return bytes(self._audio)


def write_frame(out: BinaryIO, kind: bytes, body: bytes) -> None:
    """One answer frame, flushed so that the reader has it at once."""
    out.write(kind + len(body).to_bytes(4, "big") + body)
    out.flush()


def _read_exactly(source: BinaryIO, count: int) -> bytes | None:
    """So many bytes, or None at the end of the input or when the parent has died."""
    parent = os.getppid()
    got = b""
    while len(got) < count:
        ready, _, _ = select.select([source], [], [], 2.0)
        if not ready:
            if os.getppid() != parent:
                return None
            continue
        piece = os.read(source.fileno(), count - len(got))
        if not piece:
            return None
        got += piece
    return got


def main() -> None:
    """Serves requests until the input ends."""
    source, out = sys.stdin.buffer, sys.stdout.buffer
    espeak = _Espeak()
    write_frame(out, b"R", str(espeak.sample_rate_hz).encode())
    while (header := _read_exactly(source, 4)) is not None:
        body = _read_exactly(source, int.from_bytes(header, "big"))
        if body is None:
            return
        try:
            audio = espeak.speak(json.loads(body))
        except (ValueError, KeyError, TypeError) as error:
            write_frame(out, b"E", str(error).encode())
        else:
            write_frame(out, b"A", audio)


if __name__ == "__main__":
    main()
