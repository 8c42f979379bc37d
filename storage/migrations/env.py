"""Alembic's environment; `storage.postgres.migrate` hands it an open connection."""

from alembic import context

from storage.postgres.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
    compare_server_default=True,
    transaction_per_migration=False,
)

with context.begin_transaction():
    context.run_migrations()
