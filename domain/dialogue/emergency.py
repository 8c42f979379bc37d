"""Emergencies are recognised by fixed rules, ahead of the language model, and always answered the same way.

The rules read what a speech recogniser writes: lower case, no punctuation, numbers as words or digits. They
would rather stop one caller too many than one too few, but everyday talk ("fire my hairdresser", "the 9:11
slot", "a heart attack when I saw the bill") must not set them off.
"""

import re
from collections.abc import Mapping

_SPOKEN_NUMBERS: Mapping[str, str] = {
    "000": "triple zero",
    "999": "nine nine nine",
    "911": "nine one one",
    "111": "one one one",
    "112": "one one two",
    "995": "nine nine five",
    "119": "one one nine",
}

_NUMBER_BY_COUNTRY: Mapping[str, str] = {
    "AU": "000",
    "GB": "999",
    "HK": "999",
    "US": "911",
    "CA": "911",
    "MX": "911",
    "PH": "911",
    "NZ": "111",
    "SG": "995",
    "JP": "119",
    "KR": "119",
}
"""Where 112, which every mobile phone understands, is not the number people know."""

_CRISIS_LINES: Mapping[str, str] = {
    "AU": "Lifeline any time on thirteen, eleven, fourteen",
    "NZ": "someone any time by calling or texting one seven three seven",
    "GB": "the Samaritans any time on one one six, one two three",
    "IE": "the Samaritans any time on one one six, one two three",
    "US": "the crisis lifeline any time on nine eight eight",
    "CA": "the crisis helpline any time on nine eight eight",
}

_DIGIT = r"(?:\d[\d:]*|zero|oh|o|one|two|three|four|five|six|seven|eight|nine|double|triple)"
_NUMBER = re.compile(
    rf"(?<!\w)(?P<before>{_DIGIT} )?"
    r"(?:triple (?:zero|o|oh|nine|one)|zero zero zero|oh oh oh|nine nine nine|nine one one|one one one"
    r"|one one two|911|999|000|112|111|9 1 1|9 9 9|0 0 0|1 1 2|1 1 1)(?!\w)"
    rf"(?P<after> (?:{_DIGIT}|slot|appointment|opening|time|street|road|avenue|dollars|oclock|am|pm)\b)?"
)
_ASKS_FOR = r"\b(?:call|calling|dial|ring|phone|get|need|want|send|contact)(?: \w+){0,3} "
_ONLY = r"(?:a|an|the|is|this|hello|hi|help|me|please|now|quick|quickly|emergency|oh|god|my)"

_CRISIS = re.compile(
    "|".join(
        (
            r"\bsuicid",
            r"\b(?:kill|killing|hang|harm|harming|hurt|hurting|shoot) myself\b(?! laughing)",
            r"\b(?:end|ending|take|taking) my (?:own )?life\b",
            r"\b(?:dont|do not) want to (?:live|be alive|be here)(?: anymore| any more)\b",
            # a recogniser writes "die" for "dye": not "I want to die my hair"
            r"\bi (?:just )?(?:want to|wanted to|wanna) die(?= and\b| now\b| today\b| please\b| i\b|$)",
            r"\bbetter off dead\b",
            r"\bself harm",
        )
    )
)

_EMERGENCY = re.compile(
    "|".join(
        (
            rf"{_ASKS_FOR}(?:ambulance|paramedics?)\b(?! (?:driver|officer|station|service|victoria))",
            rf"^(?:{_ONLY} )*ambulance(?: {_ONLY})*$",
            rf"{_ASKS_FOR}(?:fire (?:brigade|department|engine|service|truck)|firemen|police|cops)\b",
            r"\b(?:medical|life threatening) emergency\b",
            rf"^(?:{_ONLY} )*(?:its|it is|this is|theres|there is|weve got) an emergency(?: {_ONLY})*$",
            r"\b(?:call|need|get|send|contact) (?:the )?emergency services\b",
            # fire
            r"\b(?:theres|there is|weve got|we have) (?:an? |another )?(?:\w+ )?fire\b",
            r"\b(?:on|caught|catching) fire\b",
            rf"^(?:{_ONLY} )*fire(?: fire| {_ONLY})*$",
            r"\bgas leak\b|\bsmell(?:s|ing)? (?:of )?gas\b",
            # the body
            r"\bheart attack\b|\bcardiac arrest\b|\bchest pains?\b",
            r"\bhaving an? (?:\w+ )?(?:stroke|seizure|asthma attack)\b",
            r"\b(?:cant|cannot|can not|unable to|struggling to) breathe?\b|\b(?:not|stopped) breathing\b",
            r"\b(?:trouble|difficulty|problems) breathing\b",
            r"\b(?:is|s|are|am|im|hes|shes|babys|\w+s) choking\b|\bunconscious\b|\banaphyla",
            r"\b(?:has|have|just|hes|shes|ive|someones) (?:collapsed|passed out|overdosed)\b",
            r"\b(?:taken|took|having) an overdose\b",
            r"\bhaving an? (?:\w+ )?allergic reaction\b",
            r"\b(?:hes|shes|im|he is|she is|i am) bleeding\b",
            r"\bbleeding (?:badly|heavily|everywhere|a lot|to death)\b|\bwont stop bleeding\b",
            r"\blosing a lot of blood\b|\bgoing into labou?r\b",
            r"\b(?:been|got|was) (?:stabbed|shot|electrocuted)\b|\b(?:is|hes|shes) drowning\b",
            # violence
            r"\b(?:has|hes got|got|with) a (?:gun|knife)\b|\bbeing (?:attacked|robbed|assaulted)\b",
            r"\b(?:is|hes|shes|theyre|someones) (?:breaking in|attacking me|trying to (?:break in|kill))\b",
        )
    )
)

_HARMLESS = re.compile(
    "|".join(
        (
            r"\b(?:dont|do not|doesnt|didnt|no) (?:need|have|want)(?: \w+){0,3} (?:ambulance|police)\b",
            r"\b(?:nearly|almost|practically) (?:had |having |has )?(?:gave \w+ )?(?:of )?a heart attack\b",
            r"\bg[ia]v(?:e|es|ing|en) (?:me|him|her|us|them|you) a heart attack\b",
            r"\bheart attack (?:last|when i|at the|over the|back in|(?:a few|\w+) \w+ ago)\b",
            r"\b(?:glue|spray|tattoo|nail|piercing) gun\b",
            r"\b(?:theres|there is) an? (?:\w+ )?fire ?(?:place|sale|pit|drill|door|escape|exit|station)\b",
        )
    )
)


def match(text: str, country: str) -> str | None:
    """What the agent says when these words tell of an emergency; None when they do not.

    Args:
        text: what the caller said, as the recogniser wrote it.
        country: where the business is, ISO 3166 alpha-2; names the number to call.

    Source: https://en.wikipedia.org/wiki/List_of_emergency_telephone_numbers
    """
    words = _normalised(text)
    number = spoken_number(country)
    if _CRISIS.search(words):
        line = _CRISIS_LINES.get(country.upper())
        someone = f"You can also talk to {line}." if line else "Please also talk to someone you trust."
        return (
            "I'm really sorry you're feeling this way, and I'm glad you said it."
            f" If you are in danger right now, please hang up and call {number}. {someone}"
        )
    if _EMERGENCY.search(_HARMLESS.sub(" ", words)) or _asks_for_number(words):
        return (
            f"If this is an emergency, please hang up and call {number} right now."
            " I'm a virtual assistant and I can't send help."
        )
    return None


def spoken_number(country: str) -> str:
    """The emergency number of a country (ISO 3166 alpha-2), as it is said."""
    return _SPOKEN_NUMBERS[_NUMBER_BY_COUNTRY.get(country.upper(), "112")]


def _asks_for_number(words: str) -> bool:
    """Whether an emergency number is asked for or is all that is said; a phone number may contain one too."""
    for found in _NUMBER.finditer(words):
        if found["before"] or found["after"]:
            continue
        ahead, behind = words[: found.start()], words[found.end() :]
        if re.search(rf"{_ASKS_FOR}$", ahead) or re.fullmatch(rf"(?:{_ONLY} )*(?: {_ONLY})*", ahead + behind):
            return True
    return False


def _normalised(text: str) -> str:
    """Lower case, apostrophes gone (`can't` is `cant`), other signs a space; `9:11` stays one word."""
    text = re.sub(r"['’`]", "", text.casefold())
    return " ".join(re.sub(r"[^\w:]|:(?!\d)|(?<!\d):", " ", text).split())
