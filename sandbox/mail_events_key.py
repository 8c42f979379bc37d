"""The key SendGrid's stand-in signs events of mails with: the same in every one, since it protects nothing."""

import base64
import hashlib

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY = ec.derive_private_key(int.from_bytes(hashlib.sha256(b"sandbox sendgrid").digest()), ec.SECP256R1())


def public_key() -> str:
    """As the settings page of the webhook shows it: base64 of DER."""
    return base64.b64encode(
        KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    ).decode()
