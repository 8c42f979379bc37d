"""The net under the English rules: see `Net`."""

from domain.dialogue.danger.english_signs import SIGNS
from domain.dialogue.danger.english_talk import TALK
from domain.dialogue.danger.english_weights import ASKS_FROM, WEIGHTS
from domain.dialogue.danger.net import Net

_SUBORDINATE = (
    "if when that who like though than where whether which what how after before since until did does so because"
    " cos as"
)
_SOMEBODY = (
    r"(?:he|she|they|someone|somebody|there|i|we|it"
    r"|(?:my|a|the|our|this|that|some|one of the|another) (?:\w+ ){0,2}?\w+_|\w+_)"
)
_STARTS = (
    r"(?<= and )|(?<= but )|(?<= now )",
    "".join(rf"(?<! {each} )" for each in _SUBORDINATE.split())
    + rf"(?<=\w )(?={_SOMEBODY} (?:is|are|am|has|have"
    r"|had|was|were|can not|will not|does not|keeps?|fell|went|came|took|drank|ate|cut|hit|got|stopped|dropped"
    r"|collapsed|fainted|swallowed|passed)\b)",
)
"""Behind a conjunction, and before somebody who is, has or does something, unless a word before subordinates it."""

_WISHES = frozenset({"wish", "past", "unreal", "idiom", "asked", "only_told", "long_ago", "made_up"})

ENGLISH_NET = Net(
    words={**SIGNS, **TALK},
    denies="not never no nobody none without barely hardly stopped stops unable cannot nearly almost",
    lost="able",
    denied_too=frozenset(TALK),
    starts=_STARTS,
    signs=frozenset(SIGNS),
    business=_WISHES | {"errand", "trade", "errand_words"},
    wishes=_WISHES,
    weights=WEIGHTS,
    asks_from=ASKS_FROM,
)
