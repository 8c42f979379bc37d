"""Where the journal of a call is: in the archive once it has ended, in Redis while it lives and for a day after."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from domain.call.codec import JournalEntry
from domain.errors import InvalidInput, NotFound, StorageError
from services.replay.replay import brief_of, journal_lines, parse_journal
from storage.objects import Objects
from storage.postgres import calls
from storage.postgres.database import Database
from storage.redis.journal import Journal


@dataclass(frozen=True, slots=True)
class FoundJournal:
    """A journal, and for a person where it was."""

    entries: list[JournalEntry]
    source: str


@dataclass(frozen=True, slots=True)
class JournalSources:
    """Where journals may be; what is None is not looked into."""

    database: Database | None
    journal: Journal | None
    objects: Objects

    async def find(self, call_id: UUID, business_id: UUID) -> FoundJournal:
        """The call's journal, from the archive or else from Redis.

        Another business's call is not found: the row is read as `business_id`, and a journal in Redis, which has no
        owner of its own, must say that it is that business's.

        Raises:
            NotFound: nowhere; tells what was tried.
            InvalidInput: there is a journal, and it cannot be read.
        """
        tried: list[str] = []
        found = await self._archived(call_id, business_id, tried) or await self._live(
            call_id, business_id, tried
        )
        if found is not None:
            return found
        attempts = "".join(f"\n  {attempt}" for attempt in tried)
        raise NotFound(f"no journal of call {call_id} for business {business_id} was found:{attempts}")

    async def _archived(self, call_id: UUID, business_id: UUID, tried: list[str]) -> FoundJournal | None:
        if self.database is None:
            tried.append("archive: no database is named (DATABASE_URL)")
            return None
        try:
            async with self.database.tenant(business_id, read_only=True) as scope:
                key = (await calls.get(scope, call_id)).journal_key
            if key is None:
                tried.append("archive: the call's row names no journal (it has not ended, or storing failed)")
                return None
            data = await self.objects.get(key)
        except (NotFound, StorageError) as error:
            tried.append(f"archive: {error}")
            return None
        return _unpacked(data, f"archive, {key}")

    async def _live(self, call_id: UUID, business_id: UUID, tried: list[str]) -> FoundJournal | None:
        if self.journal is None:
            tried.append("Redis: none is named (REDIS_URL)")
            return None
        try:
            lines = await self.journal.read(call_id)
        except StorageError as error:
            tried.append(f"Redis: {error}")
            return None
        if not lines:
            tried.append("Redis: holds no journal of it (kept for a day after the call)")
            return None
        with _naming("Redis"):
            found = FoundJournal(parse_journal(lines), "Redis")
        brief = brief_of(found.entries)
        if brief is None or brief.business_id != str(business_id):
            tried.append("Redis: holds a journal that does not name this business as its own")
            return None
        return found


def journal_in(file: Path, call_id: UUID | None = None) -> FoundJournal:
    """The journal in a file; of this call, when one is named.

    Raises:
        InvalidInput: it cannot be read, or is another call's.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{file} cannot be read: {error.strerror}") from error
    found = _unpacked(data, str(file))
    brief = brief_of(found.entries)
    if call_id is not None and brief is not None and brief.call_id != str(call_id):
        raise InvalidInput(f"{file} is the journal of call {brief.call_id}")
    return found


def _unpacked(data: bytes, source: str) -> FoundJournal:
    with _naming(source):
        return FoundJournal(parse_journal(journal_lines(data)), source)


@contextmanager
def _naming(source: str) -> Generator[None]:
    try:
        yield
    except InvalidInput as error:
        raise InvalidInput(f"{source}: {error}") from error
