"""The recording of a call as it sounded: the caller left, the agent right."""

import wave
from pathlib import Path
from typing import BinaryIO

import numpy as np

from domain.audio import FRAME_BYTES, LINEAR, SAMPLE_RATE_HZ, SILENCE_FRAME

_TABLE = np.array(LINEAR, dtype=np.int16)


class StereoRecording:
    """Both sides of one call, sample by sample on the same clock.

    Held as µ-law (16 kB a second) and expanded when written.
    """

    def __init__(self) -> None:
        self._caller = bytearray()
        self._agent = bytearray()

    @property
    def duration_s(self) -> float:
        return len(self._caller) / SAMPLE_RATE_HZ

    @property
    def caller_ulaw(self) -> bytes:
        return bytes(self._caller)

    @property
    def agent_ulaw(self) -> bytes:
        return bytes(self._agent)

    def add(self, caller_frame: bytes, agent_frame: bytes | None) -> None:
        """One tick of both sides, 160 bytes of µ-law each; None for a silent agent."""
        if len(caller_frame) != FRAME_BYTES or (agent_frame is not None and len(agent_frame) != FRAME_BYTES):
            raise ValueError(f"a frame is {FRAME_BYTES} bytes")
        self._caller += caller_frame
        self._agent += agent_frame if agent_frame is not None else SILENCE_FRAME

    def samples(self) -> np.ndarray:
        """Signed 16-bit samples, shape (n, 2): caller, agent."""
        return np.stack(
            [_TABLE[np.frombuffer(bytes(side), np.uint8)] for side in (self._caller, self._agent)], axis=1
        )

    def write(self, target: str | Path | BinaryIO) -> None:
        """Writes a WAV file: 16-bit PCM, 8000 Hz, caller left, agent right."""
        destination = str(target) if isinstance(target, Path) else target
        with wave.open(destination, "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(SAMPLE_RATE_HZ)
            file.writeframes(self.samples().astype("<i2").tobytes())
