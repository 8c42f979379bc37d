# The twilio package has no types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Telephone numbers at Twilio: searched for, bought, connected to us, given back.

Source: https://www.twilio.com/docs/phone-numbers/api
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from domain.errors import ProviderError
from domain.numbers.refusals import Refusal
from domain.numbers.search import Capability, Sort, Wish
from domain.numbers.webhooks import NumberWebhooks
from providers.numbers import CallEnd, CarrierNumber, NumberRefused, OfferedNumber, Papers
from providers.twilio.session import PROVIDER, TwilioSession, code_of

_REFUSALS: Mapping[int, Refusal] = {
    21421: Refusal.NOT_A_NUMBER,
    21452: Refusal.GONE,
    21422: Refusal.GONE,
    21404: Refusal.GONE,
    21631: Refusal.NEEDS_ADDRESS,
    21615: Refusal.NEEDS_LOCAL_ADDRESS,
    21628: Refusal.BAD_ADDRESS,
    21629: Refusal.BAD_ADDRESS,
    21651: Refusal.BAD_ADDRESS,
    21649: Refusal.NEEDS_BUNDLE,
    21650: Refusal.BAD_BUNDLE,
    20404: Refusal.NOT_IN_ACCOUNT,
}
"""By Twilio's numbers of errors. Source: https://www.twilio.com/docs/api/errors"""

_OUR_ACCOUNT = frozenset({401, 403})
"""Nothing is wrong with what was wished for: it can be had once somebody has mended that."""


LOOKED_AT = 200
"""Where it matters what a number begins with: the carrier finds digits anywhere in it."""


class TwilioNumbers:
    def __init__(self, session: TwilioSession) -> None:
        self._session = session

    async def search(self, wish: Wish, limit: int) -> Sequence[OfferedNumber]:
        looked_at = LOOKED_AT if wish.begins else limit
        asked: dict[str, Any] = {"limit": looked_at, "page_size": looked_at}
        if wish.area_code:
            asked["area_code"] = int(wish.area_code)
        if wish.pattern:
            asked["contains"] = wish.pattern
        for each in wish.needs | {Capability.VOICE}:
            asked[f"{each.value}_enabled"] = True

        async def look(account: Any) -> Any:
            country = account.available_phone_numbers(wish.country)
            return await getattr(country, wish.sort.value).list_async(**asked)

        try:
            found = await self._ask("available_phone_numbers.list", look)
        except NumberRefused as refused:
            if refused.status == 404:  # the country has none of that sort
                return ()
            raise
        offered = (_offered(one, wish) for one in found)
        return [one for one in offered if one.e164.startswith(f"+{wish.begins}")][:limit]

    async def buy(self, e164: str, name: str, webhooks: NumberWebhooks, papers: Papers) -> CarrierNumber:
        more = {
            key: value
            for key, value in (("address_sid", papers.address_sid), ("bundle_sid", papers.bundle_sid))
            if value
        }
        # Of a fresh number nothing else can hold calls and texts, and empty ids are refused at a purchase.
        settings = {key: value for key, value in webhooks.settings().items() if value}
        bought = await self._ask(
            "incoming_phone_numbers.create",
            lambda account: account.incoming_phone_numbers.create_async(
                phone_number=e164, friendly_name=name, **settings, **more
            ),
        )
        return _number(bought)

    async def named(self, name: str) -> CarrierNumber | None:
        found = await self._ask(
            "incoming_phone_numbers.list",
            lambda account: account.incoming_phone_numbers.list_async(friendly_name=name, limit=2),
        )
        # Twilio's filter is said to be exact; a number of another wish must never be taken for this one's.
        return next((_number(one) for one in found if one.friendly_name == name), None)

    async def get(self, sid: str) -> CarrierNumber:
        return _number(
            await self._ask(
                "incoming_phone_numbers.fetch",
                lambda account: account.incoming_phone_numbers(sid).fetch_async(),
            )
        )

    async def connect(self, sid: str, webhooks: NumberWebhooks) -> CarrierNumber:
        found = await self.get(sid)
        # An empty id lets one go, of which the specification knows nothing: sent only where there is one.
        settings = {
            name: value for name, value in webhooks.settings().items() if value or found.settings[name]
        }
        await self._ask(
            "incoming_phone_numbers.update",
            lambda account: account.incoming_phone_numbers(sid).update_async(**settings),
        )
        # What an update answers is what was asked for; what calls go by is read again.
        return await self.get(sid)

    async def give_back(self, sid: str) -> None:
        try:
            await self._ask(
                "incoming_phone_numbers.delete",
                lambda account: account.incoming_phone_numbers(sid).delete_async(),
            )
        except NumberRefused as refused:
            if refused.why is not Refusal.NOT_IN_ACCOUNT:
                raise

    async def _ask(self, operation: str, request: Callable[[Any], Awaitable[Any]]) -> Any:
        try:
            return await self._session.ask(operation, request)
        except ProviderError as error:
            if error.retryable or error.status is None or error.status in _OUR_ACCOUNT:
                raise
            why = _REFUSALS.get(code_of(error) or 0, Refusal.REFUSED)
            raise NumberRefused(PROVIDER, operation, error.message, why.value, error.status) from error


class TwilioCalls:
    """Calls of our own."""

    def __init__(self, session: TwilioSession) -> None:
        self._session = session

    async def ring(self, to: str, from_: str, *, rings_s: int) -> str:
        placed = await self._session.ask(
            "calls.create",
            lambda account: account.calls.create_async(
                to=to, from_=from_, timeout=rings_s, twiml=_SAYS_WHAT_IT_IS
            ),
        )
        return str(placed.sid)

    async def rung(self, to: str, from_: str, since: datetime) -> str | None:
        found = await self._session.ask(
            "calls.list",
            lambda account: account.calls.list_async(
                to=to, from_=from_, start_time_after=since - _CLOCKS_DIFFER_BY, limit=5
            ),
        )
        outbound = (str(one.sid) for one in found if str(one.direction).startswith("outbound"))
        return next(outbound, None)

    async def end_of(self, sid: str) -> CallEnd:
        call = await self._session.ask("calls.fetch", lambda account: account.calls(sid).fetch_async())
        return _ENDS.get(str(call.status), CallEnd.UNDER_WAY)


_CLOCKS_DIFFER_BY = timedelta(minutes=1)
_SAYS_WHAT_IT_IS = (
    "<Response><Say>This was a test of call forwarding. You can hang up.</Say><Hangup/></Response>"
)
_ENDS: Mapping[str, CallEnd] = {
    "completed": CallEnd.ANSWERED,
    "in-progress": CallEnd.ANSWERED,
    "busy": CallEnd.BUSY,
    "no-answer": CallEnd.RANG_OUT,
    "canceled": CallEnd.RANG_OUT,
    "failed": CallEnd.FAILED,
}
"""Source: https://www.twilio.com/docs/voice/api/call-resource#call-status-values"""


def _offered(one: Any, wish: Wish) -> OfferedNumber:
    return OfferedNumber(
        e164=str(one.phone_number),
        country=str(one.iso_country or wish.country),
        sort=wish.sort,
        locality=str(one.locality or ""),
        region=str(one.region or ""),
        capabilities=_capabilities(one.capabilities),
        address=str(one.address_requirements or "none"),
    )


def _number(one: Any) -> CarrierNumber:
    kind = str(getattr(one, "type", "") or "").replace("-", "_")
    return CarrierNumber(
        sid=str(one.sid),
        e164=str(one.phone_number),
        name=str(one.friendly_name or ""),
        sort=Sort(kind) if kind in list(Sort) else None,
        capabilities=_capabilities(one.capabilities),
        settings={name: str(getattr(one, name) or "") for name in NumberWebhooks("", "", "").settings()},
    )


def _capabilities(found: Any) -> frozenset[Capability]:
    """Twilio writes them `SMS` in some answers and `sms` in others."""
    able = {str(name).lower() for name, value in dict(found or {}).items() if value}
    return frozenset(each for each in Capability if each.value in able)
