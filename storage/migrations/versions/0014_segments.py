"""What bookings take of people and assets as rows, holds, sessions with seats, histories and the waiting list."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.row_security import keep_to_business, with_all_rows

revision: str = "0014"
down_revision: str | Sequence[str] | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("group_sessions", "booking_events", "booking_items", "booking_segments", "seats", "waiting_list")


def upgrade() -> None:
    op.create_table(
        "group_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), server_default=sa.text("'planned'"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("status IN ('planned', 'cancelled')", name=op.f("ck_group_sessions_status_known")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_group_sessions_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["business_id", "location_id"],
            ["locations.business_id", "locations.id"],
            name=op.f("fk_group_sessions_business_id_location_id"),
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "offering_id"],
            ["offerings.business_id", "offerings.id"],
            name=op.f("fk_group_sessions_business_id_offering_id"),
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_group_sessions_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_sessions")),
        sa.UniqueConstraint("business_id", "id", name=op.f("uq_group_sessions_business_id_id")),
    )
    op.create_index(
        "ix_group_sessions_starts_at", "group_sessions", ["business_id", "starts_at"], unique=False
    )
    op.create_table(
        "booking_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column(
            "details",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "booking_id"],
            ["bookings.business_id", "bookings.id"],
            name=op.f("fk_booking_events_business_id_booking_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_booking_events_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_events")),
    )
    op.create_index(
        "ix_booking_events_booking_id", "booking_events", ["business_id", "booking_id", "at"], unique=False
    )
    op.create_table(
        "booking_items",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=True),
        sa.Column("add_on_ids", postgresql.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("wanted_staff_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id", "booking_id"],
            ["bookings.business_id", "bookings.id"],
            name=op.f("fk_booking_items_business_id_booking_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "offering_id"],
            ["offerings.business_id", "offerings.id"],
            name=op.f("fk_booking_items_business_id_offering_id"),
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "staff_id"],
            ["staff.business_id", "staff.id"],
            name=op.f("fk_booking_items_business_id_staff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_booking_items_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("booking_id", "position", name=op.f("pk_booking_items")),
    )
    op.create_index(
        "ix_booking_items_offering_id", "booking_items", ["business_id", "offering_id"], unique=False
    )
    op.create_table(
        "booking_segments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("asset_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hold_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("uuidrange(COALESCE(staff_id, asset_id), COALESCE(staff_id, asset_id), '[]')"), "&&"),
            (sa.text("tstzrange(starts_at, ends_at, '[)')"), "&&"),
            where=sa.text("NOT released"),
            using="gist",
            name="ex_booking_segments_no_overlap",
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_booking_segments_ends_after_start")),
        sa.CheckConstraint(
            "num_nonnulls(booking_id, session_id) = 1", name=op.f("ck_booking_segments_of_one")
        ),
        sa.CheckConstraint(
            "num_nonnulls(staff_id, asset_id) = 1", name=op.f("ck_booking_segments_takes_one")
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "asset_id"],
            ["assets.business_id", "assets.id"],
            name=op.f("fk_booking_segments_business_id_asset_id"),
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "booking_id"],
            ["bookings.business_id", "bookings.id"],
            name=op.f("fk_booking_segments_business_id_booking_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "session_id"],
            ["group_sessions.business_id", "group_sessions.id"],
            name=op.f("fk_booking_segments_business_id_session_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "staff_id"],
            ["staff.business_id", "staff.id"],
            name=op.f("fk_booking_segments_business_id_staff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["businesses.id"],
            name=op.f("fk_booking_segments_business_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_segments")),
    )
    op.create_index(
        "ix_booking_segments_booking_id", "booking_segments", ["business_id", "booking_id"], unique=False
    )
    op.create_index(
        "ix_booking_segments_ends_at",
        "booking_segments",
        ["business_id", "ends_at", "starts_at"],
        unique=False,
        postgresql_where=sa.text("NOT released"),
    )
    op.create_index(
        "ix_booking_segments_session_id", "booking_segments", ["business_id", "session_id"], unique=False
    )
    op.create_table(
        "seats",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("hold_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["business_id", "booking_id"],
            ["bookings.business_id", "bookings.id"],
            name=op.f("fk_seats_business_id_booking_id"),
            ondelete="SET NULL (booking_id)",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "session_id"],
            ["group_sessions.business_id", "group_sessions.id"],
            name=op.f("fk_seats_business_id_session_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_seats_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", "n", name=op.f("pk_seats")),
    )
    op.create_index("ix_seats_booking_id", "seats", ["business_id", "booking_id"], unique=False)
    op.create_table(
        "waiting_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("earliest", sa.DateTime(timezone=True), nullable=False),
        sa.Column("latest", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("offered_booking_id", sa.Uuid(), nullable=True),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("intent_key", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "status IN ('waiting', 'offered', 'taken', 'withdrawn', 'lapsed')",
            name=op.f("ck_waiting_list_status_known"),
        ),
        sa.CheckConstraint("latest > earliest", name=op.f("ck_waiting_list_latest_after_earliest")),
        sa.ForeignKeyConstraint(
            ["business_id", "call_id"],
            ["calls.business_id", "calls.id"],
            name=op.f("fk_waiting_list_business_id_call_id"),
            ondelete="SET NULL (call_id)",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "customer_id"],
            ["customers.business_id", "customers.id"],
            name=op.f("fk_waiting_list_business_id_customer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "offered_booking_id"],
            ["bookings.business_id", "bookings.id"],
            name=op.f("fk_waiting_list_business_id_offered_booking_id"),
            ondelete="SET NULL (offered_booking_id)",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "offering_id"],
            ["offerings.business_id", "offerings.id"],
            name=op.f("fk_waiting_list_business_id_offering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "staff_id"],
            ["staff.business_id", "staff.id"],
            name=op.f("fk_waiting_list_business_id_staff_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_waiting_list_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_list")),
        sa.UniqueConstraint("business_id", "intent_key", name=op.f("uq_waiting_list_business_id_intent_key")),
    )
    op.create_index(
        "ix_waiting_list_offered",
        "waiting_list",
        ["offered_until"],
        unique=False,
        postgresql_where=sa.text("status = 'offered'"),
    )
    op.create_index(
        "ix_waiting_list_waiting",
        "waiting_list",
        ["business_id", "created_at"],
        unique=False,
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.add_column("bookings", sa.Column("location_id", sa.Uuid(), nullable=True))
    op.add_column(
        "bookings", sa.Column("segmented", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("bookings", sa.Column("hold_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "bookings", sa.Column("source", sa.Text(), server_default=sa.text("'phone'"), nullable=False)
    )
    op.add_column("bookings", sa.Column("notes", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("bookings", sa.Column("series_id", sa.Uuid(), nullable=True))
    op.add_column("bookings", sa.Column("session_id", sa.Uuid(), nullable=True))
    op.alter_column("bookings", "staff_id", existing_type=sa.UUID(), nullable=True)
    op.alter_column("bookings", "customer_id", existing_type=sa.UUID(), nullable=True)
    op.create_index(
        "ix_bookings_hold_until",
        "bookings",
        ["hold_until"],
        unique=False,
        postgresql_where=sa.text("status = 'held'"),
    )
    op.create_index("ix_bookings_starts_at", "bookings", ["business_id", "starts_at"], unique=False)
    op.create_foreign_key(
        op.f("fk_bookings_business_id_location_id"),
        "bookings",
        "locations",
        ["business_id", "location_id"],
        ["business_id", "id"],
    )
    op.create_foreign_key(
        op.f("fk_bookings_business_id_session_id"),
        "bookings",
        "group_sessions",
        ["business_id", "session_id"],
        ["business_id", "id"],
    )
    for table in TABLES:
        keep_to_business(table)
    op.execute("ALTER TABLE bookings DROP CONSTRAINT ex_bookings_no_overlap")
    op.drop_constraint(op.f("ck_bookings_status_known"), "bookings", type_="check")
    op.create_check_constraint(
        op.f("ck_bookings_status_known"),
        "bookings",
        "status IN ('held', 'confirmed', 'cancelled', 'no_show')",
    )
    op.create_check_constraint(
        op.f("ck_bookings_held_until"), "bookings", "(status = 'held') = (hold_until IS NOT NULL)"
    )
    op.create_check_constraint(
        op.f("ck_bookings_has_customer"), "bookings", "status = 'held' OR customer_id IS NOT NULL"
    )
    for table, what in (
        ("bookings", "status = 'held' AND hold_until <= now()"),
        ("waiting_list", "status = 'offered' AND offered_until <= now()"),
    ):
        op.execute(
            f"CREATE POLICY worker ON {table} FOR SELECT"
            f" USING ({what} AND current_setting('app.worker', true) = 'on')"
        )
    with_all_rows(("bookings", "booking_segments"), _FILL)
    op.execute(_KEEP_SEGMENT)
    op.execute(
        "CREATE TRIGGER keep_segment AFTER INSERT OR UPDATE OF status, during, staff_id, segmented ON bookings"
        " FOR EACH ROW EXECUTE FUNCTION keep_booking_segment()"
    )


_FILL = """
    INSERT INTO booking_segments (id, business_id, booking_id, staff_id, starts_at, ends_at)
    SELECT id, business_id, id, staff_id, lower(during), upper(during) FROM bookings WHERE status <> 'cancelled'
"""

# A release that knows no segments writes and cancels bookings too: what it takes is judged with all the rest.
_KEEP_SEGMENT = """
CREATE FUNCTION keep_booking_segment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.segmented THEN
        IF TG_OP = 'UPDATE' AND NEW.status = 'cancelled' THEN
            UPDATE booking_segments SET released = true, hold_until = NULL
            WHERE business_id = NEW.business_id AND booking_id = NEW.id AND NOT released;
        END IF;
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM booking_segments WHERE business_id = NEW.business_id AND booking_id = NEW.id;
    END IF;
    IF NEW.status = 'cancelled' OR NEW.staff_id IS NULL THEN
        RETURN NULL;
    END IF;
    FOR attempt IN 1..2 LOOP
        -- DO NOTHING: two plain inserts can wait for each other until the server breaks the deadlock.
        INSERT INTO booking_segments (id, business_id, booking_id, staff_id, starts_at, ends_at)
        VALUES (NEW.id, NEW.business_id, NEW.id, NEW.staff_id, lower(NEW.during), upper(NEW.during))
        ON CONFLICT DO NOTHING;
        IF FOUND THEN
            RETURN NULL;
        END IF;
        DELETE FROM bookings WHERE business_id = NEW.business_id AND id IN (
            SELECT b.id FROM bookings b JOIN booking_segments s ON s.business_id = b.business_id AND s.booking_id = b.id
            WHERE s.business_id = NEW.business_id AND s.staff_id = NEW.staff_id AND NOT s.released
                AND s.starts_at < upper(NEW.during) AND s.ends_at > lower(NEW.during)
                AND b.status = 'held' AND b.hold_until <= clock_timestamp()
            ORDER BY b.id FOR UPDATE OF b);
        EXIT WHEN NOT FOUND;
    END LOOP;
    RAISE EXCEPTION 'that time overlaps another booking' USING ERRCODE = 'exclusion_violation',
        CONSTRAINT = 'ex_booking_segments_no_overlap', TABLE = 'booking_segments';
END $$
"""


# Somebody inactive for each visit that overlaps an earlier one of the same person, and for as many as they can have.
_PART_OVERLAPPING = """
DO $$
DECLARE visit record; stand_in uuid;
BEGIN
    FOR visit IN
        SELECT later.id, later.business_id, later.staff_id, later.during FROM bookings later
        WHERE later.status <> 'cancelled' AND EXISTS (
            SELECT FROM bookings one WHERE one.business_id = later.business_id AND one.staff_id = later.staff_id
                AND one.status <> 'cancelled' AND one.during && later.during
                AND (lower(one.during), one.id) < (lower(later.during), later.id))
        ORDER BY later.business_id, lower(later.during), later.id
    LOOP
        SELECT other.id INTO stand_in FROM staff kept JOIN staff other ON other.business_id = kept.business_id
            AND NOT other.active AND other.name = kept.name || ' (stand-in)'
        WHERE kept.id = visit.staff_id AND NOT EXISTS (
            SELECT FROM bookings b WHERE b.business_id = visit.business_id AND b.staff_id = other.id
                AND b.status <> 'cancelled' AND b.during && visit.during)
        ORDER BY other.id LIMIT 1;
        IF stand_in IS NULL THEN
            INSERT INTO staff (id, business_id, name, active)
            SELECT gen_random_uuid(), business_id, name || ' (stand-in)', false FROM staff WHERE id = visit.staff_id
            RETURNING id INTO stand_in;
        END IF;
        UPDATE bookings SET staff_id = stand_in WHERE id = visit.id;
    END LOOP;
END $$
"""


def downgrade() -> None:
    op.execute("DROP TRIGGER keep_segment ON bookings")
    op.execute("DROP FUNCTION keep_booking_segment()")
    for table in ("bookings", "waiting_list"):
        op.execute(f"DROP POLICY worker ON {table}")
    op.drop_constraint(op.f("ck_bookings_has_customer"), "bookings", type_="check")
    op.drop_constraint(op.f("ck_bookings_held_until"), "bookings", type_="check")
    op.drop_constraint(op.f("ck_bookings_status_known"), "bookings", type_="check")
    # What the release before cannot say: holds, visits without staff, and seats of a session go; those of several
    # people are their first one's; who did not come is cancelled; of visits that overlap, one within the processing
    # time of the other, the later is of somebody who stands in.
    with_all_rows(
        ("bookings", "booking_segments", "seats", "staff"),
        "DELETE FROM bookings WHERE status = 'held' OR staff_id IS NULL OR session_id IS NOT NULL",
        "UPDATE bookings SET status = 'cancelled' WHERE status = 'no_show'",
        _PART_OVERLAPPING,
    )
    op.create_check_constraint(
        op.f("ck_bookings_status_known"), "bookings", "status IN ('confirmed', 'cancelled')"
    )
    op.drop_constraint(op.f("fk_bookings_business_id_session_id"), "bookings", type_="foreignkey")
    op.drop_constraint(op.f("fk_bookings_business_id_location_id"), "bookings", type_="foreignkey")
    op.drop_index("ix_bookings_starts_at", table_name="bookings")
    op.drop_index("ix_bookings_hold_until", table_name="bookings")
    for column in ("location_id", "segmented", "hold_until", "source", "notes", "series_id", "session_id"):
        op.drop_column("bookings", column)
    op.alter_column("bookings", "customer_id", nullable=False)
    op.alter_column("bookings", "staff_id", nullable=False)
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute(
        "ALTER TABLE bookings ADD CONSTRAINT ex_bookings_no_overlap EXCLUDE USING gist"
        " (uuidrange(staff_id, staff_id, '[]') WITH &&, during WITH &&) WHERE (status <> 'cancelled')"
    )
