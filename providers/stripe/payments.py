"""Stripe as the port `providers.payments`, by its SDK.

Source: https://docs.stripe.com/api
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import httpx
import stripe

from domain.billing.plans import Plan
from domain.billing.subscription import Subscription
from domain.errors import ProviderError
from providers.payments import CheckoutLink, Invoice, Notice, RunningItems
from providers.stripe import notices, reading
from providers.stripe.failures import PROVIDER, is_missing, is_repeated, stripe_errors
from providers.tls import tls_context

RETRIES = 2
"""Of the SDK, with the same idempotency key: lost connections, 409 and 5xx. Not 429: who asks waits and asks again."""
MOST_SUBSCRIPTIONS = 100
MOST_DAYS = 100


class _Http(stripe.HTTPXClient):
    """The SDK's client, without the environment's proxies, and over a transport of the caller's where one is given."""

    def __init__(self, timeout_s: float, transport: httpx.AsyncBaseTransport | None) -> None:
        super().__init__(timeout=timeout_s)  # pyright: ignore[reportUnknownMemberType]
        # The SDK takes no options of httpx's.
        self._client_async = httpx.AsyncClient(verify=tls_context(), trust_env=False, transport=transport)


def stripe_client(
    api_key: str,
    base_url: str | None,
    timeout_s: float,
    transport: httpx.AsyncBaseTransport | None = None,
) -> stripe.StripeClient:
    """A client that neither waits for long nor reads the process's global settings."""
    addresses: Any = (
        None if base_url is None else dict.fromkeys(("api", "files", "connect", "meter_events"), base_url)
    )
    return stripe.StripeClient(
        api_key,
        base_addresses=addresses or {},
        http_client=_Http(timeout_s, transport),
        max_network_retries=RETRIES,
    )


class StripePayments:
    """One for each process; its connections are made when first needed.

    Args:
        base_url: None for Stripe's own.
        webhook_secrets: of every endpoint and event destination that points at us.
        meter: the meter's event name.
        timeout_s: for each attempt at a request.
        transport: instead of the network.
    """

    def __init__(
        self,
        api_key: str,
        base_url: str | None = None,
        *,
        webhook_secrets: Sequence[str] = (),
        meter: str,
        timeout_s: float = 10.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._client = stripe_client(api_key, base_url, timeout_s, transport)
        self._secrets = tuple(webhook_secrets)
        self._meter = meter
        self._live = "_live_" in api_key
        self._meter_id: str | None = None
        self._prices: dict[str, str] = {}

    async def create_customer(self, business_id: UUID, name: str, email: str | None, now: datetime) -> str:
        params: Any = {"name": name, "metadata": {"business_id": str(business_id)}}
        if email is not None:
            params["email"] = email
        # Stripe answers a key with what it answered first, a failure too, for a day: another hour has another key.
        options: Any = {"idempotency_key": f"customer-{business_id}-{now:%Y%m%d%H}"}
        with stripe_errors("customers.create"):
            return (await self._client.v1.customers.create_async(params, options)).id

    async def checkout(
        self, customer_id: str, business_id: UUID, plan: Plan, *, success_url: str, cancel_url: str
    ) -> CheckoutLink:
        base, usage = await self._prices_of(plan)
        params: Any = {
            "mode": "subscription",
            "customer": customer_id,
            "client_reference_id": str(business_id),
            "line_items": [{"price": base, "quantity": 1}, {"price": usage}],
            "subscription_data": {"metadata": {"business_id": str(business_id), "plan": plan.id}},
            "success_url": success_url,
            "cancel_url": cancel_url,
        }
        with stripe_errors("checkout.sessions.create"):
            session = await self._client.v1.checkout.sessions.create_async(params)
        if session.url is None:
            raise ProviderError(PROVIDER, "checkout.sessions.create", "the session has no address")
        return CheckoutLink(session.id, session.url, reading.instant(session.expires_at))

    async def expire_checkout(self, checkout_id: str) -> None:
        try:
            with stripe_errors("checkout.sessions.expire"):
                await self._client.v1.checkout.sessions.expire_async(checkout_id)
        except ProviderError as error:
            # What is complete or expired cannot be expired: that is all that was wanted.
            if error.status != 400 and not is_missing(error):
                raise

    async def portal(self, customer_id: str, return_url: str, *, cancels: str | None = None) -> str:
        params: Any = {"customer": customer_id, "return_url": return_url}
        if cancels is not None:
            params["flow_data"] = {
                "type": "subscription_cancel",
                "subscription_cancel": {"subscription": cancels},
            }
        with stripe_errors("billing_portal.sessions.create"):
            return (await self._client.v1.billing_portal.sessions.create_async(params)).url

    async def subscriptions(self, customer_id: str) -> tuple[Subscription, ...]:
        params: Any = {
            "customer": customer_id,
            "status": "all",
            "limit": MOST_SUBSCRIPTIONS,
            "expand": ["data.latest_invoice", "data.schedule"],
        }
        with stripe_errors("subscriptions.list"):
            found = await self._client.v1.subscriptions.list_async(params)
        return tuple(reading.subscription(_plain(one)) for one in found.data)

    async def items(self, subscription_id: str) -> RunningItems:
        with stripe_errors("subscriptions.retrieve"):
            data = _plain(await self._client.v1.subscriptions.retrieve_async(subscription_id))
        by_type = {reading.usage_type(item): str(item["id"]) for item in data["items"]["data"]}
        base = by_type.get("licensed")
        if base is None:
            raise ProviderError(PROVIDER, "subscriptions.retrieve", "there is no item with a monthly price")
        return RunningItems(subscription_id, base, by_type.get("metered"))

    async def preview_change(
        self, customer_id: str, items: RunningItems, plan: Plan, at: datetime
    ) -> Invoice:
        params: Any = {
            "customer": customer_id,
            "subscription": items.subscription_id,
            "subscription_details": {
                "items": await self._changed_items(items, plan),
                "proration_behavior": "always_invoice",
                "proration_date": int(at.timestamp()),
            },
        }
        with stripe_errors("invoices.create_preview"):
            return reading.invoice(_plain(await self._client.v1.invoices.create_preview_async(params)))

    async def change_plan(self, items: RunningItems, plan: Plan, at: datetime) -> None:
        params: Any = {
            "items": await self._changed_items(items, plan),
            "proration_behavior": "always_invoice",
            "proration_date": int(at.timestamp()),
            "metadata": {"plan": plan.id},
        }
        with stripe_errors("subscriptions.update"):
            await self._client.v1.subscriptions.update_async(items.subscription_id, params)

    async def change_plan_at_period_end(
        self, items: RunningItems, plan: Plan, schedule_id: str | None
    ) -> None:
        schedules = self._client.v1.subscription_schedules
        with stripe_errors("subscription_schedules.create"):
            if schedule_id is None:
                # Its one phase is what runs now, to the end of what is paid for.
                made = await schedules.create_async({"from_subscription": items.subscription_id})
            else:
                made = await schedules.retrieve_async(schedule_id)
        base, usage = await self._prices_of(plan)
        running = _plain(made)["phases"][0]
        now: list[Any] = [
            {"price": item["price"]} | ({"quantity": item["quantity"]} if item.get("quantity") else {})
            for item in running["items"]
        ]
        params: Any = {
            "end_behavior": "release",
            "proration_behavior": "none",
            "phases": [
                {"items": now, "start_date": running["start_date"], "end_date": running["end_date"]},
                {
                    "items": [{"price": base, "quantity": 1}, {"price": usage}],
                    "duration": {"interval": "month", "interval_count": 1},
                    "proration_behavior": "none",
                    "metadata": {"plan": plan.id},
                },
            ],
        }
        with stripe_errors("subscription_schedules.update"):
            await schedules.update_async(made.id, params)

    async def drop_waiting_change(self, schedule_id: str) -> None:
        try:
            with stripe_errors("subscription_schedules.release"):
                await self._client.v1.subscription_schedules.release_async(schedule_id)
        except ProviderError as error:
            # What is released, or has come into force, cannot be released: that is all that was wanted.
            if error.status != 400 and not is_missing(error):
                raise

    async def cancel_at_period_end(self, subscription_id: str, *, cancel: bool) -> None:
        with stripe_errors("subscriptions.update"):
            await self._client.v1.subscriptions.update_async(
                subscription_id, {"cancel_at_period_end": cancel}
            )

    async def invoices(self, customer_id: str, *, limit: int, after: str | None) -> tuple[Invoice, ...]:
        params: Any = {"customer": customer_id, "limit": limit}
        if after is not None:
            params["starting_after"] = after
        with stripe_errors("invoices.list"):
            found = await self._client.v1.invoices.list_async(params)
        return tuple(reading.invoice(_plain(one)) for one in found.data)

    async def report_usage(self, customer_id: str, seconds: int, identifier: str, at: datetime) -> None:
        params: Any = {
            "event_name": self._meter,
            "identifier": identifier,
            "timestamp": int(at.timestamp()),
            "payload": {"stripe_customer_id": customer_id, "value": str(seconds)},
        }
        with stripe_errors("billing.meter_events.create"):
            try:
                await self._client.v1.billing.meter_events.create_async(params)
            except stripe.InvalidRequestError as error:
                if not is_repeated(error):
                    raise

    async def cancel_usage(self, identifier: str) -> None:
        params: Any = {"event_name": self._meter, "type": "cancel", "cancel": {"identifier": identifier}}
        with stripe_errors("billing.meter_event_adjustments.create"):
            await self._client.v1.billing.meter_event_adjustments.create_async(params)

    async def usage_by_day(self, customer_id: str, start: datetime, end: datetime) -> dict[datetime, int]:
        meter = await self._the_meter()
        params: Any = {
            "customer": customer_id,
            "start_time": int(start.timestamp()),
            "end_time": int(end.timestamp()),
            "value_grouping_window": "day",
            "limit": MOST_DAYS,
        }
        with stripe_errors("billing.meters.event_summaries.list"):
            found = await self._client.v1.billing.meters.event_summaries.list_async(meter, params)
        if found.has_more:
            raise ProviderError(
                PROVIDER, "billing.meters.event_summaries.list", f"more than {MOST_DAYS} days"
            )
        days = {reading.instant(one.start_time): round(one.aggregated_value) for one in found.data}
        return {day: seconds for day, seconds in days.items() if seconds}

    async def meter_faults(self, notice_id: str) -> Sequence[tuple[str, str]]:
        with stripe_errors("v2.core.events.retrieve"):
            data = _plain(await self._client.v2.core.events.retrieve_async(notice_id))
        reasons: list[Mapping[str, Any]] = reading.part(data, "data", "reason").get("error_types") or []
        return [
            (str(reading.part(sample, "request").get("identifier") or ""), str(reason.get("code") or ""))
            for reason in reasons
            for sample in reason.get("sample_errors") or ()
        ]

    def read_notice(self, body: bytes, signature: str | None, now: datetime) -> Notice:
        return notices.read_notice(body, signature, self._secrets, now)

    @property
    def live(self) -> bool:
        """Whether real money moves."""
        return self._live

    async def _changed_items(self, items: RunningItems, plan: Plan) -> list[dict[str, Any]]:
        """By their ids: an item without one would be added to those there are."""
        base, usage = await self._prices_of(plan)
        metered: dict[str, Any] = {"price": usage} | (
            {} if items.usage_item is None else {"id": items.usage_item}
        )
        return [{"id": items.base_item, "price": base, "quantity": 1}, metered]

    async def _prices_of(self, plan: Plan) -> tuple[str, str]:
        """Ids of the monthly price and of the price of usage. Raises ProviderError while they are not published."""
        keys = [plan.base_lookup_key, plan.usage_lookup_key]
        if not all(key in self._prices for key in keys):
            with stripe_errors("prices.list"):
                found = await self._client.v1.prices.list_async({"lookup_keys": keys, "active": True})
            self._prices |= {
                price.lookup_key: price.id for price in found.data if price.lookup_key is not None
            }
        try:
            return self._prices[keys[0]], self._prices[keys[1]]
        except KeyError as missing:
            raise ProviderError(
                PROVIDER, "prices.list", f"there is no price {missing}; publish the plans"
            ) from None

    async def _the_meter(self) -> str:
        if self._meter_id is None:
            with stripe_errors("billing.meters.list"):
                found = await self._client.v1.billing.meters.list_async({"status": "active", "limit": 100})
            named = [meter.id for meter in found.data if meter.event_name == self._meter]
            if not named:
                raise ProviderError(PROVIDER, "billing.meters.list", f"there is no meter {self._meter}")
            self._meter_id = named[0]
        return self._meter_id


def _plain(found: stripe.StripeObject) -> Mapping[str, Any]:
    """Objects of the SDK are no mappings."""
    return cast("Mapping[str, Any]", found.to_dict())
