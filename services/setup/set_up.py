"""Every use-case of set-up, over one database."""

from dataclasses import dataclass

from domain.setup.resources import AssetSettings, StaffSettings
from services.setup.absences import Absences
from services.setup.business import BusinessDesk, Locations
from services.setup.csv_import import CsvImport
from services.setup.desk import Desk
from services.setup.holiday_calendar import HolidayCalendars
from services.setup.holidays import Holidays
from services.setup.offerings import Offerings
from services.setup.resources import Resources, assets_over, locations_over, staff_over
from services.setup.special_days import SpecialDays
from services.setup.weeks import Weeks
from storage.postgres.database import Database


@dataclass(frozen=True, slots=True)
class SetUp:
    """One for each process."""

    desk: Desk
    business: BusinessDesk
    locations: Locations
    staff: Resources[StaffSettings]
    assets: Resources[AssetSettings]
    offerings: Offerings
    weeks: Weeks
    special_days: SpecialDays
    absences: Absences
    holidays: Holidays
    csv: CsvImport


def set_up_over(database: Database) -> SetUp:
    desk, calendars = Desk(database), HolidayCalendars()
    staff, offerings = staff_over(desk), Offerings(desk)
    return SetUp(
        desk=desk,
        business=BusinessDesk(desk, calendars),
        locations=Locations(desk, calendars, locations_over(desk)),
        staff=staff,
        assets=assets_over(desk),
        offerings=offerings,
        weeks=Weeks(desk),
        special_days=SpecialDays(desk),
        absences=Absences(desk),
        holidays=Holidays(desk, calendars),
        csv=CsvImport(desk, staff, offerings),
    )
