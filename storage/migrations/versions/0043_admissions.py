"""Who asks is found in one statement that is a transaction by itself: these functions say first for whom they look.

They run with the rights of who calls them, under the same policies as any other statement.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0043"
down_revision: str | Sequence[str] | None = "0042"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_STANDING = """
    CASE
        WHEN b.erased_after <= now() THEN 'over'
        WHEN b.closed_at IS NOT NULL THEN 'closed'
        WHEN b.suspended_at IS NOT NULL THEN 'suspended'
        ELSE 'open'
    END
"""


def upgrade() -> None:
    op.execute(
        f"""
        CREATE FUNCTION admit_sign_in(of_business uuid, of_sign_in uuid, of_user uuid)
        RETURNS TABLE (is_open boolean, role text, standing text) LANGUAGE plpgsql VOLATILE AS $$
        BEGIN
            PERFORM set_config('app.business_id', of_business::text, true), set_config('app.identity', 'on', true);
            RETURN QUERY SELECT
                EXISTS (SELECT FROM sign_ins s WHERE s.id = of_sign_in AND s.revoked_at IS NULL),
                (SELECT m.role::text FROM memberships m WHERE m.business_id = of_business AND m.user_id = of_user),
                (SELECT {_STANDING} FROM businesses b WHERE b.id = of_business);
        END $$
        """  # noqa: S608 - the standing is text of this module
    )
    op.execute(
        f"""
        CREATE FUNCTION admit_key(of_business uuid, with_prefix text)
        RETURNS TABLE (
            id uuid, business_id uuid, name text, prefix text, digest bytea, scopes text[],
            expires_at timestamptz, last_used_at timestamptz, revoked_at timestamptz, created_at timestamptz,
            standing text
        ) LANGUAGE plpgsql VOLATILE AS $$
        BEGIN
            PERFORM set_config('app.business_id', of_business::text, true),
                set_config('app.key_prefix', with_prefix, true);
            RETURN QUERY SELECT
                k.id, k.business_id, k.name::text, k.prefix::text, k.digest, k.scopes::text[],
                k.expires_at, k.last_used_at, k.revoked_at, k.created_at,
                (SELECT {_STANDING} FROM businesses b WHERE b.id = of_business)
            FROM api_keys k WHERE k.prefix = with_prefix;
        END $$
        """  # noqa: S608 - the standing is text of this module
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION admit_key(uuid, text)")
    op.execute("DROP FUNCTION admit_sign_in(uuid, uuid, uuid)")
