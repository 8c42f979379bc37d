"""Makes one business of the set, whole: the same for the same seed, place in the set and day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from domain.accounts.roles import Role
from domain.setup.slugs import slug_of, with_suffix
from sandbox.seed import names
from sandbox.seed.calls import Calls
from sandbox.seed.diary import Diary
from sandbox.seed.numbers import callers_number, dialled_number
from sandbox.seed.phrases import GREETINGS
from sandbox.seed.randomness import Chance
from sandbox.seed.rows import Rows
from sandbox.seed.set_up import FOUNDED, SetUp
from sandbox.seed.shape import Made, Somebody, Span
from sandbox.seed.team import Users, add_audit, add_keys
from sandbox.seed.towns import TOWNS
from sandbox.seed.trades import TRADES, said
from storage.postgres import tables

BRANCHES_EVERY = 5
"""Every so-manieth business has two locations, where its trade has any."""

_VOICE = "EXAVITQu4vr4xnSDxMaL"
_FAMILY, _NO_NUMBER = 0.15, 0.08


@dataclass(frozen=True, slots=True)
class Plan:
    """What is made.

    Attributes:
        days: of the past; a third as many are ahead.
        as_of: the day everything is seen from.
    """

    businesses: int
    days: int
    seed: int
    as_of: date

    @property
    def span(self) -> Span:
        return Span(
            first=self.as_of - timedelta(days=self.days),
            last=self.as_of + timedelta(days=max(self.days // 3, 7)),
            now=datetime.combine(self.as_of, time(), UTC),
        )


def id_of(seed: int, index: int) -> UUID:
    """The business's, whatever else is planned."""
    return Chance(seed, index, "business").id_at(FOUNDED)


def make_business(plan: Plan, index: int, users: Users) -> Made:
    """The so-manieth business of the set with all its rows."""
    chance, rows, span = Chance(plan.seed, index), Rows(), plan.span
    trade, town = TRADES[index % len(TRADES)], TOWNS[index % len(TOWNS)]
    language = town.language.partition("-")[0]
    round_ = index // len(TRADES)
    name = said(trade.names[round_ % len(trade.names)], language)
    if round_ >= len(trade.names):
        name = f"{name} {town.city}"
    business_id = id_of(plan.seed, index)
    of_country = [place for place in range(index) if TOWNS[place % len(TOWNS)].country == town.country]
    number = dialled_number(town.country, len(of_country) + plan.seed - 1)
    rows.add(
        tables.Business,
        id=business_id,
        name=name,
        slug=with_suffix(slug_of(name), f"{plan.seed}-{index + 1}"),
        timezone=town.zone,
        language=town.language,
        country=town.country,
        region=town.region,
        currency=town.currency,
        greeting=said(GREETINGS, language).format(business=name),
        voice_id=_VOICE,
        address=f"{chance.random.randint(2, 180)} {chance.one_of(town.streets)}, {town.city}",
        transfer_number=callers_number(town.country, chance) if chance.happens(0.7) else None,
        answers=[
            {"question": said(question, language), "answer": said(answer, language)}
            for question, answer in trade.answers
        ],
        max_concurrent_calls=chance.one_of((2, 5, 10)),
        overflow=chance.one_of(("voicemail", "retry")),
        balance=chance.one_of(("listed", "load")),
        created_at=FOUNDED,
    )
    rows.add(tables.PhoneNumber, e164=number)
    team = users.add(rows, index, chance)
    branch_count = 2 if trade.has_branches and index % BRANCHES_EVERY == 1 else 1
    branches = SetUp(trade, town, span, chance, rows).branches(branch_count)
    made = Made(
        id=business_id,
        name=name,
        trade=trade,
        town=town,
        number=number,
        span=span,
        chance=chance,
        rows=rows,
        branches=branches,
        customers=list(_customers(rows, town.country, language, plan, chance)),
        owner_id=team[Role.OWNER],
        manager_id=team[Role.MANAGER],
    )
    add_keys(made, plan.seed, index, span)
    add_audit(made, index, span)
    calls = Calls(made)
    for branch in branches:
        diary = Diary(made, branch)
        diary.fill()
        calls.of_bookings(diary.booked)
    calls.others()
    return made


def _customers(rows: Rows, country: str, language: str, plan: Plan, chance: Chance) -> Iterator[Somebody]:
    """Families share a number; some never tell theirs."""
    known: set[tuple[str, str]] = set()
    before: Somebody | None = None
    for _ in range(40 + plan.days * 3):
        name = names.anybody(language, chance)
        phone = None if chance.happens(_NO_NUMBER) else callers_number(country, chance)
        if before is not None and before.phone is not None and chance.happens(_FAMILY):
            name = f"{names.given(language, chance)} {before.name.rpartition(' ')[2]}"
            phone = before.phone
        if phone is not None and (phone, name.lower()) in known:
            continue
        known.add((phone or "", name.lower()))
        created_at = plan.span.now - timedelta(days=chance.random.randint(0, plan.days + 200))
        before = Somebody(chance.id_at(created_at), name, phone)
        rows.add(tables.Customer, id=before.id, name=name, phone_e164=phone, created_at=created_at)
        yield before
