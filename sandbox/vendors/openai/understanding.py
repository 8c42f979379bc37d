"""What one utterance of a caller says, before the conversation gives it its meaning."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sandbox.vendors.openai.dates import find_date, says_next_week, weekday_said
from sandbox.vendors.openai.facts import Facts
from sandbox.vendors.openai.names import corrected_name, find_name
from sandbox.vendors.openai.offerings import find_offering
from sandbox.vendors.openai.questions import find_answer, is_question
from sandbox.vendors.openai.times import Part, TimeMention, find_part, find_time
from sandbox.vendors.openai.words import tokenise

Expecting = Literal[
    "open", "offering", "offer_booking", "day", "time", "choice", "name", "confirm", "change", "more",
    "message", "message_name", "message_number", "offer_message", "ended",
    "which", "confirm_cancel", "own_number", "code", "location",
]  # fmt: skip
"""What the agent's last question was about."""

Wish = Literal[
    "booking", "person", "message", "existing", "goodbye", "never_mind", "soonest", "any", "repeat", "greeting",
    "thanks", "next_week", "other_day", "waiting_list",
]  # fmt: skip

_PATTERNS: dict[Wish, tuple[str, ...]] = {
    "booking": (
        r"book|booking|book in|appointment|available|availability|slots?|you free|fit me in|squeeze|come in|get in",
        r"free (?:at|on|for|tomorrow|today|next|this)|have you got|what times? (?:do )?you have|schedule",
        r"(?:do you have|is there|got|have) (?:anything|any time|time|space|something|a spot)",
        r"(?:id like|i would like|like|i want|want|i need|need|get|have|after)"
        r" (?:to (?:get|have|book) )?(?:an?|my|some|the)",
    ),
    "person": (
        r"(?:speak|talk|speaking|talking) (?:to|with) (?:an? |the |some |my )?(?:person|human|someone|somebody|real"
        r"|manager|owner|boss|reception|member|staff|receptionist|one|body|people|anyone)",
        r"put me through|transfer me|connect me|operator|real person|a human",
    ),
    "message": (
        r"(?:leave|take|pass on|pass|give|send) (?:(?:him|her|them|the \w+|on) )?(?:a|my|this) message",
        r"running late|message for",
    ),
    "existing": (
        r"(?:cancel|move|change|reschedule|postpone|push back|shift) (?:my|an|the|our|a) (?:\w+ )?"
        r"(?:appointment|booking|reservation)",
        r"reschedule|(?:cant|cannot|wont) make (?:it|my)",
    ),
    "goodbye": (
        r"bye|goodbye|good bye|see you|see ya|thats all|thats it|thats everything|nothing else|nothing more|all done",
        r"thats about it|have a (?:good|nice|lovely|great) (?:day|one|evening|afternoon)|hang up|im done",
        r"im good|all good|talk to you later|no thats fine|not today|no thank you|no thanks",
    ),
    "never_mind": (
        r"never mind|nevermind|forget it|forget about it|leave it|dont worry|cancel that|dont book|stop",
    ),
    "soonest": (
        r"soonest|as soon as possible|asap|earliest|next available|first available|right away|soon as you can",
        r"next free|this week|whenever you(?:re| are| have)|any day|next opening",
    ),
    "any": (
        r"any|either|whichever|whatever|you choose|dont mind|doesnt matter|any time|anytime|whenever|up to you",
    ),
    "repeat": (
        r"repeat|say that again|pardon|come again|what did you say|didnt (?:hear|catch)|sorry what|what was that",
    ),
    "greeting": (r"hello|hi|hey|good (?:morning|afternoon|evening|day)|how are you",),
    "thanks": (r"thanks|thank you|cheers",),
    "waiting_list": (
        r"wait(?:ing)? ?list|(?:if|when) something (?:comes|opens) up|if (?:anything|one) becomes free",
    ),
    "other_day": (r"(?:another|different|other) day|none of (?:those|them|these)|neither",),
}
_WISHES: dict[Wish, re.Pattern[str]] = {
    wish: re.compile(rf"\b(?:{'|'.join(patterns)})\b") for wish, patterns in _PATTERNS.items()
}

_YES = re.compile(
    r"\b(?:yes|yeah|yep|yup|ya|correct|sure|definitely|absolutely|perfect|great|okay|ok|lovely|right|fine|exactly|cool"
    r"|go ahead|sounds good|book it|that works|works for me|thats good|of course|please do|brilliant|wonderful|good)\b"
)
_NO = re.compile(r"\b(?:no|nope|nah|wrong|incorrect|not|isnt|dont|cant|doesnt|neither|none)\b")
_NO_HARM = re.compile(r"\b(?:no (?:problem|worries)|not bad|dont worry|cant wait|why not)\b")
_CHOICES = (
    (re.compile(r"\b(?:(?:the )?first|1st|earli(?:er|est))(?: (?:one|time|slot|option))?\b"), 0),
    (re.compile(r"\b(?:second|2nd|middle)(?: (?:one|time|slot|option))?\b"), 1),
    (re.compile(r"\b(?:third|3rd)(?: (?:one|time|slot|option))?\b"), 2),
    (re.compile(r"\b(?:last|later|latest|latter)(?: (?:one|time|slot|option))?\b"), -1),
)


_COUNTS = {word: n for n, word in enumerate("one two three four five six seven eight".split(), 1)}
_COUNTS |= {str(n): n for n in range(1, 9)}


@dataclass(frozen=True, slots=True)
class Heard:
    """One utterance, taken apart.

    `choice` counts the options read out from 0, -1 is the last; `answer` is what the facts reply to its question;
    `weekday` is the one said with the day, as it was said; `staff` whom they want it with, `location` where, `seats`
    for how many.
    """

    text: str
    offering: str | None = None
    day: date | None = None
    time: TimeMention | None = None
    part: Part | None = None
    name: str | None = None
    choice: int | None = None
    yes: bool = False
    no: bool = False
    asks: bool = False
    answer: str | None = None
    wishes: frozenset[Wish] = frozenset()
    passes_on: str | None = None
    weekday: str | None = None
    staff: str | None = None
    location: str | None = None
    seats: int | None = None

    @property
    def books(self) -> bool:
        """Whether it is about an appointment rather than a question about the business."""
        if self.answer and not (self.day or self.time):
            return not self.asks and "booking" in self.wishes
        return "booking" in self.wishes or (not self.answer and bool(self.offering or self.day or self.time))

    @property
    def is_leaving(self) -> bool:
        """Whether it is a short farewell or withdrawal."""
        return bool(self.wishes & {"goodbye", "never_mind"}) and len(self.text.split()) <= 6

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it was understood."""
        found = (self.offering, self.day, self.time, self.part, self.name, self.answer, self.passes_on)
        return not (any(found) or self.choice is not None or self.yes or self.no or self.wishes)


def understand(
    text: str, facts: Facts, expecting: Expecting, *, offering: str | None = None, week_ahead: bool = False
) -> Heard:
    """What the caller said.

    Args:
        expecting: what the agent had asked; decides whether bare words are a name or a number a time.
        offering: what is being booked, for "how long does it take".
        week_ahead: "next week" was said before.
    """
    words = [word.lower() for word in tokenise(text)]
    plain = " ".join(words)
    known = {word for o in facts.offerings for word in o.name.lower().split()}
    said_offering = find_offering(words, [o.name for o in facts.offerings])
    choice = _choice(plain) if expecting in ("choice", "location") and len(words) <= 6 else None
    day = None if choice is not None else find_date(words, facts.now.date(), week_ahead=week_ahead)
    rest = [*words[: day.start], *["|"] * (day.end - day.start), *words[day.end :]] if day else words
    mention = find_time(rest, expected=expecting in ("time", "choice", "confirm", "change", "day"))
    part = find_part(rest if day and day.end - day.start > 1 else words)
    wishes = _wishes(plain, words, facts)
    name = find_name(text, expected=expecting in ("name", "message_name"), known=known)
    if name is None and expecting in ("confirm", "more"):
        name = corrected_name(text, known)
    if expecting in ("name", "message_name") and (day or mention or (said_offering and not name)):
        name = find_name(text, expected=False, known=known)
    harmless = _NO_HARM.sub(" ", plain)
    answer = find_answer(text, facts, said_offering or offering, day.date if day else None)
    return Heard(
        text=" ".join(text.split()),
        offering=said_offering,
        day=day.date if day else None,
        time=mention,
        part=part,
        name=name,
        choice=choice,
        yes=bool(_YES.search(plain)) and not _NO.search(harmless),
        no=bool(_NO.search(harmless)),
        asks=is_question(text) or bool(answer and not (said_offering or day or mention)),
        answer=answer,
        wishes=wishes,
        passes_on=_passes_on(text, facts),
        weekday=next(filter(None, map(weekday_said, words[day.start : day.end])), None) if day else None,
        staff=_staff(plain, facts),
        location=_location(words, facts),
        seats=_seats(plain),
    )


def _wishes(plain: str, words: list[str], facts: Facts) -> frozenset[Wish]:
    wishes: set[Wish] = set()
    wishes.update(wish for wish, pattern in _WISHES.items() if pattern.search(plain))
    staff = "|".join(re.escape(name.lower()) for name in facts.staff)
    if staff and re.search(
        rf"\b(?:speak|talk) (?:to|with) (?:{staff})\b|\bis (?:{staff}) (?:there|in|around)\b", plain
    ):
        wishes.add("person")
    if says_next_week(words):
        wishes.add("next_week")
    return frozenset(wishes)


def _staff(plain: str, facts: Facts) -> str | None:
    """Whom they want it with: `with leo`."""
    for name in facts.staff:
        if re.search(rf"\b(?:with|see|by) {re.escape(name.lower())}\b", plain):
            return name
    return None


def _location(words: list[str], facts: Facts) -> str | None:
    """By its name, or a word of it that no other has."""
    named = {name: set(name.lower().split()) for name in facts.locations}
    return next(
        (
            name
            for name, own in named.items()
            if (own - set().union(*(each for other, each in named.items() if other != name))) & set(words)
        ),
        None,
    )


def _seats(plain: str) -> int | None:
    """`for two people`, `three of us`."""
    found = re.search(r"\b(?P<count>[a-z]+|\d+) (?:people|persons|of us|places|seats)\b", plain)
    return _COUNTS.get(found["count"]) if found else None


def _passes_on(text: str, facts: Facts) -> str | None:
    """The message in "tell Mia that I'm running late", in the caller's words."""
    who = "|".join(["him", "her", "them", "the team", "someone", *(re.escape(name) for name in facts.staff)])
    found = re.search(
        rf"\b(?:tell|let) (?:{who})(?: know)?(?: that)? (?P<told>.{{4,}})", text, re.IGNORECASE
    ) or re.search(r"\bmessage (?:\w+ )?(?:saying|that says|that) (?P<told>.{4,})", text, re.IGNORECASE)
    return " ".join(found["told"].split()) if found else None


def _choice(plain: str) -> int | None:
    return next((index for pattern, index in _CHOICES if pattern.search(plain)), None)
