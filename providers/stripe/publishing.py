"""Puts the plans on sale at Stripe: one meter, one product a plan, a price in advance and one for its seconds.

Prices never change there: another amount is a new price that takes the lookup key over, and subscriptions keep theirs.
"""

from decimal import Decimal
from typing import Any

import httpx
import stripe

from domain.billing.plans import Catalogue, Plan
from providers.stripe.failures import stripe_errors
from providers.stripe.payments import stripe_client


class StripeCatalogue:
    def __init__(
        self,
        api_key: str,
        base_url: str | None = None,
        *,
        timeout_s: float = 20.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._client = stripe_client(api_key, base_url, timeout_s, transport)

    async def publish(self, catalogue: Catalogue) -> list[str]:
        """Makes what is missing or differs, and says what it made; nothing when all is there. Raises ProviderError."""
        made: list[str] = []
        with stripe_errors("catalogue"):
            meter_id = await self._meter(catalogue, made)
            for plan in catalogue.plans:
                await self._plan(catalogue, plan, meter_id, made)
        return made

    async def _meter(self, catalogue: Catalogue, made: list[str]) -> str:
        found = await self._client.v1.billing.meters.list_async({"status": "active", "limit": 100})
        for meter in found.data:
            if meter.event_name == catalogue.meter:
                return meter.id
        params: Any = {
            "display_name": "Seconds the receptionist talked",
            "event_name": catalogue.meter,
            "default_aggregation": {"formula": "sum"},
            "customer_mapping": {"type": "by_id", "event_payload_key": "stripe_customer_id"},
            "value_settings": {"event_payload_key": "value"},
        }
        made.append(f"meter {catalogue.meter}")
        return (await self._client.v1.billing.meters.create_async(params)).id

    async def _plan(self, catalogue: Catalogue, plan: Plan, meter_id: str, made: list[str]) -> None:
        keys = [plan.base_lookup_key, plan.usage_lookup_key]
        params: Any = {"lookup_keys": keys, "active": True, "expand": ["data.tiers"]}
        found = {price.lookup_key: price for price in (await self._client.v1.prices.list_async(params)).data}
        base, usage = found.get(keys[0]), found.get(keys[1])
        currency = catalogue.currency.lower()
        missing: list[dict[str, Any]] = []
        if base is None or base.unit_amount != plan.price_cents or base.currency != currency:
            missing.append(
                {"unit_amount": plan.price_cents, "recurring": {"interval": "month"}, "nickname": plan.name}
            )
            missing[-1]["lookup_key"] = keys[0]
        if usage is None or usage.currency != currency or not _charges(usage, plan):
            missing.append(_usage_price(plan, meter_id) | {"lookup_key": keys[1]})
        if missing:
            product = await self._product(plan)
            for price in missing:
                more = {"product": product, "currency": currency, "transfer_lookup_key": True}
                params = price | more
                await self._client.v1.prices.create_async(params)
                made.append(f"price {price['lookup_key']}")

    async def _product(self, plan: Plan) -> str:
        product_id = f"receptionist_{plan.id}"
        try:
            return (await self._client.v1.products.retrieve_async(product_id)).id
        except stripe.InvalidRequestError as error:
            if error.http_status != 404:
                raise
        params: Any = {"id": product_id, "name": f"Receptionist {plan.name}", "unit_label": "second"}
        return (await self._client.v1.products.create_async(params)).id


def _usage_price(plan: Plan, meter_id: str) -> dict[str, Any]:
    beyond = {"up_to": "inf", "unit_amount_decimal": f"{plan.overage_cents_a_second:f}"}
    return {
        "billing_scheme": "tiered",
        "tiers_mode": "graduated",
        "tiers": [{"up_to": plan.included_s, "unit_amount_decimal": "0"}, beyond]
        if plan.included_s
        else [beyond],
        "recurring": {"interval": "month", "usage_type": "metered", "meter": meter_id},
        "nickname": f"{plan.name}: seconds",
    }


def _charges(price: stripe.Price, plan: Plan) -> bool:
    """Whether a price takes what the plan says."""
    tiers = price.tiers or []
    told = [(tier.up_to, Decimal(str(tier.unit_amount_decimal or 0))) for tier in tiers]
    wanted: list[tuple[int | None, Decimal]] = [(None, plan.overage_cents_a_second)]
    if plan.included_s:
        wanted.insert(0, (plan.included_s, Decimal(0)))
    return told == wanted
