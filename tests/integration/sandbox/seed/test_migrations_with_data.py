"""Every migration back to the release before scheduling, down and up again, over a set of made-up businesses."""

import asyncio
from collections.abc import Iterable

import pytest
from sqlalchemy import Executable, Text, cast, literal_column, select, table, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from storage.postgres import migrate
from storage.postgres.database import async_url
from tests.support.own_stores import APP_PASSWORD
from tests.support.seeded import SeededDatabase

OLDEST = "0011"
"""The last release whose database knew no accounts, set-up or segments."""

Columns = dict[str, tuple[str, ...]]
Rows = dict[str, set[tuple[str | None, ...]]]


def columns(owner_url: str) -> Columns:
    """Of every table, in a fixed order."""

    async def ask() -> Columns:
        found: dict[str, list[str]] = {}
        statement = text(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND table_name <> 'alembic_version' ORDER BY 1, 2"
        )
        for name, column in await query(owner_url, statement):
            found.setdefault(str(name), []).append(str(column))
        return {name: tuple(names) for name, names in found.items()}

    return asyncio.run(ask())


async def query(owner_url: str, statement: Executable) -> list[tuple[str | None, ...]]:
    (rows,) = await queries(owner_url, [statement])
    return rows


async def queries(owner_url: str, statements: Iterable[Executable]) -> list[list[tuple[str | None, ...]]]:
    """Over one connection: each costs more than a statement."""
    engine = create_async_engine(async_url(owner_url), poolclass=NullPool)
    async with engine.connect() as connection:
        found = [[tuple(row) for row in await connection.execute(statement)] for statement in statements]
    await engine.dispose()
    return found


def content(owner_url: str, of: Columns) -> Rows:
    """The rows of these columns, as text."""
    statements = [
        select(*(cast(literal_column(each), Text) for each in names)).select_from(table(name))
        for name, names in of.items()
    ]
    found = asyncio.run(queries(owner_url, statements))
    return {name: set(rows) for name, rows in zip(of, found, strict=True)}


@pytest.fixture
def revisions(seeded: SeededDatabase) -> list[str]:
    """From the newest down to the one after `OLDEST`."""
    head = migrate.head()
    assert head is not None
    return [f"{number:04}" for number in range(int(head), int(OLDEST), -1)]


def test_each_step_down_and_up_loses_no_more_than_it_must(
    seeded: SeededDatabase, revisions: list[str]
) -> None:
    url = seeded.owner_url
    newest = columns(url)
    before = content(url, newest)
    for revision in revisions:
        assert migrate.current(url) == revision
        migrate.downgrade(url, "-1")
        below = columns(url)
        kept = content(url, below)
        migrate.upgrade(url, seeded.role, APP_PASSWORD, revision=revision)
        migrate.downgrade(url, "-1")
        assert content(url, below) == kept, f"{revision} does not give back what it was given"
    oldest = columns(url)
    at_oldest = content(url, oldest)
    untouched = set(oldest) - {"bookings", "staff", "outbox"}
    was = {name: project(before[name], newest[name], oldest[name]) for name in untouched}
    assert {name: at_oldest[name] for name in untouched} == was
    check_bookings(before, newest, at_oldest, oldest)

    migrate.upgrade(url, seeded.role, APP_PASSWORD)
    assert migrate.differences(url) == []
    assert columns(url) == newest
    assert content(url, oldest) == at_oldest
    booked = asyncio.run(
        query(
            url,
            text(
                "SELECT b.id::text FROM bookings b WHERE status <> 'cancelled' AND NOT EXISTS"
                " (SELECT FROM booking_segments s WHERE s.booking_id = b.id AND NOT s.released)"
            ),
        )
    )
    assert booked == [], "what is booked is taken"

    migrate.downgrade(url, "base")
    migrate.upgrade(url, seeded.role, APP_PASSWORD)
    assert migrate.differences(url) == []


def project(
    rows: set[tuple[str | None, ...]], names: tuple[str, ...], wanted: tuple[str, ...]
) -> set[tuple[str | None, ...]]:
    places = [names.index(name) for name in wanted]
    return {tuple(row[place] for place in places) for row in rows}


def check_bookings(before: Rows, newest: Columns, after: Rows, oldest: Columns) -> None:
    """Holds and seats are gone, who did not come is cancelled, and everybody else has their time."""
    wanted = ("id", "status", "starts_at", "ends_at", "customer_id", "session_id")
    had = project(before["bookings"], newest["bookings"], wanted)
    expected = {
        (id_, "cancelled" if status == "no_show" else status, starts_at, ends_at, customer_id)
        for id_, status, starts_at, ends_at, customer_id, session_id in had
        if status != "held" and session_id is None
    }
    assert project(after["bookings"], oldest["bookings"], wanted[:5]) == expected
    staff = project(before["staff"], newest["staff"], ("id", "name"))
    assert staff <= project(after["staff"], oldest["staff"], ("id", "name"))
