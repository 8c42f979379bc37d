"""A business's logo and greeting: taken after a look at their bytes, kept in a bucket of their own, served by us."""

import hashlib

from domain.accounts.roles import Permission, Principal
from domain.brand import FileKind, media_type_of
from domain.errors import NotFound
from services.accounts.access import actor_of
from storage.objects import Objects
from storage.postgres import audit, brand_files, web_pages
from storage.postgres.brand_files import BrandFileRow
from storage.postgres.database import Database

NOT_THERE = "there is no such file"


class BrandFiles:
    def __init__(self, database: Database, objects: Objects) -> None:
        self._database = database
        self._objects = objects

    @property
    def objects(self) -> Objects:
        return self._objects

    async def all_of(self, principal: Principal) -> list[BrandFileRow]:
        """Raises NotPermitted."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await brand_files.all_of(scope)

    async def get(self, principal: Principal, kind: FileKind) -> BrandFileRow:
        """Raises NotPermitted, NotFound."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            found = await brand_files.get(scope, kind)
        if found is None:
            raise NotFound(NOT_THERE)
        return found

    async def logo_of(self, slug: str) -> BrandFileRow:
        """That of a booking page, for anybody. Raises NotFound."""
        business_id = await web_pages.business_of_slug(self._database, slug)
        if business_id is None:
            raise NotFound(NOT_THERE)
        async with self._database.tenant(business_id, read_only=True) as scope:
            found = await brand_files.get(scope, FileKind.LOGO)
        if found is None:
            raise NotFound(NOT_THERE)
        return found

    async def put(self, principal: Principal, kind: FileKind, data: bytes) -> BrandFileRow:
        """In the place of the one before. Raises NotPermitted, InvalidInput, StorageError.

        The key follows from the bytes: the same file again changes nothing, and another never stands under an old key.
        """
        principal.require(Permission.SETTINGS_WRITE)
        media_type = media_type_of(kind, data)
        key = f"{principal.business_id}/{kind}-{hashlib.sha256(data).hexdigest()[:32]}"
        await self._objects.put(key, data)
        async with self._database.tenant(principal.business_id) as scope:
            before = await brand_files.get(scope, kind)
            row = await brand_files.put(
                scope, kind, key=key, media_type=media_type, size=len(data), uploaded_by=actor_of(principal)
            )
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="file.uploaded",
                subject=f"file:{kind}",
                after={"media_type": media_type, "size": len(data)},
            )
        if before is not None and before.key != key:
            await self._objects.delete(before.key)
        return row

    async def remove(self, principal: Principal, kind: FileKind) -> None:
        """Raises NotPermitted, NotFound, StorageError."""
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            before = await brand_files.get(scope, kind)
        if before is None:
            raise NotFound(NOT_THERE)
        await self._objects.delete(before.key)
        async with self._database.tenant(principal.business_id) as scope:
            await brand_files.remove(scope, kind)
            await audit.note(scope, actor=actor_of(principal), action="file.removed", subject=f"file:{kind}")
