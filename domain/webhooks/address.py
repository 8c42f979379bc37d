"""Where a business may have its events sent."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from domain.errors import InvalidInput
from domain.public_addresses import is_loopback, is_public

LONGEST = 2000
_UNREADABLE = "url: is no address; it looks like https://example.com/hooks"


def endpoint_url(text: str, *, loopback_allowed: bool = False) -> str:
    """The address as it is kept: https, a host, no user and no fragment.

    What a host's name leads to is looked at when something is sent (`providers.public_web`).

    Args:
        loopback_allowed: on a developer's machine: then http to this machine is allowed too.

    Raises:
        InvalidInput: says what is wrong with it.
    """
    url = text.strip()
    if len(url) > LONGEST or not url.isascii() or any(char.isspace() or ord(char) < 33 for char in url):
        raise InvalidInput(_UNREADABLE)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise InvalidInput(_UNREADABLE) from None
    if not host or "\\" in url or port == 0:
        raise InvalidInput(_UNREADABLE)
    if parts.username is not None or parts.password is not None:
        raise InvalidInput("url: must hold no user or password; what we send is signed")
    if parts.fragment or "#" in url:
        raise InvalidInput("url: must hold no `#`: it is sent to nobody")
    local = loopback_allowed and _leads_here(host)
    if parts.scheme != "https" and not (local and parts.scheme == "http"):
        raise InvalidInput("url: must begin with https://")
    if not local and _is_inside(host):
        raise InvalidInput("url: must be reachable from the internet")
    return url


def _leads_here(host: str) -> bool:
    return host == "localhost" or is_loopback(host)


def _is_inside(host: str) -> bool:
    """Whether that is plain from the host alone: a literal address, or a name no public resolver knows."""
    try:
        ip_address(host)
    except ValueError:
        bare = host.rstrip(".").lower()
        return "." not in bare or bare.endswith((".localhost", ".local", ".internal", ".home.arpa"))
    return not is_public(host)
