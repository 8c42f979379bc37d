"""Which of the business's facts answers a question."""

import re
from collections.abc import Sequence
from datetime import date

from domain.day_names import WEEKDAYS
from sandbox.vendors.openai.facts import Facts, OfferingFact
from sandbox.vendors.openai.spoken import say_list, say_number, say_price, say_time
from sandbox.vendors.openai.words import alike, tokenise

_STOP = re.compile(
    r"a|an|and|any|are|at|be|can|could|d|did|do|does|for|from|get|have|how|i|if|id|im|in|is|it|its|like|me"
    r"|much|my|of|on|or|our|please|so|some|tell|that|the|there|they|this|to|us|was|we|what|whats|when"
    r"|where|which|who|will|with|would|you|your|know|want|about|just|hi|hello|yes|no|okay|also|one|up"
    r"|something|anything"
)
_ASKS = re.compile(
    r"\b(?:how (?:much|long|many|do|are)|what(?:s| is| are| time do| do| kind)?|when do|wheres?|who|which|why"
    r"|is there|are there|do (?:you|i)|does|are you|can (?:i|you|we) (?:pay|park|bring|use|take)|is it|have you)\b"
)
_WHAT_ARE_YOU = re.compile(
    r"\b(?:am i|are you|is this|is it)\b.*\b(?:robot|machine|computer|real person|human|person|a bot|an ai)\b"
)
_SAME_AS = {"visa": "card", "mastercard": "card", "amex": "card", "eftpos": "card", "parked": "park"}
_HOURS = re.compile(
    r"\b(?:opening hours|opening times|hours|what time (?:do|are|does) (?!you have)|when (?:do|are) you|are you open"
    r"|you (?:open|close)|open on)\b"
)
_MIN_OVERLAP = 0.5


def is_question(text: str) -> bool:
    """Whether it asks for something, by its words: a recogniser writes no question marks."""
    plain = _plain(text).replace("how are you", "")
    return ("?" in text and bool(plain)) or bool(_ASKS.search(plain))


def find_answer(text: str, facts: Facts, offering: str | None, day: date | None) -> str | None:
    """What to say to the caller's question; None when it is no question or the facts hold no answer.

    Args:
        offering: the offering named in the question, or the one being booked.
        day: the day named in the question.
    """
    plain = _plain(text)
    if _WHAT_ARE_YOU.search(plain):
        return f"I'm the virtual assistant of {facts.business}, not a person, but I can book you in."
    if re.search(r"\b(?:how much|price|prices|cost|costs|charge)\b", plain):
        return _prices(facts, offering)
    if re.search(r"\bhow long\b", plain) and re.search(r"\b(?:take|takes|is|does|will)\b", plain):
        return _durations(facts, offering)
    if day is not None and _HOURS.search(plain):
        return _hours(facts, day)
    if answer := _common(plain, facts, is_question(text)):
        return answer
    if _HOURS.search(plain):
        return _hours(facts, day)
    if re.search(r"\b(?:where|address|located|find you|get there)\b", plain) and facts.address:
        return f"We're at {facts.address}."
    if (
        re.search(r"\b(?:what (?:services|treatments|do you (?:do|offer))|which services|services)\b", plain)
        and facts.offerings
    ):
        return f"You can book {say_list([_an(o.name) for o in facts.offerings])}."
    if re.search(r"\bwho\b", plain) and facts.staff:
        return f"You'd be looked after by {say_list(facts.staff)}."
    return None


def article_name(offering: str) -> str:
    """`a haircut`."""
    return _an(offering)


def _common(plain: str, facts: Facts, asks: bool) -> str | None:
    said = _content(plain)
    offering_words = {word for o in facts.offerings for word in _content(o.name.lower())}
    best, best_answer = 0.0, None
    for question, answer in facts.answers:
        wanted = _content(_plain(question)) - offering_words
        if not wanted:
            continue
        met = sum(1 for word in wanted if any(_same(word, heard) for heard in said))
        score = met / len(wanted)
        if score > best:
            best, best_answer = score, answer
    return best_answer if best >= (_MIN_OVERLAP if asks else 0.99) else None


def _prices(facts: Facts, offering: str | None) -> str | None:
    chosen = _named(facts, offering)
    if not facts.offerings:
        return None
    return " ".join(f"{_an(o.name).capitalize()} is {say_price(o.price)}." for o in chosen)


def _durations(facts: Facts, offering: str | None) -> str | None:
    chosen = _named(facts, offering)
    if not facts.offerings:
        return None
    return " ".join(f"{_an(o.name).capitalize()} takes about {_minutes(o.minutes)}." for o in chosen)


def _minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{say_number(minutes)} minutes"
    said = "an hour" if hours == 1 else f"{say_number(hours)} hours"
    return f"{said} and {say_number(rest)} minutes" if rest else said


def _named(facts: Facts, offering: str | None) -> Sequence[OfferingFact]:
    return [o for o in facts.offerings if o.name == offering] or facts.offerings


def _hours(facts: Facts, day: date | None) -> str:
    if day is not None:
        return f"{_open_on(facts, day.weekday(), WEEKDAYS[day.weekday()])}."
    groups: list[tuple[int, int]] = []
    for weekday in range(7):
        if groups and list(facts.hours[weekday]) == list(facts.hours[groups[-1][0]]):
            groups[-1] = (groups[-1][0], weekday)
        else:
            groups.append((weekday, weekday))
    said: list[str] = []
    for first, last in groups:
        name = WEEKDAYS[first] if first == last else f"{WEEKDAYS[first]} to {WEEKDAYS[last]}"
        said.append(_open_on(facts, first, name))
    return ". ".join(said) + "."


def _open_on(facts: Facts, weekday: int, name: str) -> str:
    stretches = [
        f"from {say_time(opens, part=False)} to {say_time(closes, part=False)}"
        for opens, closes in facts.hours[weekday]
    ]
    return f"On {name} we're open {say_list(stretches, 'and')}" if stretches else f"On {name} we're closed"


def _an(name: str) -> str:
    lower = name.lower()
    return f"{'an' if lower[0] in 'aeiou' else 'a'} {lower}"


def _plain(text: str) -> str:
    return " ".join(tokenise(text.lower()))


def _content(plain: str) -> set[str]:
    return {_SAME_AS.get(word, _stem(word)) for word in plain.split() if not _STOP.fullmatch(word)}


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _same(one: str, other: str) -> bool:
    return one == other or (len(one) > 4 and alike(one, other) >= 0.85)
