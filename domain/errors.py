"""Every error this system raises on purpose.

    ReceptionistError
    ├── DomainError           expected; a person can be told
    │   ├── NotFound          also for another business's rows
    │   ├── InvalidInput      a value that cannot be understood; names the field
    │   │   ├── DayUnclear    a date and a weekday that are not the same day
    │   │   ├── Unwritable    a store is there and will never take this row
    │   │   └── MalformedRequest   a header or the form of a body, not what it says
    │   ├── Conflict          something there stands against it
    │   ├── Outdated          somebody changed it since it was read
    │   ├── PreconditionNeeded    which version is to be changed was not said
    │   ├── SlotTaken         somebody else holds that time
    │   ├── OutsideHours      the business is closed then, or the time has passed
    │   ├── LimitReached      a quota of the business is used up
    │   ├── PlanLimitReached  what is wished for needs another plan
    │   └── NotPermitted      the caller or user may not do this
    │       └── NotSignedIn   who asks is not known
    │           └── SecondFactorNeeded
    ├── CallError             about one live call
    │   ├── CallNotFound
    │   ├── CallEnded
    │   └── AtCapacity        no call slot is free
    ├── ProviderError         a vendor refused, hung or broke off
    │   └── UnusableAnswer    it answered, with something that cannot be used
    ├── PartDown              a part of this process does not run
    ├── PartDegraded          a part works, in a way that costs more
    ├── StorageError          Postgres, Redis or object storage is unreachable
    │   └── Deadlock          the server broke off one of two transactions that waited for each other
    └── ConfigError           start-up settings; lists every problem

Errors cross process boundaries (Ray pickles them), so each one can be rebuilt from its ``args`` alone.
Translation happens once, at the edge that knows: a provider turns SDK errors into `ProviderError`, storage turns
driver errors into `StorageError` or a `DomainError`, deployments turn all of them into HTTP answers.
"""

from datetime import date


class ReceptionistError(Exception):
    """Root of the tree; never raised itself."""


class DomainError(ReceptionistError):
    """An expected refusal; the message is safe to show to a user."""


class NotFound(DomainError):
    """The thing does not exist, or belongs to another business."""


class InvalidInput(DomainError):
    """A value that cannot be understood; the message names it and what would be accepted."""


class DayUnclear(InvalidInput):
    """A date falls on another weekday than the one named with it.

    Attributes:
        days: what may be meant: the date, and the dates of that weekday around it; in order.
    """

    def __init__(self, message: str, days: tuple[date, ...] = ()) -> None:
        super().__init__(message, days)
        self.days = days

    def __str__(self) -> str:
        return str(self.args[0])


class Unwritable(InvalidInput):
    """A value a store will never take, however often it is asked; the store itself is well."""


class MalformedRequest(InvalidInput):
    """A header, or the form of a body, that cannot be read; the message says what would be."""


class Conflict(DomainError):
    """What is there stands against it; the message says what, and what to do."""


class Outdated(DomainError):
    """A change to a version that is no longer the current one."""


class PreconditionNeeded(DomainError):
    """A change that has to say which version it is made to."""


class SlotTaken(DomainError):
    """The requested time overlaps another booking of the same staff member."""


class OutsideHours(DomainError):
    """The requested time lies in the past or outside opening hours."""


class LimitReached(DomainError):
    """A quota of the business is used up."""


class PlanLimitReached(DomainError):
    """The plan has no room for it; the message names the plan and which one has."""


class NotPermitted(DomainError):
    """The caller or the user may not do this."""


class NotSignedIn(NotPermitted):
    """The request shows no credentials, or none that hold."""


class SecondFactorNeeded(NotSignedIn):
    """The password is right and is not enough."""


class CallError(ReceptionistError):
    """Something about one live call."""


class CallNotFound(CallError):
    """No such live call."""


class CallEnded(CallError):
    """The call is already over."""


class AtCapacity(CallError):
    """No call slot is free on this node."""


class ProviderError(ReceptionistError):
    """A vendor refused, hung or broke off.

    Attributes:
        provider: `openai`, `deepgram`, `elevenlabs`, `twilio`, ...
        operation: what was being asked, e.g. `chat.completions`.
        retryable: whether the same request may succeed a moment later.
        status: the vendor's HTTP or close status, when there was one.
        request_id: the vendor's id for the request, for their support.
        retry_after_s: the pause the vendor asked for, when it did.
    """

    def __init__(
        self,
        provider: str,
        operation: str,
        message: str,
        retryable: bool = False,
        status: int | None = None,
        request_id: str | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(provider, operation, message, retryable, status, request_id, retry_after_s)
        self.provider = provider
        self.operation = operation
        self.message = message
        self.retryable = retryable
        self.status = status
        self.request_id = request_id
        self.retry_after_s = retry_after_s

    def __str__(self) -> str:
        status = f" (status {self.status})" if self.status is not None else ""
        return f"{self.provider} {self.operation}: {self.message}{status}"


class UnusableAnswer(ProviderError):
    """The vendor is up and answered, but this is no answer: no audio, other audio, half a sentence.

    Asking once more may help; pausing first does not.
    """


class PartDown(ReceptionistError):
    """A part of this process has ended and is to be started again, or was a moment ago."""


class PartDegraded(ReceptionistError):
    """A part does its work in a way that is slower or dearer than it should be."""


class StorageError(ReceptionistError):
    """A store is unreachable or refused a statement that is not the user's fault.

    Attributes:
        store: `postgres`, `redis` or `objects`.
    """

    def __init__(self, store: str, message: str) -> None:
        super().__init__(store, message)
        self.store = store
        self.message = message

    def __str__(self) -> str:
        return f"{self.store}: {self.message}"


class Deadlock(StorageError):
    """Two transactions waited for each other and this one was broken off: nothing is written, trying again helps."""


class ConfigError(ReceptionistError):
    """Start-up settings are wrong; the message lists every problem by the setting's name."""
