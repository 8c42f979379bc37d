"""Rows that are added once, by statements that are written out once."""

import pytest
from sqlalchemy.sql.compiler import SQLCompiler

from domain.ids import new_id
from storage.postgres import webhook_inbox
from storage.postgres.database import Database
from storage.postgres.inserting import insert_new
from storage.postgres.tables import WebhookInbox

VALUES = {"provider": "twilio", "payload": {"From": "anonymous", "quote": "it's :named, 100 %"}}


async def test_a_row_is_added_once_and_read_back_as_it_is(database: Database):
    values = {**VALUES, "key": str(new_id())}
    for expected in ((values["key"], values["payload"]), None):
        async with database.system() as session:
            row = await insert_new(
                session, WebhookInbox, values, unless=("provider", "key"), returning=("key", "payload")
            )
        assert (tuple(row) if row is not None else None) == expected


async def test_the_statement_is_written_out_once(database: Database, monkeypatch: pytest.MonkeyPatch):
    async with database.system() as session:
        assert await webhook_inbox.accept(session, "twilio", str(new_id()), {})
    written: list[str] = []
    monkeypatch.setattr(SQLCompiler, "visit_insert", lambda *_args, **_kwargs: written.append("insert") or "")
    async with database.system() as session:
        assert await webhook_inbox.accept(session, "twilio", str(new_id()), {})
    assert written == []
