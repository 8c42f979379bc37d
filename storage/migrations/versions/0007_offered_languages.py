"""A business answers in a language that is offered."""

from collections.abc import Sequence

from alembic import op

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OFFER = (
    "Choose English (en), German (de), French (fr), Spanish (es) or Italian (it), alone or with a region"
    " such as en-AU."
)


def upgrade() -> None:
    # A check constraint could not say the sentence. Rows from before stay, and are served in English.
    op.execute(
        f"""
        CREATE FUNCTION refuse_language_not_offered() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.language !~ '^(en|de|fr|es|it)(-[A-Z]{{2}})?$' THEN
                RAISE EXCEPTION 'The language % is not offered. {OFFER}', quote_literal(left(NEW.language, 20))
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_businesses_language_offered',
                      TABLE = 'businesses', COLUMN = 'language';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER language_offered BEFORE INSERT OR UPDATE OF language ON businesses"
        " FOR EACH ROW EXECUTE FUNCTION refuse_language_not_offered()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER language_offered ON businesses")
    op.execute("DROP FUNCTION refuse_language_not_offered()")
