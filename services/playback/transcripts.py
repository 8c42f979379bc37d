"""What was said on one call."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.errors import Conflict, NotFound
from storage.postgres import call_archives, call_lists, calls
from storage.postgres.calls import TurnRow
from storage.postgres.database import Database

ARCHIVED = "what was said lies in the archive; restore the call, and read it then"
GONE = "this transcript is kept no longer"


@dataclass(frozen=True, slots=True)
class Said:
    """A call's turns in order; `began_at` is the instant the recording begins with."""

    began_at: datetime
    turns: tuple[TurnRow, ...]


class Transcripts:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, principal: Principal, call_id: UUID) -> Said:
        """Raises NotPermitted, NotFound: also when it is kept no longer."""
        principal.require(Permission.CALLS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            call = await call_lists.get(scope, call_id)
            if call is None:
                raise NotFound("no such call")
            if call.transcript_removed_at is not None:
                raise NotFound(GONE)
            if await call_archives.is_away(scope, call_id):
                raise Conflict(ARCHIVED)
            return Said(call.started_at, tuple(await calls.turns(scope, call_id)))
