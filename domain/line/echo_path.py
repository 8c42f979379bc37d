"""One echo, once its delay is known: what of a frame is our own voice, and whether anything else is in it.

Of every frame our voice is taken out, as far as it explains the frame. An echo leaves a share of what was played that
is small for a bare delay and larger for a room; it is learnt. A caller leaves more, also while the two sound together.
"""

from collections.abc import Iterable
from enum import Enum, auto

from domain.audio import BYTES_PER_MS, FRAME_BYTES
from domain.line import samples
from domain.line.delay_search import best_delay
from domain.line.played_audio import PlayedAudio

_NEAR = 60 * BYTES_PER_MS
"""How far the delay may differ from stretch to stretch."""

_AUDIBLE_POWER = 50.0**2
"""Of what was played, from which on it can be compared."""

_DECAY = 0.5
"""By 3 dB a frame: a room that rings for 0.4 s."""

_MARGIN = 4.0
"""6 dB over what the echo has left so far."""

_LEAST_LIKE = 0.45
_AS_USUAL = 0.93
"""Of the likeness this echo usually has: what a new delay must come to, for voices are alike at many a delay."""

_TRIAL = 12
_UNEXPLAINED = 0.8
"""An echo in a room leaves 0.2 to 0.6 of its power, another voice 0.9."""

_MISFITS = 10
"""Frames that the known delay does not explain before another one is looked for."""


class Sound(Enum):
    """What a frame is, as far as our own voice goes."""

    UNKNOWN = auto()
    """Not to be told: nothing of ours sounds, or no echo is known."""
    CALLER = auto()
    """There is more in it than our echo."""
    ECHO = auto()
    """Our own voice, and nothing that can be told from it."""


class EchoPath:
    """The way of our voice back to us.

    Attributes:
        delay: in samples, from what was played to what came in.

    Args:
        certain: found so plainly that it need not stand a trial.
    """

    def __init__(self, played: PlayedAudio, delay: int, *, certain: bool = False) -> None:
        self.delay = delay
        self._played = played
        self._stretch = -1
        self._looked = 0
        self._misfits = 0
        self._coupling = 0.0
        self._leak = 0.0
        self._sounding = 0.0
        self._tried = _TRIAL + 1 if certain else 0
        self._tried_power = 0.0
        self._tried_rest = 0.0

    @property
    def refuted(self) -> bool:
        """Whether what came right after it was found shows that it was a likeness of two voices, and no echo."""
        return self._tried == _TRIAL and self._tried_rest > _UNEXPLAINED * self._tried_power

    @property
    def proven(self) -> bool:
        """Whether it has stood that trial."""
        return self._tried > _TRIAL

    def learn(self, frames: Iterable[tuple[int, bytes]]) -> None:
        """Takes the frames it was found by, as (position, 16-bit samples), for echo alone."""
        for at, pcm in frames:
            power, rest, far = self._parts(pcm, at)
            self._stretch = max(self._stretch, self._played.stretch(at - self.delay))
            if far > _AUDIBLE_POWER:
                self._coupling = max(self._coupling, power / far)
                self._leak = max(self._leak, rest / far)

    def moved(self, at: int, delay: int) -> None:
        """It is as late as this, from the stretch on that sounds in the frame at this position."""
        self.delay = delay
        self._stretch, self._looked, self._misfits = self._played.stretch(at - delay), 0, 0

    def tell(self, frames: list[bytes], rms: float, at: int, gate: float) -> Sound:
        """What the latest frame is.

        Args:
            frames: it and some before it, 16-bit samples.
            rms: its level.
            at: its position on the time line of what is played.
            gate: the level below which nothing is a voice on this line.
        """
        known = self._played.stretch(at - self.delay) == self._stretch
        if not known and not self._find_again(frames, rms, at, gate):
            return self._by_level(rms, at, gate)
        power, rest, far = self._parts(frames[-1], at)
        self._sounding = max(far, self._sounding * _DECAY)
        if self._sounding < _AUDIBLE_POWER:
            return Sound.UNKNOWN
        if self._tried <= _TRIAL and far >= _AUDIBLE_POWER and rms >= gate:
            self._tried += 1
            self._tried_power += power
            self._tried_rest += rest
        if rest <= max(_MARGIN * self._leak * self._sounding, gate * gate):
            self._misfits = 0
            if far >= _AUDIBLE_POWER:
                self._leak *= 1.25 if rest > self._leak * self._sounding else 0.97
                if rest < 0.5 * power:
                    self._coupling += 0.1 * (power / far - self._coupling)
            return Sound.ECHO
        if rest < 0.5 * power:
            self._leak *= 1.02
        elif power <= _MARGIN * self._coupling * self._sounding:
            self._misfits += 1
            if self._misfits % _MISFITS == 0:
                self._looked = _MISFITS - 1
                if self._find_again(frames, rms, at, gate):
                    return Sound.ECHO
        return Sound.CALLER

    def _parts(self, pcm: bytes, at: int) -> tuple[float, float, float]:
        """Power of a frame, of what is left of it without our voice, and of what was played; at 4 kHz."""
        near = samples.halved(pcm)
        far = samples.halved(samples.linear(self._played.ulaw(at - self.delay, FRAME_BYTES)))
        power, played = samples.level(near) ** 2, samples.level(far) ** 2
        like = samples.likeness(near, far) if power and played else 0.0
        return power, power * max(0.0, 1.0 - like * like), played

    def _find_again(self, frames: list[bytes], rms: float, at: int, gate: float) -> bool:
        """The delay may be another one by a little: looks for it in the latest frames, every second time."""
        self._looked += 1
        if rms < gate or self._looked < 3 or self._looked % 2:
            return False
        found = best_delay(
            b"".join(frames[-self._looked :]),
            self._played,
            at + FRAME_BYTES,
            max(0, self.delay - _NEAR),
            self.delay + _NEAR,
        )
        usual = max(0.0, 1.0 - self._leak / self._coupling) ** 0.5 if self._coupling else 0.0
        if found.like < max(_LEAST_LIKE, _AS_USUAL * usual):
            return False
        self.moved(at, found.delay)
        return True

    def _by_level(self, rms: float, at: int, gate: float) -> Sound:
        """While the delay is not settled: whether the loudest of what may be coming back explains the frame."""
        far = samples.linear(self._played.ulaw(at - self.delay - _NEAR, FRAME_BYTES + 2 * _NEAR))
        third = len(far) // 3 // samples.WIDTH * samples.WIDTH
        loudest = max(samples.level(far[begin : begin + third]) for begin in (0, third, 2 * third))
        expected = self._coupling * loudest**2
        if expected < gate * gate / 16:
            return Sound.UNKNOWN
        return Sound.ECHO if rms * rms <= _MARGIN * expected else Sound.CALLER
