"""Bringing a database to the newest schema, and its application role into being.

The functions block and run an event loop of their own: from async code call them in a thread
(`asyncio.to_thread(upgrade, ...)`).
"""

import asyncio
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from domain.errors import ConfigError
from storage.postgres.database import async_url
from storage.postgres.errors import connection_errors, statement_errors
from storage.postgres.schema import Base

_T = TypeVar("_T")

_SCRIPTS = Path(__file__).parents[1] / "migrations"
# Held while a database is changed, so that nodes starting together take turns.
_LOCK = 7_316_402_118


def upgrade(owner_url: str, app_role: str, app_password: str, *, revision: str = "head") -> None:
    """Brings the schema to `revision` and makes sure the application's role may use it, in one transaction.

    Harmless when there is nothing to do. The role is made when missing (then `owner_url` must be allowed to make
    roles); an existing one gets this password.

    Args:
        owner_url: `postgresql://...` of the role that owns the tables.
        app_role: must not be the owner, a superuser or allowed to bypass row-level security.

    Raises:
        ConfigError: `app_role` would not be bound by row-level security.
        StorageError: the server cannot be reached or refused.
    """

    def work(connection: Connection) -> None:
        command.upgrade(_config(connection), revision)
        _prepare_role(connection, app_role, app_password)

    _run(owner_url, work)


def downgrade(owner_url: str, revision: str) -> None:
    """Takes the schema back to `revision` (`base`: nothing left). Data in dropped tables is lost."""
    _run(owner_url, lambda connection: command.downgrade(_config(connection), revision))


def current(owner_url: str) -> str | None:
    """The revision the database is at; None when it was never migrated."""
    return _run(owner_url, lambda connection: MigrationContext.configure(connection).get_current_revision())


def analyze(owner_url: str) -> None:
    """Gathers the planner's statistics, which many new rows leave wrong until the server gets to it by itself."""
    _run(owner_url, lambda connection: connection.execute(text("ANALYZE")))


def head() -> str | None:
    """The newest revision there is."""
    return ScriptDirectory.from_config(_config(None)).get_current_head()


def differences(owner_url: str) -> list[Any]:
    """What alembic would change to turn the database into `storage.postgres.tables`; empty when they agree."""

    def compare(connection: Connection) -> list[Any]:
        options = {"compare_type": True, "compare_server_default": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)

    return _run(owner_url, compare)


def write_revision(owner_url: str, message: str, *, directory: Path | None = None) -> list[Path]:
    """Writes a new migration from the differences. Row-level security of a new table has to be added by hand.

    Args:
        directory: where to; among the other migrations when None.
    """

    def write(connection: Connection) -> list[Path]:
        config = _config(connection)
        if directory is not None:
            config.set_main_option("path_separator", "newline")
            config.set_main_option(
                "version_locations", f"{_escaped(_SCRIPTS / 'versions')}\n{_escaped(directory)}"
            )
        made = command.revision(
            config, message=message, autogenerate=True, version_path=str(directory) if directory else None
        )
        scripts = made if isinstance(made, list) else [made]
        return [Path(script.path) for script in scripts if script is not None]

    return _run(owner_url, write)


def _config(connection: Connection | None) -> Config:
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", _escaped(_SCRIPTS))
    config.attributes["connection"] = connection
    return config


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")


def _run(owner_url: str, work: Callable[[Connection], _T]) -> _T:
    async def locked() -> _T:
        engine = create_async_engine(async_url(owner_url), poolclass=NullPool, connect_args={"timeout": 10})
        try:
            with connection_errors():
                connection = await engine.connect()
            async with aclosing(connection):
                with statement_errors():
                    async with connection.begin():
                        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                        return await connection.run_sync(work)
        finally:
            await engine.dispose()

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="migrate") as thread:
        return thread.submit(lambda: asyncio.run(locked())).result()


def _prepare_role(connection: Connection, role: str, password: str) -> None:
    known = connection.execute(
        text("SELECT rolsuper OR rolbypassrls, rolname = current_user FROM pg_roles WHERE rolname = :role"),
        {"role": role},
    ).one_or_none()
    if known is not None and any(known):
        raise ConfigError(
            f"the database role {role!r} is the owner, a superuser or may bypass row-level security: "
            "the application needs a role of its own"
        )
    verb = "CREATE" if known is None else "ALTER"
    _execute_formatted(connection, f"{verb} ROLE %I LOGIN PASSWORD %L", role, password)
    _execute_formatted(connection, "GRANT USAGE ON SCHEMA public TO %I", role)
    _execute_formatted(connection, "GRANT SELECT ON alembic_version TO %I", role)
    present = set(inspect(connection).get_table_names())  # an older revision has fewer
    for name in sorted(present & set(Base.metadata.tables)):
        _execute_formatted(connection, "GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO %I", name, role)


def _execute_formatted(connection: Connection, template: str, *values: str) -> None:
    """Runs a statement that takes no parameters, its values quoted by the server."""
    names = [f"v{index}" for index in range(len(values))]
    formatted = connection.execute(
        text(f"SELECT format(:template, {', '.join(f'CAST(:{name} AS text)' for name in names)})"),
        {"template": template, **dict(zip(names, values, strict=True))},
    ).scalar_one()
    connection.exec_driver_sql(formatted)
