"""Finds utterances in a caller's audio and keeps what was said in the running one."""

from collections import deque
from dataclasses import replace

import webrtcvad

from domain.audio import FRAME_BYTES, FRAME_MS, SAMPLE_RATE_HZ, ulaw_to_pcm16
from sandbox.speech.recogniser import Heard, Recogniser

_AGGRESSIVENESS = 2
_QUIETEST_VOICE = 200
"""Mean absolute 16-bit sample below which a frame is silence, whatever its spectrum."""
_ONSET_FRAMES, _ONSET_VOICED = 5, 3
_LEAD_FRAMES = 15
_FIRST_WORDS_MS, _MORE_WORDS_MS = 100, 200
_LONGEST_UTTERANCE_MS = 60_000


class Listener:
    """Listens to one caller. Feed it 20 ms frames with `hear`; its owner decides when an utterance is over.

    Attributes:
        heard_ms: how much audio came in so far.
        speaking: whether an utterance is running (from its first voiced frames until `forget`).
        silence_ms: time since the last voiced frame of the running utterance.
        began_ms: when the running utterance's first voiced frame came.
        words: what was said in it so far, times in seconds of the whole stream.
    """

    def __init__(self, recogniser: Recogniser) -> None:
        self._stream = recogniser.open()
        self._vad = webrtcvad.Vad(_AGGRESSIVENESS)
        self._lead: deque[bytes] = deque(maxlen=_LEAD_FRAMES)
        self._onset: deque[bool] = deque(maxlen=_ONSET_FRAMES)
        self._utterance = bytearray()
        self._decoded_bytes = 0
        self._starts_s = 0.0
        self._concluded = False
        self.heard_ms = 0
        self.speaking = False
        self.silence_ms = 0
        self.began_ms = 0
        self.words: Heard = ()

    @property
    def too_long(self) -> bool:
        """Whether the running utterance should be ended although the caller goes on."""
        return len(self._utterance) > _LONGEST_UTTERANCE_MS * FRAME_BYTES // FRAME_MS

    async def hear(self, frame: bytes) -> None:
        """Adds 20 ms of µ-law audio."""
        voiced = self._is_voiced(frame)
        self.heard_ms += FRAME_MS
        if not self.speaking:
            self._lead.append(frame)
            self._onset.append(voiced)
            if sum(self._onset) >= _ONSET_VOICED:
                await self._begin()
            return
        self.silence_ms = 0 if voiced else self.silence_ms + FRAME_MS
        self._utterance += frame
        every_ms = _MORE_WORDS_MS if self.words else _FIRST_WORDS_MS
        if (
            not self._concluded
            and len(self._utterance) - self._decoded_bytes >= every_ms * FRAME_BYTES // FRAME_MS
        ):
            await self._decode()

    async def conclude(self) -> Heard:
        """The final words of the running utterance. More audio may follow, but only counts after `resume`."""
        if not self._concluded:
            await self._decode()
            self.words = self._placed(await self._stream.finish())
            self._concluded = True
        return self.words

    async def resume(self) -> None:
        """The utterance went on after `conclude`: hears all of it again, as one."""
        if self._concluded:
            await self._stream.start()
            self._concluded, self._decoded_bytes = False, 0
            await self._decode()

    async def forget(self) -> None:
        """Ends the running utterance; its words are gone and the next voiced frames begin a new one."""
        self.speaking = False
        self.silence_ms = 0
        self.words = ()
        self._utterance.clear()
        self._onset.clear()
        self._lead.clear()

    async def close(self) -> None:
        """Gives the recogniser's stream back."""
        await self._stream.close()

    async def _begin(self) -> None:
        self.speaking, self._concluded = True, False
        self.silence_ms = 0
        self.began_ms = self.heard_ms - FRAME_MS * len(self._onset)
        self._utterance = bytearray(b"".join(self._lead))
        self._decoded_bytes = 0
        self._starts_s = (self.heard_ms - FRAME_MS * len(self._lead)) / 1000
        await self._stream.start()

    async def _decode(self) -> None:
        audio = bytes(self._utterance[self._decoded_bytes :])
        self._decoded_bytes = len(self._utterance)
        if audio:
            self.words = self._placed(await self._stream.hear(audio))

    def _placed(self, heard: Heard) -> Heard:
        shift = self._starts_s
        return tuple(
            replace(word, start_s=round(word.start_s + shift, 2), end_s=round(word.end_s + shift, 2))
            for word in heard
        )

    def _is_voiced(self, frame: bytes) -> bool:
        pcm = ulaw_to_pcm16(frame)
        samples = memoryview(pcm).cast("h")
        loudness = sum(map(abs, samples)) / len(samples)
        return loudness > _QUIETEST_VOICE and self._vad.is_speech(pcm, SAMPLE_RATE_HZ)
