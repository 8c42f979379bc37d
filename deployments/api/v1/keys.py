"""API keys of a business."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from deployments.api.authentication import InBusiness, TheAccounts
from deployments.api.fields import fields_of
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.policies import needs
from domain.accounts.roles import Permission
from storage.postgres.api_keys import KeyRow

router = APIRouter(prefix="/businesses/{business_id}/keys", tags=["keys"], responses=RESPONSES)


class KeyBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=200)]
    scopes: Annotated[frozenset[Permission], Field(min_length=1)]
    expires_at: AwareDatetime | None = None


class Key(BaseModel):
    id: UUID
    name: str
    prefix: str
    scopes: list[Permission]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class NewKey(Key):
    key: str
    """Told this once; only its digest is kept."""


def _key(row: KeyRow) -> Key:
    return Key(
        id=row.id,
        name=row.name,
        prefix=f"rk_{row.prefix}",
        scopes=sorted(row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )


@router.post("", status_code=201, openapi_extra=needs(Permission.KEYS_WRITE))
async def make(business_id: UUID, body: KeyBody, principal: InBusiness, accounts: TheAccounts) -> NewKey:
    """Makes a key that can do no more than who makes it."""
    row, text = await accounts.access.make_key(
        principal, name=body.name, scopes=body.scopes, expires_at=body.expires_at, now=datetime.now(UTC)
    )
    return NewKey(**_key(row).model_dump(), key=text)


@router.get("", openapi_extra=needs(Permission.KEYS_WRITE), dependencies=[Depends(fields_of(Key))])
async def keys(business_id: UUID, principal: InBusiness, accounts: TheAccounts, page: Page) -> Paged[Key]:
    """Keys, also revoked ones, the newest first."""
    rows = await accounts.access.keys(principal, limit=page.rows, after=page.after(datetime, UUID))
    return page.of(rows, _key, lambda row: (row.created_at, row.id))


@router.delete("/{key_id}", status_code=204, openapi_extra=needs(Permission.KEYS_WRITE))
async def revoke(business_id: UUID, key_id: UUID, principal: InBusiness, accounts: TheAccounts) -> None:
    """Revokes a key at once."""
    await accounts.access.revoke_key(principal, key_id, datetime.now(UTC))
