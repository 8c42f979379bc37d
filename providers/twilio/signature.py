# The twilio package has no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Whether a request really comes from Twilio.

Source: https://www.twilio.com/docs/usage/security#validating-requests
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from twilio.request_validator import (
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)


def valid_signature(
    url: str,
    params: Mapping[str, Any] | str | bytes | None,
    headers: Mapping[str, str],
    auth_token: str,
) -> bool:
    """True when the `X-Twilio-Signature` header was made over this request with our token.

    A signature over the URL with or without its default port counts: Twilio's own services differ there. For a
    WebSocket upgrade give the `wss://` URL and no parameters. The algorithm is the one the request names in
    `X-Twilio-Webhooks-Signature-Settings` (HMAC-SHA1 without that header); an unknown one is refused.

    Args:
        url: the public URL as Twilio requested it, query string included.
        params: the form's fields (a mapping or a multi-dict with `getlist`), or the raw body of a JSON request,
            whose hash Twilio puts into the query as `bodySHA256`; None when there are none.
        headers: the request's headers; the case of names does not matter.
        auth_token: the account's auth token, or the shared key's secret.
    """
    named = {name.lower(): value for name, value in headers.items()}
    signature = named.get(SIGNATURE_HEADER.lower())
    if not signature:
        return False
    algorithm = get_signature_algorithm(named.get(SIGNATURE_SETTINGS_HEADER.lower(), ""))
    try:
        parts = urlsplit(url)
        if isinstance(params, (str, bytes)):
            # Without the hash in the signed URL nothing vouches for the body.
            if "bodySHA256" not in parse_qs(parts.query):
                return False
            params = params.decode() if isinstance(params, bytes) else params
        if parts.scheme == "wss" and parts.port is None:
            # The SDK would try port 80 for wss; given :443 it tries both the URL with it and without.
            url = parts._replace(netloc=f"{parts.netloc}:443").geturl()
        return bool(RequestValidator(auth_token).validate(url, params, signature, algorithm))
    except ValueError:  # an address or text that cannot have been signed
        return False
