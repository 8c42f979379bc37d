"""A second factor: time-based codes of an authenticator app (RFC 6238), and recovery codes for a lost one."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pyotp import random_base32
from pyotp.totp import TOTP
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import ConfigError, NotPermitted, SecondFactorNeeded
from services.accounts.proofs import Proofs
from services.accounts.secrets import digest_of
from storage.postgres import second_factors, users
from storage.postgres.database import Database
from storage.postgres.users import UserRow

STEP_S = 30
EITHER_SIDE = 1
"""Steps a clock may be off."""

RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what looks alike."""


class Seal:
    """Encrypts what is to be read again, such as TOTP secrets: a copy of the table opens nothing.

    Args:
        keys: Fernet keys, the newest first; all of them open, the first seals.

    Raises:
        ConfigError: no key, or one of another form.
    """

    def __init__(self, *keys: str) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except (ValueError, TypeError) as error:
            raise ConfigError("SEAL_KEYS: at least one key of 32 bytes in URL-safe base64") from error

    def close(self, text: str) -> bytes:
        return self.close_bytes(text.encode())

    def open(self, sealed: bytes) -> str:
        """Raises ConfigError when none of the keys sealed it."""
        return self.open_bytes(sealed).decode()

    def close_bytes(self, content: bytes) -> bytes:
        return self._fernet.encrypt(content)

    def open_bytes(self, sealed: bytes) -> bytes:
        """Raises ConfigError when none of the keys sealed it."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken as error:
            raise ConfigError("SEAL_KEYS: the key something was sealed with is missing") from error


@dataclass(frozen=True, slots=True)
class Enrolment:
    """For the authenticator app: the secret, and the same as an address a QR code holds."""

    secret: str
    address: str


class SecondFactor:
    def __init__(self, database: Database, proofs: Proofs, seal: Seal, issuer: str) -> None:
        self._database = database
        self._proofs = proofs
        self._seal = seal
        self._issuer = issuer

    async def enrol(self, user_id: UUID, password: str, address: str) -> Enrolment:
        """A fresh secret, in force once a code of it was shown.

        Args:
            address: where the request comes from.

        Raises:
            NotPermitted: the password is another, or there is a second factor already.
            LimitReached: too many wrong passwords.
        """
        user = await self._proofs.password(user_id, password, address)
        if user.has_second_factor:
            raise NotPermitted("there is a second factor already; remove it first")
        secret = random_base32()
        async with self._database.identity() as session:
            await second_factors.enrol(session, user_id, self._seal.close(secret))
        return Enrolment(secret, TOTP(secret).provisioning_uri(name=user.email, issuer_name=self._issuer))

    async def confirm(self, user_id: UUID, code: str, address: str, now: datetime) -> tuple[str, ...]:
        """The factor is in force from now on; gives recovery codes, told this once.

        Raises:
            NotPermitted: the code is not of the secret that was enrolled.
            LimitReached: too many wrong codes.
        """
        await self._proofs.take_code(user_id, address)
        codes = tuple(_recovery_code() for _ in range(RECOVERY_CODES))
        async with self._database.identity() as session:
            user = await users.by_id(session, user_id)
            if user is None or user.has_second_factor or not await self._is_code(session, user, code, now):
                raise NotPermitted("this code is not right; enter the one the app shows now")
            await second_factors.confirm(session, user_id, now)
            await second_factors.replace_recovery_codes(session, user_id, [digest_of(one) for one in codes])
        await self._proofs.code_was_right(user_id, address)
        return codes

    async def remove(self, user_id: UUID, password: str, code: str, address: str, now: datetime) -> None:
        """Raises NotPermitted when the password or the code is wrong, LimitReached after too many that were."""
        user = await self._proofs.password(user_id, password, address)
        await self._prove_code(user, code, address, now)
        async with self._database.identity() as session:
            await second_factors.remove(session, user_id)

    async def proven(
        self, user_id: UUID, password: str, code: str | None, address: str, now: datetime
    ) -> UserRow:
        """The user, who has just shown their password again, and a code where they have a second factor.

        Args:
            address: where the request comes from.

        Raises:
            NotPermitted: the password or the code is wrong.
            SecondFactorNeeded: there is one, and no code was shown.
            LimitReached: too many were wrong.
        """
        user = await self._proofs.password(user_id, password, address)
        if user.has_second_factor:
            if not code:
                raise SecondFactorNeeded(
                    "show the code of your authenticator app, or a recovery code, as well"
                )
            await self._prove_code(user, code, address, now)
        return user

    async def _prove_code(self, user: UserRow, code: str, address: str, now: datetime) -> None:
        await self._proofs.take_code(user.id, address)
        if not await self.holds(user, code, now):
            raise NotPermitted("the code is not right")
        await self._proofs.code_was_right(user.id, address)

    async def holds(self, user: UserRow, code: str, now: datetime) -> bool:
        """Whether the code is the app's at this moment, or a recovery code; each is good for once."""
        async with self._database.identity() as session:
            if await self._is_code(session, user, code, now):
                return True
            return await second_factors.use_recovery_code(
                session, user.id, digest_of(code.strip().lower()), now
            )

    async def _is_code(self, session: AsyncSession, user: UserRow, code: str, now: datetime) -> bool:
        digits = "".join(code.split())
        if user.totp_secret is None or not (len(digits) == 6 and digits.isascii() and digits.isdigit()):
            return False
        app = TOTP(self._seal.open(user.totp_secret))
        current = int(now.timestamp()) // STEP_S
        for step in range(current - EITHER_SIDE, current + EITHER_SIDE + 1):
            if secrets.compare_digest(app.at(step * STEP_S), digits):
                return await second_factors.use_step(session, user.id, step)
        return False


def new_seal_key() -> str:
    """For `SEAL_KEYS`."""
    return Fernet.generate_key().decode()


def _recovery_code() -> str:
    """Two groups of five: 49 bits, and guesses are counted."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(2))
