"""What people are told: settings, words, what became of each, and who gets nothing."""

from datetime import UTC, datetime, time
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field, StringConstraints

from deployments.api.authentication import InBusiness
from deployments.api.etags import Match, tag
from deployments.api.fields import fields_of
from deployments.api.front_desk import Desk
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.visit_models import Body
from deployments.policies import needs
from domain.accounts.roles import Permission
from domain.notifications.kinds import Channel, Kind
from domain.notifications.quiet_hours import QuietHours
from domain.notifications.settings import MOST_RECIPIENTS, MOST_REMINDERS, NotificationSettings
from domain.notifications.templates import LONGEST_MAIL, LONGEST_SMS, LONGEST_SUBJECT, Template
from services.notifications.desk import Preview, Wording, settings_version
from storage.postgres.notifications import Filter
from storage.postgres.notifications import Notification as NotificationOf
from storage.postgres.suppressions import Suppressed

router = APIRouter(prefix="/businesses/{business_id}", tags=["notifications"], responses=RESPONSES)

SEES, SETS = needs(Permission.SETTINGS_READ), needs(Permission.SETTINGS_WRITE)
READ, WRITE = needs(Permission.CUSTOMERS_READ), needs(Permission.CUSTOMERS_WRITE)

Language = Annotated[str, StringConstraints(pattern="^[a-z]{2}$"), Field(examples=["en"])]
Status = Literal[
    "pending",
    "sending",
    "perhaps_sent",
    "accepted",
    "sent",
    "delivered",
    "undelivered",
    "failed",
    "refused",
]


Clock = Annotated[
    str, StringConstraints(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$"), Field(examples=["21:00"])
]


class Quiet(Body):
    """Wall times of the business; over midnight where `until` is not after `since`."""

    since: Clock
    until: Annotated[Clock, Field(examples=["08:00"])]


class Settings(Body):
    """`staff_emails` empty: the owners'. `quiet` null: people are texted at any hour."""

    staff_emails: Annotated[
        list[Annotated[str, StringConstraints(max_length=320), Field(examples=["desk@example.com"])]],
        Field(max_length=MOST_RECIPIENTS),
    ]
    staff_phones: Annotated[
        list[Annotated[str, StringConstraints(max_length=64), Field(examples=["+61400000001"])]],
        Field(max_length=MOST_RECIPIENTS),
    ]
    quiet: Quiet | None
    reminder_hours: Annotated[list[Annotated[int, Field(ge=1, le=336)]], Field(max_length=MOST_REMINDERS)]
    confirms_bookings: bool
    texts_missed_calls: bool
    digest_at: Clock | None

    @classmethod
    def of(cls, settings: NotificationSettings) -> "Settings":
        quiet = settings.quiet
        return cls(
            staff_emails=list(settings.staff_emails),
            staff_phones=list(settings.staff_phones),
            quiet=Quiet(since=f"{quiet.since:%H:%M}", until=f"{quiet.until:%H:%M}") if quiet else None,
            reminder_hours=list(settings.reminder_hours),
            confirms_bookings=settings.confirms_bookings,
            texts_missed_calls=settings.texts_missed_calls,
            digest_at=f"{settings.digest_at:%H:%M}" if settings.digest_at is not None else None,
        )

    def kept(self) -> NotificationSettings:
        quiet, digest_at = None, None
        if self.quiet is not None:
            quiet = QuietHours(time.fromisoformat(self.quiet.since), time.fromisoformat(self.quiet.until))
        if self.digest_at is not None:
            digest_at = time.fromisoformat(self.digest_at)
        return NotificationSettings(
            staff_emails=tuple(self.staff_emails),
            staff_phones=tuple(self.staff_phones),
            quiet=quiet,
            reminder_hours=tuple(self.reminder_hours),
            confirms_bookings=self.confirms_bookings,
            texts_missed_calls=self.texts_missed_calls,
            digest_at=digest_at,
        )


class Words(Body):
    """Text with `{fields}`; a part in `[brackets]` goes where a field in it is empty."""

    sms: Annotated[
        str, StringConstraints(max_length=LONGEST_SMS), Field(examples=["{business_name}: hello."])
    ]
    subject: Annotated[str, StringConstraints(max_length=LONGEST_SUBJECT), Field(examples=["Hello"])]
    mail: Annotated[str, StringConstraints(max_length=LONGEST_MAIL), Field(examples=["Hello."])]

    def kept(self) -> Template:
        return Template(self.sms, self.subject, self.mail)


class NotificationTemplate(BaseModel):
    """`fields` are what the words may name; `own` when the business worded it for itself."""

    kind: Kind
    language: str
    sms: str
    subject: str
    mail: str
    own: bool
    fields: list[str]

    @classmethod
    def of(cls, each: Wording) -> "NotificationTemplate":
        words = each.words
        return cls(
            kind=each.kind,
            language=each.language,
            sms=words.sms,
            subject=words.subject,
            mail=words.mail,
            own=each.own,
            fields=each.fields,
        )


class Templates(BaseModel):
    items: list[NotificationTemplate]


class PreviewBody(Body):
    """Without `words` those that hold now."""

    words: Words | None = None


class Previewed(BaseModel):
    """`segments` is what a carrier charges; `encoding` GSM-7, or UCS-2 where one character needs it."""

    sms: str
    encoding: str
    units: int
    segments: int
    subject: str
    text: str
    html: str

    @classmethod
    def of(cls, found: Preview) -> "Previewed":
        return cls(
            sms=found.words.sms,
            encoding=found.parts.encoding,
            units=found.parts.used,
            segments=found.parts.segments,
            subject=found.words.subject,
            text=found.words.text,
            html=found.words.html,
        )


class Notification(BaseModel):
    """One notification to one person. `answer` is what a customer answered to a reminder."""

    id: UUID
    kind: str
    channel: Channel
    recipient: str
    subject: str
    body: str
    segments: int
    message_id: UUID | None
    booking_id: UUID | None
    status: Status
    error_code: str | None
    answer: str | None
    answered_at: datetime | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, row: NotificationOf) -> "Notification":
        return cls.model_validate(row, from_attributes=True)


class Suppression(BaseModel):
    """`stopped`: they said STOP. `undeliverable`: a vendor says that it cannot be reached; `detail` is its code."""

    channel: Channel
    address: str
    reason: Literal["stopped", "undeliverable"]
    detail: str
    created_at: datetime

    @classmethod
    def of(cls, row: Suppressed) -> "Suppression":
        return cls.model_validate(row, from_attributes=True)


class Lifted(Body):
    channel: Channel
    address: Annotated[str, StringConstraints(min_length=1, max_length=320), Field(examples=["+61400000009"])]


@router.get("/notification-settings", openapi_extra=SEES, dependencies=[Depends(fields_of(Settings))])
async def settings(principal: InBusiness, desk: Desk, response: Response) -> Settings:
    """Whom the business has told of messages, and what it tells its customers."""
    found = await desk.notifications.settings(principal)
    tag(response, settings_version(found))
    return Settings.of(found)


@router.put("/notification-settings", openapi_extra=SETS)
async def change_settings(
    body: Settings, principal: InBusiness, desk: Desk, seen: Match, response: Response
) -> Settings:
    """All of them at once."""
    found = await desk.notifications.change_settings(principal, body.kept(), seen)
    tag(response, settings_version(found))
    return Settings.of(found)


@router.get("/notification-templates", openapi_extra=SEES)
async def templates(
    principal: InBusiness, desk: Desk, language: Annotated[Language | None, Query()] = None
) -> Templates:
    """The words of every kind, in every language or in one."""
    found = await desk.notifications.wordings(principal, language)
    return Templates(items=[NotificationTemplate.of(each) for each in found])


@router.put("/notification-templates/{kind}/{language}", openapi_extra=SETS)
async def word(
    kind: Kind, language: Language, body: Words, principal: InBusiness, desk: Desk
) -> NotificationTemplate:
    """The business's own words for it."""
    return NotificationTemplate.of(await desk.notifications.word(principal, kind, language, body.kept()))


@router.delete("/notification-templates/{kind}/{language}", openapi_extra=SETS)
async def unword(kind: Kind, language: Language, principal: InBusiness, desk: Desk) -> NotificationTemplate:
    """Takes its own words away; answers with those that hold then."""
    return NotificationTemplate.of(await desk.notifications.unword(principal, kind, language))


@router.post("/notification-templates/{kind}/{language}/preview", openapi_extra=SEES)
async def preview(
    kind: Kind, language: Language, body: PreviewBody, principal: InBusiness, desk: Desk
) -> Previewed:
    """As somebody would get it, with an example of each field."""
    words = body.words.kept() if body.words else None
    return Previewed.of(await desk.notifications.preview(principal, kind, language, words, datetime.now(UTC)))


@router.get("/notifications", openapi_extra=READ, dependencies=[Depends(fields_of(Notification))])
async def notifications(
    principal: InBusiness,
    desk: Desk,
    page: Page,
    status: Annotated[list[Status] | None, Query(max_length=9)] = None,
    kind: Annotated[list[str] | None, Query(max_length=20)] = None,
    recipient: Annotated[str | None, Query(max_length=320)] = None,
    booking_id: Annotated[UUID | None, Query()] = None,
) -> Paged[Notification]:
    """What was told to whom, the latest first."""
    wanted = Filter(tuple(status or ()), tuple(kind or ()), recipient, None, booking_id)
    found = await desk.notifications.page(
        principal, wanted, after=page.after(datetime, UUID), limit=page.rows
    )
    return page.of(found, Notification.of, lambda row: (row.created_at, row.id))


@router.get(
    "/notifications/{notification_id}", openapi_extra=READ, dependencies=[Depends(fields_of(Notification))]
)
async def notification(notification_id: UUID, principal: InBusiness, desk: Desk) -> Notification:
    """One of them."""
    return Notification.of(await desk.notifications.get(principal, notification_id))


@router.post("/notifications/{notification_id}/requeue", openapi_extra=WRITE, status_code=202)
async def requeue(notification_id: UUID, principal: InBusiness, desk: Desk) -> Notification:
    """Has one that was given up, or was perhaps sent, tried once more."""
    return Notification.of(await desk.notifications.requeue(principal, notification_id, datetime.now(UTC)))


@router.get("/suppressions", openapi_extra=READ, dependencies=[Depends(fields_of(Suppression))])
async def suppressed(principal: InBusiness, desk: Desk, page: Page) -> Paged[Suppression]:
    """Numbers and addresses that get nothing."""
    found = await desk.notifications.suppressed(principal, after=page.after(str, str, str), limit=page.rows)
    return page.of(found, Suppression.of, lambda row: (row.channel, row.address, row.reason))


@router.post("/suppressions/lift", openapi_extra=WRITE, status_code=204)
async def lift(body: Lifted, principal: InBusiness, desk: Desk) -> None:
    """Lets an address be written to again that could not be reached."""
    await desk.notifications.lift(principal, body.channel, body.address)
