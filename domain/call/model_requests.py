"""The requests to the language model: numbered as they are made (generations), and what became of them."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class ModelWork:
    """The request under way.

    Attributes:
        active: its generations: one, or two after a hedge until one of them writes.
        asked_at_ms: when the first of them was asked.
        wrote_anything: whether a sentence or a tool call has come of it.
        said: sentences a broken-off request for the same words had written: the model may begin with them anew.
    """

    active: tuple[int, ...]
    asked_at_ms: float
    wrote_anything: bool = False
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelRequests:
    """One call's dealings with the model. Methods that need a request under way change nothing without one.

    Attributes:
        under_way: the request that is being answered; None while the model has nothing to do.
        generation: number of the last request, from 1.
        turn_id: the agent turn the last request was made for.
        written_generation: the last request that wrote something.
        failures: failed requests since the last complete answer.
    """

    under_way: ModelWork | None = None
    generation: int = 0
    turn_id: int = 0
    written_generation: int = 0
    failures: int = 0

    @property
    def active(self) -> tuple[int, ...]:
        """The generations whose results still count."""
        return self.under_way.active if self.under_way is not None else ()

    def asked(self, turn_id: int, now_ms: float, said: tuple[str, ...]) -> "ModelRequests":
        """A new request for the words of this agent turn."""
        generation = self.generation + 1
        work = ModelWork((generation,), now_ms, said=said)
        return replace(self, under_way=work, generation=generation, turn_id=turn_id)

    def hedged(self) -> "ModelRequests":
        """A second request beside the one under way."""
        if self.under_way is None:
            return self
        generation = self.generation + 1
        work = replace(self.under_way, active=(*self.under_way.active, generation))
        return replace(self, under_way=work, generation=generation)

    def wrote(self, generation: int) -> "ModelRequests":
        """This generation wrote something: it is the one that counts."""
        if self.under_way is None:
            return self
        work = replace(self.under_way, active=(generation,), wrote_anything=True)
        return replace(self, under_way=work, written_generation=generation)

    def failed(self, generation: int) -> "ModelRequests":
        """This generation broke off; the request has failed when no other is left of it."""
        if self.under_way is None:
            return self
        others = tuple(other for other in self.under_way.active if other != generation)
        if others:
            return replace(self, under_way=replace(self.under_way, active=others))
        return replace(self, under_way=None, failures=self.failures + 1)

    def completed(self) -> "ModelRequests":
        """The model has written all of its answer."""
        return replace(self, under_way=None, failures=0)

    def dropped(self) -> "ModelRequests":
        """Nobody waits for the request under way any more."""
        return replace(self, under_way=None)
