"""A version's content as the API takes and tells it; each description says what acts today and what is only kept."""

from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from domain.receptionist import checks
from domain.receptionist.codec import decode, encode
from domain.receptionist.content import (
    RING_S,
    BlockedGet,
    ClosedAnswer,
    Consent,
    Eagerness,
    Overflow,
    PausedGet,
    Receptionist,
    VipsGet,
    When,
)
from domain.text_fields import optional_text

LONG = 100_000
MANY = 10_000
"""Of texts and lists: what is stored has to be told whatever it is. What may be published is far less
(`domain.receptionist.checks`)."""

Number = Annotated[
    str, StringConstraints(max_length=200), Field(description="E.164", examples=["+61280001234"])
]
TimeOfDay = Annotated[
    str,
    StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"),
    Field(description="HH:MM in the business's wall time; 24:00 ends a day", examples=["17:30"]),
]
Spoken = Annotated[str, StringConstraints(max_length=LONG)]
Seconds = Annotated[StrictInt, Field(ge=0, le=600)]
Days = Annotated[StrictInt, Field(ge=1, le=checks.LONGEST_RETENTION_DAYS)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Stretch(Part):
    """From the weekday it begins on (0 is Monday); one that closes no later than it opens ends on the next day."""

    weekday: Annotated[StrictInt, Field(ge=0, le=6)]
    opens: TimeOfDay
    closes: TimeOfDay


class KnowledgeEntry(Part):
    """A question with its answer, or, without a question, a text.

    What fits of all entries stands in the agent's prompt, questions before texts.
    """

    id: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    question: Annotated[str, StringConstraints(max_length=LONG)] = ""
    text: Annotated[str, StringConstraints(max_length=LONG)] = ""
    title: Annotated[str, StringConstraints(max_length=LONG)] = ""
    source: Annotated[str, StringConstraints(max_length=LONG)] = ""
    """The file a text was taken from."""


class TransferRule(Part):
    """Who is rung for callers with a certain wish."""

    topic: Annotated[str, StringConstraints(max_length=LONG)] = ""
    """As the agent is told it; empty for anything."""
    number: Annotated[str, StringConstraints(max_length=200)] = ""
    when: When = When.ALWAYS
    times: Annotated[list[Stretch], Field(max_length=MANY)] = []
    """With `when` `times`."""
    vip_only: StrictBool = False
    warm: StrictBool = True
    """The person hears what it is about and presses a key before the caller is put through."""
    ring_s: Seconds = RING_S


class Transfers(Part):
    """The first rule that fits, else `number`, else nobody."""

    number: Number | None = None
    warm: StrictBool = True
    ring_s: Seconds = RING_S
    rules: Annotated[list[TransferRule], Field(max_length=MANY)] = []


class StaffFirst(Part):
    """A person is rung before the agent answers; `number` null is that of the transfers."""

    on: StrictBool = False
    number: Number | None = None
    ring_s: Seconds = 15
    when: When = When.OPEN


class AfterHours(Part):
    """What callers get while the business is closed; `greeting` replaces the usual one then."""

    answer: ClosedAnswer = ClosedAnswer.AGENT
    greeting: Spoken = ""
    number: Number | None = None


class Recording(Part):
    """Off: no recording is kept. With consent `notice`, recording begins once the caller has heard the notice to its
    end; with `ask` it is a question, and recording begins once they have said yes. Whoever says at any time that they
    do not want it is not recorded, and what was kept by then is deleted. `notice` is told after the greeting in place
    of the usual sentence."""

    on: StrictBool = True
    consent: Consent = Consent.NONE
    notice: Spoken = ""
    ask: StrictBool = False


class Retention(Part):
    """For how many days things are kept: a call's recording and its words after its end, messages callers left, and
    customers after the last that was heard or booked of them; null: for good.

    What is published holds for all there is, within an hour, but for calls on hold. Calls and bookings stay. With
    `keeps_nothing` calls leave no more than what is billed, when they were and what they led to, and bookings; messages
    are kept for a day, nobody is recorded, and no voicemail is taken.
    """

    recording_days: Days | None = None
    transcript_days: Days | None = None
    message_days: Days | None = None
    customer_days: Days | None = None
    keeps_nothing: StrictBool = False


class Callers(Part):
    """Numbers that are not treated as all others."""

    blocked: Annotated[list[Number], Field(max_length=MANY)] = []
    blocked_get: BlockedGet = BlockedGet.REFUSED
    vips: Annotated[list[Number], Field(max_length=MANY)] = []
    vips_get: VipsGet = VipsGet.PRIORITY
    """`priority`: let in also when every line is taken. `put_through`: a person is rung first as well."""
    by_name: StrictBool = False
    """Callers who are known by their number are greeted by name, and the agent knows it."""
    most_no_shows: Annotated[int, Field(strict=True, ge=1, le=100)] | None = None
    """Who has let so many appointments pass is not booked by phone: the team is asked to call them back."""


class Pause(Part):
    """While on, no call gets the agent."""

    on: StrictBool = False
    callers_get: PausedGet = PausedGet.VOICEMAIL


class Content(Part):
    """Everything an owner decides about how calls are answered."""

    greeting: Spoken
    voice_id: Annotated[str, StringConstraints(max_length=1000)]
    language: Annotated[str, StringConstraints(max_length=20), Field(examples=["en-AU"])]
    eagerness: Eagerness = Eagerness.NORMAL
    """How soon a pause ends the caller's turn, and how long silence may last before they are asked after."""
    rules: Annotated[
        list[Annotated[str, StringConstraints(max_length=LONG)]],
        Field(max_length=MANY),
    ] = []
    """In the owner's words; the agent keeps to them."""
    knowledge: Annotated[list[KnowledgeEntry], Field(max_length=MANY)] = []
    transfers: Transfers = Transfers()
    staff_first: StaffFirst = StaffFirst()
    overflow: Overflow = Overflow.VOICEMAIL
    after_hours: AfterHours = AfterHours()
    recording: Recording = Recording()
    retention: Retention = Retention()
    callers: Callers = Callers()
    pause: Pause = Pause()

    def value(self) -> Receptionist:
        """Raises InvalidInput for text that cannot be written."""
        return decode(_clean("", self.model_dump(mode="json")))


def _clean(path: str, value: Any) -> Any:
    """Every text composed, and without characters that cannot be written; it may have several lines."""
    if isinstance(value, str):
        lines = (optional_text(path, line, longest=LONG) for line in value.splitlines())
        return "\n".join(lines).strip()
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        return {name: _clean(f"{path}.{name}".lstrip("."), each) for name, each in fields.items()}
    if isinstance(value, list):
        return [_clean(f"{path}.{place}", each) for place, each in enumerate(cast("list[Any]", value))]
    return value


def told(content: Receptionist) -> Content:
    """As the API tells it."""
    return Content.model_validate(encode(content))
