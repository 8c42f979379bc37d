"""A request to port a number: where it is, who may move it on, what has to be handed in."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.errors import Conflict, InvalidInput


class Phase(StrEnum):
    DRAFT = "draft"
    HANDED_IN = "handed_in"
    NEEDS = "needs_documents"
    """Something is missing or wrong; the latest note says what."""
    IN_REVIEW = "in_review"
    """With the carriers."""
    SCHEDULED = "scheduled"
    DONE = "done"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


OVER = frozenset({Phase.DONE, Phase.REJECTED, Phase.WITHDRAWN})


class Document(StrEnum):
    """What carriers want to see."""

    LETTER = "letter_of_authorisation"
    BILL = "latest_bill"
    IDENTITY = "proof_of_identity"
    PORTING_CODE = "porting_code"
    """That the carrier so far gives: PAC, RIO, codice di migrazione, a PIN."""


_ALWAYS = (Document.LETTER, Document.BILL)
_MORE: dict[str, tuple[Document, ...]] = {
    "GB": (Document.PORTING_CODE,),
    "US": (Document.PORTING_CODE,),
    "FR": (Document.PORTING_CODE,),
    "IT": (Document.PORTING_CODE, Document.IDENTITY),
    "ES": (Document.IDENTITY,),
    "DE": (Document.IDENTITY,),
}
"""Besides those. A person who carries the request out asks for what else a carrier wants."""


def documents(country: str) -> tuple[Document, ...]:
    """What a request of this country (ISO 3166 alpha-2) needs."""
    wanted = {*_ALWAYS, *_MORE.get(country, ())}
    return tuple(each for each in Document if each in wanted)


_BY_OPERATOR: dict[Phase, frozenset[Phase]] = {
    Phase.HANDED_IN: frozenset({Phase.NEEDS, Phase.IN_REVIEW, Phase.REJECTED}),
    Phase.NEEDS: frozenset({Phase.IN_REVIEW, Phase.REJECTED}),
    Phase.IN_REVIEW: frozenset({Phase.NEEDS, Phase.SCHEDULED, Phase.REJECTED}),
    Phase.SCHEDULED: frozenset({Phase.SCHEDULED, Phase.NEEDS, Phase.DONE, Phase.REJECTED}),
}


@dataclass(frozen=True, slots=True)
class PortRequest:
    """`port_on` is the day the number comes over; set from when it is scheduled."""

    phase: Phase = Phase.DRAFT
    port_on: date | None = None

    def changed(self) -> "PortRequest":
        """Its data is written anew. Raises Conflict once others work with it."""
        if self.phase not in (Phase.DRAFT, Phase.NEEDS):
            raise Conflict("this request has been handed in; add a note, or withdraw it and begin another")
        return self

    def handed_in(self, given: Collection[Document], needed: Collection[Document]) -> "PortRequest":
        """The business says that all is there. Raises Conflict, naming what is not."""
        self.changed()
        missing = [each.value for each in needed if each not in given]
        if missing:
            raise Conflict(f"still missing: {', '.join(missing)}")
        return replace(self, phase=Phase.HANDED_IN)

    def withdrawn(self, today: date) -> "PortRequest":
        """The business does not want it any more. Raises Conflict when it is too late."""
        if self.phase in OVER:
            raise Conflict("this request is over")
        if self.phase is Phase.SCHEDULED and self.port_on is not None and self.port_on <= today:
            raise Conflict("the number is coming over today; ask whoever runs this service")
        return PortRequest(Phase.WITHDRAWN)

    def moved(self, to: Phase, port_on: date | None, today: date) -> "PortRequest":
        """Whoever carries it out moves it on. Raises Conflict, InvalidInput."""
        if to not in _BY_OPERATOR.get(self.phase, frozenset()):
            raise Conflict(f"a request that is {self.phase.value} does not become {to.value}")
        if to is Phase.SCHEDULED:
            if port_on is None or port_on < today:
                raise InvalidInput("port_on: the day the number comes over, today or later")
            return PortRequest(to, port_on)
        if port_on is not None:
            raise InvalidInput("port_on: only a request that is scheduled has a day")
        return PortRequest(to, self.port_on if to is Phase.DONE else None)
