"""Calendars linked both ways: consents, entries, what we wrote, what is disputed, bookings to be confirmed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.row_security import keep_to_business, with_all_rows

revision: str = "0037"
down_revision: str | Sequence[str] | None = "0036"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_KIND = "ck_remote_calendars_kind_known"


def upgrade() -> None:
    op.drop_constraint(op.f(_KIND), "remote_calendars")
    op.create_check_constraint(
        op.f(_KIND), "remote_calendars", "kind IN ('ical', 'google', 'square', 'fresha')"
    )
    op.create_table(
        "calendar_connections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), server_default=sa.text("'connected'"), nullable=False),
        sa.Column("problem", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("access_token", sa.LargeBinary(), nullable=False),
        sa.Column("refresh_token", sa.LargeBinary(), nullable=False),
        sa.Column("access_expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "names",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("connected_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('google', 'square', 'fresha')", name=op.f("ck_calendar_connections_kind_known")
        ),
        sa.CheckConstraint(
            "phase IN ('connected', 'disconnected', 'leaving')",
            name=op.f("ck_calendar_connections_phase_known"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(staff_id, location_id) <= 1", name=op.f("ck_calendar_connections_of_one")
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "location_id"],
            ["locations.business_id", "locations.id"],
            name=op.f("fk_calendar_connections_business_id_location_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "staff_id"],
            ["staff.business_id", "staff.id"],
            name=op.f("fk_calendar_connections_business_id_staff_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["businesses.id"],
            name=op.f("fk_calendar_connections_business_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_connections")),
        sa.UniqueConstraint("business_id", "id", name=op.f("uq_calendar_connections_business_id_id")),
    )
    op.create_index(
        "ix_calendar_connections_page",
        "calendar_connections",
        ["business_id", "created_at", "id"],
        unique=False,
    )
    keep_to_business("calendar_connections")

    op.create_table(
        "linked_calendars",
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("writes", sa.Boolean(), nullable=False),
        sa.Column("blocks", sa.Boolean(), nullable=False),
        sa.Column("sync_token", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["business_id", "calendar_id"],
            ["remote_calendars.business_id", "remote_calendars.id"],
            name=op.f("fk_linked_calendars_business_id_calendar_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "connection_id"],
            ["calendar_connections.business_id", "calendar_connections.id"],
            name=op.f("fk_linked_calendars_business_id_connection_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["businesses.id"],
            name=op.f("fk_linked_calendars_business_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("calendar_id", name=op.f("pk_linked_calendars")),
        sa.UniqueConstraint(
            "business_id", "calendar_id", name=op.f("uq_linked_calendars_business_id_calendar_id")
        ),
        sa.UniqueConstraint(
            "connection_id", "external_id", name=op.f("uq_linked_calendars_connection_id_external_id")
        ),
    )
    keep_to_business("linked_calendars")

    op.create_table(
        "calendar_channels",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("resource", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_number", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id", "calendar_id"],
            ["remote_calendars.business_id", "remote_calendars.id"],
            name=op.f("fk_calendar_channels_business_id_calendar_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["businesses.id"],
            name=op.f("fk_calendar_channels_business_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_channels")),
    )
    op.create_index(
        "ix_calendar_channels_calendar_id", "calendar_channels", ["business_id", "calendar_id"], unique=False
    )
    keep_to_business("calendar_channels")

    op.create_table(
        "remote_entries",
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Text(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reading", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_remote_entries_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["business_id", "calendar_id"],
            ["remote_calendars.business_id", "remote_calendars.id"],
            name=op.f("fk_remote_entries_business_id_calendar_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_remote_entries_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("calendar_id", "external_id", name=op.f("pk_remote_entries")),
    )
    keep_to_business("remote_entries")

    op.create_table(
        "written_entries",
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), server_default=sa.text("'written'"), nullable=False),
        sa.Column("etag", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.LargeBinary(), server_default=sa.text("''::bytea"), nullable=False),
        sa.CheckConstraint(
            "phase IN ('written', 'removing', 'gone')", name=op.f("ck_written_entries_phase_known")
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "booking_id"],
            ["bookings.business_id", "bookings.id"],
            name=op.f("fk_written_entries_business_id_booking_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "calendar_id"],
            ["remote_calendars.business_id", "remote_calendars.id"],
            name=op.f("fk_written_entries_business_id_calendar_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["businesses.id"],
            name=op.f("fk_written_entries_business_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("calendar_id", "booking_id", name=op.f("pk_written_entries")),
    )
    op.create_index(
        "ix_written_entries_booking_id", "written_entries", ["business_id", "booking_id"], unique=False
    )
    op.create_index(
        "ix_written_entries_external_id", "written_entries", ["calendar_id", "external_id"], unique=False
    )
    keep_to_business("written_entries")

    op.create_table(
        "calendar_disputes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("ours_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("theirs_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("theirs_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("etag", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("settled", sa.Text(), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('moved', 'deleted')", name=op.f("ck_calendar_disputes_kind_known")),
        sa.CheckConstraint(
            "settled IN ('ours', 'theirs', 'cancelled', 'overtaken')",
            name=op.f("ck_calendar_disputes_settled_known"),
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "booking_id"],
            ["bookings.business_id", "bookings.id"],
            name=op.f("fk_calendar_disputes_business_id_booking_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "calendar_id"],
            ["remote_calendars.business_id", "remote_calendars.id"],
            name=op.f("fk_calendar_disputes_business_id_calendar_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["businesses.id"],
            name=op.f("fk_calendar_disputes_business_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_disputes")),
        sa.UniqueConstraint("business_id", "id", name=op.f("uq_calendar_disputes_business_id_id")),
    )
    op.create_index(
        "ix_calendar_disputes_page", "calendar_disputes", ["business_id", "created_at", "id"], unique=False
    )
    op.create_index(
        "uq_calendar_disputes_open",
        "calendar_disputes",
        ["calendar_id", "booking_id"],
        unique=True,
        postgresql_where=sa.text("settled IS NULL"),
    )
    keep_to_business("calendar_disputes")

    op.create_table(
        "unconfirmed_bookings",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column(
            "since", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "booking_id"],
            ["bookings.business_id", "bookings.id"],
            name=op.f("fk_unconfirmed_bookings_business_id_booking_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "calendar_id"],
            ["remote_calendars.business_id", "remote_calendars.id"],
            name=op.f("fk_unconfirmed_bookings_business_id_calendar_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["businesses.id"],
            name=op.f("fk_unconfirmed_bookings_business_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("booking_id", "calendar_id", name=op.f("pk_unconfirmed_bookings")),
    )
    keep_to_business("unconfirmed_bookings")


def downgrade() -> None:
    op.drop_table("unconfirmed_bookings")
    op.drop_table("calendar_disputes")
    op.drop_table("written_entries")
    op.drop_table("remote_entries")
    op.drop_table("calendar_channels")
    op.drop_table("linked_calendars")
    op.drop_table("calendar_connections")
    # An owner who is no superuser sees rows of no business; what is linked cannot be read by the release before.
    with_all_rows(("remote_calendars",), "DELETE FROM remote_calendars WHERE kind <> 'ical'")
    op.drop_constraint(op.f(_KIND), "remote_calendars")
    op.create_check_constraint(op.f(_KIND), "remote_calendars", "kind IN ('ical')")
