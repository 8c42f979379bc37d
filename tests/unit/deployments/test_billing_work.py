"""What the worker does of billing, with Stripe and without."""

import pytest

from config.settings import Settings, load_settings
from deployments.billing_work import BillingWork, Drain
from deployments.periodic import PeriodicTask
from domain.errors import ConfigError
from storage.postgres.database import Database

NOWHERE = Database("postgresql://nobody@127.0.0.1:1/nowhere")
ACCOUNTS = {"access_token_keys": '{"keys": []}', "seal_keys": "one"}
STRIPE = {"stripe_secret_key": "sk_test_1", "stripe_webhook_secret": "whsec_1, whsec_2"}


def settings(**given: str) -> Settings:
    return load_settings({**dict.fromkeys([*ACCOUNTS, *STRIPE]), **given})


def drain_task(name: str, drain: Drain) -> PeriodicTask:
    return PeriodicTask(name, 1.0, drain.drain)


def tasks_with(**given: str) -> list[str]:
    work = BillingWork.over(settings(**given), NOWHERE, lambda _: None)
    return [task.name for task in work.tasks(drain_task)]


def test_where_nobody_pays_calls_are_rated_all_the_same() -> None:
    assert tasks_with() == ["call_rating"]
    assert tasks_with(**STRIPE) == ["call_rating"], "without accounts nobody can buy"


def test_with_stripe_usage_is_reported_events_are_carried_out_and_the_books_held_together() -> None:
    assert tasks_with(**ACCOUNTS, **STRIPE) == ["call_rating", "usage", "stripe_events", "reconciling"]


def test_every_secret_of_an_endpoint_is_taken() -> None:
    assert settings(**ACCOUNTS, **STRIPE).stripe().webhook_secrets == ("whsec_1", "whsec_2")


def test_a_key_without_a_secret_to_believe_events_by_is_refused() -> None:
    with pytest.raises(ConfigError, match="STRIPE_WEBHOOK_SECRET"):
        settings(**ACCOUNTS, stripe_secret_key="sk_test_1")
