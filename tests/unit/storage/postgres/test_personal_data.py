"""Every table says what it holds of a person, and what erasing one does to it."""

from storage.postgres.personal_data import RULES
from storage.postgres.schema import Base


def test_every_table_declares_what_it_holds_of_people() -> None:
    undeclared = set(Base.metadata.tables) - set(RULES)
    assert undeclared == set(), f"add to storage/postgres/personal_data.py: {sorted(undeclared)}"


def test_rules_name_columns_there_are() -> None:
    for name, rule in RULES.items():
        table = Base.metadata.tables.get(name)
        if table is not None:
            assert set(rule.by) | set(rule.clears) <= set(table.c.keys()), name
