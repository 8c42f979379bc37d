"""In which order faults come."""

import random
from collections.abc import Iterator, Sequence


def schedule(kinds: Sequence[str], seed: int, once: frozenset[str] = frozenset()) -> Iterator[str]:
    """Round after round of all kinds, each round shuffled; those of `once` only in the first. Endless or empty.

    Every kind has come up before one comes up again, so that a short run meets as many as possible.
    """
    rng = random.Random(seed)
    remaining = list(dict.fromkeys(kinds))
    while remaining:
        round_ = remaining[:]
        rng.shuffle(round_)
        yield from round_
        remaining = [kind for kind in remaining if kind not in once]
