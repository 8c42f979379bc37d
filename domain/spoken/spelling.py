"""Names as callers spell them, letter by letter: "S M Y T H", "S for sugar", "double T", "Sierra Mike"."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

SHORTEST = 3
"""Letters in a row: `I` and `a` stand in every sentence."""
SHORTEST_ANNOUNCED = 2
"""Behind a word that says that a spelling comes."""

SIMILAR = 0.5
"""How alike a word must be to be the one that was spelled: `Smith` and `Smyth` are 0.8, `Meyer` and `Maier` 0.6."""

_TOKEN = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?|[-'\u2019.,]")
_INITIALS = re.compile(r"(?<![^\W\d_])([^\W\d_])[-.](?=[^\W\d_](?![^\W\d_]))")
_ANNOUNCING = frozenset(
    "spell spelled spelt spelling spells buchstabiere buchstabiert geschrieben schreibt épelle épeler s'écrit deletreo"
    " deletrea escribe scrive spelling lettere".split()
)
_AS_IN = frozenset("as in for like wie comme de come con di para pour von aus".split())
_DOUBLE = frozenset("double doppel doppelt doble doppia doppio zweimal deux".split())
_PASSED_OVER = frozenset("and capital letter lower case uh um er erm und et".split())
_LETTER_NAMES = {
    "bee": "b", "cee": "c", "dee": "d", "eff": "f", "gee": "g", "aitch": "h", "haitch": "h", "jay": "j", "kay": "k",
    "ell": "l", "em": "m", "en": "n", "pee": "p", "cue": "q", "queue": "q", "ess": "s", "tee": "t", "vee": "v",
    "ex": "x", "zed": "z", "zee": "z", "wye": "y", "eszett": "ß", "ypsilon": "y", "zett": "z", "vau": "v",
}  # fmt: skip
_ALPHABETS = {
    word: word[0]
    for word in (
        "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa"
        " quebec romeo sierra tango uniform victor whiskey xray yankee zulu anton berta cäsar dora emil friedrich"
        " gustav heinrich ida julius kaufmann ludwig martha nordpol otto paula quelle richard samuel theodor ulrich"
        " viktor wilhelm xanthippe zacharias"
    ).split()
}
_BEFORE_MARKS = frozenset("accent with mit avec con".split())
_MARKS = {
    "umlaut": "\u0308", "tréma": "\u0308", "acute": "\u0301", "aigu": "\u0301", "grave": "\u0300", "tilde": "\u0303",
    "circonflexe": "\u0302", "circumflex": "\u0302", "cédille": "\u0327", "cedilla": "\u0327",
}  # fmt: skip
_BETWEEN = {
    "hyphen": "-",
    "dash": "-",
    "bindestrich": "-",
    "trait": "-",
    "guion": "-",
    "trattino": "-",
    "apostrophe": "'",
}


def spelled(text: str) -> tuple[str, ...]:
    """The words that were spelled in what was said, lower case, in order."""
    tokens = _TOKEN.findall(_INITIALS.sub(r"\1 ", text.casefold()))
    words: list[str] = []
    letters, names_only, announced, at = "", True, False, 0

    def end() -> None:
        nonlocal letters, names_only
        enough = SHORTEST_ANNOUNCED if announced else SHORTEST
        if len(re.sub(r"[-']", "", letters)) >= enough and not (names_only and len(letters) < SHORTEST):
            words.append(unicodedata.normalize("NFC", letters).strip("-'"))
        letters, names_only = "", True

    while at < len(tokens):
        word = tokens[at]
        taken, more = _letters(tokens, at)
        if taken:
            names_only = names_only and len(word) > 1
            letters, at = letters + more, at + taken
            continue
        sign = _MARKS.get(word) or _BETWEEN.get(word)
        if letters and sign:
            letters += sign
        elif word not in "-.," and word not in _PASSED_OVER and not (letters and word in _BEFORE_MARKS):
            end()
            announced = announced or word in _ANNOUNCING
        at += 1
    end()
    return tuple(words)


def _letters(tokens: list[str], at: int) -> tuple[int, str]:
    """How many tokens make the next letters, and which."""
    word = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    if word in _DOUBLE and following:
        letter = "w" if word == "double" and following in ("u", "you") else _letter(following) * 2
        return (2, letter) if letter else (0, "")
    letter = _letter(word)
    if len(word) == 1 and following in _AS_IN and at + 2 < len(tokens):
        skip = 2 if tokens[at + 2] != "in" else 3
        example = tokens[at + skip] if at + skip < len(tokens) else ""
        if len(example) > 1 and _bare(example)[:1] == _bare(word):
            return skip + 1, word
    return (1, letter) if letter else (0, "")


def _letter(word: str) -> str:
    if len(word) == 1 and word.isalpha():
        return word
    return _LETTER_NAMES.get(word) or _ALPHABETS.get(word, "")


def as_spelled(name: str, spellings: Iterable[str]) -> str:
    """The name with every part of it written as the caller spelled it; parts that were not spelled stay.

    Args:
        spellings: what the caller spelled, the last of which counts.
    """
    for word in spellings:
        name = _with(name, word)
    return name


def _with(name: str, word: str) -> str:
    parts = name.split()
    whole = _likeness("".join(parts), word)
    likeness = [(_likeness(part, word), at) for at, part in enumerate(parts)]
    best, at = max(likeness, default=(0.0, 0))
    if len(parts) > 1 and whole > best:
        return _split(parts, word) if whole >= SIMILAR + 0.2 else name
    if best < SIMILAR or parts[at].casefold() == word:
        return name
    parts[at] = _capitalised(word)
    return " ".join(parts)


def _split(parts: list[str], word: str) -> str:
    """First and last name were spelled in one go: cut where the first part fits best."""
    first, rest = parts[0], " ".join(parts[1:])
    cuts = range(1, len(word))
    cut = max(cuts, key=lambda at: _likeness(first, word[:at]) + _likeness("".join(parts[1:]), word[at:]))
    if f"{first}{rest}".casefold().replace(" ", "") == word:
        return " ".join(parts)
    kept = [
        part if part.casefold() == piece else _capitalised(piece)
        for part, piece in ((first, word[:cut]), (rest, word[cut:]))
    ]
    return " ".join(kept)


def _likeness(one: str, other: str) -> float:
    """From 0 to 1; words that begin with different letters are not alike unless they sound so."""
    first, second = _bare(one), _bare(other)
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if c.isalpha())


def _capitalised(word: str) -> str:
    return re.sub(r"(^|[-'])(\w)", lambda found: found[1] + found[2].upper(), word)
