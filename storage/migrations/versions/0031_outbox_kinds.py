"""The outbox says of which kinds it holds something new: only who does work of such a kind looks.

Listeners of the release before hear on `outbox` as they did.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0031"
down_revision: str | Sequence[str] | None = "0030"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_BODY = "PERFORM pg_notify('outbox', '');"
_BODY_WITH_KINDS = (
    "PERFORM pg_notify('outbox', ''); "
    "PERFORM pg_notify('outbox_kinds', kind) FROM (SELECT DISTINCT kind FROM added) AS kinds;"
)


def upgrade() -> None:
    _replace(_BODY_WITH_KINDS, "REFERENCING NEW TABLE AS added ")


def downgrade() -> None:
    _replace(_BODY, "")


def _replace(body: str, referencing: str) -> None:
    op.execute("DROP TRIGGER outbox_notify ON outbox")
    op.execute(
        "CREATE OR REPLACE FUNCTION outbox_notify() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER outbox_notify AFTER INSERT ON outbox {referencing}"
        "FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify()"
    )
