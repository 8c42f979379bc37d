"""What can be booked: each offering is one document with its variants, add-ons, people, assets and questions."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field, StringConstraints

from deployments.api.authentication import InBusiness
from deployments.api.etags import Match, tag
from deployments.api.fields import fields_of
from deployments.api.paging import Page, Paged
from deployments.api.v1.set_up.shapes import (
    OF_BUSINESS,
    SETTINGS_RESPONSES,
    Active,
    Body,
    Buffer,
    Cents,
    Force,
    Minutes,
    Name,
    Position,
    Removal,
    TheSetUp,
    WithAffected,
    YesNo,
    affected_of,
    removal_of,
    unset,
)
from deployments.policies import needs
from domain.accounts.roles import Permission
from domain.errors import InvalidInput
from domain.scheduling.catalogue import Channel
from domain.scheduling.engine.visit import Segment
from domain.setup import limits
from domain.setup.offerings import (
    AddOnSetting,
    DoneBy,
    OfferingSettings,
    Question,
    QuestionKind,
    VariantSetting,
)
from services.setup.desk import Stored

router = APIRouter(tags=["offerings"], responses=SETTINGS_RESPONSES)

OFFERINGS = f"{OF_BUSINESS}/offerings"
OFFERING = f"{OFFERINGS}/{{offering_id}}"

CustomerChannel = Literal[Channel.PHONE, Channel.WEB]


class SegmentShape(Body):
    """A part of a visit. While `processing` the customer's place is taken and the person is free."""

    minutes: Minutes
    processing: YesNo = False


Segments = Annotated[list[SegmentShape], Field(min_length=1, max_length=limits.SEGMENTS)]


class VariantShape(Body):
    """Another way to have it, such as long hair. Give `duration_min`, or `segments` where it has processing time."""

    id: UUID | None = None
    """Of one there is; without, it is a new one."""
    name: Name
    duration_min: Minutes | None = None
    segments: Segments | None = None
    price_cents: Cents
    active: YesNo = True


class AddOnShape(Body):
    """Something more, done right after it."""

    id: UUID | None = None
    name: Name
    minutes: Minutes
    price_cents: Cents
    active: YesNo = True


class DoneByShape(Body):
    """Somebody who does it; null leaves the usual minutes or price."""

    staff_id: UUID
    minutes: Minutes | None = None
    price_cents: Cents | None = None


class QuestionShape(Body):
    """What a customer is asked who books it; `choices` of the kind choice alone."""

    id: UUID | None = None
    label: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    kind: QuestionKind = QuestionKind.TEXT
    required: YesNo = False
    choices: Annotated[
        list[Name], Field(max_length=limits.CHOICES, default_factory=list[Name], examples=[[]])
    ]


Channels = Annotated[list[CustomerChannel], Field(max_length=2)]
Notice = Annotated[int, Field(strict=True, ge=0, le=366 * 24 * 60)]
Horizon = Annotated[int, Field(strict=True, ge=1, le=730)]
PerDay = Annotated[int, Field(strict=True, ge=1, le=1000)]
Grid = Annotated[int, Field(strict=True, ge=5, le=24 * 60)]
Seats = Annotated[int, Field(strict=True, ge=1, le=500)]
DoneByList = Annotated[list[DoneByShape], Field(min_length=1, max_length=limits.STAFF)]
Need = Annotated[list[UUID], Field(min_length=1, max_length=limits.ASSETS)]
Needs = Annotated[list[Need], Field(max_length=limits.NEEDS)]
Variants = Annotated[list[VariantShape], Field(max_length=limits.OPTIONS)]
AddOns = Annotated[list[AddOnShape], Field(max_length=limits.OPTIONS)]
Questions = Annotated[list[QuestionShape], Field(max_length=limits.QUESTIONS)]


class _Rules(Body):
    """What may be null."""

    duration_min: Minutes | None = None
    """Of the customer. Give it, or `segments` where there is processing time."""
    segments: Segments | None = None
    notice_min: Notice | None = None
    """The least time before a start; null for the usual."""
    horizon_days: Horizon | None = None
    per_day: PerDay | None = None
    """The most on one day; null for no limit."""
    grid_min: Grid | None = None
    """Minutes between starts, a divisor of a day; null for the usual."""
    seats: Seats | None = None
    """Of a group session; null for what one customer has alone."""
    staff: DoneByList | None = None
    """Who does it; null: everybody."""


class OfferingBody(_Rules):
    name: Name
    price_cents: Cents
    before_min: Buffer = 0
    """Buffers: people and assets are taken, the customer is not there."""
    after_min: Buffer = 0
    channels: Channels = Field(default_factory=lambda: [Channel.PHONE, Channel.WEB])
    """How customers may book it; the business itself always can."""
    active: YesNo = True
    position: Position = 0
    asset_needs: Needs = Field(default_factory=list[Need])
    """For each need the assets that will do."""
    variants: Variants = Field(default_factory=list[VariantShape])
    add_ons: AddOns = Field(default_factory=list[AddOnShape])
    questions: Questions = Field(default_factory=list[QuestionShape])


class OfferingPatch(_Rules):
    """What is left out stays; a list that is sent replaces the one there is."""

    name: Name = Field(default_factory=unset)
    price_cents: Cents = Field(default_factory=unset)
    before_min: Buffer = Field(default_factory=unset)
    after_min: Buffer = Field(default_factory=unset)
    channels: Channels = Field(default_factory=unset)
    active: YesNo = Field(default_factory=unset)
    position: Position = Field(default_factory=unset)
    asset_needs: Needs = Field(default_factory=unset)
    variants: Variants = Field(default_factory=unset)
    add_ons: AddOns = Field(default_factory=unset)
    questions: Questions = Field(default_factory=unset)


class OfferingItem(BaseModel):
    """An offering with all that belongs to it; archived variants and add-ons too."""

    id: UUID
    name: str
    duration_min: int
    segments: list[SegmentShape]
    price_cents: int
    before_min: int
    after_min: int
    channels: list[Channel]
    notice_min: int | None
    horizon_days: int | None
    per_day: int | None
    grid_min: int | None
    seats: int | None
    active: bool
    position: int
    staff: list[DoneByShape] | None
    asset_needs: list[list[UUID]]
    variants: list[VariantShape]
    add_ons: list[AddOnShape]
    questions: list[QuestionShape]


class ChangedOffering(OfferingItem, WithAffected):
    """As it is now, and what that means for bookings."""


@router.get(
    OFFERINGS,
    openapi_extra=needs(Permission.SETTINGS_READ),
    dependencies=[Depends(fields_of(OfferingItem))],
)
async def offerings(
    business_id: UUID, principal: InBusiness, set_up: TheSetUp, page: Page, active: Active = None
) -> Paged[OfferingItem]:
    """Offerings, in the order of the business."""
    rows = await set_up.offerings.page(principal, active=active, after=page.after(int, UUID), limit=page.rows)
    return page.of(rows, shown, lambda row: (row.settings.position, row.id))


@router.post(OFFERINGS, status_code=201, openapi_extra=needs(Permission.SETTINGS_WRITE))
async def add_offering(
    business_id: UUID, body: OfferingBody, principal: InBusiness, set_up: TheSetUp, response: Response
) -> OfferingItem:
    """Adds an offering; it can be booked by the next call."""
    added = await set_up.offerings.add(principal, settings_of(body))
    tag(response, added.version)
    return shown(added)


@router.get(
    OFFERING,
    openapi_extra=needs(Permission.SETTINGS_READ),
    dependencies=[Depends(fields_of(OfferingItem))],
)
async def offering(
    business_id: UUID, offering_id: UUID, principal: InBusiness, set_up: TheSetUp, response: Response
) -> OfferingItem:
    """One offering."""
    found = await set_up.offerings.get(principal, offering_id)
    tag(response, found.version)
    return shown(found)


@router.patch(OFFERING, openapi_extra=needs(Permission.SETTINGS_WRITE))
async def change_offering(
    business_id: UUID,
    offering_id: UUID,
    body: OfferingPatch,
    principal: InBusiness,
    set_up: TheSetUp,
    seen: Match,
    response: Response,
    force: Force = False,
) -> ChangedOffering:
    """Changes what is sent. Variants and add-ons that are left out of their list are deleted, or archived where they
    were booked. Archiving the offering: 409 with the bookings to come, unless `force`."""
    changed, affected = await set_up.offerings.change(
        principal, offering_id, _changes(body), force=force, seen=seen
    )
    tag(response, changed.version)
    return ChangedOffering(**shown(changed).model_dump(), **affected_of(affected))


@router.delete(OFFERING, openapi_extra=needs(Permission.SETTINGS_WRITE))
async def remove_offering(
    business_id: UUID,
    offering_id: UUID,
    principal: InBusiness,
    set_up: TheSetUp,
    seen: Match,
    force: Force = False,
) -> Removal:
    """Deletes an offering; archives it where bookings refer to it. 409 with the bookings to come, unless `force`."""
    return removal_of(await set_up.offerings.remove(principal, offering_id, force=force, seen=seen))


def settings_of(body: OfferingBody) -> OfferingSettings:
    """Raises InvalidInput: neither or both of duration and segments."""
    return OfferingSettings(**_changes(body))


def _changes(body: OfferingBody | OfferingPatch) -> dict[str, Any]:
    """The fields that were sent, as the domain has them."""
    whole = isinstance(body, OfferingBody)
    names = set(OfferingBody.model_fields) if whole else body.model_fields_set
    found = {name: getattr(body, name) for name in names if name not in ("duration_min", "segments")}
    if whole or body.segments is not None or body.duration_min is not None:
        found["segments"] = _segments("", body.duration_min, body.segments)
    elif {"segments", "duration_min"} & names:
        raise InvalidInput("duration_min: must not be null without segments")
    if "channels" in found:
        found["channels"] = frozenset(body.channels)
    if found.get("staff") is not None:
        found["staff"] = tuple(DoneBy(**each.model_dump()) for each in body.staff or ())
    if "asset_needs" in found:
        found["asset_needs"] = tuple(tuple(need) for need in body.asset_needs)
    if "variants" in found:
        found["variants"] = tuple(
            VariantSetting(
                each.name,
                _segments(f"variants.{n}.", each.duration_min, each.segments),
                each.price_cents,
                each.active,
                each.id,
            )
            for n, each in enumerate(body.variants)
        )
    if "add_ons" in found:
        found["add_ons"] = tuple(AddOnSetting(**each.model_dump()) for each in body.add_ons)
    if "questions" in found:
        found["questions"] = tuple(
            Question(each.label, each.kind, each.required, tuple(each.choices), each.id)
            for each in body.questions
        )
    return found


def _segments(
    field: str, duration_min: int | None, segments: Sequence[SegmentShape] | None
) -> tuple[Segment, ...]:
    if segments is None:
        if duration_min is None:
            raise InvalidInput(f"{field}duration_min: give it, or segments")
        return (Segment(duration_min),)
    found = tuple(Segment(each.minutes, each.processing) for each in segments)
    total = sum(each.minutes for each in found)
    if duration_min is not None and duration_min != total:
        raise InvalidInput(f"{field}duration_min: the segments last {total} minutes; leave it out")
    return found


def shown(stored: Stored[OfferingSettings]) -> OfferingItem:
    """An offering as the API tells it."""
    settings = stored.settings
    return OfferingItem(
        id=stored.id,
        name=settings.name,
        duration_min=settings.duration_min,
        segments=_shown_segments(settings.segments),
        price_cents=settings.price_cents,
        before_min=settings.before_min,
        after_min=settings.after_min,
        channels=sorted(settings.channels),
        notice_min=settings.notice_min,
        horizon_days=settings.horizon_days,
        per_day=settings.per_day,
        grid_min=settings.grid_min,
        seats=settings.seats,
        active=settings.active,
        position=settings.position,
        staff=None
        if settings.staff is None
        else [
            DoneByShape(staff_id=each.staff_id, minutes=each.minutes, price_cents=each.price_cents)
            for each in settings.staff
        ],
        asset_needs=[list(need) for need in settings.asset_needs],
        variants=[
            VariantShape(
                id=each.id,
                name=each.name,
                duration_min=each.minutes,
                segments=_shown_segments(each.segments),
                price_cents=each.price_cents,
                active=each.active,
            )
            for each in settings.variants
        ],
        add_ons=[
            AddOnShape(
                id=each.id,
                name=each.name,
                minutes=each.minutes,
                price_cents=each.price_cents,
                active=each.active,
            )
            for each in settings.add_ons
        ],
        questions=[
            QuestionShape(
                id=each.id,
                label=each.label,
                kind=each.kind,
                required=each.required,
                choices=list(each.choices),
            )
            for each in settings.questions
        ],
    )


def _shown_segments(segments: Sequence[Segment]) -> list[SegmentShape]:
    return [SegmentShape(minutes=each.minutes, processing=each.processing) for each in segments]
