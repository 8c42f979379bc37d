"""Every setting, read from the environment (and `.env`) once at start.

A setting that is missing or malformed stops the start with one message that lists all of them by name. Keys are
`SecretStr`: they never appear in a repr, a log line or an error.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import gettempdir
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    PlainSerializer,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from domain.caller_limits import CallerLimits
from domain.errors import ConfigError
from providers.settings import CalendarSettings, StripeSettings, VendorSettings
from storage.settings import StoreSettings


def _with_scheme(*schemes: str) -> AfterValidator:
    beginnings = tuple(f"{scheme}://" for scheme in schemes)

    def check(value: str) -> str:
        if not value.startswith(beginnings) or value in beginnings:
            raise ValueError(f"must be a URL beginning with {' or '.join(beginnings)}")
        return value.rstrip("/")

    return AfterValidator(check)


def _plain_address(value: str) -> str:
    """Paths are appended to it."""
    try:
        parts = urlsplit(value)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or "?" in value or "#" in value:
        raise ValueError("must name a host and have no query")
    return value


def _absolute_directory(value: str) -> str:
    """`file://./directory` is below the working directory of the process that reads the setting."""
    if not value.startswith("file://"):
        return value
    below = value.removeprefix("file://")
    if not below.startswith(("/", "./")):
        raise ValueError("a directory is file:///absolute or file://./relative")
    return f"file://{Path(below).absolute()}"


def _countries(value: object) -> object:
    """`AU, nz` as codes; anything but text is left to the next check."""
    if not isinstance(value, str):
        return value
    codes = {code.strip().upper() for code in value.split(",") if code.strip()}
    if any(code != "*" and not re.fullmatch("[A-Z]{2}", code) for code in codes):
        raise ValueError("must be ISO 3166 alpha-2 codes with commas between, such as AU,NZ, or *")
    return frozenset(codes)


def _names(value: object) -> object:
    """`a, b` as a set; anything but text is left to the next check."""
    if not isinstance(value, str):
        return value
    return frozenset(name.strip().lower() for name in value.split(",") if name.strip())


_PasswordHidden = PlainSerializer(lambda url: f"{url.partition('://')[0]}://{'*' * 10}")
"""In dumps; `repr` leaves the setting out."""

HttpUrl = Annotated[str, _with_scheme("http", "https"), AfterValidator(_plain_address)]
PostgresUrl = Annotated[str, _with_scheme("postgresql", "postgres", "postgresql+asyncpg"), _PasswordHidden]
RedisUrl = Annotated[str, _with_scheme("redis", "rediss"), _PasswordHidden]
ObjectsUrl = Annotated[str, _with_scheme("file", "s3", "gs", "az"), AfterValidator(_absolute_directory)]
E164 = Annotated[str, Field(pattern=r"^\+[1-9]\d{6,14}$")]

LIVE_CALL_NEEDS = (
    "DATABASE_URL",
    "REDIS_URL",
    "PUBLIC_URL",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "DEEPGRAM_API_KEY",
    "OPENAI_API_KEY",
    "ELEVENLABS_API_KEY",
)
"""Without these no call can be answered outside development."""


ENV_FILE = "RECEPTIONIST_ENV_FILE"
"""The environment variable that names `.env` to processes working in another directory than the user's."""


class Settings(BaseSettings):
    """The settings under their environment names, in lower case."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", hide_input_in_errors=True, frozen=True
    )

    app_env: Literal["development", "test", "staging", "production"] = "development"
    app_name: str = "AI Receptionist"
    api_base_url: HttpUrl = "http://127.0.0.1:8000"
    frontend_url: HttpUrl = "http://127.0.0.1:8000"
    public_url: HttpUrl | None = None
    """Where the carrier reaches us; `api_base_url` unless set."""

    database_url: PostgresUrl | None = Field(default=None, repr=False)
    listen_database_url: PostgresUrl | None = Field(default=None, repr=False)
    """A way to the same server that can LISTEN, where `database_url` is a pooler in transaction mode."""
    read_database_url: PostgresUrl | None = Field(default=None, repr=False)
    migration_database_url: PostgresUrl | None = Field(default=None, repr=False)
    """The owner's connection, for migrations; the running system uses the weaker `database_url`."""
    database_pool_size: Annotated[int, Field(ge=1, le=200)] = 8
    """Connections a process keeps; the API works on as many requests at once."""
    database_max_overflow: Annotated[int, Field(ge=0, le=200)] = 10
    redis_url: RedisUrl | None = Field(default=None, repr=False)

    api_requests_per_minute: Annotated[int, Field(ge=1, le=1_000_000)] = 100
    """Of one address, under `/api`."""
    api_program_requests_per_minute: Annotated[int, Field(ge=1, le=1_000_000)] = 600
    """Of one API key."""
    api_hosts: Annotated[frozenset[str], NoDecode, BeforeValidator(_names)] = frozenset(
        {"localhost", "127.0.0.1"}
    )
    """Names the API answers to besides those of its addresses, with commas between."""
    trusted_proxies: Annotated[frozenset[str], NoDecode, BeforeValidator(_names)] = frozenset(
        {"127.0.0.1", "::1"}
    )
    """Whose X-Forwarded-For and X-Forwarded-Proto are believed: addresses and networks, with commas between."""

    supabase_url: HttpUrl | None = None
    supabase_anon_key: SecretStr | None = None
    supabase_service_key: SecretStr | None = None

    openai_api_key: SecretStr | None = None
    openai_model: str = "gpt-4.1-mini"
    openai_fallback_model: str = "gpt-4o-mini"
    """Asked while the first one fails; the same as the first for none."""
    openai_max_tokens: Annotated[int, Field(ge=16, le=4096)] = 400
    openai_base_url: HttpUrl | None = None
    deepgram_api_key: SecretStr | None = None
    deepgram_base_url: HttpUrl | None = None
    elevenlabs_api_key: SecretStr | None = None
    elevenlabs_model: str = "eleven_flash_v2_5"
    elevenlabs_fallback_voice: str = "21m00Tcm4TlvDq8ikWAM"
    """Id of the voice that speaks while a business's own fails: one that every account has."""
    elevenlabs_base_url: HttpUrl | None = None
    twilio_account_sid: Annotated[str, Field(pattern=r"^AC[0-9a-fA-F]{32}$")] | None = None
    twilio_auth_token: SecretStr | None = None
    twilio_phone_number: E164 | None = None
    twilio_base_url: HttpUrl | None = None
    sendgrid_api_key: SecretStr | None = None
    sendgrid_from_email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    sendgrid_base_url: HttpUrl | None = None
    sendgrid_events_key: str | None = None
    """The public key SendGrid's event webhook is verified with, in base 64."""
    access_token_keys: SecretStr | None = None
    """Private P-256 keys as a JWK set; the first signs, all are accepted. With `seal_keys`, turns `/api/v1` on."""
    seal_keys: SecretStr | None = None
    """Fernet keys with commas between; the first seals second factors' secrets, all open them."""
    stripe_secret_key: SecretStr | None = None
    stripe_publishable_key: str | None = None
    stripe_webhook_secret: SecretStr | None = None
    """Of each endpoint and event destination that points here, with commas between."""
    stripe_base_url: HttpUrl | None = None
    square_application_id: str | None = None
    square_application_secret: SecretStr | None = None
    """With accounts: businesses can connect their Square Appointments."""
    square_webhook_key: SecretStr | None = None
    """Signature key of the webhook subscription that posts to us; without one changes are found by polling."""
    square_base_url: HttpUrl | None = None
    google_client_id: str | None = None
    google_client_secret: SecretStr | None = None
    """With accounts: businesses can connect their Google calendars."""
    google_base_url: HttpUrl | None = None
    calendar_notices_url: HttpUrl | None = None
    """Where Google reaches us with notices, https; `api_base_url` unless set, and nowhere where that is not https."""
    fresha_base_url: HttpUrl | None = None

    sentry_dsn: SecretStr | None = None
    sentry_environment: str | None = None
    delivery_retention_days: Annotated[int, Field(ge=1, le=365)] = 7
    """How long what vendors' webhooks said, and what texts to callers were made of, is kept after its use."""
    event_retention_days: Annotated[int, Field(ge=1, le=3650)] = 180
    """How long what happened in a business is listed and can be told again."""
    webhook_loopback_allowed: bool = False
    """Whether events may be sent to this machine, over http too: for development and tests."""
    operator_token: SecretStr | None = Field(default=None, min_length=16)
    """Who shows it to `GET /health` is told what is wrong with a part; others only that something is."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "console"] = "json"

    media_host: str = "0.0.0.0"  # noqa: S104 - the balancer reaches it from another machine
    media_port: Annotated[int, Field(ge=0, le=65535)] = 8765
    web_port: Annotated[int, Field(ge=0, le=65535)] = 0
    """On a single node: where the reverse proxy beside it reaches webhooks and API past Serve's proxy; 0: nowhere."""
    calls_per_actor: Annotated[int, Field(ge=1, le=200)] = 1
    isolated_calls: Annotated[int, Field(ge=0, le=2000)] = 0
    """With `calls_per_actor` above 1: so many calls of a node have an actor each, further ones share those."""
    rush_calls_per_actor: Annotated[int, Field(ge=1, le=200)] = 4
    """With `calls_per_actor` 1: calls that come faster than actors start share them, so many one actor; 1: never."""
    call_slots: Annotated[int, Field(ge=1, le=2000)] = 20
    """Calls one node serves at once."""
    call_slots_reserve: Annotated[int, Field(ge=0, le=100)] = 1
    """Slots each node keeps back from fresh calls, for calls that lost theirs elsewhere."""
    warm_call_actors: Annotated[int, Field(ge=0, le=200)] = 3
    """Started actors a node keeps waiting for the next call."""
    gateway_standby: bool = True
    """Whether each node keeps a second, idle gateway. Without it callers wait while Serve starts the next one."""
    fork_workers: bool = True
    """Whether Ray's workers are forked from a process that has everything imported (`actors/forking`)."""
    calls_before_actor_retires: Annotated[int, Field(ge=1, le=100_000)] = 50
    open_bookings_per_number: Annotated[int, Field(ge=1, le=1000)] = 3
    """Appointments to come that one calling number may have at a business."""
    bookings_per_call: Annotated[int, Field(ge=1, le=1000)] = 3
    lines_per_number: Annotated[int, Field(ge=1, le=1000)] = 2
    """Lines of one business that one calling number may occupy at once."""
    text_countries: Annotated[frozenset[str], NoDecode, BeforeValidator(_countries)] = frozenset()
    """ISO 3166 alpha-2, with commas between: where texts may go besides the business's own country; `*`: anywhere."""
    texts_per_number_and_day: Annotated[int, Field(ge=1, le=1000)] = 5
    objects_url: Annotated[ObjectsUrl, Field(validate_default=True)] = "file://./.receptionist/objects"
    """Recordings and journals of ended calls, and the archive: `s3://call-recordings`, for one."""
    assets_url: ObjectsUrl | None = None
    """Logos and greetings: `s3://business-assets`; below `objects_url` when it is not set."""
    run_dir: Path = Path(gettempdir()) / "receptionist"
    """Sockets between gateway and actors, recordings under way. Short: a socket's path has 107 characters."""

    @model_validator(mode="wrap")
    @classmethod
    def _tell_everything_at_once(cls, values: Any, validate: ModelWrapValidatorHandler[Self]) -> Self:
        """Malformed settings must not hide what else the environment lacks."""
        malformed: dict[str, str] = {}
        try:
            settings = validate(values)
        except ValidationError as error:
            settings = None
            malformed = {str(e["loc"][0]): e["msg"] for e in error.errors(include_input=False)}
        contradictions = _contradictions(settings) if settings is not None else {}
        problems = _unfit_for_live_calls(values) | malformed | contradictions
        if problems or settings is None:
            raise ValidationError.from_exception_data(
                cls.__name__, [_problem(name, message) for name, message in problems.items()]
            )
        return settings

    @property
    def actor_sharing(self) -> tuple[int, int]:
        """The most calls of one actor, and how many actors serve one call each while they can."""
        if self.calls_per_actor > 1:
            return self.calls_per_actor, self.isolated_calls
        return self.rush_calls_per_actor, self.call_slots if self.rush_calls_per_actor > 1 else 0

    @property
    def carrier_url(self) -> str:
        """The address the carrier posts to, without a trailing slash."""
        return self.public_url or self.api_base_url

    @property
    def media_url(self) -> str:
        """Where the carrier opens media streams: `wss://` unless the public address is plain http."""
        scheme, _, rest = self.carrier_url.partition("://")
        return f"{'wss' if scheme == 'https' else 'ws'}://{rest}"

    def required(self, name: str) -> str:
        """A setting that this part of the system cannot do without. Raises ConfigError, naming it."""
        value = getattr(self, name)
        if value is None:
            raise ConfigError(f"These settings need attention:\n  {name.upper()}: is not set")
        return str(value)

    def secret(self, name: str) -> str:
        """As `required`, revealed."""
        self.required(name)
        return _reveal(getattr(self, name))

    def stores(self) -> StoreSettings:
        """Where the stores are, as plain values. Raises ConfigError when Postgres or Redis is not named."""
        return StoreSettings(
            redis_url=self.required("redis_url"),
            database_url=self.required("database_url"),
            read_database_url=self.read_database_url,
            objects_url=self.objects_url,
            assets_url=self.assets_url,
        )

    @property
    def has_accounts(self) -> bool:
        """Whether people can sign up and in here."""
        return self.access_token_keys is not None and self.seal_keys is not None

    @property
    def sends_mail(self) -> bool:
        """Whether mail can be sent from here; where people can sign up it has to be."""
        return self.has_accounts or (
            self.sendgrid_api_key is not None and self.sendgrid_from_email is not None
        )

    def account_keys(self) -> tuple[str, list[str]]:
        """The access tokens' JWK set and the seal's keys; see `has_accounts`."""
        seal = _reveal(self.seal_keys).split(",")
        return _reveal(self.access_token_keys), [key.strip() for key in seal if key.strip()]

    @property
    def has_billing(self) -> bool:
        """Whether businesses pay here: people sign in, and Stripe is ours."""
        return self.has_accounts and self.stripe_secret_key is not None

    def stripe(self) -> StripeSettings:
        """What Stripe's provider needs; see `has_billing`."""
        secrets = _reveal(self.stripe_webhook_secret).split(",")
        return StripeSettings(
            api_key=_reveal(self.stripe_secret_key),
            base_url=self.stripe_base_url,
            webhook_secrets=tuple(secret.strip() for secret in secrets if secret.strip()),
        )

    @property
    def notices_address(self) -> str | None:
        """The public address calendars' vendors tell of changes at; None for none."""
        address = self.calendar_notices_url or self.api_base_url
        return address if address.startswith("https://") else None

    def calendars(self) -> CalendarSettings:
        """What the calendars' providers need."""
        return CalendarSettings(
            google_client_id=self.google_client_id or "",
            google_client_secret=_reveal(self.google_client_secret),
            google_base_url=self.google_base_url,
            square_application_id=self.square_application_id or "",
            square_application_secret=_reveal(self.square_application_secret),
            square_base_url=self.square_base_url,
        )

    def caller_limits(self) -> CallerLimits:
        """What one caller may take up of a business."""
        return CallerLimits(
            open_bookings=self.open_bookings_per_number,
            bookings_per_call=self.bookings_per_call,
            lines=self.lines_per_number,
        )

    def vendors(self) -> VendorSettings:
        """The part the providers need, as plain values."""
        return VendorSettings(
            deepgram_api_key=_reveal(self.deepgram_api_key),
            deepgram_base_url=self.deepgram_base_url,
            openai_api_key=_reveal(self.openai_api_key),
            openai_base_url=self.openai_base_url,
            openai_model=self.openai_model,
            openai_fallback_model=self.openai_fallback_model,
            openai_max_tokens=self.openai_max_tokens,
            elevenlabs_api_key=_reveal(self.elevenlabs_api_key),
            elevenlabs_base_url=self.elevenlabs_base_url,
            elevenlabs_model_id=self.elevenlabs_model,
            elevenlabs_fallback_voice_id=self.elevenlabs_fallback_voice,
            twilio_account_sid=self.twilio_account_sid or "",
            twilio_auth_token=_reveal(self.twilio_auth_token),
            twilio_base_url=self.twilio_base_url,
        )


def env_file() -> Path:
    """The file read beside the environment: what `ENV_FILE` names, else `.env` of the working directory."""
    return Path(os.environ.get(ENV_FILE) or ".env")


def load_settings(overrides: Mapping[str, object] | None = None) -> Settings:
    """The settings of this process.

    Args:
        overrides: by lower-case name; they win over the environment.

    Raises:
        ConfigError: lists every setting that is missing or malformed, by name, never with its value.
    """
    try:
        values: dict[str, Any] = dict(overrides or {})
        return Settings(_env_file=env_file(), **values)  # pyright: ignore[reportCallIssue]
    except ValidationError as error:
        problems = "\n".join(
            f"  {str(problem['loc'][0]).upper()}: {problem['msg']}"
            for problem in error.errors(include_input=False, include_url=False)
        )
        raise ConfigError(f"These settings need attention:\n{problems}") from None


def _unfit_for_live_calls(values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong between settings, by lower-case name."""
    app_env = values.get("app_env")
    live = app_env in ("staging", "production")
    problems: dict[str, str] = {}
    if live:
        missing = [name.lower() for name in LIVE_CALL_NEEDS if values.get(name.lower()) is None]
        problems = dict.fromkeys(missing, f"is needed when APP_ENV is {app_env}")
    name = "public_url" if values.get("public_url") else "api_base_url"
    address = values.get(name)
    if address and not str(address).startswith("https://") and (live or not _is_loopback(str(address))):
        problems[name] = "must begin with https://, the carrier streams only over TLS"
    return problems


def _contradictions(settings: Settings) -> dict[str, str]:
    """What is wrong between settings that are each well, by lower-case name."""
    if settings.webhook_loopback_allowed and settings.app_env in ("staging", "production"):
        return {"webhook_loopback_allowed": "would let a business reach what listens on our own machines"}
    if settings.has_accounts and settings.app_env in ("staging", "production"):
        plain = [
            name
            for name in ("api_base_url", "frontend_url")
            if not getattr(settings, name).startswith("https://")
        ]
        if plain:
            return dict.fromkeys(
                plain, "must begin with https:// where people sign in: passwords travel there"
            )
    if settings.has_billing and settings.stripe_webhook_secret is None:
        return {
            "stripe_webhook_secret": "is needed with STRIPE_SECRET_KEY: nothing Stripe says is believed without"
        }
    if not settings.isolated_calls:
        return {}
    if settings.calls_per_actor == 1:
        return {"isolated_calls": "needs CALLS_PER_ACTOR above 1: every call has an actor of its own already"}
    if settings.isolated_calls > settings.call_slots:
        return {"isolated_calls": "is more than CALL_SLOTS"}
    return {}


def _problem(name: str, message: str) -> InitErrorDetails:
    """A validation error without the value."""
    reason = PydanticCustomError("setting", "{reason}", {"reason": message.removeprefix("Value error, ")})
    return InitErrorDetails(type=reason, loc=(name,), input=None)


def _is_loopback(url: str) -> bool:
    try:
        return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")
    except ValueError:
        return False


def _reveal(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret is not None else ""
