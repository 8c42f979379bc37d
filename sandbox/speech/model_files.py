"""The recogniser's language model and dictionary, made once from `corpus` and kept in a cache directory."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sandbox.speech import corpus, language_model, names, phrases

_MADE_FROM = (corpus, language_model, names, phrases)

SPOKEN: dict[str, tuple[str, ...]] = {
    "eftpos": ("EH F T P AA S",),
    "priya": ("P R IY Y AH",),
}
"""Pronunciations (ARPAbet) of words the recogniser's own dictionary lacks."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    language_model: Path
    dictionary: Path


def cache_directory() -> Path:
    """`$SANDBOX_CACHE_DIR`, or a directory under the user's cache."""
    if named := os.environ.get("SANDBOX_CACHE_DIR"):
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "ai-receptionist"


def model_files(known_pronunciations: Path, directory: Path | None = None) -> ModelFiles:
    """The files, written first if they are not there (1 s); safe when several processes do so at once.

    Args:
        known_pronunciations: a CMU pronouncing dictionary.
        directory: where to keep them; the cache directory by default.

    Raises:
        LookupError: a word of the corpus has no pronunciation.
    """
    digest = hashlib.sha256(repr(sorted(SPOKEN.items())).encode())
    for source in (phrases.SOURCE, *(Path(module.__file__ or "") for module in _MADE_FROM)):
        digest.update(source.read_bytes())
    place = (directory or cache_directory()) / f"speech-{digest.hexdigest()[:16]}"
    files = ModelFiles(place / "receptionist.arpa", place / "receptionist.dict")
    if not (files.language_model.exists() and files.dictionary.exists()):
        place.mkdir(parents=True, exist_ok=True)
        sentences = list(corpus.sentences())
        words = {word for sentence in sentences for word in sentence}
        _write(files.dictionary, "".join(_dictionary(words, known_pronunciations)))
        _write(files.language_model, language_model.arpa(sentences))
    return files


def _dictionary(words: set[str], known_pronunciations: Path) -> Iterator[str]:
    missing = set(words)
    with known_pronunciations.open(encoding="utf-8") as lines:
        for line in lines:
            word = line.split(maxsplit=1)[0].partition("(")[0]
            if word in words and word not in SPOKEN:
                missing.discard(word)
                yield line
    for word in sorted(words & SPOKEN.keys()):
        missing.discard(word)
        yield from _entries(word, SPOKEN[word])
    if missing:
        raise LookupError(f"no pronunciation for {sorted(missing)}: add it to SPOKEN")


def _entries(word: str, pronunciations: Iterable[str]) -> Iterator[str]:
    for number, phones in enumerate(pronunciations, 1):
        yield f"{word} {phones}\n" if number == 1 else f"{word}({number}) {phones}\n"


def _write(path: Path, text: str) -> None:
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        file.write(text)
    Path(file.name).replace(path)
