"""Phone numbers over REST: what can be bought, what the account owns, where its calls go.

Source: https://www.twilio.com/docs/phone-numbers/api
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.vendors.twilio.answers import ApiRefusal, not_found, page
from sandbox.vendors.twilio.forms import is_e164, read_form, require_url
from sandbox.vendors.twilio.resources import Account, PhoneNumber

_URLS = ("VoiceUrl", "VoiceFallbackUrl", "StatusCallback", "SmsUrl", "SmsFallbackUrl")
_SETTINGS = {
    *_URLS,
    *("FriendlyName", "VoiceMethod", "VoiceFallbackMethod", "VoiceCallerIdLookup", "StatusCallbackMethod"),
    *("SmsMethod", "SmsFallbackMethod", "AddressSid", "BundleSid"),
}
_STOCK = {
    # Country: (number without its last two digits, locality, region)
    "AU": ("+6128000{:04d}", "Sydney", "NSW"),
    "NZ": ("+6498000{:03d}", "Auckland", "Auckland"),
    "GB": ("+442079460{:03d}", "London", "England"),
    "US": ("+1212555{:04d}", "New York", "NY"),
}
_IN_STOCK = range(100, 130)


class NumberRoutes:
    """Handlers of `IncomingPhoneNumbers` and `AvailablePhoneNumbers`."""

    def __init__(self, account: Account) -> None:
        self._account = account

    async def available(self, request: Request) -> Response:
        country = request.path_params["country"]
        if country not in _STOCK:
            raise not_found(request)
        pattern, locality, region = _STOCK[country]
        wanted = request.query_params.get("Contains", "").strip("*+")
        area = request.query_params.get("AreaCode", "")
        owned = {number.number for number in self._account.numbers.values()}
        numbers = [number for number in (pattern.format(index) for index in _IN_STOCK) if number not in owned]
        found = [
            {
                "friendly_name": number,
                "phone_number": number,
                "lata": None,
                "locality": locality,
                "rate_center": None,
                "latitude": None,
                "longitude": None,
                "region": region,
                "postal_code": None,
                "iso_country": country,
                "address_requirements": "none",
                "beta": False,
                "capabilities": {"voice": True, "sms": True, "mms": False, "fax": False},
            }
            for number in numbers
            if wanted in number and area in number
        ]
        return page(request, "available_phone_numbers", found)

    async def create(self, request: Request) -> Response:
        """Buys a number: any well-formed one that the account does not own yet."""
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
        return JSONResponse(self._account.add_number(number, _settings(form)).json(), 201)

    async def list(self, request: Request) -> Response:
        query = request.query_params
        numbers = [number.json() for number in self._account.numbers.values()]
        for parameter, name in {"PhoneNumber": "phone_number", "FriendlyName": "friendly_name"}.items():
            if parameter in query:
                numbers = [number for number in numbers if number[name] == query[parameter]]
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


def _settings(form: dict[str, str]) -> dict[str, str]:
    for name in _URLS:
        if form.get(name):
            require_url(name, form[name])
    return {name: value for name, value in form.items() if name in _SETTINGS}
