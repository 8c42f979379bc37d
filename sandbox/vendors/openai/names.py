"""People's names as callers give them."""

import re
from collections.abc import Collection

from sandbox.vendors.openai.words import DIGIT_WORDS, ORDINALS, TENS, UNITS, tokenise

_MAX_WORDS = 4
_APOSTROPHE = "\N{MODIFIER LETTER APOSTROPHE}"
_GIVEN = re.compile(
    r"\b(?:my (?:full |first |last )?names?(?: is|s)?|the names?(?: is)?|names? is|under(?: the name)?(?: of)?|name of"
    r"|call me|(?:this is)(?= \w+(?: \w+)?$))\s+(?:its\s+|is\s+)?",
    re.IGNORECASE,
)
_SAID = re.compile(r"\b(?:its|it is|im|i am|thats|that is|this is|for|to)\s+", re.IGNORECASE)
_FILLER = re.compile(
    r"um|uh|er|ah|oh|yeah|yes|yep|sure|okay|ok|well|so|please|thanks|thank|you|hi|hello|actually|sorry|no"
    r"|and|of|course|its|it|is|im|the|name|my|that|thats|would|be|just|under|for|put|mate|right|great|good"
    r"|perfect|lovely|son|daughter|wife|husband|mum|mom|dad|boyfriend|girlfriend|friend|partner"
)
_NOT_A_NAME = re.compile(
    r"a|an|about|after|again|all|also|am|any|anything|appointment|are|as|at|available|back|bit|book"
    r"|booking|but|by|bye|calling|can|cancel|change|correct|cost|could|day|did|different|do|does|dont|else"
    r"|everything|fine|first|from|get|give|go|going|goodbye|got|had|half|has|have|help|here|how|i|id|if"
    r"|ill|in|instead|ive|know|last|later|leave|let|like|little|long|looking|make|maybe|me|mean|message"
    r"|minute|moment|more|morning|much|need|next|nope|not|nothing|now|number|oclock|on|one|only|or|other"
    r"|our|over|past|people|person|phone|quarter|quite|rather|really|said|say|see|she|short|some"
    r"|someone|something|spell|speak|still|surname|take|talk|than|them|then|there|thing|think|this|time|to"
    r"|today|tomorrow|too|tonight|trying|until|up|us|use|wait|want|was|we|week|were|what|when|where|which"
    r"|who|why|will|with|wont|wrong|afternoon|evening|noon|midday|nice|cool|awesome|brilliant|alright"
    r"|january|february|march|july|september|october|november|december|monday|tuesday|wednesday|thursday"
    r"|friday|saturday|sunday|haircut|your|he|they|his|her|yourself|running|doing|free|happy|good|open"
    r"|closed|sec|second|hang|hold|forget|never|mind|repeat|pardon|works|work|sounds|sound|been|asking"
    r"|wondering|hoping|choose|pick|decide|care|matter|earliest|latest|soonest"
)
_JOINT = re.compile(r"and|please|thanks|thank|id|i|im|ive|can|could|calling|here|from")


def find_name(text: str, *, expected: bool, known: Collection[str] = ()) -> str | None:
    """The name the caller gives, with capitals; None when there is none.

    Args:
        expected: the caller was asked for it, so the bare words are one.
        known: lower-case words that are not names here, such as those of the offerings.
    """
    words = _words(text)
    plain = " ".join(words)
    if given := list(_GIVEN.finditer(plain)):
        return _leading_name(plain[given[-1].end() :].split(), known)
    if expected:
        for said in _SAID.finditer(plain):
            if name := _leading_name(plain[said.end() :].split(), known):
                return name
        return _whole_name(words, known)
    return None


def corrected_name(text: str, known: Collection[str] = ()) -> str | None:
    """The name in `no it's sara thomson`: said after "its", and nothing but a name."""
    plain = " ".join(_words(text))
    found = re.search(
        r"^(?:no |nope |sorry |actually |not quite )+(?:its|it is|thats|im) ((?:\w+ ?){1,3})$",
        plain,
        re.IGNORECASE,
    )
    return _leading_name(found[1].split(), known, whole=True) if found else None


def _leading_name(words: list[str], known: Collection[str], *, whole: bool = False) -> str | None:
    name: list[str] = []
    for word in words[:_MAX_WORDS]:
        if not _may_be_name(word, known) or _FILLER.fullmatch(word.lower()):
            break
        name.append(word)
    if not name or (whole and len(name) < len(words)):
        return None
    rest = words[len(name) :]
    following = rest[0].lower() if rest else ""
    ends = not following.isalpha() or any(p.fullmatch(following) for p in (_FILLER, _JOINT, _NOT_A_NAME))
    return _capitalised(name) if ends else None


def _whole_name(words: list[str], known: Collection[str]) -> str | None:
    name = [word for word in words if not _FILLER.fullmatch(word.lower())]
    if not 1 <= len(name) <= _MAX_WORDS or not all(_may_be_name(word, known) for word in name):
        return None
    return _capitalised(name)


def _may_be_name(word: str, known: Collection[str]) -> bool:
    lower = word.lower()
    number = lower in UNITS or lower in TENS or lower in ORDINALS or lower in DIGIT_WORDS
    return (
        word.isalpha()
        and len(word) > 1
        and not number
        and not _NOT_A_NAME.fullmatch(lower)
        and lower not in known
    )


def _words(text: str) -> list[str]:
    """The words; the apostrophe of O'Brien is kept, as a letter."""
    return tokenise(re.sub(r"\b([od])['’](?=\w{3})", rf"\1{_APOSTROPHE}", text, flags=re.IGNORECASE))


def _capitalised(words: list[str]) -> str:
    return " ".join(word if any(c.isupper() for c in word) else _capital(word) for word in words)


def _capital(word: str) -> str:
    return "'".join(part.capitalize() for part in word.split(_APOSTROPHE))
