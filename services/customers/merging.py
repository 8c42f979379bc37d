"""Customers who are one person: found, merged, and parted again as they were."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.customers.duplicates import Alike, alike, sort_key
from domain.errors import Conflict, InvalidInput
from domain.events.catalogue import CustomerMerged, CustomersParted
from services.accounts.access import actor_of
from services.events.record import record
from storage.postgres import audit, customer_duplicates, customer_merges, customers
from storage.postgres.customer_merges import Merge, Row
from storage.postgres.customers import CustomerRow
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope

MOST_ROWS = 50
"""Of one person: more of them are no duplicates any more."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two people who look like one."""

    pair: Alike
    one: CustomerRow
    other: CustomerRow


class Merging:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def merge(self, principal: Principal, survivor_id: UUID, absorbed_id: UUID) -> Merge:
        """The second goes on as the first, with all there was between them and the business.

        Raises:
            NotPermitted, NotFound.
            InvalidInput: both are the same.
            Conflict: the second was merged already, or too many are one by now.
        """
        principal.require(Permission.CUSTOMERS_WRITE)
        if survivor_id == absorbed_id:
            raise InvalidInput("absorbed_id: nobody can be merged into themselves")
        async with self._database.tenant(principal.business_id) as scope:
            await customer_merges.hold(scope)
            survivor, absorbed = await _person(scope, survivor_id), await _person(scope, absorbed_id)
            if survivor == absorbed:
                raise Conflict("they are one customer already")
            if absorbed != absorbed_id:
                raise Conflict(f"that customer was merged into {absorbed}; merge that one, or undo it first")
            rows = await customer_merges.rows_of(scope, (survivor, absorbed), lock=True)
            if sum(map(len, rows.values())) > MOST_ROWS:
                raise Conflict(f"at most {MOST_ROWS} customers can be merged into one")
            actor = actor_of(principal)
            merge_id = await customer_merges.merge(scope, survivor, absorbed, actor)
            await audit.note(
                scope,
                actor=actor,
                action="customer.merged",
                subject=f"customer:{survivor}",
                after={"merge": str(merge_id), "absorbed": str(absorbed)},
            )
            await record(scope, CustomerMerged(customer_id=survivor, absorbed_id=absorbed))
            return await customer_merges.get(scope, merge_id)

    async def undo(self, principal: Principal, merge_id: UUID) -> Merge:
        """Both are as they were; what has come since is the surviving one's.

        Undone already, nothing happens.

        Raises:
            NotPermitted, NotFound.
            Conflict: somebody has got the name, with the number or address, that would be theirs again.
        """
        principal.require(Permission.CUSTOMERS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            await customer_merges.hold(scope)
            merge = await customer_merges.get(scope, merge_id)
            if merge.undone_at is not None:
                return merge
            person = await _person(scope, merge.absorbed_id)
            rows = (await customer_merges.rows_of(scope, (person,), lock=True))[person]
            known = await customers.known_as(scope, merge.name, merge.phone, merge.email)
            if known not in (None, merge.absorbed_id):
                raise Conflict(
                    "another customer has their name with their number or address by now; change that first"
                )
            actor = actor_of(principal)
            await customer_merges.undo(scope, merge, rows, actor)
            await audit.note(
                scope,
                actor=actor,
                action="customer.parted",
                subject=f"customer:{person}",
                after={"merge": str(merge_id), "parted": str(merge.absorbed_id)},
            )
            await record(scope, CustomersParted(customer_id=person, parted_id=merge.absorbed_id))
            return await customer_merges.get(scope, merge_id)

    async def page(
        self,
        principal: Principal,
        customer_id: UUID | None,
        *,
        after: tuple[datetime, UUID] | None,
        limit: int,
    ) -> list[Merge]:
        """The latest first: of one person those in force, else all there were. Raises NotPermitted, NotFound."""
        principal.require(Permission.CUSTOMERS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            person = None if customer_id is None else (await customers.get(scope, customer_id)).id
            return await customer_merges.page(scope, person, after=after, limit=limit)

    async def rows(self, principal: Principal, customer_id: UUID) -> list[Row]:
        """What is known of a person, by what each row of theirs says; the surviving one first.

        Raises NotPermitted, NotFound.
        """
        principal.require(Permission.CUSTOMERS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            person = await _person(scope, customer_id)
            return (await customer_merges.rows_of(scope, (person,)))[person]

    async def suggestions(
        self, principal: Principal, *, after: tuple[int, int, UUID, UUID] | None, limit: int
    ) -> list[Suggestion]:
        """Who may be one person, the likely first. Raises NotPermitted.

        Args:
            after: `sort_key` of the last pair seen.
        """
        principal.require(Permission.CUSTOMERS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            found = await customer_duplicates.candidates(scope)
            pairs = [
                pair
                for pair in alike(found.pairs)
                if (pair.low_id, pair.high_id) not in found.apart
                and (after is None or sort_key(pair) > after)
            ][:limit]
            people = await customers.several(scope, {each for p in pairs for each in (p.low_id, p.high_id)})
        return [
            Suggestion(pair, people[pair.low_id], people[pair.high_id])
            for pair in pairs
            if pair.low_id in people and pair.high_id in people
        ]

    async def keep_apart(self, principal: Principal, one_id: UUID, other_id: UUID) -> None:
        """They are two people: that they look alike is not told again.

        Raises NotPermitted, NotFound. InvalidInput: both are the same.
        """
        principal.require(Permission.CUSTOMERS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            one, other = await _person(scope, one_id), await _person(scope, other_id)
            if one == other:
                raise InvalidInput("other_id: they are one customer")
            actor = actor_of(principal)
            await customer_merges.keep_apart(scope, one, other, actor)
            await audit.note(
                scope,
                actor=actor,
                action="customer.kept_apart",
                subject=f"customer:{one}",
                after={"from": str(other)},
            )


async def _person(scope: TenantScope, customer_id: UUID) -> UUID:
    return (await customers.get(scope, customer_id)).id
