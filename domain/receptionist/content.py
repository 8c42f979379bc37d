"""What a version of a business's receptionist holds: everything its owner decides about how calls are answered.

A value is plain data (`domain.receptionist.codec`): a new field has a default, so that versions of an older release can
be read, and a field that only a newer release knows is left out. Calendar data (hours, people, offerings) is not part
of it: that takes effect at once.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from domain.opening_hours import OpeningHours

SCHEMA = 1
"""Of the stored form. It grows only when a field changes its meaning; new fields need no new number."""


class Eagerness(StrEnum):
    """How soon the agent takes the floor once the caller pauses."""

    EAGER = "eager"
    NORMAL = "normal"
    PATIENT = "patient"


@dataclass(frozen=True, slots=True)
class KnowledgeEntry:
    """Something the agent may tell.

    Attributes:
        id: stays with the entry through all versions.
        question: what callers ask; empty for a text.
        text: the answer, or the text itself.
        title: what a text is about.
        source: the name of the file a text was taken from; empty when it was typed.
    """

    id: str
    question: str = ""
    text: str = ""
    title: str = ""
    source: str = ""

    @property
    def name(self) -> str:
        """What people know it by."""
        return self.question or self.title or self.source or self.text[:60]


class When(StrEnum):
    """When a rule holds."""

    ALWAYS = "always"
    OPEN = "open"
    """While the business is open, special days and holidays included."""
    CLOSED = "closed"
    TIMES = "times"
    """Within the rule's own times."""


RING_S = 20
"""Four rings; most mailboxes pick up after that."""


@dataclass(frozen=True, slots=True)
class TransferRule:
    """Who is rung for callers with a certain wish.

    Attributes:
        topic: what it is about, in a few words, as the agent is told; empty for anything.
        number: E.164.
        times: for `When.TIMES`, in the business's wall time.
        vip_only: only for callers among the VIP numbers.
        warm: the person hears what it is about and presses a key before the caller is put through.
    """

    topic: str = ""
    number: str = ""
    when: When = When.ALWAYS
    times: tuple[OpeningHours, ...] = ()
    vip_only: bool = False
    warm: bool = True
    ring_s: int = RING_S


@dataclass(frozen=True, slots=True)
class Transfers:
    """To whom callers are put through: the first rule that fits, else `number`, else to nobody."""

    number: str | None = None
    warm: bool = True
    ring_s: int = RING_S
    rules: tuple[TransferRule, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffFirst:
    """A person is rung before the agent answers; `number` None is that of the transfers."""

    on: bool = False
    number: str | None = None
    ring_s: int = 15
    when: When = When.OPEN
    """`When.TIMES` is not used here."""


class ClosedAnswer(StrEnum):
    """What callers get while the business is closed."""

    AGENT = "agent"
    VOICEMAIL = "voicemail"
    FORWARD = "forward"


@dataclass(frozen=True, slots=True)
class AfterHours:
    """`greeting` replaces the usual one while closed, when it is set; `number` is for `ClosedAnswer.FORWARD`."""

    answer: ClosedAnswer = ClosedAnswer.AGENT
    greeting: str = ""
    number: str | None = None


class Consent(StrEnum):
    """How callers learn that they are recorded."""

    NONE = "none"
    NOTICE = "notice"
    """They are told so after the greeting."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What is kept of what sounds in a call. Whoever says that they do not want it is not recorded in any case.

    Attributes:
        notice: replaces the usual sentence of `Consent.NOTICE`.
        ask: the notice is a question, and nothing is recorded before the caller has said yes to it; without, nothing
            before they have heard it to its end. A field of its own, since a release without it tells the notice.
    """

    on: bool = True
    consent: Consent = Consent.NONE
    notice: str = ""
    ask: bool = False


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many days things are kept after a call; None: until they are deleted.

    Attributes:
        message_days: what callers left to be passed on, voicemails among it.
        customer_days: people, after the last that was heard or booked of them; with all that is known of them.
        keeps_nothing: of calls no more than what is billed, when they were and what they led to; bookings stay, and
            messages for a day. Nobody is recorded, and no voicemail is taken.
    """

    recording_days: int | None = None
    transcript_days: int | None = None
    message_days: int | None = None
    customer_days: int | None = None
    keeps_nothing: bool = False


NOT_RECORDED = Recording(on=False)


class BlockedGet(StrEnum):
    REFUSED = "refused"
    """They hear that the line is busy."""
    VOICEMAIL = "voicemail"


class VipsGet(StrEnum):
    PRIORITY = "priority"
    """They are let in also when every line of the business is taken."""
    PUT_THROUGH = "put_through"
    """A person is rung for them first, and they are let in as above when nobody takes the call."""


@dataclass(frozen=True, slots=True)
class Callers:
    """Callers who are not treated as all others are, by their numbers (E.164).

    Attributes:
        by_name: callers who are known by their number are greeted by name, and the agent knows it.
        most_no_shows: who has let so many appointments pass is not booked by phone; None for everybody is.
    """

    blocked: tuple[str, ...] = ()
    blocked_get: BlockedGet = BlockedGet.REFUSED
    vips: tuple[str, ...] = ()
    vips_get: VipsGet = VipsGet.PRIORITY
    by_name: bool = False
    most_no_shows: int | None = None


class Overflow(StrEnum):
    """What happens to callers when no line of the business is free, or no call slot of ours."""

    RETRY = "retry"
    """They hold and are tried again a few times, then asked for a message."""
    VOICEMAIL = "voicemail"
    """They are asked for a message."""
    FORWARD = "forward"
    """A person of the business is rung; when nobody answers, they are asked for a message."""


class PausedGet(StrEnum):
    """What callers get while the agent is paused."""

    VOICEMAIL = "voicemail"
    FORWARD = "forward"


@dataclass(frozen=True, slots=True)
class Pause:
    on: bool = False
    callers_get: PausedGet = PausedGet.VOICEMAIL


@dataclass(frozen=True, slots=True)
class Receptionist:
    """One version's content. `language` is a BCP 47 tag that is offered, `rules` are in the owner's words."""

    greeting: str
    voice_id: str
    language: str
    eagerness: Eagerness = Eagerness.NORMAL
    rules: tuple[str, ...] = ()
    knowledge: tuple[KnowledgeEntry, ...] = ()
    transfers: Transfers = field(default_factory=Transfers)
    staff_first: StaffFirst = field(default_factory=StaffFirst)
    overflow: Overflow = Overflow.VOICEMAIL
    after_hours: AfterHours = field(default_factory=AfterHours)
    recording: Recording = field(default_factory=Recording)
    retention: Retention = field(default_factory=Retention)
    callers: Callers = field(default_factory=Callers)
    pause: Pause = field(default_factory=Pause)

    @property
    def recording_in_force(self) -> Recording:
        """What holds of `recording`: nothing is recorded where nothing is kept."""
        return NOT_RECORDED if self.retention.keeps_nothing else self.recording
