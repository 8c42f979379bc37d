"""Whether row-level security binds the role this process connects as: without it every business reads every other's."""

from sqlalchemy import bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import ConfigError
from storage.postgres.schema import Base

_OPEN_TABLES = text(
    "SELECT current_user, "
    "(SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user) AS unbound, "
    "(SELECT coalesce(array_agg(relname::text ORDER BY relname), '{}') FROM pg_class "
    "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname IN :tables "
    "AND NOT row_security_active(oid)) AS open_tables"
).bindparams(bindparam("tables", expanding=True))
"""`row_security_active` answers for the role that asks: https://www.postgresql.org/docs/18/functions-info.html"""


async def require_bound_role(session: AsyncSession) -> None:
    """Tables that are not there yet are no reason to refuse.

    Raises:
        ConfigError: the role is a superuser or may bypass row-level security, or some table has none in force for it.
    """
    names = sorted(Base.metadata.tables)
    role, unbound, open_tables = (await session.execute(_OPEN_TABLES, {"tables": names})).one()
    if unbound:
        raise ConfigError(
            f"DATABASE_URL connects as {role!r}, which is a superuser or may bypass row-level security: every business "
            "could read every other's rows. Make a role of its own for the application, without SUPERUSER and "
            "BYPASSRLS (`receptionist migrate` does so), and name it in DATABASE_URL"
        )
    if open_tables:
        raise ConfigError(
            f"row-level security does not hold for {role!r} on: {', '.join(open_tables)}. Run `receptionist migrate`; "
            "if that changes nothing, ALTER TABLE ... ENABLE and FORCE ROW LEVEL SECURITY"
        )
