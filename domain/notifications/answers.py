"""What a text from a customer means, where its words are known."""

import re
import unicodedata
from enum import StrEnum


class Meaning(StrEnum):
    STOP = "stop"
    START = "start"
    HELP = "help"
    CONFIRM = "confirm"
    CANCEL = "cancel"
    WORDS = "words"
    """Something for a person to read."""


_STOP = frozenset({"stop", "stopall", "unsubscribe", "end", "quit", "revoke", "optout", "cancel"})
"""What carriers stop texts at by themselves, `cancel` included: our next text to who wrote it is refused.

Source: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
"""
_START = frozenset({"start", "unstop"})
_HELP = frozenset({"help", "info"})
_CONFIRM = frozenset(
    "c 1 y yes ok okay confirm confirmed j ja bestätigen bestätigt oui confirmer confirmé si sí confirmar confirmo"
    " confermo confermare conferma".split()
)
_CANCEL = frozenset(
    "x 2 absagen absage annuler annulé anular anulo annullare annulla disdire disdico".split()
)


def meaning_of(body: str, *, opt_out: str = "", stopped: bool = False) -> Meaning:
    """What the whole text means; a word within a sentence means nothing by itself.

    Args:
        opt_out: what the carrier took it for, if for anything: `STOP`, `START` or `HELP`.
        stopped: whether this number gets no texts for now: `YES` then means START.
    """
    told = opt_out.strip().casefold()
    if told in (Meaning.STOP, Meaning.START, Meaning.HELP):
        return Meaning(told)
    word = _bare(body)
    if word in _STOP:
        return Meaning.STOP
    if word in _START or (stopped and word == "yes"):
        return Meaning.START
    if word in _HELP:
        return Meaning.HELP
    if word in _CONFIRM:
        return Meaning.CONFIRM
    if word in _CANCEL:
        return Meaning.CANCEL
    return Meaning.WORDS


def _bare(body: str) -> str:
    """Without capitals, blanks, punctuation and emoji around the letters."""
    folded = unicodedata.normalize("NFKC", body).casefold()
    return re.sub(r"[^\w]+|_", "", folded) if len(re.findall(r"\w+", folded)) == 1 else ""
