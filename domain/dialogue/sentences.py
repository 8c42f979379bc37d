"""Sentence splitting: a model's answer in pieces for speech synthesis, while it is still being written."""

import re

FIRST_CUT_CHARS = 60
"""A longer first sentence is begun at a clause: at 15 ms a token the caller waits 0.2 s for this much."""
FIRST_CUT_MIN_CHARS = 20
"""Shorter beginnings sound clipped: the voice needs a phrase to find its melody."""

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|\n")
_CLAUSE = re.compile(r"[,;:](?=\s)|(?<=\s)[-–—](?=\s)|—(?=\s)")
_LAST_WORD = re.compile(r"(\S+)$")
_NEXT_WORD = re.compile(r"\s+[\"'“‘(\[]*(\w+)(?=\W)")
_NEXT_SIGN = re.compile(r"\s+[\"'“‘(\[]*([^\s\"'“‘(\[])")

_NEVER_ENDS = re.compile(
    r"mrs?|ms|mx|dr|prof|st|rev|hon|fr|sr|jr|messrs|mt|ft|vs|e\.?g|i\.?e|cf|nos?|approx|est|dept|ext|tel"
)
"""Abbreviations that a word always follows. A sentence ending in `no.` waits for the next one: no harm."""
_MAY_END = re.compile(r"\d*(?:[ap]\.?m|mins?|hrs?)|etc|rd|ave|inc|ltd|co|pty")
"""Abbreviations that may end a sentence: the next word's capital tells."""
_CAPITAL_INSIDE = re.compile(
    r"i|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|january|february|march|april|may|june|july"
    r"|august|september|october|november|december"
)
"""Words that are written with a capital within a sentence too."""


def is_speakable(text: str) -> bool:
    """Whether a voice has anything to say for it: a letter or a digit, not only signs."""
    return any(character.isalnum() for character in text)


class SentenceSplitter:
    """Takes an answer's text as it comes and gives whole sentences as soon as they are sure.

    The first sentence may be given in two pieces, cut at a clause, so that speech starts early. The pieces do
    not depend on how the text was chopped on its way here, and joined they are the text but for white space.
    """

    def __init__(self) -> None:
        self._text = ""
        self._first = True

    def feed(self, delta: str) -> list[str]:
        """The sentences that this text completes, in order, without surrounding white space."""
        self._text += delta
        pieces: list[str] = []
        while (cut := self._next_cut()) is not None:
            pieces.append(self._text[:cut].strip())
            self._text = self._text[cut:].lstrip()
            self._first = False
        return pieces

    def flush(self) -> str | None:
        """What is left when the answer is over; None when nothing is. It may have nothing to speak."""
        rest = self._text.strip()
        self._text = ""
        self._first = True
        return rest or None

    def _next_cut(self) -> int | None:
        """Where the next piece ends; None while that is not sure."""
        end = self._sentence_end()
        if not self._first:
            return end
        limit = len(self._text) - len(self._text.lstrip()) + FIRST_CUT_CHARS
        if (end is not None and end <= limit) or len(self._text) <= limit or self._pending(limit):
            return end
        return self._clause_cut(limit, len(self._text) if end is None else end) or end

    def _clause_cut(self, limit: int, end: int) -> int | None:
        first = limit - FIRST_CUT_CHARS + FIRST_CUT_MIN_CHARS
        cuts = [m.end() for m in _CLAUSE.finditer(self._text) if first <= m.end() < end]
        early = [cut for cut in cuts if cut <= limit]
        if early:
            return early[-1]
        return cuts[0] if cuts else None

    def _sentence_end(self) -> int | None:
        for found in _END.finditer(self._text):
            ends = self._ends(found)
            if ends is None:
                return None
            if ends:
                return found.end()
        return None

    def _pending(self, limit: int) -> bool:
        """Whether a sign before `limit` may yet turn out to end the sentence."""
        for found in _END.finditer(self._text):
            if found.end() > limit:
                return False
            if self._ends(found) is None:
                return True
        return False

    def _ends(self, found: re.Match[str]) -> bool | None:
        """Whether the sentence ends at this sign; None while the text after it has not come."""
        before, sign = self._text[: found.start()], found[0]
        if not is_speakable(before):
            return False
        if sign == "\n" or "?" in sign or "!" in sign:
            return True
        if sign.count(".") > 1 or "…" in sign:
            following = _NEXT_SIGN.match(self._text, found.end())
            return None if following is None else not following[1].islower()
        last = _LAST_WORD.search(before)
        word = last[1].lstrip("\"'“‘([").casefold() if last else ""
        if _NEVER_ENDS.fullmatch(word) or _is_initial(last[1] if last else "") or before.strip().isdigit():
            return False
        if _MAY_END.fullmatch(word):
            return self._capital_follows(found.end())
        return True

    def _capital_follows(self, position: int) -> bool | None:
        following = _NEXT_SIGN.match(self._text, position)
        if following is None:
            return None
        if not following[1].isupper():
            return False
        word = _NEXT_WORD.match(self._text, position)
        if word is None:
            return None
        return not _CAPITAL_INSIDE.fullmatch(word[1].casefold())


def _is_initial(word: str) -> bool:
    """`J` of `J. Smith`; `I` is a word of its own."""
    return len(word) == 1 and word.isupper() and word != "I"
