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
        failures: failed requests in a row for this agent turn.
        failing_since_ms: when the first of these was made; None while none has failed.
        retry_at_ms: when the next request is due; None unless one waits for its time.
        fallback: whether this agent turn is left to the second model.
    """

    under_way: ModelWork | None = None
    generation: int = 0
    turn_id: int = 0
    written_generation: int = 0
    failures: int = 0
    failing_since_ms: float | None = None
    retry_at_ms: float | None = None
    fallback: bool = False

    @property
    def busy(self) -> bool:
        """Whether a request is being answered or waits for its time."""
        return self.under_way is not None or self.retry_at_ms is not None

    @property
    def active(self) -> tuple[int, ...]:
        """The generations whose results still count."""
        return self.under_way.active if self.under_way is not None else ()

    def asked(
        self, turn_id: int, now_ms: float, said: tuple[str, ...], *, fallback: bool = False
    ) -> "ModelRequests":
        """A new request for the words of this agent turn; for another turn's, what failed before is forgotten."""
        generation = self.generation + 1
        again = turn_id == self.turn_id
        return replace(
            self,
            under_way=ModelWork((generation,), now_ms, said=said),
            generation=generation,
            turn_id=turn_id,
            failures=self.failures if again else 0,
            failing_since_ms=self.failing_since_ms if again else None,
            retry_at_ms=None,
            fallback=fallback or (self.fallback and again),
        )

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
        since_ms = self.under_way.asked_at_ms if self.failing_since_ms is None else self.failing_since_ms
        return replace(self, under_way=None, failures=self.failures + 1, failing_since_ms=since_ms)

    def retries_at(self, at_ms: float) -> "ModelRequests":
        """The next request waits until then."""
        return replace(self, retry_at_ms=at_ms)

    def completed(self, generation: int | None = None) -> "ModelRequests":
        """The model has written all of its answer.

        Args:
            generation: of an answer that is complete without a word.
        """
        written = self.written_generation if generation is None else generation
        return replace(
            self,
            under_way=None,
            failures=0,
            failing_since_ms=None,
            fallback=False,
            written_generation=written,
        )

    def dropped(self) -> "ModelRequests":
        """Nobody waits for the request under way, or for the next one, any more."""
        return replace(self, under_way=None, retry_at_ms=None)
