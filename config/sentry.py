"""Error reporting, started by every process: Sentry's own Ray integration covers tasks only."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from config.settings import Settings


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
    """Breadcrumbs and request bodies can hold what callers said."""
    event.pop("breadcrumbs", None)
    event.get("request", {}).pop("data", None)
    return event
