"""Places, hours, holidays, absences, assets, and who does what: the data a calendar is made of."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.row_security import keep_to_business

revision: str = "0013"
down_revision: str | Sequence[str] | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = (
    "locations",
    "assets",
    "location_hours",
    "offering_options",
    "public_holidays",
    "special_days",
    "staff_hours",
    "staff_offerings",
    "absences",
    "offering_assets",
)


def upgrade() -> None:
    op.create_table(
        "locations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_locations_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locations")),
        sa.UniqueConstraint("business_id", "id", name=op.f("uq_locations_business_id_id")),
    )
    op.create_table(
        "assets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id", "location_id"],
            ["locations.business_id", "locations.id"],
            name=op.f("fk_assets_business_id_location_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_assets_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assets")),
        sa.UniqueConstraint("business_id", "id", name=op.f("uq_assets_business_id_id")),
    )
    op.create_table(
        "location_hours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.CheckConstraint(
            "opens < '24:00' AND (closes <> opens OR opens = '00:00')",
            name=op.f("ck_location_hours_opens_for_a_while"),
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_location_hours_weekday_range")),
        sa.ForeignKeyConstraint(
            ["business_id", "location_id"],
            ["locations.business_id", "locations.id"],
            name=op.f("fk_location_hours_business_id_location_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_location_hours_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location_hours")),
        sa.UniqueConstraint(
            "business_id",
            "location_id",
            "weekday",
            "opens",
            name=op.f("uq_location_hours_business_id_location_id_weekday_opens"),
        ),
    )
    op.create_table(
        "offering_options",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("segments", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("kind IN ('variant', 'add_on')", name=op.f("ck_offering_options_kind_known")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_offering_options_minutes_positive")),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_offering_options_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["business_id", "offering_id"],
            ["offerings.business_id", "offerings.id"],
            name=op.f("fk_offering_options_business_id_offering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["businesses.id"],
            name=op.f("fk_offering_options_business_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering_options")),
        sa.UniqueConstraint(
            "business_id",
            "offering_id",
            "kind",
            "name",
            name=op.f("uq_offering_options_business_id_offering_id_kind_name"),
        ),
    )
    op.create_table(
        "public_holidays",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("opened", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id", "location_id"],
            ["locations.business_id", "locations.id"],
            name=op.f("fk_public_holidays_business_id_location_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["businesses.id"],
            name=op.f("fk_public_holidays_business_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_holidays")),
        sa.UniqueConstraint(
            "business_id",
            "location_id",
            "day",
            name=op.f("uq_public_holidays_business_id_location_id_day"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "special_days",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=True),
        sa.Column("closes", sa.Time(), nullable=True),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint(
            "opens < '24:00' AND (closes <> opens OR opens = '00:00')",
            name=op.f("ck_special_days_opens_for_a_while"),
        ),
        sa.CheckConstraint("(opens IS NULL) = (closes IS NULL)", name=op.f("ck_special_days_both_or_none")),
        sa.ForeignKeyConstraint(
            ["business_id", "location_id"],
            ["locations.business_id", "locations.id"],
            name=op.f("fk_special_days_business_id_location_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "staff_id"],
            ["staff.business_id", "staff.id"],
            name=op.f("fk_special_days_business_id_staff_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_special_days_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_days")),
    )
    op.create_index("ix_special_days_day", "special_days", ["business_id", "day"], unique=False)
    op.create_table(
        "staff_hours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.CheckConstraint(
            "opens < '24:00' AND (closes <> opens OR opens = '00:00')",
            name=op.f("ck_staff_hours_opens_for_a_while"),
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_staff_hours_weekday_range")),
        sa.ForeignKeyConstraint(
            ["business_id", "location_id"],
            ["locations.business_id", "locations.id"],
            name=op.f("fk_staff_hours_business_id_location_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "staff_id"],
            ["staff.business_id", "staff.id"],
            name=op.f("fk_staff_hours_business_id_staff_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_staff_hours_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_hours")),
    )
    op.create_index("ix_staff_hours_staff_id", "staff_hours", ["business_id", "staff_id"], unique=False)
    op.create_table(
        "staff_offerings",
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("price_cents", sa.Integer(), nullable=True),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_staff_offerings_minutes_positive")),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_staff_offerings_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["business_id", "offering_id"],
            ["offerings.business_id", "offerings.id"],
            name=op.f("fk_staff_offerings_business_id_offering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "staff_id"],
            ["staff.business_id", "staff.id"],
            name=op.f("fk_staff_offerings_business_id_staff_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["businesses.id"],
            name=op.f("fk_staff_offerings_business_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("offering_id", "staff_id", name=op.f("pk_staff_offerings")),
    )
    op.create_table(
        "absences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("asset_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_absences_ends_after_start")),
        sa.CheckConstraint("num_nonnulls(staff_id, asset_id) = 1", name=op.f("ck_absences_of_one")),
        sa.ForeignKeyConstraint(
            ["business_id", "asset_id"],
            ["assets.business_id", "assets.id"],
            name=op.f("fk_absences_business_id_asset_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "staff_id"],
            ["staff.business_id", "staff.id"],
            name=op.f("fk_absences_business_id_staff_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_absences_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index("ix_absences_ends_at", "absences", ["business_id", "ends_at"], unique=False)
    op.create_table(
        "offering_assets",
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("need", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id", "asset_id"],
            ["assets.business_id", "assets.id"],
            name=op.f("fk_offering_assets_business_id_asset_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "offering_id"],
            ["offerings.business_id", "offerings.id"],
            name=op.f("fk_offering_assets_business_id_offering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["businesses.id"],
            name=op.f("fk_offering_assets_business_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("offering_id", "need", "asset_id", name=op.f("pk_offering_assets")),
    )
    op.add_column(
        "businesses", sa.Column("balance", sa.Text(), server_default=sa.text("'listed'"), nullable=False)
    )
    op.add_column("businesses", sa.Column("region", sa.Text(), nullable=True))
    op.add_column("offerings", sa.Column("segments", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.add_column(
        "offerings", sa.Column("before_min", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column(
        "offerings",
        sa.Column(
            "channels", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{phone,web}'"), nullable=False
        ),
    )
    op.add_column("offerings", sa.Column("notice_min", sa.Integer(), nullable=True))
    op.add_column("offerings", sa.Column("horizon_days", sa.Integer(), nullable=True))
    op.add_column("offerings", sa.Column("per_day", sa.Integer(), nullable=True))
    op.add_column("offerings", sa.Column("grid_min", sa.Integer(), nullable=True))
    op.add_column("offerings", sa.Column("seats", sa.Integer(), nullable=True))
    op.add_column("staff", sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False))
    for table in TABLES:
        keep_to_business(table)
    op.create_check_constraint(
        op.f("ck_businesses_balance_known"), "businesses", "balance IN ('listed', 'load')"
    )
    op.create_check_constraint(op.f("ck_offerings_before_not_negative"), "offerings", "before_min >= 0")
    op.create_check_constraint(op.f("ck_offerings_seats_positive"), "offerings", "seats > 0")
    op.create_check_constraint(op.f("ck_offerings_per_day_positive"), "offerings", "per_day > 0")
    op.create_check_constraint(
        op.f("ck_offerings_grid_divides_a_day"), "offerings", "grid_min > 0 AND 1440 % grid_min = 0"
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    for column in (
        "segments",
        "before_min",
        "channels",
        "notice_min",
        "horizon_days",
        "per_day",
        "grid_min",
        "seats",
    ):
        op.drop_column("offerings", column)
    for column in ("balance", "region"):
        op.drop_column("businesses", column)
    op.drop_column("staff", "position")
