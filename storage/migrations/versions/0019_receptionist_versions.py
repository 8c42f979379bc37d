"""Versions of a business's receptionist, the first of each made of its row, and the version a call was served by."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.row_security import keep_to_business, with_all_rows

revision: str = "0019"
down_revision: str | Sequence[str] | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# What the columns of a business say, in the words of a version (domain/receptionist/content.py).
_CONTENT = """
CREATE FUNCTION receptionist_of_row(b businesses) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'greeting', b.greeting,
        'voice_id', b.voice_id,
        'language', b.language,
        'overflow', b.overflow,
        'transfers', jsonb_build_object('number', b.transfer_number),
        'knowledge', COALESCE((
            SELECT jsonb_agg(jsonb_build_object(
                'id', 'a' || place, 'question', entry ->> 'question', 'text', entry ->> 'answer') ORDER BY place)
            FROM jsonb_array_elements(b.answers) WITH ORDINALITY AS listed (entry, place)), '[]'::jsonb))
$$
"""

# A version's questions and answers as `businesses.answers` has them.
_ANSWERS = """
CREATE FUNCTION answers_of_receptionist(content jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT COALESCE(
        jsonb_agg(
            jsonb_build_object('question', entry ->> 'question', 'answer', entry ->> 'text') ORDER BY place),
        '[]'::jsonb)
    FROM jsonb_array_elements(content -> 'knowledge') WITH ORDINALITY AS listed (entry, place)
    WHERE entry ->> 'question' <> ''
$$
"""

# Whoever founds a business, or writes these columns as releases without versions do, makes a version by it. One that
# is published writes its row first and then the columns: they say the same then, and nothing is added.
_FOLLOW = """
CREATE FUNCTION follow_receptionist_columns() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    latest receptionist_versions;
    told jsonb := receptionist_of_row(NEW);
BEGIN
    SELECT * INTO latest FROM receptionist_versions WHERE business_id = NEW.id ORDER BY number DESC LIMIT 1;
    IF FOUND THEN
        IF latest.content ->> 'greeting' = NEW.greeting
            AND latest.content ->> 'voice_id' = NEW.voice_id
            AND latest.content ->> 'language' = NEW.language
            AND COALESCE(latest.content ->> 'overflow', 'voicemail') = NEW.overflow
            AND latest.content #>> '{transfers,number}' IS NOT DISTINCT FROM NEW.transfer_number
            AND answers_of_receptionist(latest.content) = NEW.answers
        THEN
            RETURN NULL;
        END IF;
        -- Texts stay: these columns have none.
        told := latest.content || told
            || jsonb_build_object(
                'transfers', COALESCE(latest.content -> 'transfers', '{}'::jsonb) || (told -> 'transfers'),
                'knowledge', (told -> 'knowledge') || COALESCE((
                    SELECT jsonb_agg(entry ORDER BY place)
                    FROM jsonb_array_elements(latest.content -> 'knowledge') WITH ORDINALITY AS listed (entry, place)
                    WHERE COALESCE(entry ->> 'question', '') = ''), '[]'::jsonb));
    END IF;
    INSERT INTO receptionist_versions (id, business_id, number, schema, content, author, note)
    VALUES (
        gen_random_uuid(), NEW.id, COALESCE(latest.number, 0) + 1, 1, told, 'system',
        CASE WHEN latest.number IS NULL THEN 'As the business was founded' ELSE 'Changed in the business itself' END);
    RETURN NULL;
END $$
"""

_IMMUTABLE = """
CREATE FUNCTION keep_receptionist_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published version is never changed' USING ERRCODE = 'insufficient_privilege';
END $$
"""


def upgrade() -> None:
    op.create_table(
        "receptionist_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("schema", sa.SmallInteger(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_receptionist_versions_number_positive")),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["businesses.id"],
            name=op.f("fk_receptionist_versions_business_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receptionist_versions")),
        sa.UniqueConstraint(
            "business_id", "number", name=op.f("uq_receptionist_versions_business_id_number")
        ),
    )
    op.create_table(
        "receptionist_drafts",
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("schema", sa.SmallInteger(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["businesses.id"],
            name=op.f("fk_receptionist_drafts_business_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("business_id", name=op.f("pk_receptionist_drafts")),
    )
    for statement in (_CONTENT, _ANSWERS, _FOLLOW, _IMMUTABLE):
        op.execute(statement)
    with_all_rows(
        ("businesses",),
        """
        INSERT INTO receptionist_versions (id, business_id, number, schema, content, author, note)
        SELECT gen_random_uuid(), b.id, 1, 1, receptionist_of_row(b), 'system', 'As it was before there were versions'
        FROM businesses b
        """,
    )
    keep_to_business("receptionist_versions")
    keep_to_business("receptionist_drafts")
    op.execute(
        "CREATE TRIGGER follow_receptionist AFTER INSERT OR UPDATE OF "
        "greeting, voice_id, language, answers, transfer_number, overflow ON businesses "
        "FOR EACH ROW EXECUTE FUNCTION follow_receptionist_columns()"
    )
    op.execute(
        "CREATE TRIGGER never_changed BEFORE UPDATE ON receptionist_versions "
        "FOR EACH ROW EXECUTE FUNCTION keep_receptionist_version()"
    )
    op.add_column("calls", sa.Column("receptionist_version", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("calls", "receptionist_version")
    op.execute("DROP TRIGGER follow_receptionist ON businesses")
    op.drop_table("receptionist_drafts")
    op.drop_table("receptionist_versions")
    for function in (
        "follow_receptionist_columns()",
        "keep_receptionist_version()",
        "answers_of_receptionist(jsonb)",
        "receptionist_of_row(businesses)",
    ):
        op.execute(f"DROP FUNCTION {function}")
