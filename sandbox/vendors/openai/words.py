"""Speech as a recogniser writes it, cut into words; numbers said as words."""

import re
from difflib import SequenceMatcher

UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
DIGIT_WORDS = {**{word: str(n) for word, n in UNITS.items() if n < 10}, "oh": "0", "o": "0", "nought": "0"}


def tokenise(text: str) -> list[str]:
    """The words, capitals kept: apostrophes gone, `p.m.` as `pm`, `3.30pm` as `3:30`, `pm`, other signs gone."""
    text = re.sub(r"['’`]", "", text)
    text = re.sub(r"\b([ap])\.\s?m\b\.?", r"\1m", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(\d{1,2})[.:](\d{2})\b", r"\1:\2", text)
    text = re.sub(r"\b(\d{1,2}(?::\d{2})?)\s*([ap]m)\b", r"\1 \2", text, flags=re.IGNORECASE)
    text = re.sub(r"[^\w:+]|:(?!\d)|(?<!\d):|_", " ", text)
    return text.split()


def number_at(words: list[str], index: int) -> tuple[int, int] | None:
    """The whole number under a hundred that begins here, and how many words it takes."""
    if index >= len(words):
        return None
    word = words[index]
    if word.isdigit() and len(word) <= 2:
        return int(word), 1
    if word in TENS:
        following = UNITS.get(words[index + 1]) if index + 1 < len(words) else None
        return (TENS[word] + following, 2) if following and following < 10 else (TENS[word], 1)
    return (UNITS[word], 1) if word in UNITS else None


def ordinal_at(words: list[str], index: int) -> tuple[int, int] | None:
    """The day of the month that begins here (`twenty fourth`, `24th`), and how many words it takes."""
    if index >= len(words):
        return None
    word = words[index]
    if digits := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", word):
        return int(digits[1]), 1
    if word in ("twenty", "thirty") and index + 1 < len(words):
        following = ORDINALS.get(words[index + 1])
        if following and following < 10:
            return TENS[word] + following, 2
    return (ORDINALS[word], 1) if word in ORDINALS else None


def spoken_digits(words: list[str]) -> str:
    """The longest run of digits said one by one, `double` and `triple` included."""
    best = run = ""
    times = 1
    for word in words:
        if word in ("double", "triple", "treble"):
            times = 2 if word == "double" else 3
            continue
        digits = DIGIT_WORDS.get(word) or (word if re.fullmatch(r"\+?\d+", word) else None)
        run = run + digits * times if digits else ""
        times = 1
        best = max(best, run, key=len)
    return best


def alike(one: str, other: str) -> float:
    """How much two words resemble each other, 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
