"""Every table says whose rows it holds."""

from storage.postgres.account_tables import IDENTITY_TABLES
from storage.postgres.schema import Base
from storage.postgres.table_policies import TABLES, Rows


def test_every_table_declares_whose_rows_it_holds() -> None:
    undeclared = set(Base.metadata.tables) - set(TABLES)
    assert undeclared == set(), f"add to storage/postgres/table_policies.py: {sorted(undeclared)}"
    assert set(TABLES) - set(Base.metadata.tables) == set(), "declared, and there is no such table"


def test_tables_of_a_business_have_its_id_and_the_others_do_not() -> None:
    with_id = {table.name for table in Base.metadata.sorted_tables if "business_id" in table.c}
    assert with_id | {"businesses"} == {name for name, rows in TABLES.items() if rows is Rows.OF_BUSINESS}


def test_rows_of_users_are_the_identity_tables() -> None:
    assert {name for name, rows in TABLES.items() if rows is Rows.OF_USER} == IDENTITY_TABLES
