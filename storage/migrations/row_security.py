"""Row-level security as the migrations set it.

A transaction says who it acts for by a transaction-local setting (`storage.postgres.database`). A setting that was
used before on the same connection reads as an empty string afterwards, not as NULL: both mean "nobody".
Source: https://www.postgresql.org/docs/18/ddl-rowsecurity.html
"""

from collections.abc import Sequence

from alembic import op


def keep_to_business(table: str, column: str = "business_id") -> None:
    """Lets a transaction see and write only the rows whose `column` is its `app.business_id`, the owner included."""
    own = f"{column} = NULLIF(current_setting('app.business_id', true), '')::uuid"
    force(table)
    op.execute(f"CREATE POLICY tenant ON {table} USING ({own}) WITH CHECK ({own})")


def force(table: str) -> None:
    """Hides every row that no policy shows."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def with_all_rows(tables: Sequence[str], *statements: str) -> None:
    """Runs statements that see all businesses' rows of these tables: an owner who is no superuser sees none else."""
    for table in tables:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    for statement in statements:
        op.execute(statement)
    for table in tables:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
