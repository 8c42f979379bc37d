"""A word trigram model from sentences, in the ARPA format that decoders read.

Interpolated Kneser-Ney smoothing with one discount per order.
Source: Chen and Goodman, "An Empirical Study of Smoothing Techniques for Language Modeling" (1998), section 4.1.6;
the format: http://www.speech.sri.com/projects/srilm/manpages/ngram-format.5.html
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

_START, _END = "<s>", "</s>"
_NEVER = -99.0
Ngram = tuple[str, ...]


def arpa(sentences: Iterable[list[str]]) -> str:
    """The trigram model of these sentences as ARPA text; every word of them is in its vocabulary."""
    trigrams: Counter[Ngram] = Counter()
    openings: Counter[Ngram] = Counter()
    for words in sentences:
        padded = [_START, *words, _END]
        trigrams.update(zip(padded, padded[1:], padded[2:], strict=False))
        openings[(_START, padded[1])] += 1
    bigrams = Counter[Ngram](ngram[1:] for ngram in trigrams) + openings
    unigrams = Counter[Ngram](ngram[1:] for ngram in bigrams)
    total = sum(unigrams.values())
    p1 = {ngram: count / total for ngram, count in unigrams.items()}
    p2, back1 = _interpolate(bigrams, p1)
    p3, back2 = _interpolate(trigrams, p2)
    p1[(_START,)] = 0.0
    return "\n".join(_lines(p1, back1, p2, back2, p3))


def _interpolate(
    counts: Counter[Ngram], lower: dict[Ngram, float]
) -> tuple[dict[Ngram, float], dict[Ngram, float]]:
    """Probabilities of these n-grams and the back-off weight of each history."""
    of_counts = Counter(counts.values())
    discount = of_counts[1] / (of_counts[1] + 2 * of_counts[2]) if of_counts[1] and of_counts[2] else 0.5
    mass: defaultdict[Ngram, int] = defaultdict(int)
    kinds: defaultdict[Ngram, int] = defaultdict(int)
    for ngram, count in counts.items():
        mass[ngram[:-1]] += count
        kinds[ngram[:-1]] += 1
    back = {history: discount * kinds[history] / mass[history] for history in mass}
    return {
        ngram: (count - discount) / mass[ngram[:-1]] + back[ngram[:-1]] * lower[ngram[1:]]
        for ngram, count in counts.items()
    }, back


def _lines(
    p1: dict[Ngram, float],
    back1: dict[Ngram, float],
    p2: dict[Ngram, float],
    back2: dict[Ngram, float],
    p3: dict[Ngram, float],
) -> Iterator[str]:
    yield from ("\\data\\", f"ngram 1={len(p1)}", f"ngram 2={len(p2)}", f"ngram 3={len(p3)}")
    for order, probabilities, back in ((1, p1, back1), (2, p2, back2), (3, p3, None)):
        yield from ("", f"\\{order}-grams:")
        for ngram in sorted(probabilities):
            line = f"{_log(probabilities[ngram]):.4f} {' '.join(ngram)}"
            yield f"{line} {_log(back[ngram]):.4f}" if back is not None and ngram in back else line
    yield from ("", "\\end\\", "")


def _log(probability: float) -> float:
    return math.log10(probability) if probability > 0 else _NEVER
