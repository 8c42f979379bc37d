"""What can be booked: listed, added, changed, archived, deleted; also as seen from who does it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from domain.accounts.roles import Principal
from domain.errors import InvalidInput
from domain.ids import new_id
from domain.setup import limits
from domain.setup.documents import document
from domain.setup.offerings import DoneBy, OfferingSettings, check_own
from domain.versions import ANY, Seen, content_version
from services.setup.affected import Affected, Watch, watch_if
from services.setup.desk import Change, Desk, Stored
from services.setup.removal import Removed, remove
from services.setup.resources import require_all
from storage.postgres import offering_setup, setup_rows
from storage.postgres.scheduling_tables import Asset, StaffOffering
from storage.postgres.setup_rows import After
from storage.postgres.tables import Offering, Staff
from storage.postgres.tenant import TenantScope

_FOR_VISITS = frozenset({"active", "staff"})


@dataclass(frozen=True, slots=True)
class Done:
    """An offering as one member of staff does it."""

    offering_id: UUID
    minutes: int | None = None
    price_cents: int | None = None


@dataclass(frozen=True, slots=True)
class DoneByOne:
    """What one member of staff does.

    Attributes:
        named: what they are named for.
        by_everybody: offerings nobody is named for: everybody does them.
    """

    named: tuple[Done, ...]
    by_everybody: tuple[UUID, ...]

    @property
    def version(self) -> str:
        return content_version(document(self))


class Offerings:
    """Of any business."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def page(
        self, principal: Principal, *, active: bool | None, after: After | None, limit: int
    ) -> Sequence[Stored[OfferingSettings]]:
        """In the order of the business. Raises NotPermitted."""
        where = () if active is None else (Offering.active.is_(active),)
        async with self._desk.reading(principal) as scope:
            rows = await setup_rows.page(scope, Offering, *where, after=after, limit=limit)
            settings = await offering_setup.settings_of(scope, rows)
        return [Stored(row.id, each) for row, each in zip(rows, settings, strict=True)]

    async def get(self, principal: Principal, offering_id: UUID) -> Stored[OfferingSettings]:
        """Raises NotPermitted, NotFound."""
        async with self._desk.reading(principal) as scope:
            return await _one(scope, offering_id)

    async def add(self, principal: Principal, settings: OfferingSettings) -> Stored[OfferingSettings]:
        """Raises NotPermitted, InvalidInput, LimitReached."""
        async with self._desk.changing(principal) as change:
            return await self.add_within(change, settings)

    async def add_within(self, change: Change, settings: OfferingSettings) -> Stored[OfferingSettings]:
        """The same as part of a larger change."""
        kept = settings.checked()
        await _check_references(change.scope, kept, None)
        await _check_count(change.scope)
        offering_id = new_id(change.now)
        await offering_setup.add(change.scope, offering_id, kept)
        added = await _one(change.scope, offering_id)
        await change.note("offering.added", f"offering:{offering_id}", None, document(added.settings))
        return added

    async def change(
        self,
        principal: Principal,
        offering_id: UUID,
        changes: Mapping[str, Any],
        *,
        force: bool = False,
        seen: Seen = ANY,
    ) -> tuple[Stored[OfferingSettings], Affected]:
        """Changes fields; a list that is given replaces the one there is, and what keeps its id in it stays the same.

        Gives also the visits to come of people who do it no longer. They stay as they are.

        Raises:
            NotPermitted, NotFound, InvalidInput, LimitReached, Outdated.
            BookingsAffected: it is no longer active, visits to come are of it, and it is not forced.
        """
        async with self._desk.changing(principal) as change:
            before = await _one(change.scope, offering_id)
            seen.require(before.version)
            after, watch = await self.change_within(change, before, replace(before.settings, **changes))
            if before.settings.active and not after.settings.active:
                return after, await watch.require_none(
                    f"{after.settings.name} is to be archived", force=force
                )
            return after, await watch.lost()

    async def change_within(
        self, change: Change, before: Stored[OfferingSettings], wanted: OfferingSettings
    ) -> tuple[Stored[OfferingSettings], Watch]:
        """The same as part of a larger change."""
        kept = wanted.checked()
        await _check_references(change.scope, kept, before.settings)
        if kept.active and not before.settings.active:
            await _check_count(change.scope, revived=True)
        was, has_become = document(before.settings), document(kept)
        relevant = any(was[key] != has_become[key] for key in _FOR_VISITS)
        watch = await watch_if(change, relevant)
        await offering_setup.change(change.scope, before.id, before.settings, kept)
        change.scope.session.expunge_all()
        after = await _one(change.scope, before.id)
        await change.note("offering.changed", f"offering:{before.id}", was, document(after.settings))
        return after, watch

    async def all_within(self, scope: TenantScope) -> list[Stored[OfferingSettings]]:
        """In the order of the business, archived ones too."""
        rows = await setup_rows.rows(scope, Offering, order=(Offering.position, Offering.id))
        settings = await offering_setup.settings_of(scope, rows)
        return [Stored(row.id, each) for row, each in zip(rows, settings, strict=True)]

    async def remove_within(self, change: Change, one: Stored[OfferingSettings], *, force: bool) -> Removed:
        """Deletes or archives, as part of a larger change."""
        settings = one.settings
        return await remove(
            change, Offering, one.id, "offering", settings.name, document(settings), force=force
        )

    async def remove(
        self, principal: Principal, offering_id: UUID, *, force: bool = False, seen: Seen = ANY
    ) -> Removed:
        """Deletes or archives. Raises NotPermitted, NotFound, Outdated, BookingsAffected."""
        async with self._desk.changing(principal) as change:
            before = await _one(change.scope, offering_id)
            seen.require(before.version)
            return await self.remove_within(change, before, force=force)

    async def done_by(self, principal: Principal, staff_id: UUID) -> DoneByOne:
        """What a member of staff does. Raises NotPermitted, NotFound."""
        async with self._desk.reading(principal) as scope:
            return await _done_by(scope, staff_id)

    async def set_done_by(
        self, principal: Principal, staff_id: UUID, wanted: Iterable[Done], *, seen: Seen = ANY
    ) -> tuple[DoneByOne, Affected]:
        """A member of staff is named for these active offerings and for no others.

        An offering everybody does stays so while it is wanted without minutes or a price of their own. Otherwise
        everybody else who is active is named for it, so that nobody but this one loses or gains anything.

        Raises:
            NotPermitted, NotFound, Outdated.
            InvalidInput: an offering there is not, a number out of range, or nobody would be left who does one.
        """
        async with self._desk.changing(principal) as change:
            before = await _done_by(change.scope, staff_id)
            seen.require(before.version)
            found = list(wanted)
            by_id = {each.offering_id: each for each in found}
            if len(by_id) < len(found):
                raise InvalidInput("offerings: one stands there twice")
            await require_all(change.scope, Offering, tuple(by_id), "offerings", "offering")
            rows = await setup_rows.rows(change.scope, Offering)
            settings = await offering_setup.settings_of(change.scope, rows)
            staff = [row.id for row in await setup_rows.rows(change.scope, Staff, Staff.active.is_(True))]
            watch = await Watch.begin(change)
            for row, offering in zip(rows, settings, strict=True):
                if not offering.active and row.id not in by_id:
                    continue
                doers = _doers(offering, staff_id, by_id.get(row.id), staff)
                if doers != offering.staff:
                    await offering_setup.change(
                        change.scope, row.id, offering, replace(offering, staff=doers)
                    )
            change.scope.session.expunge_all()
            after = await _done_by(change.scope, staff_id)
            await change.note(
                "staff.offerings_changed", f"staff:{staff_id}", document(before), document(after)
            )
            return after, await watch.lost()


def _doers(
    offering: OfferingSettings, staff_id: UUID, wanted: Done | None, active_staff: Sequence[UUID]
) -> tuple[DoneBy, ...] | None:
    """Who does an offering when one member of staff does it as wanted, or not at all."""
    own = None if wanted is None else DoneBy(staff_id, wanted.minutes, wanted.price_cents)
    if own is not None:
        check_own(f"offerings ({offering.name})", own, offering.segments)
    if offering.staff is None:
        if own == DoneBy(staff_id):
            return None
        others = tuple(DoneBy(each) for each in active_staff if each != staff_id)
    else:
        others = tuple(each for each in offering.staff if each.staff_id != staff_id)
    doers = (*others, own) if own is not None else others
    if not doers:
        raise InvalidInput(f"offerings: nobody would be left who does {offering.name}; archive it first")
    return tuple(sorted(doers, key=lambda each: each.staff_id))


async def _done_by(scope: TenantScope, staff_id: UUID) -> DoneByOne:
    await setup_rows.one(scope, Staff, staff_id, "staff")
    offerings = await setup_rows.rows(
        scope, Offering, Offering.active.is_(True), order=(Offering.position, Offering.id)
    )
    named: dict[UUID, list[StaffOffering]] = {}
    for row in await setup_rows.rows(scope, StaffOffering):
        named.setdefault(row.offering_id, []).append(row)
    return DoneByOne(
        tuple(
            Done(offering.id, row.minutes, row.price_cents)
            for offering in offerings
            for row in named.get(offering.id, ())
            if row.staff_id == staff_id
        ),
        tuple(offering.id for offering in offerings if offering.id not in named),
    )


async def _one(scope: TenantScope, offering_id: UUID) -> Stored[OfferingSettings]:
    row = await setup_rows.one(scope, Offering, offering_id, "offering")
    (settings,) = await offering_setup.settings_of(scope, [row])
    return Stored(offering_id, settings)


async def _check_count(scope: TenantScope, *, revived: bool = False) -> None:
    active, archived = await setup_rows.counts(scope, Offering)
    limits.check_count("offerings", active, limits.OFFERINGS, 0 if revived else archived)


async def _check_references(
    scope: TenantScope, settings: OfferingSettings, before: OfferingSettings | None
) -> None:
    """Raises InvalidInput: an id of the settings that is not one of this business, or of this offering."""
    staff = tuple(each.staff_id for each in settings.staff or ())
    assets = tuple({asset_id for need in settings.asset_needs for asset_id in need})
    await require_all(scope, Staff, staff, "staff", "member of staff")
    await require_all(scope, Asset, assets, "asset_needs", "asset")
    for field, now, was in (
        ("variants", settings.variants, before.variants if before else ()),
        ("add_ons", settings.add_ons, before.add_ons if before else ()),
        ("questions", settings.questions, before.questions if before else ()),
    ):
        known = {each.id for each in was}
        unknown = next((each.id for each in now if each.id is not None and each.id not in known), None)
        if unknown is not None:
            raise InvalidInput(
                f"{field}: this offering has none with the id {unknown}; leave the id of a new one out"
            )
