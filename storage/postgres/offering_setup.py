"""Offerings with all that belongs to them, read in a fixed number of statements and written where they differ."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from domain.ids import new_id
from domain.scheduling.catalogue import Channel
from domain.scheduling.engine.visit import Segment
from domain.setup.offerings import (
    AddOnSetting,
    DoneBy,
    OfferingSettings,
    Question,
    QuestionKind,
    VariantSetting,
)
from storage.postgres import setup_rows
from storage.postgres.scheduling_tables import OfferingAsset, OfferingOption, OfferingQuestion, StaffOffering
from storage.postgres.table_base import Base
from storage.postgres.tables import Offering
from storage.postgres.tenant import TenantScope

_Row = TypeVar("_Row", bound=Base)
VARIANT, ADD_ON = "variant", "add_on"


async def settings_of(scope: TenantScope, rows: Sequence[Offering]) -> list[OfferingSettings]:
    """Four statements, however many rows; archived variants and add-ons too."""
    ids = [row.id for row in rows]
    staff = await _by_offering(scope, StaffOffering, ids, StaffOffering.staff_id)
    assets = await _by_offering(scope, OfferingAsset, ids, OfferingAsset.need, OfferingAsset.asset_id)
    options = await _by_offering(
        scope, OfferingOption, ids, OfferingOption.position, OfferingOption.name, OfferingOption.id
    )
    questions = await _by_offering(
        scope, OfferingQuestion, ids, OfferingQuestion.position, OfferingQuestion.id
    )
    return [
        _settings(
            row,
            staff.get(row.id, ()),
            assets.get(row.id, ()),
            options.get(row.id, ()),
            questions.get(row.id, ()),
        )
        for row in rows
    ]


async def add(scope: TenantScope, offering_id: UUID, settings: OfferingSettings) -> None:
    await setup_rows.add(scope, Offering, {"id": offering_id, **_columns(settings)})
    await _write_parts(scope, offering_id, settings)
    await write_options(scope, offering_id, (), settings)


async def change(
    scope: TenantScope, offering_id: UUID, before: OfferingSettings, after: OfferingSettings
) -> None:
    """Variants and add-ons that are no longer named are deleted, or archived when they were booked."""
    was, now = _columns(before), _columns(after)
    await setup_rows.change(
        scope, Offering, offering_id, {key: now[key] for key in now if was[key] != now[key]}
    )
    if (before.staff, before.asset_needs, before.questions) != (
        after.staff,
        after.asset_needs,
        after.questions,
    ):
        for table in (StaffOffering, OfferingAsset, OfferingQuestion):
            columns: Any = table
            await setup_rows.remove(scope, table, columns.offering_id == offering_id)
        await _write_parts(scope, offering_id, after)
    if (before.variants, before.add_ons) != (after.variants, after.add_ons):
        rows = await setup_rows.rows(scope, OfferingOption, OfferingOption.offering_id == offering_id)
        await write_options(scope, offering_id, rows, after)


async def write_options(
    scope: TenantScope, offering_id: UUID, rows: Sequence[OfferingOption], settings: OfferingSettings
) -> None:
    """Rows become what the settings say.

    Names are unique, and may change places: what keeps its row is renamed to its id first.
    """
    wanted = {(kind, each.id): value for kind, each, value in _options(settings) if each.id is not None}
    known = {(row.kind, row.id): row for row in rows}
    kept = known.keys() & wanted.keys()
    gone = [row for key, row in known.items() if key not in wanted]
    used = await setup_rows.options_in_use(scope, offering_id) if gone else set[UUID]()
    taken = {(value["kind"], value["name"].casefold()) for _, _, value in _options(settings)}
    for row in gone:
        if row.id not in used:
            await setup_rows.remove(scope, OfferingOption, OfferingOption.id == row.id)
            continue
        hidden = {"active": False}
        if (row.kind, row.name.casefold()) in taken:
            hidden |= {"name": f"{row.name} ({str(row.id)[-6:]})"}
        await setup_rows.change(scope, OfferingOption, row.id, hidden)
    for _, option_id in kept:
        await setup_rows.change(scope, OfferingOption, option_id, {"name": str(option_id)})
    for kind, option_id in kept:
        await setup_rows.change(scope, OfferingOption, option_id, wanted[kind, option_id])
    new = [value for kind, each, value in _options(settings) if (kind, each.id) not in known]
    await setup_rows.add(
        scope, OfferingOption, *({"id": new_id(), "offering_id": offering_id, **value} for value in new)
    )


def _options(
    settings: OfferingSettings,
) -> list[tuple[str, VariantSetting | AddOnSetting, dict[str, Any]]]:
    found: list[tuple[str, VariantSetting | AddOnSetting, dict[str, Any]]] = []
    for kind, options in ((VARIANT, settings.variants), (ADD_ON, settings.add_ons)):
        for position, each in enumerate(options):
            segments = _stored_segments(each.segments) if isinstance(each, VariantSetting) else None
            values = {
                "kind": kind,
                "name": each.name,
                "minutes": each.minutes,
                "segments": segments,
                "price_cents": each.price_cents,
                "active": each.active,
                "position": position,
            }
            found.append((kind, each, values))
    return found


async def _write_parts(scope: TenantScope, offering_id: UUID, settings: OfferingSettings) -> None:
    own = {"offering_id": offering_id}
    await setup_rows.add(
        scope,
        StaffOffering,
        *(
            {**own, "staff_id": each.staff_id, "minutes": each.minutes, "price_cents": each.price_cents}
            for each in settings.staff or ()
        ),
    )
    await setup_rows.add(
        scope,
        OfferingAsset,
        *(
            {**own, "need": number, "asset_id": asset_id}
            for number, need in enumerate(settings.asset_needs)
            for asset_id in need
        ),
    )
    await setup_rows.add(
        scope,
        OfferingQuestion,
        *(
            {
                **own,
                "id": each.id or new_id(),
                "label": each.label,
                "kind": each.kind.value,
                "required": each.required,
                "choices": list(each.choices),
                "position": position,
            }
            for position, each in enumerate(settings.questions)
        ),
    )


async def _by_offering(
    scope: TenantScope, table: type[_Row], ids: Sequence[UUID], *order: Any
) -> Mapping[UUID, list[_Row]]:
    columns: Any = table
    found: dict[UUID, list[_Row]] = defaultdict(list)
    for row in await setup_rows.rows(scope, table, columns.offering_id.in_(ids), order=order):
        found[_offering_id(row)].append(row)
    return found


def _offering_id(row: Any) -> UUID:
    return row.offering_id


def _columns(settings: OfferingSettings) -> dict[str, Any]:
    return {
        "name": settings.name,
        "duration_min": settings.duration_min,
        "segments": _stored_segments(settings.segments),
        "price_cents": settings.price_cents,
        "before_min": settings.before_min,
        "buffer_min": settings.after_min,
        "channels": sorted(settings.channels),
        "notice_min": settings.notice_min,
        "horizon_days": settings.horizon_days,
        "per_day": settings.per_day,
        "grid_min": settings.grid_min,
        "seats": settings.seats,
        "active": settings.active,
        "position": settings.position,
    }


def _settings(
    row: Offering,
    staff: Iterable[StaffOffering],
    assets: Iterable[OfferingAsset],
    options: Iterable[OfferingOption],
    questions: Iterable[OfferingQuestion],
) -> OfferingSettings:
    needs: dict[int, tuple[UUID, ...]] = {}
    for each in assets:
        needs[each.need] = (*needs.get(each.need, ()), each.asset_id)
    found = OfferingSettings(
        name=row.name,
        segments=_segments(row.segments, row.duration_min),
        price_cents=row.price_cents,
        before_min=row.before_min,
        after_min=row.buffer_min,
        channels=frozenset(Channel(each) for each in row.channels),
        notice_min=row.notice_min,
        horizon_days=row.horizon_days,
        per_day=row.per_day,
        grid_min=row.grid_min,
        seats=row.seats,
        active=row.active,
        position=row.position,
        staff=tuple(DoneBy(each.staff_id, each.minutes, each.price_cents) for each in staff) or None,
        asset_needs=tuple(needs[number] for number in sorted(needs)),
        questions=tuple(
            Question(each.label, QuestionKind(each.kind), each.required, tuple(each.choices), each.id)
            for each in questions
        ),
    )
    variants: list[VariantSetting] = []
    add_ons: list[AddOnSetting] = []
    for each in options:
        if each.kind == VARIANT:
            segments = _segments(each.segments, each.minutes)
            variants.append(VariantSetting(each.name, segments, each.price_cents, each.active, each.id))
        else:
            add_ons.append(AddOnSetting(each.name, each.minutes, each.price_cents, each.active, each.id))
    return replace(found, variants=tuple(variants), add_ons=tuple(add_ons))


def _segments(stored: list[dict[str, Any]] | None, minutes: int) -> tuple[Segment, ...]:
    if not stored:
        return (Segment(minutes),)
    return tuple(Segment(int(each["minutes"]), bool(each.get("processing"))) for each in stored)


def _stored_segments(segments: Sequence[Segment]) -> list[dict[str, Any]] | None:
    if len(segments) == 1:
        return None
    return [{"minutes": each.minutes, "processing": each.processing} for each in segments]
