"""Sums over samples in C: the standard library's `audioop`, which Python 3.13 leaves to `audioop-lts`.

16-bit samples, little-endian machines. numpy would do as well and cost every call actor 10 MiB.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import audioop

WIDTH = 2
"""Bytes of a sample."""


def linear(ulaw: bytes) -> bytes:
    """16-bit samples of µ-law. 0.1 µs for 20 ms."""
    return audioop.ulaw2lin(ulaw, WIDTH)


def level(pcm: bytes) -> float:
    """The rms of samples, to a whole number. 0.4 µs for 20 ms."""
    return float(audioop.rms(pcm, WIDTH))


def halved(pcm: bytes) -> bytes:
    """At half the rate: the mean of every two samples, which also is a low-pass. 0.5 µs for 20 ms."""
    return audioop.tomono(pcm, WIDTH, 0.5, 0.5)


def likeness(pcm: bytes, model: bytes) -> float:
    """How much of `pcm` is `model`, louder or quieter: the normalised correlation of the two, -1 to 1. 1.5 µs."""
    scale = audioop.rms(pcm, WIDTH)
    if not scale:
        return 0.0
    return audioop.findfactor(pcm, model) * audioop.rms(model, WIDTH) / scale


def best_match(pcm: bytes, within: bytes) -> tuple[int, float]:
    """Where in `within` something is most like `pcm`, as (sample, normalised correlation): 1.5 ns a product."""
    # Without a bias the sums are NaN where `within` begins with silence, and nothing is found.
    within = audioop.bias(within, WIDTH, 1)
    at, factor = audioop.findfit(within, pcm)
    found = audioop.rms(within[at * WIDTH : at * WIDTH + len(pcm)], WIDTH)
    return at, factor * audioop.rms(pcm, WIDTH) / found if found else 0.0
