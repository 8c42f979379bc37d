"""What Postgres and its driver say of a refused statement is told without the values they quote."""

import traceback
from typing import Any

import pytest
from sqlalchemy import text

from domain.errors import ReceptionistError
from storage.postgres.database import Database
from tests.support.shop import Shop

SECRET = "Marigold Featherstone"

REFUSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "a row that breaks not-null": (
        "INSERT INTO messages (id, business_id, text, caller_name) "
        "VALUES (gen_random_uuid(), :business_id, NULL, :secret)",
        {"secret": SECRET},
        "SQLSTATE 23502",
    ),
    "a row that breaks a check": (
        "INSERT INTO phone_numbers (e164, business_id) VALUES (:number, :business_id)",
        {"number": SECRET},
        "ck_phone_numbers_e164_form (SQLSTATE 23514)",
    ),
    "a value of another type": ("SELECT CAST(:secret AS text)::uuid", {"secret": SECRET}, "SQLSTATE 22P02"),
    "a parameter of another type": ("SELECT CAST(:secret AS int)", {"secret": SECRET}, "SQLSTATE 22"),
    "a NUL in a text": ("SELECT CAST(:secret AS text)", {"secret": f"{SECRET}\0"}, "SQLSTATE 22"),
    "half a character": ("SELECT CAST(:secret AS text)", {"secret": f"{SECRET}\ud83d"}, "SQLSTATE 22"),
    "a statement that takes too long": (
        "SELECT pg_sleep(5), CAST(:secret AS text)",
        {"secret": SECRET},
        "statement timeout",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
async def test_nothing_a_log_prints_of_an_error_holds_a_value(
    database: Database, shop: Shop, what: str
) -> None:
    statement, values, told = REFUSED[what]
    if ":business_id" in statement:
        values = values | {"business_id": shop.business_id}

    async def attempt() -> None:
        async with database.tenant(shop.business_id) as scope:
            await scope.session.execute(text("SET LOCAL statement_timeout = '50ms'"))
            await scope.session.execute(text(statement), values)

    with pytest.raises(ReceptionistError) as refused:
        await attempt()
    printed = "".join(traceback.format_exception(refused.value))
    assert SECRET not in printed
    assert SECRET not in str(refused.value)
    assert told in str(refused.value)
