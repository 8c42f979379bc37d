"""Signatures as the specification has them, with the reference library as the judge."""

from datetime import UTC, datetime

import pytest

from domain.webhooks.signature import key_of, secret_of, signatures
from tests.support.contracts import load, message_errors, needs_contracts

SECRET, OTHER = secret_of(bytes(range(32))), secret_of(bytes(range(32, 64)))
BODY = '{"type":"booking.created","data":{"name":"Zoë"}}'.encode()


@needs_contracts
def test_the_vector_of_the_specification() -> None:
    (vector,) = load("standard_webhooks.schema.json")["x-vectors"]
    made = signatures(
        [vector["secret"]], vector["webhook-id"], int(vector["webhook-timestamp"]), vector["body"].encode()
    )
    assert made == vector["webhook-signature"]


@pytest.mark.parametrize("secret", [SECRET, OTHER], ids=["the new secret", "the old one"])
def test_a_receiver_who_knows_either_secret_accepts_it(secret: str) -> None:
    standardwebhooks = pytest.importorskip("standardwebhooks")
    timestamp = int(datetime.now(UTC).timestamp())
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signatures([SECRET, OTHER], "msg_1", timestamp, BODY),
    }
    judge = standardwebhooks.Webhook(secret)
    assert judge.verify(BODY, headers)["type"] == "booking.created"
    for changed in ({"webhook-id": "msg_2"}, {"webhook-timestamp": str(timestamp + 1)}):
        with pytest.raises(standardwebhooks.WebhookVerificationError):
            judge.verify(BODY, headers | changed)
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        judge.verify(BODY + b" ", headers)


@needs_contracts
def test_headers_and_secrets_have_the_form_of_the_specification() -> None:
    name = "standard_webhooks.schema.json"
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": "1700000000",
        "webhook-signature": signatures([SECRET, OTHER], "msg_1", 1_700_000_000, BODY),
    }
    assert message_errors(name, "Headers", headers) == []
    assert message_errors(name, "SymmetricSecret", SECRET) == []
    assert key_of(SECRET) == bytes(range(32))
