"""A business has a time zone that exists and a greeting that says something."""

from collections.abc import Sequence

from alembic import op

revision: str = "0010"
down_revision: str | Sequence[str] | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ZONE_HINT = "Choose one by its IANA name, such as Australia/Sydney."
NO_GREETING = "A business needs a greeting: it is the first thing callers hear."


def upgrade() -> None:
    # A check constraint could not say the sentence. Rows from before stay, and are served in their country's zone.
    op.execute(
        f"""
        CREATE FUNCTION refuse_unusable_business() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_timezone_names WHERE name = NEW.timezone) THEN
                RAISE EXCEPTION 'There is no time zone %. {ZONE_HINT}', quote_literal(left(NEW.timezone, 40))
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_businesses_timezone_known',
                      TABLE = 'businesses', COLUMN = 'timezone';
            END IF;
            IF NEW.greeting !~ '[^[:space:]]' THEN
                RAISE EXCEPTION '{NO_GREETING}'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_businesses_greeting_spoken',
                      TABLE = 'businesses', COLUMN = 'greeting';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER usable_business BEFORE INSERT OR UPDATE OF timezone, greeting ON businesses"
        " FOR EACH ROW EXECUTE FUNCTION refuse_unusable_business()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER usable_business ON businesses")
    op.execute("DROP FUNCTION refuse_unusable_business()")
