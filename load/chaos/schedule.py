"""The order in which faults are injected."""

import random
from collections.abc import Iterator, Sequence


def schedule(kinds: Sequence[str], seed: int, once: frozenset[str] = frozenset()) -> Iterator[str]:
    """Round after round of all kinds, each round shuffled; those of `once` at the end of the first, and never again.

    Every kind has come up before one comes up again, so that a short run meets as many as possible.
    """
    rng = random.Random(seed)
    each = list(dict.fromkeys(kinds))
    first, again = [kind for kind in each if kind in once], [kind for kind in each if kind not in once]
    rng.shuffle(first)
    rng.shuffle(again)
    yield from again
    yield from first
    while again:
        rng.shuffle(again)
        yield from again
