"""What the caller's microphone takes in beside the caller: the agent's voice from the loudspeaker, and noise."""

import numpy as np

from domain.audio import BYTES_PER_MS, FRAME_BYTES, LINEAR, pcm16_to_ulaw
from sandbox.phone.carrier_options import Caller, Phone

_TABLE = np.array(LINEAR, dtype=np.float64)
_CODES = np.frombuffer(pcm16_to_ulaw(np.arange(-32768, 32768, dtype="<i2").tobytes()), np.uint8)
_LONGEST_MS = 5000


class Surroundings:
    """Where one caller is during one call.

    Levels are told as people do, with or without a minus: 20 and -20 both are 20 dB quieter.

    Args:
        echo_db: how much quieter the agent's voice comes back than it sounds; None: not at all.
        echo_ms: how long after it sounds.
        noise: µ-law that sounds all the time, again and again; None: quiet.
        noise_db: how much quieter than it is it sounds.

    Raises:
        ValueError: a delay that is none, or noise without a sound.
    """

    def __init__(
        self,
        *,
        echo_db: float | None = None,
        echo_ms: float = 220.0,
        noise: bytes | None = None,
        noise_db: float = 0.0,
    ) -> None:
        if not 0 <= echo_ms <= _LONGEST_MS:
            raise ValueError(f"an echo is 0 to {_LONGEST_MS} ms late, not {echo_ms:g}")
        if noise is not None and not noise:
            raise ValueError("the noise is empty")
        self._echo = None if echo_db is None else _quieter(echo_db)
        self._under_way = np.zeros(round(echo_ms * BYTES_PER_MS))
        self._noise = None if noise is None else _samples(noise) * _quieter(noise_db)
        self._noise_at = 0

    def around(self, uttered: bytes, agent_frame: bytes | None) -> bytes:
        """What the microphone takes in of 20 ms in which the caller utters this and the agent sounds like that."""
        sound = _samples(uttered)
        if self._echo is not None:
            heard = np.zeros(FRAME_BYTES) if agent_frame is None else _samples(agent_frame) * self._echo
            self._under_way = np.concatenate([self._under_way, heard])
            sound = sound + self._under_way[:FRAME_BYTES]
            self._under_way = self._under_way[FRAME_BYTES:]
        if self._noise is not None:
            sound = sound + np.take(
                self._noise, np.arange(self._noise_at, self._noise_at + FRAME_BYTES), mode="wrap"
            )
            self._noise_at = (self._noise_at + FRAME_BYTES) % len(self._noise)
        return _CODES[np.clip(np.round(sound), -32768, 32767).astype(int) + 32768].tobytes()


class CallerSomewhere:
    """A caller in surroundings of their own."""

    def __init__(self, caller: Caller, surroundings: Surroundings) -> None:
        self._caller = caller
        self._surroundings = surroundings

    async def run(self, phone: Phone) -> None:
        phone.handset.surroundings = self._surroundings.around
        await self._caller.run(phone)


def _samples(ulaw: bytes) -> np.ndarray:
    return _TABLE[np.frombuffer(ulaw, np.uint8)]


def _quieter(db: float) -> float:
    return 10 ** (-abs(db) / 20)
