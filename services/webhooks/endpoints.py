"""Webhooks as a business's people and programs set them up, see what became of messages, and send them again."""

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.errors import Conflict, InvalidInput, NotFound
from domain.events.catalogue import CATALOGUE
from domain.ids import new_id
from domain.text_fields import required_text
from domain.versions import ANY, Seen, content_version
from domain.webhooks.address import endpoint_url
from domain.webhooks.messages import BY_NAME_ONLY, TRIAL, trial_body
from domain.webhooks.signature import KEY_BYTES, secret_of
from services.accounts.access import actor_of
from services.accounts.second_factor import Seal
from services.events.listing import permission_for
from storage.postgres import audit, webhooks
from storage.postgres.database import Database
from storage.postgres.webhooks import DeliveryRow, EndpointRow

MOST = 20
LONGEST_DESCRIPTION = 200
LONGEST_OVERLAP = timedelta(days=7)
MOST_REPLAYED = 10_000
BY_HAND = "you disabled it"


@dataclass(frozen=True, slots=True)
class EndpointForm:
    """What is to be changed; None leaves a field as it is.

    Attributes:
        kinds: of which events it is told; of all but the bill when empty.
    """

    url: str | None = None
    description: str | None = None
    kinds: tuple[str, ...] | None = None
    enabled: bool | None = None


def version_of(row: EndpointRow) -> str:
    """What somebody saw who changes it."""
    return content_version([row.url, row.description, row.kinds, row.disabled_because])


class Webhooks:
    """Of all businesses.

    Args:
        seal: of the endpoints' secrets.
        loopback_allowed: on a developer's machine.
        clock: now, aware.
    """

    def __init__(
        self,
        database: Database,
        seal: Seal,
        *,
        loopback_allowed: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._seal = seal
        self._loopback_allowed = loopback_allowed
        self._clock = clock

    async def page(
        self, principal: Principal, *, after: tuple[datetime, UUID] | None, limit: int
    ) -> list[EndpointRow]:
        """The oldest first. Raises NotPermitted."""
        principal.require(Permission.WEBHOOKS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await webhooks.endpoints(scope, after=after, limit=limit)

    async def get(self, principal: Principal, endpoint_id: UUID) -> EndpointRow:
        """Raises NotPermitted, NotFound."""
        principal.require(Permission.WEBHOOKS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            return await webhooks.endpoint(scope, endpoint_id)

    async def make(self, principal: Principal, form: EndpointForm) -> tuple[EndpointRow, str]:
        """An endpoint, and the secret its messages are signed with, which is told this once.

        Raises:
            NotPermitted: also for kinds the principal may not read of.
            InvalidInput: names the field. Conflict: there are as many as there may be.
        """
        principal.require(Permission.WEBHOOKS_WRITE)
        if form.url is None:
            raise InvalidInput("url: is needed")
        values = self._values(principal, EndpointForm(form.url, form.description or "", form.kinds or ()))
        endpoint_id, secret = new_id(), _new_secret()
        async with self._database.tenant(principal.business_id) as scope:
            if await webhooks.count_endpoints(scope) >= MOST:
                raise Conflict(f"there are {MOST} webhooks already; delete one that is not needed")
            await webhooks.add_endpoint(scope, endpoint_id, secret=self._seal.close(secret), **values)
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="webhook.made",
                subject=f"webhook:{endpoint_id}",
                after=values,
            )
            return await webhooks.endpoint(scope, endpoint_id), secret

    async def change(
        self, principal: Principal, endpoint_id: UUID, form: EndpointForm, seen: Seen = ANY
    ) -> EndpointRow:
        """Changes what the form holds; enabled again, it begins without its past.

        Raises as `make`, and NotFound, Outdated.
        """
        principal.require(Permission.WEBHOOKS_WRITE)
        values = self._values(principal, form)
        async with self._database.tenant(principal.business_id) as scope:
            row = await webhooks.endpoint(scope, endpoint_id, lock=True)
            seen.require(version_of(row))
            if form.kinds is None:
                self._require_kinds(principal, row.kinds)
            if form.enabled is True and row.disabled_at is not None:
                values |= {"disabled_at": None, "disabled_because": None}
            elif form.enabled is False and row.disabled_at is None:
                values |= {"disabled_at": self._clock(), "disabled_because": BY_HAND}
            changed = {name: value for name, value in values.items() if getattr(row, name) != value}
            if not changed:
                return row
            fresh = {"failing_since": None, "resting_until": None} if _starts_anew(changed) else {}
            await webhooks.change_endpoint(scope, endpoint_id, **changed, **fresh)
            told = {name: value for name, value in changed.items() if name != "disabled_at"}
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="webhook.changed",
                subject=f"webhook:{endpoint_id}",
                before={name: getattr(row, name) for name in told},
                after=told,
            )
            return await webhooks.endpoint(scope, endpoint_id)

    async def remove(self, principal: Principal, endpoint_id: UUID) -> None:
        """With what became of its messages; what is under way is not sent any more. Raises NotPermitted, NotFound."""
        principal.require(Permission.WEBHOOKS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            if not await webhooks.delete_endpoint(scope, endpoint_id):
                raise NotFound("no such webhook")
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="webhook.removed",
                subject=f"webhook:{endpoint_id}",
            )

    async def rotate(
        self, principal: Principal, endpoint_id: UUID, overlap: timedelta
    ) -> tuple[EndpointRow, str]:
        """A new secret, told this once; until the overlap ends messages are signed with the old one too.

        Raises:
            NotPermitted, NotFound. InvalidInput: too long an overlap.
        """
        principal.require(Permission.WEBHOOKS_WRITE)
        if not timedelta() <= overlap <= LONGEST_OVERLAP:
            raise InvalidInput(f"overlap_hours: at most {LONGEST_OVERLAP // timedelta(hours=1)}")
        secret = _new_secret()
        async with self._database.tenant(principal.business_id) as scope:
            row = await webhooks.endpoint(scope, endpoint_id, lock=True)
            old = (row.secret, self._clock() + overlap) if overlap else (None, None)
            await webhooks.change_endpoint(
                scope,
                endpoint_id,
                secret=self._seal.close(secret),
                old_secret=old[0],
                old_secret_until=old[1],
            )
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="webhook.secret_rotated",
                subject=f"webhook:{endpoint_id}",
            )
            return await webhooks.endpoint(scope, endpoint_id), secret

    async def try_out(self, principal: Principal, endpoint_id: UUID) -> DeliveryRow:
        """Sends a message that tells of nothing. Raises NotPermitted, NotFound, Conflict: it is disabled."""
        principal.require(Permission.WEBHOOKS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            _require_enabled(await webhooks.endpoint(scope, endpoint_id))
            body = trial_body(principal.business_id, endpoint_id, self._clock())
            made = await webhooks.add_delivery(scope, endpoint_id, new_id(), TRIAL, body)
            return await webhooks.delivery(scope, endpoint_id, made)

    async def deliveries(
        self,
        principal: Principal,
        endpoint_id: UUID,
        *,
        statuses: Collection[str],
        kinds: Collection[str],
        after: UUID | None,
        limit: int,
    ) -> list[DeliveryRow]:
        """The latest first. Raises NotPermitted, NotFound."""
        principal.require(Permission.WEBHOOKS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            self._require_kinds(principal, (await webhooks.endpoint(scope, endpoint_id)).kinds)
            return await webhooks.deliveries(
                scope, endpoint_id, statuses=statuses, kinds=kinds, after=after, limit=limit
            )

    async def delivery(self, principal: Principal, endpoint_id: UUID, delivery_id: UUID) -> DeliveryRow:
        """With every attempt. Raises NotPermitted, NotFound."""
        principal.require(Permission.WEBHOOKS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            found = await webhooks.delivery(scope, endpoint_id, delivery_id)
        if found.kind in CATALOGUE:
            principal.require(permission_for(found.kind))
        return found

    async def replay(self, principal: Principal, endpoint_id: UUID, delivery_id: UUID) -> DeliveryRow:
        """Sends a message again, under the same id.

        Raises:
            NotPermitted, NotFound. Conflict: it is under way as it is, or the webhook is disabled.
        """
        principal.require(Permission.WEBHOOKS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            _require_enabled(await webhooks.endpoint(scope, endpoint_id))
            await webhooks.delivery(scope, endpoint_id, delivery_id)
            if not await webhooks.replay(scope, endpoint_id, [delivery_id]):
                raise Conflict("this message is under way as it is")
            await self._note_replay(scope, principal, endpoint_id, 1)
            return await webhooks.delivery(scope, endpoint_id, delivery_id)

    async def replay_failed(self, principal: Principal, endpoint_id: UUID, since: datetime) -> int:
        """Sends again what was given up of messages from then on; how many, at most `MOST_REPLAYED`.

        Raises:
            NotPermitted, NotFound, Conflict: it is disabled.
        """
        principal.require(Permission.WEBHOOKS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            _require_enabled(await webhooks.endpoint(scope, endpoint_id))
            failed = await webhooks.failed_since(scope, endpoint_id, since, MOST_REPLAYED)
            count = await webhooks.replay(scope, endpoint_id, failed)
            if count:
                await self._note_replay(scope, principal, endpoint_id, count)
            return count

    @staticmethod
    async def _note_replay(scope: Any, principal: Principal, endpoint_id: UUID, count: int) -> None:
        await audit.note(
            scope,
            actor=actor_of(principal),
            action="webhook.replayed",
            subject=f"webhook:{endpoint_id}",
            after={"messages": count},
        )

    def _values(self, principal: Principal, form: EndpointForm) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if form.url is not None:
            values["url"] = endpoint_url(form.url, loopback_allowed=self._loopback_allowed)
        if form.description is not None:
            text = form.description.strip()
            values["description"] = (
                required_text("description", text, longest=LONGEST_DESCRIPTION) if text else ""
            )
        if form.kinds is not None:
            unknown = sorted(set(form.kinds) - set(CATALOGUE))
            if unknown:
                raise InvalidInput(f"kinds: there is no {unknown[0]}; GET /api/v1/webhook-events lists them")
            values["kinds"] = [kind for kind in CATALOGUE if kind in form.kinds] or None
            self._require_kinds(principal, values["kinds"])
        return values

    @staticmethod
    def _require_kinds(principal: Principal, kinds: Collection[str] | None) -> None:
        """Nobody has others told what they may not read themselves."""
        for kind in kinds or set(CATALOGUE) - BY_NAME_ONLY:
            principal.require(permission_for(kind))


def _starts_anew(changed: dict[str, Any]) -> bool:
    return "url" in changed or changed.get("disabled_at", 0) is None


def _require_enabled(row: EndpointRow) -> None:
    if row.disabled_at is not None:
        raise Conflict(f"this webhook is disabled: {row.disabled_because}")


def _new_secret() -> str:
    return secret_of(secrets.token_bytes(KEY_BYTES))
