"""Where a calendar can be read that is published elsewhere."""

from urllib.parse import urljoin, urlsplit

from domain.errors import InvalidInput
from domain.webhooks.address import endpoint_url


def feed_url(text: str, *, loopback_allowed: bool = False) -> str:
    """The address as it is kept: `webcal:` is https; a host of the internet, no user.

    Raises:
        InvalidInput: says what is wrong with it.
    """
    url = text.strip()
    scheme, separator, rest = url.partition("://")
    if separator and scheme.lower() in ("webcal", "webcals"):
        url = f"https://{rest}"
    try:
        return endpoint_url(url, loopback_allowed=loopback_allowed)
    except InvalidInput as refused:
        if "no user or password" in str(refused):
            raise InvalidInput(
                "url: must hold no user or password; use the calendar's secret address"
            ) from None
        if "is no address" in str(refused):
            raise InvalidInput("url: is no address; it looks like https://example.com/calendar.ics") from None
        raise


def redirected(url: str, location: str, *, loopback_allowed: bool = False) -> str:
    """Where a redirect leads, held to the same rules. Raises InvalidInput."""
    try:
        target = urljoin(url, location.strip()).partition("#")[0]
    except ValueError:
        raise InvalidInput("url: leads to something that is no address") from None
    return feed_url(target, loopback_allowed=loopback_allowed)


def host_of(url: str) -> str:
    """What may be shown of an address, which is often a secret as a whole."""
    return urlsplit(url).hostname or ""
