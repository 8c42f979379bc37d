"""How far a business is with forwarding one of its telephones here: a machine, whose `now` is always told."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.errors import Conflict


class Phase(StrEnum):
    NOT_BEGUN = "not_begun"
    TOLD = "told"
    """What is to be dialled has been shown."""
    TESTING = "testing"
    """A call of ours is on its way to the telephone and has to come back."""
    PROVED = "proved"
    FAILED = "failed"
    STALE = "stale"
    """Proved once; nothing has come that way for long."""


class Failure(StrEnum):
    """Why a test failed."""

    ANSWERED = "answered"
    BUSY = "busy"
    RANG_OUT = "rang_out"
    NOT_PLACED = "not_placed"
    NOT_BACK = "not_back"
    OTHER_NUMBER = "other_number"


SENTENCES: dict[Failure, str] = {
    Failure.ANSWERED: (
        "Somebody or a mailbox answered the test call. Leave the telephone alone while it rings; if nobody took it,"
        " turn the carrier's voicemail off, or have calls forwarded after fewer seconds than it waits."
    ),
    Failure.BUSY: (
        "The telephone was busy and the call was not forwarded. Switch forwarding on for busy calls too, or try again"
        " when nobody is on the line."
    ),
    Failure.RANG_OUT: (
        "The telephone rang and the call was not forwarded. Dial the code for unanswered calls again and listen for the"
        " carrier's confirmation."
    ),
    Failure.NOT_PLACED: "The test call could not be made. Check the number of your telephone, and try again.",
    Failure.NOT_BACK: (
        "The test call did not come back. Dial the codes again, with this number and no other, and listen for the"
        " carrier's confirmation."
    ),
    Failure.OTHER_NUMBER: (
        "A call came back, forwarded by another telephone than the one you named. Check the number of your telephone."
    ),
}


@dataclass(frozen=True, slots=True)
class Test:
    """A call of ours: from `caller` (E.164), to be back before `until`."""

    __test__ = False

    id: UUID
    caller: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """Where it stands; `failure` of a failed one, `test` of one being tested.

    Attributes:
        last_forwarded_at: of the last call that came this way, a test call too.
    """

    phase: Phase = Phase.NOT_BEGUN
    failure: Failure | None = None
    test: Test | None = None
    proved_at: datetime | None = None
    last_forwarded_at: datetime | None = None

    def told(self) -> "Progress":
        """What is to be dialled is shown: nothing changes for who is further."""
        return replace(self, phase=Phase.TOLD) if self.phase is Phase.NOT_BEGUN else self

    def changed(self) -> "Progress":
        """It is to be another way: what was proved is so no more."""
        return Progress(Phase.NOT_BEGUN, last_forwarded_at=self.last_forwarded_at)

    def tested(self, test: Test, now: datetime) -> "Progress":
        """A test call is made. Raises Conflict while one is on its way."""
        if self.test is not None and now < self.test.until:
            raise Conflict("a test call is on its way; wait until it is over")
        return replace(self, phase=Phase.TESTING, failure=None, test=test)

    def came(self, public: str, via: str | None, caller: str | None, now: datetime) -> "Progress":
        """A call came in.

        Args:
            public: the telephone that is to forward.
            via: the telephone that forwarded the call, where a carrier says so; caller: who calls; both E.164.
        """
        is_test = self.is_test(caller, now)
        if via == public or (is_test and via is None):
            return replace(
                self, phase=Phase.PROVED, failure=None, test=None, proved_at=now, last_forwarded_at=now
            )
        if is_test:
            return replace(self, phase=Phase.FAILED, failure=Failure.OTHER_NUMBER, test=None)
        return self

    def is_test(self, caller: str | None, now: datetime) -> bool:
        """Whether a call by this caller is the test call that is on its way."""
        return self.test is not None and caller == self.test.caller and now < self.test.until

    def over(self, test_id: UUID, failure: Failure) -> "Progress":
        """A test call is over and has not come back; one that did is over already."""
        if self.phase is not Phase.TESTING or self.test is None or self.test.id != test_id:
            return self
        return replace(self, phase=Phase.FAILED, failure=failure, test=None)

    def seen(self, now: datetime, stale_after: timedelta) -> "Progress":
        """As it is at this instant: a test that nobody ended is over, a proof grows old."""
        if self.phase is Phase.TESTING and self.test is not None and self.test.until <= now:
            return self.over(self.test.id, Failure.NOT_BACK)
        if (
            self.phase is Phase.PROVED
            and (self.last_forwarded_at or self.proved_at or now) < now - stale_after
        ):
            return replace(self, phase=Phase.STALE)
        return self
