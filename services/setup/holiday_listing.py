r"""Public holidays by country and region, worked out in a process of its own that ends with its answer.

    python -P -m services.setup.holiday_listing \
        '{"country": "AU", "regions": ["VIC"], "language": "en-AU", "years": [2026]}'

The `holidays` library takes 54 MiB and 0.7 s to import, which no process that stays should keep
(`services.setup.holiday_calendar` asks).
"""

import json
import sys
from collections.abc import Sequence
from typing import Any

SUBSTITUTES = ("(observed)", "(substitute", "(in lieu")


def listed(
    country: str, regions: Sequence[str | None], language: str, years: Sequence[int]
) -> dict[str, Any]:
    """What is known of a country.

    Returns:
        `regions`: names by code; `aliases`: codes by other names; `days`: for each region asked for that is known (`""`
        for none) lists of `[date, name, kind]`, where a kind is public, observed or half_day.
    """
    import holidays

    if country not in holidays.list_supported_countries():
        return {"regions": {}, "aliases": {}, "days": {"": []} if None in regions else {}}
    plain: Any = holidays.country_holidays(country)
    aliases: dict[str, str] = dict(plain.subdivisions_aliases)
    names = {code: code for code in plain.subdivisions}
    names |= {code: name for name, code in aliases.items()}
    spoken = _language(plain.supported_languages, language)
    days: dict[str, list[list[str]]] = {}
    for region in regions:
        if region is not None and region not in names:
            continue
        found: dict[str, list[str]] = {}
        # A public holiday says more of a day than half of one.
        for category in ("half_day", "public"):
            if category not in plain.supported_categories:
                continue
            of_region: Any = holidays.country_holidays(
                country, subdiv=region, years=list(years), language=spoken, categories=(category,)
            )
            for day, name in of_region.items():
                found[day.isoformat()] = [day.isoformat(), name, _kind(category, name)]
        days[region or ""] = [found[day] for day in sorted(found)]
    return {"regions": names, "aliases": aliases, "days": days}


def _kind(category: str, name: str) -> str:
    if category == "half_day":
        return "half_day"
    # Names of one day may stand together; an ordinary holiday among them makes it one.
    observed = all(any(mark in part.casefold() for mark in SUBSTITUTES) for part in name.split("; "))
    return "observed" if observed else "public"


def _language(supported: Sequence[str] | None, tag: str) -> str | None:
    """That of the business, else one of the same language; None is the country's own."""
    wanted = tag.replace("-", "_")
    language = wanted.partition("_")[0]
    if wanted in (supported or ()):
        return wanted
    return next((each for each in supported or () if each.partition("_")[0] == language), None)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(listed(**json.loads(sys.argv[1]))))
