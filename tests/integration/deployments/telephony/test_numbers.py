"""Calls to a number of several, and to one that is being given back."""

from datetime import UTC, datetime, timedelta

from domain.call.effects import NextStepKind
from domain.call.next_step import NextStep
from domain.dialogue.lines import ENGLISH, GERMAN
from domain.ids import new_id
from domain.numbers.leaving import Leaving, Phase, Source
from storage.postgres import phone_numbers
from storage.postgres.database import Database
from storage.redis.stores import RedisStores
from tests.integration.deployments.telephony.webhook_client import (
    Twilio,
    call_fields,
    connect,
    spoken,
    voicemail,
)
from tests.support.businesses import unused_number
from tests.support.dialled_business import DialledBusiness


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
    german, number_id = unused_number(), new_id()
    async with database.tenant(business.id) as scope:
        await phone_numbers.take(
            scope,
            number_id,
            german,
            source=Source.BROUGHT,
            sid="PN" + "1" * 32,
            sort="local",
            capabilities=("voice",),
            monthly_cents=None,
            label="",
            check_at=datetime.now(UTC),
        )
        await phone_numbers.change(scope, number_id, language="de-DE")
    for number, lines in ((german, GERMAN), (business.number, ENGLISH)):
        fields = call_fields(number, From=f"+6140000000{len(lines.unknown_number) % 10}")
        connect(await twilio.document("voice", fields))
        await stores.next_steps.put(fields["CallSid"], NextStep(NextStepKind.VOICEMAIL))
        assert voicemail(await twilio.document("stream-ended", fields)) == lines.voicemail_when_failed
        assert spoken(await twilio.document("voicemail-recorded", fields)) == lines.voicemail_goodbye
