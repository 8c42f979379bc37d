"""The business as callers of one of its numbers meet it: its place, language, greeting, what they get after hours."""

from dataclasses import replace

from domain.business import BusinessProfile, Site
from domain.business_settings import served_greeting


def as_dialled(profile: BusinessProfile, e164: str) -> BusinessProfile:
    """The business as callers of this number meet it."""
    line = next((each for each in profile.lines if each.e164 == e164), None)
    if line is None:
        return profile
    if line.language is not None and line.language != profile.language:
        profile = _speaking(profile, line.language)
    if line.greeting:
        profile = _with_content(replace(profile, greeting=line.greeting), greeting=line.greeting)
    if line.after_hours is not None:
        profile = _with_content(profile, after_hours=line.after_hours)
    site = next((each for each in profile.sites if each.id == line.location_id), None)
    return profile if site is None else _at(profile, site)


def _speaking(profile: BusinessProfile, language: str) -> BusinessProfile:
    """A greeting of the business's own is in its own language; the usual one of the other takes its place."""
    greeting = served_greeting("", profile.name, language)
    spoken = replace(profile, language=language, greeting=greeting)
    content = profile.receptionist
    if content is None:
        return spoken
    # What is said after hours and of the recording is in the other language too.
    after_hours = replace(content.after_hours, greeting="")
    recording = replace(content.recording, notice="")
    return _with_content(
        spoken, language=language, greeting=greeting, after_hours=after_hours, recording=recording
    )


def _at(profile: BusinessProfile, site: Site) -> BusinessProfile:
    return replace(
        profile,
        sites=(site,),
        timezone=site.timezone,
        address=site.address or profile.address,
        opening_hours=profile.opening_hours if site.opening_hours is None else site.opening_hours,
        offerings=tuple(each for each in profile.offerings if site.has((each.id,))),
        staff=tuple(each for each in profile.staff if site.staff is None or each.id in site.staff),
    )


def _with_content(profile: BusinessProfile, **changes: object) -> BusinessProfile:
    """The same in the published version, where the profile has one."""
    if profile.receptionist is None:
        return profile
    return replace(profile, receptionist=replace(profile.receptionist, **changes))  # pyright: ignore[reportArgumentType]
