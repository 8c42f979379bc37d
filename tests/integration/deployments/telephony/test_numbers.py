"""Calls to a number of several, to one that is being given back, and calls that are forwarded here."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain.call.effects import NextStepKind
from domain.call.next_step import NextStep
from domain.dialogue.lines import ENGLISH, GERMAN
from domain.forwarding.progress import Progress, Test
from domain.ids import new_id
from domain.numbers.leaving import Leaving, Phase, Source
from sandbox.phone.verbs import Reject
from storage.postgres import forwardings, phone_numbers
from storage.postgres.database import Database
from storage.redis.stores import RedisStores
from tests.integration.deployments.telephony.webhook_client import (
    Twilio,
    call_fields,
    connect,
    spoken,
    voicemail,
)
from tests.support.businesses import unused_valid_number
from tests.support.dialled_business import DialledBusiness

PUBLIC = "+61293744000"


async def another(business: DialledBusiness) -> tuple[str, UUID]:
    """A number of the business's besides the one it has."""
    number, number_id = unused_valid_number(), new_id()
    async with business.database.tenant(business.id) as scope:
        await phone_numbers.take(
            scope,
            number_id,
            number,
            source=Source.BROUGHT,
            sid="PN" + "1" * 32,
            sort="local",
            capabilities=("voice",),
            monthly_cents=None,
            label="",
            check_at=datetime.now(UTC),
        )
    return number, number_id


async def test_a_number_that_is_given_back_is_not_in_use_and_calls_under_way_on_it_end_as_they_would(
    database: Database, twilio: Twilio, business: DialledBusiness, stores: RedisStores
) -> None:
    under_way = call_fields(business.number)
    connect(await twilio.document("voice", under_way))
    async with database.tenant(business.id) as scope:
        held = await phone_numbers.by_e164(scope, business.number)
        assert held is not None
        leaving = Leaving(Phase.RELEASING, datetime.now(UTC) + timedelta(days=7))
        await phone_numbers.leave(scope, held.id, leaving)
    assert spoken(await twilio.document("voice", call_fields(business.number))) == ENGLISH.unknown_number
    assert await business.calls() == 1
    await stores.next_steps.put(under_way["CallSid"], NextStep(NextStepKind.VOICEMAIL))
    assert voicemail(await twilio.document("stream-ended", under_way)) == ENGLISH.voicemail_when_failed


async def test_what_is_said_to_callers_of_a_number_is_in_its_language_to_the_end(
    database: Database, twilio: Twilio, business: DialledBusiness, stores: RedisStores
) -> None:
    german, number_id = await another(business)
    async with database.tenant(business.id) as scope:
        await phone_numbers.change(scope, number_id, language="de-DE")
    for number, lines in ((german, GERMAN), (business.number, ENGLISH)):
        fields = call_fields(number, From=f"+6140000000{len(lines.unknown_number) % 10}")
        connect(await twilio.document("voice", fields))
        await stores.next_steps.put(fields["CallSid"], NextStep(NextStepKind.VOICEMAIL))
        assert voicemail(await twilio.document("stream-ended", fields)) == lines.voicemail_when_failed
        assert spoken(await twilio.document("voicemail-recorded", fields)) == lines.voicemail_goodbye


@pytest.mark.parametrize(
    "said",
    [
        {"ForwardedFrom": PUBLIC},
        {"ForwardedFrom": PUBLIC.removeprefix("+")},
        {"SipHeader_Diversion": f"<sip:{PUBLIC}@trunk.example.com;user=phone>;reason=no-answer;counter=1"},
        {"SipHeader_History-Info": "<tel:+61-2-9374-4000>;index=1"},
        {},
    ],
    ids=["forwarded_from", "without_its_plus", "diversion", "history", "says_nothing"],
)
async def test_a_test_call_that_comes_back_proves_the_forwarding_and_is_answered_by_nobody(
    database: Database, twilio: Twilio, business: DialledBusiness, stores: RedisStores, said: dict[str, str]
) -> None:
    forwarding_id, now = new_id(), datetime.now(UTC)
    number, number_id = await another(business)
    async with database.tenant(business.id) as scope:
        await forwardings.add(
            scope,
            forwarding_id,
            public_e164=PUBLIC,
            number_id=number_id,
            country="AU",
            carrier="telstra_mobile",
            conditions=["all"],
        )
        test = Test(new_id(), number, now + timedelta(seconds=90))
        await forwardings.note(scope, forwarding_id, Progress().tested(test, now))
    connect(await twilio.document("voice", call_fields(number)))
    async with database.tenant(business.id) as scope:
        assert (await forwardings.get(scope, forwarding_id)).phase == "testing"
    fields = call_fields(number, From=number, **said)
    (verb,) = await twilio.document("voice", fields)
    assert isinstance(verb, Reject)
    assert await business.call(fields["CallSid"]) is None
    async with database.tenant(business.id) as scope:
        assert (await forwardings.get(scope, forwarding_id)).phase == "proved"
    # A customer's call that is forwarded is answered.
    connect(await twilio.document("voice", call_fields(number, ForwardedFrom=PUBLIC)))
