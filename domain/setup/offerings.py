"""What can be booked, as the owner describes it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from domain.errors import InvalidInput
from domain.scheduling.catalogue import Channel
from domain.scheduling.engine.visit import Segment
from domain.setup import limits
from domain.setup.limits import check_range
from domain.text_fields import required_text

CUSTOMER_CHANNELS = (Channel.PHONE, Channel.WEB)


class QuestionKind(StrEnum):
    """What kind of answer a customer is asked for."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    DATE = "date"
    YES_NO = "yes_no"


_EXPECTED = {
    QuestionKind.TEXT: "",
    QuestionKind.NUMBER: "a number",
    QuestionKind.DATE: "a date",
    QuestionKind.YES_NO: "yes or no",
}


@dataclass(frozen=True, slots=True)
class Question:
    """Something customers are asked when they book. `id` None: a new one."""

    label: str
    kind: QuestionKind = QuestionKind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    id: UUID | None = None

    @property
    def expects(self) -> str:
        """What kind of answer, in words; empty for any."""
        if self.kind is QuestionKind.CHOICE:
            return ", ".join(self.choices[:-1]) + f" or {self.choices[-1]}"
        return _EXPECTED[self.kind]

    def checked(self, field: str) -> "Question":
        """As it is kept. Raises InvalidInput."""
        label = required_text(f"{field}.label", self.label, longest=200)
        choices = tuple(required_text(f"{field}.choices", each, longest=100) for each in self.choices)
        if self.kind is not QuestionKind.CHOICE and choices:
            raise InvalidInput(f"{field}.choices: only a question of the kind choice has them")
        if self.kind is QuestionKind.CHOICE and not 2 <= len(choices) <= limits.CHOICES:
            raise InvalidInput(f"{field}.choices: from 2 to {limits.CHOICES}")
        _check_distinct(f"{field}.choices", choices)
        return replace(self, label=label, choices=choices)


@dataclass(frozen=True, slots=True)
class VariantSetting:
    """Another way to have the offering, such as long hair; `id` None: a new one."""

    name: str
    segments: tuple[Segment, ...]
    price_cents: int
    active: bool = True
    id: UUID | None = None

    @property
    def minutes(self) -> int:
        return sum(segment.minutes for segment in self.segments)

    def checked(self, field: str) -> "VariantSetting":
        """As it is kept. Raises InvalidInput."""
        check_segments(f"{field}.segments", self.segments)
        check_range(f"{field}.price_cents", self.price_cents, 0, limits.DEAREST_CENTS)
        return replace(self, name=required_text(f"{field}.name", self.name, longest=100))


@dataclass(frozen=True, slots=True)
class AddOnSetting:
    """Something more, done right after the offering; `id` None: a new one."""

    name: str
    minutes: int
    price_cents: int
    active: bool = True
    id: UUID | None = None

    def checked(self, field: str) -> "AddOnSetting":
        """As it is kept. Raises InvalidInput."""
        check_range(f"{field}.minutes", self.minutes, 1, limits.LONGEST_MIN, "minutes")
        check_range(f"{field}.price_cents", self.price_cents, 0, limits.DEAREST_CENTS)
        return replace(self, name=required_text(f"{field}.name", self.name, longest=100))


@dataclass(frozen=True, slots=True)
class DoneBy:
    """Somebody who does an offering, with minutes and a price of their own where they differ."""

    staff_id: UUID
    minutes: int | None = None
    price_cents: int | None = None


@dataclass(frozen=True, slots=True)
class OfferingSettings:
    """An offering with all that belongs to it.

    Attributes:
        segments: in order; in *processing* ones the customer's place is taken and the person is free.
        before_min, after_min: buffers in which people and assets are taken and the customer is not there.
        channels: how customers may book it; the business itself always can.
        notice_min, horizon_days, per_day, grid_min: None leaves the usual ones.
        seats: of a group session; None for what one customer has alone.
        staff: who does it, in the order they are preferred; None: everybody.
        asset_needs: for each need the assets that will do.
    """

    name: str
    segments: tuple[Segment, ...]
    price_cents: int
    before_min: int = 0
    after_min: int = 0
    channels: frozenset[Channel] = frozenset(CUSTOMER_CHANNELS)
    notice_min: int | None = None
    horizon_days: int | None = None
    per_day: int | None = None
    grid_min: int | None = None
    seats: int | None = None
    active: bool = True
    position: int = 0
    staff: tuple[DoneBy, ...] | None = None
    asset_needs: tuple[tuple[UUID, ...], ...] = ()
    variants: tuple[VariantSetting, ...] = ()
    add_ons: tuple[AddOnSetting, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def duration_min(self) -> int:
        return sum(segment.minutes for segment in self.segments)

    def checked(self) -> "OfferingSettings":
        """As it is kept. Raises InvalidInput, naming the field; that ids exist is the database's to say."""
        check_segments("segments", self.segments)
        check_range("price_cents", self.price_cents, 0, limits.DEAREST_CENTS)
        check_range("before_min", self.before_min, 0, limits.LONGEST_BUFFER_MIN, "minutes")
        check_range("after_min", self.after_min, 0, limits.LONGEST_BUFFER_MIN, "minutes")
        check_range("position", self.position, 0, limits.LAST_POSITION)
        _check_rules(self)
        unknown = self.channels - set(CUSTOMER_CHANNELS)
        if unknown:
            raise InvalidInput("channels: phone and web; the business itself can always book")
        self._check_staff()
        self._check_needs()
        variants = tuple(each.checked(f"variants.{n}") for n, each in enumerate(self.variants))
        add_ons = tuple(each.checked(f"add_ons.{n}") for n, each in enumerate(self.add_ons))
        questions = tuple(each.checked(f"questions.{n}") for n, each in enumerate(self.questions))
        for field, found, most in (
            ("variants", variants, limits.OPTIONS),
            ("add_ons", add_ons, limits.OPTIONS),
            ("questions", questions, limits.QUESTIONS),
        ):
            _check_most(field, len(found), most)
            ids = [each.id for each in found if each.id is not None]
            if len(set(ids)) < len(ids):
                raise InvalidInput(f"{field}: the same id stands there twice")
        _check_distinct("variants", [each.name for each in variants])
        _check_distinct("add_ons", [each.name for each in add_ons])
        _check_distinct("questions", [each.label for each in questions])
        longest = max([self.duration_min, *(each.minutes for each in variants)])
        if longest + sum(each.minutes for each in add_ons) > limits.LONGEST_MIN:
            raise InvalidInput(
                f"add_ons: with all of them a visit is longer than {limits.LONGEST_MIN} minutes"
            )
        return replace(
            self,
            name=required_text("name", self.name, longest=100),
            variants=variants,
            add_ons=add_ons,
            questions=questions,
        )

    def _check_staff(self) -> None:
        if self.staff is None:
            return
        if not self.staff:
            raise InvalidInput("staff: name at least one, or null for everybody; archive what nobody does")
        if len({each.staff_id for each in self.staff}) < len(self.staff):
            raise InvalidInput("staff: somebody is named twice")
        for n, each in enumerate(self.staff):
            check_own(f"staff.{n}", each, self.segments)

    def _check_needs(self) -> None:
        _check_most("asset_needs", len(self.asset_needs), limits.NEEDS)
        for n, need in enumerate(self.asset_needs):
            if not need:
                raise InvalidInput(f"asset_needs.{n}: name at least one asset that will do")
            if len(set(need)) < len(need):
                raise InvalidInput(f"asset_needs.{n}: an asset is named twice")


def check_own(field: str, one: DoneBy, segments: Iterable[Segment]) -> None:
    """Raises InvalidInput: minutes of somebody that leave none beside the processing time, or a price out of range."""
    if one.minutes is not None:
        processing = sum(segment.minutes for segment in segments if segment.processing)
        check_range(f"{field}.minutes", one.minutes, processing + 1, limits.LONGEST_MIN, "minutes")
    if one.price_cents is not None:
        check_range(f"{field}.price_cents", one.price_cents, 0, limits.DEAREST_CENTS)


def check_segments(field: str, segments: Sequence[Segment]) -> None:
    """Raises InvalidInput: none, too many, too long in all, or nobody has a hand in any."""
    if not segments:
        raise InvalidInput(f"{field}: at least one")
    _check_most(field, len(segments), limits.SEGMENTS)
    for n, segment in enumerate(segments):
        check_range(f"{field}.{n}.minutes", segment.minutes, 1, limits.LONGEST_MIN, "minutes")
    if all(segment.processing for segment in segments):
        raise InvalidInput(
            f"{field}: in at least one somebody has to be there; processing is what lies between"
        )
    total = sum(segment.minutes for segment in segments)
    if total > limits.LONGEST_MIN:
        raise InvalidInput(f"{field}: {limits.LONGEST_MIN} minutes at most in all, not {total}")


def _check_rules(offering: OfferingSettings) -> None:
    for field, value, least, most, unit in (
        ("notice_min", offering.notice_min, 0, 366 * 24 * 60, "minutes"),
        ("horizon_days", offering.horizon_days, 1, 730, "days"),
        ("per_day", offering.per_day, 1, 1000, ""),
        ("seats", offering.seats, 1, 500, ""),
    ):
        if value is not None:
            check_range(field, value, least, most, unit)
    grid = offering.grid_min
    if grid is not None and not (5 <= grid <= 24 * 60 and grid % 5 == 0 and 24 * 60 % grid == 0):
        raise InvalidInput(
            f"grid_min: minutes between starts that divide a day, such as 10, 15 or 30, not {grid}"
        )


def _check_most(field: str, count: int, most: int) -> None:
    if count > most:
        raise InvalidInput(f"{field}: at most {most}, not {count}")


def _check_distinct(field: str, names: Sequence[str]) -> None:
    folded = [name.casefold() for name in names]
    twice = next((name for name, key in zip(names, folded, strict=True) if folded.count(key) > 1), None)
    if twice is not None:
        raise InvalidInput(f"{field}: {twice[:40]!r} stands there twice")
