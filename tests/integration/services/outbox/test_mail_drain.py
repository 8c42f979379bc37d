"""Mail about accounts: promised, sent through SendGrid's stand-in, and its token forgotten."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from providers.sendgrid.mailer import Mail, SendGridMailer
from sandbox.faults import Fault
from sandbox.options import StandInOptions
from sandbox.vendors.sendgrid.app import build
from services.accounts.mails import KINDS, RESET_PASSWORD, promise_mail
from services.outbox.mail_drain import MailDrain
from services.outbox.mail_texts import letter
from storage.postgres.database import Database
from storage.postgres.tables import OutboxRow
from tests.support.serving import serve_app

FRONTEND = "https://app.example.com"


@dataclass(frozen=True, slots=True)
class Post:
    drain: MailDrain
    options: StandInOptions
    base_url: str
    database: Database

    async def mails(self, to: str) -> list[dict[str, Any]]:
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(f"{self.base_url}/_sandbox/mails", params={"to": to})
            return answer.json()["mails"]

    async def promised(self, **fields: str) -> str:
        to = f"{uuid4().hex}@example.com"
        async with self.database.identity() as session:
            await promise_mail(session, RESET_PASSWORD, to, fields)
        return to

    async def row(self, to: str) -> OutboxRow | None:
        async with self.database.worker() as session:
            return await session.scalar(select(OutboxRow).where(OutboxRow.payload["to"].astext == to))

    async def drain_all(self) -> None:
        while await self.drain.drain():
            pass


@pytest.fixture
async def post(database: Database) -> AsyncIterator[Post]:
    options = StandInOptions()
    async with serve_app(build(options)) as base_url:
        mailer = SendGridMailer(
            options.credentials.sendgrid_api_key, "hello@example.com", "Receptionist", base_url, timeout_s=1.0
        )
        yield Post(MailDrain(database, mailer, FRONTEND), options, base_url, database)
        await mailer.aclose()


async def test_a_promised_mail_arrives_once_and_its_token_is_forgotten(post: Post) -> None:
    to = await post.promised(token="once-only")
    await post.drain_all()
    await post.drain_all()
    [mail] = await post.mails(to)
    assert f"{FRONTEND}/reset-password#once-only" in mail["plain"]
    assert f'href="{FRONTEND}/reset-password#once-only"' in mail["html"]
    assert await post.row(to) is None, "the payload is gone"


async def test_a_refusal_of_the_moment_is_tried_again(post: Post) -> None:
    to = await post.promised(token="later")
    post.options.faults.arm(Fault("sendgrid", "refuse", 503), 50)
    await post.drain_all()
    post.options.faults.clear()
    row = await post.row(to)
    assert row is not None
    assert (row.status, row.attempts) == ("pending", 1)
    assert await post.mails(to) == []


async def test_a_mail_that_can_never_be_sent_is_dead_and_says_why_without_the_address(post: Post) -> None:
    to = await post.promised(token="never")
    post.options.faults.arm(Fault("sendgrid", "refuse", 400), 50)
    await post.drain_all()
    post.options.faults.clear()
    row = await post.row(to)
    assert row is not None
    assert row.status == "dead"
    assert to not in (row.last_error or "")


async def test_a_mail_that_breaks_its_sender_counts_as_tried_and_holds_up_no_other(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    poisoned, other = await post.promised(token="poison"), await post.promised(token="fine")
    send = SendGridMailer.send

    async def breaking(mailer: SendGridMailer, mail: Mail) -> str:
        if mail.to == poisoned:
            raise LookupError
        return await send(mailer, mail)

    monkeypatch.setattr(SendGridMailer, "send", breaking)
    await post.drain_all()
    row = await post.row(poisoned)
    assert row is not None
    assert (row.status, row.attempts, row.last_error) == ("pending", 1, "an internal error")
    assert len(await post.mails(other)) == 1


async def test_a_mail_without_what_its_text_names_is_dead(post: Post) -> None:
    to = await post.promised()
    await post.drain_all()
    row = await post.row(to)
    assert row is not None
    assert (row.status, row.last_error) == ("dead", "malformed: InvalidInput")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_words_and_text_of_others_stays_text(kind: str) -> None:
    payload = {
        "to": "a@example.com",
        "token": "t<k>",
        "business_name": "<b>Mia's</b>\r\nBcc: x",
        "inviter": "M & M",
        "by": "<b>Mia</b>",
        "until": "26 December",
        "url": "https://example.com/hooks?a=<b>",
        "because": "it answered <b>410</b>",
        "customer_name": "<b>Sam</b>",
        "offering": "Cut & colour",
        "staff": "Mia",
        "language": "en-AU",
        "starts_at_local": "2026-12-01T10:00",
        "manage_url": f"{FRONTEND}/bookings/t",
    }
    written = letter(kind, payload, FRONTEND)
    assert written.subject
    assert "\n" not in written.subject
    assert "<b>" not in written.html
    assert FRONTEND in written.text
