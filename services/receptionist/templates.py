"""Sets a business up from the template of its trade: calendar data at once, rules in the draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from domain.accounts.roles import Permission, Principal
from domain.errors import NotFound, StorageError
from domain.receptionist.content import Receptionist
from domain.receptionist.templates import Template, in_language
from domain.text_fields import required_text
from services.accounts.access import actor_of
from services.profiles import Profiles
from services.receptionist.versions import change_draft
from storage.postgres import audit, set_up_from_template
from storage.postgres.database import Database
from storage.postgres.set_up_from_template import OfferingToAdd

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Applied:
    """What a template added, and what it left as it was.

    Attributes:
        offerings, staff, rules: added, or replaced where that was asked for.
        left: offerings that were there by the same name.
        hours: whether the opening hours are the template's now.
        questions: what callers often ask, and only the business can answer.
    """

    offerings: tuple[str, ...]
    left: tuple[str, ...]
    hours: bool
    staff: tuple[str, ...]
    rules: tuple[str, ...]
    questions: tuple[str, ...]


class Templates:
    def __init__(self, database: Database, profiles: Profiles, templates: Mapping[str, Template]) -> None:
        self._database = database
        self._profiles = profiles
        self._templates = templates

    def all(self) -> Sequence[Template]:
        return tuple(self._templates.values())

    def get(self, trade: str) -> Template:
        """Raises NotFound."""
        found = self._templates.get(trade)
        if found is None:
            raise NotFound(f"there is no template for this; there are {', '.join(self._templates)}")
        return found

    async def apply(
        self,
        principal: Principal,
        trade: str,
        *,
        staff: Sequence[str] = (),
        overwrite: bool = False,
        now: datetime,
    ) -> Applied:
        """Adds what is missing, in the language of the draft; applied twice it adds nothing more.

        Args:
            staff: people to add by name.
            overwrite: opening hours, and the times of offerings by the same name, are replaced as well.

        Raises:
            NotPermitted, NotFound.
            InvalidInput: a name that cannot be written.
        """
        principal.require(Permission.SETTINGS_WRITE)
        template = self.get(trade)
        names = [required_text(f"staff.{place}", name, longest=100) for place, name in enumerate(staff)]
        rules: list[str] = []
        language = "en"

        def with_rules(content: Receptionist) -> Receptionist:
            nonlocal language
            language = content.language
            wanted = [in_language(rule, language) for rule in template.rules]
            rules.extend(rule for rule in wanted if rule not in content.rules)
            return replace(content, rules=(*content.rules, *rules))

        async with self._database.tenant(principal.business_id) as scope:
            await change_draft(scope, principal, with_rules, now=now, action="receptionist.draft_changed")
            offerings = [
                OfferingToAdd(
                    in_language(each.name, language),
                    each.segments,
                    each.buffer_min,
                    tuple(in_language(question, language) for question in each.asked),
                )
                for each in template.offerings
            ]
            added, left = await set_up_from_template.add_offerings(scope, offerings, replace=overwrite)
            hours = await set_up_from_template.add_hours(scope, template.hours, replace=overwrite)
            hired = await set_up_from_template.add_staff(scope, names)
            applied = Applied(
                tuple(added),
                tuple(left),
                hours,
                tuple(hired),
                tuple(rules),
                tuple(in_language(each, language) for each in template.questions),
            )
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="template.applied",
                subject=f"template:{trade}",
                after={"offerings": added, "hours": hours, "staff": hired, "overwrite": overwrite},
            )
        try:
            await self._profiles.forget(principal.business_id)
        except StorageError as error:
            log.warning("template.applied_late", reason=str(error))
        return applied
