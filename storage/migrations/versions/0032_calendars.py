"""Calendars kept elsewhere: feeds of bookings, calendars read from outside, busy times, conflicts let stand."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.row_security import keep_to_business

revision: str = "0032"
down_revision: str | Sequence[str] | None = "0031"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_WORKER = "current_setting('app.worker', true) = 'on'"


def _instant(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _created_at() -> sa.Column[Any]:
    return sa.Column(
        "created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _text(name: str, default: str | None = None) -> sa.Column[Any]:
    return sa.Column(
        name,
        sa.Text(),
        server_default=None if default is None else sa.text(f"'{default}'"),
        nullable=False,
    )


def _business(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["business_id"], ["businesses.id"], name=op.f(f"fk_{table}_business_id"), ondelete="CASCADE"
    )


def _within(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["business_id", column],
        [f"{target}.business_id", f"{target}.id"],
        name=op.f(f"fk_{table}_business_id_{column}"),
        ondelete="CASCADE",
    )


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        _text("shows", "busy"),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        _created_at(),
        sa.CheckConstraint("shows IN ('details', 'busy')", name=op.f("ck_calendar_feeds_shows_known")),
        _within("calendar_feeds", "staff_id", "staff"),
        _business("calendar_feeds"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
    )
    op.create_index("ix_calendar_feeds_page", "calendar_feeds", ["business_id", "created_at", "id"])
    keep_to_business("calendar_feeds")

    op.create_table(
        "remote_calendars",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        _text("kind", "ical"),
        _text("name"),
        sa.Column("url", sa.LargeBinary(), nullable=False),
        _text("host"),
        _text("phase", "waiting"),
        _text("problem", ""),
        sa.Column("notes", postgresql.ARRAY(sa.TEXT()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("failures", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        _instant("failing_since", nullable=True),
        _instant("emptied_since", nullable=True),
        _instant("read_at", nullable=True),
        _instant("expanded_at", nullable=True),
        _text("etag", ""),
        _text("modified", ""),
        sa.Column("body_digest", sa.LargeBinary(), nullable=True),
        _instant("next_poll_at"),
        _created_at(),
        sa.CheckConstraint(
            "num_nonnulls(staff_id, location_id) <= 1", name=op.f("ck_remote_calendars_of_one")
        ),
        sa.CheckConstraint("kind IN ('ical')", name=op.f("ck_remote_calendars_kind_known")),
        sa.CheckConstraint(
            "phase IN ('waiting', 'fresh', 'stale', 'failing')", name=op.f("ck_remote_calendars_phase_known")
        ),
        _within("remote_calendars", "staff_id", "staff"),
        _within("remote_calendars", "location_id", "locations"),
        _business("remote_calendars"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remote_calendars")),
        sa.UniqueConstraint("business_id", "id", name=op.f("uq_remote_calendars_business_id_id")),
    )
    op.create_index("ix_remote_calendars_page", "remote_calendars", ["business_id", "created_at", "id"])
    op.create_index("ix_remote_calendars_next_poll_at", "remote_calendars", ["next_poll_at"])
    keep_to_business("remote_calendars")
    op.execute(f"CREATE POLICY worker_reads ON remote_calendars FOR SELECT USING ({_WORKER})")

    op.create_table(
        "remote_busy",
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        _instant("starts_at"),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        _instant("ends_at"),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_remote_busy_ends_after_start")),
        _within("remote_busy", "calendar_id", "remote_calendars"),
        _business("remote_busy"),
        sa.PrimaryKeyConstraint("calendar_id", "starts_at", name=op.f("pk_remote_busy")),
    )
    op.create_index("ix_remote_busy_ends_at", "remote_busy", ["business_id", "ends_at"])
    keep_to_business("remote_busy")

    op.create_table(
        "kept_conflicts",
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        _instant("visit_starts_at"),
        _instant("busy_from"),
        _instant("busy_until"),
        _text("kept_by"),
        _created_at(),
        _within("kept_conflicts", "calendar_id", "remote_calendars"),
        _business("kept_conflicts"),
        sa.PrimaryKeyConstraint("calendar_id", "visit_id", name=op.f("pk_kept_conflicts")),
    )
    keep_to_business("kept_conflicts")


def downgrade() -> None:
    op.drop_table("kept_conflicts")
    op.drop_table("remote_busy")
    op.drop_table("remote_calendars")
    op.drop_table("calendar_feeds")
