"""What becomes of the holidays a business has when the calendar lists others."""

from datetime import date

from domain.setup.holidays import HolidayKind, KeptHoliday, ListedHoliday, brought_up_to_date

XMAS = ListedHoliday(date(2026, 12, 25), "Christmas Day")
BOXING = ListedHoliday(date(2026, 12, 28), "Boxing Day (observed)", HolidayKind.OBSERVED)
EVE = ListedHoliday(date(2026, 12, 24), "Christmas Eve (from 7pm)", HolidayKind.HALF_DAY)


def test_holidays_are_kept_and_half_days_opened_until_somebody_decides() -> None:
    found = brought_up_to_date([], [EVE, XMAS, BOXING], same_country=True)
    assert {each.listed.name: each.opened for each in found.values()} == {
        EVE.name: True,
        XMAS.name: False,
        BOXING.name: False,
    }
    assert not any(each.decided for each in found.values())


def test_what_was_decided_holds_as_long_as_the_day_is_a_holiday_under_whatever_name() -> None:
    renamed = ListedHoliday(XMAS.day, "Christmas")
    decided = [KeptHoliday(XMAS, True, True), KeptHoliday(EVE, False, True)]
    found = brought_up_to_date(decided, [renamed], same_country=True)
    assert found == {XMAS.day: KeptHoliday(renamed, True, True)}


def test_in_another_country_it_holds_for_the_same_holiday_alone() -> None:
    australia_day = ListedHoliday(date(2027, 1, 26), "Australia Day")
    republic_day = ListedHoliday(date(2027, 1, 26), "Republic Day")
    decided = [KeptHoliday(XMAS, True, True), KeptHoliday(australia_day, True, True)]
    found = brought_up_to_date(decided, [XMAS, republic_day], same_country=False)
    assert found[XMAS.day].opened
    assert not found[republic_day.day].opened


def test_what_was_not_decided_follows_the_calendar() -> None:
    now_half = ListedHoliday(XMAS.day, "Christmas Day", HolidayKind.HALF_DAY)
    assert brought_up_to_date([KeptHoliday(XMAS, False)], [now_half], same_country=True)[XMAS.day].opened
