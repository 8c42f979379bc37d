"""Error reporting, started by every process: Sentry's own Ray integration covers tasks only."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from config.settings import Settings

_DATABASE_DRIVERS = ("asyncpg", "sqlalchemy")


def start_sentry(settings: "Settings", *, component: str) -> None:
    """Reports unhandled errors of this process; does nothing without SENTRY_DSN."""
    if settings.sentry_dsn is None:
        return
    import sentry_sdk

    sentry_sdk.init(
        dsn=settings.sentry_dsn.get_secret_value(),
        environment=settings.sentry_environment or settings.app_env,
        send_default_pii=False,
        include_local_variables=False,
        before_send=_without_personal_data,
    )
    sentry_sdk.set_tag("component", component)


def _without_personal_data(event: Any, _hint: dict[str, Any]) -> Any:
    """Breadcrumbs and request bodies can hold what callers said.

    So can an exception's message behind its first line, and a database driver's from its beginning: they quote
    parameters and rows.
    """
    event.pop("breadcrumbs", None)
    (event.get("request") or {}).pop("data", None)
    for exception in (event.get("exception") or {}).get("values") or ():
        told = str(exception.get("value") or "")
        if str(exception.get("module") or "").startswith(_DATABASE_DRIVERS):
            told = ""
        exception["value"] = next(iter(told.splitlines()), "")
    return event
