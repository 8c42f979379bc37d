"""Publishes versions of a business's receptionist past the API."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from storage.postgres import receptionist_versions
from storage.postgres.database import Database
from storage.postgres.receptionist_versions import VersionRow


async def publish(database: Database, business_id: UUID, **changes: Any) -> VersionRow:
    """The published version with these fields changed, as the next one."""
    async with database.tenant(business_id) as scope:
        await receptionist_versions.lock(scope)
        latest = await receptionist_versions.published(scope)
        return await receptionist_versions.add(
            scope,
            replace(latest.content, **changes),
            number=latest.number + 1,
            author="system",
            note="",
            restored_from=None,
            at=datetime.now(UTC),
        )
