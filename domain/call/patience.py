"""What the agent's patience goes by: since when it waits for the caller, and what came of that so far."""

from dataclasses import dataclass, replace

FRUITLESS_TURNS = 8
"""A row of so many with which the conversation gets nowhere. A booking has two or three between two that get on."""

_MOST_FRUITLESS = 12
_GETS_ON = 3
"""What one turn that gets on is worth: among noise a recogniser finds a whole sentence now and then, too."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Instants in ms since the epoch. `domain.call.waiting` makes deadlines of them.

    Attributes:
        ours_at_ms: our last sound ended, or was cut off.
        since_ms: the present wait began: then, or with the caller's last new word.
        voice_at_ms: the caller's voice was last reported during this wait.
        sense_at_ms: the caller last said something that made sense (`domain.call.sense`), or pressed keys.
        senseless: the caller's turns since, none of which made sense.
        paused_at_ms: the caller asked for a moment; None while they have not.
        checked_in: whether they were told since that there is no rush.
        fruitless: turns with which the conversation got nowhere, less those with which it got on: `FRUITLESS_TURNS`.
        got_on_at_ms: the caller last said a whole sentence that made sense, pressed keys, or had something done.
        words_since_ms: the recogniser's first word of the utterance under way; None between two.
        ignores_voice: a noise has stopped the agent in vain: voice without words stops nothing more until the
            caller's next turn.
    """

    ours_at_ms: float = 0.0
    since_ms: float = 0.0
    voice_at_ms: float | None = None
    sense_at_ms: float = 0.0
    senseless: int = 0
    paused_at_ms: float | None = None
    checked_in: bool = False
    fruitless: int = 0
    got_on_at_ms: float = 0.0
    words_since_ms: float | None = None
    ignores_voice: bool = False

    def answered(self, now_ms: float) -> "Patience":
        """The call begins."""
        return replace(self, ours_at_ms=now_ms, since_ms=now_ms, sense_at_ms=now_ms, got_on_at_ms=now_ms)

    def uttering(self, now_ms: float) -> "Patience":
        """The recogniser has words of an utterance, from now on if it had none before."""
        return self if self.words_since_ms is not None else replace(self, words_since_ms=now_ms)

    def utterance_over(self) -> "Patience":
        """The recogniser has ended it."""
        return replace(self, words_since_ms=None)

    def agent_silent(self, now_ms: float) -> "Patience":
        """The agent has just fallen silent."""
        return replace(self, ours_at_ms=now_ms, since_ms=now_ms, voice_at_ms=None)

    def words_came(self, now_ms: float) -> "Patience":
        """The recogniser has new words of the caller, or begins to listen anew."""
        return replace(self, since_ms=now_ms)

    def voiced(self, now_ms: float) -> "Patience":
        """The caller's voice goes on."""
        return replace(self, voice_at_ms=now_ms)

    def turn_came(self, now_ms: float, *, sensible: bool) -> "Patience":
        """The caller has said something to be answered."""
        return replace(
            self,
            sense_at_ms=now_ms if sensible else self.sense_at_ms,
            senseless=0 if sensible else self.senseless + 1,
            paused_at_ms=None,
            checked_in=False,
            ignores_voice=False,
        )

    def got_on(self, now_ms: float) -> "Patience":
        """The caller has said something with which the conversation gets on, or had something done."""
        fruitless = max(0, self.fruitless - _GETS_ON)
        got_on_at_ms = now_ms if fruitless < FRUITLESS_TURNS else self.got_on_at_ms
        return replace(self, fruitless=fruitless, got_on_at_ms=got_on_at_ms)

    def answers_anew(self) -> "Patience":
        """The caller has answered, in a word or two, what they had not been asked before."""
        return replace(self, fruitless=max(0, self.fruitless - 1))

    def got_nowhere(self) -> "Patience":
        """The caller's turn brings the conversation no further."""
        return replace(self, fruitless=min(_MOST_FRUITLESS, self.fruitless + 1))

    @property
    def gets_nowhere(self) -> bool:
        """Whether the caller has got nowhere for so long that a word or two more is nobody talking to us."""
        return self.fruitless >= FRUITLESS_TURNS

    def nobody_since_got_on(self) -> "Patience":
        """What seemed to make sense since the conversation last got on did not."""
        return replace(self, sense_at_ms=min(self.sense_at_ms, self.got_on_at_ms))

    def asked_to_wait(self, now_ms: float) -> "Patience":
        return replace(self, paused_at_ms=now_ms, checked_in=False)

    def told_no_rush(self) -> "Patience":
        return replace(self, checked_in=True)

    def pause_over(self) -> "Patience":
        return replace(self, paused_at_ms=None, checked_in=False)

    def stopped_in_vain(self) -> "Patience":
        """A noise stopped the agent and no words came of it."""
        return replace(self, ignores_voice=True)
