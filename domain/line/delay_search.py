"""Where in what was played the last sound from the caller's end is, if anywhere: by cross-correlation.

The search runs at 2 kHz, the strong part of a voice and a sixteenth of the products, then to the sample around the
best: 0.6 ms for 120 ms within 800, 0.1 ms within 120.
"""

from typing import NamedTuple

from domain.line import samples
from domain.line.played_audio import PlayedAudio

_STEP = 4


class Match(NamedTuple):
    """Attributes:
    delay: in samples, from what was played to what came in.
    roughly, like: the normalised correlation there, 0 to 1, at 2 and at 4 kHz.
    """

    delay: int
    roughly: float
    like: float


def best_delay(near: bytes, played: PlayedAudio, ends: int, shortest: int, longest: int) -> Match:
    """The delay at which `near` is most like what was played.

    Args:
        near: whole frames of 16-bit samples that came in.
        ends: the position after them on the time line of `played`.
        shortest, longest: between which delays, in samples.
    """
    count = len(near) // samples.WIDTH
    begins = ends - count
    far = samples.linear(played.ulaw(begins - longest, count + longest - shortest))
    place, roughly = samples.best_match(
        samples.halved(samples.halved(near)), samples.halved(samples.halved(far))
    )
    # To the sample: half a millisecond is much of a period of what is high in a voice.
    earliest = begins - longest + place * _STEP - 2 * _STEP
    far = samples.linear(played.ulaw(earliest, count + 4 * _STEP))
    place, _ = samples.best_match(near, far)
    found = far[place * samples.WIDTH : place * samples.WIDTH + len(near)]
    like = samples.likeness(samples.halved(near), samples.halved(found))
    return Match(begins - earliest - place, abs(roughly), abs(like))
