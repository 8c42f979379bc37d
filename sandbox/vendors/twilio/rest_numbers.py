"""Phone numbers over REST: what can be bought, what the account owns, where its calls go.

Source: https://www.twilio.com/docs/phone-numbers/api
"""

import re
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.vendors.twilio.answers import ApiRefusal, not_found, page
from sandbox.vendors.twilio.forms import is_e164, read_form, require_url
from sandbox.vendors.twilio.resources import Account, PhoneNumber

_URLS = ("VoiceUrl", "VoiceFallbackUrl", "StatusCallback", "SmsUrl", "SmsFallbackUrl")
_SIDS = {"VoiceApplicationSid": "AP", "SmsApplicationSid": "AP", "TrunkSid": "TK"}
_SETTINGS = {
    *_URLS,
    *_SIDS,
    *("FriendlyName", "VoiceMethod", "VoiceFallbackMethod", "VoiceCallerIdLookup", "StatusCallbackMethod"),
    *("SmsMethod", "SmsFallbackMethod", "AddressSid", "BundleSid"),
}
_LONGEST_NAME = 64
NOT_APPROVED = "BU" + "0" * 32
"""A bundle that the carrier has not looked at yet."""
UNKNOWN_ADDRESS = "AD" + "0" * 32


@dataclass(frozen=True, slots=True)
class Stock:
    """Numbers of one kind for sale: `pattern` takes an index.

    Attributes:
        address: what address the law wants with them.
        bundle: whether it wants a regulatory bundle.
    """

    pattern: str
    locality: str | None
    region: str | None
    sms: bool = True
    address: str = "none"
    bundle: bool = False


_STOCK: dict[tuple[str, str], Stock] = {
    ("AU", "Local"): Stock("+6128000{:04d}", "Sydney", "NSW"),
    ("AU", "Mobile"): Stock("+614915700{:02d}", None, None, address="any", bundle=True),
    ("AU", "TollFree"): Stock("+6118000020{:02d}", None, None, sms=False),
    ("NZ", "Local"): Stock("+6498000{:03d}", "Auckland", "Auckland", sms=False, address="local"),
    ("GB", "Local"): Stock("+442079460{:03d}", "London", "England", sms=False),
    ("US", "Local"): Stock("+1212555{:04d}", "New York", "NY"),
}
_IN_STOCK = range(100, 130)
_KEYS = {
    letter: key
    for key, letters in enumerate("abc def ghi jkl mno pqrs tuv wxyz".split(), 2)
    for letter in letters
}


class NumberRoutes:
    """Handlers of `IncomingPhoneNumbers` and `AvailablePhoneNumbers`."""

    def __init__(self, account: Account) -> None:
        self._account = account

    async def available(self, request: Request) -> Response:
        country, kind = request.path_params["country"], request.path_params["kind"]
        stock = _STOCK.get((country, kind))
        if stock is None:
            raise not_found(request)
        query = request.query_params
        pattern, area = query.get("Contains", ""), query.get("AreaCode", "")
        if pattern and len(pattern.strip("*+")) < 2:
            raise ApiRefusal(400, 21511, "The 'Contains' parameter needs at least two characters")
        if area and country not in ("US", "CA"):
            raise ApiRefusal(400, 21510, "AreaCode is supported for US and Canada only")
        for name, able in {"SmsEnabled": stock.sms, "MmsEnabled": False}.items():
            if query.get(name, "").lower() == "true" and not able:
                return page(request, "available_phone_numbers", [])
        owned = {number.number for number in self._account.numbers.values()}
        numbers = [stock.pattern.format(index) for index in _numbers_of(stock)]
        found = [
            {
                "friendly_name": number,
                "phone_number": number,
                "lata": None,
                "locality": stock.locality,
                "rate_center": None,
                "latitude": None,
                "longitude": None,
                "region": stock.region,
                "postal_code": None,
                "iso_country": country,
                "address_requirements": stock.address,
                "beta": False,
                # Twilio writes them so here, and in lower case of a number that is owned.
                "capabilities": {"voice": True, "SMS": stock.sms, "MMS": False, "fax": False},
            }
            for number in numbers
            if number not in owned
            and _fits(number, pattern)
            and number.startswith(f"+1{area}" if area else "+")
        ]
        return page(request, "available_phone_numbers", found)

    async def create(self, request: Request) -> Response:
        """Buys a number: any well-formed one that the account does not own yet, with what the law wants for it."""
        form = await read_form(request)
        number = form.get("PhoneNumber", "")
        if not number:
            raise ApiRefusal(
                400, 21452, "PhoneNumber or AreaCode is required; this sandbox wants PhoneNumber"
            )
        if not is_e164(number):
            raise ApiRefusal(400, 21421, f"PhoneNumber is invalid: {number}")
        if any(owned.number == number for owned in self._account.numbers.values()):
            raise ApiRefusal(400, 21422, f"{number} is not available.")
        kind, stock = _stock_of(number)
        if stock is not None:
            _require_papers(stock, form)
        bought = self._account.add_number(number, _settings(form))
        if stock is not None:
            bought.kind, bought.sms = kind, stock.sms
        return JSONResponse(bought.json(), 201)

    async def list(self, request: Request) -> Response:
        query = request.query_params
        numbers = [number.json() for number in self._account.numbers.values()]
        if "FriendlyName" in query:
            numbers = [each for each in numbers if each["friendly_name"] == query["FriendlyName"]]
        if "PhoneNumber" in query:
            numbers = [each for each in numbers if _fits(each["phone_number"], query["PhoneNumber"])]
        return page(request, "incoming_phone_numbers", numbers)

    async def show(self, request: Request) -> Response:
        return JSONResponse(self._find(request).json())

    async def update(self, request: Request) -> Response:
        number = self._find(request)
        number.change(_settings(await read_form(request)))
        return JSONResponse(number.json())

    async def delete(self, request: Request) -> Response:
        del self._account.numbers[self._find(request).sid]
        return Response(status_code=204)

    def _find(self, request: Request) -> PhoneNumber:
        number = self._account.numbers.get(request.path_params["sid"])
        if number is None:
            raise not_found(request)
        return number


def _numbers_of(stock: Stock) -> range:
    """As many as the pattern's digits tell apart."""
    return range(10, 40) if "02d" in stock.pattern else _IN_STOCK


def _stock_of(number: str) -> tuple[str, Stock | None]:
    for (_, kind), stock in _STOCK.items():
        if number.startswith(stock.pattern.partition("{")[0]):
            return {"Local": "local", "Mobile": "mobile", "TollFree": "toll-free"}[kind], stock
    return "local", None


def _require_papers(stock: Stock, form: dict[str, str]) -> None:
    address, bundle = form.get("AddressSid"), form.get("BundleSid")
    if stock.bundle and not bundle:
        raise ApiRefusal(400, 21649, "Phone number requires a Bundle and the 'BundleSid' parameter was empty")
    if bundle == NOT_APPROVED:
        raise ApiRefusal(400, 21649, f"Bundle [{bundle}] status is not twilio-approved")
    if stock.address != "none" and not address:
        code = 21615 if stock.address == "local" else 21631
        raise ApiRefusal(
            400, code, "Phone Number Requires an Address but the 'AddressSid' parameter was empty"
        )
    if address == UNKNOWN_ADDRESS:
        raise ApiRefusal(400, 21628, f"Address {address} could not be validated")


def _fits(number: str, pattern: str) -> bool:
    """Whether it holds digits like these, `*` for any one, letters for the keys they are on."""
    wanted = "".join(
        "." if each == "*" else str(_KEYS.get(each.lower(), each)) for each in pattern.strip("+")
    )
    return re.search(wanted, number.strip("+")) is not None if wanted else True


def _settings(form: dict[str, str]) -> dict[str, Any]:
    for name in _URLS:
        if form.get(name):
            require_url(name, form[name])
    for name, prefix in _SIDS.items():
        if form.get(name) and not form[name].startswith(prefix):
            raise ApiRefusal(400, 21705, f"{name} is invalid: {form[name]}")
    if len(form.get("FriendlyName", "")) > _LONGEST_NAME:
        raise ApiRefusal(400, 21705, f"FriendlyName is longer than {_LONGEST_NAME} characters")
    return {name: value for name, value in form.items() if name in _SETTINGS}
