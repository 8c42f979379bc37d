"""Which vendors of calendars a system on this machine speaks to."""

from config.settings import load_settings
from sandbox.local.vendor_plan import plan_calendars, without_vendors

URL = "http://127.0.0.1:9000"


def test_calendars_are_the_stand_ins_unless_a_vendor_is_given() -> None:
    nothing = without_vendors()
    found = plan_calendars(load_settings(nothing), URL)
    assert (found["GOOGLE_BASE_URL"], found["SQUARE_BASE_URL"]) == (f"{URL}/google", f"{URL}/square")
    settings = load_settings({**nothing, **{name.lower(): value for name, value in found.items()}})
    assert settings.calendars().google_client_secret
    assert settings.calendars().square_base_url == f"{URL}/square"
    own = load_settings({**nothing, "google_client_id": "mine"})
    assert [name for name in plan_calendars(own, URL) if name.startswith("GOOGLE")] == []
