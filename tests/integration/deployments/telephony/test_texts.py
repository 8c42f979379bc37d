"""Texts customers write, and what vendors report of ours."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from redis.asyncio import Redis
from sqlalchemy import select, update

from domain.ids import new_id
from domain.notifications.delivery import Status
from domain.notifications.kinds import Channel
from providers.sendgrid.events import SIGNATURE, TIMESTAMP
from providers.twilio.signature import valid_signature
from services.accounts.mails import BOOKING_CONFIRMED as MAIL
from services.notifications import reminders
from services.notifications.kinds import REMINDER
from services.notifications.reports import Reports
from services.tools.context import BOOKING_CONFIRMED
from services.tools.runner import ToolRunner
from storage.postgres import bookings, message_lists, notifications, suppressions, tables, texts
from storage.postgres.database import Database
from storage.postgres.notifications import NewNotification
from storage.postgres.suppressions import Reason
from tests.integration.deployments.telephony.webhook_client import Twilio, webhooks
from tests.support.businesses import unused_number
from tests.support.salons import Salon, open_salon_in

CUSTOMER = "+61400000001"


@dataclass(frozen=True, slots=True)
class Line:
    """A salon whose number customers write to."""

    salon: Salon
    number: str
    twilio: Twilio

    async def text(self, body: str, sid: str | None = None, **more: str) -> str:
        """What Twilio is answered."""
        fields = {
            "MessageSid": sid or f"SM{new_id().hex}",
            "AccountSid": "AC" + "0" * 32,
            "From": CUSTOMER,
            "To": self.number,
            "Body": body,
            "NumMedia": "0",
            "FromCity": "",
            **more,
        }
        answer = await self.twilio.post("sms", fields)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def booked(self) -> UUID:
        """An appointment in two days or so, of which the customer was reminded."""
        day = datetime.now(UTC) + timedelta(days=3)
        while day.weekday() > 4:
            day += timedelta(days=1)
        call = await self.salon.call(CUSTOMER)
        wanted = {
            "offering": "Haircut",
            "starts_at_local": f"{day.date()}T10:00",
            "customer_name": "Sam",
        }
        runner = ToolRunner(self.salon.database, self.salon.profile)
        made = await runner.run(call, "call_1", "book_appointment", wanted, datetime.now(UTC))
        assert made.booking_id is not None, made.content
        async with self.salon.database.tenant(self.salon.profile.id) as scope:
            new = NewNotification(
                new_id(), "booking_reminder", Channel.SMS, CUSTOMER, "", "Reply C", booking_id=made.booking_id
            )
            await notifications.begin(scope, [new], again=set())
            await notifications.settle(scope, new.id, Status.ACCEPTED)
        return made.booking_id

    async def reminder(self) -> notifications.Notification:
        async with self.salon.database.tenant(self.salon.profile.id) as scope:
            wanted = notifications.Filter(kind=("booking_reminder",))
            (found,) = await notifications.page(scope, wanted, after=None, limit=5)
        return found

    async def status(self, booking_id: UUID) -> str:
        async with self.salon.database.tenant(self.salon.profile.id) as scope:
            return (await bookings.get(scope, booking_id)).status

    async def threads(self, *, unread: bool = False) -> list[texts.Thread]:
        async with self.salon.database.tenant(self.salon.profile.id) as scope:
            return await texts.threads(scope, unread=unread, after=None, limit=10)

    async def suppressed(self, channel: Channel = Channel.SMS, address: str = CUSTOMER) -> list[Reason]:
        async with self.salon.database.tenant(self.salon.profile.id) as scope:
            return await suppressions.reasons(scope, channel, address)

    async def messages(self) -> list[str]:
        async with self.salon.database.tenant(self.salon.profile.id) as scope:
            found = await message_lists.page(scope, message_lists.Filter(), after=None, limit=10)
        return [each.text for each in found]


@pytest.fixture
async def line(database: Database, redis: Redis) -> Line:
    number = unused_number()
    salon = await open_salon_in(database, number=number)
    return Line(salon, number, webhooks(database, redis))


def test_empty_fields_are_signed_as_twilio_signs_them() -> None:
    fields = {
        "MessageSid": "SM" + "3" * 32, "From": "+61400000001", "To": "+61200000001", "Body": "C", "NumMedia": "0"
    }  # fmt: skip
    signed = {"X-Twilio-Signature": "vnqPnDUdakmjlNHOdtWhHVzulAI="}
    assert valid_signature("https://example.com/sms", fields, signed, "12345")


async def test_an_unsigned_text_is_refused_and_one_to_nobody_is_silent(line: Line) -> None:
    assert (await line.twilio.post("sms", {"MessageSid": "SM1"}, {})).status_code == 403
    assert await line.text("hello", To="+61280009999") == await line.text("hello", From="AFTERPAY")


async def test_c_confirms_once_however_often_it_is_told_and_is_nobodys_work(line: Line) -> None:
    booking_id = await line.booked()
    sid = f"SM{new_id().hex}"
    assert "see you on" in await line.text("c", sid)
    assert "<Message>" not in await line.text("c", sid)
    assert (await line.reminder()).answer == "confirmed"
    assert await line.status(booking_id) == "confirmed"
    assert await line.threads(unread=True) == []
    async with line.salon.database.tenant(line.salon.profile.id) as scope:
        assert await texts.unanswered(scope, "booking_reminder", datetime.now(UTC), after=None, limit=5) == []


async def test_x_cancels_and_a_later_c_is_for_a_person(line: Line) -> None:
    booking_id = await line.booked()
    sid = f"SM{new_id().hex}"
    assert "is cancelled" in await line.text("X", sid)
    await line.text("X", sid)
    assert (await line.status(booking_id), (await line.reminder()).answer) == ("cancelled", "cancelled")
    assert "no appointment to answer for" in await line.text("C")
    assert await line.status(booking_id) == "cancelled"
    (thread,) = await line.threads(unread=True)
    assert (thread.number, thread.unread, thread.last_body) == (CUSTOMER, 1, "C")


async def test_who_does_not_answer_is_called(line: Line) -> None:
    booking_id = await line.booked()
    await line.text("What shall I bring?")
    async with line.salon.database.tenant(line.salon.profile.id) as scope:
        (found,) = await texts.unanswered(scope, "booking_reminder", datetime.now(UTC), after=None, limit=5)
        told = await texts.in_thread(scope, CUSTOMER, after=None, limit=10)
    assert (found.booking_id, found.number, found.customer_name) == (booking_id, CUSTOMER, "Sam")
    assert [(each.incoming, each.body) for each in told] == [
        (True, "What shall I bring?"),
        (False, "Reply C"),
    ]
    (thread,) = await line.threads()
    assert (thread.customer_name, thread.own_number) == ("Sam", line.number)


@pytest.mark.parametrize("word", ["STOP", "cancel", "Unsubscribe"])
async def test_stop_is_stored_and_start_takes_it_back(line: Line, word: str) -> None:
    assert "<Message>" not in await line.text(word)
    assert await line.suppressed() == [Reason.STOPPED]
    await line.text("START")
    assert await line.suppressed() == []


async def test_reports_of_a_text_go_forward_alone_and_a_landline_gets_no_more(line: Line) -> None:
    await line.booked()
    found = await line.reminder()
    path = f"sms-status?business={line.salon.profile.id}&notification={found.id}"
    for told, status in (
        ("sent", "sent"),
        ("queued", "sent"),
        ("undelivered", "undelivered"),
        ("sent", "undelivered"),
    ):
        code = {"ErrorCode": "30006"} if told == "undelivered" else {}
        answer = await line.twilio.post(path, {"MessageSid": "SM1", "MessageStatus": told, **code})
        assert answer.status_code == 200
        assert (await line.reminder()).status == status
    assert await line.suppressed() == [Reason.UNDELIVERABLE]
    assert await line.messages() == [
        f"{CUSTOMER} cannot be reached (30006): nothing more is sent there. Please call."
    ]


async def test_a_reminder_is_promised_once_for_each_time_an_appointment_has(line: Line) -> None:
    booking_id = await line.booked()
    async with line.salon.database.tenant(line.salon.profile.id) as scope:
        for _ in range(2):
            await reminders.promise(scope, booking_id, datetime.now(UTC))
        rows = list(
            await scope.session.scalars(select(tables.OutboxRow).where(tables.OutboxRow.kind == REMINDER))
        )
        booking = await bookings.get(scope, booking_id)
    assert len(rows) == 1
    assert timedelta(0) < booking.starts_at - rows[0].due_at <= timedelta(hours=24)


KEY = ec.generate_private_key(ec.SECP256R1())
PUBLIC_KEY = base64.b64encode(
    KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
).decode()


async def post_events(line: Line, events: list[dict[str, Any]], *, tampered: bool = False) -> int:
    line.twilio.app.state.telephony.mail_events_key = PUBLIC_KEY
    body, stamp = json.dumps(events).encode() + b"\r\n", str(int(datetime.now(UTC).timestamp()))
    signed = base64.b64encode(KEY.sign(stamp.encode() + body, ec.ECDSA(SHA256()))).decode()
    transport = httpx.ASGITransport(line.twilio.app, root_path="/webhooks")
    async with httpx.AsyncClient(transport=transport, base_url="http://10.0.0.7:8000") as http:
        answer = await http.post(
            "/webhooks/sendgrid/events",
            content=body + (b" " if tampered else b""),
            headers={SIGNATURE: signed, TIMESTAMP: stamp},
        )
    return answer.status_code


async def test_events_of_mails_settle_what_was_perhaps_sent_and_a_bounce_is_told_once(line: Line) -> None:
    async with line.salon.database.tenant(line.salon.profile.id) as scope:
        new = NewNotification(new_id(), "staff_message", Channel.EMAIL, "gone@example.com", "S", "B")
        await notifications.begin(scope, [new], again=set())
        await notifications.settle(scope, new.id, Status.PERHAPS_SENT)
    ours = {"business": str(line.salon.profile.id), "reference": str(new.id), "email": "gone@example.com"}
    processed = {"event": "processed", "sg_event_id": f"p{new.id}", **ours}
    bounce = {
        "event": "bounce",
        "type": "bounce",
        "sg_event_id": f"b{new.id}",
        "reason": "550 no user",
        **ours,
    }
    assert await post_events(line, [bounce], tampered=True) == 403
    assert (
        await post_events(line, [processed, {"event": "open"}, {"sg_event_id": "x", "event": "processed"}])
        == 204
    )
    assert await status_of(line, new.id) == "accepted"
    for _ in range(2):
        assert await post_events(line, [bounce, processed]) == 204
    assert await status_of(line, new.id) == "undelivered"
    assert await line.suppressed(Channel.EMAIL, "gone@example.com") == [Reason.UNDELIVERABLE]
    assert len(await line.messages()) == 1


async def status_of(line: Line, notification_id: UUID) -> str:
    async with line.salon.database.tenant(line.salon.profile.id) as scope:
        return (await notifications.get(scope, notification_id)).status


# --- numbers no text reaches ------------------------------------------------------------------------------------
@pytest.mark.parametrize("code", ["21614", "30006", "30003"])
@pytest.mark.parametrize("address", ["sam@example.com", None], ids=["with an address", "without one"])
async def test_what_no_text_can_tell_goes_by_mail_or_a_person_is_asked_to_call(
    line: Line, code: str, address: str | None
) -> None:
    booking_id = await line.booked()
    reports = Reports(line.salon.database)
    async with line.salon.database.tenant(line.salon.profile.id) as scope:
        (item,) = await scope.session.scalars(
            select(tables.OutboxRow).where(tables.OutboxRow.kind == BOOKING_CONFIRMED)
        )
        if address:
            await scope.session.execute(update(tables.Customer).values(email=address))
        new = NewNotification(
            item.id, "booking_confirmed", Channel.SMS, CUSTOMER, "", "Booked", booking_id=booking_id
        )
        await notifications.begin(scope, [new], again=set())
        await notifications.settle(scope, item.id, Status.ACCEPTED)
    for told in ("sent", "undelivered", "undelivered", "sent"):
        await reports.of_text(line.salon.profile.id, item.id, told, code if told == "undelivered" else "")
    assert await status_of(line, item.id) == "undelivered"
    mails = [payload for kind, _, payload in await line.salon.promised() if kind == MAIL]
    assert [(mail["to"], mail["booking_id"]) for mail in mails] == (
        [(address, str(booking_id))] if address else []
    )
    is_for_good = code != "30003"
    assert await line.suppressed() == ([Reason.UNDELIVERABLE] if is_for_good else [])
    assert len(await line.messages()) == int(is_for_good or not address)
