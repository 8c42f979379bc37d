"""`receptionist operator`: naming who may look at all businesses."""

import asyncio

import pytest
from typer.testing import CliRunner

from cli.app import app
from domain.errors import InvalidInput, NotFound
from domain.ids import new_id
from storage.postgres import users
from storage.postgres.database import Database


def test_a_user_is_named_listed_and_taken_off(
    postgres_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    monkeypatch.setenv("REDIS_URL", redis_url)
    email = f"{new_id().hex}@example.com"

    async def sign_up() -> None:
        database = Database(postgres_url)
        async with database.identity() as session:
            await users.insert_user(session, new_id(), email=email, name="Noor", password_hash=None)
        await database.close()

    def typed(*words: str) -> str:
        result = CliRunner().invoke(app, ["operator", *words], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    with pytest.raises(NotFound, match="nobody has signed up with"):
        typed("grant", email)
    asyncio.run(sign_up())
    assert f"{email.upper()} is an operator" in typed("grant", email.upper())
    assert f"{email}  (no second factor yet)" in typed("list")
    assert "no operator any more" in typed("revoke", email)
    assert email not in typed("list")
    with pytest.raises(InvalidInput, match="email"):
        typed("grant", "nobody")
    for wrong in (["grant"], ["list", email], ["promote", email]):
        assert CliRunner().invoke(app, ["operator", *wrong]).exit_code == 2
