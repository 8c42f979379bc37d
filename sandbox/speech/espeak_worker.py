"""The espeak-ng process: text in, 16-bit PCM out.

    python -m sandbox.speech.espeak_worker

espeak-ng is GPL and holds global C state, so it runs here and nowhere else; nothing of this system is linked with it.
Talks as in `framing`. Its greeting is the sample rate as text; a request is JSON
`{"text": ..., "voice": "en-us+m3", "words_per_minute": 150, "pitch": 50, "range": 50, "word_gap": 0}`, the answer
little-endian mono samples.

Source: https://github.com/espeak-ng/espeak-ng/blob/master/src/include/espeak-ng/speak_lib.h
"""

import ctypes
import json
from typing import Any

from sandbox.speech.framing import answer, requests

_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_BUFFER_MS = 40
_UTF8 = 1
_CHARACTERS = 1
_PARAMETERS = {"words_per_minute": 1, "pitch": 3, "range": 4, "word_gap": 7}

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
        """The audio of one request; raises ValueError for an unknown voice, KeyError for a missing field."""
        if self._library.espeak_SetVoiceByName(request["voice"].encode()) != 0:
            raise ValueError(f"unknown voice {request['voice']}")
        for name, number in _PARAMETERS.items():
            self._library.espeak_SetParameter(number, int(request[name]), 0)
        self._audio.clear()
        text = request["text"].encode()
        self._library.espeak_Synth(text, len(text) + 1, 0, _CHARACTERS, 0, _UTF8, None, None)
        return bytes(self._audio)


def main() -> None:
    """Serves requests until the input ends."""
    espeak = _Espeak()
    answer(b"R", str(espeak.sample_rate_hz).encode())
    for request in requests():
        try:
            audio = espeak.speak(json.loads(request))
        except (ValueError, KeyError, TypeError) as error:
            answer(b"E", str(error).encode())
        else:
            answer(b"A", audio)


if __name__ == "__main__":
    main()
