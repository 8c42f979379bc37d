"""The caller's utterance under way: what is known of it before speech recognition says that it has ended."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Utterance:
    """One stretch of caller speech, from its first sound on; `Utterance()` between two of them.

    A takeover cuts it in two: the process before had recognised its beginning, the recogniser of this one knows only
    what comes after. The words of the beginning are `kept_words`.

    It changes by the methods below only, and each says what becomes of all six fields: an instance made anew names
    what it keeps, `replace` what it changes.

    Attributes:
        words: recognised so far, by this process's recogniser.
        voiced_ms: how long the caller's voice goes on without a break, as last reported.
        began_at_ms: when its first sound or word came; None while neither has.
        kept_words: words of its beginning, recognised in another process.
        kept_until_heard: the audio of the beginning is being recognised anew, so `kept_words` count only if that
            brings no words.
        taken: how many words at its beginning have been answered already: it became too long to be heard out.
    """

    words: str = ""
    voiced_ms: int = 0
    began_at_ms: float | None = None
    kept_words: str = ""
    kept_until_heard: bool = False
    taken: int = 0

    @property
    def noticed(self) -> bool:
        """Whether a word or enough voice has been heard to know that the caller is speaking."""
        return bool(self.words or self.kept_words or self.voiced_ms)

    def voiced(self, voiced_ms: int, now_ms: float) -> "Utterance":
        """The caller's voice has gone on for `voiced_ms`."""
        return replace(self, voiced_ms=voiced_ms, began_at_ms=self._began_at_ms(now_ms - voiced_ms))

    def heard(self, words: str, now_ms: float) -> "Utterance":
        """The recogniser takes it for `words` by now."""
        words = self._untaken(words)
        return Utterance(
            words=words,
            voiced_ms=self.voiced_ms,
            began_at_ms=self._began_at_ms(now_ms),
            kept_words=self._kept_beside(words),
            kept_until_heard=self.kept_until_heard and not words,
            taken=self.taken,
        )

    def ended_with(self, words: str) -> str:
        """All of its words, now that the recogniser has said that its part ends as `words`."""
        words = self._untaken(words)
        return f"{self._kept_beside(words)} {words}".strip()

    def answered_so_far(self) -> "Utterance":
        """What is known of it is answered though it goes on: what comes now counts as an utterance of its own."""
        return Utterance(taken=self.taken + len(self.words.split()))

    def cut_in_two(self, *, audio_kept: bool) -> "Utterance":
        """Another process goes on with it: its words so far are kept, its voice is measured anew."""
        return Utterance(
            began_at_ms=self.began_at_ms,
            kept_words=f"{self.kept_words} {self.words}".strip(),
            kept_until_heard=audio_kept,
        )

    def spoken_over(self) -> "Utterance":
        """The agent begins to speak although it has not ended: only what comes now can interrupt the agent."""
        return replace(self, words="", voiced_ms=0)

    def without_backchannel(self) -> "Utterance":
        """The agent has finished: what was heard meanwhile did not take the floor and is dropped.

        Words kept at a takeover were said before that; they stay.
        """
        return Utterance(kept_words=self.kept_words, kept_until_heard=self.kept_until_heard, taken=self.taken)

    def _began_at_ms(self, now_ms: float) -> float:
        return now_ms if self.began_at_ms is None else self.began_at_ms

    def _untaken(self, words: str) -> str:
        """A recogniser words an utterance from its beginning each time, and rarely otherwise than before."""
        return " ".join(words.split()[self.taken :]) if self.taken else words

    def _kept_beside(self, words: str) -> str:
        """The kept words that `words` do not hold already."""
        return "" if words and self.kept_until_heard else self.kept_words
